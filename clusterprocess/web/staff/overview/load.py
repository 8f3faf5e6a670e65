"""Load: open engagements and days by person in charge and by delivering organisation, days by offering and operation.

Days are the only figure about a person, names stand in alphabetical order, and nobody is ranked or rated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.usecases.overview_figures import DaysLine, Load
from clusterprocess.web.plots import Series, bar_figure
from clusterprocess.web.staff.lists import Cell, Value
from clusterprocess.web.staff.overview.pages import Block, FiguresPage, shown, table
from clusterprocess.web.staff.overview.scope import EVERY_YEAR, OFFERING_WORDS, Asked, asked, counted
from clusterprocess.web.staff.overview.timeline import month_from
from clusterprocess.web.staff.visit import Visit

MONTHS_BACK = 5
"""The present month and five before it."""


def load(visit: Visit) -> Response:
    """Who leads how much, and which days are planned and used."""

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work, default_year=EVERY_YEAR)
        months = [month_from(work.today, back) for back in range(-MONTHS_BACK, 1)]
        organisations = work.queries.overview_load(wanted.scope, "organisation", months)
        days = work.queries.overview_days(wanted.scope)
        blocks = [_organisations(wanted, organisations, months), _days(wanted, days)]
        if wanted.reads_cases:
            persons = work.queries.overview_load(wanted.scope, "person", months)
            blocks.insert(0, _persons(wanted, persons, months))
        total, planned, used = (
            sum(o.open for o in organisations),
            sum(o.planned for o in organisations),
            sum(o.used for o in organisations),
        )
        sentence = (
            f"{counted(total, 'offener Vorgang', 'offene Vorgänge')}: {_told(planned)} Personentage geplant, "
            f"{_told(used)} davon gebucht."
        )
        hint = "Ein Personentag hat acht Stunden. „Noch zu leisten“ sind die geplanten Tage der offenen Vorgänge ohne die schon gebuchten."
        return FiguresPage("Auslastung", sentence, wanted, tuple(blocks), hint=hint)

    return shown(visit, visit.read(look))


def _told(days: float) -> str:
    return f"{days:g}".replace(".", ",")


def _header(first: str, months: Sequence[date]) -> tuple[str, ...]:
    booked = tuple(f"{m:%m/%Y}" for m in months)
    return (first, "offene Vorgänge", "geplant", "davon gebucht", "noch zu leisten", *booked)


def _persons(wanted: Asked, loads: Sequence[Load], months: Sequence[date]) -> Block:
    rows: list[tuple[Cell | Value, ...]] = [
        (line.name, Cell(line.open, wanted.link("/vorgaenge", federfuehrung=line.key, offen="ja")), *_figures(line))
        for line in loads
    ]
    listing = table(wanted, "personen", "Tage nach Federführung", _header("Federführung", months), rows)
    intro = "In alphabetischer Reihenfolge, in Personentagen. Geplante Tage zählen bei der Federführung des Vorgangs, die Monate rechts zeigen, was jede Person gebucht hat, auch außerhalb von Vorgängen."
    return Block("personen", "Nach Federführung", listing, intro)


def _organisations(wanted: Asked, loads: Sequence[Load], months: Sequence[date]) -> Block:
    rows: list[tuple[Cell | Value, ...]] = [
        (line.name, Cell(line.open, wanted.link("/vorgaenge", organisation=line.key, offen="ja")), *_figures(line))
        for line in loads
    ]
    listing = table(wanted, "organisationen", "Tage nach Organisation", _header("Organisation", months), rows)
    intro = "In Personentagen; die Monate rechts zeigen alle Buchungen, auch außerhalb von Vorgängen."
    return Block("organisationen", "Nach leistender Organisation", listing, intro)


def _figures(line: Load) -> tuple[float, ...]:
    return (line.planned, line.used, line.left, *line.by_month)


def _days(wanted: Asked, lines: Sequence[DaysLine]) -> Block:
    rows: list[tuple[Cell | Value, ...]] = [
        (
            OFFERING_WORDS.get(line.offering, line.offering),
            line.operation,
            Cell(line.engagements, wanted.link("/vorgaenge", leistung=line.offering)),
            line.planned,
            line.used,
            line.ineligible,
        )
        for line in lines
    ]
    header = ("Leistung", "Vorhaben", "Vorgänge", "geplant", "gebucht", "davon nicht förderfähig")
    listing = table(wanted, "tage", "Tage nach Leistung und Vorhaben", header, rows)
    offerings = list(dict.fromkeys(line.offering for line in lines))
    figure = None
    if offerings:
        planned, used = (
            tuple(sum(getattr(line, what) for line in lines if line.offering == o) for o in offerings)
            for what in ("planned", "used")
        )
        names = [OFFERING_WORDS.get(o, o) for o in offerings]
        figure = bar_figure("Personentage nach Leistung", names, used, name="gebucht", unit="PT",
                            comparison=Series("geplant", planned),
                            highest=max(*planned, *used, 1.0), head="Leistung")  # fmt: skip
    return Block("tage", "Geplant und genutzt nach Leistung und Vorhaben", listing, figure=figure)
