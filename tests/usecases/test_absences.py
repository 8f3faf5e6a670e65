"""Absences and substitutes: who acts on a day, and who releases a draft (ruling 4, D15)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied
from clusterprocess.domain.states import State
from clusterprocess.usecases.keep_absences import end_absence, enter_absence, follow, stand_in
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.send_messages import decide_message
from tests.builders import (
    ASSISTANT,
    AUDITOR,
    ERDF,
    HEAD,
    LEAD,
    MANAGER,
    OTHER,
    REVIEWER,
    Agency,
    bring_to,
)  # fmt: skip


@pytest.fixture
def office(agency: Agency) -> Agency:
    """A declined request on 12 January 2015 or later: its letter is a draft in Berger's list."""
    bring_to(agency, State.UNDER_CHECK)
    agency.decide(HEAD, "decline", reason="kein_sitz_bw")
    return agency


def _today(agency: Agency) -> date:
    return agency.look(lambda w: w.today)


def _away(agency: Agency, who: str, substitute: str, first: int = 0, last: int = 5, by: str = HEAD) -> int:
    """Enter an absence in days from today."""
    today = _today(agency)
    return agency.run(
        by,
        lambda w: (
            enter_absence(
                w,
                w.queries.person(who),
                w.queries.person(substitute),
                today + timedelta(first),
                today + timedelta(last),
            ).id
        ),
    )


def _acting(agency: Agency, who: str, in_days: int = 0) -> str:
    return agency.look(lambda w: stand_in(w, w.queries.person(who), w.today + timedelta(in_days)).handle)


def _draft(agency: Agency) -> int:
    (message,) = agency.look(lambda w: w.queries.messages(states=("entwurf",)))
    return message.id


def test_the_substitute_acts_from_the_first_to_the_last_day_and_not_longer(office: Agency) -> None:
    _away(office, LEAD, OTHER, 1, 5)
    assert [_acting(office, LEAD, n) for n in (0, 1, 5, 6)] == [LEAD, OTHER, OTHER, LEAD]


def test_a_chain_is_followed_to_whoever_is_there(office: Agency) -> None:
    _away(office, LEAD, OTHER)
    _away(office, OTHER, HEAD, 2, 3)
    assert [_acting(office, LEAD, n) for n in (1, 2, 3, 4)] == [OTHER, HEAD, HEAD, OTHER]


def test_a_circle_that_was_entered_earlier_ends_with_the_person_herself(office: Agency) -> None:
    def ends(work: Work) -> list[str]:
        lead, other = work.queries.person(LEAD), work.queries.person(OTHER)
        away = {lead.id: other, other.id: lead}
        return [follow(lead, away).handle, follow(other, away).handle]

    assert office.look(ends) == [LEAD, OTHER]


def test_a_circle_of_two_is_refused_on_the_one_day_that_both_are_away(office: Agency) -> None:
    _away(office, LEAD, OTHER, 0, 5)
    with pytest.raises(InputError, match=r"b\.berger.* ist am .* wird dann von .*d\.dorn.* vertreten") as caught:
        _away(office, OTHER, LEAD, 5, 9)
    assert caught.value.field == "substitute"
    _away(office, OTHER, LEAD, 6, 9)  # the day after, she is back
    assert [_acting(office, OTHER, n) for n in (5, 6, 9, 10)] == [OTHER, LEAD, LEAD, OTHER]


def test_a_circle_of_three_is_refused_where_a_later_absence_closes_it(office: Agency) -> None:
    _away(office, LEAD, OTHER, 0, 9)
    _away(office, OTHER, HEAD, 4, 6)
    with pytest.raises(InputError, match="selbst abwesend"):
        _away(office, HEAD, LEAD, 1, 9)
    _away(office, HEAD, LEAD, 10, 12)


def test_of_two_who_name_each_other_at_the_same_moment_one_is_refused(office: Agency) -> None:
    def enter(names: tuple[str, str]) -> str:
        try:
            _away(office, *names)
        except InputError:
            return "refused"
        return "entered"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(enter, ((LEAD, OTHER), (OTHER, LEAD)))) == ["entered", "refused"]


def test_a_draft_is_released_by_the_substitute_only_while_the_lead_is_away(office: Agency) -> None:
    draft = _draft(office)
    with pytest.raises(PermissionDenied, match="Vertretung"):
        office.run(OTHER, lambda w: decide_message(w, draft, "release"))
    _away(office, LEAD, OTHER, 1, 2)
    with pytest.raises(PermissionDenied):
        office.run(OTHER, lambda w: decide_message(w, draft, "release"))
    office.set_day(_today(office) + timedelta(1))
    assert office.run(OTHER, lambda w: decide_message(w, draft, "release").state) == "wartend"


