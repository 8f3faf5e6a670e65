"""Days booked per person, day and delivering organisation (offerings.md ruling 6, efre.md ruling 7)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.states import State
from clusterprocess.usecases.balance_days import planned_against_used, portfolio_balance
from clusterprocess.usecases.book_days import TimeEntry, book_days, book_time
from clusterprocess.usecases.cancel_days import cancel_booking
from clusterprocess.usecases.keep_persons import take_note
from clusterprocess.usecases.mark_days import marks_of, worked_days
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.propose_days import accept_all, accept_proposal, proposals, refuse_proposal
from tests.builders import (
    ASSISTANT,
    AUDITOR,
    DELIVERING,
    HEAD,
    LEAD,
    MANAGER,
    NUMBER,
    OTHER,
    REFERENCE,
    Agency,
    bring_to,
)

DAY = date(2015, 1, 12)


def _book(
    agency: Agency, days: str, by: str = LEAD, whose: str = LEAD, day: date = DAY, activity: str = "analyse",
    number: str = NUMBER,
) -> None:  # fmt: skip
    agency.run(by, lambda w: book_days(w, number, w.queries.person(whose), day, Decimal(days), activity).id)


@pytest.fixture
def requested(agency: Agency) -> Agency:
    return bring_to(agency, State.REQUESTED)


def test_time_is_booked_for_person_day_and_the_persons_organisation(requested: Agency) -> None:
    _book(requested, "0.75")
    booked = requested.engagement(
        lambda e: [(b.person.handle, b.day, b.days, b.organisation.name) for b in e.booked_days]
    )
    assert booked == [(LEAD, DAY, Decimal("0.75"), "VDI/VDE-IT (Beispiel)")]
    event = requested.events()[-1]
    assert (event.action, event.data["days"], event.occurred_on) == ("engagement:days:booked", "0.75", DAY)


def test_everybody_books_the_own_time_back_office_and_head_others(requested: Agency) -> None:
    _book(requested, "0.1", OTHER, OTHER)
    _book(requested, "0.1", ASSISTANT, LEAD)
    _book(requested, "0.1", HEAD, LEAD)
    for by, whose in ((LEAD, OTHER), (MANAGER, LEAD), (AUDITOR, AUDITOR)):
        with pytest.raises(PermissionDenied):
            _book(requested, "0.1", by, whose)


def test_long_days_and_holidays_are_recorded_as_they_were(requested: Agency) -> None:
    _book(requested, "1.9", day=date(2015, 1, 6))
    assert len(requested.engagement(lambda e: e.booked_days)) == 1


@pytest.mark.parametrize("days", ["0", "-1", "0.125", "3.01", "NaN", "Infinity"])
def test_impossible_amounts_are_refused(requested: Agency, days: str) -> None:
    with pytest.raises(InputError, match="days"):
        _book(requested, days)


@pytest.mark.parametrize(("activity", "day"), [("ausflug", DAY), ("analyse", date(2015, 1, 13))])
def test_an_unknown_activity_and_a_day_to_come_are_refused(requested: Agency, activity: str, day: date) -> None:
    with pytest.raises(InputError):
        _book(requested, "0.5", day=day, activity=activity)


def test_more_than_24_hours_on_a_day_are_refused(requested: Agency) -> None:
    _book(requested, "2.5")
    _book(requested, "0.5")  # 3.0 days of 8 hours are 24 hours
    with pytest.raises(InputError, match="24 Stunden"):
        _book(requested, "0.01")
    _book(requested, "1", OTHER, OTHER)


def test_more_than_24_hours_on_a_day_are_refused_across_engagements(requested: Agency) -> None:
    requested.add_cluster("Holzkette Ortenau e.V.", "P1")
    second = requested.open("Holzkette Ortenau e.V.")
    _book(requested, "3")
    with pytest.raises(InputError, match="24 Stunden"):
        _book(requested, "0.5", number=second)


def _outside(agency: Agency, day: date = DAY, reason: str = "akquise", **more: Any) -> int:
    return agency.run(
        LEAD,
        lambda w: (
            book_time(w, TimeEntry(w.queries.person(LEAD), day, Decimal("0.5"), "sonstiges", outside=reason, **more)).id
        ),
    )


def _bookings(agency: Agency, question: Callable[[DayBooking], Any]) -> list[Any]:
    return agency.look(lambda w: [question(b) for b in w.queries.day_bookings(with_cancelled=True)])


def test_time_outside_engagements_is_kept_with_its_reason_and_not_eligible(requested: Agency) -> None:
    _outside(requested)
    assert _bookings(requested, lambda b: (b.number, b.eligible, b.ineligible_reason, b.operation.reference)) == [
        ("", False, "akquise", REFERENCE)
    ]
    event = requested.events()[-1]
    assert (event.action, event.object_kind, event.data["eligible"]) == (
        "engagement:days:booked", "operation", "akquise",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "more", "told"),
    [
        ("ausflug", {}, "akquise"),
        ("akquise", {"number": NUMBER}, "entweder"),
        ("akquise", {"operation": "Gibt-es-nicht"}, "Gibt-es-nicht"),
        ("", {}, "entweder"),
    ],
)
def test_time_needs_a_number_or_a_known_reason(requested: Agency, reason: str, more: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        _outside(requested, reason=reason, **more)


def test_time_outside_asks_for_the_operation_where_none_runs(requested: Agency) -> None:
    with pytest.raises(InputError, match="laufen 0 Vorhaben"):
        _outside(requested, date(2014, 9, 30))


def test_a_day_before_the_operation_began_is_kept_and_not_eligible(requested: Agency) -> None:
    _book(requested, "1", day=date(2014, 9, 30))  # the operation runs from 1 October 2014
    assert _bookings(requested, lambda b: (b.eligible, b.ineligible_reason)) == [(False, "ausserhalb_laufzeit")]


def test_long_days_free_days_and_late_entries_are_marked(requested: Agency) -> None:
    _book(requested, "1.25", day=date(2015, 1, 6))  # Epiphany, ten hours exactly
    _book(requested, "1.26", day=date(2015, 1, 10))  # a Saturday, more than ten hours
    _book(requested, "0.5", day=date(2014, 12, 29))  # exactly 14 days before 12 January: not late
    _book(requested, "0.5", day=date(2014, 12, 23))

    def marks(work: Work) -> list[tuple[str, ...]]:
        found = work.queries.day_bookings()
        return [marks_of(b, worked_days(work, found)) for b in found]

    assert requested.look(marks) == [("nachgetragen",), (), ("Feiertag",), ("Samstag", "über 10 Stunden")]


def test_a_cancelled_booking_stays_visible_and_frees_its_hours(requested: Agency) -> None:
    _book(requested, "3")
    wrong = _bookings(requested, lambda b: b.id)[0]
    requested.run(LEAD, lambda w: cancel_booking(w, wrong, "falscher Tag").id)
    assert _bookings(requested, lambda b: (b.cancelled_on, b.cancel_reason)) == [(DAY, "falscher Tag")]
    event = requested.events()[-1]
    assert event.action == "engagement:days:cancelled" and "falscher Tag" not in str(event.data)
    _book(requested, "3")
    assert requested.engagement(planned_against_used)[0].used == 3


def test_cancelling_needs_a_reason_the_right_and_happens_once(requested: Agency) -> None:
    _book(requested, "1")
    wrong = _bookings(requested, lambda b: b.id)[0]
    with pytest.raises(InputError, match="reason"):
        requested.run(LEAD, lambda w: cancel_booking(w, wrong, " ").id)
    with pytest.raises(PermissionDenied):
        requested.run(OTHER, lambda w: cancel_booking(w, wrong, "nicht meine").id)
    requested.run(ASSISTANT, lambda w: cancel_booking(w, wrong, "doppelt").id)
    with pytest.raises(RuleViolation, match=r"schon am 12\.01\.2015"):
        requested.run(LEAD, lambda w: cancel_booking(w, wrong, "noch einmal").id)
    with pytest.raises(NotFoundError):
        requested.run(LEAD, lambda w: cancel_booking(w, 999_999, "gibt es nicht").id)


def test_two_who_book_the_last_hours_of_a_day_at_once_do_not_both_succeed(requested: Agency) -> None:
    def attempt(_: int) -> str:
        try:
            _book(requested, "2")
        except InputError:
            return "abgelehnt"
        return "gebucht"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, range(2))) == ["abgelehnt", "gebucht"]


def test_planned_and_used_are_compared_by_organisation_and_over_the_portfolio(requested: Agency) -> None:
    _book(requested, "1.5")
    _book(requested, "2", OTHER, OTHER)
    rows = requested.engagement(planned_against_used)
    # level M2 of the joint strategy is planned with 14 days; 1.5 + 2 are used, 10.5 left
    assert [(b.organisation, b.planned, b.used, b.left) for b in rows] == [
        ("VDI/VDE-IT (Beispiel)", 14, Decimal("3.5"), Decimal("10.5"))
    ]
    requested.add_cluster("Holzkette Ortenau e.V.", "P1")
    second = requested.open("Holzkette Ortenau e.V.")
    found = requested.look(lambda w: portfolio_balance(w, "cluster_strategy", 2015))
    assert [(b.number, b.used) for b in found] == [(NUMBER, Decimal("3.5")), (second, 0)]
    assert requested.look(lambda w: portfolio_balance(w, "cluster_strategy", 2014)) == []


def _keys(agency: Agency) -> list[str]:
    return agency.look(lambda w: [p.key for p in proposals(w)])


def test_a_minuted_workshop_proposes_a_day_of_the_lead_until_it_is_taken(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_HELD)
    found = agency.look(lambda w: [(p.day, p.person.handle, p.days, p.number, p.activity) for p in proposals(w)])
    days = [date.fromisoformat(str(r["held_on"])) for r in agency.case.workshops]
    assert found == [(d, LEAD, Decimal("1.0"), NUMBER, "workshop") for d in days]
    first = _keys(agency)[0]
    agency.run(LEAD, lambda w: accept_proposal(w, first).id)
    assert first not in _keys(agency)
    with pytest.raises(NotFoundError, match="nicht mehr"):
        agency.run(LEAD, lambda w: accept_proposal(w, first).id)
    assert _bookings(agency, lambda b: (b.source, b.days, b.number)) == [(first, 1, NUMBER)]


def test_a_moderator_is_named_by_people_and_books_the_own_day(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_HELD)
    key = _keys(agency)[0].replace(LEAD, OTHER)
    with pytest.raises(PermissionDenied):
        agency.run(LEAD, lambda w: accept_proposal(w, key).id)
    agency.run(OTHER, lambda w: accept_proposal(w, key).id)
    assert _bookings(agency, lambda b: b.person.handle) == [OTHER]
    with pytest.raises(NotFoundError):
        agency.run(OTHER, lambda w: accept_proposal(w, key).id)
    with pytest.raises(InputError, match="gehört nicht zur Agentur"):
        agency.run(HEAD, lambda w: accept_proposal(w, key.replace(OTHER, MANAGER)).id)


def test_a_refused_proposal_does_not_return_and_books_nothing(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_HELD)
    first, *others = _keys(agency)
    agency.run(LEAD, lambda w: refuse_proposal(w, first, "war krank").id)
    assert _keys(agency) == others
    assert sum(b.used for b in agency.engagement(planned_against_used)) == 0
    assert agency.actions()[-1] == "engagement:days:cancelled"


def test_all_proposals_of_a_person_are_taken_at_once(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_HELD)
    count = len(_keys(agency))
    assert count == 2
    assert len(agency.run(LEAD, lambda w: [b.id for b in accept_all(w, w.queries.person(LEAD))])) == 2
    assert _keys(agency) == [] and agency.run(LEAD, lambda w: accept_all(w, w.queries.person(LEAD))) == []


def test_a_day_that_was_booked_by_hand_is_not_proposed(agency: Agency) -> None:
    bring_to(agency, State.WORKSHOP_HELD)
    held = date.fromisoformat(str(agency.case.workshops[0]["held_on"]))
    _book(agency, "1", day=held, activity="workshop")
    assert len(_keys(agency)) == 1


def test_a_visit_proposes_half_a_day_and_without_engagement_as_prospecting(requested: Agency) -> None:
    requested.run(LEAD, lambda w: take_note(w, "besuch", "Rundgang", DAY, engagement=NUMBER).id)
    requested.run(
        OTHER,
        lambda w: take_note(w, "besuch", "Kennenlernen", DAY, cluster=w.queries.cluster(requested.cluster_name)).id,
    )
    requested.run(LEAD, lambda w: take_note(w, "anruf", "Rückfrage", DAY, engagement=NUMBER).id)
    found = requested.look(lambda w: [(p.person.handle, p.days, p.number, p.outside) for p in proposals(w)])
    assert found == [(LEAD, Decimal("0.5"), NUMBER, ""), (OTHER, Decimal("0.5"), "", "akquise")]
    for key in _keys(requested):
        requested.run(HEAD, lambda w, k=key: accept_proposal(w, k).id)  # type: ignore[misc]
    assert _bookings(requested, lambda b: (b.number, b.eligible)) == [(NUMBER, True), ("", False)]


def _event(agency: Agency, state: str, number: str = "CA-2015-V-001") -> None:
    def add(work: Work) -> int:
        event = AgencyEvent(
            number=number, kind="cluster_dialog", title="Cluster-Dialog (Beispiel)", held_on=DAY, starts_at="09:00",
            ends_at="16:00", place="Stuttgart", capacity=20, operation_id=work.queries.operation(REFERENCE).id,
            delivering_id=work.queries.organisation(DELIVERING).id, lead_id=work.queries.person(LEAD).id, state=state,
        )  # fmt: skip
        work.add(event)
        work.flush()
        return event.id

    agency.run("system", add)


def test_an_event_takes_days_and_proposes_one_when_it_was_held(agency: Agency) -> None:
    _event(agency, "durchgefuehrt")
    _event(agency, "geplant", "CA-2015-V-002")
    (key,) = _keys(agency)
    agency.run(LEAD, lambda w: accept_proposal(w, key).id)
    _book(agency, "0.5", activity="vorbereitung", number="ca-2015-v-002")
    assert _bookings(agency, lambda b: (b.number, b.days, b.organisation.name, b.eligible)) == [
        ("CA-2015-V-001", 1, DELIVERING, True),
        ("CA-2015-V-002", Decimal("0.5"), DELIVERING, True),
    ]
    assert (agency.events()[-1].object_kind, agency.events()[-1].object_id) == ("agency_event", "CA-2015-V-002")


def test_nothing_is_booked_on_a_cancelled_event_or_an_unknown_number(agency: Agency) -> None:
    _event(agency, "abgesagt")
    with pytest.raises(RuleViolation, match="abgesagt"):
        _book(agency, "0.5", number="CA-2015-V-001")
    with pytest.raises(NotFoundError, match="weder ein Vorgang noch eine Veranstaltung"):
        _book(agency, "0.5", number="CA-2015-V-009")
