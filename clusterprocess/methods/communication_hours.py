"""KOM5 hours of communication: whether what stays and starts fits the hours that somebody has.

Formulas [D]::

    available = (hours a week + pledged hours a week) * working weeks       hours a year, 46 weeks [D]
    needed    = hours of all tasks after the decision
    freed     = hours of the tasks that stop
    balance   = available - needed

Unit: hours a year. Hours are added as given and never rounded here, so that the balance cross-foots.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.communication import Scoring, communication
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Decision = Literal["behalten", "beginnen", "beenden"]


class Pledge(Frozen):
    """Hours that somebody adds to those of the person in charge."""

    who: str = Field(min_length=1, description="wer die Stunden zusagt, Organisation oder Rolle")
    hours_week: float = Field(gt=0, le=80, description="Stunden je Woche")


class Task(Frozen):
    """One channel or standing task with its hours before and after the decision."""

    name: str = Field(min_length=1, description="Kanal oder Aufgabe, eindeutig")
    decision: Decision = Field(description="behalten, beginnen oder beenden")
    hours_before: float = Field(ge=0, description="Stunden im Jahr bisher")
    hours_after: float = Field(ge=0, description="Stunden im Jahr künftig")


class CommunicationHoursInput(Frozen):
    """Hours that there are, and tasks that need them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "hours_week": 4,
                    "pledges": [{"who": "Beispielform GmbH, Marketing", "hours_week": 1}],
                    "tasks": [
                        {"name": "Rundmail", "decision": "behalten", "hours_before": 20, "hours_after": 60},
                        {"name": "Faltblatt", "decision": "beenden", "hours_before": 40, "hours_after": 0},
                    ],
                }
            ]
        }
    )

    hours_week: float = Field(ge=0, le=80, description="Stunden je Woche der zuständigen Person")
    pledges: tuple[Pledge, ...] = Field(default=(), description="zusätzlich zugesagte Stunden")
    tasks: tuple[Task, ...] = Field(min_length=1, description="Kanäle und feste Aufgaben")
    scoring: Scoring | None = Field(default=None, description="Rechenwerte; leer = ausgelieferter Katalog")


class CommunicationHoursResult(Frozen):
    """The balance of a year."""

    own_hours: float = Field(ge=0, description="Stunden der zuständigen Person im Jahr")
    pledged_hours: float = Field(ge=0, description="zugesagte Stunden im Jahr")
    available: float = Field(ge=0, description="verfügbare Stunden im Jahr")
    used_before: float = Field(ge=0, description="Stunden bisher")
    kept_before: float = Field(ge=0, description="Stunden bisher für das, was bleibt")
    kept_after: float = Field(ge=0, description="Stunden künftig für das, was bleibt")
    started: float = Field(ge=0, description="Stunden für das, was beginnt")
    freed: float = Field(ge=0, description="Stunden, die durch Beenden frei werden")
    needed: float = Field(ge=0, description="Stunden künftig")
    balance: float = Field(description="verfügbar minus gebraucht")
    fits: bool = Field(description="der Plan passt in die Stunden")
    weeks: int = Field(description="angesetzte Arbeitswochen")
    catalogue_version: str = Field(description="Fassung des Kommunikationskatalogs")


def communication_hours(data: CommunicationHoursInput) -> CommunicationHoursResult:
    """Return the balance of hours of a year (offerings section 7b, KOM5).

    Raises:
        InputError: a task occurs twice, one that stops keeps hours, or one that starts had hours before.
    """
    scoring = data.scoring or communication().scoring
    _check(data.tasks)
    own = data.hours_week * scoring.working_weeks
    pledged = sum(pledge.hours_week for pledge in data.pledges) * scoring.working_weeks
    needed = sum(task.hours_after for task in data.tasks)
    return CommunicationHoursResult(
        own_hours=own,
        pledged_hours=pledged,
        available=own + pledged,
        used_before=sum(task.hours_before for task in data.tasks),
        kept_before=sum(task.hours_before for task in data.tasks if task.decision == "behalten"),
        kept_after=sum(task.hours_after for task in data.tasks if task.decision == "behalten"),
        started=sum(task.hours_after for task in data.tasks if task.decision == "beginnen"),
        freed=sum(task.hours_before for task in data.tasks if task.decision == "beenden"),
        needed=needed,
        balance=own + pledged - needed,
        fits=needed <= own + pledged,
        weeks=scoring.working_weeks,
        catalogue_version=scoring.catalogue_version,
    )


def _check(tasks: tuple[Task, ...]) -> None:
    names = [task.name for task in tasks]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(
            f"tasks: Die Aufgabe {twice} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.", field="tasks"
        )
    for task in tasks:
        if task.decision == "beenden" and task.hours_after:
            raise InputError(
                f"tasks: {task.name} endet und behält doch Stunden; bitte setzen Sie die künftigen Stunden auf 0.",
                field="tasks",
            )
        if task.decision == "beginnen" and task.hours_before:
            raise InputError(
                f"tasks: {task.name} beginnt und hatte doch schon Stunden; bitte wählen Sie „behalten“.", field="tasks"
            )
