"""Agendas of the Beratungsgespräch: 90 minutes for volunteers, two hours, half a day, a day (offerings.md 7f, section 2).

From M3 on the half day holds a kollegiale Fallberatung of 80 minutes; breaks count in the duration (ruling 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, Row, as_agenda

AIM: Row = (10, "Ziel: die Frage und wer sie entscheidet", "Runde", "Anwesenheit, Wortlaut der Frage")
RATING: Row = (5, "Bewertung", "Blitzlicht", "Bewertung 1 bis 5")
NEXT_STEPS: Row = (15, "Nächste Schritte", "Tabelle im Plenum", "Schritt, Zuständigkeit, Termin")


def _findings(minutes: int) -> Row:
    return (minutes, "Befunde", "Vortrag mit Rückfragen", "berichtigte Zahlen, Zweifel")


def _options(minutes: int) -> Row:
    return (minutes, "Optionen", "Für und Wider an der Wand", "Optionen mit Für, Wider und Kosten")


def _decision(minutes: int) -> Row:
    return (minutes, "Entscheidung oder Erprobung", "Aussprache, Handzeichen", "gewählte Option, Gründe, Zuständigkeit, Termin")  # fmt: skip


PEER_CONSULTATION: tuple[Row, ...] = (
    (10, "Fallberatung: Fall", "eine Person schildert", "Fall in einem Satz"),
    (15, "Fallberatung: Fragen", "nur Verständnisfragen", "Fragen"),
    (15, "Fallberatung: Hypothesen", "Kreis, die Fallgeberin hört zu", "Hypothesen"),
    (20, "Fallberatung: Lösungen", "Karten", "Lösungen"),
    (10, "Fallberatung: Auswahl", "die Fallgeberin wählt", "Auswahl"),
    (10, "Fallberatung: Lernen", "Runde", "ein Satz je Person"),
)

VOLUNTEER: tuple[Row, ...] = (AIM, _findings(15), _options(30), _decision(15), NEXT_STEPS, RATING)
TWO_HOURS: tuple[Row, ...] = (AIM, _findings(25), _options(40), _decision(25), NEXT_STEPS, RATING)
HALF_DAY: tuple[Row, ...] = (AIM, _findings(45), _options(45), (15, BREAK, "", ""), _decision(45), NEXT_STEPS, RATING)
WITH_PEERS: tuple[Row, ...] = (
    AIM,
    _findings(25),
    *PEER_CONSULTATION,
    (15, BREAK, "", ""),
    _options(40),
    _decision(25),
    NEXT_STEPS,
    RATING,
)
WHOLE_DAY: tuple[Row, ...] = (
    AIM,
    _findings(45),
    _options(45),
    (15, BREAK, "", ""),
    *PEER_CONSULTATION,
    (60, LUNCH, "", ""),
    (40, "Optionen bewerten", "zwei Gruppen, danach Tausch", "Für, Wider, Kosten, Rangfolge"),
    _decision(45),
    NEXT_STEPS,
    RATING,
)
BY_LEVEL: dict[str, tuple[Row, ...]] = {
    "M0": VOLUNTEER,
    "M1": TWO_HOURS,
    "M2": HALF_DAY,
    "M3": WITH_PEERS,
    "M4": WHOLE_DAY,
}


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Agenda of the n-th conversation; from the second on two hours are enough at every level."""
    rows = BY_LEVEL.get(level, TWO_HOURS) if number == 1 else TWO_HOURS
    return as_agenda(rows)
