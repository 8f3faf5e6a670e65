"""One clock for everything, and the working days of Baden-Württemberg (design D11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
MOST_NAMES = 4
"""So many passed-over days are named one by one; a longer list is shortened to the first ones and a count."""


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
def _public_holidays(year: int) -> Mapping[date, str]:
    return dict(holidays.country_holidays("DE", subdiv="BW", years=year, language="de"))


def holiday_name(day: date) -> str:
    """Name of the public holiday of Baden-Württemberg on a day; empty where there is none."""
    return _public_holidays(day.year).get(day, "")


def is_working_day(day: date, closing_days: Iterable[date] = ()) -> bool:
    """Monday to Friday, no holiday of Baden-Württemberg, no closing day of the agency."""
    return day.weekday() < 5 and day not in _public_holidays(day.year) and day not in _as_set(closing_days)


def add_working_days(start: date, days: int, closing_days: Iterable[date] = ()) -> date:
    """The date that lies ``days`` working days after ``start`` (days >= 0; start itself does not count)."""
    closed = _as_set(closing_days)
    day = start
    for _ in range(days):
        day = next_working_day(day + timedelta(days=1), closed)
    return day


def next_working_day(day: date, closing_days: Iterable[date] = ()) -> date:
    """The day itself if it is a working day, else the first one after it."""
    closed = _as_set(closing_days)
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def last_working_day(day: date, closing_days: Iterable[date] = ()) -> date:
    """The day itself if it is a working day, else the last one before it."""
    closed = _as_set(closing_days)
    while not is_working_day(day, closed):
        day -= timedelta(days=1)
    return day


def working_days_between(start: date, end: date, closing_days: Iterable[date] = ()) -> int:
    """How many working days lie after ``start`` up to and including ``end``; negative where ``end`` lies before.

    It undoes :func:`add_working_days`: adding the result to a start leads to the end, if the end is a working day.
    """
    if end < start:
        return -working_days_between(end, start, closing_days)
    closed = _as_set(closing_days)
    return sum(is_working_day(start + timedelta(days=n), closed) for n in range(1, (end - start).days + 1))


def is_bridge_day(day: date) -> bool:
    """Whether a weekday lies between a public holiday and a weekend or another holiday, so that many people are away."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    if not is_working_day(day) or is_working_day(before) or is_working_day(after):
        return False
    return bool(holiday_name(before) or holiday_name(after))


def spoken_day(day: date) -> str:
    """A day as a letter writes it: ``3. März 2015``."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def explain(start: date, days: int, closing_days: Mapping[date, str] | None = None) -> str:
    """How a deadline was counted: ``15 Arbeitstage ab 3. März 2015, ohne Karfreitag und Ostermontag``.

    Holidays and closing days that fell on a weekday and were passed over are named; weekends go without saying.

    Args:
        closing_days: closing days of the agency with the name of each.
    """
    closing = closing_days or {}
    due = add_working_days(start, days, closing)
    between = [start + timedelta(days=n) for n in range(1, (due - start).days)]
    passed = [_without(holiday_name(day) or closing.get(day, "")) for day in between if day.weekday() < 5]
    counted = "1 Arbeitstag" if days == 1 else f"{days} Arbeitstage"
    told = f"{counted} ab {spoken_day(start)}"
    return f"{told}, ohne {enumerated(names)}" if (names := [name for name in passed if name]) else told


def _without(name: str) -> str:
    """A name of a day as it stands behind „ohne“: ``Ersten Mai``, ``Zweiten Weihnachtstag``."""
    first, _, rest = name.partition(" ")
    return f"{first[:-1]}n {rest}" if first in ("Erster", "Zweiter") else name


def enumerated(names: list[str]) -> str:
    """Names as a German list: ``A, B und C``; of more than four the first three and how many more there are."""
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} weitere Tage"]
    return " und ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _as_set(days: Iterable[date]) -> frozenset[date]:
    return days if isinstance(days, frozenset) else frozenset(days)
