"""What the pages of the overview are made of: tiles, and blocks of a drawing and a table; tables go along as files."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.web.plots import Figure
from clusterprocess.web.staff.lists import Cell, Listing, Value, exported, rows_of, wants_file
from clusterprocess.web.staff.overview.scope import Asked
from clusterprocess.web.staff.visit import Visit

WHICH = "tabelle"
"""Part of an address that names the table which is asked for as a file."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure; it always leads to its list."""

    figure: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a page: heading, a sentence that explains the figures, a drawing, the table.

    Attributes:
        key: names the table in the address of its file.
    """

    key: str
    title: str
    listing: Listing
    intro: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """A page of the overview: ``sentence`` answers its question in one sentence."""

    title: str
    sentence: str
    asked: Asked
    blocks: tuple[Block, ...]
    tiles: tuple[Tile, ...] = ()
    hint: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()


def table(
    asked: Asked,
    key: str,
    title: str,
    header: tuple[str, ...],
    rows: list[tuple[Cell | Value, ...]],
    *,
    empty: str = "Für diesen Filter gibt es keine Einträge.",
    total: int | None = None,
    page: int = 1,
    more: dict[str, str] | None = None,
) -> Listing:
    """A table whose file carries the filter; ``total`` where the page shows only a part."""
    query = {**asked.query, **(more or {}), WHICH: key}
    return Listing(title, header, rows_of(rows), len(rows) if total is None else total, page, query, empty)


def shown(visit: Visit, page: FiguresPage, template: str = "overview/figures.html") -> Response:
    """The page, or the one table of it that was asked for as a file."""
    if wants_file(visit):
        wanted = visit.query.get(WHICH, "")
        block = next((b for b in page.blocks if b.key == wanted), page.blocks[0])
        return exported(visit, block.listing)
    return visit.show(template, page)
