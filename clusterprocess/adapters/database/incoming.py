"""Reads of mails that came in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.messages import Message


class IncomingQueries(Lookup):
    def incoming_by_hash(self, sha256: str) -> IncomingMail | None:
        return self.session.scalars(select(IncomingMail).where(IncomingMail.sha256 == sha256)).one_or_none()

    def incoming_mail(self, mail_id: int) -> IncomingMail:
        missing = f"Eingang {str(mail_id)[:20]} gibt es nicht."
        return self._one(select(IncomingMail).where(IncomingMail.id == fitting(mail_id, missing)), missing)

    def incoming_mails(self, *, unsettled: bool = False, engagement: str | None = None) -> Sequence[IncomingMail]:
        statement = select(IncomingMail).order_by(IncomingMail.id)
        if unsettled:
            statement = statement.where(IncomingMail.settled.is_(False))
        if engagement:
            statement = statement.where(IncomingMail.engagement_number == engagement)
        return self._all(statement)

    def message_by_wire_id(self, wire_id: str) -> Message | None:
        """The message of ours whose Message-ID begins with this part."""
        return self.session.scalars(select(Message).where(Message.wire_id == wire_id)).first()
