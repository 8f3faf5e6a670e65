"""The hash chain of the audit trail, exactly as in efre.md section 6.2.

``leaf = SHA-256(0x00 || canonical bytes)``, ``prev`` = hex leaf of the former entry, 64 zeros for the first.
Canonical bytes are RFC 8785 JSON in UTF-8; numbers are integers or strings only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import rfc8785
from sqlalchemy import BigInteger, CheckConstraint, Computed, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base

FIRST_PREV = "0" * 64
FORMAT = 1
KEYS = ("seq", "ts", "occurred_on", "actor", "action", "object", "run", "code", "data", "prev")


class Event(Base):
    """One entry of the audit trail; rows are inserted by the unit of work and never changed."""

    __tablename__ = "event"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ts: Mapped[str] = mapped_column(String(20))
    occurred_on: Mapped[date]
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_role: Mapped[str] = mapped_column(String(32))
    actor_channel: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64), index=True)
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(64))
    run: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    prev: Mapped[str] = mapped_column(String(64), unique=True)
    leaf: Mapped[str] = mapped_column(String(64), unique=True)
    engagement_number: Mapped[str | None] = mapped_column(
        String(64),
        Computed(
            "CASE WHEN object_kind = 'engagement' THEN object_id ELSE (data ->> 'engagement')::varchar(64) END",
            persisted=True,
        ),
    )

    __table_args__ = (
        CheckConstraint("seq >= 0", name="seq_not_negative"),
        Index("ix_event_engagement_number_seq", "engagement_number", "seq"),
        Index("ix_event_object", "object_kind", "object_id"),
    )

    def entry(self) -> dict[str, Any]:
        """The entry as the JSON object that is hashed."""
        return {
            "seq": self.seq,
            "ts": self.ts,
            "occurred_on": self.occurred_on.isoformat(),
            "actor": {"id": self.actor_id, "role": self.actor_role, "channel": self.actor_channel},
            "action": self.action,
            "object": {"kind": self.object_kind, "id": self.object_id},
            "run": self.run,
            "code": self.code,
            "data": self.data,
            "prev": self.prev,
        }

    @property
    def recorded_at(self) -> datetime:
        """The instant of recording, zone-aware UTC."""
        return datetime.strptime(self.ts, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def canonical(entry: dict[str, Any]) -> bytes:
    """RFC 8785 bytes of an entry.

    Raises:
        TypeError: a value is neither integer, string, boolean, null, list nor object.
    """
    return rfc8785.dumps(plain(entry))


def plain(value: Any) -> Any:
    """Values as the chain allows them: no floats, dates as ISO text, decimals as text."""
    if isinstance(value, float):
        raise TypeError("audit records hold integers or strings, never floats")
    if isinstance(value, str):
        # lone surrogates have no UTF-8 form, and PostgreSQL's jsonb refuses NUL: both become U+FFFD
        return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF or c == "\0" else c for c in value)
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"audit records cannot hold {type(value).__name__}")


def leaf_hash(entry: dict[str, Any]) -> str:
    """Leaf of an entry as 64 hex digits."""
    return hashlib.sha256(b"\x00" + canonical(entry)).hexdigest()


def merkle_root(leaves: list[str]) -> str:
    """RFC 6962 root over hex leaves; the empty tree is SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = merkle_root(leaves[:split]), merkle_root(leaves[split:])
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification of the chain found."""

    size: int
    head: str
    root: str
    kind: str
    faults: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        return not self.faults


def verify_chain(events: Iterable[Event], limit_faults: int = 20) -> ChainReport:
    """Check every entry: gapless numbers, links, leaves, known actions, and the birth as entry 0."""
    from clusterprocess.domain.events import DATABASE_BORN, EVENT_TYPES

    faults: list[str] = []
    leaves: list[str] = []
    prev, expected, kind = FIRST_PREV, 0, "unbekannt"
    for event in events:
        if event.seq != expected:
            faults.append(f"Eintrag {expected} fehlt; gefunden wurde {event.seq}.")
            expected = event.seq
        if event.seq == 0:
            kind = str(event.data.get("kind", "unbekannt"))
            if event.action != DATABASE_BORN.tag:
                faults.append("Eintrag 0 ist nicht die Anlage der Datenbank.")
        if event.prev != prev:
            faults.append(f"Eintrag {event.seq} verweist nicht auf seinen Vorgänger.")
        leaf = leaf_hash(event.entry())
        if leaf != event.leaf:
            faults.append(f"Eintrag {event.seq} wurde verändert: Die Prüfsumme passt nicht zum Inhalt.")
        if event.action not in EVENT_TYPES:
            faults.append(f"Eintrag {event.seq} hat die unbekannte Ereignisart {event.action}.")
        leaves.append(leaf)
        prev, expected = event.leaf, expected + 1
    if not leaves:
        faults.append("Die Kette ist leer: Schon die Anlage der Datenbank fehlt.")
    return ChainReport(len(leaves), prev, merkle_root(leaves), kind, tuple(faults[:limit_faults]))
