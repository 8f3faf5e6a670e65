"""F14 scenarios: mean, minimum, robustness, order and refusals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.scenarios import ScenarioInput, ScenarioResult, scenario_ratings

FUTURES = [
    {"scenario": "A", "first": "a", "second": "a"},
    {"scenario": "B", "first": "a", "second": "b"},
    {"scenario": "C", "first": "b", "second": "a"},
    {"scenario": "D", "first": "b", "second": "b"},
]
four = st.lists(st.integers(-2, 2), min_size=4, max_size=4)


def rated(rows: dict[str, list[int]], futures: list[dict[str, str]] | None = None) -> ScenarioResult:
    options = [{"option": name, "ratings": dict(zip("ABCD", values, strict=True))} for name, values in rows.items()]
    return scenario_ratings(ScenarioInput.model_validate({"scenarios": futures or FUTURES, "options": options}))


def test_mean_minimum_and_robustness_worked_out_by_hand() -> None:
    result = rated({"Büro": [2, -1, 1, -2], "Testfeld": [2, 1, 1, 0], "Messe": [0, -1, -1, 0]})
    # (2+1+1+0)/4 = 1; (2-1+1-2)/4 = 0; (0-1-1+0)/4 = -0.5
    assert [(o.option, o.mean, o.minimum, o.maximum) for o in result.options] == [
        ("Testfeld", 1.0, 0, 2), ("Büro", 0.0, -2, 2), ("Messe", -0.5, -1, 0)]  # fmt: skip
    assert result.robust == ("Testfeld",)
    assert [o.verdict for o in result.options] == ["robust", "bedingt", "nachteilig"]
    assert [o.harmed_by for o in result.options] == [(), ("B", "D"), ("B", "C")]


def test_a_robust_option_stands_before_a_better_mean_that_may_harm() -> None:
    result = rated({"Wette": [2, 2, 2, -1], "Grundlage": [1, 0, 0, 0]})
    assert [o.option for o in result.options] == ["Grundlage", "Wette"]


def test_every_scenario_rated_below_zero_harms_not_only_the_worst() -> None:
    assert rated({"Büro": [2, -2, -1, 0]}).options[0].harmed_by == ("B", "C")


def test_zero_everywhere_harms_nobody() -> None:
    assert rated({"O": [0, 0, 0, 0]}).robust == ("O",)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scenarios": [*FUTURES[:3], {"scenario": "D", "first": "b", "second": "a"}]}, "in derselben Ecke"),
        ({"scenarios": [*FUTURES[:3], {"scenario": "A", "first": "b", "second": "b"}]}, "kommt zweimal vor"),
        ({"options": [{"option": "O", "ratings": {"A": 1, "B": 1, "C": 1}}]}, "O ist im Szenario D nicht bewertet"),
        ({"options": [{"option": "O", "ratings": {"A": 1, "B": 1, "C": 1, "D": 3}}]}, "D mit 3 bewertet; erlaubt"),
        ({"options": [{"option": "O", "ratings": dict.fromkeys("ABCDE", 1)}]}, "unbekannten Szenario E"),
        ({"options": [{"option": "O", "ratings": dict.fromkeys("ABCD", 1)}] * 2}, "O ist zweimal bewertet"),
    ],
)
def test_what_cannot_be_rated_is_refused_in_one_sentence(change: dict[str, Any], sentence: str) -> None:
    data = {"scenarios": FUTURES, "options": [{"option": "O", "ratings": dict.fromkeys("ABCD", 1)}], **change}
    with pytest.raises(InputError, match=sentence):
        scenario_ratings(ScenarioInput.model_validate(data))


@settings(deadline=None)
@given(values=four)
def test_the_mean_lies_between_minimum_and_maximum_and_robust_means_no_harm(values: list[int]) -> None:
    row = rated({"O": values}).options[0]
    assert -2 <= row.minimum <= row.mean <= row.maximum <= 2
    assert row.robust == all(v >= 0 for v in values)
    assert bool(row.harmed_by) == (row.minimum < 0)


@settings(deadline=None)
@given(values=four, place=st.integers(0, 3))
def test_a_better_rating_never_makes_an_option_worse(values: list[int], place: int) -> None:
    better = [min(2, v + 1) if n == place else v for n, v in enumerate(values)]
    before, after = rated({"O": values}).options[0], rated({"O": better}).options[0]
    assert after.mean >= before.mean and after.minimum >= before.minimum
    assert after.robust or not before.robust


@settings(deadline=None)
@given(one=four, two=four)
def test_order_of_options_and_scenarios_does_not_matter(one: list[int], two: list[int]) -> None:
    forward = rated({"O1": one, "O2": two})
    backward = rated({"O2": two, "O1": one}, FUTURES[::-1])
    assert [(o.option, o.mean, o.minimum) for o in forward.options] == [
        (o.option, o.mean, o.minimum) for o in backward.options
    ]
    assert forward.robust == backward.robust
