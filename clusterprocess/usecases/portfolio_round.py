"""Starting one offering for many initiatives from a table: preview, row-exact faults, and the same file twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import ClusterProcessError, InputErrors, NotFoundError
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person
from clusterprocess.domain.sorting import german_key
from clusterprocess.domain.states import ENDED
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.usecases.open_engagement import open_engagement
from clusterprocess.usecases.ports import Work

COLUMNS: dict[str, str] = {
    "cluster": "Initiative",
    "requested_on": "Anfrage am",
    "question": "Frage",
    "lead": "Federführung",
    "reviewer": "Prüfung",
    "fast_lane": "Kurzberatung",
}
"""Columns of the table: key and German heading; only the initiative is required."""

REQUIRED = ("cluster",)
MOST_ROWS = 500
Outcome = Literal["neu", "besteht schon"]


class TableRow(Protocol):
    """One row of a table: its number as people see it, and the text of each cell by heading."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """What holds for all rows of a round."""

    offering: str
    operation: str
    delivering: str
    lead: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One row as it was understood.

    Attributes:
        number: row of the table.
        outcome: whether the engagement is new, or which one exists already.
        engagement: Vorgangsnummer of the existing or the started engagement; empty in a preview of a new one.
    """

    number: int
    cluster: str
    outcome: Outcome
    engagement: str
    requested_on: date
    fast_lane: bool


@dataclass(slots=True)
class _Wanted:
    row: int
    cluster: Cluster
    requested_on: date
    question: str
    lead: Person | None
    reviewer: Person | None
    fast_lane: bool
    existing: Engagement | None = None


def preview_round(work: Work, terms: RoundTerms, rows: Iterable[TableRow]) -> tuple[list[RoundRow], list[str]]:
    """What starting the round would do, and every fault with row and column; nothing is written."""
    wanted, faults, _, _ = _read(work, terms, rows)
    return [_told(w, w.existing.number if w.existing else "") for w in wanted], faults


def start_round(work: Work, terms: RoundTerms, rows: Iterable[TableRow]) -> list[RoundRow]:
    """Open an engagement for every new row; all or nothing, and a second upload of the same table opens none.

    Raises:
        InputErrors: every fault of the table with row and column.
    """
    work.require(Role.HEAD, Role.CONSULTANT, Role.ASSISTANT)
    work.queries.serialise("portfolio round")
    wanted, faults, operation, delivering = _read(work, terms, rows)
    if faults or operation is None or delivering is None:
        raise InputErrors(faults)
    done: list[RoundRow] = []
    for item in wanted:
        if item.existing is not None:
            done.append(_told(item, item.existing.number))
            continue
        try:
            opened = open_engagement(
                work,
                offering=terms.offering,
                cluster=item.cluster,
                operation=operation,
                delivering=delivering,
                requested_on=item.requested_on,
                question=item.question,
                occasion="formular",
                lead=item.lead,
                reviewer=item.reviewer,
                fast_lane=item.fast_lane,
            )
        except ClusterProcessError as fault:
            faults.append(f"Zeile {item.row}: {fault}")
            continue
        done.append(_told(item, opened.number))
    if faults:
        raise InputErrors(faults)
    return done


def _told(item: _Wanted, number: str) -> RoundRow:
    outcome: Outcome = "besteht schon" if item.existing else "neu"
    return RoundRow(item.row, item.cluster.name, outcome, number, item.requested_on, item.fast_lane)


