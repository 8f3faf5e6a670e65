"""Reads of the list of engagements and of the page of one: bounded, by index, no row by row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.chain import Event
from clusterprocess.domain.engagement import Deadline, Engagement
from clusterprocess.domain.engagement_lists import EngagementFilter, EngagementRow, NoteRow
from clusterprocess.domain.register import Cluster, ContactNote, Organisation, Person
from clusterprocess.domain.runs import Run, RunRequest, StepRecord
from clusterprocess.domain.states import ENDED

_ENDED = [state.value for state in ENDED]


class EngagementPageQueries(Lookup):
    def engagement_rows(self, wanted: EngagementFilter, limit: int, offset: int) -> tuple[Sequence[EngagementRow], int]:
        """One page of the list, the newest request first, and how many engagements the filter leaves."""
        due = (
            select(func.min(Deadline.due_on))
            .where(Deadline.engagement_id == Engagement.id, Deadline.met_on.is_(None))
            .correlate(Engagement)
            .scalar_subquery()
        )
        page: Any = select(
            Engagement.number, Cluster.name, Cluster.id, Engagement.offering, Engagement.state, Engagement.state_since,
            Engagement.fast_lane, Engagement.requested_on, func.coalesce(Person.name, ""), Organisation.name, due,
        )  # fmt: skip
        total = self.session.scalar(_filtered(select(func.count(Engagement.id)), wanted)) or 0
        order = (Engagement.requested_on.desc(), Engagement.number.desc())
        rows = self.session.execute(_filtered(page, wanted).order_by(*order).limit(limit).offset(offset))
        return [EngagementRow(*row) for row in rows], total

    def years_of_requests(self) -> tuple[int, int] | None:
        """The first and the last year in which somebody asked, or None before the first request."""
        first, last = self.session.execute(
            select(func.min(Engagement.requested_on), func.max(Engagement.requested_on))
        ).one()
        return (first.year, last.year) if first and last else None

    def leads(self) -> Sequence[tuple[str, str]]:
        """Handle and name of everybody who leads or led an engagement."""
        leading = select(Engagement.lead_id).where(Engagement.lead_id.is_not(None)).distinct()
        rows = self.session.execute(
            select(Person.handle, Person.name).where(Person.id.in_(leading)).order_by(Person.name)
        )
        return [(handle, name) for handle, name in rows]

    def last_delivering(self, offering: str, operation_id: int) -> int | None:
        """The organisation that delivered the newest engagement of an offering under an operation."""
        return self.session.scalars(
            select(Engagement.delivering_id)
            .where(Engagement.offering == offering, Engagement.operation_id == operation_id)
            .order_by(Engagement.id.desc())
            .limit(1)
        ).first()

    def engagement_notes(self, engagement_id: int, cluster_id: int, limit: int) -> Sequence[NoteRow]:
        """Contact notes of an engagement, the newest first."""
        rows = self.session.execute(
            select(ContactNote.kind, ContactNote.held_on, Person.name, ContactNote.text)
            .join(Person, ContactNote.author_id == Person.id)
            .where(ContactNote.cluster_id == cluster_id, ContactNote.engagement_id == engagement_id)
            .order_by(ContactNote.held_on.desc(), ContactNote.id.desc())
            .limit(limit)
        )
        return [NoteRow(*row) for row in rows]

    def newest_runs(self, engagement_id: int, limit: int) -> Sequence[Run]:
        """The newest runs of an engagement."""
        return self._all(select(Run).where(Run.engagement_id == engagement_id).order_by(Run.id.desc()).limit(limit))

    def open_requests_of(self, engagement_id: int) -> Sequence[RunRequest]:
        """What was asked for and has not ended, the oldest first."""
        return self._all(
            select(RunRequest)
            .where(RunRequest.engagement_id == engagement_id, RunRequest.finished_at.is_(None))
            .order_by(RunRequest.id)
        )

    def steps_of_run(self, run_id: int, engagement_id: int) -> Sequence[str]:
        """Names of the steps that a run has finished so far, in the order of time."""
        return list(
            self.session.scalars(
                select(StepRecord.step)
                .where(StepRecord.engagement_id == engagement_id, StepRecord.run_id == run_id)
                .order_by(StepRecord.finished_at)
            )
        )

    def events_named(self, engagement: str, actions: Collection[str]) -> Sequence[Event]:
        """Entries of some kinds about one engagement, in the order of the chain."""
        return self._all(
            select(Event)
            .where(Event.engagement_number == engagement, Event.action.in_(list(actions)))
            .order_by(Event.seq)
        )

    def history_page(
        self, engagement: str, kinds: Collection[str], limit: int, offset: int, *, newest_first: bool
    ) -> tuple[Sequence[Event], int]:
        """Entries about one engagement and how many there are.

        Args:
            kinds: first parts of the tags (``workshop``); empty = all.
        """
        about = [Event.engagement_number == engagement]
        if kinds:
            about.append(or_(*(Event.action.startswith(f"{kind}:", autoescape=True) for kind in kinds)))
        total = self.session.scalar(select(func.count()).select_from(Event).where(*about)) or 0
        order = Event.seq.desc() if newest_first else Event.seq
        return self._all(select(Event).where(*about).order_by(order).limit(limit).offset(offset)), total


def _filtered(statement: Select[Any], wanted: EngagementFilter) -> Select[Any]:
    statement = (
        statement.join(Cluster, Engagement.cluster_id == Cluster.id)
        .join(Organisation, Engagement.delivering_id == Organisation.id)
        .outerjoin(Person, Engagement.lead_id == Person.id)
    )
    if wanted.text:
        number = Engagement.number.icontains(wanted.text, autoescape=True)
        statement = statement.where(or_(number, Cluster.name.icontains(wanted.text, autoescape=True)))
    if wanted.states:
        statement = statement.where(Engagement.state.in_(list(wanted.states)))
    if wanted.scope:
        ended = Engagement.state.in_(_ENDED)
        statement = statement.where(ended if wanted.scope == "beendet" else ~ended)
    if wanted.year:
        within = Engagement.requested_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
        statement = statement.where(within)
    if wanted.operations is not None:
        statement = statement.where(Engagement.operation_id.in_(wanted.operations))
    equal = (
        (Engagement.offering, wanted.offering or None),
        (Person.handle, wanted.lead or None),
        (Engagement.delivering_id, wanted.delivering),
        (Cluster.region, wanted.region or None),
        (Engagement.operation_id, wanted.operation),
    )
    return statement.where(*(column == value for column, value in equal if value is not None))
