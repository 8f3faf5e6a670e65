"""Labels that end in the next months, and events with who came."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.wordlists import labels
from clusterprocess.domain.agency_events import EVENT_KINDS
from clusterprocess.usecases.overview_figures import Attended, EventLine, LabelLine
from clusterprocess.web.plots import bar_figure
from clusterprocess.web.staff.lists import Cell, Value, page_of, window
from clusterprocess.web.staff.overview.pages import Block, FiguresPage, Tile, shown, table
from clusterprocess.web.staff.overview.scope import Asked, asked, counted, region_word
from clusterprocess.web.staff.overview.timeline import month_from
from clusterprocess.web.staff.visit import Visit

LABEL_MONTHS = 18
"""The issue asks for the next 18 months."""


def label_ends(visit: Visit) -> Response:
    """Labels whose last day lies in the next 18 months."""

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work, only=("region", "feld", "herkunft"))
        last = month_from(work.today, LABEL_MONTHS + 1) - timedelta(days=1)
        lines = work.queries.overview_labels(wanted.scope, work.today, last)
        header = ("Label", "Initiative", "Region", "gilt bis", "Tage bis dahin")
        rows = [_label(wanted, line, work.today) for line in lines]
        listing = table(wanted, "siegel", "Label-Abläufe", header, rows, empty="In dieser Zeit läuft kein Label ab.")
        by_month = Counter(f"{line.ends_on:%m/%Y}" for line in lines)  # in the order of the lines, that is of time
        figure = None
        if by_month:
            figure = bar_figure("Abläufe je Monat", list(by_month), list(by_month.values()), head="Monat")
        told = counted(len(lines), "Label läuft", "Label laufen")
        sentence = f"{told} bis {last:%d.%m.%Y} ab, bei {counted(len({x.cluster_id for x in lines}), 'Initiative', 'Initiativen')}."
        block = Block("siegel", "In der Reihenfolge der Tage", listing,
                      "Nach dem neuesten Profil jeder Initiative.",
                      figure)  # fmt: skip
        return FiguresPage("Label-Abläufe", sentence, wanted, (block,))

    return shown(visit, visit.read(look))


def _label(wanted: Asked, line: LabelLine, today: date) -> tuple[Cell | Value, ...]:
    known = {entry.slug: entry.name.de for entry in labels()}
    return (
        known.get(line.label, line.label),
        Cell(line.cluster, f"/register/{line.cluster_id}" if wanted.reads_cases else ""),
        region_word(line.region),
        line.ends_on,
        (line.ends_on - today).days,
    )


def events(visit: Visit) -> Response:
    """Events with attendances, persons and initiatives counted apart."""
    limit, offset = window(visit)

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work, only=("jahr", "organisation", "vorhaben"))
        lines, total = work.queries.overview_events(wanted.scope, limit, offset)
        whole = work.queries.overview_attended(wanted.scope)
        header = ("Veranstaltung", "Titel", "Art", "Tag", "Ort", "Stand", "angemeldet", "Teilnahmen", "Personen",
                  "Initiativen")  # fmt: skip
        listing = table(wanted, "veranstaltungen", "Veranstaltungen", header, [_event(wanted, e) for e in lines],
                        total=total, page=page_of(visit),
                        empty="In diesem Jahr gibt es keine Veranstaltung.")  # fmt: skip
        block = Block("veranstaltungen", "Die neueste zuerst", listing,
                      "Abgesagte zählen nicht.")  # fmt: skip
        hint = "Wer zu drei Veranstaltungen kam, zählt als drei Teilnahmen, eine Person und eine Initiative."
        return FiguresPage("Veranstaltungen im Überblick", _attended(wanted, whole, total), wanted, (block,),
                           tiles=_tiles(wanted, whole, total), hint=hint)  # fmt: skip

    return shown(visit, visit.read(look))


def _attended(wanted: Asked, whole: Attended, total: int) -> str:
    year = str(wanted.scope.year) if wanted.scope.year else "Alle Jahre"
    return (
        f"{year}: {counted(total, 'Veranstaltung', 'Veranstaltungen')}, "
        f"{counted(whole.attendances, 'Teilnahme', 'Teilnahmen')} von {counted(whole.persons, 'Person', 'Personen')} "
        f"aus {counted(whole.initiatives, 'Initiative', 'Initiativen')}."
    )


def _tiles(wanted: Asked, whole: Attended, total: int) -> tuple[Tile, ...]:
    here = wanted.link("/veranstaltungen") + "#b-veranstaltungen"
    figures = ((total, "Veranstaltungen"), (whole.attendances, "Teilnahmen"), (whole.persons, "Personen"),
               (whole.initiatives, "Initiativen"))  # fmt: skip
    return tuple(Tile(str(figure), label, here) for figure, label in figures)


def _event(wanted: Asked, line: EventLine) -> tuple[Cell | Value, ...]:
    words = {"durchgefuehrt": "durchgeführt"}
    return (
        Cell(line.number, f"/veranstaltungen/{line.number}" if wanted.reads_cases else ""),
        line.title,
        EVENT_KINDS[line.kind].de,
        line.held_on,
        line.place,
        words.get(line.state, line.state),
        line.registered,
        line.attended.attendances,
        line.attended.persons,
        line.attended.initiatives,
    )
