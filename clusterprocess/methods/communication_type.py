"""KOM3 type of communication: how professional it is, how much it changed, and which of four types that makes.

Formulas (offerings section 7b)::

    professionalism = mean of value, influence of the person in charge, strategy, evaluation, exchange     0 to 1
    dynamics        = changes since foundation / 5                                                         0 to 1

Ratings of 1 to 5 count as (x - 1) / 4, yes as 1, no as 0. From the cut on (0.5 [D]) a value is high. The four types are
those of a published survey [V 24]; the scoring that assigns them is ours [D].
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.communication import Scoring, communication
from clusterprocess.methods.frozen import Frozen

CommunicationKind = Literal["Isolierte", "Transformierte", "Unterstützer", "Treiber"]


class CommunicationTypeInput(Frozen):
    """Five marks of professionalism, five changes since foundation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "value": 4,
                    "influence": 5,
                    "strategy": True,
                    "evaluation": False,
                    "exchange": True,
                    "changes": [True, True, False, False, False],
                }
            ]
        }
    )

    value: int = Field(ge=1, le=5, description="Stellenwert der Kommunikation, 1 bis 5")
    influence: int = Field(ge=1, le=5, description="Einfluss der zuständigen Person, 1 bis 5")
    strategy: bool = Field(description="Kommunikationsstrategie liegt schriftlich vor")
    evaluation: bool = Field(description="die Kommunikation wird ausgewertet")
    exchange: bool = Field(description="Austausch mit anderen Clusterorganisationen")
    changes: tuple[bool, ...] = Field(min_length=5, max_length=5, description="fünf Veränderungen seit der Gründung")
    scoring: Scoring | None = Field(default=None, description="Rechenwerte; leer = ausgelieferter Katalog")


class CommunicationTypeResult(Frozen):
    """Two axes and the type."""

    professionalism: float = Field(ge=0, le=1, description="Professionalität 0 bis 1")
    dynamics: float = Field(ge=0, le=1, description="Dynamik 0 bis 1")
    kind: CommunicationKind = Field(description="Typ")
    professionalism_cut: float = Field(description="Schnitt der Professionalität")
    dynamics_cut: float = Field(description="Schnitt der Dynamik")
    catalogue_version: str = Field(description="Fassung des Kommunikationskatalogs")


def communication_type(data: CommunicationTypeInput) -> CommunicationTypeResult:
    """Return professionalism, dynamics and type (offerings section 7b, KOM3)."""
    scoring = data.scoring or communication().scoring
    marks = (
        (data.value - 1) / 4,
        (data.influence - 1) / 4,
        float(data.strategy),
        float(data.evaluation),
        float(data.exchange),
    )
    professionalism, dynamics = sum(marks) / len(marks), sum(data.changes) / len(data.changes)
    return CommunicationTypeResult(
        professionalism=professionalism,
        dynamics=dynamics,
        kind=_kind(professionalism >= scoring.professionalism_cut, dynamics >= scoring.dynamics_cut),
        professionalism_cut=scoring.professionalism_cut,
        dynamics_cut=scoring.dynamics_cut,
        catalogue_version=scoring.catalogue_version,
    )


def _kind(professional: bool, dynamic: bool) -> CommunicationKind:
    if professional:
        return "Treiber" if dynamic else "Unterstützer"
    return "Transformierte" if dynamic else "Isolierte"
