"""Stages, states and gates of an engagement (offerings.md rulings 3 and 14)."""

from __future__ import annotations

from enum import StrEnum

from clusterprocess.domain.language import Text


class Stage(StrEnum):
    REQUEST = "request"
    INTAKE = "intake"
    ANALYSIS = "analysis"
    WORKSHOP = "workshop"
    DELIVERABLE = "deliverable"
    FOLLOW_UP = "follow_up"


class Gate(StrEnum):
    """Exit criteria of a stage; people open gates, never time alone."""

    G0 = "G0"
    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4 = "G4"
    G5 = "G5"


class State(StrEnum):
    REQUESTED = "angefragt"
    UNDER_CHECK = "in_pruefung"
    DECLINED = "abgelehnt"
    ACCEPTED = "angenommen"
    INTAKE_OPEN = "intake_offen"
    INTAKE_COMPLETE = "intake_vollstaendig"
    ANALYSIS = "analyse"
    ANALYSIS_REVIEWED = "analyse_geprueft"
    WORKSHOP_PLANNED = "workshop_geplant"
    WORKSHOP_HELD = "workshop_durchgefuehrt"
    DRAFT = "entwurf"
    INTERNAL_REVIEW = "interne_pruefung"
    CLUSTER_REVIEW = "abstimmung_cluster"
    RELEASED = "freigegeben"
    HANDED_OVER = "uebergeben"
    FOLLOW_UP = "nachverfolgung"
    CLOSED = "abgeschlossen"
    ANSWERED = "beantwortet"
    PAUSED = "ruhend"
    ABORTED = "abgebrochen"


STATE_NAMES: dict[State, Text] = {
    State.REQUESTED: Text("angefragt", "requested"),
    State.UNDER_CHECK: Text("in Prüfung", "eligibility check"),
    State.DECLINED: Text("abgelehnt", "declined"),
    State.ACCEPTED: Text("angenommen", "accepted"),
    State.INTAKE_OPEN: Text("Erhebung offen", "intake open"),
    State.INTAKE_COMPLETE: Text("Erhebung vollständig", "intake complete"),
    State.ANALYSIS: Text("Analyse", "analysis"),
    State.ANALYSIS_REVIEWED: Text("Analyse geprüft", "analysis reviewed"),
    State.WORKSHOP_PLANNED: Text("Workshops geplant", "workshops planned"),
    State.WORKSHOP_HELD: Text("Workshops durchgeführt", "workshops held"),
    State.DRAFT: Text("Entwurf", "draft"),
    State.INTERNAL_REVIEW: Text("interne Prüfung", "internal review"),
    State.CLUSTER_REVIEW: Text("Abstimmung mit der Initiative", "cluster review"),
    State.RELEASED: Text("freigegeben", "released"),
    State.HANDED_OVER: Text("übergeben", "handed over"),
    State.FOLLOW_UP: Text("Nachverfolgung", "follow-up"),
    State.CLOSED: Text("abgeschlossen", "closed"),
    State.ANSWERED: Text("beantwortet", "answered"),
    State.PAUSED: Text("ruhend", "paused"),
    State.ABORTED: Text("abgebrochen", "aborted"),
}

STAGE_NAMES: dict[Stage, Text] = {
    Stage.REQUEST: Text("Anfrage", "request"),
    Stage.INTAKE: Text("Erhebung", "intake"),
    Stage.ANALYSIS: Text("Analyse", "analysis"),
    Stage.WORKSHOP: Text("Workshop", "workshop"),
    Stage.DELIVERABLE: Text("Ergebnisbericht", "deliverable"),
    Stage.FOLLOW_UP: Text("Nachverfolgung", "follow-up"),
}

STATES_OF: dict[Stage, tuple[State, ...]] = {
    Stage.REQUEST: (State.REQUESTED, State.UNDER_CHECK, State.DECLINED),
    Stage.INTAKE: (State.ACCEPTED, State.INTAKE_OPEN, State.INTAKE_COMPLETE),
    Stage.ANALYSIS: (State.ANALYSIS, State.ANALYSIS_REVIEWED),
    Stage.WORKSHOP: (State.WORKSHOP_PLANNED, State.WORKSHOP_HELD),
    Stage.DELIVERABLE: (
        State.DRAFT, State.INTERNAL_REVIEW, State.CLUSTER_REVIEW, State.RELEASED, State.HANDED_OVER,
    ),
    Stage.FOLLOW_UP: (State.FOLLOW_UP, State.CLOSED),
}  # fmt: skip

ENDED = frozenset({State.DECLINED, State.ABORTED, State.CLOSED})
OPEN = frozenset(set(State) - ENDED - {State.PAUSED})
ORDER: tuple[State, ...] = tuple(s for states in STATES_OF.values() for s in states if s is not State.DECLINED)

GATE_AFTER: dict[Stage, Gate] = {
    Stage.REQUEST: Gate.G0,
    Stage.INTAKE: Gate.G1,
    Stage.ANALYSIS: Gate.G2,
    Stage.WORKSHOP: Gate.G3,
    Stage.DELIVERABLE: Gate.G4,
    Stage.FOLLOW_UP: Gate.G5,
}


def stage_of(state: State) -> Stage | None:
    """The stage a state belongs to; paused and aborted belong to none, fast-lane answers to the deliverable."""
    if state is State.ANSWERED:
        return Stage.DELIVERABLE
    return next((stage for stage, states in STATES_OF.items() if state in states), None)
