"""Individual analysis and advice as a staged process, readable top to bottom (offerings.md section 7f and ruling 3)."""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from clusterprocess.domain.states import State as At
from flows.stages import StagedRun, staged


@flow(name="individual-advice", flow_run_name="{engagement}", persist_result=False, log_prints=False)
async def individual_advice(engagement: str, request: int | None = None) -> State:
    """Individuelle Analyse und Beratung: bringt einen Vorgang so weit, wie es ohne Menschen geht.

    Args:
        engagement: Vorgangsnummer, zum Beispiel CA-2015-F-001.
        request: Nummer der Laufanforderung; leer, wenn der Lauf von Hand gestartet wird.
    """
    return await staged(engagement, "individual_advice", request, stages)


async def stages(run: StagedRun) -> None:
    """Short advice in one go, larger questions as the full process."""
    if await run.is_fast_lane():
        await run.until(At.ACCEPTED)
        await run.step("open_intake")  # at most eight questions, three working days
        await run.step("write_note")  # as soon as answers and the consultant's result are in
        await run.until(At.ANSWERED)  # one reviewer, no board
        await run.step("hand_over_note")
        await run.until(At.CLOSED)
        return
    await run.workshop_papers()
    await run.intake()
    await run.analysis()
    await run.workshop()
    await run.deliverable()
    await run.follow_up()  # impact note; decision taken, step done, effect; G5
