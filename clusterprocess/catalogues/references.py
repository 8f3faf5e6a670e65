"""External reference values for benchmarking: what is known about clusters in BW, Germany and Europe.

The table is offerings section 10 as data. Ruling 10: a report quotes only what was published before its date, so the
one way to get values asks for that date; values whose publication cannot be dated are kept but never quoted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.language import Text

Scope = Literal["bw", "de", "eu", "exzellenz"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One external figure.

    Attributes:
        measure: slug of what was measured, unique together with scope and year.
        scope: house column: bw, de, eu or exzellenz (portfolio of excellently managed clusters).
        value: the figure in `unit` ("Anzahl", "%", "Jahre", "Mio. EUR").
        approximate: the source gives a rounded or bounded figure ("rund", "über"); `note` says which.
        year: year the figure speaks for, None where the source does not say.
        n: number of organisations behind it, None where not stated.
        published_on: day of publication, or the last day it may have been published on; None: undated.
        mark: [V n], [D] or [M] as in the catalogue's header.
    """

    measure: str
    label: Text
    scope: Scope
    value: float
    unit: str
    approximate: bool
    year: int | None
    n: int | None
    source: str
    published_on: date | None
    mark: str
    note: str | None


def references(published_before: date) -> tuple[Reference, ...]:
    """Return the values published before the given day (ruling 10), in the order of the catalogue.

    Undated values are left out: nobody can show that they were known on that day.
    """
    return tuple(r for r in all_references() if r.published_on is not None and r.published_on < published_before)


@versioned("references.toml")
def all_references(text: str) -> tuple[Reference, ...]:
    """Return every value including the undated ones, for the catalogue page; reports use `references`."""
    return tuple(_reference(entry) for entry in tomllib.loads(text)["reference"])


def _reference(entry: Mapping[str, Any]) -> Reference:
    return Reference(
        measure=entry["measure"],
        label=Text(entry["de"]),
        scope=entry["scope"],
        value=float(entry["value"]),
        unit=entry["unit"],
        approximate=entry.get("approximate", False),
        year=entry.get("year"),
        n=entry.get("n"),
        source=entry["source"],
        published_on=entry.get("published_on"),
        mark=entry["mark"],
        note=entry.get("note"),
    )
