"""The record of a workshop, filled in on a tablet in the evening: a draft that saves itself, then the record for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from starlette.responses import JSONResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.agency_events import Registration
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.errors import InputErrors, NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.usecases.hold_workshops import record_workshop, recorded_by
from clusterprocess.usecases.keep_drafts import drop_form_draft, keep_form_draft
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.record_entry import FURTHER, MOST_ROWS, Typed, fresh, record_data
from clusterprocess.web.staff.engagements.record_shown import RecordShown, draft_shown, record_shown
from clusterprocess.web.staff.engagements.record_views import EntryViews, entry_views
from clusterprocess.web.staff.engagements.workshop_facts import AHEAD, STATE_WORDS, when_of, workshop_of
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

MORE = "mehr:"
"""Begins the name of the button that adds lines; the group follows."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The record as a form, or as it stands once somebody has handed it in.

    Attributes:
        by: who handed it in and when; empty while nobody has.
        others: who else has a draft of it, with the time.
        has_paper: the minutes are written as a Word file.
        shown: the record for reading; ``kept`` the own draft that was not handed in, as (place, text).
        entry: the form; None where this person cannot fill it in now, and ``why_not`` says why.
    """

    title: str
    head: EngagementHead
    id: int
    name: str
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    by: str
    others: tuple[str, ...]
    early: str
    saved_at: str
    has_paper: bool
    shown: RecordShown | None
    kept: tuple[tuple[str, str], ...]
    entry: EntryViews | None
    why_not: str
    errors: tuple[Fault, ...]


def show(visit: Visit) -> Response:
    """The record, or the form with the own draft."""
    return visit.show("engagements/workshop_record.html", visit.read(lambda work: _look(visit, work)))


def take(visit: Visit) -> Response:
    """Hand the record in, or add lines to the form."""
    if visit.posted.action.startswith(MORE):
        return _more_lines(visit, visit.posted.action.removeprefix(MORE))
    typed = visit.posted.values

    def act(work: DatabaseWork) -> None:
        workshop = workshop_of(visit, work)
        record_workshop(work, workshop.id, record_data(workshop, typed, _registrations(work, workshop)))
        drop_form_draft(work, subject_of(workshop))

    try:
        visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        visit.act(lambda work: keep_form_draft(work, subject_of(workshop_of(visit, work)), dict(typed), 0))
        page = visit.read(partial(_look, visit, typed=typed, error=error))
        status = 409 if isinstance(error, RuleViolation) else 422
        return visit.show("engagements/workshop_record.html", page, status)
    return visit.back(
        f"/workshop/{visit.path['id']}/protokoll", "Das Protokoll ist übernommen; die Niederschrift entsteht."
    )


def keep(visit: Visit) -> Response:
    """Keep what is typed so far, also while typing."""
    by_script = "application/json" in visit.request.headers.get("accept", "")

    def act(work: DatabaseWork) -> tuple[datetime, str]:
        workshop = workshop_of(visit, work)
        draft = keep_form_draft(work, subject_of(workshop), dict(visit.posted.values), 0)
        return draft.saved_at, _overtaken(work, workshop)

    try:
        saved, told = visit.act(act)
    except UsageError as error:
        if by_script:
            return JSONResponse({"hint": str(error)}, 422)
        raise
    if by_script:
        return JSONResponse(
            {"saved": f"{saved.astimezone(BERLIN):%H:%M}", "hints": {"protokoll": told} if told else {}}
        )
    anchor = "#abstimmung" if visit.value("anker") == "abstimmung" else ""
    return visit.back(f"/workshop/{visit.path['id']}/protokoll{anchor}", "Der Entwurf ist gesichert.")


def drop(visit: Visit) -> Response:
    """Throw the own draft away."""
    visit.act(lambda work: drop_form_draft(work, subject_of(workshop_of(visit, work))))
    return visit.back(f"/workshop/{visit.path['id']}/protokoll", "Ihr Entwurf ist verworfen.")


def subject_of(workshop: Workshop) -> str:
    """Under which name drafts of a record are kept."""
    return f"workshop/{workshop.id}/protokoll"


def _more_lines(visit: Visit, group: str) -> Response:
    """Keep the draft with more lines in one group; works without script."""
    typed = dict(visit.posted.values)
    key = f"zeilen.{group[:60]}"
    have = str(typed.get(key, "0"))
    now = int(have) if have.isascii() and have.isdigit() and len(have) < 4 else 0
    typed[key] = str(min(now + FURTHER, MOST_ROWS))
    visit.act(lambda work: keep_form_draft(work, subject_of(workshop_of(visit, work)), typed, 0))
    anchor = visit.value("anker." + group)
    return visit.back(f"/workshop/{visit.path['id']}/protokoll" + (f"#{anchor}" if anchor.isascii() else ""))


def _look(visit: Visit, work: DatabaseWork, typed: Typed | None = None, error: UsageError | None = None) -> RecordPage:
    workshop = workshop_of(visit, work)
    engagement, subject = workshop.engagement, subject_of(workshop)
    own = work.queries.form_draft(visit.actor.id, subject)
    kept = own.typed if own is not None else {}
    word, tone = STATE_WORDS[workshop.state]
    fillable = workshop.state in AHEAD or workshop.state == "durchgefuehrt"
    entry = None
    if fillable and visit.may(*WORKERS):
        entry = entry_views(workshop, typed or kept or fresh(workshop), _registrations(work, workshop), _beside(error))
    wanted = _above(error) if entry is None or not entry.errors else ()
    return RecordPage(
        title=f"Protokoll: {workshop.title} – {engagement.number}",
        head=head_of(engagement, "/workshops"),
        id=workshop.id,
        name=workshop.title,
        state=word,
        tone=tone,
        facts=(("Termin", when_of(workshop)), ("Ort", workshop.place)),
        by=_by(work, workshop),
        others=_others(visit, work, subject) if fillable else (),
        early=_early(work, workshop) if fillable else "",
        saved_at=f"{own.saved_at.astimezone(BERLIN):%d.%m., %H:%M} Uhr" if own is not None and kept else "",
        has_paper=bool((paper := engagement.document("protokoll", workshop)) and paper.latest),
        shown=record_shown(workshop) if workshop.is_minuted else None,
        kept=draft_shown(workshop, kept, _registrations(work, workshop)) if workshop.is_minuted else (),
        entry=entry,
        why_not=_why_not(workshop, fillable),
        errors=(entry.errors if entry else ()) or wanted,
    )


def _registrations(work: DatabaseWork, workshop: Workshop) -> Sequence[Registration]:
    return work.queries.registrations(workshop_id=workshop.id)


def _beside(error: UsageError | None) -> Mapping[str, str]:
    return error.by_field if isinstance(error, FormErrors) else {}


def _above(error: UsageError | None) -> tuple[Fault, ...]:
    """What concerns the whole record and no single field."""
    if error is None:
        return ()
    if isinstance(error, InputErrors):
        return tuple(Fault("", sentence.removeprefix("Angaben: ")) for sentence in error.messages)
    return tuple(Fault("", sentence) for sentence in getattr(error, "reasons", [str(error)]))


def _by(work: DatabaseWork, workshop: Workshop) -> str:
    if not workshop.is_minuted or (found := recorded_by(work, workshop)) is None:
        return ""
    return f"{found.name}, {found.at.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"


def _overtaken(work: DatabaseWork, workshop: Workshop) -> str:
    """What somebody reads who still types while the record was handed in by somebody else."""
    if not workshop.is_minuted:
        return ""
    return (
        f"Das Protokoll ist inzwischen übernommen ({_by(work, workshop)}). Ihr Entwurf bleibt gesichert; bitte stimmen Sie "
        "sich ab."
    )


def _others(visit: Visit, work: DatabaseWork, subject: str) -> tuple[str, ...]:
    found = []
    for draft in work.queries.form_drafts(subject):
        person = work.queries.person_by_id(draft.person_id)
        if draft.typed and person is not None and person.id != visit.actor.id:
            found.append(f"{person.name} ({draft.saved_at.astimezone(BERLIN):%d.%m., %H:%M} Uhr)")
    return tuple(found)


def _early(work: DatabaseWork, workshop: Workshop) -> str:
    if workshop.held_on <= work.today:
        return ""
    return (
        f"Der Workshop ist am {workshop.held_on:%d.%m.%Y}. Sie können das Protokoll vorbereiten; übernommen wird es ab "
        "diesem Tag."
    )


def _why_not(workshop: Workshop, fillable: bool) -> str:
    if workshop.state == "abgesagt":
        return "Der Workshop ist abgesagt; es gibt nichts zu protokollieren."
    return "Das Protokoll ist noch nicht übernommen; ausfüllen können es die Mitarbeitenden." if fillable else ""


PAGES = (
    Page("engagements.workshop_record", "GET", "/workshop/{id}/protokoll", READERS, show, "Protokoll eines Workshops"),
    Page("engagements.workshop_take", "POST", "/workshop/{id}/protokoll", WORKERS, take, "Protokoll übernehmen"),
    Page("engagements.workshop_draft", "POST", "/workshop/{id}/protokoll/entwurf", WORKERS, keep, "Protokollentwurf sichern"),
    Page(
        "engagements.workshop_drop", "POST", "/workshop/{id}/protokoll/entwurf/verwerfen", WORKERS, drop,
        "Protokollentwurf verwerfen",
    ),
)  # fmt: skip
