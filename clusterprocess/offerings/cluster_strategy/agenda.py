"""Agendas of the strategy days, scaled to the maturity level, with breaks that count (offerings.md 7a, ruling 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.common.agenda import BREAK, LUNCH, Row, as_agenda

DAY_ONE: tuple[Row, ...] = (
    (30, "Begrüßung, Ziel, Mandat, Regeln", "Impuls des Vorstands", "Anwesenheit"),
    (60, "Spiegel: Zahlen, Vergleich, Befragung", "Galerie mit Rückfragen", "berichtigte Zahlen"),
    (
        75,
        "Stärken und Schwächen prüfen, Optionen kreuzen",
        "zwei Gruppen, danach Tausch",
        "geänderte Punkte, Paarwerte",
    ),
    (15, BREAK, "", ""),
    (45, "Trends", "1-2-4-alle", "wichtigste Unsicherheiten"),
    (75, LUNCH, "", ""),
    (60, "Drei bis fünf Handlungsfelder wählen", "Punktabfrage", "Stimmen nach Akteursart, Dissens"),
    (60, "Vision in einem Satz, Ziele je Feld", "Fishbowl", "Ziel, Messgröße, Basis, Zielwert, Jahr"),
    (15, BREAK, "", ""),
    (45, "Maßnahmen", "Arbeitsbogen je Feld", "Maßnahme, Zuständigkeit, Termin, erster Schritt"),
    (30, "Zusagen, nächste Schritte, Rückmeldung", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)
DAY_TWO: tuple[Row, ...] = (
    (20, "Was seither geschah", "Bericht", "erste Schritte"),
    (75, "Ziele je Feld mit Basiswert und Jahr", "Gruppen je Feld", "Ziel, Basis, Zielwert, wer misst"),
    (15, BREAK, "", ""),
    (90, "Maßnahmen mit Federführung", "Arbeitsbogen je Feld", "Maßnahme, Federführung, Termin, Aufwand"),
    (60, LUNCH, "", ""),
    (45, "Was wir nicht mehr tun", "Einzelvorschlag, Abstimmung", "Aktivität, gesparte Tage"),
    (45, "Geld und Kapazität der Geschäftsstelle", "Rechnung am Flipchart", "Schritte, Annahmen"),
    (15, BREAK, "", ""),
    (30, "Wer entscheidet was", "Tabelle im Plenum", "Entscheidungsrechte"),
    (20, "Zusagen", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)
VOLUNTEER: tuple[Row, ...] = (
    (20, "Begrüßung und Ziel", "Runde", "Anwesenheit"),
    (40, "Spiegel: wer wir sind", "Plakat mit Rückfragen", "berichtigte Zahlen"),
    (50, "Zweck und Vision", "Fishbowl", "Satz, Einwände"),
    (15, BREAK, "", ""),
    (40, "Drei Vorhaben mit Punkten wählen", "Punktabfrage", "Stimmen nach Akteursart"),
    (60, "Wer macht was bis wann", "Arbeitsbogen", "Vorhaben, Zuständigkeit, Termin"),
    (15, "Abschluss", "Blitzlicht", "Bewertung 1 bis 5"),
)
BOARD_HALF_DAY: tuple[Row, ...] = (
    (20, "Begrüßung und Auftrag", "Vorsitz", "Anwesenheit"),
    (60, "Ergebnis der Strategietage", "Bericht mit Rückfragen", "Änderungen"),
    (15, BREAK, "", ""),
    (75, "Entscheidung über Felder, Ziele und Geld", "Beratung, Abstimmung", "Beschlüsse"),
    (30, "Wer berichtet wem", "Tabelle", "Zusagen"),
)
SCENARIOS: tuple[Row, ...] = (
    (20, "Begrüßung", "Runde", "Anwesenheit"),
    (75, "Zwei Unsicherheiten, vier Zukünfte", "vier Gruppen", "Szenarien"),
    (15, BREAK, "", ""),
    (75, "Optionen in jeder Zukunft bewerten", "Bewertung -2 bis +2", "Werte je Option"),
    (60, LUNCH, "", ""),
    (60, "Robuste Optionen wählen", "Plenum", "Auswahl mit Grund"),
    (30, "Zusagen", "Blitzlicht", "Zusagen"),
)


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Agenda of the n-th workshop at a maturity level: minutes, block, method and what is recorded."""
    rows = VOLUNTEER if level == "M0" else DAY_ONE
    if number == 2:
        rows = DAY_TWO
    elif number >= 3:
        rows = SCENARIOS if level == "M4" else BOARD_HALF_DAY
    return as_agenda(rows)
