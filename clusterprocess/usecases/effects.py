"""What follows from an event: the one table "event type -> effects", applied before the commit (design D5)."""

from __future__ import annotations

from collections.abc import Callable

from clusterprocess.domain.actors import Role
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.documents import Document
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import (
    AGENCY_EVENT_CANCELLED,
    AGENCY_EVENT_CLOSED,
    AGENCY_EVENT_HELD,
    AGENCY_EVENT_INVITED,
    AGENCY_EVENT_MOVED,
    AGENCY_EVENT_PLANNED,
    ANSWERS_SUBMITTED,
    DOCUMENT_PUT_BACK,
    ENGAGEMENT_OPENED,
    ENGAGEMENT_TAKEN_OVER,
    EVIDENCE_RECORDED,
    FOLLOW_UP_ANSWERED,
    FOLLOW_UP_DROPPED,
    FOLLOW_UP_OPENED,
    FOLLOW_UP_PLANNED,
    FOLLOW_UP_SILENT,
    HANDED_OVER,
    PROFILE_STORED,
    STATE_CHANGED,
    WORKSHOP_CANCELLED,
    WORKSHOP_INVITED,
    WORKSHOP_MOVED,
    WORKSHOP_PLANNED,
    WORKSHOP_RECORDED,
    PendingEvent,
)
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.register import Cluster
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.analyse_and_draft import has_analysis_input, has_plan
from clusterprocess.usecases.cluster_plan import keep_cluster_plan
from clusterprocess.usecases.due_plan import keep_event_plan, keep_plan
from clusterprocess.usecases.event_mails import ask_for_feedback, tell_of_cancellation, tell_of_change
from clusterprocess.usecases.follow_ups import drop_follow_ups, plan_follow_ups
from clusterprocess.usecases.impact_note import has_impact_input, impact_attempt
from clusterprocess.usecases.invitation_pack import tell_cancellation, tell_move
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.personal_links import end_finished_links
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.request_run import ask_again, request_run
from clusterprocess.usecases.send_messages import CUT_SHORT, FAREWELLS
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


def end_void_links(work: Work, event: PendingEvent) -> None:
    """A state change ends the links whose purpose is over."""
    end_finished_links(work, _engagement(event))


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


def follow_up_on_state(work: Work, event: PendingEvent) -> None:
    """Follow-ups are planned with the state they belong to, and end with the engagement."""
    engagement = _engagement(event)
    state = engagement.current_state
    if state is State.FOLLOW_UP:
        plan_follow_ups(work, engagement)
    if state is State.ABORTED or (state is State.CLOSED and not engagement.fast_lane):
        drop_follow_ups(work, engagement, state.value)
    if state is State.ABORTED:
        for workshop in engagement.workshops:
            if workshop.state in ("geplant", "eingeladen"):
                workshop.cancel("vorgang_abgebrochen", "Der Vorgang wurde abgebrochen.")


def drop_void_drafts(work: Work, event: PendingEvent) -> None:
    """Drafts of an engagement that was declined or aborted have lost their reason, except what says farewell."""
    engagement = _engagement(event)
    if engagement.current_state not in CUT_SHORT:
        return
    for found in work.queries.messages(states=("entwurf",), engagement=engagement.number):
        if found.template in FAREWELLS:
            continue
        message = work.queries.message(found.id, lock=True)
        if message.state == "entwurf":  # else somebody decided about it at the same moment
            message.drop()


def follow_up_short_advice(work: Work, event: PendingEvent) -> None:
    """Short advice has no state of follow-up: it is asked from the handover of its note on (ruling 3)."""
    engagement = _engagement(event)
    if engagement.fast_lane:
        plan_follow_ups(work, engagement)


def keep_plan_of(work: Work, event: PendingEvent) -> None:
    """What comes due follows every change of an engagement, in the same transaction."""
    source = event.source
    engagement = source if isinstance(source, Engagement) else getattr(source, "engagement", None)
    if not isinstance(engagement, Engagement):
        raise TypeError(f"{event.type.tag} must belong to an engagement")
    keep_plan(work, engagement)


