"""The automated steps of an engagement: when each is due, and that each is done once per attempt (design D2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import STEP_FINISHED
from clusterprocess.domain.runs import STEP_NAMES, StepRecord
from clusterprocess.domain.states import ORDER, Stage, State
from clusterprocess.domain.workshops import MOVE_STEP, Workshop
from clusterprocess.usecases.analyse_and_draft import (
    analyse,
    draft_paper,
    has_analysis_input,
    has_plan,
    open_intake,
    plan_workshops,
    write_brief,
    write_note,
)
from clusterprocess.usecases.impact_note import has_impact_input, impact_attempt, write_impact_note
from clusterprocess.usecases.issue_paper import (
    check_edited_paper,
    hand_over,
    hand_over_note,
    is_confirmed,
    write_resolution,
)
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.store_papers import newest_version
from clusterprocess.usecases.workshop_papers import due_workshop_steps, write_invitation, write_minutes


def always(engagement: Engagement) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One automated step: when it is due, which attempt it is, and what it does.

    Attributes:
        ready: whether the people's input that it waits for is there.
        fast_lane: whether it belongs to short advice or to the full process; None: both.
    """

    name: str
    stage: Stage
    due_in: tuple[State, ...]
    perform: Callable[[Work, Engagement], None]
    ready: Callable[[Engagement], bool] = always
    fast_lane: bool | None = False

    def attempt(self, engagement: Engagement) -> int:
        return engagement.attempt(self.stage)

    def is_due(self, engagement: Engagement) -> bool:
        """Whether the engagement stands where this step is to be done."""
        lane = self.fast_lane is None or self.fast_lane == engagement.fast_lane
        return lane and engagement.current_state in self.due_in and self.ready(engagement)


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("open_intake", Stage.INTAKE, (State.ACCEPTED,), open_intake, fast_lane=None),
        Step("analyse", Stage.ANALYSIS, (State.INTAKE_COMPLETE, State.ANALYSIS), analyse, has_analysis_input),
        Step("write_brief", Stage.ANALYSIS, (State.ANALYSIS,), write_brief),
        Step("plan_workshops", Stage.WORKSHOP, (State.ANALYSIS_REVIEWED,), plan_workshops),
        Step("draft_paper", Stage.DELIVERABLE, (State.WORKSHOP_HELD, State.DRAFT), draft_paper, has_plan),
        Step("hand_over", Stage.DELIVERABLE, (State.RELEASED, State.HANDED_OVER), hand_over, is_confirmed),
        Step("write_note", Stage.DELIVERABLE, (State.ACCEPTED,), write_note, has_plan, fast_lane=True),
        Step("hand_over_note", Stage.DELIVERABLE, (State.ANSWERED,), hand_over_note, fast_lane=True),
    )
}

WORKSHOP_STEPS: dict[str, Callable[[Work, Engagement, Workshop], None]] = {
    "write_invitation": write_invitation,
    "write_minutes": write_minutes,
}
VERSION_STEPS: dict[str, Callable[[Work, Engagement], None]] = {
    "check_edited_paper": check_edited_paper,
    "write_resolution": write_resolution,
    "write_impact_note": write_impact_note,
}


def perform_step(work: Work, number: str, name: str, attempt: int | None = None) -> str:
    """Do one step, unless it is recorded or not due; returns ``erledigt``, ``schon erledigt`` or ``nicht fällig``.

    The engagement row is locked first; effects, step record and events commit together.
    """
    engagement = work.queries.engagement(number, lock=True)
    due, at = _due(engagement, name, attempt)
    if work.queries.step_done(engagement.id, name, at):
        return "schon erledigt"
    if not due:
        return "nicht fällig"
    if name in STEPS:
        STEPS[name].perform(work, engagement)
    elif name in WORKSHOP_STEPS:
        WORKSHOP_STEPS[name](work, engagement, work.queries.workshop(at % MOVE_STEP))
    else:
        VERSION_STEPS[name](work, engagement)
    work.add(
        StepRecord(
            engagement_id=engagement.id,
            step=name,
            attempt=at,
            finished_at=work.now,
            run_id=int(work.run_id) if work.run_id else None,
        )
    )
    engagement.record(STEP_FINISHED, label=STEP_NAMES[name].de, step=name, attempt=at)
    return "erledigt"


def _due(engagement: Engagement, name: str, attempt: int | None) -> tuple[bool, int]:
    if name in STEPS:
        return STEPS[name].is_due(engagement), STEPS[name].attempt(engagement)
    if name == "write_impact_note":  # each correction of answers or words makes the next version
        return has_impact_input(engagement), attempt or impact_attempt(engagement)
    latest = newest_version(engagement)
    if name == "write_resolution":
        return engagement.current_state is State.CLUSTER_REVIEW, attempt or (latest.number if latest else 0)
    if name == "check_edited_paper":
        edited = latest is not None and latest.origin in ("bearbeitet", "aktualisiert")
        return edited, attempt or (latest.number if latest else 0)
    return (name, attempt) in due_workshop_steps(engagement), attempt or 0


def has_reached(engagement: Engagement, state: State) -> bool:
    """Whether the engagement stands at a state or beyond it."""
    now = engagement.current_state
    if engagement.fast_lane:
        return now is state or (now in (State.ANSWERED, State.CLOSED) and state in (State.ACCEPTED, State.ANSWERED))
    return now in ORDER and ORDER.index(now) >= ORDER.index(state)
