"""External reference values: a report quotes only what was published before its date."""

from __future__ import annotations

from datetime import date

import pytest

from clusterprocess.catalogues.references import Reference, all_references, references


def _one(values: tuple[Reference, ...], measure: str, scope: str) -> Reference:
    (found,) = [value for value in values if value.measure == measure and value.scope == scope]
    return found


def test_a_report_of_may_2015_does_not_know_the_figures_of_june() -> None:
    assert not [r for r in references(date(2015, 5, 20)) if r.measure == "members_per_initiative_mean"]
    known = references(date(2015, 7, 1))
    assert _one(known, "members_per_initiative_mean", "bw").value == 61
    assert _one(known, "members_per_initiative_mean", "eu").value == 52


def test_the_day_of_publication_itself_is_not_before() -> None:
    assert not [r for r in references(date(2016, 12, 31)) if r.measure == "public_share_mean"]
    assert _one(references(date(2017, 1, 1)), "public_share_mean", "bw").value == 38


def test_undated_values_are_kept_but_never_quoted() -> None:
    undated = [r for r in all_references() if r.published_on is None]
    assert undated
    assert not set(undated) & set(references(date(2100, 1, 1)))


@pytest.mark.parametrize(
    ("prefix", "total"),
    [
        # 16.1 + 30.4 + 18.8 + 14.3 + 8.9 + 4.5 + 7.1 = 100.1, rounded in the source
        ("size_class_", 100.1),
        # 52 + 26 + 22 = 100
        ("financing_", 100.0),
        # 29.5 + 14.3 + 32.1 + 17.9 + 6.3 = 100.1
        ("organisation_", 100.1),
        # 53.6 + 25.0 + 17.0 + 3.6 + 0.9 = 100.1
        ("reach_", 100.1),
    ],
)
def test_the_distributions_of_the_survey_are_complete(prefix: str, total: float) -> None:
    parts = [r for r in all_references() if r.measure.startswith(prefix)]
    assert sum(r.value for r in parts) == pytest.approx(total)
    assert {(r.n, r.unit, r.scope) for r in parts} == {(112, "%", "eu")}


def test_each_value_is_identified_and_sourced() -> None:
    values = all_references()
    assert len({(r.measure, r.scope, r.year) for r in values}) == len(values)
    assert all(r.source and r.mark.startswith("[") and r.label.de for r in values)
    assert {r.scope for r in values} <= {"bw", "de", "eu", "exzellenz"}
    assert all(r.note for r in values if r.approximate)
