"""Days that the plan sets free: what ends counts only from the day it ends, within the first twelve months. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterprocess.domain.errors import InputErrors
from clusterprocess.methods.label_timetable import add_months
from clusterprocess.offerings.sections.numbers import number

MONTHS = 12


def first_year_days(plan: Mapping[str, Any]) -> float:
    """Days that the stopped activities set free in the twelve months from the first start of a measure."""
    begin = min(date.fromisoformat(str(m["start"])) for m in plan["measures"])
    until = add_months(begin, MONTHS)
    return sum(_share(s["ends_on"], begin, until) * float(s["saved_days"]) for s in plan["services"]["stop_list"])


def _share(ends_on: str, begin: date, until: date) -> float:
    """Share of the days from ``begin`` to before ``until`` that lie after the end of an activity."""
    whole = (until - begin).days
    left = (until - date.fromisoformat(str(ends_on))).days - 1
    return min(max(left, 0), whole) / whole


def require_days_in_time(plan: Mapping[str, Any]) -> None:
    """Where the plan says which days are free today: no more days may be available than these and the freed ones.

    Raises:
        InputErrors: days of stopped activities are counted before these end.
    """
    if not plan.get("services") or plan.get("free_days") is None:
        return
    freed = first_year_days(plan)
    if float(plan["capacity_days"]) > float(plan["free_days"]) + freed:
        raise InputErrors(
            [
                f"Verfügbare Personentage (capacity_days): {number(plan['capacity_days'])} sind zu viel; frei sind heute "
                f"{number(plan['free_days'])}, im ersten Jahr kommen {number(freed, 1)} hinzu. Frei werdende Tage zählen "
                "erst ab dem Tag, an dem eine Leistung endet."
            ]
        )
