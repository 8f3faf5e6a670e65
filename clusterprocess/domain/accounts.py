"""Accounts of the console: passwords, lockout, sessions that end, one-time sign-in links, drafts of staff.

Instants here are those of the host, not of an adjustable demo clock: security does not travel in time. The figures are
decisions of this project ([D]); the hash parameters are in :mod:`clusterprocess.adapters.passwords`.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.events import (
    ACCOUNT_DEACTIVATED,
    ACCOUNT_LOCKED,
    ACCOUNT_OPENED,
    PASSWORD_SET,
    SESSIONS_ENDED,
    SIGN_IN_LINK_ISSUED,
    SIGNED_IN,
)
from clusterprocess.domain.links import token_hash
from clusterprocess.domain.register import Person

FAILURES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)
"""A working day; then the password is asked again."""
SESSION_RESTS = timedelta(hours=2)
"""A session that nobody used for so long has ended: a workshop fits in, a night does not."""
SEEN_EVERY = timedelta(minutes=1)
"""How often the last use of a session is written; a page must not cost a write."""
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
TOKEN_BYTES = 24


class Account(Base, Recording):
    """The right of one person to sign in.

    Attributes:
        password_hash: argon2id string; empty until the person set a password.
        failures: wrong passwords in a row; locked_until: host instant until which nobody gets in.
    """

    __tablename__ = "account"
    event_kind: ClassVar[str] = "account"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    password_set_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()

    @property
    def event_id(self) -> str:
        return self.person_id

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def opened(self) -> None:
        self.record(ACCOUNT_OPENED)

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def failed(self, now: datetime) -> None:
        """Count a wrong password; the fifth in a row locks."""
        self.failures += 1
        if self.failures >= FAILURES_BEFORE_LOCK:
            self.failures, self.locked_until = 0, now + LOCK
            self.record(ACCOUNT_LOCKED, minutes=int(LOCK.total_seconds() // 60))

    def came_in(self, how: str) -> None:
        """A sign-in; ``how`` is ``passwort`` or ``link``."""
        self.failures, self.locked_until = 0, None
        self.record(SIGNED_IN, how=how)

    def set_password(self, password_hash: str, now: datetime) -> None:
        self.password_hash, self.password_set_at = password_hash, now
        self.failures, self.locked_until = 0, None
        self.record(PASSWORD_SET)

    def deactivate(self, now: datetime) -> None:
        """Nobody signs in with it any more; what the person did stays.

        Raises:
            InputError: it is deactivated already.
        """
        if not self.is_active:
            raise InputError("Konto (user): ist schon gesperrt.", field="user")
        self.deactivated_at = now
        self.record(ACCOUNT_DEACTIVATED)

    def reopen(self, now: datetime) -> None:
        """Give a deactivated person access again; the old password is gone."""
        self.deactivated_at, self.password_hash, self.opened_at = None, "", now
        self.record(ACCOUNT_OPENED)

    def sessions_ended(self, count: int) -> None:
        self.record(SESSIONS_ENDED, count=count)

    def link_issued(self, expires_at: datetime) -> None:
        self.record(SIGN_IN_LINK_ISSUED, expires=expires_at.date())


class WebSession(Base):
    """One signed-in browser; the token itself is only in its cookie."""

    __tablename__ = "web_session"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("account.person_id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(60), default="")
    account: Mapped[Account] = relationship()

    def is_alive(self, now: datetime) -> bool:
        """Neither signed out nor too old nor left alone."""
        return self.ended_at is None and now - self.began_at < SESSION_LASTS and now - self.seen_at < SESSION_RESTS


class SignInLink(Base):
    """A link that works once: to sign in in a demo, to set the password anywhere else."""

    __tablename__ = "sign_in_link"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("account.person_id"), index=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()

    def is_usable(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


class FormDraft(Base):
    """What a member of staff typed and has not handed in yet; never part of the record.

    Attributes:
        subject: what is filled in, for example ``CA-2015-A-001/fragebogen``.
        based_on: version of the stored thing that the person saw when she began; the conflict check compares it.
    """

    __tablename__ = "form_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(120))
    based_on: Mapped[int] = mapped_column(default=0)
    typed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    saved_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("person_id", "subject"),
        Index("ix_form_draft_subject", "subject"),
    )


def new_token() -> tuple[str, str]:
    """A random token and its hash; only the hash is stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_hash(token)


def require_strong(password: str, handle: str) -> None:
    """Length counts, not signs (NIST SP 800-63B, section 3.1.1.2); the own handle is no secret.

    Raises:
        InputError: too short, too long, one character repeated, or built on the handle.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(
            f"Neues Passwort: bitte {SHORTEST_PASSWORD} bis {LONGEST_PASSWORD} Zeichen; mehrere Wörter lassen sich gut merken.",
            field="new",
        )
    plain = password.lower()
    if len(set(plain)) < 5 or (len(handle) > 3 and handle.lower() in plain) or "clusteragentur" in plain:
        raise InputError("Neues Passwort: ist zu leicht zu erraten; bitte ein anderes wählen.", field="new")
