"""The list of initiatives with search, filters and exports, and the search over everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.wordlists import fields, labels, regions
from clusterprocess.domain.actors import ROLE_NAMES, STAFF, Role
from clusterprocess.domain.agency_events import AgencyEventState
from clusterprocess.domain.language import Text
from clusterprocess.domain.register_search import RegisterRow
from clusterprocess.offerings.guest_forms import FieldKind, FormField
from clusterprocess.offerings.profile import members_total, public_share
from clusterprocess.usecases.search_register import FILTER_KEYS, filter_from, search_everything, search_register
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing, ListPage, Value, filter_of, listed, page_of, rows_of, window
from clusterprocess.web.staff.register.words import (
    KINDS,
    LEVELS,
    ORIGINS,
    choices,
    field_name,
    label_lines,
    level_name,
    next_label,
    region_name,
)
from clusterprocess.web.staff.rights import REGISTER_KEEPERS
from clusterprocess.web.staff.visit import Visit

HEADER = ("Initiative", "Feld", "Sitz und Region", "Stufe", "Mitglieder", "Label", "Offene Vorgänge", "Stand")
FILE_HEADER = (
    "Nr.", "Initiative", "Art", "Feld", "Region", "Sitz", "Reifestufe", "Mitglieder", "Vollzeitstellen", "Budget (Euro)",
    "Öffentlicher Anteil (%)", "Label", "Offene Vorgänge", "Stand", "Herkunft",
)  # fmt: skip
COMING = (AgencyEventState.PLANNED.value, AgencyEventState.INVITED.value)
MOST_EVENTS = 10


@dataclass(frozen=True, slots=True)
class RegisterPage(ListPage):
    """The list; ``events`` are coming ones as (words, address of the invitation of this selection)."""

    events: tuple[tuple[str, str], ...] = ()
    may_act: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search over everything found, group by group.

    Attributes:
        query: as it was typed; empty asks for one.
        more: address of the whole list of initiatives where there are more.
    """

    title: str
    query: str
    numbers: tuple[tuple[str, str, str], ...] = ()
    clusters: Listing | None = None
    more: str = ""
    organisations: Listing | None = None
    persons: Listing | None = None
    is_empty: bool = False


def show(visit: Visit) -> Response:
    """The list of initiatives, as a page or as a file."""
    chosen = filter_of(visit, *FILTER_KEYS)
    limit, offset = window(visit)

    def look(work: DatabaseWork) -> RegisterPage:
        rows, total = search_register(work, filter_from(chosen), limit, offset)
        as_file = "format" in visit.query
        listing = Listing(
            "Register",
            FILE_HEADER if as_file else HEADER,
            rows_of([_file_row(r, work.today) if as_file else _row(r, work.today) for r in rows]),
            total,
            page_of(visit),
            chosen,
            "Keine Initiative passt dazu. Bitte weniger Wörter oder Filter verwenden.",
        )
        may_act = bool(visit.actor.roles & STAFF)
        actions: tuple[tuple[str, str], ...] = ()
        if visit.may(*REGISTER_KEEPERS):
            actions = (("Tabelle einlesen", "/register/einlesen"),)
        if may_act and total:
            actions += (("Leistung für diese Auswahl starten", _with("/serie", chosen)),)
        return RegisterPage(
            "Register der Initiativen",
            listing,
            _filters(chosen),
            actions=actions,
            events=_events(work, chosen) if may_act and total else (),
            may_act=may_act,
        )

    return listed(visit, visit.read(look), "register/list.html")


