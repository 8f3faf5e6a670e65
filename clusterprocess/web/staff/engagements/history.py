"""The history of one engagement in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField
from clusterprocess.usecases.tell_history import HistoryEntry, history_page
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.words import spoken_values
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import (
    Cell,
    Listing,
    Value,
    exported,
    filter_of,
    page_of,
    rows_of,
    wants_file,
    window,
)
from clusterprocess.web.staff.rights import READERS, Page
from clusterprocess.web.staff.visit import Visit

KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("schritte", "Schritte und Entscheidungen", ("engagement",)),
    ("workshops", "Workshops und Anmeldungen", ("workshop", "registration")),
    ("dokumente", "Dokumente", ("document",)),
    ("nachrichten", "Nachrichten", ("message", "incoming_mail", "link", "survey")),
    ("fristen", "Fristen und Nachbefragungen", ("due", "follow_up")),
    ("laeufe", "Automatische Läufe", ("run",)),
    ("notizen", "Notizen", ("note",)),
)
ORDERS = (("neu", Text("Neuestes zuerst")), ("alt", Text("Ältestes zuerst")))
HEADER = ("Tag", "Was geschah", "Wer", "Rolle", "Eingetragen", "Hinweis")


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The history with its filter."""

    title: str
    head: EngagementHead
    listing: Listing
    filters: tuple[SectionView, ...]


def show(visit: Visit) -> Response:
    """The history, the newest entry first unless asked otherwise."""
    chosen = filter_of(visit, "art", "folge")
    kinds = next((kinds for slug, _, kinds in KINDS if slug == chosen.get("art")), ())
    limit, offset = window(visit)

    def look(work: DatabaseWork) -> HistoryPage:
        engagement = visit.engagement(work)
        entries, total = history_page(
            work, engagement.number, kinds, limit, offset,
            newest_first=chosen.get("folge") != "alt", spoken=spoken_values,
        )  # fmt: skip
        listing = Listing(
            f"Verlauf {engagement.number}",
            HEADER,
            rows_of([_row(entry) for entry in entries]),
            total,
            page_of(visit),
            chosen,
            "Kein Eintrag dieser Art.",
        )
        asked = form(
            FormField("art", FieldKind.CHOICE, Text("Art"), choices=tuple((s, Text(n)) for s, n, _ in KINDS)),
            FormField("folge", FieldKind.CHOICE, Text("Reihenfolge"), required=True, choices=ORDERS),
        )
        filters, _ = drawn(asked, {"folge": "neu", **chosen}, prefix="filter-")
        return HistoryPage(f"Verlauf von {engagement.number}", head_of(engagement, "/verlauf"), listing, filters)

    page = visit.read(look)
    if wants_file(visit):
        return exported(visit, page.listing)
    return visit.show("engagements/history.html", page)


def _row(entry: HistoryEntry) -> tuple[Cell | Value, ...]:
    recorded = f"{entry.recorded_at.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr" if entry.is_recorded_later else ""
    return (
        entry.occurred_on,
        entry.sentence,
        entry.person or "System",
        entry.role if entry.person else "",
        recorded,
        Cell("verspätet erfasst", tone="warn") if entry.is_late else "",
    )


PAGES = (Page("engagements.history", "GET", "/vorgang/{number}/verlauf", READERS, show, "Verlauf eines Vorgangs"),)
