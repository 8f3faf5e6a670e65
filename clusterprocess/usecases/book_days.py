"""Days per person, day, engagement or event and delivering organisation (efre.md ruling 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterprocess.catalogues.days import OUTSIDE_PERIOD, days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState
from clusterprocess.domain.engagement import DayBooking, Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Organisation, Person
from clusterprocess.usecases.ports import Work

MOST_DAYS_A_DAY = Decimal(3)
"""Three days of eight hours are the 24 hours a day has; only the impossible is refused (efre.md ruling 7)."""

MOST_NOTE = 2_000
ONE_AT_A_TIME = "days"
"""Name of the lock under which days are booked and counted: nothing is booked while a month is summed up."""

Home = Engagement | AgencyEvent | Operation


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """Working time as somebody states it.

    Attributes:
        days: person-days of eight hours.
        number: Vorgangsnummer or number of an event; empty for time outside both.
        outside: reason of time outside engagements and events, a slug of the catalogue.
        operation: reference of the operation that time outside belongs to; empty where only one runs that day.
        source: what the entry was made from; a source is booked once.
    """

    person: Person
    day: date
    days: Decimal
    activity: str
    number: str = ""
    outside: str = ""
    operation: str = ""
    note: str = ""
    organisation: Organisation | None = None
    source: str = ""


def book_days(
    work: Work,
    number: str,
    person: Person,
    day: date,
    days: Decimal,
    activity: str,
    note: str = "",
    organisation: Organisation | None = None,
) -> DayBooking:
    """Book working time on an engagement or event; see :func:`book_time`."""
    return book_time(work, TimeEntry(person, day, days, activity, number=number, note=note, organisation=organisation))


def book_time(work: Work, entry: TimeEntry) -> DayBooking:
    """Book working time; a person books for herself, back office and head for others.

    Long days, weekends, holidays and days outside the operation's period are accepted as they were; time that cannot be
    eligible is kept with its reason.

    Raises:
        InputError: unknown activity or reason, future day, amount not positive or more than a day can hold.
        NotFoundError: there is no such engagement or event.
        PermissionDenied: somebody else's time without the right.
        RuleViolation: the event was called off.
    """
    work.queries.serialise(ONE_AT_A_TIME)
    home = home_of(work, entry, lock=True)
    check_entry(work, entry)
    booking = _built(work, home, entry)
    keep_booking(work, home, booking)
    return booking


def refuse_time(work: Work, entry: TimeEntry, reason: str) -> DayBooking:
    """Keep time that was suggested and not worked as a cancelled booking, so that it is not suggested again."""
    home = home_of(work, entry, lock=True)
    booking = _built(work, home, entry)
    booking.cancelled_on, booking.cancel_reason = work.today, reason
    work.add(booking)
    work.flush()
    booking.taken_back(home)
    return booking


def home_of(work: Work, entry: TimeEntry, *, lock: bool = False) -> Home:
    """What the time was spent on: the engagement, the event, or for time outside both the operation.

    Raises:
        InputError: neither a number nor a reason, or both; no or several operations that day.
        NotFoundError, RuleViolation: see :func:`book_time`.
    """
    if bool(entry.number.strip()) == bool(entry.outside.strip()):
        raise InputError(
            "Vorgang (number): bitte entweder einen Vorgang oder eine Veranstaltung nennen, "
            "oder für Zeit außerhalb den Grund (--outside).",
            field="number",
        )
    if entry.outside:
        return _operation_outside(work, entry)
    return home_named(work, entry.number, lock=lock)


def home_named(work: Work, number: str, *, lock: bool = False) -> Engagement | AgencyEvent:
    """The engagement or event of a number.

    Raises:
        NotFoundError: there is neither.
        RuleViolation: the event was called off.
    """
    try:
        return work.queries.engagement(number, lock=lock)
    except NotFoundError:
        return _event(work, number, lock)


def _event(work: Work, number: str, lock: bool) -> AgencyEvent:
    try:
        event = work.queries.agency_event(number.strip().upper(), lock=lock)
    except NotFoundError:
        raise NotFoundError(
            f"Vorgang (number): „{number[:40]}“ ist weder ein Vorgang noch eine Veranstaltung."
        ) from None
    if event.state == AgencyEventState.CANCELLED.value:
        raise RuleViolation(
            "book_days",
            [f"Die Veranstaltung {event.number} ist abgesagt; Vorbereitungszeit bitte mit --outside buchen."],
        )
    return event


def _operation_outside(work: Work, entry: TimeEntry) -> Operation:
    reasons = in_force(days_catalogue).outside
    if entry.outside not in reasons:
        raise InputError(f"Grund (outside): bitte einer von {', '.join(reasons)}.", field="outside")
    if entry.operation:
        return work.queries.operation(entry.operation)
    running = [o for o in work.queries.operations() if o.covers(entry.day)]
    if len(running) != 1:
        raise InputError(
            f"Vorhaben (operation): Am {entry.day:%d.%m.%Y} laufen {len(running)} Vorhaben; bitte das Aktenzeichen angeben.",
            field="operation",
        )
    return running[0]


def check_entry(work: Work, entry: TimeEntry, beside: Decimal = Decimal(0)) -> None:
    """Whether the entry can be true and may be booked by who acts.

    ``beside`` are days of the same person and day that are about to be booked along.

    Raises:
        InputError, PermissionDenied: see :func:`book_time`.
    """
    require_own_or_office(work, entry.person)
    activities = in_force(days_catalogue).activities
    if entry.activity not in activities:
        raise InputError(f"Tätigkeit (activity): bitte eine von {', '.join(activities)}.", field="activity")
    if entry.day > work.today:
        raise InputError(f"Tag (day): Der {entry.day:%d.%m.%Y} liegt in der Zukunft.", field="day")
    days = entry.days
    if not days.is_finite() or days > MOST_DAYS_A_DAY:
        raise InputError("Tage (days): bitte eine Zahl bis 3, das sind 24 Stunden; zum Beispiel 0.5.", field="days")
    if days <= 0 or days != days.quantize(Decimal("0.01")):
        raise InputError("Tage (days): bitte einen Wert über 0 mit höchstens zwei Nachkommastellen.", field="days")
    if len(entry.note) > MOST_NOTE or "\x00" in entry.note:
        raise InputError("Notiz (note): bitte reinen Text mit höchstens 2.000 Zeichen.", field="note")
    if work.queries.days_booked_on(entry.person.id, entry.day) + beside + days > MOST_DAYS_A_DAY:
        raise InputError(
            f"Tage (days): Für den {entry.day:%d.%m.%Y} wären es über alle Vorgänge mehr als 24 Stunden.",
            field="days",
        )


def require_own_or_office(work: Work, person: Person) -> None:
    """Everybody of the staff decides about the own time; back office and head about that of others."""
    if work.actor.id == person.id:
        work.require(*sorted(STAFF))
    else:
        work.require(Role.ASSISTANT, Role.HEAD)


def _built(work: Work, home: Home, entry: TimeEntry) -> DayBooking:
    operation = home if isinstance(home, Operation) else home.operation
    reason = entry.outside or ("" if operation.covers(entry.day) else OUTSIDE_PERIOD)
    organisation = _organisation(home, entry)
    return DayBooking(
        engagement_id=home.id if isinstance(home, Engagement) else None,
        agency_event_id=home.id if isinstance(home, AgencyEvent) else None,
        operation=operation,
        operation_id=operation.id,
        person=entry.person,
        person_id=entry.person.id,
        organisation=organisation,
        organisation_id=organisation.id,
        day=entry.day,
        days=entry.days,
        activity=entry.activity,
        note=entry.note.strip(),
        booked_at=work.now,
        source=entry.source,
        eligible=not reason,
        ineligible_reason=reason,
        cancel_reason="",
    )


def keep_booking(work: Work, home: Home, booking: DayBooking) -> None:
    """Store a booking and tell it on what the time was spent on."""
    if isinstance(home, Engagement):
        home.book(booking)
    else:
        work.add(booking)
        booking.booked(home)
    work.flush()


def _organisation(home: Home, entry: TimeEntry) -> Organisation:
    found = entry.organisation or entry.person.organisation
    if found is None and not isinstance(home, Operation):
        found = home.delivering
    if found is None:
        raise InputError(
            f"Organisation (organisation): {entry.person.handle} gehört zu keiner; bitte die leistende Organisation angeben.",
            field="organisation",
        )
    return found
