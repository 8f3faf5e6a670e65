"""Starting an offering for many initiatives: from a list of the register or from a table, previewed row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from starlette.background import BackgroundTask
from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.bootstrap import App
from clusterprocess.catalogues.wordlists import labels
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.errors import ClusterProcessError, InputError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.catalogue import OFFERINGS, offering_named
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, Values, accepted, day_in
from clusterprocess.usecases.bulk_round import (
    STARTERS,
    Bulk,
    BulkLine,
    BulkRow,
    bulk_of,
    confirm_round,
    next_row,
    prepare_round,
    refuse_row,
    rows_with_terms,
    start_row,
)
from clusterprocess.usecases.portfolio_round import COLUMNS, MOST_ROWS, RoundTerms
from clusterprocess.usecases.search_register import FILTER_KEYS, filter_from, selected_clusters
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import XLSX, Cell, Listing, Value, exported, filter_of, rows_of, wants_file
from clusterprocess.web.staff.overview.scope import ORIGIN_WORDS, counted, field_word, region_word
from clusterprocess.web.staff.rights import Page
from clusterprocess.web.staff.visit import Fault, Visit

HOME = "/serie"
ALLOWED = frozenset(STARTERS)
SELECTED, TABLE = "auswahl", "tabelle"
CRUMBS = (("Vorgänge", "/vorgaenge"), ("Serie starten", HOME))
RETRY_MILLISECONDS = 1500
"""The live line asks again after so long; each answer is one short event, so that no thread waits."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """Terms of a round.

    Attributes:
        selected: initiatives that the filter leaves; ``words`` the filter in words, ``chosen`` as it is posted again.
        template: address of a table of these initiatives to be completed in Excel.
    """

    title: str
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]
    selected: int
    words: str
    chosen: Mapping[str, str]
    template: str
    columns: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """Preview, progress and result: the same table, further on."""

    title: str
    sentence: str
    bulk: Bulk
    facts: tuple[tuple[str, str], ...]
    listing: Listing
    crumbs: tuple[tuple[str, str], ...]


def ask(visit: Visit) -> Response:
    """Terms, and where the initiatives come from."""
    return _ask(visit, filter_of(visit, *FILTER_KEYS))


def _ask(visit: Visit, chosen: Mapping[str, str], error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> AskPage:
        ids = _selected(work, chosen)
        asked = _form(work, len(ids))
        sections, faults = drawn(asked, visit.posted.values if error else None, error)
        words = ", ".join(_told(*part) for part in chosen.items()) or "das ganze Register"
        return AskPage(
            "Eine Leistung für viele Initiativen starten",
            sections,
            faults,
            len(ids),
            words,
            chosen,
            f"{HOME}/vorlage?{urlencode(chosen)}",
            ", ".join(COLUMNS.values()),
        )

    return visit.show("bulk/ask.html", visit.read(look), 422 if error else 200)


def _told(key: str, value: str) -> str:
    """One part of the selection in words."""
    match key:
        case "feld":
            return f"Feld {field_word(value)}"
        case "region":
            return f"Region {region_word(value)}"
        case "q":
            return f"Suche „{value}“"
        case "offen":
            return "mit offenem Vorgang" if value == "ja" else "ohne offenen Vorgang"
        case "herkunft":
            return ORIGIN_WORDS.get(value, value)
        case "label":
            return f"Label {next((x.name.de for x in labels() if x.slug == value), value)}"
    return f"{key.capitalize()} {value}"


def _selected(work: DatabaseWork, chosen: Mapping[str, str]) -> list[int]:
    return list(selected_clusters(work, filter_from(chosen)))


def _form(work: DatabaseWork, selected: int) -> GuestForm:
    def people(role: Role) -> tuple[tuple[str, Text], ...]:
        return tuple((p.handle, Text(p.name)) for p in work.queries.holders(role.value, None))

    offerings = tuple((o.slug, Text(o.title.de)) for o in OFFERINGS)
    operations = tuple((o.reference, Text(f"{o.reference} ({o.name})")) for o in work.queries.operations())
    delivering = tuple((name, Text(name)) for _, name in work.queries.delivering_organisations())
    told = counted(selected, "Initiative", "Initiativen")
    sources = ((SELECTED, Text(f"Auswahl aus dem Register ({told})")), (TABLE, Text("Tabelle hochladen")))
    choice = FieldKind.CHOICE
    return form(
        FormField("source", choice, Text("Woher kommen die Initiativen?"), required=True, value=SELECTED,
                  choices=sources),
        FormField("offering", choice, Text("Leistung"), required=True, choices=offerings),
        FormField("operation", choice, Text("Vorhaben"), required=True, choices=operations,
                  value=operations[0][0] if len(operations) == 1 else None),
        FormField("delivering", choice, Text("Leistende Organisation"), required=True, choices=delivering,
                  value=delivering[0][0] if len(delivering) == 1 else None),
        FormField("lead", choice, Text("Federführung"), "Gilt, wo die Tabelle keine nennt.", choices=people(Role.CONSULTANT)),
        FormField("reviewer", choice, Text("Prüfung"), "Eine andere Person als die Federführung.",
                  choices=people(Role.REVIEWER)),
        FormField("day", FieldKind.DAY, Text("Tag der Anfrage"), required=True, value=work.today.isoformat()),
        FormField("question", FieldKind.LONG_TEXT, Text("Frage oder Anlass"), "Höchstens 600 Zeichen.", most=600),
    )  # fmt: skip


def prepare(visit: Visit) -> Response:
    """Read the rows, look at each, and lead to the preview; nothing is opened yet."""
    chosen = {key: visit.value(f"f.{key}")[:120] for key in FILTER_KEYS if visit.value(f"f.{key}")}

    def act(work: DatabaseWork) -> str:
        values = accepted(_form(work, 0), visit.posted.values)
        rows, source = _rows(visit, work, values, chosen)
        terms = RoundTerms(
            values["offering"], values["operation"], values["delivering"], values.get("lead", ""),
            values.get("reviewer", ""),
        )  # fmt: skip
        day = day_in(values, "day")
        return prepare_round(work, terms, rows_with_terms(rows, f"{day:%d.%m.%Y}", values.get("question", "")), source)

    try:
        key = visit.act(act)
    except UsageError as error:
        return _ask(visit, chosen, error)
    return visit.back(f"{HOME}/{key}")


def _rows(
    visit: Visit, work: DatabaseWork, values: Values, chosen: Mapping[str, str]
) -> tuple[list[BulkRow], str]:  # fmt: skip
    if values["source"] == TABLE:
        upload = next(iter(visit.posted.files.get("datei", ())), None)
        if upload is None:
            raise InputError("Tabelle: Bitte wählen Sie eine Datei (.xlsx oder .csv) aus.", field="datei")
        rows = [BulkRow(r.number, r.cells) for r in read_table(upload.content, upload.name)]
        return rows, f"Tabelle „{upload.name[:80]}“"
    ids = _selected(work, chosen)
    if not ids:
        raise InputError("Auswahl: Der Filter lässt keine Initiative übrig.", field="source")
    if len(ids) > MOST_ROWS:
        raise InputError(
            f"Auswahl: Bitte höchstens {MOST_ROWS} Initiativen je Serie; bitte enger filtern.", field="source"
        )
    rows = [BulkRow(number, {COLUMNS["cluster"]: str(i)}) for number, i in enumerate(ids, 1)]
    return rows, "Auswahl aus dem Register" + (
        f" ({', '.join(_told(*part) for part in chosen.items())})" if chosen else ""
    )


def template(visit: Visit) -> Response:
    """The selected initiatives as a table to be completed and uploaded."""
    chosen = filter_of(visit, *FILTER_KEYS)

    def look(work: DatabaseWork) -> bytes:
        names = [work.queries.cluster_by_id(i).name for i in _selected(work, chosen)[:MOST_ROWS]]
        rows: list[list[str | date]] = [[name, work.today, "", "", "", ""] for name in names]
        return write_table(rows, list(COLUMNS.values()), "Runde")

    return visit.download("Serie.xlsx", visit.read(look), XLSX)


def show(visit: Visit) -> Response:
    """Preview, then progress, then the result."""
    bulk = visit.read(lambda work: bulk_of(work, visit.path["key"]))
    page = _page(bulk)
    return exported(visit, page.listing) if wants_file(visit) else visit.show("bulk/round.html", page)


def _page(bulk: Bulk) -> RoundPage:
    terms = bulk.terms
    title = offering_named(terms.offering).title.de
    name = "Vorschau" if bulk.started_at is None else "Ergebnis" if bulk.is_done else "Läuft"
    facts = (("Leistung", title), ("Vorhaben", terms.operation), ("Leistende Organisation", terms.delivering),
             ("Initiativen aus", bulk.source))  # fmt: skip
    rows: list[tuple[Cell | Value, ...]] = [
        (line.number, line.cluster, _outcome(bulk, line), _number(line), " ".join(line.faults)) for line in bulk.lines
    ]
    header = ("Zeile", "Initiative", "Ergebnis", "Vorgang", "Warum nicht")
    listing = Listing(f"Serie {title}", header, rows_of(rows), len(rows))
    return RoundPage(f"{name}: {title} für viele Initiativen", _sentence(bulk), bulk, facts, listing, CRUMBS)


def _sentence(bulk: Bulk) -> str:
    exist = sum(bool(line.existing) for line in bulk.lines)
    faulty = sum(bool(line.faults) for line in bulk.lines)
    rest = f"schon vorhanden: {exist}; nicht möglich: {faulty}."
    if bulk.started_at is None:
        return f"Neu angelegt werden {bulk.to_start} von {len(bulk.lines)}; {rest}"
    if bulk.to_start:
        return f"{bulk.started} von {bulk.started + bulk.to_start} angelegt; {rest}"
    return f"Fertig: {bulk.started} angelegt; {rest}"


def _outcome(bulk: Bulk, line: BulkLine) -> Cell:
    if line.started:
        return Cell("angelegt", tone="good")
    if line.faults:
        return Cell("nicht möglich", tone="bad")
    if line.existing:
        return Cell("besteht schon", tone="calm")
    return Cell("wird angelegt" if bulk.started_at is None else "wartet")


def _number(line: BulkLine) -> Cell:
    number = line.started or line.existing
    return Cell(number, f"/vorgang/{number}" if number else "")


def start(visit: Visit) -> Response:
    """Confirm; the rows are worked off after the answer has left. Pressing again starts nothing again."""
    key = visit.path["key"]
    is_first = visit.act(lambda work: confirm_round(work, key))
    if not is_first:
        return visit.back(f"{HOME}/{key}", "Die Serie läuft schon oder ist fertig; es wurde nichts doppelt angelegt.")
    answer = visit.back(f"{HOME}/{key}", "Die Vorgänge werden angelegt. Sie können diese Seite verlassen.")
    answer.background = BackgroundTask(work_off, visit.app, visit.actor, key)
    return answer


def work_off(app: App, actor: Actor, key: str) -> None:
    """Start row after row, each in a transaction of its own; a row that fails is noted and the next one follows."""
    while (number := app.run(actor, partial(next_row, key=key))) is not None:
        try:
            app.run(actor, partial(start_row, key=key, number=number))
        except ClusterProcessError as error:
            app.run(actor, partial(refuse_row, key=key, number=number, error=error))


def stream(visit: Visit) -> Response:
    """One event about the state; the browser asks again by itself, and reloads the page when all is done."""
    bulk = visit.read(lambda work: bulk_of(work, visit.path["key"]))
    event = "done" if bulk.is_done or not bulk.is_running else "state"
    body = f"retry: {RETRY_MILLISECONDS}\nevent: {event}\ndata: {_sentence(bulk)}\n\n"
    return Response(body, media_type="text/event-stream", headers={"cache-control": "no-store"})


PAGES = (
    Page("bulk.ask", "GET", HOME, ALLOWED, ask, "Serie: Leistung für viele Initiativen"),
    Page("bulk.prepare", "POST", HOME, ALLOWED, prepare, "Serie vorbereiten", uploads=True),
    Page("bulk.template", "GET", f"{HOME}/vorlage", ALLOWED, template, "Tabelle für eine Serie"),
    Page("bulk.show", "GET", f"{HOME}/{{key}}", ALLOWED, show, "Serie: Vorschau, Stand und Ergebnis"),
    Page("bulk.stream", "GET", f"{HOME}/{{key}}/strom", ALLOWED, stream, "Serie: Stand im Augenblick"),
    Page("bulk.start", "POST", f"{HOME}/{{key}}/starten", ALLOWED, start, "Serie starten"),
)
