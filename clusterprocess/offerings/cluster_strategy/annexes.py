"""Annexes A and B of the Strategiepapier: they name what this form of the paper used, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Figure, Heading
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import annexes, paper


def data_and_methods(case: Case, used: Collection[str] | None = None) -> tuple[Block, ...]:
    """Sources, methods, limits and disclosure; ``used`` restricts the methods where the paper shows only some."""
    if used is not None:
        case = replace(case, findings={k: f for k, f in case.findings.items() if k.split(".")[0] in {*used, "F5"}})
    return annexes.data_and_methods(case, _panel(case))


def _panel(case: Case) -> Iterator[annexes.SourceRow]:
    if result := case.finding("F13"):
        invited = sum(case.submissions["delphi"]["invited"].values())
        yield (
            "Delphi-Befragung, zwei Runden",
            day(case.submissions["delphi"]["closed_two"]),
            str(result["panel_two"]),
            f"{invited} eingeladen, {result['panel_one']} in der ersten Runde; ausgewiesen ab acht Antworten, Gründe ohne Namen",
        )


def _used(case: Case, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Only the figures that a text of the consultant or of the plan names."""
    named = set(MARK.findall(json.dumps([case.texts, case.plan], ensure_ascii=False)))
    return {key: figure for key, figure in figures.items() if key in named}


def figures_in(case: Case, chapter_of: Mapping[str, str]) -> dict[str, Figure]:
    """The figures that a form of the paper may print."""
    return {key: figure for key, figure in figures_of(case).items() if key.split(".")[0] in chapter_of}


def proof_of_figures(
    case: Case, chapter_of: Mapping[str, str], goals_in: str, *, short: bool = False
) -> tuple[Block, ...]:
    """Every figure of the paper, and the baseline of every goal.

    Args:
        short: on the page of annex A, with the figures that the texts name; a short paper needs no more.
    """
    figures = figures_in(case, chapter_of)
    blocks = annexes.proof_of_figures(
        case, _used(case, figures) if short else figures, chapter_of, _goals(case, goals_in)
    )
    return tuple(replace(b, page_break=False) if short and isinstance(b, Heading) else b for b in blocks)


def abbreviations(case: Case) -> tuple[Block, ...]:
    """The abbreviations that the paper uses, where they find no room below the list of contents."""
    table = paper.abbreviations(case)
    return (Heading(2, "Abkürzungen", "B.1", numbered=False), *table) if table else ()


def _goals(case: Case, goals_in: str) -> Iterator[tuple[str, str, str, str, str]]:
    for position, field in enumerate(case.plan.get("fields", ()), 1):
        for goal in field["goals"]:
            place = f"{goals_in}.{position}"
            yield place, goal["indicator"], goal["baseline_text"], goal["key"], goal["baseline_source"]
    for project in case.plan.get("projects", ()):
        goal = project["goal"]
        yield goals_in, goal["indicator"], goal["baseline_text"], goal["key"], goal["baseline_source"]
