"""Commands of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, read_bytes, run, write_file

document = typer.Typer(no_args_is_help=True, help="Word-Dateien holen, zurücklegen, prüfen, auffrischen.")
MAX_DOCX = 50_000_000


@document.command("list")
def list_(number: Annotated[str, typer.Argument(help="Vorgangsnummer.")]) -> None:
    """Alle Dokumente eines Vorgangs mit Fassungen und Prüfsummen."""
    rows = read(
        lambda w: [
            {
                "kind": d.kind,
                "name": d.label,
                "workshop": d.workshop_id,
                "version": v.label,
                "origin": v.origin,
                "made_on": v.made_on,
                "bytes": v.size_bytes,
                "sha256": v.sha256,
                "open": v.check.get("open", []),
            }
            for d in w.queries.engagement(number).documents
            for v in d.versions
        ]
    )
    table(
        f"Dokumente {number}",
        ("Dokument", "Workshop", "Fassung", "Herkunft", "vom", "Bytes", "SHA-256", "offen"),
        [
            (
                f"{r['name']} ({r['kind']})",
                r["workshop"],
                r["version"],
                r["origin"],
                r["made_on"],
                r["bytes"],
                r["sha256"][:12],
                len(r["open"]),
            )
            for r in rows
        ],
        rows,
    )


@document.command("get")
def get(
    number: str,
    kind: Annotated[str, typer.Option("--kind", help="Dokument; leer = Ergebnisbericht der Leistung.")] = "",
    version: Annotated[str, typer.Option("--version", help="Leer = neueste.")] = "",
    workshop: Annotated[int | None, typer.Option("--workshop", help="Nummer des Workshops.")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
) -> None:
    """Eine Fassung als Datei holen."""
    from clusterprocess.domain.errors import NotFoundError
    from clusterprocess.usecases.offering_of import offering_of

    def look(work: Any) -> tuple[str, str, bytes]:
        engagement = work.queries.engagement(number)
        wanted = kind or offering_of(engagement).report_kind
        found = [
            d for d in engagement.documents if d.kind == wanted and (workshop is None or d.workshop_id == workshop)
        ]
        versions = [v for d in found for v in d.versions if not version or v.label == version]
        if not versions:
            raise NotFoundError(
                f"Dokument „{wanted}“ {version} gibt es in {number} nicht; „clusterprocess document list {number}“ zeigt alle."
            )
        return wanted, versions[-1].label, work.files.get(versions[-1].sha256)

    wanted, label, content = read(look)
    target = out or Path(f"{number}_{wanted}_{label}.docx")
    write_file(target, content)
    emit({"file": target, "version": label}, f"Geschrieben: {target}")


@document.command("put")
def put(
    number: str,
    file: Annotated[Path, typer.Argument(help="Bearbeitete Word-Datei.")],
    version: Annotated[str, typer.Option("--version", help="Bezeichnung; leer = nächste.")] = "",
) -> None:
    """Eine in Word bearbeitete Fassung zurücklegen; sie wird geprüft."""
    from clusterprocess.usecases.keep_documents import put_back

    content = read_bytes(file, MAX_DOCX)
    label, check = run(lambda w: (lambda v: (v.label, v.check))(put_back(w, number, content, version or None)))
    _tell_check(label, check)


@document.command("check")
def check(
    number: str,
    reason: Annotated[str, typer.Option("--keep", help="Begründung, mit der geänderte Zahlen bleiben.")] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Nur diese Zahlen behalten.")] = None,
) -> None:
    """Die neueste Fassung prüfen; mit --keep bleiben von Hand geänderte Zahlen mit Begründung."""
    from clusterprocess.usecases.keep_documents import keep_changes, recheck

    if reason:
        label, found = run(lambda w: (lambda v: (v.label, v.check))(keep_changes(w, number, reason, tag)))
    else:
        label, found = run(lambda w: (lambda v: (v.label, v.check))(recheck(w, number)))
    _tell_check(label, found)


def _tell_check(label: str, check: dict[str, Any]) -> None:
    points = check.get("open", [])
    text = f"Fassung {label}: " + (
        "ohne Beanstandung." if not points else f"{len(points)} offene Punkte:\n- " + "\n- ".join(points)
    )
    emit({"version": label, "check": check}, text)


@document.command("refresh")
def refresh(number: str) -> None:
    """Zahlen, Diagramme und unberührte Textblöcke auffrischen; Bearbeitetes bleibt und wird genannt."""
    from clusterprocess.usecases.keep_documents import refresh as renew

    label, done, left = run(lambda w: (lambda r: (r[0].label, r[1], r[2]))(renew(w, number)))
    emit(
        {"version": label, "refreshed": done, "left": left},
        f"Fassung {label}: {len(done)} aufgefrischt, {len(left)} bearbeitet und deshalb gelassen.",
    )
