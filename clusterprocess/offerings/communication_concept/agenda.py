"""Agenda of the communication workshop, scaled to the maturity level, with breaks that count (7b, rulings 8 and 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, Row, as_agenda

EVENING: tuple[Row, ...] = (
    (10, "Begrüßung und Ziel", "Runde", "Anwesenheit"),
    (25, "Spiegel: Kanäle, Stunden, Internetseite", "Plakat, Seite am Bildschirm", "berichtigte Zahlen"),
    (30, "Zielgruppen: Was sollen sie wissen und tun?", "Karten", "Rangfolge"),
    (35, "Ein Satz, drei Belege", "Pyramide in Paaren", "Satz, Grad der Zustimmung"),
    (15, BREAK, "", ""),
    (35, "Behalten, beginnen, beenden", "Abstimmung mit Stundenkonto", "Stimmen je Kanal"),
    (25, "Kalender für zwölf Monate, Freigaben", "Jahresplakat", "Einträge mit Stelle und Monat, Freigaben"),
    (5, "Abschluss", "Blitzlicht", "Bewertung 1 bis 5"),
)
HALF_DAY: tuple[Row, ...] = (
    (15, "Begrüßung und Ziel", "Impuls des Vorstands", "Anwesenheit"),
    (30, "Spiegel: Analyse, Internetseite live", "Rückfragen", "berichtigte Zahlen"),
    (35, "Zielgruppen: Was sollen sie wissen und tun?", "Personenkarten", "Rangfolge"),
    (35, "Kernbotschaft: ein Satz, drei Belege", "Pyramide", "Satz, Grad der Zustimmung"),
    (15, BREAK, "", ""),
    (45, "Kanäle: behalten, beginnen, beenden", "Abstimmung mit Stundenkonto", "Stimmen je Kanal"),
    (40, "Redaktionskalender für zwölf Monate", "Jahresplakat", "Einträge mit Stelle und Monat"),
    (15, "Freigaben und der schlechte Tag", "Tabelle im Plenum", "Freigaben"),
    (10, "Abschluss", "Blitzlicht", "Bewertung 1 bis 5"),
)
_MORNING: tuple[Row, ...] = (
    (20, "Begrüßung und Ziel", "Impuls des Vorstands", "Anwesenheit"),
    (40, "Spiegel: Analyse, Internetseite live", "Galerie mit Rückfragen", "berichtigte Zahlen"),
    (45, "Zielgruppen: Was sollen sie wissen und tun?", "Personenkarten in drei Gruppen", "Rangfolge, Sätze"),
    (15, BREAK, "", ""),
    (45, "Kernbotschaft: ein Satz, drei Belege", "Pyramide", "Satz, Grad der Zustimmung"),
    (60, "Kanäle: behalten, beginnen, beenden", "Abstimmung mit Stundenkonto", "Stimmen je Kanal"),
    (60, LUNCH, "", ""),
    (45, "Redaktionskalender für zwölf Monate", "Jahresplakat", "Einträge mit Stelle und Monat"),
    (30, "Erfolgsgeschichten", "Interviews in Paaren", "Stichworte, Freigabe zugesagt"),
)
_APPROVALS: Row = (20, "Freigaben und der schlechte Tag", "Tabelle im Plenum", "Freigaben, Regeln")
_CLOSING: Row = (15, "Abschluss", "Blitzlicht", "Bewertung 1 bis 5")
ONE_DAY: tuple[Row, ...] = (*_MORNING, (15, BREAK, "", ""), _APPROVALS, _CLOSING)
DAY_WITH_TRAINING: tuple[Row, ...] = (
    *_MORNING,
    _APPROVALS,
    (15, BREAK, "", ""),
    (90, "Medientraining: drei Minuten vor der Kamera", "Übung mit Rückmeldung", "Teilnahme, Merksätze"),
    _CLOSING,
)
BY_LEVEL = {"M0": EVENING, "M1": HALF_DAY, "M4": DAY_WITH_TRAINING}


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Three hours for volunteers, half a day at M1, one day from M2 on, with media training at M4."""
    return as_agenda(BY_LEVEL.get(level, ONE_DAY))
