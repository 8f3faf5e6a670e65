"""A flow that does nothing, for measuring Prefect's stock route."""

from __future__ import annotations

from prefect import flow


@flow(name="stock", persist_result=False)
async def stock() -> None:
    """Nothing."""
