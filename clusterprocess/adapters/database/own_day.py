"""Reads of the page „Mein Tag“: bounded, by index, never all engagements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.engagement import DayBooking, Engagement
from clusterprocess.domain.register import Cluster, ContactNote
from clusterprocess.domain.workshops import Workshop, WorkshopState


class OwnDayQueries(Lookup):
    def engagements_waiting(
        self,
        states: Collection[str],
        lead_ids: Collection[str],
        limit: int,
        *,
        review_states: Collection[str] = (),
        head_states: Collection[str] = (),
    ) -> Sequence[Engagement]:
        """Engagements in some states that these people lead, those longest in their state first.

        Args:
            review_states: states in which also the engagements that these people review are wanted.
            head_states: states in which every engagement is wanted, because the head decides.
        """
        ids = list(lead_ids)
        return self._all(
            select(Engagement)
            .join(Engagement.cluster)
            .options(contains_eager(Engagement.cluster))
            .where(
                or_(
                    and_(Engagement.lead_id.in_(ids), Engagement.state.in_(list(states))),
                    and_(Engagement.reviewer_id.in_(ids), Engagement.state.in_(list(review_states))),
                    Engagement.state.in_(list(head_states)),
                )
            )
            .order_by(Engagement.state_since, Engagement.id)
            .limit(limit)
        )

    def due_of_others(self, lead_ids: Collection[str], own_role: str, until: date, limit: int) -> Sequence[DueItem]:
        """Open due items of other roles in engagements that these people lead, the oldest first."""
        return self._all(
            select(DueItem)
            .join(Engagement, DueItem.engagement_id == Engagement.id)
            .where(
                Engagement.lead_id.in_(list(lead_ids)),
                DueItem.state == DueState.OPEN.value,
                DueItem.role != own_role,
                DueItem.due_on <= until,
            )
            .order_by(DueItem.due_on, DueItem.id)
            .limit(limit)
        )

    def subjects_of_due(self, item_ids: Collection[int]) -> dict[int, tuple[int | None, int | None, int | None]]:
        """What due items are about: (workshop, follow-up survey, initiative) by item."""
        statement = select(DueItem.id, DueItem.workshop_id, DueItem.follow_up_id, DueItem.cluster_id)
        rows = self.session.execute(statement.where(DueItem.id.in_(list(item_ids))))
        return {item: (workshop, follow_up, cluster) for item, workshop, follow_up, cluster in rows}

    def initiatives_of(self, numbers: Collection[str]) -> dict[str, str]:
        """Names of the initiatives by Vorgangsnummer."""
        statement = select(Engagement.number, Cluster.name).join(Cluster, Engagement.cluster_id == Cluster.id)
        return {row[0]: row[1] for row in self.session.execute(statement.where(Engagement.number.in_(set(numbers))))}

    def notes_of(self, author_id: str, limit: int, kind: str = "") -> Sequence[Any]:
        """The newest notes of a person with (note, name of the initiative, Vorgangsnummer)."""
        statement = (
            select(ContactNote, Cluster.name, Engagement.number)
            .join(Cluster, ContactNote.cluster_id == Cluster.id)
            .outerjoin(Engagement, ContactNote.engagement_id == Engagement.id)
            .where(ContactNote.author_id == author_id)
            .order_by(ContactNote.held_on.desc(), ContactNote.id.desc())
            .limit(limit)
        )
        return self.session.execute(statement.where(ContactNote.kind == kind) if kind else statement).all()

    def minuted_by(self, lead_id: str, first: date, last: date) -> Sequence[Any]:
        """Workshops with a record that a person led between two days, as (id, day, Vorgangsnummer)."""
        return self.session.execute(
            select(Workshop.id, Workshop.held_on, Engagement.number)
            .join(Engagement, Workshop.engagement_id == Engagement.id)
            .where(
                Engagement.lead_id == lead_id,
                Workshop.held_on.between(first, last),
                Workshop.state == WorkshopState.MINUTED.value,
            )
        ).all()

    def held_by(self, lead_id: str, states: Collection[str], first: date, last: date) -> Sequence[Any]:
        """Events of the agency in some states that a person led between two days, as (id, day, number)."""
        return self.session.execute(
            select(AgencyEvent.id, AgencyEvent.held_on, AgencyEvent.number).where(
                AgencyEvent.lead_id == lead_id,
                AgencyEvent.held_on.between(first, last),
                AgencyEvent.state.in_(list(states)),
            )
        ).all()

    def sources_among(self, keys: Collection[str]) -> set[str]:
        """Which of these sources a booking, or a refusal, was made from."""
        return set(self.session.scalars(select(DayBooking.source).where(DayBooking.source.in_(list(keys)))))

    def clusters_named_like(self, text: str, limit: int) -> Sequence[Cluster]:
        """Initiatives whose name holds a text, in German order."""
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return self._all(select(Cluster).where(Cluster.name.ilike(pattern)).order_by(Cluster.sort_key).limit(limit))
