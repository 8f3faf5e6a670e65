"""Agendas of topic evening, Transfertag, matching day and roadmap session (offerings.md 7c, ruling 8).

Talks take 15 minutes and 5 to change; their number of rounds per level stands in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, Row, as_agenda


def rounds_at(level: str) -> int:
    """Rounds of talks at a maturity level; an unknown level is treated as M1."""
    slots = transfer().talks.slots
    return slots.get(level, slots["M1"])


def _talks(level: str) -> Row:
    limits, rounds = transfer().talks, rounds_at(level)
    minutes = rounds * (limits.minutes + limits.change_minutes)
    how = f"{rounds} Runden zu {limits.minutes} Minuten, {limits.change_minutes} zum Wechsel"
    return minutes, "Vorgeplante Gespräche", how, "Gesprächskarte: Interesse 0 bis 3, nächster Schritt, Termin"


def _topic_evening(level: str) -> tuple[Row, ...]:
    return (
        (10, "Begrüßung, Spielregeln, Vertraulichkeit", "Impuls", "Anwesenheit, Vereinbarungen"),
        (15, "Blick ins Labor", "Vorführung", "–"),
        (20, "Bedarfe zu je drei Minuten", "Kurzvortrag ohne Folien", "Rückfragen"),
        (15, "Angebote zu je drei Minuten", "Kurzvortrag", "Rückfragen"),
        (15, BREAK, "", ""),
        _talks(level),
        (10, "Vorhaben wählen, wer führt", "Punktabfrage", "Stimmen, Federführung, Frist"),
        (5, "Rückmeldung", "Blitzlicht", "Bewertung 1 bis 5"),
    )


def _half_day(level: str) -> tuple[Row, ...]:
    return (
        (15, "Begrüßung, Spielregeln, Vertraulichkeit", "Impuls", "Anwesenheit, Vereinbarungen"),
        (25, "Blick ins Labor", "Vorführung", "–"),
        (30, "Bedarfe zu je drei Minuten", "Kurzvortrag ohne Folien", "Rückfragen"),
        (20, "Angebote zu je drei Minuten", "Kurzvortrag", "Rückfragen"),
        (15, BREAK, "", ""),
        _talks(level),
        (15, BREAK, "", ""),
        (40, "Ideentische: Problem, Lösung, Partner, 100 Tage", "Arbeitsbogen", "Ideen"),
        (20, "Abstimmung und Federführung", "Punktabfrage", "Stimmen, Federführung, Frist"),
        (10, "Rückmeldung", "Blitzlicht", "Bewertung 1 bis 5"),
    )


def _transfer_day(level: str) -> tuple[Row, ...]:
    return (
        (20, "Begrüßung, Spielregeln, Vertraulichkeit", "Impuls", "Anwesenheit, Vereinbarungen"),
        (60, "Rundgang durch Labor oder Halle", "zwei Gruppen", "–"),
        (15, BREAK, "", ""),
        (45, "Bedarfe zu je drei Minuten", "Kurzvortrag ohne Folien", "Rückfragen"),
        (30, "Angebote zu je drei Minuten", "Kurzvortrag", "Rückfragen"),
        (20, "Förderung und Schutzrechte in Kürze", "Impuls", "Fragen"),
        (60, LUNCH, "", ""),
        _talks(level),
        (15, BREAK, "", ""),
        (60, "Ideentische: Problem, Lösung, Partner, 100 Tage", "Arbeitsbogen", "Ideen"),
        (30, "Abstimmung und Federführung", "Punktabfrage", "Stimmen, Federführung, Frist"),
        (15, "Rückmeldung", "Blitzlicht", "Bewertung 1 bis 5"),
    )


def _matching_day(level: str) -> tuple[Row, ...]:
    return (
        (20, "Was seit dem Transfertag geschah", "Bericht je Idee", "erste Schritte, Absagen"),
        (75, "Konsortium, Arbeitspakete, Kosten je Idee", "Arbeitsbogen", "Partner, Rollen, Budget"),
        (15, BREAK, "", ""),
        _talks(level),
        (60, LUNCH, "", ""),
        (45, "Sprechstunde Förderung und Schutzrechte", "drei Tische", "Programm, offene Fragen mit Stelle"),
        (30, "Entscheidung je Idee", "Plenum", "verfolgt, zurückgestellt, verworfen, mit Grund"),
        (15, "Rückmeldung", "Blitzlicht", "Bewertung 1 bis 5"),
    )


ROADMAP: tuple[Row, ...] = (
    (20, "Begrüßung, Stand der Vorhaben", "Bericht", "Anwesenheit"),
    (75, "Technologien und Märkte bis zum Ende des Zeithorizonts", "Zeitstrahl in vier Gruppen", "Meilensteine"),
    (15, BREAK, "", ""),
    (75, "Lücken zwischen Vorhaben und Bedarf", "Karten auf dem Zeitstrahl", "neue Ideen, Abhängigkeiten"),
    (60, LUNCH, "", ""),
    (60, "Reallabor, Lizenz, Ausgründung, andere Cluster", "drei Tische", "Wege mit Federführung"),
    (30, "Zusagen", "Blitzlicht", "Zusagen, Termine"),
)


def agenda(level: str, number: int, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Agenda of the n-th workshop at a maturity level: minutes, block, method and what is recorded."""
    if number >= 3:
        return as_agenda(ROADMAP)
    if number == 2:
        return as_agenda(_matching_day(level))
    if level == "M0":
        return as_agenda(_topic_evening(level))
    return as_agenda(_half_day(level) if level == "M1" else _transfer_day(level))
