"""One clock for everything, and the working days of Baden-Württemberg (design D11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")


class Clock(Protocol):
    """Source of all time."""

    def now(self) -> datetime:
        """The present instant, zone-aware UTC."""
        ...


def local_day(instant: datetime) -> date:
    """The calendar day of an instant in Stuttgart."""
    return instant.astimezone(BERLIN).date()


def stamp(instant: datetime) -> str:
    """An instant as the audit trail writes it: UTC to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="BW", years=year, language="de"))


def is_working_day(day: date, closing_days: Iterable[date] = ()) -> bool:
    """Monday to Friday, no holiday of Baden-Württemberg, no closing day of the agency."""
    return day.weekday() < 5 and day not in _public_holidays(day.year) and day not in set(closing_days)


def add_working_days(start: date, days: int, closing_days: Iterable[date] = ()) -> date:
    """The date that lies ``days`` working days after ``start`` (days >= 0; start itself does not count)."""
    closed = frozenset(closing_days)
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day, closed):
            day += timedelta(days=1)
    return day
