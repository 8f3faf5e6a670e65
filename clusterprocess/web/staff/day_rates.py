"""Day rates of the delivering organisations, which price the proofs of service."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.errors import InputError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.service_proofs import set_day_rate
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing
from clusterprocess.web.staff.proofs import (
    ACCEPTERS,
    LIST,
    PROOF_READERS,
    chosen_contract,
    contracts,
    euro_words,
)
from clusterprocess.web.staff.rights import Page
from clusterprocess.web.staff.visit import Visit, may_see_operation


def rates(visit: Visit) -> Response:
    """Day rates of all organisations, and the form for a new one."""
    return _rates_page(visit)


def set_rate(visit: Visit) -> Response:
    """Enter a day rate from a day on."""
    try:
        values = accepted(visit.read(_rate_form), visit.posted.values)

        def act(work: DatabaseWork) -> str:
            operation, organisation = chosen_contract(work, values["contract"])
            rate = Decimal(str(values["rate"]))
            on = day_in(values, "valid_from")
            set_day_rate(work, operation, organisation, rate, on, values.get("paper", ""))
            return f"{organisation.name}: {euro_words(str(rate))} Euro je Tag ab {on:%d.%m.%Y}."

        told = visit.act(act)
    except (InputError, RuleViolation) as error:
        return _rates_page(visit, error)
    return visit.back(f"{LIST}/saetze", told)


def _rate_form(work: DatabaseWork) -> GuestForm:
    return form(
        FormField("contract", FieldKind.CHOICE, Text("Organisation und Vorhaben"), required=True, choices=contracts(work)),
        FormField("rate", FieldKind.NUMBER, Text("Tagessatz netto"), required=True, lowest=0.01, highest=99999.99, unit="Euro"),
        FormField("valid_from", FieldKind.DAY, Text("Gilt ab"), required=True),
        FormField("paper", FieldKind.TEXT, Text("Vertrag oder Nachtrag"), most=120),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RatesPage:
    """Day rates in force and before; ``form`` is drawn for those who may enter one."""

    title: str
    listing: Listing
    form: FormPage | None


def _rates_page(visit: Visit, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> tuple[Listing, GuestForm]:
        rows = tuple(
            (Cell(c.organisation.name), Cell(o.reference), Cell(r.valid_from), Cell(r.rate_eur), Cell(r.contract))
            for o in work.queries.operations()
            if may_see_operation(visit.actor, o.id)
            for c in o.contractors
            for r in reversed(work.queries.day_rates(o.id, c.organisation_id))
        )
        header = ("Organisation", "Vorhaben", "Gilt ab", "Euro je Tag, netto", "Vertrag oder Nachtrag")
        empty = "Noch kein Tagessatz eingetragen. Ohne ihn lässt sich kein Leistungsnachweis erstellen."
        return Listing("Tagessätze", header, rows, len(rows), empty=empty, exports=False), _rate_form(work)

    listing, asked = visit.read(look)
    sections, faults = drawn(asked, dict(visit.posted.values) if error else None, error)
    entry = FormPage("Tagessatz eintragen", "", f"{LIST}/saetze", sections, "Eintragen", faults)
    page = RatesPage("Tagessätze", listing, entry if visit.may(*ACCEPTERS) else None)
    return visit.show("days/rates.html", page, 422 if error else 200)


PAGES = (
    Page("days.rates", "GET", "/tage/nachweise/saetze", PROOF_READERS, rates, "Tagessätze"),
    Page("days.set_rate", "POST", "/tage/nachweise/saetze", ACCEPTERS, set_rate, "Tagessatz eintragen"),
)
