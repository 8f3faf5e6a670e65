"""How many organisations of each kind a workshop needs, and when they are counted, read from ``quorum.toml``.

Every value carries the mark [D] (checklist T-35 and T-7 of the process, offerings.md section 3); units stand at each
field. An unknown maturity level is treated as M1, as the scope table does.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from clusterprocess.catalogues.reading import versioned

Level = Literal["M0", "M1", "M2", "M3", "M4"]


class Entry(BaseModel):
    """Base of typed entries: unknown keys fail at loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Target(Entry):
    """Organisations wanted by kind of actor."""

    kmu: int = Field(ge=0)
    gross: int = Field(ge=0)
    hochschule: int = Field(ge=0)
    forschung: int = Field(ge=0)
    oeffentlich: int = Field(ge=0)
    sonstige: int = Field(ge=0)

    def of(self, kind: str) -> int:
        """The number for a kind of actor; 0 for a kind that no list knows."""
        return int(getattr(self, kind, 0)) if kind in type(self).model_fields else 0


class QuorumCatalogue(Entry):
    """Everything of ``quorum.toml``, typed.

    Attributes:
        invite_days_before, reply_days_before: calendar days before the meeting.
        enough_share: share of a target (0 to 1) from which on a kind counts as reached.
        company_share_min: share of companies (0 to 1) among the registered organisations.
        blank_rows: empty rows of the attendance list after those registered.
    """

    version: str = Field(min_length=1)
    valid_from: date
    published_on: date
    source: str
    mark: str
    invite_days_before: int = Field(ge=0, le=365)
    reply_days_before: int = Field(ge=0, le=365)
    enough_share: float = Field(gt=0, le=1)
    company_share_min: float = Field(ge=0, le=1)
    blank_rows: int = Field(ge=0, le=200)
    target: dict[str, dict[Level, Target]]

    def target_of(self, offering: str, level: str) -> Target:
        """The target of a service at a maturity level.

        Raises:
            KeyError: the catalogue has no numbers for the service.
        """
        levels = self.target[offering]
        return next((found for known, found in levels.items() if known == level), levels["M1"])

    def invite_by(self, day: date) -> date:
        """The day by which the initiative should have invited its members."""
        return day - timedelta(days=self.invite_days_before)

    def reply_by(self, day: date, today: date) -> date:
        """Until when an invitation asks for an answer; at short notice the day before the meeting, or the day itself."""
        usual = day - timedelta(days=self.reply_days_before)
        return usual if usual > today else max(day - timedelta(days=1), min(today, day))


def read_quorum(text: str) -> QuorumCatalogue:
    """The catalogue from TOML text."""
    return QuorumCatalogue.model_validate(tomllib.loads(text))


quorum = versioned("quorum.toml")(read_quorum)
"""The quorum catalogue that holds here and now."""
