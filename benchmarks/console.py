"""The console with ten years of data: every page at twenty people at once, and the weight of the first page.

``python -m benchmarks.console var/demo`` copies a finished demo, multiplies it to 10,000 engagements and 1,000,000 events,
starts the web process on it, and lets twenty people open pages side by side. Each person is one client that waits
``THINK_SECONDS`` between two pages, like somebody who reads; the percentiles are those of the answers alone. A second
round without waiting shows what the process carries at most.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import text

from clusterprocess.bootstrap import App, open_app
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM
from clusterprocess.usecases.accounts import issue_link, open_account, sign_in_by_link
from clusterprocess.usecases.ports import Work
from clusterprocess.web.staff.pages import PAGES
from clusterprocess.web.staff.rights import Page

PEOPLE = 20
THINK_SECONDS = 2.0
VISITS = 12
"""How often each person opens each page in the round with reading time."""
ENGAGEMENTS, EVENTS = 10_000, 1_000_000
NOT_TIMED = frozenset({"audit.chain", "engagements.live"})
"""Recomputing the chain reads a million entries on purpose; a live stream lasts until the run ends."""

GROW = (
    """
    WITH pattern AS (SELECT row_number() OVER (ORDER BY id) - 1 AS nth, * FROM engagement),
         many AS (SELECT count(*) AS n FROM engagement),
         today AS (SELECT max(state_since) AS day FROM engagement)
    INSERT INTO engagement (number, offering, offering_version, catalogues, cluster_id, operation_id, state, state_since,
      fast_lane, taken_over, requested_on, question, level, attempts, baseline, opened_by, lead_id, reviewer_id, delivering_id)
    SELECT 'CA-' || extract(year FROM d.day)::int || '-' || substr('ABCDEF', 1 + g % 6, 1) || '-' || (10000 + g),
      p.offering, p.offering_version, p.catalogues, c.id, p.operation_id,
      CASE WHEN g % 20 = 0 THEN (ARRAY['angefragt','in_pruefung','intake_offen','analyse','workshop_geplant','entwurf',
        'abstimmung_cluster','nachverfolgung','ruhend'])[1 + (g / 20) % 9]
        WHEN g % 17 = 0 THEN 'abgelehnt' ELSE 'abgeschlossen' END,
      d.day + 60, p.fast_lane, false, d.day, '', p.level, p.attempts, '{}', 'system', p.lead_id, p.reviewer_id, p.delivering_id
    FROM generate_series(1, :engagements) g
    CROSS JOIN LATERAL (SELECT (SELECT day FROM today) - (g * 3650 / :engagements) AS day) d
    JOIN pattern p ON p.nth = g % (SELECT n FROM many)
    JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS nth, id FROM cluster) c
      ON c.nth = g % (SELECT count(*) FROM cluster)
    """,
    """
    INSERT INTO event (seq, ts, occurred_on, actor_id, actor_role, actor_channel, action, object_kind, object_id, run,
      code, data, prev, leaf)
    SELECT b.seq + g, '2016-01-01T00:00:00Z', DATE '2006-01-01' + (g / 300)::int, l.id, 'berater', 'web',
      'engagement:days:booked', 'engagement', e.number, NULL, 'last', '{"days": "1", "day": "2016-01-01"}',
      encode(sha256(convert_to('v' || g, 'UTF8')), 'hex'), encode(sha256(convert_to('v' || (g + 1), 'UTF8')), 'hex')
    FROM generate_series(1, :events) g
    CROSS JOIN (SELECT max(seq) AS seq FROM event) b
    CROSS JOIN (SELECT id FROM person WHERE handle = 'b.berger') l
    JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS nth, number FROM engagement WHERE number LIKE 'CA-%-%-1____') e
      ON e.nth = g % (SELECT count(*) FROM engagement WHERE number LIKE 'CA-%-%-1____')
    """,
    """
    INSERT INTO day_booking (engagement_id, operation_id, person_id, organisation_id, day, days, activity, note, booked_at,
      source, eligible, ineligible_reason, cancel_reason)
    SELECT e.id, e.operation_id, e.lead_id, e.delivering_id, e.requested_on + n * 7, 0.5, b.activity, '', b.booked_at,
      'last:' || e.id || ':' || n, true, '', ''
    FROM engagement e CROSS JOIN generate_series(1, 6) n CROSS JOIN (SELECT * FROM day_booking LIMIT 1) b
    WHERE e.number LIKE 'CA-%-%-1____' AND e.lead_id IS NOT NULL
    """,
    """
    INSERT INTO message (key, engagement_id, engagement_number, wire_id, template, subject, body_text, body_html, recipients,
      attachments, due_items, state, reason, created_at, not_before, attempts, sent_at, result, secret)
    SELECT 'last:' || e.id || ':' || n, e.id, e.number, left(md5(e.id || ':' || n), 32), m.template, m.subject, m.body_text,
      m.body_html, m.recipients, '[]', '[]', 'gesendet', '', m.created_at, m.not_before, 1, m.created_at, '{}', m.secret
    FROM engagement e CROSS JOIN generate_series(1, 4) n CROSS JOIN (SELECT * FROM message WHERE state = 'gesendet' LIMIT 1) m
    WHERE e.number LIKE 'CA-%-%-1____'
    """,
    "ANALYZE",
)


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in; ``pages`` are the names of those that she may open."""

    token: str
    pages: frozenset[str]


