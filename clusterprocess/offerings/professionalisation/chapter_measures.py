"""The last chapter of the body: who does what until when, and whether the office can carry it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Paragraph, Series, Table
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.texts import headline, own

GROUPS = {"1": "Label", "2": "Services"}
"""First number of a measure and what it belongs to; used where both lines are in the plan."""


def measures(case: Case) -> tuple[Block, ...]:
    """All measures with lead, time, effort and result; effort against capacity; the next date."""
    plan = case.plan
    cost = sum((Decimal(str(m["cost_eur"])) for m in plan["measures"]), Decimal(0))
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(m["number"], bold=m["first_step"]),
            Cell(m["title"], bold=m["first_step"]),
            m["lead"] or "offen",
            m["contributors"] or "–",
            f"{_month(m['start'])}–{_month(m['end'])}",
            Cell(_days(m["effort_days"]), align="right"),
            Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
            m["result"],
        )
        for m in plan["measures"]
    ]
    rows.append(
        (
            "",
            Cell("Summe", bold=True),
            "",
            "",
            "",
            Cell("{PLAN.effort_days}", bold=True, align="right"),
            Cell(number(cost), bold=True, align="right"),
            "",
        )
    )
    return (
        Heading(1, headline(case, "umsetzung", "Maßnahmen und Kapazität"), "umsetzung"),
        *own(case, "measures.before"),
        Table(
            "massnahmen",
            f"{len(plan['measures'])} Maßnahmen, {{PLAN.effort_days}} Personentage der Geschäftsstelle in zwölf Monaten; erste Schritte fett",
            ("Nr.", "Maßnahme", "Federführung", "Mitwirkende", "Zeit", "PT", "Euro", "Ergebnis"),
            tuple(rows),
            (0.07, 0.22, 0.16, 0.16, 0.11, 0.05, 0.07, 0.16),
            size="tiny",
            total_row=True,
        ),
        *own(case, "capacity"),
        *capacity_chart(case),
        Paragraph(plan["next_review"]),
    )


def capacity_chart(case: Case) -> tuple[Block, ...]:
    """Effort by line against the days that are there; needs both lines."""
    plan = case.plan
    groups: dict[str, float] = {}
    for m in plan["measures"]:
        head = str(m["number"]).removeprefix("M ").split(".")[0]
        groups[GROUPS.get(head, "Übrige")] = groups.get(GROUPS.get(head, "Übrige"), 0.0) + float(m["effort_days"])
    if not (plan.get("label") and plan.get("services")):
        return ()
    names = (*groups, "verfügbar")
    values = (*groups.values(), float(plan["capacity_days"]))
    return (
        Chart(
            "kapazitaet",
            "Die Maßnahmen brauchen {PLAN.effort_days} von {PLAN.capacity_days} verfügbaren Personentagen",
            "bar",
            (Series("Personentage", values, colour="companies"),),
            "Balkendiagramm Personentage: " + ", ".join(f"{n} {_days(v)}" for n, v in zip(names, values, strict=True)),
            names,
            "Maßnahmenplan, Aufwand der Geschäftsstelle in den ersten zwölf Monaten",
            "Personentage",
            number_format="0.#",
            height_cm=3.8,
        ),
    )


def _month(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%m/%Y")


def _days(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)
