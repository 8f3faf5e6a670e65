"""Lists: one way to show rows, page through them, and take them along as .xlsx or CSV with their filter."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from starlette.responses import Response

from clusterprocess.adapters.sheets.plain_table import plain_table
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.visit import Visit

PAGE_SIZE = 50
MOST_EXPORTED = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is shown and exported, where it leads, and a ``tone`` (good, warn, bad, calm) for a tag."""

    value: Value
    href: str = ""
    tone: str = ""

    @property
    def text(self) -> str:
        value = self.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "ja" if value else "nein"
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        if isinstance(value, float | Decimal):
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        if isinstance(value, int):
            return f"{value:,}".replace(",", ".") if abs(value) >= 10_000 else str(value)
        return value

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float | Decimal) and not isinstance(self.value, bool)


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with its filter.

    Attributes:
        title: also the name of the exported file.
        header: names of the columns; ``rows`` the cells of this page.
        total: rows that the filter leaves over all pages.
        page: counted from 1; ``query`` the filter as the address says it, without page and format.
        empty: sentence where nothing is left.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    page: int = 1
    query: Mapping[str, str] = field(default_factory=dict)
    empty: str = "Keine Einträge."
    exports: bool = True

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    def address(self, **more: object) -> str:
        """This list with another page or format."""
        return "?" + urlencode({**self.query, **{k: str(v) for k, v in more.items()}})


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page that is a filter and a list.

    Attributes:
        filters: drawn by ``parts.filters``, posted by GET; ``actions`` are (label, address) buttons above the list.
    """

    title: str
    listing: Listing
    filters: tuple[SectionView, ...] = ()
    intro: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()


def page_of(visit: Visit) -> int:
    """Which page is asked for; nonsense is page 1."""
    text = visit.query.get("seite", "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 6 else 1


def filter_of(visit: Visit, *keys: str) -> dict[str, str]:
    """The filter as the address says it: known keys that hold something."""
    return {key: visit.query[key].strip()[:120] for key in keys if visit.query.get(key, "").strip()}


def wants_file(visit: Visit) -> bool:
    """Whether the list is asked for as a file; the page then reads all rows up to ``MOST_EXPORTED``."""
    return visit.query.get("format") in ("xlsx", "csv")


def window(visit: Visit) -> tuple[int, int]:
    """Limit and offset for the database: one page, or everything for a file."""
    if wants_file(visit):
        return MOST_EXPORTED, 0
    return PAGE_SIZE, (page_of(visit) - 1) * PAGE_SIZE


def listed(visit: Visit, page: ListPage, template: str = "list.html") -> Response:
    """The list as a page, or as the file that was asked for."""
    if wants_file(visit):
        return exported(visit, page.listing)
    return visit.show(template, page)


def exported(visit: Visit, listing: Listing) -> Response:
    """The rows as .xlsx, or as CSV that a German Excel opens: semicolon, UTF-8 with a mark, no formulas."""
    note = ", ".join(f"{k}: {v}" for k, v in listing.query.items())
    title = f"{listing.title} (Demo – Beispieldaten)" if visit.demo else listing.title
    if visit.query["format"] == "xlsx":
        rows = [[cell.value for cell in row] for row in listing.rows]
        content = plain_table(title, note, listing.header, rows)
        return visit.download(f"{listing.title}.xlsx", content, XLSX)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(listing.header)
    writer.writerows([[_harmless(cell) for cell in row] for row in listing.rows])
    return visit.download(f"{listing.title}.csv", out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def rows_of(rows: Sequence[Sequence[Cell | Value]]) -> tuple[tuple[Cell, ...], ...]:
    """Plain values as cells."""
    return tuple(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows)


def _harmless(cell: Cell) -> str:
    """A cell that a spreadsheet shows and does not compute (CWE-1236)."""
    text = cell.text
    return f"'{text}" if text[:1] in "=+-@\t\r" and not cell.is_number else text
