"""Agendas of the workshops by line and maturity level, with breaks that count (offerings.md 7e, ruling 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.professionalisation.questionnaire import E1, E2, lines_of
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, Row, as_agenda

LABEL_HALF_DAY: tuple[Row, ...] = (
    (20, "Begrüßung, Ziel, Regeln der Sichtung", "Impuls der Beratung", "Anwesenheit"),
    (60, "Rote und orange Indikatoren, Nachweise auf dem Tisch", "Indikator für Indikator", "angenommene Nachweise, geänderte Punkte"),
    (15, BREAK, "", ""),
    (45, "Kürzester Weg zum Ziel", "Wegplakat, Punktabfrage im Team", "gewählte Schritte"),
    (45, "Maßnahmen, Zuständige, Termine", "Arbeitsbogen", "Maßnahme, Zuständigkeit, Termin"),
    (20, "Zeitplan rückwärts vom Besuch", "Kalender an der Wand", "Fristen"),
    (10, "Abschluss", "Blitzlicht", "Bewertung 1 bis 5"),
)  # fmt: skip
SERVICE_DAY: tuple[Row, ...] = (
    (30, "Begrüßung, Ziel, Regeln", "Impuls des Vorstands", "Anwesenheit"),
    (45, "Spiegel: Bedarf und Angebot", "Plakate mit Rückfragen", "berichtigte Zahlen"),
    (15, BREAK, "", ""),
    (60, "Ein Jahr im Leben eines Mitgliedsbetriebs", "Weg der Persona, Stellen markieren", "Anlässe, Lücken"),
    (60, LUNCH, "", ""),
    (60, "Ideen in Runden", "Einzelarbeit, Tausch, Verdichtung", "Ideen mit Nutzer und Problem"),
    (30, "Ideen wählen", "Punktabfrage", "Stimmen nach Akteursart"),
    (15, BREAK, "", ""),
    (75, "Servicebogen für die drei ersten", "Gruppen: Nutzer, Nutzen, Ablauf, Preis, Pilot", "Servicebogen, Pilotpartner"),
    (15, BREAK, "", ""),
    (45, "Was wir dafür lassen", "Einzelvorschlag, Abstimmung", "Aktivität, gesparte Tage"),
    (15, "Zusagen und Rückmeldung", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)  # fmt: skip
SERVICE_HALF_DAY: tuple[Row, ...] = (
    (15, "Begrüßung und Ziel", "Runde", "Anwesenheit"),
    (30, "Spiegel: Bedarf und Angebot", "Plakat mit Rückfragen", "berichtigte Zahlen"),
    (45, "Ideen sammeln und wählen", "Einzelarbeit, Punktabfrage", "Ideen, Stimmen nach Akteursart"),
    (15, BREAK, "", ""),
    (60, "Servicebogen für die zwei ersten", "zwei Gruppen", "Servicebogen, Pilotpartner"),
    (30, "Was wir dafür lassen", "Einzelvorschlag, Abstimmung", "Aktivität, gesparte Tage"),
    (15, "Zusagen", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)  # fmt: skip
VOLUNTEER_TALK: tuple[Row, ...] = (
    (15, "Begrüßung: was wir heute entscheiden", "Runde", "Anwesenheit"),
    (25, "Selbstcheck: was wir tun und was es kostet", "Plakat mit Rückfragen", "berichtigte Zahlen"),
    (40, "Zwei bezahlte Leistungen wählen", "Vorstellung, Punktabfrage", "Stimmen nach Akteursart"),
    (15, BREAK, "", ""),
    (40, "Servicebogen: Nutzer, Preis, Probe", "ein Bogen je Leistung", "Servicebogen, Pilotpartner"),
    (20, "Was wir dafür lassen", "Gespräch", "Aktivität, gesparte Tage"),
    (10, "Zusagen", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)  # fmt: skip
BY_LEVEL = {"M0": VOLUNTEER_TALK, "M1": SERVICE_HALF_DAY}
"""The service workshop below M2; from M2 on it takes a day with members."""


def line_of_workshop(number: int, answers: Mapping[str, Any]) -> str:
    """The line that the n-th workshop belongs to: with both lines the first is e1, every later one e2."""
    lines = lines_of(answers) or (E2,)
    if len(lines) == 1:
        return lines[0]
    return E1 if number == 1 else E2


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Agenda of the n-th workshop at a maturity level: minutes, block, method and what is recorded."""
    if line_of_workshop(number, answers) == E1:
        return as_agenda(LABEL_HALF_DAY)
    return as_agenda(BY_LEVEL.get(level, SERVICE_DAY))
