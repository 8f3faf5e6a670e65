"""Joint communication concept as a staged process, readable top to bottom (offerings.md section 7b)."""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from flows.stages import StagedRun, staged


@flow(name="communication-concept", flow_run_name="{engagement}", persist_result=False, log_prints=False)
async def communication_concept(engagement: str, request: int | None = None) -> State:
    """Gemeinsames Kommunikationskonzept: bringt einen Vorgang so weit, wie es ohne Menschen geht.

    Args:
        engagement: Vorgangsnummer, zum Beispiel CA-2015-B-001.
        request: Nummer der Laufanforderung; leer, wenn der Lauf von Hand gestartet wird.
    """
    return await staged(engagement, "communication_concept", request, stages)


async def stages(run: StagedRun) -> None:
    """Questionnaire, audience and channel findings, one workshop, Kommunikationskonzept, checks after 1, 3, 6 and 12 months."""
    await run.workshop_papers()  # invitations, attendance lists and minutes, whenever one is due
    await run.intake()
    await run.analysis()
    await run.workshop()
    await run.deliverable()
    await run.follow_up()  # impact note; quick wins, calendar, figures, audiences; G5
