"""What comes due for an initiative itself: the end of its labels and the yearly confirmation of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.reminders import LabelReminder, reminders
from clusterprocess.catalogues.wordlists import labels as label_names
from clusterprocess.domain.actors import Role
from clusterprocess.domain.due_items import DueKind
from clusterprocess.domain.register import Cluster
from clusterprocess.usecases.due_facts import PlannedItem
from clusterprocess.usecases.due_plan import settle_rows
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """What the plan of an initiative depends on: labels with their last day, and the day of its newest figures.

    Without anybody to write to (``has_contact``) only tasks of the agency remain; the yearly round counts them.
    """

    id: int
    labels: tuple[tuple[str, date], ...] = ()
    profile_as_of: date | None = None
    has_contact: bool = True


def cluster_facts(work: Work, cluster: Cluster) -> ClusterFacts:
    """The facts of an initiative out of its newest profile, and whether somebody can be written to."""
    profile = cluster.profile
    rows = (profile.answers.get("labels") or []) if profile else []
    dated = ((str(row["label"]), str(row.get("valid_until") or "")[:10]) for row in rows)
    return ClusterFacts(
        cluster.id,
        tuple((label, date.fromisoformat(day)) for label, day in dated if day),
        profile.as_of if profile else None,
        any(p.email for p in work.queries.holders(Role.CLUSTER_MANAGER.value, cluster.id)),
    )


def plan_of_cluster(facts: ClusterFacts, today: date) -> dict[str, PlannedItem]:
    """Everything that comes due for an initiative, by natural key.

    Notices of a label that were due before ``today`` when it ended are left out: they would tell old news.
    """
    items = [*_labels(facts, today), *_profile_round(facts, today)]
    return {item.key: item for item in items if facts.has_contact or item.kind is DueKind.TASK}


def keep_cluster_plan(work: Work, cluster: Cluster) -> int:
    """Make the stored due items of an initiative what its register entry asks for; returns how many rows changed."""
    wanted = plan_of_cluster(cluster_facts(work, cluster), work.today)
    stored = work.queries.due_items_of_cluster(cluster.id)
    why = "das Register wurde ergänzt, oder der Tag ist vorbei"
    changed, added = settle_rows(stored, wanted, work.today, why, reminders().version, {"cluster_id": cluster.id})
    for item in added:
        work.add(item)
    return changed


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, the last day of the month where it has no such day."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def _labels(facts: ClusterFacts, today: date) -> Iterator[PlannedItem]:
    days = agency_calendar()
    for label, ends in facts.labels:
        if ends < today:
            continue
        name = label_names().by_slug(label).name.de
        for rank, rule in enumerate(sorted(reminders().label, key=lambda r: -r.months)):
            due = days.next_working_day(months_before(ends, rule.months))
            yield _label_item(facts.id, label, name, ends, rule, due, rank)


def _label_item(
    cluster_id: int, label: str, name: str, ends: date, rule: LabelReminder, due: date, rank: int
) -> PlannedItem:
    chain = f"cluster{cluster_id}:label:{label}:{ends}"
    return PlannedItem(
        key=f"{chain}:{rule.rule}", rule=rule.rule, kind=DueKind(rule.kind), role=rule.role.value, due_on=due,
        label=rule.label, explained=f"{name} gilt bis {ends:%d.%m.%Y}, {rule.months} Monate davor",
        chain=chain if rule.kind == "entwurf" else "", rank=rank,
    )  # fmt: skip


def _profile_round(facts: ClusterFacts, today: date) -> Iterator[PlannedItem]:
    """The round of this year, until figures of the turn of the year or later are there."""
    rule, days = reminders().profile_round, agency_calendar()
    start = days.next_working_day(date(today.year, rule.month, rule.day))
    if not facts.has_contact or facts.profile_as_of is None or facts.profile_as_of >= date(today.year - 1, 12, 1):
        return
    chain = f"cluster{facts.id}:profil:{today.year}"
    told = f"jährliche Runde, letzter Stand vom {facts.profile_as_of:%d.%m.%Y}"
    for rank, offset in enumerate((0, *rule.reminders)):
        yield PlannedItem(
            key=f"{chain}:{rank}", rule=rule.rule, kind=DueKind(rule.kind), role=rule.role.value,
            due_on=days.add(start, offset) if offset else start, label=rule.label, explained=told, chain=chain, rank=rank,
        )  # fmt: skip
    yield PlannedItem(
        key=f"{chain}:telefon", rule=f"{rule.rule}_telefon", kind=DueKind.TASK, role=rule.phone_role.value,
        due_on=days.add(start, rule.phone_after), label=rule.phone_label, explained=told,
    )  # fmt: skip
