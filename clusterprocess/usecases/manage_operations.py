"""Operations (EFRE-Vorhaben) and the organisations that deliver under them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.operation import PERIODS, Operation
from clusterprocess.domain.register import MEMBER_KINDS, Organisation
from clusterprocess.usecases.ports import Work


def add_operation(
    work: Work,
    *,
    reference: str,
    name: str,
    beneficiary: str,
    period: str,
    starts_on: date,
    ends_on: date,
    eligible_eur: Decimal,
    eu_share: Decimal,
    category: str = "",
    summary: str = "",
) -> Operation:
    """Enter an operation with the facts of its grant decision.

    Raises:
        InputError: unknown period, dates out of order, amounts or rate impossible, reference taken.
    """
    work.require(Role.HEAD, Role.ERDF_OFFICER)
    for field, label, text, most in (
        ("reference", "Aktenzeichen", reference, 60),
        ("name", "Name", name, 200),
        ("beneficiary", "Begünstigter", beneficiary, 200),
    ):
        if not text.strip() or len(text) > most or not text.isprintable():
            raise InputError(f"{label} ({field}): bitte 1 bis {most} Zeichen.", field=field)
    if period not in PERIODS:
        raise InputError(f"Förderperiode (period): bitte eine von {', '.join(PERIODS)}.", field="period")
    if ends_on < starts_on:
        raise InputError("Ende (ends_on): liegt vor dem Beginn.", field="ends_on")
    if not Decimal("0.0001") <= eu_share <= 1:
        raise InputError("EU-Anteil (eu_share): bitte als Anteil zwischen 0 und 1, zum Beispiel 0.5.", field="eu_share")
    if not Decimal("0.01") <= eligible_eur < Decimal(10) ** 12:
        raise InputError(
            "Förderfähige Ausgaben (eligible_eur): bitte einen Betrag über 0 (ab 0,01 Euro) mit höchstens zwölf Stellen.",
            field="eligible_eur",
        )
    if any(o.reference == reference for o in work.queries.operations()):
        raise InputError(
            f"Aktenzeichen (reference): „{reference}“ gibt es schon; ein Folgevorhaben ist ein eigener Eintrag.",
            field="reference",
        )
    operation = Operation(
        reference=reference,
        name=name,
        beneficiary=beneficiary,
        period=period,
        starts_on=starts_on,
        ends_on=ends_on,
        eligible_eur=eligible_eur,
        eu_share=eu_share,
        category=category,
        summary=summary,
    )
    work.add(operation)
    work.flush()
    operation.added()
    return operation


def add_organisation(
    work: Work, name: str, kind: str, seat: str = "", *, delivers_advice: bool = False, assesses_labels: bool = False
) -> Organisation:
    """Enter an organisation, or return the one of the same name and seat.

    Raises:
        InputError: unknown kind or empty name.
    """
    work.require(*STAFF, Role.ADMINISTRATOR, Role.SYSTEM)
    if kind not in MEMBER_KINDS:
        raise InputError(f"Art (kind): bitte eine von {', '.join(MEMBER_KINDS)}.", field="kind")
    if not name.strip() or len(name) > 200:
        raise InputError("Name (name): bitte 1 bis 200 Zeichen.", field="name")
    if len(seat) > 120:
        raise InputError("Sitz (seat): bitte höchstens 120 Zeichen.", field="seat")
    if existing := work.queries.organisation_or_none(name.strip(), seat):
        return existing
    organisation = Organisation(
        name=name.strip(), kind=kind, seat=seat, delivers_advice=delivers_advice, assesses_labels=assesses_labels
    )
    work.add(organisation)
    work.flush()
    organisation.added()
    return organisation


def add_contractor(
    work: Work, operation: Operation, organisation: Organisation, funding_role: str, contract: str
) -> None:
    """Enter who delivers under an operation, as contractor or as beneficiary (never both for one cost)."""
    work.require(Role.HEAD, Role.ERDF_OFFICER)
    if funding_role not in ("contractor", "beneficiary"):
        raise InputError("Förderrolle (funding_role): bitte contractor oder beneficiary.", field="funding_role")
    if any(c.organisation_id == organisation.id for c in operation.contractors):
        raise InputError(
            f"Organisation: „{organisation.name}“ ist in {operation.reference} schon eingetragen; sie liefert entweder als contractor oder als beneficiary.",
            field="organisation",
        )
    operation.add_contractor(organisation, funding_role, contract)
