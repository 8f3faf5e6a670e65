"""The sweep: acts on everything that has come due, a batch in one transaction, and never twice (design D15).

What is read is an index of what is due, so a sweep costs as much as there is to do, however many engagements are open.
Engagements that a person is working on at this moment are passed over; the next sweep finds them. Each item is held
against the plan once more under the lock: what a person settled in the meantime is recorded as without effect.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import structlog

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.domain.actors import ROLE_NAMES, SYSTEM, Role
from clusterprocess.domain.due_items import DueItem, DueKind, DueState
from clusterprocess.domain.register import Person
from clusterprocess.usecases.due_check import Due, Plans, is_over, planned
from clusterprocess.usecases.due_plan import WITHOUT_RECIPIENT
from clusterprocess.usecases.follow_ups import open_follow_up
from clusterprocess.usecases.ports import BeginWork, Work
from clusterprocess.usecases.record_schedule import begin_scheduled_run, end_scheduled_run, note_empty_run
from clusterprocess.usecases.reminder_mails import extend_bundle, queue_bundle, queue_due_draft

LOG = structlog.get_logger()
BATCH = 200
"""Items per transaction; one person's items are never split."""

Impulse = Callable[[Work, DueItem], object]


IMPULSES: dict[str, Impulse] = {
    "nachbefragung_eroeffnen": lambda work, item: open_follow_up(work, item.follow_up_id or 0)
}
"""What begins when an impulse is due, by rule."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One due item before anything is locked."""

    id: int
    cluster_id: int
    engagement_id: int | None


def sweep(begin: BeginWork, prefect_run_id: str = "") -> dict[str, int]:
    """Act on all that is due now; returns counts by what was done.

    Outside the hours and days on which mails leave nothing is done: it stays due.
    """
    with begin(SYSTEM) as work:
        if agency_calendar().next_mail_instant(work.now) != work.now:
            return {}
        candidates = _candidates(work)
        if not candidates:
            note_empty_run(work, "sweep", prefect_run_id)
            return {}
        run = begin_scheduled_run(work, "sweep", prefect_run_id)
    counts: Counter[str] = Counter()
    for chunk in _chunks(candidates):
        counts += _fire_or_isolate(begin, chunk)
    with begin(SYSTEM) as work:
        end_scheduled_run(work, run, counts)
    return dict(counts)


def _candidates(work: Work) -> list[Candidate]:
    found: list[Candidate] = []
    after = (-1, 0)
    while rows := work.queries.due_to_fire(work.today, after, 5000):
        found += [Candidate(r.id, r.cluster_id or 0, r.engagement_id) for r in rows]
        after = (found[-1].cluster_id, found[-1].id)
    return found


