"""What the overview tells over time and over the register: bars, load by month, coverage, labels, events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, String, and_, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.adapters.database.overview import (
    is_open,
    of_operation,
    of_register,
    of_scope,
    was_accepted,
    with_initiative,
)
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState, Registration, RegistrationState
from clusterprocess.domain.chain import Event
from clusterprocess.domain.engagement import DayBooking, Deadline, Engagement, Evidence, PlannedDays, Submission
from clusterprocess.domain.events import STATE_CHANGED
from clusterprocess.domain.register import Cluster, Organisation, Person, Profile
from clusterprocess.domain.states import State
from clusterprocess.domain.workshops import Workshop, WorkshopState
from clusterprocess.usecases.overview_figures import (
    Attended,
    Bar,
    Covered,
    EventLine,
    InitiativeLine,
    LabelLine,
    Load,
    Scope,
)

_OWNERS: dict[str, tuple[Any, Any, Any, Any]] = {
    "person": (Engagement.lead_id, DayBooking.person_id, Person, Person.handle),
    "organisation": (Engagement.delivering_id, DayBooking.organisation_id, Organisation, Organisation.id),
}
"""Who answers for an engagement, who booked, and where name and key of the two stand."""


class CoverageQueries(Lookup):
    def overview_bars(
        self, scope: Scope, first: date, last: date, limit: int, offset: int
    ) -> tuple[Sequence[Bar], int]:
        """Engagements that ran between two days, in the order of their requests, with what is drawn on their bars."""
        where = [*of_scope(scope), Engagement.requested_on <= last, or_(is_open, Engagement.state_since >= first)]
        total = self.session.scalar(with_initiative(select(func.count())).where(*where)) or 0
        rows = self.session.execute(
            with_initiative(
                select(
                    Engagement.id, Engagement.number, Cluster.name, Engagement.offering, Engagement.state,
                    Engagement.requested_on,
                )
            )
            .where(*where)
            .order_by(Engagement.requested_on, Engagement.number)
            .limit(limit)
            .offset(offset)
        ).all()  # fmt: skip
        ids, numbers = [r.id for r in rows], [r.number for r in rows]
        changes, workshops = self._changes(numbers), self._workshops(ids)
        boards, due = self._boards(ids), self._due(ids)
        bars = [
            Bar(
                r.number, r.name, r.offering, State(r.state), r.requested_on, tuple(changes[r.number]),
                tuple(workshops[r.id]), tuple(boards[r.id]), tuple(due[r.id]),
            )
            for r in rows
        ]  # fmt: skip
        return bars, total

    def _changes(self, numbers: Sequence[str]) -> dict[str, list[tuple[date, State, State]]]:
        found: dict[str, list[tuple[date, State, State]]] = defaultdict(list)
        rows = self.session.execute(
            select(
                Event.engagement_number, Event.occurred_on,
                Event.data["from_state"].astext, Event.data["to_state"].astext,
            )
            .where(Event.engagement_number.in_(numbers), Event.action == STATE_CHANGED.tag)
            .order_by(Event.seq)
        )  # fmt: skip
        for number, day, before, after in rows:
            found[number].append((day, State(before), State(after)))
        return found

    def _workshops(self, ids: Sequence[int]) -> dict[int, list[date]]:
        found: dict[int, list[date]] = defaultdict(list)
        for engagement, day in self.session.execute(
            select(Workshop.engagement_id, Workshop.held_on)
            .where(Workshop.engagement_id.in_(ids), Workshop.state != WorkshopState.CANCELLED.value)
            .order_by(Workshop.held_on)
        ):
            found[engagement].append(day)
        return found

    def _due(self, ids: Sequence[int]) -> dict[int, list[tuple[date, str]]]:
        found: dict[int, list[tuple[date, str]]] = defaultdict(list)
        for engagement, day, label in self.session.execute(
            select(Deadline.engagement_id, Deadline.due_on, Deadline.label)
            .join(Engagement, Engagement.id == Deadline.engagement_id)
            .where(Deadline.engagement_id.in_(ids), Deadline.met_on.is_(None), is_open)
            .order_by(Deadline.due_on)
        ):
            found[engagement].append((day, label))
        return found

    def _boards(self, ids: Sequence[int]) -> dict[int, list[date]]:
        """Board meetings as they are known: the newest entry of evidence, else the newest questionnaire."""
        told: dict[int, list[str]] = {}
        for engagement, days in self.session.execute(
            select(Submission.engagement_id, Submission.data["next_board_on"])
            .where(Submission.engagement_id.in_(ids), Submission.kind == "fragebogen")
            .order_by(Submission.version)
        ):
            told[engagement] = [str(d) for d in days or []]
        for engagement, value in self.session.execute(
            select(Evidence.engagement_id, Evidence.value)
            .where(Evidence.engagement_id.in_(ids), Evidence.key == "board_meeting_on")
            .order_by(Evidence.id)
        ):
            told[engagement] = value.split()
        found: dict[int, list[date]] = defaultdict(list)
        for engagement, days in told.items():
            found[engagement] = sorted(date.fromisoformat(d[:10]) for d in days)
        return found

    def overview_load(self, scope: Scope, by: str, months: Sequence[date]) -> Sequence[Load]:
        """Open engagements and days by ``person`` (lead) or ``organisation`` (delivering), in German order of names.

        Args:
            months: first days of the months whose bookings are told, rising.
        """
        owner, booker, table, mark = _OWNERS[by]
        open_now = self._open_by(scope, owner)
        booked = self._booked_by(scope, booker, months)
        ids = [i for i in {*open_now, *booked} if i is not None]
        named: dict[Any, tuple[str, str]] = {
            i: (str(k), name)
            for i, k, name in self.session.execute(select(table.id, mark, table.name).where(table.id.in_(ids)))
        }
        named[None] = ("-", "ohne Federführung")
        nothing = (0, 0.0, 0.0)
        loads = [
            Load(key, name, led, planned, used, tuple(booked[i].get(m, 0.0) for m in months))
            for i in {*open_now, *booked}
            for (key, name), (led, planned, used) in ((named[i], open_now.get(i, nothing)),)
        ]
        return sorted(loads, key=lambda load: (load.key == "-", load.name))

    def _open_by(self, scope: Scope, owner: ColumnElement[Any]) -> dict[Any, tuple[int, float, float]]:
        planned = select(func.sum(PlannedDays.days)).where(PlannedDays.engagement_id == Engagement.id).scalar_subquery()
        used = (
            select(func.sum(DayBooking.days))
            .where(DayBooking.engagement_id == Engagement.id, DayBooking.cancelled_on.is_(None))
            .scalar_subquery()
        )
        rows = self.session.execute(
            with_initiative(select(owner, func.count(), func.sum(planned), func.sum(used)))
            .where(*of_scope(scope), is_open)
            .group_by(owner)
        )
        return {i: (n, float(p or 0), float(u or 0)) for i, n, p, u in rows}

    def _booked_by(self, scope: Scope, booker: Any, months: Sequence[date]) -> dict[Any, dict[date, float]]:
        """Bookings by month, also outside engagements; the filter of the register does not touch them."""
        month = cast(func.date_trunc("month", DayBooking.day), Date)
        statement = select(booker, month, func.sum(DayBooking.days)).where(
            DayBooking.day >= months[0], DayBooking.cancelled_on.is_(None)
        )
        if scope.operation is not None:
            statement = statement.where(DayBooking.operation_id == scope.operation)
        if scope.organisation is not None:
            statement = statement.where(DayBooking.organisation_id == scope.organisation)
        if scope.admitted is not None:
            statement = statement.where(DayBooking.operation_id.in_(scope.admitted))
        found: dict[Any, dict[date, float]] = defaultdict(dict)
        for who, first, days in self.session.execute(statement.group_by(booker, month)):
            found[who][first] = float(days)
        return found

    def overview_coverage(self, scope: Scope, since: date) -> Sequence[Covered]:
        """Initiatives by region and field: all, served since a day, never served."""
        served = self._served(scope)
        rows = self.session.execute(
            select(
                Cluster.region,
                Cluster.field,
                func.count(),
                func.count().filter(served.c.last_on >= since),
                func.count().filter(served.c.last_on.is_(None)),
            )
            .outerjoin(served, served.c.cluster_id == Cluster.id)
            .where(*of_register(scope))
            .group_by(Cluster.region, Cluster.field)
        )
        return [Covered(region or "", field or "", n, recent, never) for region, field, n, recent, never in rows]

    def overview_initiatives(
        self, scope: Scope, served_since: date | None, *, never: bool, asked_for: bool, limit: int, offset: int
    ) -> tuple[Sequence[InitiativeLine], int]:
        """One page of the initiatives behind a figure or a cell.

        Args:
            served_since: only those with an accepted engagement requested on or after this day.
            never: only those that were never served.
            asked_for: only those with an engagement in the scope; then these are counted.
        """
        served = self._asked_for(scope) if asked_for else self._served(scope)
        where = of_register(scope)
        if asked_for:
            where.append(served.c.engagements > 0)
        elif never:
            where.append(served.c.last_on.is_(None))
        elif served_since:
            where.append(served.c.last_on >= served_since)
        statement = (
            select(
                Cluster.id, Cluster.name, Cluster.region, Cluster.field,
                func.coalesce(served.c.engagements, 0), served.c.last_on,
            )
            .outerjoin(served, served.c.cluster_id == Cluster.id)
            .where(*where)
        )  # fmt: skip
        total = self.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
        rows = self.session.execute(statement.order_by(Cluster.sort_key).limit(limit).offset(offset))
        return [InitiativeLine(*row) for row in rows], total

    def _served(self, scope: Scope) -> Any:
        """Accepted engagements of any year per initiative: how many, and when the last of them was asked for."""
        return self._asked_for(replace(scope, year=None), was_accepted())

    def _asked_for(self, scope: Scope, *more: ColumnElement[bool]) -> Any:
        """Engagements of the scope per initiative."""
        return (
            with_initiative(
                select(
                    Engagement.cluster_id,
                    func.count().label("engagements"),
                    func.max(Engagement.requested_on).label("last_on"),
                )
            )
            .where(*of_scope(scope), *more)
            .group_by(Engagement.cluster_id)
            .subquery()
        )

    def overview_labels(self, scope: Scope, first: date, last: date) -> Sequence[LabelLine]:
        """Labels of the newest profiles that end between two days, in order of time."""
        newest = (
            select(Profile.cluster_id, Profile.answers["labels"].label("labels"))
            .ext(distinct_on(Profile.cluster_id))
            .order_by(Profile.cluster_id, Profile.as_of.desc(), Profile.version.desc())
            .subquery()
        )
        row = func.jsonb_array_elements(
            func.coalesce(func.nullif(newest.c.labels, literal_column("'null'::jsonb")), literal_column("'[]'::jsonb")),
            type_=JSONB,
        ).table_valued("value", name="label")
        label = cast(literal_column("label.value ->> 'label'"), String)
        ends = func.left(literal_column("label.value ->> 'valid_until'"), 10)
        rows = self.session.execute(
            select(Cluster.id, Cluster.name, Cluster.region, label, cast(ends, Date))
            .select_from(newest)
            .join(Cluster, Cluster.id == newest.c.cluster_id)
            .join(row, literal_column("true"))
            .where(*of_register(scope), ends >= first.isoformat(), ends <= last.isoformat())
            .order_by(ends, Cluster.sort_key)
        )
        return [LabelLine(*found) for found in rows]

    def overview_attended(self, scope: Scope) -> Attended:
        """The same over all events of the scope; persons and initiatives once."""
        row = self.session.execute(
            select(*_attended())
            .select_from(AgencyEvent)
            .join(Registration, Registration.agency_event_id == AgencyEvent.id)
            .where(*self._of_events(scope))
        ).one()
        return Attended(*row)

    def overview_events(self, scope: Scope, limit: int, offset: int) -> tuple[Sequence[EventLine], int]:
        """One page of events, the newest first, with who came."""
        where = self._of_events(scope)
        total = self.session.scalar(select(func.count()).select_from(AgencyEvent).where(*where)) or 0
        registered = func.count().filter(Registration.state == RegistrationState.REGISTERED.value)
        events = (
            select(AgencyEvent.id).where(*where).order_by(AgencyEvent.held_on.desc(), AgencyEvent.id.desc())
            .limit(limit).offset(offset)
        )  # fmt: skip
        rows: Any = self.session.execute(
            select(
                AgencyEvent.number, AgencyEvent.title, AgencyEvent.kind, AgencyEvent.held_on, AgencyEvent.place,
                AgencyEvent.state, registered, *_attended(),
            )
            .outerjoin(Registration, Registration.agency_event_id == AgencyEvent.id)
            .where(AgencyEvent.id.in_(events))
            .group_by(AgencyEvent.id)
            .order_by(AgencyEvent.held_on.desc(), AgencyEvent.id.desc())
        )  # fmt: skip
        return [_event(row) for row in rows], total

    def _of_events(self, scope: Scope) -> list[ColumnElement[bool]]:
        found = [*of_operation(scope, AgencyEvent), AgencyEvent.state != AgencyEventState.CANCELLED.value]
        if scope.year:
            found.append(func.extract("year", AgencyEvent.held_on) == scope.year)
        return found


def _attended() -> tuple[ColumnElement[Any], ...]:
    came = and_(Registration.attended.is_(True))
    return (
        func.count(func.distinct(AgencyEvent.id)).filter(came),
        func.count().filter(came),
        func.count(func.distinct(Registration.person_id)).filter(came),
        func.count(func.distinct(Registration.cluster_id)).filter(came),
    )


def _event(row: Any) -> EventLine:
    number, title, kind, held_on, place, state, registered, *came = row
    return EventLine(number, title, kind, held_on, place, state, registered, Attended(*came))