def _read(
    work: Work, terms: RoundTerms, rows: Iterable[TableRow]
) -> tuple[list[_Wanted], list[str], Operation | None, Organisation | None]:
    offering_named(terms.offering)
    faults: list[str] = []
    operation, delivering = None, None
    try:
        operation, delivering = work.queries.operation(terms.operation), work.queries.organisation(terms.delivering)
    except NotFoundError as fault:
        faults.append(str(fault))
    found = list(rows)
    if not found:
        return [], [*faults, "Die Tabelle hat keine Zeile; bitte mindestens eine eintragen."], operation, delivering
    if len(found) > MOST_ROWS:
        return [], [*faults, f"Die Tabelle hat {len(found)} Zeilen; bitte höchstens {MOST_ROWS} je Runde."], operation, delivering  # fmt: skip
    columns, unknown = _columns(list(found[0].cells))
    faults += unknown
    if unknown:
        return [], faults, operation, delivering
    wanted: list[_Wanted] = []
    for row in found:
        cells = {key: row.cells.get(heading, "").strip() for heading, key in columns.items()}
        item = _row(work, terms, row.number, cells, faults)
        if item is None:
            continue
        if (first := next((w for w in wanted if w.cluster.id == item.cluster.id), None)) is not None:
            faults.append(
                f"Zeile {row.number}, Spalte Initiative: „{item.cluster.name}“ steht schon in Zeile {first.row}."
            )
            continue
        item.existing = _existing(work, terms.offering, item)
        wanted.append(item)
    return wanted, faults, operation, delivering


def _columns(headings: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    by_sound = {german_key(word): key for key, heading in COLUMNS.items() for word in (key, heading)}
    columns: dict[str, str] = {}
    faults = []
    for heading in headings:
        key = by_sound.get(german_key(heading))
        if key is None:
            faults.append(
                f"Kopfzeile, Spalte {heading[:60]}: ist unbekannt; möglich sind {', '.join(COLUMNS.values())}."
            )
        else:
            columns[heading] = key
    faults += [f"Kopfzeile, Spalte {COLUMNS[k]}: fehlt; bitte ergänzen." for k in REQUIRED if k not in columns.values()]
    return columns, faults


def _row(work: Work, terms: RoundTerms, number: int, cells: Mapping[str, str], faults: list[str]) -> _Wanted | None:
    def blame(key: str, reason: str) -> None:
        faults.append(f"Zeile {number}, Spalte {COLUMNS[key]}: {reason}")

    before = len(faults)
    cluster: Cluster | None = None
    if not cells.get("cluster"):
        blame("cluster", "fehlt; bitte Nummer oder Name der Initiative eintragen.")
    else:
        try:
            cluster = work.queries.cluster(cells["cluster"])
        except ClusterProcessError as fault:
            blame("cluster", str(fault))
    day = _day(cells.get("requested_on", ""), work.today)
    if day is None:
        blame("requested_on", f"„{cells['requested_on'][:20]}“ ist kein Tag; bitte TT.MM.JJJJ oder JJJJ-MM-TT.")
    elif day > work.today:
        blame("requested_on", f"Der {day:%d.%m.%Y} liegt in der Zukunft.")
    people: dict[str, Person | None] = {"lead": None, "reviewer": None}
    for key, general in (("lead", terms.lead), ("reviewer", terms.reviewer)):
        if handle := cells.get(key, "") or general:
            try:
                people[key] = work.queries.person(handle)
            except ClusterProcessError as fault:
                blame(key, str(fault))
    said = cells.get("fast_lane", "").lower()
    if said not in ("", "ja", "nein", "x"):
        blame("fast_lane", f"„{said[:20]}“ ist weder ja noch nein; bitte ja oder nein eintragen.")
    if said in ("ja", "x") and not offering_named(terms.offering).fast_lane:
        blame("fast_lane", "gibt es bei dieser Leistung nicht; bitte leer lassen.")
    if len(cells.get("question", "")) > 600:
        blame("question", "ist länger als 600 Zeichen; bitte kürzen.")
    if len(faults) > before or cluster is None or day is None:
        return None
    return _Wanted(
        number, cluster, day, cells.get("question", ""), people["lead"], people["reviewer"], said in ("ja", "x")
    )


def _day(text: str, today: date) -> date | None:
    if not text:
        return today
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.split(" ")[0], pattern).date()
        except ValueError:
            continue
    return None


def _existing(work: Work, offering: str, item: _Wanted) -> Engagement | None:
    """An engagement of the offering that is open or was asked for on the same day: the natural key of a row."""
    for engagement in work.queries.engagements(cluster_id=item.cluster.id):
        is_open = engagement.current_state not in ENDED
        if engagement.offering == offering and (is_open or engagement.requested_on == item.requested_on):
            return engagement
    return None