@dataclass
class Times:
    """Milliseconds per page."""

    by_page: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, page: str, seconds: float) -> None:
        self.by_page.setdefault(page, []).append(seconds * 1000)

    def percentile(self, page: str, of: float = 0.95) -> float:
        values = sorted(self.by_page[page])
        return values[min(len(values) - 1, int(len(values) * of))]


def grow(app: App) -> None:
    """Ten years of data, written by SQL: rows as the program writes them, without its rules."""
    from sqlalchemy import create_engine

    owner = create_engine(app.urls.owner, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        for statement in GROW:
            began = time.perf_counter()
            wanted = {
                name: value
                for name, value in (("engagements", ENGAGEMENTS), ("events", EVENTS))
                if f":{name}" in statement
            }
            connection.execute(text(statement), wanted)
            print(f"  {time.perf_counter() - began:6.1f} s  {' '.join(statement.split())[:60]}")
    owner.dispose()


def sessions_of(app: App) -> list[Session]:
    """Sessions of twenty people, the consultants and the head among them, each with the pages that her role opens."""

    def act(work: Work) -> list[Session]:
        made = []
        for handle in ("b.berger", "l.leit", "a.amend", "p.prinz"):
            link = (
                issue_link(work, handle)
                if work.queries.account_of(handle)
                else open_account(work, work.queries.person(handle))
            )
            work.flush()
            token = sign_in_by_link(work, link, "Messung", None, app.passwords)
            roles = work.queries.person(handle).roles_at(work.now)
            made.append(Session(token, frozenset(p.name for p in PAGES if p.allowed & roles)))
            work.flush()
        return made

    found = app.run(SYSTEM, act)
    return [found[n % len(found)] for n in range(PEOPLE)]


def addresses(app: App) -> dict[str, list[str]]:
    """Each GET page of a head of the agency with its parameters filled from what exists: rich things and plain ones."""
    with app.engine.connect() as connection:
        rows = {
            "number": "SELECT number FROM engagement ORDER BY (number LIKE 'CA-%-%-1____'), id LIMIT 8",
            "cluster": "SELECT id FROM cluster ORDER BY id DESC LIMIT 8",
            "event": "SELECT number FROM agency_event LIMIT 3",
            "workshop": "SELECT id FROM workshop ORDER BY id LIMIT 6",
            "message": "SELECT id FROM message ORDER BY id LIMIT 6",
            "incoming": "SELECT id FROM incoming_mail LIMIT 3",
            "operation": "SELECT id FROM operation LIMIT 1",
        }
        values = {name: [str(v) for (v,) in connection.execute(text(query))] for name, query in rows.items()}
    found: dict[str, list[str]] = {}
    for page in PAGES:
        if page.method == "GET" and not page.is_open and page.name not in NOT_TIMED:
            filled = [path for n in range(8) if (path := _filled(page, values, n))]
            if filled:
                found[page.name] = list(dict.fromkeys(filled))
    return found


def _filled(page: Page, values: dict[str, list[str]], nth: int) -> str:
    """One address of a page, or nothing where its parameters are not of a kind that exists."""
    kinds = {
        "/register/": ("cluster", "id"), "/vorgang/": ("number", "number"), "/veranstaltungen/": ("event", "number"),
        "/workshop/": ("workshop", "id"), "/postausgang/": ("message", "id"), "/eingang/": ("incoming", "id"),
        "/pruefung/vorhaben/": ("operation", "operation"), "/verwaltung/zugaenge/": ("", "handle"),
    }  # fmt: skip
    path = page.path
    for start, (kind, _) in kinds.items():
        if path.startswith(start) and "{" in path:
            known = values.get(kind, []) if kind else ["b.berger"]
            if not known:
                return ""
            path = re.sub(r"\{[^}]+\}", known[nth % len(known)], path, count=1)
            break
    return "" if "{" in path else path


async def _person(
    client: httpx.AsyncClient, pages: list[tuple[str, str]], times: Times, think: float, seed: int
) -> None:
    chance = random.Random(seed)
    chance.shuffle(pages)
    await asyncio.sleep(chance.random() * think)
    for name, path in pages:
        began = time.perf_counter()
        answer = await client.get(path)
        times.add(name, time.perf_counter() - began)
        if answer.status_code >= 400:
            times.wrong.append(f"{answer.status_code} {path}")
        await asyncio.sleep(chance.uniform(0.5, 1.5) * think)


async def visit(base: str, sessions: list[Session], pages: dict[str, list[str]], think: float, visits: int) -> Times:
    """Everybody opens every page ``visits`` times, in an order of her own."""
    times = Times()
    limits = httpx.Limits(max_connections=4)
    clients = [
        httpx.AsyncClient(base_url=base, cookies={"cp_sitzung": one.token}, timeout=60, limits=limits, trust_env=False)
        for one in sessions
    ]
    try:
        await asyncio.gather(
            *(
                _person(
                    client,
                    [
                        (name, paths[(n + v) % len(paths)])
                        for name, paths in pages.items()
                        if name in sessions[n].pages
                        for v in range(visits)
                    ],
                    times, think, n,
                )
                for n, client in enumerate(clients)
            )
        )  # fmt: skip
    finally:
        for client in clients:
            await client.aclose()
    return times


def _tell(title: str, times: Times) -> None:
    print(f"\n{title}")
    worst = sorted(times.by_page, key=times.percentile, reverse=True)
    for name in worst:
        values = times.by_page[name]
        print(
            f"  {name:<34} median {statistics.median(values):6.0f} ms   p95 {times.percentile(name):6.0f} ms   n {len(values)}"
        )
    over = [name for name in worst if times.percentile(name) >= 200]
    every = sorted(v for values in times.by_page.values() for v in values)
    print(
        f"pages={len(worst)} requests={len(every)} p95_all_ms={every[int(len(every) * 0.95)]:.0f} "
        f"worst_p95_ms={times.percentile(worst[0]):.0f} over_200_ms={len(over)} wrong={len(times.wrong)}"
    )
    for line in sorted(set(times.wrong))[:5]:
        print(f"  {line}")


def _weight(base: str, token: str) -> None:
    """What a browser loads for the first page after signing in, as it travels."""
    total = 0
    with httpx.Client(base_url=base, cookies={"cp_sitzung": token}, trust_env=False, timeout=60) as client:
        page = client.get("/")
        parts = {"/": page, **{p: client.get(p) for p in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)}}
        for path, answer in parts.items():
            size = int(answer.headers.get("content-length", len(answer.content)))
            total += size
            print(f"  {size:>7} bytes  {path}")
    print(f"first_page_kb={total / 1000:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, help="data folder of a finished demo; it is copied, not changed")
    parser.add_argument("--visits", type=int, default=VISITS)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="konsole") as folder:
        home = Path(folder) / "demo"
        subprocess.run(["cp", "-a", str(wanted.home), str(home)], check=True)
        shutil.rmtree(home / "runtime", ignore_errors=True)
        Path(folder).chmod(0o711)  # the database server runs as a user of its own
        settings = Settings(home=home, smtp_host="")
        with open_app(settings) as app:
            grow(app)
            sessions, pages = sessions_of(app), addresses(app)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            environment = {**os.environ, "CLUSTERPROCESS_HOME": str(home), "CLUSTERPROCESS_WEB_PORT": str(port),
                           "CLUSTERPROCESS_WEB_BEHIND_PROXY": "true"}  # fmt: skip
            server = subprocess.Popen(
                [sys.executable, "-m", "clusterprocess.web.server"], env=environment, stdout=subprocess.DEVNULL
            )
            base = f"http://127.0.0.1:{port}"
            try:
                _until_up(base)
                _weight(base, sessions[1].token)
                asyncio.run(visit(base, sessions[:4], pages, 0.0, 2))  # warm
                asyncio.run(_rounds(base, sessions, pages, wanted.visits))
            finally:
                server.terminate()
                server.wait(20)


async def _rounds(base: str, sessions: list[Session], pages: dict[str, list[str]], visits: int) -> None:
    alone = await visit(base, sessions[1:2], pages, 0.0, 5)
    _tell("one person, no reading time", alone)
    busy = await visit(base, sessions, pages, THINK_SECONDS, visits)
    _tell(f"{PEOPLE} people, {THINK_SECONDS:g} s of reading time", busy)
    most = await visit(base, sessions, pages, 0.0, 1)
    _tell(f"{PEOPLE} people, no reading time", most)


def _until_up(base: str) -> None:
    for _ in range(200):
        try:
            httpx.get(base + "/anmelden", trust_env=False)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit("the web process did not start")


if __name__ == "__main__":
    main()
