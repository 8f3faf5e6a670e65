"""The daily self-proof: every open engagement has a next event, and every initiative its notices (design D15).

What is silent is mended where its plan only was not kept, and listed and given to the head as a task where even the
plan holds nothing: staff need no list of their own.
"""

from __future__ import annotations

from collections import Counter

from clusterprocess.domain.actors import SYSTEM, Role
from clusterprocess.domain.due_items import DueItem, DueKind, DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.scheduled_runs import ScheduledRun
from clusterprocess.usecases.answer_by_link import forget_old_drafts
from clusterprocess.usecases.cluster_plan import keep_cluster_plan
from clusterprocess.usecases.due_plan import SILENT, keep_plan
from clusterprocess.usecases.month_plan import keep_month_plan
from clusterprocess.usecases.ports import BeginWork, Work
from clusterprocess.usecases.sweep import end_scheduled_run

PORTION = 200
"""Engagements or initiatives per transaction."""


def prove_next_events(begin: BeginWork, prefect_run_id: str = "") -> dict[str, int]:
    """Check and mend the plans; returns counts of what was found."""
    counts: Counter[str] = Counter()
    with begin(SYSTEM) as work:
        run = ScheduledRun(kind="selbstnachweis", started_at=work.now, prefect_run_id=prefect_run_id,
                           outcome="laufend", counts={})  # fmt: skip
    while found := _one_portion(begin, counts):
        if found < PORTION:
            break
    keep_cluster_plans(begin, counts)
    with begin(SYSTEM) as work:
        counts["alte Zwischenstände gelöscht"] = forget_old_drafts(work)
        counts["Aufgaben des Monats"] = keep_month_plan(work)
        counts["ungewisse Nachrichten"] = len(work.queries.messages(states=("ungewiss",)))
        end_scheduled_run(work, run, "fertig", counts)
    return dict(counts)


def _one_portion(begin: BeginWork, counts: Counter[str]) -> int:
    """Mend or report a portion of silent engagements; each has something open afterwards, so the next portion differs."""
    with begin(SYSTEM) as work:
        silent = work.queries.silent_engagements(PORTION)
        for engagement in silent:
            keep_plan(work, engagement)
            if any(item.is_open for item in engagement.due_items):
                counts["Pläne ergänzt"] += 1
            else:
                _report(work, engagement)
                counts["verstummt"] += 1
        return len(silent)


def _report(work: Work, engagement: Engagement) -> None:
    """A task for the head: this engagement would never come up by itself again."""
    engagement.due_items.append(
        DueItem(
            key=f"{engagement.number}:{SILENT}:{work.today}",
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
        with begin(SYSTEM) as work:
            for cluster_id in ids[start : start + PORTION]:
                counts["Hinweise des Registers"] += keep_cluster_plan(work, work.queries.cluster_by_id(cluster_id))


def start_profile_round(begin: BeginWork, prefect_run_id: str = "") -> dict[str, int]:
    """The yearly round: every initiative whose figures are older than the turn of the year gets its notices."""
    counts: Counter[str] = Counter()
    with begin(SYSTEM) as work:
        run = ScheduledRun(kind="profilrunde", started_at=work.now, prefect_run_id=prefect_run_id,
                           outcome="laufend", counts={})  # fmt: skip
    keep_cluster_plans(begin, counts)
    with begin(SYSTEM) as work:
        ids = [cluster.id for cluster in work.queries.clusters()]
        managers = work.queries.holders_of(Role.CLUSTER_MANAGER.value, ids)
        counts["Initiativen ohne Mailadresse"] = sum(not any(p.email for p in managers[i]) for i in ids)
        end_scheduled_run(work, run, "fertig", counts)
    return dict(counts)
