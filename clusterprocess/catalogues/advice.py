"""Catalogue of individual advice, read from ``advice.toml``: governance statements, scenario rules, impact fields.

Every value carries the mark [D]: a working decision that staff can change as data and that no report may present as
an official rule. Source: offerings.md sections 5, 7f and 8.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clusterprocess.catalogues.limits import LimitTable
from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.errors import InputError

ImpactKey = Literal[
    "wissen",
    "partner",
    "projekte",
    "innovation",
    "umsatz",
    "export",
    "personal",
    "image",
    "kosten",
    "standort",
    "foerderung",
    "qualifikation",
]
"""The twelve impact fields of the questionnaire (offerings.md 7f)."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IntakeRules(_Entry):
    """When a request comes too late."""

    shortest_decision_days: int = Field(ge=0, description="kürzeste Zeit zwischen Anfrage und Entscheidung in Tagen")


class AdditionalityValues(LimitTable):
    """F21: what an answer counts, 0 to 1."""

    unchanged: float = Field(ge=0, le=1, description="Es wäre ebenso geschehen, 0 bis 1")
    later_or_smaller: float = Field(ge=0, le=1, description="Es wäre später oder kleiner geschehen, 0 bis 1")
    not_at_all: float = Field(ge=0, le=1, description="Es wäre nicht geschehen, 0 bis 1")


class ScenarioRules(LimitTable):
    """BER2: length of the plan and what stress and growth assume."""

    months: int = Field(ge=12, le=60, multiple_of=12, description="Länge des Plans in Monaten")
    stress_grant_after_months: int = Field(ge=0, description="Monate, nach denen der größte Zuschuss entfällt")
    stress_uncertain_factor: float = Field(ge=0, le=1, description="Faktor auf nicht zugesagte Einnahmen, 0 bis 1")
    stress_fees_factor: float = Field(ge=0, le=1, description="Faktor auf Beiträge, 0 bis 1")
    growth_fees_yearly: float = Field(ge=0, le=1, description="Zuwachs der Beiträge je Jahr, 0 bis 1")
    growth_services_yearly: float = Field(ge=0, le=1, description="Zuwachs der Leistungserlöse je Jahr, 0 bis 1")
    growth_cost_yearly: float = Field(ge=0, le=1, description="Zuwachs der Kosten je Jahr, 0 bis 1")


class ImpactRules(LimitTable):
    """BER3: cuts of the impact map and the four steps of the ladder."""

    importance_cut: float = Field(ge=1, le=5, description="Ab diesem Mittelwert heißt ein Feld wichtig, 1 bis 5")
    effect_cut: float = Field(ge=1, le=5, description="Ab diesem Mittelwert heißt die Wirkung spürbar, 1 bis 5")
    strong_from: int = Field(ge=1, le=5, description="Ab dieser Antwort gilt eine Wirkung als deutlich, 1 bis 5")
    ladder: tuple[str, str, str, str] = Field(description="Namen der vier Stufen, von der ersten zur letzten")


class Statement(_Entry):
    """One yes/no statement on governance; yes means in order."""

    key: str = Field(min_length=1, description="Schlüssel")
    group: str = Field(min_length=1, description="Gruppe")
    text: str = Field(min_length=1, description="Aussage; Ja heißt in Ordnung")


class GovernanceCatalogue(LimitTable):
    """BER1: the twenty statements in their groups."""

    groups: tuple[str, ...] = Field(min_length=1, description="Gruppen in der Reihenfolge des Vermerks")
    statement: tuple[Statement, ...] = Field(min_length=1, description="Aussagen in der Reihenfolge der Abfrage")

    @model_validator(mode="after")
    def _in_groups(self) -> Self:
        keys = [s.key for s in self.statement]
        if len(set(keys)) < len(keys) or any(s.group not in self.groups for s in self.statement):
            raise ValueError("Jede Aussage braucht einen eigenen Schlüssel und eine der Gruppen.")
        return self

    def text_of(self, key: str) -> str:
        return next(s.text for s in self.statement if s.key == key)


class ImpactField(_Entry):
    """One impact field: its name in the note and the statement members rate."""

    key: ImpactKey
    name: str
    question: str


class Referral(_Entry):
    """Word stems that hint at a legal or tax question, lower case."""

    stems: tuple[str, ...]

    def hints_in(self, text: str) -> tuple[str, ...]:
        """The stems that a text holds."""
        lowered = text.lower()
        return tuple(stem for stem in self.stems if stem in lowered)


class AdviceCatalogue(BaseModel):
    """The whole catalogue: its identity and its tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1)
    valid_from: date
    published_on: date
    source: str = Field(min_length=1)
    mark: str = Field(min_length=1)
    status: str = Field(min_length=1)
    intake: IntakeRules
    additionality: AdditionalityValues
    scenarios: ScenarioRules
    impact: ImpactRules
    governance: GovernanceCatalogue
    impact_field: tuple[ImpactField, ...] = Field(min_length=12, max_length=12)
    referral: Referral

    def impact_name(self, key: str) -> str:
        return next(f.name for f in self.impact_field if f.key == key)


_WITH_VERSION = ("additionality", "scenarios", "impact", "governance")


def read_advice(text: str) -> AdviceCatalogue:
    """Read the catalogue from TOML text and give every table of limits the version of the whole.

    Raises:
        InputError: the text is no TOML, or a value is missing or out of range.
    """
    try:
        raw = tomllib.loads(text)
        version = raw.get("version")
        tables = {k: {**v, "catalogue_version": version} if k in _WITH_VERSION else v for k, v in raw.items()}
        return AdviceCatalogue.model_validate(tables)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"Der Beratungskatalog ist keine lesbare TOML-Datei ({error}).", field="advice") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Im Beratungskatalog ist der Wert {place} ungültig ({first['msg']}); bitte berichtigen Sie ihn.",
            field=place,
        ) from error


advice = versioned("advice.toml")(read_advice)
"""The catalogue of individual advice that holds here and now."""
