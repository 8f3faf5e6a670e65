"""Monthly proofs of service: made by one person, accepted by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.sheets.service_proof import write_proof_sheet
from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Organisation
from clusterprocess.domain.services_rendered import ServiceProof
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.usecases.service_proofs import accept_proof, make_proof, month_named, next_month
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.day_words import days_words, month_words
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import XLSX, Cell, Listing, ListPage, filter_of, listed, page_of, window
from clusterprocess.web.staff.rights import Page
from clusterprocess.web.staff.visit import Visit, may_see_operation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKERS = frozenset({Role.HEAD, Role.ERDF_OFFICER, Role.ASSISTANT})
ACCEPTERS = frozenset({Role.HEAD, Role.ERDF_OFFICER})
PROOF_READERS = MAKERS | {Role.AUDITOR}
LIST = "/tage/nachweise"


@dataclass(frozen=True, slots=True)
class ProofPage:
    """One version of a proof.

    Attributes:
        accept: address of the button; empty where it cannot be pressed, ``why_not`` says why and who can.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    word: str
    sheet: str
    accept: str
    why_not: str


def proofs(visit: Visit) -> Response:
    """All proofs of service by month and organisation."""

    def look(work: DatabaseWork) -> Listing:
        query = filter_of(visit, "monat", "organisation")
        try:
            month = month_named(query["monat"]) if "monat" in query else None
        except InputError:
            month = None
        seen = visit.actor.operations
        found = work.queries.proof_page(query.get("organisation", ""), month, seen, *window(visit))
        count = work.queries.proof_count(query.get("organisation", ""), month, seen)
        header = ("Monat", "Organisation", "Vorhaben", "Fassung", "Tage", "Betrag (Euro)", "Tage ohne Betrag", "Erstellt", "Stand")  # fmt: skip
        empty = "Noch kein Leistungsnachweis. Erstellen lässt er sich, sobald im Monat Tage gebucht sind."
        return Listing("Leistungsnachweise", header, tuple(_row(p) for p in found), count, page_of(visit), query, empty)

    listing = visit.read(look)
    homes = visit.read(lambda work: tuple((h, Text(h)) for h in _homes(work)))
    asked = form(
        FormField("monat", FieldKind.TEXT, Text("Monat, zum Beispiel 03/2015"), value=listing.query.get("monat", "")),
        FormField("organisation", FieldKind.CHOICE, Text("Organisation"), choices=homes,
                  value=listing.query.get("organisation", "")),
    )  # fmt: skip
    actions = [("Nachweis erstellen", f"{LIST}/erstellen")] if visit.may(*MAKERS) else []
    page = ListPage(
        "Leistungsnachweise", listing, drawn(asked)[0],
        "Je Monat und Organisation ein Nachweis. Eine Person erstellt ihn, eine andere nimmt ihn ab; danach ist der Monat fest.",
        (*actions, ("Tagessätze", f"{LIST}/saetze")), (("Tage", "/tage"),) if visit.may(*MAKERS) else (),
    )  # fmt: skip
    return listed(visit, page)


def _row(proof: ServiceProof) -> tuple[Cell, ...]:
    state = Cell(f"abgenommen am {proof.accepted_on:%d.%m.%Y}") if proof.accepted_on else Cell("nicht abgenommen")
    return (
        Cell(month_words(proof.month), f"{LIST}/{proof.id}"), Cell(proof.organisation.name), Cell(proof.operation.reference),
        Cell(proof.version), Cell(Decimal(proof.totals["days"])), Cell(Decimal(proof.totals["amount_eur"])),
        Cell(Decimal(proof.totals["ineligible_days"])), Cell(proof.made_on), state,
    )  # fmt: skip


def _homes(work: DatabaseWork) -> list[str]:
    """Organisations that deliver under an operation, by name."""
    return sorted({c.organisation.name for o in work.queries.operations() for c in o.contractors})


# --- one proof


