"""Commands of operations and organisations."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, required_day, run

operation = typer.Typer(no_args_is_help=True, help="EFRE-Vorhaben und leistende Organisationen.")
organisation = typer.Typer(no_args_is_help=True, help="Organisationen.")


@operation.command("add")
def operation_add(
    reference: Annotated[str, typer.Argument(help="Aktenzeichen.")],
    name: Annotated[str, typer.Option("--name")],
    beneficiary: Annotated[str, typer.Option("--beneficiary", help="Begünstigter.")],
    period: Annotated[str, typer.Option("--period", help="2014-2020 oder 2021-2027.")],
    starts_on: Annotated[str, typer.Option("--from", help="Beginn.")],
    ends_on: Annotated[str, typer.Option("--to", help="Ende.")],
    eligible: Annotated[
        str, typer.Option("--eligible", help="Förderfähige Ausgaben in Euro, zum Beispiel 3008317.38.")
    ],
    eu_share: Annotated[str, typer.Option("--eu-share", help="EU-Anteil von 0 bis 1.")] = "0.5",
) -> None:
    """Ein Vorhaben mit den Angaben des Bescheids anlegen."""
    from clusterprocess.usecases.manage_operations import add_operation

    run(
        lambda w: add_operation(
            w,
            reference=reference,
            name=name,
            beneficiary=beneficiary,
            period=period,
            starts_on=required_day(starts_on, "from"),
            ends_on=required_day(ends_on, "to"),
            eligible_eur=amount(eligible, "eligible"),
            eu_share=amount(eu_share, "eu_share"),
        )
    )
    emit({"reference": reference}, f"Vorhaben {reference} angelegt.")


@operation.command("contractor")
def operation_contractor(
    reference: str,
    organisation: str,
    role: Annotated[str, typer.Option("--role")] = "contractor",
    contract: Annotated[str, typer.Option("--contract", help="Vertragszeichen.")] = "",
) -> None:
    """Eine leistende Organisation eintragen."""
    from clusterprocess.usecases.manage_operations import add_contractor

    run(
        lambda w: add_contractor(
            w, w.queries.operation(reference), w.queries.organisation(organisation), role, contract
        )
    )
    emit({"reference": reference, "organisation": organisation}, f"{organisation} liefert unter {reference}.")


@operation.command("show")
def operation_show() -> None:
    """Alle Vorhaben mit EU-Beitrag und leistenden Organisationen."""
    rows: list[dict[str, Any]] = read(
        lambda w: [
            {
                "reference": o.reference,
                "name": o.name,
                "period": o.period,
                "starts_on": o.starts_on,
                "ends_on": o.ends_on,
                "eligible_eur": o.eligible_eur,
                "eu_contribution_eur": o.eu_contribution_eur,
                "contractors": [c.organisation.name for c in o.contractors],
            }
            for o in w.queries.operations()
        ]
    )
    table(
        "Vorhaben",
        ("Aktenzeichen", "Name", "Periode", "Beginn", "Ende", "förderfähig EUR", "EU EUR", "leistend"),
        [(*list(r.values())[:7], ", ".join(r["contractors"])) for r in rows],
        rows,
    )


@organisation.command("add")
def organisation_add(
    name: str,
    kind: Annotated[str, typer.Option("--kind", help="kmu, gross, hochschule, forschung, oeffentlich, sonstige.")],
    seat: Annotated[str, typer.Option("--seat")] = "",
    advice: Annotated[bool, typer.Option("--advice", help="Liefert Beratung.")] = False,
    labels: Annotated[bool, typer.Option("--assesses-labels", help="Bewertet Label (wird offengelegt).")] = False,
    cluster: Annotated[str, typer.Option("--member-of", help="Initiative, deren Mitglied sie ist.")] = "",
    committed: Annotated[bool, typer.Option("--committed", help="Verbindliche Mitgliedschaft.")] = False,
) -> None:
    """Eine Organisation anlegen, auf Wunsch gleich als Mitglied."""
    from clusterprocess.domain.actors import STAFF, Role
    from clusterprocess.domain.register import join
    from clusterprocess.usecases.manage_operations import add_organisation

    def act(work: object) -> int:
        work.require(*STAFF, Role.ADMINISTRATOR)  # type: ignore[attr-defined]
        made = add_organisation(work, name, kind, seat, delivers_advice=advice, assesses_labels=labels)  # type: ignore[arg-type]
        if cluster:
            join(work.queries.cluster(cluster), made, kind, committed, None)  # type: ignore[attr-defined]
        return made.id

    emit({"id": run(act), "name": name}, f"{name} ist angelegt.")


def amount(text: str, field: str) -> Any:
    """A decimal number with point or comma.

    Raises:
        InputError: it is none.
    """
    from decimal import Decimal, InvalidOperation

    from clusterprocess.domain.errors import InputError

    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise InputError(f"{field}: „{text[:30]}“ ist keine Zahl; bitte zum Beispiel 0.5 oder 3008317.38.", field=field)
    return value
