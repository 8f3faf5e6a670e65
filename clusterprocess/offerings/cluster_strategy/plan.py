"""What the strategy days and the consultant decide: the plan behind the chapters, one validated record.

Two forms go through one door, told apart by their shape because the door does not know the maturity level: a plan
with ``projects`` is the small form of a volunteer-run initiative, every other is held to fields of action with
measurable goals. That a larger initiative does not use the small form is checked where the paper is written.
Content: offerings.md 7a, yardsticks/strategiepapier.md sections B and G.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from clusterprocess.offerings.cluster_strategy.foresight import Alliance, PolicyAsk, ScenarioPlan
from clusterprocess.offerings.cluster_strategy.plan_rows import (
    DecisionRight,
    FieldOfAction,
    FinancingPlan,
    Milestone,
    MonitoringIndicator,
    Option,
    PairScore,
    Project,
    StrategyMeasure,
    VolunteerFinancing,
)
from clusterprocess.offerings.questions import Row, validated
from clusterprocess.offerings.standard.rows import Neighbour, Sentence, Short, StopItem, WorkshopRecord, Year
from clusterprocess.offerings.standard.submissions import LABELS

SCHEMA_VERSION = "1.1"


class AgreedPlan(Row):
    """What both forms hold: purpose, options, measures, what stops, and what the board resolves."""

    years: Annotated[list[Year], Field(min_length=2, max_length=2)] = Field(description="erstes und letztes Jahr")
    motto: Short
    vision: Sentence = Field(description="bei ehrenamtlichen Initiativen: der Zweck in einem Satz")
    mission: Annotated[list[Sentence], Field(min_length=1, max_length=3)]
    options: Annotated[list[Option], Field(min_length=4, max_length=15)]
    measures: Annotated[list[StrategyMeasure], Field(min_length=3, max_length=40)]
    capacity_days: Annotated[float, Field(gt=0)] = Field(
        description="verfügbare PT der Geschäftsstelle oder der Ehrenamtlichen in zwölf Monaten"
    )
    stop_list: Annotated[list[StopItem], Field(min_length=1)]
    neighbours: list[Neighbour] = Field(default_factory=list)
    milestones: Annotated[list[Milestone], Field(min_length=3)]
    resolution: Annotated[list[Sentence], Field(min_length=2, max_length=6)] = Field(
        description="Der Vorstand beschließt: …"
    )
    costs_summary: Annotated[list[Short], Field(min_length=3, max_length=3)] = Field(
        description="drei Zahlen: Was es kostet und wer zahlt"
    )
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    def require_known(self, known: set[str], what: str) -> None:
        """Measures and chosen options name a field or project of this plan.

        Raises:
            ValueError: naming the measure or option.
        """
        for measure in self.measures:
            if measure.field not in known:
                raise ValueError(f"Maßnahme {measure.number} nennt das unbekannte {what} {measure.field}")
        for option in self.options:
            if option.decision == "gewaehlt" and option.field not in known:
                raise ValueError(f"die gewählte Option {option.key} braucht ihr {what}")


class StrategyPlan(AgreedPlan):
    """The full form, from M1 up: fields of action with goals, rights, financing and indicators."""

    principles: Annotated[list[Sentence], Field(min_length=3, max_length=7)]
    fields: Annotated[list[FieldOfAction], Field(min_length=3, max_length=5)]
    pairs: Annotated[list[PairScore], Field(min_length=4)]
    governance: Annotated[list[DecisionRight], Field(min_length=3)]
    financing: FinancingPlan
    monitoring: Annotated[list[MonitoringIndicator], Field(min_length=1, max_length=8)]
    scenarios: ScenarioPlan | None = Field(None, description="M3 und M4: vier Szenarien mit Bewertung der Optionen")
    alliances: list[Alliance] = Field(default_factory=list, description="M3 und M4")
    policy_asks: list[PolicyAsk] = Field(default_factory=list, description="M3 und M4")

    @model_validator(mode="after")
    def _consistent(self) -> StrategyPlan:
        self.require_known({f.key for f in self.fields}, "Handlungsfeld")
        options = {o.key for o in self.options}
        for rating in self.scenarios.ratings if self.scenarios else ():
            if rating.option not in options:
                raise ValueError(f"die Szenarien bewerten die unbekannte Option {rating.option}")
        return self


class VolunteerPlan(AgreedPlan):
    """The small form of a volunteer-run initiative: two or three projects, a small budget, a first fee scale."""

    projects: Annotated[list[Project], Field(min_length=2, max_length=3)]
    financing: VolunteerFinancing

    @model_validator(mode="after")
    def _consistent(self) -> VolunteerPlan:
        self.require_known({p.key for p in self.projects}, "Vorhaben")
        return self


class StrategyDay(WorkshopRecord):
    """What a strategy day leaves behind; ``uncertainties`` are those that the room holds for decisive (block 4)."""

    uncertainties: Annotated[list[Short], Field(max_length=6)] = Field(
        default_factory=list, description="wichtigste Unsicherheiten, wichtigste zuerst"
    )


PLAN_LABELS = {**LABELS, "projects": "Vorhaben", "financing": "Finanzierung", "scenarios": "Szenarien",
               "options": "Optionen", "alliances": "Allianzen", "policy_asks": "Anliegen an die Politik"}  # fmt: skip


def accepted_plan(data: Mapping[str, Any]) -> dict[str, Any]:
    """Validate a plan in the form that its shape shows.

    Raises:
        InputErrors: one German sentence for each wrong place.
    """
    return validated(VolunteerPlan if "projects" in data else StrategyPlan, data, PLAN_LABELS)


def is_small(plan: Mapping[str, Any]) -> bool:
    """Whether a plan has the small form."""
    return "projects" in plan
