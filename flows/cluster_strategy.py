"""Joint cluster strategy as a staged process, readable top to bottom (offerings.md section 7a)."""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from clusterprocess.domain.states import State as At
from flows.stages import StagedRun, staged


@flow(name="cluster-strategy", flow_run_name="{engagement}", persist_result=False, log_prints=False)
async def cluster_strategy(engagement: str, request: int | None = None) -> State:
    """Gemeinsame Clusterstrategie: bringt einen Vorgang so weit, wie es ohne Menschen geht.

    Args:
        engagement: Vorgangsnummer, zum Beispiel CA-2015-A-017.
        request: Nummer der Laufanforderung; leer, wenn der Lauf von Hand gestartet wird.
    """
    return await staged(engagement, "cluster_strategy", request, stages)


async def stages(run: StagedRun) -> None:
    """Intake, analysis, workshop, deliverable, follow-up; people open the gates in between."""
    await run.workshop_papers()

    # Intake: questionnaire and interview guide go out; the initiative answers; G1.
    await run.until(At.ACCEPTED)
    await run.step("open_intake")

    # Analysis: findings and situation brief; a second person signs; G2.
    await run.until(At.INTAKE_COMPLETE)
    await run.step("analyse")
    await run.step("write_brief")

    # Workshop: waits until every required strategy day is minuted; G3.
    await run.until(At.ANALYSIS_REVIEWED)
    await run.step("plan_workshops")

    # Deliverable: draft, Word round trip, review, board; G4.
    await run.until(At.WORKSHOP_HELD)
    await run.step("draft_paper")
    await run.step("check_edited_paper")
    await run.until(At.CLUSTER_REVIEW)
    await run.step("write_resolution")
    await run.until(At.RELEASED)
    await run.step("hand_over")

    # Follow-up: the schedule asks; G5.
    await run.until(At.CLOSED)
