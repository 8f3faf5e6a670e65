"""Commands of documents and the outbox."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, read_bytes, run, write_file

document = typer.Typer(no_args_is_help=True, help="Word-Dateien holen, zurücklegen, prüfen, auffrischen.")
outbox = typer.Typer(no_args_is_help=True, help="Postausgang: Entwürfe freigeben, Ungewisses entscheiden.")
MAX_DOCX = 50_000_000


@document.command("list")
def list_(number: Annotated[str, typer.Argument(help="Vorgangsnummer.")]) -> None:
    """Alle Dokumente eines Vorgangs mit Fassungen und Prüfsummen."""
    rows = read(
        lambda w: [
            {
                "kind": d.kind,
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
                r["kind"],
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


@outbox.command("list")
def outbox_list(
    state: Annotated[
        str, typer.Option("--state", help="entwurf, wartend, gesendet, abgelehnt, ungewiss, verworfen.")
    ] = "",
) -> None:
    """Nachrichten mit ihrem Stand und wer sie entscheidet."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.domain.messages import STATE_WORDS

    if state and state not in STATE_WORDS:
        raise InputError(f"Stand (state): bitte einer von {', '.join(STATE_WORDS)}.", field="state")
    rows: list[dict[str, Any]] = read(
        lambda w: [
            {
                "id": m.id,
                "engagement": m.engagement_number,
                "template": m.template,
                "subject": m.subject,
                "state": m.state,
                "reason": m.reason,
                "recipients": len(m.recipients),
                "result": m.result,
            }
            for m in w.queries.messages(states=(state,) if state else ())
        ]
    )
    table(
        "Postausgang",
        ("Nr.", "Vorgang", "Betreff", "Stand", "Empfänger", "Hinweis"),
        [
            (
                r["id"],
                r["engagement"],
                r["subject"],
                STATE_WORDS.get(r["state"], r["state"]),
                r["recipients"],
                r["reason"],
            )
            for r in rows
        ],
        rows,
    )


@outbox.command("show")
def outbox_show(message: int) -> None:
    """Eine Nachricht im Wortlaut."""
    found = read(
        lambda w: (
            lambda m: {"id": m.id, "subject": m.subject, "text": m.body_text, "to": m.recipients, "state": m.state}
        )(w.queries.message(message))
    )
    emit(found, f"{found['subject']}\n\n{found['text']}")


@outbox.command("release")
def release(
    message: int,
    decision: Annotated[str, typer.Option("--decision", help="release, drop, arrived oder resend.")] = "release",
) -> None:
    """Einen Entwurf freigeben oder verwerfen; bei ungewissem Versand: angekommen (arrived) oder erneut senden (resend)."""
    from clusterprocess.usecases.send_messages import decide_message

    state = run(lambda w: decide_message(w, message, decision).state)
    emit({"message": message, "state": state}, f"Nachricht {message} ist jetzt „{state}“.")
