"""The followed measures on the day they were last told of: what became of each, with F22 and F21 over them.

Counts and rates are those of :mod:`clusterprocess.offerings.standard.follow_up_results`, so that the note and gate G5
never differ; here each measure gets the one word under which the note lists it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.methods.additionality import AdditionalityResult
from clusterprocess.offerings.standard.follow_up_results import (
    Implementation,
    MeasureLine,
    additionality_of,
    implementation_of,
)

DONE, OVERDUE, WITHDRAWN, LATER, SILENT = "erledigt", "überfällig", "verworfen", "noch nicht fällig", "ohne Angabe"
CLASSES = (DONE, OVERDUE, WITHDRAWN, LATER, SILENT)
_TABLE_ORDER = (OVERDUE, WITHDRAWN, SILENT, DONE)


@dataclass(frozen=True, slots=True)
class MeasureState:
    """One measure as it was last told of, with its field of action and the word for what became of it."""

    line: MeasureLine
    group: str
    kind: str

    @property
    def number(self) -> str:
        return self.line.number

    @property
    def order(self) -> tuple[int, date, str]:
        return _TABLE_ORDER.index(self.kind), self.line.end or date.max, self.number


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures and the counts over them; ``rate`` is None where nobody reported on any."""

    rows: tuple[MeasureState, ...]
    as_of: date
    rate: Implementation | None
    effect: AdditionalityResult | None

    def of(self, kind: str) -> tuple[MeasureState, ...]:
        return tuple(m for m in self.rows if m.kind == kind)

    @property
    def due(self) -> int:
        return self.rate.due if self.rate else 0

    @property
    def done(self) -> int:
        """Done out of those that were due (F22)."""
        return self.rate.done if self.rate else 0

    @property
    def due_rows(self) -> tuple[MeasureState, ...]:
        """What stands in the table: first what is not done, then what is, each by planned end."""
        return tuple(sorted((m for m in self.rows if m.kind in _TABLE_ORDER), key=lambda m: m.order))


def measures_of(plan: Mapping[str, Any], lines: Sequence[MeasureLine], as_of: date) -> Measures:
    """Every followed measure with its newest status; what nobody reported on is apart and counts nowhere."""
    day = max((line.reported_on for line in lines if line.reported_on), default=as_of)
    groups = {p["key"]: str(p["title"]) for p in (*plan.get("fields", ()), *plan.get("projects", ()))}
    regions = {m["number"]: str(m["region"]) for m in plan.get("measures", ()) if m.get("region")}
    rows = tuple(MeasureState(line, _group(line, groups, regions), _kind(line, day)) for line in lines)
    return Measures(rows, day, implementation_of(lines, {}, day), additionality_of(lines))


def _group(line: MeasureLine, groups: Mapping[str, str], regions: Mapping[str, str]) -> str:
    if line.number.startswith("W "):
        return "aus den Workshops"
    if region := regions.get(line.number):
        return "alle Regionen" if region == "alle" else f"Region {region}"
    return groups.get(line.field, "Maßnahmen des Plans")


def _kind(line: MeasureLine, as_of: date) -> str:
    if line.status in (DONE, WITHDRAWN):
        return line.status
    if line.end is None or line.end > as_of:
        return LATER
    return OVERDUE if line.status else SILENT
