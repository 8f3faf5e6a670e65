"""What is unusual about a booking and was accepted all the same: the truth is marked, never refused (efre.md ruling 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.clock import is_working_day, local_day
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.events import LATE_AFTER_DAYS
from clusterprocess.usecases.ports import Work

Worked = Mapping[tuple[str, date], Decimal]
"""Days by person and day, over everything that the person did that day."""


def marks_of(booking: DayBooking, worked: Worked) -> tuple[str, ...]:
    """What is unusual about a booking and was accepted all the same; ``worked`` are days by person and day."""
    marks = []
    if booking.day.weekday() > 4:
        marks.append(("Samstag", "Sonntag")[booking.day.weekday() - 5])
    elif not is_working_day(booking.day):
        marks.append("Feiertag")
    if worked.get((booking.person_id, booking.day), Decimal(0)) > in_force(days_catalogue).long_day_from:
        marks.append("über 10 Stunden")
    if booking.booked_at and (local_day(booking.booked_at) - booking.day).days > LATE_AFTER_DAYS:
        marks.append("nachgetragen")
    if booking.days < 0:
        marks.append("Rücknahme")
    return tuple(marks)


def worked_days(work: Work, bookings: Iterable[DayBooking]) -> Worked:
    """Days that each person of these bookings worked on each of their days, over everything."""
    return {
        (person_id, day): work.queries.days_booked_on(person_id, day)
        for person_id, day in sorted({(b.person_id, b.day) for b in bookings})
    }
