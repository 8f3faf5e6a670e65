"""The calendar of one person as a file: due items, workshops and events, for calendar programs to subscribe to."""

from __future__ import annotations

from datetime import date, timedelta

from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.register import Person
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.standard.agenda import clock_times
from clusterprocess.usecases.agenda import MOST_LINES, Roster
from clusterprocess.usecases.ports import CalendarEntry, Work

DAYS_AHEAD = 366


def personal_calendar(work: Work, person: Person) -> bytes:
    """An .ics feed (PUBLISH) of what a person has before her within a year, overdue things included.

    Titles carry numbers and labels, never names: calendars are shared more widely than engagements. Meetings keep the
    UID under which they were sent out, so that a calendar that holds both shows them once.
    """
    last = work.today + timedelta(days=DAYS_AHEAD)
    workshops = work.queries.workshops_of_lead(person.id, work.today, last)
    events = work.queries.events_of_lead(person.id, work.today, last)
    entries = [
        *(_workshop(work, workshop) for workshop in workshops),
        *(_event(work, event) for event in events),
        *_due(work, person, last),
    ]
    return work.services.calendars.feed(f"ClusterAgentur {person.handle}", entries)


def _workshop(work: Work, workshop: Workshop) -> CalendarEntry:
    end = clock_times(workshop.agenda, workshop.starts_at)[-1][0]
    number = workshop.engagement.number
    return CalendarEntry(
        f"workshop-{workshop.id}@clusterprocess",
        workshop.moves or 0,
        f"{number}: {workshop.title}",
        workshop.held_on,
        work.now,
        workshop.starts_at,
        end,
        workshop.place,
        f"clusterprocess engagement show {number}",
    )


def _event(work: Work, event: AgencyEvent) -> CalendarEntry:
    return CalendarEntry(
        f"event-{event.id}@clusterprocess",
        event.moves or 0,
        f"{event.number}: {event.title}",
        event.held_on,
        work.now,
        event.starts_at,
        event.ends_at,
        event.place,
    )


def _due(work: Work, person: Person, last: date) -> list[CalendarEntry]:
    """One entry of a whole day per due item; what is overdue stands on today, so that nobody has to look back."""
    roster = Roster(work)
    ids = roster.stands_for(person, work.today, last)
    entries = []
    for item, case, event in work.queries.open_due_items(last, MOST_LINES, person_ids=ids):
        day = max(item.due_on, work.today)
        if person.id not in {p.id for p in roster.acting(roster.responsible(item, case, event), day)}:
            continue
        number = item.engagement_number or (event.number if event else "")
        late = f"Fällig seit {item.due_on:%d.%m.%Y}. " if item.due_on < work.today else ""
        title = f"{number}: {item.label}" if number else item.label
        uid = f"due-{item.id}@clusterprocess"
        sequence = (day - item.due_on).days  # rises while an overdue item moves along with today
        entries.append(CalendarEntry(uid, sequence, title, day, work.now, description=late + item.explained))
    return entries
