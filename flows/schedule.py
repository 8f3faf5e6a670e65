"""The schedule: flows without an engagement, which Prefect starts by the clock (issue: the engine keeps its promises).

Each run takes a lock of the database; one that finds it taken, or that was piled up while no worker ran, has nothing
to add and says so.
"""

from __future__ import annotations

from collections.abc import Callable

from prefect import flow, runtime
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from clusterprocess.adapters.database.runs import schedule_lock
from clusterprocess.usecases.ports import BeginWork
from clusterprocess.usecases.self_proof import prove_next_events, start_profile_round
from clusterprocess.usecases.sweep import sweep as sweep_now
from flows.stages import process_app

Job = Callable[[BeginWork, str], dict[str, int]]


@flow(name="sweep", persist_result=False, log_prints=False)
async def sweep() -> State:
    """Fälliges: Erinnerungen versenden, Entwürfe vorlegen, Nachbefragungen eröffnen."""
    return await _run("fällig", sweep_now)


@flow(name="self-proof", persist_result=False, log_prints=False)
async def self_proof() -> State:
    """Täglicher Selbstnachweis: Jeder offene Vorgang hat ein nächstes Ereignis; Label und Kennzahlen im Blick."""
    return await _run("selbstnachweis", prove_next_events)


@flow(name="profile-round", persist_result=False, log_prints=False)
async def profile_round() -> State:
    """Jährliche Profilrunde: Initiativen um die Bestätigung ihrer Kennzahlen bitten."""
    return await _run("profilrunde", start_profile_round)


async def _run(name: str, job: Job) -> State:
    app = process_app()
    with schedule_lock(app.engine, name) as held:
        if not held:
            return Completed(name="Läuft schon", message="Ein anderer Lauf desselben Zeitplans ist unterwegs.")
        counts = job(app.begin, str(runtime.flow_run.id or ""))
    told = ", ".join(f"{key}: {value}" for key, value in counts.items() if value) or "nichts fällig"
    await acreate_markdown_artifact(
        f"# Zeitplan „{name}“\n\n{told}\n", key=f"zeitplan-{_key(name)}", description=told[:200]
    )
    return Completed(message=told)


def _key(name: str) -> str:
    return name.replace("ä", "ae")
