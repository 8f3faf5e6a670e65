"""INT1 readiness: how ready an initiative is to act abroad.

Formulas (Method library, 7d [D]; the rules by which a component earns its points stand in the catalogue, ruling 13)::

    readiness = strategy (20) + resources (20) + English presence (10) + lead members (20)
              + partners at stage 2 or above with a contact of the last 12 months (15) + experience (15)      0 to 100
    below 40 "vorbereiten", 40 to below 70 "pilotieren", from 70 "skalieren"
    a stepwise rule earns the points of the highest step that is reached
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.internationalisation import Level, ReadinessLimits, Step, internationalisation
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen
from clusterprocess.methods.partnerships import Partnership, is_dormant

ReadinessWord = Literal["vorbereiten", "pilotieren", "skalieren"]
ComponentKey = Literal["strategie", "ressourcen", "englisch", "fuehrende", "partner", "erfahrung"]

COMPONENT_NAMES: dict[ComponentKey, str] = {
    "strategie": "Strategie",
    "ressourcen": "Ressourcen",
    "englisch": "Auftritt auf Englisch",
    "fuehrende": "Führende Mitglieder",
    "partner": "Tragende Partnerschaften",
    "erfahrung": "Erfahrung",
}
_CEFR: tuple[Level, ...] = ("A1", "A2", "B1", "B2", "C1", "C2")


class ReadinessInput(Frozen):
    """The facts behind the six components."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "as_of": "2015-10-12",
                    "has_strategy": True,
                    "strategy_year": 2011,
                    "fte": 0.4,
                    "budget_eur": "28000",
                    "english_website": True,
                    "english_profile": False,
                    "english_level": "C1",
                    "lead_members": 4,
                    "partnerships": [
                        {"name": "Partner A", "country": "NL", "stage": 3, "last_contact_on": "2015-09-10"},
                        {"name": "Partner B", "country": "AT", "stage": 2, "last_contact_on": "2014-03-01"},
                    ],
                    "activities": 6,
                    "activity_types": 4,
                }
            ]
        }
    )

    as_of: date = Field(description="Stichtag")
    has_strategy: bool = Field(description="schriftliche Strategie für das Ausland")
    strategy_year: int | None = Field(default=None, ge=1980, le=2100, description="Jahr der Strategie")
    fte: float = Field(ge=0, description="Vollzeitäquivalente für das Ausland")
    budget_eur: Decimal = Field(ge=0, description="Mittel für das Ausland im Jahr in Euro")
    english_website: bool = Field(description="Internetseite auf Englisch")
    english_profile: bool = Field(description="Profil auf der europäischen Clusterplattform")
    english_level: Level | None = Field(default=None, description="bestes Englisch im Team, A1 bis C2")
    lead_members: int = Field(ge=0, description="verschiedene Mitglieder, die in einem Land führen")
    partnerships: tuple[Partnership, ...] = Field(default=(), description="Partner im Ausland")
    activities: int = Field(ge=0, description="Aktivitäten in 24 Monaten")
    activity_types: int = Field(ge=0, description="verschiedene Arten von Aktivitäten")
    limits: ReadinessLimits | None = Field(default=None, description="Regeln; leer = ausgelieferter Katalog")


class Component(Frozen):
    """One component: what it earned, what it could earn, and why."""

    key: ComponentKey = Field(description="Schlüssel")
    name: str = Field(description="Bezeichnung")
    points: float = Field(ge=0, description="erreichte Punkte")
    maximum: float = Field(ge=0, description="mögliche Punkte")
    missing: float = Field(ge=0, description="fehlende Punkte")
    reason: str = Field(description="Grund in Worten")


class ReadinessResult(Frozen):
    """Score, word and components."""

    score: float = Field(ge=0, le=100, description="Reifegrad 0 bis 100")
    word: ReadinessWord = Field(description="vorbereiten, pilotieren oder skalieren")
    components: tuple[Component, ...] = Field(description="sechs Bestandteile in fester Reihenfolge")
    largest_gaps: tuple[ComponentKey, ...] = Field(description="Bestandteile mit fehlenden Punkten, größter zuerst")
    catalogue_version: str = Field(description="Version des Katalogs")


def readiness(data: ReadinessInput) -> ReadinessResult:
    """Return the readiness of an initiative at its reference day (Method library, 7d).

    Raises:
        InputError: the strategy is younger than the reference day, or more types than activities.
    """
    rules = data.limits or internationalisation().readiness
    _check(data)
    components = (
        _strategy(data, rules),
        _resources(data, rules),
        _english(data, rules),
        _component("fuehrende", _earned(data.lead_members, rules.leads), _top(rules.leads), _leads(data)),
        _partners(data, rules),
        _experience(data, rules),
    )
    score = sum(c.points for c in components)
    gaps = sorted((c for c in components if c.missing > 0), key=lambda c: (-c.missing, c.key))
    return ReadinessResult(
        score=score,
        word="vorbereiten" if score < rules.pilot_from else "pilotieren" if score < rules.scale_from else "skalieren",
        components=components,
        largest_gaps=tuple(c.key for c in gaps),
        catalogue_version=rules.catalogue_version,
    )


