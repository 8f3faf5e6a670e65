"""Who came to an event: the attendance list with people who had not registered, and what is counted from it.

Attendances, persons and initiatives are three different figures: a person who comes to three events is three attendances
and one person, and so is her initiative counted once a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Protocol

from pydantic import Field

from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState, Registration, RegistrationState
from clusterprocess.domain.errors import ClusterProcessError, InputError, InputErrors
from clusterprocess.domain.register import Person
from clusterprocess.offerings.questions import Row, validated
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard.rows import KIND_NAMES, MemberKind
from clusterprocess.usecases.keep_persons import checked_email
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.registrants import Registrant, person_of
from clusterprocess.usecases.submit_answers import require_bounded

COLUMNS: dict[str, str] = {
    "registration": "Nr.",
    "name": "Name",
    "organisation": "Organisation",
    "kind": "Art",
    "cluster": "Initiative",
    "email": "E-Mail",
    "state": "Anmeldung",
    "came": "Anwesend",
}
"""Columns of the list that is filled in after the event: key and German heading."""

_YES, _NO = ("ja", "x", "1"), ("", "nein", "0", "-")


class CameEntry(Row):
    """One line of the list: a registration by its number, or somebody who came without one."""

    row: int | None = None
    registration: int | None = None
    name: Annotated[str, Field(max_length=120)] = ""
    organisation: Annotated[str, Field(max_length=200)] = ""
    kind: MemberKind = "sonstige"
    cluster: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    came: bool = True


class AttendanceData(Row):
    attendance: Annotated[list[CameEntry], Field(min_length=1)]


class TableRow(Protocol):
    """A row as the sheet reader gives it: its number in the file and its cells by heading."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class EventCount:
    """What is reported of one event or of a year.

    Attributes:
        without_initiative: attendances that belong to no initiative of the register and count for none.
    """

    events: int
    attendances: int
    persons: int
    initiatives: int
    without_initiative: int


def count_event(work: Work, number: str) -> EventCount:
    """Attendances, persons and initiatives of one event."""
    event = work.queries.agency_event(number)
    return _count([r for r in work.queries.registrations(agency_event_id=event.id) if r.attended])


def count_year(work: Work, year: int) -> EventCount:
    """The same over all events of a calendar year; persons and initiatives once a year."""
    return _count(work.queries.attendances_in(year))


def _count(came: Sequence[Registration]) -> EventCount:
    return EventCount(
        events=len({r.agency_event_id for r in came}),
        attendances=len(came),
        persons=len({r.person_id for r in came}),
        initiatives=len({r.cluster_id for r in came if r.cluster_id is not None}),
        without_initiative=sum(r.cluster_id is None for r in came),
    )


def attendance_sheet(work: Work, number: str) -> list[list[str | int | date]]:
    """The rows of the list to fill in, one per registration, in the order of :data:`COLUMNS`."""
    work.require(*STAFF)
    event = work.queries.agency_event(number)
    rows: list[list[str | int | date]] = []
    for r in work.queries.registrations(agency_event_id=event.id):
        came = {True: "ja", False: "nein", None: ""}[r.attended]
        cluster = r.cluster_id or ""
        rows.append(
            [r.id, r.person.name, r.organisation, KIND_NAMES[r.kind], cluster, r.person.email, r.state, came]
        )  # fmt: skip
    return rows


def attendance_from_rows(rows: Iterable[TableRow]) -> dict[str, Any]:
    """The filled-in list as data for :func:`record_attendance`.

    Raises:
        InputErrors: a number, kind or yes/no that is none; row and column are named.
    """
    faults: list[str] = []
    entries = [_entry(row, faults) for row in rows]
    if faults:
        raise InputErrors(faults)
    return {"attendance": entries}


def _entry(row: TableRow, faults: list[str]) -> dict[str, Any]:
    cells = {key: row.cells.get(heading, "").strip() for key, heading in COLUMNS.items()}
    entry: dict[str, Any] = {"row": row.number} | {k: cells[k] for k in ("name", "organisation", "cluster", "email")}
    if cells["registration"].isdigit():
        entry["registration"] = int(cells["registration"])
    elif cells["registration"]:
        faults.append(
            f"Zeile {row.number}, Spalte Nr.: „{cells['registration'][:30]}“ ist keine Zahl; wer nicht angemeldet war, bekommt keine."
        )
    if cells["kind"]:
        slugs = {name.lower(): slug for slug, name in KIND_NAMES.items()} | {slug: slug for slug in KIND_NAMES}
        if cells["kind"].lower() not in slugs:
            faults.append(f"Zeile {row.number}, Spalte Art: bitte eine von {', '.join(KIND_NAMES.values())}.")
        entry["kind"] = slugs.get(cells["kind"].lower(), "sonstige")
    if cells["came"].lower() not in _YES + _NO:
        faults.append(f"Zeile {row.number}, Spalte Anwesend: „{cells['came'][:30]}“; bitte ja oder nein.")
    entry["came"] = cells["came"].lower() in _YES
    return entry


