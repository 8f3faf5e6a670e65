"""Personal links: who may answer what without an account, until when (issue: 128 random bits, stored as hash)."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.events import LINK_ANSWERED, LINK_CREATED, LINK_REVOKED

TOKEN_BYTES = 16
"""128 bits."""

PLACEHOLDER = re.compile(r"\[\[link:(\d+)\]\]")
"""Where a stored mail text names a link; the address with its token is put in when the mail leaves."""


class LinkPurpose(StrEnum):
    REGISTRATION = "anmeldung"
    """Registering for a workshop or an event; the initiative may hand the link on to its members."""
    RESPONSE = "zusage"
    """One registered person: see the confirmation, withdraw."""
    FOLLOW_UP = "nachbefragung"
    EVALUATION = "rueckmeldung"
    MEMBER_SURVEY = "befragung"
    INTAKE = "fragebogen"
    """The cluster manager answers the questionnaire and the yearly profile."""
    COMMENT = "kommentar"
    """Comments on a draft, paragraph by paragraph; bound to one version."""
    BOARD = "zustimmung"
    """The initiative's board decides on exactly one file."""


PURPOSE_WORDS = {
    LinkPurpose.REGISTRATION: "Anmeldung",
    LinkPurpose.RESPONSE: "Ihre Anmeldung",
    LinkPurpose.FOLLOW_UP: "Nachbefragung",
    LinkPurpose.EVALUATION: "Rückmeldung zur Veranstaltung",
    LinkPurpose.MEMBER_SURVEY: "Mitgliederbefragung",
    LinkPurpose.INTAKE: "Fragebogen",
    LinkPurpose.COMMENT: "Kommentare zum Entwurf",
    LinkPurpose.BOARD: "Beschluss des Vorstands",
}


def placeholder(link_id: int) -> str:
    """The mark that stands for the address of a link in a stored text."""
    return f"[[link:{link_id}]]"


def token_hash(token: str) -> str:
    """SHA-256 of a token in hex, the only form in which it is stored."""
    return hashlib.sha256(token.encode("ascii", "replace")).hexdigest()


class PersonalLink(Base, Recording):
    """The right to answer one thing, bound to purpose, subject and person.

    Attributes:
        draft: what was typed so far and not yet handed in.
        uses: how often something was handed in through it.
        document_version_id: the file that a comment or a decision is about.
        notice_version, notice_shown_at: which privacy notice was shown before the first answer, and when.
        basis: hash of each answer that the page showed when it was opened; what somebody else answered since stays.
    """

    __tablename__ = "personal_link"
    event_kind: ClassVar[str] = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), index=True)
    engagement_number: Mapped[str | None] = mapped_column(String(24))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"))
    follow_up_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft_saved_at: Mapped[datetime | None]
    document_version_id: Mapped[int | None] = mapped_column(ForeignKey("document_version.id"))
    notice_version: Mapped[str] = mapped_column(String(40), default="", server_default="")
    notice_shown_at: Mapped[datetime | None]
    basis: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    @property
    def event_id(self) -> str:
        return str(self.id)

    def created(self) -> None:
        self.record(
            LINK_CREATED, purpose=self.purpose, engagement=self.engagement_number, expires=self.expires_at.date()
        )

    def issue(self, now: datetime) -> tuple[str, LinkToken]:
        """A fresh token and the row that keeps its hash; every attempt to send a mail issues its own."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return token, LinkToken(sha256=token_hash(token), link_id=self.id, issued_at=now)

    def is_usable(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and now < self.expires_at

    def revoke(self, now: datetime, reason: str) -> None:
        """End the link; ``reason`` is a code such as ``beantwortet`` or ``widerrufen``."""
        if self.revoked_at is None:
            self.revoked_at = now
            self.record(LINK_REVOKED, purpose=self.purpose, engagement=self.engagement_number, reason=reason)

    def answered(self, now: datetime) -> None:
        """Something was handed in; what was typed before is no longer a draft."""
        self.answered_at, self.uses, self.draft = now, (self.uses or 0) + 1, {}
        self.record(LINK_ANSWERED, purpose=self.purpose, engagement=self.engagement_number)


class LinkToken(Base):
    """The hash of one issued token."""

    __tablename__ = "link_token"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("personal_link.id"), index=True)
    issued_at: Mapped[datetime]


class LinkDraft(Base):
    """What one browser typed behind a link that many people use; emptied when it was handed in or grew old.

    Attributes:
        browser: SHA-256 of a random cookie; says nothing about who sits there.
    """

    __tablename__ = "link_draft"

    link_id: Mapped[int] = mapped_column(ForeignKey("personal_link.id"), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64), primary_key=True)
    posted: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class SurveyResponse(Base):
    """One answer without a name: member survey of an engagement, or evaluation of an event."""

    __tablename__ = "survey_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), index=True)
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"), index=True)
    member_kind: Mapped[str] = mapped_column(String(20), default="")
    answers: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
