"""INT2 benefit of past activities: what journeys, fairs and projects abroad cost and what the members had of them.

Formulas (Method library, 7d [D])::

    benefit points of an activity = members * benefit (1 to 5, as rated by the office with the members)
    points per 1 000 euro = sum of benefit points / (sum of costs / 1 000)      0 and more; none without costs
    cost per participation = sum of costs / sum of members                      euro; none without members

Types stand in the fixed order of the catalogue and are never ranked: a project and a visit buy different things.
Money is Decimal euros, never rounded here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.methods.frozen import Frozen

ActivityType = Literal["delegation", "messe", "matchmaking", "projekt", "besuch"]


class Activity(Frozen):
    """One activity of the last 24 months."""

    type: ActivityType = Field(description="Art: delegation, messe, matchmaking, projekt, besuch")
    country: str = Field(min_length=2, max_length=2, description="Land, ISO-Kürzel")
    members: int = Field(ge=0, description="beteiligte Mitglieder")
    cost_eur: Decimal = Field(ge=0, description="Kosten der Initiative in Euro")
    benefit: int = Field(ge=1, le=5, description="Nutzen 1 bis 5")


class PastActivitiesInput(Frozen):
    """The activities of the last 24 months."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "activities": [
                        {"type": "messe", "country": "SG", "members": 4, "cost_eur": "16000", "benefit": 2},
                        {"type": "besuch", "country": "NL", "members": 3, "cost_eur": "1500", "benefit": 4},
                    ]
                }
            ]
        }
    )

    activities: tuple[Activity, ...] = Field(min_length=1, description="Aktivitäten der letzten 24 Monate")


class TypeBenefit(Frozen):
    """Cost and benefit of all activities of one type."""

    type: ActivityType = Field(description="Art")
    name: str = Field(description="Bezeichnung")
    activities: int = Field(description="Zahl der Aktivitäten")
    countries: tuple[str, ...] = Field(description="Länder, ISO-Kürzel")
    members: int = Field(description="Beteiligungen von Mitgliedern")
    cost_eur: Decimal = Field(description="Kosten in Euro")
    benefit_mean: float = Field(ge=1, le=5, description="mittlerer Nutzen 1 bis 5")
    benefit_points: int = Field(ge=0, description="Nutzenpunkte: Mitglieder mal Nutzen")
    points_per_thousand_eur: float | None = Field(ge=0, description="Nutzenpunkte je 1.000 Euro; leer ohne Kosten")
    cost_per_participation_eur: Decimal | None = Field(description="Euro je Beteiligung; leer ohne Beteiligung")


class PastActivitiesResult(Frozen):
    """Types in the order of the catalogue, and the totals."""

    types: tuple[TypeBenefit, ...] = Field(description="Arten in fester Reihenfolge, ohne Rangfolge")
    activities: int = Field(description="Zahl der Aktivitäten")
    members: int = Field(description="Beteiligungen von Mitgliedern")
    cost_eur: Decimal = Field(description="Kosten in Euro")
    without_participation: int = Field(description="Aktivitäten, an denen kein Mitglied beteiligt war")
    catalogue_version: str = Field(description="Version des Katalogs")


def past_activities(data: PastActivitiesInput) -> PastActivitiesResult:
    """Return cost and benefit per type of activity (Method library, 7d)."""
    catalogue = internationalisation()
    types = tuple(
        _type(kind, name, mine)
        for kind, name in catalogue.activities.items()
        if (mine := [a for a in data.activities if a.type == kind])
    )
    return PastActivitiesResult(
        types=types,
        activities=len(data.activities),
        members=sum(a.members for a in data.activities),
        cost_eur=sum((a.cost_eur for a in data.activities), Decimal(0)),
        without_participation=sum(a.members == 0 for a in data.activities),
        catalogue_version=catalogue.version,
    )


def _type(kind: str, name: str, activities: list[Activity]) -> TypeBenefit:
    members = sum(a.members for a in activities)
    cost = sum((a.cost_eur for a in activities), Decimal(0))
    points = sum(a.members * a.benefit for a in activities)
    return TypeBenefit(
        type=activities[0].type,
        name=name,
        activities=len(activities),
        countries=tuple(sorted({a.country for a in activities})),
        members=members,
        cost_eur=cost,
        benefit_mean=sum(a.benefit for a in activities) / len(activities),
        benefit_points=points,
        points_per_thousand_eur=points / (float(cost) / 1000) if cost else None,
        cost_per_participation_eur=cost / members if members else None,
    )
