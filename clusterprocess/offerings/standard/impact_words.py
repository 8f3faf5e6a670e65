"""What only people can say about the effect after twelve months: one validated record, handed in as ``wirkung``.

Statuses and values come from the follow-up; this record holds the consultant's own words and the counts behind rates:
another explanation for each improvement, lessons, the decision that is due, and what was asked of members elsewhere.
What was not asked is absent and the note says so. Content: offerings.md section 8, yardstick wirkungsvermerk.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.offering import Submittable
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, Short
from clusterprocess.offerings.standard.submissions import validator

KIND = "wirkung"
SCHEMA_VERSION = "1.0"
CAUSAL = re.compile(
    r"führte[n]? (?:\w+ ){0,4}zu\b|bewirk|verursach|Erfolg der (?:Cluster)?Agentur|dank der (?:Beratung|Cluster)", re.I
)
"""Words that claim a cause: a note speaks of a contribution (offerings.md section 8)."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Line = Annotated[str, Field(min_length=1, max_length=160)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9.]{0,20}$")]


class LateBaseline(Row):
    """A baseline that was missing in the paper and was measured afterwards, with the target that follows from it."""

    value: float
    on: IsoDay
    source: Line
    target: float


class GoalReading(Row):
    """How the value of one goal is to be read.

    Attributes:
        short: name of the indicator in heading and chart.
        part, whole: numerator and denominator on the day of the answer; a share without both is not shown.
        base_part, base_whole: the same for the baseline where its words in the paper do not say them.
    """

    key: Key
    short: Name
    part: float | None = None
    whole: Annotated[float, Field(gt=0)] | None = None
    of: Annotated[str, Field(max_length=40)] = Field("", description="Einheit von Zähler und Nenner, zum Beispiel Euro")
    comparable: bool = Field(True, description="gleiche Definition wie im Papier")
    why_not: Annotated[str, Field(max_length=60)] = ""
    late_baseline: LateBaseline | None = None

    @model_validator(mode="after")
    def _complete(self) -> GoalReading:
        if not self.comparable and not self.why_not:
            raise ValueError(f"{self.key}: bitte sagen, worin die Definition abweicht (why_not)")
        if self.part is not None and self.whole is None:
            raise ValueError(f"{self.key}: zum Zähler (part) gehört der Nenner (whole)")
        return self


class OwnGoal(Row):
    """A goal of a paper that keeps its goals in words only: baseline and target as numbers, with their source."""

    key: Key
    field: Name = "–"
    indicator: Line
    unit: Name
    baseline: float | None = None
    baseline_text: Line
    baseline_on: IsoDay | None = None
    baseline_source: Line
    target: float
    target_text: Line
    target_on: IsoDay

    @model_validator(mode="after")
    def _dated(self) -> OwnGoal:
        if self.baseline is not None and self.baseline_on is None:
            raise ValueError(f"{self.key}: ein Basiswert braucht ein Datum (baseline_on)")
        return self


class Change(Row):
    """One more row of the comparison before and after: both dates, both sources, the same definition."""

    name: Name
    before: Name
    before_on: IsoDay
    before_source: Name
    after: Name
    after_on: IsoDay
    after_source: Name
    same_definition: bool
    answers: Annotated[int, Field(ge=0)] | None = Field(
        None, description="kleinere Zahl der Antworten, wenn Mitglieder gefragt wurden"
    )


class Alternative(Row):
    """What else may explain an improvement, in one sentence; ``of`` is the key of the goal."""

    of: Key
    text: Annotated[str, Field(min_length=1, max_length=160)]


class LadderCounts(Row):
    """How far members came, each step counts whoever reached it or a later one."""

    participated: Count
    competence: Count
    idea: Count
    innovation: Count

    @model_validator(mode="after")
    def _falls(self) -> LadderCounts:
        if not self.participated >= self.competence >= self.idea >= self.innovation:
            raise ValueError("jede Stufe zählt höchstens so viele Mitglieder wie die Stufe davor")
        return self


class SmeLadder(LadderCounts):
    answers: Count


