"""Annexes A and B of the Beratungsvermerk; B lists the figures that the note really prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.individual_advice.modules import BY_KEY, chosen
from clusterprocess.offerings.sections.blocks import Block, Figure, Heading, Paragraph
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import annexes

OWN_MODULE = {
    "F10": "finanzierung",
    "BER2": "finanzierung",
    "F1": "mitgliederstruktur",
    "F2": "mitgliederstruktur",
    "F11": "mitgliederstruktur",
    "AUS": "mitgliederstruktur",
    "F17": "mitgliederstruktur",
    "BER1": "governance",
    "BER3": "wirkung",
    "F20": "wirkung",
    "F21": "wirkung",
    "F22": "wirkung",
    "SUC": "nachfolge",
}
"""The module whose section shows the figures of a finding."""


def chapter_of(case: Case) -> dict[str, str]:
    """Chapter by the head of a figure's key; the sections of chapter 3 follow the order of the modules."""
    place = {m.key: f"3.{n}" for n, m in enumerate(chosen(case.answers), 1)}
    found = {head: place.get(BY_KEY[key].key, "3") for head, key in OWN_MODULE.items()}
    return found | {"INT": "2", "PLAN": "4 und 5"}


def data_and_methods(case: Case) -> tuple[Block, ...]:
    """Sources, methods, disclosure; without a page of its own."""
    return _without_break(annexes.data_and_methods(case, _sources(case)))


def _sources(case: Case) -> list[annexes.SourceRow]:
    """Accounts, plan, charters and what else the initiative handed in."""
    rows: list[annexes.SourceRow] = []
    if years := case.answers.get("fin_years"):
        first, last = years[0]["year"], years[-1]["year"]
        span = f"abgeschlossene Jahre {first} bis {last}" if first != last else f"abgeschlossenes Jahr {last}"
        rows.append((str(years[-1]["source"]), f"31.12.{last}", str(len(years)), span))
    if plan := case.answers.get("fin_plan"):
        rows.append(
            (str(plan["source"]), f"ab {day(plan['starts_on'])}", "1", "Planung der Geschäftsstelle, 36 Monate")
        )
    rows += [(str(p["title"]), _when(p.get("as_of")), "1", "gelesen") for p in case.answers.get("prior_work", [])]
    return rows


def _when(as_of: str | None) -> str:
    """A day, a year or nothing, as readers expect it."""
    return day(as_of) if as_of and len(as_of) == len("2015-01-12") else as_of or "–"


def used_figures(case: Case, blocks: Iterable[Block]) -> dict[str, Figure]:
    """The figures whose marks stand in these blocks, in the order of the chapters."""
    known = figures_of(case)
    marks = dict.fromkeys(mark for block in blocks for mark in MARK.findall(repr(block)))
    return {mark: known[mark] for mark in marks if mark in known}


def proof_of_figures(case: Case, figures: Mapping[str, Figure]) -> tuple[Block, ...]:
    """Every printed figure with finding and source; nothing where the note prints none."""
    if not figures:
        return ()
    blocks = _without_break(annexes.proof_of_figures(case, figures, chapter_of(case)))
    # short advice has no internal volume to which the introduction could lead
    return tuple(b for b in blocks if not (case.fast_lane and isinstance(b, Paragraph)))


def _without_break(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(b, page_break=False) if isinstance(b, Heading) else b for b in blocks)
