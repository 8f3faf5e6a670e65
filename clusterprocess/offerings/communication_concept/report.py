"""The Kommunikationskonzept: its outline (offerings.md 7b, yardsticks/communication_concept.md).

The initiative's paper, not the agency's. All ten chapters stand at every maturity level; what a level does without are
sections, pictures and repeated tables inside them (``depth``).
"""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept import (
    annexes,
    chapter_calendar,
    chapter_channels,
    chapter_messages,
    chapter_organisation,
    chapters_aims,
    chapters_proof,
    chapters_situation,
)
from clusterprocess.offerings.communication_concept.depth import is_short
from clusterprocess.offerings.communication_concept.figures import figures_of
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import Block, DocumentContext
from clusterprocess.offerings.standard.paper import paper

KIND = "kommunikationskonzept"

BODY: tuple[Chapter, ...] = (
    Chapter("zusammenfassung", "Kapitel 1, Zusammenfassung und Beschluss", chapters_situation.summary),
    Chapter("ausgangslage", "Kapitel 2, Ausgangslage und Analyse", chapters_situation.situation),
    Chapter("ziele", "Kapitel 3, Ziele", chapters_aims.goals),
    Chapter("zielgruppen", "Kapitel 4, Zielgruppen", chapters_aims.audiences),
    Chapter("botschaften", "Kapitel 5, Positionierung und Botschaften", chapter_messages.messages),
    Chapter("kanaele", "Kapitel 6, Kanäle und Instrumente", chapter_channels.channels),
    Chapter("redaktionsplan", "Kapitel 7, Redaktions- und Maßnahmenplan", chapter_calendar.calendar),
    Chapter("organisation", "Kapitel 8, Organisation, Budget, Freigaben", chapter_organisation.organisation),
    Chapter("erfolgsmessung", "Kapitel 9, Erfolgsmessung", chapters_proof.measurement),
    Chapter("publizitaet", "Kapitel 10, Publizitätspflichten", chapters_proof.publicity),
)


def _proof(case: Case) -> tuple[Block, ...]:
    """The short paper proves its summary and its goals, the long one every figure."""
    proved = BODY[:1] if is_short(case) else BODY
    return annexes.proof_of_figures(case, [chapter.build(case) for chapter in proved])


OUTLINE: tuple[Chapter, ...] = (
    *BODY,
    Chapter("anhang_a", "Anhang A, Datengrundlage und Methoden", annexes.data_and_methods),
    Chapter("anhang_b", "Anhang B, Nachweis der Zahlen", _proof),
    Chapter("anhang_c", "Anhang C, Textbausteine, Presseverteiler, Prüfliste", annexes.tools),
)

OMITTED: dict[str, frozenset[str]] = {}
"""Chapters without purpose at a level: none, since 7b names ten for every initiative."""


def communication_paper(case: Case) -> DocumentContext:
    """The context of the Kommunikationskonzept, its depth scaled to the maturity level."""
    return paper(
        case,
        KIND,
        "Kommunikationskonzept",
        OUTLINE,
        figures_of(case),
        motto=case.plan["motto"],
        omitted=OMITTED.get(case.level, frozenset()),
    )
