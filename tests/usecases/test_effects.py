"""What follows from an event: the run that each state asks for, and the mail (design D3, D5, D15)."""

from __future__ import annotations

from datetime import date

import pytest

from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.events import EVENT_TYPES
from clusterprocess.domain.runs import STEP_NAMES
from clusterprocess.domain.states import Stage, State
from clusterprocess.usecases.due_plan import SILENT, WITHOUT_RECIPIENT
from clusterprocess.usecases.effects import EFFECTS, STEP_OF_STATE
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.run_steps import STEPS, VERSION_STEPS, WORKSHOP_STEPS
from clusterprocess.usecases.send_messages import decide_message
from tests.builders import ACCEPTANCE, CORE_GROUP, HEAD, LEAD, MANAGER, NUMBER, REVIEWER, Agency, bring_to

# every request that exists once the engagement stands at a state, in the order they were asked for
ASKED = {
    State.REQUESTED: [],
    State.ACCEPTED: [("open_intake", 1)],
    State.INTAKE_OPEN: [("open_intake", 1)],
    State.INTAKE_COMPLETE: [("open_intake", 1), ("analyse", 1)],
    State.WORKSHOP_PLANNED: [("open_intake", 1), ("analyse", 1), ("plan_workshops", 1)],
}


def _asked(agency: Agency) -> list[tuple[str, int]]:
    return agency.look(lambda w: [(r.step, r.attempt) for r in w.queries.requests_of(w.queries.engagement(NUMBER).id)])


def test_every_effect_belongs_to_a_listed_event_and_every_step_has_a_german_name() -> None:
    assert set(EFFECTS) <= set(EVENT_TYPES)
    assert {step for step, _ in STEP_OF_STATE.values()} <= set(STEPS)
    assert set(STEPS) | set(WORKSHOP_STEPS) | set(VERSION_STEPS) == set(STEP_NAMES)


def test_every_state_asks_for_a_step_that_is_due_in_it() -> None:
    for state, (step, stage) in STEP_OF_STATE.items():
        assert state in STEPS[step].due_in
        assert STEPS[step].stage is stage
    due_somewhere = {state for step in STEPS.values() if step.fast_lane is not True for state in step.due_in}
    assert due_somewhere == set(STEP_OF_STATE)


@pytest.mark.parametrize("state", ASKED, ids=str)
def test_each_state_asks_for_its_step_and_for_no_other(agency: Agency, state: State) -> None:
    bring_to(agency, state)
    assert _asked(agency) == ASKED[state]


