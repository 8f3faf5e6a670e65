"""Workshops are objects of their own with their own days and states (offerings.md rulings 1, 5, 7)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.usecases.hold_workshops import (
    cancel_workshop,
    invite_to_workshop,
    move_workshop,
    plan_workshop,
    record_workshop,
)
from clusterprocess.usecases.workshop_papers import due_workshop_steps
from tests.builders import LEAD, MANAGER, NUMBER, Agency, bring_to

DAY = date(2015, 4, 22)


@pytest.fixture
def planned(agency: Agency) -> int:
    """The first strategy day, planned for 22 April 2015 from acceptance on."""
    bring_to(agency, State.ACCEPTED)
    return agency.plan(DAY)


def _record(agency: Agency, workshop: int, change: Callable[[dict[str, Any]], object] = lambda r: None) -> None:
    record = copy.deepcopy(agency.case.workshops[0])
    change(record)
    agency.set_day(DAY)
    agency.run(LEAD, lambda w: record_workshop(w, workshop, record).id)


def _state(agency: Agency, workshop: int) -> str:
    return agency.workshop(workshop, lambda w: w.state)


def test_a_workshop_is_planned_from_acceptance_on_with_the_agenda_of_the_level(agency: Agency, planned: int) -> None:
    number, title, agenda, attempt = agency.workshop(planned, lambda w: (w.number, w.title, w.agenda, w.attempt))
    assert (number, title, attempt) == (1, "Strategietag 1", 1)
    # day 1 of 7a: 510 minutes, 9:00 to 17:30, with a lunch and two breaks
    assert sum(row["minutes"] for row in agenda) == 510
    assert [row["minutes"] for row in agenda if "ause" in row["block"]] == [15, 75, 15]


def test_a_workshop_cannot_be_planned_before_acceptance_or_after_g3(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    with pytest.raises(RuleViolation):
        agency.plan(DAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": " "},
        {"place": "x" * 201},
        {"title": "x" * 121},
        {"starts_at": "24:00"},
        {"starts_at": "9 Uhr"},
        {"starts_at": "²:00"},
    ],
    ids=str,
)
def test_place_title_and_time_are_checked(agency: Agency, wrong: dict[str, Any]) -> None:
    bring_to(agency, State.ACCEPTED)
    with pytest.raises(InputError):
        agency.run(LEAD, lambda w: plan_workshop(w, NUMBER, DAY, **{"place": "Saal", **wrong}).id)


def test_only_staff_plans_moves_and_records(agency: Agency, planned: int) -> None:
    for act in (
        lambda w: plan_workshop(w, NUMBER, DAY, "Saal").id,
        lambda w: move_workshop(w, planned, DAY).id,
        lambda w: cancel_workshop(w, planned, "krankheit").id,
    ):
        with pytest.raises(PermissionDenied):
            agency.run(MANAGER, act)


def test_a_workshop_is_invited_and_minuted(agency: Agency, planned: int) -> None:
    agency.run(LEAD, lambda w: invite_to_workshop(w, planned).id)
    assert _state(agency, planned) == "eingeladen"
    _record(agency, planned)
    assert _state(agency, planned) == "protokolliert"
    event = agency.events()[-2]
    attendance = len(agency.case.workshops[0]["attendance"])
    assert (event.action, event.data["organisations"], event.data["votes"]) == (
        "workshop:record:stored",
        attendance,
        23,
    )
    assert event.occurred_on == DAY


def test_a_workshop_moves_until_it_was_held(agency: Agency, planned: int) -> None:
    agency.run(LEAD, lambda w: move_workshop(w, planned, date(2015, 4, 29)).id)
    (event,) = (e for e in agency.events() if e.action == "workshop:plan:moved")
    assert (event.data["before"], event.data["day"]) == ("2015-04-22", "2015-04-29")
    agency.run(LEAD, lambda w: move_workshop(w, planned, DAY).id)
    _record(agency, planned)
    with pytest.raises(RuleViolation, match="protokolliert"):
        agency.run(LEAD, lambda w: move_workshop(w, planned, date(2015, 5, 6)).id)


def test_a_record_of_another_day_or_of_a_day_to_come_is_refused(agency: Agency, planned: int) -> None:
    with pytest.raises(InputError, match="verlegen"):
        _record(agency, planned, lambda r: r.update(held_on="2015-04-21"))
    later = agency.plan(date(2015, 5, 20))
    with pytest.raises(InputError, match="Zukunft"):
        agency.run(LEAD, lambda w: record_workshop(w, later, agency.case.workshops[1]).id)


def _second_ballot(record: dict[str, Any]) -> None:
    record["ballots"].append(dict(record["ballots"][0]))


def _absent_voter(record: dict[str, Any]) -> None:
    record["ballots"][0]["organisation"] = "Nicht da GmbH"


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r["ballots"][0].update(dots={"O1": 11}),
        lambda r: r["ballots"][0].update(dots={"O1": -1}),
        lambda r: r["ballots"][0].update(kind="verein"),
        lambda r: r["ballots"][0].update(dots={"O99": 3}),
        _second_ballot,
        _absent_voter,
        lambda r: r.update(attendance=[]),
        lambda r: r.update(feedback=[6]),
    ],
    ids=[
        "eleven dots", "negative dots", "unknown kind", "unknown option", "two ballots of one organisation",
        "voter not on the list", "nobody came", "feedback six",
    ],
)  # fmt: skip
def test_bad_ballots_are_refused_and_nothing_is_stored(
    agency: Agency, planned: int, change: Callable[[dict[str, Any]], object]
) -> None:
    # ruling 7: one vote set per organisation, counted over the options of the record
    with pytest.raises(InputError):
        _record(agency, planned, change)
    assert _state(agency, planned) == "geplant"
    assert agency.workshop(planned, lambda w: w.record_data) == {}


def test_every_wrong_place_of_a_record_is_named(agency: Agency, planned: int) -> None:
    def spoil(record: dict[str, Any]) -> None:
        record["ballots"][1]["dots"] = {"O1": 11}
        record["feedback"] = [6]

    with pytest.raises(InputError, match="Eintrag 2") as caught:
        _record(agency, planned, spoil)
    assert "feedback" in str(caught.value)


def test_a_record_is_stored_once(agency: Agency, planned: int) -> None:
    _record(agency, planned)
    with pytest.raises(RuleViolation):
        _record(agency, planned)


def test_a_cancelled_workshop_needs_a_reason_and_stays_visible(agency: Agency, planned: int) -> None:
    with pytest.raises(InputError, match="quorum_verfehlt"):
        agency.run(LEAD, lambda w: cancel_workshop(w, planned, "keine_lust").id)
    with pytest.raises(InputError, match="Text"):
        agency.run(LEAD, lambda w: cancel_workshop(w, planned, "sonstiges", " ").id)
    agency.run(LEAD, lambda w: cancel_workshop(w, planned, "quorum_verfehlt").id)
    assert _state(agency, planned) == "abgesagt"
    with pytest.raises(RuleViolation):
        _record(agency, planned)


def test_g3_waits_until_every_required_workshop_is_minuted(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_PLANNED)
    with pytest.raises(RuleViolation, match="Kein Workshop"):
        agency.decide(LEAD, "close_workshops")
    first, second = agency.plan(DAY), agency.plan(date(2015, 5, 20))
    _record(agency, first)
    with pytest.raises(RuleViolation, match=r"Workshop 2 vom 20\.05\.2015 ist nicht protokolliert"):
        agency.decide(LEAD, "close_workshops")
    agency.run(LEAD, lambda w: cancel_workshop(w, second, "quorum_verfehlt").id)
    agency.decide(LEAD, "close_workshops")
    assert agency.state() == "workshop_durchgefuehrt"


def test_g3_asks_for_owner_and_date_of_each_measure_or_a_day_of_clarification(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_PLANNED)
    workshop = agency.plan(DAY)
    open_measure = {"title": "Messraum prüfen", "owner": "IHK"}
    _record(agency, workshop, lambda r: r.update(measures=[open_measure]))
    with pytest.raises(RuleViolation, match="Messraum prüfen"):
        agency.decide(LEAD, "close_workshops")


def test_a_cancelled_workshop_gets_no_invitation(agency: Agency, planned: int) -> None:
    agency.run(LEAD, lambda w: cancel_workshop(w, planned, "krankheit").id)
    assert agency.step("write_invitation", planned) == "nicht fällig"


def test_a_moved_workshop_gets_invitation_and_attendance_list_with_its_new_day(agency: Agency, planned: int) -> None:
    # the attendance list is evidence of G3 and must not carry a day on which nothing took place
    assert agency.step("write_invitation", planned) == "erledigt"
    agency.run(LEAD, lambda w: move_workshop(w, planned, date(2015, 4, 29)).id)
    open_steps = agency.look(lambda w: [r.step for r in w.queries.open_requests()])
    assert "write_invitation" in open_steps
    ((step, attempt),) = agency.engagement(due_workshop_steps)
    assert agency.step(step, attempt) == "erledigt"
    papers = agency.engagement(lambda e: sorted((d.kind, len(d.versions)) for d in e.documents if d.workshop_id))
    assert papers == [("anwesenheitsliste", 2), ("einladung", 2), ("vorbereitung", 2)]


def test_a_workshop_planned_before_the_analysis_was_repeated_counts_when_it_is_held(agency: Agency) -> None:
    # ruling 1: workshops are planned in parallel; only a stage that was passed begins again
    from clusterprocess.domain.states import Stage
    from tests.builders import REVIEWER

    bring_to(agency, State.WORKSHOP_PLANNED)
    workshop = agency.plan(DAY)
    agency.decide(LEAD, "repeat", reason="neue_daten", stage=Stage.ANALYSIS)
    for step in ("analyse", "write_brief"):
        assert agency.step(step) == "erledigt"
    agency.decide(REVIEWER, "review_analysis")
    assert agency.step("plan_workshops") == "erledigt"
    _record(agency, workshop)
    agency.decide(LEAD, "close_workshops")
    assert agency.state() == "workshop_durchgefuehrt"
