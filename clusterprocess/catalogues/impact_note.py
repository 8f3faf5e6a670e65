"""Rules of the impact note after twelve months, read from ``impact_note.toml`` beside this file.

Every value carries the mark [D]: a working decision that staff can change as data and that no note may present as an
official rule. Source: Method library, F21 and F22; offerings.md section 8 and ruling 6.
"""

from __future__ import annotations

import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from clusterprocess.catalogues.limits import LimitTable
from clusterprocess.catalogues.reading import versioned


class RatingRule(LimitTable):
    """When a goal lies above, on or behind its plan: share of the way against share of the time."""

    lag: float = Field(ge=0, le=0.5, description="zulässiger Rückstand des Weges hinter der Zeit, 0 bis 0.5")


class GroupRule(LimitTable):
    """Below which number of answers nothing is shown about a group."""

    fewest: int = Field(ge=5, description="kleinste Gruppe, über die etwas gezeigt wird")


class PageRule(LimitTable):
    """What fits on four pages."""

    goals: int = Field(ge=4, le=8, description="höchste Zahl der Zeilen der Zieltabelle")
    table_lines: int = Field(ge=12, le=40, description="Textzeilen der Tabelle der fälligen Maßnahmen")
    clause: int = Field(ge=60, le=120, description="Zeichen eines Ergebnisses oder Nachweises")
    statement: int = Field(ge=120, le=240, description="Zeichen einer wiedergegebenen Antwort")
    lines: int = Field(ge=1, le=5, description="Reihen der Abbildung vorher – nachher")


class ImpactNoteCatalogue(BaseModel):
    """The catalogue: its identity and the three tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1, description="Version des Katalogs")
    valid_from: date = Field(description="gültig ab")
    published_on: date = Field(description="veröffentlicht am")
    source: str = Field(min_length=1, description="Herkunft der Werte")
    mark: str = Field(min_length=1, description="Kennzeichen der Herkunft, [D] = eigene Festlegung")
    status: str = Field(min_length=1, description="Stand, etwa Arbeitsfassung")
    rating: RatingRule
    groups: GroupRule
    page: PageRule


@versioned("impact_note.toml")
def impact_note_rules(text: str) -> ImpactNoteCatalogue:
    """The rules of the impact note that hold here and now."""
    raw = tomllib.loads(text)
    for table in ("rating", "groups", "page"):
        raw[table]["catalogue_version"] = raw["version"]
    return ImpactNoteCatalogue.model_validate(raw)
