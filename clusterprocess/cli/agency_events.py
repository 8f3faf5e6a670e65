"""Commands of the agency's group events."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import (
    STATE,
    acting,
    day,
    opened,
    read,
    read_bytes,
    read_input,
    required_day,
    run,
    write_file,
)

event = typer.Typer(no_args_is_help=True, help="Gruppenveranstaltungen: planen, einladen, Teilnahme, Papiere, Zahlen.")
MAX_SHEET = 20_000_000

Number = Annotated[str, typer.Argument(help="Nummer, zum Beispiel CA-2015-V-003.")]


@event.command("plan")
def plan(
    title: Annotated[str, typer.Argument(help="Titel der Veranstaltung.")],
    on: Annotated[str, typer.Option("--on", help="Tag.")],
    place: Annotated[str, typer.Option("--place", help="Ort.")],
    capacity: Annotated[int, typer.Option("--capacity", help="Plätze.")],
    operation: Annotated[str, typer.Option("--operation", help="Aktenzeichen des Vorhabens.")],
    delivering: Annotated[str, typer.Option("--delivering", help="Leistende Organisation.")],
    kind: Annotated[
        str, typer.Option("--kind", help="Art, zum Beispiel gruppencoaching, cluster_dialog.")
    ] = "gruppencoaching",
    starts_at: Annotated[str, typer.Option("--from", help="Beginn, HH:MM.")] = "09:30",
    ends_at: Annotated[str, typer.Option("--to", help="Ende, HH:MM.")] = "16:00",
    lead: Annotated[str, typer.Option("--lead", help="Kürzel der Federführung; sie gibt die Mails frei.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Worum es geht; steht in der Einladung.")] = "",
    agenda: Annotated[list[str] | None, typer.Option("--agenda", help="Je Punkt einmal: „09:45 Begrüßung“.")] = None,
) -> None:
    """Eine Veranstaltung anlegen; sie bekommt eine eigene Nummer."""
    from clusterprocess.usecases.agency_events import plan_event

    number = run(
        lambda w: (
            plan_event(
                w,
                kind=kind,
                title=title,
                held_on=required_day(on, "on"),
                starts_at=starts_at,
                ends_at=ends_at,
                place=place,
                capacity=capacity,
                operation=w.queries.operation(operation),
                delivering=w.queries.organisation(delivering),
                lead=w.queries.person(lead) if lead else None,
                purpose=purpose,
                agenda=agenda or (),
            ).number
        )
    )
    emit({"number": number}, f"Veranstaltung {number} ist geplant.")


@event.command("list")
def list_(
    from_day: Annotated[str, typer.Option("--from", help="Nur ab diesem Tag.")] = "",
) -> None:
    """Alle Veranstaltungen mit Anmeldungen und Warteliste."""
    rows: list[dict[str, Any]] = read(
        lambda w: [_summary(w, e) for e in w.queries.agency_events(from_day=day(from_day or None, "from"))]
    )
    table(
        "Veranstaltungen",
        ("Nummer", "Tag", "Titel", "Stand", "Plätze", "angemeldet", "Warteliste", "Entwürfe"),
        [
            (r["number"], r["held_on"], r["title"], r["state"], r["capacity"], r["registered"], r["waiting"], r["drafts"])
            for r in rows
        ],
        rows,
    )  # fmt: skip


@event.command("show")
def show(number: Number) -> None:
    """Eine Veranstaltung mit Ablauf, Anmeldungen und Teilnahme."""

    def look(work: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        found = work.queries.agency_event(number)
        names = {c.id: c.name for c in work.queries.clusters()}
        people = [
            {
                "id": r.id,
                "person": r.person.name,
                "organisation": r.organisation,
                "initiative": names.get(r.cluster_id, ""),
                "state": r.state,
                "attended": r.attended,
            }
            for r in work.queries.registrations(agency_event_id=found.id)
        ]
        return _summary(work, found), people

    summary, people = read(look)
    if not people:
        emit(summary | {"people": []}, _sentence(summary) + " Noch niemand ist angemeldet.")
        return
    table(
        _sentence(summary),
        ("Nr.", "Person", "Organisation", "Initiative", "Anmeldung", "anwesend"),
        [(p["id"], p["person"], p["organisation"], p["initiative"], p["state"], p["attended"]) for p in people],
        summary | {"people": people},
    )


def _summary(work: Any, found: Any) -> dict[str, Any]:
    states = [r.state for r in work.queries.registrations(agency_event_id=found.id)]
    return {
        "number": found.number,
        "kind": found.kind,
        "title": found.title,
        "held_on": found.held_on,
        "from": found.starts_at,
        "to": found.ends_at,
        "place": found.place,
        "state": found.state,
        "capacity": found.capacity,
        "registered": states.count("angemeldet"),
        "waiting": states.count("warteliste"),
        "drafts": sum(m.state == "entwurf" for m in work.queries.event_messages(found.id)),
        "agenda": found.agenda,
    }


def _sentence(s: dict[str, Any]) -> str:
    return (
        f"{s['number']} „{s['title']}“, {s['held_on']:%d.%m.%Y}, {s['from']} bis {s['to']} Uhr, {s['place']}: {s['state']}, "
        f"{s['registered']} von {s['capacity']} Plätzen vergeben, {s['waiting']} auf der Warteliste, {s['drafts']} Entwürfe."
    )


@event.command("move")
def move(
    number: Number,
    to: Annotated[str, typer.Option("--on", help="Neuer Tag.")] = "",
    starts_at: Annotated[str | None, typer.Option("--from", help="Neuer Beginn.")] = None,
    ends_at: Annotated[str | None, typer.Option("--to", help="Neues Ende.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="Neuer Ort.")] = None,
) -> None:
    """Tag, Zeit oder Ort ändern; wer davon weiß, bekommt einen Entwurf mit dem neuen Termin."""
    from clusterprocess.usecases.agency_events import move_event

    wanted = day(to or None, "on")
    run(lambda w: move_event(w, number, to=wanted, starts_at=starts_at, ends_at=ends_at, place=place))
    _tell_drafts(number, "geändert")


@event.command("cancel")
def cancel(
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="Grund aus dem Katalog, zum Beispiel krankheit.")],
    text: Annotated[str, typer.Option("--text", help="Ein Satz für die Angemeldeten.")] = "",
) -> None:
    """Eine Veranstaltung absagen; Angemeldete und Wartende bekommen einen Entwurf."""
    from clusterprocess.usecases.agency_events import cancel_event

    run(lambda w: cancel_event(w, number, reason, text))
    _tell_drafts(number, "abgesagt")


@event.command("invite")
def invite(
    number: Number,
    region: Annotated[str, typer.Option("--region")] = "",
    field: Annotated[str, typer.Option("--field")] = "",
    level: Annotated[str, typer.Option("--level", help="Interne Stufe, M0 bis M4; steht in keiner Mail.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="regionale_initiative oder landesweites_netzwerk.")] = "",
    label: Annotated[str, typer.Option("--label", help="Heute gültiges Label, zum Beispiel gold.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Nur zeigen, wer eingeladen würde.")] = False,
) -> None:
    """Das Clustermanagement eines Verteilers einladen; niemand bekommt zwei Einladungen."""
    from clusterprocess.usecases.event_invitations import DistributionList, invite_to_event, preview_invitation

    wanted = DistributionList(region, field, level, kind, label)
    with opened() as app:
        found = app.run(acting(app), lambda w: (preview_invitation if preview else invite_to_event)(w, number, wanted))
    rows = [(p.name, p.email, p.cluster, "neu") for p in found.to]
    rows += [(p.name, p.email, p.cluster, "schon eingeladen oder angemeldet") for p in found.already]
    rows += [("", "", name, "niemand mit Adresse") for name in found.unreachable]
    table("Vorschau der Einladung" if preview else "Einladung", ("Person", "E-Mail", "Initiative", ""), rows, found)
    if not preview and not STATE.json:
        _tell_drafts(number, "eingeladen")


@event.command("release")
def release(number: Number) -> None:
    """Alle Entwürfe einer Veranstaltung auf einmal freigeben (Federführung oder Leitung)."""
    from clusterprocess.usecases.event_mails import release_event_mails

    count = run(lambda w: release_event_mails(w, number))
    emit({"number": number, "released": count}, f"{number}: {count} Mails freigegeben.")


@event.command("attendance")
def attendance(
    number: Number,
    file: Annotated[Path | None, typer.Argument(help="Ausgefüllte Liste (.xlsx, .csv) oder TOML/JSON.")] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", help="Eine Liste zum Ausfüllen hierhin schreiben.")] = None,
) -> None:
    """Eintragen, wer da war; mit --sheet vorher die Liste zum Ausfüllen holen."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.usecases.event_attendance import record_attendance

    if sheet is not None:
        _write_sheet(number, sheet)
        return
    if file is None:
        raise InputError("Datei: bitte die ausgefüllte Liste nennen, oder mit --sheet eine holen.", field="file")
    data = _attendance_data(file)
    _tell_count(number, run(lambda w: record_attendance(w, number, data)))


