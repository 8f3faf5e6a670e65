"""One workshop: facts, agenda, checklist, registrations against the target, papers, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.agency_events import Registration
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.due_items import DUE_STATE_WORDS, DueItem, DueKind, DueState
from clusterprocess.domain.errors import NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.messages import STATE_WORDS as MESSAGE_WORDS
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, clock_times
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.usecases.agenda import KIND_WORDS, Roster
from clusterprocess.usecases.check_dates import workshop_warnings
from clusterprocess.usecases.invitation_pack import NOTICES, pack_key
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.workshop_facts import (
    AHEAD,
    STATE_WORDS,
    QuorumView,
    quorum_view,
    when_of,
    workshop_of,
)
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

MOVE, CANCEL, REGISTER = "verlegen", "absagen", "anmelden"
PAPERS = ("einladung", "vorbereitung", "anwesenheitsliste", "namensschilder", "protokoll")
REWRITTEN = {"anwesenheitsliste", "namensschilder"}
"""Papers that staff write anew with everybody who is registered by now."""
REASON_WORDS = {
    "vorgang_abgebrochen": "Der Vorgang ist abgebrochen",
    "quorum_verfehlt": "Zu wenige Anmeldungen",
    "krankheit": "Krankheit",
    "terminkonflikt": "Terminkonflikt",
    "witterung": "Witterung",
    "sonstiges": "Anderer Grund (bitte erläutern)",
}
CHANNEL_WORDS = {"link": "Anmeldelink", "staff": "von uns eingetragen", "kalender": "Kalenderantwort", "system": "nachgerückt"}  # fmt: skip
_GONE = frozenset({DueState.WITHDRAWN.value, DueState.SUPERSEDED.value})
_TASK_TONES = {DueState.DONE.value: "good", DueState.FIRED.value: "good"}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One block of the day: when it begins, how long it takes, how it is done."""

    at: str
    minutes: int
    block: str
    method: str
    recorded: str
    is_break: bool


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One entry of the checklist.

    Attributes:
        kind: what the schedule does by itself is no task.
        owner: names of those who act on that day, else the role.
        may_finish: the person may say that it is done.
    """

    id: int
    kind: str
    label: str
    explained: str
    owner: str
    due_on: date
    state: str
    tone: str
    outcome: str
    may_finish: bool


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    """Somebody on the list, with or without a seat."""

    id: int
    name: str
    organisation: str
    kind: str
    state: str
    tone: str
    channel: str
    comes: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the workshop; ``version`` is empty while there is none."""

    kind: str
    name: str
    version: str
    may_rewrite: bool


@dataclass(frozen=True, slots=True)
class WorkshopPage:
    """See the module.

    Attributes:
        may_act: staff may change something here; ``is_ahead`` the workshop can still be moved or called off.
        pack: where the invitation pack of the present day is; empty while it is not written.
        notices: drafts to those registered that wait for release; ``may_release`` the person may.
        move, cancel, register: the forms; ``opened`` names the one in which something is wrong.
    """

    title: str
    head: EngagementHead
    id: int
    name: str
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    agenda: tuple[AgendaRow, ...]
    ends_at: str
    tasks: tuple[TaskLine, ...]
    registrations: tuple[RegistrationLine, ...]
    quorum: QuorumView
    papers: tuple[PaperLine, ...]
    pack: str
    notices: int
    may_release: bool
    may_act: bool
    may_invite: bool
    is_ahead: bool
    is_open: bool
    is_minuted: bool
    is_cancelled: bool
    move: tuple[SectionView, ...]
    cancel: tuple[SectionView, ...]
    register: tuple[SectionView, ...]
    opened: str
    errors: tuple[Fault, ...]


def show(visit: Visit) -> Response:
    """One workshop."""
    return page(visit)


