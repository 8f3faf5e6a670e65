"""Weights of the score for new services (F7) and what a new service has to show first, read from ``services.toml``.

Every value carries the mark [D]: a working decision that staff can change as data and that no report may present as an
official rule. Source: Method library, F7 and section 7e.
"""

from __future__ import annotations

import tomllib
from datetime import date
from math import fsum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from clusterprocess.catalogues.reading import versioned


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServiceCriterion(_Entry):
    """One criterion of the score and what it counts."""

    key: str = Field(min_length=1)
    name: str = Field(min_length=1)
    weight: float = Field(ge=0, le=1)


class CrowdingRules(_Entry):
    required: tuple[str, ...] = Field(min_length=1, description="Arten von Nachbarn, bei denen immer nachgefragt wird")


class PilotLimits(_Entry):
    longest_days: int = Field(ge=1, description="längste Dauer eines Piloten in Kalendertagen")


class ServiceCatalogue(_Entry):
    """Everything of ``services.toml``, typed."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    criterion: tuple[ServiceCriterion, ...]
    crowding: CrowdingRules
    pilot: PilotLimits

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> ServiceCatalogue:
        if abs(fsum(c.weight for c in self.criterion) - 1) > 1e-9:
            raise ValueError("die Gewichte der Kriterien ergeben nicht 1")
        return self


@versioned("services.toml")
def service_catalogue(text: str) -> ServiceCatalogue:
    """The catalogue of services that holds here and now."""
    return ServiceCatalogue.model_validate(tomllib.loads(text))
