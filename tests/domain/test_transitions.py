"""The table of transition rules (offerings.md rulings 3 and 14, efre.md section 5.4)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import Deadline, Engagement
from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.events import GATE_OPENED, STAGE_REPEATED, STATE_CHANGED
from clusterprocess.domain.gates import Context, is_not_own_entry, reviewer_is_independent
from clusterprocess.domain.states import ENDED, OPEN, Gate, Stage, State
from clusterprocess.domain.transitions import TRANSITIONS, Transition, advance, possible, rule_named
from tests.builders import in_memory, person

REASONS: dict[str, tuple[str, ...]] = {
    "ruhend": ("vorstandswahl", "sonstiges"),
    "abbruch": ("keine_rueckmeldung", "sonstiges"),
    "wiederholung": ("neue_daten", "sonstiges"),
}
TODAY = date(2015, 3, 2)

GATES = {  # ruling 14, written out
    Gate.G0: ("in_pruefung", "angenommen"),
    Gate.G1: ("intake_offen", "intake_vollstaendig"),
    Gate.G2: ("analyse", "analyse_geprueft"),
    Gate.G3: ("workshop_geplant", "workshop_durchgefuehrt"),
    Gate.G4: ("freigegeben", "uebergeben"),
    Gate.G5: ("nachverfolgung", "abgeschlossen"),
}


def _context(*roles: Role, who: str = "person-x", **more: Any) -> Context:
    return Context(actor=person(who, *roles), today=TODAY, reason_codes=REASONS, **more)


def _advance(engagement: Engagement, name: str, *roles: Role, **more: Any) -> None:
    context = _context(*roles, **more)
    advance(engagement, name, context.actor, context)


def _lanes(rule: Transition) -> set[str]:
    return {"full", "fast"} if rule.lane == "both" else {rule.lane}


def _reachable(lane: str) -> set[State]:
    reached = {State.REQUESTED}
    while True:
        more = {
            rule.target
            for rule in TRANSITIONS
            if lane in _lanes(rule) and rule.target is not None and reached & rule.sources
        }
        if more <= reached:
            return reached
        reached |= more


def test_every_rule_has_a_name_of_its_own_and_a_german_label() -> None:
    assert max(Counter(rule.name for rule in TRANSITIONS).values()) == 1
    assert all(rule.label.de and rule.label.de != rule.name and "_" not in rule.label.de for rule in TRANSITIONS)


def test_every_rule_starts_somewhere_is_used_by_somebody_and_leads_elsewhere() -> None:
    for rule in TRANSITIONS:
        assert rule.sources and rule.roles, rule.name
        assert rule.target not in rule.sources, rule.name
    assert {rule.name for rule in TRANSITIONS if rule.target is None} == {"resume", "repeat"}


def test_every_state_of_the_list_can_be_reached_from_the_request() -> None:
    assert _reachable("full") | _reachable("fast") == set(State)


@pytest.mark.parametrize("gate", list(Gate))
def test_every_gate_is_opened_by_exactly_one_rule_of_the_full_lane_between_its_two_states(gate: Gate) -> None:
    rules = [rule for rule in TRANSITIONS if rule.gate is gate and "full" in _lanes(rule)]
    assert len(rules) == 1
    (source,) = rules[0].sources
    assert (source.value, rules[0].target.value if rules[0].target else None) == GATES[gate]


def test_the_fast_lane_shows_the_acceptance_gate_only() -> None:
    # ruling 3: a gate without purpose at this size is not shown
    assert [rule.gate for rule in TRANSITIONS if "fast" in _lanes(rule) and rule.gate] == [Gate.G0]


def test_the_fast_lane_goes_through_four_states() -> None:
    engagement = in_memory(State.REQUESTED, fast_lane=True)
    path = [engagement.state]
    while rules := [r for r in possible(engagement) if r.lane == "fast"]:
        assert len(rules) == 1
        assert rules[0].target is not None
        engagement.state = rules[0].target.value
        path.append(engagement.state)
    assert path == ["angefragt", "angenommen", "beantwortet", "abgeschlossen"]


def test_the_full_lane_never_offers_a_rule_of_the_fast_lane() -> None:
    for state in State:
        assert all(rule.lane != "fast" for rule in possible(in_memory(state)))
        assert all(rule.lane != "full" for rule in possible(in_memory(state, fast_lane=True)))


def test_the_main_line_of_the_full_lane_follows_the_rulings_order() -> None:
    main_line = [
        "angefragt", "in_pruefung", "angenommen", "intake_offen", "intake_vollstaendig", "analyse", "analyse_geprueft",
        "workshop_geplant", "workshop_durchgefuehrt", "entwurf", "interne_pruefung", "abstimmung_cluster",
        "freigegeben", "uebergeben", "nachverfolgung", "abgeschlossen",
    ]  # fmt: skip
    steps = {(source.value, rule.target.value) for rule in TRANSITIONS if rule.target for source in rule.sources}
    assert all(pair in steps for pair in pairwise(main_line))


def test_an_ended_engagement_goes_nowhere() -> None:
    assert {State.DECLINED, State.ABORTED, State.CLOSED} == set(ENDED)
    assert all(possible(in_memory(state)) == () for state in ENDED)


@pytest.mark.parametrize("rule", TRANSITIONS, ids=lambda rule: rule.name)
def test_a_person_without_the_role_is_refused(rule: Transition) -> None:
    engagement = in_memory(next(iter(rule.sources)), fast_lane=rule.lane == "fast")
    before = engagement.state
    with pytest.raises(PermissionDenied):
        _advance(engagement, rule.name, *(set(Role) - set(rule.roles)))
    assert engagement.state == before and engagement.take_recorded() == []


@pytest.mark.parametrize("rule", TRANSITIONS, ids=lambda rule: rule.name)
def test_a_state_that_does_not_fit_is_refused_with_the_rules_that_do(rule: Transition) -> None:
    wrong = next(state for state in reversed(State) if state not in rule.sources)
    engagement = in_memory(wrong)
    with pytest.raises(RuleViolation) as caught:
        _advance(engagement, rule.name, *rule.roles)
    assert all(offered.name in str(caught.value) for offered in possible(engagement))
    assert rule.label.de in str(caught.value)


def test_an_ended_engagement_says_that_nothing_is_possible_any_more() -> None:
    with pytest.raises(RuleViolation, match="nichts mehr"):
        _advance(in_memory(State.CLOSED), "pause", Role.HEAD)


def test_an_unknown_decision_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"accept.*abort"):
        rule_named("annehmen")


def test_every_failing_condition_of_a_gate_is_listed_at_once() -> None:
    engagement = in_memory(State.FOLLOW_UP)
    with pytest.raises(RuleViolation) as caught:
        _advance(engagement, "close", Role.CONSULTANT)
    assert len(caught.value.reasons) == 4  # G5 of section 3: survey, implementation rate, indicators, satisfaction


# --- four eyes ---------------------------------------------------------------------------------------------------


def test_who_entered_the_request_cannot_accept_it() -> None:
    engagement = in_memory(State.UNDER_CHECK, opened_by="person-head")
    assert is_not_own_entry(engagement, _context(Role.HEAD, who="person-head"))
    assert is_not_own_entry(engagement, _context(Role.HEAD, who="person-other")) == []


def test_the_lead_cannot_review_even_with_the_reviewers_role() -> None:
    engagement = in_memory(State.ANALYSIS, reviewer_id="person-lead")
    assert reviewer_is_independent(engagement, _context(Role.REVIEWER, who="person-lead"))


def test_another_reviewer_than_the_assigned_one_is_refused() -> None:
    engagement = in_memory(State.ANALYSIS)
    assert reviewer_is_independent(engagement, _context(Role.REVIEWER, who="person-other"))
    assert reviewer_is_independent(engagement, _context(Role.REVIEWER, who="person-reviewer")) == []


def test_who_wrote_part_of_the_content_cannot_review_it() -> None:
    engagement = in_memory(State.ANALYSIS)
    engagement.submit("interviews", "1.0", {}, "{}", "person-reviewer", TODAY)
    assert reviewer_is_independent(engagement, _context(Role.REVIEWER, who="person-reviewer"))


# --- pause, resume, abort ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_pause_returns_to_the_state_that_was_left(state: State) -> None:
    engagement = in_memory(state)
    _advance(engagement, "pause", Role.HEAD, reason_code="vorstandswahl")
    assert engagement.state == "ruhend"
    _advance(engagement, "resume", Role.HEAD)
    assert engagement.state == state.value
    assert engagement.left_state is None and engagement.paused_on is None


def test_resuming_moves_open_deadlines_by_the_pause_and_leaves_met_ones() -> None:
    engagement = in_memory(State.INTAKE_OPEN)
    engagement.deadlines = [
        Deadline(
            key="a",
            label="a",
            role="cm",
            starts_on=date(2015, 2, 16),
            due_on=date(2015, 3, 9),
            met_on=None,
            explained="",
        ),
        Deadline(
            key="b",
            label="b",
            role="cm",
            starts_on=date(2015, 1, 19),
            due_on=date(2015, 2, 9),
            met_on=date(2015, 2, 6),
            explained="",
        ),
    ]
    _advance(engagement, "pause", Role.HEAD, reason_code="vorstandswahl")
    engagement.paused_on = date(2015, 2, 20)  # ten days before TODAY, 2 March 2015 (February has 28 days)
    _advance(engagement, "resume", Role.HEAD)
    assert [d.due_on for d in engagement.deadlines] == [date(2015, 3, 19), date(2015, 2, 9)]


@pytest.mark.parametrize("state", sorted(OPEN | {State.PAUSED}))
def test_any_open_or_paused_state_can_be_aborted_with_a_reason(state: State) -> None:
    engagement = in_memory(state)
    _advance(engagement, "abort", Role.HEAD, reason_code="keine_rueckmeldung")
    assert engagement.state == "abgebrochen"


@pytest.mark.parametrize("name", ["pause", "abort", "repeat"])
@pytest.mark.parametrize("code", [None, "", "keine_lust"])
def test_pause_abort_and_repeat_need_a_reason_of_the_catalogue(name: str, code: str | None) -> None:
    with pytest.raises(InputError, match="sonstiges"):
        _advance(in_memory(State.ANALYSIS), name, Role.HEAD, reason_code=code, stage=Stage.ANALYSIS)


def test_the_reason_sonstiges_needs_a_text() -> None:
    with pytest.raises(InputError, match="Text"):
        _advance(in_memory(State.ANALYSIS), "abort", Role.HEAD, reason_code="sonstiges", reason_text="  ")
    engagement = in_memory(State.ANALYSIS)
    _advance(engagement, "abort", Role.HEAD, reason_code="sonstiges", reason_text="Fusion")
    assert engagement.state == "abgebrochen"


# --- repeat --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "first_state"),
    [
        (Stage.INTAKE, "angenommen"),
        (Stage.ANALYSIS, "analyse"),
        (Stage.WORKSHOP, "workshop_geplant"),
        (Stage.DELIVERABLE, "entwurf"),
    ],
)
def test_a_repeated_stage_goes_back_to_its_first_state_as_the_next_attempt(stage: Stage, first_state: str) -> None:
    # ruling 14 lists the states of each stage; the first of the intake is "angenommen"
    engagement = in_memory(State.RELEASED)
    _advance(engagement, "repeat", Role.CONSULTANT, stage=stage, reason_code="neue_daten")
    assert engagement.state == first_state
    assert engagement.attempt(stage) == 2


def test_a_repeated_stage_counts_every_later_stage_again_and_earlier_ones_not() -> None:
    engagement = in_memory(State.CLUSTER_REVIEW)
    _advance(engagement, "repeat", Role.CONSULTANT, stage=Stage.WORKSHOP, reason_code="neue_daten")
    assert [engagement.attempt(stage) for stage in Stage] == [1, 1, 1, 2, 2, 1]


def test_a_repeat_says_which_gates_are_open_again() -> None:
    engagement = in_memory(State.CLUSTER_REVIEW)
    _advance(engagement, "repeat", Role.CONSULTANT, stage=Stage.ANALYSIS, reason_code="neue_daten")
    repeated = next(e for e in engagement.take_recorded() if e.type is STAGE_REPEATED)
    assert (repeated.data["stage"], repeated.data["attempt"], repeated.data["reopened"]) == ("analysis", 2, "G2")


@pytest.mark.parametrize("stage", [Stage.INTAKE, Stage.ANALYSIS, Stage.WORKSHOP, Stage.DELIVERABLE])
def test_a_repeat_takes_the_boards_adoption_back(stage: Stage) -> None:
    # ruling 14: the gates after the repeated stage are open again, so nothing is adopted any more
    engagement = in_memory(State.RELEASED, adopted_sha256="a" * 64, adopted_on=date(2015, 2, 27))
    _advance(engagement, "repeat", Role.CONSULTANT, stage=stage, reason_code="neue_daten")
    assert (engagement.adopted_sha256, engagement.adopted_on) == (None, None)


def test_a_stage_that_was_not_reached_cannot_be_repeated() -> None:
    with pytest.raises(RuleViolation, match="noch nicht erreicht"):
        _advance(in_memory(State.ANALYSIS), "repeat", Role.HEAD, stage=Stage.DELIVERABLE, reason_code="neue_daten")


@pytest.mark.parametrize("state", [State.HANDED_OVER, State.FOLLOW_UP, State.CLOSED, State.PAUSED, State.ABORTED])
def test_nothing_is_repeated_once_the_report_was_handed_over(state: State) -> None:
    with pytest.raises(RuleViolation):
        _advance(in_memory(state), "repeat", Role.HEAD, stage=Stage.ANALYSIS, reason_code="neue_daten")


@pytest.mark.parametrize("stage", [None, Stage.REQUEST, Stage.FOLLOW_UP])
def test_only_the_four_working_stages_can_be_repeated(stage: Stage | None) -> None:
    with pytest.raises(InputError, match="intake, analysis, workshop oder deliverable"):
        _advance(in_memory(State.ANALYSIS), "repeat", Role.HEAD, stage=stage, reason_code="neue_daten")


# --- what a change leaves behind -----------------------------------------------------------------------------------


def test_a_change_of_state_is_recorded_with_the_day_it_happened() -> None:
    engagement = in_memory(State.REQUESTED)
    _advance(engagement, "start_check", Role.ASSISTANT, occurred_on=date(2015, 2, 27))
    (event,) = engagement.take_recorded()
    assert event.type is STATE_CHANGED and event.occurred_on == date(2015, 2, 27)
    assert (event.data["from_state"], event.data["to_state"]) == ("angefragt", "in_pruefung")


def test_opening_a_gate_is_recorded_beside_the_change_of_state() -> None:
    engagement = in_memory(State.INTAKE_OPEN, baseline={"sha256": "x"}, attempts={"intake": 2})
    engagement.record_evidence("privacy_notice", "Datenschutzhinweis", "2014-11", "person-a", TODAY)
    engagement.take_recorded()
    _advance(engagement, "complete_intake", Role.CONSULTANT)
    changed, opened = engagement.take_recorded()
    assert changed.type is STATE_CHANGED
    assert opened.type is GATE_OPENED and opened.data == {"gate": "G1", "attempt": 2}


def test_a_reason_in_free_words_never_reaches_the_event_of_a_rule_without_reasons() -> None:
    # design D6: free text never enters an event
    engagement = in_memory(State.REQUESTED)
    _advance(engagement, "start_check", Role.ASSISTANT, reason_code="Frau Muster hat angerufen")
    assert "Muster" not in repr([event.data for event in engagement.take_recorded()])
