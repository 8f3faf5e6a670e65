"""The warm worker: Prefect's worker protocol, flows run in threads of an already imported process (design D4)."""

from __future__ import annotations

import asyncio
import importlib
import os
import socket
from collections.abc import Callable
from typing import Any

import anyio
import anyio.abc
import httpx
import structlog
from anyio import to_thread
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.flow_engine import run_flow_async
from prefect.workers.base import BaseJobConfiguration, BaseWorker, BaseWorkerResult

LOG = structlog.get_logger()
POLL_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 15.0
WATCH_SECONDS = 1.0


class WarmResult(BaseWorkerResult):
    """How the thread of one run ended."""


class WarmWorker(BaseWorker[BaseJobConfiguration, Any, WarmResult]):
    """Runs flows of the pool type ``clusterprocess`` in this process."""

    type = "clusterprocess"
    job_configuration = BaseJobConfiguration
    _description = "Führt Abläufe von clusterprocess in einem warmen Prozess aus."
    _display_name = "clusterprocess"

    async def serve(self, stop: asyncio.Event, wake: asyncio.Event) -> None:
        """Poll until ``stop``; then take nothing new and finish what runs.

        An own loop, because ``BaseWorker.start()`` gives up after about twelve failed polls.
        """
        pause, next_sync = POLL_SECONDS, 0.0
        loop = asyncio.get_running_loop()
        async with self:  # leaving it waits for the runs in flight
            while not stop.is_set():
                wake.clear()
                try:
                    if loop.time() >= next_sync:
                        await self.sync_with_backend()
                        next_sync = loop.time() + self.heartbeat_interval_seconds
                    await self.get_and_submit_flow_runs()
                    pause = POLL_SECONDS
                except (httpx.TransportError, httpx.HTTPStatusError) as error:
                    if isinstance(error, httpx.HTTPStatusError) and error.response.status_code in (401, 403):
                        raise
                    LOG.warning("prefect_unreachable", error=type(error).__name__, pause_seconds=pause)
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                await _first_of(stop, wake, timeout_seconds=pause)

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: anyio.abc.TaskStatus[Any] | None = None,
    ) -> WarmResult:
        """Run one flow in a thread with its own event loop, and cancel it when Prefect's state says so."""
        flow = await self._load(flow_run)
        if task_status:
            task_status.started(f"{socket.gethostname()}:{os.getpid()}:{flow_run.id}")
        cancel: list[Callable[[], object]] = []
        cancelled = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch, flow_run, cancel, cancelled)
            await to_thread.run_sync(_run_in_own_loop, flow, flow_run, cancel)
            group.cancel_scope.cancel()
        if cancelled.is_set():
            current = await self.client.read_flow_run(flow_run.id)
            await self._mark_flow_run_as_cancelled(current, {"message": "Auf Wunsch angehalten."})
        return WarmResult(identifier=str(flow_run.id), status_code=0)

    async def _load(self, flow_run: FlowRun) -> Any:
        if flow_run.deployment_id is None:
            raise RuntimeError("a run of this pool belongs to a deployment")
        entrypoint = (await self.client.read_deployment(flow_run.deployment_id)).entrypoint or ""
        module, _, name = entrypoint.rpartition(".")
        return getattr(importlib.import_module(module), name)

    async def _watch(self, flow_run: FlowRun, cancel: list[Callable[[], object]], cancelled: anyio.Event) -> None:
        """BaseWorker cancels pending runs only; a running one is cancelled here."""
        while True:
            await anyio.sleep(WATCH_SECONDS)
            try:
                state = (await self.client.read_flow_run(flow_run.id)).state
            except httpx.HTTPError:
                continue
            if state is not None and state.type == StateType.CANCELLING and cancel:
                cancelled.set()
                cancel[0]()
                return


def _run_in_own_loop(flow: Any, flow_run: FlowRun, cancel: list[Callable[[], object]]) -> None:
    async def main() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is not None:
            cancel.append(lambda: loop.call_soon_threadsafe(task.cancel))
        await run_flow_async(flow, flow_run=flow_run, parameters=flow_run.parameters, return_type="state")

    try:
        asyncio.run(main())
    except BaseException as error:  # noqa: BLE001 (the edge of a run)
        # a SystemExit in a flow ends the run, never the worker; the run's own row tells what happened
        LOG.error("run_ended", flow_run=str(flow_run.id), error=type(error).__name__)


async def _first_of(*events: asyncio.Event, timeout_seconds: float) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=timeout_seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