def _proof(visit: Visit, work: DatabaseWork) -> ServiceProof:
    """The proof of the address, if this person may see its operation.

    Raises:
        NotFoundError: there is none, or an auditor was not admitted to its operation; both read the same.
    """
    text = visit.path["proof"]
    if text.isascii() and text.isdigit():
        found = work.queries.service_proof(int(text[:12]))
        if may_see_operation(visit.actor, found.operation_id):
            return found
    raise NotFoundError("Diesen Leistungsnachweis gibt es nicht.")


def show(visit: Visit) -> Response:
    """One version with its sums, its files, and accepting it."""
    return visit.show("days/proof.html", visit.read(lambda work: _page(visit, work)))


def _page(visit: Visit, work: DatabaseWork) -> ProofPage:
    proof = _proof(visit, work)
    names = work.queries.person_names({proof.made_by, proof.accepted_by or ""})
    newest = work.queries.service_proofs(operation_id=proof.operation_id, organisation_id=proof.organisation_id)
    is_newest = max(p.version for p in newest if p.month == proof.month) == proof.version
    late = sum("nachgetragen" in line["marks"] for line in proof.lines)
    accepted_ = (
        f"{proof.accepted_on:%d.%m.%Y}, {names.get(proof.accepted_by or '', '')}" if proof.accepted_on else "noch nicht"
    )
    facts = (
        ("Organisation", proof.organisation.name), ("Vorhaben", proof.operation.reference), ("Fassung", str(proof.version)),
        ("Berechnet", f"{days_words(Decimal(proof.totals['days']))}, {euro_words(proof.totals['amount_eur'])} Euro netto"),
        ("Ohne Betrag", days_words(Decimal(proof.totals["ineligible_days"]))),
        ("Buchungen", f"{len(proof.lines)}, davon {late} nachgetragen"),
        ("Erstellt", f"{proof.made_on:%d.%m.%Y}, {names.get(proof.made_by, '')}"), ("Abgenommen", accepted_),
    )  # fmt: skip
    why_not = _why_not(visit, work, proof, is_newest)
    base = f"{LIST}/{proof.id}"
    can = not why_not and not proof.accepted_on
    return ProofPage(
        f"Leistungsnachweis {month_words(proof.month)}", facts, f"{base}/word", f"{base}/tabelle",
        f"{base}/abnehmen" if can else "", why_not,
    )  # fmt: skip


def euro_words(text: str) -> str:
    return f"{Decimal(text):,.2f}".translate(str.maketrans(",.", ".,"))


def _why_not(visit: Visit, work: DatabaseWork, proof: ServiceProof, is_newest: bool) -> str:
    if proof.accepted_on:
        return ""
    if not is_newest:
        return "Es gibt eine neuere Fassung; abgenommen wird die neueste."
    if not visit.may(*ACCEPTERS):
        return "Abnehmen können ihn die EFRE-Sachbearbeitung und die Leitung."
    if proof.made_by == visit.actor.id:
        return "Sie haben ihn erstellt; abnehmen muss ihn eine andere Person aus EFRE-Sachbearbeitung oder Leitung (vier Augen)."
    if work.today < next_month(proof.month):
        return f"Der Monat läuft noch; abnehmen lässt er sich ab {next_month(proof.month):%d.%m.%Y}."
    return ""


def accept(visit: Visit) -> Response:
    """Accept the newest version for the client."""

    def act(work: DatabaseWork) -> tuple[int, str]:
        proof = _proof(visit, work)
        made = accept_proof(work, proof.operation, proof.organisation, proof.month)
        return made.id, month_words(made.month)

    id_, month = visit.act(act)
    return visit.back(f"{LIST}/{id_}", f"Der Leistungsnachweis {month} ist abgenommen; der Monat ist jetzt fest.")


def word(visit: Visit) -> Response:
    """The Word file."""
    name, content = visit.read(lambda work: (lambda p: (_name(p), work.files.get(p.word_sha256)))(_proof(visit, work)))
    return visit.download(f"{name}.docx", content, WORD)


def sheet(visit: Visit) -> Response:
    """The table."""
    name, content = visit.read(lambda work: (lambda p: (_name(p), work.files.get(p.sheet_sha256)))(_proof(visit, work)))
    return visit.download(f"{name}.xlsx", content, XLSX)


