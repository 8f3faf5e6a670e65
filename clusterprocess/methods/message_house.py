"""KOM4 message house: whether every goal has a message, and every message proof, channel and owner.

Rule (offerings section 7b): a goal is complete when at least one of its messages has proof, channel and owner; the house
is consistent when every goal is complete. Unit: share of complete goals, 0 to 1.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.communication import Scoring, communication
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Part = Literal["Botschaft", "Beleg", "Kanal", "Verantwortung"]


class HouseMessage(Frozen):
    """One message for a goal; empty parts are allowed, because finding them is the purpose."""

    goal: str = Field(min_length=1, description="Ziel, dem die Botschaft dient")
    message: str = Field(min_length=1, description="Wortlaut")
    proof: str = Field(default="", description="Zahl, Beispiel oder Geschichte")
    channel: str = Field(default="", description="Kürzel des Kanals")
    owner: str = Field(default="", description="verantwortliche Stelle")


class MessageHouseInput(Frozen):
    """Goals, channels and messages."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "goals": ["K1", "K2"],
                    "channels": ["C1"],
                    "messages": [
                        {
                            "goal": "K1",
                            "message": "Wer dabei ist, findet Partner.",
                            "proof": "14 gemeinsame Projekte",
                            "channel": "C1",
                            "owner": "Geschäftsstelle",
                        }
                    ],
                }
            ]
        }
    )

    goals: tuple[str, ...] = Field(min_length=1, description="Ziele, jedes einmal")
    channels: tuple[str, ...] = Field(description="Kürzel der Kanäle")
    messages: tuple[HouseMessage, ...] = Field(description="Botschaften")
    scoring: Scoring | None = Field(default=None, description="Rechenwerte; leer = ausgelieferter Katalog")


class GoalCheck(Frozen):
    """One goal with what its messages still lack."""

    goal: str = Field(description="Ziel")
    messages: int = Field(ge=0, description="Zahl der Botschaften")
    complete: int = Field(ge=0, description="davon mit Beleg, Kanal und Verantwortung")
    missing: tuple[Part, ...] = Field(description="was der vollständigsten Botschaft noch fehlt")


class MessageHouseResult(Frozen):
    """All goals in the order given."""

    goals: tuple[GoalCheck, ...] = Field(description="Ziele mit dem, was fehlt")
    complete_goals: int = Field(ge=0, description="Zahl der vollständigen Ziele")
    complete_share: float = Field(ge=0, le=1, description="Anteil der vollständigen Ziele 0 bis 1")
    is_consistent: bool = Field(description="jedes Ziel ist vollständig")
    without_proof: int = Field(ge=0, description="Zahl der Botschaften ohne Beleg")
    catalogue_version: str = Field(description="Fassung des Kommunikationskatalogs")


def message_house(data: MessageHouseInput) -> MessageHouseResult:
    """Return which goals are complete and what the others lack (offerings section 7b, KOM4).

    Raises:
        InputError: a goal occurs twice, or a message names an unknown goal or channel.
    """
    scoring = data.scoring or communication().scoring
    _check(data)
    goals = tuple(_goal(goal, tuple(m for m in data.messages if m.goal == goal)) for goal in data.goals)
    complete = sum(goal.complete > 0 for goal in goals)
    return MessageHouseResult(
        goals=goals,
        complete_goals=complete,
        complete_share=complete / len(goals),
        is_consistent=complete == len(goals),
        without_proof=sum(not m.proof.strip() for m in data.messages),
        catalogue_version=scoring.catalogue_version,
    )


def _check(data: MessageHouseInput) -> None:
    if len(set(data.goals)) < len(data.goals):
        raise InputError("goals: Ein Ziel kommt zweimal vor; bitte nennen Sie jedes einmal.", field="goals")
    for message in data.messages:
        if message.goal not in data.goals:
            raise InputError(
                f"messages: Die Botschaft „{message.message[:40]}“ dient dem Ziel {message.goal}, das es nicht gibt; "
                "bitte ordnen Sie sie einem der Ziele zu.",
                field="messages",
            )
        if message.channel and message.channel not in data.channels:
            raise InputError(
                f"messages: Die Botschaft „{message.message[:40]}“ nennt den Kanal {message.channel}, den es nicht gibt; "
                "bitte wählen Sie einen der Kanäle.",
                field="messages",
            )


def _goal(goal: str, messages: tuple[HouseMessage, ...]) -> GoalCheck:
    complete = sum(all(_parts(m).values()) for m in messages)
    missing: tuple[Part, ...] = ()
    if not messages:
        missing = ("Botschaft", "Beleg", "Kanal", "Verantwortung")
    elif not complete:
        # what the message that comes closest to completeness still lacks
        best = max(messages, key=lambda m: sum(_parts(m).values()))
        missing = tuple(part for part, given in _parts(best).items() if not given)
    return GoalCheck(goal=goal, messages=len(messages), complete=complete, missing=missing)


def _parts(message: HouseMessage) -> dict[Part, bool]:
    return {
        "Beleg": bool(message.proof.strip()),
        "Kanal": bool(message.channel.strip()),
        "Verantwortung": bool(message.owner.strip()),
    }