def find(visit: Visit) -> Response:
    """The search of the page head; a whole number leads straight to its engagement."""
    query = visit.query.get("q", "").strip()[:120]
    found = visit.read(lambda work: search_everything(work, query))
    if found.number:
        return RedirectResponse(f"/vorgang/{found.number}", status_code=303)
    rows = rows_of(
        [(Cell(c.name, f"/register/{c.id}"), field_name(c.field, c.field_text), c.seat, c.open_engagements)
         for c in found.clusters]
    )  # fmt: skip
    organisations = rows_of(
        [(o.name, o.seat, Cell(o.cluster, f"/register/{o.cluster_id}" if o.cluster_id else ""))
         for o in found.organisations]
    )  # fmt: skip
    persons = rows_of(
        [(p.name, ROLE_NAMES[Role(p.role)].de if p.role else "", p.organisation,
          Cell(p.cluster, f"/register/{p.cluster_id}" if p.cluster_id else ""))
         for p in found.persons]
    )  # fmt: skip
    page = SearchPage(
        f"Suche: {query}" if query else "Suche",
        query,
        tuple((number, f"/vorgang/{number}", name) for number, name in found.numbers),
        _group("Initiativen", ("Initiative", "Feld", "Sitz", "Offene Vorgänge"), rows, found.clusters_total),
        _with("/register", {"q": query}) if found.clusters_total > len(rows) else "",
        _group("Organisationen", ("Organisation", "Sitz", "Mitglied bei"), organisations, len(organisations)),
        _group("Personen", ("Name", "Rolle", "Organisation", "Initiative"), persons, len(persons)),
        found.is_empty,
    )
    return visit.show("register/search.html", page)


def _group(title: str, header: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], total: int) -> Listing | None:
    return Listing(title, header, rows, total, exports=False) if rows else None


def _row(row: RegisterRow, today: date) -> tuple[Cell | Value, ...]:
    label = next_label(row, today)
    return (
        Cell(row.name, f"/register/{row.id}"),
        field_name(row.field, row.field_text),
        ", ".join(dict.fromkeys(told for told in (row.seat, region_name(row.region)) if told)),
        row.level,
        members_total(row.answers),
        Cell(f"{label.short}, {label.told}", tone=label.tone) if label else "",
        row.open_engagements,
        row.as_of,
    )


def _file_row(row: RegisterRow, today: date) -> tuple[Value, ...]:
    fte, budget = row.answers.get("fte_paid"), row.answers.get("budget")
    return (
        row.id, row.name, KINDS[row.kind].de if row.kind in KINDS else row.kind, field_name(row.field, row.field_text),
        region_name(row.region), row.seat, level_name(row.level), members_total(row.answers),
        None if fte is None else float(fte), None if budget is None else float(budget), public_share(row.answers),
        "; ".join(f"{label.name}, {label.told}" for label in label_lines(row.answers, today)),
        row.open_engagements, row.as_of, ORIGINS[row.origin].de,
    )  # fmt: skip


def _events(work: DatabaseWork, chosen: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    coming = [e for e in work.queries.agency_events(from_day=work.today) if e.state in COMING]
    return tuple(
        (f"{e.held_on:%d.%m.%Y} · {e.title} ({e.place})", _with(f"/veranstaltungen/{e.number}/einladen", chosen))
        for e in coming[:MOST_EVENTS]
    )


def _with(path: str, chosen: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(chosen)}" if chosen else path


def _filters(chosen: Mapping[str, str]) -> tuple[SectionView, ...]:
    def choice(key: str, label: str, of: tuple[tuple[str, Text], ...]) -> FormField:
        return FormField(key, FieldKind.CHOICE, Text(label), choices=of)

    asked = form(
        FormField("q", FieldKind.TEXT, Text("Suchwörter")),
        choice("feld", "Feld", tuple((f.slug, f.name) for f in fields())),
        choice("region", "Region", tuple((r.slug, r.name) for r in regions())),
        choice("stufe", "Reifestufe", choices(LEVELS)),
        choice("label", "Label", tuple((x.slug, x.name) for x in labels())),
        choice("art", "Art", choices(KINDS)),
        choice("offen", "Offene Vorgänge", (("ja", Text("mit offenem Vorgang")), ("nein", Text("ohne offenen Vorgang")))),
        choice("herkunft", "Herkunft", choices(ORIGINS)),
    )  # fmt: skip
    return drawn(asked, chosen)[0]
