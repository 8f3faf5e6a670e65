"""The Internationalisierungskonzept: its outline by maturity level and choice (offerings.md 7d)."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation import (
    annexes,
    chapter_aims,
    chapters_choice,
    chapters_partners,
    chapters_position,
    chapters_resources,
    chapters_risks,
    chapters_road,
)
from clusterprocess.offerings.internationalisation.figures import figures_of
from clusterprocess.offerings.internationalisation.levels import omitted
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.offerings.standard.paper import paper

KIND = "internationalisierungskonzept"

OUTLINE: tuple[Chapter, ...] = (
    Chapter("zusammenfassung", "Kapitel 1, Zusammenfassung und Beschluss", chapters_position.summary),
    Chapter("ausgangslage", "Kapitel 2, Ausgangslage und Reifegrad", chapters_position.starting_position),
    Chapter("motive", "Kapitel 3, Motive und Ziele", chapter_aims.motives_and_goals),
    Chapter("laenderanalyse", "Kapitel 4, Länder- und Partneranalyse", chapters_choice.countries_and_partners),
    Chapter("zielregionen", "Kapitel 5, Zielregionen und Positionierung", chapters_partners.regions),
    Chapter("partner", "Kapitel 6, Partnerprofile und Ansprache", chapters_partners.partners),
    Chapter("massnahmen", "Kapitel 7, Maßnahmen- und Reiseplan", chapters_road.road_map),
    Chapter("ressourcen", "Kapitel 8, Ressourcen und Förderung", chapters_resources.resources),
    Chapter("risiken", "Kapitel 9, Risiken, Compliance, Schutzrechte", chapters_risks.risks),
    Chapter("erfolg", "Kapitel 10, Erfolgsmessung", chapters_risks.success),
    Chapter("anhang_a", "Anhang A, Datengrundlage und Methoden", annexes.data_and_methods),
    Chapter("anhang_b", "Anhang B, Nachweis der Zahlen", annexes.proof_of_figures),
    Chapter("laenderblaetter", "Anhang C, Länderblätter", annexes.country_sheets),
    Chapter("absichtserklaerung", "Anhang D, Muster der Absichtserklärung", annexes.memorandum_template),
)


def concept(case: Case) -> DocumentContext:
    """The context of the Internationalisierungskonzept, its chapters scaled to maturity level and choice."""
    return paper(
        case,
        KIND,
        "Internationalisierungskonzept",
        OUTLINE,
        figures_of(case),
        motto=case.plan["motto"],
        omitted=omitted(case),
    )
