"""F6 stakeholders: power, interest and the way from current to desired engagement.

Formula (Method library, F6)::

    priority = power * interest * max(0, desired - current)        0 to 100
    quadrant: power and interest are high from 3 upwards [D]

Unit: points. Engagement: 0 not informed, 1 resistant, 2 neutral, 3 supportive, 4 leading. Ratings of named bodies
belong into the internal volume only and never enter the paper (ruling 9).
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import StakeholderLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

StakeholderQuadrant = Literal["eng einbinden", "zufriedenstellen", "informieren", "beobachten"]

ENGAGEMENT: tuple[str, ...] = ("nicht informiert", "ablehnend", "neutral", "unterstützend", "führend")


class Stakeholder(Frozen):
    """One stakeholder with its ratings."""

    name: str = Field(min_length=1, description="Name der Organisation, eindeutig")
    power: float = Field(ge=1, le=5, description="Einfluss 1 bis 5")
    interest: float = Field(ge=1, le=5, description="Interesse 1 bis 5")
    current: int = Field(ge=0, le=4, description="heutiges Engagement 0 bis 4")
    desired: int = Field(ge=0, le=4, description="gewünschtes Engagement 0 bis 4")
    owner: str | None = Field(default=None, description="wer sich kümmert (Organisation oder Rolle)")


class StakeholderInput(Frozen):
    """The rated stakeholders."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"stakeholders": [{"name": "Kammer", "power": 4, "interest": 3, "current": 2, "desired": 3}]},
            ]
        }
    )

    stakeholders: tuple[Stakeholder, ...] = Field(min_length=1, description="bewertete Organisationen")
    limits: StakeholderLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class StakeholderScore(Frozen):
    """One stakeholder with quadrant and priority; current and desired give the arrow of the chart."""

    name: str = Field(description="Name der Organisation")
    power: float = Field(description="Einfluss 1 bis 5")
    interest: float = Field(description="Interesse 1 bis 5")
    current: int = Field(description="heutiges Engagement 0 bis 4")
    desired: int = Field(description="gewünschtes Engagement 0 bis 4")
    current_text: str = Field(description="heutiges Engagement in Worten")
    desired_text: str = Field(description="gewünschtes Engagement in Worten")
    quadrant: StakeholderQuadrant = Field(description="Feld der Matrix aus Einfluss und Interesse")
    priority: float = Field(ge=0, le=100, description="Priorität 0 bis 100")
    owner: str | None = Field(description="wer sich kümmert")


class StakeholderResult(Frozen):
    """All stakeholders by priority and the short list."""

    stakeholders: tuple[StakeholderScore, ...] = Field(description="alle, höchste Priorität zuerst")
    top: tuple[StakeholderScore, ...] = Field(description="Rangliste der Organisationen mit Priorität über 0")
    quadrant_counts: dict[StakeholderQuadrant, int] = Field(description="Zahl je Feld der Matrix")
    confidentiality: Literal["nur Materialband"] = Field(description="erscheint nie im Papier")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def stakeholder_map(data: StakeholderInput) -> StakeholderResult:
    """Return quadrant and priority of every stakeholder and the ten most urgent (Method library, F6).

    Equal priorities are ordered by power, interest and name.

    Raises:
        InputError: a name occurs twice.
    """
    bounds = data.limits or limits().stakeholders
    names = [row.name for row in data.stakeholders]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(
            f"stakeholders: {twice} kommt zweimal vor; bitte behalten Sie einen Eintrag.", field="stakeholders"
        )
    rows = sorted(
        (_score(row, bounds) for row in data.stakeholders),
        key=lambda row: (-row.priority, -row.power, -row.interest, row.name),
    )
    quadrants: tuple[StakeholderQuadrant, ...] = ("eng einbinden", "zufriedenstellen", "informieren", "beobachten")
    return StakeholderResult(
        stakeholders=tuple(rows),
        top=tuple(row for row in rows if row.priority > 0)[: bounds.top],
        quadrant_counts={q: sum(row.quadrant == q for row in rows) for q in quadrants},
        confidentiality="nur Materialband",
        catalogue_version=bounds.catalogue_version,
    )


def _score(row: Stakeholder, bounds: StakeholderLimits) -> StakeholderScore:
    return StakeholderScore(
        name=row.name,
        power=row.power,
        interest=row.interest,
        current=row.current,
        desired=row.desired,
        current_text=ENGAGEMENT[row.current],
        desired_text=ENGAGEMENT[row.desired],
        quadrant=_quadrant(row, bounds.cut),
        priority=row.power * row.interest * max(0, row.desired - row.current),
        owner=row.owner,
    )


def _quadrant(row: Stakeholder, cut: float) -> StakeholderQuadrant:
    if row.power >= cut:
        return "eng einbinden" if row.interest >= cut else "zufriedenstellen"
    return "informieren" if row.interest >= cut else "beobachten"
