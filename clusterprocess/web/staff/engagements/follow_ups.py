"""Follow-ups of an engagement: what is planned, what came back, and what it shows against the frozen figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.follow_ups import FollowUpState, FollowUpSurvey
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import ENDED
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, GuestForm, accepted
from clusterprocess.usecases.follow_up_facts import plan_of, results
from clusterprocess.usecases.follow_up_sheet import render_sheet
from clusterprocess.usecases.follow_ups import note_no_answer, open_follow_up, still_to_try
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.follow_up_results import ResultsView, results_view
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.workshop_facts import MOST_DIGITS
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STATE_WORDS: dict[str, tuple[str, str]] = {
    FollowUpState.PLANNED.value: ("geplant", ""),
    FollowUpState.OPEN.value: ("offen", "warn"),
    FollowUpState.ANSWERED.value: ("beantwortet", "good"),
    FollowUpState.SILENT.value: ("keine Antwort", "bad"),
    FollowUpState.DROPPED.value: ("entfallen", ""),
}
CHANNEL_WORDS = {"link": "über den Link", "telefon": "am Telefon", "papier": "auf Papier"}


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """One follow-up.

    Attributes:
        explained: how its day was reckoned; ``told`` when, how and in which role it was answered.
        to_try: what has to happen before silence may be noted without a reason; only while it is open.
        reason: the form of that reason.
    """

    id: int
    occasion: str
    due_on: date
    explained: str
    state: str
    tone: str
    told: str
    may_answer: bool
    may_open: bool
    may_note: bool
    to_try: tuple[str, ...]
    reason: tuple[SectionView, ...]
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class FollowUpsPage:
    """See the module; ``note_href`` leads to the documents where an impact note is among them."""

    title: str
    head: EngagementHead
    lines: tuple[FollowUpLine, ...]
    planned_later: str
    rests: bool
    results: ResultsView | None
    note_href: str
    errors: tuple[Fault, ...]


def show(visit: Visit) -> Response:
    """All follow-ups and their results."""
    return _page(visit)


def open_now(visit: Visit) -> Response:
    """Send the questions now instead of on the planned day."""

    def act(work: DatabaseWork) -> str:
        survey = open_follow_up(work, survey_of(visit, work).id)
        return f"Die Nachbefragung „{plan_of(survey).occasion.de}“ ist eröffnet; die Nachricht liegt im Postausgang."

    return _done(visit, act)


def note_silence(visit: Visit) -> Response:
    """Note that nobody answered."""

    def act(work: DatabaseWork) -> str:
        survey = survey_of(visit, work)
        reason = str(accepted(_reason_form(), visit.posted.values).get("reason", ""))
        if survey.state == FollowUpState.OPEN.value and not reason and (missing := still_to_try(work, survey)):
            raise FormErrors({"reason": f"{' '.join(missing)} Bitte begründen Sie, warum es trotzdem dabei bleibt."})
        note_no_answer(work, survey.id, reason)
        return "Vermerkt: keine Antwort. Sie wird als fehlend berichtet und nicht geschätzt."

    return _done(visit, act)


def sheet(visit: Visit) -> Response:
    """The questions as a Word file, to print or as a guide for the telephone."""

    def look(work: DatabaseWork) -> tuple[str, bytes]:
        survey = survey_of(visit, work)
        return f"Nachbefragung {plan_of(survey).occasion.de} {visit.path['number']}.docx", render_sheet(work, survey.id)

    name, content = visit.read(look)
    return visit.download(name, content, WORD_FILE)


def survey_of(visit: Visit, work: DatabaseWork) -> FollowUpSurvey:
    """The follow-up of the address, if it belongs to its engagement and this person may see that.

    Raises:
        NotFoundError: it does not, or may not.
    """
    engagement, text = visit.engagement(work), visit.path["id"]
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        for survey in engagement.follow_ups:
            if survey.id == int(text):
                return survey
    raise NotFoundError("Diese Nachbefragung gehört nicht zu diesem Vorgang.")


def _done(visit: Visit, act: Callable[[DatabaseWork], str]) -> Response:
    try:
        told = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, error)
    return visit.back(f"/vorgang/{visit.path['number']}/nachbefragung", told)


def _page(visit: Visit, error: UsageError | None = None) -> Response:
    wrong_id = visit.path.get("id", "")

    def look(work: DatabaseWork) -> FollowUpsPage:
        engagement = visit.engagement(work)
        lines = tuple(
            _line(visit, work, engagement, s, error if str(s.id) == wrong_id else None) for s in engagement.follow_ups
        )
        faults = drawn(_reason_form(), visit.posted.values, error, f"k{wrong_id}-")[1] if error is not None else ()
        note = engagement.document("wirkungsvermerk")
        return FollowUpsPage(
            f"Nachbefragung {engagement.number}",
            head_of(engagement, "/nachbefragung"),
            lines,
            "" if lines else _when_planned(engagement),
            engagement.state == "pausiert",
            results_view(results(engagement)) if any(s.answers for s in engagement.follow_ups) else None,
            f"/vorgang/{engagement.number}/dokumente" if note and note.latest else "",
            faults,
        )

    status = 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    return visit.show("engagements/follow_ups.html", visit.read(look), status)


def _line(
    visit: Visit, work: DatabaseWork, engagement: Engagement, survey: FollowUpSurvey, error: UsageError | None
) -> FollowUpLine:
    word, tone = STATE_WORDS[survey.state]
    works = visit.may(*WORKERS)
    is_open = survey.state == FollowUpState.OPEN.value
    stands = engagement.current_state in ENDED and not engagement.fast_lane
    typed = visit.posted.values if error else None
    return FollowUpLine(
        survey.id,
        plan_of(survey).occasion.de,
        survey.due_on,
        survey.explained,
        word,
        tone,
        _told(survey),
        works and survey.state != FollowUpState.DROPPED.value and not stands,
        works and survey.state == FollowUpState.PLANNED.value,
        works and is_open,
        tuple(still_to_try(work, survey)) if is_open else (),
        drawn(_reason_form(), typed, error, f"k{survey.id}-")[0] if works and is_open else (),
        error is not None,
    )


def _told(survey: FollowUpSurvey) -> str:
    latest = survey.latest
    if latest is None:
        return f"Fragen versandt am {survey.opened_on:%d.%m.%Y}" if survey.opened_on else ""
    version = f", Fassung {latest.version}" if latest.version > 1 else ""
    role = ROLE_NAMES[Role(latest.role)].de
    return f"Beantwortet am {latest.answered_on:%d.%m.%Y} {CHANNEL_WORDS[latest.channel]}, {role}{version}"


def _when_planned(engagement: Engagement) -> str:
    return (
        "Nachbefragungen werden mit der Übergabe geplant; ihre Tage zählen ab dem Übergabetag."
        if engagement.handed_over_on is None
        else "Für diesen Vorgang ist keine Nachbefragung vorgesehen."
    )


def _reason_form() -> GuestForm:
    return form(FormField("reason", FieldKind.LONG_TEXT, Text("Begründung"), most=600))


PAGES = (
    Page("engagements.follow_up_list", "GET", "/vorgang/{number}/nachbefragung", READERS, show, "Nachbefragungen"),
    Page(
        "engagements.follow_up_open", "POST", "/vorgang/{number}/nachbefragung/{id}/oeffnen", WORKERS, open_now,
        "Nachbefragung jetzt öffnen",
    ),
    Page(
        "engagements.follow_up_silent", "POST", "/vorgang/{number}/nachbefragung/{id}/keine-antwort", WORKERS,
        note_silence, "Keine Antwort vermerken",
    ),
    Page(
        "engagements.follow_up_sheet", "GET", "/vorgang/{number}/nachbefragung/{id}/blatt", READERS, sheet,
        "Fragen als Word-Blatt",
    ),
)  # fmt: skip
