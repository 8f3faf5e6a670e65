"""Commands of Word templates and catalogues: look, check, preview, put in force."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, read_bytes, run, settings, write_file

template = typer.Typer(no_args_is_help=True, help="Word-Vorlagen: ansehen, prüfen, erproben, in Kraft setzen.")
catalogue = typer.Typer(
    no_args_is_help=True, help="Kataloge (Regeln, Schwellen, Listen): ansehen, prüfen, in Kraft setzen."
)
MAX_TEMPLATE = 20_000_000
MAX_CATALOGUE = 2_000_000
Name = Annotated[str, typer.Option("--for", help="Welche Vorlage, zum Beispiel cluster_strategy/strategiepapier.docx.")]
Note = Annotated[str, typer.Option("--note", help="Was geändert wurde und warum.")]


@template.command("list")
def list_templates() -> None:
    """Alle Vorlagen mit der Fassung, die gilt, und ob sie die Prüfung besteht."""
    from clusterprocess.usecases.keep_agency_files import templates_in_force

    rows = read(templates_in_force)
    table(
        "Vorlagen",
        ("Vorlage", "Fassung", "gilt seit", "Anlass", "Prüfung"),
        [(r["name"], r["number"], r["since"], r["note"], "ohne Beanstandung" if not r["faults"] else f"{len(r['faults'])} Befunde") for r in rows],
        rows,
    )  # fmt: skip


@template.command("check")
def check_template(
    file: Annotated[Path, typer.Argument(help="Bearbeitete Datei oder Name einer Vorlage.")],
    name: Name = "",
) -> None:
    """Eine Vorlage prüfen, bevor sie benutzt wird: Stelle, Befund, Abhilfe."""
    from clusterprocess.adapters.word import WordDocuments

    documents = WordDocuments(settings().templates_folder)
    content = read_bytes(file, MAX_TEMPLATE) if file.is_file() or name else None
    faults = documents.check_template(name or str(file), content)
    emit(
        {"file": file, "faults": faults},
        f"{file}: ohne Beanstandung." if not faults else f"{file}:\n- " + "\n- ".join(faults),
    )
    if faults:
        raise typer.Exit(1)


@template.command("preview")
def preview(
    name: Annotated[str, typer.Argument(help="Vorlage, zum Beispiel cluster_strategy/strategiepapier.docx.")],
    file: Annotated[
        Path | None, typer.Option("--file", help="Bearbeitete Datei; leer = die Vorlage, die gilt.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Wohin; leer = vorschau_<name>.docx.")] = None,
) -> None:
    """Ein Dokument mit Beispieldaten aus der Vorlage erzeugen, um es in Word anzusehen."""
    from clusterprocess.sampledata.preview import preview_of
    from clusterprocess.usecases.keep_agency_files import template_content

    content = read_bytes(file, MAX_TEMPLATE) if file else read(lambda w: template_content(w, name))
    target = out or Path(f"vorschau_{Path(name).name}")
    from clusterprocess.adapters.word import WordDocuments

    documents = WordDocuments(settings().templates_folder)
    if faults := documents.check_template(name, content):
        emit({"faults": faults}, "Die Vorlage besteht die Prüfung nicht:\n- " + "\n- ".join(faults))
        raise typer.Exit(1)
    write_file(target, documents.render(name, preview_of(name), content).content)
    emit({"file": target}, f"Geschrieben: {target} (Beispieldaten)")


@template.command("activate")
def activate_template(
    file: Annotated[Path, typer.Argument(help="In Word bearbeitete Vorlage.")],
    name: Name,
    note: Note,
) -> None:
    """Eine geprüfte Vorlage in Kraft setzen; die Prüfung läuft vorher, frühere Fassungen bleiben."""
    from clusterprocess.usecases.keep_agency_files import activate_template as activate

    content = read_bytes(file, MAX_TEMPLATE)
    number = run(lambda w: activate(w, name, content, note).number)
    emit({"name": name, "number": number}, f"Vorlage {name}: Fassung {number} gilt ab jetzt für neue Dokumente.")


@catalogue.command("list")
def list_catalogues() -> None:
    """Alle Kataloge mit der Fassung, die gilt, Herkunft und Kennzeichen."""
    from clusterprocess.usecases.keep_agency_files import catalogues_in_force

    rows: list[dict[str, Any]] = read(catalogues_in_force)
    table(
        "Kataloge",
        ("Katalog", "Fassung", "gültig ab", "Kennzeichen", "Quelle"),
        [(r["name"], r["version"], r["valid_from"], r["mark"], r["source"]) for r in rows],
        rows,
    )


@catalogue.command("get")
def get_catalogue(
    name: Annotated[str, typer.Argument(help="Katalog, zum Beispiel limits.toml.")],
    out: Annotated[Path | None, typer.Option("--out")] = None,
) -> None:
    """Den Katalog, der gilt, als Datei holen, um ihn zu bearbeiten."""
    from clusterprocess.usecases.keep_agency_files import catalogue_content

    content = read(lambda w: catalogue_content(w, name))
    target = out or Path(name)
    write_file(target, content.encode("utf-8"))
    emit({"file": target}, f"Geschrieben: {target}")


@catalogue.command("check")
def check_file(
    file: Annotated[Path, typer.Argument(help="Bearbeitete Datei.")],
    name: Annotated[str, typer.Option("--for", help="Welcher Katalog; leer = Name der Datei.")] = "",
) -> None:
    """Einen Katalog prüfen, bevor er gilt."""
    from clusterprocess.usecases.keep_agency_files import require_readable

    version = require_readable(name or file.name, read_bytes(file, MAX_CATALOGUE))
    emit({"file": file, "version": version}, f"{file}: lesbar, Fassung „{version}“.")


@catalogue.command("activate")
def activate_catalogue(
    file: Annotated[Path, typer.Argument(help="Bearbeiteter Katalog.")],
    note: Note,
    name: Annotated[str, typer.Option("--for", help="Welcher Katalog; leer = Name der Datei.")] = "",
) -> None:
    """Einen geprüften Katalog in Kraft setzen; laufende Vorgänge enden auf der Fassung, mit der sie begannen."""
    from clusterprocess.usecases.keep_agency_files import activate_catalogue as activate

    content = read_bytes(file, MAX_CATALOGUE)
    number = run(lambda w: activate(w, name or file.name, content, note).number)
    emit({"name": name or file.name, "number": number}, f"Katalog {name or file.name}: Fassung {number} gilt ab jetzt für neue Vorgänge.")  # fmt: skip
