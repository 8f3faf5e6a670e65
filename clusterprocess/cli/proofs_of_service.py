"""Commands of the contract: day rates, monthly proofs of service, service agreement and confirmation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.documents import document
from clusterprocess.cli.operations import amount
from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, required_day, run, write_file

proof = typer.Typer(no_args_is_help=True, help="Tagessätze und monatliche Leistungsnachweise.")

Operation = Annotated[str, typer.Argument(help="Aktenzeichen des Vorhabens.")]
Organisation = Annotated[str, typer.Argument(help="Leistende Organisation.")]
Month = Annotated[str, typer.Argument(help="Monat, zum Beispiel 2015-03.")]
Number = Annotated[str, typer.Argument(help="Vorgangsnummer.")]


@proof.command("rate")
def rate(
    operation: Operation,
    organisation: Organisation,
    rate_: Annotated[str, typer.Argument(metavar="RATE", help="Tagessatz netto in Euro, zum Beispiel 920.00.")],
    valid_from: Annotated[str, typer.Option("--from", help="Gilt ab.")],
    contract: Annotated[str, typer.Option("--contract", help="Vertrag oder Nachtrag.")] = "",
) -> None:
    """Den Tagessatz einer Organisation ab einem Tag eintragen; abgenommene Monate ändert er nicht."""
    from clusterprocess.usecases.service_proofs import set_day_rate

    def act(work: Any) -> dict[str, Any]:
        home, under = work.queries.organisation(organisation), work.queries.operation(operation)
        made = set_day_rate(work, under, home, amount(rate_, "rate"), required_day(valid_from, "from"), contract)
        return {"organisation": home.name, "rate_eur": made.rate_eur, "valid_from": made.valid_from}

    made = run(act)
    emit(made, f"{made['organisation']}: {made['rate_eur']} Euro je Tag ab {made['valid_from']:%d.%m.%Y}.")


@proof.command("make")
def make(operation: Operation, organisation: Organisation, month: Month) -> None:
    """Den Leistungsnachweis eines Monats erstellen; ohne Änderung bleibt die vorhandene Fassung."""
    from clusterprocess.adapters.sheets.service_proof import write_proof_sheet
    from clusterprocess.usecases.service_proofs import make_proof, month_named

    made = run(
        lambda w: _told(make_proof(w, *_named(w, operation, organisation), month_named(month), write_proof_sheet))
    )
    _say(made, "liegt vor")


@proof.command("accept")
def accept(operation: Operation, organisation: Organisation, month: Month) -> None:
    """Den Leistungsnachweis eines Monats für den Auftraggeber abnehmen; danach ist der Monat fest."""
    from clusterprocess.usecases.service_proofs import accept_proof, month_named

    made = run(lambda w: _told(accept_proof(w, *_named(w, operation, organisation), month_named(month))))
    _say(made, "ist abgenommen")


@proof.command("list")
def list_(
    organisation: Annotated[str, typer.Option("--organisation", help="Nur diese.")] = "",
    operation: Annotated[str, typer.Option("--operation", help="Nur dieses Vorhaben.")] = "",
) -> None:
    """Alle Leistungsnachweise mit Fassung, Tagen, Betrag und Abnahme."""

    def look(work: Any) -> list[dict[str, Any]]:
        proofs = work.queries.service_proofs(
            operation_id=work.queries.operation(operation).id if operation else None,
            organisation_id=work.queries.organisation(organisation).id if organisation else None,
        )
        return [_told(p) for p in proofs]

    rows = read(look)
    table(
        "Leistungsnachweise",
        ("Monat", "Organisation", "Vorhaben", "Fassung", "Tage", "Betrag EUR", "ohne Betrag", "erstellt", "abgenommen"),
        [
            (r["month"], r["organisation"], r["operation"], r["version"], r["days"], r["amount_eur"],
             r["ineligible_days"], r["made_on"], r["accepted_on"])
            for r in rows
        ],
        rows,
    )  # fmt: skip


@proof.command("get")
def get(
    operation: Operation,
    organisation: Organisation,
    month: Month,
    version: Annotated[int | None, typer.Option("--version", help="Leer = neueste.")] = None,
    to: Annotated[Path, typer.Option("--to", help="Ordner.")] = Path(),
) -> None:
    """Word-Datei und Tabelle eines Leistungsnachweises in einen Ordner schreiben."""
    from clusterprocess.usecases.service_proofs import month_named, newest_proof

    def look(work: Any) -> tuple[str, bytes, bytes]:
        found = newest_proof(work, *_named(work, operation, organisation), month_named(month), version)
        name = f"leistungsnachweis_{found.month:%Y-%m}_{_slug(found.organisation.name)}_{found.version}"
        return name, work.files.get(found.word_sha256), work.files.get(found.sheet_sha256)

    name, word, sheet = read(look)
    files = [to / f"{name}.docx", to / f"{name}.xlsx"]
    for path, content in zip(files, (word, sheet), strict=True):
        write_file(path, content)
    emit({"files": files}, "Geschrieben: " + ", ".join(str(f) for f in files))


@document.command("agreement")
def agreement(number: Number) -> None:
    """Die Leistungsvereinbarung eines Vorgangs als Word-Datei schreiben."""
    from clusterprocess.usecases.service_agreements import write_agreement

    _say_paper(number, run(lambda w: _version(write_agreement(w, number))), "leistungsvereinbarung")


@document.command("confirmation")
def confirmation(number: Number) -> None:
    """Die Leistungsbestätigung mit Workshops, Dokumenten und Tagen als Word-Datei schreiben."""
    from clusterprocess.usecases.service_agreements import write_confirmation

    _say_paper(number, run(lambda w: _version(write_confirmation(w, number))), "leistungsbestaetigung")


def _version(version: Any) -> dict[str, str]:
    return {"version": version.label, "sha256": version.sha256}


def _say_paper(number: str, made: dict[str, str], kind: str) -> None:
    emit(
        {"engagement": number, "kind": kind, **made},
        f"Fassung {made['version']}, SHA-256 {made['sha256'][:12]}; "
        f"„clusterprocess document get {number} --kind {kind}“ holt die Datei.",
    )


def _named(work: Any, operation: str, organisation: str) -> tuple[Any, Any]:
    return work.queries.operation(operation), work.queries.organisation(organisation)


def _told(found: Any) -> dict[str, Any]:
    return {
        "month": f"{found.month:%m/%Y}",
        "organisation": found.organisation.name,
        "operation": found.operation.reference,
        "version": found.version,
        **found.totals,
        "late": sum("nachgetragen" in line["marks"] for line in found.lines),
        "made_on": found.made_on,
        "accepted_on": found.accepted_on,
    }


def _say(made: dict[str, Any], what: str) -> None:
    late = f" {made['late']} Buchungen sind nachgetragen." if made["late"] else ""
    emit(
        made,
        f"Leistungsnachweis {made['month']} von {made['organisation']}, Fassung {made['version']}, {what}: "
        f"{made['days']} Tage, {made['amount_eur']} Euro netto, {made['ineligible_days']} Tage ohne Betrag.{late}",
    )


def _slug(name: str) -> str:
    import re

    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "organisation"
