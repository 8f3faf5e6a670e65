"""The calendar catalogue: closing days, quiet days, mail hours, school vacations, the plan towards a board meeting.

One instance knows everything about working time, so that callers ask ``agency_calendar().add(start, 15)`` and never
carry lists of days around. What is in force for the agency today holds for deadlines of all engagements; a result that
is reckoned again later uses :func:`calendar`, which gives the version the engagement started with (design D12).
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from clusterprocess.catalogues.reading import in_force, versioned
from clusterprocess.domain import clock
from clusterprocess.domain.clock import BERLIN

SUMMER_ENDS = (9, 15)
"""No summer vacation of Baden-Württemberg reaches 15 September; from then on the next school year's dates count."""


class Entry(BaseModel):
    """Base of typed entries: unknown keys fail at loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class QuietPeriod(Entry):
    """A yearly period without routine mails; ``first`` and ``last`` are month and day, both included."""

    name: str
    first: str = Field(pattern=r"^\d\d-\d\d$")
    last: str = Field(pattern=r"^\d\d-\d\d$")

    @field_validator("first", "last")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        date.fromisoformat(f"2016-{value}")  # a leap year: 29 February is a day
        return value

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period, which may cross the turn of the year."""
        this = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= this <= self.last
        return this >= self.first or this <= self.last


class MailHours(Entry):
    first: int = Field(ge=0, le=23)
    last: int = Field(ge=1, le=24)


class Notice(Entry):
    calendar_days: int = Field(ge=0)


class BoardStep(Entry):
    """A step of the plan towards a board meeting; ``offset`` is calendar days before it or working days after it."""

    key: str
    label: str
    role: str
    offset: int


class Vacation(Entry):
    name: str
    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Vacation:
        if self.last < self.first:
            raise ValueError(f"{self.name}: last lies before first")
        return self


class SchoolYear(Entry):
    year: str = Field(pattern=r"^\d{4}/\d\d$")
    source: str
    vacations: tuple[Vacation, ...]

    @model_validator(mode="after")
    def _in_order_of_time(self) -> SchoolYear:
        if any(later.first <= earlier.last for earlier, later in pairwise(self.vacations)):
            raise ValueError(f"{self.year}: vacations overlap or are not in order of time")
        return self


class CalendarCatalogue(BaseModel):
    """Everything of ``calendar.toml``, typed, with the questions one asks of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    closing_days: dict[str, tuple[date, ...]]
    quiet_periods: tuple[QuietPeriod, ...]
    mail_hours: MailHours
    notice: Notice
    towards_board: tuple[BoardStep, ...]
    school_years: tuple[SchoolYear, ...]

    @model_validator(mode="after")
    def _hours_in_order(self) -> CalendarCatalogue:
        if self.mail_hours.last <= self.mail_hours.first:
            raise ValueError("mail_hours: last must lie after first")
        if all(self.is_quiet(self.valid_from + timedelta(days=n)) for n in range(366)):
            raise ValueError("quiet_periods: no day of the year is left for mails")
        return self

    @cached_property
    def closed(self) -> frozenset[date]:
        """All closing days."""
        return frozenset(self.closing_names)

    @cached_property
    def closing_names(self) -> dict[date, str]:
        """Name of each closing day."""
        return {day: name for name, days in self.closing_days.items() for day in days}

    def is_working_day(self, day: date) -> bool:
        return clock.is_working_day(day, self.closed)

    def add(self, start: date, days: int) -> date:
        """The date ``days`` working days after a start, which itself does not count."""
        return clock.add_working_days(start, days, self.closed)

    def next_working_day(self, day: date) -> date:
        """The day itself or the first working day after it."""
        return clock.next_working_day(day, self.closed)

    def last_working_day(self, day: date) -> date:
        """The day itself or the last working day before it."""
        return clock.last_working_day(day, self.closed)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after the start up to and including the end."""
        return clock.working_days_between(start, end, self.closed)

    def explain(self, start: date, days: int) -> str:
        """How a deadline was counted, as a German sentence without full stop."""
        return clock.explain(start, days, self.closing_names)

    def is_quiet(self, day: date) -> bool:
        """Whether no routine mail leaves on a day."""
        return not self.is_working_day(day) or any(p.covers(day) for p in self.quiet_periods)

    def next_mail_day(self, day: date) -> date:
        """The day itself or the first day after it on which routine mails leave."""
        while self.is_quiet(day):
            day += timedelta(days=1)
        return day

    def next_mail_instant(self, instant: datetime) -> datetime:
        """The first instant from ``instant`` on at which a routine mail may leave, in UTC."""
        local = instant.astimezone(BERLIN)
        if local.hour >= self.mail_hours.last:
            opened = self.next_mail_day(local.date() + timedelta(days=1))
        else:
            opened = self.next_mail_day(local.date())
            if opened == local.date() and local.hour >= self.mail_hours.first:
                return instant.astimezone(UTC)
        return datetime.combine(opened, time(self.mail_hours.first), BERLIN).astimezone(UTC)

    def school_year(self, day: date) -> SchoolYear | None:
        """The entered school year whose vacations concern a day; None where its dates are not known yet."""
        name = school_year_name(day)
        return next((year for year in self.school_years if year.year == name), None)

    def vacation(self, day: date) -> Vacation | None:
        """The school vacation in which a day lies, or None."""
        return next((v for y in self.school_years for v in y.vacations if v.first <= day <= v.last), None)


def school_year_name(day: date) -> str:
    """School year whose dates concern a day, for example ``2014/15``; it changes with the end of the summer."""
    start = day.year if (day.month, day.day) >= SUMMER_ENDS else day.year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def read_calendar(text: str) -> CalendarCatalogue:
    """The calendar catalogue from TOML text."""
    return CalendarCatalogue.model_validate(tomllib.loads(text))


calendar = versioned("calendar.toml")(read_calendar)
"""The calendar that holds here and now, an engagement's pinned version included."""


def agency_calendar() -> CalendarCatalogue:
    """The calendar that is in force for the agency today, whatever an engagement started with."""
    return in_force(calendar)


def is_quiet(day: date) -> bool:
    """Whether no routine mail leaves on a day, by the calendar in force."""
    return agency_calendar().is_quiet(day)


def next_mail_day(day: date) -> date:
    """The day itself or the first day after it on which routine mails leave, by the calendar in force."""
    return agency_calendar().next_mail_day(day)
