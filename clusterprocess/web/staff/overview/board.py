"""The board: a column per stage, a card per open engagement, the longest waiting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.states import STAGE_NAMES, STATE_NAMES, Stage, State
from clusterprocess.usecases.overview_figures import Card, Narrowed
from clusterprocess.web.staff.engagements.head import tone_of
from clusterprocess.web.staff.lists import Cell, Value, exported, wants_file, window
from clusterprocess.web.staff.overview.pages import table
from clusterprocess.web.staff.overview.scope import OFFERING_WORDS, Asked, asked, counted
from clusterprocess.web.staff.visit import Visit

CARDS = 12
"""So many cards per column stay readable; the list below the column holds the others."""


@dataclass(frozen=True, slots=True)
class CardView:
    """One card; ``href`` is empty for those who see figures only, ``late`` a sentence where a deadline is over."""

    number: str
    href: str
    cluster: str
    offering: str
    state: str
    tone: str
    since: date
    days: int
    late: str


@dataclass(frozen=True, slots=True)
class Column:
    """One stage; ``held`` counts all its open engagements, ``href`` is their list."""

    id: str
    title: str
    held: int
    href: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board."""

    title: str
    sentence: str
    asked: Asked
    columns: tuple[Column, ...]
    exports: tuple[tuple[str, str], ...]


def board(visit: Visit) -> Response:
    """Open engagements by stage."""
    if wants_file(visit):
        return visit.read(lambda work: _file(visit, work))

    def look(work: DatabaseWork) -> BoardPage:
        wanted = asked(visit, work)
        cards = work.queries.overview_board(wanted.scope, CARDS, work.today)
        columns = tuple(_column(wanted, key, cards, work.today) for key in (*Stage, State.PAUSED))
        total = sum(c.held for c in columns)
        sentence = f"{counted(total, 'offener Vorgang', 'offene Vorgänge')}, der am längsten wartende oben."
        exports = tuple((label, wanted.link("/tafel", format=kind)) for label, kind in _KINDS)
        return BoardPage("Tafel nach Phasen", sentence, wanted, columns, exports)

    return visit.show("overview/board.html", visit.read(look))


_KINDS = (("Excel (.xlsx)", "xlsx"), ("CSV", "csv"))


def _column(wanted: Asked, key: Stage | State, cards: Sequence[Card], today: date) -> Column:
    mine = [c for c in cards if c.column == key.value]
    is_stage = isinstance(key, Stage)
    title = STAGE_NAMES[key].de if isinstance(key, Stage) else STATE_NAMES[key].de
    href = wanted.link("/vorgaenge", **({"phase": key.value} if is_stage else {"stand": key.value}), offen="ja")
    views = tuple(_card(wanted, c, today) for c in mine)
    return Column(key.value, title, mine[0].in_column if mine else 0, href, views)


def _card(wanted: Asked, card: Card, today: date) -> CardView:
    return CardView(
        card.number,
        f"/vorgang/{card.number}" if wanted.reads_cases else "",
        card.cluster,
        OFFERING_WORDS.get(card.offering, card.offering),
        STATE_NAMES[card.state].de,
        tone_of(card.state),
        card.since,
        (today - card.since).days,
        "Eine Frist ist überschritten." if card.is_late else "",
    )


def _file(visit: Visit, work: DatabaseWork) -> Response:
    """All open engagements, not only the cards that have room."""
    wanted = asked(visit, work)
    lines, _ = work.queries.overview_cases(wanted.scope, Narrowed(is_open=True), *window(visit))
    rows: list[tuple[Cell | Value, ...]] = [
        (c.number, c.cluster, OFFERING_WORDS.get(c.offering, c.offering), STATE_NAMES[c.state].de, c.since)
        for c in lines
    ]
    header = ("Vorgang", "Initiative", "Leistung", "Stand", "seit")
    return exported(visit, table(wanted, "tafel", "Offene Vorgänge", header, rows))
