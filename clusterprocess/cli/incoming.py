"""Commands of mails that came in: take in, list, show, assign, settle."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import STATE, acting, opened, read, read_bytes, run, write_file

mail = typer.Typer(no_args_is_help=True, help="Eingegangene Mails: aufnehmen, zuordnen, erledigen.")

KIND_WORDS = {
    "antwort": "Antwort",
    "automatische_antwort": "automatische Antwort",
    "unzustellbar": "Rückläufer",
    "kalenderantwort": "Kalenderantwort",
}
MATCH_WORDS = {
    "message_id": "Antwort auf unsere Nachricht",
    "vorgangsnummer": "Nummer im Text",
    "termin": "Termin",
    "person": "Absender (bitte prüfen)",
    "hand": "von Hand",
    "": "nicht zugeordnet",
}
SHOWN_SUBJECT = 60


@mail.command("take")
def take(path: Annotated[Path, typer.Argument(help="Eine .eml-Datei oder ein Ordner mit .eml-Dateien.")]) -> None:
    """Mails aus Dateien aufnehmen; dieselbe Datei noch einmal ändert nichts."""
    from clusterprocess.domain.errors import ClusterProcessError
    from clusterprocess.usecases.take_mail import MOST_BYTES

    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    with opened() as app:
        actor = acting(app)
        for file in _files(path):
            try:
                raw = read_bytes(file, MOST_BYTES)
                rows.append(app.run(actor, partial(_taken, raw=raw)))
            except ClusterProcessError as error:
                if not path.is_dir():
                    raise
                faults.append(f"{file.name}: {error}")
    _show("Aufgenommen", rows, {"mails": rows, "faults": faults})
    if faults:
        if not STATE.json:
            emit(faults, "Nicht aufgenommen:\n- " + "\n- ".join(faults))
        raise typer.Exit(1)


@mail.command("list")
def list_(
    open_: Annotated[bool, typer.Option("--open", help="Nur, was noch jemand ansehen muss.")] = False,
    engagement: Annotated[str, typer.Option("--engagement", help="Nur dieser Vorgang.")] = "",
) -> None:
    """Eingegangene Mails mit Art, Zuordnung und Ergebnis."""
    number = engagement.strip().upper() or None
    rows = read(lambda w: [_row(w, m) for m in w.queries.incoming_mails(unsettled=open_, engagement=number)])
    _show("Eingang", rows, rows)


@mail.command("show")
def show(
    mail_id: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „mail list“.")],
    out: Annotated[Path | None, typer.Option("--out", help="Die Mail als .eml-Datei dorthin schreiben.")] = None,
) -> None:
    """Eine eingegangene Mail als reiner Text; Anlagen nur mit Namen."""

    def look(work: Any) -> tuple[dict[str, Any], bytes]:
        found = work.queries.incoming_mail(mail_id)
        raw = work.files.get(found.sha256)
        told = work.services.incoming_mails.read(raw)
        names = [f"{name} ({len(content):,} Bytes)".replace(",", ".") for name, content in told.attachments]
        return {**_row(work, found), "from": told.sender, "text": found.body, "attachments": names}, raw

    told, raw = read(look)
    if out is not None:
        write_file(out, raw)
    head = [
        f"Eingang {told['id']} vom {told['received_on']:%d.%m.%Y}: {KIND_WORDS[told['kind']]}",
        f"Von: {told['from'] or 'unbekannt'}",
        f"Betreff: {told['subject']}",
        f"Zuordnung: {told['number'] or '–'} ({MATCH_WORDS[told['matched_by']]})",
        f"Stand: {_stand(told)}",
        *(f"Anlage: {name}" for name in told["attachments"]),
    ]
    emit(told, "\n".join(head) + f"\n\n{told['text']}")


@mail.command("assign")
def assign(
    mail_id: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „mail list“.")],
    number: Annotated[str, typer.Argument(help="Vorgangsnummer oder Nummer einer Veranstaltung.")],
) -> None:
    """Eine Mail von Hand einem Vorgang oder einer Veranstaltung zuordnen."""
    from clusterprocess.usecases.take_mail import assign_mail

    found = run(lambda w: _row(w, assign_mail(w, mail_id, number)))
    emit(found, f"Eingang {mail_id} gehört jetzt zu {found['number']}.")


@mail.command("settle")
def settle(
    mail_id: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „mail list“.")],
    outcome: Annotated[str, typer.Option("--outcome", help="Was geschehen ist, zum Beispiel „beantwortet“.")],
) -> None:
    """Eine Mail als erledigt vermerken, mit dem Ergebnis."""
    from clusterprocess.usecases.take_mail import settle_mail

    found = run(lambda w: _row(w, settle_mail(w, mail_id, outcome)))
    emit(found, f"Eingang {mail_id} ist erledigt: {found['outcome']}")


def _taken(work: Any, raw: bytes) -> dict[str, Any]:
    from clusterprocess.usecases.take_mail import take_mail

    return _row(work, take_mail(work, raw))


def _files(path: Path) -> list[Path]:
    """The file itself, or the .eml files of a folder in the order of their names."""
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.iterdir() if p.suffix.lower() == ".eml" and p.is_file() and not p.is_symlink())


def _row(work: Any, found: Any) -> dict[str, Any]:
    number = found.engagement_number
    if number is None and found.agency_event_id is not None:
        number = work.queries.agency_event_by_id(found.agency_event_id).number
    return {
        "id": found.id,
        "received_on": found.received_on,
        "kind": found.kind,
        "number": number,
        "matched_by": found.matched_by,
        "subject": found.subject,
        "settled": found.settled,
        "outcome": found.outcome,
    }


def _stand(row: dict[str, Any]) -> str:
    state = "erledigt" if row["settled"] else "offen"
    return f"{state}. {row['outcome']}" if row["outcome"] else state


def _show(title: str, rows: list[dict[str, Any]], data: Any) -> None:
    table(
        title,
        ("Nr.", "Tag", "Art", "Nummer", "Betreff", "Stand"),
        [
            (
                r["id"],
                r["received_on"],
                KIND_WORDS[r["kind"]],
                f"{r['number']} (vermutet)" if r["matched_by"] == "person" else r["number"],
                r["subject"][:SHOWN_SUBJECT],
                _stand(r),
            )
            for r in rows
        ],
        data,
    )
