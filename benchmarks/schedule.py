"""The clock under load: the sweep over many open engagements, the outbox, and two years in compressed time.

``sweep``   database time of one sweep with 50 due items among 1,000 and among 100,000 open engagements, same run
``outbox``  10,000 due messages queued and sent through a local mail server, messages per second
``years``   24 months with 200 engagements, swept every working hour: how late anything was, and memory over time
"""

from __future__ import annotations

import argparse
import resource
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import psutil
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from sqlalchemy import event, text

from clusterprocess.bootstrap import App, open_app
from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM, set_up
from clusterprocess.domain.actors import Role
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.engagement import Deadline, Engagement
from clusterprocess.domain.register import Cluster, Person
from clusterprocess.domain.states import State
from clusterprocess.sampledata.cases.reader import sample_case
from clusterprocess.usecases.births import set_clock
from clusterprocess.usecases.due_plan import keep_plan
from clusterprocess.usecases.queue_message import about_engagement, queue_about
from clusterprocess.usecases.send_messages import Outcome, claim_next, record_outcome
from clusterprocess.usecases.sweep import sweep

BEGIN = date(2015, 1, 12)
DUE = 50


@contextmanager
def agency(folder: Path, **more: object) -> Iterator[App]:
    """A demo agency with people and operation on a database of its own."""
    settings = Settings(home=folder, smtp_host="", **more)  # type: ignore[arg-type]
    with open_app(settings, kind=DatabaseKind.DEMO, demo_now=_instant(BEGIN)) as app:
        app.documents.page_numbers = None
        set_up(app, sample_case())
        yield app


def _instant(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).astimezone(UTC)


def crowd(app: App, count: int, first: int, begins: date) -> None:
    """So many engagements with open intake, each of an initiative and a manager of its own, plans kept."""
    with app.begin(SYSTEM) as work:
        sample = work.queries.clusters()[0]
        operation = work.queries.operations()[0]
        delivering = operation.contractors[0].organisation
        lead = work.queries.person("b.berger")
        for number in range(first, first + count):
            cluster = Cluster(
                name=f"Beispielnetz {number}", sort_key=f"beispielnetz {number}", origin="beispieldaten", source="last",
                source_id=str(number), kind=sample.kind, facts=[], field_text="", seat="", legal_form_text="", carrier="",
            )  # fmt: skip
            person = Person(
                handle=f"last.{number}", name=f"Person {number} (Beispiel)", email=f"p{number}@netz.example"
            )
            work.add(cluster)
            work.add(person)
            work.flush()
            person.grant(Role.CLUSTER_MANAGER, work.now, cluster)
            engagement = Engagement(
                number=f"CA-{begins.year}-A-{number:06d}", offering="cluster_strategy", offering_version="1.0", catalogues={},
                cluster=cluster, operation=operation, delivering=delivering, state=State.INTAKE_OPEN.value,
                state_since=begins, fast_lane=False, requested_on=begins, question="", level="M2", opened_by="system",
                lead=lead,
            )  # fmt: skip
            due = agency_calendar().add(begins, 15)
            engagement.deadlines.append(
                Deadline(key="intake", label="Erhebung abschließen", role="cm", starts_on=begins, due_on=due, moved_days=0,
                         explained="")
            )  # fmt: skip
            work.add(engagement)
            work.flush()
            keep_plan(work, engagement)


CLONE = """
WITH pattern AS (SELECT * FROM engagement ORDER BY id DESC LIMIT 1),
made AS (
  INSERT INTO engagement (number, offering, offering_version, catalogues, cluster_id, operation_id, state, state_since,
    fast_lane, taken_over, requested_on, question, level, attempts, baseline, opened_by, lead_id, delivering_id)
  SELECT 'CL-' || n, p.offering, p.offering_version, p.catalogues, p.cluster_id, p.operation_id, p.state, p.state_since,
    p.fast_lane, p.taken_over, p.requested_on, p.question, p.level, p.attempts, p.baseline, p.opened_by, p.lead_id,
    p.delivering_id
  FROM pattern p, generate_series(CAST(:first AS int), CAST(:last AS int)) n
  RETURNING id, number, cluster_id
)
INSERT INTO due_item (key, engagement_id, engagement_number, cluster_id, rule, kind, role, chain, rank, due_on, fires,
  label, explained, plan_version, state, outcome)
SELECT m.number || ':' || d.rule || d.rank, m.id, m.number, m.cluster_id, d.rule, d.kind, d.role,
  CASE WHEN d.chain = '' THEN '' ELSE m.number END, d.rank, d.due_on + 200, d.fires, d.label, d.explained, d.plan_version,
  d.state, d.outcome
FROM made m, (SELECT DISTINCT ON (rule, rank) * FROM due_item WHERE engagement_id = (SELECT id FROM pattern)) d
"""


def _execute(app: App, statement: str, **values: int) -> None:
    with app.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement), values)


SETTLED = """
WITH gone AS (UPDATE due_item SET state = 'erledigt' WHERE state = 'offen' AND key LIKE 'CA-%' RETURNING 1),
     sent AS (UPDATE message SET state = 'gesendet' WHERE state = 'wartend' RETURNING 1)
SELECT count(*) FROM gone, sent
"""
"""What an earlier round left: so that each round has its own fifty due items and no others."""


