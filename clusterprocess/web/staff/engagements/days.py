"""Days of one engagement: planned against used by organisation, what they went into, and every booking."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.states import ENDED
from clusterprocess.usecases.balance_days import planned_against_used
from clusterprocess.web.staff.day_words import activity_words, days_words
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.lists import Cell, Listing
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Visit


@dataclass(frozen=True, slots=True)
class EngagementDaysPage:
    """Planned against used.

    Attributes:
        figures: (value, what it is); ``over`` says that more was used than planned.
        balances: by organisation; ``activities`` by organisation and activity.
        book: address of the form for this engagement; empty for who cannot book.
    """

    title: str
    head: EngagementHead
    figures: tuple[tuple[str, str], ...]
    over: str
    balances: Listing
    activities: Listing
    book: str


def show(visit: Visit) -> Response:
    """Planned against used days of one engagement."""
    return visit.show("engagements/days.html", visit.read(lambda work: _page(visit, work)))


def _page(visit: Visit, work: DatabaseWork) -> EngagementDaysPage:
    engagement = visit.engagement(work)
    found = planned_against_used(engagement)
    planned, used = sum((b.planned for b in found), Decimal(0)), sum((b.used for b in found), Decimal(0))
    balances = tuple(
        (
            Cell(b.organisation), Cell(b.planned), Cell(b.used), Cell(b.left),
            Cell("überschritten", tone="warn") if b.is_over else Cell("im Plan", tone="good"),
        )
        for b in found
    )  # fmt: skip
    spent = tuple(
        (Cell(name), Cell(activity_words(activity)), Cell(days))
        for name, activity, days in work.queries.day_sums_of(engagement.id)
    )
    over = f"Es sind {days_words(used - planned)} mehr gebucht als geplant." if used > planned else ""
    can_book = visit.may(*WORKERS) and engagement.current_state not in ENDED
    return EngagementDaysPage(
        "Tage", head_of(engagement, "/tage"),
        ((days_words(planned), "geplant"), (days_words(used), "gebucht"), (days_words(planned - used), "offen")), over,
        Listing("Geplant und gebucht", ("Organisation", "geplant", "gebucht", "offen", "Stand"), balances, len(balances),
                empty="Für diesen Vorgang sind noch keine Tage geplant oder gebucht.", exports=False),
        Listing("Wofür", ("Organisation", "Tätigkeit", "Tage"), spent, len(spent),
                empty="Es ist noch nichts gebucht.", exports=False),
        f"/tage/buchen?vorgang={engagement.number}" if can_book else "",
    )  # fmt: skip


PAGES = (
    Page("engagements.days", "GET", "/vorgang/{number}/tage", READERS, show, "Tage eines Vorgangs: geplant und gebucht"),
)  # fmt: skip