def _check(data: ReadinessInput) -> None:
    if data.strategy_year is not None and data.strategy_year > data.as_of.year:
        raise InputError(
            f"strategy_year: Das Jahr {data.strategy_year} liegt nach dem Stichtag; bitte prüfen Sie beide Angaben.",
            field="strategy_year",
        )
    if data.activity_types > data.activities:
        raise InputError(
            f"activity_types: {data.activity_types} Arten bei {data.activities} Aktivitäten; bitte prüfen Sie beide Zahlen.",
            field="activity_types",
        )


def _earned(value: float, steps: Iterable[Step]) -> float:
    return max((points for least, points in steps if value >= least), default=0.0)


def _top(steps: Iterable[Step]) -> float:
    return max(points for _, points in steps)


def _component(key: ComponentKey, points: float, maximum: float, reason: str) -> Component:
    return Component(
        key=key,
        name=COMPONENT_NAMES[key],
        points=points,
        maximum=maximum,
        missing=maximum - points,
        reason=reason,
    )


def _strategy(data: ReadinessInput, rules: ReadinessLimits) -> Component:
    maximum = rules.strategy_written + rules.strategy_fresh
    if not data.has_strategy:
        return _component("strategie", 0, maximum, "keine schriftliche Strategie für das Ausland")
    fresh = data.strategy_year is not None and data.as_of.year - data.strategy_year <= rules.strategy_fresh_years
    said = f"schriftlich, von {data.strategy_year}" if data.strategy_year else "schriftlich, Jahr unbekannt"
    points = rules.strategy_written + (rules.strategy_fresh if fresh else 0)
    reason = said if fresh else f"{said}, älter als {rules.strategy_fresh_years} Jahre" if data.strategy_year else said
    return _component("strategie", points, maximum, reason)


def _resources(data: ReadinessInput, rules: ReadinessLimits) -> Component:
    points = _earned(data.fte, rules.resources_fte) + _earned(float(data.budget_eur), rules.resources_eur)
    money = f"{data.budget_eur:,.0f}".replace(",", ".")
    stated = f"{data.fte:g}".replace(".", ",")
    return _component(
        "ressourcen",
        points,
        _top(rules.resources_fte) + _top(rules.resources_eur),
        f"{stated} Vollzeitäquivalente, {money} Euro im Jahr",
    )


def _english(data: ReadinessInput, rules: ReadinessLimits) -> Component:
    speaks = data.english_level is not None and _CEFR.index(data.english_level) >= _CEFR.index(rules.english_level)
    parts = (
        (data.english_website, rules.english_website, "Internetseite"),
        (data.english_profile, rules.english_profile, "europäisches Profil"),
        (speaks, rules.english_team, "Englisch im Team"),
    )
    there = [name for has, _, name in parts if has]
    lacking = [name for has, _, name in parts if not has]
    said = (["vorhanden: " + ", ".join(there)] if there else []) + (["fehlt: " + ", ".join(lacking)] if lacking else [])
    return _component("englisch", sum(p for has, p, _ in parts if has), sum(p for _, p, _ in parts), "; ".join(said))


def _leads(data: ReadinessInput) -> str:
    if data.lead_members == 0:
        return "kein Mitglied führt in einem Land"
    return "ein Mitglied führt" if data.lead_members == 1 else f"{data.lead_members} Mitglieder führen in einem Land"


def _partners(data: ReadinessInput, rules: ReadinessLimits) -> Component:
    able = [p for p in data.partnerships if p.stage >= rules.partner_stage]
    fresh = [p for p in able if not is_dormant(p, data.as_of, rules.contact_months)]
    dormant = len(able) - len(fresh)
    others = "ein weiterer" if dormant == 1 else f"{dormant} weitere"
    rest = f", {others} ohne Kontakt seit {rules.contact_months} Monaten" if dormant else ""
    return _component(
        "partner",
        _earned(len(fresh), rules.partners),
        _top(rules.partners),
        f"{_reached(len(fresh), len(data.partnerships))} auf Stufe {rules.partner_stage}{rest}",
    )


def _reached(fresh: int, total: int) -> str:
    if total == 1:
        return f"der einzige Partner {'mindestens' if fresh else 'noch nicht'}"
    return f"{fresh} von {total} Partnern mindestens"


def _experience(data: ReadinessInput, rules: ReadinessLimits) -> Component:
    maximum = _top(rules.experience)
    steps = [s for s in rules.experience if s[1] < maximum or data.activity_types >= rules.experience_types]
    number = "keine Aktivität" if data.activities == 0 else f"{data.activities} Aktivitäten"
    kinds = f" in {data.activity_types} Arten" if data.activities > 1 else ""
    return _component("erfahrung", _earned(data.activities, steps), maximum, f"{number}{kinds} in 24 Monaten")
