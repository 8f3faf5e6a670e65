"""The Strategiepapier: one outline of eleven chapters, of which each maturity level has its form (``levels``).

The initiative's paper, not the agency's. Each chapter is one function; a new chapter is one function, one row of the
table in ``levels`` and its placeholder in the template.
"""

from __future__ import annotations

from dataclasses import replace

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.annexes import figures_in
from clusterprocess.offerings.cluster_strategy.levels import ANNEX_OF, form_of, outline_of
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.offerings.standard.paper import paper

KIND = "strategiepapier"

OUTLINE = outline_of("standard")
"""All chapters that the Word template has a placeholder for."""


def strategy_paper(case: Case) -> DocumentContext:
    """The context of the Strategiepapier in the form of the maturity level.

    Raises:
        InputErrors: the plan has the small form though the initiative is larger, or a text names what this form lacks.
    """
    form = form_of(case)
    first, last = case.plan["years"]
    made = paper(
        case,
        KIND,
        f"Strategie {first}–{last}",
        outline_of(form),
        figures_in(case, ANNEX_OF[form].chapter_of),
        motto=case.plan["motto"],
    )
    if ANNEX_OF[form].abbreviations:
        made = replace(made, chapters={**made.chapters, "abkuerzungen": ()})
    return made
