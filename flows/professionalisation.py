"""Professionalisation and new services as a staged process, readable top to bottom (offerings.md section 7e)."""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from flows.stages import StagedRun, staged


@flow(name="professionalisation", flow_run_name="{engagement}", persist_result=False, log_prints=False)
async def professionalisation(engagement: str, request: int | None = None) -> State:
    """Professionalisierung und neue Dienstleistungen: bringt einen Vorgang so weit, wie es ohne Menschen geht.

    Args:
        engagement: Vorgangsnummer, zum Beispiel CA-2015-E-001.
        request: Nummer der Laufanforderung; leer, wenn der Lauf von Hand gestartet wird.
    """
    return await staged(engagement, "professionalisation", request, stages)


async def stages(run: StagedRun) -> None:
    """Benchmarking and label readiness (e1), services (e2), or both, as chosen at intake."""
    await run.workshop_papers()  # invitations, attendance lists and minutes, whenever one is due
    await run.intake()
    await run.analysis()
    await run.workshop()
    await run.deliverable()
    await run.follow_up()  # impact note; evidence, path, pilot, new benchmark; G5
