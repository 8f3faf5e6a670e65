"""Reads of the list of events of the agency with their counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.agency_events import AgencyEvent, Registration, RegistrationState
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Cluster


class EventListQueries(Lookup):
    def listed_events(
        self,
        limit: int,
        offset: int,
        *,
        first: date | None = None,
        before: date | None = None,
        kind: str = "",
        state: str = "",
        year: int | None = None,
        operations: Collection[int] | None = None,
    ) -> tuple[Sequence[Any], int]:
        """Events as (event, registered, waiting, attended, persons, initiatives, drafts), and how many there are.

        What is to come stands in order of its day, everything else the newest first. Counts are made for the rows of
        the page only.
        """
        wanted: list[ColumnElement[bool]] = []
        if first is not None:
            wanted.append(AgencyEvent.held_on >= first)
        if before is not None:
            wanted.append(AgencyEvent.held_on < before)
        if kind:
            wanted.append(AgencyEvent.kind == kind)
        if state:
            wanted.append(AgencyEvent.state == state)
        if year is not None:
            wanted.append(extract("year", AgencyEvent.held_on) == year)
        if operations is not None:
            wanted.append(AgencyEvent.operation_id.in_(list(operations)))
        total = self.session.scalar(select(func.count(AgencyEvent.id)).where(*wanted))
        came = Registration.attended.is_(True)
        drafts = select(func.count()).where(Message.agency_event_id == AgencyEvent.id, Message.state == "entwurf")
        order = AgencyEvent.held_on.asc() if first is not None else AgencyEvent.held_on.desc()
        rows = self.session.execute(
            select(
                AgencyEvent,
                _count(Registration.id, Registration.state == RegistrationState.REGISTERED.value),
                _count(Registration.id, Registration.state == RegistrationState.WAITING.value),
                _count(Registration.id, came),
                _count(Registration.person_id, came),
                _count(Registration.cluster_id, came),
                drafts.correlate(AgencyEvent).scalar_subquery(),
            )
            .where(*wanted)
            .order_by(order, AgencyEvent.id)
            .limit(limit)
            .offset(offset)
        ).all()
        return rows, total or 0

    def cluster_names(self, cluster_ids: Collection[int]) -> dict[int, str]:
        """Names of initiatives by id."""
        statement = select(Cluster.id, Cluster.name).where(Cluster.id.in_(set(cluster_ids)))
        return {row[0]: row[1] for row in self.session.execute(statement)}


def _count(what: InstrumentedAttribute[Any], which: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many different values the registrations of an event have."""
    counted = select(func.count(what.distinct())).where(Registration.agency_event_id == AgencyEvent.id, which)
    return counted.correlate(AgencyEvent).scalar_subquery()
