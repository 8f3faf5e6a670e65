"""Mails that came in: answers, refusals, automatic replies and calendar replies, each kept once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import MAIL_ASSIGNED, MAIL_SETTLED, MAIL_TAKEN_IN


class IncomingKind(StrEnum):
    ANSWER = "antwort"
    AUTO_REPLY = "automatische_antwort"
    BOUNCE = "unzustellbar"
    CALENDAR_REPLY = "kalenderantwort"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a mail server says about one recipient (RFC 3464).

    Attributes:
        addresses: original and final recipient in small letters; they differ where a mailbox forwards.
        action: ``failed``, ``delayed``, ``delivered``, ``relayed``, ``expanded``; ``unknown`` where it is not said.
        status: enhanced status code such as ``5.1.1``; empty where none is given.
        text: the server's own words on one line.
    """

    addresses: tuple[str, ...]
    action: str
    status: str
    text: str

    @property
    def is_final(self) -> bool:
        """The mail will never arrive. A delay is none, whatever its status; without an action the status decides."""
        return self.action == "failed" or (self.action == "unknown" and self.status.startswith("5"))


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail as far as we read it. Everything in it is a stranger's claim and proves nothing.

    Attributes:
        is_mail: whether the bytes have any header of a mail at all.
        kind: a value of :class:`IncomingKind`.
        message_ids: ids it refers to, without angle brackets; the likeliest first.
        subject: one line; ``text``: plain text of bounded length, taken from HTML where there is no other.
        sender: address in small letters; empty where it cannot be read.
        sent_at: what its Date header says, with zone.
        reports: what became of our mail, for a bounce.
        calendars: calendar objects as they came.
        attachments: bare file name and bytes.
    """

    is_mail: bool
    kind: IncomingKind
    message_ids: tuple[str, ...]
    subject: str
    text: str
    sender: str
    sent_at: datetime | None
    reports: tuple[DeliveryReport, ...] = ()
    calendars: tuple[bytes, ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()


class IncomingMail(Base, Committed, Recording):
    """One mail that was handed in as a file; the same file a second time changes nothing.

    Attributes:
        sha256: of the raw file, which lies in the file store.
        received_on: the day its Date header names, where that can be true; else the day it was taken in.
        matched_by: ``message_id``, ``vorgangsnummer``, ``termin`` (uid of a calendar object), ``person``, ``hand`` or
            empty.
        settled: whether a person or a rule has dealt with it; unsettled ones are on the agenda.
    """

    __tablename__ = "incoming_mail"
    event_kind: ClassVar[str] = "incoming_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    received_on: Mapped[date]
    taken_at: Mapped[datetime]
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), index=True)
    engagement_number: Mapped[str | None] = mapped_column(String(24))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    matched_by: Mapped[str] = mapped_column(String(16), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    settled: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_incoming_mail_unsettled", "id", postgresql_where="NOT settled"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    def taken_in(self) -> None:
        self.record(
            MAIL_TAKEN_IN, occurred_on=self.received_on, kind=self.kind, matched_by=self.matched_by or "nichts",
            engagement=self.engagement_number, sha256=self.sha256, commitment=self.commitment(self.body),
        )  # fmt: skip

    def assign(self, number: str, *, engagement_id: int | None = None, agency_event_id: int | None = None) -> None:
        """A person says to which engagement or event of the agency it belongs."""
        self.engagement_id, self.agency_event_id, self.matched_by = engagement_id, agency_event_id, "hand"
        self.engagement_number = number if engagement_id is not None else None
        self.record(MAIL_ASSIGNED, number=number, engagement=self.engagement_number)

    def settle(self, outcome: str) -> None:
        """A person has dealt with it; ``outcome`` stays in the row and out of the events."""
        if self.settled:
            raise RuleViolation("settle_mail", [f"Eingang {self.id} ist schon erledigt: {self.outcome}"])
        self.settled, self.outcome = True, outcome
        self.record(MAIL_SETTLED, engagement=self.engagement_number)
