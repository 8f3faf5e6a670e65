"""What an engagement's participants and staff hand in: the list, the form as a file, the survey of the members."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.sheets.forms import SheetForms
from clusterprocess.adapters.word.form import WordForms
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import ClusterProcessError, InputError, NotFoundError, PermissionDenied, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import ENDED, State
from clusterprocess.offerings.form_building import PROFILE_PART
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.usecases.exchange_forms import SHORT_LEVELS, read_form, write_form
from clusterprocess.usecases.list_inputs import InputLine, gaps_of, inputs_of
from clusterprocess.usecases.member_survey import (
    LONGEST_DAYS,
    SurveySoFar,
    close_survey,
    open_survey,
    survey_address,
    survey_so_far,
)
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.questionnaire import TAB, name_of_kind
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Fault, Visit

SURVEY = "befragung"
FEWEST_SHOWN = 8
"""Fewer answers of one kind are not told apart (offerings.md section 12)."""
USUAL_DAYS = 21
FILES = (SheetForms(), WordForms())
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OPEN, CLOSE, UPLOAD = "o", "s", "d"


@dataclass(frozen=True, slots=True)
class LineView:
    """One kind of input; ``told`` says what is there or why it comes later."""

    name: str
    href: str
    tag: str
    tone: str
    told: str
    drafts: str
    action: str


@dataclass(frozen=True, slots=True)
class SurveyView:
    """The members' survey; ``groups`` are kinds with their answers, small ones together."""

    open_until: date | None
    answers: int
    groups: tuple[tuple[str, str], ...]
    address: str
    may_change: bool
    opening: tuple[SectionView, ...]
    closing: tuple[SectionView, ...]
    is_submitted: bool


@dataclass(frozen=True, slots=True)
class InputsPage:
    """All inputs of an engagement."""

    title: str
    head: EngagementHead
    lines: tuple[LineView, ...]
    gaps: tuple[str, ...]
    may_write: bool
    takes_forms: bool
    has_short_form: bool
    upload_error: str
    survey: SurveyView | None
    errors: tuple[Fault, ...]


def show(visit: Visit) -> Response:
    """The list."""
    return _page(visit)


def download(visit: Visit) -> Response:
    """The form of the questions as a file, with everything filled in that is known."""
    kind = visit.query.get("art", "xlsx")

    def act(work: DatabaseWork) -> bytes:
        return write_form(work, visit.engagement(work).number, kind, FILES)

    if kind not in MEDIA:
        raise InputError("Formular: bitte als .xlsx oder .docx holen.", field="art")
    content = visit.read(act)
    return visit.download(f"Formular {visit.path['number']}.{kind}", content, MEDIA[kind])


def upload(visit: Visit) -> Response:
    """Take a filled-in form back."""
    number = visit.path["number"]
    try:
        files = visit.posted.files.get("datei", ())
        if not files:
            raise InputError("Formular: Bitte wählen Sie die ausgefüllte Datei aus.", field="datei")
        content = files[0].content

        def act(work: DatabaseWork) -> str:
            visit.engagement(work)
            taken = read_form(work, number, content, FILES)
            told = [f"Fragebogen: Fassung {taken.submission.version} ist eingereicht."] if taken.submission else []
            told += (
                [f"Angaben zur Initiative zum {taken.profile.as_of:%d.%m.%Y} sind gespeichert."]
                if taken.profile
                else []
            )
            return " ".join(told)

        told = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, UPLOAD, error)
    return visit.back(_here(visit), told)


def start_survey(visit: Visit) -> Response:
    """Open the survey until a day."""
    number = visit.path["number"]

    def act(work: DatabaseWork) -> date:
        visit.engagement(work)
        until = date.fromisoformat(accepted(_opening(work.today), visit.posted.values)["until"])
        open_survey(work, number, until)
        return until

    try:
        until = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, OPEN, error)
    return visit.back(
        f"{_here(visit)}#befragung",
        f"Die Befragung ist bis {until:%d.%m.%Y} geöffnet; der Text für die Mitglieder liegt im Postausgang bereit.",
    )


def end_survey(visit: Visit) -> Response:
    """Close the survey; its answers become the engagement's next version."""
    number = visit.path["number"]

    def act(work: DatabaseWork) -> int:
        visit.engagement(work)
        values = accepted(_closing(), visit.posted.values)
        invited = ",".join(f"{kind}={values[kind]}" for kind in KIND_NAMES if kind in values)
        return close_survey(work, number, invited).answers

    try:
        answers = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, CLOSE, error)
    told = "eine Antwort ist" if answers == 1 else f"{answers} Antworten sind"
    return visit.back(f"{_here(visit)}#befragung", f"Die Befragung ist geschlossen; {told} eingereicht.")


def show_address(visit: Visit) -> Response:
    """A fresh address of the survey, shown this one time."""

    def act(work: DatabaseWork) -> str:
        return survey_address(work, visit.engagement(work).number)

    return _page(visit, address=visit.act(act))


