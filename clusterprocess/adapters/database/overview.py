"""Figures of the overview, counted by the database: never a list of all engagements in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, exists, false, func, literal, or_, select, union_all

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.chain import Event
from clusterprocess.domain.engagement import DayBooking, Deadline, Engagement, PlannedDays
from clusterprocess.domain.events import STATE_CHANGED
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person
from clusterprocess.domain.states import ENDED, STATES_OF, Stage, State
from clusterprocess.usecases.overview_figures import (
    Card,
    CaseLine,
    Counts,
    DaysLine,
    EndedFor,
    Group,
    Narrowed,
    QueueLine,
    Scope,
)

UNDECIDED = (State.REQUESTED, State.UNDER_CHECK)
PAUSED_COLUMN = State.PAUSED.value
WHOLE = "whole"
UNSTATED = "-"
"""As region or field: none is stated."""
_BEFORE = [s.value for s in UNDECIDED]
_ENDED = [s.value for s in ENDED]
_DELIVERED = [State.HANDED_OVER.value, State.FOLLOW_UP.value, State.CLOSED.value, State.ANSWERED.value]
_FOLLOWED_UP = [State.FOLLOW_UP.value, State.CLOSED.value]
is_open = Engagement.state.not_in(_ENDED)


def was_accepted() -> ColumnElement[bool]:
    """Whether the agency said yes at some time; an aborted engagement tells it by its trail."""
    # a scalar subquery: an EXISTS would be hashed over every event there is
    said_yes = (
        select(Event.seq)
        .where(
            Event.engagement_number == Engagement.number,
            Event.action == STATE_CHANGED.tag,
            Event.data["to_state"].astext == State.ACCEPTED.value,
        )
        .order_by(Event.seq)
        .limit(1)
        .scalar_subquery()
        .is_not(None)
    )
    undecided = [*_BEFORE, State.DECLINED.value]
    return case(
        (Engagement.state == State.ABORTED.value, or_(Engagement.taken_over, said_yes)),
        (Engagement.state == State.PAUSED.value, func.coalesce(Engagement.left_state, "").not_in(_BEFORE)),
        else_=Engagement.state.not_in(undecided),
    )


def was_delivered() -> ColumnElement[bool]:
    return or_(Engagement.handed_over_on.is_not(None), Engagement.state.in_(_DELIVERED))


def of_scope(scope: Scope) -> list[ColumnElement[bool]]:
    """The filter as conditions on engagement and initiative; whoever uses them joins both."""
    found: list[ColumnElement[bool]] = [*of_register(scope), *of_operation(scope, Engagement)]
    if scope.year:
        found.append(func.extract("year", Engagement.requested_on) == scope.year)
    if scope.offering:
        found.append(Engagement.offering == scope.offering)
    return found


def of_register(scope: Scope) -> list[ColumnElement[bool]]:
    """The part of the filter that an initiative alone can answer."""
    found: list[ColumnElement[bool]] = [Cluster.origin == scope.origin]
    for column, wanted in ((Cluster.region, scope.region), (Cluster.field, scope.field)):
        if wanted:
            found.append(column.is_(None) if wanted == UNSTATED else column == wanted)
    return found


def of_operation(scope: Scope, table: Any) -> list[ColumnElement[bool]]:
    """The part of the filter about money: operation and delivering organisation, within what an auditor may read."""
    found: list[ColumnElement[bool]] = []
    if scope.operation is not None:
        found.append(table.operation_id == scope.operation)
    if scope.organisation is not None:
        found.append(table.delivering_id == scope.organisation)
    if scope.admitted is not None:
        found.append(table.operation_id.in_(scope.admitted) if scope.admitted else false())
    return found


def of_narrowed(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.state is not None:
        found.append(Engagement.state == narrowed.state.value)
    if narrowed.stage is not None:
        found.append(_stage() == narrowed.stage.value)
    if narrowed.is_open is not None:
        found.append(is_open if narrowed.is_open else Engagement.state.in_(_ENDED))
    if narrowed.step == "angenommen":
        found.append(was_accepted())
    elif narrowed.step == "geliefert":
        found.append(was_delivered())
    elif narrowed.step == "nachverfolgt":
        found.append(Engagement.state.in_(_FOLLOWED_UP))
    if narrowed.in_vain:
        found.append(Engagement.state.in_([State.DECLINED.value, State.ABORTED.value]))
    if narrowed.lead == "-":
        found.append(Engagement.lead_id.is_(None))
    elif narrowed.lead:
        led = select(Person.id).where(Person.handle == narrowed.lead).scalar_subquery()
        found.append(Engagement.lead_id == led)
    if narrowed.searched:
        found.append(
            or_(
                Engagement.number.icontains(narrowed.searched, autoescape=True),
                Cluster.name.icontains(narrowed.searched, autoescape=True),
            )
        )
    return found


def _stage() -> ColumnElement[str]:
    by_state = {s.value: stage.value for stage in Stage for s in STATES_OF[stage]}
    by_state |= {State.ANSWERED.value: Stage.DELIVERABLE.value}
    return case(by_state, value=Engagement.state, else_=PAUSED_COLUMN)


def _facts(scope: Scope) -> Any:
    """What is counted of every engagement, computed once per row."""
    state = Engagement.state

    def n(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return cast(condition, Integer)

    return (
        with_initiative(
            select(
                Engagement.cluster_id,
                Engagement.offering,
                state,
                Cluster.region,
                Cluster.field,
                cast(func.extract("year", Engagement.requested_on), Integer).label("year"),
                literal(1).label("engagements"),
                n(is_open).label("open"),
                n(state == State.PAUSED.value).label("paused"),
                n(was_accepted()).label("accepted"),
                n(was_delivered()).label("delivered"),
                n(state.in_(_FOLLOWED_UP)).label("followed_up"),
                n(state == State.CLOSED.value).label("closed"),
                n(state == State.DECLINED.value).label("declined"),
                n(state == State.ABORTED.value).label("aborted"),
            )
        )
        .where(*of_scope(scope))
        .cte("facts")
        .prefix_with("MATERIALIZED")
    )


_SUMS = ("open", "paused", "accepted", "delivered", "followed_up", "closed", "declined", "aborted")


def _by_cluster(facts: Any, name: str, year: int | None) -> Any:
    """Counts by one dimension in two steps, first by initiative: counting distinct ones directly would sort all rows."""
    key = literal("") if name == WHOLE else func.coalesce(cast(facts.c[name], String), "")
    sums = [func.sum(facts.c[c]).label(c) for c in ("engagements", *_SUMS)]
    inner = select(key.label("key"), facts.c.cluster_id, facts.c.region, *sums)
    if year:
        inner = inner.where(facts.c.year == year)
    kinds = () if name == WHOLE else (key,)
    once = inner.group_by(facts.c.cluster_id, facts.c.region, *kinds).subquery()
    return select(
        literal(name), once.c.key, func.sum(once.c.engagements), func.count(),
        func.count(func.distinct(once.c.region)), *(func.sum(once.c[c]) for c in _SUMS),
    ).group_by(once.c.key)  # fmt: skip


def whole_of(groups: dict[str, Sequence[Group]]) -> Counts:
    """The counts of everything together; zeros where nothing is."""
    return groups[WHOLE][0].counts if groups[WHOLE] else Counts()


def with_initiative(statement: Any) -> Any:
    """The statement over engagements with their initiatives."""
    return statement.select_from(Engagement).join(Cluster, Cluster.id == Engagement.cluster_id)


class OverviewQueries(Lookup):
    def overview_counts(self, scope: Scope) -> Counts:
        """Everything that one sentence and the tiles tell."""
        return whole_of(self.overview_groups(scope, WHOLE))

    def overview_groups(self, scope: Scope, *by: str) -> dict[str, Sequence[Group]]:
        """The same by offering, region, field, state or year, all in one statement that looks at every row once.

        Args:
            by: the dimensions; ``year`` counts all years whatever the scope says, :data:`WHOLE` everything together.
        """
        facts = _facts(replace(scope, year=None) if "year" in by else scope)
        parts = [_by_cluster(facts, name, None if name == "year" else scope.year) for name in by]
        found: dict[str, Sequence[Group]] = {name: [] for name in by}
        for name, key, *values in self.session.execute(union_all(*parts)):
            group = Group(key, Counts(*(int(v) for v in values)))
            found[name] = sorted([*found[name], group], key=lambda g: (g.key == "", g.key))
        return found

    def overview_years(self, origin: str) -> tuple[int, int] | None:
        """First and last year with a request; None before there was any."""
        first, last = self.session.execute(
            with_initiative(select(func.min(Engagement.requested_on), func.max(Engagement.requested_on))).where(
                Cluster.origin == origin
            )
        ).one()
        return (first.year, last.year) if first else None

    def delivering_organisations(self) -> Sequence[tuple[int, str]]:
        rows = self.session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.delivers_advice).order_by(Organisation.name)
        )
        return [(i, name) for i, name in rows]

    def overview_cases(
        self, scope: Scope, narrowed: Narrowed, limit: int, offset: int
    ) -> tuple[Sequence[CaseLine], int]:
        """One page of the engagements behind a figure, the newest first, and how many there are."""
        where = [*of_scope(scope), *of_narrowed(narrowed)]
        total = self.session.scalar(with_initiative(select(func.count())).where(*where)) or 0
        rows: Any = self.session.execute(
            with_initiative(
                select(
                    Engagement.number, Engagement.cluster_id, Cluster.name, Cluster.region, Cluster.field,
                    Engagement.offering, Organisation.name, Operation.reference, Engagement.state,
                    Engagement.state_since, Engagement.requested_on, Engagement.handed_over_on,
                )
            )
            .join(Organisation, Organisation.id == Engagement.delivering_id)
            .join(Operation, Operation.id == Engagement.operation_id)
            .where(*where)
            .order_by(Engagement.requested_on.desc(), Engagement.number.desc())
            .limit(limit)
            .offset(offset)
        )  # fmt: skip
        return [_case(row) for row in rows], total

    def overview_board(self, scope: Scope, cards: int, today: date) -> Sequence[Card]:
        """The first cards of every column, those that wait longest first, and how many the column holds."""
        late = exists().where(
            Deadline.engagement_id == Engagement.id, Deadline.met_on.is_(None), Deadline.due_on < today
        )
        column = _stage()
        place = func.row_number().over(partition_by=column, order_by=(Engagement.state_since, Engagement.number))
        inner = (
            with_initiative(
                select(
                    Engagement.id, column.label("column"), func.count().over(partition_by=column).label("held"),
                    Engagement.number, Cluster.name, Engagement.offering, Engagement.state, Engagement.state_since,
                    place.label("place"),
                )
            )
            .where(*of_scope(scope), is_open)
            .subquery()
        )  # fmt: skip
        rows = self.session.execute(
            select(inner).where(inner.c.place <= cards).order_by(inner.c.column, inner.c.place)
        ).all()
        late_ids = self._late([row.id for row in rows], late)
        return [
            Card(r.column, r.held, r.number, r.name, r.offering, State(r.state), r.state_since, r.id in late_ids)
            for r in rows
        ]

    def _late(self, ids: Sequence[int], late: ColumnElement[bool]) -> set[int]:
        return set(self.session.scalars(select(Engagement.id).where(Engagement.id.in_(ids), late)))

    def overview_ended_for(self, scope: Scope) -> Sequence[EndedFor]:
        """Reasons of what was declined or aborted: the last change of state tells it."""
        last = (
            select(Event.data["reason"].astext.label("reason"))
            .where(Event.engagement_number == Engagement.number, Event.action == STATE_CHANGED.tag)
            .order_by(Event.seq.desc())
            .limit(1)
            .lateral()
        )
        rows = self.session.execute(
            with_initiative(select(Engagement.offering, Engagement.state, last.c.reason, func.count()))
            .join(last, Engagement.id == Engagement.id, isouter=True)
            .where(*of_scope(scope), Engagement.state.in_([State.DECLINED.value, State.ABORTED.value]))
            .group_by(Engagement.offering, Engagement.state, last.c.reason)
            .order_by(Engagement.offering, Engagement.state, last.c.reason)
        )
        return [EndedFor(offering, State(state), reason or "", n) for offering, state, reason, n in rows]

    def overview_planned(self, scope: Scope) -> dict[str, float]:
        """Person-days planned for engagements that count against the quota of their offering."""
        kept = [*_BEFORE, State.DECLINED.value, State.ABORTED.value]
        rows = self.session.execute(
            with_initiative(select(Engagement.offering, func.sum(PlannedDays.days)))
            .join(PlannedDays, PlannedDays.engagement_id == Engagement.id)
            .where(*of_scope(scope), Engagement.state.not_in(kept))
            .group_by(Engagement.offering)
        )
        return {offering: float(days) for offering, days in rows}

    def overview_queue(self, scope: Scope, until_year: int | None) -> Sequence[QueueLine]:
        """Requests that nobody decided, up to a year, in the order of receipt with the days they would need."""
        days = select(func.coalesce(func.sum(PlannedDays.days), 0)).where(PlannedDays.engagement_id == Engagement.id)
        statement = with_initiative(
            select(
                Engagement.number, Cluster.name, Engagement.offering, Engagement.requested_on, Engagement.state,
                days.scalar_subquery(),
            )
        ).where(*of_scope(scope), Engagement.state.in_(_BEFORE))  # fmt: skip
        if until_year:
            statement = statement.where(func.extract("year", Engagement.requested_on) <= until_year)
        rows = self.session.execute(statement.order_by(Engagement.requested_on, Engagement.number))
        return [QueueLine(n, c, o, day, State(state), float(d)) for n, c, o, day, state, d in rows]

    def overview_days(self, scope: Scope) -> Sequence[DaysLine]:
        """Days planned and used by offering and operation of the engagements in the scope."""
        planned = (
            select(PlannedDays.engagement_id, func.sum(PlannedDays.days).label("days"))
            .group_by(PlannedDays.engagement_id)
            .subquery()
        )
        used = (
            select(
                DayBooking.engagement_id,
                func.sum(DayBooking.days).label("days"),
                func.sum(DayBooking.days).filter(~DayBooking.eligible).label("ineligible"),
            )
            .where(DayBooking.cancelled_on.is_(None), DayBooking.engagement_id.is_not(None))
            .group_by(DayBooking.engagement_id)
            .subquery()
        )
        sums = [func.coalesce(func.sum(c), 0) for c in (planned.c.days, used.c.days, used.c.ineligible)]
        rows = self.session.execute(
            with_initiative(select(Engagement.offering, Operation.reference, func.count(), *sums))
            .join(Operation, Operation.id == Engagement.operation_id)
            .outerjoin(planned, planned.c.engagement_id == Engagement.id)
            .outerjoin(used, used.c.engagement_id == Engagement.id)
            .where(*of_scope(scope))
            .group_by(Engagement.offering, Operation.reference)
            .order_by(Engagement.offering, Operation.reference)
        )
        return [DaysLine(o, ref, n, float(p), float(u), float(i)) for o, ref, n, p, u, i in rows]


def _case(row: Any) -> CaseLine:
    number, cluster_id, cluster, region, field, offering, organisation, operation, state, *days = row
    since, requested_on, handed_over_on = days
    return CaseLine(
        number, cluster_id, cluster, region, field, offering, organisation, operation, State(state),
        since, requested_on, handed_over_on,
    )  # fmt: skip
