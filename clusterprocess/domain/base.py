"""What every stored class shares: the declarative base and the ability to record events."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime
from itertools import count
from typing import Any, ClassVar

from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from clusterprocess.domain.events import EventType, PendingEvent

_ORDER = count()

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all mapped classes; one naming convention, JSON columns as JSONB."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        datetime: DateTime(timezone=True),
    }


class Recording:
    """Mix-in of classes whose methods append events; the unit of work collects them at commit."""

    event_kind: ClassVar[str]

    @property
    def event_id(self) -> str:
        """Identity in the audit trail; never a name."""
        raise TypeError(f"{type(self).__name__} has no event identity")

    def record(self, type_: EventType, *, occurred_on: date | None = None, **data: Any) -> None:
        """Append one event; ``occurred_on`` is the day it happened, today when omitted."""
        self.__dict__.setdefault("_recorded", []).append(PendingEvent(next(_ORDER), self, type_, occurred_on, data))

    def take_recorded(self) -> list[PendingEvent]:
        """Hand the appended events over, once."""
        taken: list[PendingEvent] = self.__dict__.pop("_recorded", [])
        return taken


def new_secret() -> bytes:
    """A fresh key of a keyed commitment (32 bytes)."""
    return secrets.token_bytes(32)


class Committed:
    """Mix-in of rows with free text: events hold a keyed commitment to it, never the text (design D6).

    Erasing the row with its key leaves the chain verifiable and the text unguessable.
    """

    secret: Mapped[bytes] = mapped_column(default=new_secret)

    def commitment(self, content: str) -> str:
        """HMAC-SHA256 of the text under this row's own key, as hex."""
        if self.secret is None:
            self.secret = new_secret()
        return hmac.new(self.secret, content.encode("utf-8"), hashlib.sha256).hexdigest()