def record_attendance(work: Work, number: str, data: Mapping[str, Any]) -> EventCount:
    """Enter what the signed list says; who came without a registration is entered with one.

    A line names a registration by its number, or a person by name with organisation, kind, initiative and address. The
    same list again changes nothing; a corrected one changes what differs. Registrations that the list does not name
    stay open until the event is closed.

    Raises:
        InputError: the event lies in the future.
        InputErrors: lines that cannot be accepted, all of them; nothing is stored then.
        RuleViolation: the event was cancelled or closed.
    """
    work.require(*STAFF)
    event = work.queries.agency_event(number, lock=True)
    event.require_open_list()
    if event.held_on > work.today:
        raise InputError(
            f"Veranstaltung: {event.number} ist erst am {day(event.held_on)}; die Liste gibt es danach.", field="number"
        )
    require_bounded(data)
    before = _entered(work, event)
    entries = AttendanceData.model_validate(validated(AttendanceData, data, {"attendance": "Liste"})).attendance
    _enter(work, event, entries)
    work.flush()
    count = count_event(work, event.number)
    if _entered(work, event) != before or not is_counted(event):
        event.hold(count.attendances, count.persons, count.initiatives)
    return count


def _entered(work: Work, event: AgencyEvent) -> list[tuple[int, bool | None, int | None]]:
    """What is entered so far, to see whether a list changes anything."""
    return [(r.id, r.attended, r.cluster_id) for r in work.queries.registrations(agency_event_id=event.id)]


def _enter(work: Work, event: AgencyEvent, entries: Sequence[CameEntry]) -> None:
    faults: list[str] = []
    listed: set[int] = set()
    for position, entry in enumerate(entries, 1):
        place = f"Zeile {entry.row}" if entry.row else f"Eintrag {position}"
        try:
            registration = _registration(work, event, entry)
            if registration.id in listed:
                raise InputError("Diese Person steht zweimal auf der Liste; bitte eine Zeile löschen.")
            listed.add(registration.id)
            _assign_initiative(work, registration, entry)
            registration.attend(entry.came)
        except ClusterProcessError as fault:
            faults.append(f"{place}: {fault}")
    if faults:
        raise InputErrors(faults)


def _registration(work: Work, event: AgencyEvent, entry: CameEntry) -> Registration:
    registrations = work.queries.registrations(agency_event_id=event.id)
    if entry.registration is not None:
        for registration in registrations:
            if registration.id == entry.registration:
                return registration
        raise InputError(f"Nr. {entry.registration} gehört nicht zu {event.number}.")
    if not entry.name or not entry.name.isprintable():
        raise InputError("Der Name fehlt; ohne Nr. braucht jede Zeile einen Namen.")
    if not entry.came:
        raise InputError("Wer weder angemeldet war noch kam, gehört nicht auf die Liste; bitte „ja“ eintragen oder die Zeile löschen.")  # fmt: skip
    person = person_of(work, Registrant(entry.name, checked_email(entry.email), entry.organisation, entry.kind))
    known = next((r for r in registrations if r.person_id == person.id), None)
    return known or _walk_in(work, event, person, entry)


def _walk_in(work: Work, event: AgencyEvent, person: Person, entry: CameEntry) -> Registration:
    registration = Registration(
        agency_event_id=event.id,
        person=person,
        organisation=entry.organisation,
        kind=entry.kind,
        state=RegistrationState.REGISTERED.value,
        registered_at=work.now,
        channel="staff",
    )
    work.add(registration)
    work.flush()
    registration.made()
    return registration


def _assign_initiative(work: Work, registration: Registration, entry: CameEntry) -> None:
    """The initiative that the list names, else the only one for which the person has a role."""
    if entry.cluster:
        registration.cluster_id = work.queries.cluster(entry.cluster).id
    elif registration.cluster_id is None:
        person = work.queries.person_by_id(registration.person_id)
        own = {g.cluster_id for g in person.roles if g.cluster_id and g.valid_until is None} if person else set()
        registration.cluster_id = own.pop() if len(own) == 1 else None


def is_counted(event: AgencyEvent) -> bool:
    """Whether the attendance list of an event was entered."""
    return event.state in (AgencyEventState.HELD.value, AgencyEventState.CLOSED.value)
