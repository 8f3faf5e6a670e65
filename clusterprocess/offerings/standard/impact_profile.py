"""Profile figures before and after: the frozen baseline against the values of the follow-up, same definition or no row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clusterprocess.offerings.profile import MEMBER_KEYS
from clusterprocess.offerings.sections.numbers import number, percent, thousand_euro

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """One row: both values in words, shares with numerator and denominator."""

    name: str
    before: str
    after: str


def compared(before: Values, after: Values) -> tuple[tuple[Compared, ...], tuple[str, ...]]:
    """The rows that both sides can fill, and the names of those that were not asked again."""
    rows, missing = [], []
    for name, read in _ROWS:
        first = read(before)
        if first is None:
            continue
        second = read(after)
        if second is None:
            missing.append(name)
        else:
            rows.append(Compared(name, first, second + (_movement(before, after) if read is _members else "")))
    return tuple(rows), tuple(missing)


def _total(values: Values) -> int | None:
    counts = [values.get(key) for key in MEMBER_KEYS]
    if any(c is None for c in counts):
        return None
    return sum(int(c) for c in counts if c is not None) or None


def _members(values: Values) -> str | None:
    total = _total(values)
    return None if total is None else str(total)


def _movement(before: Values, after: Values) -> str:
    """`` (in den letzten 12 Monaten +5, −3)`` where joined and left explain the difference exactly; else nothing."""
    joined, left = after.get("members_joined_12m"), after.get("members_left_12m")
    first, second = _total(before), _total(after)
    if None in (joined, left, first, second) or int(first or 0) + int(joined or 0) - int(left or 0) != second:
        return ""
    return f" (in den letzten 12\u00a0Monaten +{int(joined or 0)}, −{int(left or 0)})"


def _of_members(key: str) -> Callable[[Values], str | None]:
    def read(values: Values) -> str | None:
        total, count = _total(values), values.get(key)
        return None if total is None or count is None else f"{int(count)} von {total} ({percent(int(count) / total)})"

    return read


def _plain(key: str, decimals: int) -> Callable[[Values], str | None]:
    def read(values: Values) -> str | None:
        return None if values.get(key) is None else number(float(values[key]), decimals)

    return read


def _of_budget(*keys: str) -> Callable[[Values], str | None]:
    def read(values: Values) -> str | None:
        budget = values.get("budget")
        shares = [values.get(key) for key in keys]
        if not budget or any(s is None for s in shares):
            return None
        share = sum(float(s) for s in shares if s is not None) / 100
        return f"{thousand_euro(float(budget) * share)} von {thousand_euro(budget)} ({percent(share)})"

    return read


_ROWS: tuple[tuple[str, Callable[[Values], str | None]], ...] = (
    ("Mitglieder", _members),
    ("aktive Mitglieder", _of_members("members_active_12m")),
    ("Mitglieder in gemeinsamen Projekten", _of_members("members_in_projects_24m")),
    ("bezahlte Stellen (Vollzeitäquivalente)", _plain("fte_paid", 1)),
    ("Einnahmen aus Beiträgen und Leistungen", _of_budget("share_fees", "share_services")),
)
