"""F16 Porter diamond: means, axes, required dimensions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.diamond import CORE, DiamondInput, DiamondResult, DiamondStatement, diamond


def five(dimension: str, *ratings: int) -> list[dict[str, Any]]:
    return [{"dimension": dimension, "statement": f"{dimension}-{n}", "ratings": ratings} for n in range(5)]


def core(*ratings: int, **others: tuple[int, ...]) -> list[dict[str, Any]]:
    return [row for name in CORE for row in five(name, *others.get(name, ratings))]


def rated(rows: list[dict[str, Any]]) -> DiamondResult:
    return diamond(DiamondInput.model_validate({"statements": rows}))


def test_a_dimension_is_the_mean_of_its_statement_means() -> None:
    rows = core(3)
    rows[0] = {"dimension": CORE[0], "statement": "andere", "ratings": [5, 4]}
    # (4.5 + 3 + 3 + 3 + 3) / 5 = 3.3; (3.3 - 1) / 4 * 100 = 57.5
    axis = rated(rows).axes[0]
    assert (axis.mean, axis.axis) == pytest.approx((3.3, 57.5))
    assert axis.fewest_ratings == 1


def test_the_scale_runs_from_zero_to_a_hundred() -> None:
    assert {axis.axis for axis in rated(core(1)).axes} == {0}
    assert {axis.axis for axis in rated(core(5)).axes} == {100}


def test_the_strongest_and_the_weakest_are_named() -> None:
    result = rated(core(3, nachfrage=(5,), wettbewerb_strategie=(1,)))
    assert (result.strongest, result.weakest) == ("nachfrage", "wettbewerb_strategie")


def test_state_and_chance_may_be_left_out_or_added() -> None:
    assert [axis.dimension for axis in rated(core(3)).axes] == list(CORE)
    assert [axis.dimension for axis in rated(core(3) + five("staat", 4)).axes] == [*CORE, "staat"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (core(3)[5:], "faktorbedingungen hat 0 statt 5"),
        (core(3)[1:], "faktorbedingungen hat 4 statt 5"),
        (core(3) + five("zufall", 3)[:2], "zufall hat 2 statt 5"),
        (core(3) + core(3)[:1], "faktorbedingungen-0 kommt zweimal vor"),
    ],
)
def test_incomplete_or_doubled_statements_are_named(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        rated(rows)


@pytest.mark.parametrize("ratings", [(), (0,), (6,)])
def test_ratings_outside_one_to_five_are_refused(ratings: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        DiamondStatement(dimension="staat", statement="s", ratings=ratings)


@settings(deadline=None)
@given(ratings=st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_axes_are_bounded_and_the_order_of_entry_does_not_matter(ratings: list[int]) -> None:
    result = rated(core(*ratings))
    assert all(0 <= axis.axis <= 100 for axis in result.axes)
    turned = rated(core(*ratings[::-1])[::-1])
    assert [axis.mean for axis in turned.axes] == pytest.approx([axis.mean for axis in result.axes])


@settings(deadline=None)
@given(rating=st.integers(1, 4))
def test_a_better_rating_never_lowers_the_axis(rating: int) -> None:
    assert rated(core(rating)).axes[0].axis < rated(core(rating + 1)).axes[0].axis