def test_workshops_and_papers_ask_for_their_documents(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    assert _asked(agency) == [
        ("open_intake", 1), ("analyse", 1), ("plan_workshops", 1),
        ("write_invitation", 1), ("write_minutes", 1), ("write_invitation", 2), ("write_minutes", 2),
        ("draft_paper", 1), ("check_edited_paper", 2), ("write_resolution", 2), ("hand_over", 1),
    ]  # fmt: skip


def test_input_that_an_analysis_waits_for_asks_again_after_its_run_found_it_missing(agency: Agency) -> None:
    from clusterprocess.usecases.submit_answers import submit_answers
    from tests.usecases.test_runs import Host

    host = Host(bring_to(agency, State.INTAKE_COMPLETE))
    for delivery in host.claim():
        run = host.start(delivery.request_id)
        host.run(lambda w, r=run: _end(w, r))  # type: ignore[misc]
    assert host.run(lambda w: list(w.queries.open_requests())) == []
    agency.run(LEAD, lambda w: submit_answers(w, NUMBER, "interviews", agency.case.interviews).id)
    assert host.run(lambda w: list(w.queries.open_requests())) == []
    agency.run(LEAD, lambda w: submit_answers(w, NUMBER, "befragung", agency.case.survey).id)
    assert [r.step for r in host.run(lambda w: list(w.queries.open_requests()))] == ["analyse"]


def _end(work: object, run: int) -> None:
    from clusterprocess.usecases.take_runs import end_run

    end_run(work, run, "wartet", "Beratung", [])  # type: ignore[arg-type]


def test_a_new_version_at_the_initiative_asks_for_its_check_and_its_board_paper(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    before = _asked(agency)
    agency.put_back(agency.edited(1))
    assert _asked(agency)[len(before) :] == [("check_edited_paper", 3), ("write_resolution", 3)]


def test_a_declined_request_gets_a_letter_as_a_draft_and_no_run(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    agency.decide(HEAD, "decline", reason="kein_sitz_bw")
    drafts = agency.look(lambda w: [m.template for m in w.queries.messages(states=("entwurf",))])
    assert (drafts, _asked(agency)) == (["absage"], [])


def test_short_advice_asks_for_its_own_steps_only(agency: Agency) -> None:
    # ruling 3: questions, a note, one reviewer; no situation brief, no workshop, no board
    number = agency.open(offering="individual_advice", fast_lane=True)
    agency.prove(ACCEPTANCE, date(2015, 1, 12), number)
    agency.decide(HEAD, "accept_advice", number)
    asked = agency.look(lambda w: [(r.step, r.attempt) for r in w.queries.requests_of(w.queries.engagement(number).id)])
    assert asked == [("open_intake", 1)]
    with pytest.raises(RuleViolation, match="neuesten Fassung noch nicht zugestimmt"):
        agency.decide(REVIEWER, "answer_advice", number)


def test_short_advice_exists_for_one_offering_only(agency: Agency) -> None:
    with pytest.raises(InputError, match="nur im vollen Ablauf"):
        agency.open(fast_lane=True)


def test_an_aborted_engagement_asks_for_nothing_more(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    before = _asked(agency)
    agency.decide(HEAD, "abort", reason="keine_rueckmeldung")
    assert _asked(agency) == before


def test_a_repeated_stage_asks_for_its_step_as_the_next_attempt(agency: Agency) -> None:
    bring_to(agency, State.ANALYSIS_REVIEWED)
    agency.decide(LEAD, "repeat", reason="neue_daten", stage=Stage.ANALYSIS)
    assert _asked(agency)[-1] == ("analyse", 2)


def test_a_taken_over_engagement_asks_for_the_step_of_its_real_state(agency: Agency) -> None:
    from tests.usecases.test_open_engagement import _take_over

    number = _take_over(agency, "intake_vollstaendig")
    asked = agency.look(lambda w: [r.step for r in w.queries.requests_of(w.queries.engagement(number).id)])
    assert asked == ["analyse"]


def test_the_handover_is_due_again_once_the_confirmation_is_there(agency: Agency) -> None:
    from tests.usecases.test_runs import Host

    host = Host(bring_to(agency, State.RELEASED))
    for delivery in host.claim():
        run = host.start(delivery.request_id)
        host.run(lambda w, r=run: _end(w, r))  # type: ignore[misc]
    agency.prove({"confirmation_of_service": "ja"}, date(2015, 7, 15))
    assert [d.step for d in host.claim()] == ["hand_over"]


def test_the_brief_goes_to_the_core_group_as_a_draft_after_g2_only(agency: Agency) -> None:
    bring_to(agency, State.ANALYSIS)
    assert agency.look(lambda w: w.queries.messages(states=("entwurf",))) == []
    from tests.builders import REVIEWER

    agency.prove({"gaps_listed": "keine"}, date(2015, 4, 1))
    agency.decide(REVIEWER, "review_analysis")
    agency.step("plan_workshops")
    (brief,) = agency.look(lambda w: w.queries.messages(states=("entwurf",)))
    assert brief.template == "situationsanalyse"
    assert [r["email"] for r in brief.recipients] == [f"{CORE_GROUP}@netz.example"]


# --- the end of an engagement ----------------------------------------------------------------------------------------


def _draft(agency: Agency, template: str, key: str) -> int:
    def queue(work: Work) -> int:
        engagement = work.queries.engagement(NUMBER)
        message = queue_message(
            work,
            template,
            f"{NUMBER}:{key}",
            engagement,
            [work.queries.person(MANAGER)],
            {},
            draft=True,
            reason="Probe",
        )
        assert message is not None
        return message.id

    return agency.run("system", queue)


def _state_of(agency: Agency, message: int) -> str:
    return agency.look(lambda w: w.queries.message(message).state)


def test_an_aborted_engagement_drops_its_drafts_and_keeps_its_farewells(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    asks, says_farewell = _draft(agency, "eingang", "probe"), _draft(agency, "absage", "abschied")
    agency.decide(HEAD, "abort", reason="keine_rueckmeldung")
    assert (_state_of(agency, asks), _state_of(agency, says_farewell)) == ("verworfen", "entwurf")


def test_a_declined_request_keeps_only_the_letter_that_declines_it(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    asks = _draft(agency, "eingang", "probe")
    agency.decide(HEAD, "decline", reason="kein_sitz_bw")
    assert _state_of(agency, asks) == "verworfen"
    assert agency.look(lambda w: [m.template for m in w.queries.messages(states=("entwurf",))]) == ["absage"]


def test_a_draft_of_an_aborted_engagement_is_not_released_but_its_farewell_is(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    agency.decide(HEAD, "abort", reason="keine_rueckmeldung")
    late, farewell = _draft(agency, "eingang", "probe"), _draft(agency, "absage", "abschied")
    with pytest.raises(RuleViolation, match="keinen Anlass mehr, bitte verwerfen"):
        agency.run(LEAD, lambda w: decide_message(w, late, "release"))
    agency.run(LEAD, lambda w: decide_message(w, late, "drop").state)
    agency.run(LEAD, lambda w: decide_message(w, farewell, "release").state)
    assert (_state_of(agency, late), _state_of(agency, farewell)) == ("verworfen", "wartend")


def test_a_pause_drops_no_draft(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    waiting = _draft(agency, "eingang", "probe")
    agency.decide(LEAD, "pause", reason="vorstandswahl")
    assert _state_of(agency, waiting) == "entwurf"


def test_tasks_that_the_schedule_wrote_itself_end_with_the_engagement(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)

    def write(work: Work) -> None:
        for rule in (WITHOUT_RECIPIENT, SILENT):
            work.queries.engagement(NUMBER).due_items.append(
                DueItem(
                    key=f"{NUMBER}:{rule}:probe", engagement_number=NUMBER, rule=rule, kind="aufgabe", role="assistenz",
                    due_on=work.today, fires=False, label="Probe", state="offen", outcome="",
                )
            )  # fmt: skip

    def states() -> dict[str, str]:
        return agency.engagement(
            lambda e: {i.rule: i.state for i in e.due_items if i.rule in (WITHOUT_RECIPIENT, SILENT)}
        )

    agency.run("system", write)
    agency.decide(LEAD, "pause", reason="vorstandswahl")
    assert states() == {WITHOUT_RECIPIENT: "offen", SILENT: "offen"}
    agency.decide(HEAD, "abort", reason="keine_rueckmeldung")
    assert states() == {WITHOUT_RECIPIENT: "zurueckgezogen", SILENT: "zurueckgezogen"}
