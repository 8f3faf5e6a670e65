"""Warnings about days of meetings, and the board's meetings as fixed points (offerings.md ruling 2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.usecases.board_meetings import (
    add_board_meeting,
    board_meetings,
    meeting_aimed_at,
    move_board_meeting,
    next_board_meeting,
    plan_towards_board,
)
from clusterprocess.usecases.check_dates import date_warnings, workshop_warnings
from clusterprocess.usecases.decide import record_evidence
from clusterprocess.usecases.hold_workshops import cancel_workshop, move_workshop
from tests.builders import ASSISTANT, HEAD, LEAD, MANAGER, NUMBER, OTHER, Agency, bring_to

FAR = date(2015, 6, 17)
"""A Wednesday without anything against it."""


@pytest.fixture
def intake(agency: Agency) -> Agency:
    """The intake is open and its answers with the board's days are handed in."""
    return bring_to(agency, State.INTAKE_COMPLETE)


def _warned(agency: Agency, day: date, **more: object) -> list[str]:
    return agency.look(lambda w: date_warnings(w, day, engagement=w.queries.engagement(NUMBER), **more))  # type: ignore[arg-type]


def test_a_good_day_has_no_warning(intake: Agency) -> None:
    assert _warned(intake, FAR) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            date(2015, 10, 3),
            "Samstag, der 03.10.2015, ist ein Feiertag in Baden-Württemberg (Tag der Deutschen Einheit).",
        ),
        (date(2015, 6, 20), "Samstag, der 20.06.2015, liegt am Wochenende."),
        (date(2015, 5, 15), "Freitag, der 15.05.2015, ist ein Brückentag; viele nehmen frei."),
        (date(2015, 7, 15), "Am 15.07.2015 tagt der Vorstand der Initiative."),
        (
            date(2015, 8, 12),
            "Am 12.08.2015 sind in Baden-Württemberg Schulferien (Sommerferien, 30.07.2015 bis 12.09.2015).",
        ),
    ],
)
def test_each_reason_against_a_day_is_one_sentence(intake: Agency, day: date, words: str) -> None:
    assert _warned(intake, day) == [words]


def test_a_closing_day_in_the_vacation_has_two_warnings(intake: Agency) -> None:
    assert _warned(intake, date(2015, 12, 24)) == [
        "Donnerstag, der 24.12.2015, ist ein Schließtag der Agentur (Heiligabend).",
        "Am 24.12.2015 sind in Baden-Württemberg Schulferien (Weihnachtsferien, 23.12.2015 bis 09.01.2016).",
    ]


def test_a_year_without_entered_vacations_says_so_and_invents_nothing(intake: Agency) -> None:
    (told,) = _warned(intake, date(2031, 6, 18))
    assert "Schuljahrs 2030/31 sind noch nicht eingetragen" in told and "calendar.toml" in told


def test_less_than_28_days_are_too_near_and_28_are_not(intake: Agency) -> None:
    today = intake.look(lambda w: w.today)
    near = today + timedelta(days=27)
    assert any("nur 27 Kalendertage; für die Einladung sind 28" in told for told in _warned(intake, near))
    enough = today + timedelta(days=28)
    assert not any("Kalendertage" in told for told in _warned(intake, enough))
    past = today - timedelta(days=1)
    assert any("liegt in der Vergangenheit" in told for told in _warned(intake, past))


def test_another_workshop_of_the_lead_on_the_day_is_named_unless_it_is_called_off(intake: Agency) -> None:
    first = intake.plan(FAR)
    second = intake.plan(date(2015, 6, 18))
    told = intake.run(LEAD, lambda w: workshop_warnings(w, move_workshop(w, second, FAR)))
    (clash,) = [sentence for sentence in told if "Am selben Tag" in sentence]
    assert NUMBER in clash and "09:00 Uhr" in clash
    intake.run(LEAD, lambda w: cancel_workshop(w, first, "krankheit").id)
    assert _warned(intake, FAR, workshop_id=second) == []
    other = intake.look(lambda w: date_warnings(w, FAR, lead_id=w.queries.person(OTHER).id))
    assert other == []


# --- board meetings ------------------------------------------------------------------------------------------------


def test_the_next_meeting_comes_from_the_answers(intake: Agency) -> None:
    # answers of the sample case: 15.07. and 07.10.2015, 20.01., 13.04. and 20.07.2016
    assert intake.engagement(lambda e: next_board_meeting(e, date(2015, 7, 15))) == date(2015, 7, 15)
    assert intake.engagement(lambda e: next_board_meeting(e, date(2015, 7, 16))) == date(2015, 10, 7)
    assert intake.engagement(lambda e: next_board_meeting(e, date(2016, 7, 21))) is None


