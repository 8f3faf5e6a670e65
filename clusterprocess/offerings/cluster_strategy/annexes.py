"""Annexes A and B of the Strategiepapier."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.common import annexes
from clusterprocess.offerings.sections.blocks import Block

CHAPTER_OF = {
    "F11": "3.1",
    "F10": "3.2",
    "F20": "2.2",
    "F12": "8",
    "F17": "4.2",
    "F15": "4.1",
    "F1": "5.1",
    "F2": "5.1",
    "PLAN": "9 und 10",
    "INT": "2.1",
}


def data_and_methods(case: Case) -> tuple[Block, ...]:
    return annexes.data_and_methods(case)


def proof_of_figures(case: Case) -> tuple[Block, ...]:
    """Every figure of the paper, and the baseline of every goal."""
    goals = (
        (f"8.{position}", goal["indicator"], goal["baseline_text"], goal["key"], goal["baseline_source"])
        for position, field in enumerate(case.plan["fields"], 1)
        for goal in field["goals"]
    )
    return annexes.proof_of_figures(case, figures_of(case), CHAPTER_OF, goals)
