"""The reminder plans, typed: what comes due when, for whom, and what makes it pointless (design D12, D15).

Source: offerings.md sections 0, 3 and 8; every number is a working decision [D] that staff change as data.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from clusterprocess.catalogues.process import Entry
from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.states import State

Kind = Literal["aufgabe", "erinnerung", "entwurf", "anstoss"]


class Rule(Entry):
    """What every rule has: slug, who acts, what it says."""

    rule: str = Field(pattern=r"^[a-z0-9_]{3,50}$")
    kind: Kind = "aufgabe"
    role: Role
    label: str = Field(min_length=5, max_length=180)
    ask: str = ""
    ask_late: str = ""
    mail: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "erinnerung" and (not self.ask or self.role is not Role.CLUSTER_MANAGER):
            raise ValueError(f"{self.rule}: eine Erinnerung geht an das Clustermanagement und braucht „ask“")
        if self.kind == "entwurf" and not (self.mail and self.reason):
            raise ValueError(f"{self.rule}: ein Entwurf braucht „mail“ und „reason“")
        return self


class DeadlineReminder(Rule):
    """Something around a deadline, in working days: exactly one of ``after_start``, ``before_due``, ``after_due``."""

    group: str
    deadline: str
    after_start: int | None = Field(None, ge=0, le=400)
    window: int | None = Field(None, ge=1, le=400)
    before_due: int | None = Field(None, ge=0, le=400)
    after_due: int | None = Field(None, ge=0, le=400)

    @model_validator(mode="after")
    def _one_anchor(self) -> Self:
        if sum(x is not None for x in (self.after_start, self.before_due, self.after_due)) != 1:
            raise ValueError(f"{self.rule}: bitte genau eines von after_start, before_due, after_due")
        if (self.after_start is None) != (self.window is None):
            raise ValueError(f"{self.rule}: after_start und window gehören zusammen")
        return self


class MeetingReminder(Rule):
    """Something around a meeting: calendar days before it, working days after it (ruling 2).

    Attributes:
        until: states of the meeting from which on it is pointless.
        stays: whether it also holds once the meeting is minuted or closed.
    """

    group: str
    offset: int = Field(ge=-400, le=400)
    until: tuple[str, ...] = ()
    stays: bool = False


class BoardReminder(Rule):
    """Something around the meeting of the initiative's board; ``step`` names the day in ``calendar.toml``."""

    group: str
    step: str
    states: tuple[State, ...]


class BoardUnknown(Entry):
    """The task to ask when the board meets, ``after`` working days in a state in which a paper is on its way."""

    group: str
    rule: str
    states: tuple[State, ...]
    after: int = Field(ge=0, le=400)
    role: Role
    label: str


class OffsetReminder(Rule):
    """Something so many working days before (-) or after a day."""

    group: str
    offset: int = Field(ge=-400, le=400)


class Stalled(Entry):
    """When an engagement counts as standing still; ``days`` are working days per state."""

    group: str
    after_deadline: int = Field(ge=1, le=400)
    repeat: int = Field(ge=5, le=400)
    times: int = Field(ge=1, le=60)
    role: Role
    label: str
    escalate_role: Role
    escalate_label: str
    days: dict[State, int]


class Resting(Entry):
    """The question whether a paused engagement still rests, every ``after`` working days."""

    rule: str
    after: int = Field(ge=5, le=400)
    times: int = Field(ge=1, le=60)
    role: Role
    label: str


class Closing(Entry):
    """The task to close an engagement, ``after`` working days after its last follow-up."""

    rule: str
    after: int = Field(ge=0, le=400)
    role: Role
    label: str


class AfterSurvey(Entry):
    """A task that an answered follow-up leaves, ``after`` working days later.

    Attributes:
        survey, submission: only after this follow-up, and only while this input is missing; empty = always.
    """

    group: str
    rule: str
    after: int = Field(ge=0, le=60)
    role: Role
    label: str
    survey: str = ""
    submission: str = ""


class MonthlyTask(Entry):
    """A task of the agency, ``after`` working days after the end of a month or the making of a proof."""

    rule: str
    after: int = Field(ge=0, le=60)
    role: Role
    label: str


class LabelReminder(Rule):
    """Something so many months before a label ends."""

    months: int = Field(ge=1, le=48)


class ProfileRound(Rule):
    """The yearly confirmation of the figures: day it starts, reminders in working days, then a telephone call."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)
    reminders: tuple[int, ...]
    phone_after: int = Field(ge=1, le=400)
    phone_role: Role
    phone_label: str


class ReminderCatalogue(Entry):
    """Everything of ``reminders.toml``."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    plans: dict[str, tuple[str, ...]]
    deadline: tuple[DeadlineReminder, ...]
    meeting: tuple[MeetingReminder, ...]
    board: tuple[BoardReminder, ...]
    board_unknown: BoardUnknown
    measure: tuple[OffsetReminder, ...]
    survey: tuple[OffsetReminder, ...]
    stalled: Stalled
    resting: Resting
    closing: Closing
    impact_words: AfterSurvey
    help_asked: AfterSurvey
    proof_due: MonthlyTask
    proof_acceptance: MonthlyTask
    label: tuple[LabelReminder, ...]
    profile_round: ProfileRound

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        rules = [r.rule for r in self.all_rules()]
        if twice := sorted({r for r in rules if rules.count(r) > 1}):
            raise ValueError(f"die Regel {twice[0]} steht zweimal da")
        groups = {r.group for r in self.deadline} | {r.group for r in self.board} | {r.group for r in self.meeting}
        groups |= {r.group for r in self.measure} | {r.group for r in self.survey} | {self.stalled.group}
        for plan, wanted in self.plans.items():
            if unknown := sorted(set(wanted) - groups):
                raise ValueError(f"der Plan {plan} nennt die unbekannte Gruppe {unknown[0]}")
            if self.stalled.group not in wanted:
                raise ValueError(f"der Plan {plan} braucht {self.stalled.group}, sonst kann ein Vorgang verstummen")
        return self

    def all_rules(self) -> tuple[Rule, ...]:
        """Every rule that has a slug of its own in this catalogue."""
        return (
            *self.deadline,
            *self.board,
            *self.meeting,
            *self.measure,
            *self.survey,
            *self.label,
            self.profile_round,
        )

    def rule_named(self, slug: str) -> Rule | None:
        return next((r for r in self.all_rules() if r.rule == slug), None)

    def groups_of(self, offering: str, fast_lane: bool) -> frozenset[str]:
        """Groups of rules that an offering's plan uses."""
        return frozenset(self.plans["fast_lane" if fast_lane else offering])


def read_reminders(text: str) -> ReminderCatalogue:
    """The reminder plans from TOML text.

    Raises:
        InputError: a rule is incomplete, doubled or of an unknown kind.
    """
    try:
        return ReminderCatalogue.model_validate(tomllib.loads(text))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"Katalog reminders.toml, {place}: {fault['msg']}", field="reminders") from None


reminders = versioned("reminders.toml")(read_reminders)
"""The reminder plans that hold here and now."""
