"""The impact survey among members (offerings.md 7f and 8): what is asked, and the answers that came back.

It is handed in under the kind ``befragung`` and keeps its shape of invitations, closing day and responses, so that
response, composition and internal volume read it as they read any member survey.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.catalogues.advice import ImpactKey, advice
from clusterprocess.offerings.offering import Submittable
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, Likert, MemberKind
from clusterprocess.offerings.standard.submissions import validator

VERSION = "Wirkungsfragebogen 1.0"


class FieldRating(Row):
    importance: Likert
    effect: Likert
    due: Likert = Field(description="Anteil des Netzwerks an der Wirkung, 1 bis 5")


class ImpactResponse(Row):
    """One returned questionnaire; no name, no address."""

    number: Annotated[int, Field(ge=1)]
    kind: MemberKind
    size: Literal["1-19", "20-49", "50-249", "250+", ""] = ""
    ratings: dict[ImpactKey, FieldRating]
    step: Annotated[int, Field(ge=0, le=4)] | None = Field(None, description="höchste erreichte Stufe 0 bis 4")
    remark: Annotated[str, Field(max_length=600)] = ""


class ImpactSurvey(Row):
    """The returned impact survey."""

    invited: dict[MemberKind, Annotated[int, Field(ge=0)]]
    closed_on: IsoDay
    responses: list[ImpactResponse]

    @model_validator(mode="after")
    def _numbered_once(self) -> ImpactSurvey:
        numbers = [r.number for r in self.responses]
        if len(set(numbers)) < len(numbers):
            raise ValueError("eine Nummer kommt zweimal vor; bitte jede Antwort nur einmal eintragen")
        if len(self.responses) > sum(self.invited.values()):
            raise ValueError("es gibt mehr Antworten als Angeschriebene; bitte beide Zahlen prüfen")
        return self


IMPACT_SURVEY = Submittable("befragung", VERSION, validator(ImpactSurvey))


def statements() -> tuple[str, ...]:
    """The twelve statements that are rated three times each."""
    return tuple(f.question for f in advice().impact_field)


def further_questions() -> tuple[str, ...]:
    """Kind and size, the ladder, parallel support, free text."""
    steps = "; ".join(f"{n} {name}" for n, name in enumerate(advice().impact.ladder, 1))
    return (
        "Zu welcher Gruppe gehört Ihre Organisation, und wie viele Beschäftigte hat sie?",
        f"Wie weit sind Sie durch das Netzwerk gekommen? 0 nicht beteiligt; {steps}.",
        "Welche andere Unterstützung hatten Sie zur selben Zeit?",
        "Was hätten wir noch fragen sollen?",
    )
