"""What the agency asks for a joint cluster strategy: questionnaire, interviews, member survey.

Content: offerings.md section 7a with the rulings of section 0. The survey's questions and the statements of the
diamond are the agency's own working version [D] ("Arbeitsfassung").
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from clusterprocess.domain.language import Text
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row
from clusterprocess.offerings.standard.answers import (
    Attitude,
    Employment,
    Finances,
    Stakeholder,
    Trend,
    ValueChainStage,
)
from clusterprocess.offerings.standard.rows import Likert, Long, Percent, ServiceCategory, Short


class EarlierGoal(Row):
    goal: Short
    target: Short
    reached_pct: Percent


class Competence(Row):
    name: Short
    strength: Likert
    proof: Short


class PeerCluster(Row):
    name: Short
    region: Short
    why: Short


class SwotItem(Row):
    key: Annotated[str, Field(pattern=r"^[SWOT][1-8]$")]
    letter: Literal["S", "W", "O", "T"]
    title: Short
    importance: Likert
    strength: Likert = Field(description="Stärke (S, W) oder Eintrittswahrscheinlichkeit (O, T)")
    evidence: Short = Field(description="Beleg: Befund oder Strategietag")


class MemberExpectation(Row):
    category: ServiceCategory
    need: Annotated[float, Field(ge=1, le=5)]
    satisfaction: Annotated[float, Field(ge=1, le=5)]


class NextResources(Row):
    budget_eur: Annotated[Decimal, Field(ge=0, le=10_000_000)]
    fte: Annotated[float, Field(ge=0, le=40)]


class KeyUncertainty(Row):
    title: Short
    one_end: Short
    other_end: Short


class DiamondRating(Row):
    dimension: Literal["faktoren", "nachfrage", "verwandte", "wettbewerb", "staat", "zufall"]
    ratings: Annotated[list[Likert], Field(min_length=5, max_length=5)]


K, S, T = Depth.CORE, Depth.STANDARD, Depth.DEEP

QUESTIONS: tuple[Question, ...] = (
    Question("occasion", Text("Anlass", "occasion"),
             Literal["erststrategie", "aktualisierung", "neuausrichtung", "fusion", "foerderende"], K,
             "Was löst die Strategiearbeit jetzt aus?"),
    Question("horizon", Text("Zeithorizont in Jahren", "horizon in years"), Literal[2, 3, 5, 10], K,
             "Für wie viele Jahre soll die Strategie gelten? Zehn Jahre nur mit Vertiefung."),
    Question("vision_now", Text("Heutige Vision oder Mission", "current vision"), Annotated[str, Field(max_length=600)],
             K, "Wortlaut, wie er heute gilt; „keine“ genügt."),
    Question("goals_now", Text("Bisherige Ziele und Stand", "goals and status"), list[EarlierGoal], S,
             "Ziele der geltenden Strategie und was davon erreicht ist."),
    Question("core_competences", Text("Kernkompetenzen", "core competences"),
             Annotated[list[Competence], Field(min_length=3, max_length=10)], K, "Worin sind Ihre Mitglieder stark?"),
    Question("value_chain", Text("Wertschöpfungsstufen und Mitglieder", "value-chain stages"),
             Annotated[list[ValueChainStage], Field(min_length=2, max_length=12)], S,
             "Wie viele Mitgliedsunternehmen arbeiten in jeder Stufe? Mehrfachnennung ist möglich."),
    Question("competitors", Text("Wettbewerbs- und Vergleichscluster", "rival and peer clusters"),
             Annotated[list[PeerCluster], Field(max_length=10)], S, "Mit wem werden Sie verglichen?"),
    Question("trends", Text("Trends", "trends"), Annotated[list[Trend], Field(min_length=1, max_length=12)], K,
             "Welche Entwicklungen verlangen eine Antwort?"),
    Question("swot_raw", Text("Stärken, Schwächen, Chancen, Risiken", "SWOT"),
             Annotated[list[SwotItem], Field(min_length=4, max_length=32)], K,
             "Drei bis acht Punkte je Buchstabe, jeder mit Beleg."),
    Question("stakeholders", Text("Stakeholder", "stakeholders"), list[Stakeholder], S,
             "Nur für den internen Materialband."),
    Question("member_expect", Text("Erwartungen der Mitglieder", "member expectations"), list[MemberExpectation], S,
             "Bedarf und Zufriedenheit je Leistungsart; wird aus der Befragung übernommen, wenn sie vorliegt."),
    Question("mandate", Text("Mandat und Grenzen", "mandate and limits"), Long, K,
             "Was darf die Strategie nicht anfassen? Welche Vorgaben macht der Träger?"),
    Question("resources_next", Text("Mittel für die Umsetzung", "resources"), NextResources, K,
             "Was steht der Geschäftsstelle im nächsten Jahr zur Verfügung?", "budget"),
    Question("s3_fit", Text("Bezug zur Innovationsstrategie des Landes", "link to the state strategy"),
             Annotated[str, Field(max_length=600)], S, "Bitte nennen Sie das Wachstumsfeld.", "growth_fields"),
    Question("key_uncert", Text("Schlüsselunsicherheiten", "key uncertainties"),
             Annotated[list[KeyUncertainty], Field(min_length=2, max_length=6)], T, "Was könnte so oder so kommen?"),
    Question("finances", Text("Einnahmen und Kosten", "income and cost"), Finances, K,
             "Aus dem letzten Jahresabschluss.", "budget"),
    Question("diamond", Text("Standortbedingungen", "Porter diamond"), list[DiamondRating], S,
             "Je Bedingung fünf Aussagen, 1 = trifft nicht zu, 5 = trifft voll zu."),
    Question("employment", Text("Beschäftigte am Standort", "employment"), Employment, T,
             "Nur wenn amtliche Zahlen vorliegen."),
    Question("next_board_on", Text("Nächste Sitzungen des Vorstands", "next board meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip

QUESTIONNAIRE = Questionnaire("cluster_strategy", "1.0", QUESTIONS)

DIAMOND_STATEMENTS: dict[str, tuple[str, ...]] = {
    "faktoren": (
        "Fachkräfte mit passender Ausbildung sind in der Region zu gewinnen.",
        "Hochschulen und Institute forschen zu unseren Themen.",
        "Gewerbeflächen und Verkehrswege genügen unseren Mitgliedern.",
        "Kapital für Investitionen ist erreichbar.",
        "Labore und Prüfstände können gemeinsam genutzt werden.",
    ),
    "nachfrage": (
        "Anspruchsvolle Kunden sitzen in der Region.",
        "Kunden beteiligen sich an Entwicklungen.",
        "Die Nachfrage wächst.",
        "Anforderungen unserer Kunden gelten auch international.",
        "Öffentliche Auftraggeber fragen Neues nach.",
    ),
    "verwandte": (
        "Zulieferer der nächsten Stufe sind in einer Stunde erreichbar.",
        "Verwandte Branchen arbeiten mit uns zusammen.",
        "Dienstleister verstehen unsere Technik.",
        "Ausrüster sind Mitglied oder Partner.",
        "Andere Netzwerke ergänzen uns.",
    ),
    "wettbewerb": (
        "Unsere Mitglieder messen sich an den Besten.",
        "Betriebe kooperieren trotz Wettbewerb.",
        "Neue Unternehmen kommen hinzu.",
        "Nachfolge in den Betrieben ist geregelt.",
        "Unternehmen investieren in Entwicklung.",
    ),
    "staat": (
        "Förderprogramme passen zu unseren Vorhaben.",
        "Genehmigungen kommen rechtzeitig.",
        "Kommunen unterstützen das Netzwerk.",
        "Regeln und Normen sind berechenbar.",
        "Das Land kennt unsere Themen.",
    ),
    "zufall": (
        "Unsere Branche kommt mit Sprüngen der Nachfrage zurecht.",
        "Neue Technik eröffnet eher Chancen als Risiken.",
        "Ausfälle einzelner Kunden sind zu verkraften.",
        "Wechselkurse treffen uns kaum.",
        "Wir erkennen Umbrüche früh.",
    ),
}

INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Einstieg (5 Minuten)", (
        "Wie sind Sie zum Netzwerk gekommen, und was war zuletzt Ihr Nutzen?",
        "Was wäre anders, wenn es das Netzwerk morgen nicht mehr gäbe?")),
    ("Umfeld (15 Minuten)", (
        "Welche zwei Entwicklungen verändern Ihr Geschäft bis zum Ende des Zeithorizonts?",
        "Wo suchen Sie dafür Partner, und warum dort?")),
    ("Zusammenarbeit (15 Minuten)", (
        "Erzählen Sie von einem gemeinsamen Vorhaben, das gelungen ist, und von einem, das nicht zustande kam.",
        "Woran ist es gescheitert: Zeit, Geld, Vertrauen, Partner, Schutzrechte?",
        "Welche Leistung der Geschäftsstelle würden Sie bezahlen?")),
    ("Entscheidung (15 Minuten)", (
        "Wenn nur drei Handlungsfelder blieben, welche wären es?",
        "Was soll das Netzwerk nicht mehr tun?",
        "Was würden Sie selbst übernehmen?")),
    ("Abschluss (10 Minuten)", (
        "Was haben wir nicht gefragt?",
        "Dürfen wir eine Aussage ohne Namen zitieren?")),
)  # fmt: skip
