"""Annexes A and B of the Beratungsvermerk; B lists the figures that the note really prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common import annexes
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Figure, Heading
from clusterprocess.offerings.sections.marks import MARK

CHAPTER_OF = {
    "F10": "3",
    "BER2": "3",
    "F11": "3",
    "F1": "3",
    "F2": "3",
    "F17": "3",
    "AUS": "3",
    "BER1": "3",
    "BER3": "3",
    "F20": "3",
    "F21": "3",
    "F22": "3",
    "SUC": "3",
    "INT": "2",
    "PLAN": "4 und 5",
}


def data_and_methods(case: Case) -> tuple[Block, ...]:
    """Sources, methods, disclosure; without a page of its own."""
    return _without_break(annexes.data_and_methods(case, _sources(case)))


def _sources(case: Case) -> list[annexes.SourceRow]:
    """Accounts, plan, charters and what else the initiative handed in."""
    rows: list[annexes.SourceRow] = []
    if years := case.answers.get("fin_years"):
        rows.append(
            (str(years[-1]["source"]), f"31.12.{years[-1]['year']}", str(len(years)), "Jahre, wie abgeschlossen")
        )
    if plan := case.answers.get("fin_plan"):
        rows.append((str(plan["source"]), case.requested_on.strftime("%d.%m.%Y"), "1", "Planung, nicht geprüft"))
    rows += [(str(p["title"]), str(p.get("as_of") or "–"), "1", "gelesen") for p in case.answers.get("prior_work", [])]
    return rows


def used_figures(case: Case, blocks: Iterable[Block]) -> dict[str, Figure]:
    """The figures whose marks stand in these blocks, in the order of the chapters."""
    known = figures_of(case)
    marks = dict.fromkeys(mark for block in blocks for mark in MARK.findall(repr(block)))
    return {mark: known[mark] for mark in marks if mark in known}


def proof_of_figures(case: Case, figures: Mapping[str, Figure]) -> tuple[Block, ...]:
    """Every printed figure with finding and source; nothing where the note prints none."""
    if not figures:
        return ()
    return _without_break(annexes.proof_of_figures(case, figures, CHAPTER_OF))


def _without_break(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(b, page_break=False) if isinstance(b, Heading) else b for b in blocks)
