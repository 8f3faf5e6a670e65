"""Telling a Prefect server about our work pool and flows: by module path, without a file path (design 5)."""

from __future__ import annotations

import contextlib
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from clusterprocess.adapters.prefect_runs.environment import POOL

TIMEZONE = "Europe/Berlin"


def schedules(timings: dict[str, str], sweep_seconds: int) -> dict[str, Schedule]:
    """Prefect's schedules of the scheduled flows: a cron line where there is one, else the sweep's interval.

    With ``sweep_seconds`` 0 the deployments exist without running by themselves.
    """
    if not sweep_seconds:
        return {}
    return {
        slug: Cron(cron, timezone=TIMEZONE) if cron else Interval(sweep_seconds, timezone=TIMEZONE)
        for slug, cron in timings.items()
    }


async def apply(
    flows: dict[str, Any], scheduled: dict[str, Any] | None = None, timed: dict[str, Schedule] | None = None
) -> list[str]:
    """Create the pool and one deployment per flow; safe to repeat. Returns the deployment names.

    Args:
        flows: flows that work on an engagement and are started by request.
        scheduled: flows that the clock starts; ``timed`` holds the schedule of each that runs by itself.
    """
    async with get_client() as client:
        with contextlib.suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=POOL, type="clusterprocess"))
    names = []
    by_clock = scheduled or {}
    for slug, flow in {**flows, **by_clock}.items():
        name = slug.replace("_", "-")
        schedule = (timed or {}).get(slug)
        deployment = await flow.ato_deployment(
            name,
            schedules=[schedule] if schedule else [],
            concurrency_limit=1 if slug in by_clock else None,
            tags=["zeitplan" if slug in by_clock else "leistung", name],
            work_pool_name=POOL,
            description=flow.description,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        await deployment.aapply()
        names.append(f"{name}/{name}")
    return names
