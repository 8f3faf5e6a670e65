"""Commands of absences and substitutes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import day, read, required_day, run

absence = typer.Typer(no_args_is_help=True, help="Abwesenheiten und Vertretungen mit Tagen.")


@absence.command("enter")
def enter(
    person: Annotated[str, typer.Argument(help="Kürzel der abwesenden Person.")],
    from_: Annotated[str, typer.Option("--from", help="Erster Tag.")],
    to: Annotated[str, typer.Option("--to", help="Letzter Tag.")],
    substitute: Annotated[str, typer.Option("--substitute", help="Kürzel der Vertretung.")],
) -> None:
    """Eintragen, wer von wann bis wann fehlt und wer vertritt."""
    from clusterprocess.usecases.keep_absences import enter_absence

    first, last = required_day(from_, "from"), required_day(to, "to")

    def use(work: Any) -> dict[str, Any]:
        queries = work.queries
        made = enter_absence(work, queries.person(person), queries.person(substitute), first, last)
        return _row(made)

    row = run(use)
    emit(
        row,
        f"Abwesenheit {row['id']}: {row['person']} vom {first:%d.%m.%Y} bis {last:%d.%m.%Y}, Vertretung {row['substitute']}.",
    )


@absence.command("list")
def list_(
    on: Annotated[str | None, typer.Option("--on", help="Nur, wer an diesem Tag fehlt.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Auch vergangene.")] = False,
) -> None:
    """Wer fehlt und wer vertritt."""
    wanted = day(on, "on")

    def look(work: Any) -> list[dict[str, Any]]:
        from clusterprocess.usecases.keep_absences import stand_in

        found = [a for a in work.queries.absences(on=wanted) if all_ or wanted or a.ends_on >= work.today]
        return [{**_row(a), "acting": stand_in(work, a.person, max(a.starts_on, work.today)).handle} for a in found]

    rows = read(look)
    table(
        "Abwesenheiten",
        ("Nr.", "Person", "vom", "bis", "Vertretung", "es handelt"),
        [(r["id"], r["person"], r["from"], r["to"], r["substitute"], r["acting"]) for r in rows],
        rows,
    )


@absence.command("end")
def end(
    number: Annotated[int, typer.Argument(help="Nummer der Abwesenheit.")],
    on: Annotated[str, typer.Option("--on", help="Letzter Tag der Abwesenheit.")],
) -> None:
    """Eine Abwesenheit früher beenden."""
    from clusterprocess.usecases.keep_absences import end_absence

    last = required_day(on, "on")
    row = run(lambda w: _row(end_absence(w, number, last)))
    emit(row, f"Abwesenheit {number} endet am {last:%d.%m.%Y}.")


def _row(found: Any) -> dict[str, Any]:
    return {
        "id": found.id,
        "person": found.person.handle,
        "substitute": found.substitute.handle,
        "from": found.starts_on,
        "to": found.ends_on,
    }