class DatabaseTime:
    """Seconds between handing a statement to the driver and having its rows, and how many statements it were."""

    def __init__(self, app: App) -> None:
        self.seconds, self.statements, self._began = 0.0, 0, 0.0
        self.slowest: list[tuple[float, str]] = []
        event.listen(app.engine, "before_cursor_execute", self._before)
        event.listen(app.engine, "after_cursor_execute", self._after)

    def _before(self, *_: object) -> None:
        self._began = time.perf_counter()

    def _after(self, *_: object) -> None:
        spent = time.perf_counter() - self._began
        self.seconds += spent
        self.statements += 1
        self.slowest = sorted([(spent, str(_[2])), *self.slowest], reverse=True)[:5]


def measure_sweep(rounds: int = 5) -> None:
    """Median database time of a sweep with 50 due among 1,000 and among 100,000 open engagements."""
    medians = {}
    with tempfile.TemporaryDirectory() as folder, agency(Path(folder)) as app:
        timer, opened, numbered = DatabaseTime(app), 0, 0
        for size in (1_000, 100_000):
            seconds = []
            for _ in range(rounds):
                today = app.run(SYSTEM, lambda w: w.today)
                _execute(app, SETTLED)
                crowd(app, DUE, numbered, today)
                numbered += DUE
                if opened < size:
                    _execute(app, CLONE, first=opened + 1, last=size)
                    opened = size
                due = agency_calendar().add(today, 7)
                app.run(SYSTEM, partial(set_clock, to=_instant(due)))
                _execute(app, "VACUUM ANALYZE")
                timer.seconds, timer.statements, timer.slowest = 0.0, 0, []
                counts = sweep(app.begin)
                seconds.append(timer.seconds)
                for spent, statement in timer.slowest:
                    print(f"     {spent * 1000:.1f} ms {' '.join(statement.split())[:600]}")
                print(f"  {size} offen: {timer.seconds * 1000:.0f} ms in {timer.statements} Anweisungen, {counts}")
            medians[size] = statistics.median(seconds) * 1000
    small, large = medians[1_000], medians[100_000]
    print(f"sweep_database_ms_1000={small:.0f} sweep_database_ms_100000={large:.0f} ratio={large / small:.2f}")


def measure_outbox(count: int = 10_000) -> None:
    """Messages queued and sent through a local server that accepts everything."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder, agency(Path(folder)) as app:
            crowd(app, 1, 0, BEGIN)
            settings = Settings(home=Path(folder), smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)
            app.settings = settings
            began = time.perf_counter()
            for start in range(0, count, 200):
                with app.begin(SYSTEM) as work:
                    engagement = work.queries.engagement("CA-2015-A-000000")
                    person = work.queries.person("last.0")
                    for number in range(start, min(count, start + 200)):
                        key, about = f"last:{number}", about_engagement(engagement)
                        queue_about(work, "eingang", key, about, [person], {})
            queued = time.perf_counter() - began
            sender, sent, began = app.sender(), 0, time.perf_counter()
            if sender is None:
                raise SystemExit("no sender")
            while envelope := app.run(SYSTEM, claim_next):
                outcome = sender.send(envelope)
                app.run(SYSTEM, lambda w, e=envelope, o=outcome: record_outcome(w, e.message_id, o))
                sent += 1
            seconds = time.perf_counter() - began
    finally:
        server.stop()
    print(f"messages={sent} queued_per_s={count / queued:.0f} sent_per_s={sent / seconds:.0f} seconds={seconds:.1f}")


def _deliver(app: App) -> None:
    """Everything in the outbox is taken by the server at once."""
    while envelope := app.run(SYSTEM, claim_next):
        accepted = tuple(address for _, address in envelope.recipients)
        app.run(SYSTEM, partial(record_outcome, message_id=envelope.message_id, outcome=Outcome("gesendet", accepted)))


def measure_years(engagements: int = 200, months: int = 24) -> None:
    """Two years swept once each working day: nothing late by more than one sweep, memory flat."""
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder, agency(Path(folder)) as app:
        crowd(app, engagements, 0, BEGIN)
        memory, late, fired = [], 0, 0
        began = time.perf_counter()
        last = before = day = BEGIN
        while day < BEGIN + timedelta(days=30 * months + 10):
            day += timedelta(days=1)
            if agency_calendar().is_quiet(day):
                continue
            app.run(SYSTEM, lambda w, d=day: set_clock(w, _instant(d)))
            counts = sweep(app.begin)
            fired += counts.get("Erinnerungen", 0) + counts.get("Entwürfe", 0)
            with app.engine.connect() as connection:
                late += connection.scalar(
                    text("SELECT count(*) FROM due_item WHERE state = 'ausgeloest' AND closed_on = :day AND due_on <= :before AND due_on >= :begin"),
                    {"day": day, "before": before, "begin": BEGIN},
                ) or 0  # fmt: skip
            before, last = last, day
            _deliver(app)
            memory.append(process.memory_info().rss / 1e6)
        seconds = time.perf_counter() - began
    third = len(memory) // 3
    print(
        f"engagements={engagements} sweeps={len(memory)} fired={fired} late_by_more_than_one_sweep={late} seconds={seconds:.0f} "
        f"memory_mb_first_third={statistics.mean(memory[:third]):.0f} last_third={statistics.mean(memory[-third:]):.0f} "
        f"peak={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"
    )


def main() -> None:
    """Run one part, or all."""
    parts = {"sweep": measure_sweep, "outbox": measure_outbox, "years": measure_years}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=[*parts, "all"], nargs="?", default="all")
    wanted = parser.parse_args().part
    for name, part in parts.items():
        if wanted in (name, "all"):
            part()


if __name__ == "__main__":
    main()
