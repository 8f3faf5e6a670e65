"""The lists on the page of one initiative; ``bound`` are the operations that an auditor was admitted to, else None."""

from __future__ import annotations

from datetime import date

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.web.staff.engagements.head import tone_of
from clusterprocess.web.staff.lists import Cell, Listing, Value, rows_of
from clusterprocess.web.staff.register.words import MEMBER_KINDS

MOST_ENGAGEMENTS, MOST_DOCUMENTS, MOST_MEMBERS, MOST_DUE = 100, 30, 300, 8


def due(work: DatabaseWork, cluster_id: int, bound: frozenset[int] | None, today: date) -> Listing:
    """What comes due for it and its engagements, the next first."""
    items = work.queries.open_due_of_cluster(cluster_id, MOST_DUE, operations=bound)
    rows = [
        (
            Cell(item.due_on, tone="bad" if item.due_on < today else ""),
            item.label,
            ROLE_NAMES[Role(item.role)].de,
            Cell(item.engagement_number, f"/vorgang/{item.engagement_number}" if item.engagement_number else ""),
        )
        for item in items
    ]
    header = ("Fällig", "Was", "Wer", "Vorgang")
    return Listing("Was ansteht", header, rows_of(rows), len(rows), empty="Nichts steht an.", exports=False)


def engagements(work: DatabaseWork, cluster_id: int, bound: frozenset[int] | None) -> Listing:
    """Its engagements, the open ones first."""
    rows = [
        (
            Cell(line.number, f"/vorgang/{line.number}"),
            offering_named(line.offering, line.offering_version).title.de,
            Cell(STATE_NAMES[State(line.state)].de, tone=tone_of(State(line.state))),
            line.state_since,
            line.lead or "noch niemand",
            line.requested_on,
        )
        for line in work.queries.engagement_lines(cluster_id, MOST_ENGAGEMENTS, operations=bound)
    ]
    header = ("Vorgang", "Leistung", "Stand", "seit", "Federführung", "Angefragt")
    empty = "Für diese Initiative gibt es noch keinen Vorgang."
    return Listing("Vorgänge", header, rows_of(rows), len(rows), empty=empty, exports=False)


def members(work: DatabaseWork, cluster_id: int) -> Listing:
    """The organisations that belong to it."""
    rows: list[tuple[Value, ...]] = [
        (m.name, m.seat, MEMBER_KINDS.get(m.kind, m.kind), "verbindlich" if m.committed else "lose", m.since)
        for m in work.queries.member_lines(cluster_id, MOST_MEMBERS)
    ]
    header: tuple[str, ...] = ("Organisation", "Sitz", "Art", "Bindung", "seit")
    shown = [n for n in range(len(header)) if any(row[n] for row in rows)]
    rows, header = [tuple(row[n] for n in shown) for row in rows], tuple(header[n] for n in shown)
    empty = "Einzelne Mitglieder sind nicht erfasst; ihre Zahl steht in den Angaben."
    return Listing("Mitglieder", header, rows_of(rows), len(rows), empty=empty, exports=False)


def documents(work: DatabaseWork, cluster_id: int, bound: frozenset[int] | None) -> Listing:
    """The newest version of each paper of its engagements."""
    rows = [
        (
            Cell(DOCUMENT_NAMES[d.kind].de, f"/vorgang/{d.engagement}/dokumente"),
            d.engagement,
            d.version,
            d.made_on,
        )
        for d in work.queries.document_lines(cluster_id, MOST_DOCUMENTS, operations=bound)
    ]
    header = ("Dokument", "Vorgang", "Fassung", "vom")
    return Listing("Dokumente", header, rows_of(rows), len(rows), empty="Noch keine Dokumente.", exports=False)
