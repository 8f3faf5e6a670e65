"""F11 membership: the vectors, unknown movements, bounds."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.membership import MembershipInput, MembershipResult, membership

KINDS = ("kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige")


def members(*counts: int, **more: Any) -> MembershipResult:
    return membership(MembershipInput.model_validate({**dict(zip(KINDS, counts, strict=True)), **more}))


def test_the_vector_of_evenness_and_company_share() -> None:
    result = members(34, 8, 5, 6, 4, 3)
    # (34 + 8) / 60
    assert (result.total, result.company_share) == (60, 0.7)
    assert result.evenness == pytest.approx(0.758, abs=5e-4)
    assert result.evenness_note == "nicht in Berichten"


def test_the_vectors_of_churn_and_growth() -> None:
    # 61 today, 7 joined, 4 left: 58 at the start; 4/58 = 6.9 %, 3/58 = 5.2 %
    result = members(36, 8, 5, 4, 5, 3, joined=7, left=4)
    assert (result.total, result.members_start) == (61, 58)
    assert result.churn == pytest.approx(0.069, abs=5e-4)
    assert result.net_growth == pytest.approx(0.052, abs=5e-4)


@pytest.mark.parametrize("more", [{}, {"joined": 3}, {"left": 3}])
def test_unknown_movements_leave_the_rates_empty(more: dict[str, int]) -> None:
    result = members(10, 0, 0, 0, 0, 0, **more)
    assert (result.members_start, result.churn, result.net_growth) == (None, None, None)


def test_a_founding_year_has_no_rates() -> None:
    result = members(10, 0, 0, 0, 0, 0, joined=10, left=0)
    assert (result.members_start, result.churn, result.net_growth) == (0, None, None)


def test_one_kind_alone_has_no_evenness_and_six_equal_kinds_have_all() -> None:
    assert members(10, 0, 0, 0, 0, 0).evenness == 0
    assert members(5, 5, 5, 5, 5, 5).evenness == pytest.approx(1)


@pytest.mark.parametrize(("counts", "enough"), [((5, 0, 5, 0, 0, 0), True), ((4, 0, 5, 0, 0, 0), False)])
def test_half_of_the_members_should_be_companies(counts: tuple[int, ...], enough: bool) -> None:
    assert members(*counts).companies_suffice is enough


def test_no_member_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="mindestens ein Mitglied"):
        members(0, 0, 0, 0, 0, 0)


def test_more_joiners_than_members_are_refused() -> None:
    with pytest.raises(InputError, match="11 Zugänge bei 10 Mitgliedern"):
        members(10, 0, 0, 0, 0, 0, joined=11, left=5)


counts = st.lists(st.integers(0, 300), min_size=6, max_size=6).filter(any)


@settings(deadline=None)
@given(numbers=counts, seed=st.integers(0, 99), factor=st.integers(2, 9))
def test_evenness_is_bounded_and_ignores_order_and_scale(numbers: list[int], seed: int, factor: int) -> None:
    result = members(*numbers)
    assert 0 <= result.evenness <= 1
    assert sum(result.shares.values()) == pytest.approx(1)
    shuffled = list(numbers)
    random.Random(seed).shuffle(shuffled)
    assert members(*shuffled).evenness == pytest.approx(result.evenness)
    assert members(*(n * factor for n in numbers)).evenness == pytest.approx(result.evenness)


@settings(deadline=None)
@given(numbers=counts, joined=st.integers(0, 300), left=st.integers(0, 300))
def test_churn_is_a_share_and_growth_balances_the_movements(numbers: list[int], joined: int, left: int) -> None:
    joined = min(joined, sum(numbers))
    result = members(*numbers, joined=joined, left=left)
    if result.churn is not None and result.net_growth is not None and result.members_start:
        assert 0 <= result.churn <= 1
        assert result.net_growth * result.members_start == pytest.approx(joined - left)
