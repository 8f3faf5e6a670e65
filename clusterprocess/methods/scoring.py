"""F7 weighted scoring: which option serves the weighted criteria best, and how firm that answer is.

Formulas (Method library, F7 [D])::

    U = sum(w * s)                        s 1 to 5, weights sum to 1; U 1 to 5
    points = (U - 1) / 4 * 100            0 to 100
    rank = 1 + number of options with a higher U; equal U, equal rank
    sensitivity: each weight once raised and once lowered by 50 %, the others rescaled so that the sum stays 1
    rank stability = share of these runs in which the option is among the first three

A raised weight stops at 1. Knock-outs come before scoring: an option with one gets no rank and takes part in no run,
whatever its scores; its scores may be left out altogether. An option among the first three whose stability is below
70 % is close ("Ergebnis knapp"). Weights within the tolerance are divided by their sum, so that U stays within 1 to 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.scoring import ScoringLimits, scoring_limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

_DIGITS = 9  # utilities closer than this count as equal: float sums differ in the last places


class Criterion(Frozen):
    """One criterion and what it counts."""

    key: str = Field(min_length=1, description="Schlüssel des Kriteriums, eindeutig")
    name: str = Field(min_length=1, description="Bezeichnung des Kriteriums")
    weight: float = Field(ge=0, le=1, description="Gewicht 0 bis 1; alle Gewichte ergeben 1")


class ScoredOption(Frozen):
    """One option with its scores, and what excludes it."""

    key: str = Field(min_length=1, description="Schlüssel der Option, eindeutig")
    name: str = Field(min_length=1, description="Bezeichnung der Option")
    scores: dict[str, float] = Field(
        default_factory=dict, description="Bewertung 1 bis 5 je Schlüssel des Kriteriums; leer nur bei Ausschluss"
    )
    knock_outs: tuple[str, ...] = Field(default=(), description="Ausschlussgründe; einer genügt")


class ScoringInput(Frozen):
    """Criteria with weights and options with scores."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "criteria": [
                        {"key": "nutzen", "name": "Nutzen", "weight": 0.5},
                        {"key": "aufwand", "name": "geringer Aufwand", "weight": 0.3},
                        {"key": "tempo", "name": "Tempo", "weight": 0.2},
                    ],
                    "options": [
                        {"key": "a", "name": "Option A", "scores": {"nutzen": 4, "aufwand": 3, "tempo": 2}},
                        {"key": "b", "name": "Option B", "scores": {"nutzen": 2, "aufwand": 5, "tempo": 4}},
                        {"key": "c", "name": "Option C", "knock_outs": ["kein Mitglied will führen"]},
                    ],
                }
            ]
        }
    )

    criteria: tuple[Criterion, ...] = Field(min_length=1, description="Kriterien mit Gewichten")
    options: tuple[ScoredOption, ...] = Field(min_length=1, description="Optionen mit Bewertungen")
    limits: ScoringLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class OptionScore(Frozen):
    """Utility, rank and stability of one option."""

    key: str = Field(description="Schlüssel der Option")
    name: str = Field(description="Bezeichnung der Option")
    utility: float | None = Field(
        ge=1, le=5, description="Nutzwert U 1 bis 5; leer, wenn ohne Bewertung ausgeschlossen"
    )
    points: float | None = Field(ge=0, le=100, description="Punkte 0 bis 100")
    rank: int | None = Field(ge=1, description="Rang ab 1; leer bei Ausschluss")
    stability: float | None = Field(
        ge=0, le=1, description="Rangstabilität: Anteil der Läufe unter den ersten drei; leer bei Ausschluss"
    )
    close: bool = Field(description="unter den ersten drei, aber Rangstabilität unter der Schwelle: Ergebnis knapp")
    best_rank: int | None = Field(description="bester Rang in den Läufen; leer bei Ausschluss")
    worst_rank: int | None = Field(description="schlechtester Rang in den Läufen; leer bei Ausschluss")
    drops_when: tuple[str, ...] = Field(
        description="Veränderungen, bei denen die Option die ersten drei Ränge verlässt, etwa „Nutzen −50 %“"
    )
    tied_with: tuple[str, ...] = Field(description="Schlüssel der Optionen mit gleichem Nutzwert")
    knocked_out: bool = Field(description="ausgeschlossen")
    knock_outs: tuple[str, ...] = Field(description="Ausschlussgründe")


class ScoringResult(Frozen):
    """All options: ranked ones first, knocked-out ones last."""

    options: tuple[OptionScore, ...] = Field(description="Optionen nach Rang, dann ausgeschlossene nach Schlüssel")
    weights: dict[str, float] = Field(description="verwendete Gewichte je Kriterium, Summe 1")
    runs: int = Field(ge=0, description="Zahl der Empfindlichkeitsläufe")
    ties: tuple[tuple[str, ...], ...] = Field(description="Gruppen von Optionen mit gleichem Nutzwert")
    close: bool = Field(description="mindestens eine der ersten drei Optionen ist knapp")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def weighted_scoring(data: ScoringInput) -> ScoringResult:
    """Return utility, points, rank and rank stability per option (Method library, F7).

    Raises:
        InputError: weights that do not sum to 1, a key used twice, a score missing, surplus or outside 1 to 5.
    """
    bounds = data.limits or scoring_limits()
    weights = _weights(data, bounds)
    _check_options(data)
    free = [option for option in data.options if not option.knock_outs]
    base = _utilities(free, weights)
    runs = _runs(data, weights, bounds)
    run_ranks = {label: _ranks(_utilities(free, changed)) for label, changed in runs.items()}
    ranks = _ranks(base)
    ranked = [_ranked(option, base, ranks, run_ranks, bounds) for option in free]
    out = [_knocked_out(option, weights) for option in data.options if option.knock_outs]
    ties = {tuple(sorted((row.key, *row.tied_with))) for row in ranked if row.tied_with}
    return ScoringResult(
        options=(
            *sorted(ranked, key=lambda row: (row.rank or 0, row.key)),
            *sorted(out, key=lambda row: row.key),
        ),
        weights=dict(sorted(weights.items())),
        runs=len(runs),
        ties=tuple(sorted(ties)),
        close=any(row.close for row in ranked),
        catalogue_version=bounds.catalogue_version,
    )


