"""F15 PESTEL: signed values, the strongest per dimension, the hand-over to the SWOT."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.pestel import DIMENSIONS, PestelFactor, PestelInput, PestelResult, pestel


def factor(
    name: str, direction: str = "+", impact: float = 3, probability: float = 3, dimension: str = "sozial"
) -> PestelFactor:
    return PestelFactor.model_validate(
        {
            "id": name,
            "dimension": dimension,
            "text": f"Text {name}",
            "direction": direction,
            "impact": impact,
            "probability": probability,
            "horizon": "mittel",
        }
    )


def rated(*factors: PestelFactor) -> PestelResult:
    return pestel(PestelInput(factors=factors))


@pytest.mark.parametrize(("direction", "value"), [("+", 20), ("-", -20)])
def test_the_value_carries_the_sign_of_the_direction(direction: str, value: float) -> None:
    # 5 * 4
    assert rated(factor("a", direction, 5, 4)).factors[0].value == value


def test_the_three_strongest_of_a_dimension_are_kept_whatever_their_sign() -> None:
    result = rated(factor("a", "+", 2, 2), factor("b", "-", 5, 5), factor("c", "+", 4, 4), factor("d", "-", 3, 3))
    assert [score.id for score in result.top["sozial"]] == ["b", "c", "d"]
    assert len(result.factors) == 4
    assert result.top["rechtlich"] == ()


def test_the_strongest_become_opportunities_and_threats() -> None:
    result = rated(factor("a", "+", 5, 4), factor("b", "-", 2, 3, "rechtlich"))
    assert [(i.id, i.letter, i.importance, i.strength) for i in result.swot_items] == [
        ("a", "O", 5, 4),
        ("b", "T", 2, 3),
    ]


def test_equal_values_are_ordered_by_identifier() -> None:
    assert [score.id for score in rated(factor("b"), factor("a", "-")).factors] == ["a", "b"]


def test_an_identifier_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="a kommt zweimal vor"):
        rated(factor("a"), factor("a"))


factors = st.lists(
    st.tuples(st.sampled_from("+-"), st.floats(1, 5), st.floats(1, 5), st.sampled_from(DIMENSIONS)),
    min_size=1,
    max_size=15,
)


@settings(deadline=None)
@given(rows=factors)
def test_values_are_bounded_and_the_order_of_entry_does_not_matter(rows: list[tuple[str, float, float, str]]) -> None:
    entries = [factor(f"f{n:02}", *row) for n, row in enumerate(rows)]
    result = rated(*entries)
    assert all(1 <= abs(score.value) <= 25 for score in result.factors)
    assert all(len(kept) <= 3 for kept in result.top.values())
    assert len(result.swot_items) == sum(len(kept) for kept in result.top.values())
    assert rated(*entries[::-1]) == result


@settings(deadline=None)
@given(impact=st.floats(1, 5), more=st.floats(0, 4))
def test_a_larger_impact_never_weakens_a_factor(impact: float, more: float) -> None:
    weak = rated(factor("a", "-", impact)).factors[0].value
    assert abs(rated(factor("a", "-", min(5.0, impact + more))).factors[0].value) >= abs(weak)
