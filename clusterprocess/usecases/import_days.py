"""Days out of a table: preview, row-exact faults, all or nothing, and the same table twice books nothing twice."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.errors import ClusterProcessError, InputErrors
from clusterprocess.usecases.book_days import ONE_AT_A_TIME, TimeEntry, book_time, check_entry, home_named, home_of
from clusterprocess.usecases.ports import Work

COLUMNS: dict[str, str] = {
    "day": "Tag",
    "person": "Kürzel",
    "number": "Vorgang oder Veranstaltung",
    "days": "Tage",
    "activity": "Tätigkeit",
    "note": "Notiz",
    "organisation": "Organisation",
    "outside": "Grund",
}
"""Columns of the table: key and German heading; ``Grund`` is for time outside engagements and events."""

REQUIRED = ("day", "person", "days", "activity")
MOST_ROWS = 2_000
Outcome = Literal["neu", "steht schon"]


class TableRow(Protocol):
    """One row of a table: its number as people see it, and the text of each cell by heading."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row as it was understood: what it books, or that it is booked already."""

    number: int
    outcome: Outcome
    day: date
    person: str
    target: str
    days: Decimal
    activity: str


def preview_days(work: Work, rows: Iterable[TableRow]) -> tuple[list[ImportedRow], list[str]]:
    """What the import would book for who acts, and every fault with row and column; nothing is written."""
    work.require(*sorted(STAFF))
    wanted, faults = _read(work, rows)
    return [_told(n, entry, done) for n, entry, done in wanted], faults


def import_days(work: Work, rows: Iterable[TableRow]) -> list[ImportedRow]:
    """Book every row that is not booked yet; all or nothing.

    Raises:
        InputErrors: every fault of the table with row and column.
    """
    work.require(*sorted(STAFF))
    work.queries.serialise(ONE_AT_A_TIME)
    wanted, faults = _read(work, rows)
    if faults:
        raise InputErrors(faults)
    for number in sorted({entry.number for _, entry, done in wanted if entry.number and not done}):
        home_named(work, number, lock=True)  # all in one order, so that two people never wait for each other
    for _, entry, done in wanted:
        if not done:
            book_time(work, entry)
    return [_told(n, entry, done) for n, entry, done in wanted]


def _told(number: int, entry: TimeEntry, done: bool) -> ImportedRow:
    outcome: Outcome = "steht schon" if done else "neu"
    target = entry.number or entry.outside
    return ImportedRow(number, outcome, entry.day, entry.person.handle, target, entry.days, entry.activity)


def _read(work: Work, rows: Iterable[TableRow]) -> tuple[list[tuple[int, TimeEntry, bool]], list[str]]:
    found = list(rows)
    if not found:
        return [], ["Die Tabelle hat keine Zeile; bitte mindestens eine eintragen."]
    if len(found) > MOST_ROWS:
        return [], [f"Die Tabelle hat {len(found)} Zeilen; bitte höchstens {MOST_ROWS} auf einmal."]
    if faults := _heading_faults(found[0].cells):
        return [], faults
    settled = work.queries.booking_sources()
    alike: Counter[str] = Counter()
    beside: defaultdict[tuple[str, date], Decimal] = defaultdict(Decimal)
    wanted: list[tuple[int, TimeEntry, bool]] = []
    faults = []
    for row in found:
        try:
            entry = _entry(work, row)
            content = _content(entry)
            alike[content] += 1
            entry = replace(entry, source=_source(content, alike[content]))
            done = entry.source in settled
            if not done:
                home_of(work, entry)
                check_entry(work, entry, beside[entry.person.id, entry.day])
                beside[entry.person.id, entry.day] += entry.days
        except ClusterProcessError as fault:
            faults += [f"Zeile {row.number}{_column(fault)}: {fault}"]
            continue
        wanted.append((row.number, entry, done))
    return wanted, faults


def _heading_faults(cells: Mapping[str, str]) -> list[str]:
    headings = set(COLUMNS.values())
    faults = [
        f"Spalte „{h[:60]}“ ist unbekannt; möglich sind {', '.join(COLUMNS.values())}." for h in cells.keys() - headings
    ]
    missing = [COLUMNS[key] for key in REQUIRED if COLUMNS[key] not in cells]
    return sorted(faults) + [f"Spalte „{h}“ fehlt; bitte ergänzen." for h in missing]


def _column(fault: ClusterProcessError) -> str:
    heading = COLUMNS.get(str(getattr(fault, "field", "") or ""))
    return f", Spalte {heading}" if heading else ""


def _entry(work: Work, row: TableRow) -> TimeEntry:
    cells = {key: row.cells.get(heading, "").strip() for key, heading in COLUMNS.items()}
    empty = [COLUMNS[key] for key in REQUIRED if not cells[key]]
    if empty:
        raise InputErrors([f"{', '.join(empty)} fehlt; bitte eintragen."])
    return TimeEntry(
        work.queries.person(cells["person"]),
        _day(cells["day"]),
        _days(cells["days"]),
        _slug(cells["activity"], in_force(days_catalogue).activities),
        number=cells["number"].upper(),
        outside=_slug(cells["outside"], in_force(days_catalogue).outside),
        note=cells["note"],
        organisation=work.queries.organisation(cells["organisation"]) if cells["organisation"] else None,
    )


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise InputErrors([f"Tag: „{text[:30]}“ ist kein Datum; bitte zum Beispiel 17.03.2015."])


def _days(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise InputErrors([f"Tage: „{text[:30]}“ ist keine Zahl; bitte zum Beispiel 0,5."]) from None


def _slug(text: str, labels: Mapping[str, str]) -> str:
    """The slug of a word as people write it: „Gespräch“ or ``gespraech``; an unknown word stays and is refused later."""
    return next((slug for slug, label in labels.items() if text.casefold() in (slug, label.casefold())), text)


def _content(entry: TimeEntry) -> str:
    home = entry.organisation.id if entry.organisation else ""
    parts = (
        entry.day.isoformat(), entry.person.id, entry.number, entry.outside, str(entry.days.normalize()), entry.activity,
        entry.note, str(home),
    )  # fmt: skip
    return "\x1f".join(parts)


def _source(content: str, occurrence: int) -> str:
    """Where a booking came from: its content and how often that stood above in the same table."""
    return "tabelle:" + hashlib.sha256(f"{content}\x1f{occurrence}".encode()).hexdigest()[:40]
