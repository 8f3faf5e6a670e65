"""Opening an engagement and taking over one that already runs (offerings.md rulings 6, 16, 18)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.domain.errors import ClusterProcessError, InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.usecases.decide import possible_decisions
from clusterprocess.usecases.manage_operations import add_contractor, add_operation, add_organisation
from clusterprocess.usecases.open_engagement import take_over
from clusterprocess.usecases.tell_history import history
from tests.builders import (
    ACCEPTANCE,
    AUDITOR,
    DELIVERING,
    HEAD,
    LEAD,
    MANAGER,
    NUMBER,
    REFERENCE,
    REVIEWER,
    Agency,
    bring_to,
)


def _take_over(agency: Agency, state: str, by: str = LEAD, **more: Any) -> str:
    wanted: dict[str, Any] = {"paper": "Ordner 7", "requested_on": date(2014, 12, 1), **more}
    return agency.run(
        by,
        lambda work: (
            take_over(
                work,
                offering="cluster_strategy",
                cluster=work.queries.cluster(agency.cluster_name),
                operation=work.queries.operation(REFERENCE),
                delivering=work.queries.organisation(DELIVERING),
                state=state,
                lead=work.queries.person(LEAD),
                reviewer=work.queries.person(REVIEWER),
                **wanted,
            ).number
        ),
    )


def _close(agency: Agency) -> None:
    agency.decide(HEAD, "abort", reason="keine_rueckmeldung")


def test_the_first_strategy_engagement_of_2015_is_ca_2015_a_001(agency: Agency) -> None:
    assert agency.open() == "CA-2015-A-001"


def test_numbers_run_on_within_the_year_of_the_request(agency: Agency) -> None:
    agency.open()
    _close(agency)
    assert agency.open() == "CA-2015-A-002"
    agency.add_cluster("Holzkette Ortenau e.V.", "P1")
    assert agency.open("Holzkette Ortenau e.V.", requested_on=date(2014, 11, 3)) == "CA-2014-A-001"


def test_a_number_of_an_aborted_engagement_is_never_used_again(agency: Agency) -> None:
    for expected in ("CA-2015-A-001", "CA-2015-A-002", "CA-2015-A-003"):
        assert agency.open() == expected
        agency.decide(HEAD, "abort", expected, reason="keine_rueckmeldung")


def test_a_second_open_engagement_of_the_same_service_is_refused(agency: Agency) -> None:
    agency.open()
    with pytest.raises(InputError, match=NUMBER):
        agency.open()


def test_a_paused_engagement_still_counts_as_open(agency: Agency) -> None:
    agency.open()
    agency.decide(HEAD, "pause", reason="vorstandswahl")
    with pytest.raises(InputError, match=NUMBER):
        agency.open()


def test_four_requests_at_once_get_four_numbers(agency: Agency) -> None:
    names = [f"Netz {letter} e.V." for letter in "ABCD"]
    for position, name in enumerate(names):
        agency.add_cluster(name, f"P{position}")
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(agency.open, names))
    assert sorted(numbers) == [f"CA-2015-A-00{n}" for n in (1, 2, 3, 4)]


def test_the_same_request_from_two_desks_at_once_is_opened_once(agency: Agency) -> None:
    def attempt(_: int) -> str:
        try:
            return agency.open()
        except ClusterProcessError:
            return "refused"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, range(2))) == [NUMBER, "refused"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"offering": "beratung"}, "Leistung"),
        ({"requested_on": date(2015, 1, 13)}, "Zukunft"),
        ({"requested_on": date(2014, 9, 30)}, "Vorhaben"),
        ({"occasion": "fax"}, "Eingang"),
        ({"question": "x" * 601}, "Frage"),
    ],
)
def test_a_request_that_cannot_be_is_refused_and_leaves_nothing(
    agency: Agency, changes: dict[str, Any], told: str
) -> None:
    before = agency.actions()
    with pytest.raises(InputError, match=told):
        agency.open(**changes)
    assert agency.actions() == before
    assert agency.open() == NUMBER


def test_the_first_day_of_the_operation_counts(agency: Agency) -> None:
    assert agency.open(requested_on=date(2014, 10, 1)) == "CA-2014-A-001"


def test_an_organisation_outside_the_operations_contracts_cannot_deliver(agency: Agency) -> None:
    agency.run(HEAD, lambda w: add_organisation(w, "Fremd GmbH", "kmu", delivers_advice=True).id)
    with pytest.raises(InputError, match="nicht eingetragen"):
        agency.open(delivering="Fremd GmbH")


@pytest.mark.parametrize("by", [AUDITOR, MANAGER])
def test_only_staff_opens_engagements(agency: Agency, by: str) -> None:
    with pytest.raises(PermissionDenied):
        agency.open(by=by)


def test_lead_and_reviewer_are_two_people(agency: Agency) -> None:
    agency.open()
    with pytest.raises(InputError, match="Vier-Augen"):
        agency.run(HEAD, lambda w: _assign(w.queries.engagement(NUMBER), w.queries.person(LEAD)))


def _assign(engagement: Any, person: Any) -> None:
    from clusterprocess.domain.actors import Role

    engagement.assign(person, Role.REVIEWER)


def test_the_scope_of_the_level_is_planned_in_days(agency: Agency) -> None:
    # offerings.md section 2, strategy at M2: 14 person-days
    agency.open()
    assert agency.engagement(lambda e: [p.days for p in e.planned_days]) == [Decimal(14)]


def test_the_acknowledgement_is_due_two_working_days_after_the_request(agency: Agency) -> None:
    # section 3, clock: acknowledgement 2; Monday 12 January 2015 + 2 = Wednesday 14 January
    agency.open()
    due = agency.engagement(lambda e: [(d.key, d.due_on) for d in e.deadlines])
    assert due == [("acknowledgement", date(2015, 1, 14))]


def test_the_eligibility_decision_is_due_ten_working_days_after_the_check_began(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    due = agency.engagement(lambda e: {d.key: d.due_on for d in e.deadlines})
    assert due["eligibility"] == date(2015, 2, 2)  # 19 January + two weeks without a holiday


def test_the_draft_is_due_fifteen_working_days_after_the_last_strategy_day(agency: Agency) -> None:
    # ruling 2, worked example: T+15 after 20.05.2015 = 12.06.2015
    bring_to(agency, State.WORKSHOP_HELD)
    due = agency.engagement(lambda e: {d.key: d.due_on for d in e.deadlines if d.met_on is None})
    assert due == {"draft": date(2015, 6, 12)}


# --- quota and operation at G0 ---------------------------------------------------------------------------------------


def test_acceptance_is_refused_when_the_yearly_quota_is_used_up(agency: Agency) -> None:
    # catalogue: 220 person-days a year; 14 + 193 = 207 are planned in an accepted engagement, 13 are left, 14 needed
    bring_to(agency, State.ACCEPTED)
    agency.run(HEAD, lambda w: _plan(w.queries.engagement(NUMBER), Decimal(193)))
    agency.add_cluster("Holzkette Ortenau e.V.", "P1")
    agency.add_profile("Holzkette Ortenau e.V.", name="Holzkette Ortenau e.V.")
    second = agency.open("Holzkette Ortenau e.V.")
    agency.prove(ACCEPTANCE, date(2015, 1, 16), second)
    agency.decide(LEAD, "start_check", second)
    with pytest.raises(RuleViolation, match="Frei sind 13 Personentage, nötig sind 14"):
        agency.decide(HEAD, "accept", second)
    _close(agency)
    agency.decide(HEAD, "accept", second)
    assert agency.state(second) == "angenommen"


def _plan(engagement: Any, days: Decimal) -> None:
    engagement.plan_days(None, engagement.delivering, days)


def test_an_engagement_taken_over_uses_up_the_quota_as_well(agency: Agency) -> None:
    _take_over(agency, "analyse", requested_on=date(2015, 1, 5))
    assert agency.look(lambda w: w.queries.planned_days_in("cluster_strategy", 2015)) == 14.0


def test_acceptance_after_the_end_of_the_operation_is_refused(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    agency.prove(ACCEPTANCE, date(2015, 1, 16))
    agency.set_day(date(2017, 10, 2))
    with pytest.raises(RuleViolation, match=r"01\.10\.2014 bis 30\.09\.2017"):
        agency.decide(HEAD, "accept")


def test_who_opened_the_request_cannot_accept_it(agency: Agency) -> None:
    number = agency.open(by=HEAD)
    agency.prove(ACCEPTANCE, date(2015, 1, 12))
    agency.decide(LEAD, "start_check", number)
    with pytest.raises(RuleViolation, match="Vier-Augen"):
        agency.decide(HEAD, "accept", number)


def test_the_level_of_the_intake_counts_when_the_register_knew_no_figures(agency: Agency) -> None:
    # ruling 16: a register row is not an intake; required fields and scope follow the level at G1
    agency.add_cluster("Holzkette Ortenau e.V.", "P1")
    number = agency.open("Holzkette Ortenau e.V.")
    agency.decide(LEAD, "start_check", number)
    agency.prove(ACCEPTANCE, date(2015, 1, 12), number)
    agency.decide(HEAD, "accept", number)
    agency.step("open_intake", number=number)
    agency.add_profile("Holzkette Ortenau e.V.", name="Holzkette Ortenau e.V.")
    from clusterprocess.usecases.submit_answers import submit_answers

    agency.run(LEAD, lambda w: submit_answers(w, number, "fragebogen", agency.case.answers))
    agency.prove({"privacy_notice": "2014-11"}, date(2015, 1, 12), number)
    agency.decide(LEAD, "complete_intake", number)
    assert agency.engagement(lambda e: (e.cluster.level, e.level), number) == ("M2", "M2")


# --- operations ------------------------------------------------------------------------------------------------------

OPERATION: dict[str, Any] = {
    "reference": "Beispiel-2017-002", "name": "Folgevorhaben", "beneficiary": "Ministerium", "period": "2014-2020",
    "starts_on": date(2017, 10, 1), "ends_on": date(2020, 9, 30), "eligible_eur": Decimal("343508.35"),
    "eu_share": Decimal("0.5"),
}  # fmt: skip


def test_a_follow_up_operation_is_a_second_record_with_its_own_dates(agency: Agency) -> None:
    # cases.md D1: never a changed end date; D2: half of 343,508.35 is 171,754.18
    agency.run(HEAD, lambda w: add_operation(w, **OPERATION).id)
    found = agency.look(lambda w: [(o.ends_on.year, str(o.eu_contribution_eur)) for o in w.queries.operations()])
    assert found == [(2017, "1504158.69"), (2020, "171754.18")]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reference": REFERENCE}, "gibt es schon"),
        ({"period": "2000-2006"}, "Förderperiode"),
        ({"ends_on": date(2017, 9, 30)}, "vor dem Beginn"),
        ({"eligible_eur": Decimal(0)}, "über 0"),
        ({"eu_share": Decimal(50)}, "zwischen 0 und 1"),
        ({"eu_share": Decimal(0)}, "zwischen 0 und 1"),
    ],
)
def test_an_operation_that_cannot_be_is_refused(agency: Agency, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        agency.run(HEAD, lambda w: add_operation(w, **{**OPERATION, **changes}).id)


def test_an_organisation_delivers_as_contractor_or_beneficiary_never_as_both(agency: Agency) -> None:
    def twice(work: Any) -> None:
        operation, home = work.queries.operation(REFERENCE), work.queries.organisation(DELIVERING)
        add_contractor(work, operation, home, "beneficiary", "")

    with pytest.raises(ClusterProcessError):
        agency.run(HEAD, twice)


# --- take-over -------------------------------------------------------------------------------------------------------


def test_a_running_engagement_enters_at_its_real_state_and_is_marked(agency: Agency) -> None:
    number = _take_over(agency, "workshop_geplant")
    assert agency.engagement(lambda e: (e.state, e.taken_over), number) == ("workshop_geplant", True)
    line = agency.look(lambda w: history(w, number))[0]
    assert "nacherfasst" in line.sentence and line.late and line.occurred_on == "01.12.2014"


@pytest.mark.parametrize("state", ["abgelehnt", "abgebrochen", "abgeschlossen", "ruhend", "fertig"])
def test_an_ended_paused_or_unknown_state_cannot_be_taken_over(agency: Agency, state: str) -> None:
    with pytest.raises(InputError, match="Stand"):
        _take_over(agency, state)


def test_a_state_of_the_fast_lane_cannot_be_taken_over_into_the_full_lane(agency: Agency) -> None:
    with pytest.raises(InputError, match="Stand"):
        _take_over(agency, "beantwortet")


def test_a_take_over_says_where_the_paper_file_lies(agency: Agency) -> None:
    with pytest.raises(InputError, match="Ablage"):
        _take_over(agency, "analyse", paper=" ")


def test_an_engagement_taken_over_before_its_handover_is_told_what_is_missing(agency: Agency) -> None:
    number = _take_over(agency, State.RELEASED.value)
    assert agency.step("hand_over", number=number) == "nicht fällig"
    missing = agency.look(lambda w: {r.name: m for r, m in possible_decisions(w, w.queries.engagement(number))})
    assert "Der Beschluss ist nicht eingetragen: Es fehlt die letzte Zustimmung der Reihe." in missing["hand_over"]


HANDED_OVER = date(2014, 12, 20)


@pytest.mark.parametrize("state", ["uebergeben", "nachverfolgung"])
def test_an_engagement_taken_over_after_its_handover_needs_the_day(agency: Agency, state: str) -> None:
    with pytest.raises(InputError, match="bitte den Tag der Übergabe angeben") as caught:
        _take_over(agency, state)
    assert caught.value.field == "handed_over"
    number = _take_over(agency, state, handed_over_on=HANDED_OVER)
    assert agency.engagement(lambda e: (e.state, e.handed_over_on), number) == (state, HANDED_OVER)


@pytest.mark.parametrize(
    ("state", "day", "words"),
    [
        ("analyse", HANDED_OVER, "noch nichts übergeben; bitte weglassen"),
        ("nachverfolgung", date(2015, 1, 13), "liegt in der Zukunft"),
        ("nachverfolgung", date(2014, 11, 30), "liegt vor der Anfrage am 01.12.2014"),
    ],
)
def test_a_day_of_handover_that_cannot_be_is_refused(agency: Agency, state: str, day: date, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        _take_over(agency, state, handed_over_on=day)
    assert caught.value.field == "handed_over"


@pytest.mark.parametrize("day", [date(2014, 12, 1), date(2015, 1, 12)])
def test_the_day_of_the_request_and_today_are_days_of_a_handover(agency: Agency, day: date) -> None:
    number = _take_over(agency, "nachverfolgung", handed_over_on=day)
    assert agency.engagement(lambda e: e.handed_over_on, number) == day
