"""F7 weighted scoring: the vector, ranks and ties, knock-outs, stability, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.scoring import OptionScore, ScoringInput, ScoringResult, weighted_scoring

WEIGHTS = (0.25, 0.20, 0.20, 0.15, 0.10, 0.10)


def criteria(*weights: float) -> list[dict[str, Any]]:
    return [{"key": f"k{i}", "name": f"Kriterium {i}", "weight": w} for i, w in enumerate(weights)]


def option(key: str, *scores: float, knock_outs: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "key": key,
        "name": key.upper(),
        "scores": {f"k{i}": s for i, s in enumerate(scores)},
        "knock_outs": knock_outs,
    }


def scored(weights: tuple[float, ...], *options: dict[str, Any]) -> ScoringResult:
    return weighted_scoring(ScoringInput.model_validate({"criteria": criteria(*weights), "options": options}))


def row(result: ScoringResult, key: str) -> OptionScore:
    return next(entry for entry in result.options if entry.key == key)


def test_the_vector_gives_3_60_and_65_points() -> None:
    # .25*4 + .20*3 + .20*5 + .15*2 + .10*4 + .10*3 = 1.00 + .60 + 1.00 + .30 + .40 + .30
    only = scored(WEIGHTS, option("a", 4, 3, 5, 2, 4, 3)).options[0]
    assert only.utility == pytest.approx(3.60)
    assert only.points == pytest.approx(65.0)
    assert (only.rank, only.stability, only.close) == (1, 1.0, False)


def test_the_best_option_comes_first_and_two_runs_per_criterion_are_made() -> None:
    result = scored((0.5, 0.5), option("a", 2, 2), option("b", 4, 5), option("c", 3, 3))
    assert [entry.key for entry in result.options] == ["b", "c", "a"]
    assert [entry.rank for entry in result.options] == [1, 2, 3]
    assert result.runs == 4


def test_equal_utilities_share_the_rank_and_are_named() -> None:
    result = scored((0.5, 0.5), option("a", 2, 4), option("b", 4, 2), option("c", 1, 1))
    assert (row(result, "a").rank, row(result, "b").rank, row(result, "c").rank) == (1, 1, 3)
    assert row(result, "a").tied_with == ("b",)
    assert result.ties == (("a", "b"),)


def test_a_knocked_out_option_has_reasons_and_no_rank_however_good_it_is() -> None:
    result = scored((0.5, 0.5), option("a", 2, 2), option("b", 5, 5, knock_outs=("kein führendes Mitglied",)))
    out = row(result, "b")
    assert (out.rank, out.stability, out.knocked_out, out.points) == (None, None, True, 100.0)
    assert out.knock_outs == ("kein führendes Mitglied",)
    assert row(result, "a").rank == 1
    assert result.options[-1].key == "b"


def test_a_knocked_out_option_needs_no_scores() -> None:
    result = scored((1.0,), option("a", 2), option("b", knock_outs=("Ausfuhrverbot",)))
    assert (row(result, "b").utility, row(result, "b").points) == (None, None)


def test_stability_counts_the_runs_among_the_first_three() -> None:
    # Weights .5/.5. A (5,1) 3.0; B (4,2) 3.0; C (3,3) 3.0; D (1,5) 3.0 would tie, so D gets (1,4.8) = 2.9.
    # k0 +50 %: .75/.25 -> A 4.0, B 3.5, C 3.0, D 1.95 -> C third, D fourth
    # k0 -50 %: .25/.75 -> A 2.0, B 2.5, C 3.0, D 3.85 -> D first, A fourth
    # k1 +50 % is the same as k0 -50 %, k1 -50 % the same as k0 +50 %.
    result = scored((0.5, 0.5), option("a", 5, 1), option("b", 4, 2), option("c", 3, 3), option("d", 1, 4.8))
    assert {key: row(result, key).stability for key in "abcd"} == {"a": 0.5, "b": 1.0, "c": 1.0, "d": 0.5}
    first = row(result, "a")
    assert (first.close, first.best_rank, first.worst_rank) == (True, 1, 4)
    assert first.drops_when == ("Kriterium 0 −50 %", "Kriterium 1 +50 %")
    # D is not among the first three to begin with: nothing to be close about
    assert (row(result, "d").rank, row(result, "d").close, row(result, "d").drops_when) == (4, False, ())
    assert result.close is True


def test_a_lowered_weight_is_given_to_the_others_in_proportion() -> None:
    # .6/.3/.1; k0 -50 % = .3, rest .7/.4 = 1.75 -> .525/.175
    # A (5,1,1) .3*5 + .7 = 2.2; B (1,3,3) .3 + 2.1 = 2.4; so B is first in that run, A otherwise:
    # base A 3.4, B 1.8
    result = scored((0.6, 0.3, 0.1), option("a", 5, 1, 1), option("b", 1, 3, 3))
    assert (row(result, "a").rank, row(result, "a").worst_rank, row(result, "b").best_rank) == (1, 2, 1)


def test_a_raised_weight_stops_at_one() -> None:
    # .8 * 1.5 would be 1.2; at 1 only k0 counts and B wins with 5 against 4
    result = scored((0.8, 0.2), option("a", 4, 5), option("b", 5, 1))
    assert row(result, "b").best_rank == 1
    assert row(result, "a").worst_rank == 2


@pytest.mark.parametrize("weights", [(0.5, 0.4), (0.5, 0.502), (0.0, 0.0)])
def test_weights_that_do_not_sum_to_one_are_refused_with_the_sum(weights: tuple[float, ...]) -> None:
    total = f"{sum(weights):.3f}".replace(".", ",")
    with pytest.raises(InputError, match=rf"Gewichte ergeben {total} statt 1; bitte ändern Sie"):
        scored(weights, option("a", 3, 3))


@pytest.mark.parametrize("weights", [(0.5, 0.501), (0.5, 0.499)])
def test_a_thousandth_is_tolerated_and_taken_out(weights: tuple[float, ...]) -> None:
    result = scored(weights, option("a", 5, 5), option("b", 1, 1))
    assert sum(result.weights.values()) == pytest.approx(1)
    assert (row(result, "a").points, row(result, "b").points) == (100.0, 0.0)


def test_a_missing_a_surplus_and_an_impossible_score_are_refused() -> None:
    with pytest.raises(InputError, match="Für A fehlt die Bewertung bei Kriterium 1"):
        scored((0.5, 0.5), option("a", 3))
    with pytest.raises(InputError, match="Das Kriterium k1 gibt es nicht; bekannt sind: k0"):
        scored((1.0,), option("a", 3, 3))
    with pytest.raises(InputError, match="Die Bewertung 5,5 von A bei Kriterium 0 liegt nicht zwischen 1 und 5"):
        scored((1.0,), option("a", 5.5))
    with pytest.raises(InputError, match="fehlt die Bewertung"):
        scored((1.0,), option("a"))


def test_keys_given_twice_are_refused() -> None:
    with pytest.raises(InputError, match="Die Option a kommt zweimal vor"):
        scored((1.0,), option("a", 3), option("a", 4))
    twice = {"criteria": [*criteria(0.5), *criteria(0.5)], "options": [option("a", 3)]}
    with pytest.raises(InputError, match="Das Kriterium k0 kommt zweimal vor"):
        weighted_scoring(ScoringInput.model_validate(twice))


def test_two_criteria_of_one_name_keep_their_own_runs() -> None:
    same = [{"key": key, "name": "Nähe", "weight": 0.5} for key in ("a", "b")]
    options = [{"key": "x", "name": "X", "scores": {"a": 3, "b": 3}}]
    assert weighted_scoring(ScoringInput.model_validate({"criteria": same, "options": options})).runs == 4


tables = st.integers(1, 5).flatmap(
    lambda width: st.tuples(
        st.lists(st.integers(1, 20), min_size=width, max_size=width),
        st.lists(st.lists(st.integers(1, 5), min_size=width, max_size=width), min_size=1, max_size=6),
    )
)


def of_table(table: tuple[list[int], list[list[int]]]) -> tuple[tuple[float, ...], list[dict[str, Any]]]:
    parts, rows = table
    weights = tuple(part / sum(parts) for part in parts)
    return weights, [option(f"o{i}", *scores) for i, scores in enumerate(rows)]


@settings(deadline=None)
@given(table=tables)
def test_everything_stays_in_its_bounds(table: tuple[list[int], list[list[int]]]) -> None:
    weights, options = of_table(table)
    result = scored(weights, *options)
    for entry in result.options:
        assert 1 <= (entry.utility or 0) <= 5
        assert 0 <= (entry.points or 0) <= 100
        assert 0 <= (entry.stability or 0) <= 1
        assert 1 <= (entry.best_rank or 0) <= (entry.worst_rank or 0) <= len(options)
    assert min(entry.rank or 0 for entry in result.options) == 1
    assert result.runs == 2 * len(weights)


@settings(deadline=None)
@given(table=tables, place=st.integers(0, 99))
def test_a_better_score_never_makes_an_option_worse(table: tuple[list[int], list[list[int]]], place: int) -> None:
    weights, options = of_table(table)
    before = row(scored(weights, *options), "o0")
    key = f"k{place % len(weights)}"
    options[0]["scores"][key] = min(5, options[0]["scores"][key] + 1)
    after = row(scored(weights, *options), "o0")
    assert (after.utility or 0) >= (before.utility or 0)
    assert (after.rank or 0) <= (before.rank or 0)
    assert (after.stability or 0) >= (before.stability or 0)


@settings(deadline=None)
@given(table=tables)
def test_the_order_of_entry_does_not_matter(table: tuple[list[int], list[list[int]]]) -> None:
    weights, options = of_table(table)
    backwards = {"criteria": criteria(*weights)[::-1], "options": options[::-1]}
    assert weighted_scoring(ScoringInput.model_validate(backwards)) == scored(weights, *options)
