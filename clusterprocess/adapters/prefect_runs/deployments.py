"""Telling a Prefect server about our work pool and flows: by module path, without a file path (design 5)."""

from __future__ import annotations

import contextlib
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.types.entrypoint import EntrypointType

from clusterprocess.adapters.prefect_runs.environment import POOL


async def apply(flows: dict[str, Any], scheduled: dict[str, Any]) -> list[str]:
    """Create the pool and one deployment per flow; safe to repeat. Returns the deployment names.

    Args:
        flows: flows that work on an engagement and are started by request.
        scheduled: flows of the schedule, which the dispatcher asks for by the clock; one run of each at a time.
    """
    async with get_client() as client:
        with contextlib.suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=POOL, type="clusterprocess"))
    names = []
    for slug, flow in {**flows, **scheduled}.items():
        name = slug.replace("_", "-")
        deployment = await flow.ato_deployment(
            name,
            concurrency_limit=1 if slug in scheduled else None,
            tags=["zeitplan" if slug in scheduled else "leistung", name],
            work_pool_name=POOL,
            description=flow.description,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        await deployment.aapply()
        names.append(f"{name}/{name}")
    return names
