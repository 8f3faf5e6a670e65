"""Reads of the lists of mails: what goes out and what came in, page by page, and what happened to one of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.chain import Event
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Person

FIRST_OF_ALL = ("ungewiss", "abgelehnt", "entwurf", "gehalten", "in_zustellung", "wartend")
"""Order of the outbox: what needs a person first; what is settled follows, the newest first."""


class CorrespondenceQueries(Lookup):
    def listed_messages(
        self,
        limit: int,
        offset: int,
        *,
        states: Collection[str] = (),
        about: str = "",
        lead_ids: Collection[str] | None = None,
        with_unled: bool = False,
        operations: Collection[int] | None = None,
    ) -> tuple[Sequence[Any], int]:
        """Messages with (message, number of the event, id of the lead), and how many the filter leaves.

        Args:
            about: number of an engagement or of an event of the agency.
            lead_ids: only messages about what these people lead; ``with_unled`` adds what nobody leads.
            operations: only messages about engagements and events under these operations; None for everything.
        """
        lead = func.coalesce(Engagement.lead_id, AgencyEvent.lead_id)
        wanted: list[ColumnElement[bool]] = []
        if states:
            wanted.append(Message.state.in_(list(states)))
        if about:
            number = about.strip().upper()
            event = select(AgencyEvent.id).where(AgencyEvent.number == number).scalar_subquery()
            case_ = select(Engagement.id).where(Engagement.number == number).scalar_subquery()
            wanted.append(or_(Message.engagement_id == case_, Message.agency_event_id == event))
        if lead_ids is not None:
            theirs = lead.in_(list(lead_ids))
            wanted.append(or_(theirs, lead.is_(None)) if with_unled else theirs)
        if operations is not None:
            wanted.append(_under(operations))
        needs_leads = lead_ids is not None or operations is not None
        counted, listed = select(func.count(Message.id)), select(Message.id)
        if needs_leads:
            counted, listed = _joined(counted, Message), _joined(listed, Message)
        total = self.session.scalar(counted.where(*wanted))
        order = case({state: n for n, state in enumerate(FIRST_OF_ALL)}, value=Message.state, else_=len(FIRST_OF_ALL))
        # ids first: sorting whole mails with their texts costs ten times as much
        ids = listed.where(*wanted).order_by(order, Message.id.desc()).limit(limit).offset(offset)
        rows = self.session.execute(
            _joined(select(Message, AgencyEvent.number, lead), Message)
            .where(Message.id.in_(ids))
            .order_by(order, Message.id.desc())
        ).all()
        return rows, total or 0

    def listed_mails(
        self,
        limit: int,
        offset: int,
        *,
        settled: bool | None = None,
        kind: str = "",
        about: str = "",
        operations: Collection[int] | None = None,
    ) -> tuple[Sequence[Any], int]:
        """Mails that came in with (mail, number of the event), the open and the newest first, and how many there are."""
        wanted: list[ColumnElement[bool]] = []
        if settled is not None:
            wanted.append(IncomingMail.settled.is_(settled))
        if kind:
            wanted.append(IncomingMail.kind == kind)
        if about:
            number = about.strip().upper()
            wanted.append(or_(IncomingMail.engagement_number == number, AgencyEvent.number == number))
        if operations is not None:
            wanted.append(_under(operations))
        total = self.session.scalar(_joined(select(func.count(IncomingMail.id)), IncomingMail).where(*wanted))
        rows = self.session.execute(
            _joined(select(IncomingMail, AgencyEvent.number), IncomingMail)
            .where(*wanted)
            .order_by(IncomingMail.settled, IncomingMail.id.desc())
            .limit(limit)
            .offset(offset)
        ).all()
        return rows, total or 0

    def trail_of(self, kind: str, object_id: str) -> Sequence[Event]:
        """What is recorded about one thing, in the order in which it happened."""
        statement = select(Event).where(Event.object_kind == kind, Event.object_id == object_id)
        return self._all(statement.order_by(Event.seq))

    def names_of(self, person_ids: Collection[str]) -> dict[str, str]:
        """Names of people by id."""
        statement = select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
        return {row[0]: row[1] for row in self.session.execute(statement)}


def _joined(statement: Select[*tuple[Any, ...]], kind: type[Message] | type[IncomingMail]) -> Select[*tuple[Any, ...]]:
    """With what a mail is about."""
    return (
        statement.select_from(kind)
        .outerjoin(Engagement, kind.engagement_id == Engagement.id)
        .outerjoin(AgencyEvent, kind.agency_event_id == AgencyEvent.id)
    )


def _under(operations: Collection[int]) -> ColumnElement[bool]:
    """What belongs to neither engagement nor event belongs to no operation and stays closed."""
    return func.coalesce(Engagement.operation_id, AgencyEvent.operation_id).in_(list(operations))
