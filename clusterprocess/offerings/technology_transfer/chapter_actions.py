"""Chapter 8 of the Fahrplan: who does what by when, and whether there are days for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Gantt, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import day, month, number
from clusterprocess.offerings.technology_transfer.disclosure import Audience
from clusterprocess.offerings.technology_transfer.readers import days, is_evening, mark
from clusterprocess.offerings.technology_transfer.texts import said


def actions(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Measures with lead and date, the schedule of the ideas, the office's capacity."""
    small = is_evening(case)
    return (
        Heading(1, "Maßnahmen und Verantwortliche", "8"),
        *((Heading(2, "Wer was bis wann tut", "8.1"),) if not small else ()),
        *said(case, "measures.before", audience),
        measures_table(case),
        *((Heading(2, "Zeitplan und Kapazität", "8.2"),) if not small else ()),
        *said(case, "schedule.before", audience),
        *((schedule(case),) if not small else ()),
        *said(case, "capacity", audience),
    )


def measures_table(case: Case) -> Table:
    """Verb first, lead or a dated clarification, effort of the office, cost, a visible result; sums at the end."""
    rows_in = case.plan["measures"]
    effort = sum(m["effort_days"] for m in rows_in)
    cost = sum((Decimal(str(m["cost_eur"])) for m in rows_in), Decimal(0))
    rows = [_measure(m, is_evening(case)) for m in rows_in]
    total: list[str | Cell] = [Cell(""), Cell("Summe", bold=True), "", ""]
    total += [Cell(days(effort), bold=True, align="right"), Cell(number(cost), bold=True, align="right"), ""]
    capacity = days(case.plan["capacity_days"])
    whose = "ehrenamtlichen Tagen" if is_evening(case) else "Personentagen der Geschäftsstelle"
    return Table(
        "measures",
        f"{len(rows)} Maßnahmen binden {days(effort)} von {capacity} {whose}; erste Schritte fett",
        ("Nr.", "Maßnahme", "Federführung", "Zeit", "PT", "Euro", "Ergebnis"),
        (*rows, tuple(total)),
        (0.07, 0.28, 0.21, 0.12, 0.06, 0.08, 0.18),
        size="tiny",
        total_row=True,
    )


def _measure(measure: dict[str, Any], short: bool) -> tuple[str | Cell, ...]:
    lead = mark(measure["lead"]) if measure["lead"] else f"offen, Klärung bis {day(measure['clarification_by'])}"
    helped = f" (mit {measure['contributors']})" if measure["contributors"] and not short else ""
    return (
        Cell(measure["number"], bold=measure["first_step"]),
        Cell(measure["title"], bold=measure["first_step"]),
        f"{lead}{helped}",
        f"{date.fromisoformat(measure['start']):%m/%y}–{date.fromisoformat(measure['end']):%m/%y}",
        Cell(days(measure["effort_days"]), align="right"),
        Cell(number(Decimal(str(measure["cost_eur"]))), align="right"),
        measure["result"],
    )


def schedule(case: Case) -> Gantt:
    """One bar per idea from its first step to the end of the project; the diamond is the application or order."""
    ideas = case.plan["ideas"]
    begin = min(date.fromisoformat(s["by"]) for i in ideas for s in i["steps"])
    end = max(_end(i) for i in ideas)
    periods = _quarters(begin, end)
    shades: tuple[Shade, ...] = ("strong", "mid")
    rows = tuple(
        (
            f"{i['key']} {i['title']}",
            (_index(periods, min(date.fromisoformat(s["by"]) for s in i["steps"])), _index(periods, _end(i))),
            (_index(periods, date.fromisoformat(i["ready_on"])),),
            shades[n % 2],
        )
        for n, i in enumerate(ideas)
    )
    meetings = {
        _index(periods, date.fromisoformat(d)): "S"
        for d in case.answers.get("next_board_on", [])
        if d >= begin.isoformat()
    }
    return Gantt(
        "schedule",
        f"Der erste Schritt ist am {day(begin)} fällig, das letzte Vorhaben endet im {month(end)}",
        tuple(label for label, _, _ in periods),
        rows,
        tuple(sorted(meetings.items())),
        "Zeitplan nach Quartalen: "
        + "; ".join(f"{r[0]} von {periods[r[1][0]][0]} bis {periods[r[1][1]][0]}" for r in rows),
        "Balken = vom ersten Schritt bis zum Ende des Vorhabens, Raute = Antrag oder Auftrag, Strich mit S = Sitzung",
    )


def _end(idea: dict[str, Any]) -> date:
    """First day of the month after which the project has run its months, counted from application or order."""
    ready = date.fromisoformat(idea["ready_on"])
    months = ready.month - 1 + idea["months"]
    return date(ready.year + months // 12, months % 12 + 1, 1)


def _quarters(begin: date, end: date) -> list[tuple[str, date, date]]:
    """Quarters up to two years, then half-years, so that columns stay readable."""
    periods: list[tuple[str, date, date]] = []
    start = date(begin.year, 3 * ((begin.month - 1) // 3) + 1, 1)
    while start <= end:
        long = len(periods) >= 6 and start.month in (1, 7)
        step = 6 if long else 3
        after = date(start.year + (start.month + step - 1) // 12, (start.month + step - 1) % 12 + 1, 1)
        label = (
            f"{1 if start.month == 1 else 2}. Hj. {start:%y}" if long else f"{(start.month - 1) // 3 + 1}/{start:%y}"
        )
        periods.append((label, start, after))
        start = after
    return periods


def _index(periods: list[tuple[str, date, date]], on: date) -> int:
    inside = [n for n, (_, start, end) in enumerate(periods) if start <= on < end]
    return inside[0] if inside else (0 if on < periods[0][1] else len(periods) - 1)