def keep_plan_of_event(work: Work, event: PendingEvent) -> None:
    if not isinstance(event.source, AgencyEvent):
        raise TypeError(f"{event.type.tag} must come from an event of the agency")
    keep_event_plan(work, event.source)


def keep_plan_of_cluster(work: Work, event: PendingEvent) -> None:
    if not isinstance(event.source, Cluster):
        raise TypeError(f"{event.type.tag} must come from an initiative")
    keep_cluster_plan(work, event.source)


def ask_for_impact_note(work: Work, event: PendingEvent) -> None:
    """The last input of the impact note came in: an answer, the note that none came, or the consultant's words."""
    source = event.source
    engagement = source.engagement if isinstance(source, FollowUpSurvey) else _engagement(event)
    if has_impact_input(engagement):
        ask_again(work, engagement, "write_impact_note", impact_attempt(engagement))


EFFECTS: dict[str, tuple[Effect, ...]] = {
    ENGAGEMENT_OPENED.tag: (acknowledge,),
    ENGAGEMENT_TAKEN_OVER.tag: (ask_for_step, follow_up_on_state),
    STATE_CHANGED.tag: (ask_for_step, follow_up_on_state, drop_void_drafts, end_void_links),
    HANDED_OVER.tag: (follow_up_short_advice,),
    ANSWERS_SUBMITTED.tag: (ask_for_waiting_step, ask_for_impact_note),
    FOLLOW_UP_ANSWERED.tag: (ask_for_impact_note,),
    FOLLOW_UP_SILENT.tag: (ask_for_impact_note,),
    EVIDENCE_RECORDED.tag: (ask_for_handover,),
    WORKSHOP_PLANNED.tag: (ask_for_invitation,),
    WORKSHOP_MOVED.tag: (ask_for_invitation, tell_move),
    WORKSHOP_CANCELLED.tag: (tell_cancellation,),
    WORKSHOP_RECORDED.tag: (ask_for_minutes,),
    DOCUMENT_PUT_BACK.tag: (ask_for_check,),
    AGENCY_EVENT_MOVED.tag: (tell_of_change,),
    AGENCY_EVENT_CANCELLED.tag: (tell_of_cancellation,),
    AGENCY_EVENT_HELD.tag: (ask_for_feedback,),
}
"""What follows from each event, in this order."""

PLANS: dict[str, Effect] = {
    **dict.fromkeys(
        (
            type_.tag
            for type_ in (
                ENGAGEMENT_OPENED, ENGAGEMENT_TAKEN_OVER, STATE_CHANGED, ANSWERS_SUBMITTED, EVIDENCE_RECORDED, WORKSHOP_PLANNED, WORKSHOP_MOVED,
                WORKSHOP_INVITED, WORKSHOP_RECORDED, WORKSHOP_CANCELLED, FOLLOW_UP_PLANNED, FOLLOW_UP_OPENED,
                FOLLOW_UP_ANSWERED, FOLLOW_UP_SILENT, FOLLOW_UP_DROPPED,
            )
        ),
        keep_plan_of,
    ),
    **dict.fromkeys(
        (
            type_.tag
            for type_ in (
                AGENCY_EVENT_PLANNED, AGENCY_EVENT_MOVED, AGENCY_EVENT_INVITED, AGENCY_EVENT_HELD, AGENCY_EVENT_CLOSED,
                AGENCY_EVENT_CANCELLED,
            )
        ),
        keep_plan_of_event,
    ),
    PROFILE_STORED.tag: keep_plan_of_cluster,
}  # fmt: skip
"""Whose plan of due items each event changes; kept after the effects."""


def apply_effects(work: Work, event: PendingEvent) -> None:
    """Let everything follow that the table names for this event."""
    for effect in EFFECTS.get(event.type.tag, ()):
        effect(work, event)
    if event.type.tag in PLANS:
        PLANS[event.type.tag](work, event)


def _engagement(event: PendingEvent) -> Engagement:
    if not isinstance(event.source, Engagement):
        raise TypeError(f"{event.type.tag} must come from an engagement")
    return event.source
