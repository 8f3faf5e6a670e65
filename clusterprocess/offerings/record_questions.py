"""The record of a workshop as questions, so that a page asks for what each offering's record takes.

Attendance, options and votes hang together and are asked for by the page itself; everything else is read from the
offering's record model, which stays its only declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.domain.language import Text
from clusterprocess.offerings.internationalisation.choice import CriterionKey
from clusterprocess.offerings.internationalisation.questionnaire import Country
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row
from clusterprocess.offerings.standard.rows import Likert, WorkshopRecord

PART = "protokoll"
LEVEL = "M0"
"""Level at which only what the record requires counts as required."""
ASKED_BY_THE_PAGE = frozenset(
    {"held_on", "place", "moderator_role", "signed_list", "attendance", "options", "ballots", "feedback"}
)
SCORES = "scores"


class CountryScore(Row):
    """The values of one country; the record keeps them as a mapping, a page asks for them row by row."""

    country: Country
    values: dict[CriterionKey, Likert]


_TEXTS: dict[str, tuple[str, str]] = {
    "notes": ("Tagesordnung und Beschlüsse", "Zeilen ohne Inhalt werden nicht übernommen."),
    "measures": (
        "Maßnahmen",
        "Jede Maßnahme hat eine verantwortliche Stelle und eine Frist; ist noch niemand gefunden, steht hier, bis wann das "
        "geklärt wird.",
    ),
    "corrections": ("Berichtigte Zahlen", "Zahlen der Situationsanalyse, die Mitglieder berichtigt haben."),
    "uncertainties": ("Wichtigste Unsicherheiten", "Wichtigste zuerst."),
    "points_changed": ("Berichtigte Indikatoren", "Entweder der neue Wert oder die erfüllten Punkte der Prüfliste."),
    "pilot_partners": ("Pilotpartner", "Service und Organisation, die zugesagt hat."),
    "sentence": ("Der Satz, wie er beschlossen ist", ""),
    "consent": (
        "Zustimmung zum Satz: Zahl der Organisationen",
        "voll: volle Zustimmung, mit: Zustimmung, bedenken: leichte Bedenken, einwand: schwerer Einwand.",
    ),
    "channel_votes": ("Abstimmung über Kanäle", ""),
    "calendar": ("Redaktionskalender", ""),
    "approvals": ("Freigaben", "Genau eine Stelle gibt frei."),
    "motives": ("Motive", "Punkte bei der Begrüßung."),
    "weights": ("Beschlossene Gewichte", "Kürzel des Kriteriums und Gewicht; zusammen 1."),
    SCORES: ("Im Raum vergebene Werte", "Je Land ein Wert von 1 bis 5 je Kriterium."),
    "decisions": ("Entscheidungen über Länder", ""),
    "travellers": ("Zusagen für Reisen", ""),
    "talks": ("Geführte Gespräche", "Interesse von 0 (keines) bis 3 (groß)."),
    "ideas": ("Ideen mit Federführung und Frist", "Bezeichnung ohne Namen."),
    "ndas": ("Unterschriebene Vertraulichkeitsvereinbarungen", ""),
    "chosen": ("Gewählte Option", ""),
    "peer_consultation": ("Kollegiale Fallberatung", "Ohne Namen von Organisationen."),
}
_ORDER = ("notes", "measures")


def usual_options(offering: str) -> dict[str, str]:
    """What a workshop of an offering votes on where that stands beforehand: key to name."""
    if offering != "internationalisation":
        return {}
    return {c.key: c.name for c in internationalisation().criteria}


@cache
def record_questions(model: type[BaseModel]) -> Questionnaire:
    """Everything of a record but what the page asks for itself: agenda first, then measures, then the offering's own."""
    own = [name for name in model.model_fields if name not in ASKED_BY_THE_PAGE]
    names = sorted(
        own, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER) + (name == "corrections")
    )
    return Questionnaire(PART, WorkshopRecord.__name__, tuple(_question(model, name) for name in names))


def _question(model: type[BaseModel], name: str) -> Question:
    field = model.model_fields[name]
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    text, told = _TEXTS.get(name, (name.replace("_", " ").capitalize(), field.description or ""))
    return Question(
        name,
        Text(text),
        list[CountryScore] if name == SCORES else kind,
        Depth.CORE if field.is_required() else Depth.STANDARD,
        told,
    )


def as_record(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the page as the record keeps them."""
    found = dict(answers)
    if SCORES in found:
        found[SCORES] = {row["country"]: row["values"] for row in found[SCORES]}
    return found


def as_answers(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as the page shows it; the way back of :func:`as_record`."""
    found = {key: value for key, value in record.items() if key not in ASKED_BY_THE_PAGE}
    if SCORES in found:
        found[SCORES] = [{"country": country, "values": values} for country, values in found[SCORES].items()]
    return found
