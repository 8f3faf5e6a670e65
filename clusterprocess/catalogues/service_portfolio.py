"""Bounds of the service map and the rules of the crowding-out check, read from ``service_portfolio.toml``.

Every value carries the mark [D]. Rules are tried in the order of the file and the first that fits a neighbour decides; a
condition that a rule does not name fits both cases. Source: offering e. Unit: cost cover as ratio, 1 = covered.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.errors import NotFoundError

Overlap = Literal["gleich", "aehnlich", "keine"]
Verdict = Literal["frei", "abstimmen", "nicht anbieten"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NeighbourKind(_Entry):
    """A kind of neighbour; ``is_market``: it lives from selling such services."""

    slug: str
    de: str
    is_market: bool


class CrowdingOutRule(_Entry):
    """One row of the decision table; a condition of None fits both cases."""

    overlap: Overlap | None = None
    public_money: bool | None = None
    differentiated: bool | None = None
    is_market: bool | None = None
    agreed: bool | None = None
    verdict: Verdict
    reason: str

    def fits(
        self, *, overlap: Overlap, public_money: bool, differentiated: bool, is_market: bool, agreed: bool
    ) -> bool:
        """Whether this row speaks about the case."""
        wanted = (self.overlap, self.public_money, self.differentiated, self.is_market, self.agreed)
        given = (overlap, public_money, differentiated, is_market, agreed)
        return all(w is None or w == g for w, g in zip(wanted, given, strict=True))


class ServicePortfolioCatalogue(_Entry):
    """Everything of ``service_portfolio.toml``."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    low_cover: float = Field(ge=0)
    full_cover: float = Field(gt=0)
    unchecked_reason: str
    alone_reason: str
    neighbour_kind: tuple[NeighbourKind, ...]
    rule: tuple[CrowdingOutRule, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.low_cover > self.full_cover:
            raise ValueError("low_cover darf nicht über full_cover liegen.")
        return self

    def kind(self, slug: str) -> NeighbourKind:
        """Return the kind of this slug; raises NotFoundError naming the known ones."""
        for entry in self.neighbour_kind:
            if entry.slug == slug:
                return entry
        known = ", ".join(entry.slug for entry in self.neighbour_kind)
        raise NotFoundError(f"Die Art „{slug}“ gibt es nicht, bitte eine davon wählen: {known}.")

    def decide(
        self, *, overlap: Overlap, public_money: bool, differentiated: bool, is_market: bool, agreed: bool
    ) -> CrowdingOutRule:
        """Return the first rule that fits; raises NotFoundError where the table has a hole."""
        for rule in self.rule:
            if rule.fits(
                overlap=overlap,
                public_money=public_money,
                differentiated=differentiated,
                is_market=is_market,
                agreed=agreed,
            ):
                return rule
        raise NotFoundError(
            f"Im Katalog service_portfolio.toml fehlt eine Regel für die Überschneidung „{overlap}“; bitte ergänzen."
        )


@versioned("service_portfolio.toml")
def service_portfolio_catalogue(text: str) -> ServicePortfolioCatalogue:
    """Return the catalogue that holds here and now."""
    return ServicePortfolioCatalogue.model_validate(tomllib.loads(text))
