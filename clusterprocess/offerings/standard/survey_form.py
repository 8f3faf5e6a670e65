"""The member survey as a page behind a link, and one returned page as a row of the survey."""

from __future__ import annotations

from typing import Any

from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm, Values
from clusterprocess.offerings.standard.rows import KIND_NAMES, SERVICE_NAMES
from clusterprocess.offerings.standard.survey import SURVEY

KINDS = tuple((slug, Text(name)) for slug, name in KIND_NAMES.items())
SIZES = tuple((slug, Text(f"{slug.replace('+', ' und mehr').replace('-', ' bis ')} Beschäftigte")) for slug in ("1-19", "20-49", "50-249", "250+"))  # fmt: skip
ANONYMOUS = (
    "Ihre Antworten werden ohne Namen und ohne Adresse gespeichert und nur zusammengefasst ausgewertet; Gruppen mit "
    "weniger als acht Antworten werden nicht einzeln gezeigt. Bitte nennen Sie in den freien Texten keine Personen."
)
LONGEST_TEXT = 600
_WORDS = {question.key: Text(question.de) for question in SURVEY}


def about_you() -> FormSection:
    """Kind and size of the answering organisation, the only facts about who answers."""
    return FormSection(
        "Ihre Organisation",
        (
            FormField("kind", FieldKind.CHOICE, _WORDS["kind"], required=True, choices=KINDS),
            FormField("size", FieldKind.CHOICE, _WORDS["size"], choices=SIZES),
        ),
    )


def member_survey_form(initiative: str, short: bool, facts: tuple[tuple[str, str], ...]) -> GuestForm:
    """The questions whose answers the survey keeps; the short form leaves out the ten services (level M1)."""
    sections = [about_you()]
    if not short:
        sections += [_services("need", "Was Ihnen wichtig ist", "nicht wichtig", "sehr wichtig"),
                     _services("satisfaction", "Wie zufrieden Sie sind", "nicht zufrieden", "sehr zufrieden")]  # fmt: skip
    sections.append(
        FormSection(
            "Das Netzwerk und Sie",
            (
                _scale("would_pay", _WORDS["would_pay"], "sicher nicht", "sicher"),
                _scale("knows_strategy", _WORDS["knows_strategy"], "gar nicht", "sehr genau"),
                FormField("recommend", FieldKind.SCALE, _WORDS["recommend"], lowest=0, highest=10,
                          low_word="keinesfalls", high_word="auf jeden Fall"),
                FormField("obstacle", FieldKind.LONG_TEXT, _WORDS["obstacle"], most=LONGEST_TEXT),
                FormField("wish", FieldKind.LONG_TEXT, _WORDS["wish"], most=LONGEST_TEXT),
            ),
        )
    )  # fmt: skip
    return GuestForm(
        title=f"Mitgliederbefragung: {initiative}",
        intro="Was brauchen Sie von Ihrem Netzwerk, und wie zufrieden sind Sie? Jede Antwort zählt, auch eine kurze.",
        sections=tuple(sections),
        submit="Antworten absenden",
        facts=facts,
        privacy=ANONYMOUS,
        thanks="Vielen Dank. Ihre Antworten sind ohne Namen eingegangen.",
        minutes=3 if short else 8,
    )


def survey_row(values: Values) -> dict[str, Any]:
    """One answer as the survey's model expects it, still without its number."""
    row: dict[str, Any] = {"need": {}, "satisfaction": {}}
    for key, value in values.items():
        group, _, category = key.partition("_")
        if group in ("need", "satisfaction"):
            row[group][category] = value
        else:
            row[key] = value
    return row


def _services(group: str, title: str, low: str, high: str) -> FormSection:
    return FormSection(
        title,
        tuple(_scale(f"{group}_{slug}", name, low, high) for slug, name in SERVICE_NAMES.items()),
        f"Je Leistung von 1 ({low}) bis 5 ({high}). Was Sie nicht kennen, lassen Sie bitte frei.",
    )


def _scale(key: str, label: Text, low: str, high: str) -> FormField:
    return FormField(key, FieldKind.SCALE, label, lowest=1, highest=5, low_word=low, high_word=high)
