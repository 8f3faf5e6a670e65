"""A round in the browser: prepared once, looked at row by row, then started row by row in the background.

Every row is a transaction of its own together with the note that it is done, so a round that was cut off goes on where
it stood, and pressing twice starts nothing twice. What a row means and when it exists already is decided by
:mod:`clusterprocess.usecases.portfolio_round`, as for the command line.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from clusterprocess.domain.accounts import FormDraft
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.errors import ClusterProcessError, NotFoundError, RuleViolation
from clusterprocess.domain.sorting import german_key
from clusterprocess.usecases.keep_drafts import keep_form_draft
from clusterprocess.usecases.portfolio_round import COLUMNS, RoundTerms, TableRow, preview_round, start_round
from clusterprocess.usecases.ports import Work

STARTERS = (Role.HEAD, Role.CONSULTANT, Role.ASSISTANT)
STALLED = timedelta(seconds=60)
"""A running round that made no step for so long was cut off and may be taken up again."""
_ROW = re.compile(r"^Zeile (\d+)(?:, Spalte [^:]+)?: ")


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One row of the round: its number as people see it, and the text of each cell by heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BulkLine:
    """What becomes of one row.

    Attributes:
        cluster: the initiative, or what was written where it is unknown.
        existing: number of the engagement that is there already; empty where none is.
        faults: why it is not possible; empty where it is.
        started: number of the engagement that this round opened; empty before.
    """

    number: int
    cluster: str
    existing: str = ""
    faults: tuple[str, ...] = ()
    started: str = ""

    @property
    def waits(self) -> bool:
        """Whether this round would open or still has to open an engagement."""
        return not (self.existing or self.faults or self.started)


@dataclass(frozen=True, slots=True)
class Bulk:
    """A prepared round.

    Attributes:
        source: where its rows come from, in words.
        faults: about the table or the terms as a whole; while there is one, nothing can be started.
        started_at: when it was confirmed; None before.
        is_running: steps are being made at this moment; a round that was cut off is not.
    """

    key: str
    terms: RoundTerms
    source: str
    lines: tuple[BulkLine, ...]
    faults: tuple[str, ...]
    started_at: datetime | None
    is_running: bool

    @property
    def to_start(self) -> int:
        return sum(line.waits for line in self.lines)

    @property
    def started(self) -> int:
        return sum(bool(line.started) for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.started_at is not None and self.to_start == 0


def rows_with_terms(rows: Iterable[TableRow], day: str, question: str) -> list[BulkRow]:
    """The rows with the day and the question of the round where they name none of their own.

    The day is written down now, so that the same round means the same requests whenever it goes on.
    """
    return [BulkRow(row.number, _filled(_filled(row.cells, "requested_on", day), "question", question)) for row in rows]


def _filled(cells: Mapping[str, str], key: str, value: str) -> dict[str, str]:
    names = {german_key(key), german_key(COLUMNS[key])}
    own = next((heading for heading in cells if german_key(heading) in names), COLUMNS[key])
    return {**cells, own: cells.get(own, "").strip() or value} if value else dict(cells)


def prepare_round(work: Work, terms: RoundTerms, rows: Sequence[BulkRow], source: str) -> str:
    """Look at every row and keep the round for its confirmation; returns its key. No engagement is opened.

    Raises:
        InputError: an unknown offering, or more text than a round can hold.
        PermissionDenied: the actor may start no round.
    """
    work.require(*STARTERS)
    lines, faults = _looked_at(work, terms, rows)
    key = secrets.token_hex(8)
    typed = {
        "terms": asdict(terms),
        "source": source,
        "rows": [{"number": r.number, "cells": dict(r.cells)} for r in rows],
        "lines": [asdict(line) for line in lines],
        "faults": list(faults),
        "started_at": None,
        "touched": None,
    }
    keep_form_draft(work, _subject(key), typed, 0)
    return key


def _looked_at(work: Work, terms: RoundTerms, rows: Sequence[BulkRow]) -> tuple[list[BulkLine], list[str]]:
    found, told = preview_round(work, terms, rows)
    general = [fault for fault in told if not _ROW.match(fault)]
    by_row: dict[int, list[str]] = {}
    for fault in told:
        if match := _ROW.match(fault):
            by_row.setdefault(int(match[1]), []).append(fault[match.end() :])
    general += _faults_of_terms(work, terms)
    known = {row.number: row for row in found}
    lines = []
    for row in rows:
        line = known.get(row.number)
        if line is None:
            lines.append(BulkLine(row.number, _written(row), faults=tuple(by_row.get(row.number, ()))))
            continue
        faults = [*by_row.get(row.number, ())]
        if (
            not line.engagement
            and not general
            and not work.queries.operation(terms.operation).covers(line.requested_on)
        ):
            faults.append(f"Der {line.requested_on:%d.%m.%Y} liegt außerhalb des Vorhabens {terms.operation}.")
        lines.append(BulkLine(row.number, line.cluster, line.engagement, tuple(faults)))
    return lines, general


def _written(row: BulkRow) -> str:
    names = {german_key("cluster"), german_key(COLUMNS["cluster"])}
    return next((value for heading, value in row.cells.items() if german_key(heading) in names), "")


def _faults_of_terms(work: Work, terms: RoundTerms) -> list[str]:
    """What every row would fail at: told once."""
    faults = []
    try:
        operation, delivering = work.queries.operation(terms.operation), work.queries.organisation(terms.delivering)
    except NotFoundError:
        return []  # told by the preview
    if all(c.organisation_id != delivering.id for c in operation.contractors):
        faults.append(
            f"Leistende Organisation: „{delivering.name}“ ist im Vorhaben {operation.reference} nicht eingetragen."
        )
    for handle, role in ((terms.lead, Role.CONSULTANT), (terms.reviewer, Role.REVIEWER)):
        if handle and role not in work.queries.person(handle).roles_at(work.now):
            faults.append(f"{ROLE_NAMES[role].de}: {handle} hat diese Rolle nicht.")
    if terms.lead and terms.lead == terms.reviewer:
        faults.append("Prüfung und Federführung müssen zwei Personen sein (Vier-Augen-Prinzip).")
    return faults


def bulk_of(work: Work, key: str) -> Bulk:
    """A round that the acting person prepared.

    Raises:
        NotFoundError: she prepared none with this key.
    """
    typed = _draft(work, key).typed
    started = datetime.fromisoformat(typed["started_at"]) if typed["started_at"] else None
    touched = datetime.fromisoformat(typed["touched"]) if typed["touched"] else None
    lines = tuple(BulkLine(**{**line, "faults": tuple(line["faults"])}) for line in typed["lines"])
    return Bulk(
        key,
        RoundTerms(**typed["terms"]),
        typed["source"],
        lines,
        tuple(typed["faults"]),
        started,
        touched is not None and work.host_now - touched < STALLED and any(line.waits for line in lines),
    )


def confirm_round(work: Work, key: str) -> bool:
    """Say that the round shall start; False where it runs already or nothing is left to start.

    Raises:
        RuleViolation: the terms or the table as a whole have a fault.
        NotFoundError: the acting person prepared no such round.
        PermissionDenied: the actor may start no round.
    """
    work.require(*STARTERS)
    _serialise(work, key)
    bulk = bulk_of(work, key)
    if bulk.faults:
        raise RuleViolation("start_round", list(bulk.faults))
    if bulk.is_running or not bulk.to_start:
        return False
    now = work.host_now.isoformat()
    _keep(work, key, started_at=_draft(work, key).typed["started_at"] or now, touched=now)
    return True


def next_row(work: Work, key: str) -> int | None:
    """The row that comes next; None when every row is settled."""
    return next((line.number for line in bulk_of(work, key).lines if line.waits), None)


def start_row(work: Work, key: str, number: int) -> None:
    """Open the engagement of one row and note it, both or neither; a row that was settled meanwhile is left alone.

    Raises:
        ClusterProcessError: the row is not possible any more; :func:`refuse_row` notes it.
    """
    work.require(*STARTERS)
    _serialise(work, key)
    bulk = bulk_of(work, key)
    line = next(line for line in bulk.lines if line.number == number)
    if not line.waits:
        return
    row = next(r for r in _draft(work, key).typed["rows"] if r["number"] == number)
    done = start_round(work, bulk.terms, [BulkRow(number, row["cells"])])[0]
    is_new = done.outcome == "neu"
    settled = replace(line, started=done.engagement) if is_new else replace(line, existing=done.engagement)
    _settle(work, key, settled)


def refuse_row(work: Work, key: str, number: int, error: ClusterProcessError) -> None:
    """Note why a row could not be started."""
    _serialise(work, key)
    line = next(line for line in bulk_of(work, key).lines if line.number == number)
    if line.waits:
        told = [_ROW.sub("", sentence) for sentence in str(error).splitlines()]
        _settle(work, key, replace(line, faults=tuple(told)))


def _settle(work: Work, key: str, settled: BulkLine) -> None:
    lines = _draft(work, key).typed["lines"]
    _keep(
        work,
        key,
        lines=[asdict(settled) if line["number"] == settled.number else line for line in lines],
        touched=work.host_now.isoformat(),
    )


def _serialise(work: Work, key: str) -> None:
    work.queries.serialise(f"bulk round:{key}")


def _subject(key: str) -> str:
    return f"serie/{key}"


def _draft(work: Work, key: str) -> FormDraft:
    found = work.queries.form_draft(work.actor.id, _subject(key[:40]))
    if found is None or "lines" not in found.typed:
        raise NotFoundError("Diese Serie gibt es nicht, oder eine andere Person hat sie vorbereitet.")
    return found


def _keep(work: Work, key: str, **values: Any) -> None:
    draft = _draft(work, key)
    draft.typed, draft.saved_at = {**draft.typed, **values}, work.now
