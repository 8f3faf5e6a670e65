"""Reads of the pages about days: one month, the lengths of days, and what proposes days and is not decided yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, joinedload

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState
from clusterprocess.domain.engagement import DayBooking, Engagement
from clusterprocess.domain.register import ContactNote, Organisation, Person, RoleGrant
from clusterprocess.domain.services_rendered import ServiceProof
from clusterprocess.domain.workshops import Workshop, WorkshopState

_NO_PROOF = "Diesen Leistungsnachweis gibt es nicht."
_TOOK_PLACE = (AgencyEventState.HELD.value, AgencyEventState.CLOSED.value)


class DayPageQueries(Lookup):
    def booking_page(
        self, first: date, last: date, person_id: str | None, limit: int, offset: int
    ) -> Sequence[DayBooking]:
        """Bookings of a period, cancelled ones too, by day; of one person or of everybody."""
        return self._all(
            _within(select(DayBooking), first, last, person_id)
            .options(
                joinedload(DayBooking.person),
                joinedload(DayBooking.organisation),
                joinedload(DayBooking.engagement),
                joinedload(DayBooking.agency_event),
            )
            .order_by(DayBooking.day, DayBooking.id)
            .limit(limit)
            .offset(offset)
        )

    def booking_totals(self, first: date, last: date, person_id: str | None) -> tuple[int, Decimal, Decimal]:
        """How many bookings a period has, cancelled ones too; the days that count, and those of them not eligible."""
        counts = DayBooking.cancelled_on.is_(None)
        days = func.coalesce(func.sum(DayBooking.days).filter(counts), 0)
        lost = func.coalesce(func.sum(DayBooking.days).filter(counts, DayBooking.eligible.is_(False)), 0)
        row = self.session.execute(_within(select(func.count(DayBooking.id), days, lost), first, last, person_id)).one()
        return row[0], Decimal(row[1]), Decimal(row[2])

    def lengths_of_days(self, first: date, last: date, person_id: str | None) -> Mapping[tuple[str, date], Decimal]:
        """Days by person and day over everything, as ``days_booked_on`` counts them one by one."""
        taken_back = aliased(DayBooking)
        statement = (
            _within(select(DayBooking.person_id, DayBooking.day, func.sum(DayBooking.days)), first, last, person_id)
            .where(
                DayBooking.days > 0,
                DayBooking.cancelled_on.is_(None),
                ~select(taken_back.id)
                .where(taken_back.source == func.concat("korrektur:", DayBooking.id), taken_back.cancelled_on.is_(None))
                .exists(),
            )
            .group_by(DayBooking.person_id, DayBooking.day)
        )
        return {(person, day): Decimal(days) for person, day, days in self.session.execute(statement)}

    def people_with_days(self, first: date, last: date) -> Sequence[tuple[str, str]]:
        """Handle and name of everybody who booked in a period, by name."""
        statement = _within(select(Person.handle, Person.name).join(DayBooking.person), first, last, None)
        rows = self.session.execute(statement.distinct().order_by(Person.name))
        return [(handle, name) for handle, name in rows]

    def staff_people(self) -> Sequence[tuple[str, str]]:
        """Handle and name of everybody who works for the agency now, by name."""
        rows = self.session.execute(
            select(Person.handle, Person.name)
            .join(Person.roles)
            .where(RoleGrant.valid_until.is_(None), RoleGrant.role.in_(sorted(role.value for role in STAFF)))
            .distinct()
            .order_by(Person.name)
        )
        return [(handle, name) for handle, name in rows]

    def day_sums_of(self, engagement_id: int) -> Sequence[tuple[str, str, Decimal]]:
        """Organisation, activity and days of one engagement that count, by both."""
        rows = self.session.execute(
            select(Organisation.name, DayBooking.activity, func.sum(DayBooking.days))
            .join(DayBooking.organisation)
            .where(DayBooking.engagement_id == engagement_id, DayBooking.cancelled_on.is_(None))
            .group_by(Organisation.name, DayBooking.activity)
            .order_by(Organisation.name, DayBooking.activity)
        )
        return [(name, activity, Decimal(days)) for name, activity, days in rows]

    def workshops_to_book(self, person_id: str | None = None) -> Sequence[Workshop]:
        """Minuted workshops whose lead has neither taken nor refused nor booked the day, by day."""
        key = func.concat("workshop:", Workshop.id, ":", Person.handle)
        by_hand = _by_hand(Person.id, Workshop.held_on, DayBooking.engagement_id == Engagement.id, "workshop")
        statement = (
            select(Workshop)
            .join(Workshop.engagement)
            .join(Person, Engagement.lead_id == Person.id)
            .where(Workshop.state == WorkshopState.MINUTED.value, _undecided(key, by_hand))
            .order_by(Workshop.held_on, Workshop.id)
        )
        return self._all(_of(statement, Person.id, person_id))

    def visits_to_book(self, person_id: str | None = None) -> Sequence[tuple[ContactNote, str | None]]:
        """Notes of visits that their author has neither taken nor refused nor booked, with the engagement's number."""
        key = func.concat("besuch:", ContactNote.id, ":", Person.handle)
        same = and_(
            DayBooking.engagement_id.is_not_distinct_from(ContactNote.engagement_id),
            DayBooking.agency_event_id.is_(None),
        )
        by_hand = _by_hand(Person.id, ContactNote.held_on, same, "gespraech")
        statement = (
            select(ContactNote, Engagement.number)
            .join(Person, ContactNote.author_id == Person.id)
            .outerjoin(Engagement, Engagement.id == ContactNote.engagement_id)
            .where(ContactNote.kind == "besuch", _undecided(key, by_hand))
            .order_by(ContactNote.held_on, ContactNote.id)
        )
        return [(note, number) for note, number in self.session.execute(_of(statement, Person.id, person_id))]

    def events_to_book(self, person_id: str | None = None) -> Sequence[AgencyEvent]:
        """Events that took place and whose lead has neither taken nor refused nor booked the day, by day."""
        key = func.concat("veranstaltung:", AgencyEvent.id, ":", Person.handle)
        by_hand = _by_hand(Person.id, AgencyEvent.held_on, DayBooking.agency_event_id == AgencyEvent.id, "workshop")
        statement = (
            select(AgencyEvent)
            .join(Person, AgencyEvent.lead_id == Person.id)
            .where(AgencyEvent.state.in_(_TOOK_PLACE), _undecided(key, by_hand))
            .order_by(AgencyEvent.held_on, AgencyEvent.id)
        )
        return self._all(_of(statement, Person.id, person_id))

    def proof_page(
        self,
        organisation: str,
        month: date | None,
        operations: Collection[int] | None,
        limit: int,
        offset: int,
    ) -> Sequence[ServiceProof]:
        """Proofs of service with organisation and operation, the newest month and version first.

        ``operations`` are the ids that may be seen; None is all of them.
        """
        return self._all(
            _proofs(select(ServiceProof), organisation, month, operations)
            .options(joinedload(ServiceProof.organisation), joinedload(ServiceProof.operation))
            .order_by(ServiceProof.month.desc(), ServiceProof.organisation_id, ServiceProof.version.desc())
            .limit(limit)
            .offset(offset)
        )

    def proof_count(self, organisation: str, month: date | None, operations: Collection[int] | None) -> int:
        """How many proofs of service the filter leaves."""
        return self.session.scalar(_proofs(select(func.count(ServiceProof.id)), organisation, month, operations)) or 0

    def service_proof(self, proof_id: int) -> ServiceProof:
        """One version of a proof of service."""
        return self._one(select(ServiceProof).where(ServiceProof.id == fitting(proof_id, _NO_PROOF)), _NO_PROOF)


