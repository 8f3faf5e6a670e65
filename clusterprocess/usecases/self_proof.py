"""The daily self-proof: every open engagement has a next event, and every initiative its notices (design D15).

What is silent is mended where its plan only was not kept, and listed and given to the head as a task where even the
plan holds nothing: staff need no list of their own. What cannot be handled is logged and counted by itself, so that it
does not hold up the rest.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from clusterprocess.domain.actors import SYSTEM, Role
from clusterprocess.domain.due_items import DueItem, DueKind, DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.usecases.answer_by_link import forget_old_drafts
from clusterprocess.usecases.cluster_plan import keep_cluster_plan
from clusterprocess.usecases.due_plan import SILENT, WITH_PAPER, keep_plan
from clusterprocess.usecases.month_plan import keep_month_plan
from clusterprocess.usecases.ports import BeginWork, Work
from clusterprocess.usecases.record_schedule import FAILURES, begin_scheduled_run, end_scheduled_run

LOG = structlog.get_logger()
PORTION = 200
"""Engagements or initiatives per transaction."""

Portion = Callable[[Work, Sequence[int]], Counter[str]]


def prove_next_events(begin: BeginWork, prefect_run_id: str = "") -> dict[str, int]:
    """Check and mend the plans; returns counts of what was found."""
    with begin(SYSTEM) as work:
        run = begin_scheduled_run(work, "selbstnachweis", prefect_run_id)
    counts: Counter[str] = Counter()
    _mend_silent_engagements(begin, counts)
    _aim_at_next_meeting(begin, counts)
    keep_cluster_plans(begin, counts)
    _count(begin, counts, "alte Zwischenstände gelöscht", forget_old_drafts)
    _count(begin, counts, "Aufgaben des Monats", keep_month_plan)
    _count(begin, counts, "ungewisse Nachrichten", lambda work: len(work.queries.messages(states=("ungewiss",))))
    with begin(SYSTEM) as work:
        end_scheduled_run(work, run, counts)
    return dict(counts)


def _count(begin: BeginWork, counts: Counter[str], what: str, act: Callable[[Work], int]) -> None:
    """One part of the self-proof in a transaction of its own; it may fail without the others."""
    counts.update(_each_or_isolated(begin, what, (0,), lambda work, _: Counter({what: act(work)})))


def _each_or_isolated(begin: BeginWork, what: str, ids: Sequence[int], act: Portion) -> Counter[str]:
    """A portion in one transaction; if one of it cannot be handled, each by itself."""
    try:
        with begin(SYSTEM) as work:
            return act(work, ids)
    except Exception:  # noqa: BLE001  (the edge of the schedule: logged and counted here, and tried again tomorrow)
        if len(ids) == 1:
            LOG.error("self_proof_failed", part=what, id=ids[0], trouble=traceback.format_exc(limit=3))
            return Counter({FAILURES: 1})
    counts: Counter[str] = Counter()
    for one in ids:
        counts.update(_each_or_isolated(begin, what, (one,), act))
    return counts


def _mend_silent_engagements(begin: BeginWork, counts: Counter[str]) -> None:
    """Mend or report every silent engagement, a portion at a time; one that cannot be mended is passed by."""
    after = 0
    while True:
        with begin(SYSTEM) as work:
            silent = [e.id for e in work.queries.silent_engagements(PORTION, after)]
        if not silent:
            return
        counts.update(_each_or_isolated(begin, "engagement", silent, _mend))
        after = silent[-1]


def _aim_at_next_meeting(begin: BeginWork, counts: Counter[str]) -> None:
    """A board met without a resolution: the plan of a paper on its way turns to the next meeting as days go by."""
    with begin(SYSTEM) as work:
        ids = work.queries.engagement_ids_in([state.value for state in WITH_PAPER])
    for start in range(0, len(ids), PORTION):
        counts.update(_each_or_isolated(begin, "paper", ids[start : start + PORTION], _keep))


def _keep(work: Work, ids: Sequence[int]) -> Counter[str]:
    changed = sum(keep_plan(work, engagement) for engagement in work.queries.lock_engagements(ids))
    return Counter({"Fristen nachgeführt": changed})


def _mend(work: Work, ids: Sequence[int]) -> Counter[str]:
    """Keep the plans of these engagements; those that a person is working on are left to the next self-proof."""
    counts: Counter[str] = Counter()
    for engagement in work.queries.lock_engagements(ids):
        if any(item.is_open for item in engagement.due_items):
            continue  # somebody was faster
        keep_plan(work, engagement)
        if any(item.is_open for item in engagement.due_items):
            counts["Pläne ergänzt"] += 1
        else:
            _report(work, engagement)
            counts["verstummt"] += 1
    return counts


def _report(work: Work, engagement: Engagement) -> None:
    """A task for the head: this engagement would never come up by itself again.

    The head may have done the task of this day already; then a further one is numbered.
    """
    key = f"{engagement.number}:{SILENT}:{work.today}"
    earlier = sum(item.key == key or item.key.startswith(f"{key}:") for item in engagement.due_items)
    engagement.due_items.append(
        DueItem(
            key=f"{key}:{earlier + 1}" if earlier else key,
            engagement_number=engagement.number,
            cluster_id=engagement.cluster_id,
            rule=SILENT,
            kind=DueKind.TASK.value,
            role=Role.HEAD.value,
            due_on=work.today,
            fires=False,
            label="Der Vorgang hat kein nächstes Ereignis: Vorgehen festlegen",
            explained="Der tägliche Selbstnachweis fand nichts, was zu diesem Vorgang noch fällig würde.",
            state=DueState.OPEN.value,
            outcome="",
        )
    )


def keep_cluster_plans(begin: BeginWork, counts: Counter[str]) -> None:
    """Labels and yearly figures of every initiative, a portion at a time."""
    with begin(SYSTEM) as work:
        ids = [cluster.id for cluster in work.queries.clusters()]
    for start in range(0, len(ids), PORTION):
        counts.update(_each_or_isolated(begin, "cluster", ids[start : start + PORTION], _keep_cluster_plans))


def _keep_cluster_plans(work: Work, ids: Sequence[int]) -> Counter[str]:
    changed = sum(keep_cluster_plan(work, work.queries.cluster_by_id(cluster_id)) for cluster_id in ids)
    return Counter({"Hinweise des Registers": changed})


def start_profile_round(begin: BeginWork, prefect_run_id: str = "") -> dict[str, int]:
    """The yearly round: every initiative whose figures are older than the turn of the year gets its notices."""
    with begin(SYSTEM) as work:
        run = begin_scheduled_run(work, "profilrunde", prefect_run_id)
    counts: Counter[str] = Counter()
    keep_cluster_plans(begin, counts)
    _count(begin, counts, "Initiativen ohne Mailadresse", _clusters_without_address)
    with begin(SYSTEM) as work:
        end_scheduled_run(work, run, counts)
    return dict(counts)


def _clusters_without_address(work: Work) -> int:
    ids = [cluster.id for cluster in work.queries.clusters()]
    managers = work.queries.holders_of(Role.CLUSTER_MANAGER.value, ids)
    return sum(not any(p.email for p in managers[i]) for i in ids)
