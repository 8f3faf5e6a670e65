"""What auditors read: engagements of an operation with the extent of their trail, and pages of the trail itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.chain import Event
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.register import Cluster


class AuditQueries(Lookup):
    def trails_of_operation(self, operation_id: int, limit: int, offset: int) -> tuple[Sequence[Any], int]:
        """Engagements of an operation, the newest first, as (number, state, offering, initiative, requested on, events).

        Events are counted for the rows of this page only.
        """
        total = self.session.scalar(
            select(func.count()).select_from(Engagement).where(Engagement.operation_id == operation_id)
        )
        counted = (
            select(func.count())
            .where(Event.engagement_number == Engagement.number)
            .correlate(Engagement)
            .scalar_subquery()
        )
        rows = self.session.execute(
            select(
                Engagement.number, Engagement.state, Engagement.offering, Cluster.name, Engagement.requested_on, counted
            )
            .join(Cluster)
            .where(Engagement.operation_id == operation_id)
            .order_by(Engagement.requested_on.desc(), Engagement.number.desc())
            .limit(limit)
            .offset(offset)
        ).all()
        return rows, total or 0

    def trail_page(
        self,
        limit: int,
        offset: int,
        *,
        action: str = "",
        engagement: str = "",
        operations: Collection[int] | None = None,
    ) -> tuple[Sequence[Event], int]:
        """Entries of the trail, the newest first, with how many there are.

        Args:
            operations: only entries of engagements under these operations; None for everything.
        """
        wanted: list[ColumnElement[bool]] = []
        if action:
            wanted.append(Event.action == action)
        if engagement:
            wanted.append(Event.engagement_number == engagement)
        if operations is not None:
            own = select(Engagement.number).where(Engagement.operation_id.in_(operations))
            wanted.append(Event.engagement_number.in_(own))
        page: Select[Event] = select(Event).where(*wanted).order_by(Event.seq.desc()).limit(limit).offset(offset)
        if wanted:
            total = self.session.scalar(select(func.count()).select_from(Event).where(*wanted)) or 0
        else:
            total = (self.session.scalar(select(func.max(Event.seq))) or 0) + 1  # the chain has no gaps
        return self._all(page), total
