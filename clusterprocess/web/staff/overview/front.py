"""How many, for whom, in which region, this year: one sentence, key figures, and each of them by its dimensions."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from clusterprocess.adapters.database.overview import WHOLE, whole_of
from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.states import ENDED, STATE_NAMES, State
from clusterprocess.usecases.overview_figures import Counts, Group
from clusterprocess.web.plots import bar_figure
from clusterprocess.web.staff.lists import Cell, Value
from clusterprocess.web.staff.overview.pages import Block, FiguresPage, Tile, shown, table
from clusterprocess.web.staff.overview.scope import (
    OFFERING_WORDS,
    Asked,
    asked,
    counted,
    field_word,
    region_word,
)
from clusterprocess.web.staff.visit import Visit

HEADER = ("Vorgänge", "Initiativen", "offen", "angenommen", "geliefert", "abgeschlossen")


def front(visit: Visit) -> Response:
    """Key figures; every figure opens its list."""

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work)
        groups = work.queries.overview_groups(wanted.scope, WHOLE, "offering", "region", "field", "state", "year")
        counts = whole_of(groups)
        return FiguresPage(
            "Überblick",
            answer(wanted, counts),
            wanted,
            (
                _block(wanted, "leistung", "Nach Leistung", "Leistung", OFFERING_WORDS, groups["offering"], plot=True),
                _block(wanted, "region", "Nach Region", "Region", None, groups["region"]),
                _block(wanted, "feld", "Nach Feld", "Feld", None, groups["field"]),
                _by_state(wanted, groups["state"]),
                _by_year(wanted, groups["year"]),
            ),
            tiles(wanted, counts),
        )

    return shown(visit, visit.read(look))


def answer(wanted: Asked, counts: Counts) -> str:
    """``2015: 17 Vorgänge für 14 Initiativen in 8 Regionen, davon 9 offen.``"""
    year = str(wanted.scope.year) if wanted.scope.year else "Alle Jahre"
    about = f"{year} ({wanted.words})" if wanted.words else year
    if not counts.engagements:
        return f"{about}: keine Vorgänge."
    engagements = counted(counts.engagements, "Vorgang", "Vorgänge")
    clusters = counted(counts.clusters, "Initiative", "Initiativen")
    regions = counted(counts.regions, "Region", "Regionen")
    return f"{about}: {engagements} für {clusters} in {regions}, davon {counts.open} offen."


def tiles(wanted: Asked, counts: Counts) -> tuple[Tile, ...]:
    """The key figures with the way to their lists."""

    def cases(figure: int, label: str, **more: str) -> Tile:
        return Tile(f"{figure:,}".replace(",", "."), label, wanted.link("/vorgaenge", **more))

    return (
        cases(counts.engagements, "Vorgänge"),
        Tile(str(counts.clusters), "Initiativen mit Vorgang", wanted.link("/initiativen", bedient="angefragt")),
        cases(counts.open, "offen", offen="ja"),
        cases(counts.paused, "davon ruhend", stand=State.PAUSED.value),
        cases(counts.accepted, "angenommen", schritt="angenommen"),
        cases(counts.delivered, "geliefert", schritt="geliefert"),
        cases(counts.closed, "abgeschlossen", stand=State.CLOSED.value),
        cases(counts.declined + counts.aborted, "abgelehnt oder abgebrochen", ende="ohne"),
    )


def _block(
    wanted: Asked, key: str, title: str, head: str, words: dict[str, str] | None, groups: Sequence[Group], *,
    plot: bool = False,
) -> Block:  # fmt: skip
    word = words.get if words else (region_word if key == "region" else field_word)
    named = [(str(word(g.key) or g.key), g) for g in groups]
    rows: list[tuple[Cell | Value, ...]] = [
        (name, *_figures(wanted, g.counts, {key: g.key or "-"})) for name, g in sorted(named, key=lambda n: n[0])
    ]
    figure = None
    if plot and named:
        figure = bar_figure(
            f"Vorgänge {_after(title)}", [n for n, _ in named], [g.counts.engagements for _, g in named], head=head
        )
    return Block(key, title, table(wanted, key, f"Überblick {_after(title)}", (head, *HEADER), rows), figure=figure)


def _after(title: str) -> str:
    """A heading as it stands within a sentence: "Nach Feld" reads "nach Feld"."""
    return title[:1].lower() + title[1:]


def _figures(wanted: Asked, counts: Counts, own: dict[str, str]) -> tuple[Cell, ...]:
    def cell(value: int, path: str = "/vorgaenge", **more: str) -> Cell:
        return Cell(value, wanted.link(path, **{**own, **more}) if value else "")

    return (
        cell(counts.engagements),
        cell(counts.clusters, "/initiativen", bedient="angefragt"),
        cell(counts.open, offen="ja"),
        cell(counts.accepted, schritt="angenommen"),
        cell(counts.delivered, schritt="geliefert"),
        cell(counts.closed, stand=State.CLOSED.value),
    )


def _by_state(wanted: Asked, groups: Sequence[Group]) -> Block:
    known = {g.key: g.counts for g in groups}
    rows: list[tuple[Cell | Value, ...]] = [
        (
            STATE_NAMES[state].de,
            Cell(known[state.value].engagements, wanted.link("/vorgaenge", stand=state.value)),
            Cell(known[state.value].clusters, wanted.link("/vorgaenge", stand=state.value)),
            "beendet" if state in ENDED else "offen",
        )
        for state in State
        if state.value in known
    ]
    listing = table(wanted, "stand", "Überblick nach Stand", ("Stand", "Vorgänge", "Initiativen", "offen?"), rows)
    return Block("stand", "Nach Stand", listing)


def _by_year(wanted: Asked, groups: Sequence[Group]) -> Block:
    rows: list[tuple[Cell | Value, ...]] = [
        (Cell(g.key, wanted.link("", jahr=g.key)), *_figures(wanted, g.counts, {"jahr": g.key})) for g in groups
    ]
    listing = table(wanted, "jahre", "Überblick nach Jahren", ("Jahr der Anfrage", *HEADER), rows)
    return Block("jahre", "Nach Jahren", listing, "Alle Jahre, mit den übrigen Filtern von oben.")