def _chunks(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Batches whose borders lie between initiatives, so that a person's mail of the day holds everything."""
    chunk: list[Candidate] = []
    for _, group in groupby(candidates, key=lambda c: c.cluster_id):
        chunk += group
        if len(chunk) >= BATCH:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _fire_or_isolate(begin: BeginWork, chunk: list[Candidate]) -> Counter[str]:
    """A batch; if one engagement in it cannot be handled, each by itself, so that it does not hold up the others."""
    try:
        with begin(SYSTEM) as work:
            return fire(work, chunk)
    except Exception:  # noqa: BLE001  (the edge of the schedule: logged and counted here, and the item stays due)
        groups = [list(g) for _, g in groupby(chunk, key=lambda c: (c.cluster_id, c.engagement_id))]
        if len(groups) == 1:
            LOG.error("due_items_failed", items=[c.id for c in chunk], trouble=traceback.format_exc(limit=3))
            return Counter({"fehlgeschlagen": len(chunk)})
    counts: Counter[str] = Counter()
    for group in groups:
        counts += _fire_or_isolate(begin, group)
    return counts


def fire(work: Work, candidates: Iterable[Candidate]) -> Counter[str]:
    """Act on these items in this transaction: impulses first, then drafts, then one mail per person."""
    wanted = list(candidates)
    engagements = {e.id: e for e in work.queries.lock_engagements(c.engagement_id for c in wanted if c.engagement_id)}
    free = [c.id for c in wanted if c.engagement_id is None or c.engagement_id in engagements]
    due = [Due(item, engagements.get(item.engagement_id or 0)) for item in work.queries.lock_due_items(free)]
    counts: Counter[str] = Counter()
    holding = _newest_of_each_chain(work, list(_that_hold(work, due, counts)), counts)
    people = work.queries.holders_of(Role.CLUSTER_MANAGER.value, {d.item.cluster_id or 0 for d in holding})
    busy = work.queries.mail_days([p.id for found in people.values() for p in found], work.today)
    for one in (d for d in holding if d.item.kind == DueKind.IMPULSE.value):
        _begin(work, one, [p for p in people.get(one.item.cluster_id or 0, ()) if p.email], busy, counts)
    for one in (d for d in holding if d.item.kind == DueKind.DRAFT.value):
        message = queue_due_draft(work, one)
        _note(work, one.item, message.id if message else None, "Entwürfe", counts)
    reminders = _without_answered(work, [d for d in holding if d.item.kind == DueKind.REMINDER.value], counts)
    _send_reminders(work, reminders, people, busy, counts)
    return counts


def _that_hold(work: Work, due: Sequence[Due], counts: Counter[str]) -> Iterator[Due]:
    """Items that the plan still holds today; the others are recorded as without effect, or follow their new day."""
    plans = Plans()
    for one in due:
        held = planned(work, one, plans)
        if held is None or is_over(held, work.today):
            one.item.in_vain(work.today, "nichts mehr offen" if held is None else "der Termin hat schon begonnen")
            counts["ohne Wirkung"] += 1
        elif held.due_on > work.today:
            one.item.due_on, one.item.explained = held.due_on, held.explained[:300]
        else:
            yield one


def _newest_of_each_chain(work: Work, due: list[Due], counts: Counter[str]) -> list[Due]:
    """After a standstill several reminders of one chain are late; only the last one still says something."""
    best: dict[str, int] = {}
    for one in due:
        if one.item.chain:
            best[one.item.chain] = max(best.get(one.item.chain, -1), one.item.rank)
    kept = []
    for one in due:
        if one.item.chain and one.item.rank < best[one.item.chain]:
            one.item.supersede(work.today)
            if one.item.kind == DueKind.IMPULSE.value and one.item.follow_up_id is not None:
                work.queries.follow_up(one.item.follow_up_id).drop(work.today, "ueberholt")
            counts["überholt"] += 1
        else:
            kept.append(one)
    return kept


def _without_answered(work: Work, reminders: list[Due], counts: Counter[str]) -> list[Due]:
    """Nobody is reminded who has answered by mail; the reminder waits until somebody has read the answer."""
    answered = work.queries.with_open_answers(d.item.engagement_id for d in reminders if d.item.engagement_id)
    kept = [d for d in reminders if d.item.engagement_id not in answered]
    counts["Antwort liegt vor"] += len(reminders) - len(kept)
    return kept


def _begin(work: Work, one: Due, managers: Sequence[Person], busy: set[str], counts: Counter[str]) -> None:
    """Something begins for people who can be written to; where there is nobody, it waits and the agency gets a task."""
    if not managers:
        _ask_for_address(work, one.item, counts)
    elif any(p.id in busy for p in managers):
        counts["auf den nächsten Tag gelegt"] += 1
    else:
        IMPULSES[one.item.rule](work, one.item)
        one.item.fire(work.today, None, "eröffnet")
        counts["eröffnet"] += 1
        busy.update(p.id for p in managers)


def _send_reminders(
    work: Work, reminders: list[Due], people: Mapping[int, Sequence[Person]], busy: set[str], counts: Counter[str]
) -> None:
    """One mail per person with everything of the day.

    Nobody is reminded who had a mail today; a reminder of an earlier day that has not left yet takes up the new ones.
    """
    waiting = work.queries.waiting_reminders([p.id for found in people.values() for p in found])
    by_person: dict[str, list[Due]] = {}
    names: dict[str, Person] = {}
    sent: dict[int, int | None] = {}
    for one in reminders:
        managers = [p for p in people.get(one.item.cluster_id or 0, ()) if p.email]
        if any(p.id in busy and p.id not in waiting for p in managers):
            counts["auf den nächsten Tag gelegt"] += 1
            continue
        sent[one.item.id] = None
        for person in managers:
            names[person.id] = person
            by_person.setdefault(person.id, []).append(one)
    for person_id in sorted(by_person):
        due = by_person[person_id]
        if message := waiting.get(person_id):
            extend_bundle(work, message, names[person_id], due)
        else:
            message = queue_bundle(work, names[person_id], due)
            counts["Erinnerungsmails"] += 1
        for one in due:
            sent[one.item.id] = message.id
    for one in reminders:
        if one.item.id in sent:
            _note(work, one.item, sent[one.item.id], "Erinnerungen", counts)


def _note(work: Work, item: DueItem, message_id: int | None, what: str, counts: Counter[str]) -> None:
    """The item is dealt with; where nobody could be written to, the agency gets a task and the item waits."""
    if message_id is None:
        _ask_for_address(work, item, counts)
        return
    item.fire(work.today, message_id)
    counts[what] += 1


def _ask_for_address(work: Work, item: DueItem, counts: Counter[str]) -> None:
    """A task for the back office, once; the item is looked at again every day until somebody can be written to."""
    key = f"{item.key}:{WITHOUT_RECIPIENT}"[:160]
    item.due_on = agency_calendar().next_mail_day(work.today + timedelta(days=1))
    if work.queries.due_items_of_agency(key):
        return
    work.add(_task_without_recipient(item, key, work.today))
    counts["ohne Empfänger"] += 1


def _task_without_recipient(item: DueItem, key: str, today: date) -> DueItem:
    return DueItem(
        key=key,
        engagement_id=item.engagement_id,
        engagement_number=item.engagement_number,
        cluster_id=item.cluster_id,
        rule=WITHOUT_RECIPIENT,
        kind=DueKind.TASK.value,
        role=Role.ASSISTANT.value,
        due_on=today,
        fires=False,
        label=f"Mailadresse eintragen: {item.label}"[:200],
        explained=f"Für „{ROLE_NAMES[Role(item.role)].de}“ ist niemand mit Mailadresse eingetragen.",
        state=DueState.OPEN.value,
        outcome="",
    )
