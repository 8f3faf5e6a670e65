"""Reads of the agenda: bounded, by index, never all engagements (100,000 may be open)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.actors import Role
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import RoleGrant
from clusterprocess.domain.runs import RunRequest
from clusterprocess.domain.scheduled_runs import ScheduledRun
from clusterprocess.domain.workshops import Workshop, WorkshopState

TO_BE_HELD = (WorkshopState.PLANNED.value, WorkshopState.INVITED.value)
EVENTS_TO_BE_HELD = (AgencyEventState.PLANNED.value, AgencyEventState.INVITED.value)
FAILED = ("fehlgeschlagen", "abgebrochen", "verloren")
AgendaRow = tuple[DueItem, Engagement | None, AgencyEvent | None]


class AgendaQueries(Lookup):
    def open_due_items(
        self,
        until: date,
        limit: int,
        *,
        person_ids: Collection[str] | None = None,
        engagement: str | None = None,
        role: str | None = None,
    ) -> Sequence[AgendaRow]:
        """Open due items up to a day, the oldest first, with the engagement or event they belong to.

        Args:
            person_ids: only what these people may have to do: as lead, as reviewer, or by a role they hold.
        """
        statement = (
            select(DueItem, Engagement, AgencyEvent)
            .outerjoin(Engagement, DueItem.engagement_id == Engagement.id)
            .outerjoin(AgencyEvent, DueItem.agency_event_id == AgencyEvent.id)
            .where(DueItem.state == DueState.OPEN.value, DueItem.due_on <= until)
            .order_by(DueItem.due_on, DueItem.id)
            .limit(limit)
        )
        if engagement:
            number = engagement.strip().upper()
            statement = statement.where(or_(DueItem.engagement_number == number, AgencyEvent.number == number))
        if role:
            statement = statement.where(DueItem.role == role)
        if person_ids is not None:
            statement = statement.where(_theirs(person_ids))
        return [(item, case, event) for item, case, event in self.session.execute(statement)]

    def messages_to_decide(
        self,
        states: Collection[str],
        limit: int,
        *,
        person_ids: Collection[str] | None = None,
        engagement: str = "",
        newest: bool = False,
    ) -> Sequence[tuple[Message, Engagement | None, AgencyEvent | None]]:
        """The oldest or the newest messages of some states, with the engagement or event they are about."""
        statement = (
            select(Message, Engagement, AgencyEvent)
            .outerjoin(Engagement, Message.engagement_id == Engagement.id)
            .outerjoin(AgencyEvent, Message.agency_event_id == AgencyEvent.id)
            .where(Message.state.in_(list(states)))
            .order_by(Message.id.desc() if newest else Message.id)
            .limit(limit)
        )
        if engagement:
            number = engagement.strip().upper()
            statement = statement.where(or_(Message.engagement_number == number, AgencyEvent.number == number))
        if person_ids is not None:
            ids = list(person_ids)
            statement = statement.where(or_(Engagement.lead_id.in_(ids), AgencyEvent.lead_id.in_(ids)))
        return [(message, case, event) for message, case, event in self.session.execute(statement)]

    def unsettled_mails(self, limit: int, *, engagement: str = "") -> Sequence[IncomingMail]:
        """The oldest mails that came in and nobody has dealt with."""
        statement = select(IncomingMail).where(IncomingMail.settled.is_(False)).order_by(IncomingMail.id).limit(limit)
        if engagement:
            statement = statement.where(IncomingMail.engagement_number == engagement.strip().upper())
        return self._all(statement)

    def troubled_requests(self, limit: int, *, engagement: str = "") -> Sequence[RunRequest]:
        """The oldest requests for automated work that failed or cannot be handed on, with their trouble."""
        statement = select(RunRequest).where(RunRequest.trouble != "").order_by(RunRequest.id).limit(limit)
        if engagement:
            statement = statement.where(RunRequest.engagement_number == engagement.strip().upper())
        return self._all(statement)

    def failed_schedules(self, limit: int) -> Sequence[ScheduledRun]:
        """The newest run of each kind of schedule, where it failed."""
        newest = select(func.max(ScheduledRun.id)).group_by(ScheduledRun.kind)
        statement = select(ScheduledRun).where(ScheduledRun.id.in_(newest), ScheduledRun.outcome.in_(FAILED))
        return self._all(statement.order_by(ScheduledRun.id).limit(limit))

    def workshops_of_lead(self, person_id: str, first: date, last: date) -> Sequence[Workshop]:
        """Workshops to be held between two days in engagements that a person leads, in order of time."""
        return self._all(
            select(Workshop)
            .join(Workshop.engagement)
            .options(contains_eager(Workshop.engagement))
            .where(
                Engagement.lead_id == person_id,
                Workshop.held_on.between(first, last),
                Workshop.state.in_(TO_BE_HELD),
            )
            .order_by(Workshop.held_on, Workshop.starts_at, Workshop.id)
        )

    def events_of_lead(self, person_id: str, first: date, last: date) -> Sequence[AgencyEvent]:
        """Events to be held between two days that a person leads, in order of time."""
        return self._all(
            select(AgencyEvent)
            .where(
                AgencyEvent.lead_id == person_id,
                AgencyEvent.held_on.between(first, last),
                AgencyEvent.state.in_(EVENTS_TO_BE_HELD),
            )
            .order_by(AgencyEvent.held_on, AgencyEvent.starts_at, AgencyEvent.id)
        )


def _theirs(person_ids: Collection[str]) -> ColumnElement[bool]:
    """Items that belong to a person by lead, by review, or by a role she holds."""
    ids = list(person_ids)
    lead, reviewer = Role.CONSULTANT.value, Role.REVIEWER.value
    held = select(RoleGrant.role).where(RoleGrant.person_id.in_(ids), RoleGrant.valid_until.is_(None))
    in_general = held.where(RoleGrant.cluster_id.is_(None))
    cluster = func.coalesce(DueItem.cluster_id, Engagement.cluster_id)
    for_cluster = held.where(RoleGrant.cluster_id == cluster).correlate(DueItem, Engagement)
    of_nobody = and_(Engagement.lead_id.is_(None), AgencyEvent.lead_id.is_(None))
    return or_(
        and_(DueItem.role == lead, or_(Engagement.lead_id.in_(ids), AgencyEvent.lead_id.in_(ids))),
        and_(DueItem.role == lead, of_nobody, DueItem.role.in_(in_general)),
        and_(DueItem.role == reviewer, Engagement.reviewer_id.in_(ids)),
        and_(DueItem.role == reviewer, Engagement.reviewer_id.is_(None), DueItem.role.in_(in_general)),
        and_(DueItem.role.not_in([lead, reviewer]), or_(DueItem.role.in_(in_general), DueItem.role.in_(for_cluster))),
    )
