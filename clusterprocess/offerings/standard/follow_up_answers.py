"""What a follow-up brings back: one validated record for all offerings (offerings.md section 8).

Only ``measures`` and ``own`` differ between engagements: the measures of the agreed plan, and the offering's own
questions. What was not answered is absent and is reported as missing, never imputed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from clusterprocess.methods.additionality import WithoutAgency
from clusterprocess.methods.implementation import MeasureStatus
from clusterprocess.offerings.questions import Row, validated
from clusterprocess.offerings.standard.rows import IsoDay, Likert

SCHEMA_VERSION = "1.0"

Obstacle = Literal["zeit", "geld", "personal", "zustimmung", "partner", "sonstiges"]
Use = Literal["vorstand", "foerderantrag", "mitgliedergewinnung", "presse", "nicht"]
Line = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Field(max_length=3000)]

OBSTACLE_NAMES: dict[str, str] = {
    "zeit": "Zeit",
    "geld": "Geld",
    "personal": "Personal",
    "zustimmung": "Zustimmung",
    "partner": "Partner",
    "sonstiges": "Sonstiges",
}
USE_NAMES: dict[str, str] = {
    "vorstand": "im Vorstand",
    "foerderantrag": "in einem Förderantrag",
    "mitgliedergewinnung": "in der Mitgliedergewinnung",
    "presse": "in der Presse",
    "nicht": "gar nicht",
}


class MeasureReport(Row):
    """Status of one measure of the plan on the day of the answer."""

    number: str = Field(description="Nummer der Maßnahme im Plan, zum Beispiel M 1.2")
    status: MeasureStatus
    reason: Obstacle | None = Field(None, description="Grund, wenn verworfen oder überfällig")
    ended_on: IsoDay | None = Field(None, description="tatsächliches Ende")
    new_due_on: IsoDay | None = Field(None, description="neuer Termin, wenn überfällig")
    result: Line = Field("", description="Ergebnis in einem Satzteil")
    evidence: Line = Field("", description="Nachweis: Link oder Aktenzeichen")
    decided_by: Line = Field("", description="wer über das Verwerfen entschied (Rolle)")
    without_us: WithoutAgency | None = Field(
        None, description="was ohne die Beratung geschehen wäre, nur wenn erledigt"
    )


class IndicatorReport(Row):
    """One value of an outcome measure or of an indicator of the paper."""

    key: str
    value: float
    as_of: IsoDay | None = None
    source: Line = ""


class ParallelSupport(Row):
    """Other support that worked at the same time."""

    name: Line
    from_on: IsoDay | None = None
    to_on: IsoDay | None = None


class FollowUpData(Row):
    """All answers of one follow-up.

    Attributes:
        goals: attainment per goal key, -2 far missed to +2 far exceeded.
        profile: new values of profile figures by their key (members_sme, fte_paid, …), same definition as the baseline.
        own: answers to the offering's own questions, by question key.
        no_parallel_support: said explicitly that there was none; otherwise an empty list means not answered.
    """

    measures: list[MeasureReport] = Field(default_factory=list)
    obstacle: Obstacle | None = None
    help_needed: bool | None = None
    help_text: Words = ""
    usefulness: Likert | None = None
    indicators: list[IndicatorReport] = Field(default_factory=list)
    new_cooperations: Annotated[int, Field(ge=0, le=10_000)] | None = None
    used_for: list[Use] = Field(default_factory=list)
    used_where: Words = ""
    goals: dict[str, Annotated[int, Field(ge=-2, le=2)]] = Field(default_factory=dict)
    parallel_support: list[ParallelSupport] = Field(default_factory=list)
    no_parallel_support: bool = False
    recommendation: Annotated[int, Field(ge=0, le=10)] | None = None
    profile: dict[str, float] = Field(default_factory=dict)
    helped_most: Words = ""
    hindered_most: Words = ""
    unintended: Words = Field("", description="unbeabsichtigte Wirkungen und Kosten")
    lessons: Words = ""
    story_release: bool | None = Field(None, description="Freigabe als Erfolgsgeschichte")
    story: Words = ""
    next_review_on: IsoDay | None = None
    own: dict[str, Words] = Field(default_factory=dict)
    free_text: Words = ""

    @model_validator(mode="after")
    def _consistent(self) -> FollowUpData:
        numbers = [m.number for m in self.measures]
        if len(set(numbers)) < len(numbers):
            raise ValueError("jede Maßnahme nur einmal")
        if "nicht" in self.used_for and len(self.used_for) > 1:
            raise ValueError("„gar nicht“ schließt andere Verwendungen aus")
        if self.no_parallel_support and self.parallel_support:
            raise ValueError("entweder keine oder benannte parallele Unterstützung")
        for measure in self.measures:
            if measure.status == "verworfen" and measure.reason is None:
                raise ValueError(f"die verworfene Maßnahme {measure.number} braucht einen Grund")
            if measure.without_us is not None and measure.status != "erledigt":
                raise ValueError(f"{measure.number}: gefragt ist nur nach umgesetzten Maßnahmen")
        return self


LABELS = {
    "measures": "Stand der Maßnahmen",
    "obstacle": "Größtes Hindernis",
    "usefulness": "Nützlichkeit",
    "indicators": "Zielgrößen",
    "goals": "Zielerreichung",
    "parallel_support": "Parallele Unterstützung",
    "recommendation": "Weiterempfehlung",
    "profile": "Kennzahlen",
}


def accepted_follow_up(data: Mapping[str, Any]) -> dict[str, Any]:
    """Validate the answers of one follow-up.

    Raises:
        InputErrors: one German sentence for each wrong place.
    """
    return validated(FollowUpData, data, LABELS)
