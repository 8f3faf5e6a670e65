"""The working days of the sample engagement: 14 planned, 16.5 used, as yardsticks/wirkungsvermerk.md tells them.

A row is booked by whoever worked, in the first step of the story on or after its day; never more than one day a day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from clusterprocess.usecases.book_days import book_days

if TYPE_CHECKING:
    from clusterprocess.demo.story import Story

LEAD, REVIEWER = "b.berger", "p.prinz"

EFFORT: tuple[tuple[date, str, str, str], ...] = (
    (date(2015, 2, 5), LEAD, "0.5", "gespraech"),
    (date(2015, 2, 20), LEAD, "1.0", "vorbereitung"),
    (date(2015, 3, 10), LEAD, "1.0", "gespraech"),
    (date(2015, 3, 17), LEAD, "1.0", "gespraech"),
    (date(2015, 3, 24), LEAD, "1.0", "gespraech"),
    (date(2015, 3, 30), LEAD, "1.0", "analyse"),
    (date(2015, 3, 31), LEAD, "1.0", "analyse"),
    (date(2015, 4, 8), REVIEWER, "0.5", "abstimmung"),
    (date(2015, 4, 20), LEAD, "0.5", "vorbereitung"),
    (date(2015, 4, 22), LEAD, "1.0", "workshop"),
    (date(2015, 5, 18), LEAD, "0.5", "vorbereitung"),
    (date(2015, 5, 20), LEAD, "1.0", "workshop"),
    (date(2015, 5, 26), LEAD, "1.0", "analyse"),
    (date(2015, 6, 8), LEAD, "1.0", "bericht"),
    (date(2015, 6, 9), LEAD, "1.0", "bericht"),
    (date(2015, 6, 10), LEAD, "1.0", "bericht"),
    (date(2015, 6, 16), LEAD, "0.5", "bericht"),
    (date(2015, 6, 19), REVIEWER, "0.5", "abstimmung"),
    (date(2015, 7, 6), LEAD, "1.0", "bericht"),
    (date(2015, 7, 15), LEAD, "0.5", "abstimmung"),
)
"""Day, who worked, person-days, activity."""


def book_effort(story: Story, number: str) -> None:
    """Book what was worked up to the demo's day and is not booked yet."""
    today = story.look(lambda w: w.today)
    for day, handle, days, activity in EFFORT:
        if day <= today:
            book = partial(_book, number=number, handle=handle, day=day, days=Decimal(days), activity=activity)
            story.unless(partial(_is_booked, number=number, handle=handle, day=day), handle, book)


def _book(work: Any, *, number: str, handle: str, day: date, days: Decimal, activity: str) -> None:
    book_days(work, number, work.queries.person(handle), day, days, activity)


def _is_booked(work: Any, *, number: str, handle: str, day: date) -> bool:
    booked = work.queries.engagement(number).booked_days
    return any(b.person.handle == handle and b.day == day for b in booked)
