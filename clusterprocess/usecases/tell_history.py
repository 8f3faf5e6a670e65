"""The life of an engagement in sentences, from the audit trail alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from clusterprocess.domain.actors import ROLE_NAMES, Role
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
    lines = []
    for event in work.queries.events(engagement=engagement.number):
        recorded = local_day(event.recorded_at)
        role = Role(event.actor_role) if event.actor_role in set(Role) else Role.SYSTEM
        late = (recorded - event.occurred_on).days > LATE_AFTER_DAYS or bool(event.data.get("nacherfasst"))
        lines.append(
            HistoryLine(
                event.seq,
                f"{event.occurred_on:%d.%m.%Y}",
                event.ts,
                ROLE_NAMES[role].de,
                EVENT_TYPES[event.action].tell(_german(event.data)),
                late,
                event.leaf,
            )
        )
    return lines


def _german(data: dict[str, Any]) -> dict[str, Any]:
    """Days inside sentences read as TT.MM.JJJJ."""
    shown = dict(data)
    for key, value in data.items():
        if isinstance(value, str) and len(value) == 10 and value[4:5] == "-" and value[7:8] == "-":
            shown[key] = f"{value[8:]}.{value[5:7]}.{value[:4]}"
    return shown
