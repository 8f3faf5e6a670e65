"""F6 stakeholders: priorities, quadrants, the short list, confidentiality."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.stakeholders import Stakeholder, StakeholderInput, StakeholderResult, stakeholder_map


def body(
    name: str, power: float = 3, interest: float = 3, current: int = 2, desired: int = 3, owner: str | None = None
) -> Stakeholder:
    return Stakeholder(name=name, power=power, interest=interest, current=current, desired=desired, owner=owner)


def mapped(*rows: Stakeholder) -> StakeholderResult:
    return stakeholder_map(StakeholderInput(stakeholders=rows))


def test_priority_is_power_times_interest_times_the_way_to_go() -> None:
    # 5 * 4 * (4 - 1)
    row = mapped(body("Kammer", 5, 4, 1, 4, owner="Vorstand")).stakeholders[0]
    assert (row.priority, row.current_text, row.desired_text) == (60, "ablehnend", "führend")
    assert row.owner == "Vorstand"


def test_who_is_further_than_desired_has_no_priority() -> None:
    result = mapped(body("Bank", 5, 5, 4, 2))
    assert result.stakeholders[0].priority == 0
    assert result.top == ()


@pytest.mark.parametrize(
    ("power", "interest", "quadrant"),
    [
        (3, 3, "eng einbinden"),
        (3, 2.9, "zufriedenstellen"),
        (2.9, 3, "informieren"),
        (2.9, 2.9, "beobachten"),
    ],
)
def test_the_cut_lies_at_three_and_belongs_to_high(power: float, interest: float, quadrant: str) -> None:
    result = mapped(body("Kammer", power, interest))
    assert result.stakeholders[0].quadrant == quadrant
    assert {name: n for name, n in result.quadrant_counts.items() if n} == {quadrant: 1}


def test_the_ten_most_urgent_come_first_and_ties_go_by_power_and_name() -> None:
    rows = [body(f"Stelle {n:02}", 2, 2) for n in range(11)]
    result = mapped(*rows, body("Stark", 4, 1), body("Kammer", 5, 5))
    # Kammer 25, all others 4; Stark has the higher power.
    assert [row.name for row in result.top] == ["Kammer", "Stark", *(f"Stelle {n:02}" for n in range(8))]
    assert len(result.stakeholders) == 13


def test_ratings_stay_in_the_internal_volume() -> None:
    assert mapped(body("Kammer")).confidentiality == "nur Materialband"


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="Kammer kommt zweimal vor"):
        mapped(body("Kammer"), body("Kammer", 5))


@settings(deadline=None)
@given(
    power=st.floats(1, 5),
    interest=st.floats(1, 5),
    current=st.integers(0, 4),
    desired=st.integers(0, 3),
)
def test_priority_is_bounded_and_grows_with_the_wish(power: float, interest: float, current: int, desired: int) -> None:
    low = mapped(body("A", power, interest, current, desired)).stakeholders[0].priority
    high = mapped(body("A", power, interest, current, desired + 1)).stakeholders[0].priority
    assert 0 <= low <= high <= 100


@settings(deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12
    )
)
def test_the_order_of_entry_does_not_matter(rows: list[tuple[int, int, int, int]]) -> None:
    bodies = [body(f"S{n}", *row) for n, row in enumerate(rows)]
    assert mapped(*bodies) == mapped(*bodies[::-1])
