"""Commands of the schedule: what it did, and running it once by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import acting, opened, read

if TYPE_CHECKING:
    from clusterprocess.usecases.ports import BeginWork

schedule = typer.Typer(no_args_is_help=True, help="Zeitplan: was er getan hat; einmal von Hand auslösen.")


KINDS = {
    "sweep": "Fälliges auslösen",
    "selbstnachweis": "Selbstnachweis",
    "profilrunde": "jährliche Profilrunde",
}
"""Kinds of runs in words; the slugs are what --kind takes."""


@schedule.command("list")
def list_runs(
    kind: Annotated[str, typer.Option("--kind", help="sweep, selbstnachweis oder profilrunde; leer = alle.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="So viele der neuesten.")] = 20,
) -> None:
    """Die neuesten Läufe des Zeitplans."""
    runs = read(lambda w: list(w.queries.scheduled_runs(kind or None, limit)))
    table(
        "Zeitplan",
        ("Beginn", "Art", "Ende", "Ergebnis", "was"),
        [
            (
                r.started_at,
                KINDS.get(r.kind, r.kind),
                r.ended_at,
                r.outcome,
                ", ".join(f"{k}: {v}" for k, v in r.counts.items()),
            )
            for r in runs
        ],
        [
            {
                "started_at": r.started_at,
                "kind": r.kind,
                "ended_at": r.ended_at,
                "outcome": r.outcome,
                "counts": r.counts,
            }
            for r in runs
        ],
    )


@schedule.command("run")
def run_once() -> None:
    """Fälliges jetzt auslösen; was schon ausgelöst ist, geschieht kein zweites Mal."""
    from clusterprocess.usecases.sweep import sweep

    _by_hand(sweep, "Nichts ist fällig, oder es ist keine Zeit für Mails.")


@schedule.command("proof")
def proof() -> None:
    """Den Selbstnachweis jetzt führen: Jeder offene Vorgang hat ein nächstes Ereignis."""
    from clusterprocess.usecases.self_proof import prove_next_events

    _by_hand(prove_next_events, "Jeder offene Vorgang hat ein nächstes Ereignis.")


@schedule.command("round")
def profile_round() -> None:
    """Die jährliche Profilrunde jetzt vorbereiten: Initiativen, deren Kennzahlen älter sind, werden gebeten."""
    from clusterprocess.usecases.self_proof import start_profile_round

    _by_hand(start_profile_round, "Alle Kennzahlen sind vom letzten Jahreswechsel oder neuer.")


def _by_hand(job: Callable[[BeginWork], dict[str, int]], nothing: str) -> None:
    """Run a job of the schedule for a member of staff; the job itself acts as the system."""
    from clusterprocess.domain.actors import STAFF

    with opened() as app:
        acting(app).require(*STAFF)
        counts = job(app.begin)
    told = ", ".join(f"{key}: {value}" for key, value in counts.items() if value)
    emit(counts, told or nothing)
