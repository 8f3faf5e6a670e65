"""Commands of offline forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterprocess.cli.output import emit
from clusterprocess.cli.session import day, read_bytes, run, write_file

if TYPE_CHECKING:
    from clusterprocess.adapters.database.unit_of_work import DatabaseWork
    from clusterprocess.usecases.exchange_forms import FormFiles

form = typer.Typer(no_args_is_help=True, help="Formulare zum Ausfüllen ohne Netz: ausgeben und einlesen.")
Number = Annotated[str, typer.Argument(help="Vorgangsnummer, zum Beispiel CA-2015-A-017.")]


def _files() -> tuple[FormFiles, ...]:
    from clusterprocess.adapters.sheets.forms import SheetForms
    from clusterprocess.adapters.word.form import WordForms

    return SheetForms(), WordForms()


@form.command("write")
def write(
    number: Number,
    out: Annotated[Path, typer.Option("--out", help="Ziel; die Endung .xlsx oder .docx bestimmt die Art.")],
    part: Annotated[
        list[str] | None, typer.Option("--part", help="fragebogen, profil; leer = beides, in Word nur der Fragebogen.")
    ] = None,
) -> None:
    """Das Formular eines Vorgangs ausgeben; was bekannt ist, steht schon darin."""
    from clusterprocess.usecases.exchange_forms import write_form

    kind = out.suffix.lower().removeprefix(".")
    content = run(lambda w: write_form(w, number, kind, _files(), part))
    write_file(out, content)
    emit({"number": number, "file": str(out), "bytes": len(content)}, f"Formular zu {number} liegt in {out}.")


@form.command("read")
def read(
    number: Number,
    file: Annotated[Path, typer.Option("--file", help="Das ausgefüllte Formular, .xlsx oder .docx.")],
    on: Annotated[str | None, typer.Option("--on", help="Tag der Einreichung.")] = None,
) -> None:
    """Ein ausgefülltes Formular einlesen; leere Felder löschen nichts."""
    from clusterprocess.usecases.exchange_forms import read_form

    content = read_bytes(file)

    def take(work: DatabaseWork) -> tuple[int | None, str | None]:
        taken = read_form(work, number, content, _files(), day(on, "on"))
        version = taken.submission.version if taken.submission else None
        return version, taken.profile.as_of.isoformat() if taken.profile else None

    version, as_of = run(take)
    told = [f"Fragebogen: Fassung {version} eingereicht."] if version else []
    told += [f"Profil zum Stichtag {as_of} gespeichert."] if as_of else []
    emit({"number": number, "version": version, "as_of": as_of}, " ".join(told))
