"""What the paper of an emerging initiative (M1) has of its own: chapters 4 to 6 in one, shorter fields and measures.

The other chapters are those of the standard paper; financing after the grant is one of them and never left out.
"""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.chapters.benchmark import compared_indicators, strips
from clusterprocess.offerings.cluster_strategy.chapters.environment import trend_table
from clusterprocess.offerings.cluster_strategy.chapters.fields_of_action import field_blocks, stop_list, votes
from clusterprocess.offerings.cluster_strategy.chapters.measures import month_year, schedule
from clusterprocess.offerings.cluster_strategy.chapters.options import options_table, swot_table
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Table
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.texts import headline, own


def setting_and_options(case: Case) -> tuple[Block, ...]:
    """Trends, comparison, SWOT and options on five pages."""
    return (
        Heading(1, headline(case, "4", "Umfeld, Vergleich und Optionen"), "4"),
        *_trends(case),
        *_comparison(case),
        Heading(2, headline(case, "6", "Was wir können und was uns hindert"), "6.1"),
        *own(case, "swot.before"),
        *swot_table(case),
        *own(case, "swot.tensions"),
        Heading(2, headline(case, "6.2", "Handlungsoptionen"), "6.2"),
        *own(case, "options.before"),
        *options_table(case),
        *own(case, "options.after"),
    )


def _trends(case: Case) -> tuple[Block, ...]:
    if not case.answers.get("trends"):
        return ()
    return (
        Heading(2, "Entwicklungen, die eine Antwort verlangen", "4.1"),
        *own(case, "trends.before"),
        trend_table(case),
        *own(case, "trends.after"),
    )


def _comparison(case: Case) -> tuple[Block, ...]:
    group, shown = case.finding("F1"), compared_indicators(case)
    if not group or not group["sufficient"] or not shown:
        return ()
    return (
        Heading(2, headline(case, "5", "Der Vergleich mit ähnlichen Initiativen"), "5.1"),
        *own(case, "benchmark.before"),
        strips(case, group, shown),
        *own(case, "benchmark.after"),
    )


def fields_of_action(case: Case) -> tuple[Block, ...]:
    """Votes and dissent, then each field; its measures stand in the table of the next chapter."""
    blocks: list[Block] = [
        Heading(1, "Handlungsfelder und Ziele", "8"),
        *own(case, "fields.before"),
        *votes(case),
        *own(case, "dissent"),
    ]
    for position, field in enumerate(case.plan["fields"], 1):
        blocks += field_blocks(case, position, field, with_measures=False)
    blocks += stop_list(case, len(case.plan["fields"]) + 1)
    return tuple(blocks)


def measures(case: Case) -> tuple[Block, ...]:
    """One upright table, the plan over time, and whether the office can bear it."""
    return (
        Heading(1, "Maßnahmen- und Zeitplan", "9"),
        *own(case, "measures.before"),
        upright_table(case, "der Geschäftsstelle"),
        *own(case, "schedule.before"),
        schedule(case),
        *own(case, "capacity"),
    )


def upright_table(case: Case, whose: str) -> Table:
    """The measures without contributors, on an upright page; first steps in bold."""
    rows_in = case.plan["measures"]
    effort = sum(m["effort_days"] for m in rows_in)
    cost = sum((Decimal(str(m["cost_eur"])) for m in rows_in), Decimal(0))
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(m["number"], bold=m["first_step"]),
            Cell(m["title"], bold=m["first_step"]),
            m["lead"],
            f"{month_year(m['start'])}–{month_year(m['end'])}",
            Cell(number(m["effort_days"]), align="right"),
            Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
            m["result"],
        )
        for m in rows_in
    ]
    total = (Cell(number(effort), bold=True, align="right"), Cell(number(cost), bold=True, align="right"))
    rows.append(("", Cell("Summe", bold=True), "", "", *total, ""))
    return Table(
        "measures",
        f"{len(rows_in)} Maßnahmen, {number(effort)} Tage {whose} im ersten Jahr; erste Schritte fett",
        ("Nr.", "Maßnahme", "Federführung", "Zeit", "Tage", "Euro", "Ergebnis"),
        tuple(rows),
        (0.08, 0.25, 0.19, 0.13, 0.06, 0.08, 0.21),
        ("left", "left", "left", "left", "right", "right", "left"),
        size="tiny",
        total_row=True,
    )
