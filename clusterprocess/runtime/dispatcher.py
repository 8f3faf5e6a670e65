"""The dispatcher: hands run requests to Prefect, sends and takes in mail, notices runs whose process died (D2, D3, D7).

Woken by NOTIFY and by a tick. One dispatcher works at a time: it holds a session lock of the database.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import psycopg
import structlog
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from clusterprocess.adapters.database.runs import is_locked
from clusterprocess.adapters.database.unit_of_work import MAIL_CHANNEL, RUN_CHANNEL
from clusterprocess.adapters.prefect_runs.api import PrefectApi
from clusterprocess.adapters.prefect_runs.environment import api_of
from clusterprocess.bootstrap import App, database_urls, embedded_server
from clusterprocess.config import Settings
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.errors import RuleViolation, ServiceUnavailable
from clusterprocess.runtime.mailbox import MailboxFolder
from clusterprocess.runtime.timetable import timetable
from clusterprocess.usecases.send_messages import claim_next, record_outcome, settle_claims
from clusterprocess.usecases.take_runs import claim_delivery, lose_run, note_delivery

LOG = structlog.get_logger()
TICK_SECONDS = 5.0
DELIVERED_CHANNEL = "clusterprocess_delivered"
DISPATCHER_LOCK = 4_150_003
CLOCKWORK = Actor("system", frozenset({Role.SYSTEM}), "dispatcher")


class Dispatcher:
    """One round after the other: requests, lost runs, mail."""

    def __init__(self, app: App, prefect: PrefectApi) -> None:
        self.app, self.prefect = app, prefect
        self.sender = app.sender()
        self.timetable = timetable(app.settings.sweep_seconds)
        self._slots: dict[str, str] = {}
        folder = app.settings.mailbox
        self.mailbox = MailboxFolder(app, folder, CLOCKWORK) if folder else None

    def round(self) -> None:
        """Everything that is due now; a service that does not answer delays its own part only."""
        self.notice_lost_runs()
        self.deliver_requests()
        self.ask_for_scheduled(datetime.now(UTC))
        self.send_mail()
        self.take_mail()

    def take_mail(self) -> int:
        """Take in what lies complete in the watched folder, where one is set."""
        return self.mailbox.take() if self.mailbox else 0

    def deliver_requests(self) -> int:
        """Hand open requests to Prefect; returns how many it took."""
        taken = 0
        for delivery in self.app.run(CLOCKWORK, claim_delivery):
            try:
                run = self.prefect.start(
                    delivery.flow,
                    {"engagement": delivery.engagement, "request": delivery.request_id},
                    delivery.idempotency_key,
                    f"{delivery.engagement} {delivery.step}",
                )
            except ServiceUnavailable as error:
                self.app.run(
                    CLOCKWORK,
                    partial(note_delivery, request_id=delivery.request_id, prefect_run_id=None, trouble=str(error)),
                )
                LOG.info("delivery_waits", request=delivery.request_id, reason=str(error))
                continue
            self.app.run(CLOCKWORK, partial(note_delivery, request_id=delivery.request_id, prefect_run_id=run))
            taken += 1
        if taken:
            self._wake_workers()
        return taken

    def ask_for_scheduled(self, now: datetime) -> int:
        """Ask Prefect for the flows whose slot has come; a slot is asked for once, and never behind a waiting run."""
        asked = 0
        for timing in self.timetable:
            slot = timing.slot(now)
            if slot is None or self._slots.get(timing.flow) == slot:
                continue
            try:
                if not self.prefect.is_waiting(timing.flow):
                    self.prefect.start(timing.flow, {}, f"{timing.flow}:{slot}", f"{timing.flow} {slot}")
                    asked += 1
            except ServiceUnavailable as error:
                LOG.info("schedule_waits", flow=timing.flow, reason=str(error))
                continue
            self._slots[timing.flow] = slot
        if asked:
            self._wake_workers()
        return asked

    def _wake_workers(self) -> None:
        with self.app.engine.begin() as connection:
            connection.execute(text(f"NOTIFY {DELIVERED_CHANNEL}"))

    def notice_lost_runs(self) -> int:
        """Runs whose row is open while their lock is free: recorded as lost, crashed in Prefect, asked for again."""
        open_runs = self.app.run(
            CLOCKWORK, lambda work: [(r.id, r.engagement_id) for r in work.queries.runs(open_only=True)]
        )
        lost = 0
        for run_id, engagement_id in open_runs:
            if is_locked(self.app.engine, engagement_id):
                continue
            prefect_run = self.app.run(CLOCKWORK, partial(lose_run, run_id=run_id))
            if prefect_run:
                lost += 1
                LOG.warning("run_lost", run=run_id)
                try:
                    self.prefect.mark_crashed(prefect_run, "Der Prozess des Laufs ist beendet.")
                except ServiceUnavailable:
                    LOG.info("crash_not_shown", run=run_id)
        return lost

    def send_mail(self) -> int:
        """Send what is due: claim, act, record, one message at a time."""
        if self.sender is None:
            return 0
        sent = 0
        while envelope := self.app.run(CLOCKWORK, claim_next):
            outcome = self.sender.send(envelope)
            try:
                self.app.run(CLOCKWORK, partial(record_outcome, message_id=envelope.message_id, outcome=outcome))
            except RuleViolation as late:
                LOG.warning("late_answer", message=envelope.message_id, reason=str(late))
            LOG.info("mail", message=envelope.message_id, outcome=outcome.kind)
            sent += 1
        return sent

    def settle_after_crash(self) -> None:
        """Claims of a dispatcher that died are in doubt."""
        self.app.run(CLOCKWORK, settle_claims)


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Run until SIGTERM or until the supervisor is gone."""
    settings = Settings()
    app = App(settings, database_urls(settings, embedded_server(settings)))
    dispatcher = Dispatcher(app, PrefectApi(*api_of(environment)))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()
    while not stop.is_set() and os.getppid() == parent:
        try:
            _work(dispatcher, app, stop, parent)
        except (DBAPIError, psycopg.Error) as error:
            LOG.warning("database_unreachable", error=type(error).__name__)
            stop.wait(1.0)
    app.close()
    return 0


def _work(dispatcher: Dispatcher, app: App, stop: threading.Event, parent: int) -> None:
    url = make_url(app.urls.app).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as listening:
        while not stop.is_set() and os.getppid() == parent:
            got = listening.execute("SELECT pg_try_advisory_lock(%s)", (DISPATCHER_LOCK,)).fetchone()
            if got and got[0]:
                break
            stop.wait(0.5)
        listening.execute(f"LISTEN {RUN_CHANNEL}")
        listening.execute(f"LISTEN {MAIL_CHANNEL}")
        dispatcher.settle_after_crash()
        while not stop.is_set() and os.getppid() == parent:
            dispatcher.round()
            _sleep_until_notified(listening, stop, parent)


def _sleep_until_notified(listening: psycopg.Connection[object], stop: threading.Event, parent: int) -> None:
    """Wait for a NOTIFY or the tick; looks up twice a second whether to stop."""
    deadline = time.monotonic() + TICK_SECONDS
    while not stop.is_set() and os.getppid() == parent and time.monotonic() < deadline:
        ready, _, _ = select.select([listening.fileno()], [], [], 0.5)
        if ready:
            for _ in listening.notifies(timeout=0):
                pass
            return


if __name__ == "__main__":
    sys.exit(main())
