"""One use case, one transaction: rows, events, messages and run requests are committed together (design D5, D6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Token
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event as sa_event
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session, sessionmaker

from clusterprocess.adapters.database.queries import DatabaseQueries
from clusterprocess.catalogues.reading import pin, pin_in_force, unpin
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.birth import DatabaseBirth
from clusterprocess.domain.chain import FIRST_PREV, Event, leaf_hash, plain
from clusterprocess.domain.clock import local_day, stamp
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.events import EVENT_TYPES, PendingEvent
from clusterprocess.usecases.keep_agency_files import pinned_texts, texts_in_force
from clusterprocess.usecases.ports import FileStore, Services

CHAIN_LOCK = 4_150_001
"""Key of the transaction advisory lock that serialises the head of the chain."""

RUN_CHANNEL = "clusterprocess_run"
MAIL_CHANNEL = "clusterprocess_mail"
_WAKES = {
    "run:request:recorded": RUN_CHANNEL,
    "message:outbox:queued": MAIL_CHANNEL,
    "message:draft:released": MAIL_CHANNEL,
}

Effects = Callable[["DatabaseWork", PendingEvent], None]


class DatabaseWork:
    """The open transaction of one use case."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        files: FileStore,
        services: Services,
        run_id: str | None,
        host: Callable[[], datetime],
    ) -> None:
        self.session, self.actor, self.files, self.services, self.run_id = session, actor, files, services, run_id
        self.queries = DatabaseQueries(session)
        self.queries.on_lock = self._pin_catalogues
        self._pinned: list[Token[Mapping[str, str]]] = []
        self.role: Role | None = None
        self._host = host
        self._birth: DatabaseBirth | None = None
        self._kept: list[Recording] = []
        # the identity map is weak: an object that only recorded an event must not vanish before the commit
        sa_event.listen(session, "loaded_as_persistent", self._keep)
        sa_event.listen(session, "before_attach", self._keep)

    def _keep(self, session: Session, instance: object) -> None:
        if isinstance(instance, Recording):
            self._kept.append(instance)

    def _pin_catalogues(self, engagement: Engagement) -> None:
        """Whoever works on an engagement works with the catalogues it started with, until the transaction ends."""
        texts = pinned_texts(self, engagement)
        if texts:
            self._pinned.append(pin(texts))

    def begin_catalogues(self) -> None:
        """The catalogues that the agency put in force hold for this transaction."""
        self._pinned.append(pin_in_force(texts_in_force(self)))

    def end_catalogues(self) -> None:
        while self._pinned:
            unpin(self._pinned.pop())

    @property
    def birth(self) -> DatabaseBirth | None:
        """The birth row; None only while the database is being born."""
        if self._birth is None:
            self._birth = self.queries.birth()
        return self._birth

    @property
    def now(self) -> datetime:
        """The demo clock in a demo database, the host's clock in a real one."""
        birth = self.birth
        return birth.demo_now if birth and birth.demo_now else self._host()

    @property
    def host_now(self) -> datetime:
        """The host's instant, for technical time such as retries."""
        return self._host()

    @property
    def today(self) -> date:
        return local_day(self.now)

    def require(self, *roles: Role, cluster_id: int | None = None) -> Actor:
        """Check the right and remember the role that the events of this transaction name."""
        actor = self.actor.within(cluster_id) if cluster_id is not None else self.actor
        self.role = actor.require(*roles)
        return actor

    def add(self, row: Base) -> None:
        self.session.add(row)

    def flush(self) -> None:
        self.session.flush()

    def take_events(self) -> list[PendingEvent]:
        """Events recorded since the last call, in the order they were recorded."""
        pending = [event for source in {id(o): o for o in self._kept}.values() for event in source.take_recorded()]
        return sorted(pending, key=lambda e: e.order)


