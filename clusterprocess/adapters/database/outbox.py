"""Reads of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.messages import Message


class OutboxQueries(Lookup):
    def message(self, message_id: int, *, lock: bool = False) -> Message:
        missing = f"Nachricht {str(message_id)[:20]} gibt es nicht."
        statement = select(Message).where(Message.id == fitting(message_id, missing))
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self._one(statement, missing)

    def messages(self, *, states: Sequence[str] = (), engagement: str | None = None) -> Sequence[Message]:
        statement = select(Message).order_by(Message.id)
        if states:
            statement = statement.where(Message.state.in_(states))
        if engagement:
            statement = statement.where(Message.engagement_number == engagement)
        return self._all(statement)

    def message_by_key(self, key: str) -> Message | None:
        return self.session.scalars(select(Message).where(Message.key == key)).one_or_none()

    def next_message_to_send(self, now: datetime) -> Message | None:
        """The oldest message that is due, locked; rows that another sender holds are passed over."""
        return self.session.scalars(
            select(Message)
            .where(Message.state == "wartend", Message.not_before <= now)
            .order_by(Message.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
