"""Thresholds of the foresight methods: Delphi (F13) and scenarios (F14), read from ``foresight.toml`` beside this file.

Every value carries the mark [D]: a working decision that staff can change as data and that no report may present as
an official rule. Source: Method library, F13 and F14.
"""

from __future__ import annotations

import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from clusterprocess.catalogues.limits import LimitTable
from clusterprocess.catalogues.reading import versioned


class DelphiLimits(LimitTable):
    """F13: size of the panel, consensus and stability."""

    panel_min: int = Field(ge=3, description="Antworten je These und Runde, unter denen nichts ausgewiesen wird")
    consensus_iqr: float = Field(ge=0, le=8, description="Quartilsabstand 1 bis 9, bis zu dem Konsens besteht")
    stable_shift: float = Field(ge=0, le=8, description="Verschiebung des Medians, bis zu der er stabil heißt")
    consensus_iqr_years: float = Field(ge=0, description="Quartilsabstand in Jahren, bis zu dem Konsens besteht")
    stable_shift_years: float = Field(
        ge=0, description="Verschiebung des Medians in Jahren, bis zu der er stabil heißt"
    )


class ScenarioLimits(LimitTable):
    """F14: when an option is robust."""

    robust_from: int = Field(ge=-2, le=2, description="kleinste Bewertung, ab der eine Option robust heißt, -2 bis 2")


class Foresight(BaseModel):
    """The whole catalogue: its identity and one table per method."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1, description="Version des Katalogs")
    valid_from: date = Field(description="gültig ab")
    published_on: date = Field(description="veröffentlicht am")
    source: str = Field(min_length=1, description="Herkunft der Werte")
    mark: str = Field(min_length=1, description="Kennzeichen der Herkunft, [D] = eigene Festlegung")
    status: str = Field(min_length=1, description="Stand, etwa Arbeitsfassung")
    delphi: DelphiLimits
    scenarios: ScenarioLimits


@versioned("foresight.toml")
def foresight(text: str) -> Foresight:
    """Return the catalogue in force; every table knows the version of the whole."""
    raw = tomllib.loads(text)
    for name in ("delphi", "scenarios"):
        raw[name]["catalogue_version"] = raw["version"]
    return Foresight.model_validate(raw)
