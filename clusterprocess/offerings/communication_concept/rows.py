"""Rows that questionnaire, minutes and plan of a communication concept share (offerings.md 7b)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from clusterprocess.catalogues.communication import known_audience, known_channel_kind, known_goal
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import Amount, IsoDay, Sentence, Short

Audience = Annotated[str, AfterValidator(known_audience)]
ChannelKind = Annotated[str, AfterValidator(known_channel_kind)]
GoalKind = Annotated[str, AfterValidator(known_goal)]
ChannelKey = Annotated[str, Field(pattern=r"^C[0-9]{1,2}$")]
GoalKey = Annotated[str, Field(pattern=r"^K[1-9]$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Coverage = Literal[0, 1, 2]
Hours = Annotated[float, Field(ge=0, le=5000)]
Decision = Literal["behalten", "beginnen", "beenden"]
Right = Literal["erstellt", "prüft", "gibt frei", "wird informiert", "–"]

APPROVAL_ROLES = {
    "office": "Geschäfts\u00adstelle",
    "person": "Kommuni\u00adkation",
    "board": "Vorstand",
    "member": "betroffenes Mit\u00adglied",
    "funder": "Förder\u00adgeber",
}
"""Columns of the approval matrix, in order."""


class CalendarEntry(Row):
    """One publication or occasion of the editorial calendar."""

    month: Month
    title: Short
    channel: ChannelKey
    audiences: Annotated[list[Audience], Field(min_length=1, max_length=4)]
    owner: Short = Field(description="Organisation oder Rolle, kein privater Name")
    due_on: IsoDay | None = Field(None, description="Tag, an dem es erscheint, wenn er feststeht")

    @model_validator(mode="after")
    def _day_in_month(self) -> CalendarEntry:
        if self.due_on and not self.due_on.startswith(self.month):
            raise ValueError(f"„{self.title}“ erscheint am {self.due_on}, steht aber im Monat {self.month}")
        return self


class ApprovalRight(Row):
    """Who writes, checks and releases one kind of publication; exactly one place releases."""

    material: Short
    office: Right = "–"
    person: Right = "–"
    board: Right = "–"
    member: Right = "–"
    funder: Right = "–"
    deadline_days: Annotated[int, Field(ge=0, le=60)] = Field(description="Frist für die Freigabe in Arbeitstagen")

    @model_validator(mode="after")
    def _one_releases(self) -> ApprovalRight:
        releasing = [role for role in APPROVAL_ROLES if getattr(self, role) == "gibt frei"]
        if len(releasing) != 1:
            raise ValueError(
                f"„{self.material}“ braucht genau eine Stelle, die freigibt; angegeben sind {len(releasing)}"
            )
        return self


class ChannelRow(Row):
    """One channel as it runs today."""

    key: ChannelKey
    name: Short
    kind: ChannelKind
    frequency: Annotated[int, Field(ge=0, le=10_000)] = Field(description="Ausgaben oder Anlässe im Jahr")
    reach: Annotated[int, Field(ge=0, le=10_000_000)] = Field(description="Kontakte je Ausgabe oder Anlass")
    cost_eur: Amount
    hours: Hours = Field(description="Arbeitsstunden im Jahr")
    rating: Annotated[int, Field(ge=1, le=5)]
    serves: dict[Audience, Coverage] = Field(
        default_factory=dict, description="Zielgruppe → 0 nein, 1 auch gemeint, 2 für sie gemacht"
    )


class AudienceRow(Row):
    """One target group: rank, knowledge now and desired, and what it needs from us."""

    audience: Audience
    priority: Annotated[int, Field(ge=1, le=3)]
    known_now: Annotated[int, Field(ge=0, le=4)]
    known_desired: Annotated[int, Field(ge=0, le=4)]
    need: Sentence
