"""The way of the requests by offering, why some ended early, and how far the yearly quota reaches."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from clusterprocess.adapters.database.overview import WHOLE, whole_of
from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.usecases.overview import quotas
from clusterprocess.usecases.overview_figures import Counts, EndedFor, Group, Quota
from clusterprocess.web.plots import bar_figure
from clusterprocess.web.staff.lists import Cell, Value
from clusterprocess.web.staff.overview.pages import Block, FiguresPage, shown, table
from clusterprocess.web.staff.overview.scope import OFFERING_WORDS, Asked, asked, counted
from clusterprocess.web.staff.visit import Visit

REASON_WORDS = {
    "kein_sitz_bw": "kein Sitz in Baden-Württemberg",
    "kriterien_nicht_erfuellt": "Kriterien nicht erfüllt",
    "kontingent_erschoepft": "Kontingent erschöpft",
    "interessenkonflikt": "Interessenkonflikt",
    "doppelfoerderung": "Doppelförderung",
    "anderes_angebot": "anderes Angebot passt besser",
    "wunsch_der_initiative": "Wunsch der Initiative",
    "aufloesung_der_initiative": "Auflösung der Initiative",
    "foerderung_entfallen": "Förderung entfallen",
    "keine_rueckmeldung": "keine Rückmeldung",
    "sonstiges": "Sonstiges",
    "": "ohne Angabe",
}
"""Codes of the process catalogue; a code that staff add is shown with spaces."""


def funnel(visit: Visit) -> Response:
    """Requested, accepted, delivered, followed up, closed."""

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work)
        found = work.queries.overview_groups(wanted.scope, WHOLE, "offering")
        counts, groups = whole_of(found), found["offering"]
        ended = work.queries.overview_ended_for(wanted.scope)
        blocks = (
            _steps(wanted, groups, counts),
            _reasons(wanted, ended),
            _quotas(wanted, quotas(work, wanted.scope), wanted.scope.year or work.today.year),
        )
        asked_for = counted(counts.engagements, "Anfrage", "Anfragen")
        sentence = (
            f"{asked_for}: {counts.accepted} angenommen, {counts.delivered} geliefert, {counts.closed} abgeschlossen, "
            f"{counts.declined} abgelehnt, {counts.aborted} abgebrochen."
        )
        return FiguresPage("Trichter und Kontingent", sentence, wanted, blocks)

    return shown(visit, visit.read(look))


_STEPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("angefragt", "engagements", {}),
    ("angenommen", "accepted", {"schritt": "angenommen"}),
    ("geliefert", "delivered", {"schritt": "geliefert"}),
    ("Nachverfolgung erreicht", "followed_up", {"schritt": "nachverfolgt"}),
    ("abgeschlossen", "closed", {"stand": State.CLOSED.value}),
    ("abgelehnt", "declined", {"stand": State.DECLINED.value}),
    ("abgebrochen", "aborted", {"stand": State.ABORTED.value}),
)


def _steps(wanted: Asked, groups: Sequence[Group], whole: Counts) -> Block:
    def row(name: str, counts: Counts, **own: str) -> tuple[Cell | Value, ...]:
        return (
            name,
            *(
                Cell(value, wanted.link("/vorgaenge", **own, **more) if value else "")
                for _, key, more in _STEPS
                for value in (getattr(counts, key),)
            ),
        )

    rows = [row(OFFERING_WORDS.get(g.key, g.key), g.counts, leistung=g.key) for g in groups]
    if len(rows) > 1:
        rows.append(row("zusammen", whole))
    listing = table(wanted, "trichter", "Trichter nach Leistung", ("Leistung", *(n for n, _, _ in _STEPS)), rows)
    figure = None
    if whole.engagements:
        names, values = zip(*((n, getattr(whole, key)) for n, key, _ in _STEPS[:5]), strict=True)
        figure = bar_figure("Wie weit die Anfragen kamen", names, values, head="Schritt")
    intro = "Jeder Schritt zählt alle, die ihn erreicht haben, auch wenn sie später abgebrochen wurden."
    return Block("trichter", "Von der Anfrage bis zum Abschluss", listing, intro, figure)


def _reasons(wanted: Asked, ended: Sequence[EndedFor]) -> Block:
    rows: list[tuple[Cell | Value, ...]] = [
        (
            OFFERING_WORDS.get(line.offering, line.offering),
            STATE_NAMES[line.state].de,
            REASON_WORDS.get(line.reason, line.reason.replace("_", " ")),
            Cell(line.engagements, wanted.link("/vorgaenge", leistung=line.offering, stand=line.state.value)),
        )
        for line in ended
    ]
    listing = table(wanted, "gruende", "Gründe", ("Leistung", "Ausgang", "Grund", "Vorgänge"), rows,
                    empty="Nichts wurde abgelehnt oder abgebrochen.")  # fmt: skip
    return Block("gruende", "Abgelehnt oder abgebrochen: die Gründe", listing)


def _quotas(wanted: Asked, found: Sequence[Quota], year: int) -> Block:
    rows: list[tuple[Cell | Value, ...]] = [
        (
            OFFERING_WORDS[q.offering],
            q.quota,
            q.planned,
            q.free,
            Cell(q.waiting, wanted.link("/warteschlange", leistung=q.offering) if q.waiting else ""),
            q.waiting_days,
            Cell("erschöpft", tone="bad") if q.free <= 0 else Cell("reicht", tone="good")
            if q.waiting_days <= q.free else Cell("reicht nicht für alle", tone="warn"),
        )
        for q in found
    ]  # fmt: skip
    header = ("Leistung", "Kontingent", "verplant", "frei", "wartende Anfragen", "nötig für Wartende", "Urteil")
    listing = table(wanted, "kontingent", f"Kontingent {year}", header, rows)
    intro = "In Personentagen. Ein Kontingent gilt für die ganze Agentur; von den Filtern zählen Jahr, Leistung und Herkunft."
    return Block("kontingent", f"Kontingent {year} und Warteschlange", listing, intro)
