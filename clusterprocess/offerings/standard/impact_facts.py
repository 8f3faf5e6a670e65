"""What is known about an engagement twelve months after its handover, as plain facts; no database, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.standard.follow_up_answers import FollowUpData
from clusterprocess.offerings.standard.follow_up_results import MeasureLine
from clusterprocess.offerings.standard.impact_words import ImpactWords

TWELVE_MONTHS = "12m"


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """One planned follow-up with what came back.

    Attributes:
        state: as in ``FollowUpState``; ``keine_antwort`` is reported, never imputed.
        role, channel: in which role somebody answered and on which way, in German words; never a name.
        reminders: reminders that were sent; ``called`` whether the telephone task was settled.
    """

    key: str
    due_on: date
    state: str
    opened_on: date | None = None
    answered_on: date | None = None
    role: str = ""
    channel: str = ""
    reminders: int = 0
    called: bool = False
    data: FollowUpData | None = None


@dataclass(frozen=True)
class ImpactFacts:
    """Everything the note says that does not stand in the case.

    Attributes:
        lines: every followed measure with its newest status up to the twelve months.
        baseline: profile values frozen at G1, ``baseline_on`` their reference day, ``frozen_on`` the day of G1.
        profile_versions: how often the profile was stored since then.
        days_planned, days_used: person-days of the agency; None where nothing was planned or booked.
    """

    written_on: date
    offering_title: str
    paper_title: str
    handed_over_on: date | None
    version: str
    sha256: str
    surveys: tuple[SurveyFacts, ...]
    words: ImpactWords
    lines: tuple[MeasureLine, ...] = ()
    baseline: Mapping[str, Any] = field(default_factory=dict)
    baseline_on: date | None = None
    frozen_on: date | None = None
    profile_versions: int = 0
    days_planned: Decimal | None = None
    days_used: Decimal | None = None

    @property
    def twelve(self) -> SurveyFacts | None:
        return next((s for s in self.surveys if s.key == TWELVE_MONTHS), None)

    @property
    def newest(self) -> SurveyFacts | None:
        """The newest survey up to twelve months that was answered; its day is the day of all values."""
        known = [s for s in self.surveys if s.data is not None and s.answered_on is not None]
        twelve = self.twelve
        known = [s for s in known if twelve is None or s.due_on <= twelve.due_on]
        return max(known, key=lambda s: s.due_on, default=None)

    @property
    def data(self) -> FollowUpData:
        """The newest answers; an empty record where nobody answered."""
        newest = self.newest
        return newest.data if newest and newest.data else FollowUpData()

    @property
    def as_of(self) -> date:
        """Day of the newest answers, or the day of the note where nobody answered."""
        newest = self.newest
        return newest.answered_on if newest and newest.answered_on else self.written_on

    @property
    def later(self) -> SurveyFacts | None:
        """The follow-up after this one, if the offering plans one."""
        twelve = self.twelve
        after = [s for s in self.surveys if twelve and s.due_on > twelve.due_on and s.state != "entfallen"]
        return min(after, key=lambda s: s.due_on, default=None)
