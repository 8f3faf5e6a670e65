"""Decisions, evidence, pause and abort through the use cases (offerings.md section 3, rulings 5 and 14)."""

from __future__ import annotations

from datetime import date

import pytest

from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import Stage, State
from clusterprocess.usecases.decide import possible_decisions, record_evidence
from tests.builders import ACCEPTANCE, AUDITOR, HEAD, LEAD, MANAGER, NUMBER, REVIEWER, Agency, bring_to

TODAY = date(2015, 1, 19)


def test_every_missing_criterion_of_acceptance_is_a_sentence_of_its_own(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    with pytest.raises(RuleViolation) as caught:
        agency.decide(HEAD, "accept")
    # listed, seat, consent, aid, double funding, conflict of interest, service agreement
    assert len(caught.value.reasons) == 7
    assert all(reason.endswith(".") for reason in caught.value.reasons)


def test_a_criterion_answered_with_no_keeps_the_gate_shut(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    agency.prove(ACCEPTANCE, TODAY)
    for key in set(ACCEPTANCE) - {"aid_decision"}:
        agency.prove({key: "nein"}, TODAY)
        with pytest.raises(RuleViolation) as caught:
            agency.decide(HEAD, "accept")
        assert len(caught.value.reasons) == 1
        agency.prove({key: "ja"}, TODAY)


@pytest.mark.parametrize("word", ["Nein", "NEIN", "nein."])
def test_a_no_is_a_no_however_it_is_written(agency: Agency, word: str) -> None:
    bring_to(agency, State.UNDER_CHECK)
    agency.prove({**ACCEPTANCE, "no_conflict_of_interest": word}, TODAY)
    with pytest.raises(RuleViolation, match="Interessenkonflikt"):
        agency.decide(HEAD, "accept")


@pytest.mark.parametrize("level", ["cluster_org", "member_enterprises", "split"])
def test_a_declaration_is_needed_only_when_an_undertaking_is_aided(agency: Agency, level: str) -> None:
    bring_to(agency, State.UNDER_CHECK)
    agency.prove({**ACCEPTANCE, "aid_decision": level}, TODAY)
    with pytest.raises(RuleViolation, match="De-minimis"):
        agency.decide(HEAD, "accept")
    agency.prove({"de_minimis_declaration": "ja"}, TODAY)
    agency.decide(HEAD, "accept")
    assert agency.state() == "angenommen"


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"schoenes_wetter": "ja"}, "unbekannt"),
        ({"seat_in_bw": "  "}, "1 bis 120"),
        ({"seat_in_bw": "x" * 121}, "1 bis 120"),
        ({"aid_decision": "keine"}, "none_not_undertaking"),
        ({"assembly_on": "22.10.2015"}, "assembly_on"),
    ],
)
def test_evidence_that_no_gate_understands_is_refused(agency: Agency, entries: dict[str, str], told: str) -> None:
    bring_to(agency, State.REQUESTED)
    with pytest.raises(InputError, match=told):
        agency.prove(entries, date(2015, 1, 12))


