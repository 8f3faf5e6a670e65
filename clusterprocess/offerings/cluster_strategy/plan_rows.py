"""Rows of the strategy plan: goals, fields, small projects, options, rights, money, indicators and dates."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import (
    Amount,
    IsoDay,
    Money,
    Paragraphs,
    PlannedMeasure,
    Sentence,
    Short,
    Year,
)


class Goal(Row):
    """One measurable goal; a missing baseline is written down, never invented."""

    key: Annotated[str, Field(pattern=r"^Z[0-9.]+$")]
    indicator: Short
    unit: Short
    baseline: float | None = None
    baseline_text: Short = Field(
        description="Basiswert in Worten, zum Beispiel „14 von 61 (23 %)“ oder „Basiswert fehlt, wird bis … erhoben“"
    )
    baseline_on: IsoDay | None = None
    baseline_source: Short
    targets: dict[Year, Short] = Field(description="Zielwert je Jahr, in Worten")
    measured_by: Short

    @model_validator(mode="after")
    def _dated(self) -> Goal:
        if self.baseline is not None and self.baseline_on is None:
            raise ValueError("ein Basiswert braucht ein Datum (baseline_on)")
        return self


class Risk(Row):
    risk: Sentence
    answer: Sentence


class Example(Row):
    """A member project, told in about 120 words and released in writing by the partner."""

    title: Short
    text: Paragraphs
    released_on: IsoDay
    released_by: Short


class FieldOfAction(Row):
    key: Annotated[str, Field(pattern=r"^H[1-9]$")]
    title: Short
    statement: Short = Field(description="Überschrift als Aussage")
    why: Paragraphs
    goals: Annotated[list[Goal], Field(min_length=1, max_length=4)]
    commitments: Annotated[list[Sentence], Field(min_length=2, max_length=6)]
    commitments_after: Paragraphs = Field(description="Was daraus folgt: Einordnung der Zusagen")
    risks: Annotated[list[Risk], Field(min_length=1, max_length=4)]
    example: Example | None = None


class Project(Row):
    """One small project of a volunteer-run initiative: a reason, one goal, who leads, what the others promise."""

    key: Annotated[str, Field(pattern=r"^V[1-3]$")]
    title: Short
    statement: Short = Field(description="Überschrift als Aussage")
    why: Paragraphs
    goal: Goal
    lead: Short = Field(description="Organisation oder Rolle, kein privater Name")
    commitments: Annotated[list[Sentence], Field(min_length=1, max_length=4)]
    risk: Risk


class StrategyMeasure(PlannedMeasure):
    """A measure of one field of action or small project, numbered below it."""

    number: Annotated[str, Field(pattern=r"^M [0-9]+\.[0-9]+$")]
    field: Annotated[str, Field(pattern=r"^[HV][1-9]$")] = Field(description="Handlungsfeld H… oder Vorhaben V…")


class Option(Row):
    key: Annotated[str, Field(pattern=r"^O[0-9]+$")]
    title: Short
    about: Sentence
    origin: Short = Field(description="zum Beispiel „S1 × O2“")
    decision: Literal["gewaehlt", "abgelehnt", "zurueckgestellt"]
    field: str = Field("", pattern=r"^([HV][1-9])?$", description="Handlungsfeld oder Vorhaben der gewählten Option")
    reason: Sentence
    resubmission: Short = Field("–", description="Wiedervorlage, Jahr oder Datum")


class PairScore(Row):
    """One crossing of the TOWS matrix, 0 (no link) to 3 (strong)."""

    first: Annotated[str, Field(pattern=r"^[SW][1-8]$")]
    second: Annotated[str, Field(pattern=r"^[OT][1-8]$")]
    score: Annotated[int, Field(ge=0, le=3)]


class DecisionRight(Row):
    topic: Short
    board: Literal["entscheidet", "berät", "wird informiert", "–"]
    advisory: Literal["entscheidet", "berät", "wird informiert", "–"]
    office: Literal["entscheidet", "berät", "wird informiert", "–"]
    leads: Literal["entscheidet", "berät", "wird informiert", "–"]
    assembly: Literal["entscheidet", "berät", "wird informiert", "–"]


class PlannedIncome(Row):
    name: Short
    kind: Literal["zuschuss", "beitraege", "leistungen", "sponsoring", "traeger", "kommunal"]
    amounts_eur: dict[Year, Money]


class ClosingStep(Row):
    name: Short
    amount_eur: Money
    how: Sentence


class FinancingPlan(Row):
    """Income per source and year, cost per year, and the steps that close the gap to zero."""

    sources: Annotated[list[PlannedIncome], Field(min_length=1)]
    cost_eur: dict[Year, Money]
    steps: Annotated[list[ClosingStep], Field(min_length=1)]
    assumptions: Annotated[list[Sentence], Field(min_length=1, max_length=8)]
    sensitivity: Sentence


class PlannedFee(Row):
    """One class of a first fee scale."""

    name: Short
    fee_eur: Amount
    members: Annotated[int, Field(ge=0, le=600)] = Field(description="Mitglieder, mit denen gerechnet wird")


class VolunteerFinancing(FinancingPlan):
    """The small budget with its fee scale."""

    fees: Annotated[list[PlannedFee], Field(min_length=1, max_length=8)]
    fees_from: Year = Field(description="Jahr, ab dem die Beiträge gelten")

    @model_validator(mode="after")
    def _adds_up(self) -> VolunteerFinancing:
        fees = sum((f.fee_eur * f.members for f in self.fees), Decimal(0))
        planned = sum((s.amounts_eur.get(self.fees_from, Decimal(0)) for s in self.sources if s.kind == "beitraege"),
                      Decimal(0))  # fmt: skip
        if fees != planned:
            raise ValueError(
                f"die Beitragsklassen ergeben {fees:.0f} Euro, der Plan nennt {self.fees_from} {planned:.0f} Euro Beiträge"
            )
        last = max(self.cost_eur)
        income = sum((s.amounts_eur.get(last, Decimal(0)) for s in self.sources), Decimal(0))
        if income < self.cost_eur[last]:
            raise ValueError(f"{last} fehlen {self.cost_eur[last] - income:.0f} Euro; der Plan muss aufgehen")
        return self


class MonitoringIndicator(Row):
    indicator: Short
    definition: Sentence
    source: Short
    cutoff: Short
    baseline: Short
    path: Short
    responsible: Short


class Milestone(Row):
    field: Annotated[str, Field(pattern=r"^([HV][1-9]|Gremien)$")]
    title: Short
    on: IsoDay
