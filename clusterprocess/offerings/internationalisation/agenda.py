"""Agendas of the Auslandstage by maturity level, with breaks that count (offerings.md 7d, ruling 8).

At every level the criteria are weighted by dots before the first score is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, Row, as_agenda

ORIENTATION: tuple[Row, ...] = (
    (20, "Begrüßung, Motive", "Punkte auf Motive", "Anwesenheit, Motive"),
    (40, "Spiegel: was da ist, was frühere Reisen brachten", "Plakat mit Rückfragen", "berichtigte Zahlen"),
    (30, "Kriterien gewichten", "Punktabfrage vor dem ersten Wert", "Punkte nach Akteursart, Gewichte"),
    (15, BREAK, "", ""),
    (40, "Länder bewerten", "gemeinsam, je Wert ein Satz", "Werte mit Grund"),
    (
        30,
        "Wollen wir? Selbst reisen, mitreisen oder lassen",
        "Aussprache, Handzeichen",
        "Entscheidung je Land mit Grund",
    ),
    (20, "Nächste Schritte", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)
HALF_DAY: tuple[Row, ...] = (
    (25, "Begrüßung, Motive", "Punkte auf Motive", "Anwesenheit, Motive"),
    (40, "Spiegel: Reifegrad und Nutzen früherer Aktivitäten", "Galerie mit Rückfragen", "berichtigte Zahlen"),
    (40, "Kriterien gewichten", "Punktabfrage vor dem ersten Wert", "Punkte nach Akteursart, Gewichte"),
    (15, BREAK, "", ""),
    (45, "Länder bewerten", "zwei Gruppen mit Länderprofilen", "Werte mit Grund"),
    (
        25,
        "Wie fest ist das Ergebnis? Eine Zielregion auf Probe",
        "Gewichte live verändern",
        "Entscheidung je Land mit Grund",
    ),
    (35, "Erste Maßnahmen und Partner", "Arbeitsbogen", "Maßnahme, Zuständigkeit, Termin"),
    (15, "Zusagen, Rückmeldung", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)
ONE_DAY: tuple[Row, ...] = (
    (30, "Begrüßung, Motive", "Punkte auf Motive", "Anwesenheit, Motive"),
    (45, "Spiegel: Reifegrad und Nutzen früherer Aktivitäten", "Galerie mit Rückfragen", "berichtigte Zahlen"),
    (40, "Kriterien gewichten", "Punktabfrage vor dem ersten Wert", "Punkte nach Akteursart, Gewichte, Gründe"),
    (15, BREAK, "", ""),
    (60, "Länder bewerten", "Gruppen mit Länderprofilen, danach Tausch", "Werte mit Grund und Quelle"),
    (
        30,
        "Wie fest ist das Ergebnis? Höchstens zwei Zielregionen",
        "Gewichte live verändern",
        "Entscheidung je Land mit Grund",
    ),
    (60, LUNCH, "", ""),
    (60, "Partnercluster: geben und nehmen", "Bogen je Partner", "Geben, Nehmen, Stufe heute und Ziel"),
    (60, "Fahrplan über 18 Monate", "Zeitstrahl an der Wand", "Maßnahme, Federführung, Termin, Reisen"),
    (15, BREAK, "", ""),
    (30, "Rollen, Geld, Risiken", "Tabelle im Plenum", "wer zahlt, wer haftet, Hinweise"),
    (15, "Zusagen, wer reist mit", "Blitzlicht", "Mitreisende nach Art, Bewertung 1 bis 5"),
)
TWO_DAYS_FIRST: tuple[Row, ...] = (
    (30, "Begrüßung, Motive", "Punkte auf Motive", "Anwesenheit, Motive"),
    (60, "Spiegel: Reifegrad, Partner, Nutzen früherer Aktivitäten", "Galerie mit Rückfragen", "berichtigte Zahlen"),
    (15, BREAK, "", ""),
    (60, "Kriterien gewichten", "Punktabfrage vor dem ersten Wert", "Punkte nach Akteursart, Gewichte, Gründe"),
    (45, "Länderprofile lesen", "Stationen", "Fragen je Land"),
    (60, LUNCH, "", ""),
    (90, "Länder bewerten", "Gruppen, danach Tausch", "Werte mit Grund und Quelle"),
    (15, BREAK, "", ""),
    (45, "Wie fest ist das Ergebnis?", "Gewichte live verändern", "knappe Ergebnisse, offene Belege"),
    (45, "Höchstens zwei Zielregionen wählen", "Aussprache, Abstimmung", "Entscheidung je Land mit Grund"),
    (15, "Rückmeldung", "Blitzlicht", "Bewertung 1 bis 5"),
)
TWO_DAYS_SECOND: tuple[Row, ...] = (
    (20, "Was über Nacht dazukam", "Runde", "Änderungen mit Grund"),
    (75, "Forschungsbündnisse und gemeinsame Anträge", "Gruppen je Zielregion", "Themen, Federführung, Aufruf"),
    (15, BREAK, "", ""),
    (75, "Partnercluster: geben und nehmen", "Bogen je Partner", "Geben, Nehmen, Stufe heute und Ziel"),
    (60, LUNCH, "", ""),
    (75, "Fahrplan über 18 Monate", "Zeitstrahl an der Wand", "Maßnahme, Federführung, Termin, Reisen"),
    (45, "Rollen, Geld, Risiken", "Tabelle im Plenum", "wer zahlt, wer haftet, Hinweise"),
    (15, BREAK, "", ""),
    (30, "Reise vorbereiten", "Checkliste", "Mitreisende nach Art, Aufgaben"),
    (15, "Zusagen", "Blitzlicht", "Zusagen, Bewertung 1 bis 5"),
)
BY_LEVEL: Mapping[str, tuple[Row, ...]] = {"M0": ORIENTATION, "M1": HALF_DAY, "M4": TWO_DAYS_FIRST}


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Agenda of the n-th Auslandstag at a maturity level: minutes, block, method and what is recorded."""
    if number >= 2 and level == "M4":
        return as_agenda(TWO_DAYS_SECOND)
    return as_agenda(BY_LEVEL.get(level, ONE_DAY))
