"""Days that workshops, visits and events propose by themselves; nothing is booked before a person takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.register import Person
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.book_days import ONE_AT_A_TIME, TimeEntry, book_time, refuse_time, require_own_or_office
from clusterprocess.usecases.cancel_days import require_reason
from clusterprocess.usecases.ports import Work

PROSPECTING = "akquise"
"""Reason of a visit to an initiative that has no engagement yet."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Working time that something in the records suggests.

    Attributes:
        key: ``workshop:12:b.berger``, ``besuch:7:b.berger`` or ``veranstaltung:3:b.berger``; becomes the booking's source.
        number: Vorgangsnummer or number of the event; empty where ``outside`` names a reason instead.
        told: what suggests it, as people read it.
    """

    key: str
    person: Person
    day: date
    days: Decimal
    activity: str
    number: str
    outside: str
    told: str

    def entry(self) -> TimeEntry:
        return TimeEntry(
            self.person,
            self.day,
            self.days,
            self.activity,
            number=self.number,
            outside=self.outside,
            source=self.key,
        )


def proposals(work: Work, person: Person | None = None) -> list[Proposal]:
    """What is neither taken nor refused nor booked by hand, by day; of one person, or of everybody.

    Raises:
        PermissionDenied: the actor is not staff.
    """
    work.require(*sorted(STAFF), Role.SYSTEM)
    found = [p for p in _suggested(work, person.id if person else None) if p.day <= work.today]
    return sorted(found, key=lambda p: (p.day, p.key))


def _suggested(work: Work, person_id: str | None) -> Iterator[Proposal]:
    sizes = in_force(days_catalogue).proposed_days
    for workshop in work.queries.workshops_to_book(person_id):
        if workshop.engagement.lead:
            yield _of_workshop(workshop, workshop.engagement.lead)
    for note, number in work.queries.visits_to_book(person_id):
        author = work.queries.person_by_id(note.author_id)
        if author and _is_staff(author):
            key = f"besuch:{note.id}:{author.handle}"
            outside = "" if number else PROSPECTING
            yield Proposal(key, author, note.held_on, sizes.visit, "gespraech", number or "", outside, "Besuch")
    for event in work.queries.events_to_book(person_id):
        if event.lead:
            key = f"veranstaltung:{event.id}:{event.lead.handle}"
            yield Proposal(key, event.lead, event.held_on, sizes.event, "workshop", event.number, "", event.title)


def _of_workshop(workshop: Workshop, person: Person) -> Proposal:
    days = in_force(days_catalogue).proposed_days.workshop
    key = f"workshop:{workshop.id}:{person.handle}"
    return Proposal(key, person, workshop.held_on, days, "workshop", workshop.engagement.number, "", workshop.title)


def _is_staff(person: Person) -> bool:
    return any(grant.valid_until is None and Role(grant.role) in STAFF for grant in person.roles)


def accept_proposal(work: Work, key: str) -> DayBooking:
    """Book one proposal; for a minuted workshop also that of another moderator (``workshop:12:d.dorn``).

    Raises:
        NotFoundError: there is no such proposal, or it was taken or refused.
        InputError, PermissionDenied: see :func:`clusterprocess.usecases.book_days.book_time`.
    """
    work.queries.serialise(ONE_AT_A_TIME)
    return book_time(work, _open(work, key).entry())


def accept_all(work: Work, person: Person) -> list[DayBooking]:
    """Book every open proposal of one person, all or none."""
    work.queries.serialise(ONE_AT_A_TIME)
    return [book_time(work, proposal.entry()) for proposal in proposals(work, person)]


def refuse_proposal(work: Work, key: str, reason: str) -> DayBooking:
    """Refuse a proposal: it is kept as a cancelled booking with the reason and not suggested again.

    Raises:
        InputError: no reason.
        NotFoundError: there is no such proposal, or it was taken or refused.
        PermissionDenied: somebody else's time without the right.
    """
    work.queries.serialise(ONE_AT_A_TIME)
    proposal = _open(work, key)
    require_own_or_office(work, proposal.person)
    require_reason(reason)
    return refuse_time(work, proposal.entry(), reason.strip())


def _open(work: Work, key: str) -> Proposal:
    wanted = key.strip()
    found = next((p for p in proposals(work) if p.key == wanted), None) or _of_moderator(work, wanted)
    if found is None or found.key in work.queries.booking_sources():
        raise NotFoundError(
            f"Vorschlag „{key[:60]}“ gibt es nicht oder nicht mehr; „clusterprocess days propose“ zeigt die offenen."
        )
    return found


def _of_moderator(work: Work, key: str) -> Proposal | None:
    """The day of whoever else moderated a minuted workshop: named by people, because the minutes name only a role."""
    kind, _, rest = key.partition(":")
    number, _, handle = rest.partition(":")
    if kind != "workshop" or not (number.isascii() and number.isdigit()) or not handle:
        return None
    workshop = work.queries.workshop(int(number)) if len(number) < 10 else None
    if workshop is None or not workshop.is_minuted:
        return None
    person = work.queries.person(handle)
    if not _is_staff(person):
        raise InputError(f"Vorschlag (key): {handle} gehört nicht zur Agentur.", field="key")
    return _of_workshop(workshop, person)
