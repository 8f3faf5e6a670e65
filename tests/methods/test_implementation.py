"""F22: what was due has been done or not, and how far the goals are attained."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.implementation import (
    ImplementationInput,
    ImplementationResult,
    MeasureStatus,
    ReportedMeasure,
    implementation_rate,
)

DAY = date(2016, 7, 20)
Row = tuple[MeasureStatus, int, int]
"""Status, days until due (negative = due), priority."""


def reported(rows: list[Row], goals: dict[str, int] | None = None) -> ImplementationResult:
    measures = tuple(
        ReportedMeasure(key=f"M {n}", status=status, due_on=DAY + timedelta(days=days), priority=priority)
        for n, (status, days, priority) in enumerate(rows, 1)
    )
    return implementation_rate(ImplementationInput(as_of=DAY, measures=measures, goals=goals or {}))


def test_the_eighteen_measures_of_the_impact_note() -> None:
    # yardstick Wirkungsvermerk, no. 5-7: 18 measures, 8 done, 3 running and overdue, 1 withdrawn, 6 not due yet
    rows: list[Row] = [("erledigt", -30, 1)] * 8 + [("laufend", -10, 1)] * 3 + [("verworfen", -5, 1)]
    result = reported([*rows, *[("offen", 90, 1)] * 6])  # type: ignore[list-item]
    assert (result.measures, result.done, result.due, result.withdrawn, result.not_due) == (18, 8, 11, 1, 6)
    assert result.rate == pytest.approx(8 / 11)
    assert len(result.overdue) == 3


def test_the_weighted_rate_counts_priorities() -> None:
    # done 3 + 1, due 3 + 1 + 2: 4 / 6, while two of three are done
    result = reported([("erledigt", -1, 3), ("erledigt", -1, 1), ("laufend", 0, 2)])
    assert result.rate == pytest.approx(2 / 3)
    assert result.weighted_rate == pytest.approx(4 / 6)
    assert reported([("erledigt", -1, 1), ("laufend", 0, 3)]).weighted_rate == pytest.approx(1 / 4)


def test_a_measure_is_due_on_its_last_day_and_early_ones_are_counted_apart() -> None:
    result = reported([("laufend", 0, 1), ("erledigt", 30, 1), ("offen", 30, 1)])
    assert (result.due, result.done, result.done_early, result.not_due) == (1, 0, 1, 1)
    assert result.rate == 0


def test_without_a_due_measure_there_is_no_rate() -> None:
    result = reported([("offen", 5, 1), ("verworfen", -5, 1)])
    assert (result.rate, result.weighted_rate, result.withdrawn) == (None, None, 1)


def test_goal_attainment_is_the_mean_from_minus_two_to_two() -> None:
    result = reported([("erledigt", -1, 1)], {"Z1": 2, "Z2": -1, "Z3": 0})
    assert (result.goals, result.goal_attainment) == (3, pytest.approx(1 / 3))
    assert reported([("erledigt", -1, 1)]).goal_attainment is None


def test_a_measure_named_twice_is_refused() -> None:
    twice = (ReportedMeasure(key="M 1", status="offen", due_on=DAY),) * 2
    with pytest.raises(InputError, match="M 1 kommt zweimal vor"):
        implementation_rate(ImplementationInput(as_of=DAY, measures=twice))


rows = st.lists(
    st.tuples(
        st.sampled_from(["offen", "laufend", "erledigt", "verworfen"]), st.integers(-400, 400), st.integers(1, 3)
    ),
    min_size=1,
    max_size=25,
)


@settings(deadline=None)
@given(rows=rows)
def test_counts_cross_foot_and_rates_are_bounded(rows: list[Row]) -> None:
    result = reported(rows)
    assert result.due + result.withdrawn + result.done_early + result.not_due == result.measures
    assert result.done + len(result.overdue) == result.due
    for rate in (result.rate, result.weighted_rate):
        assert rate is None or 0 <= rate <= 1


@settings(deadline=None)
@given(rows=rows)
def test_equal_priorities_make_both_rates_equal(rows: list[Row]) -> None:
    result = reported([(status, days, 2) for status, days, _ in rows])
    assert result.rate == pytest.approx(result.weighted_rate) if result.rate is not None else True


@settings(deadline=None)
@given(rows=rows)
def test_finishing_a_due_measure_never_lowers_the_rate(rows: list[Row]) -> None:
    before = reported([*rows, ("laufend", -1, 1)])
    after = reported([*rows, ("erledigt", -1, 1)])
    assert after.rate is not None and before.rate is not None and after.rate >= before.rate
