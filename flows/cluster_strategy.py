"""Joint cluster strategy as a staged process, readable top to bottom (offerings.md section 7a)."""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from flows.stages import StagedRun, staged


@flow(name="cluster-strategy", flow_run_name="{engagement}", persist_result=False, log_prints=False)
async def cluster_strategy(engagement: str, request: int | None = None) -> State:
    """Gemeinsame Clusterstrategie: bringt einen Vorgang so weit, wie es ohne Menschen geht.

    Args:
        engagement: Vorgangsnummer, zum Beispiel CA-2015-A-001.
        request: Nummer der Laufanforderung; leer, wenn der Lauf von Hand gestartet wird.
    """
    return await staged(engagement, "cluster_strategy", request, stages)


async def stages(run: StagedRun) -> None:
    """Questionnaire, findings and brief, strategy days, Strategiepapier, review after 3, 6, 12 and 24 months."""
    await run.workshop_papers()  # invitations, attendance lists and minutes, whenever one is due
    await run.intake()
    await run.analysis()
    await run.workshop()
    await run.deliverable()
    await run.follow_up()  # impact note; first steps, measures, review, goal attainment; G5
