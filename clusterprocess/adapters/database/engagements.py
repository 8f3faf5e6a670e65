"""Reads of engagements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import extract, func, select, text
from sqlalchemy.orm import aliased

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.engagement import DayBooking, Engagement, PlannedDays
from clusterprocess.domain.states import ENDED, State
from clusterprocess.domain.workshops import Workshop


class EngagementQueries(Lookup):
    on_lock: Callable[[Engagement], None] | None = None
    """Told about every engagement that a use case locks to change it."""

    def engagement(self, number: str, *, lock: bool = False) -> Engagement:
        """An engagement by its Vorgangsnummer; ``lock`` holds the row until the commit."""
        statement = select(Engagement).where(Engagement.number == number.strip().upper())
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        found = self._one(
            statement, f"Vorgang „{number[:40]}“ gibt es nicht; „clusterprocess engagement list“ zeigt alle."
        )
        if lock and self.on_lock is not None:
            self.on_lock(found)
        return found

    def engagements(self, *, open_only: bool = False, cluster_id: int | None = None) -> Sequence[Engagement]:
        statement = select(Engagement).order_by(Engagement.number)
        if open_only:
            statement = statement.where(Engagement.state.not_in([s.value for s in ENDED]))
        if cluster_id is not None:
            statement = statement.where(Engagement.cluster_id == cluster_id)
        return self._all(statement)

    def serialise(self, what: str) -> None:
        """Let one transaction after the other through, for what must be counted without gaps or doubles."""
        self.session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})

    def numbers_in(self, prefix: str) -> int:
        """The highest running number used with a prefix such as ``CA-2015-A-``, 0 when none."""
        numbers = self.session.scalars(select(Engagement.number).where(Engagement.number.startswith(prefix))).all()
        return max((int(n.rsplit("-", 1)[1]) for n in numbers), default=0)

    def days_booked_on(self, person_id: str, day: date) -> Decimal:
        """Days a person worked on one day over everything; cancelled and taken back ones were not worked."""
        taken_back = aliased(DayBooking)
        total = self.session.scalar(
            select(func.coalesce(func.sum(DayBooking.days), 0)).where(
                DayBooking.person_id == person_id,
                DayBooking.day == day,
                DayBooking.days > 0,
                DayBooking.cancelled_on.is_(None),
                ~select(taken_back.id)
                .where(taken_back.source == func.concat("korrektur:", DayBooking.id), taken_back.cancelled_on.is_(None))
                .exists(),
            )
        )
        return Decimal(total or 0)

    def planned_days_in(self, offering: str, year: int) -> float:
        """Person-days planned in a year for accepted engagements of an offering."""
        before_acceptance = [State.REQUESTED.value, State.UNDER_CHECK.value, State.DECLINED.value, State.ABORTED.value]
        total = self.session.scalar(
            select(func.coalesce(func.sum(PlannedDays.days), 0))
            .join(Engagement, PlannedDays.engagement_id == Engagement.id)
            .where(
                Engagement.offering == offering,
                extract("year", Engagement.requested_on) == year,
                Engagement.state.not_in(before_acceptance),
            )
        )
        return float(total or 0)

    def workshop(self, workshop_id: int, *, lock: bool = False) -> Workshop:
        """A workshop; ``lock`` holds its row and reads it anew, after the row of its engagement was locked."""
        missing = f"Workshop {str(workshop_id)[:20]} gibt es nicht."
        statement = select(Workshop).where(Workshop.id == fitting(workshop_id, missing))
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self._one(statement, missing)
