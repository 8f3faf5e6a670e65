"""Whether a due item still holds today: asked under the lock before it is acted on, and again before a mail leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterprocess.catalogues.reading import pinned
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.engagement import Engagement
from clusterprocess.usecases.cluster_plan import cluster_facts, plan_of_cluster
from clusterprocess.usecases.due_facts import PlannedItem
from clusterprocess.usecases.due_plan import facts_of
from clusterprocess.usecases.due_rules import plan_of
from clusterprocess.usecases.keep_agency_files import pinned_texts
from clusterprocess.usecases.ports import Work

Plans = dict[int, dict[str, PlannedItem]]
"""Plans of this transaction by engagement id, each reckoned once."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due item with its engagement, where it has one."""

    item: DueItem
    engagement: Engagement | None


def planned(work: Work, one: Due, plans: Plans) -> PlannedItem | None:
    """What the plan says about an item today; None where it holds nothing of it any more."""
    if one.engagement is None:
        if one.item.cluster_id is None:
            return None
        cluster = work.queries.cluster_by_id(one.item.cluster_id)
        return plan_of_cluster(cluster_facts(work, cluster), work.today).get(one.item.key)
    if one.engagement.id not in plans:
        with pinned(pinned_texts(work, one.engagement)):
            plans[one.engagement.id] = plan_of(facts_of(one.engagement, work.today))
    return plans[one.engagement.id].get(one.item.key)


def is_over(item: PlannedItem, today: date) -> bool:
    """Whether its last sensible day has passed, for example because the meeting has begun."""
    return item.last_on is not None and today > item.last_on
