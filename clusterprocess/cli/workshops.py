"""Commands of workshops: plan, invite, register, count, print, record, cancel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, read_input, required_day, run, write_file

if TYPE_CHECKING:
    from clusterprocess.domain.documents import DocumentVersion
    from clusterprocess.usecases.ports import Work

workshop = typer.Typer(
    no_args_is_help=True, help="Workshops planen, einladen, Anmeldungen führen, protokollieren, absagen."
)

Number = Annotated[str, typer.Argument(help="Vorgangsnummer, zum Beispiel CA-2015-A-001.")]
WorkshopId = Annotated[int, typer.Argument(metavar="WORKSHOP", help="Nummer des Workshops.")]
Out = Annotated[Path | None, typer.Option("--out", help="Datei, in die das Papier zusätzlich geschrieben wird.")]


def _told(sentence: str, warnings: list[str]) -> str:
    return "\n".join([sentence, *(f"Hinweis: {w}" for w in warnings)])


@workshop.command("plan")
def plan(
    number: Number,
    on: Annotated[str, typer.Option("--on", help="Tag.")],
    place: Annotated[str, typer.Option("--place", help="Ort.")],
    title: Annotated[str, typer.Option("--title")] = "",
    starts_at: Annotated[str, typer.Option("--at", help="Beginn HH:MM.")] = "09:00",
) -> None:
    """Einen Workshop planen; Einladungspaket, Agenda und Anwesenheitsliste entstehen von selbst."""
    from clusterprocess.usecases.check_dates import workshop_warnings
    from clusterprocess.usecases.hold_workshops import plan_workshop

    def act(work: Work) -> tuple[int, list[str]]:
        made = plan_workshop(work, number, required_day(on, "on"), place, title, starts_at)
        return made.id, workshop_warnings(work, made)

    made, warnings = run(act)
    emit({"workshop": made, "warnings": warnings}, _told(f"Workshop {made} ist geplant.", warnings))


@workshop.command("series")
def series(
    number: Number,
    on: Annotated[list[str], typer.Option("--on", help="Tag; für jeden Workshop einmal angeben.")],
    place: Annotated[str, typer.Option("--place", help="Ort aller Workshops.")],
    starts_at: Annotated[str, typer.Option("--at", help="Beginn HH:MM.")] = "09:00",
) -> None:
    """Mehrere Workshops auf einmal planen, alle oder keinen."""
    from clusterprocess.usecases.check_dates import workshop_warnings
    from clusterprocess.usecases.hold_workshops import plan_series
    from clusterprocess.usecases.meetings import end_of

    def act(work: Work) -> list[dict[str, Any]]:
        days = [required_day(text, "on") for text in on]
        made = plan_series(work, number, days, place, starts_at)
        return [
            {"workshop": w.id, "title": w.title, "held_on": w.held_on, "starts_at": w.starts_at, "ends_at": end_of(w),
             "warnings": workshop_warnings(work, w)}
            for w in made
        ]  # fmt: skip

    rows = run(act)
    columns = ("workshop", "title", "held_on", "starts_at", "ends_at")
    shown = [(*(r[c] for c in columns), " ".join(r["warnings"])) for r in rows]
    table("Geplante Workshops", ("Nr.", "Titel", "Tag", "Beginn", "Ende", "Hinweis"), shown, rows)


@workshop.command("move")
def move(
    workshop_id: WorkshopId,
    to: Annotated[str, typer.Option("--to", help="Neuer Tag.")],
    starts_at: Annotated[str, typer.Option("--at", help="Neuer Beginn HH:MM; sonst bleibt er.")] = "",
    place: Annotated[str, typer.Option("--place", help="Neuer Ort; sonst bleibt er.")] = "",
) -> None:
    """Einen Workshop verlegen; das Paket geht neu hinaus, Angemeldete bekommen Entwürfe."""
    from clusterprocess.usecases.check_dates import workshop_warnings
    from clusterprocess.usecases.hold_workshops import move_workshop

    def act(work: Work) -> tuple[int, list[str]]:
        moved = move_workshop(work, workshop_id, required_day(to, "to"), starts_at=starts_at, place=place)
        return moved.id, workshop_warnings(work, moved)

    _, warnings = run(act)
    emit(
        {"workshop": workshop_id, "held_on": to, "warnings": warnings},
        _told(f"Workshop {workshop_id} ist auf den {to} verlegt.", warnings),
    )


@workshop.command("invite")
def invite(workshop_id: WorkshopId) -> None:
    """Vermerken, dass die Initiative ihre Unterlagen hat und einlädt."""
    from clusterprocess.usecases.hold_workshops import invite_to_workshop

    run(lambda w: invite_to_workshop(w, workshop_id).id)
    emit({"workshop": workshop_id}, f"Einladung zu Workshop {workshop_id} vermerkt.")


@workshop.command("pack")
def pack(workshop_id: WorkshopId) -> None:
    """Das Einladungspaket noch einmal an das Clustermanagement schicken."""
    from clusterprocess.usecases.invitation_pack import send_pack_again

    made = run(lambda w: m.id if (m := send_pack_again(w, workshop_id)) else None)
    told = (
        f"Das Paket liegt als Nachricht {made} im Postausgang."
        if made
        else "Es ist kein Clustermanagement mit E-Mail-Adresse eingetragen; „clusterprocess person role“ trägt es ein."
    )
    emit({"workshop": workshop_id, "message": made}, told)


@workshop.command("release")
def release(workshop_id: WorkshopId) -> None:
    """Alle Entwürfe an Angemeldete (Verlegung, Absage) auf einmal freigeben."""
    from clusterprocess.usecases.invitation_pack import release_notices

    released = run(lambda w: [m.id for m in release_notices(w, workshop_id)])
    emit({"workshop": workshop_id, "messages": released}, f"{len(released)} Entwürfe sind freigegeben.")


@workshop.command("registrations")
def registrations(workshop_id: WorkshopId) -> None:
    """Wer angemeldet ist."""
    from clusterprocess.offerings.standard.rows import KIND_NAMES

    def look(work: Work) -> list[dict[str, Any]]:
        work.queries.workshop(workshop_id)
        return [
            {"registration": r.id, "name": r.person.name, "organisation": r.organisation, "kind": r.kind,
             "state": r.state, "channel": r.channel, "registered_at": r.registered_at}
            for r in work.queries.registrations(workshop_id=workshop_id)
        ]  # fmt: skip

    rows = read(look)
    shown = [
        (r["registration"], r["name"], r["organisation"], KIND_NAMES[r["kind"]], r["state"], r["channel"]) for r in rows
    ]
    table("Anmeldungen", ("Nr.", "Name", "Organisation", "Art", "Stand", "über"), shown, rows)


@workshop.command("register")
def register(
    workshop_id: WorkshopId,
    name: Annotated[str, typer.Option("--name", help="Vor- und Nachname.")],
    organisation: Annotated[str, typer.Option("--organisation", help="Organisation.")],
    kind: Annotated[str, typer.Option("--kind", help="kmu, gross, hochschule, forschung, oeffentlich, sonstige.")],
    email: Annotated[str, typer.Option("--email", help="Für die Bestätigung; darf fehlen.")] = "",
) -> None:
    """Jemanden anmelden, zum Beispiel am Telefon."""
    from clusterprocess.usecases.registrants import Registrant
    from clusterprocess.usecases.registrations import register_for

    who = Registrant(name, email, organisation, kind)
    made = run(lambda w: {"registration": (r := register_for(w, who, workshop_id=workshop_id)).id, "state": r.state})
    emit(made, f"Anmeldung {made['registration']}: {made['state']}.")


@workshop.command("withdraw")
def withdraw(registration: Annotated[int, typer.Argument(metavar="ANMELDUNG", help="Nummer der Anmeldung.")]) -> None:
    """Eine Anmeldung zurücknehmen."""
    from clusterprocess.usecases.registrations import withdraw_registration

    run(lambda w: withdraw_registration(w, registration).id)
    emit({"registration": registration}, f"Anmeldung {registration} ist zurückgenommen.")


def _call_words(state: str, is_needed: bool) -> str:
    """What the count asks for; nothing any more once the workshop lies behind."""
    past = {"durchgefuehrt": "der Workshop hat stattgefunden", "protokolliert": "der Workshop hat stattgefunden",
            "abgesagt": "der Workshop ist abgesagt"}  # fmt: skip
    return past.get(state, "zweiter Aufruf nötig" if is_needed else "kein zweiter Aufruf nötig")


@workshop.command("quorum")
def quorum(workshop_id: WorkshopId) -> None:
    """Anmeldungen gegen die Zielzahl je Art; sagt, ob ein zweiter Aufruf nötig ist."""
    from clusterprocess.usecases.quorum import quorum_of

    state, found = read(
        lambda w: (w.queries.workshop(workshop_id).state, quorum_of(w, w.queries.workshop(workshop_id)))
    )
    rows = [(k.name, k.organisations, k.persons, k.target, "ja" if k.is_enough else "nein") for k in found.kinds]
    rows.append(("Summe", found.organisations, found.persons, found.target, ""))
    data = {
        "kinds": found.kinds, "organisations": found.organisations, "persons": found.persons, "target": found.target,
        "company_share": found.company_share, "counted_on": found.counted_on, "is_due": found.is_due,
        "needs_second_call": found.needs_second_call, "catalogue_version": found.catalogue_version,
    }  # fmt: skip
    share = "–" if found.company_share is None else f"{found.company_share:.0%}".replace("%", "\u00a0%")
    call = _call_words(state, found.needs_second_call)
    title = f"Anmeldungen gegen Ziel [D], Unternehmen {share}; Stichtag {found.counted_on:%d.%m.%Y}: {call}"
    table(title, ("Art", "Organisationen", "Personen", "Ziel", "genug"), rows, data)


@workshop.command("attendance")
def attendance(workshop_id: WorkshopId, out: Out = None) -> None:
    """Die Anwesenheitsliste mit allen Angemeldeten neu schreiben."""
    from clusterprocess.usecases.workshop_papers import write_attendance_list

    _paper(workshop_id, write_attendance_list, "Anwesenheitsliste", out)


@workshop.command("badges")
def badges(workshop_id: WorkshopId, out: Out = None) -> None:
    """Namensschilder für alle Angemeldeten schreiben, acht auf einer Seite."""
    from clusterprocess.usecases.workshop_papers import write_name_tags

    _paper(workshop_id, write_name_tags, "Namensschilder", out)


@workshop.command("record")
def record(
    workshop_id: WorkshopId,
    file: Annotated[Path, typer.Option("--file", help="TOML oder JSON: Anwesenheit, Stimmen, Maßnahmen.")],
) -> None:
    """Einen Workshop protokollieren."""
    from clusterprocess.usecases.hold_workshops import record_workshop

    data = read_input(file)
    run(lambda w: record_workshop(w, workshop_id, data).id)
    emit({"workshop": workshop_id}, f"Workshop {workshop_id} ist protokolliert.")


@workshop.command("cancel")
def cancel(
    workshop_id: WorkshopId,
    reason: Annotated[str, typer.Option("--reason")],
    text: Annotated[str, typer.Option("--text")] = "",
) -> None:
    """Einen Workshop absagen; das Clustermanagement erfährt es, Angemeldete bekommen Entwürfe."""
    from clusterprocess.usecases.hold_workshops import cancel_workshop

    run(lambda w: cancel_workshop(w, workshop_id, reason, text).id)
    emit({"workshop": workshop_id}, f"Workshop {workshop_id} ist abgesagt.")


def _paper(workshop_id: int, write: Any, title: str, out: Path | None) -> None:
    def act(work: Work) -> tuple[str, bytes]:
        version: DocumentVersion = write(work, workshop_id)
        return version.label, work.files.get(version.sha256)

    label, content = run(act)
    if out is not None:
        write_file(out, content)
    told = f"{title}, Fassung {label}, {'steht in ' + str(out) if out else 'liegt beim Vorgang'}."
    emit({"workshop": workshop_id, "version": label, "out": out}, told)
