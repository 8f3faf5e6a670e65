"""Chapter 9 of the Strategiepapier: who does what by when, and whether the office can bear it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Gantt, Heading, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import month, number
from clusterprocess.offerings.standard.texts import own


def measures(case: Case) -> tuple[Block, ...]:
    """All measures with lead, time, effort, cost and result; the plan over time; the capacity of the office."""
    plan = case.plan
    effort = sum(m["effort_days"] for m in plan["measures"])
    titles = {f["key"]: f["title"] for f in plan["fields"]}
    cost = sum((Decimal(str(m["cost_eur"])) for m in plan["measures"]), Decimal(0))
    rows = [
        (
            Cell(m["number"], bold=m["first_step"]),
            Cell(m["title"], bold=m["first_step"]),
            m["lead"],
            m["contributors"] or "–",
            f"{month_year(m['start'])}–{month_year(m['end'])}",
            Cell(number(m["effort_days"]), align="right"),
            Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
            m["result"],
        )
        for m in plan["measures"]
    ]
    rows.append(
        (
            Cell("", bold=True),
            Cell("Summe", bold=True),
            "",
            "",
            "",
            Cell(number(effort), bold=True, align="right"),
            Cell(number(cost), bold=True, align="right"),
            "",
        )
    )
    by_field = [sum(m["effort_days"] for m in plan["measures"] if m["field"] == key) for key in titles]
    return (
        Heading(1, "Maßnahmen- und Zeitplan", "9", page_break=True),
        Heading(2, "Wer was bis wann tut", "9.1"),
        *own(case, "measures.before"),
        Table(
            "measures",
            f"{len(plan['measures'])} Maßnahmen, {number(effort)} Personentage der Geschäftsstelle im ersten Jahr; erste Schritte fett",
            ("Nr.", "Maßnahme", "Federführung", "Mitwirkende", "Zeit", "PT", "Euro", "Ergebnis"),
            tuple(rows),
            (0.07, 0.22, 0.16, 0.13, 0.11, 0.05, 0.08, 0.18),
            size="tiny",
            landscape=True,
            total_row=True,
        ),
        Heading(2, "Zeitplan und Kapazität", "9.2"),
        *own(case, "schedule.before"),
        schedule(case),
        *own(case, "capacity"),
        Chart(
            "capacity",
            f"Aufwand {number(effort)} von {number(plan['capacity_days'])} verfügbaren Personentagen",
            "bar",
            (Series("Personentage", tuple(by_field), colour="companies"),),
            "Balkendiagramm Personentage je Feld: "
            + ", ".join(f"{t} {number(v)}" for t, v in zip(titles.values(), by_field, strict=True)),
            tuple(titles.values()),
            "Maßnahmenplan, Aufwand der Geschäftsstelle in den ersten zwölf Monaten",
            "Personentage",
            height_cm=4.4,
        ),
    )


def schedule(case: Case) -> Gantt:
    """Quarters of the first eighteen months, later years as one period each."""
    plan = case.plan
    first = min(date.fromisoformat(m["start"]) for m in plan["measures"])
    periods = _periods(first, plan["years"][1])
    rows: list[tuple[str, tuple[int, int], tuple[int, ...], Shade]] = []
    shades: tuple[Shade, ...] = ("strong", "mid", "strong", "mid", "strong")
    for n, field in enumerate(plan["fields"]):
        mine = [m for m in plan["measures"] if m["field"] == field["key"]]
        start, end = min(date.fromisoformat(m["start"]) for m in mine), max(date.fromisoformat(m["end"]) for m in mine)
        marks = tuple(
            sorted(
                {_index(periods, date.fromisoformat(x["on"])) for x in plan["milestones"] if x["field"] == field["key"]}
            )
        )
        rows.append((field["title"], (_index(periods, start), _index(periods, end)), marks, shades[n % 5]))
    meetings = tuple(
        (_index(periods, date.fromisoformat(x["on"])), _meeting_sign(x["title"]))
        for x in plan["milestones"]
        if x["field"] == "Gremien"
    )
    last = max(date.fromisoformat(m["end"]) for m in plan["measures"])
    return Gantt(
        "schedule",
        f"Erste Schritte im {(first.month - 1) // 3 + 1}. Quartal {first.year}, die letzte Maßnahme endet {month(last)}",
        tuple(p[0] for p in periods),
        tuple(rows),
        meetings,
        "Zeitplan nach Quartalen: "
        + "; ".join(f"{r[0]} von {periods[r[1][0]][0]} bis {periods[r[1][1]][0]}" for r in rows),
        "Balken = Laufzeit, Raute = Meilenstein, Strich = Sitzung (V = Vorstand, MV = Mitgliederversammlung, S = Sonstige)",
    )


def _meeting_sign(title: str) -> str:
    """Narrow columns hold a sign, the source line explains it."""
    if "Mitgliederversammlung" in title:
        return "MV"
    return "V" if "Vorstand" in title else "S"


def _periods(first: date, last_year: int) -> list[tuple[str, date, date]]:
    periods = []
    year, quarter = first.year, (first.month - 1) // 3 + 1
    while (year, quarter) <= (first.year + 1, 4):
        start = date(year, 3 * quarter - 2, 1)
        end = date(year + (quarter == 4), (3 * quarter) % 12 + 1, 1)
        periods.append((f"{quarter}/{year % 100:02d}", start, end))
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
    periods += [(str(y), date(y, 1, 1), date(y + 1, 1, 1)) for y in range(first.year + 2, last_year + 1)]
    return periods


def _index(periods: list[tuple[str, date, date]], on: date) -> int:
    inside = [n for n, (_, start, end) in enumerate(periods) if start <= on < end]
    return inside[0] if inside else (0 if on < periods[0][1] else len(periods) - 1)


def month_year(iso: str) -> str:
    """``07/2015``."""
    return date.fromisoformat(iso).strftime("%m/%Y")
