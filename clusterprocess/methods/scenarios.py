"""F14 scenarios: two key uncertainties make four futures; an option is robust that harms in none of them.

Formulas (Method library, F14)::

    mean = sum of the ratings / 4          minimum = smallest of the four ratings
    robust: minimum >= 0 [D]

Unit: ratings are whole points from -2 (harms) over 0 (neutral) to +2 (helps a lot), given per option and scenario by
the room. Each scenario is one corner of the cross of the two uncertainties, so the four corners are met exactly once.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.foresight import ScenarioLimits, foresight
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

End = Literal["a", "b"]
ScenarioVerdict = Literal["robust", "bedingt", "nachteilig"]

CORNERS: tuple[tuple[End, End], ...] = (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b"))


class Future(Frozen):
    """One scenario: which end of each of the two uncertainties it takes."""

    scenario: str = Field(min_length=1, description="Kennung des Szenarios")
    first: End = Field(description="Ende der ersten Unsicherheit, a oder b")
    second: End = Field(description="Ende der zweiten Unsicherheit, a oder b")


class OptionRating(Frozen):
    """How an option fares in each scenario."""

    option: str = Field(min_length=1, description="Kennung der Option")
    ratings: dict[str, int] = Field(description="Bewertung je Szenario, -2 bis 2")


class ScenarioInput(Frozen):
    """The four scenarios and the rated options."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "scenarios": [
                        {"scenario": "A", "first": "a", "second": "a"},
                        {"scenario": "B", "first": "a", "second": "b"},
                        {"scenario": "C", "first": "b", "second": "a"},
                        {"scenario": "D", "first": "b", "second": "b"},
                    ],
                    "options": [
                        {"option": "Testfeld", "ratings": {"A": 2, "B": 1, "C": 1, "D": 0}},
                        {"option": "Auslandsbüro", "ratings": {"A": 2, "B": -1, "C": 1, "D": -2}},
                    ],
                }
            ]
        }
    )

    scenarios: tuple[Future, ...] = Field(min_length=4, max_length=4, description="vier Szenarien, je Ecke eines")
    options: tuple[OptionRating, ...] = Field(min_length=1, description="bewertete Optionen, jede einmal")
    limits: ScenarioLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class OptionOutlook(Frozen):
    """One option over all four futures."""

    option: str = Field(description="Kennung der Option")
    ratings: dict[str, int] = Field(description="Bewertung je Szenario, -2 bis 2")
    mean: float = Field(ge=-2, le=2, description="Mittel der vier Bewertungen")
    minimum: int = Field(ge=-2, le=2, description="kleinste Bewertung")
    maximum: int = Field(ge=-2, le=2, description="größte Bewertung")
    robust: bool = Field(description="in keinem Szenario schädlich")
    harmed_by: tuple[str, ...] = Field(description="alle Szenarien mit einer Bewertung unter null")
    verdict: ScenarioVerdict = Field(description="robust, bedingt (nützt nur in manchen) oder nachteilig")


class ScenarioResult(Frozen):
    """All options: robust ones first, by mean."""

    options: tuple[OptionOutlook, ...] = Field(description="Optionen, robuste zuerst, dann nach Mittel")
    robust: tuple[str, ...] = Field(description="robuste Optionen in derselben Reihenfolge")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def scenario_ratings(data: ScenarioInput) -> ScenarioResult:
    """Mean, minimum and robustness of each option over four scenarios (Method library, F14).

    Raises:
        InputError: the scenarios do not meet the four corners once each, an option occurs twice, or a rating is
            missing, surplus or outside -2 to 2.
    """
    bounds = data.limits or foresight().scenarios
    names = _check(data)
    rows = [_outlook(option, names, bounds) for option in data.options]
    ordered = tuple(sorted(rows, key=lambda r: (not r.robust, -r.mean, -r.minimum, r.option)))
    return ScenarioResult(
        options=ordered,
        robust=tuple(row.option for row in ordered if row.robust),
        catalogue_version=bounds.catalogue_version,
    )


def _check(data: ScenarioInput) -> tuple[str, ...]:
    names = tuple(s.scenario for s in data.scenarios)
    if len(set(names)) < len(names):
        raise InputError("scenarios: Ein Szenario kommt zweimal vor; bitte benennen Sie es um.", field="scenarios")
    if sorted((s.first, s.second) for s in data.scenarios) != sorted(CORNERS):
        raise InputError(
            "scenarios: Zwei Szenarien liegen in derselben Ecke; je Verbindung der beiden Unsicherheiten gehört eines.",
            field="scenarios",
        )
    seen: set[str] = set()
    for option in data.options:
        if option.option in seen:
            raise InputError(
                f"options: {option.option} ist zweimal bewertet; bitte behalten Sie eine Zeile.", field="options"
            )
        seen.add(option.option)
        if problem := _problem(option, names):
            raise InputError(f"options: {option.option} {problem}.", field="options")
    return names


def _problem(option: OptionRating, names: tuple[str, ...]) -> str | None:
    if missing := [name for name in names if name not in option.ratings]:
        return f"ist im Szenario {missing[0]} nicht bewertet; bitte tragen Sie −2 bis +2 ein"
    if unknown := [name for name in option.ratings if name not in names]:
        return f"ist im unbekannten Szenario {unknown[0]} bewertet; bitte prüfen Sie die Kennung"
    wrong = [f"{name} mit {value}" for name, value in option.ratings.items() if not -2 <= value <= 2]
    return f"ist im Szenario {wrong[0]} bewertet; erlaubt sind −2 bis +2" if wrong else None


def _outlook(option: OptionRating, names: tuple[str, ...], bounds: ScenarioLimits) -> OptionOutlook:
    values = [option.ratings[name] for name in names]
    low, high = min(values), max(values)
    robust = low >= bounds.robust_from
    return OptionOutlook(
        option=option.option,
        ratings={name: option.ratings[name] for name in names},
        mean=sum(values) / len(values),
        minimum=low,
        maximum=high,
        robust=robust,
        harmed_by=tuple(name for name in names if option.ratings[name] < 0),
        verdict="robust" if robust else ("bedingt" if high > 0 else "nachteilig"),
    )
