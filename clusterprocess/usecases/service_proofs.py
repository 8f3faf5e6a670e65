"""Day rates and the monthly proof of service of an organisation, made by one person and accepted by another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import DayBooking, Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.operation import Contractor, Operation
from clusterprocess.domain.register import Organisation
from clusterprocess.domain.services_rendered import DayRate, ServiceProof
from clusterprocess.offerings.standard.proof_paper import ProofFacts, ProofLine, amount_of, proof_of_service
from clusterprocess.usecases.assemble_case import funding_of
from clusterprocess.usecases.book_days import ONE_AT_A_TIME
from clusterprocess.usecases.mark_days import Worked, marks_of, worked_days
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.write_documents import render_with_template

TEMPLATE = "shared/leistungsnachweis.docx"
MOST_RATE = Decimal("99999.99")
WriteSheet = Callable[[ProofFacts], bytes]
"""Makes the table of a proof; the same facts give the same bytes."""


def set_day_rate(
    work: Work,
    operation: Operation,
    organisation: Organisation,
    rate_eur: Decimal,
    valid_from: date,
    contract: str = "",
) -> DayRate:
    """Enter what a person-day of an organisation costs, net, from a day on; the same day again replaces a typing error.

    Raises:
        InputError: amount impossible, contract too long.
        RuleViolation: no contractor of the operation, or the rate would change an accepted month.
    """
    work.require(Role.HEAD, Role.ERDF_OFFICER)
    work.queries.serialise(ONE_AT_A_TIME)
    _contractor(operation, organisation)
    if not (rate_eur.is_finite() and 0 < rate_eur <= MOST_RATE and rate_eur == rate_eur.quantize(Decimal("0.01"))):
        raise InputError(
            "Tagessatz (rate): bitte ein Betrag über 0 bis 99.999,99 Euro mit höchstens zwei Nachkommastellen.",
            field="rate",
        )
    if len(contract) > 120 or not (contract.isprintable()):
        raise InputError("Vertrag (contract): bitte höchstens 120 Zeichen.", field="contract")
    for proof in work.queries.service_proofs(operation_id=operation.id, organisation_id=organisation.id):
        if proof.accepted_on and valid_from < next_month(proof.month):
            raise RuleViolation(
                "set_day_rate",
                [f"Der Monat {proof.month:%m/%Y} ist abgenommen; ein Satz gilt frühestens ab {next_month(proof.month):%d.%m.%Y}."],
            )  # fmt: skip
    rates = work.queries.day_rates(operation.id, organisation.id)
    rate = next((r for r in rates if r.valid_from == valid_from), None)
    if rate is None:
        rate = DayRate(operation_id=operation.id, organisation_id=organisation.id, valid_from=valid_from)
        work.add(rate)
    rate.rate_eur, rate.contract = rate_eur, contract.strip()
    work.flush()
    rate.set()
    return rate


def make_proof(
    work: Work, operation: Operation, organisation: Organisation, month: date, write_sheet: WriteSheet
) -> ServiceProof:
    """Write the proof of a month as Word file and table; nothing new when no booking and no rate changed.

    Raises:
        InputError: a month to come.
        NotFoundError: nothing is booked for the month.
        RuleViolation: no contractor, the month is accepted, or a day has no rate.
    """
    actor = work.require(Role.HEAD, Role.ERDF_OFFICER, Role.ASSISTANT)
    work.queries.serialise(ONE_AT_A_TIME)
    contract = _contractor(operation, organisation).contract
    first = month.replace(day=1)
    if first > work.today:
        raise InputError(f"Monat (month): {first:%m/%Y} liegt in der Zukunft.", field="month")
    versions = _versions(work, operation, organisation, first)
    if versions and versions[-1].accepted_on:
        raise RuleViolation(
            "make_proof",
            [f"Der Leistungsnachweis {first:%m/%Y} ist abgenommen; Nachträge stehen im nächsten offenen Monat."],
        )
    bookings = bookings_of(work, operation, organisation, first)
    lines = _lines(work, operation, organisation, bookings)
    if versions and versions[-1].lines == lines:
        return versions[-1]
    if not bookings:
        raise NotFoundError(f"Für {organisation.name} ist im {first:%m/%Y} unter {operation.reference} nichts gebucht.")
    number = len(versions) + 1
    facts = ProofFacts(
        organisation.name, contract, funding_of(operation), first, number, work.today,
        work.queries.database_kind() == "demo", _printed(bookings, lines),
    )  # fmt: skip
    rendered = render_with_template(work, TEMPLATE, proof_of_service(facts))
    proof = ServiceProof(
        operation=operation, operation_id=operation.id, organisation=organisation, organisation_id=organisation.id,
        month=first, version=number, made_on=work.today, made_by=actor.id, lines=lines,
        totals={
            "days": str(facts.days),
            "amount_eur": str(facts.amount),
            "ineligible_days": str(facts.days_not_counted),
        },
        word_sha256=work.files.put(rendered.content), sheet_sha256=work.files.put(write_sheet(facts)),
    )  # fmt: skip
    work.add(proof)
    work.flush()
    proof.made()
    return proof


def accept_proof(work: Work, operation: Operation, organisation: Organisation, month: date) -> ServiceProof:
    """Accept the newest version of a month for the client; the month is frozen then.

    Raises:
        NotFoundError: no version was made.
        PermissionDenied: neither ERDF officer nor head.
        RuleViolation: made by the same person, the month has not ended, or bookings changed since.
    """
    actor = work.require(Role.ERDF_OFFICER, Role.HEAD)
    work.queries.serialise(ONE_AT_A_TIME)
    first = month.replace(day=1)
    proof = newest_proof(work, operation, organisation, first)
    reasons = []
    if proof.made_by == actor.id:
        reasons.append("Wer den Leistungsnachweis erstellt hat, nimmt ihn nicht ab (Vier-Augen-Prinzip).")
    if work.today < next_month(first):
        reasons.append(f"Der Monat {first:%m/%Y} ist noch nicht zu Ende.")
    if not proof.accepted_on:
        bookings = bookings_of(work, operation, organisation, first)
        if proof.lines != _lines(work, operation, organisation, bookings):
            reasons.append(
                f"Seit Fassung {proof.version} haben sich Buchungen oder Sätze geändert; bitte neu erstellen."
            )
    if reasons:
        raise RuleViolation("accept_proof", reasons)
    proof.accept(actor.id, work.today)
    return proof


def newest_proof(
    work: Work, operation: Operation, organisation: Organisation, month: date, version: int | None = None
) -> ServiceProof:
    """A version of a month, the newest unless one is named.

    Raises:
        NotFoundError: there is none.
    """
    versions = _versions(work, operation, organisation, month.replace(day=1))
    found = [v for v in versions if version is None or v.version == version]
    if not found:
        raise NotFoundError(
            f"Für {organisation.name} gibt es unter {operation.reference} keinen Leistungsnachweis {month:%m/%Y}"
            + (f", Fassung {version}." if version else "; „clusterprocess proof make“ erstellt ihn.")
        )
    return found[-1]


def bookings_of(work: Work, operation: Operation, organisation: Organisation, first: date) -> list[DayBooking]:
    """What a month's proof lists: its bookings, and late ones of accepted months, each in the first open month after.

    ``first`` is the first day of the month.
    """
    return bookings_by_month(work, operation, organisation, next_month(first) - timedelta(days=1)).get(first, [])


def bookings_by_month(
    work: Work, operation: Operation, organisation: Organisation, last: date
) -> dict[date, list[DayBooking]]:
    """Bookings up to a day that no accepted proof lists, by the first day of the month whose proof has to list them."""
    proofs = work.queries.service_proofs(operation_id=operation.id, organisation_id=organisation.id)
    accepted = {p.month for p in proofs if p.accepted_on}
    listed = {id_ for p in proofs if p.accepted_on for id_ in p.booking_ids}
    found: dict[date, list[DayBooking]] = {}
    for booking in work.queries.day_bookings(operation_id=operation.id, organisation_id=organisation.id, last=last):
        if booking.id not in listed:
            found.setdefault(_open_month(booking.day.replace(day=1), accepted), []).append(booking)
    return found


def _open_month(month: date, accepted: set[date]) -> date:
    while month in accepted:
        month = next_month(month)
    return month


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_named(text: str) -> date:
    """The first day of a month written ``2015-03`` or ``03/2015``.

    Raises:
        InputError: it is none.
    """
    iso, german = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip()), re.fullmatch(r"(\d{1,2})[./](\d{4})", text.strip())
    year, month = (iso[1], iso[2]) if iso else (german[2], german[1]) if german else ("0", "0")
    if not 1 <= int(month) <= 12 or not 2000 <= int(year) <= 2100:
        raise InputError(
            f"Monat (month): „{text[:20]}“ ist keiner; bitte JJJJ-MM, zum Beispiel 2015-03.", field="month"
        )
    return date(int(year), int(month), 1)


def _contractor(operation: Operation, organisation: Organisation) -> Contractor:
    found = next((c for c in operation.contractors if c.organisation_id == organisation.id), None)
    if found is None:
        raise RuleViolation(
            "proof_of_service",
            [f"{organisation.name} ist unter {operation.reference} nicht eingetragen; „clusterprocess operation contractor“ trägt sie ein."],
        )  # fmt: skip
    if found.funding_role != "contractor":
        raise RuleViolation(
            "proof_of_service",
            [f"{organisation.name} ist unter {operation.reference} Begünstigte; Tagessätze gelten nur für Auftragnehmer."],
        )  # fmt: skip
    return found


def _versions(work: Work, operation: Operation, organisation: Organisation, first: date) -> list[ServiceProof]:
    proofs = work.queries.service_proofs(operation_id=operation.id, organisation_id=organisation.id)
    return [p for p in proofs if p.month == first]


def _lines(
    work: Work, operation: Operation, organisation: Organisation, bookings: Sequence[DayBooking]
) -> list[dict[str, Any]]:
    rates = work.queries.day_rates(operation.id, organisation.id)
    worked = worked_days(work, bookings)
    lines = [_line(work, b, rates, worked) for b in bookings]
    without = sorted({b.day for b, x in zip(bookings, lines, strict=True) if b.eligible and x["rate_eur"] is None})
    if without:
        raise RuleViolation(
            "make_proof",
            [
                f"Für {', '.join(f'{d:%d.%m.%Y}' for d in without[:10])} gilt kein Tagessatz von {organisation.name}; "
                "bitte mit „clusterprocess proof rate“ eintragen."
            ],
        )
    return lines


def _line(work: Work, booking: DayBooking, rates: Sequence[DayRate], worked: Worked) -> dict[str, Any]:
    rate = _rate_on(_day_of_rate(work, booking), rates) if booking.eligible else None
    return {
        "booking": booking.id,
        "day": booking.day.isoformat(),
        "person": booking.person_id,
        "number": booking.number,
        "activity": booking.activity,
        "days": str(booking.days),
        "rate_eur": None if rate is None else str(rate),
        "amount_eur": None if rate is None else str(amount_of(booking.days, rate)),
        "reason": booking.ineligible_reason,
        "marks": list(marks_of(booking, worked)),
    }


def _day_of_rate(work: Work, booking: DayBooking) -> date:
    """A booking is taken back at the rate at which it was counted."""
    kind, _, number = booking.source.partition(":")
    return work.queries.day_booking(int(number)).day if kind == "korrektur" else booking.day


def _rate_on(day: date, rates: Sequence[DayRate]) -> Decimal | None:
    return next((r.rate_eur for r in reversed(rates) if r.valid_from <= day), None)


def _printed(bookings: Sequence[DayBooking], lines: Sequence[dict[str, Any]]) -> tuple[ProofLine, ...]:
    """Lines as the paper prints them: with the names that only the person rows hold."""
    catalogue = in_force(days_catalogue)
    return tuple(
        ProofLine(
            b.day, b.person.name, b.number, _subject(b), catalogue.activities.get(b.activity, b.activity), b.days,
            None if x["rate_eur"] is None else Decimal(x["rate_eur"]),
            None if x["amount_eur"] is None else Decimal(x["amount_eur"]),
            catalogue.reason_label(b.ineligible_reason), tuple(x["marks"]),
        )
        for b, x in zip(bookings, lines, strict=True)
    )  # fmt: skip


def _subject(booking: DayBooking) -> str:
    home = booking.engagement or booking.agency_event
    if isinstance(home, Engagement):
        return f"{offering_of(home).title.de}, {home.cluster.name}"
    return home.title if home else ""
