"""The outbox: every mail is a row with a natural key before anything is sent (design D7, D15)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import (
    MESSAGE_BOUNCED,
    MESSAGE_CLAIMED,
    MESSAGE_DRAFTED,
    MESSAGE_DROPPED,
    MESSAGE_FAILED,
    MESSAGE_HELD,
    MESSAGE_IN_DOUBT,
    MESSAGE_QUEUED,
    MESSAGE_RELEASED,
    MESSAGE_RESUMED,
    MESSAGE_SENT,
    MESSAGE_SETTLED,
)


def wire_id_of(key: str) -> str:
    """Left part of the Message-ID of a natural key: the same mail has the same id, however often it is tried (D7)."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:32]


LONGEST_KEY = 160
_LATER_PART = re.compile(r"(.+):nachtrag:(\d{1,6})", re.DOTALL)


def key_of_rest(key: str) -> str:
    """Key of the message to those whom the server put off: ``<key>:nachtrag:1``, after that ``:nachtrag:2`` and so on."""
    later = _LATER_PART.fullmatch(key)
    stem, number = (later[1], int(later[2]) + 1) if later else (key, 1)
    suffix = f":nachtrag:{number}"
    return (stem if len(stem) + len(suffix) <= LONGEST_KEY else wire_id_of(stem)) + suffix


STATES = ("entwurf", "gehalten", "wartend", "in_zustellung", "gesendet", "abgelehnt", "ungewiss", "verworfen")
UNDER_DELIVERY = ("in_zustellung", "ungewiss")
STATE_WORDS = {
    "entwurf": "Entwurf, wartet auf Freigabe",
    "gehalten": "zurückgehalten",
    "wartend": "wartet auf Versand",
    "in_zustellung": "wird gerade versandt",
    "gesendet": "gesendet",
    "abgelehnt": "vom Mailserver abgelehnt",
    "ungewiss": "ungewiss, braucht eine Entscheidung",
    "verworfen": "verworfen",
}


