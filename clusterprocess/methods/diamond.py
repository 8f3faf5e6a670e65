"""F16 Porter diamond: conditions of the location, rated by five statements each.

Formula (Method library, F16 [D])::

    dimension = mean of its statement means               1 to 5
    axis = (dimension - 1) / 4 * 100                      0 to 100, for the radar

Four dimensions are required (factor conditions, demand, related industries, rivalry and strategy), state and chance
may be left out. The statements themselves are a catalogue of their own [D]; they enter here with their keys.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import DiamondLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

DiamondDimension = Literal[
    "faktorbedingungen", "nachfrage", "verwandte_branchen", "wettbewerb_strategie", "staat", "zufall"
]
Likert = Annotated[int, Field(ge=1, le=5)]

CORE: tuple[DiamondDimension, ...] = ("faktorbedingungen", "nachfrage", "verwandte_branchen", "wettbewerb_strategie")
OPTIONAL: tuple[DiamondDimension, ...] = ("staat", "zufall")


class DiamondStatement(Frozen):
    """The ratings of one statement."""

    dimension: DiamondDimension = Field(description="Dimension der Aussage")
    statement: str = Field(min_length=1, description="Kennung der Aussage im Katalog, eindeutig")
    ratings: tuple[Likert, ...] = Field(min_length=1, description="Zustimmung 1 bis 5 je antwortender Person")


class DiamondInput(Frozen):
    """All rated statements."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "statements": [
                        {"dimension": dimension, "statement": f"{dimension}-{n}", "ratings": [3, 4]}
                        for dimension in CORE
                        for n in range(1, 6)
                    ]
                }
            ]
        }
    )

    statements: tuple[DiamondStatement, ...] = Field(description="bewertete Aussagen, fünf je Dimension")
    limits: DiamondLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class DiamondAxis(Frozen):
    """One axis of the radar."""

    dimension: DiamondDimension = Field(description="Dimension")
    mean: float = Field(ge=1, le=5, description="Mittelwert 1 bis 5")
    axis: float = Field(ge=0, le=100, description="Achsenwert 0 bis 100")
    fewest_ratings: int = Field(ge=1, description="kleinste Zahl der Antworten je Aussage")


class DiamondResult(Frozen):
    """The axes and the strongest and weakest of them."""

    axes: tuple[DiamondAxis, ...] = Field(description="Dimensionen in fester Reihenfolge")
    strongest: DiamondDimension = Field(description="höchste Dimension")
    weakest: DiamondDimension = Field(description="niedrigste Dimension")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def diamond(data: DiamondInput) -> DiamondResult:
    """Return the mean of every dimension of the diamond (Method library, F16).

    Equal dimensions keep the fixed order, so that the first is named strongest or weakest.

    Raises:
        InputError: a statement occurs twice, a required dimension is missing, or a dimension has not exactly five.
    """
    bounds = data.limits or limits().diamond
    keys = [statement.statement for statement in data.statements]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(
            f"statements: Die Aussage {twice} kommt zweimal vor; bitte fassen Sie ihre Antworten zusammen.",
            field="statements",
        )
    axes = tuple(axis for axis in (_axis(data, name, bounds) for name in CORE + OPTIONAL) if axis is not None)
    return DiamondResult(
        axes=axes,
        strongest=max(axes, key=lambda axis: axis.mean).dimension,
        weakest=min(axes, key=lambda axis: axis.mean).dimension,
        catalogue_version=bounds.catalogue_version,
    )


def _axis(data: DiamondInput, dimension: DiamondDimension, bounds: DiamondLimits) -> DiamondAxis | None:
    rated = [statement.ratings for statement in data.statements if statement.dimension == dimension]
    if not rated and dimension in OPTIONAL:
        return None
    if len(rated) != bounds.statements:
        raise InputError(
            f"statements: Die Dimension {dimension} hat {len(rated)} statt {bounds.statements} bewerteter Aussagen; "
            "bitte ergänzen oder streichen Sie Aussagen.",
            field="statements",
        )
    mean = sum(sum(ratings) / len(ratings) for ratings in rated) / len(rated)
    return DiamondAxis(
        dimension=dimension, mean=mean, axis=(mean - 1) / 4 * 100, fewest_ratings=min(len(r) for r in rated)
    )
