"""Chapters 7 and 8: who does what in 18 months, who travels when, what it costs and who pays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from clusterprocess.methods.actor_kinds import ACTOR_GROUPS, GROUP_OF
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.wording import counted
from clusterprocess.offerings.sections.blocks import (
    Align,
    Block,
    Cell,
    Gantt,
    Heading,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.texts import headline, own

_MONTHS_PER_PERIOD = 2


def road_map(case: Case) -> tuple[Block, ...]:
    """Measures, journeys, schedule and what stops; few words and no schedule for a volunteer-run initiative."""
    if case.level == "M0":
        return (
            Heading(1, headline(case, "7", "Maßnahmen- und Reiseplan"), "7"),
            *own(case, "measures.before"),
            _measures_small(case),
            *own(case, "missions.before"),
            *missions(case),
            *own(case, "missions.after"),
            *own(case, "capacity"),
        )
    return (
        Heading(1, headline(case, "7", "Maßnahmen- und Reiseplan"), "7", page_break=True),
        Heading(2, "Wer was bis wann tut", "7.1"),
        *own(case, "measures.before"),
        _measures(case),
        Heading(2, "Wer wann wohin reist", "7.2"),
        *own(case, "missions.before"),
        *missions(case),
        *own(case, "missions.after"),
        Heading(2, "Kapazität und Zeitplan", "7.3"),
        *own(case, "capacity"),
        *stop_list(case),
        *own(case, "schedule.before"),
        schedule(case),
    )


def _measures(case: Case) -> Table:
    plan = case.plan
    effort = sum(m["effort_days"] for m in plan["measures"])
    cost = sum((Decimal(str(m["cost_eur"])) for m in plan["measures"]), Decimal(0))
    titles = {r["key"]: r["name"] for r in plan["regions"]} | {"alle": "alle"}
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(m["number"], bold=m["first_step"]),
            Cell(m["title"], bold=m["first_step"]),
            titles[m["region"]],
            m["lead"] or f"offen, Klärung bis {day(m['clarification_by'])}",
            m["contributors"] or "–",
            f"{_month(m['start'])}–{_month(m['end'])}",
            Cell(number(m["effort_days"]), align="right"),
            Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
            m["result"],
        )
        for m in plan["measures"]
    ]
    total = (Cell(number(effort), bold=True, align="right"), Cell(number(cost), bold=True, align="right"))
    rows.append(("", Cell("Summe", bold=True), "", "", "", "", *total, ""))
    return Table(
        "measures",
        f"{len(plan['measures'])} Maßnahmen, {number(effort)} Personentage der Geschäftsstelle im ersten Jahr; erste Schritte fett",
        ("Nr.", "Maßnahme", "Region", "Federführung", "Mitwirkende", "Zeit", "PT", "Euro", "Ergebnis"),
        tuple(rows),
        (0.055, 0.215, 0.09, 0.15, 0.13, 0.10, 0.04, 0.06, 0.16),
        size="tiny",
        landscape=True,
        total_row=True,
    )


def _measures_small(case: Case) -> Table:
    """Few measures of a volunteer group: upright, without regions and contributors."""
    rows = tuple(
        (
            Cell(m["title"], bold=m["first_step"]),
            m["lead"] or f"offen, Klärung bis {day(m['clarification_by'])}",
            day(m["end"]),
            Cell(number(m["effort_days"], 1), align="right"),
            m["result"],
        )
        for m in case.plan["measures"]
    )
    effort = sum(m["effort_days"] for m in case.plan["measures"])
    capacity = number(case.plan["capacity_days"], 1)
    return Table(
        "measures",
        f"{counted(len(rows), 'Ein Schritt', 'Schritte')}, {number(effort, 1)} von {capacity} verfügbaren Tagen",
        ("Schritt", "wer", "bis", "Tage", "erledigt, wenn"),
        rows,
        (0.34, 0.22, 0.12, 0.08, 0.24),
        size="small",
    )


def _month(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%m/%y")


def missions(case: Case) -> tuple[Block, ...]:
    """Each journey with date, host, purpose, travellers by group, cost and fee."""
    rows = tuple(
        (
            Cell(m["title"], bold=True),
            _days(m),
            f"{m['host']}; richtet aus: {m['organiser']}",
            m["purpose"],
            _travellers(m["participants"]),
            number(money_of(m["cost_eur"])),
            number(money_of(m["fee_eur"])),
        )
        for m in case.plan["missions"]
    )
    if not rows:
        return ()
    first = case.plan["missions"][0]
    right: tuple[Align, ...] = ("left", "left", "left", "left", "left", "right", "right")
    opens = f"{'die erste' if len(rows) > 1 else ''} am {day(first['starts_on'])}, Anmeldung bis {day(first['register_by'])}"
    return (
        Table(
            "missions",
            f"{counted(len(rows), 'Eine Reise', 'Reisen,')} {opens.strip()}",
            ("Reise", "Termin", "Gastgeber", "wozu", "wer reist mit", "Kosten Euro", "je Gast Euro"),
            rows,
            (0.15, 0.13, 0.21, 0.23, 0.14, 0.07, 0.07),
            right,
            "Kosten = Anteil der Initiative; je Gast = was jede mitreisende Organisation zahlt",
            size="tiny",
        ),
    )


def _days(mission: Any) -> str:
    first, last = mission["starts_on"], mission["ends_on"]
    return day(first) if first == last else f"{day(first)}\nbis {day(last)}"


def money_of(amount: Any) -> Decimal:
    return Decimal(str(amount))


def _travellers(participants: dict[Any, int]) -> str:
    """Organisations by group, in the order of every table."""
    groups = {g: sum(n for kind, n in participants.items() if GROUP_OF[kind] == g) for g in ACTOR_GROUPS}
    return ", ".join(f"{n} {group}" for group, n in groups.items() if n)


def schedule(case: Case) -> Gantt:
    """Eighteen months in periods of two: measures by region, journeys as diamonds, meetings as lines."""
    plan = case.plan
    start = date.fromisoformat(plan["period_from"])
    periods, place = _periods(start, date.fromisoformat(plan["period_to"]))
    shades: tuple[Shade, ...] = ("strong", "mid")
    titles = [(r["key"], r["name"]) for r in plan["regions"]] + [("alle", "alle Mitglieder")]
    rows: list[tuple[str, tuple[int, int], tuple[int, ...], Shade]] = []
    for key, title in titles:
        for measure in (m for m in plan["measures"] if m["region"] == key):
            span = (place(measure["start"]), place(measure["end"]))
            rows.append((f"{measure['number']} {measure['label']}".strip(), span, (), shades[key == "alle"]))
        trips = tuple(sorted({place(m["starts_on"]) for m in plan["missions"] if m["region"] == key}))
        if trips:
            rows.append((f"Reisen: {title}", (trips[0], trips[-1]), trips, "warn"))
    meetings = tuple(_meeting(m, start, len(periods)) for m in plan["meetings"])
    first = min((m["starts_on"] for m in plan["missions"]), default=plan["period_from"])
    return Gantt(
        "schedule",
        f"18 Monate bis {day(plan['period_to'])}, die erste Reise beginnt am {day(first)}",
        periods,
        tuple(rows),
        meetings,
        "Zeitplan: " + "; ".join(f"{r[0]} von {periods[r[1][0]]} bis {periods[r[1][1]]}" for r in rows),
        "Abschnitte von zwei Monaten, der erste ist genannt; Balken = Laufzeit, Raute = Reise, Strich = Sitzung am genannten "
        "Tag, gezogen an der nächsten Grenze (V = Vorstand, MV = Mitgliederversammlung)",
    )


def _meeting(meeting: Any, start: date, count: int) -> tuple[int, str]:
    """The border of periods that is nearest to the day, so that a meeting never stands before an earlier journey."""
    on = date.fromisoformat(meeting["on"])
    months = (on.year - start.year) * 12 + on.month - start.month + (on.day - 1) / 31
    border = min(max(int(months / _MONTHS_PER_PERIOD + 0.5), 0), count - 1)
    body = "MV" if "versammlung" in meeting["title"] else "V"
    return border, f"{body} {on.day}.{on.month}."


def _periods(start: date, end: date) -> tuple[tuple[str, ...], Callable[[str], int]]:
    """Labels of the periods, and the period of an ISO day."""

    def months(on: date) -> int:
        return (on.year - start.year) * 12 + on.month - start.month

    labels = []
    for first in range(0, months(end) + 1, _MONTHS_PER_PERIOD):
        month, year = (start.month - 1 + first) % 12, start.year + (start.month - 1 + first) // 12
        labels.append(f"{month + 1}/{year % 100:02d}")

    def place(iso: str) -> int:
        return min(max(months(date.fromisoformat(iso)), 0) // _MONTHS_PER_PERIOD, len(labels) - 1)

    return tuple(labels), place


def stop_list(case: Case) -> tuple[Block, ...]:
    items = case.plan["stop_list"]
    if not items:
        return ()
    saved = number(sum(s["saved_days"] for s in items))
    rows = tuple(
        (
            Cell(s["activity"], bold=True),
            Cell(number(s["saved_days"]), align="right"),
            day(s["ends_on"]),
            s["told_by"],
            s["reason"],
        )
        for s in items
    )
    return (
        Table(
            "stop",
            f"Was endet, gibt {saved} Personentage in den ersten zwölf Monaten frei",
            ("Aktivität", "PT", "endet am", "wer informiert", "Grund"),
            rows,
            (0.26, 0.10, 0.12, 0.20, 0.32),
            size="small",
        ),
    )
