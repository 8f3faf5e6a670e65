"""F3 radar: axis values by hand, the median only from eight peers on, the line of the label."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.quality import quality
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.radar import RadarInput, RadarResult, radar

PEERS = [55.0, 60.0, 62.0, 70.0, 72.0, 74.0, 80.0, 90.0]


def drawn(*axes: dict[str, Any]) -> RadarResult:
    return radar(RadarInput.model_validate({"axes": axes}))


def test_an_axis_is_reached_through_possible_points() -> None:
    # 8 / 10 = 80 %, 27 / 40 = 67.5 %; line 80: 0 and -12.5; median of eight = (70 + 72) / 2 = 71
    first, second = drawn(
        {"name": "Struktur", "reached": 8, "possible": 10, "peers": PEERS},
        {"name": "Management", "reached": 27, "possible": 40},
    ).axes
    assert (first.percent, first.peer_median, first.to_median, first.to_line) == (80, 71, 9, 0)
    assert (second.percent, second.peer_median, second.to_median, second.to_line) == (67.5, None, None, -12.5)


def test_seven_peers_show_no_median() -> None:
    (axis,) = drawn({"name": "Struktur", "reached": 8, "possible": 10, "peers": PEERS[:7]}).axes
    assert (axis.n, axis.peer_median) == (7, None)


def test_dimensions_below_line_and_median_come_with_the_largest_distance_first() -> None:
    # percent 50, 79, 90; distance to the median of 71: -21, +8, +19
    result = drawn(
        {"name": "A", "reached": 79, "possible": 100, "peers": PEERS},
        {"name": "B", "reached": 50, "possible": 100, "peers": PEERS},
        {"name": "C", "reached": 90, "possible": 100, "peers": PEERS},
    )
    assert (result.line, result.below_line, result.below_median) == (80, ("B", "A"), ("B",))
    assert result.catalogue_version == quality().version


@pytest.mark.parametrize(
    ("axes", "message"),
    [
        ([{"name": "A", "reached": 1, "possible": 2}] * 2, "A kommt zweimal vor"),
        ([{"name": "A", "reached": 3, "possible": 2}], "A hat mehr erreichte als mögliche Punkte"),
        ([{"name": "A", "reached": 1, "possible": 2, "peers": [101]}], "sind Prozente von 0 bis 100"),
    ],
)
def test_contradictions_are_named(axes: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        drawn(*axes)


@settings(deadline=None)
@given(
    reached=st.floats(0, 50),
    factor=st.integers(2, 9),
    peers=st.lists(st.floats(0, 100), max_size=20),
)
def test_the_axis_does_not_depend_on_the_scale_nor_on_the_order_of_peers(
    reached: float, factor: int, peers: list[float]
) -> None:
    (one,) = drawn({"name": "A", "reached": reached, "possible": 50, "peers": peers}).axes
    (other,) = drawn({"name": "A", "reached": reached * factor, "possible": 50 * factor, "peers": sorted(peers)}).axes
    assert 0 <= one.percent <= 100
    assert other.percent == pytest.approx(one.percent)
    assert other.peer_median == one.peer_median
    assert (one.peer_median is None) == (len(peers) < 8)