def _weights(data: ScoringInput, bounds: ScoringLimits) -> dict[str, float]:
    _unique([criterion.key for criterion in data.criteria], "criteria", "Das Kriterium")
    total = fsum(criterion.weight for criterion in data.criteria)
    if abs(total - 1) > bounds.weight_tolerance + 1e-12:
        shown = f"{total:.3f}".replace(".", ",")
        raise InputError(
            f"criteria: Die Gewichte ergeben {shown} statt 1; bitte ändern Sie die Gewichte so, dass ihre Summe 1 ist.",
            field="criteria",
        )
    return {criterion.key: criterion.weight / total for criterion in data.criteria}


def _unique(keys: list[str], field: str, noun: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise InputError(
                f"{field}: {noun} {key} kommt zweimal vor; bitte vergeben Sie jeden Schlüssel einmal.", field=field
            )


def _check_options(data: ScoringInput) -> None:
    _unique([option.key for option in data.options], "options", "Die Option")
    known = {criterion.key: criterion.name for criterion in data.criteria}
    for option in data.options:
        if option.knock_outs and not option.scores:
            continue
        field = f"options.{option.key}.scores"
        missing = [name for key, name in known.items() if key not in option.scores]
        if missing:
            raise InputError(
                f"{field}: Für {option.name} fehlt die Bewertung bei {', '.join(missing)}; bitte bewerten Sie jedes "
                "Kriterium mit 1 bis 5.",
                field=field,
            )
        for key, score in option.scores.items():
            if key not in known:
                raise InputError(
                    f"{field}: Das Kriterium {key} gibt es nicht; bekannt sind: {', '.join(known)}.", field=field
                )
            if not 1 <= score <= 5:
                shown = f"{score:g}".replace(".", ",")
                raise InputError(
                    f"{field}: Die Bewertung {shown} von {option.name} bei {known[key]} liegt nicht zwischen 1 und 5; "
                    "bitte berichtigen Sie sie.",
                    field=field,
                )


def _utility(option: ScoredOption, weights: Mapping[str, float]) -> float:
    total = fsum(weight * option.scores[key] for key, weight in weights.items())
    return min(5.0, max(1.0, round(total, _DIGITS)))


def _utilities(options: list[ScoredOption], weights: Mapping[str, float]) -> dict[str, float]:
    return {option.key: _utility(option, weights) for option in options}


def _ranks(utilities: Mapping[str, float]) -> dict[str, int]:
    return {key: 1 + sum(other > own for other in utilities.values()) for key, own in utilities.items()}


def _runs(data: ScoringInput, weights: Mapping[str, float], bounds: ScoringLimits) -> dict[str, dict[str, float]]:
    """Return the changed weights per run, labelled by what was changed."""
    runs = {}
    for criterion in sorted(data.criteria, key=lambda item: item.key):
        for sign, factor in (("+", 1 + bounds.swing), ("−", 1 - bounds.swing)):
            label = f"{criterion.name} {sign}{bounds.swing * 100:.0f} %"
            runs[label if label not in runs else f"{label} ({criterion.key})"] = _swung(weights, criterion.key, factor)
    return runs


def _swung(weights: Mapping[str, float], key: str, factor: float) -> dict[str, float]:
    rest = fsum(weight for other, weight in weights.items() if other != key)
    if rest == 0:
        return dict(weights)
    changed = min(1.0, weights[key] * factor)
    return {other: changed if other == key else weight * (1 - changed) / rest for other, weight in weights.items()}


def _ranked(
    option: ScoredOption,
    utilities: Mapping[str, float],
    ranks: Mapping[str, int],
    run_ranks: Mapping[str, Mapping[str, int]],
    bounds: ScoringLimits,
) -> OptionScore:
    own, rank = utilities[option.key], ranks[option.key]
    seen = {label: table[option.key] for label, table in run_ranks.items()}
    stability = sum(value <= bounds.top for value in seen.values()) / len(seen)
    return OptionScore(
        key=option.key,
        name=option.name,
        utility=own,
        points=_points(own),
        rank=rank,
        stability=stability,
        close=rank <= bounds.top and stability < bounds.close_below,
        best_rank=min(seen.values()),
        worst_rank=max(seen.values()),
        drops_when=tuple(label for label, value in seen.items() if value > bounds.top) if rank <= bounds.top else (),
        tied_with=tuple(sorted(key for key, other in utilities.items() if other == own and key != option.key)),
        knocked_out=False,
        knock_outs=(),
    )


def _points(utility: float) -> float:
    return round((utility - 1) / 4 * 100, _DIGITS)


def _knocked_out(option: ScoredOption, weights: Mapping[str, float]) -> OptionScore:
    own = _utility(option, weights) if option.scores else None
    return OptionScore(
        key=option.key,
        name=option.name,
        utility=own,
        points=None if own is None else _points(own),
        rank=None,
        stability=None,
        close=False,
        best_rank=None,
        worst_rank=None,
        drops_when=(),
        tied_with=(),
        knocked_out=True,
        knock_outs=option.knock_outs,
    )
