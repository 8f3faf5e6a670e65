"""F9 service gap: vector, quadrants, importance-performance and viability."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.services import (
    ServiceEconomics,
    ServiceGap,
    ServiceGapInput,
    ServiceRating,
    service_gap,
)


def one(need: float, depth: int, **more: Any) -> ServiceGap:
    rating = ServiceRating(category="foerderberatung", need=need, depth=depth, **more)
    return service_gap(ServiceGapInput(services=(rating,))).services[0]


def test_the_vector_gives_a_gap_of_nearly_a_half() -> None:
    # D = 3.2 / 4 = 0.80, S = 1 / 3
    row = one(4.2, 1)
    assert (row.demand, row.supply) == pytest.approx((0.8, 0.33333), abs=1e-4)
    assert row.gap == pytest.approx(0.4667, abs=1e-4)


@pytest.mark.parametrize(
    ("need", "depth", "quadrant"),
    [
        (3.0, 1, "ausbauen"),  # D exactly 0.5 is high
        (3.0, 2, "halten"),
        (2.9, 2, "hinterfragen"),
        (2.9, 1, "beobachten"),
        (5.0, 0, "ausbauen"),
        (1.0, 3, "hinterfragen"),
    ],
)
def test_demand_and_supply_make_four_quadrants(need: float, depth: int, quadrant: str) -> None:
    assert one(need, depth).quadrant == quadrant


@pytest.mark.parametrize(
    ("need", "satisfaction", "action"),
    [
        (4.5, 2.0, "vorrangig verbessern"),
        (4.5, 4.0, "Niveau halten"),
        (3.0, 3.0, "Niveau halten"),  # both on the cut
        (2.0, 4.0, "Aufwand prüfen"),
        (2.0, 2.0, "nachrangig"),
    ],
)
def test_importance_against_satisfaction_names_what_to_do(need: float, satisfaction: float, action: str) -> None:
    row = one(need, 1, satisfaction=satisfaction)
    assert row.action == action
    assert row.shortfall == pytest.approx(need - satisfaction)


def test_without_satisfaction_nothing_is_said_about_it() -> None:
    row = one(4.0, 1)
    assert (row.action, row.shortfall, row.viability) == (None, None, None)


def test_viability_sets_income_against_days() -> None:
    # 20 users at 150 euro = 3 000; 5 days at 800 euro = 4 000
    economics = ServiceEconomics(users=20, price_eur=Decimal(150), days=5, day_rate_eur=Decimal(800))
    row = one(4.0, 1, economics=economics, willing_share=0.6)
    assert (row.viability, row.willing_share) == (0.75, 0.6)


def test_the_largest_gap_and_the_largest_shortfall_come_first() -> None:
    services = (
        ServiceRating(category="information", need=2, depth=3, satisfaction=1.5),
        ServiceRating(category="vernetzung", need=4, depth=1, satisfaction=4),
        ServiceRating(category="weiterbildung", need=5, depth=1, satisfaction=2),
        ServiceRating(category="fachkraefte", need=5, depth=0),
    )
    result = service_gap(ServiceGapInput(services=services))
    assert [row.category for row in result.services] == ["fachkraefte", "weiterbildung", "vernetzung", "information"]
    # 5-2 = 3, 2-1.5 = 0.5, 4-4 = 0; unrated services are left out
    assert result.by_shortfall == ("weiterbildung", "information", "vernetzung")


@pytest.mark.parametrize(("answers", "flag"), [(None, False), (7, True), (8, False)])
def test_few_answers_allow_only_words(answers: int | None, flag: bool) -> None:
    services = (ServiceRating(category="information", need=2, depth=3),)
    assert service_gap(ServiceGapInput(services=services, answers=answers)).qualitative_only is flag


def test_a_category_given_twice_is_refused() -> None:
    rating = ServiceRating(category="information", need=2, depth=3)
    with pytest.raises(InputError, match="information kommt zweimal vor"):
        service_gap(ServiceGapInput(services=(rating, rating)))


@settings(deadline=None)
@given(need=st.floats(1, 5), more=st.floats(0, 4), depth=st.integers(0, 3))
def test_gaps_are_bounded_and_grow_with_need(need: float, more: float, depth: int) -> None:
    low, high = one(need, depth).gap, one(min(5.0, need + more), depth).gap
    assert -1 <= low <= high <= 1


@settings(deadline=None)
@given(needs=st.lists(st.floats(1, 5), min_size=3, max_size=3))
def test_the_order_of_entry_does_not_matter(needs: list[float]) -> None:
    names = ("information", "vernetzung", "fachkraefte")
    ratings = tuple(
        ServiceRating.model_validate({"category": name, "need": need, "depth": 1, "satisfaction": 3})
        for name, need in zip(names, needs, strict=True)
    )
    forward = service_gap(ServiceGapInput(services=ratings))
    assert service_gap(ServiceGapInput(services=ratings[::-1])) == forward
