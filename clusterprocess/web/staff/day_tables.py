"""Days out of a table: the empty table, the preview of a filled one with every fault, and the import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.sheets.reader import SheetRow, read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.usecases.import_days import COLUMNS, ImportedRow, import_days, preview_days
from clusterprocess.web.staff.day_words import activity_words
from clusterprocess.web.staff.lists import XLSX, Cell, Listing
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

FILE_FIELD, ROWS_FIELD = "file", "rows"
MOST_CARRIED = 200_000
"""Characters of rows that travel with the preview and come back with the button that books them."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """The form for a table, and what its rows would book.

    Attributes:
        carried: the rows as they were read, posted back by the button; empty while there is nothing to book.
        fresh: rows that would be booked; the others are booked already.
        columns: (heading, what belongs there).
    """

    title: str
    errors: tuple[Fault, ...]
    listing: Listing | None
    carried: str
    fresh: int
    columns: tuple[tuple[str, str], ...]


def empty_table(visit: Visit) -> Response:
    """The table to fill in."""
    return visit.download("Tage.xlsx", write_table([], list(COLUMNS.values()), "Tage"), XLSX)


def ask(visit: Visit) -> Response:
    """The form for a filled table."""
    return _shown(visit)


def preview(visit: Visit) -> Response:
    """What the table would book, and every fault with row and column; nothing is written."""
    uploads = visit.posted.files.get(FILE_FIELD, ())
    try:
        if len(uploads) != 1:
            raise InputError("Datei: Bitte wählen Sie die ausgefüllte Tabelle aus.", field=FILE_FIELD)
        rows = read_table(uploads[0].content, uploads[0].name or "Tabelle")
        carried = _carried(rows)
    except InputError as error:
        return _shown(visit, faults_of(error), status=422)
    found, faults = visit.read(lambda work: preview_days(work, rows))
    if faults:
        plain = tuple(Fault("", spoken(sentence)) for sentence in faults)
        return _shown(visit, plain, found, status=422)
    return _shown(visit, (), found, carried)


def book(visit: Visit) -> Response:
    """Book the rows of the preview, all or none."""
    try:
        rows = _rows(visit.value(ROWS_FIELD))

        def act(work: DatabaseWork) -> list[ImportedRow]:
            return import_days(work, rows)

        made = visit.act(act)
    except InputErrors as error:
        plain = tuple(Fault("", spoken(sentence)) for sentence in error.messages)
        return _shown(visit, plain, status=422)
    except InputError as error:
        return _shown(visit, faults_of(error), status=422)
    fresh = sum(r.outcome == "neu" for r in made)
    told = "Eine Zeile ist gebucht." if fresh == 1 else f"{fresh} Zeilen sind gebucht."
    known = len(made) - fresh
    return visit.back("/tage", told + (f" {known} standen schon da." if known else ""))


def _carried(rows: Sequence[SheetRow]) -> str:
    """The rows as text for the form.

    Raises:
        InputError: more than a form can carry.
    """
    text = json.dumps([[row.number, row.cells] for row in rows], ensure_ascii=True, separators=(",", ":"))
    if len(text) > MOST_CARRIED:
        raise InputError("Datei: Die Tabelle ist zu lang; bitte in zwei Tabellen teilen.", field=FILE_FIELD)
    return text


def _rows(text: str) -> list[SheetRow]:
    """The rows out of the form; whoever changed them typed them, and they are checked like a table.

    Raises:
        InputError: it is not what the preview wrote.
    """
    try:
        found = json.loads(text)
        return [
            SheetRow(int(number), {str(heading): str(cell)[:10_000] for heading, cell in cells.items()})
            for number, cells in found
        ]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise InputError("Datei: Bitte wählen Sie die Tabelle noch einmal aus.", field=FILE_FIELD) from None


def _shown(
    visit: Visit,
    errors: tuple[Fault, ...] = (),
    found: Sequence[ImportedRow] = (),
    carried: str = "",
    status: int = 200,
) -> Response:
    fresh = sum(r.outcome == "neu" for r in found)
    page = TablePage(
        "Tage aus einer Tabelle buchen", errors, _listing(found) if found else None, carried if fresh else "", fresh,
        _columns(),
    )  # fmt: skip
    return visit.show("days/table.html", page, status)


def _listing(found: Sequence[ImportedRow]) -> Listing:
    outside = in_force(days_catalogue).outside
    rows = tuple(
        (
            Cell(r.number), Cell("wird gebucht" if r.outcome == "neu" else "steht schon", tone="good" if r.outcome == "neu" else "calm"),
            Cell(r.day), Cell(r.person), Cell(outside.get(r.target, r.target)), Cell(r.days), Cell(activity_words(r.activity)),
        )
        for r in found
    )  # fmt: skip
    header = ("Zeile", "Ergebnis", "Tag", "Kürzel", "Vorgang, Veranstaltung oder Grund", "Tage", "Tätigkeit")
    return Listing("Vorschau", header, rows, len(rows), exports=False)


def _columns() -> tuple[tuple[str, str], ...]:
    catalogue = in_force(days_catalogue)
    told = {
        "day": "zum Beispiel 17.03.2015",
        "person": "Ihr Kürzel; für andere buchen Projektassistenz und Leitung",
        "number": "die Nummer; leer, wenn ein Grund genannt ist",
        "days": "Tage zu acht Stunden, zum Beispiel 0,5",
        "activity": ", ".join(catalogue.activities.values()),
        "note": "freiwillig",
        "organisation": "leer: die der Person",
        "outside": "nur für Zeit außerhalb: " + ", ".join(catalogue.outside.values()),
    }
    return tuple((COLUMNS[key], words) for key, words in told.items())


PAGES = (
    Page("days.empty_table", "GET", "/tage/tabelle", WORKERS, empty_table, "Leere Tabelle für Tage"),
    Page("days.ask_table", "GET", "/tage/einlesen", WORKERS, ask, "Formular: Tage aus einer Tabelle"),
    Page("days.preview_table", "POST", "/tage/einlesen", WORKERS, preview, "Vorschau einer Tabelle mit Tagen", uploads=True),
    Page("days.book_table", "POST", "/tage/einlesen/buchen", WORKERS, book, "Tage einer Tabelle buchen"),
)  # fmt: skip
