"""The tree of commands; each noun has a module of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterprocess.cli import (
    absences,
    agency_events,
    agency_files,
    agenda,
    boards,
    days,
    documents,
    engagements,
    follow_ups,
    forms,
    incoming,
    links,
    operations,
    outbox,
    proof,
    proofs_of_service,
    registers,
    rounds,
    schedule,
    system,
    users,
    workshops,
)
from clusterprocess.cli.session import STATE

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="clusterprocess: die Beratungsleistungen einer ClusterAgentur als geführte, prüfbare Vorgänge.",
)


@app.callback()
def options(
    json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON; steht an beliebiger Stelle.")] = False,
    actor: Annotated[
        str, typer.Option("--as", metavar="KÜRZEL", help="Wer handelt (sonst CLUSTERPROCESS_ACTOR).")
    ] = "",
    home: Annotated[Path | None, typer.Option("--home", help="Datenordner (sonst CLUSTERPROCESS_HOME).")] = None,
) -> None:
    """Options that stand before or behind every command."""
    STATE.json, STATE.actor, STATE.home = json, actor, home


app.add_typer(registers.register, name="register")
app.add_typer(registers.person, name="person")
app.add_typer(users.user, name="user")
app.add_typer(operations.operation, name="operation")
app.add_typer(operations.organisation, name="organisation")
app.add_typer(engagements.engagement, name="engagement")
app.add_typer(workshops.workshop, name="workshop")
app.add_typer(agency_events.event, name="event")
app.add_typer(days.days, name="days")
app.add_typer(proofs_of_service.proof, name="proof")
app.add_typer(forms.form, name="form")
app.add_typer(documents.document, name="document")
app.add_typer(agency_files.template, name="template")
app.add_typer(agency_files.catalogue, name="catalogue")
app.add_typer(outbox.outbox, name="outbox")
app.add_typer(agenda.agenda, name="agenda")
app.add_typer(absences.absence, name="absence")
app.add_typer(boards.board, name="board")
app.add_typer(incoming.mail, name="mail")
app.add_typer(links.link, name="link")
app.add_typer(links.survey, name="survey")
app.add_typer(follow_ups.followup, name="followup")
app.add_typer(rounds.round_, name="round")
app.add_typer(rounds.offering, name="offering")
app.add_typer(schedule.schedule, name="schedule")
app.add_typer(proof.audit, name="audit")
app.command("calendar")(agenda.calendar)
app.command("note")(registers.note)
app.command("method")(proof.method)
app.command("demo")(system.demo)
app.command("serve")(system.serve)
app.command("migrate")(system.migrate)
app.command("doctor")(system.doctor)
