"""A workshop of an engagement or an event of the agency, as whoever comes to it sees it: one thing with a day and a place.

Registrations, calendar objects and mails to participants are the same for both; what differs stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clusterprocess.catalogues.process import process
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState, Registration, RegistrationState
from clusterprocess.domain.clock import spoken_day
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import ENDED
from clusterprocess.domain.workshops import Workshop, WorkshopState
from clusterprocess.offerings.standard.agenda import clock_times
from clusterprocess.usecases.check_dates import WEEKDAYS
from clusterprocess.usecases.ports import CalendarEntry, Work
from clusterprocess.usecases.queue_message import About, about_engagement, about_event

AGENCY = "ClusterAgentur Baden-Württemberg"
CALENDAR_FILE = "Termin.ics"
_OPEN = (
    WorkshopState.PLANNED.value,
    WorkshopState.INVITED.value,
    AgencyEventState.PLANNED.value,
    AgencyEventState.INVITED.value,
)


@dataclass(frozen=True)
class Meeting:
    """One meeting with its day, its place and its seats.

    Attributes:
        starts_at, ends_at: ``HH:MM`` in Stuttgart; ``ends_at`` before ``starts_at`` is on the next day.
        seats: how many may come; None where nobody is turned away.
        sequence: rises with every change that calendars have to follow.
    """

    uid: str
    title: str
    day: date
    starts_at: str
    ends_at: str
    place: str
    state: str
    sequence: int
    about: About
    seats: int | None = None
    workshop: Workshop | None = None
    event: AgencyEvent | None = None

    @property
    def subject(self) -> dict[str, int]:
        """Which column names this meeting in registrations and links."""
        if self.workshop is not None:
            return {"workshop_id": self.workshop.id}
        return {"agency_event_id": self.event.id if self.event else 0}

    @property
    def is_cancelled(self) -> bool:
        return self.state == WorkshopState.CANCELLED.value

    @property
    def when(self) -> str:
        """``Mittwoch, 22. April 2015, 09:00 bis 17:30 Uhr``."""
        span = f"{self.starts_at} bis {self.ends_at}" if self.ends_at not in ("", self.starts_at) else self.starts_at
        return f"{spoken_weekday(self.day)}, {span} Uhr"

    @property
    def words(self) -> dict[str, str]:
        """What mails to participants name."""
        return {"treffen": self.title, "wann": self.when, "ort": self.place}

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Lines above a form."""
        return ("Termin", self.when), ("Ort", self.place), (self.about.word, self.about.number)

    def closed(self, today: date) -> str:
        """Why nobody can register or withdraw any more; empty while people can."""
        if self.is_cancelled:
            return f"„{self.title}“ am {self.day:%d.%m.%Y} ist abgesagt."
        engagement = self.about.engagement
        if engagement is not None and engagement.current_state in ENDED and self.state in _OPEN:
            return f"„{self.title}“ am {self.day:%d.%m.%Y} findet nicht statt."
        if self.state not in _OPEN or self.day < today:
            return f"„{self.title}“ am {self.day:%d.%m.%Y} ist vorbei."
        return ""


def end_of(workshop: Workshop) -> str:
    """When a workshop ends: its beginning plus the minutes of its agenda, breaks included (ruling 8)."""
    hours, minutes = clock_times(workshop.agenda, workshop.starts_at)[-1][0].split(":")
    return f"{int(hours) % 24:02d}:{minutes}"


def meeting_of_workshop(workshop: Workshop) -> Meeting:
    """Calling off counts as one more change."""
    cancelled = workshop.state == WorkshopState.CANCELLED.value
    return Meeting(
        uid=f"workshop-{workshop.id}@clusterprocess",
        title=workshop.title,
        day=workshop.held_on,
        starts_at=workshop.starts_at,
        ends_at=end_of(workshop),
        place=workshop.place,
        state=workshop.state,
        sequence=(workshop.moves or 0) + int(cancelled),
        about=about_engagement(workshop.engagement),
        workshop=workshop,
    )


def meeting_of_event(event: AgencyEvent) -> Meeting:
    return Meeting(
        uid=f"event-{event.id}@clusterprocess",
        title=event.title,
        day=event.held_on,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        state=event.state,
        sequence=event.moves or 0,
        about=about_event(event),
        seats=event.capacity,
        event=event,
    )


def meeting_named(
    work: Work, workshop_id: int | None, agency_event_id: int | None = None, *, lock: bool = False
) -> Meeting:
    """The meeting of a link or a registration; ``lock`` lets one transaction after the other change who comes.

    The engagement's row is locked before the workshop's, as everybody does who changes a workshop.

    Raises:
        NotFoundError: there is no such meeting.
    """
    if workshop_id is not None:
        workshop = work.queries.workshop(workshop_id)
        if lock:
            work.queries.engagement(workshop.engagement.number, lock=True)
            workshop = work.queries.workshop(workshop_id, lock=True)
        return meeting_of_workshop(workshop)
    event = work.queries.agency_event_by_id(agency_event_id or 0)
    return meeting_of_event(work.queries.agency_event(event.number, lock=True) if lock else event)


def calendar_entry(work: Work, meeting: Meeting, attendee: Person | None = None) -> CalendarEntry:
    """The meeting as a calendar shows it, to one person or to whom it is handed on."""
    about = meeting.about
    line = process().publicity[about.operation.period].line
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        title=meeting.title if meeting.title == about.title else f"{meeting.title} – {about.title}",
        day=meeting.day,
        stamp=work.now,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        description=f"{about.word} {about.number}\n{line}",
        organizer=(AGENCY, work.services.mail_address) if work.services.mail_address else None,
        attendees=((attendee.name, attendee.email),) if attendee and attendee.email else (),
        is_cancelled=meeting.is_cancelled,
    )


def calendar_file(work: Work, meeting: Meeting, attendee: Person | None = None) -> dict[str, str]:
    """The calendar object as attachment of a mail; its bytes are stored before the mail names them."""
    content = work.services.calendars.invitation(calendar_entry(work, meeting, attendee))
    return {"name": CALENDAR_FILE, "sha256": work.files.put(content)}


def spoken_weekday(day: date) -> str:
    """``Mittwoch, 22. April 2015``."""
    return f"{WEEKDAYS[day.weekday()]}, {spoken_day(day)}"


def who_comes(registrations: Iterable[Registration]) -> list[Registration]:
    """Those with a seat."""
    return [r for r in registrations if r.state == RegistrationState.REGISTERED.value]