def _write_sheet(number: str, target: Path) -> None:
    from clusterprocess.adapters.sheets.writer import write_table
    from clusterprocess.usecases.event_attendance import COLUMNS, attendance_sheet

    rows = run(lambda w: attendance_sheet(w, number))
    write_file(target, write_table(rows, list(COLUMNS.values()), f"Teilnahme {number}"))
    emit({"file": target, "rows": len(rows)}, f"Geschrieben: {target} mit {len(rows)} Anmeldungen; bitte Spalte „Anwesend“ ausfüllen.")  # fmt: skip


def _attendance_data(file: Path) -> dict[str, Any]:
    from clusterprocess.adapters.sheets.reader import read_table
    from clusterprocess.usecases.event_attendance import attendance_from_rows

    if file.suffix.lower() in (".xlsx", ".csv"):
        return attendance_from_rows(read_table(read_bytes(file, MAX_SHEET), file.name))
    return read_input(file)


@event.command("papers")
def papers(
    number: Number,
    to: Annotated[Path, typer.Option("--to", help="Ordner.")],
    kind: Annotated[str, typer.Option("--kind", help="liste, bescheinigungen, auswertung; leer = alle.")] = "",
) -> None:
    """Anwesenheitsliste, Teilnahmebescheinigungen und Auswertung als Word-Dateien schreiben."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.usecases.event_attendance import is_counted
    from clusterprocess.usecases.event_papers import write_attendance_list, write_certificates, write_evaluation

    writers = {"liste": write_attendance_list, "bescheinigungen": write_certificates, "auswertung": write_evaluation}
    if kind and kind not in writers:
        raise InputError(f"Papier (kind): bitte eines von {', '.join(writers)}.", field="kind")

    def write(work: Any) -> list[tuple[str, bytes]]:
        counted = is_counted(work.queries.agency_event(number))
        chosen = [kind] if kind else list(writers) if counted else ["liste"]
        versions = [(name, writers[name](work, number)) for name in chosen]
        return [(f"{number}_{name}_{v.label}.docx", work.files.get(v.sha256)) for name, v in versions]

    made = run(write)
    to.mkdir(parents=True, exist_ok=True)
    for name, content in made:
        write_file(to / name, content)
    emit({"files": [to / name for name, _ in made]}, "\n".join(f"Geschrieben: {to / name}" for name, _ in made))


@event.command("close")
def close(number: Number) -> None:
    """Eine Veranstaltung abschließen; Teilnahme und Zahlen stehen danach fest."""
    from clusterprocess.usecases.agency_events import close_event

    run(lambda w: close_event(w, number))
    emit({"number": number}, f"Veranstaltung {number} ist abgeschlossen.")


@event.command("count")
def count(
    number: Annotated[str, typer.Argument(help="Nummer; leer = alle Jahre.")] = "",
    year: Annotated[int | None, typer.Option("--year", help="Kalenderjahr; leer = alle, je Jahr eine Zeile.")] = None,
) -> None:
    """Teilnahmen, Personen und Initiativen getrennt zählen, je Veranstaltung oder über ein Jahr."""
    from clusterprocess.usecases.event_attendance import count_event, count_year

    if number:
        _tell_count(number, read(lambda w: count_event(w, number)))
        return
    if year is not None:
        _tell_count(str(year), read(lambda w: count_year(w, year)))
        return

    def every_year(work: Any) -> list[tuple[str, Any]]:
        years = sorted({e.held_on.year for e in work.queries.agency_events(from_day=None)})
        return [(str(y), count_year(work, y)) for y in years]

    found = read(every_year)
    told = [_count_sentence(of, count) for of, count in found] or ["Es gibt noch keine Veranstaltung."]
    emit([{"of": of, **asdict(count)} for of, count in found], "\n".join(told))


def _tell_count(of: str, found: Any) -> None:
    emit({"of": of, **asdict(found)}, _count_sentence(of, found))


def _count_sentence(of: str, found: Any) -> str:
    beside = (
        f"; {found.without_initiative} Teilnahmen ohne Initiative des Registers" if found.without_initiative else ""
    )
    return (
        f"{of}: {found.attendances} Teilnahmen, {found.persons} Personen, {found.initiatives} Initiativen"
        f" bei {found.events} Veranstaltungen{beside}."
    )


def _tell_drafts(number: str, done: str) -> None:
    drafts: int = read(lambda w: _summary(w, w.queries.agency_event(number))["drafts"])
    emit(
        {"number": number, "drafts": drafts},
        f"{number} ist {done}; {drafts} Entwürfe warten auf Freigabe („clusterprocess event release {number}“).",
    )
