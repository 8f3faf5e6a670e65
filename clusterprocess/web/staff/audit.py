"""For auditors: operations, the trail of each engagement, every entry, every run, and the chain recomputed on demand."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.chain import ChainReport, Event, verify_chain
from clusterprocess.domain.errors import NotFoundError, RuleViolation
from clusterprocess.domain.events import EVENT_TYPES
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.offerings.guest_forms import FieldKind, FormField
from clusterprocess.usecases.tell_history import told_data
from clusterprocess.web.staff.engagements.head import tone_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing, ListPage, Value, filter_of, listed, page_of, rows_of, window
from clusterprocess.web.staff.rights import READERS, Page
from clusterprocess.web.staff.visit import Visit, may_see_operation

HOME = "/pruefung"
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class ChainPage:
    """What recomputing the chain found."""

    title: str
    report: ChainReport
    head: str
    root: str


def operations(visit: Visit) -> Response:
    """The operations that this person may read."""

    def look(work: DatabaseWork) -> list[tuple[Cell | Value, ...]]:
        return [
            (Cell(o.reference, f"{HOME}/vorhaben/{o.id}"), o.name, o.beneficiary, o.starts_on, o.ends_on)
            for o in work.queries.operations()
            if may_see_operation(visit.actor, o.id)
        ]

    rows = rows_of(visit.read(look))
    listing = Listing("Vorhaben", ("Aktenzeichen", "Vorhaben", "Begünstigter", "Beginn", "Ende"), rows, len(rows))
    page = ListPage(
        "Prüfung",
        listing,
        intro="Jeder Schritt ist ein Eintrag, der nie geändert und nie gelöscht wird; jeder Eintrag trägt die Prüfsumme seines Vorgängers. Prüfende lesen alles und ändern nichts.",
        actions=(("Alle Einträge", f"{HOME}/eintraege"), ("Kette nachrechnen", f"{HOME}/kette")),
    )
    return listed(visit, page)


def operation(visit: Visit) -> Response:
    """Engagements of one operation with the extent of their trail."""
    wanted = int(visit.path["operation"])
    limit, offset = window(visit)

    def look(work: DatabaseWork) -> tuple[str, Listing]:
        found = next((o for o in work.queries.operations() if o.id == wanted), None)
        if found is None or not may_see_operation(visit.actor, wanted):
            raise NotFoundError("Dieses Vorhaben gibt es nicht.")
        rows, total = work.queries.trails_of_operation(wanted, limit, offset)
        cells = [
            (
                Cell(number, f"/vorgang/{number}/verlauf"),
                cluster,
                offering_named(offering).title.de,
                Cell(STATE_NAMES[State(state)].de, tone=tone_of(State(state))),
                requested_on,
                events,
            )
            for number, state, offering, cluster, requested_on, events in rows
        ]
        header = ("Vorgang", "Initiative", "Leistung", "Stand", "angefragt am", "Einträge")
        return found.reference, Listing(f"Vorgänge {found.reference}", header, rows_of(cells), total, page_of(visit))

    reference, listing = visit.read(look)
    return listed(visit, ListPage(f"Vorhaben {reference}", listing, crumbs=(("Prüfung", HOME),)))


def entries(visit: Visit) -> Response:
    """Entries of the trail, the newest first."""
    chosen = filter_of(visit, "art", "vorgang")
    action = chosen.get("art", "") if chosen.get("art") in EVENT_TYPES else ""
    limit, offset = window(visit)

    def look(work: DatabaseWork) -> Listing:
        found, total = work.queries.trail_page(
            limit,
            offset,
            action=action,
            engagement=chosen.get("vorgang", ""),
            operations=visit.actor.operations,
        )
        names = {p.id: p.name for p in work.queries.persons_by_ids({e.actor_id for e in found})}
        header = ("Nr.", "eingetragen", "geschehen am", "Vorgang", "Was geschah", "Wer", "Rolle", "Prüfsumme")
        rows = rows_of([_row(e, names) for e in found])
        return Listing("Prüfeinträge", header, rows, total, page_of(visit), chosen, "Kein Eintrag passt zum Filter.")

    asked = form(
        FormField("vorgang", FieldKind.TEXT, Text("Vorgangsnummer")),
        FormField(
            "art",
            FieldKind.CHOICE,
            Text("Art"),
            choices=tuple(
                (t.tag, Text(t.sentence.partition("{")[0].strip(" „(:") or t.tag)) for t in EVENT_TYPES.values()
            ),
        ),
    )
    page = ListPage(
        "Alle Einträge", visit.read(look), drawn(asked, chosen, prefix="filter-")[0], crumbs=(("Prüfung", HOME),)
    )
    return listed(visit, page)


def chain(visit: Visit) -> Response:
    """Recompute the whole chain from its first entry; one at a time, because it reads everything."""
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise RuleViolation("chain", ["Die Kette wird gerade schon nachgerechnet. Bitte gleich noch einmal versuchen."])
    try:
        report = visit.app.read_as_auditor(lambda work: verify_chain(work.queries.events()))
    finally:
        _ONE_AT_A_TIME.release()
    return visit.show("audit/chain.html", ChainPage("Kette nachgerechnet", report, report.head, report.root))


def _row(event: Event, names: dict[str, str]) -> tuple[Cell | Value, ...]:
    number = event.engagement_number or ""
    role = ROLE_NAMES[Role(event.actor_role)].de if event.actor_role in set(Role) else event.actor_role
    return (
        event.seq,
        f"{event.recorded_at.astimezone():%d.%m.%Y %H:%M}",
        event.occurred_on,
        Cell(number, f"/vorgang/{number}/verlauf") if number.startswith("CA-") else number,
        EVENT_TYPES[event.action].tell(told_data(event.data)) if event.action in EVENT_TYPES else event.action,
        names.get(event.actor_id, "System"),
        role,
        event.leaf[:12],
    )


PAGES = (
    Page("audit.operations", "GET", HOME, READERS, operations, "Prüfung: Vorhaben"),
    Page(
        "audit.operation", "GET", f"{HOME}/vorhaben/{{operation:int}}", READERS, operation, "Vorgänge eines Vorhabens"
    ),
    Page("audit.entries", "GET", f"{HOME}/eintraege", READERS, entries, "Alle Prüfeinträge"),
    Page("audit.chain", "GET", f"{HOME}/kette", READERS, chain, "Kette nachrechnen"),
)
