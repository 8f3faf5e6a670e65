"""The process catalogue: reasons, quotas, deadlines, scope and publicity (design D12)."""

from __future__ import annotations

import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict

from clusterprocess.catalogues.reading import versioned


class Entry(BaseModel):
    """Base of typed catalogue entries: unknown keys fail at loading, not in a report."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DeadlineRule(Entry):
    key: str
    label: str
    role: str
    working_days: int
    working_days_m0: int | None = None
    from_last_workshop: bool = False

    def days_for(self, level: str) -> int:
        """Working days at a maturity level."""
        return self.working_days_m0 if level == "M0" and self.working_days_m0 else self.working_days


class Scope(Entry):
    """Size of an engagement at one maturity level; ``pages`` is the range of the paper."""

    days: float
    weeks: int
    workshops: int
    interviews: int
    survey: str
    pages: tuple[int, int]


class Publicity(Entry):
    """Emblem and wording of one funding period."""

    emblem_alt: str
    statement: str
    line: str
    source: str


class GroupEvents(Entry):
    """Days of group events; the defaults serve catalogues that were activated before there were any."""

    reply_days_before: int = 7
    evaluation_days: int = 21


class ProcessCatalogue(Entry):
    """Everything of ``process.toml``, typed."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    reasons: dict[str, tuple[str, ...]]
    quota_days: dict[str, float]
    deadlines: dict[str, DeadlineRule]
    fast_deadlines: tuple[DeadlineRule, ...]
    scope: dict[str, dict[str, Scope]]
    group_events: GroupEvents = GroupEvents()
    publicity: dict[str, Publicity]

    def scope_of(self, offering: str, level: str) -> Scope:
        """Scope at a level; an unknown level is treated as M1, the smallest with paid staff."""
        levels = self.scope[offering]
        return levels.get(level, levels["M1"])


def read_process(text: str) -> ProcessCatalogue:
    """The process catalogue from TOML text.

    Texts that engagements pinned before ``calendar.toml`` and ``reminders.toml`` existed carry closing days and checklist too; those are passed
    over.
    """
    entries = tomllib.loads(text)
    entries.pop("closing_days", None)
    entries.pop("checklist", None)
    return ProcessCatalogue.model_validate(entries)


process = versioned("process.toml")(read_process)
"""The process catalogue that holds here and now."""