def page(visit: Visit, which: str = "", error: UsageError | None = None) -> Response:
    """The workshop, with what was wrong in the form ``which``.

    Raises:
        NotFoundError, PermissionDenied: ``error`` is one of them; they have pages of their own.
    """
    if isinstance(error, NotFoundError | PermissionDenied):
        raise error
    status = 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    return visit.show("engagements/workshop.html", visit.read(lambda work: _look(visit, work, which, error)), status)


def _look(visit: Visit, work: DatabaseWork, which: str, error: UsageError | None) -> WorkshopPage:
    workshop = workshop_of(visit, work)
    engagement = workshop.engagement
    may_act = visit.may(*WORKERS)
    ahead = workshop.state in AHEAD
    word, tone = STATE_WORDS[workshop.state]
    agenda = _agenda(workshop)
    forms = {
        name: _drawn(visit, asked, name, which, error)
        for name, asked in ((MOVE, move_form(workshop)), (CANCEL, cancel_form()), (REGISTER, register_form()))
    }
    faults = tuple(f for _, found in forms.values() for f in found)
    if error is not None and which not in forms:
        faults = drawn(form(), {}, error)[1]
    return WorkshopPage(
        title=f"{workshop.title} – {engagement.number}",
        head=head_of(engagement, "/workshops"),
        id=workshop.id,
        name=workshop.title,
        state=word,
        tone=tone,
        facts=_facts(workshop),
        warnings=tuple(workshop_warnings(work, workshop)) if ahead else (),
        agenda=agenda[:-1],
        ends_at=agenda[-1].at,
        tasks=_tasks(visit, work, workshop),
        registrations=tuple(_registration(r) for r in work.queries.registrations(workshop_id=workshop.id)),
        quorum=quorum_view(work, workshop),
        papers=_papers(workshop, may_act),
        pack=_pack(work, workshop),
        notices=_notices(work, workshop),
        may_release=visit.may(Role.CONSULTANT, Role.HEAD),
        may_act=may_act,
        may_invite=may_act and workshop.state == "geplant",
        is_ahead=ahead,
        is_open=ahead and workshop.held_on >= work.today,
        is_minuted=workshop.is_minuted,
        is_cancelled=workshop.state == "abgesagt",
        move=forms[MOVE][0],
        cancel=forms[CANCEL][0],
        register=forms[REGISTER][0],
        opened=which,
        errors=faults,
    )


def _drawn(
    visit: Visit, asked: GuestForm, name: str, which: str, error: UsageError | None
) -> tuple[tuple[SectionView, ...], tuple[Fault, ...]]:
    if name != which:
        return drawn(asked, prefix=f"{name}-")
    return drawn(asked, visit.posted.values, error, prefix=f"{name}-")


def _facts(workshop: Workshop) -> tuple[tuple[str, str], ...]:
    lead = workshop.engagement.lead
    found = [("Termin", when_of(workshop)), ("Ort", workshop.place), ("Federführung", lead.name if lead else "–")]
    if workshop.moves:
        found.append(("Verlegt", "einmal" if workshop.moves == 1 else f"{workshop.moves}-mal"))
    if workshop.cancel_reason:
        found.append(("Erläuterung der Absage", workshop.cancel_reason))
    return tuple(found)


def _agenda(workshop: Workshop) -> tuple[AgendaRow, ...]:
    return tuple(
        AgendaRow(at, int(row["minutes"]), row["block"], row["method"], row["recorded"], row["block"] in (BREAK, LUNCH))
        for at, row in clock_times(workshop.agenda, workshop.starts_at)
    )


def _tasks(visit: Visit, work: DatabaseWork, workshop: Workshop) -> tuple[TaskLine, ...]:
    roster = Roster(work)
    items = [i for i in workshop.engagement.due_items if i.workshop_id == workshop.id and i.state not in _GONE]
    return tuple(_task(visit, roster, workshop, item) for item in items)


