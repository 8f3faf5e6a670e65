"""The rows of the schedule's runs: written when a run begins, so that one that was killed leaves a trace (D2)."""

from __future__ import annotations

from collections import Counter

from clusterprocess.domain.scheduled_runs import ScheduledRun
from clusterprocess.usecases.ports import Work

RUNNING, NOTHING_DUE, FAILED, DONE = "laufend", "nichts fällig", "fehlgeschlagen", "fertig"
FAILURES = "fehlgeschlagen"
"""Count under which a run tells what it could not handle."""


def begin_scheduled_run(work: Work, kind: str, prefect_run_id: str = "") -> ScheduledRun:
    """A row that says „laufend“ from the commit on; it keeps saying so if the run never comes to its end."""
    run = ScheduledRun(kind=kind, started_at=work.now, prefect_run_id=prefect_run_id, outcome=RUNNING, counts={})
    work.add(run)
    work.flush()
    return run


def end_scheduled_run(work: Work, run: ScheduledRun, counts: Counter[str]) -> None:
    """Close the row of a run with what it did, and as failed where something could not be handled."""
    work.add(run)  # it was written in an earlier transaction
    if any(counts.values()):
        run.end(work.now, FAILED if counts[FAILURES] else DONE, dict(counts))
    else:
        run.end(work.now, NOTHING_DUE, {})
        run.counts = {"ohne Arbeit": 1}


def note_empty_run(work: Work, kind: str, prefect_run_id: str = "") -> None:
    """A run that found nothing to do: all of one day share one row, however often the schedule looks."""
    last = next(iter(work.queries.scheduled_runs(kind, limit=1)), None)
    if last is not None and last.outcome == NOTHING_DUE and last.started_at.date() == work.now.date():
        last.ended_at, last.counts = work.now, {"ohne Arbeit": last.counts.get("ohne Arbeit", 1) + 1}
        return
    end_scheduled_run(work, begin_scheduled_run(work, kind, prefect_run_id), Counter())
