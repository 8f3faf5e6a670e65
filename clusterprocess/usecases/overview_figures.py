"""What the overview asks for and what it is told: one filter for every figure, and the rows that answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from clusterprocess.domain.states import Stage, State


@dataclass(frozen=True, slots=True)
class Scope:
    """The one filter of the overview; what is None or empty holds for all.

    Attributes:
        origin: ``real`` or ``beispieldaten``; there is no third choice, because nothing counts both (ruling 16).
        year: of the request.
        organisation: id of the delivering organisation; ``operation`` id of the funded operation.
        admitted: operations that the asking auditor may read; None for everybody who is not bound.
        region, field: slug, or ``-`` where none is stated.
    """

    origin: str
    year: int | None = None
    offering: str = ""
    region: str = ""
    field: str = ""
    organisation: int | None = None
    operation: int | None = None
    admitted: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a figure adds to the scope so that its list shows exactly what it counted.

    Attributes:
        step: of the funnel: angenommen, geliefert, nachverfolgt.
        is_open: True = not ended, False = ended.
        lead: handle of the person in charge; ``-`` where nobody is.
        searched: part of a number or of the name of the initiative.
        in_vain: declined or aborted.
    """

    state: State | None = None
    stage: Stage | None = None
    step: str = ""
    is_open: bool | None = None
    lead: str = ""
    searched: str = ""
    in_vain: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many engagements, for how many initiatives, in how many regions; ``paused`` are among the open ones."""

    engagements: int = 0
    clusters: int = 0
    regions: int = 0
    open: int = 0
    paused: int = 0
    accepted: int = 0
    delivered: int = 0
    followed_up: int = 0
    closed: int = 0
    declined: int = 0
    aborted: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Counts of one value of a dimension; ``key`` is its slug or id, empty where nothing is stated."""

    key: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One engagement in a list."""

    number: str
    cluster_id: int
    cluster: str
    region: str | None
    field: str | None
    offering: str
    organisation: str
    operation: str
    state: State
    since: date
    requested_on: date
    handed_over_on: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """One open engagement on the board; ``column`` is the stage, or ``ruhend``."""

    column: str
    in_column: int
    number: str
    cluster: str
    offering: str
    state: State
    since: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One engagement on the time line.

    Attributes:
        changes: day, state before, state after, in order of time.
        workshops, boards: days that are marked; ``due`` the open deadlines with their labels.
    """

    number: str
    cluster: str
    offering: str
    state: State
    requested_on: date
    changes: tuple[tuple[date, State, State], ...] = ()
    workshops: tuple[date, ...] = ()
    boards: tuple[date, ...] = ()
    due: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """Open engagements and days of one person or organisation.

    Attributes:
        key: handle or id; ``-`` where nobody is in charge.
        planned: person-days planned for the open engagements; ``used`` those booked on them so far.
        by_month: person-days booked in each month asked for, in order, over everything.
    """

    key: str
    name: str
    open: int
    planned: float
    used: float
    by_month: tuple[float, ...]

    @property
    def left(self) -> float:
        """Days still to come in the open engagements."""
        return max(0.0, self.planned - self.used)


@dataclass(frozen=True, slots=True)
class DaysLine:
    """Days planned and used by offering and operation; ``ineligible`` are among the used ones."""

    offering: str
    operation: str
    engagements: int
    planned: float
    used: float
    ineligible: float


@dataclass(frozen=True, slots=True)
class EndedFor:
    """How many engagements of an offering were declined or aborted for a reason (code of the catalogue)."""

    offering: str
    state: State
    reason: str
    engagements: int


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One request that nobody decided yet, in the order of receipt; ``days`` it would need."""

    number: str
    cluster: str
    offering: str
    requested_on: date
    state: State
    days: float
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Quota:
    """Person-days of one offering in one year."""

    offering: str
    quota: float
    planned: float
    waiting: int
    waiting_days: float

    @property
    def free(self) -> float:
        return self.quota - self.planned


@dataclass(frozen=True, slots=True)
class Covered:
    """Initiatives of one region and field: all, served since the year asked for, never served."""

    region: str
    field: str
    initiatives: int
    recently: int
    never: int


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One initiative with what the agency did for it."""

    id: int
    name: str
    region: str | None
    field: str | None
    engagements: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One label and the last day it counts."""

    cluster_id: int
    cluster: str
    region: str | None
    label: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class Attended:
    """Attendances, persons and initiatives are three figures: who comes twice is two attendances and one person."""

    events: int = 0
    attendances: int = 0
    persons: int = 0
    initiatives: int = 0


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the agency with who came."""

    number: str
    title: str
    kind: str
    held_on: date
    place: str
    state: str
    registered: int
    attended: Attended = field(default_factory=Attended)
