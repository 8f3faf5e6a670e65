"""Days booked per person, day and delivering organisation (offerings.md ruling 6, efre.md ruling 7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterprocess.domain.errors import InputError, PermissionDenied
from clusterprocess.domain.states import State
from clusterprocess.usecases.book_days import book_days
from tests.builders import ASSISTANT, AUDITOR, HEAD, LEAD, MANAGER, NUMBER, OTHER, Agency, bring_to

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