@pytest.mark.parametrize("who", [LEAD, HEAD])
def test_lead_and_head_release_as_ever(office: Agency, who: str) -> None:
    _away(office, LEAD, OTHER)
    draft = _draft(office)
    assert office.run(who, lambda w: decide_message(w, draft, "drop").state) == "verworfen"


def test_an_absence_that_ended_early_ends_the_right(office: Agency) -> None:
    absence = _away(office, LEAD, OTHER, 0, 9)
    today = _today(office)
    office.set_day(today + timedelta(2))
    office.run(LEAD, lambda w: end_absence(w, absence, today + timedelta(1)).id)
    assert _acting(office, LEAD) == LEAD
    draft = _draft(office)
    with pytest.raises(PermissionDenied):
        office.run(OTHER, lambda w: decide_message(w, draft, "release"))
    assert office.actions()[-1] == "absence:period:ended"


@pytest.mark.parametrize(
    ("who", "substitute", "field"),
    [
        (LEAD, LEAD, "substitute"),
        (LEAD, REVIEWER, "substitute"),
        (REVIEWER, HEAD, "substitute"),
        (LEAD, MANAGER, "substitute"),
        (LEAD, AUDITOR, "substitute"),
        (MANAGER, LEAD, "person"),
    ],
)
def test_a_substitute_is_staff_with_a_role_that_may_stand_in(
    office: Agency, who: str, substitute: str, field: str
) -> None:
    with pytest.raises(InputError) as caught:
        _away(office, who, substitute)
    assert caught.value.field == field


@pytest.mark.parametrize(("who", "substitute"), [(LEAD, HEAD), (ASSISTANT, LEAD), (ERDF, HEAD), (HEAD, LEAD)])
def test_fitting_substitutes_are_taken(office: Agency, who: str, substitute: str) -> None:
    assert _away(office, who, substitute) > 0


@pytest.mark.parametrize(("first", "last"), [(0, 5), (5, 9), (-3, 0), (2, 3), (-3, 30)])
def test_absences_of_one_person_do_not_overlap(office: Agency, first: int, last: int) -> None:
    _away(office, LEAD, OTHER, 0, 5)
    with pytest.raises(InputError, match="schon als abwesend"):
        _away(office, LEAD, HEAD, first, last)
    assert _away(office, LEAD, HEAD, 6, 9) > 0


def test_of_two_who_enter_the_same_absence_at_once_one_is_refused(office: Agency) -> None:
    def enter(substitute: str) -> str:
        try:
            return str(_away(office, LEAD, substitute))
        except InputError:
            return "refused"

    with ThreadPoolExecutor(2) as people:
        told = sorted(people.map(enter, (OTHER, HEAD)))
    assert told[1] == "refused" and told[0] != "refused"
    assert len(office.look(lambda w: w.queries.absences())) == 1


def test_days_out_of_order_over_or_too_many_are_refused(office: Agency) -> None:
    for first, last in ((3, 2), (-9, -1), (0, 366)):
        with pytest.raises(InputError) as caught:
            _away(office, LEAD, OTHER, first, last)
        assert caught.value.field == "to"
    assert _away(office, LEAD, OTHER, 0, 365) > 0


def test_everybody_enters_her_own_and_only_head_or_back_office_those_of_others(office: Agency) -> None:
    assert _away(office, LEAD, OTHER, 0, 1, by=LEAD) > 0
    assert _away(office, LEAD, OTHER, 2, 3, by=ASSISTANT) > 0
    with pytest.raises(PermissionDenied):
        _away(office, LEAD, OTHER, 4, 5, by=OTHER)
    with pytest.raises(PermissionDenied):
        _away(office, LEAD, OTHER, 4, 5, by=AUDITOR)


def test_an_absence_ends_only_within_itself_and_not_in_the_past(office: Agency) -> None:
    absence = _away(office, LEAD, OTHER, 0, 9)
    today = _today(office)
    for last in (today - timedelta(1), today + timedelta(9), today + timedelta(10)):
        with pytest.raises(InputError):
            office.run(LEAD, lambda w, last=last: end_absence(w, absence, last))
    with pytest.raises(PermissionDenied):
        office.run(OTHER, lambda w: end_absence(w, absence, today))
    with pytest.raises(NotFoundError):
        office.run(HEAD, lambda w: end_absence(w, 999, today))
    office.set_day(today + timedelta(5))
    with pytest.raises(InputError, match="frühestens gestern"):
        office.run(LEAD, lambda w: end_absence(w, absence, today))


def test_the_trail_tells_of_the_absence_without_names(office: Agency) -> None:
    _away(office, LEAD, OTHER)
    event = office.events()[-1]
    assert event.action == "absence:period:entered"
    assert LEAD not in str(event.data) and OTHER not in str(event.data)