def _task(visit: Visit, roster: Roster, workshop: Workshop, item: DueItem) -> TaskLine:
    engagement, today = workshop.engagement, roster.work.today
    people = roster.responsible(item, engagement, None)
    acting = roster.acting(people, max(item.due_on, today))
    lead = [engagement.lead] if engagement.lead else []
    may = {p.id for p in [*people, *lead, *roster.acting([*people, *lead], today)]}
    is_task = item.kind == DueKind.TASK.value
    late = item.is_open and item.due_on < today
    return TaskLine(
        item.id,
        "" if is_task else KIND_WORDS[item.kind],
        item.label,
        item.explained,
        ", ".join(p.name for p in acting) or ROLE_NAMES[Role(item.role)].de,
        item.due_on,
        "überfällig" if late else DUE_STATE_WORDS[DueState(item.state)],
        "warn" if late else _TASK_TONES.get(item.state, ""),
        item.outcome,
        item.is_open
        and is_task
        and visit.may(*WORKERS)
        and (visit.may(Role.HEAD, Role.ASSISTANT) or visit.actor.id in may),
    )


def _registration(found: Registration) -> RegistrationLine:
    comes = found.state != "abgemeldet"
    return RegistrationLine(
        found.id,
        found.person.name,
        found.organisation,
        KIND_NAMES[found.kind],
        found.state,
        "good" if found.state == "angemeldet" else "warn" if comes else "",
        CHANNEL_WORDS.get(found.channel, found.channel),
        comes,
    )


def _papers(workshop: Workshop, may_act: bool) -> tuple[PaperLine, ...]:
    found = []
    for kind in PAPERS:
        document = workshop.engagement.document(kind, workshop)
        version = document.latest.label if document and document.latest else ""
        rewrite = may_act and kind in REWRITTEN and workshop.state in AHEAD
        if version or rewrite:
            found.append(PaperLine(kind, DOCUMENT_NAMES[kind].de, version, rewrite))
    return tuple(found)


def _pack(work: DatabaseWork, workshop: Workshop) -> str:
    message = work.queries.message_by_key(pack_key(workshop.engagement, workshop))
    return MESSAGE_WORDS[message.state] if message else ""


def _notices(work: DatabaseWork, workshop: Workshop) -> int:
    """Drafts about a move or a cancellation that wait for release."""
    own = f"{workshop.engagement.number}:termin:{workshop.id}:"
    drafts = work.queries.messages(states=("entwurf",), engagement=workshop.engagement.number)
    return sum(m.template in NOTICES and m.key.startswith(own) for m in drafts)


def move_form(workshop: Workshop) -> GuestForm:
    """Another day, time or place."""
    return form(
        FormField("to", FieldKind.DAY, Text("Neuer Tag"), required=True, value=workshop.held_on.isoformat()),
        FormField("starts_at", FieldKind.TEXT, Text("Beginn"), "Uhrzeit als HH:MM", True, workshop.starts_at, most=5),
        FormField("place", FieldKind.TEXT, Text("Ort"), required=True, value=workshop.place, most=200),
    )


def cancel_form() -> GuestForm:
    """Why a workshop is called off."""
    choices = tuple((slug, Text(REASON_WORDS.get(slug, slug))) for slug in process().reasons["workshop_absage"])
    return form(
        FormField("reason", FieldKind.CHOICE, Text("Grund"), required=True, choices=choices),
        FormField("text", FieldKind.LONG_TEXT, Text("Erläuterung"), most=600),
    )


def register_form() -> GuestForm:
    """Somebody who registers on the telephone."""
    kinds = tuple((slug, Text(name)) for slug, name in KIND_NAMES.items())
    return form(
        FormField("name", FieldKind.TEXT, Text("Vor- und Nachname"), required=True, most=120),
        FormField("organisation", FieldKind.TEXT, Text("Organisation"), required=True, most=200),
        FormField("kind", FieldKind.CHOICE, Text("Art der Organisation"), required=True, choices=kinds),
        FormField("email", FieldKind.EMAIL, Text("E-Mail"), "Für die Bestätigung; darf fehlen."),
    )


PAGES = (Page("engagements.workshop_show", "GET", "/workshop/{id}", READERS, show, "Ein Workshop"),)
