"""Reads of the audit trail."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.birth import DatabaseBirth
from clusterprocess.domain.chain import Event


class TrailQueries(Lookup):
    def events(self, *, engagement: str | None = None) -> Iterator[Event]:
        """Entries in the order of the chain, streamed."""
        statement = select(Event).order_by(Event.seq)
        if engagement:
            statement = statement.where(Event.engagement_number == engagement)
        yield from self.session.scalars(statement.execution_options(yield_per=1000))

    def database_kind(self) -> str:
        """``demo``, ``real`` or ``ungeboren``."""
        return self.session.scalar(select(DatabaseBirth.kind)) or "ungeboren"

    def birth(self) -> DatabaseBirth | None:
        """The birth row, or None while the database is being born."""
        return self.session.scalars(select(DatabaseBirth)).one_or_none()
