"""All engagements, filtered and paged by the database."""

from __future__ import annotations

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.wordlists import regions
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.engagement_lists import EngagementFilter, EngagementRow
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import STAGE_NAMES, STATE_NAMES, STATES_OF, Stage, State
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.usecases.take_runs import waits_in
from clusterprocess.web.staff.engagements.head import tone_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import (
    Cell,
    Listing,
    ListPage,
    Value,
    filter_of,
    listed,
    page_of,
    rows_of,
    wants_file,
    window,
)
from clusterprocess.web.staff.rights import READERS, Page
from clusterprocess.web.staff.visit import Visit, may_see_operation

HOME = "/vorgaenge"
KEYS = ("text", "leistung", "stand", "federfuehrung", "organisation", "region", "vorhaben", "jahr", "umfang")
SCOPES = (("offen", Text("nur offene")), ("beendet", Text("nur beendete")))
HEADER = (
    "Vorgang", "Initiative", "Leistung", "Stand", "seit", "Nächster Schritt", "Frist", "Federführung",
)  # fmt: skip
MORE = ("leistende Organisation", "angefragt am")
"""Only in files: on a page they would push the rest out of sight."""
_STAGE = "phase:"
LARGEST = 2**31


def show(visit: Visit) -> Response:
    """The list; without a choice only what has not ended."""
    chosen = filter_of(visit, *KEYS)
    if "umfang" not in visit.query:
        chosen["umfang"] = "offen"
    limit, offset = window(visit)
    wanted = _wanted(visit, chosen)

    def look(work: DatabaseWork) -> tuple[Listing, GuestForm]:
        rows, total = work.queries.engagement_rows(wanted, limit, offset)
        full = wants_file(visit)
        cells = rows_of([_row(row) + ((row.delivering, row.requested_on) if full else ()) for row in rows])
        query = {**chosen, "umfang": chosen.get("umfang", "")}
        empty = "Kein Vorgang passt zum Filter."
        return Listing(
            "Vorgänge", HEADER + (MORE if full else ()), cells, total, page_of(visit), query, empty
        ), _filters(visit, work)

    listing, asked = visit.read(look)
    actions = (("Anfrage aufnehmen", f"{HOME}/neu"), ("Laufenden Vorgang übernehmen", f"{HOME}/uebernehmen"))
    filters, _ = drawn(asked, chosen, prefix="filter-")
    return listed(visit, ListPage("Vorgänge", listing, filters, actions=actions if visit.may(*STAFF) else ()))


def _wanted(visit: Visit, chosen: dict[str, str]) -> EngagementFilter:
    return EngagementFilter(
        text=chosen.get("text", "").replace("\x00", ""),
        offering=chosen.get("leistung", ""),
        states=_states(chosen.get("stand", "")),
        scope=chosen.get("umfang", ""),
        lead=chosen.get("federfuehrung", ""),
        delivering=_number(chosen.get("organisation")),
        region=chosen.get("region", ""),
        operation=_number(chosen.get("vorhaben")),
        year=_year(chosen.get("jahr")),
        operations=visit.actor.operations,
    )


def _states(wanted: str) -> tuple[str, ...]:
    """A state, or all states of a stage (``phase:analysis``); nonsense filters nothing."""
    if wanted.startswith(_STAGE) and wanted.removeprefix(_STAGE) in set(Stage):
        return tuple(state.value for state in STATES_OF[Stage(wanted.removeprefix(_STAGE))])
    return (wanted,) if wanted in set(State) else ()


def _number(text: str | None) -> int | None:
    value = int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 else None
    return value if value is not None and value < LARGEST else None


def _year(text: str | None) -> int | None:
    value = _number(text)
    return value if value is not None and 1 <= value <= 9999 else None


def _row(row: EngagementRow) -> tuple[Cell | Value, ...]:
    state = State(row.state)
    offering = next((o.title.de for o in OFFERINGS if o.slug == row.offering), row.offering)
    return (
        Cell(row.number, f"/vorgang/{row.number}"),
        Cell(row.cluster, f"/register/{row.cluster_id}"),
        f"{offering} (Kurzberatung)" if row.fast_lane else offering,
        Cell(STATE_NAMES[state].de, tone=tone_of(state)),
        row.state_since,
        waits_in(state, fast_lane=row.fast_lane),
        row.due_on,
        row.lead,
    )


def _filters(visit: Visit, work: DatabaseWork) -> GuestForm:
    stages = [(f"{_STAGE}{s.value}", Text(f"Phase {STAGE_NAMES[s].de}")) for s in Stage]
    states = [(s.value, STATE_NAMES[s]) for s in State]
    years = work.queries.years_of_requests() or (work.today.year, work.today.year)
    operations = [o for o in work.queries.operations() if may_see_operation(visit.actor, o.id)]

    def choice(key: str, label: str, choices: list[tuple[str, Text]]) -> FormField:
        return FormField(key, FieldKind.CHOICE, Text(label), choices=tuple(choices))

    return form(
        FormField("text", FieldKind.TEXT, Text("Nummer oder Initiative")),
        choice("umfang", "Umfang", list(SCOPES)),
        choice("leistung", "Leistung", [(o.slug, o.title) for o in OFFERINGS]),
        choice("stand", "Stand oder Phase", stages + states),
        choice("federfuehrung", "Federführung", [(h, Text(n)) for h, n in work.queries.leads()]),
        choice("organisation", "Leistende Organisation",
               [(str(i), Text(n)) for i, n in work.queries.delivering_organisations()]),
        choice("region", "Region", [(r.slug, r.name) for r in regions()]),
        choice("vorhaben", "Vorhaben", [(str(o.id), Text(o.reference)) for o in operations]),
        choice("jahr", "Jahr der Anfrage", [(str(y), Text(str(y))) for y in range(years[1], years[0] - 1, -1)]),
    )  # fmt: skip


PAGES = (Page("engagements.list", "GET", HOME, READERS, show, "Vorgänge"),)
