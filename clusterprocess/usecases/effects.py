"""What follows from an event: the one table "event type -> effects", applied before the commit (design D5)."""

from __future__ import annotations

from collections.abc import Callable

from clusterprocess.domain.actors import Role
from clusterprocess.domain.documents import Document
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import (
    ANSWERS_SUBMITTED,
    DOCUMENT_PUT_BACK,
    ENGAGEMENT_OPENED,
    ENGAGEMENT_TAKEN_OVER,
    EVIDENCE_RECORDED,
    STATE_CHANGED,
    WORKSHOP_MOVED,
    WORKSHOP_PLANNED,
    WORKSHOP_RECORDED,
    PendingEvent,
)
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.analyse_and_draft import has_analysis_input, has_plan
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.request_run import ask_again, request_run
from clusterprocess.usecases.store_papers import newest_version

Effect = Callable[[Work, PendingEvent], None]

STEP_OF_STATE: dict[State, tuple[str, Stage]] = {
    State.ACCEPTED: ("open_intake", Stage.INTAKE),
    State.INTAKE_COMPLETE: ("analyse", Stage.ANALYSIS),
    State.ANALYSIS: ("analyse", Stage.ANALYSIS),
    State.ANALYSIS_REVIEWED: ("plan_workshops", Stage.WORKSHOP),
    State.WORKSHOP_HELD: ("draft_paper", Stage.DELIVERABLE),
    State.DRAFT: ("draft_paper", Stage.DELIVERABLE),
    State.RELEASED: ("hand_over", Stage.DELIVERABLE),
    State.HANDED_OVER: ("hand_over", Stage.DELIVERABLE),
}

FAST_STEP_OF_STATE: dict[State, tuple[str, Stage]] = {
    State.ACCEPTED: ("open_intake", Stage.INTAKE),
    State.ANSWERED: ("hand_over_note", Stage.DELIVERABLE),
}


def acknowledge(work: Work, event: PendingEvent) -> None:
    """The cluster manager gets an acknowledgement with the Vorgangsnummer (automatic, D15)."""
    engagement = _engagement(event)
    queue_message(
        work,
        "eingang",
        f"{engagement.number}:eingang",
        engagement,
        work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
        {},
    )


def ask_for_step(work: Work, event: PendingEvent) -> None:
    """A state that automated work waits for asks for a run; a declined request gets a draft letter."""
    engagement = _engagement(event)
    state = engagement.current_state
    steps = FAST_STEP_OF_STATE if engagement.fast_lane else STEP_OF_STATE
    if state in steps:
        step, stage = steps[state]
        ask_again(work, engagement, step, engagement.attempt(stage))
    if engagement.fast_lane and state is State.ACCEPTED and has_plan(engagement):
        ask_again(work, engagement, "write_note", engagement.attempt(Stage.DELIVERABLE))  # after a pause
    if state is State.CLUSTER_REVIEW and (latest := newest_version(engagement)):
        request_run(work, engagement, "write_resolution", latest.number)
    if state is State.DECLINED:
        queue_message(
            work,
            "absage",
            f"{engagement.number}:absage",
            engagement,
            work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
            {},
            draft=True,
            reason="Ablehnung; wird von der Federführung freigegeben.",
        )


def ask_for_waiting_step(work: Work, event: PendingEvent) -> None:
    """Input handed in while analysis or draft waits for it: ask for the step."""
    engagement = _engagement(event)
    if engagement.fast_lane:
        if engagement.current_state is State.ACCEPTED and has_plan(engagement):
            ask_again(work, engagement, "write_note", engagement.attempt(Stage.DELIVERABLE))
        return
    if engagement.current_state is State.INTAKE_COMPLETE and has_analysis_input(engagement):
        ask_again(work, engagement, "analyse", engagement.attempt(Stage.ANALYSIS))
    if engagement.current_state in (State.WORKSHOP_HELD, State.DRAFT) and has_plan(engagement):
        ask_again(work, engagement, "draft_paper", engagement.attempt(Stage.DELIVERABLE))


def ask_for_handover(work: Work, event: PendingEvent) -> None:
    """The confirmation of service came in while the handover waits for it."""
    engagement = _engagement(event)
    if engagement.current_state is State.RELEASED and event.data["key"] == "confirmation_of_service":
        ask_again(work, engagement, "hand_over", engagement.attempt(Stage.DELIVERABLE))


def ask_for_invitation(work: Work, event: PendingEvent) -> None:
    workshop = event.source
    if isinstance(workshop, Workshop):
        request_run(work, workshop.engagement, "write_invitation", workshop.paper_attempt)


def ask_for_minutes(work: Work, event: PendingEvent) -> None:
    workshop = event.source
    if isinstance(workshop, Workshop):
        request_run(work, workshop.engagement, "write_minutes", workshop.id)


def ask_for_check(work: Work, event: PendingEvent) -> None:
    document = event.source
    if not isinstance(document, Document):
        return
    engagement = work.queries.engagement(document.engagement_number)
    if document.kind == offering_of(engagement).report_kind:
        request_run(work, engagement, "check_edited_paper", int(event.data["number"]))
        if engagement.current_state is State.CLUSTER_REVIEW:
            request_run(work, engagement, "write_resolution", int(event.data["number"]))


EFFECTS: dict[str, tuple[Effect, ...]] = {
    ENGAGEMENT_OPENED.tag: (acknowledge,),
    ENGAGEMENT_TAKEN_OVER.tag: (ask_for_step,),
    STATE_CHANGED.tag: (ask_for_step,),
    ANSWERS_SUBMITTED.tag: (ask_for_waiting_step,),
    EVIDENCE_RECORDED.tag: (ask_for_handover,),
    WORKSHOP_PLANNED.tag: (ask_for_invitation,),
    WORKSHOP_MOVED.tag: (ask_for_invitation,),
    WORKSHOP_RECORDED.tag: (ask_for_minutes,),
    DOCUMENT_PUT_BACK.tag: (ask_for_check,),
}


def apply_effects(work: Work, event: PendingEvent) -> None:
    """Let everything follow that the table names for this event."""
    for effect in EFFECTS.get(event.type.tag, ()):
        effect(work, event)


def _engagement(event: PendingEvent) -> Engagement:
    if not isinstance(event.source, Engagement):
        raise TypeError(f"{event.type.tag} must come from an engagement")
    return event.source
