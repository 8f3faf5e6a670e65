"""The ordered table of named transition rules: the only place that decides a state change.

Each rule has its source states, its target, the roles that may use it, the gate it opens and the checks that must
hold. A failed check is one German sentence that says what is missing and what to do. Source: offerings.md section 3
with rulings 1, 3, 5, 14 and 15 of section 0; efre.md section 5.4 (four eyes).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.engagement import Deadline, Engagement
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.events import GATE_OPENED, STAGE_REPEATED, STATE_CHANGED
from clusterprocess.domain.gates import (
    G0_CHECKS,
    G1_CHECKS,
    G2_CHECKS,
    G3_CHECKS,
    G4_CHECKS,
    G5_CHECKS,
    Check,
    Context,
    PlannedDeadline,
    adopted_file_is_issued,
    chain_is_complete,
    draft_is_back_and_clean,
    is_not_own_entry,
    resolution_is_entered,
    reviewer_approved_latest,
    reviewer_is_independent,
)
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import (
    GATE_AFTER,
    OPEN,
    ORDER,
    STAGE_NAMES,
    STATE_NAMES,
    Gate,
    Stage,
    State,
    stage_of,
)

H, B, A, P, S = Role.HEAD, Role.CONSULTANT, Role.ASSISTANT, Role.REVIEWER, Role.SYSTEM


@dataclass(frozen=True, slots=True)
class Transition:
    """One named rule.

    Attributes:
        name: slug used on the command line and in events.
        label: what people read.
        sources: states it may start from.
        target: state it leads to; None where the rule computes it (resume, repeat).
        roles: who may use it.
        gate: the gate it opens, if any.
        checks: conditions, each returning sentences about what is missing.
        reasons: catalogue list of reason codes, if a reason is needed.
        lane: ``full``, ``fast`` or ``both``.
    """

    name: str
    label: Text
    sources: frozenset[State]
    target: State | None
    roles: tuple[Role, ...]
    gate: Gate | None = None
    checks: tuple[Check, ...] = field(default=())
    reasons: str | None = None
    lane: str = "full"


def _rule(
    name: str,
    label: Text,
    source: State | frozenset[State],
    target: State | None,
    *roles: Role,
    gate: Gate | None = None,
    checks: tuple[Check, ...] = (),
    reasons: str | None = None,
    lane: str = "full",
) -> Transition:
    sources = frozenset({source}) if isinstance(source, State) else source
    return Transition(name, label, sources, target, roles, gate, checks, reasons, lane)


TRANSITIONS: tuple[Transition, ...] = (
    _rule("start_check", Text("Eignungsprüfung beginnen", "start check"), State.REQUESTED, State.UNDER_CHECK, B, A, H),
    _rule("accept", Text("Annahme", "acceptance"), State.UNDER_CHECK, State.ACCEPTED, H,
          gate=Gate.G0, checks=(*G0_CHECKS, is_not_own_entry)),
    _rule("decline", Text("Ablehnung", "decline"), State.UNDER_CHECK, State.DECLINED, H, reasons="ablehnung"),
    _rule("open_intake", Text("Erhebung öffnen", "open intake"), State.ACCEPTED, State.INTAKE_OPEN, S, B),
    _rule("complete_intake", Text("Erhebung abschließen", "complete intake"), State.INTAKE_OPEN, State.INTAKE_COMPLETE,
          B, gate=Gate.G1, checks=G1_CHECKS),
    _rule("start_analysis", Text("Analyse beginnen", "start analysis"), State.INTAKE_COMPLETE, State.ANALYSIS, S, B),
    _rule("review_analysis", Text("Analyse prüfen", "review analysis"), State.ANALYSIS, State.ANALYSIS_REVIEWED, P,
          gate=Gate.G2, checks=(*G2_CHECKS, reviewer_is_independent)),
    _rule("pass_to_workshops", Text("Workshops freigeben", "pass to workshops"), State.ANALYSIS_REVIEWED,
          State.WORKSHOP_PLANNED, S, B),
    _rule("close_workshops", Text("Workshops abschließen", "close workshops"), State.WORKSHOP_PLANNED,
          State.WORKSHOP_HELD, B, gate=Gate.G3, checks=G3_CHECKS),
    _rule("start_draft", Text("Entwurf beginnen", "start draft"), State.WORKSHOP_HELD, State.DRAFT, S),
    _rule("submit_draft", Text("Entwurf zur Prüfung geben", "submit draft"), State.DRAFT, State.INTERNAL_REVIEW, B,
          checks=(draft_is_back_and_clean,)),
    _rule("pass_review", Text("Qualitätsprüfung bestanden", "review passed"), State.INTERNAL_REVIEW,
          State.CLUSTER_REVIEW, P, checks=(reviewer_is_independent, reviewer_approved_latest)),
    _rule("return_draft", Text("Rückgabe zur Überarbeitung", "return for rework"),
          frozenset({State.INTERNAL_REVIEW, State.CLUSTER_REVIEW}), State.DRAFT, P, Role.CORE_GROUP, Role.BOARD, B, A,
          reasons="rueckgabe"),
    _rule("release", Text("Freigabe", "release"), State.CLUSTER_REVIEW, State.RELEASED,
          Role.BOARD, Role.CLUSTER_MANAGER, P, B, A, checks=(draft_is_back_and_clean, chain_is_complete, resolution_is_entered)),
    _rule("hand_over", Text("Übergabe", "handover"), State.RELEASED, State.HANDED_OVER, S, B,
          gate=Gate.G4, checks=G4_CHECKS),
    _rule("start_follow_up", Text("Nachverfolgung beginnen", "start follow-up"), State.HANDED_OVER, State.FOLLOW_UP, S, B),
    _rule("close", Text("Abschluss", "close"), State.FOLLOW_UP, State.CLOSED, B, H, gate=Gate.G5, checks=G5_CHECKS),
    _rule("accept_advice", Text("Annahme der Kurzberatung", "accept advice"), State.REQUESTED, State.ACCEPTED, H, B,
          gate=Gate.G0, checks=(*G0_CHECKS, is_not_own_entry), lane="fast"),
    _rule("answer_advice", Text("Kurzberatung beantworten", "answer advice"), State.ACCEPTED, State.ANSWERED, P,
          checks=(reviewer_is_independent, reviewer_approved_latest), lane="fast"),
    _rule("close_advice", Text("Kurzberatung abschließen", "close advice"), State.ANSWERED, State.CLOSED, B, H,
          checks=(adopted_file_is_issued,), lane="fast"),
    _rule("pause", Text("Ruhend stellen", "pause"), OPEN, State.PAUSED, B, H, reasons="ruhend", lane="both"),
    _rule("resume", Text("Wiederaufnahme", "resume"), State.PAUSED, None, B, H, lane="both"),
    _rule("abort", Text("Abbruch", "abort"), OPEN | {State.PAUSED}, State.ABORTED, H, reasons="abbruch", lane="both"),
    _rule("repeat", Text("Phase wiederholen", "repeat stage"),
          frozenset(ORDER[: ORDER.index(State.HANDED_OVER)]) - {State.REQUESTED, State.UNDER_CHECK}, None, B, H,
          reasons="wiederholung"),
)  # fmt: skip

BY_NAME: dict[str, Transition] = {t.name: t for t in TRANSITIONS}


def rule_named(name: str) -> Transition:
    """The rule of a name.

    Raises:
        InputError: there is no such rule; the message lists the known ones.
    """
    if name not in BY_NAME:
        raise InputError(f"Entscheidung: „{name}“ ist unbekannt; möglich sind {', '.join(BY_NAME)}.", field="decision")
    return BY_NAME[name]


def possible(engagement: Engagement) -> tuple[Transition, ...]:
    """Rules that start from the present state, in table order."""
    lane = {"both", "fast" if engagement.fast_lane else "full"}
    return tuple(t for t in TRANSITIONS if engagement.current_state in t.sources and t.lane in lane)


def open_points(engagement: Engagement, rule: Transition, context: Context) -> list[str]:
    """What still keeps a rule from being used, as sentences; empty when nothing does."""
    return [sentence for check in rule.checks for sentence in check(engagement, context)]


def advance(engagement: Engagement, name: str, actor: Actor, context: Context) -> None:
    """Use a rule: check role, source state and conditions, then change the state and record it.

    Raises:
        PermissionDenied: the actor has none of the rule's roles.
        RuleViolation: the state does not fit or a condition fails; all failing conditions are listed.
        InputError: a reason code is missing or unknown.
    """
    rule = rule_named(name)
    actor.require(*rule.roles)
    if rule not in possible(engagement):
        now = STATE_NAMES[engagement.current_state].de
        names = ", ".join(t.name for t in possible(engagement)) or "nichts mehr"
        raise RuleViolation(name, [f"„{rule.label.de}“ geht im Stand „{now}“ nicht; möglich sind: {names}."])
    if rule.reasons:
        context.require_reason(rule.reasons)
    if missing := open_points(engagement, rule, context):
        raise RuleViolation(name, missing)
    target = _target(engagement, rule, context)
    _change(engagement, rule, target, context)


def _target(engagement: Engagement, rule: Transition, context: Context) -> State:
    if rule.name == "resume":
        return State(engagement.left_state or State.REQUESTED)
    if rule.name == "repeat":
        return _first_state_to_repeat(engagement, context)
    if rule.target is None:
        raise RuleViolation(rule.name, ["Diese Regel hat kein Ziel."])
    return rule.target


def _first_state_to_repeat(engagement: Engagement, context: Context) -> State:
    stage = context.stage
    present = stage_of(engagement.current_state)
    stages = list(Stage)
    if stage is None or stage in (Stage.REQUEST, Stage.FOLLOW_UP) or present is None:
        raise InputError("Phase (stage): bitte intake, analysis, workshop oder deliverable angeben.", field="stage")
    if stages.index(stage) > stages.index(present):
        raise RuleViolation("repeat", [f"Die Phase „{STAGE_NAMES[stage].de}“ wurde noch nicht erreicht."])
    return {
        Stage.INTAKE: State.ACCEPTED,
        Stage.ANALYSIS: State.ANALYSIS,
        Stage.WORKSHOP: State.WORKSHOP_PLANNED,
        Stage.DELIVERABLE: State.DRAFT,
    }[stage]


def _change(engagement: Engagement, rule: Transition, target: State, context: Context) -> None:
    before = engagement.current_state
    if rule.name == "pause":
        engagement.left_state, engagement.paused_on = before.value, context.today
    if rule.name == "resume":
        _move_deadlines(engagement, context)
        engagement.left_state, engagement.paused_on = None, None
    if rule.name == "repeat" and context.stage:
        _begin_again(engagement, context.stage)
    engagement.state, engagement.state_since = target.value, context.today
    engagement.record(
        STATE_CHANGED,
        occurred_on=context.occurred_on,
        rule=rule.name,
        rule_label=rule.label.de,
        from_state=before.value,
        to_state=target.value,
        from_label=STATE_NAMES[before].de,
        to_label=STATE_NAMES[target].de,
        reason=context.reason_code if rule.reasons else None,
    )
    if rule.gate:
        stage = stage_of(before)
        engagement.record(
            GATE_OPENED,
            occurred_on=context.occurred_on,
            gate=rule.gate.value,
            attempt=engagement.attempt(stage) if stage else 1,
        )
    if rule.name not in ("pause", "resume"):
        _keep_deadlines(engagement, target, context)


def _begin_again(engagement: Engagement, stage: Stage) -> None:
    """Attempt + 1 for the stage and every later one that was passed; nothing is overwritten."""
    stages = list(Stage)
    present = stage_of(engagement.current_state) or stage
    attempts = dict(engagement.attempts)
    for passed in stages[stages.index(stage) : stages.index(Stage.FOLLOW_UP)]:
        if stages.index(passed) <= max(stages.index(present), stages.index(stage)):
            attempts[passed.value] = int(attempts.get(passed.value, 1)) + 1
    engagement.attempts = attempts
    engagement.adopted_sha256 = engagement.adopted_on = None
    for workshop in engagement.workshops:
        if workshop.state in ("geplant", "eingeladen"):
            workshop.attempt = engagement.attempt(Stage.WORKSHOP)  # planned in parallel, it counts when it is held
    engagement.record(
        STAGE_REPEATED,
        stage=stage.value,
        stage_label=STAGE_NAMES[stage].de,
        attempt=engagement.attempt(stage),
        reopened=GATE_AFTER[stage].value,
    )


def _move_deadlines(engagement: Engagement, context: Context) -> None:
    """Open deadlines move by the calendar days of the pause, and on to the next working day where that is none.

    Their reminders move along, and so do those of a follow-up whose questions are out.
    """
    rest = (context.today - (engagement.paused_on or context.today)).days
    for deadline in engagement.deadlines:
        if deadline.met_on is None and rest:
            moved = deadline.due_on + timedelta(days=rest)
            deadline.due_on = context.next_working_day(moved)
            deadline.moved_days = (deadline.moved_days or 0) + rest
            deadline.starts_on += timedelta(days=rest)
            base = deadline.explained.split("; um ")[0]
            told = (
                f"{base}; um {deadline.moved_days} {'Tag' if deadline.moved_days == 1 else 'Tage'} Ruhezeit verschoben"
            )
            on = "" if deadline.due_on == moved else ", auf den nächsten Arbeitstag"
            deadline.explained = (told + on).removeprefix("; ")
    for survey in engagement.follow_ups:
        if survey.opened_on is not None and not survey.is_settled:
            survey.rested_days = (survey.rested_days or 0) + rest


def _keep_deadlines(engagement: Engagement, target: State, context: Context) -> None:
    """Open deadlines of the state left are met; the new state's deadline starts, or goes on under the same key."""
    planned_now = context.deadlines_for(target, engagement)
    kept = {d.key for d in engagement.deadlines if d.met_on is None} & {p.key for p in planned_now}
    for deadline in engagement.deadlines:
        if deadline.met_on is None and deadline.key not in kept:
            deadline.met_on = context.today
    start_deadlines(engagement, [p for p in planned_now if p.key not in kept])


def start_deadlines(engagement: Engagement, planned: list[PlannedDeadline]) -> None:
    """Enter deadlines that begin now."""
    for item in planned:
        engagement.deadlines.append(
            Deadline(
                key=item.key,
                label=item.label,
                role=item.role,
                starts_on=item.starts_on,
                due_on=item.due_on,
                moved_days=0,
                explained=item.explained,
            )
        )
