"""The life of an engagement in sentences, from the audit trail alone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.chain import Event
from clusterprocess.domain.clock import local_day
from clusterprocess.domain.events import EVENT_TYPES, LATE_AFTER_DAYS
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event as an auditor reads it."""

    seq: int
    occurred_on: str
    recorded: str
    role: str
    sentence: str
    late: bool
    leaf: str

    @property
    def text(self) -> str:
        late = " [verspätet erfasst]" if self.late else ""
        return f"{self.occurred_on}  {self.sentence}  ({self.role}){late}"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def history(work: Work, number: str) -> list[HistoryLine]:
    """All events of an engagement in the order of the chain.

    Raises:
        NotFoundError: there is no such engagement.
    """
    engagement = work.queries.engagement(number)
    return [_line(event, told_data(event.data)) for event in work.queries.events(engagement=engagement.number)]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event as staff read it on a page.

    Attributes:
        recorded_at: the instant of recording, UTC; ``occurred_on`` the day on which it happened.
        person: name of who acted; empty for the system.
    """

    occurred_on: date
    recorded_at: datetime
    is_late: bool
    sentence: str
    person: str
    role: str

    @property
    def is_recorded_later(self) -> bool:
        """Whether it was recorded on another day than it happened."""
        return local_day(self.recorded_at) != self.occurred_on


def history_page(
    work: Work,
    number: str,
    kinds: Collection[str],
    limit: int,
    offset: int,
    *,
    newest_first: bool = True,
    spoken: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> tuple[list[HistoryEntry], int]:
    """One page of the history with names, and how many entries there are.

    Args:
        kinds: first parts of the tags of events (``workshop``); empty = all.
        spoken: puts the values of an event into the words of the page.
    """
    events, total = work.queries.history_page(number, kinds, limit, offset, newest_first=newest_first)
    names = {p.id: p.name for p in work.queries.persons_by_ids({e.actor_id for e in events})}
    lines = [(event, _line(event, told_data(spoken(event.data)))) for event in events]
    return [
        HistoryEntry(
            event.occurred_on, event.recorded_at, line.late, line.sentence, names.get(event.actor_id, ""), line.role
        )
        for event, line in lines
    ], total


def _line(event: Event, told: dict[str, Any]) -> HistoryLine:
    recorded = local_day(event.recorded_at)
    role = Role(event.actor_role) if event.actor_role in set(Role) else Role.SYSTEM
    late = (recorded - event.occurred_on).days > LATE_AFTER_DAYS or bool(event.data.get("nacherfasst"))
    return HistoryLine(
        event.seq,
        f"{event.occurred_on:%d.%m.%Y}",
        event.ts,
        ROLE_NAMES[role].de,
        EVENT_TYPES[event.action].tell(told),
        late,
        event.leaf,
    )


def told_data(data: dict[str, Any]) -> dict[str, Any]:
    """Days inside sentences read as TT.MM.JJJJ."""
    shown = dict(data)
    for key, value in data.items():
        if isinstance(value, str) and len(value) == 10 and value[4:5] == "-" and value[7:8] == "-":
            shown[key] = f"{value[8:]}.{value[5:7]}.{value[:4]}"
    return shown
