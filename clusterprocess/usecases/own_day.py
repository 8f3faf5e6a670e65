"""What one person of the agency finds on her page in the morning: what she does next, and what she waits for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from clusterprocess.domain.actors import Role
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.register import Cluster, ContactNote, Person
from clusterprocess.domain.states import State
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.agenda import WATCH, AgendaLine, Roster, Wish, agenda
from clusterprocess.usecases.keep_persons import take_note
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.take_runs import waits_for

DAYS_AHEAD = 30
PROPOSAL_DAYS = 62
"""Working time is proposed on this page for two months back; older proposals stand with the days."""
MEETING_DAYS = 7
MOST_ENGAGEMENTS = 60
MOST_OTHERS = 40
MOST_NOTES = 5
MOST_NAMED = 5

_NUMBER = re.compile(r"CA-\d{4}-[A-Z]-\d{3,6}", re.IGNORECASE)

TURNS: dict[State, frozenset[Role]] = {
    State.REQUESTED: frozenset({Role.CONSULTANT}),
    State.UNDER_CHECK: frozenset({Role.HEAD}),
    State.ACCEPTED: frozenset({Role.SYSTEM}),
    State.INTAKE_OPEN: frozenset({Role.CLUSTER_MANAGER, Role.CONSULTANT}),
    State.INTAKE_COMPLETE: frozenset({Role.CONSULTANT}),
    State.ANALYSIS: frozenset({Role.REVIEWER}),
    State.ANALYSIS_REVIEWED: frozenset({Role.SYSTEM}),
    State.WORKSHOP_PLANNED: frozenset({Role.CONSULTANT}),
    State.WORKSHOP_HELD: frozenset({Role.CONSULTANT}),
    State.DRAFT: frozenset({Role.CONSULTANT}),
    State.INTERNAL_REVIEW: frozenset({Role.REVIEWER}),
    State.CLUSTER_REVIEW: frozenset({Role.BOARD}),
    State.RELEASED: frozenset({Role.CONSULTANT}),
}
"""Who does something next at which state; states that wait for nobody or only for the schedule are absent."""

_SHORT_TURNS: dict[State, frozenset[Role]] = {
    State.REQUESTED: frozenset({Role.HEAD, Role.CONSULTANT}),
    State.ACCEPTED: frozenset({Role.CLUSTER_MANAGER, Role.CONSULTANT, Role.REVIEWER}),
    State.ANSWERED: frozenset({Role.CONSULTANT}),
}
"""The same for short advice (ruling 3)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One engagement and whom it waits for.

    Attributes:
        since: the day on which it came to its state.
    """

    number: str
    cluster: str
    told: str
    since: date


@dataclass(frozen=True, slots=True)
class Note:
    """A contact note with what it is about."""

    kind: str
    held_on: date
    cluster_id: int
    cluster: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnDay:
    """See the module.

    Attributes:
        lines: the person's agenda; ``subjects`` says by item to which workshop, survey or initiative it belongs.
        my_turn: engagements in which she does something next; ``their_turn`` those she leads and others act.
        of_others: due items of other roles in engagements that she leads.
        standing_in: names of those for whom she acts today.
        initiatives: names by Vorgangsnummer, of everything that the lines and the items of others are about.
        proposals: how many days are proposed to her that she neither took nor refused.
    """

    lines: tuple[AgendaLine, ...]
    subjects: dict[int, tuple[int | None, int | None, int | None]]
    my_turn: tuple[Waiting, ...]
    their_turn: tuple[Waiting, ...]
    of_others: tuple[DueItem, ...]
    workshops: tuple[Workshop, ...]
    events: tuple[AgencyEvent, ...]
    notes: tuple[Note, ...]
    proposals: int
    standing_in: tuple[str, ...]
    initiatives: dict[str, str]


def own_day(work: Work, handle: str) -> OwnDay:
    """Everything for the page of a person; reads only.

    Raises:
        NotFoundError: unknown person.
    """
    person = work.queries.person(handle)
    ids = Roster(work).stands_for(person, work.today, work.today)
    lines = [line for line in agenda(work, Wish(DAYS_AHEAD, handle)) if line.is_pending(work.today)]
    mine, theirs = _turns(work, ids)
    until = work.today + timedelta(days=DAYS_AHEAD)
    ahead = work.today + timedelta(days=MEETING_DAYS)
    others = [
        item
        for item in work.queries.due_of_others(ids, Role.CONSULTANT.value, until, MOST_OTHERS)
        if item.rule != WATCH or item.due_on <= work.today
    ]
    numbers = {line.number for line in lines} | {item.engagement_number or "" for item in others}
    return OwnDay(
        tuple(lines),
        work.queries.subjects_of_due([line.id for line in lines if line.kind not in _OTHER_KINDS]),
        mine,
        theirs,
        tuple(others),
        tuple(w for i in sorted(ids) for w in work.queries.workshops_of_lead(i, work.today, ahead)),
        tuple(e for i in sorted(ids) for e in work.queries.events_of_lead(i, work.today, ahead)),
        tuple(_note(*row) for row in work.queries.notes_of(person.id, MOST_NOTES)),
        proposed_to(work, person),
        tuple(sorted(work.queries.names_of(ids - {person.id}).values())),
        work.queries.initiatives_of({number for number in numbers if number.startswith("CA-")}),
    )


_OTHER_KINDS = frozenset({"Nachricht", "Eingang", "Lauf"})
"""Kinds of agenda lines whose number is not that of a due item."""


def _note(note: ContactNote, cluster: str, number: str | None) -> Note:
    return Note(note.kind, note.held_on, note.cluster_id, cluster, number or "", note.text)


def whose_turn(engagement: Engagement) -> frozenset[Role]:
    """The roles that do something next; empty where an engagement waits for a day or for nobody."""
    state = engagement.current_state
    if engagement.fast_lane and state in _SHORT_TURNS:
        return _SHORT_TURNS[state]
    return TURNS.get(state, frozenset())


def _turns(work: Work, ids: set[str]) -> tuple[tuple[Waiting, ...], tuple[Waiting, ...]]:
    """Engagements in which these people act next, and those that they lead and in which others do."""
    states = [s.value for s in {*TURNS, *_SHORT_TURNS}]
    found = work.queries.engagements_waiting(
        states,
        ids,
        MOST_ENGAGEMENTS,
        review_states=[s.value for s in (State.ANALYSIS, State.INTERNAL_REVIEW)],
        head_states=[State.UNDER_CHECK.value] if work.actor.may(Role.HEAD) else [],
    )
    mine = [e for e in found if _is_mine(work, e, ids)]
    theirs = [e for e in found if e not in mine]
    return _told(mine), _told(theirs)


def _is_mine(work: Work, engagement: Engagement, ids: set[str]) -> bool:
    turn = whose_turn(engagement)
    return (
        (Role.CONSULTANT in turn and engagement.lead_id in ids)
        or (Role.REVIEWER in turn and engagement.reviewer_id in ids)
        or (Role.HEAD in turn and work.actor.may(Role.HEAD))
    )


def _told(engagements: Iterable[Engagement]) -> tuple[Waiting, ...]:
    return tuple(Waiting(e.number, e.cluster.name, waits_for(e), e.state_since) for e in engagements)


def proposed_to(work: Work, person: Person) -> int:
    """How many workshops, visits and events of the last two months propose a day that she has not settled."""
    first, last = work.today - timedelta(days=PROPOSAL_DAYS), work.today
    took_place = (AgencyEventState.HELD.value, AgencyEventState.CLOSED.value)
    found = [
        *(("workshop", *row, "workshop") for row in work.queries.minuted_by(person.id, first, last)),
        *(("veranstaltung", *row, "workshop") for row in work.queries.held_by(person.id, took_place, first, last)),
        *(
            ("besuch", note.id, note.held_on, number or "", "gespraech")
            for note, _, number in work.queries.notes_of(person.id, MOST_ENGAGEMENTS, kind="besuch")
            if note.held_on >= first
        ),
    ]
    settled = work.queries.sources_among([f"{kind}:{id_}:{person.handle}" for kind, id_, *_ in found])
    booked = work.queries.day_bookings(person_id=person.id, first=first, last=last)
    by_hand = {(b.day, b.number, b.activity) for b in booked}
    return sum(
        f"{kind}:{id_}:{person.handle}" not in settled and (day, number, activity) not in by_hand
        for kind, id_, day, number, activity in found
    )


def quick_note(work: Work, about: str, kind: str, text: str, held_on: date) -> ContactNote:
    """Keep a note on what somebody typed: a Vorgangsnummer, or the name of an initiative or a part of it.

    Raises:
        InputError: nothing fits, or several initiatives; and what :func:`take_note` refuses.
    """
    typed = about.strip()
    if _NUMBER.fullmatch(typed):
        try:
            return take_note(work, kind, text, held_on, engagement=typed)
        except NotFoundError:
            raise InputError(f"Einen Vorgang {typed.upper()} gibt es nicht.", field="about") from None
    return take_note(work, kind, text, held_on, cluster=_cluster_named(work, typed))


def _cluster_named(work: Work, typed: str) -> Cluster:
    found = work.queries.clusters_named_like(typed, MOST_NAMED + 1) if typed else ()
    exact = [c for c in found if c.name.casefold() == typed.casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise InputError(
            "Bitte eine Vorgangsnummer oder den Namen einer Initiative aus dem Register angeben.", field="about"
        )
    names = ", ".join(c.name for c in found[:MOST_NAMED])
    raise InputError(f"Das passt auf mehrere Initiativen: {names}. Bitte mehr vom Namen angeben.", field="about")
