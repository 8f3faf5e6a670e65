"""Rows of table questions that more than one questionnaire asks (offerings.md sections 4, 7a and 7f)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import Likert, Short


class ValueChainStage(Row):
    stage: Short
    members: Annotated[int, Field(ge=0, le=600)]
    wanted: str = Field("", max_length=200, description="Art der Unternehmen, die gewonnen werden sollen (keine Namen)")


class Trend(Row):
    title: Short
    letter: Literal["P", "E", "S", "T", "U", "L"] = Field(description="PESTEL: U = Umwelt, L = Recht")
    direction: Literal["+", "-"]
    impact: Likert
    probability: Likert
    horizon: Literal["kurz", "mittel", "lang"]
    concerns_us: Annotated[str, Field(max_length=300)]
    example: Annotated[str, Field(max_length=300)]
    source: Short = Field(description="Quelle mit Jahr")
    mentions: Annotated[int, Field(ge=0, le=50)] = 0


class Stakeholder(Row):
    name: Short
    kind: Short
    power: Likert
    interest: Likert
    current: Annotated[int, Field(ge=0, le=4)]
    desired: Annotated[int, Field(ge=0, le=4)]
    owner: str = Field("", max_length=100)


class Employment(Row):
    industry_region: Annotated[int, Field(gt=0)]
    all_region: Annotated[int, Field(gt=0)]
    industry_reference: Annotated[int, Field(gt=0)]
    all_reference: Annotated[int, Field(gt=0)]
    reference_name: Short
    source: Short


class FeeClass(Row):
    name: Short
    fee_eur: Annotated[Decimal, Field(ge=0, le=1_000_000)]
    members: Annotated[int, Field(ge=0, le=1000)]


class IncomeSource(Row):
    name: Short
    kind: Literal["zuschuss", "beitraege", "leistungen", "sponsoring", "traeger", "kommunal"]
    amount_eur: Annotated[Decimal, Field(ge=0, le=10_000_000)]
    public: bool
    ends_on: str = Field("", max_length=10, description="Ende der Mittel, TT.MM.JJJJ oder leer")


class Finances(Row):
    """Income and cost of the last closed year (source: annual accounts)."""

    year: Annotated[int, Field(ge=1980, le=2100)]
    sources: Annotated[list[IncomeSource], Field(min_length=1, max_length=12)]
    cost_eur: Annotated[Decimal, Field(gt=0)] = Field(description="Kosten der Geschäftsstelle")
    cost_without_project_eur: Annotated[Decimal, Field(gt=0)] = Field(description="Kosten ohne das geförderte Projekt")
    secured_eur: Annotated[Decimal, Field(ge=0)] = Field(description="gesicherte Mittel der nächsten 24 Monate")
    paying_members: Annotated[int, Field(ge=1, le=1000)]
    fee_classes: list[FeeClass] = Field(default_factory=list)
    source: Short


class Attitude(Row):
    """One organisation's closing answers on the cross-cutting objectives (ruling 12)."""

    equality: Annotated[str, Field(max_length=600)]
    sustainability: Annotated[str, Field(max_length=600)]
