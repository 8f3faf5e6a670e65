"""Commands of days: book, list, import, take proposals, cancel, correct, planned against used."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.operations import amount
from clusterprocess.cli.output import emit, german, table
from clusterprocess.cli.session import acting, day, opened, read, read_bytes, required_day, run

days = typer.Typer(no_args_is_help=True, help="Personentage buchen, einlesen, vorschlagen lassen und vergleichen.")
MAX_SHEET = 20_000_000

_ACTIVITIES = "vorbereitung, gespraech, analyse, workshop, bericht, abstimmung, reise, sonstiges."
Activity = Annotated[str, typer.Option("--activity", help=_ACTIVITIES)]
Who = Annotated[str, typer.Option("--person", help="Kürzel; leer = wer handelt.")]
Home = Annotated[str, typer.Option("--organisation", help="Leistende Organisation; leer = die der Person.")]
Note = Annotated[str, typer.Option("--note")]
Booking = Annotated[int, typer.Argument(help="Nummer der Buchung; „days list“ zeigt sie.")]
Reason = Annotated[str, typer.Option("--reason", help="Grund.")]


@days.command("book")
def book(
    number: Annotated[str, typer.Argument(help="Vorgangsnummer oder Nummer der Veranstaltung.")],
    on: Annotated[str, typer.Argument(metavar="DAY", help="Tag.")],
    amount_: Annotated[str, typer.Argument(metavar="AMOUNT", help="Tage zu acht Stunden, zum Beispiel 0.5.")],
    activity: Activity,
    person: Who = "",
    note: Note = "",
    organisation: Home = "",
) -> None:
    """Arbeitstage einer Person auf einen Vorgang oder eine Veranstaltung buchen."""
    fields = {"number": number, "activity": activity, "note": note}
    made = run(lambda w: _book(w, fields, on, amount_, person, organisation))
    emit(made, f"Buchung {made['booking']}: {amount_} Tage für den {made['day']:%d.%m.%Y} gebucht.")


@days.command("outside")
def outside(
    on: Annotated[str, typer.Argument(metavar="DAY", help="Tag.")],
    amount_: Annotated[str, typer.Argument(metavar="AMOUNT", help="Tage zu acht Stunden, zum Beispiel 0.5.")],
    reason: Annotated[str, typer.Option("--reason", help="akquise, gremien, verwaltung, fortbildung, sonstiges.")],
    activity: Activity = "sonstiges",
    person: Who = "",
    note: Note = "",
    organisation: Home = "",
    operation: Annotated[str, typer.Option("--operation", help="Aktenzeichen, wo mehrere Vorhaben laufen.")] = "",
) -> None:
    """Zeit außerhalb von Vorgängen und Veranstaltungen buchen; sie wird nachgewiesen und nicht berechnet."""
    fields = {"outside": reason, "activity": activity, "note": note, "operation": operation}
    made = run(lambda w: _book(w, fields, on, amount_, person, organisation))
    emit(made, f"Buchung {made['booking']}: {amount_} Tage ohne Vorgang gebucht, nicht förderfähig ({reason}).")


def _book(work: Any, fields: dict[str, str], on: str, text: str, person: str, organisation: str) -> dict[str, Any]:
    from clusterprocess.usecases.book_days import TimeEntry, book_time

    entry = TimeEntry(
        _person(work, person),
        required_day(on, "day"),
        amount(text, "days"),
        organisation=work.queries.organisation(organisation) if organisation else None,
        **fields,
    )
    return _told(book_time(work, entry))


def _person(work: Any, handle: str) -> Any:
    from clusterprocess.domain.errors import InputError

    found = work.queries.person(handle) if handle else work.queries.person_by_id(work.actor.id)
    if found is None:
        raise InputError("Person (person): bitte ein Kürzel angeben; wer handelt, ist keine Person.", field="person")
    return found


def _told(booking: Any) -> dict[str, Any]:
    return {
        "booking": booking.id,
        "day": booking.day,
        "person": booking.person.handle,
        "organisation": booking.organisation.name,
        "number": booking.number,
        "days": booking.days,
        "activity": booking.activity,
        "eligible": booking.eligible,
        "reason": booking.ineligible_reason,
        "cancelled_on": booking.cancelled_on,
        "cancel_reason": booking.cancel_reason,
        "note": booking.note,
    }


@days.command("list")
def list_(
    number: Annotated[str, typer.Argument(help="Vorgangsnummer; leer = alle Buchungen eines Zeitraums.")] = "",
    person: Annotated[str, typer.Option("--person", help="Nur dieses Kürzel.")] = "",
    first: Annotated[str | None, typer.Option("--from", help="Erster Tag.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Letzter Tag.")] = None,
) -> None:
    """Geplante und gebuchte Tage; Unübliches, Nichtförderfähiges und Storniertes ist gekennzeichnet."""
    from clusterprocess.usecases.mark_days import marks_of, worked_days

    def look(work: Any) -> dict[str, Any]:
        engagement = work.queries.engagement(number) if number else None
        whose = work.queries.person(person).id if person else None
        found = (
            engagement.booked_days if engagement else work.queries.day_bookings(person_id=whose, with_cancelled=True)
        )
        earliest, latest = day(first, "from"), day(last, "to")
        chosen = [
            b
            for b in found
            if (whose is None or b.person_id == whose)
            and (earliest is None or b.day >= earliest)
            and (latest is None or b.day <= latest)
        ]
        worked = worked_days(work, chosen)
        planned = engagement.planned_days if engagement else []
        return {
            "planned": [{"organisation": p.organisation.name, "days": p.days} for p in planned],
            "booked": [{**_told(b), "marks": list(marks_of(b, worked))} for b in chosen],
        }

    found = read(look)
    used = sum(b["days"] for b in found["booked"] if b["cancelled_on"] is None)
    planned = f" von {german(Decimal(sum(p['days'] for p in found['planned'])))} geplanten" if number else ""
    table(
        f"Gebuchte Tage {number}: {german(Decimal(used))}{planned}",
        ("Nr.", "Tag", "Person", "Vorgang", "Organisation", "Tage", "Tätigkeit", "Hinweis"),
        [(b["booking"], b["day"], b["person"], b["number"], b["organisation"], b["days"], b["activity"], _hint(b))
         for b in found["booked"]],
        found,
    )  # fmt: skip


def _hint(booking: dict[str, Any]) -> str:
    hints = list(booking["marks"])
    if not booking["eligible"]:
        hints.append(f"nicht förderfähig ({booking['reason']})")
    if booking["cancelled_on"]:
        hints.append(f"storniert am {booking['cancelled_on']:%d.%m.%Y}: {booking['cancel_reason'][:60]}")
    return ", ".join(hints)


@days.command("sheet")
def sheet(out: Annotated[Path, typer.Option("--out", help="Wohin.")] = Path("tage.xlsx")) -> None:
    """Eine leere Tabelle zum Eintragen von Tagen schreiben."""
    from clusterprocess.adapters.sheets.writer import write_table
    from clusterprocess.cli.session import write_file
    from clusterprocess.usecases.import_days import COLUMNS

    write_file(out, write_table([], list(COLUMNS.values()), "Tage"))
    emit({"file": out}, f"Geschrieben: {out}")


@days.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".xlsx oder CSV; „days sheet“ schreibt eine Vorlage.")],
    preview: Annotated[bool, typer.Option("--preview", help="Nur zeigen, was gebucht würde.")] = False,
) -> None:
    """Tage aus einer Tabelle buchen: alles oder nichts; dieselbe Tabelle noch einmal bucht nichts doppelt."""
    from clusterprocess.adapters.sheets.reader import read_table
    from clusterprocess.usecases.import_days import import_days, preview_days

    rows = read_table(read_bytes(file, MAX_SHEET), file.name)
    faults: list[str] = []
    with opened() as app:
        if preview:
            found, faults = app.run(acting(app), lambda w: preview_days(w, rows))
        else:
            found = app.run(acting(app), lambda w: import_days(w, rows))
    table(
        "Vorschau der Tage" if preview else "Eingelesene Tage",
        ("Zeile", "Ergebnis", "Tag", "Person", "Vorgang", "Tage", "Tätigkeit"),
        [(r.number, r.outcome, r.day, r.person, r.target, r.days, r.activity) for r in found],
        {"rows": found, "faults": faults},
    )
    if faults:
        emit({"faults": faults}, "Fehler:\n- " + "\n- ".join(faults))
        raise typer.Exit(1)


@days.command("propose")
def propose(person: Annotated[str, typer.Option("--person", help="Nur dieses Kürzel; leer = alle.")] = "") -> None:
    """Zeigen, was protokollierte Workshops, Besuche und Veranstaltungen an Tagen vorschlagen."""
    from clusterprocess.usecases.propose_days import proposals

    found = read(
        lambda w: [
            {"key": p.key, "day": p.day, "person": p.person.handle, "number": p.number or p.outside, "days": p.days,
             "activity": p.activity, "told": p.told}
            for p in proposals(w, w.queries.person(person) if person else None)
        ]
    )  # fmt: skip
    header = ("Vorschlag", "Tag", "Person", "Vorgang", "Tage", "Tätigkeit", "Anlass")
    table("Vorgeschlagene Tage", header, [tuple(p.values()) for p in found], found)


@days.command("accept")
def accept(
    key: Annotated[str, typer.Argument(help="Vorschlag, zum Beispiel workshop:12:b.berger; leer mit --all.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Alle Vorschläge einer Person.")] = False,
    person: Who = "",
) -> None:
    """Einen Vorschlag buchen, oder mit --all alle einer Person; auch „workshop:12:KÜRZEL“ für die Moderation."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.usecases.propose_days import accept_all, accept_proposal

    if bool(key) == every:
        raise InputError("Vorschlag (key): bitte einen Vorschlag nennen oder --all, nicht beides.", field="key")
    made: list[dict[str, Any]] = run(
        lambda w: [_told(b) for b in (accept_all(w, _person(w, person)) if every else [accept_proposal(w, key)])]
    )
    emit(made, f"{len(made)} Buchungen, zusammen {sum(b['days'] for b in made)} Tage.")


