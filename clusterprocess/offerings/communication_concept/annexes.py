"""Annexes of the Kommunikationskonzept: data and methods, proof of figures, tools to work with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from clusterprocess.catalogues.communication import communication
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import flowing, is_short
from clusterprocess.offerings.communication_concept.figures import asked_on, figures_of
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard import annexes

CHAPTER_OF = {
    "F11": "2.1",
    "INT": "2.1",
    "WS": "2.1",
    "ANG": "2.2",
    "WEB": "2.3",
    "KOM3": "2.4",
    "REF": "2.4",
    "KOM1": "4.1",
    "KOM4": "5.2",
    "KOM2": "6",
    "KOM5": "8.1",
    "PLAN": "3 bis 8",
}


def data_and_methods(case: Case) -> tuple[Block, ...]:
    more = [("Fragebogen zur Kommunikation", asked_on(case).removeprefix("Fragebogen, Stand "), "1",
             "Reichweiten und Stunden sind Angaben der Initiative")]  # fmt: skip
    blocks = annexes.data_and_methods(case, more)
    if is_short(case):
        blocks = tuple(b for b in blocks if not (isinstance(b, Table) and b.key == "methods"))
    return flowing(blocks)


def proof_of_figures(case: Case, chapters: Iterable[tuple[Block, ...]]) -> tuple[Block, ...]:
    """Every figure that these chapters print, and the baseline of every goal."""
    used = set(MARK.findall(str(list(chapters))))
    listed = [(key, figure) for key, figure in figures_of(case).items() if key in used]
    figures = dict(sorted(listed, key=lambda item: _place(item[0])))
    goals = [
        ("3", goal["indicator"], goal["baseline_text"], goal["key"], goal["baseline_source"])
        for goal in case.plan["goals"]
    ]
    sentence = [("5", f["statement"], f["value"], "Satz", f["source"]) for f in case.plan.get("sentence_figures", [])]
    places = {head: place.split(".")[0] for head, place in CHAPTER_OF.items()} if is_short(case) else CHAPTER_OF
    return flowing(annexes.proof_of_figures(case, figures, places, [*goals, *sentence]))


def _place(key: str) -> list[int]:
    """Where a figure stands, for the order of the list."""
    return [int(part) for part in CHAPTER_OF[key.split(".")[0]].split()[0].split(".")]


def tools(case: Case) -> tuple[Block, ...]:
    """Text modules in two languages, press distribution by kind of outlet, checklist before publishing."""
    modules = case.plan["text_modules"]
    table_size: Literal["tiny", "small"] = "tiny" if is_short(case) else "small"
    blocks: list[Block] = [
        Heading(1, "Anhang C: Arbeitsmittel", "C", numbered=False, page_break=True),
    ]
    for key, title, language in (
        ("de_50", "Textbaustein, rund 50 Wörter", ""),
        ("de_150", "Textbaustein, rund 150 Wörter", ""),
        ("en_50", "Boilerplate, about 50 words", "en-GB"),
        ("en_150", "Boilerplate, about 150 words", "en-GB"),
    ):
        blocks.append(Heading(3, title, f"C.1.{key}", numbered=False, language=language))
        style: Literal["small", "body"] = "small" if is_short(case) else "body"
        blocks.append(Paragraph(modules[key], own=f"module.{key}", style=style, language=language))
    press = case.plan["press"]
    total = sum(row["outlets"] for row in press)
    blocks += [
        Heading(3, "Presseverteiler nach Art des Mediums", "C.2", numbered=False),
        Table(
            "press",
            f"{total} Medien nach ihrer Art; Namen führt nur die Initiative",
            ("Art des Mediums", "Zahl", "Gebiet", "Themen", "Weg", "Vorlauf"),
            tuple(
                (Cell(r["kind"], bold=True), str(r["outlets"]), r["area"], r["topics"], r["way"], r["lead_time"])
                for r in press
            ),
            (0.20, 0.07, 0.16, 0.27, 0.17, 0.13),
            ("left", "right", "left", "left", "left", "left"),
            size=table_size,
        ),
        Heading(3, "Prüfliste vor jeder Veröffentlichung", "C.3", numbered=False),
        _checklist(case),
    ]
    return flowing(blocks)


def _checklist(case: Case) -> Block:
    """Boxes to tick; the short paper runs them together."""
    items = [item.text for item in communication().checklist]
    if is_short(case):
        return Paragraph(" · ".join(f"☐\u00a0{item}" for item in items), style="small")
    return Table(
        "checklist",
        f"{in_words(len(items)).capitalize()} Punkte, erst dann erscheint etwas",
        ("", "Prüfpunkt"),
        tuple(("☐", item) for item in items),
        (0.05, 0.95),
        size="small",
    )
