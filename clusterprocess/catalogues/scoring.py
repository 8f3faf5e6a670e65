"""Thresholds of the weighted scoring (F7), read from ``scoring.toml`` beside this file.

Every value carries the mark [D]: a working decision that staff can change as data and that no report may present as
an official rule. Source: Method library, F7.
"""

from __future__ import annotations

import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from clusterprocess.catalogues.limits import LimitTable
from clusterprocess.catalogues.reading import versioned


class ScoringLimits(LimitTable):
    """F7: tolerance of the weights, size of the swing, and when a result is close."""

    weight_tolerance: float = Field(ge=0, le=0.1, description="zulässige Abweichung der Gewichtssumme von 1")
    swing: float = Field(gt=0, lt=1, description="Veränderung jedes Gewichts in den Läufen, 0.5 = ± 50 %")
    top: int = Field(ge=1, description="Zahl der ersten Ränge, in denen eine Option bleiben muss")
    close_below: float = Field(ge=0, le=1, description="Rangstabilität, unter der das Ergebnis knapp heißt, 0 bis 1")


class ScoringCatalogue(BaseModel):
    """The catalogue: its identity and the one table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1, description="Version des Katalogs")
    valid_from: date = Field(description="gültig ab")
    published_on: date = Field(description="veröffentlicht am")
    source: str = Field(min_length=1, description="Herkunft der Werte")
    mark: str = Field(min_length=1, description="Kennzeichen der Herkunft, [D] = eigene Festlegung")
    status: str = Field(min_length=1, description="Stand, etwa Arbeitsfassung")
    scoring: ScoringLimits


@versioned("scoring.toml")
def scoring_limits(text: str) -> ScoringLimits:
    """The thresholds of F7 that hold here and now."""
    raw = tomllib.loads(text)
    raw["scoring"]["catalogue_version"] = raw["version"]
    return ScoringCatalogue.model_validate(raw).scoring
