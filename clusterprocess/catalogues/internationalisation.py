"""Rules and lists of the internationalisation support, read from ``internationalisation.toml`` and ``countries.toml``.

Points, weights and classes carry the mark [D]: a working decision that staff can change as data and that no report may
present as an official rule. Comparators and amounts of programmes are quoted only when they were published before the
report (ruling 10). Source: Method library, 7d; rulings 10, 12 and 13.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from clusterprocess.catalogues.limits import LimitTable
from clusterprocess.catalogues.reading import versioned

Step = tuple[float, float]
"""Least value and the points it earns."""

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]


class Entry(BaseModel):
    """Base of list entries: unknown keys fail at loading, not in a report."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadinessLimits(LimitTable):
    """INT1: what earns points, 0 to 100 in all, and the bounds of the three words."""

    strategy_written: float = Field(ge=0, description="Punkte für eine schriftliche Strategie")
    strategy_fresh: float = Field(ge=0, description="Punkte, wenn sie nicht veraltet ist")
    strategy_fresh_years: int = Field(ge=0, description="so viele Jahre gilt eine Strategie als nicht veraltet")
    resources_fte: tuple[Step, ...] = Field(min_length=1, description="Stufen der Vollzeitäquivalente")
    resources_eur: tuple[Step, ...] = Field(min_length=1, description="Stufen der Mittel im Jahr in Euro")
    english_website: float = Field(ge=0, description="Punkte für die englische Internetseite")
    english_profile: float = Field(ge=0, description="Punkte für das europäische Profil")
    english_team: float = Field(ge=0, description="Punkte für Englisch im Team")
    english_level: Level = Field(description="Mindeststufe des Englischen im Team")
    leads: tuple[Step, ...] = Field(min_length=1, description="Stufen der führenden Mitglieder")
    partners: tuple[Step, ...] = Field(min_length=1, description="Stufen der tragenden Partnerschaften")
    partner_stage: int = Field(ge=0, le=5, description="Stufe, ab der eine Partnerschaft trägt")
    contact_months: int = Field(ge=1, description="Monate, nach denen ein Kontakt veraltet ist")
    experience: tuple[Step, ...] = Field(min_length=1, description="Stufen der Aktivitäten in 24 Monaten")
    experience_types: int = Field(ge=1, description="Arten von Aktivitäten, die die oberste Stufe verlangt")
    pilot_from: float = Field(ge=0, le=100, description="Punkte, ab denen pilotiert wird")
    scale_from: float = Field(ge=0, le=100, description="Punkte, ab denen skaliert wird")


class ChoiceLimits(LimitTable):
    """INT5 and INT6: rounding of weights, classes of evidence, number of target regions."""

    weight_step: float = Field(gt=0, le=0.25, description="Schritt, auf den Gewichte gerundet werden")
    evidence_high: float = Field(ge=0, le=1, description="Belegdichte, ab der sie hoch heißt")
    evidence_mid: float = Field(ge=0, le=1, description="Belegdichte, ab der sie mittel heißt")
    regions_max: int = Field(ge=1, description="Höchstzahl der Zielregionen")
    shade_strong: float = Field(ge=0, le=100, description="Punkte, ab denen ein Land dunkel erscheint")
    shade_mid: float = Field(ge=0, le=100, description="Punkte, ab denen ein Land mittel erscheint")


class DefaultCriterion(Entry):
    """A criterion of the target-market matrix with its default weight."""

    key: str
    name: str
    weight: float = Field(ge=0, le=1)


class Stage(Entry):
    """A rung of the partnership ladder and what comes next."""

    stage: int = Field(ge=0, le=5)
    name: str
    next: str


class Hint(Entry):
    """A compliance hint: what is asked, and who gives information; never legal advice (ruling 12)."""

    key: str
    name: str
    question: str
    refer_to: str


class Programme(Entry):
    """A way of funding; the amount is quoted only where ``published_on`` lies before the report."""

    key: str
    name: str
    purpose: str
    refer_to: str
    source: str
    mark: str
    amount_eur: int | None = None
    published_on: date | None = None


class Comparator(Entry):
    """A published figure about the internationalisation of clusters."""

    key: str
    text: str
    value: float
    unit: str
    source: str
    mark: str
    published_on: date | None = None


class InternationalisationCatalogue(Entry):
    """Everything of ``internationalisation.toml``, typed."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    readiness: ReadinessLimits
    choice: ChoiceLimits
    criteria: tuple[DefaultCriterion, ...]
    stages: tuple[Stage, ...]
    activities: dict[str, str]
    motives: dict[str, str]
    barriers: dict[str, str]
    hints: tuple[Hint, ...]
    programmes: tuple[Programme, ...]
    comparators: tuple[Comparator, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if abs(sum(c.weight for c in self.criteria) - 1) > 0.001:
            raise ValueError("the default weights must sum to 1")
        if [s.stage for s in self.stages] != list(range(6)):
            raise ValueError("the ladder has the stages 0 to 5")
        return self

    def default_weights(self) -> dict[str, float]:
        return {c.key: c.weight for c in self.criteria}

    def hint(self, key: str) -> Hint:
        return next(h for h in self.hints if h.key == key)


class WorldRegion(Entry):
    name: str
    countries: dict[str, str]


class Countries(Entry):
    """ISO codes with German names, by region of the world."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    regions: tuple[WorldRegion, ...]

    def name(self, code: str) -> str:
        """German name of a country; the code itself where the list does not know it."""
        return next((r.countries[code] for r in self.regions if code in r.countries), code)

    def region(self, code: str) -> str:
        """Region of a country; ``Übrige`` where the list does not know it."""
        return next((r.name for r in self.regions if code in r.countries), "Übrige")


@versioned("internationalisation.toml")
def internationalisation(text: str) -> InternationalisationCatalogue:
    """The catalogue that holds here and now."""
    raw = tomllib.loads(text)
    for table in ("readiness", "choice"):
        raw[table] = {**raw[table], "catalogue_version": raw["version"]}
    return InternationalisationCatalogue.model_validate(raw)


@versioned("countries.toml")
def countries(text: str) -> Countries:
    """The list of countries that holds here and now."""
    return Countries.model_validate(tomllib.loads(text))


def comparators(published_before: date) -> tuple[Comparator, ...]:
    """Published figures that a report of this day may quote (ruling 10); undated ones never."""
    return tuple(
        c
        for c in internationalisation().comparators
        if c.published_on is not None and c.published_on < published_before
    )
