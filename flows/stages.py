"""What every offering's flow shares: a run that takes an engagement as far as it can without people (design D2)."""

from __future__ import annotations

import asyncio
import os
import socket
import traceback
from collections.abc import Awaitable, Callable
from functools import cache

from prefect import runtime, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from clusterprocess.adapters.database.runs import engagement_lock
from clusterprocess.bootstrap import App, database_urls, embedded_server
from clusterprocess.config import Settings
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.errors import ClusterProcessError
from clusterprocess.domain.runs import STEP_NAMES
from clusterprocess.domain.states import STATE_NAMES
from clusterprocess.domain.states import State as EngagementState
from clusterprocess.usecases.run_steps import has_reached, perform_step
from clusterprocess.usecases.take_runs import end_run, start_run, waits_for
from clusterprocess.usecases.workshop_papers import due_workshop_steps

RUNNER = Actor("system", frozenset({Role.SYSTEM}), "prefect")
LOCK_PATIENCE_SECONDS = 600.0


class WaitsForPeople(Exception):
    """The run came to a gate that people open; it ends in a named completed state."""


@cache
def process_app() -> App:
    """The wired program of this worker process; its database is started by the supervisor."""
    settings = Settings()
    return App(settings, database_urls(settings, embedded_server(settings)), pool_size=2 * (os.cpu_count() or 2))


class StagedRun:
    """One attempt: performs steps that are due and stops at the first gate that is shut."""

    def __init__(self, app: App, number: str, run_id: int) -> None:
        self.app, self.number, self.run_id = app, number, run_id
        self.done: list[dict[str, str]] = []

    async def step(self, name: str, attempt: int | None = None) -> None:
        """Perform one automated step, unless it is recorded already."""
        outcome = await perform.with_options(task_run_name=STEP_NAMES[name].de)(self, name, attempt)
        if outcome == "erledigt":
            self.done.append({"step": name, "label": STEP_NAMES[name].de, "outcome": outcome})

    async def workshop_papers(self) -> None:
        """Invitations, attendance lists and minutes that the workshops still need."""
        with self.app.begin(RUNNER) as work:
            due = [
                (step, workshop)
                for step, workshop in due_workshop_steps(work.queries.engagement(self.number))
                if not work.queries.step_done(work.queries.engagement(self.number).id, step, workshop)
            ]
        for step, workshop in due:
            await self.step(step, workshop)

    async def until(self, state: EngagementState) -> None:
        """Go on only if the engagement has reached a state; else end the run with whom it waits for.

        Raises:
            WaitsForPeople: it has not.
        """
        with self.app.begin(RUNNER) as work:
            engagement = work.queries.engagement(self.number)
            if not has_reached(engagement, state):
                raise WaitsForPeople(waits_for(engagement))

    async def intake(self) -> None:
        """Questionnaire and interview guide go out; the initiative answers; G1."""
        await self.until(EngagementState.ACCEPTED)
        await self.step("open_intake")
        await self.until(EngagementState.INTAKE_COMPLETE)

    async def analysis(self) -> None:
        """Findings and situation brief; a second person signs; G2."""
        await self.step("analyse")
        await self.step("write_brief")
        await self.until(EngagementState.ANALYSIS_REVIEWED)

    async def workshop(self) -> None:
        """Waits until every required workshop is minuted; G3."""
        await self.step("plan_workshops")
        await self.until(EngagementState.WORKSHOP_HELD)

    async def deliverable(self) -> None:
        """Draft, Word round trip, review, consent of the initiative, handover; G4."""
        await self.step("draft_paper")
        await self.step("check_edited_paper")
        await self.until(EngagementState.CLUSTER_REVIEW)
        await self.step("write_resolution")
        await self.until(EngagementState.RELEASED)
        await self.step("hand_over")

    async def follow_up(self) -> None:
        """Impact note once twelve months are answered or silent; further follow-ups; G5."""
        await self.step("write_impact_note")
        await self.until(EngagementState.CLOSED)

    async def is_fast_lane(self) -> bool:
        """Whether this is short advice of up to two person-days (ruling 3)."""
        with self.app.begin(RUNNER) as work:
            return work.queries.engagement(self.number).fast_lane


