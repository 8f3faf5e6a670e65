"""Main program of a worker process: registers the deployments and runs flows until SIGTERM (design D4)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading

import httpx
import psycopg
import structlog
from sqlalchemy import make_url

from clusterprocess.adapters.prefect_runs.api import PrefectApi
from clusterprocess.adapters.prefect_runs.environment import POOL, api_of
from clusterprocess.bootstrap import database_urls, embedded_server
from clusterprocess.config import Settings
from clusterprocess.runtime.dispatcher import DELIVERED_CHANNEL

LOG = structlog.get_logger()


async def serve() -> None:
    """Wait for Prefect, apply the deployments, then work."""
    loop, stop, wake = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    threading.Thread(target=_listen, args=(loop, wake, stop), daemon=True).start()
    watching = loop.create_task(_stop_with_parent(stop))
    from clusterprocess.adapters.prefect_runs.deployments import apply
    from clusterprocess.adapters.prefect_runs.worker import WarmWorker
    from flows.catalogue import FLOWS, SCHEDULED
    from flows.stages import process_app

    process_app()  # warm: settings, engine and templates are ready before the first run
    api = PrefectApi(*api_of(os.environ))
    while not stop.is_set() and not await asyncio.to_thread(api.is_healthy):
        await _pause(stop, 0.3)
    while not stop.is_set():
        try:
            await apply(FLOWS, SCHEDULED)
            break
        except httpx.HTTPError as error:
            LOG.warning("deployments_wait", error=type(error).__name__)
            await _pause(stop, 1.0)
    if not stop.is_set():
        worker = WarmWorker(work_pool_name=POOL, prefetch_seconds=0, limit=os.cpu_count() or 2)
        await worker.serve(stop, wake)
    await watching


async def _stop_with_parent(stop: asyncio.Event) -> None:
    """A worker whose supervisor is gone finishes its runs and ends."""
    parent = os.getppid()
    while not stop.is_set() and os.getppid() == parent:
        await _pause(stop, 1.0)
    stop.set()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _listen(loop: asyncio.AbstractEventLoop, wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Wake the poll loop when the dispatcher delivered something."""
    settings = Settings()
    while not stop.is_set():
        try:
            app_url = database_urls(settings, embedded_server(settings)).app
            url = make_url(app_url).set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(url, autocommit=True) as listening:
                listening.execute(f"LISTEN {DELIVERED_CHANNEL}")
                while not stop.is_set():
                    for _ in listening.notifies(timeout=1.0, stop_after=1):
                        loop.call_soon_threadsafe(wake.set)
        except psycopg.Error:
            threading.Event().wait(1.0)


def main() -> int:
    asyncio.run(serve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
