"""Which figures of the profile are compared with the peers, and to which dimension each belongs (F1, F2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import FURTHER, INDICATORS, Indicator, share_of_members
from clusterprocess.offerings.professionalisation.readings import categories_delivered


def _number(key: str) -> Any:
    def value(profile: Mapping[str, Any]) -> float | None:
        return None if profile.get(key) is None else float(profile[key])

    return value


OWN: tuple[Indicator, ...] = (
    Indicator("near", "Mitglieder im Umkreis von 150 km", "%", True, share_of_members("members_150km")),
    Indicator("working_groups", "Arbeitsgruppen", "Anzahl", True, _number("working_groups")),
    Indicator("categories", "Leistungsarten im Angebot", "Anzahl", True, categories_delivered),
    Indicator("fte", "Bezahlte Vollzeitstellen", "Stellen", True, _number("fte_paid"), decimals=1),
)
"""What quality benchmarking compares beyond the shared twelve."""

BENCHMARKS: tuple[Indicator, ...] = (*INDICATORS, *FURTHER, *OWN)

DIMENSIONS: dict[int, tuple[str, ...]] = {
    1: ("members", "committed", "companies", "near"),
    2: ("retention", "active", "contacted", "projects", "fte", "fte_load"),
    3: ("private", "public", "budget_per_member"),
    4: ("categories", "events", "working_groups"),
    5: (),
}
"""Keys of the compared figures by dimension; the register holds nothing on media and satisfaction (dimension 5)."""

STRIPS: tuple[str, ...] = (
    "retention",
    "committed",
    "active",
    "contacted",
    "projects",
    "private",
    "categories",
    "working_groups",
    "fte_load",
)
"""The strips of the overview, in this order."""


def compared(case: Case, keys: tuple[str, ...]) -> list[tuple[Indicator, Mapping[str, Any]]]:
    """The figures of these keys that may be shown, with their F2 result, in the given order."""
    by_key = {indicator.key: indicator for indicator in BENCHMARKS}
    found = ((by_key[key], case.finding(f"F2.{key}")) for key in keys)
    return [(indicator, result) for indicator, result in found if result and result["kind"] != "keine"]
