"""Automated runs of an engagement: what happens now, live; what happened; and asking again for what failed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.runs import STEP_NAMES, Run
from clusterprocess.usecases.take_runs import retry_failed
from clusterprocess.usecases.tell_progress import Progress, progress
from clusterprocess.web.staff.engagements.words import OUTCOME_WORDS
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Visit

LONGEST_SECONDS = 600.0
"""A page that stays open longer is reloaded by whoever looks at it."""
PAUSE_SECONDS = 1.0
MOST_RUNS = 6


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run; ``href`` leads to Prefect's page of it, where there is one."""

    attempt: int
    began_at: datetime
    ended_at: datetime | None
    steps: str
    outcome: str
    tone: str
    told: str
    href: str


def run_lines(visit: Visit, work: DatabaseWork, engagement: Engagement) -> tuple[RunLine, ...]:
    """The newest runs."""
    return tuple(_line(visit, run) for run in work.queries.newest_runs(engagement.id, MOST_RUNS))


def _line(visit: Visit, run: Run) -> RunLine:
    outcome, tone = OUTCOME_WORDS.get(run.outcome, (run.outcome, ""))
    steps = ", ".join(str(step.get("label", "")) for step in run.steps) or "nichts Neues"
    pages = visit.app.settings.prefect_ui_url.rstrip("/")
    href = f"{pages}/runs/flow-run/{run.prefect_run_id}" if pages and run.prefect_run_id else ""
    return RunLine(run.attempt, run.started_at, run.ended_at, steps, outcome, tone, run.waits_for, href)


def failed_steps(work: DatabaseWork, engagement: Engagement) -> tuple[tuple[str, str], ...]:
    """Steps whose run failed, each with its trouble."""
    requests = work.queries.requests_of(engagement.id)
    return tuple((STEP_NAMES[r.step].de, r.trouble) for r in requests if r.finished_at is not None and r.trouble)


def retry(visit: Visit) -> Response:
    """Ask again for every step whose run failed."""

    def act(work: DatabaseWork) -> list[str]:
        return retry_failed(work, visit.engagement(work).number)

    steps = [STEP_NAMES[step].de for step in visit.act(act)]
    told = f"Erneut angefordert: {', '.join(steps)}." if steps else "Es gibt keinen fehlgeschlagenen Lauf mehr."
    return visit.back(f"/vorgang/{visit.path['number']}#laeufe", told)


def live(visit: Visit) -> Response:
    """The progress as an event stream: ``state`` with a sentence whenever it changes, ``done`` when nothing runs any more."""
    visit.read(visit.engagement)  # refused before the stream begins
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_events(visit), media_type="text/event-stream", headers=headers)


async def _events(visit: Visit) -> AsyncIterator[str]:
    def look(work: DatabaseWork) -> Progress:
        return progress(work, visit.engagement(work))

    told, until = "", time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        now = await run_in_threadpool(visit.read, look)
        if now.sentence != told:
            told = now.sentence
            yield f"event: state\ndata: {told}\n\n"
        else:
            yield ": weiter\n\n"  # a comment line: a connection that was left is noticed here
        if not now.is_running:
            break
        await anyio.sleep(PAUSE_SECONDS)
    yield "event: done\ndata: ende\n\n"


PAGES = (
    Page("engagements.live", "GET", "/vorgang/{number}/laeufe/live", READERS, live, "Fortschritt eines Laufs (Ereignisstrom)"),
    Page("engagements.retry", "POST", "/vorgang/{number}/laeufe/wiederholen", WORKERS, retry, "Fehlgeschlagenen Lauf erneut anfordern"),
)  # fmt: skip
