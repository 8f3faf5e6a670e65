"""F15 PESTEL: rated factors of the environment, which feed the opportunities and threats of the SWOT.

Formula (Method library, F15)::

    value = direction * impact * probability          direction +1 opportunity, -1 threat; -25 to 25

Unit: points. Per dimension the three factors of largest absolute value are kept [D].
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import PestelLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen
from clusterprocess.methods.swot import SwotItem

Dimension = Literal["politisch", "oekonomisch", "sozial", "technologisch", "oekologisch", "rechtlich"]
Horizon = Literal["kurz", "mittel", "lang"]

DIMENSIONS: tuple[Dimension, ...] = (
    "politisch",
    "oekonomisch",
    "sozial",
    "technologisch",
    "oekologisch",
    "rechtlich",
)


class PestelFactor(Frozen):
    """One trend or factor with direction, impact and probability."""

    id: str = Field(min_length=1, description="Kennung des Faktors, eindeutig")
    dimension: Dimension = Field(description="eine der sechs Dimensionen")
    text: str = Field(min_length=1, description="Wortlaut")
    direction: Literal["+", "-"] = Field(description="+ Chance oder - Risiko")
    impact: float = Field(ge=1, le=5, description="Wirkung 1 bis 5")
    probability: float = Field(ge=1, le=5, description="Eintrittswahrscheinlichkeit 1 bis 5")
    horizon: Horizon = Field(description="Zeithorizont kurz, mittel oder lang")


class PestelInput(Frozen):
    """The rated factors."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "factors": [
                        {
                            "id": "t1",
                            "dimension": "technologisch",
                            "text": "Vernetzte Fertigung",
                            "direction": "+",
                            "impact": 5,
                            "probability": 4,
                            "horizon": "mittel",
                        }
                    ]
                }
            ]
        }
    )

    factors: tuple[PestelFactor, ...] = Field(min_length=1, description="bewertete Faktoren")
    limits: PestelLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class PestelScore(Frozen):
    """One factor with its value."""

    id: str = Field(description="Kennung des Faktors")
    dimension: Dimension = Field(description="Dimension")
    text: str = Field(description="Wortlaut")
    impact: float = Field(description="Wirkung 1 bis 5")
    probability: float = Field(description="Eintrittswahrscheinlichkeit 1 bis 5")
    horizon: Horizon = Field(description="Zeithorizont")
    value: float = Field(ge=-25, le=25, description="Punkte -25 bis 25, negativ = Risiko")


class PestelResult(Frozen):
    """All factors, the strongest per dimension and the items for the SWOT."""

    factors: tuple[PestelScore, ...] = Field(description="alle Faktoren, je Dimension die stärksten zuerst")
    top: dict[Dimension, tuple[PestelScore, ...]] = Field(description="stärkste Faktoren je Dimension")
    swot_items: tuple[SwotItem, ...] = Field(description="stärkste Faktoren als Chancen (O) und Risiken (T) der SWOT")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def pestel(data: PestelInput) -> PestelResult:
    """Return the value of every factor and the strongest as SWOT items (Method library, F15).

    In the SWOT item the impact becomes the importance and the probability stays; equal values are ordered by
    identifier.

    Raises:
        InputError: an identifier occurs twice.
    """
    bounds = data.limits or limits().pestel
    ids = [factor.id for factor in data.factors]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise InputError(
            f"factors: Die Kennung {twice} kommt zweimal vor; bitte vergeben Sie eine neue.", field="factors"
        )
    scores = sorted(
        (_score(factor) for factor in data.factors),
        key=lambda score: (DIMENSIONS.index(score.dimension), -abs(score.value), score.id),
    )
    top = {d: tuple(s for s in scores if s.dimension == d)[: bounds.top_per_letter] for d in DIMENSIONS}
    return PestelResult(
        factors=tuple(scores),
        top=top,
        swot_items=tuple(_swot_item(score) for kept in top.values() for score in kept),
        catalogue_version=bounds.catalogue_version,
    )


def _score(factor: PestelFactor) -> PestelScore:
    strength = factor.impact * factor.probability
    return PestelScore(
        id=factor.id,
        dimension=factor.dimension,
        text=factor.text,
        impact=factor.impact,
        probability=factor.probability,
        horizon=factor.horizon,
        value=strength if factor.direction == "+" else -strength,
    )


def _swot_item(score: PestelScore) -> SwotItem:
    return SwotItem(
        id=score.id,
        letter="O" if score.value > 0 else "T",
        text=score.text,
        importance=score.impact,
        strength=score.probability,
    )
