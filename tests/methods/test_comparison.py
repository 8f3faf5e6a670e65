"""F2 comparison: the vectors of the method library, the numbers of peers that allow a statement."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.limits import limits
from clusterprocess.methods.comparison import ComparisonInput, ComparisonResult, PeerValue, compare

PERCENTILE_ALWAYS = limits().comparison.model_copy(update={"percentile_from": 1, "rank_from": 1})


def compared(
    value: float, peers: list[float], *, higher_is_better: bool = True, always: bool = False
) -> ComparisonResult:
    return compare(
        ComparisonInput(
            indicator="Mitglieder",
            value=value,
            peers=tuple(PeerValue(value=peer) for peer in peers),
            higher_is_better=higher_is_better,
            limits=PERCENTILE_ALWAYS if always else None,
        )
    )


def test_the_vector_with_a_tie_gives_fifty() -> None:
    # 3 lower, 1 equal of 7: 100 * 3.5 / 7
    assert compared(52, [20, 35, 48, 52, 61, 75, 90], always=True).percentile == 50.0


def test_the_vector_without_a_tie_gives_twenty_five() -> None:
    # 2 lower of 8
    outcome = compared(40, [20, 35, 48, 52, 61, 75, 90, 110], always=True)
    assert outcome.percentile == 25.0
    assert outcome.quarter == "Mittelfeld"


def test_where_less_is_better_the_percentile_is_mirrored() -> None:
    assert compared(40, [20, 35, 48, 52, 61, 75, 90, 110], higher_is_better=False, always=True).percentile == 75.0


@pytest.mark.parametrize(
    ("n", "kind"), [(0, "keine"), (7, "keine"), (8, "rang"), (19, "rang"), (20, "perzentil"), (99, "perzentil")]
)
def test_the_number_of_peers_decides_what_may_be_said(n: int, kind: str) -> None:
    outcome = compared(5.5, [float(value) for value in range(n)])
    assert outcome.kind == kind
    assert (outcome.percentile is not None) == (kind == "perzentil")
    assert (outcome.rank is not None) == (kind == "rang")
    assert (outcome.median is not None) == (n >= 8)


def test_below_eight_peers_nothing_is_shown() -> None:
    outcome = compared(5, [1, 2, 3, 4, 6, 7, 8])
    assert (outcome.median, outcome.minimum, outcome.maximum, outcome.same_field_share) == (None, None, None, None)
    assert outcome.wording == "keine Aussage bei n = 7"


def test_a_rank_counts_the_case_itself() -> None:
    # 14 peers, two of them better: rank 3 of 15.
    outcome = compared(90, [float(v) for v in (95, 99, 80, 70, 60, 50, 40, 30, 20, 10, 9, 8, 7, 6)])
    assert (outcome.rank, outcome.rank_of, outcome.wording) == (3, 15, "Rang 3 von 15")
    assert outcome.quarter is None


def test_a_rank_turns_round_where_less_is_better() -> None:
    outcome = compared(1, [1, 2, 3, 4, 5, 6, 7, 0], higher_is_better=False)
    assert outcome.rank == 2


def test_equal_values_share_the_rank() -> None:
    assert compared(5, [5.0] * 8).rank == 1


def test_median_and_range_describe_the_peers_without_the_case() -> None:
    outcome = compared(1000, [20, 35, 48, 52, 61, 75, 90, 110])
    # (52 + 61) / 2
    assert (outcome.median, outcome.minimum, outcome.maximum) == (56.5, 20, 110)


def test_the_share_of_the_same_field_is_reported() -> None:
    peers = tuple(PeerValue(value=v, same_field=v < 3) for v in range(8))
    outcome = compare(ComparisonInput(indicator="VZÄ", value=1, peers=peers, higher_is_better=True))
    assert outcome.same_field_share == pytest.approx(3 / 8)


@pytest.mark.parametrize(
    ("value", "quarter"),
    [
        (3.5, "unteres Viertel"),  # 4 of 20 lower = 20
        (4.5, "Mittelfeld"),  # 5 of 20 = 25
        (14.5, "Mittelfeld"),  # 15 of 20 = 75
        (15.5, "oberes Viertel"),  # 16 of 20 = 80
    ],
)
def test_quarters_have_words(value: float, quarter: str) -> None:
    outcome = compared(value, [float(v) for v in range(20)])
    assert outcome.quarter == outcome.wording == quarter


values = st.lists(st.floats(-1000, 1000), min_size=20, max_size=40)


@settings(deadline=None)
@given(own=st.floats(-1000, 1000), peers=values, seed=st.integers(0, 99))
def test_percentiles_are_bounded_mirrored_and_independent_of_the_order(
    own: float, peers: list[float], seed: int
) -> None:
    up = compared(own, peers)
    down = compared(own, peers, higher_is_better=False)
    assert up.percentile is not None
    assert down.percentile is not None
    assert 0 <= up.percentile <= 100
    assert up.percentile + down.percentile == pytest.approx(100)
    shuffled = list(peers)
    random.Random(seed).shuffle(shuffled)
    assert compared(own, shuffled).percentile == up.percentile


@settings(deadline=None)
@given(own=st.integers(-1000, 1000), more=st.integers(0, 100), peers=st.lists(st.integers(-1000, 1000), min_size=20))
def test_a_better_value_never_lowers_the_percentile_and_scale_does_not_matter(
    own: int, more: int, peers: list[int]
) -> None:
    floats = [float(peer) for peer in peers]
    base, better = compared(own, floats).percentile, compared(own + more, floats).percentile
    assert base is not None
    assert better is not None
    assert base <= better
    assert compared(own * 4, [peer * 4 for peer in floats]).percentile == base


@settings(deadline=None)
@given(own=st.floats(-10, 10), peers=st.lists(st.floats(-10, 10), min_size=8, max_size=19), up=st.booleans())
def test_ranks_lie_between_one_and_all(own: float, peers: list[float], up: bool) -> None:
    rank = compared(own, peers, higher_is_better=up).rank
    assert rank is not None
    assert 1 <= rank <= len(peers) + 1
