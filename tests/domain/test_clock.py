"""Working days of Baden-Württemberg and the agency's day (design D11, offerings.md ruling 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterprocess.catalogues.calendar import agency_calendar, calendar, read_calendar, school_year_name
from clusterprocess.catalogues.process import read_process
from clusterprocess.catalogues.reading import shipped_text
from clusterprocess.domain.clock import (
    BERLIN,
    add_working_days,
    enumerated,
    explain,
    is_bridge_day,
    is_working_day,
    last_working_day,
    local_day,
    next_working_day,
    spoken_day,
    stamp,
    working_days_between,
)

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


# --- twenty years against an independent oracle --------------------------------------------------------------------


def _easter(year: int) -> date:
    """Gregorian Easter Sunday by the anonymous computus (Nature, 20 April 1876; J. Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _holidays_by_hand(year: int) -> set[date]:
    """Public holidays of the state by section 1 of its act on Sundays and holidays; 2017 had Reformation Day once."""
    easter = _easter(year)
    movable = {easter + timedelta(days=n) for n in (-2, 1, 39, 50, 60)}
    fixed = {date(year, m, d) for m, d in ((1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    return movable | fixed | ({date(2017, 10, 31)} if year == 2017 else set())


YEARS = range(2014, 2035)
HOLIDAYS = set().union(*(_holidays_by_hand(year) for year in (*YEARS, 2035, 2036)))
CLOSED = frozenset(date(year, 12, day) for year in range(2014, 2031) for day in (24, 31))
ALL_DAYS = [date(2014, 1, 1) + timedelta(days=n) for n in range((date(2035, 1, 1) - date(2014, 1, 1)).days)]
DAYS = st.dates(date(2014, 1, 1), date(2034, 12, 31))


def _works(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in HOLIDAYS and day not in CLOSED


def test_easter_of_the_oracle_is_easter() -> None:
    # printed calendars: 2015 on 5 April, 2016 on 27 March (early), 2019 on 21 April, 2034 on 9 April
    assert [_easter(y) for y in (2015, 2016, 2019, 2034)] == [
        date(2015, 4, 5), date(2016, 3, 27), date(2019, 4, 21), date(2034, 4, 9),
    ]  # fmt: skip


def test_every_day_of_twenty_years_is_a_working_day_exactly_where_the_oracle_says_so() -> None:
    assert [d for d in ALL_DAYS if is_working_day(d, CLOSED) != _works(d)] == []


@given(DAYS, st.integers(0, 60))
def test_a_deadline_is_found_by_walking_day_by_day(start: date, days: int) -> None:
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= _works(day)
    assert add_working_days(start, days, CLOSED) == day
    assert working_days_between(start, day, CLOSED) == days


@given(DAYS, DAYS)
def test_counting_between_two_days_agrees_with_the_oracle_in_both_directions(one: date, other: date) -> None:
    first, last = sorted((one, other))
    counted = sum(_works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert working_days_between(first, last, CLOSED) == counted
    assert working_days_between(last, first, CLOSED) == -counted


@given(DAYS)
def test_the_next_and_the_last_working_day_are_the_nearest_ones(day: date) -> None:
    after, before = next_working_day(day, CLOSED), last_working_day(day, CLOSED)
    assert _works(after) and _works(before) and before <= day <= after
    assert not any(_works(day + timedelta(days=n)) for n in range((after - day).days))
    assert not any(_works(day - timedelta(days=n)) for n in range((day - before).days))


@given(DAYS, st.integers(1, 40))
def test_an_explanation_names_every_passed_over_weekday_and_no_weekend(start: date, days: int) -> None:
    due = agency_calendar().add(start, days)
    between = [start + timedelta(days=n) for n in range(1, (due - start).days)]
    passed = [d for d in between if d.isoweekday() <= 5 and not _works(d)]
    told = agency_calendar().explain(start, days)
    assert ("ohne" in told) == bool(passed)
    if 0 < len(passed) <= 4:
        assert told.partition("ohne ")[2].replace(" und ", ", ").count(", ") == len(passed) - 1
    assert len(told) <= 200


# --- explanations, written out by hand -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "sentence"),
    [
        # Good Friday 3 and Easter Monday 6 April lie between: 18 March + 15 = 10 April
        (date(2015, 3, 18), 15, "15 Arbeitstage ab 18. März 2015, ohne Karfreitag und Ostermontag"),
        (date(2015, 3, 3), 15, "15 Arbeitstage ab 3. März 2015"),
        (date(2015, 6, 3), 1, "1 Arbeitstag ab 3. Juni 2015, ohne Fronleichnam"),
        # 3 October 2015 is a Saturday: a weekend goes without saying
        (date(2015, 10, 1), 5, "5 Arbeitstage ab 1. Oktober 2015"),
        # 24 December is closed, 25 a Friday holiday, 26 a Saturday, 31 closed, 1 January a Friday, 6 January Wednesday
        (
            date(2015, 12, 22), 10,
            "10 Arbeitstage ab 22. Dezember 2015, ohne Heiligabend, Ersten Weihnachtstag, Silvester und 2 weitere Tage",
        ),
        (date(2015, 12, 23), 0, "0 Arbeitstage ab 23. Dezember 2015"),
    ],
)  # fmt: skip
def test_a_deadline_explains_itself(start: date, days: int, sentence: str) -> None:
    assert agency_calendar().explain(start, days) == sentence


def test_without_closing_days_only_holidays_are_named() -> None:
    assert explain(date(2015, 12, 23), 2) == "2 Arbeitstage ab 23. Dezember 2015, ohne Ersten Weihnachtstag"


def test_lists_read_like_german() -> None:
    assert [enumerated(["A"]), enumerated(["A", "B"]), enumerated(list("ABCD")), enumerated(list("ABCDEF"))] == [
        "A", "A und B", "A, B, C und D", "A, B, C und 3 weitere Tage",
    ]  # fmt: skip
    assert spoken_day(date(2016, 2, 29)) == "29. Februar 2016"


# --- the agency's calendar -----------------------------------------------------------------------------------------


def test_closing_days_of_the_catalogue_are_those_of_the_agency_from_2014_to_2030() -> None:
    assert calendar().closed == CLOSED


def test_routine_mails_rest_on_weekends_holidays_closing_days_and_over_the_turn_of_the_year() -> None:
    days = agency_calendar()
    quiet = [date(2015, 12, 19), date(2015, 4, 3), date(2015, 12, 22), date(2015, 12, 29), date(2016, 1, 5)]
    assert all(days.is_quiet(day) for day in quiet)
    assert not days.is_quiet(date(2015, 12, 21)) and not days.is_quiet(date(2016, 1, 7))
    # Tuesday 22 December is the first quiet day, Thursday 7 January the first after them
    assert days.next_mail_day(date(2015, 12, 22)) == date(2016, 1, 7)
    # 6 January 2017 is a Friday: the quiet period ends, the weekend follows
    assert days.next_mail_day(date(2017, 1, 6)) == date(2017, 1, 9)
    assert days.next_mail_day(date(2015, 3, 3)) == date(2015, 3, 3)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2015-03-03T07:59:59+01:00", "2015-03-03T08:00:00+01:00"),
        ("2015-03-03T08:00:00+01:00", "2015-03-03T08:00:00+01:00"),
        ("2015-03-03T17:59:59+01:00", "2015-03-03T17:59:59+01:00"),
        ("2015-03-03T18:00:00+01:00", "2015-03-04T08:00:00+01:00"),
        # the clocks go forward on Sunday 29 March 2015 and back on 25 October: eight o'clock stays eight o'clock
        ("2015-03-27T18:00:00+01:00", "2015-03-30T08:00:00+02:00"),
        ("2015-10-23T20:00:00+02:00", "2015-10-26T08:00:00+01:00"),
        # 28 February 2016 is a Sunday, the 29th exists
        ("2016-02-28T12:00:00+01:00", "2016-02-29T08:00:00+01:00"),
        ("2015-12-21T18:30:00+01:00", "2016-01-07T08:00:00+01:00"),
    ],
)
def test_mails_leave_between_eight_and_six_in_stuttgart(now: str, leaves: str) -> None:
    found = agency_calendar().next_mail_instant(datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(leaves) and found.tzinfo is UTC


@given(st.datetimes(datetime(2014, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC)))
def test_no_instant_found_for_a_mail_is_early_quiet_or_out_of_hours(now: datetime) -> None:
    days = agency_calendar()
    found = days.next_mail_instant(now)
    local = found.astimezone(BERLIN)
    assert found >= now and 8 <= local.hour < 18 and not days.is_quiet(local.date())
    assert days.next_mail_instant(found) == found


def test_the_day_turns_at_midnight_in_stuttgart_also_when_the_clocks_change() -> None:
    # the night to 29 March 2015 has one hour less, the night to 25 October one more
    assert local_day(datetime(2015, 3, 28, 22, 59, 59, tzinfo=UTC)) == date(2015, 3, 28)
    assert local_day(datetime(2015, 3, 28, 23, 0, tzinfo=UTC)) == date(2015, 3, 29)
    assert local_day(datetime(2015, 3, 29, 21, 59, 59, tzinfo=UTC)) == date(2015, 3, 29)
    assert local_day(datetime(2015, 3, 29, 22, 0, tzinfo=UTC)) == date(2015, 3, 30)
    assert local_day(datetime(2015, 10, 25, 22, 59, 59, tzinfo=UTC)) == date(2015, 10, 25)
    assert local_day(datetime(2015, 10, 25, 23, 0, tzinfo=UTC)) == date(2015, 10, 26)


def test_leap_day_and_year_end_are_counted_like_any_day() -> None:
    assert add_working_days(date(2016, 2, 26), 1) == date(2016, 2, 29)
    assert add_working_days(date(2016, 2, 29), 1) == date(2016, 3, 1)
    assert not is_working_day(date(2020, 2, 29))  # a Saturday
    # 30 December 2016 is a Friday; Monday 2 January 2017 follows
    assert add_working_days(date(2016, 12, 30), 1, CLOSED) == date(2017, 1, 2)


def test_a_bridge_day_lies_between_a_holiday_and_a_weekend() -> None:
    # the Friday after Ascension and after Corpus Christi 2015; Monday 2 January 2017 lies after a Sunday, no bridge
    assert is_bridge_day(date(2015, 5, 15)) and is_bridge_day(date(2015, 6, 5))
    assert is_bridge_day(date(2015, 1, 5))  # Monday before Epiphany
    assert not is_bridge_day(date(2015, 5, 14)) and not is_bridge_day(date(2017, 1, 2))


# --- school vacations ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2015, 3, 30), "Osterferien"), (date(2015, 4, 11), ""), (date(2015, 9, 12), "Sommerferien"),
        (date(2015, 9, 14), ""), (date(2016, 5, 28), "Pfingstferien"), (date(2017, 12, 22), "Weihnachtsferien"),
        (date(2026, 10, 31), "Herbstferien"), (date(2028, 4, 13), "Gründonnerstag"),
    ],
)  # fmt: skip
def test_school_vacations_are_those_of_the_published_dates(day: date, name: str) -> None:
    found = calendar().vacation(day)
    assert (found.name if found else "") == name


def test_a_school_year_that_is_not_entered_is_known_to_be_missing() -> None:
    assert [school_year_name(d) for d in (date(2015, 9, 14), date(2015, 9, 15), date(2099, 12, 1))] == [
        "2014/15", "2015/16", "2099/00",
    ]  # fmt: skip
    assert calendar().school_year(date(2028, 9, 14)) is not None
    assert calendar().school_year(date(2028, 9, 15)) is None
    assert [y.year for y in calendar().school_years] == [f"{y}/{y - 1999:02d}" for y in range(2014, 2028)]


def test_vacations_begin_and_end_where_they_can() -> None:
    for year in calendar().school_years:
        summer = year.vacations[-1]
        assert summer.name == "Sommerferien" and 40 <= (summer.last - summer.first).days + 1 <= 46, year.year
        names = [v.name for v in year.vacations if v.name.endswith("ferien")]
        assert names == ["Herbstferien", "Weihnachtsferien", "Osterferien", "Pfingstferien", "Sommerferien"]
        easter = next(v for v in year.vacations if v.name == "Osterferien")
        assert abs((easter.first - _easter(easter.first.year)).days) <= 14


def test_process_texts_that_engagements_pinned_with_closing_days_are_still_read() -> None:
    old = shipped_text("process.toml") + "\n[closing_days]\ndays = [2014-12-24]\n"
    assert read_process(old) == read_process(shipped_text("process.toml"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('first = "12-22"\nlast = "01-06"', 'first = "12-22"\nlast = "02-30"'),
        ('first = "12-22"\nlast = "01-06"', 'first = "01-01"\nlast = "12-31"'),
        ("first = 8\nlast = 18", "first = 18\nlast = 8"),
        ("first = 2015-07-30, last = 2015-09-12", "first = 2015-09-12, last = 2015-07-30"),
        ("first = 2015-05-26", "first = 2015-04-01"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(before: str, after: str) -> None:
    text = shipped_text("calendar.toml")
    assert before in text
    with pytest.raises(ValueError):
        read_calendar(text.replace(before, after, 1))