@task(name="schritt", retries=0, persist_result=False)
async def perform(run: StagedRun, name: str, attempt: int | None) -> str:
    """One automated step as Prefect shows it; the record in our database decides whether it still is to be done."""
    with run.app.begin(RUNNER, str(run.run_id)) as work:
        return perform_step(work, run.number, name, attempt)


Stages = Callable[[StagedRun], Awaitable[None]]


async def staged(number: str, flow: str, request: int | None, stages: Stages) -> State:
    """Run the stages of an engagement under its lock, and tell our database and Prefect how far they came."""
    app = process_app()
    with app.begin(RUNNER) as work:
        engagement = work.queries.engagement(number)
        engagement_id, number = engagement.id, engagement.number
    waited = 0.0
    while waited < LOCK_PATIENCE_SECONDS:
        with engagement_lock(app.engine, engagement_id) as held:
            if held:
                return await _attempt(app, number, flow, request, stages)
        await asyncio.sleep(0.2)
        waited += 0.2
    return Failed(message="Ein anderer Lauf hält diesen Vorgang seit zehn Minuten.")


async def _attempt(app: App, number: str, flow: str, request: int | None, stages: Stages) -> State:
    prefect_id = str(runtime.flow_run.id or "")
    with app.begin(RUNNER) as work:
        row = start_run(work, number, flow, prefect_id, f"{socket.gethostname()}:{os.getpid()}", request)
    run = StagedRun(app, number, row.id)
    outcome, reason = "fertig", "nichts mehr"
    try:
        await stages(run)
    except WaitsForPeople as waiting:
        outcome, reason = "wartet", str(waiting)
    except ClusterProcessError as error:
        outcome, reason = "fehlgeschlagen", f"{error.code}: {error}"
    except asyncio.CancelledError:
        with app.begin(RUNNER, str(row.id)) as work:
            end_run(work, row.id, "abgebrochen", "auf Wunsch angehalten", run.done)
        raise
    except Exception as error:  # the edge of a flow: recorded here, shown by Prefect, never swallowed
        outcome, reason = (
            "fehlgeschlagen",
            f"{type(error).__name__}: {''.join(traceback.format_exception_only(error)).strip()[:300]}",
        )
        with app.begin(RUNNER, str(row.id)) as work:
            end_run(work, row.id, outcome, reason, run.done)
        raise
    with app.begin(RUNNER, str(row.id)) as work:
        end_run(work, row.id, outcome, reason, run.done)
        state = work.queries.engagement(number).current_state
    await _artifact(number, state, outcome, reason, run.done, app.settings.link_url)
    if outcome == "fehlgeschlagen":
        return Failed(message=reason)
    return Completed(name="Wartet auf Menschen" if outcome == "wartet" else "Completed", message=reason)


async def _artifact(
    number: str, state: EngagementState, outcome: str, reason: str, done: list[dict[str, str]], pages: str
) -> None:
    """A Markdown note per run: what was done and what it waits for; roles only, never names."""
    lines = [f"# Lauf für {number}", "", f"**Stand:** {STATE_NAMES[state].de}", "", "## Erledigt", ""]
    lines += [f"- {step['label']}" for step in done] or ["- nichts Neues"]
    lines += ["", "## Wartet auf" if outcome == "wartet" else f"## Ende: {outcome}", "", reason]
    if pages:
        lines += ["", f"[Vorgang {number} in der Anwendung öffnen]({pages}/vorgang/{number})"]
    await acreate_markdown_artifact(
        "\n".join(lines), key=f"lauf-{number.lower()}", description=f"{outcome}: {reason}"[:200]
    )
