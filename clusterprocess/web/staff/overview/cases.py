"""The lists behind the figures: engagements, initiatives, and the requests that wait."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.states import STAGE_NAMES, STATE_NAMES, Stage, State
from clusterprocess.usecases.overview import queue
from clusterprocess.usecases.overview_figures import CaseLine, InitiativeLine, Narrowed, QueueLine
from clusterprocess.web.staff.engagements.head import tone_of
from clusterprocess.web.staff.lists import Cell, Value, filter_of, page_of, window
from clusterprocess.web.staff.overview.pages import Block, FiguresPage, shown, table
from clusterprocess.web.staff.overview.scope import (
    HOME,
    OFFERING_WORDS,
    Asked,
    asked,
    counted,
    field_word,
    region_word,
)
from clusterprocess.web.staff.visit import Visit

STEPS = {"angenommen": "angenommen", "geliefert": "geliefert", "nachverfolgt": "in Nachverfolgung oder abgeschlossen"}
SERVED = {
    "": "im Register",
    "angefragt": "mit Vorgang in diesem Filter",
    "seit": "bedient seit {year}",
    "nie": "noch nie bedient",
}
CRUMBS = (("Überblick", HOME),)


def cases(visit: Visit) -> Response:
    """Engagements behind a figure."""
    limit, offset = window(visit)
    narrow = filter_of(visit, "stand", "phase", "schritt", "offen", "ende", "federfuehrung", "q")

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work, kept=narrow)
        if not wanted.reads_cases:
            narrow.pop("federfuehrung", None)
        lines, total = work.queries.overview_cases(wanted.scope, narrowed(narrow), limit, offset)
        header = ("Vorgang", "Initiative", "Leistung", "Region", "Feld", "Stand", "seit", "Anfrage am", "Übergabe am",
                  "Leistende Organisation", "Vorhaben")  # fmt: skip
        listing = table(wanted, "vorgaenge", "Vorgänge", header, [_case(wanted, line) for line in lines],
                        total=total, page=page_of(visit), more=narrow)  # fmt: skip
        words = ", ".join(filter(None, (_year(wanted), wanted.words, *_narrow_words(narrow))))
        sentence = f"{counted(total, 'Vorgang', 'Vorgänge')}: {words}."
        return FiguresPage(
            "Vorgänge hinter der Zahl", sentence, wanted, (Block("vorgaenge", "Liste", listing),), crumbs=CRUMBS
        )

    return shown(visit, visit.read(look))


def narrowed(narrow: dict[str, str]) -> Narrowed:
    """What a figure adds to the filter.

    Raises:
        NotFoundError: a value that no figure uses.
    """
    try:
        state = State(narrow["stand"]) if narrow.get("stand") else None
        stage = Stage(narrow["phase"]) if narrow.get("phase") else None
    except ValueError:
        raise NotFoundError("Filter „Stand“ oder „Phase“: Diesen Wert gibt es nicht.") from None
    if narrow.get("schritt", "") not in ("", *STEPS):
        raise NotFoundError("Filter „Schritt“: Diesen Wert gibt es nicht.")
    is_open = {"ja": True, "nein": False}.get(narrow.get("offen", ""))
    return Narrowed(state, stage, narrow.get("schritt", ""), is_open, narrow.get("federfuehrung", ""),
                    narrow.get("q", ""), narrow.get("ende") == "ohne")  # fmt: skip


def _year(wanted: Asked) -> str:
    return f"Anfrage {wanted.scope.year}" if wanted.scope.year else "alle Jahre"


def _narrow_words(narrow: dict[str, str]) -> list[str]:
    words = []
    if narrow.get("stand"):
        words.append(STATE_NAMES[State(narrow["stand"])].de)
    if narrow.get("phase"):
        words.append(f"Phase {STAGE_NAMES[Stage(narrow['phase'])].de}")
    if narrow.get("schritt"):
        words.append(STEPS[narrow["schritt"]])
    if narrow.get("offen") in ("ja", "nein"):
        words.append("offen" if narrow["offen"] == "ja" else "beendet")
    if narrow.get("ende") == "ohne":
        words.append("abgelehnt oder abgebrochen")
    if narrow.get("federfuehrung"):
        words.append("ohne Federführung" if narrow["federfuehrung"] == "-" else "nach Federführung")
    if narrow.get("q"):
        words.append(f"„{narrow['q']}“")
    return words


def _case(wanted: Asked, line: CaseLine) -> tuple[Cell | Value, ...]:
    links = wanted.reads_cases
    return (
        Cell(line.number, f"/vorgang/{line.number}" if links else ""),
        Cell(line.cluster, f"/register/{line.cluster_id}" if links else ""),
        OFFERING_WORDS.get(line.offering, line.offering),
        region_word(line.region),
        field_word(line.field),
        Cell(STATE_NAMES[line.state].de, tone=tone_of(line.state)),
        line.since,
        line.requested_on,
        line.handed_over_on,
        line.organisation,
        line.operation,
    )


def initiatives(visit: Visit) -> Response:
    """Initiatives behind a figure or a cell."""
    limit, offset = window(visit)
    more = filter_of(visit, "bedient", "seit")
    served = more.get("bedient", "")
    if served not in SERVED or not (more.get("seit", "0").isdigit() and len(more.get("seit", "0")) <= 4):
        raise NotFoundError("Filter „bedient“: Diesen Wert gibt es nicht.")

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work, kept=more)
        since = int(more.get("seit") or 0) or wanted.scope.year or work.today.year
        lines, total = work.queries.overview_initiatives(
            wanted.scope,
            date(since, 1, 1) if served == "seit" else None,
            never=served == "nie",
            asked_for=served == "angefragt",
            limit=limit,
            offset=offset,
        )
        header = ("Initiative", "Region", "Feld", "Vorgänge", "letzte Anfrage am")
        listing = table(wanted, "initiativen", "Initiativen", header, [_initiative(wanted, i) for i in lines],
                        total=total, page=page_of(visit), more=more)  # fmt: skip
        about = SERVED[served].format(year=since)
        words = ", ".join(filter(None, (about, _year(wanted) if served == "angefragt" else "", wanted.words)))
        sentence = f"{counted(total, 'Initiative', 'Initiativen')}: {words}."
        return FiguresPage(
            "Initiativen hinter der Zahl", sentence, wanted, (Block("initiativen", "Liste", listing),), crumbs=CRUMBS
        )

    return shown(visit, visit.read(look))


def _initiative(wanted: Asked, line: InitiativeLine) -> tuple[Cell | Value, ...]:
    name = Cell(line.name, f"/register/{line.id}" if wanted.reads_cases else "")
    return (name, region_word(line.region), field_word(line.field), line.engagements, line.last_on)


def waiting(visit: Visit) -> Response:
    """Requests that wait for a decision, and whether the quota still covers them."""

    def look(work: DatabaseWork) -> FiguresPage:
        wanted = asked(visit, work, only=("jahr", "leistung", "herkunft"))
        lines = queue(work, wanted.scope)
        header = ("Leistung", "Vorgang", "Initiative", "Anfrage am", "Stand", "Personentage", "Kontingent")
        listing = table(wanted, "warteschlange", "Wartende Anfragen", header, [_waiting(wanted, w) for w in lines],
                        empty="Keine Anfrage wartet auf eine Entscheidung.")  # fmt: skip
        sentence = f"{counted(len(lines), 'Anfrage wartet', 'Anfragen warten')} auf eine Entscheidung."
        block = Block(
            "warteschlange",
            "In der Reihenfolge des Eingangs",
            listing,
            "Je Leistung wird das freie Kontingent der Reihe nach verbraucht. Die Schlange gilt für die ganze Agentur.",
        )
        return FiguresPage("Warteschlange", sentence, wanted, (block,), crumbs=CRUMBS)

    return shown(visit, visit.read(look))


def _waiting(wanted: Asked, line: QueueLine) -> tuple[Cell | Value, ...]:
    return (
        OFFERING_WORDS[line.offering],
        Cell(line.number, f"/vorgang/{line.number}" if wanted.reads_cases else ""),
        line.cluster,
        line.requested_on,
        Cell(STATE_NAMES[line.state].de, tone=tone_of(line.state)),
        line.days,
        Cell("reicht", tone="good") if line.fits else Cell("reicht nicht", tone="warn"),
    )