class Message(Base, Committed, Recording):
    """One mail to one or more recipients, kept after sending.

    Attributes:
        due_items: ids of what a bundled reminder reminds of; before it leaves each is held against the plan again.
        wire_id: left part of the Message-ID, derived from the key; answers name it.
        result: what the server said, and bounces that came in later.
    """

    __tablename__ = "message"
    event_kind: ClassVar[str] = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), unique=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), index=True)
    engagement_number: Mapped[str | None] = mapped_column(String(24))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"), index=True)
    wire_id: Mapped[str] = mapped_column(String(32), index=True)
    template: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(300))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    recipients: Mapped[list[Any]]
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    due_items: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(20), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        Index("ix_message_waiting", "id", postgresql_where="state = 'wartend'"),
        CheckConstraint(
            "state IN ('entwurf', 'gehalten', 'wartend', 'in_zustellung', 'gesendet', 'abgelehnt', 'ungewiss', 'verworfen')",
            name="state_known",
        ),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    def _tell(self, event: Any, **data: Any) -> None:
        self.record(event, template=self.template, engagement=self.engagement_number, **data)

    def created(self) -> None:
        """Record that the message lies in the outbox, as draft or ready."""
        event = MESSAGE_DRAFTED if self.state == "entwurf" else MESSAGE_QUEUED
        self._tell(event, key=self.key, commitment=self.commitment(self.body_text), recipients=len(self.recipients))

    def _expect(self, rule: str, *states: str) -> None:
        if self.state not in states:
            wanted = " oder ".join(f"„{STATE_WORDS[s]}“" for s in states)
            raise RuleViolation(
                rule, [f"Nachricht {self.id} ist „{STATE_WORDS[self.state]}“; möglich ist das nur bei {wanted}."]
            )

    def release(self, now: datetime) -> None:
        """A person releases a draft."""
        self._expect("release_message", "entwurf")
        self.state, self.not_before = "wartend", now
        self._tell(MESSAGE_RELEASED)

    def hold(self, reason: str) -> None:
        """Keep a message back that waits for sending; ``reason`` is a code such as ``vorgang_ruht``."""
        self._expect("hold_message", "wartend")
        self.state = "gehalten"
        self._tell(MESSAGE_HELD, reason=reason)

    def resume(self, now: datetime) -> None:
        """Send a message that was held back."""
        self._expect("resume_message", "gehalten")
        self.state, self.not_before = "wartend", now
        self._tell(MESSAGE_RESUMED)

    def bounced(self, person_ids: list[str], status: str, text: str) -> list[str]:
        """The mail came back for some recipients after the server had taken it; refused when nobody is left.

        Returns the persons for whom this is news; a second report about the same person changes nothing. ``status`` is
        an enhanced status code, digits and dots only.
        """
        result = dict(self.result)
        refused, taken = result.get("refused", {}), result.get("accepted")
        if taken is None:  # a person said that it arrived, or nobody knows: everybody who was not refused
            taken = [r["person"] for r in self.recipients if r["person"] not in refused]
        news = [p for p in dict.fromkeys(person_ids) if p in taken]
        if not news:
            return []
        result["refused"] = {**refused, **dict.fromkeys(news, text[:300])}
        result["accepted"] = [p for p in taken if p not in news]
        self.result = result
        if not result["accepted"]:
            self.state = "abgelehnt"
        self._tell(MESSAGE_BOUNCED, count=len(news), status=status)
        return news

    def rest_for(self, addresses: Collection[str], now: datetime, not_before: datetime) -> Message:
        """The same mail once more, for recipients whom the server put off while it took the mail for others.

        They leave this message, so that neither a later attempt nor a decision of a person sends it to anybody twice.
        """
        moved = [r for r in self.recipients if r["email"] in addresses]
        self.recipients = [r for r in self.recipients if r["email"] not in addresses]
        return Message(
            key=key_of_rest(self.key),
            wire_id=wire_id_of(key_of_rest(self.key)),
            engagement_id=self.engagement_id,
            engagement_number=self.engagement_number,
            agency_event_id=self.agency_event_id,
            template=self.template,
            subject=self.subject,
            body_text=self.body_text,
            body_html=self.body_html,
            recipients=moved,
            attachments=list(self.attachments),
            state="wartend",
            reason=self.reason,
            created_at=now,
            not_before=not_before,
        )

    def withdraw_unsent(self, reason: str) -> None:
        """A waiting reminder became pointless before it left: it is not sent."""
        self._expect("withdraw_message", "wartend")
        self.state, self.reason = "verworfen", reason
        self._tell(MESSAGE_DROPPED)

    def drop(self) -> None:
        """A person drops a draft, or a message that is held back."""
        self._expect("drop_message", "entwurf", "gehalten")
        self.state = "verworfen"
        self._tell(MESSAGE_DROPPED)

    def claim(self) -> None:
        """Mark as being delivered, before anything leaves the house."""
        self._expect("claim_message", "wartend")
        self.state, self.attempts = "in_zustellung", self.attempts + 1
        self._tell(MESSAGE_CLAIMED, attempt=self.attempts)

    def sent(self, now: datetime, accepted: list[str], refused: dict[str, str]) -> None:
        """The server took the message for at least one recipient; refusals are kept by person."""
        self._expect("record_outcome", *UNDER_DELIVERY)
        self.state, self.sent_at = "gesendet", now
        self.result = {"accepted": accepted, "refused": refused}
        self._tell(MESSAGE_SENT, accepted=len(accepted), refused=len(refused))

    def failed(self, reply_code: int, text: str, retry_at: datetime | None) -> None:
        """The server or the network said no before taking the message."""
        self._expect("record_outcome", *UNDER_DELIVERY)
        self.result = {"reply_code": reply_code, "text": text[:500]}
        self.state = "wartend" if retry_at else "abgelehnt"
        if retry_at:
            self.not_before = retry_at
        self._tell(MESSAGE_FAILED, reply_code=reply_code, retry="ja" if retry_at else "nein")

    def in_doubt(self, refused: dict[str, str] | None = None) -> None:
        """The process died, or the connection broke, after the message may have been taken; ``refused`` were not."""
        self.state, self.result = "ungewiss", {"refused": refused or {}}
        self._tell(MESSAGE_IN_DOUBT)

    def settle(self, arrived: bool, now: datetime) -> None:
        """A person decides about an uncertain message: it arrived, or it is to be sent again."""
        self._expect("settle_message", "ungewiss", "abgelehnt")
        self.state, self.not_before = ("gesendet" if arrived else "wartend"), now
        self.sent_at = now if arrived else None
        self._tell(MESSAGE_SETTLED, decision="angekommen" if arrived else "erneut senden")
