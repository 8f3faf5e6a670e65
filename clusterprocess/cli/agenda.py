"""Commands of the agenda and of a person's calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterprocess.cli.output import emit
from clusterprocess.cli.session import read, run, write_file

if TYPE_CHECKING:
    from clusterprocess.usecases.agenda import AgendaLine

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")

agenda = typer.Typer(invoke_without_command=True, help="Was fällig ist, für wen und warum, und was auf wen wartet.")


@agenda.callback()
def show(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", help="Wie viele Kalendertage voraus.")] = 7,
    person: Annotated[str, typer.Option("--for", help="Nur für diese Person, auch als Vertretung.")] = "",
    engagement: Annotated[str, typer.Option("--engagement", help="Nur dieser Vorgang.")] = "",
    role: Annotated[str, typer.Option("--role", help="Nur diese Rolle, zum Beispiel berater.")] = "",
) -> None:
    """Was fällig ist, für wen und warum; Überfälliges zuerst."""
    if context.invoked_subcommand is not None:
        return
    from clusterprocess.usecases.agenda import Wish
    from clusterprocess.usecases.agenda import agenda as look

    lines = read(lambda w: look(w, Wish(days, person, engagement, role)))
    emit(lines, "\n".join(_told(lines)) if lines else f"Agenda, {days} Tage voraus: nichts fällig, nichts wartet.")


def _told(lines: Sequence[AgendaLine]) -> Iterator[str]:
    """Blocks under headings instead of a table: the command that settles a line stays on one line and can be copied."""
    heading = ""
    for line in lines:
        if (now := _heading(line)) != heading:
            yield f"\n{now}" if heading else now
            heading = now
        day = f"{line.due_on:%d.%m.%Y}  " if line.overdue and line.due_on else ""
        yield f"  {day}{line.kind} {line.id}: {line.label}" + (f" ({line.number})" if line.number else "")
        people = ", ".join(line.people) or "niemanden, die Rolle ist nicht besetzt"
        yield f"      wartet auf {people}" + (f" · {line.reason}" if line.reason else "")
        yield f"      {line.settled_by or 'geschieht von selbst (Zeitplan)'}"


def _heading(line: AgendaLine) -> str:
    if line.overdue:
        return "Überfällig"
    return f"{WEEKDAYS[line.due_on.weekday()]}, {line.due_on:%d.%m.%Y}" if line.due_on else "Jetzt, ohne festen Tag"


@agenda.command("done")
def done(
    item: Annotated[int, typer.Argument(help="Nummer der Aufgabe.")],
    outcome: Annotated[str, typer.Option("--outcome", help="Was dabei herauskam, ein Satz.")],
) -> None:
    """Eine Aufgabe als erledigt eintragen."""
    from clusterprocess.usecases.agenda import finish_due

    label = run(lambda w: finish_due(w, item, outcome).label)
    emit({"item": item, "label": label, "state": "erledigt"}, f"Aufgabe {item} „{label}“ ist erledigt.")


def calendar(
    person: Annotated[str, typer.Option("--for", help="Kürzel der Person.")],
    out: Annotated[Path, typer.Option("--out", help="Ziel, zum Beispiel kalender.ics.")],
) -> None:
    """Fälliges, Workshops und Veranstaltungen einer Person als Kalenderdatei (.ics)."""
    from clusterprocess.usecases.personal_calendar import personal_calendar

    content = read(lambda w: personal_calendar(w, w.queries.person(person)))
    write_file(out, content)
    emit({"file": out, "bytes": len(content)}, f"Geschrieben: {out}")
