"""Reads of mails that came in, and of what they may refer to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.incoming_mails import IncomingKind, IncomingMail
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Person, RoleGrant
from clusterprocess.domain.states import ENDED


class IncomingQueries(Lookup):
    def incoming_by_hash(self, sha256: str) -> IncomingMail | None:
        return self.session.scalars(select(IncomingMail).where(IncomingMail.sha256 == sha256)).one_or_none()

    def incoming_mail(self, mail_id: int) -> IncomingMail:
        missing = f"Eingang {str(mail_id)[:20]} gibt es nicht."
        return self._one(select(IncomingMail).where(IncomingMail.id == fitting(mail_id, missing)), missing)

    def with_open_answers(self, engagement_ids: Iterable[int]) -> set[int]:
        """Which of these engagements have an answer by mail that nobody has looked at yet."""
        return set(
            self.session.scalars(
                select(IncomingMail.engagement_id).where(
                    IncomingMail.engagement_id.in_(sorted(set(engagement_ids))),
                    IncomingMail.kind == IncomingKind.ANSWER.value,
                    IncomingMail.settled.is_(False),
                )
            )
        )

    def incoming_mails(self, *, unsettled: bool = False, engagement: str | None = None) -> Sequence[IncomingMail]:
        statement = select(IncomingMail).order_by(IncomingMail.id)
        if unsettled:
            statement = statement.where(IncomingMail.settled.is_(False))
        if engagement:
            statement = statement.where(IncomingMail.engagement_number == engagement)
        return self._all(statement)

    def message_by_wire_id(self, wire_id: str, *, lock: bool = False) -> Message | None:
        """The message of ours whose Message-ID begins with this part; ``lock`` holds it for a change."""
        statement = select(Message).where(Message.wire_id == wire_id)
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self.session.scalars(statement).first()

    def persons_of_address(self, email: str) -> Sequence[Person]:
        """Everybody with this address, whatever its capitals."""
        return self._all(select(Person).where(func.lower(Person.email) == email.lower()).order_by(Person.id))

    def open_engagements_of(self, person_id: str) -> Sequence[Engagement]:
        """Open engagements of the initiatives for which a person holds a role now."""
        clusters = select(RoleGrant.cluster_id).where(
            RoleGrant.person_id == person_id, RoleGrant.valid_until.is_(None), RoleGrant.cluster_id.is_not(None)
        )
        is_open = Engagement.state.not_in([s.value for s in ENDED])
        statement = select(Engagement).where(Engagement.cluster_id.in_(clusters), is_open)
        return self._all(statement.order_by(Engagement.id))
