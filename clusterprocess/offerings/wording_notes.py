"""What a person must know to answer: scales of columns, and further lines below a question."""

from __future__ import annotations

from clusterprocess.offerings.cluster_strategy.questionnaire import DIAMOND_STATEMENTS
from clusterprocess.offerings.wording import choice_text

_GRADE = "1 = gering, 5 = sehr groß"

COLUMN_NOTES: dict[str, str] = {
    "ActivityRow.benefit": _GRADE,
    "AudienceRow.known_desired": "0 bis 4, wie heute",
    "AudienceRow.known_now": "0 = unbekannt, 4 = erzählt von uns",
    "AudienceRow.priority": "3 = am wichtigsten",
    "CategoryNeed.need": "1 = kein Bedarf, 5 = sehr großer Bedarf",
    "ChannelRow.key": "C und Nummer, zum Beispiel C1",
    "ChannelRow.rating": "1 = schwach, 5 = sehr gut",
    "Competence.proof": "woran ein Außenstehender sie erkennt",
    "Competence.strength": "1 = schwach, 5 = sehr stark",
    "EarlierGoal.reached_pct": "Anteil des Zielwerts",
    "EarlierMeasure.priority": "1 = niedrig, 3 = hoch",
    "ImpactEstimate.due": _GRADE,
    "ImpactEstimate.effect": _GRADE,
    "ImpactEstimate.importance": _GRADE,
    "IncomeSource.public": "ja, wenn es von Land, Bund, EU, Kommunen oder Kammern kommt",
    "MemberExpectation.need": "1 = kein Bedarf, 5 = sehr großer Bedarf",
    "MemberExpectation.satisfaction": "1 = unzufrieden, 5 = sehr zufrieden",
    "MessageNow.channel": "Kürzel der Kanäle, zum Beispiel C1",
    "PartnershipRow.stage": "0 kein Kontakt bis 5 gemeinsames Projekt",
    "ReachedGoal.attainment": "−2 weit verfehlt bis +2 weit übertroffen",
    "ServiceEconomics.satisfaction": "1 = unzufrieden, 5 = sehr zufrieden",
    "ServiceRow.depth": "0 = nicht, 3 = umfassend",
    "ServiceRow.price_eur": "je Nutzung; leer, wenn im Beitrag enthalten",
    "Stakeholder.current": "0 nicht informiert, 1 ablehnend, 2 neutral, 3 unterstützend, 4 führend",
    "Stakeholder.desired": "0 bis 4, wie heute",
    "Stakeholder.interest": _GRADE,
    "Stakeholder.power": _GRADE,
    "StaffMember.fte": "1 = volle Stelle",
    "SwotItem.importance": _GRADE,
    "SwotItem.key": "Buchstabe und Nummer, zum Beispiel S1, W2, O3, T4",
    "Trend.impact": _GRADE,
    "Trend.mentions": "leer, wenn keine Gespräche geführt wurden",
    "Trend.probability": "1 = unwahrscheinlich, 5 = fast sicher",
}
"""By ``Row.column``; used where the field itself says nothing."""


_COUNTRY = ("Fehlt ein Land in der Liste, genügt sein Kürzel aus zwei Großbuchstaben, zum Beispiel UY.",)
QUESTION_NOTES: dict[str, tuple[str, ...]] = {
    "candidates": _COUNTRY,
    "countries_active": _COUNTRY,
}


def column_note(place: str) -> str:
    """What is meant by a column; empty where its name says it."""
    return COLUMN_NOTES.get(place, "")


def question_notes(key: str) -> tuple[str, ...]:
    """Lines that stand below a question: statements to rate, rules of a scale."""
    return _diamond() if key == "diamond" else QUESTION_NOTES.get(key, ())


def _diamond() -> tuple[str, ...]:
    return tuple(
        f"{choice_text(dimension, 'DiamondRating.dimension').de}: "
        + " ".join(f"({number}) {statement}" for number, statement in enumerate(statements, 1))
        for dimension, statements in DIAMOND_STATEMENTS.items()
    )
