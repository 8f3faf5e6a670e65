"""F18 location quotient: the vector, the bound, impossible figures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.location import LocationInput, LocationResult, location_quotient


def quotient(region_branch: int, region_total: int, country_branch: int, country_total: int) -> LocationResult:
    return location_quotient(
        LocationInput(
            branch="Maschinenbau",
            region_branch=region_branch,
            region_total=region_total,
            country_branch=country_branch,
            country_total=country_total,
        )
    )


def test_the_vector_is_specialised() -> None:
    # (4 200 / 52 000) / (310 000 / 6 100 000) = 0.080769 / 0.050820
    result = quotient(4_200, 52_000, 310_000, 6_100_000)
    assert result.quotient == pytest.approx(1.589, abs=5e-4)
    assert result.specialised is True


def test_exactly_the_bound_is_not_above_it() -> None:
    # (5 / 16) / (1 / 4) = 1.25
    assert quotient(5, 16, 1, 4).quotient == 1.25
    assert quotient(5, 16, 1, 4).specialised is False


def test_a_branch_without_employees_in_the_region_has_zero() -> None:
    assert quotient(0, 100, 10, 1000).quotient == 0


@pytest.mark.parametrize(
    ("figures", "field"), [((11, 10, 1, 100), "region_branch"), ((1, 10, 101, 100), "country_branch")]
)
def test_a_branch_cannot_be_larger_than_all(figures: tuple[int, int, int, int], field: str) -> None:
    with pytest.raises(InputError, match=field) as caught:
        quotient(*figures)
    assert caught.value.field == field


@settings(deadline=None)
@given(
    branch=st.integers(0, 1000),
    rest=st.integers(1, 10_000),
    country_branch=st.integers(1, 10_000),
    country_rest=st.integers(0, 100_000),
    factor=st.integers(2, 100),
)
def test_the_quotient_ignores_scale_and_grows_with_the_branch(
    branch: int, rest: int, country_branch: int, country_rest: int, factor: int
) -> None:
    country = country_branch + country_rest
    base = quotient(branch, branch + rest, country_branch, country).quotient
    scaled = quotient(branch * factor, (branch + rest) * factor, country_branch, country).quotient
    assert base >= 0
    assert scaled == pytest.approx(base)
    assert quotient(branch + 1, branch + 1 + rest, country_branch, country).quotient >= base
