"""Board meetings of an initiative: fixed points of the plan, and moving one (offerings.md ruling 2).

The dates come with the questionnaire. Answers stay fixed while a paper is approved, but a board may meet on another day
all the same; so a moved meeting is kept as evidence (``board_meeting_on``: all coming meetings), whose newest entry wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from clusterprocess.catalogues.calendar import BoardStep, agency_calendar
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.clock import spoken_day
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.gates import EVIDENCE
from clusterprocess.domain.states import ENDED
from clusterprocess.usecases.offering_of import answers_of
from clusterprocess.usecases.ports import Work

KEY = "board_meeting_on"
MOST_MEETINGS = 10
"""So many days fit into one entry of evidence (120 characters); nobody plans more meetings ahead."""


YEARS_AHEAD = 5
"""A later day is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class StepTowardsBoard:
    """One step of the plan towards a meeting, with the sentence that explains its day."""

    key: str
    label: str
    role: str
    due_on: date
    explained: str


def board_meetings(engagement: Engagement) -> list[date]:
    """Known meetings in order of time: of the newest entry of evidence, else of the answers; past ones included."""
    entered = engagement.fact(KEY)
    told = entered.split() if entered is not None else answers_of(engagement).get("next_board_on") or []
    return sorted({date.fromisoformat(str(day)[:10]) for day in told})


def next_board_meeting(engagement: Engagement, on_or_after: date) -> date | None:
    """The first meeting on or after a day; None where none is known, then the date has to be asked for."""
    return next((day for day in board_meetings(engagement) if day >= on_or_after), None)


def meeting_aimed_at(engagement: Engagement, today: date) -> date | None:
    """The meeting that the plan of a paper aims at: the first since its state began whose last step is not over yet.

    A meeting that went by without a resolution leaves the plan after that step, and the next known one takes its place.
    """
    since = engagement.state_since
    return next((day for day in board_meetings(engagement) if day >= since and _counts(day, today)), None)


def _counts(meeting: date, today: date) -> bool:
    """Whether a meeting is still ahead, or what follows it is."""
    return meeting >= today or max(_step(s, meeting).due_on for s in agency_calendar().towards_board) >= today


def plan_towards_board(engagement: Engagement, on_or_after: date) -> tuple[StepTowardsBoard, ...]:
    """What must be done by when so that the next meeting can resolve; empty where no meeting is known.

    Days before a meeting are calendar days and fall back to a working day; days after it are working days.
    """
    meeting = next_board_meeting(engagement, on_or_after)
    if meeting is None:
        return ()
    return tuple(_step(step, meeting) for step in agency_calendar().towards_board)


def _step(step: BoardStep, meeting: date) -> StepTowardsBoard:
    days = agency_calendar()
    session = f"Sitzung des Vorstands am {spoken_day(meeting)}"
    if step.offset > 0:
        explained = days.explain(meeting, step.offset).replace(" ab ", " nach der Sitzung des Vorstands am ", 1)
        return StepTowardsBoard(step.key, step.label, step.role, days.add(meeting, step.offset), explained)
    wished = meeting + timedelta(days=step.offset)
    due = days.last_working_day(wished)
    counted = "am Tag der" if step.offset == 0 else f"{-step.offset} Kalendertage vor der"
    moved = "" if due == wished else ", auf den Arbeitstag davor gelegt"
    return StepTowardsBoard(step.key, step.label, step.role, due, f"{counted} {session}{moved}")


def move_board_meeting(work: Work, number: str, old: date, new: date) -> list[date]:
    """Enter that the board meets on another day; the paper is submitted to that meeting instead.

    Open in every state that has not ended, even while answers are fixed. Where the new day is a known meeting already,
    the old one is dropped and nothing else. What was planned towards the old day is reckoned anew by whoever derives it
    from the evidence.

    Raises:
        InputError: the old day is no known meeting, the new one is the same, in the past or years ahead.
        RuleViolation: the engagement has ended.
    """
    engagement = _locked(work, number, "move_board_meeting")
    known = board_meetings(engagement)
    if old not in known:
        told = ", ".join(f"{day:%d.%m.%Y}" for day in known) or "keine"
        raise InputError(f"Sitzung (old): Am {old:%d.%m.%Y} ist keine bekannt; bekannt sind: {told}.", field="old")
    if new == old:
        raise InputError(f"Neuer Tag (new): Am {new:%d.%m.%Y} tagt der Vorstand ohnehin.", field="new")
    _require_ahead(work, new, "Neuer Tag", "new")
    return _enter(work, engagement, {*known, new} - {old})


def add_board_meeting(work: Work, number: str, day: date) -> list[date]:
    """Enter a first or a further meeting; those that are known stay.

    Raises:
        InputError: the day is known already, in the past or years ahead, or one more than fits into the evidence.
        RuleViolation: the engagement has ended.
    """
    engagement = _locked(work, number, "add_board_meeting")
    known = board_meetings(engagement)
    if day in known:
        raise InputError(f"Tag (day): Am {day:%d.%m.%Y} tagt der Vorstand ohnehin.", field="day")
    _require_ahead(work, day, "Tag", "day")
    coming = _enter(work, engagement, {*known, day})
    if day not in coming:
        raise InputError(
            f"Tag (day): Es sind schon {MOST_MEETINGS} frühere Sitzungen bekannt; bitte tragen Sie diese später ein.",
            field="day",
        )
    return coming


def _locked(work: Work, number: str, rule: str) -> Engagement:
    engagement = work.queries.engagement(number, lock=True)
    work.require(*STAFF)
    if engagement.current_state in ENDED:
        raise RuleViolation(rule, [f"Der Vorgang ist „{engagement.state}“; Sitzungen zählen nicht mehr."])
    return engagement


def _require_ahead(work: Work, day: date, name: str, field: str) -> None:
    if day < work.today:
        raise InputError(f"{name} ({field}): Der {day:%d.%m.%Y} liegt in der Vergangenheit.", field=field)
    if day.year - work.today.year > YEARS_AHEAD:
        raise InputError(f"{name} ({field}): bitte höchstens {YEARS_AHEAD} Jahre voraus.", field=field)


def _enter(work: Work, engagement: Engagement, days: set[date]) -> list[date]:
    """Keep the meetings that still count as the newest entry of evidence; returns them in order of time."""
    kept = sorted(day for day in days if _counts(day, work.today))[:MOST_MEETINGS]
    value = " ".join(day.isoformat() for day in kept)
    engagement.record_evidence(KEY, EVIDENCE[KEY].de, value, work.actor.id, work.today)
    return kept
