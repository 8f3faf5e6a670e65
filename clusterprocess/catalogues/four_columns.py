"""The four house columns: BW | Deutschland | Europa | Exzellenz-Portfolio, for any measures of the reference table.

A row says what was published before the report's date (ruling 10). Each cell is the newest such value of its scope, with
year and source; where nothing is known the cell is None and stays empty in the paper. Source: offerings sections 1 and 10.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clusterprocess.catalogues.references import Reference, Scope, all_references, references
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.language import Text

SCOPES: tuple[Scope, ...] = ("bw", "de", "eu", "exzellenz")
HEADINGS: tuple[str, ...] = ("BW", "Deutschland", "Europa", "Exzellenz-Portfolio")
"""Column headings in the order of `SCOPES`."""


@dataclass(frozen=True, slots=True)
class FourColumnRow:
    """One measure with its four cells; None is an empty cell."""

    measure: str
    label: Text
    unit: str
    bw: Reference | None
    de: Reference | None
    eu: Reference | None
    exzellenz: Reference | None

    @property
    def cells(self) -> tuple[Reference | None, ...]:
        """The cells in the order of `SCOPES`."""
        return (self.bw, self.de, self.eu, self.exzellenz)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was known about this measure on the report's date."""
        return not any(self.cells)


def four_columns(measure_slugs: Iterable[str], published_before: date) -> tuple[FourColumnRow, ...]:
    """Return one row per measure, in the order asked for.

    Raises:
        NotFoundError: a measure is not in the reference table at all.
    """
    known = references(published_before)
    return tuple(_row(measure, known) for measure in measure_slugs)


def quoted(rows: Iterable[FourColumnRow]) -> tuple[Reference, ...]:
    """Return the references behind the cells, one per source and day, earliest first, for the line under the table."""
    found = {(cell.source, cell.published_on): cell for row in rows for cell in row.cells if cell is not None}
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1] or date.min, key[0])))


def _row(measure: str, known: tuple[Reference, ...]) -> FourColumnRow:
    listed = [reference for reference in all_references() if reference.measure == measure]
    if not listed:
        slugs = ", ".join(dict.fromkeys(reference.measure for reference in all_references()))
        raise NotFoundError(f"Die Kennzahl „{measure}“ steht nicht unter den Vergleichswerten; bekannt sind: {slugs}.")
    newest = {scope: _newest(r for r in known if r.measure == measure and r.scope == scope) for scope in SCOPES}
    name = next((cell for cell in newest.values() if cell is not None), listed[0])
    return FourColumnRow(measure, name.label, name.unit, newest["bw"], newest["de"], newest["eu"], newest["exzellenz"])


def _newest(values: Iterable[Reference]) -> Reference | None:
    return max(values, key=lambda r: (r.year or 0, r.published_on or date.min), default=None)
