"""How the pages about days word a booking, a month, and what cannot be accepted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.register import Person
from clusterprocess.usecases.mark_days import Worked, marks_of
from clusterprocess.usecases.service_proofs import month_named, next_month
from clusterprocess.web.staff.visit import Visit

SEES_EVERYBODY = (Role.HEAD, Role.ERDF_OFFICER, Role.ASSISTANT)
BOOKS_FOR_OTHERS = (Role.ASSISTANT, Role.HEAD)
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")  # fmt: skip


def month_words(month: date) -> str:
    """``März 2015``."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def month_of(visit: Visit, today: date) -> date:
    """First day of the month of the address; nonsense and nothing are the present month."""
    try:
        return month_named(visit.query.get("monat", ""))
    except InputError:
        return today.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return next_month(month) - timedelta(days=1)


def days_words(days: Decimal) -> str:
    """``1,50 Tage``."""
    told = f"{days:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{told} Tag" if days == 1 else f"{told} Tage"


def activity_words(slug: str) -> str:
    return in_force(days_catalogue).activities.get(slug, slug)


def home_words(booking: DayBooking) -> str:
    """What the time was spent on: number, or the reason of time outside."""
    return booking.number or in_force(days_catalogue).reason_label(booking.ineligible_reason)


def home_href(booking: DayBooking) -> str:
    return f"/vorgang/{booking.engagement.number}/tage" if booking.engagement else ""


def hints_of(booking: DayBooking, worked: Worked) -> str:
    """Marks of an unusual booking, why it is not eligible, and whether it was cancelled."""
    hints = list(marks_of(booking, worked))
    if not booking.eligible:
        hints.append(f"nicht förderfähig: {in_force(days_catalogue).reason_label(booking.ineligible_reason)}")
    if booking.cancelled_on:
        hints.append(f"storniert am {booking.cancelled_on:%d.%m.%Y}: {booking.cancel_reason}")
    return "; ".join(hints)


def whose_days(visit: Visit, work: DatabaseWork, handle: str) -> Person:
    """The person of a handle where this visitor may decide for others, else the visitor herself.

    Raises:
        InputError: nobody is signed in as a person.
        NotFoundError: there is no such person.
    """
    if handle and visit.may(*SEES_EVERYBODY):
        return work.queries.person(handle)
    person = work.queries.person_by_id(visit.actor.id)
    if person is None:
        raise InputError("Person: Ihr Konto gehört zu keiner Person.", field="person")
    return person
