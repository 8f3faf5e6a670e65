"""Answers to a follow-up taken down by staff, on the telephone or from paper: the same questions as behind the link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import JSONResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.errors import NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import (
    FieldKind,
    FormErrors,
    FormField,
    FormSection,
    GuestForm,
    accepted,
    day_in,
)
from clusterprocess.offerings.standard.follow_up_values import record_of
from clusterprocess.usecases.follow_up_facts import plan_of, subject_for
from clusterprocess.usecases.follow_ups import MAY_ANSWER, answer_follow_up, form_of
from clusterprocess.usecases.keep_drafts import drop_form_draft, keep_form_draft
from clusterprocess.usecases.settle_follow_ups import require_asked, says_anything
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.follow_ups import survey_of
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.forms import drawn
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

VERSION = "fassung"
"""Hidden field: the version of the answers that the page showed, so that nobody overwrites what came in meanwhile."""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The questions with what is known.

    Attributes:
        version: of the answers that are shown; 0 where there are none yet.
        closed: why nobody asks any more; empty while answers are taken.
    """

    title: str
    head: EngagementHead
    id: int
    occasion: str
    facts: tuple[tuple[str, str], ...]
    minutes: int | None
    version: int
    saved_at: str
    sections: tuple[SectionView, ...]
    closed: str
    errors: tuple[Fault, ...]


def ask(visit: Visit) -> Response:
    """The form."""
    return _page(visit)


def take(visit: Visit) -> Response:
    """Keep the answers as the next version."""
    posted = visit.posted.values

    def act(work: DatabaseWork) -> int:
        work.queries.engagement(visit.engagement(work).number, lock=True)
        survey = survey_of(visit, work)
        values = accepted(_asked(survey, work.today), posted)
        latest = survey.latest.version if survey.latest else 0
        if visit.value(VERSION) != str(latest):
            raise RuleViolation(
                "answer_follow_up",
                [
                    "Inzwischen sind andere Antworten eingegangen. Ihr Entwurf ist gesichert; bitte vergleichen Sie und senden "
                    "Sie noch einmal, wenn Ihre Angaben gelten."
                ],
            )
        asked = plan_of(survey)
        record = record_of(values, asked.questions, subject_for(survey.engagement))
        if not says_anything(record):
            first = form_of(survey, work.today).fields[0].key
            raise FormErrors(
                {first: "Bitte tragen Sie mindestens eine Antwort ein; wer schweigt, wird anders vermerkt."}
            )
        kept = answer_follow_up(
            work, survey.id, record, channel=values["channel"], role=values["role"], on=day_in(values, "on")
        )
        drop_form_draft(work, subject_of(survey))
        return kept.version

    try:
        version = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        visit.act(lambda work: keep_form_draft(work, subject_of(survey_of(visit, work)), dict(posted), 0))
        return _page(visit, error)
    told = (
        "Die Antworten sind eingetragen." if version == 1 else f"Die Antworten sind als Fassung {version} eingetragen."
    )
    return visit.back(f"/vorgang/{visit.path['number']}/nachbefragung", told)


def keep(visit: Visit) -> Response:
    """Keep what is typed so far."""

    def act(work: DatabaseWork) -> datetime:
        return keep_form_draft(work, subject_of(survey_of(visit, work)), dict(visit.posted.values), 0).saved_at

    saved = visit.act(act)
    if "application/json" in visit.request.headers.get("accept", ""):
        return JSONResponse({"saved": f"{saved.astimezone(BERLIN):%H:%M}", "hints": {}})
    return visit.back(f"/vorgang/{visit.path['number']}/nachbefragung/{visit.path['id']}", "Der Entwurf ist gesichert.")


def subject_of(survey: FollowUpSurvey) -> str:
    """Under which name drafts of the answers are kept."""
    return f"nachbefragung/{survey.id}"


def _page(visit: Visit, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> AnswerPage:
        survey = survey_of(visit, work)
        asked = _asked(survey, work.today)
        draft = work.queries.form_draft(visit.actor.id, subject_of(survey))
        kept = draft.typed if draft is not None else {}
        typed = visit.posted.values if error else kept or None
        sections, faults = drawn(asked, typed, error)
        latest = survey.latest.version if survey.latest else 0
        return AnswerPage(
            f"{asked.title} – {survey.engagement.number}",
            head_of(survey.engagement, "/nachbefragung"),
            survey.id,
            plan_of(survey).occasion.de,
            tuple(f for f in asked.facts if f[0] in ("Leistung", "Übergabe")),
            asked.minutes,
            latest,
            f"{draft.saved_at.astimezone(BERLIN):%d.%m., %H:%M} Uhr" if draft is not None and kept else "",
            sections,
            _closed(survey),
            faults,
        )

    status = 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    return visit.show("engagements/follow_up.html", visit.read(look), status)


def _closed(survey: FollowUpSurvey) -> str:
    try:
        require_asked(survey)
    except RuleViolation as error:
        return str(error)
    return ""


def _asked(survey: FollowUpSurvey, today: date) -> GuestForm:
    """The questions behind the link, after who answered how and when."""
    guest = form_of(survey, today)
    roles = tuple((role.value, ROLE_NAMES[role]) for role in MAY_ANSWER)
    ways = (("telefon", Text("am Telefon")), ("papier", Text("auf Papier")))
    how = (
        FormField(
            "channel", FieldKind.CHOICE, Text("Wie kam die Antwort?"), required=True, value="telefon", choices=ways
        ),
        FormField("role", FieldKind.CHOICE, Text("Wer hat geantwortet?"), "Die Rolle, kein Name.", True, choices=roles),
        FormField("on", FieldKind.DAY, Text("Tag der Antwort"), required=True, value=today.isoformat()),
    )
    return GuestForm(
        guest.title, "", (FormSection("Die Antwort", how), *guest.sections), facts=guest.facts, minutes=guest.minutes
    )


PAGES = (
    Page(
        "engagements.follow_up_ask", "GET", "/vorgang/{number}/nachbefragung/{id}", WORKERS, ask,
        "Nachbefragung am Telefon",
    ),
    Page(
        "engagements.follow_up_take", "POST", "/vorgang/{number}/nachbefragung/{id}", WORKERS, take,
        "Antworten der Nachbefragung eintragen",
    ),
    Page(
        "engagements.follow_up_draft", "POST", "/vorgang/{number}/nachbefragung/{id}/entwurf", WORKERS, keep,
        "Entwurf der Antworten sichern",
    ),
)  # fmt: skip
