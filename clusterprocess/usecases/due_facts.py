"""The facts that a reminder plan depends on, and one planned item: plain records without database or clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterprocess.domain.due_items import DueKind
from clusterprocess.domain.follow_ups import SETTLED
from clusterprocess.domain.states import State


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """An open deadline; ``window`` is its length in working days without pauses, 0 where it has to be counted."""

    id: int
    key: str
    label: str
    starts_on: date
    due_on: date
    window: int = 0


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A workshop, or an event of the agency; ``moves`` counts how often its day changed."""

    id: int
    title: str
    held_on: date
    state: str
    moves: int = 0


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """A follow-up survey."""

    id: int
    key: str
    state: str
    due_on: date
    opened_on: date | None = None
    settled_on: date | None = None
    wants_help: bool = False

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure that is not settled, with its planned end, and the day on which its status was last told."""

    number: str
    title: str
    end: date
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class BoardStepFacts:
    """A day of the plan towards the next meeting of the board."""

    key: str
    meeting: date
    due_on: date
    explained: str


@dataclass(frozen=True)
class EngagementFacts:
    """Everything that the plan of an engagement depends on."""

    number: str
    offering: str
    fast_lane: bool
    state: State
    state_since: date
    deadlines: tuple[DeadlineFacts, ...] = ()
    workshops: tuple[MeetingFacts, ...] = ()
    surveys: tuple[SurveyFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    board_steps: tuple[BoardStepFacts, ...] = ()
    handed_over_on: date | None = None
    submissions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One thing that comes due; the fields are those of a stored due item.

    Attributes:
        last_on: after this day it no longer makes sense to send it, for example once the meeting has begun.
    """

    key: str
    rule: str
    kind: DueKind
    role: str
    due_on: date
    label: str
    explained: str
    chain: str = ""
    rank: int = 0
    last_on: date | None = None
    workshop_id: int | None = None
    follow_up_id: int | None = None
    agency_event_id: int | None = None

    @property
    def fires(self) -> bool:
        return self.kind is not DueKind.TASK
