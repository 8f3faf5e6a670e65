"""Promises of a communication concept that a program can hold against each other: frequency, calendar, day of review."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clusterprocess.offerings.sections.numbers import MONTHS, day

PLACED_UP_TO = 6
"""A channel with at most so many issues a year stands in the calendar with every one of them."""

_DAY = re.compile(rf"(\d{{1,2}})\. ?(?:({'|'.join(MONTHS)}) |(\d{{1,2}})\.)(\d{{4}})")


def calendar_faults(channels: Iterable[tuple[str, int, int]]) -> list[str]:
    """Channels (name, issues a year, entries) whose calendar does not hold what their frequency promises."""
    faults: list[str] = []
    for name, promised, placed in channels:
        if placed > promised or (promised <= PLACED_UP_TO and placed < promised):
            faults.append(f"der Kanal „{name}“ verspricht {promised} Ausgaben im Jahr, im Kalender stehen {placed}")
    return faults


def days_named(text: str) -> list[str]:
    """Days in a German text, as ISO: ``25. April 2018`` and ``25.04.2018``."""
    return [
        f"{year}-{MONTHS.index(word) + 1 if word else int(month):02d}-{int(number):02d}"
        for number, word, month, year in _DAY.findall(text)
    ]


def review_fault(review: str, last_target: str) -> str:
    """What is wrong with a review that names no day or one before the last goal is due; empty if nothing is."""
    named = days_named(review)
    if not named:
        return "die nächste Überprüfung (next_review) braucht einen Tag, etwa „25. April 2018“"
    if max(named) < last_target:
        return f"die nächste Überprüfung am {day(max(named))} liegt vor dem Zieltermin {day(last_target)}"
    return ""
