"""Planned against used days, for one engagement and for a portfolio."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.states import ENDED, State
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class Balance:
    """Person-days of one engagement, or of one organisation within it.

    Attributes:
        planned, used: days; cancelled bookings do not count, days taken back count negative.
    """

    number: str
    organisation: str
    planned: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """What is left of the plan; negative where more was used."""
        return self.planned - self.used

    @property
    def is_over(self) -> bool:
        return self.left < 0


def planned_against_used(engagement: Engagement) -> list[Balance]:
    """One balance per delivering organisation that has days planned or used, by name."""
    planned: defaultdict[str, Decimal] = defaultdict(Decimal)
    used: defaultdict[str, Decimal] = defaultdict(Decimal)
    for plan in engagement.planned_days:
        planned[plan.organisation.name] += plan.days
    for booking in engagement.booked_days:
        if booking.cancelled_on is None:
            used[booking.organisation.name] += booking.days
    return [Balance(engagement.number, name, planned[name], used[name]) for name in sorted({*planned, *used})]


def portfolio_balance(
    work: Work, offering: str = "", year: int | None = None, *, open_only: bool = False
) -> list[Balance]:
    """One balance per engagement over all organisations, by number; declined engagements without days are left out."""
    return [
        _together(engagement)
        for engagement in sorted(work.queries.engagements(), key=lambda e: e.number)
        if (not offering or engagement.offering == offering)
        and (year is None or engagement.requested_on.year == year)
        and not (open_only and engagement.current_state in ENDED)
        and (engagement.current_state is not State.DECLINED or engagement.booked_days)
    ]


def _together(engagement: Engagement) -> Balance:
    parts = planned_against_used(engagement)
    names = ", ".join(p.organisation for p in parts)
    return Balance(engagement.number, names, _sum(p.planned for p in parts), _sum(p.used for p in parts))


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
