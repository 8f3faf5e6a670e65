"""What the automated work of an engagement is doing at this moment, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.runs import STEP_NAMES, Run, RunRequest
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class Progress:
    """The sentence, and whether there is anything whose end is worth waiting for."""

    sentence: str
    is_running: bool


def progress(work: Work, engagement: Engagement) -> Progress:
    """The present state of the automated work."""
    newest = work.queries.newest_runs(engagement.id, 1)
    run = newest[0] if newest and newest[0].ended_at is None else None
    asked = work.queries.open_requests_of(engagement.id)
    if run is not None:
        return Progress(_running(work, engagement, run, asked), True)
    if asked:
        told = ", ".join(f"„{STEP_NAMES[r.step].de}“" for r in asked)
        return Progress(f"Angefordert und gleich an der Reihe: {told}.", True)
    return Progress("Zurzeit läuft nichts.", False)


def _running(work: Work, engagement: Engagement, run: Run, asked: Sequence[RunRequest]) -> str:
    done = work.queries.steps_of_run(run.id, engagement.id)
    began = f"Läuft seit {run.started_at.astimezone(BERLIN):%H:%M} Uhr."
    finished = f" Erledigt: {', '.join(STEP_NAMES[s].de for s in done)}." if done else ""
    rest = [STEP_NAMES[r.step].de for r in asked if r.step not in done]
    return began + finished + (f" Noch offen: {', '.join(rest)}." if rest else "")
