"""KOM1 audience gap: what a target group knows today, what it should know, and how much that matters.

Formula (offerings section 7b)::

    gap = priority * (desired knowledge - present knowledge)

Units: priority 1 to 3, knowledge 0 (unknown) to 4 (tells others), gap -12 to 12 points; a negative gap means that more
is done than wanted. The scales are our own [D].
"""

from __future__ import annotations

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.communication import Scoring, communication
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen


class AudienceRating(Frozen):
    """One target group with its rank and its knowledge."""

    audience: str = Field(min_length=1, description="Zielgruppe, jede höchstens einmal")
    priority: int = Field(ge=1, le=3, description="Priorität, 3 = am wichtigsten")
    known_now: int = Field(ge=0, le=4, description="Kenntnis heute, 0 bis 4")
    known_desired: int = Field(ge=0, le=4, description="angestrebte Kenntnis, 0 bis 4")


class AudienceGapInput(Frozen):
    """The rated target groups."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "audiences": [
                        {"audience": "mitglieder", "priority": 3, "known_now": 2, "known_desired": 4},
                        {"audience": "medien", "priority": 1, "known_now": 1, "known_desired": 2},
                    ]
                }
            ]
        }
    )

    audiences: tuple[AudienceRating, ...] = Field(min_length=1, description="bewertete Zielgruppen")
    scoring: Scoring | None = Field(default=None, description="Rechenwerte; leer = ausgelieferter Katalog")


class AudienceGap(Frozen):
    """One target group with its gap."""

    audience: str = Field(description="Zielgruppe")
    priority: int = Field(description="Priorität 1 bis 3")
    known_now: int = Field(description="Kenntnis heute 0 bis 4")
    known_desired: int = Field(description="angestrebte Kenntnis 0 bis 4")
    gap: int = Field(ge=-12, le=12, description="Lücke in Punkten")


class AudienceGapResult(Frozen):
    """All target groups, the largest gap first; equal gaps by priority, then in the order given."""

    audiences: tuple[AudienceGap, ...] = Field(description="Zielgruppen, größte Lücke zuerst")
    open: tuple[str, ...] = Field(description="Zielgruppen, denen etwas fehlt")
    total_gap: int = Field(ge=0, description="Summe der Lücken über null in Punkten")
    highest_priority: int = Field(ge=0, description="Zahl der Zielgruppen mit Priorität 3")
    catalogue_version: str = Field(description="Fassung des Kommunikationskatalogs")


def audience_gap(data: AudienceGapInput) -> AudienceGapResult:
    """Return the gap of each target group (offerings section 7b, KOM1).

    Raises:
        InputError: a target group occurs twice.
    """
    scoring = data.scoring or communication().scoring
    seen: set[str] = set()
    for row in data.audiences:
        if row.audience in seen:
            raise InputError(
                f"audiences: Die Zielgruppe {row.audience} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.",
                field="audiences",
            )
        seen.add(row.audience)
    rows = sorted((_gap(row) for row in data.audiences), key=lambda row: (-row.gap, -row.priority))
    return AudienceGapResult(
        audiences=tuple(rows),
        open=tuple(row.audience for row in rows if row.gap > 0),
        total_gap=sum(row.gap for row in rows if row.gap > 0),
        highest_priority=sum(row.priority == 3 for row in rows),
        catalogue_version=scoring.catalogue_version,
    )


def _gap(row: AudienceRating) -> AudienceGap:
    return AudienceGap(**row.model_dump(), gap=row.priority * (row.known_desired - row.known_now))
