"""Chapter 1 of the Strategiepapier: what the board resolves, on one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Cell, Heading, Table
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard.texts import own


def summary(case: Case) -> tuple[Block, ...]:
    """Exactly one page: where we stand, why now, vision, goals, cost, what stops, what is resolved."""
    goals = tuple((f["title"], f["goals"][0]) for f in case.plan["fields"])
    last = case.plan["years"][1]
    count = in_words(len(goals))
    caption = f"{count.capitalize()} Felder, {count} Ziele bis {last}"
    return one_page(case, "Unsere Vision", caption, "Handlungsfeld", goals)


def one_page(
    case: Case, vision: str, caption: str, what: str, goals: tuple[tuple[str, Mapping[str, Any]], ...]
) -> tuple[Block, ...]:
    """The page that the board votes on; ``goals`` are titles of fields or projects, each with its first goal."""
    plan, last = case.plan, str(case.plan["years"][1])
    rows = tuple(
        (Cell(title, bold=True), goal["indicator"], goal["baseline_text"], goal["targets"].get(last, ""))
        for title, goal in goals
    )
    return (
        Heading(1, "Zusammenfassung und Beschluss", "1", page_break=True),
        *own(case, "summary.where"),
        *own(case, "summary.why"),
        Callout(vision, plan["vision"]),
        Table("goals", caption, (what, "Ziel", "heute", last), rows, (0.26, 0.30, 0.25, 0.19), size="small"),
        Bullets(tuple(plan["costs_summary"])),
        *own(case, "summary.stop"),
        Callout("Der Vorstand beschließt:", "", tuple(plan["resolution"])),
    )