def test_the_plan_is_reckoned_backwards_from_the_meeting(intake: Agency) -> None:
    plan = intake.engagement(lambda e: plan_towards_board(e, date(2015, 5, 1)))
    # 15 July 2015 is a Wednesday: -35 = 10 June, -21 = 24 June, -14 = 1 July, -3 = Sunday 12 July -> Friday 10 July,
    # +2 working days = Friday 17 July
    assert [(s.key, s.due_on) for s in plan] == [
        ("draft_reviewed", date(2015, 6, 10)),
        ("core_group_agreed", date(2015, 6, 24)),
        ("board_paper_sent", date(2015, 7, 1)),
        ("board_reminded", date(2015, 7, 10)),
        ("resolution_entered", date(2015, 7, 17)),
    ]
    assert plan[2].explained == "14 Kalendertage vor der Sitzung des Vorstands am 15. Juli 2015"
    assert plan[3].explained == (
        "3 Kalendertage vor der Sitzung des Vorstands am 15. Juli 2015, auf den Arbeitstag davor gelegt"
    )
    assert plan[4].explained == "2 Arbeitstage nach der Sitzung des Vorstands am 15. Juli 2015"


def test_without_a_known_meeting_there_is_no_plan(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    assert agency.engagement(lambda e: plan_towards_board(e, date(2015, 1, 12))) == ()


def test_a_meeting_moves_while_the_answers_are_fixed_and_the_plan_follows(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    today = agency.look(lambda w: w.today)
    old = agency.engagement(lambda e: next_board_meeting(e, today))
    assert old is not None
    new = date(2015, 9, 30)
    coming = agency.run(ASSISTANT, lambda w: move_board_meeting(w, NUMBER, old, new))
    assert new in coming and old not in coming and coming == sorted(coming)
    assert agency.engagement(lambda e: next_board_meeting(e, date(2015, 9, 1))) == new
    agency.run(LEAD, lambda w: move_board_meeting(w, NUMBER, new, date(2015, 9, 16)))
    meetings = agency.engagement(board_meetings)
    assert date(2015, 9, 16) in meetings and new not in meetings
    assert agency.engagement(lambda e: plan_towards_board(e, date(2015, 9, 1))[2].due_on) == date(2015, 9, 2)


def test_what_is_no_meeting_cannot_be_moved(intake: Agency) -> None:
    def refused(old: date, new: date, field: str, by: str = LEAD) -> None:
        with pytest.raises(InputError) as caught:
            intake.run(by, lambda w: move_board_meeting(w, NUMBER, old, new))
        assert caught.value.field == field

    refused(date(2015, 7, 14), FAR, "old")
    refused(date(2015, 7, 15), date(2015, 7, 15), "new")
    refused(date(2015, 7, 15), date(2015, 1, 2), "new")
    refused(date(2015, 7, 15), date(2115, 1, 2), "new")
    with pytest.raises(PermissionDenied):
        intake.run(MANAGER, lambda w: move_board_meeting(w, NUMBER, date(2015, 7, 15), FAR))
    with pytest.raises(InputError, match="JJJJ-MM-TT"):
        today = intake.look(lambda w: w.today)
        intake.run(ASSISTANT, lambda w: record_evidence(w, NUMBER, {"board_meeting_on": "2015-07-15 bald"}, today))
    intake.decide(HEAD, "abort", reason="keine_rueckmeldung")
    with pytest.raises(RuleViolation):
        intake.run(LEAD, lambda w: move_board_meeting(w, NUMBER, date(2015, 7, 15), FAR))


def _open_steps(agency: Agency) -> set[str]:
    """Days of meetings towards which something is open."""
    return agency.engagement(
        lambda e: {i.key.split(":")[2] for i in e.due_items if ":vorstand:" in i.key and i.is_open}
    )


def test_a_meeting_that_went_by_gives_way_to_the_next_after_its_last_step(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    assert _open_steps(agency) == {"2015-07-15"}
    # the resolution of Wednesday 15 July is entered two working days later, on Friday 17 July
    for day, aimed_at in ((date(2015, 7, 17), date(2015, 7, 15)), (date(2015, 7, 18), date(2015, 10, 7))):
        assert agency.engagement(lambda e, d=day: meeting_aimed_at(e, d)) == aimed_at  # type: ignore[misc]
    agency.set_day(date(2015, 7, 20))
    agency.prove({"confirmation_of_service": "ja"}, date(2015, 7, 20))  # any change: the plan is kept again
    assert _open_steps(agency) == {"2015-10-07"}


def test_after_the_last_known_meeting_the_plan_asks_for_the_next(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    assert agency.engagement(lambda e: meeting_aimed_at(e, date(2016, 7, 22))) == date(2016, 7, 20)
    assert agency.engagement(lambda e: meeting_aimed_at(e, date(2016, 7, 23))) is None


def test_moving_onto_a_known_meeting_drops_the_old_one(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    coming = agency.run(LEAD, lambda w: move_board_meeting(w, NUMBER, date(2015, 7, 15), date(2015, 10, 7)))
    assert coming == [date(2015, 10, 7), date(2016, 1, 20), date(2016, 4, 13), date(2016, 7, 20)]
    assert _open_steps(agency) == {"2015-10-07"}


def test_a_meeting_that_is_over_can_be_left_for_a_later_one(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    agency.set_day(date(2015, 7, 16))
    agency.run(LEAD, lambda w: move_board_meeting(w, NUMBER, date(2015, 7, 15), date(2015, 10, 7)))
    assert _open_steps(agency) == {"2015-10-07"}


def test_moving_a_later_meeting_keeps_the_one_whose_resolution_is_not_entered_yet(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    agency.set_day(date(2015, 7, 16))
    coming = agency.run(LEAD, lambda w: move_board_meeting(w, NUMBER, date(2015, 10, 7), date(2015, 10, 14)))
    assert coming[:2] == [date(2015, 7, 15), date(2015, 10, 14)]


def test_a_first_and_a_further_meeting_are_added(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    assert agency.run(ASSISTANT, lambda w: add_board_meeting(w, NUMBER, FAR)) == [FAR]
    assert agency.run(LEAD, lambda w: add_board_meeting(w, NUMBER, date(2015, 5, 6))) == [date(2015, 5, 6), FAR]
    assert agency.engagement(board_meetings) == [date(2015, 5, 6), FAR]


def test_what_is_no_new_meeting_is_not_added(intake: Agency) -> None:
    def refused(day: date, words: str) -> None:
        with pytest.raises(InputError, match=words) as caught:
            intake.run(LEAD, lambda w: add_board_meeting(w, NUMBER, day))
        assert caught.value.field == "day"

    refused(date(2015, 7, 15), "ohnehin")
    refused(date(2015, 1, 2), "Vergangenheit")
    refused(date(9999, 12, 31), "5 Jahre voraus")
    with pytest.raises(PermissionDenied):
        intake.run(MANAGER, lambda w: add_board_meeting(w, NUMBER, FAR))
    for turn in range(5):  # five are known from the answers
        intake.run(LEAD, lambda w, n=turn: add_board_meeting(w, NUMBER, FAR + timedelta(days=n)))  # type: ignore[misc]
    refused(date(2016, 9, 1), "schon 10")
    assert len(intake.engagement(board_meetings)) == 10
    intake.decide(HEAD, "abort", reason="keine_rueckmeldung")
    with pytest.raises(RuleViolation):
        intake.run(LEAD, lambda w: add_board_meeting(w, NUMBER, FAR + timedelta(days=9)))


# --- deadlines -----------------------------------------------------------------------------------------------------


def test_a_deadline_moved_by_a_pause_falls_on_a_working_day_and_says_so(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    open_one = lambda e: next((d.due_on, d.explained) for d in e.deadlines if d.met_on is None)  # noqa: E731
    due, explained = agency.engagement(open_one)
    agency.decide(LEAD, "pause", reason="vorstandswahl")
    today = agency.look(lambda w: w.today)
    rest = 7 + (5 - due.weekday())  # so the day moved by the pause alone is a Saturday
    agency.set_day(today + timedelta(days=rest))
    agency.decide(LEAD, "resume")
    moved, told = agency.engagement(open_one)
    assert (due + timedelta(days=rest)).weekday() == 5
    assert moved == due + timedelta(days=rest + 2)  # Monday
    assert told == f"{explained}; um {rest} Tage Ruhezeit verschoben, auf den nächsten Arbeitstag"


def test_the_intake_deadline_explains_itself(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    # 2 working days after Monday 12 January 2015
    assert agency.engagement(lambda e: (e.deadlines[0].due_on, e.deadlines[0].explained)) == (
        date(2015, 1, 14), "2 Arbeitstage ab 12. Januar 2015",
    )  # fmt: skip
