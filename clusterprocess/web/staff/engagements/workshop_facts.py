"""What several pages tell about a workshop: its state in words, its registrations, and whether a person may see it."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.workshops import Workshop, WorkshopState
from clusterprocess.offerings.sections.numbers import percent
from clusterprocess.usecases.meetings import meeting_of_workshop
from clusterprocess.usecases.quorum import Quorum, quorum_of
from clusterprocess.web.staff.visit import Visit, may_see_operation

STATE_WORDS: dict[str, tuple[str, str]] = {
    WorkshopState.PLANNED.value: ("geplant", "calm"),
    WorkshopState.INVITED.value: ("eingeladen", "calm"),
    WorkshopState.HELD.value: ("durchgeführt", "warn"),
    WorkshopState.MINUTED.value: ("protokolliert", "good"),
    WorkshopState.CANCELLED.value: ("abgesagt", "bad"),
}
"""Word and tone of a workshop's state."""
AHEAD = frozenset({WorkshopState.PLANNED.value, WorkshopState.INVITED.value})
"""States in which a workshop can be moved, cancelled and recorded."""
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class QuorumLine:
    """One kind of actor: what is registered, what is wanted, and whether that is enough."""

    name: str
    organisations: int
    persons: int
    target: int
    is_enough: bool


@dataclass(frozen=True, slots=True)
class QuorumView:
    """Registrations of a workshop against its target, and what follows from them in one sentence."""

    lines: tuple[QuorumLine, ...]
    organisations: int
    persons: int
    target: int
    sentence: str
    tone: str


def workshop_of(visit: Visit, work: DatabaseWork) -> Workshop:
    """The workshop of the address, if this person may see its engagement.

    Raises:
        NotFoundError: there is none, or an auditor was not admitted to its operation; both read the same.
    """
    text = visit.path["id"]
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        found = work.queries.workshop(int(text))
        if may_see_operation(visit.actor, found.engagement.operation_id):
            return found
    raise NotFoundError(f"Workshop {text[:20]} gibt es nicht.")


def quorum_view(work: DatabaseWork, workshop: Workshop) -> QuorumView:
    """Registrations by kind against the target."""
    found = quorum_of(work, workshop)
    lines = tuple(QuorumLine(k.name, k.organisations, k.persons, k.target, k.is_enough) for k in found.kinds)
    sentence, tone = _told(workshop, found)
    return QuorumView(lines, found.organisations, found.persons, found.target, sentence, tone)


def _told(workshop: Workshop, found: Quorum) -> tuple[str, str]:
    if workshop.state not in AHEAD:
        return "", ""
    share = "" if found.company_share is None else f" Unternehmen: {percent(found.company_share)}."
    if not found.needs_second_call:
        return f"Das Ziel ist erreicht.{share}", "good"
    short = ", ".join(f"{k.name} ({k.missing})" for k in found.short if k.missing)
    missing = f" Es fehlen: {short}." if short else " Es fehlen Unternehmen."
    if found.is_due:
        return f"Ein zweiter Aufruf ist nötig.{missing}{share}", "warn"
    return f"Gezählt wird am {found.counted_on:%d.%m.%Y}.{missing}{share}", "calm"


def when_of(workshop: Workshop) -> str:
    """``Mittwoch, 22. April 2015, 09:00 bis 17:30 Uhr``."""
    return meeting_of_workshop(workshop).when
