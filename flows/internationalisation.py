"""Internationalisation support as a staged process, readable top to bottom (offerings.md section 7d)."""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from flows.stages import StagedRun, staged


@flow(name="internationalisation", flow_run_name="{engagement}", persist_result=False, log_prints=False)
async def internationalisation(engagement: str, request: int | None = None) -> State:
    """Unterstützung Internationalisierung: bringt einen Vorgang so weit, wie es ohne Menschen geht.

    Args:
        engagement: Vorgangsnummer, zum Beispiel CA-2015-D-001.
        request: Nummer der Laufanforderung; leer, wenn der Lauf von Hand gestartet wird.
    """
    return await staged(engagement, "internationalisation", request, stages)


async def stages(run: StagedRun) -> None:
    """Readiness, weights before scores, target regions, concept with English pages, checks over 24 months."""
    await run.workshop_papers()  # invitations, attendance lists and minutes, whenever one is due
    await run.intake()
    await run.analysis()
    await run.workshop()
    await run.deliverable()
    await run.follow_up()  # impact note; letters, contacts, mission, memorandum; G5
