"""The Strategiepapier: its outline by maturity level (yardsticks/strategiepapier.md, section B).

The initiative's paper, not the agency's. Each chapter is one function; a new chapter is one function here and its
placeholder in the template.
"""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy import annexes, chapter_benchmark, chapters_analysis, chapters_plan
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.common.paper import paper
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import DocumentContext

KIND = "strategiepapier"

OUTLINE: tuple[Chapter, ...] = (
    Chapter("zusammenfassung", "Kapitel 1, Zusammenfassung und Beschlussfassung", chapters_analysis.summary),
    Chapter("anlass", "Kapitel 2, Anlass und Vorgehen", chapters_analysis.occasion),
    Chapter("ausgangslage", "Kapitel 3, Ausgangslage", chapters_analysis.starting_position),
    Chapter("umfeld", "Kapitel 4, Umfeld und Trends", chapters_analysis.environment),
    Chapter("benchmarking", "Kapitel 5, Benchmarking", chapter_benchmark.benchmarking),
    Chapter("swot", "Kapitel 6, SWOT und Handlungsoptionen", chapters_analysis.options),
    Chapter("vision", "Kapitel 7, Vision, Mission, Leitsätze", chapters_plan.vision),
    Chapter("handlungsfelder", "Kapitel 8, Handlungsfelder", chapters_plan.fields_of_action),
    Chapter("massnahmen", "Kapitel 9, Maßnahmenplan", chapters_plan.measures),
    Chapter("governance", "Kapitel 10, Governance und Ressourcen", chapters_plan.governance),
    Chapter("monitoring", "Kapitel 11, Monitoring und Fortschreibung", chapters_plan.monitoring),
    Chapter("anhang_a", "Anhang A, Datengrundlage und Methoden", annexes.data_and_methods),
    Chapter("anhang_b", "Anhang B, Nachweis der Zahlen", annexes.proof_of_figures),
)

OMITTED: dict[str, frozenset[str]] = {"M0": frozenset({"umfeld", "benchmarking", "monitoring"})}
"""Chapters without purpose at a level (yardstick, section G): a volunteer-run initiative gets about eight pages."""


def strategy_paper(case: Case) -> DocumentContext:
    """The context of the Strategiepapier, its chapters scaled to the maturity level."""
    first, last = case.plan["years"]
    return paper(
        case,
        KIND,
        f"Strategie {first}–{last}",
        OUTLINE,
        figures_of(case),
        motto=case.plan["motto"],
        omitted=OMITTED.get(case.level, frozenset()),
    )
