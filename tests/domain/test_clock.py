"""Working days of Baden-Württemberg and the agency's day (design D11, offerings.md ruling 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from clusterprocess.domain.clock import add_working_days, is_working_day, local_day, stamp

HOLIDAYS_2015 = [
    date(2015, 1, 1),  # New Year
    date(2015, 1, 6),  # Epiphany, not in all states
    date(2015, 4, 3),  # Good Friday (Easter Sunday 5 April)
    date(2015, 4, 6),  # Easter Monday
    date(2015, 5, 1),
    date(2015, 5, 14),  # Ascension, 39 days after Easter
    date(2015, 5, 25),  # Whit Monday, 50 days after Easter
    date(2015, 6, 4),  # Corpus Christi, 60 days after Easter
    date(2015, 12, 25),
]


@pytest.mark.parametrize("day", HOLIDAYS_2015, ids=str)
def test_holidays_of_the_state_are_no_working_days(day: date) -> None:
    assert not is_working_day(day)


def test_2015_has_252_working_days_in_the_state() -> None:
    # 365 days, 104 on weekends (52 Saturdays, 52 Sundays), 9 holidays on Monday to Friday: 365 - 104 - 9 = 252
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(is_working_day(day) for day in days) == 252


def test_corpus_christi_of_another_state_list_does_not_add_holidays() -> None:
    # the Day of Repentance (18 November 2015) is a holiday in Saxony only, All Saints 2016 (Tuesday) is one here
    assert is_working_day(date(2015, 11, 18))
    assert not is_working_day(date(2016, 11, 1))


def test_the_draft_of_the_rulings_example_is_due_on_12_june_2015() -> None:
    # 21, 22, 26-29 May (25 May is Whit Monday), 1-3, 5 June (4 June is Corpus Christi), 8-12 June: 15 days
    assert add_working_days(date(2015, 5, 20), 15) == date(2015, 6, 12)


def test_the_start_itself_does_not_count_and_zero_days_stay() -> None:
    assert add_working_days(date(2015, 1, 12), 1) == date(2015, 1, 13)
    assert add_working_days(date(2015, 1, 12), 0) == date(2015, 1, 12)


def test_counting_starts_on_a_weekend_as_well() -> None:
    assert add_working_days(date(2015, 1, 17), 1) == date(2015, 1, 19)


def test_closing_days_of_the_agency_are_passed_over() -> None:
    closed = (date(2015, 12, 24), date(2015, 12, 31))
    # 23 December + 1: 24 is closed, 25 Christmas, 26 and 27 weekend
    assert add_working_days(date(2015, 12, 23), 1, closed) == date(2015, 12, 28)
    assert add_working_days(date(2015, 12, 23), 1) == date(2015, 12, 24)
    assert add_working_days(date(2015, 12, 30), 1, iter(closed)) == date(2016, 1, 4)


def test_counting_crosses_the_year() -> None:
    # 2, 5, 7 January 2015: 1 January, the weekend 3-4 and 6 January do not count
    assert add_working_days(date(2014, 12, 31), 3) == date(2015, 1, 7)


def test_the_day_is_stuttgarts_day_in_winter_and_in_summer() -> None:
    assert local_day(datetime(2015, 1, 12, 23, 30, tzinfo=UTC)) == date(2015, 1, 13)
    assert local_day(datetime(2015, 1, 12, 22, 59, tzinfo=UTC)) == date(2015, 1, 12)
    assert local_day(datetime(2015, 7, 1, 22, 0, tzinfo=UTC)) == date(2015, 7, 2)


def test_an_instant_is_written_in_utc_to_the_second() -> None:
    local = datetime.fromisoformat("2015-07-01T10:00:00.987654+02:00")
    assert stamp(local) == "2015-07-01T08:00:00Z"
