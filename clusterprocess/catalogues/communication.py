"""Communication catalogue: working values, word lists, published comparison values, publicity duties, checklist.

Working values and word lists are our own decisions [D] that staff may change; comparison values and duties carry source
and dates. A report prints a comparison value only when it was published before the report's date (ruling 10), and only
duties of the period it lies in. Source: offerings section 7b, efre section 1.5.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import Field, ValidationError, model_validator

from clusterprocess.catalogues.process import Entry
from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.errors import InputError


class Scoring(Entry):
    """Values that the methods KOM1 to KOM5 use."""

    catalogue_version: str = Field(min_length=1, description="Fassung des Katalogs, aus dem die Werte stammen")
    hour_eur: float = Field(ge=0, description="Wert einer Arbeitsstunde in Euro")
    working_weeks: int = Field(ge=1, le=53, description="Arbeitswochen im Jahr")
    professionalism_cut: float = Field(gt=0, lt=1, description="Schnitt der Professionalität, 0 bis 1")
    dynamics_cut: float = Field(gt=0, lt=1, description="Schnitt der Dynamik, 0 bis 1")
    votes_min: int = Field(ge=1, description="Stimmen, unter denen nichts ausgewiesen wird")
    entry_hours: float = Field(ge=0, description="Stunden je Woche, ab denen ein Konzept begonnen wird")


class Word(Entry):
    """One word of a list; ``short`` fits into a narrow column, ``contact`` says what a contact of that kind is."""

    slug: str
    de: str
    en: str = ""
    short: str = ""
    contact: str = ""


class Comparison(Entry):
    """One published value in percent, with its survey and day of publication."""

    measure: str
    de: str
    value: float = Field(ge=0, le=100)
    n: int = Field(ge=1)
    survey_years: str
    source: str
    published_on: date
    mark: str


class TypeCount(Entry):
    """How many organisations of the survey belong to one type."""

    kind: str
    organisations: int = Field(ge=0)


class Duty(Entry):
    """What one funder asks for, how it is proved, and when the rule holds."""

    funder: str
    what: str
    evidence: str
    source: str
    mark: str
    valid_from: date
    valid_until: date


class CheckItem(Entry):
    text: str


class CommunicationCatalogue(Entry):
    """Everything of ``communication.toml``, typed."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    scoring: Scoring
    channel_kind: tuple[Word, ...]
    audience: tuple[Word, ...]
    goal: tuple[Word, ...]
    web_item: tuple[Word, ...]
    consent: tuple[Word, ...]
    comparison: tuple[Comparison, ...]
    type_count: tuple[TypeCount, ...]
    duty: tuple[Duty, ...]
    checklist: tuple[CheckItem, ...]

    @model_validator(mode="after")
    def _words_are_unique(self) -> Self:
        for name in ("channel_kind", "audience", "goal", "web_item", "consent"):
            slugs = [word.slug for word in getattr(self, name)]
            if len(set(slugs)) < len(slugs):
                raise ValueError(f"{name}: ein Kürzel kommt zweimal vor")
        return self

    def comparisons(self, published_before: date) -> dict[str, Comparison]:
        """Published values by measure; only those that appeared before the given day."""
        return {c.measure: c for c in self.comparison if c.published_on < published_before}

    def duties(self, funder: str, on: date) -> tuple[Duty, ...]:
        """What a funder asks for on a day."""
        return tuple(d for d in self.duty if d.funder == funder and d.valid_from <= on <= d.valid_until)


def read_communication(raw: dict[str, object]) -> CommunicationCatalogue:
    """The catalogue from plain data; the scoring values receive the version of the whole.

    Raises:
        InputError: a value is missing or out of range.
    """
    scoring = raw.get("scoring")
    filled = (
        {**raw, "scoring": {**scoring, "catalogue_version": raw.get("version")}} if isinstance(scoring, dict) else raw
    )
    try:
        return CommunicationCatalogue.model_validate(filled)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Im Kommunikationskatalog ist der Wert {place} ungültig ({first['msg']}); bitte berichtigen Sie ihn.",
            field=place,
        ) from error


@versioned("communication.toml")
def communication(text: str) -> CommunicationCatalogue:
    """The catalogue that holds here and now."""
    return read_communication(tomllib.loads(text))


def word_of(words: Iterable[Word], slug: str) -> Word:
    """The word of a slug; an unknown slug stands for itself, because a catalogue may have lost it."""
    return next((word for word in words if word.slug == slug), Word(slug=slug, de=slug, short=slug))


def audience_name(slug: str) -> str:
    return word_of(communication().audience, slug).de


def audience_short(slug: str) -> str:
    word = word_of(communication().audience, slug)
    return word.short or word.de


def goal_name(slug: str) -> str:
    return word_of(communication().goal, slug).de


def kind_name(slug: str) -> str:
    return word_of(communication().channel_kind, slug).de


def contact_meaning(slug: str) -> str:
    """What one contact of this kind of channel is."""
    return word_of(communication().channel_kind, slug).contact


def _one_of(words: Iterable[Word], slug: str, what: str) -> str:
    known = [word.slug for word in words]
    if slug not in known:
        raise ValueError(f"„{slug}“ ist keine {what}; möglich sind: {', '.join(known)}")
    return slug


def known_audience(slug: str) -> str:
    """The slug itself.

    Raises:
        ValueError: the catalogue has no such audience; the message lists the known ones.
    """
    return _one_of(communication().audience, slug, "Zielgruppe")


def known_channel_kind(slug: str) -> str:
    """The slug itself.

    Raises:
        ValueError: the catalogue has no such kind of channel; the message lists the known ones.
    """
    return _one_of(communication().channel_kind, slug, "Art von Kanal")


def known_goal(slug: str) -> str:
    """The slug itself.

    Raises:
        ValueError: the catalogue has no such goal; the message lists the known ones.
    """
    return _one_of(communication().goal, slug, "Zielart")
