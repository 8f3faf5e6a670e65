"""Chapter 6 of the Strategiepapier: strengths, weaknesses, and what could follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Series, Table
from clusterprocess.offerings.sections.numbers import in_words, number
from clusterprocess.offerings.standard.rows import SERVICE_NAMES
from clusterprocess.offerings.standard.texts import headline, own

SWOT_NAMES = {"S": "Stärken", "W": "Schwächen", "O": "Chancen", "T": "Risiken"}


def options(case: Case, importance_cm: float = 9.0) -> tuple[Block, ...]:
    """SWOT with evidence, then the options with dots and decision, then importance against satisfaction."""
    return (
        Heading(1, headline(case, "6", "Stärken, Schwächen, Optionen"), "6"),
        Heading(2, "Was das Netzwerk kann und was es hindert", "6.1"),
        *own(case, "swot.before"),
        *swot_table(case),
        *own(case, "swot.tensions"),
        Heading(2, headline(case, "6.2", "Handlungsoptionen"), "6.2"),
        *own(case, "options.before"),
        *options_table(case),
        *own(case, "options.after"),
        *own(case, "expectations"),
        *importance(case, importance_cm),
    )


def swot_table(case: Case) -> tuple[Block, ...]:
    """Up to four points per letter, the strongest first, each with its evidence."""
    if not case.answers.get("swot_raw"):
        return ()
    rows: list[tuple[str | Cell, ...]] = [
        (Cell(name if n == 0 else "", bold=True, shade="light"), Cell(i["key"]), i["title"], i["evidence"])
        for letter, name in SWOT_NAMES.items()
        for n, i in enumerate(strongest(case, letter, 4))
    ]
    return (
        Table(
            "swot",
            "Jeder Punkt mit Beleg",
            ("", "Nr.", "Punkt", "Beleg"),
            tuple(rows),
            (0.14, 0.07, 0.49, 0.30),
            size="small",
        ),
    )


def strongest(case: Case, letter: str, most: int) -> list[Mapping[str, Any]]:
    """The points of a letter by their score (F5)."""
    scored = {i["id"]: i["score"] for i in case.finding("F5").get("items", [])}
    items = [i for i in case.answers.get("swot_raw", []) if i["letter"] == letter]
    return sorted(items, key=lambda i: -scored.get(i["key"], 0))[:most]


def options_table(case: Case) -> tuple[Block, ...]:
    """All options with their dots and the decision, the rejected ones with reason and resubmission."""
    rows_in = case.plan.get("options", [])
    if not rows_in:
        return ()
    votes = {o["option"]: o["dots"] for o in case.finding("F12").get("options", [])}
    total = case.finding("F12").get("total_dots", 0)
    words = {"gewaehlt": "gewählt", "abgelehnt": "abgelehnt", "zurueckgestellt": "zurückgestellt"}
    ordered = sorted(rows_in, key=lambda o: -votes.get(o["key"], 0))
    rows = tuple(
        (
            Cell(o["title"], bold=o["decision"] == "gewaehlt"),
            o["about"],
            o["origin"],
            Cell(str(votes.get(o["key"], "–")), align="right"),
            f"{words[o['decision']]}: {o['reason']}"
            + (f" Wiedervorlage {o['resubmission']}." if o["resubmission"] != "–" else ""),
        )
        for o in ordered
    )
    chosen = sum(o["decision"] == "gewaehlt" for o in ordered)
    return (
        Table(
            "options",
            f"{in_words(chosen).capitalize()} von {in_words(len(ordered))} Optionen sind gewählt ({total} Punkte)",
            ("Option", "Worum geht es", "Herkunft", "Punkte", "Entscheidung"),
            rows,
            (0.20, 0.29, 0.11, 0.09, 0.31),
            size="tiny",
            source="Strategietage, Punktabfrage nach Organisationen",
        ),
    )


def importance(case: Case, height_cm: float = 9.0) -> tuple[Block, ...]:
    """Importance against satisfaction per service; only from eight answers on."""
    result, n = case.finding("F9"), len(case.survey.get("responses", []))
    rows = [s for s in result.get("services", []) if s["satisfaction"] is not None]
    if not rows or result.get("qualitative_only"):
        return ()
    worst = max(rows, key=lambda s: s["shortfall"])
    names = [SERVICE_NAMES[s["category"]].de for s in rows]
    points = tuple((round(s["satisfaction"], 2), round(s["need"], 2), 1.0) for s in rows)
    return (
        Chart(
            "importance",
            f"{SERVICE_NAMES[worst['category']].de}: am weitesten liegen Wichtigkeit und Zufriedenheit auseinander",
            "scatter",
            (Series("Leistungen", points=points, labels=tuple(names), colour="companies"),),
            "Punktdiagramm Wichtigkeit gegen Zufriedenheit: "
            + "; ".join(
                f"{name} wichtig {number(p[1], 1)}, zufrieden {number(p[0], 1)}"
                for name, p in zip(names, points, strict=True)
            ),
            source=f"Mitgliederbefragung, n = {n}, Mittelwerte 1 bis 5",
            x_title="Zufriedenheit (1 bis 5)",
            y_title="Wichtigkeit (1 bis 5)",
            x_range=(1.0, 5.0),
            y_range=(1.0, 5.0),
            number_format="0.0",
            height_cm=height_cm,
        ),
    )
