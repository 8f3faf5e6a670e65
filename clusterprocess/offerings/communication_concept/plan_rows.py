"""Rows of the agreed communication concept: goals, audiences, messages, channels, money, duties, text modules (7b)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.communication_concept.rows import (
    Audience,
    ChannelKey,
    ChannelKind,
    Coverage,
    Decision,
    GoalKey,
    GoalKind,
    Hours,
)
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import Amount, IsoDay, Paragraphs, Sentence, Short


class CommGoal(Row):
    """One measurable goal that serves a goal of the strategy; a missing baseline is written down, never invented."""

    key: GoalKey
    kind: GoalKind
    title: Short = Field(description="das Ziel in wenigen Worten")
    strategy_goal: Sentence = Field(description="Ziel der Strategie, dem es dient")
    indicator: Short
    baseline: float | None = None
    baseline_text: Short = Field(description="Basiswert in Worten oder „fehlt, wird bis … erhoben“")
    baseline_on: IsoDay | None = None
    baseline_source: Short
    target: Short
    target_on: IsoDay
    measured_by: Short

    @model_validator(mode="after")
    def _dated(self) -> CommGoal:
        if self.baseline is not None and self.baseline_on is None:
            raise ValueError(f"der Basiswert des Ziels {self.key} braucht ein Datum (baseline_on)")
        if self.baseline is None and "fehlt" not in self.baseline_text:
            raise ValueError(
                f"das Ziel {self.key} hat keinen Basiswert; bitte sagen, dass er fehlt und bis wann er erhoben wird"
            )
        return self


class AudiencePlan(Row):
    """What a target group should know and do, who speaks to it, and how it is told in a paragraph."""

    audience: Audience
    know: Sentence
    do: Sentence
    spoken_to_by: Short = Field(description="Organisation oder Rolle")
    portrait: Annotated[str, Field(max_length=3000)] = Field("", description="wer das ist und was sie von uns will")


class Pillar(Row):
    """One of the proofs that carry the sentence."""

    title: Short
    proof: Sentence


class SentenceFigure(Row):
    """A figure that the sentence states; the annex proves it like every other figure."""

    statement: Short
    value: Short = Field(description="Wert mit Einheit und Zahl der Fälle")
    source: Short


class PlannedMessage(Row):
    """One message of the house; every part is required, because a message without proof is a claim."""

    goal: GoalKey
    audience: Audience
    message: Short
    proof: Short
    channel: ChannelKey
    owner: Short


class PlannedChannel(Row):
    """One channel with the decision about it; what ends says when, why and who tells whom."""

    key: ChannelKey
    name: Short
    kind: ChannelKind
    decision: Decision
    frequency: Annotated[int, Field(ge=0, le=10_000)]
    reach: Annotated[int, Field(ge=0, le=10_000_000)]
    cost_eur: Amount
    hours_before: Hours
    hours_after: Hours
    serves: dict[Audience, Coverage] = Field(default_factory=dict)
    owner: Short
    reason: Sentence
    ends_on: IsoDay | None = None
    told_by: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _decided(self) -> PlannedChannel:
        if self.decision == "beenden":
            if self.ends_on is None or not self.told_by:
                raise ValueError(f"der Kanal {self.key} endet; bitte sagen, wann und wer es den Betroffenen sagt")
            if self.hours_after or self.frequency or self.cost_eur:
                raise ValueError(f"der Kanal {self.key} endet und behält doch Stunden, Ausgaben oder Kosten")
        if self.decision == "beginnen" and self.hours_before:
            raise ValueError(f"der Kanal {self.key} beginnt und hatte doch schon Stunden; bitte „behalten“ wählen")
        return self


class FixedTask(Row):
    """A standing task that is no channel, such as the editorial meeting or the yearly evaluation."""

    name: Short
    hours_before: Hours
    hours_after: Hours


class PledgedHours(Row):
    who: Short = Field(description="Organisation oder Rolle, kein privater Name")
    hours_week: Annotated[float, Field(gt=0, le=80)]


class BudgetLine(Row):
    item: Short
    amount_eur: Amount
    paid_by: Short


class RejectedIdea(Row):
    idea: Short
    reason: Sentence
    resubmission: Short


class PublicityDuty(Row):
    """A funded operation with its wording; maßgeblich is the notice of grant."""

    funder: Literal["efre", "land", "bund", "eu_andere"]
    operation: Short
    reference: Short = Field(description="Aktenzeichen oder Förderkennzeichen")
    ends_on: IsoDay | None = None
    wording: Sentence
    checked_by: Short


class StoryExample(Row):
    """A success story, told in about 120 words and released in writing."""

    title: Short
    text: Paragraphs
    released_on: IsoDay
    released_by: Short


class PressOutlet(Row):
    """Outlets of one kind; no names of papers or people, because they age and are personal data."""

    kind: Short
    outlets: Annotated[int, Field(ge=1, le=500)]
    area: Short
    topics: Short
    way: Short
    lead_time: Short


def _words(text: str) -> int:
    return len(text.split())


class TextModules(Row):
    """The boilerplate in two languages and two lengths."""

    de_50: Paragraphs
    de_150: Paragraphs
    en_50: Paragraphs
    en_150: Paragraphs

    @model_validator(mode="after")
    def _long_enough(self) -> TextModules:
        for name, low, high in (("de_50", 40, 60), ("en_50", 40, 60), ("de_150", 130, 170), ("en_150", 130, 170)):
            count = _words(getattr(self, name))
            if not low <= count <= high:
                raise ValueError(f"der Textbaustein {name} hat {count} Wörter; erlaubt sind {low} bis {high}")
        return self
