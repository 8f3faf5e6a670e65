"""Reads of day bookings, day rates and proofs of service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.services_rendered import DayRate, ServiceProof


class ServiceQueries(Lookup):
    def day_bookings(
        self,
        *,
        organisation_id: int | None = None,
        first: date | None = None,
        last: date | None = None,
        operation_id: int | None = None,
        person_id: str | None = None,
        with_cancelled: bool = False,
    ) -> Sequence[DayBooking]:
        """Bookings by day, without the cancelled ones unless they are wanted."""
        statement = select(DayBooking).order_by(DayBooking.day, DayBooking.id)
        if not with_cancelled:
            statement = statement.where(DayBooking.cancelled_on.is_(None))
        if organisation_id is not None:
            statement = statement.where(DayBooking.organisation_id == organisation_id)
        if operation_id is not None:
            statement = statement.where(DayBooking.operation_id == operation_id)
        if person_id is not None:
            statement = statement.where(DayBooking.person_id == person_id)
        if first is not None:
            statement = statement.where(DayBooking.day >= first)
        if last is not None:
            statement = statement.where(DayBooking.day <= last)
        return self._all(statement)

    def booking_sources(self) -> set[str]:
        """Everything that a booking was made from: proposals taken or refused, rows of tables, corrections."""
        return set(self.session.scalars(select(DayBooking.source).where(DayBooking.source != "")))

    def day_booking(self, booking_id: int) -> DayBooking:
        missing = f"Buchung {str(booking_id)[:20]} gibt es nicht."
        return self._one(select(DayBooking).where(DayBooking.id == fitting(booking_id, missing)), missing)

    def day_rates(self, operation_id: int, organisation_id: int) -> Sequence[DayRate]:
        """Rates of an organisation under an operation, the oldest first."""
        return self._all(
            select(DayRate)
            .where(DayRate.operation_id == operation_id, DayRate.organisation_id == organisation_id)
            .order_by(DayRate.valid_from)
        )

    def service_proofs(
        self, *, operation_id: int | None = None, organisation_id: int | None = None
    ) -> Sequence[ServiceProof]:
        statement = select(ServiceProof).order_by(ServiceProof.month, ServiceProof.version)
        if operation_id is not None:
            statement = statement.where(ServiceProof.operation_id == operation_id)
        if organisation_id is not None:
            statement = statement.where(ServiceProof.organisation_id == organisation_id)
        return self._all(statement)