@days.command("refuse")
def refuse(key: Annotated[str, typer.Argument(help="Vorschlag.")], reason: Reason) -> None:
    """Einen Vorschlag ablehnen; er wird nicht wieder gezeigt."""
    from clusterprocess.usecases.propose_days import refuse_proposal

    made = run(lambda w: _told(refuse_proposal(w, key, reason)))
    emit(made, f"Vorschlag {key} ist abgelehnt.")


@days.command("cancel")
def cancel(booking: Booking, reason: Reason) -> None:
    """Eine falsche Buchung stornieren; sie bleibt mit dem Grund sichtbar."""
    from clusterprocess.usecases.cancel_days import cancel_booking

    made = run(lambda w: _told(cancel_booking(w, booking, reason)))
    emit(made, f"Buchung {booking} ist storniert.")


@days.command("correct")
def correct(
    booking: Booking,
    reason: Reason,
    on: Annotated[
        str | None, typer.Option("--on", help="Tag der Rücknahme in einem offenen Monat; leer = heute.")
    ] = None,
) -> None:
    """Eine Buchung eines abgenommenen Monats in einem offenen Monat zurücknehmen."""
    from clusterprocess.usecases.cancel_days import correct_booking

    made = run(lambda w: _told(correct_booking(w, booking, reason, day(on, "on"))))
    emit(made, f"Buchung {booking} ist mit Buchung {made['booking']} zurückgenommen ({made['days']} Tage).")


