"""Who waits for which offering, how many person-days are free, and why somebody waits or was declined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterprocess.catalogues.process import process
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import STATE_CHANGED
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.decide import possible_decisions
from clusterprocess.usecases.ports import Work

UNDECIDED = (State.REQUESTED, State.UNDER_CHECK)
"""Requests wait over the turn of the year until somebody decides."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request that is not decided yet, in the order of receipt.

    Attributes:
        days: person-days that it would need.
        fits: whether the quota still covers it after the requests before it.
        reasons: what keeps it from being accepted, as sentences.
    """

    number: str
    cluster: str
    requested_on: date
    state: str
    days: float
    fits: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    number: str
    cluster: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfferingQueue:
    """One offering in one year: quota, used and free person-days, who waits, who was declined."""

    offering: str
    title: str
    year: int
    quota_days: float
    planned_days: float
    free_days: float
    waiting: tuple[Waiting, ...]
    declined: tuple[Declined, ...]


def offering_queues(work: Work, year: int | None = None) -> list[OfferingQueue]:
    """The queue of every offering for requests of a year (empty: the present one)."""
    wanted = year or work.today.year
    by_offering: dict[str, list[Engagement]] = {o.slug: [] for o in OFFERINGS}
    for engagement in work.queries.engagements():
        year_of = engagement.requested_on.year
        waits = engagement.current_state in UNDECIDED and year_of < wanted
        if (year_of == wanted or waits) and engagement.offering in by_offering:
            by_offering[engagement.offering].append(engagement)
    return [_queue(work, o.slug, o.title.de, wanted, by_offering[o.slug]) for o in OFFERINGS]


def _queue(work: Work, slug: str, title: str, year: int, engagements: list[Engagement]) -> OfferingQueue:
    quota = process().quota_days[slug]
    planned = work.queries.planned_days_in(slug, year)
    left = quota - planned
    waiting = []
    undecided = [e for e in engagements if e.current_state in UNDECIDED]
    for engagement in sorted(undecided, key=lambda e: (e.requested_on, e.number)):
        days = float(sum(p.days for p in engagement.planned_days))
        fits = days <= left
        left -= days if fits else 0.0
        waiting.append(
            Waiting(
                engagement.number,
                engagement.cluster.name,
                engagement.requested_on,
                STATE_NAMES[engagement.current_state].de,
                days,
                fits,
                _open_points(work, engagement, fits, left, days),
            )
        )
    declined = [
        Declined(e.number, e.cluster.name, _decline_reason(work, e))
        for e in engagements
        if e.current_state is State.DECLINED
    ]
    return OfferingQueue(slug, title, year, quota, planned, quota - planned, tuple(waiting), tuple(declined))


def _open_points(work: Work, engagement: Engagement, fits: bool, left: float, days: float) -> tuple[str, ...]:
    found = []
    if not fits:
        found.append(
            f"Das Kontingent reicht nach den früheren Anfragen nicht: frei {max(left, 0):g}, nötig {days:g} Personentage."
        )
    for rule, missing in possible_decisions(work, engagement):
        if rule.name in ("accept", "accept_advice"):
            found += [point for point in missing if not point.startswith("Kontingent")]
        elif rule.name == "start_check":
            found.append("Die Eignungsprüfung ist noch nicht begonnen.")
    return tuple(found)


def _decline_reason(work: Work, engagement: Engagement) -> str:
    """Reason code from the trail: the decision is told there and nowhere else."""
    for event in work.queries.events(engagement=engagement.number):
        if event.action == STATE_CHANGED.tag and event.data.get("to_state") == State.DECLINED.value:
            return str(event.data.get("reason") or "–")
    return "–"
