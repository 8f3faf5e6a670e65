"""What a workshop of this offering leaves behind beside the common record: weights, scores, decisions, travellers.

The dots stay with their organisations and kinds (``ballots`` over the criteria), so weights by kind follow from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.internationalisation.choice import CriterionKey, Weight
from clusterprocess.offerings.internationalisation.questionnaire import Country, Motive
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.rows import Likert, MemberKind, Sentence, Short, WorkshopRecord


class CountryDecision(Row):
    """What the room decided about one country, and why."""

    country: Country
    decision: Literal["gewaehlt", "abgelehnt", "zurueckgestellt", "ausgeschlossen"]
    reason: Sentence


class Travellers(Row):
    """How many organisations and persons of a kind said they would come on a mission."""

    mission: Short
    kind: MemberKind
    organisations: Annotated[int, Field(ge=1, le=100)]
    persons: Annotated[int, Field(ge=1, le=200)]

    @model_validator(mode="after")
    def _plausible(self) -> Travellers:
        if self.persons < self.organisations:
            raise ValueError(f"{self.mission}: weniger Personen als Organisationen")
        return self


class InternationalRecord(WorkshopRecord):
    """The record of an Auslandstag."""

    motives: dict[Motive, Annotated[int, Field(ge=0, le=500)]] = Field(
        default_factory=dict, description="Punkte je Motiv bei der Begrüßung"
    )
    weights: dict[CriterionKey, Weight] = Field(default_factory=dict, description="beschlossene Gewichte")
    scores: dict[Country, dict[CriterionKey, Likert]] = Field(
        default_factory=dict, description="im Raum vergebene Werte; die Begründungen stehen in der Bewertung"
    )
    decisions: list[CountryDecision] = Field(default_factory=list)
    travellers: list[Travellers] = Field(default_factory=list)

    @model_validator(mode="after")
    def _weights_before_scores(self) -> InternationalRecord:
        if self.scores and not self.weights:
            raise ValueError("Werte ohne Gewichte: Die Gewichte sind vor dem ersten Wert zu beschließen")
        if self.weights and abs(sum(self.weights.values()) - 1) > 0.001:
            raise ValueError(f"die Gewichte ergeben {number(sum(self.weights.values()), 3)} statt 1")
        for country, values in self.scores.items():
            if set(values) != set(self.weights):
                raise ValueError(f"{country}: Die Werte passen nicht zu den beschlossenen Kriterien")
        decided = [entry.country for entry in self.decisions]
        if len(set(decided)) < len(decided):
            raise ValueError("über ein Land ist zweimal entschieden")
        return self