@days.command("balance")
def balance(
    number: Annotated[str, typer.Argument(help="Vorgangsnummer; leer = alle Vorgänge.")] = "",
    offering: Annotated[str, typer.Option("--offering", help="Nur diese Leistung.")] = "",
    year: Annotated[int | None, typer.Option("--year", help="Jahr der Anfrage.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Nur laufende Vorgänge.")] = False,
) -> None:
    """Geplante gegen geleistete Tage: eines Vorgangs je Organisation, oder aller Vorgänge."""
    from clusterprocess.usecases.balance_days import planned_against_used, portfolio_balance

    found = read(
        lambda w: (
            planned_against_used(w.queries.engagement(number))
            if number
            else portfolio_balance(w, offering, year, open_only=open_only)
        )
    )
    planned, used = sum(b.planned for b in found), sum(b.used for b in found)
    rows = [(b.number, b.organisation, b.planned, b.used, b.left, "überschritten" if b.is_over else "") for b in found]
    table(
        f"Geplant {german(Decimal(planned))}, geleistet {german(Decimal(used))}, offen {german(Decimal(planned - used))} Personentage",
        ("Vorgang", "Organisation", "geplant", "geleistet", "offen", "Hinweis"),
        rows,
        {"planned": planned, "used": used, "rows": [{**_values(b), "left": b.left} for b in found]},
    )


def _values(balance_: Any) -> dict[str, Any]:
    return {name: getattr(balance_, name) for name in ("number", "organisation", "planned", "used")}