class UnitOfWork:
    """Opens transactions; the only place that commits."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        files: FileStore,
        services: Services,
        effects: Effects,
        code: str,
        host: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sessions, self._files, self._services = sessions, files, services
        self._effects, self._code, self._host = effects, code, host

    @contextmanager
    def __call__(self, actor: Actor, run_id: str | None = None) -> Iterator[DatabaseWork]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        try:
            with self._sessions() as session, session.begin():
                work = DatabaseWork(session, actor, self._files, self._services, run_id, self._host)
                try:
                    work.begin_catalogues()
                    yield work
                    events = self._settle(work)
                    if events:
                        self._append(work, events)
                finally:
                    work.end_catalogues()
        except DataError as error:
            raise InputError(_misfit(error)) from None

    def _settle(self, work: DatabaseWork) -> list[PendingEvent]:
        """Let each event have its effects, until nothing new follows."""
        settled: list[PendingEvent] = []
        while True:
            work.flush()
            fresh = work.take_events()
            if not fresh:
                return settled
            settled.extend(fresh)
            for pending in fresh:
                self._effects(work, pending)

    def _append(self, work: DatabaseWork, events: list[PendingEvent]) -> None:
        session = work.session
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
        head = session.execute(select(Event.seq, Event.leaf).order_by(Event.seq.desc()).limit(1)).first()
        seq, prev = (head.seq + 1, head.leaf) if head else (0, FIRST_PREV)
        rows = []
        for pending in events:
            entry = self._entry(work, pending, seq, prev)
            leaf = leaf_hash(entry)
            rows.append(_row(entry, leaf))
            seq, prev = seq + 1, leaf
        session.execute(insert(Event), rows)
        for channel in sorted({_WAKES[p.type.tag] for p in events if p.type.tag in _WAKES}):
            session.execute(text(f"NOTIFY {channel}"))

    def _entry(self, work: DatabaseWork, pending: PendingEvent, seq: int, prev: str) -> dict[str, Any]:
        if pending.type.tag not in EVENT_TYPES:
            raise ValueError(f"unknown event type {pending.type.tag}")
        data = {k: plain(v) for k, v in pending.data.items() if v is not None}
        if work.birth and work.birth.kind == "demo":
            data["host_ts"] = stamp(self._host())
        return {
            "seq": seq,
            "ts": stamp(work.now),
            "occurred_on": (pending.occurred_on or work.today).isoformat(),
            "actor": {"id": work.actor.id, "role": _role(work), "channel": work.actor.channel},
            "action": pending.type.tag,
            "object": {"kind": pending.source.event_kind, "id": pending.source.event_id},
            "run": work.run_id,
            "code": self._code,
            "data": data,
            "prev": prev,
        }


def _misfit(error: DataError) -> str:
    """Why the database could not take a value, as a sentence; the whole transaction is undone."""
    told = str(error.orig)
    if "NUL" in told or "\\u0000" in told or "0x00" in told:
        return "Angabe: Ein Text enthält ein Nullzeichen; bitte als reinen Text eingeben."
    if "too long" in told:
        return f"Angabe: Ein Text ist zu lang ({told.splitlines()[0].rsplit('(', 1)[-1].rstrip(')')} Zeichen sind erlaubt); bitte kürzen."
    return "Angabe: Eine Zahl liegt außerhalb dessen, was gespeichert werden kann; bitte berichtigen."


def _role(work: DatabaseWork) -> str:
    if work.role:
        return work.role.value
    return min((r.value for r in work.actor.roles), default="system")


def _row(entry: dict[str, Any], leaf: str) -> dict[str, Any]:
    return {
        "seq": entry["seq"],
        "ts": entry["ts"],
        "occurred_on": date.fromisoformat(entry["occurred_on"]),
        "actor_id": entry["actor"]["id"],
        "actor_role": entry["actor"]["role"],
        "actor_channel": entry["actor"]["channel"],
        "action": entry["action"],
        "object_kind": entry["object"]["kind"],
        "object_id": entry["object"]["id"],
        "run": entry["run"],
        "code": entry["code"],
        "data": entry["data"],
        "prev": entry["prev"],
        "leaf": leaf,
    }
