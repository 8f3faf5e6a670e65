"""Agendas of the strategy days by maturity level, with breaks that count (offerings.md 7a, ruling 8).

A break of 15 minutes comes after 90 to 120 minutes, lunch takes 60 to 75; the sums stand beside each day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, Row, as_agenda

_WELCOME: Row = (30, "Begrüßung, Ziel, Mandat, Regeln", "Impuls des Vorstands", "Anwesenheit")
_MIRROR: Row = (60, "Spiegel: Zahlen, Vergleich, Befragung", "Galerie mit Rückfragen", "berichtigte Zahlen")
_SWOT: Row = (75, "Stärken und Schwächen prüfen, Optionen kreuzen", "zwei Gruppen, danach Tausch",
              "geänderte Punkte, Paarwerte")  # fmt: skip
_CHOICE: Row = (60, "Drei bis fünf Handlungsfelder wählen", "Punktabfrage", "Stimmen nach Akteursart, Dissens")
_VISION: Row = (60, "Vision in einem Satz, Ziele je Feld", "Fishbowl", "Ziel, Messgröße, Basis, Zielwert, Jahr")
_PROMISES: Row = (30, "Zusagen, nächste Schritte, Rückmeldung", "Blitzlicht", "Zusagen, Bewertung 1 bis 5")
_CANVAS = ("Maßnahmen", "Arbeitsbogen je Feld", "Maßnahme, Zuständigkeit, Termin, erster Schritt")

VOLUNTEER: tuple[Row, ...] = (  # 240 minutes
    (20, "Begrüßung und Ziel", "Runde", "Anwesenheit"),
    (40, "Spiegel: wer wir sind", "Plakat mit Rückfragen", "berichtigte Zahlen"),
    (50, "Zweck und Vision", "Fishbowl", "Satz, Einwände"),
    (15, BREAK, "", ""),
    (40, "Drei Vorhaben mit Punkten wählen", "Punktabfrage", "Stimmen nach Akteursart"),
    (60, "Wer macht was bis wann", "Arbeitsbogen", "Vorhaben, Zuständigkeit, Termin"),
    (15, "Abschluss", "Blitzlicht", "Bewertung 1 bis 5"),
)
ONLY_DAY: tuple[Row, ...] = (  # 510 minutes; without a second day the measures take their full time
    _WELCOME,
    _MIRROR,
    (15, BREAK, "", ""),
    _SWOT,
    (30, "Trends", "1-2-4-alle", "wichtigste Unsicherheiten"),
    (60, LUNCH, "", ""),
    _CHOICE,
    _VISION,
    (15, BREAK, "", ""),
    (75, *_CANVAS),
    _PROMISES,
)
DAY_ONE: tuple[Row, ...] = (  # 510 minutes
    _WELCOME,
    _MIRROR,
    (15, BREAK, "", ""),
    _SWOT,
    (45, "Trends", "1-2-4-alle", "wichtigste Unsicherheiten"),
    (75, LUNCH, "", ""),
    _CHOICE,
    _VISION,
    (15, BREAK, "", ""),
    (45, *_CANVAS),
    _PROMISES,
)
DAY_TWO: tuple[Row, ...] = (  # 415 minutes, four weeks later
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
BOARD_HALF_DAY: tuple[Row, ...] = (  # 215 minutes: the board decides
    (20, "Begrüßung und Auftrag", "Vorsitz", "Anwesenheit"),
    (75, "Ergebnis der Strategietage, Optionen in vier Zukünften", "Bericht mit Rückfragen", "Änderungen"),
    (15, BREAK, "", ""),
    (75, "Entscheidung über Felder, Ziele und Geld", "Beratung, Abstimmung", "Beschlüsse"),
    (30, "Wer berichtet wem, Rückmeldung", "Tabelle", "Zusagen, Bewertung 1 bis 5"),
)
SCENARIOS: tuple[Row, ...] = (  # 475 minutes: the third day
    (20, "Begrüßung, was seither geschah", "Bericht", "Anwesenheit"),
    (30, "Was das Panel erwartet: Ergebnis der Delphi-Befragung", "Bericht mit Rückfragen", "offene Thesen"),
    (60, "Zwei Unsicherheiten wählen", "1-2-4-alle, Punkte", "Unsicherheiten mit beiden Enden"),
    (15, BREAK, "", ""),
    (90, "Vier Zukünfte beschreiben", "vier Gruppen, Rundgang", "Name, Geschichte, frühes Anzeichen"),
    (60, LUNCH, "", ""),
    (75, "Optionen in jeder Zukunft bewerten", "Gruppen, Bewertung −2 bis +2", "Werte je Option und Zukunft"),
    (30, "Robuste und bedingte Optionen", "Plenum", "Auswahl mit Grund"),
    (15, BREAK, "", ""),
    (60, "Allianzen und Anliegen an die Politik", "Arbeitsbogen", "Partner, Zweck, nächster Schritt"),
    (20, "Zusagen", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)

DAYS: dict[str, tuple[tuple[Row, ...], ...]] = {
    "M0": (VOLUNTEER,),
    "M1": (ONLY_DAY,),
    "M2": (DAY_ONE, DAY_TWO),
    "M3": (DAY_ONE, DAY_TWO, BOARD_HALF_DAY),
    "M4": (DAY_ONE, DAY_TWO, SCENARIOS),
}


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Agenda of the n-th workshop at a maturity level; a further one repeats the last, an unknown level reads as M2."""
    days = DAYS.get(level, DAYS["M2"])
    return as_agenda(days[min(number, len(days)) - 1])
