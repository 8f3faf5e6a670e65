"""Reads of events of the agency and of registrations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import extract, func, select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.agency_events import AgencyEvent, Registration
from clusterprocess.domain.documents import Document
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Person


class MeetingQueries(Lookup):
    def agency_event(self, number: str, *, lock: bool = False) -> AgencyEvent:
        """An event by its number; ``lock`` holds the row, so that the last seat is given once."""
        statement = select(AgencyEvent).where(AgencyEvent.number == number.strip().upper())
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self._one(
            statement, f"Veranstaltung „{number[:40]}“ gibt es nicht; „clusterprocess event list“ zeigt alle."
        )

    def agency_event_by_id(self, event_id: int) -> AgencyEvent:
        missing = f"Veranstaltung {str(event_id)[:20]} gibt es nicht."
        return self._one(select(AgencyEvent).where(AgencyEvent.id == fitting(event_id, missing)), missing)

    def agency_events(self, *, from_day: date | None = None) -> Sequence[AgencyEvent]:
        statement = select(AgencyEvent).order_by(AgencyEvent.held_on, AgencyEvent.id)
        if from_day is not None:
            statement = statement.where(AgencyEvent.held_on >= from_day)
        return self._all(statement)

    def event_numbers_in(self, prefix: str) -> int:
        """The highest running number used with a prefix such as ``CA-2015-V-``, 0 when none."""
        numbers = self.session.scalars(select(AgencyEvent.number).where(AgencyEvent.number.startswith(prefix))).all()
        return max((int(n.rsplit("-", 1)[1]) for n in numbers), default=0)

    def registrations(
        self, *, workshop_id: int | None = None, agency_event_id: int | None = None, lock: bool = False
    ) -> Sequence[Registration]:
        """Registrations of one meeting in the order in which they came; ``lock`` holds the rows and reads them anew."""
        statement = select(Registration).order_by(Registration.registered_at, Registration.id)
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        if workshop_id is not None:
            statement = statement.where(Registration.workshop_id == workshop_id)
        if agency_event_id is not None:
            statement = statement.where(Registration.agency_event_id == agency_event_id)
        return self._all(statement)

    def registration(self, registration_id: int) -> Registration:
        missing = f"Anmeldung {str(registration_id)[:20]} gibt es nicht."
        return self._one(select(Registration).where(Registration.id == fitting(registration_id, missing)), missing)

    def event_messages(self, event_id: int, *, template: str = "", lock: bool = False) -> Sequence[Message]:
        """Mails about an event in the order in which they were written; ``lock`` lets none leave until the commit."""
        statement = select(Message).where(Message.agency_event_id == event_id).order_by(Message.id)
        if template:
            statement = statement.where(Message.template == template)
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self._all(statement)

    def event_documents(self, event_id: int) -> Sequence[Document]:
        return self._all(select(Document).where(Document.agency_event_id == event_id).order_by(Document.id))

    def attendances_in(self, year: int) -> Sequence[Registration]:
        """Registrations of people who came to an event of the agency in a calendar year."""
        return self._all(
            select(Registration)
            .join(AgencyEvent, Registration.agency_event_id == AgencyEvent.id)
            .where(Registration.attended.is_(True), extract("year", AgencyEvent.held_on) == year)
            .order_by(AgencyEvent.held_on, Registration.id)
        )

    def registrant_named(self, name: str, organisation: str) -> Person | None:
        """Who once registered under a name and organisation; how people without an address are known again."""
        return self.session.scalars(
            select(Person)
            .join(Registration, Registration.person_id == Person.id)
            .where(
                func.lower(Person.name) == name.strip().lower(),
                func.lower(Registration.organisation) == organisation.strip().lower(),
            )
            .order_by(Registration.id)
        ).first()