def _page(visit: Visit, which: str = "", error: ClusterProcessError | None = None, address: str = "") -> Response:
    faults: list[Fault] = []

    def draw(asked: GuestForm, name: str) -> tuple[SectionView, ...]:
        mine = which == name
        sections, found = drawn(asked, visit.posted.values if mine else None, error if mine else None, name)
        faults.extend(found)
        return sections

    def look(work: DatabaseWork) -> InputsPage:
        engagement = visit.engagement(work)
        may_write = visit.may(*WORKERS)
        survey = None
        if offering_of(engagement).submittable(SURVEY) is not None:
            so_far = survey_so_far(work, engagement.number)
            can = may_write and _is_running(engagement)
            opening = draw(_opening(work.today), OPEN) if can and so_far.open_until is None else ()
            done = engagement.submission(SURVEY) is not None
            pending = so_far.open_until is not None or not done  # opened once more after it was handed in
            closing = draw(_closing(), CLOSE) if can and so_far.answers and pending else ()
            survey = SurveyView(
                so_far.open_until, so_far.answers, _groups(so_far), address, can, opening, closing, done
            )
        if which == UPLOAD and error is not None:
            faults.extend(Fault("datei", line) for line in str(error).split("\n"))
        return InputsPage(
            "Eingaben",
            head_of(engagement, TAB),
            tuple(_line(engagement, line, may_write) for line in inputs_of(work, engagement)),
            tuple(map(spoken, gaps_of(engagement))) if _is_running(engagement) else (),
            may_write,
            may_write and _is_running(engagement),
            engagement.level in SHORT_LEVELS,
            str(error) if which == UPLOAD and error else "",
            survey,
            (),
        )

    page = visit.read(look)
    return visit.show("engagements/inputs.html", replace(page, errors=tuple(faults)), 422 if error else 200)


def _line(engagement: Engagement, line: InputLine, may_write: bool) -> LineView:
    href = f"/vorgang/{engagement.number}{TAB}/{line.kind}"
    if line.version:
        by = f", von {line.author}" if line.author else ""
        what = "Stichtag" if line.kind == PROFILE_PART else "eingereicht am"
        told, tag, tone = f"Fassung {line.version}, {what} {line.day:%d.%m.%Y}{by}.", "liegt vor", "good"
    elif line.closed:
        told, tag, tone = "", "noch nicht dran" if _is_running(engagement) else "geschlossen", ""
    else:
        told, tag, tone = "Noch nichts eingereicht.", "offen", "warn"
    why = " ".join(line.closed)
    action = "Ansehen" if line.closed or not may_write else "Ändern" if line.version else "Ausfüllen"
    drafts = f"Entwurf in Arbeit: {', '.join(line.drafts)}." if line.drafts else ""
    return LineView(name_of_kind(line.kind), href, tag, tone, f"{told} {why}".strip(), drafts, action)


def _groups(so_far: SurveySoFar) -> tuple[tuple[str, str], ...]:
    """Answers by kind; kinds with few answers are told together, so that nobody can be guessed."""
    large = [(KIND_NAMES[k], str(n)) for k, n in so_far.by_kind.items() if n >= FEWEST_SHOWN]
    rest = so_far.answers - sum(n for n in so_far.by_kind.values() if n >= FEWEST_SHOWN)
    if not rest:
        return tuple(large)
    told = str(rest) if rest >= FEWEST_SHOWN else f"unter {FEWEST_SHOWN}"
    return (*large, (f"Gruppen mit weniger als {FEWEST_SHOWN} Antworten", told))


def _is_running(engagement: Engagement) -> bool:
    state = engagement.current_state
    return state not in ENDED and state not in (State.PAUSED, State.REQUESTED, State.UNDER_CHECK)


def _opening(today: date) -> GuestForm:
    return form(
        FormField(
            "until", FieldKind.DAY, Text("Letzter Tag für Antworten"), required=True,
            help=f"Höchstens {LONGEST_DAYS} Tage ab heute; üblich sind drei Wochen.",
            value=(today + timedelta(days=USUAL_DAYS)).isoformat(),
        )
    )  # fmt: skip


def _closing() -> GuestForm:
    return form(
        *(
            FormField(kind, FieldKind.NUMBER, Text(f"Eingeladen: {name}"), lowest=0, highest=5000, whole=True)
            for kind, name in KIND_NAMES.items()
        )
    )


def _here(visit: Visit) -> str:
    return f"/vorgang/{visit.path['number']}{TAB}"


_BASE = "/vorgang/{number}/eingaben"
PAGES = (
    Page("engagements.inputs_list", "GET", _BASE, READERS, show, "Eingaben eines Vorgangs"),
    Page("engagements.inputs_download", "GET", f"{_BASE}/formular", WORKERS, download, "Formular als Datei holen"),
    Page("engagements.inputs_upload", "POST", f"{_BASE}/formular", WORKERS, upload, "Formular einlesen", uploads=True),
    Page("engagements.inputs_survey", "POST", f"{_BASE}/befragung/oeffnen", WORKERS, start_survey, "Befragung öffnen"),
    Page(
        "engagements.inputs_close", "POST", f"{_BASE}/befragung/schliessen", WORKERS, end_survey, "Befragung schließen"
    ),
    Page(
        "engagements.inputs_link", "POST", f"{_BASE}/befragung/link", WORKERS, show_address, "Link der Befragung zeigen"
    ),
)
