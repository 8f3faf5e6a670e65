"""TT1 meeting plan: caps, rounds without double booking, exclusions, and the best sum found by trying everything."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.transfer import TalkLimits, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.edge_colouring import even_rounds
from clusterprocess.methods.meeting_plan import MeetingPlanInput, MeetingPlanResult, PlannedPair, meeting_plan

Edge = tuple[str, str]


def pairs_of(scores: dict[Edge, float]) -> tuple[PlannedPair, ...]:
    return tuple(
        PlannedPair(need=f"n{n}", offer=f"o{o}", need_party=n, offer_party=o, score=s) for (n, o), s in scores.items()
    )


def plan(scores: dict[Edge, float], rounds: int, **more: Any) -> MeetingPlanResult:
    return meeting_plan(MeetingPlanInput(pairs=pairs_of(scores), rounds=rounds, **more))


def best_sum(scores: dict[Edge, float], most: int, room: int) -> float:
    """The highest sum by trying every set of talks."""
    edges = list(scores)
    best = 0.0
    for size in range(min(len(edges), room) + 1):
        for chosen in combinations(edges, size):
            load = Counter((side, party) for edge in chosen for side, party in enumerate(edge))
            if max(load.values(), default=0) <= most:
                best = max(best, sum(scores[edge] for edge in chosen))
    return best


def busy_twice(result: MeetingPlanResult) -> list[tuple[int, str]]:
    seats = Counter((t.round, side, p) for t in result.talks for side, p in enumerate((t.need_party, t.offer_party)))
    return [(r, p) for (r, _, p), n in seats.items() if n > 1]


def test_two_talks_of_one_pair_worth_less_than_the_middle_one() -> None:
    # path a-x 0.41, a-y 0.9, b-y 0.41 with one round: the middle talk alone (0.9) beats the two outer ones (0.82)
    result = plan({("a", "x"): 0.41, ("a", "y"): 0.9, ("b", "y"): 0.41}, 1)
    assert [(t.need_party, t.offer_party) for t in result.talks] == [("a", "y")]
    assert result.left_over == (("a", "x"), ("b", "y"))
    assert result.total_score == pytest.approx(0.9)


def test_more_talks_win_where_their_sum_is_higher() -> None:
    # 0.5 + 0.5 > 0.9
    result = plan({("a", "x"): 0.5, ("a", "y"): 0.9, ("b", "y"): 0.5}, 1)
    assert result.total_score == pytest.approx(1.0)
    assert result.rounds_used == 1 and result.tables_used == 2


def test_nobody_has_more_than_six_talks() -> None:
    scores = {("a", f"x{n}"): 0.5 + n / 100 for n in range(9)}
    result = plan(scores, 8)
    assert result.talks_per_party["a"] == 6 == transfer().talks.most_per_party
    # the six best stay, the three weakest have no place
    assert result.left_over == (("a", "x2"), ("a", "x1"), ("a", "x0"))


def test_fewer_rounds_mean_fewer_talks() -> None:
    result = plan({("a", f"x{n}"): 0.5 for n in range(5)}, 3)
    assert (result.talks_per_party["a"], result.rounds_used, result.minutes) == (3, 3, 60)


def test_talks_last_fifteen_minutes_and_five_to_change() -> None:
    result = plan({("a", "x"): 0.5, ("a", "y"): 0.6, ("a", "z"): 0.7}, 6)
    assert sorted(t.starts_after for t in result.talks) == [0, 20, 40]


def test_tables_bound_the_talks_of_a_round() -> None:
    scores = dict.fromkeys(product("abcd", "wxyz"), 0.5)
    result = plan(scores, 3, tables=2)
    assert len(result.talks) == 6
    assert max(t.table for t in result.talks) == 2 and result.tables_used == 2


def test_excluded_pairs_get_no_table() -> None:
    pairs = (
        PlannedPair(need="n1", offer="o1", need_party="a", offer_party="x", score=0.9, excluded=True),
        PlannedPair(need="n1", offer="o2", need_party="a", offer_party="y", score=0.5),
    )
    result = meeting_plan(MeetingPlanInput(pairs=pairs, rounds=3))
    assert [t.offer_party for t in result.talks] == ["y"]
    assert result.left_over == ()


def test_several_sheets_of_two_parties_make_one_talk_with_the_better_score() -> None:
    pairs = (
        PlannedPair(need="n1", offer="o1", need_party="a", offer_party="x", score=0.5),
        PlannedPair(need="n2", offer="o1", need_party="a", offer_party="x", score=0.8),
    )
    result = meeting_plan(MeetingPlanInput(pairs=pairs, rounds=3))
    assert [(t.sheets, t.score) for t in result.talks] == [((("n1", "o1"), ("n2", "o1")), 0.8)]


def test_no_pairs_make_an_empty_plan() -> None:
    result = meeting_plan(MeetingPlanInput(pairs=(), rounds=3))
    assert (result.talks, result.rounds_used, result.minutes) == ((), 0, 0)


def test_a_party_on_both_sides_is_refused() -> None:
    with pytest.raises(InputError, match="b sucht und bietet zugleich; bitte geben Sie den beiden Tischen"):
        plan({("a", "b"): 0.5, ("b", "c"): 0.5}, 3)


def test_a_pair_of_sheets_given_twice_is_refused() -> None:
    pair = PlannedPair(need="n", offer="o", need_party="a", offer_party="x", score=0.5)
    with pytest.raises(InputError, match="Das Paar n und o kommt zweimal vor; bitte streichen"):
        meeting_plan(MeetingPlanInput(pairs=(pair, pair), rounds=3))


small = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")),
    st.integers(4_000, 10_000).map(lambda n: n / 10_000),
    max_size=9,
)


@settings(deadline=None, max_examples=150)
@given(scores=small, rounds=st.integers(1, 3), tables=st.one_of(st.none(), st.integers(1, 3)))
def test_small_plans_reach_the_best_sum_there_is(scores: dict[Edge, float], rounds: int, tables: int | None) -> None:
    result = plan(scores, rounds, tables=tables)
    room = rounds * tables if tables else len(scores)
    assert result.total_score == pytest.approx(best_sum(scores, min(6, rounds), room))


wide = st.dictionaries(
    st.tuples(st.integers(0, 14).map(lambda n: f"n{n}"), st.integers(0, 9).map(lambda n: f"o{n}")),
    st.integers(4_000, 10_000).map(lambda n: n / 10_000),
    max_size=90,
)


@settings(deadline=None, max_examples=60)
@given(scores=wide, rounds=st.integers(1, 7), tables=st.one_of(st.none(), st.integers(1, 8)))
def test_larger_plans_keep_every_rule(scores: dict[Edge, float], rounds: int, tables: int | None) -> None:
    result = plan(scores, rounds, tables=tables)
    assert busy_twice(result) == []
    assert max(result.talks_per_party.values(), default=0) <= min(6, rounds)
    assert result.rounds_used <= rounds
    assert tables is None or result.tables_used <= tables
    talked = {(t.need_party, t.offer_party) for t in result.talks}
    assert len(talked) == len(result.talks)
    assert talked | set(result.left_over) == set(scores) and not talked & set(result.left_over)


@settings(deadline=None, max_examples=40)
@given(scores=wide, seed=st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(scores: dict[Edge, float], seed: Any) -> None:
    mixed = list(pairs_of(scores))
    seed.shuffle(mixed)
    assert meeting_plan(MeetingPlanInput(pairs=tuple(mixed), rounds=6)) == plan(scores, 6)


@settings(deadline=None, max_examples=80)
@given(edges=st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz"))), spare=st.integers(0, 2))
def test_colouring_uses_no_colour_twice_at_a_party_and_evens_out(edges: set[Edge], spare: int) -> None:
    load = Counter((side, party) for edge in edges for side, party in enumerate(edge))
    rounds = max(load.values(), default=0) + spare
    classes = even_rounds(edges, rounds)
    assert sorted(edge for edges_of in classes for edge in edges_of) == sorted(edges)
    for edges_of in classes:
        assert len({e[0] for e in edges_of}) == len({e[1] for e in edges_of}) == len(edges_of)
    sizes = [len(edges_of) for edges_of in classes] + [0] * (rounds - len(classes))
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


def test_colouring_with_too_few_colours_is_refused() -> None:
    with pytest.raises(ValueError, match="more edges at one party than rounds"):
        even_rounds([("a", "x"), ("a", "y")], 1)


def test_the_limit_of_talks_comes_from_the_catalogue() -> None:
    two = TalkLimits(
        minutes=10, change_minutes=0, most_per_party=2, mutual_from=2, slots={"M0": 3}, catalogue_version="Probe"
    )
    result = plan({("a", f"x{n}"): 0.5 for n in range(4)}, 4, limits=two)
    assert (result.talks_per_party["a"], result.minutes, result.catalogue_version) == (2, 20, "Probe")