def _within(
    statement: Select[*tuple[Any, ...]], first: date, last: date, person_id: str | None
) -> Select[*tuple[Any, ...]]:
    statement = statement.where(DayBooking.day.between(first, last))
    return statement if person_id is None else statement.where(DayBooking.person_id == person_id)


def _of(statement: Select[*tuple[Any, ...]], column: Any, person_id: str | None) -> Select[*tuple[Any, ...]]:
    return statement if person_id is None else statement.where(column == person_id)


def _undecided(key: ColumnElement[str], by_hand: ColumnElement[bool]) -> ColumnElement[bool]:
    """Nothing was booked from the key, cancelled or not, and nothing by hand that says the same."""
    taken, booked = (
        select(DayBooking.id).where(c).correlate_except(DayBooking) for c in (DayBooking.source == key, by_hand)
    )
    return and_(~taken.exists(), ~booked.exists())


def _by_hand(person: Any, day: Any, same: ColumnElement[bool], activity: str) -> ColumnElement[bool]:
    return and_(
        DayBooking.person_id == person,
        DayBooking.day == day,
        DayBooking.activity == activity,
        DayBooking.cancelled_on.is_(None),
        same,
    )


def _proofs(
    statement: Select[*tuple[Any, ...]], organisation: str, month: date | None, operations: Collection[int] | None
) -> Select[*tuple[Any, ...]]:
    if organisation:
        named = select(Organisation.id).where(Organisation.name == organisation)
        statement = statement.where(ServiceProof.organisation_id.in_(named))
    if operations is not None:
        statement = statement.where(ServiceProof.operation_id.in_(sorted(operations)))
    return statement if month is None else statement.where(ServiceProof.month == month)
