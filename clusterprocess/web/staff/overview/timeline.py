"""The time line: engagements as bars by stage over twelve months back and ahead, with meetings and deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup
from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.states import STAGE_NAMES, STATE_NAMES, Stage
from clusterprocess.usecases.overview_figures import Bar
from clusterprocess.web.staff.engagements.head import tone_of
from clusterprocess.web.staff.lists import MOST_EXPORTED, Cell, Listing, Value, exported, page_of, wants_file
from clusterprocess.web.staff.overview.gantt import LEGEND, gantt, segments
from clusterprocess.web.staff.overview.pages import table
from clusterprocess.web.staff.overview.scope import EVERY_YEAR, OFFERING_WORDS, Asked, asked, counted
from clusterprocess.web.staff.visit import Visit

BARS = 50
"""As many as a list shows on one page."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The drawing and the same as a table; ``legend`` are (drawing, word)."""

    title: str
    sentence: str
    asked: Asked
    drawing: Markup
    legend: tuple[tuple[Markup, str], ...]
    listing: Listing


def timeline(visit: Visit) -> Response:
    """Bars of the engagements that ran or run in the twelve months before and after today."""

    def look(work: DatabaseWork) -> TimelinePage:
        wanted = asked(visit, work, default_year=EVERY_YEAR)
        today = work.today
        first, last = month_from(today, -MONTHS), month_from(today, MONTHS + 1)
        limit, offset = (MOST_EXPORTED, 0) if wants_file(visit) else (BARS, (page_of(visit) - 1) * BARS)
        bars, total = work.queries.overview_bars(wanted.scope, first, last, limit, offset)
        sentence = (
            f"{counted(total, 'Vorgang', 'Vorgänge')} zwischen {first:%m/%Y} und {last - timedelta(days=1):%m/%Y}."
        )
        listing = table(
            wanted, "zeitplan", "Zeitplan", _HEADER, [_row(wanted, bar, today) for bar in bars],
            total=total, page=page_of(visit),
        )  # fmt: skip
        drawing = Markup("") if wants_file(visit) or not bars else gantt(bars, first, last, today)
        return TimelinePage("Zeitplan", sentence, wanted, drawing, LEGEND, listing)

    page = visit.read(look)
    return exported(visit, page.listing) if wants_file(visit) else visit.show("overview/timeline.html", page)


def month_from(today: date, months: int) -> date:
    """First day of the month so many months from today's."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)


_HEADER = ("Vorgang", "Initiative", "Leistung", "Stand", "Anfrage am", *(STAGE_NAMES[s].de + " ab" for s in Stage),
           "Workshops", "Sitzungen", "nächste Frist")  # fmt: skip


def _row(wanted: Asked, bar: Bar, today: date) -> tuple[Cell | Value, ...]:
    began: dict[object, date] = {}
    for piece in segments(bar, today):
        began.setdefault(piece.stage, piece.first)
    due = f"{bar.due[0][0]:%d.%m.%Y}: {bar.due[0][1]}" if bar.due else ""
    return (
        Cell(bar.number, f"/vorgang/{bar.number}" if wanted.reads_cases else ""),
        bar.cluster,
        OFFERING_WORDS.get(bar.offering, bar.offering),
        Cell(STATE_NAMES[bar.state].de, tone=tone_of(bar.state)),
        bar.requested_on,
        *(began.get(stage) for stage in Stage),
        ", ".join(f"{day:%d.%m.%Y}" for day in bar.workshops),
        ", ".join(f"{day:%d.%m.%Y}" for day in bar.boards),
        due,
    )
