"""The member survey: its questions (the agency's working version [D]) and the answers that came back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from clusterprocess.catalogues.process import process
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import SERVICE_NAMES, Likert, MemberKind, ServiceCategory


class SurveyQuestion(Row):
    """One question of the member survey; ``short`` questions make the short form for M1."""

    key: str
    de: str
    kind: Literal["likert5", "multi3", "text", "enum", "nps"]
    short: bool = False


SURVEY_VERSION = "Arbeitsfassung 1.0"
SURVEY: tuple[SurveyQuestion, ...] = (
    SurveyQuestion(key="kind", de="Zu welcher Gruppe gehört Ihre Organisation?", kind="enum", short=True),
    SurveyQuestion(key="size", de="Wie viele Beschäftigte haben Sie?", kind="enum"),
    *(
        SurveyQuestion(key=f"need_{slug}", de=f"Wie wichtig ist Ihnen: {name.de}?", kind="likert5", short=False)
        for slug, name in SERVICE_NAMES.items()
    ),
    *(
        SurveyQuestion(key=f"satisfaction_{slug}", de=f"Wie zufrieden sind Sie mit: {name.de}?", kind="likert5")
        for slug, name in SERVICE_NAMES.items()
    ),
    SurveyQuestion(key="top3", de="Welche drei Leistungen brauchen Sie am meisten?", kind="multi3", short=True),
    SurveyQuestion(key="would_pay", de="Würden Sie für eine dieser Leistungen zahlen?", kind="likert5", short=True),
    SurveyQuestion(key="joint", de="Arbeiten Sie heute mit Mitgliedern in einem Projekt?", kind="enum", short=True),
    SurveyQuestion(key="obstacle", de="Was hindert Sie an gemeinsamen Projekten?", kind="text", short=True),
    SurveyQuestion(key="knows_strategy", de="Kennen Sie die Ziele des Netzwerks?", kind="likert5", short=True),
    SurveyQuestion(key="recommend", de="Würden Sie das Netzwerk weiterempfehlen (0 bis 10)?", kind="nps", short=True),
    SurveyQuestion(key="wish", de="Was soll sich ändern?", kind="text", short=True),
)


class SurveyResponse(Row):
    """One returned questionnaire; no name, no address."""

    number: Annotated[int, Field(ge=1)]
    kind: MemberKind
    size: Literal["1-19", "20-49", "50-249", "250+", ""] = ""
    need: dict[ServiceCategory, Likert] = Field(default_factory=dict)
    satisfaction: dict[ServiceCategory, Likert] = Field(default_factory=dict)
    would_pay: Likert | None = None
    knows_strategy: Likert | None = None
    recommend: Annotated[int, Field(ge=0, le=10)] | None = None
    obstacle: Annotated[str, Field(max_length=600)] = ""
    wish: Annotated[str, Field(max_length=600)] = ""


class Survey(Row):
    """The returned member survey: how many were asked, per kind, and the answers."""

    invited: dict[MemberKind, Annotated[int, Field(ge=0)]]
    closed_on: str
    responses: list[SurveyResponse]


def survey_questions(offering: str, level: str) -> tuple[str, ...]:
    """The questions of the survey that an offering runs at a maturity level; empty where it runs none."""
    form = process().scope_of(offering, level).survey
    return () if form == "keine" else tuple(s.de for s in SURVEY if form == "voll" or s.short)
