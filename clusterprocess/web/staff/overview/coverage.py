"""Regions by fields: where initiatives are, which the agency served, and where it never was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.wordlists import fields, regions
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.usecases.overview_figures import Covered
from clusterprocess.web.staff.lists import Cell, Value, exported, wants_file
from clusterprocess.web.staff.overview.pages import table
from clusterprocess.web.staff.overview.scope import (
    KEYS,
    UNSTATED,
    Asked,
    Choice,
    FilterField,
    asked,
    counted,
    field_word,
    region_word,
)
from clusterprocess.web.staff.visit import Visit

YEARS_BACK, LIST_YEARS = 2, 10
"""Without a year in the address: served since the year before the last."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell: initiatives, served since the year asked for, never served.

    Attributes:
        href: list of the initiatives; ``never_href`` of those never served.
    """

    initiatives: int = 0
    recently: int = 0
    never: int = 0
    href: str = ""
    never_href: str = ""

    @property
    def is_blind(self) -> bool:
        """Initiatives are there, and the agency never served one of them."""
        return self.initiatives > 0 and self.never == self.initiatives


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Fields as rows, regions as columns; the last row and column are sums."""

    title: str
    sentence: str
    asked: Asked
    since: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Spot, ...]], ...]
    exports: tuple[tuple[str, str], ...]


def coverage(visit: Visit) -> Response:
    """Blind spots."""
    told = visit.query.get("seit", "")
    if told and not (told.isdigit() and len(told) == 4):
        raise NotFoundError("Filter „bedient seit“: bitte ein Jahr mit vier Ziffern.")

    def look(work: DatabaseWork) -> tuple[CoveragePage, Sequence[Covered]]:
        since = int(told or 0) or work.today.year - YEARS_BACK
        years = (Choice(str(y), str(y), y == since) for y in range(work.today.year, work.today.year - LIST_YEARS, -1))
        field = FilterField("seit", "Bedient seit", "", tuple(years))
        wanted = asked(visit, work, only=tuple(k for k in KEYS if k != "jahr"), more=(field,))
        found = work.queries.overview_coverage(wanted.scope, date(max(since, 1), 1, 1))
        page = _page(wanted, found, since)
        return page, found

    page, found = visit.read(look)
    if wants_file(visit):
        rows: list[tuple[Cell | Value, ...]] = [
            (region_word(c.region), field_word(c.field), c.initiatives, c.recently, c.never) for c in found
        ]
        header = ("Region", "Feld", "Initiativen", f"bedient seit {page.since}", "nie bedient")
        return exported(visit, table(page.asked, "abdeckung", "Abdeckung", header, rows))
    return visit.show("overview/coverage.html", page)


def _page(wanted: Asked, found: Sequence[Covered], since: int) -> CoveragePage:
    by_cell = {(c.field or UNSTATED, c.region or UNSTATED): c for c in found}
    used_fields = {f for f, _ in by_cell}
    used_regions = {r for _, r in by_cell}
    columns = [r for r in (*(r.slug for r in regions()), UNSTATED) if r in used_regions]
    lines = [f for f in (*(f.slug for f in fields()), UNSTATED) if f in used_fields]
    rows = [
        (
            _word(f, field_word),
            (
                *(_spot(wanted, since, by_cell.get((f, r)), f, r) for r in columns),
                _sum(wanted, since, [c for (ff, _), c in by_cell.items() if ff == f], f, ""),
            ),
        )
        for f in lines
    ]
    sums = (*(_sum(wanted, since, [c for (_, rr), c in by_cell.items() if rr == r], "", r) for r in columns),
            _sum(wanted, since, list(found), "", ""))  # fmt: skip
    whole = sums[-1]
    blind = sum(spot.is_blind for _, spots in rows for spot in spots[:-1])
    sentence = (
        f"{counted(whole.initiatives, 'Initiative', 'Initiativen')} im Register: {whole.recently} bedient seit {since}, "
        f"{whole.never} noch nie; {counted(blind, 'blinder Fleck', 'blinde Flecken')}."
    )
    exports = tuple(
        (label, wanted.link("/abdeckung", seit=since, format=kind))
        for label, kind in (("Excel (.xlsx)", "xlsx"), ("CSV", "csv"))
    )
    return CoveragePage(
        "Abdeckung",
        sentence,
        wanted,
        since,
        tuple(_word(r, region_word) for r in columns),
        (*rows, ("zusammen", sums)) if rows else (),
        exports,
    )


def _word(slug: str, words: Callable[[str | None], str]) -> str:
    return words(None if slug == UNSTATED else slug)


def _spot(wanted: Asked, since: int, found: Covered | None, field: str, region: str) -> Spot:
    return _sum(wanted, since, [found] if found else [], field, region)


def _sum(wanted: Asked, since: int, found: Sequence[Covered], field: str, region: str) -> Spot:
    initiatives, recently, never = (
        sum(getattr(c, what) for c in found) for what in ("initiatives", "recently", "never")
    )
    if not initiatives:
        return Spot()
    own = {key: value for key, value in (("feld", field), ("region", region)) if value}
    return Spot(
        initiatives,
        recently,
        never,
        wanted.link("/initiativen", **own),
        wanted.link("/initiativen", **own, bedient="nie") if never else "",
    )
