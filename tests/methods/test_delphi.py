"""F13 Delphi: quartile rule, consensus, stability, anonymity and the smallest panel."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.delphi import DelphiInput, DelphiResult, delphi, quartiles

points = st.lists(st.integers(1, 9), min_size=8, max_size=20)


def sheets(values: list[int], years: list[int | None] | None = None, **more: Any) -> list[dict[str, Any]]:
    """One thesis, answered by as many panellists as there are values."""
    when = years or [2018] * len(values)
    return [
        {"panellist": f"P{n:02d}", "answers": [{"thesis": "D1", "importance": v, "probability": v, "year": y, **more}]}
        for n, (v, y) in enumerate(zip(values, when, strict=True), 1)
    ]


def survey(one: list[dict[str, Any]], two: list[dict[str, Any]]) -> DelphiResult:
    return delphi(DelphiInput.model_validate({"theses": ["D1"], "round_one": one, "round_two": two}))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4], (1.75, 2.5, 3.25)),  # positions 0.75, 1.5, 2.25
        ([1, 2, 3, 4, 5], (2.0, 3.0, 4.0)),
        ([7], (7.0, 7.0, 7.0)),
        ([9, 1], (3.0, 5.0, 7.0)),
        ([2, 4, 4, 5, 6, 7, 8, 9], (4.0, 5.5, 7.25)),  # positions 1.75, 3.5, 5.25
    ],
)
def test_quartiles_interpolate_between_neighbours(values: list[float], expected: tuple[float, float, float]) -> None:
    assert quartiles(values) == expected


def test_no_value_has_no_quartile() -> None:
    with pytest.raises(InputError, match="Ohne Werte"):
        quartiles([])


def test_two_rounds_worked_out_by_hand() -> None:
    # round 1 sorted 2 4 4 5 6 7 8 9: median 5.5; round 2 sorted 5 5 6 6 6 7 7 8: Q1 5.75, median 6, Q3 7
    result = survey(sheets([2, 4, 4, 5, 6, 7, 8, 9]), sheets([5, 5, 6, 6, 6, 7, 7, 8])).theses[0]
    scale = result.probability
    assert scale is not None
    assert (scale.median_one, scale.q1, scale.median, scale.q3) == (5.5, 5.75, 6.0, 7.0)
    assert (scale.iqr, scale.shift, scale.consensus, scale.stable) == (1.25, 0.5, True, True)
    assert scale.verdict == "Konsens"
    assert result.year is not None and (result.year.median, result.year.iqr) == (2018, 0)


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ([5] * 8, [7] * 8, "Annäherung"),  # agreed, but moved by 2
        ([2, 2, 2, 2, 8, 8, 8, 8], [2, 2, 2, 2, 8, 8, 8, 8], "stabiler Dissens"),  # IQR 6, median 5 both times
        ([1, 1, 1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 8, 8, 8, 8], "offen"),
        ([5] * 8, [4, 4, 5, 5, 6, 6, 6, 6], "Konsens"),  # Q1 4.75, Q3 6, median 5.5
    ],
)
def test_agreement_and_movement_make_four_verdicts(one: list[int], two: list[int], verdict: str) -> None:
    scale = survey(sheets(one), sheets(two)).theses[0].importance
    assert scale is not None and scale.verdict == verdict


def test_an_iqr_of_exactly_two_is_consensus_and_a_shift_of_exactly_one_is_stable() -> None:
    # 4 4 4 5 5 6 6 6: positions 1.75 and 5.25 give Q1 4 and Q3 6
    scale = survey(sheets([6] * 8), sheets([4, 4, 4, 5, 5, 6, 6, 6])).theses[0].importance
    assert scale is not None
    assert (scale.iqr, scale.shift, scale.verdict) == (2.0, -1.0, "Konsens")


def test_those_who_expect_it_never_are_counted_apart_from_the_year() -> None:
    years: list[int | None] = [2017, 2018, 2018, 2019, 2019, 2020, 2020, 2021, None, None]
    result = survey(sheets([5] * 10, years), sheets([5] * 10, years)).theses[0]
    assert result.later == 2
    assert result.year is not None and (result.year.n, result.year.median) == (8, 2019)
    few: list[int | None] = [2018] * 7 + [None]
    assert survey(sheets([5] * 8, few), sheets([5] * 8, few)).theses[0].year is None


def test_a_thesis_with_too_few_answers_is_not_shown_though_the_panel_is_large_enough() -> None:
    one = sheets([5] * 9)
    two = sheets([5] * 9)
    for sheet in two[:2]:
        sheet["answers"] = []
    result = survey(one, two)
    row = result.theses[0]
    assert (row.importance, row.probability, row.year, row.later, row.reasons) == (None, None, None, None, ())
    assert (result.by_importance, result.agreed, result.split) == ((), (), ())


def test_reasons_of_outliers_are_kept_once_and_without_a_trace_of_who_gave_them() -> None:
    two = sheets([5, 5, 5, 5, 5, 5, 5, 9])
    two[0]["answers"][0]["reason"] = "Wer in der Mitte liegt, wird nicht zitiert."
    two[7]["answers"][0]["reason"] = "  Die Norm liegt schon im Entwurf vor. "
    result = survey(sheets([5] * 8), two)
    reasons = result.theses[0].reasons
    assert [(r.scale, r.direction, r.reason) for r in reasons] == [
        ("wahrscheinlichkeit", "darüber", "Die Norm liegt schon im Entwurf vor.")
    ]
    assert "P0" not in result.model_dump_json()


def test_the_most_important_thesis_comes_first_and_split_ones_are_named() -> None:
    answers = [
        {"panellist": f"P{n}", "answers": [
            {"thesis": "D1", "importance": 4, "probability": 2 if n <= 4 else 8, "year": 2018},
            {"thesis": "D2", "importance": 8, "probability": 7, "year": 2019}]}
        for n in range(1, 9)
    ]  # fmt: skip
    data = {"theses": ["D1", "D2"], "round_one": answers, "round_two": answers}
    result = delphi(DelphiInput.model_validate(data))
    assert (result.by_importance, result.agreed, result.split) == (("D2", "D1"), ("D2",), ("D1",))
    assert (result.panel_one, result.panel_two) == (8, 8)


def doubled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*rows, rows[0]]


def twice(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**rows[0], "answers": rows[0]["answers"] * 2}, *rows[1:]]


def unknown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**rows[0], "answers": [{**rows[0]["answers"][0], "thesis": "D9"}]}, *rows[1:]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (doubled, "round_two: P01 hat zwei Antwortbögen"),
        (twice, "round_two: P01 beantwortet eine These zweimal"),
        (unknown, "round_two: P01 nennt die unbekannte These D9"),
        (lambda rows: [*rows, {**rows[0], "panellist": "P99"}], "P99 hat in der ersten Runde nicht geantwortet"),
        (lambda rows: rows[:7], "round_two: 7 Antwortbögen sind zu wenig; .* mindestens 8"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_sentence(change: Any, sentence: str) -> None:
    rows = sheets([5] * 8)
    with pytest.raises(InputError, match=sentence):
        survey(rows, change(rows))


def test_a_thesis_given_twice_is_refused() -> None:
    rows = sheets([5] * 8)
    with pytest.raises(InputError, match="Eine These kommt zweimal vor"):
        delphi(DelphiInput.model_validate({"theses": ["D1", "D1"], "round_one": rows, "round_two": rows}))


@settings(deadline=None)
@given(values=points)
def test_quartiles_are_ordered_lie_within_the_values_and_ignore_the_order_of_entry(values: list[int]) -> None:
    q1, median, q3 = quartiles(values)
    assert min(values) <= q1 <= median <= q3 <= max(values)
    assert quartiles(values[::-1]) == (q1, median, q3)


@settings(deadline=None)
@given(values=points, by=st.integers(-20, 20))
def test_moving_every_answer_moves_the_quartiles_and_leaves_their_distance(values: list[int], by: int) -> None:
    moved, still = quartiles([v + by for v in values]), quartiles(values)
    assert moved == pytest.approx([q + by for q in still])
    # mirrored answers mirror the quartiles
    assert quartiles([10 - v for v in values]) == pytest.approx([10 - still[2], 10 - still[1], 10 - still[0]])


@settings(deadline=None)
@given(values=points)
def test_answers_half_as_far_from_the_median_lie_half_as_far_apart(values: list[int]) -> None:
    q1, median, q3 = quartiles(values)
    near = quartiles([median + (v - median) / 2 for v in values])
    assert near[1] == pytest.approx(median)
    assert near[2] - near[0] == pytest.approx((q3 - q1) / 2)


@settings(deadline=None)
@given(one=points, seed=st.randoms(use_true_random=False))
def test_results_are_bounded_and_do_not_depend_on_who_answered_first(one: list[int], seed: Any) -> None:
    first = sheets(one)
    second = first[:]
    seed.shuffle(second)
    result, scale = survey(first, second), survey(first, first).theses[0].importance
    assert result.theses[0].importance == scale
    assert scale is not None
    assert 0 <= scale.iqr <= 8 and scale.shift == 0 and scale.stable
    assert scale.consensus == (scale.iqr <= 2)
