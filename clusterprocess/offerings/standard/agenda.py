"""Agendas: rows with minutes, and the time of day of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = tuple[int, str, str, str]
"""Minutes, block, method, what is recorded."""

BREAK, LUNCH = "Pause", "Mittagspause"


def as_agenda(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as they are stored with a workshop."""
    return [{"minutes": m, "block": b, "method": how, "recorded": what} for m, b, how, what in rows]


def clock_times(rows: Iterable[Mapping[str, Any]], starts_at: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Each row with its time of day, counted from the start; the last row is the end."""
    hours, minutes = (int(part) for part in starts_at.split(":"))
    at = hours * 60 + minutes
    timed: list[tuple[str, Mapping[str, Any]]] = []
    for row in rows:
        timed.append((f"{at // 60:02d}:{at % 60:02d}", row))
        at += int(row["minutes"])
    timed.append((f"{at // 60:02d}:{at % 60:02d}", {"minutes": 0, "block": "Ende", "method": "", "recorded": ""}))
    return timed
