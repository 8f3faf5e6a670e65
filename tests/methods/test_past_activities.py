"""INT2: cost and benefit per type, worked out by hand; types are never ranked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from clusterprocess.methods.past_activities import PastActivitiesInput, PastActivitiesResult, past_activities


def activity(kind: str, members: int, cost: int, benefit: int, country: str = "NL") -> dict[str, Any]:
    return {"type": kind, "country": country, "members": members, "cost_eur": cost, "benefit": benefit}


def past(*activities: dict[str, Any]) -> PastActivitiesResult:
    return past_activities(PastActivitiesInput.model_validate({"activities": activities}))


def test_points_per_thousand_euro_and_cost_per_participation() -> None:
    # 4 members * 2 + 6 members * 3 = 26 points for 16 000 + 4 000 euro: 1.3 per 1 000 euro; 20 000 / 10 = 2 000
    result = past(activity("messe", 4, 16_000, 2, "SG"), activity("messe", 6, 4_000, 3))
    (fair,) = result.types
    assert fair.benefit_points == 26
    assert fair.points_per_thousand_eur == pytest.approx(1.3)
    assert (fair.cost_per_participation_eur, fair.benefit_mean) == (Decimal(2_000), 2.5)
    assert fair.countries == ("NL", "SG")


def test_types_keep_the_order_of_the_catalogue_whatever_their_benefit() -> None:
    result = past(activity("besuch", 9, 100, 5), activity("delegation", 1, 9_000, 1), activity("projekt", 2, 500, 4))
    assert [t.type for t in result.types] == ["delegation", "projekt", "besuch"]
    assert (result.activities, result.members, result.cost_eur) == (3, 12, Decimal(9_600))


def test_without_costs_or_members_there_is_no_ratio() -> None:
    result = past(activity("besuch", 0, 0, 3))
    (visit,) = result.types
    assert (visit.points_per_thousand_eur, visit.cost_per_participation_eur) == (None, None)
    assert result.without_participation == 1


def test_a_benefit_outside_one_to_five_is_refused() -> None:
    with pytest.raises(ValidationError, match="benefit"):
        past(activity("messe", 1, 1, 6))


rows = st.lists(
    st.tuples(
        st.sampled_from(["delegation", "messe", "matchmaking", "projekt", "besuch"]),
        st.integers(0, 30),
        st.integers(0, 50_000),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(rows=rows)
def test_sums_hold_and_the_order_of_entry_does_not_matter(rows: list[tuple[str, int, int, int]]) -> None:
    activities = [activity(*row) for row in rows]
    result = past(*activities)
    assert past(*activities[::-1]) == result
    assert sum(t.members for t in result.types) == result.members == sum(row[1] for row in rows)
    assert sum(t.cost_eur for t in result.types) == result.cost_eur == sum(row[2] for row in rows)
    assert all(1 <= t.benefit_mean <= 5 for t in result.types)
