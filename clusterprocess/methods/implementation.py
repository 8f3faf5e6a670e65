"""F22 implementation rate: how many of the measures that were due have been done, and how far goals are attained.

Formulas (Method library, F22)::

    rate = done / (due and not withdrawn)                        0 to 1
    weighted rate = sum(priority of the done) / sum(priority)    over the same measures, 0 to 1
    goal attainment = mean of -2 ... +2 per goal

A measure is due from its planned end on. What was done before it was due is counted apart, so that early success does
not hide what is late; a withdrawn measure counts neither as done nor as due. Without a due measure there is no rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.advice import advice
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

MeasureStatus = Literal["offen", "laufend", "erledigt", "verworfen"]


class ReportedMeasure(Frozen):
    """One measure with its status on the day of the report."""

    key: str = Field(min_length=1, description="Nummer oder Name der Maßnahme, eindeutig")
    status: MeasureStatus = Field(description="offen, laufend, erledigt oder verworfen")
    due_on: date = Field(description="geplantes Ende")
    priority: int = Field(default=1, ge=1, le=3, description="Gewicht 1 (niedrig) bis 3 (hoch)")


class ImplementationInput(Frozen):
    """Measures and goals on one day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "as_of": "2016-07-20",
                    "measures": [
                        {"key": "M 1.1", "status": "erledigt", "due_on": "2016-03-31", "priority": 3},
                        {"key": "M 1.2", "status": "laufend", "due_on": "2016-06-30", "priority": 1},
                        {"key": "M 1.3", "status": "verworfen", "due_on": "2016-06-30", "priority": 2},
                        {"key": "M 1.4", "status": "offen", "due_on": "2016-12-31", "priority": 2},
                    ],
                    "goals": {"Z1": 1, "Z2": -1},
                }
            ]
        }
    )

    as_of: date = Field(description="Stichtag")
    measures: tuple[ReportedMeasure, ...] = Field(min_length=1, description="alle geplanten Maßnahmen")
    goals: dict[str, Annotated[int, Field(ge=-2, le=2)]] = Field(
        default_factory=dict, description="Zielerreichung je Ziel, -2 (weit verfehlt) bis +2 (weit übertroffen)"
    )


class ImplementationResult(Frozen):
    """Counts that cross-foot, and the rates behind them."""

    measures: int = Field(ge=1, description="Maßnahmen insgesamt")
    due: int = Field(ge=0, description="fällige Maßnahmen ohne verworfene")
    done: int = Field(ge=0, description="davon erledigt")
    overdue: tuple[str, ...] = Field(description="fällig und nicht erledigt")
    withdrawn: int = Field(ge=0, description="verworfen")
    done_early: int = Field(ge=0, description="vor Fälligkeit erledigt")
    not_due: int = Field(ge=0, description="noch nicht fällig und nicht erledigt")
    rate: float | None = Field(ge=0, le=1, description="Umsetzungsquote 0 bis 1, leer ohne fällige Maßnahme")
    weighted_rate: float | None = Field(ge=0, le=1, description="nach Priorität gewichtete Quote 0 bis 1")
    goals: int = Field(ge=0, description="bewertete Ziele")
    goal_attainment: float | None = Field(ge=-2, le=2, description="Mittel der Zielerreichung -2 bis +2")
    catalogue_version: str = Field(description="Version des Katalogs")


def implementation_rate(data: ImplementationInput) -> ImplementationResult:
    """Return counts, rate, weighted rate and goal attainment (Method library, F22).

    Raises:
        InputError: a measure is named twice.
    """
    keys = [m.key for m in data.measures]
    if len(set(keys)) < len(keys):
        twice = next(k for k in keys if keys.count(k) > 1)
        raise InputError(
            f"measures: Die Maßnahme {twice} kommt zweimal vor; bitte jede nur einmal nennen.", field="measures"
        )
    kept = [m for m in data.measures if m.status != "verworfen"]
    due = [m for m in kept if m.due_on <= data.as_of]
    done = [m for m in due if m.status == "erledigt"]
    later = [m for m in kept if m.due_on > data.as_of]
    early = sum(m.status == "erledigt" for m in later)
    return ImplementationResult(
        measures=len(data.measures),
        due=len(due),
        done=len(done),
        overdue=tuple(m.key for m in due if m.status != "erledigt"),
        withdrawn=len(data.measures) - len(kept),
        done_early=early,
        not_due=len(later) - early,
        rate=len(done) / len(due) if due else None,
        weighted_rate=_weight(done) / _weight(due) if due else None,
        goals=len(data.goals),
        goal_attainment=sum(data.goals.values()) / len(data.goals) if data.goals else None,
        catalogue_version=advice().version,
    )


def _weight(measures: Sequence[ReportedMeasure]) -> int:
    return sum(m.priority for m in measures)