def test_evidence_of_tomorrow_is_refused(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    with pytest.raises(InputError, match="Zukunft"):
        agency.prove({"seat_in_bw": "ja"}, date(2015, 1, 13))


def test_one_wrong_entry_keeps_all_out(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    with pytest.raises(InputError):
        agency.prove({"seat_in_bw": "ja", "quatsch": "ja"}, date(2015, 1, 12))
    assert agency.engagement(lambda e: [x.key for x in e.evidence]) == []


def test_a_later_entry_supersedes_and_the_earlier_stays_visible(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.prove({"board_consent": "nein"}, date(2015, 1, 12), paper="Blatt 1")
    agency.prove({"board_consent": "ja"}, date(2015, 1, 12), paper="Blatt 2")
    assert agency.engagement(lambda e: (e.fact("board_consent"), [(x.value, x.paper) for x in e.evidence])) == (
        "ja",
        [("nein", "Blatt 1"), ("ja", "Blatt 2")],
    )


@pytest.mark.parametrize("by", [AUDITOR, MANAGER])
def test_only_staff_enters_evidence(agency: Agency, by: str) -> None:
    bring_to(agency, State.REQUESTED)
    with pytest.raises(PermissionDenied):
        agency.run(by, lambda w: record_evidence(w, NUMBER, {"seat_in_bw": "ja"}, date(2015, 1, 12)))


def test_a_decision_dated_tomorrow_is_refused(agency: Agency) -> None:
    # ruling 6: every event has the day it happened; a day to come has not happened
    bring_to(agency, State.REQUESTED)
    with pytest.raises(InputError, match="Zukunft"):
        agency.decide(LEAD, "start_check", occurred_on=date(2015, 1, 13))


def test_the_intake_is_complete_only_with_answers_notice_and_frozen_figures(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(RuleViolation) as caught:
        agency.decide(LEAD, "complete_intake")
    assert any("Fragebogen" in reason for reason in caught.value.reasons)
    assert any("Datenschutzhinweis" in reason for reason in caught.value.reasons)
    assert agency.engagement(lambda e: e.baseline) == {}


def test_the_baseline_keeps_the_profile_of_the_day_it_was_frozen(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_COMPLETE)
    agency.add_profile(agency.cluster_name, budget=300000)
    frozen = agency.engagement(lambda e: e.baseline)
    assert (frozen["as_of"], frozen["version"], frozen["answers"]["budget"]) == ("2014-12-31", 1, "240000")
    assert len(frozen["sha256"]) == 64


def test_a_warning_without_comment_keeps_the_intake_open(agency: Agency) -> None:
    # strategy of 2009 at the end of 2014 is five years old: no warning; in 2015 it is six
    bring_to(agency, State.INTAKE_OPEN)
    agency.add_profile(agency.cluster_name, members_committed=11)
    with pytest.raises(RuleViolation, match="11 verbindliche Mitglieder"):
        agency.decide(LEAD, "complete_intake")


def test_an_intake_pause_of_ten_days_moves_its_deadline_by_ten_days(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)  # 19 January + 15 working days = 9 February 2015
    agency.decide(HEAD, "pause", reason="vorstandswahl")
    agency.set_day(date(2015, 1, 29))
    agency.decide(HEAD, "resume")
    assert agency.engagement(lambda e: {d.key: d.due_on for d in e.deadlines if d.met_on is None}) == {
        "intake": date(2015, 2, 19)
    }
    assert agency.state() == "intake_offen"


def test_an_engagement_can_pause_as_often_as_life_demands(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    for month in range(2, 10):
        agency.decide(HEAD, "pause", reason="vorstandswahl")
        agency.set_day(date(2015, month, 19))
        agency.decide(HEAD, "resume")
    assert agency.state() == "intake_offen"


def test_a_paused_engagement_takes_no_answers_and_offers_resume_and_abort_only(agency: Agency) -> None:
    from clusterprocess.usecases.submit_answers import submit_answers

    bring_to(agency, State.INTAKE_OPEN)
    agency.decide(HEAD, "pause", reason="vorstandswahl")
    with pytest.raises(RuleViolation):
        agency.run(LEAD, lambda w: submit_answers(w, NUMBER, "fragebogen", agency.case.answers))
    names = agency.look(lambda w: [r.name for r, _ in possible_decisions(w, w.queries.engagement(NUMBER))])
    assert names == ["resume", "abort"]


def test_the_text_of_a_reason_is_kept_beside_the_engagement(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.decide(HEAD, "abort", reason="sonstiges", text="Fusion mit dem Nachbarnetz")
    assert agency.engagement(lambda e: [(x.key, x.value, x.text) for x in e.evidence]) == [
        ("reason_abort", "sonstiges", "Fusion mit dem Nachbarnetz")
    ]


def test_a_repeated_analysis_keeps_the_findings_of_the_first_pass(agency: Agency) -> None:
    bring_to(agency, State.ANALYSIS_REVIEWED)
    first = agency.engagement(lambda e: [(f.id, f.sha256) for f in e.findings])
    agency.decide(LEAD, "repeat", reason="neue_daten", stage=Stage.ANALYSIS)
    assert (agency.state(), agency.step("analyse"), agency.step("write_brief")) == ("analyse", "erledigt", "erledigt")
    after = agency.engagement(lambda e: [(f.id, f.sha256) for f in e.findings])
    assert after[: len(first)] == first and len(after) == 2 * len(first)
    assert agency.engagement(lambda e: {f.attempt for f in e.current_findings()}) == {2}
    assert agency.engagement(lambda e: [len(d.versions) for d in e.documents if d.kind == "situationsanalyse"]) == [2]
    agency.decide(REVIEWER, "review_analysis")
    gates = [e.data for e in agency.events() if e.action == "engagement:gate:opened" and e.data["gate"] == "G2"]
    assert [gate["attempt"] for gate in gates] == [1, 2]


def test_a_repeated_intake_asks_the_initiative_again(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_COMPLETE)
    agency.decide(LEAD, "repeat", reason="neue_daten", stage=Stage.INTAKE)
    assert agency.step("open_intake") == "erledigt"
    assert agency.engagement(lambda e: [len(d.versions) for d in e.documents if d.kind == "fragebogen"]) == [2]


def test_a_repeated_deliverable_can_be_drafted_edited_and_put_back_again(agency: Agency) -> None:
    bring_to(agency, State.RELEASED)
    agency.decide(LEAD, "repeat", reason="beschluss_geaendert", stage=Stage.DELIVERABLE)
    assert agency.step("draft_paper") == "erledigt"
    agency.put_back(agency.edited(0))
    agency.decide(LEAD, "submit_draft")
    assert agency.state() == "interne_pruefung"
