"""Commands of the initiative's board meetings, the fixed points of a plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, required_day, run

board = typer.Typer(no_args_is_help=True, help="Sitzungen des Vorstands: Plan auf die Sitzung hin, Eintrag, Verlegung.")
Number = Annotated[str, typer.Argument(help="Vorgangsnummer.")]


@board.command("plan")
def plan(number: Number) -> None:
    """Die nächste Sitzung und was bis wann getan sein muss, damit sie beschließen kann."""
    from clusterprocess.usecases.board_meetings import board_meetings, plan_towards_board

    def look(work: Any) -> dict[str, Any]:
        engagement = work.queries.engagement(number)
        steps = plan_towards_board(engagement, work.today)
        return {"meetings": [d for d in board_meetings(engagement) if d >= work.today], "steps": list(steps)}

    found = read(look)
    meetings = ", ".join(f"{day:%d.%m.%Y}" for day in found["meetings"]) or "keine bekannt, bitte erfragen"
    table(
        f"Sitzungen des Vorstands: {meetings}",
        ("bis", "was", "wer", "warum"),
        [(s.due_on, s.label, s.role, s.explained) for s in found["steps"]],
        found,
    )


@board.command("add")
def add(number: Number, day: Annotated[str, typer.Argument(help="Tag der Sitzung.")]) -> None:
    """Eine erste oder weitere Sitzung eintragen; bekannte bleiben."""
    from clusterprocess.usecases.board_meetings import add_board_meeting

    wanted = required_day(day, "day")
    _tell(number, run(lambda w: add_board_meeting(w, number, wanted)))


@board.command("move")
def move(
    number: Number,
    old: Annotated[str, typer.Option("--from", help="Bisheriger Tag der Sitzung.")],
    new: Annotated[str, typer.Option("--to", help="Neuer Tag.")],
) -> None:
    """Eine Sitzung verlegen, auch auf einen schon bekannten Tag; was auf sie hin geplant ist, wird neu gerechnet."""
    from clusterprocess.usecases.board_meetings import move_board_meeting

    before, after = required_day(old, "from"), required_day(new, "to")
    _tell(number, run(lambda w: move_board_meeting(w, number, before, after)))


def _tell(number: str, coming: list[date]) -> None:
    told = ", ".join(f"{day:%d.%m.%Y}" for day in coming)
    emit({"number": number, "meetings": coming}, f"{number}: Der Vorstand tagt am {told}.")
