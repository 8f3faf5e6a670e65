"""F20 quality of a member survey: response, composition, and means that never reveal a small group.

Formulas (Method library, F20)::

    response rate = valid answers / invited                              0 to 1
    deviation = 100 * (share among answers - share among members)        percentage points, per actor kind
    mean of a question per group, only from n = 8 answers on (ruling 6)

Unit of the means: 1 to 5. Counts of answers are no opinions and are always given; means of groups or questions below
eight answers stay empty, in the total as well. A reader who knows the total and all other groups can work out the
mean of one single hidden group; reports therefore print either the total or the groups of such a question.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import SurveyLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.actor_kinds import ACTOR_GROUPS, ACTOR_KINDS, GROUP_OF, ActorGroup, ActorKind
from clusterprocess.methods.frozen import Frozen

Likert = Annotated[int, Field(ge=1, le=5)]
Count = Annotated[int, Field(ge=0)]


class SurveyAnswer(Frozen):
    """One valid questionnaire."""

    kind: ActorKind = Field(description="Akteursart der antwortenden Organisation")
    values: dict[str, Likert] = Field(description="Antwort 1 bis 5 je Frage; nicht beantwortete Fragen fehlen")


class SurveyInput(Frozen):
    """Members, invitations and answers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "questions": ["zufriedenheit"],
                    "members": {"kmu": 36, "gross": 8, "hochschule": 9},
                    "invited": 53,
                    "answers": [{"kind": "kmu", "values": {"zufriedenheit": 4}} for _ in range(8)],
                }
            ]
        }
    )

    questions: tuple[str, ...] = Field(min_length=1, description="Kennungen der Fragen, jede einmal")
    members: dict[ActorKind, Count] = Field(description="Mitglieder je Akteursart")
    invited: int = Field(ge=1, description="Zahl der Eingeladenen")
    answers: tuple[SurveyAnswer, ...] = Field(description="gültige Fragebögen")
    limits: SurveyLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class Composition(Frozen):
    """How far one actor kind is over- or under-represented."""

    kind: ActorKind = Field(description="Akteursart")
    members: int = Field(ge=0, description="Mitglieder")
    answers: int = Field(ge=0, description="gültige Fragebögen")
    deviation: float | None = Field(description="Abweichung in Prozentpunkten, positiv = überrepräsentiert")


class QuestionMean(Frozen):
    """The mean of one question, empty when too few answered."""

    question: str = Field(description="Kennung der Frage")
    n: int | None = Field(description="Zahl der Antworten, leer wenn nicht ausgewiesen")
    mean: float | None = Field(description="Mittelwert 1 bis 5, leer wenn nicht ausgewiesen")


class GroupMeans(Frozen):
    """The means of one group of actors."""

    group: ActorGroup = Field(description="Gruppe")
    answers: int = Field(ge=0, description="gültige Fragebögen der Gruppe")
    shown: bool = Field(description="groß genug, um ausgewiesen zu werden")
    means: tuple[QuestionMean, ...] = Field(description="Mittelwerte je Frage; leer bei zu kleiner Gruppe")


class SurveyResult(Frozen):
    """Quality figures and the means that may be shown."""

    invited: int = Field(description="Eingeladene")
    valid: int = Field(description="gültige Fragebögen")
    response_rate: float = Field(ge=0, le=1, description="Rücklauf 0 bis 1")
    composition: tuple[Composition, ...] = Field(description="Abweichung je Akteursart in fester Reihenfolge")
    shown: bool = Field(description="genug Antworten, um Gesamtwerte auszuweisen")
    means: tuple[QuestionMean, ...] = Field(description="Gesamtmittel je Frage; leer bei zu wenigen Antworten")
    groups: tuple[GroupMeans, ...] = Field(description="Gruppen in fester Reihenfolge")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def survey_quality(data: SurveyInput) -> SurveyResult:
    """Return response, composition and the means that may be shown (Method library, F20, ruling 6).

    Raises:
        InputError: more answers than invitations, a question that occurs twice or is unknown, or no members at all.
    """
    bounds = data.limits or limits().survey
    _check(data)
    means = _means(data.questions, data.answers, bounds)
    return SurveyResult(
        invited=data.invited,
        valid=len(data.answers),
        response_rate=len(data.answers) / data.invited,
        composition=tuple(_composition(data, kind) for kind in ACTOR_KINDS),
        shown=bool(means),
        means=means,
        groups=tuple(_group(data, group, bounds) for group in ACTOR_GROUPS),
        catalogue_version=bounds.catalogue_version,
    )


def _check(data: SurveyInput) -> None:
    if len(data.answers) > data.invited:
        raise InputError(
            f"answers: {len(data.answers)} Fragebögen bei {data.invited} Eingeladenen; bitte prüfen Sie, ob jemand "
            "zweimal geantwortet hat.",
            field="answers",
        )
    if len(set(data.questions)) < len(data.questions):
        raise InputError("questions: Eine Frage kommt zweimal vor; bitte streichen Sie sie.", field="questions")
    if sum(data.members.values()) == 0:
        raise InputError("members: Bitte geben Sie die Mitglieder je Akteursart an.", field="members")
    for answer in data.answers:
        for question in answer.values:
            if question not in data.questions:
                raise InputError(
                    f"answers: Die Frage {question} gehört nicht zur Befragung; bitte prüfen Sie die Kennungen.",
                    field="answers",
                )


def _composition(data: SurveyInput, kind: ActorKind) -> Composition:
    members, total = data.members.get(kind, 0), sum(data.members.values())
    answers = sum(answer.kind == kind for answer in data.answers)
    deviation = 100 * (answers / len(data.answers) - members / total) if data.answers else None
    return Composition(kind=kind, members=members, answers=answers, deviation=deviation)


def _group(data: SurveyInput, group: ActorGroup, bounds: SurveyLimits) -> GroupMeans:
    answers = tuple(answer for answer in data.answers if GROUP_OF[answer.kind] == group)
    means = _means(data.questions, answers, bounds)
    return GroupMeans(group=group, answers=len(answers), shown=bool(means), means=means)


def _means(
    questions: tuple[str, ...], answers: tuple[SurveyAnswer, ...], bounds: SurveyLimits
) -> tuple[QuestionMean, ...]:
    if len(answers) < bounds.group_min:
        return ()
    return tuple(_mean(question, answers, bounds) for question in questions)


def _mean(question: str, answers: tuple[SurveyAnswer, ...], bounds: SurveyLimits) -> QuestionMean:
    given = [answer.values[question] for answer in answers if question in answer.values]
    if len(given) < bounds.group_min:
        return QuestionMean(question=question, n=None, mean=None)
    return QuestionMean(question=question, n=len(given), mean=sum(given) / len(given))
