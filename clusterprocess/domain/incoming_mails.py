"""Mails that came in: answers, refusals, automatic replies and calendar replies, each kept once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.events import MAIL_ASSIGNED, MAIL_TAKEN_IN


class IncomingKind(StrEnum):
    ANSWER = "antwort"
    AUTO_REPLY = "automatische_antwort"
    BOUNCE = "unzustellbar"
    CALENDAR_REPLY = "kalenderantwort"


class IncomingMail(Base, Committed, Recording):
    """One mail that was handed in as a file; the same file a second time changes nothing.

    Attributes:
        sha256: of the raw file, which lies in the file store.
        matched_by: ``message_id``, ``vorgangsnummer``, ``person``, ``hand`` or empty.
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

    @property
    def event_id(self) -> str:
        return str(self.id)

    def taken_in(self) -> None:
        self.record(
            MAIL_TAKEN_IN, occurred_on=self.received_on, kind=self.kind, matched_by=self.matched_by or "nichts",
            engagement=self.engagement_number, sha256=self.sha256, commitment=self.commitment(self.body),
        )  # fmt: skip

    def assign(self, engagement_id: int, number: str) -> None:
        """A person says to which engagement it belongs."""
        self.engagement_id, self.engagement_number, self.matched_by = engagement_id, number, "hand"
        self.record(MAIL_ASSIGNED, engagement=number)
