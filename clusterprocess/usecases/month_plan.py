"""What comes due for the agency itself each month: the Leistungsnachweis of every contractor and its acceptance.

Every month that has ended is looked at, not only the last one: what was forgotten stays a task until it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.reminders import MonthlyTask, reminders
from clusterprocess.domain.due_items import DueItem, DueKind
from clusterprocess.domain.operation import Contractor
from clusterprocess.domain.services_rendered import ServiceProof
from clusterprocess.usecases.due_facts import PlannedItem
from clusterprocess.usecases.due_plan import settle_rows
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.service_proofs import bookings_by_month, next_month

PREFIX = "nachweis"
NOT_OWING = "die Organisation ist kein Auftragnehmer des Vorhabens"


@dataclass(frozen=True, slots=True)
class ProofMonth:
    """One month of one contractor.

    Attributes:
        where: beginning of the keys of its tasks.
        proof: the newest version, or None.
        lacks: whether an eligible booking is not listed by that version.
    """

    where: str
    organisation: str
    month: date
    proof: ServiceProof | None
    lacks: bool

    @property
    def version(self) -> int:
        return self.proof.version if self.proof else 0

    @property
    def last(self) -> date:
        return next_month(self.month) - timedelta(days=1)


def keep_month_plan(work: Work) -> int:
    """Make the stored tasks of the month what bookings and proofs ask for; returns how many rows changed."""
    owing = [c for operation in work.queries.operations() for c in operation.contractors if _owes_proofs(c)]
    months = {month.where: month for contractor in owing for month in _months_of(work, contractor)}
    wanted = {item.key: item for month in months.values() for item in _tasks_of(month, work.today)}
    stored = work.queries.due_items_of_agency(f"{PREFIX}:")
    pointless = [item for item in stored if item.is_open and item.key not in wanted]
    places = {_place(c) for c in owing}
    for item in pointless:
        place, where = (":".join(item.key.split(":")[:n]) for n in (3, 4))
        why = _why_pointless(item, months.get(where)) if place in places else NOT_OWING
        item.withdraw(work.today, why)
    changed, added = settle_rows(stored, wanted, work.today, "", reminders().version, {})
    for item in added:
        work.add(item)
    return len(pointless) + changed


def _owes_proofs(contractor: Contractor) -> bool:
    """What beneficiaries book needs no proof of service."""
    return contractor.funding_role == "contractor"


def _place(contractor: Contractor) -> str:
    return f"{PREFIX}:{contractor.operation_id}:{contractor.organisation_id}"


def _months_of(work: Work, contractor: Contractor) -> Iterator[ProofMonth]:
    """Months of a contractor that have bookings or a proof."""
    operation, organisation = contractor.operation, contractor.organisation
    proofs = work.queries.service_proofs(operation_id=operation.id, organisation_id=organisation.id)
    newest = {p.month: p for p in proofs}
    booked = bookings_by_month(work, operation, organisation, work.today)
    for month in sorted(newest.keys() | booked.keys()):
        proof = newest.get(month)
        listed = proof.booking_ids if proof else frozenset()
        lacks = any(b.eligible and b.id not in listed for b in booked.get(month, ()))
        yield ProofMonth(f"{_place(contractor)}:{month}", organisation.name, month, proof, lacks)


def _tasks_of(month: ProofMonth, today: date) -> Iterator[PlannedItem]:
    """To make the proof once the month has ended, anew when bookings came later; else to accept it."""
    proof, ended = month.proof, month.last < today
    if month.lacks and ended:
        again = f":{month.version + 1}" if proof else ""
        start = max(month.last, proof.made_on) if proof else month.last
        yield _task(reminders().proof_due, f"{month.where}{again}:erstellen", start, month)
    elif proof is not None and proof.accepted_on is None:
        start = max(month.last, proof.made_on)
        yield _task(reminders().proof_acceptance, f"{month.where}:{proof.version}:abnahme", start, month)


def _task(rule: MonthlyTask, key: str, start: date, month: ProofMonth) -> PlannedItem:
    days = agency_calendar()
    return PlannedItem(
        key=key, rule=rule.rule, kind=DueKind.TASK, role=rule.role.value, due_on=days.add(start, rule.after),
        label=rule.label,  # an organisation's name stays out of events, which repeat the label
        explained=f"{month.organisation}, {month.month:%m/%Y}; {days.explain(start, rule.after)}",
    )  # fmt: skip


def _why_pointless(item: DueItem, month: ProofMonth | None) -> str:
    """The reason for which a task is no longer one, out of what the month looks like now."""
    *version, what = item.key.split(":")[4:]
    asked = int(version[0]) if version else 1
    day = month.month if month else date.fromisoformat(item.key.split(":")[3])
    made, named = month.version if month else 0, f"des Leistungsnachweises {day:%m/%Y}"
    if what == "erstellen":
        if made >= asked:
            return f"Fassung {made} {named} ist erstellt"
        return f"für {day:%m/%Y} fehlt keine förderfähige Buchung im Leistungsnachweis"
    if made > asked:
        return f"Fassung {made} {named} löst Fassung {asked} ab"
    if month and month.proof and month.proof.accepted_on:
        return f"Fassung {asked} {named} ist abgenommen"
    return f"seit Fassung {asked} haben sich Buchungen geändert; zuerst ist neu zu erstellen"