class MemberLadder(LadderCounts):
    """The ladder of a member survey with its return (Danish steps, offerings.md section 8)."""

    asked_on: IsoDay
    invited: Annotated[int, Field(ge=1)]
    answers: Count
    smes: SmeLadder | None = None

    @model_validator(mode="after")
    def _within(self) -> MemberLadder:
        if not self.participated <= self.answers <= self.invited:
            raise ValueError("es können nicht mehr antworten als gefragt, und nicht mehr teilnehmen als antworten")
        if self.smes and not self.smes.participated <= self.smes.answers <= self.answers:
            raise ValueError("die Zahlen der KMU passen nicht zu den Antworten")
        return self


class KnownBy(Row):
    """How many members know the paper, out of how many who answered."""

    members: Count
    answers: Annotated[int, Field(ge=1)]
    asked_on: IsoDay

    @model_validator(mode="after")
    def _within(self) -> KnownBy:
        if self.members > self.answers:
            raise ValueError("es können nicht mehr Mitglieder das Papier kennen als geantwortet haben")
        return self


class Story(Row):
    """One story with a written release; without it there is none."""

    title: Short
    text: Annotated[str, Field(min_length=40, max_length=1100)]
    released_on: IsoDay
    released_by: Short = Field(description="Organisation oder Rolle, kein privater Name")

    @model_validator(mode="after")
    def _short(self) -> Story:
        if (words := len(self.text.split())) > 120:
            raise ValueError(f"die Geschichte hat {words} Wörter; höchstens 120 passen in den Kasten")
        return self


Two = Annotated[list[Line], Field(min_length=2, max_length=2)]


class ImpactWords(Row):
    """The consultant's record behind the impact note."""

    goals: Annotated[list[GoalReading], Field(max_length=12)] = Field(default_factory=list)
    own_goals: Annotated[list[OwnGoal], Field(max_length=8)] = Field(
        default_factory=list, description="Ziele, die das Papier nur in Worten nennt"
    )
    helped: Annotated[str, Field(max_length=200)] = Field("", description="was am meisten half, Worte der Initiative")
    hindered: Annotated[str, Field(max_length=200)] = Field("", description="was am meisten hinderte")
    decision: Annotated[str, Field(min_length=1, max_length=240)] = Field(
        description="was als Nächstes zu entscheiden ist"
    )
    decision_by: IsoDay
    changes: Annotated[list[Change], Field(max_length=3)] = Field(default_factory=list)
    alternatives: Annotated[list[Alternative], Field(max_length=8)] = Field(default_factory=list)
    ladder: MemberLadder | None = None
    known_by: KnownBy | None = None
    unintended: Annotated[str, Field(max_length=200)] = ""
    story: Story | None = None
    lessons_initiative: Two
    lessons_agency: Two
    proposal: Literal["weiterfuehren", "anpassen", "schliessen"]
    proposal_text: Annotated[str, Field(min_length=1, max_length=240)]
    baseline_notes: Annotated[list[Line], Field(max_length=1)] = Field(
        default_factory=list, description="wer an der Ausgangslage seither was geändert hat"
    )

    @model_validator(mode="after")
    def _no_cause_is_claimed(self) -> ImpactWords:
        keys = [g.key for g in self.goals]
        if len(set(keys)) < len(keys):
            raise ValueError("jedes Ziel nur einmal (goals)")
        said = self.model_dump_json()
        if found := CAUSAL.search(said):
            raise ValueError(f"„{found.group()}“ behauptet eine Ursache; bitte von einem Beitrag sprechen")
        return self


LABELS = {
    "goals": "Ziele",
    "own_goals": "Eigene Ziele",
    "decision": "Entscheidung",
    "decision_by": "Entscheidung bis",
    "alternatives": "Andere Erklärungen",
    "lessons_initiative": "Lehren für die Initiative",
    "lessons_agency": "Lehren für die Agentur",
    "proposal": "Vorschlag",
    "ladder": "Stufen der Mitglieder",
    "story": "Geschichte",
}

IMPACT_WORDS = Submittable(KIND, SCHEMA_VERSION, validator(ImpactWords, LABELS))
"""Taken by every offering; handed in after the follow-up of twelve months."""
