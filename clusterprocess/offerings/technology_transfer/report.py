"""The Technologietransfer-Fahrplan in its two versions: internal, and publishable (offerings.md 7c).

Both have the same chapters; what a version may say is decided by ``disclosure``, and a version that says more is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import Block, Chart, DocumentContext, Gantt, Heading, Table, Timeline
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.standard.paper import paper
from clusterprocess.offerings.technology_transfer import (
    annexes,
    chapter_actions,
    chapter_funding,
    chapter_ideas,
    chapter_matches,
    chapter_service,
    chapter_summary,
    chapters_sheets,
)
from clusterprocess.offerings.technology_transfer.disclosure import Audience, require_covered
from clusterprocess.offerings.technology_transfer.figures import figures_of
from clusterprocess.offerings.technology_transfer.texts import KEYS, said

KIND = "transferfahrplan"
PUBLIC_KIND = "transferfahrplan_oeffentlich"

Build = Callable[[Case, Audience], tuple[Block, ...]]
_CHAPTERS: tuple[tuple[str, str, Build], ...] = (
    ("zusammenfassung", "Kapitel 1, Zusammenfassung", chapter_summary.summary),
    ("vorgehen", "Kapitel 2, Vorgehen", chapter_summary.process),
    ("bedarfe", "Kapitel 3, Bedarfsanalyse", chapters_sheets.needs),
    ("angebote", "Kapitel 4, Angebotsprofil", chapters_sheets.offers),
    ("passung", "Kapitel 5, Passung und Lücken", chapter_matches.matches),
    ("ideen", "Kapitel 6, Projektideen", chapter_ideas.ideas),
    ("foerderung", "Kapitel 7, Förder- und Schutzrechtsfragen", chapter_funding.funding),
    ("massnahmen", "Kapitel 8, Maßnahmen und Verantwortliche", chapter_actions.actions),
    ("empfehlung", "Kapitel 9, Empfehlung an das Clustermanagement", chapter_service.service),
    ("anhang_gespraeche", "Anhang, Gesprächsstatistik und Verfahren", annexes.talk_statistics),
    ("anhang_a", "Anhang A, Datengrundlage und Methoden", annexes.data_and_methods),
    ("anhang_b", "Anhang B, Nachweis der Zahlen", annexes.proof_of_figures),
)


def _for(build: Build, audience: Audience) -> Callable[[Case], tuple[Block, ...]]:
    return lambda case: build(case, audience)


def _outline(audience: Audience) -> tuple[Chapter, ...]:
    return tuple(Chapter(name, help_, _for(build, audience)) for name, help_, build in _CHAPTERS)


OUTLINE = _outline(Audience.INTERNAL)
PUBLIC_OUTLINE = _outline(Audience.PUBLIC)

_POINTERS = ("tab:", "abb:", "kap:")

OMITTED: dict[str, frozenset[str]] = {"M0": frozenset({"anhang_gespraeche"})}
"""Chapters without purpose at a level: after one evening the statistics are two numbers, and they stand in chapter 5."""
PUBLIC_OMITTED = frozenset({"massnahmen"})
"""Who in the initiative does what by when is not for publication."""


def roadmap(case: Case) -> DocumentContext:
    """The internal Fahrplan: names where both sides agreed or released, NDA marked.

    Raises:
        InputErrors: a text names or quotes somebody who did not agree.
    """
    return _version(case, KIND, "Technologietransfer-Fahrplan", Audience.INTERNAL)


def public_roadmap(case: Case) -> DocumentContext:
    """The publishable Fahrplan: only what contributors released, everything else by kind and size.

    Raises:
        InputErrors: a text names, brands or quotes what was not released.
    """
    title = "Technologietransfer-Fahrplan, veröffentlichte Fassung"
    return _version(_without_idle_texts(case), PUBLIC_KIND, title, Audience.PUBLIC)


def _without_idle_texts(case: Case) -> Case:
    """The case without texts that point to a table or picture which the published version does not have.

    What is released differs from case to case; a text that leans on something left out says nothing outside.
    """
    bare = replace(case, texts={})
    omitted = OMITTED.get(case.level, frozenset()) | PUBLIC_OMITTED
    there = {t for c in PUBLIC_OUTLINE if c.name not in omitted for t in _targets(c.build(bare))}
    idle = {
        key
        for key in KEYS
        for paragraph in said(case, key, Audience.PUBLIC)
        if {m for m in MARK.findall(paragraph.text) if m.startswith(_POINTERS)} - there
    }
    return replace(case, texts={**case.texts, **{f"oeffentlich.{key}": "–" for key in idle}})


def _targets(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield f"tab:{block.key}"
        elif isinstance(block, Chart | Gantt | Timeline):
            yield f"abb:{block.key}"
        elif isinstance(block, Heading):
            yield f"kap:{block.key}"


def _version(case: Case, kind: str, title: str, audience: Audience) -> DocumentContext:
    omitted = OMITTED.get(case.level, frozenset())
    context = paper(
        case,
        kind,
        title,
        OUTLINE if audience is Audience.INTERNAL else PUBLIC_OUTLINE,
        figures_of(case, audience),
        motto=case.plan["motto"],
        omitted=omitted if audience is Audience.INTERNAL else omitted | PUBLIC_OMITTED,
    )
    return require_covered(case, context, audience)
