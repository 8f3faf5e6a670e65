"""Figures of the overview that are derived: who waits for which offering and how far its quota reaches.

The fast counterpart of :mod:`clusterprocess.usecases.offering_queue` for a page: two sums by the database instead of
every engagement; what keeps one request from being accepted stands on the request's own page.
"""

from __future__ import annotations

from dataclasses import replace

from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.reading import in_force
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.overview_figures import QueueLine, Quota, Scope
from clusterprocess.usecases.ports import Work


def quotas(work: Work, scope: Scope) -> list[Quota]:
    """Quota, planned and waiting person-days of every offering in the year of the scope (none: the present year).

    A quota belongs to the whole agency: of the filter only origin, year and offering count, and requests of earlier
    years wait until somebody decides.
    """
    year = scope.year or work.today.year
    whole = Scope(scope.origin, year, scope.offering, admitted=scope.admitted)
    planned = work.queries.overview_planned(whole)
    waiting = work.queries.overview_queue(replace(whole, year=None), year)
    days = in_force(process).quota_days
    return [
        Quota(
            o.slug,
            days[o.slug],
            planned.get(o.slug, 0.0),
            sum(w.offering == o.slug for w in waiting),
            sum((w.days for w in waiting if w.offering == o.slug), 0.0),
        )
        for o in OFFERINGS
        if scope.offering in ("", o.slug)
    ]


def queue(work: Work, scope: Scope) -> list[QueueLine]:
    """Requests that wait for a decision, by offering in the order of receipt, and whether the quota still covers them."""
    left = {q.offering: q.free for q in quotas(work, scope)}
    whole = Scope(scope.origin, None, scope.offering, admitted=scope.admitted)
    found = []
    for line in work.queries.overview_queue(whole, scope.year or work.today.year):
        fits = line.days <= left[line.offering]
        left[line.offering] -= line.days if fits else 0.0
        found.append(replace(line, fits=fits))
    order = [o.slug for o in OFFERINGS]
    return sorted(found, key=lambda w: order.index(w.offering))
