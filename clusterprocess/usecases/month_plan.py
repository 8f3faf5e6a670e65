"""What comes due for the agency itself each month: the Leistungsnachweis of every contractor and its acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.reminders import MonthlyTask, reminders
from clusterprocess.domain.due_items import DueKind
from clusterprocess.domain.operation import Operation
from clusterprocess.usecases.due_facts import PlannedItem
from clusterprocess.usecases.due_plan import settle_rows
from clusterprocess.usecases.ports import Work

PREFIX = "nachweis"


def keep_month_plan(work: Work) -> int:
    """Make the stored tasks of the month what bookings and proofs ask for; returns how many rows changed."""
    wanted = {item.key: item for operation in work.queries.operations() for item in _of_operation(work, operation)}
    stored = work.queries.due_items_of_agency(f"{PREFIX}:")
    why = "der Leistungsnachweis ist erstellt oder abgenommen"
    changed, added = settle_rows(stored, wanted, work.today, why, reminders().version, {})
    for item in added:
        work.add(item)
    return changed


def _of_operation(work: Work, operation: Operation) -> Iterator[PlannedItem]:
    """Tasks for last month; an unaccepted proof of an earlier month stays a task until it is accepted."""
    last = work.today.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    for contractor in operation.contractors:
        organisation = contractor.organisation
        where = f"{PREFIX}:{operation.id}:{organisation.id}"
        newest = {
            p.month: p for p in work.queries.service_proofs(operation_id=operation.id, organisation_id=organisation.id)
        }
        booked = work.queries.day_bookings(organisation_id=organisation.id, first=first, last=last)
        if first not in newest and any(b.operation_id == operation.id for b in booked):
            yield _task(reminders().proof_due, f"{where}:{first}:erstellen", last, organisation.name, first)
        for month, proof in newest.items():
            if proof.accepted_on is None:
                key = f"{where}:{month}:{proof.version}:abnahme"
                yield _task(reminders().proof_acceptance, key, proof.made_on, organisation.name, month)


def _task(rule: MonthlyTask, key: str, start: date, organisation: str, month: date) -> PlannedItem:
    days = agency_calendar()
    return PlannedItem(
        key=key, rule=rule.rule, kind=DueKind.TASK, role=rule.role.value, due_on=days.add(start, rule.after),
        label=rule.label,  # an organisation's name stays out of events, which repeat the label
        explained=f"{organisation}, {month:%m/%Y}; {days.explain(start, rule.after)}",
    )  # fmt: skip