def _name(proof: ServiceProof) -> str:
    home = proof.organisation.name.replace("/", "-")
    return f"Leistungsnachweis {proof.month:%Y-%m} {home} {proof.version}"


# --- making one


def ask(visit: Visit) -> Response:
    """The form for a month."""
    return _make_page(visit)


def make(visit: Visit) -> Response:
    """Make the proof of a month; without a change the present version stays."""
    try:
        values = accepted(visit.read(lambda work: _make_form(work)), visit.posted.values)

        def act(work: DatabaseWork) -> tuple[int, int, str]:
            operation, organisation = chosen_contract(work, values["contract"])
            made = make_proof(work, operation, organisation, month_named(values["month"]), write_proof_sheet)
            return made.id, made.version, month_words(made.month)

        id_, version, month = visit.act(act)
    except (InputError, RuleViolation, NotFoundError) as error:
        return _make_page(visit, error)
    return visit.back(f"{LIST}/{id_}", f"Der Leistungsnachweis {month} liegt in Fassung {version} vor.")


def _make_page(visit: Visit, error: UsageError | None = None) -> Response:
    asked = visit.read(lambda work: _make_form(work))
    sections, faults = drawn(asked, dict(visit.posted.values) if error else None, error)
    page = FormPage(
        "Leistungsnachweis erstellen", "Aufgelistet wird, was im Monat gebucht ist, dazu Nachgetragenes aus abgenommenen Monaten.",
        f"{LIST}/erstellen", sections, "Erstellen", faults, LIST, (("Tage", "/tage"), ("Leistungsnachweise", LIST)),
        ("Hat sich seit der letzten Fassung nichts geändert, entsteht keine neue.", "Wer den Nachweis erstellt, nimmt ihn nicht ab."),
    )  # fmt: skip
    return visit.show("form.html", page, 422 if error else 200)


def _make_form(work: DatabaseWork) -> GuestForm:
    last = work.today.replace(day=1) - timedelta(days=1)
    return form(
        FormField("contract", FieldKind.CHOICE, Text("Organisation und Vorhaben"), required=True, choices=contracts(work)),
        FormField("month", FieldKind.TEXT, Text("Monat"), "Zum Beispiel 03/2015.", required=True, value=f"{last:%m/%Y}", most=10),
    )  # fmt: skip


def contracts(work: DatabaseWork) -> tuple[tuple[str, Text], ...]:
    """Every organisation under every operation, to choose from."""
    return tuple(
        (f"{o.id}-{c.organisation_id}", Text(f"{c.organisation.name} – {o.reference}"))
        for o in work.queries.operations()
        for c in sorted(o.contractors, key=lambda c: c.organisation.name)
    )


def chosen_contract(work: DatabaseWork, key: str) -> tuple[Operation, Organisation]:
    """Operation and organisation of a choice that was validated."""
    for operation in work.queries.operations():
        for contractor in operation.contractors:
            if f"{operation.id}-{contractor.organisation_id}" == key:
                return operation, contractor.organisation
    raise NotFoundError("Diese Organisation liefert unter diesem Vorhaben nicht mehr.")


PAGES = (
    Page("days.proofs", "GET", "/tage/nachweise", PROOF_READERS, proofs, "Leistungsnachweise"),
    Page("days.ask_proof", "GET", "/tage/nachweise/erstellen", MAKERS, ask, "Formular: Leistungsnachweis erstellen"),
    Page("days.make_proof", "POST", "/tage/nachweise/erstellen", MAKERS, make, "Leistungsnachweis erstellen"),
    Page("days.proof", "GET", "/tage/nachweise/{proof}", PROOF_READERS, show, "Ein Leistungsnachweis"),
    Page("days.proof_word", "GET", "/tage/nachweise/{proof}/word", PROOF_READERS, word, "Leistungsnachweis als Word-Datei"),
    Page("days.proof_sheet", "GET", "/tage/nachweise/{proof}/tabelle", PROOF_READERS, sheet, "Leistungsnachweis als Tabelle"),
    Page("days.accept_proof", "POST", "/tage/nachweise/{proof}/abnehmen", ACCEPTERS, accept, "Leistungsnachweis abnehmen"),
)  # fmt: skip
