"""F5 SWOT and TOWS: the vector as changed by ruling 7, the four positions, the pair matrix."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.swot import SwotInput, SwotItem, TowsPair, swot


def item(name: str, letter: str, importance: Any, strength: Any) -> SwotItem:
    return SwotItem.model_validate(
        {"id": name, "letter": letter, "text": f"Text {name}", "importance": importance, "strength": strength}
    )


# S 20, 16, 12; W 15, 9; O 16, 12, 12; T 12, 8
VECTOR = (
    item("s1", "S", 5, 4),
    item("s2", "S", 4, 4),
    item("s3", "S", 4, 3),
    item("w1", "W", 5, 3),
    item("w2", "W", 3, 3),
    item("o1", "O", 4, 4),
    item("o2", "O", 4, 3),
    item("o3", "O", 3, 4),
    item("t1", "T", 4, 3),
    item("t2", "T", 4, 2),
)


def four(s: float, w: float, o: float, t: float) -> SwotInput:
    scores = zip("SWOT", (s, w, o, t), strict=True)
    return SwotInput(items=tuple(item(letter.lower(), letter, value, 1) for letter, value in scores))


def test_the_vector_gives_letter_means_and_the_position() -> None:
    result = swot(SwotInput(items=VECTOR))
    # S (20+16+12)/3, W (15+9)/2, O (16+12+12)/3, T (12+8)/2; X 4/28, Y 3.33/23.33
    assert result.letters == pytest.approx({"S": 16, "W": 12, "O": 13.3333, "T": 10}, abs=1e-4)
    assert result.x == pytest.approx(0.142857, abs=1e-6)
    assert result.y == pytest.approx(0.142857, abs=1e-6)
    assert result.position == "Ausbauen"
    assert result.catalogue_version == limits().version


@pytest.mark.parametrize(
    ("scores", "position"),
    [
        ((3, 3, 3, 3), "Ausbauen"),  # on both axes
        ((2, 4, 3, 3), "Aufholen"),
        ((4, 2, 2, 4), "Absichern"),
        ((3, 3, 2, 4), "Absichern"),
        ((2, 4, 2, 4), "Abbauen"),
    ],
)
def test_the_four_positions_have_names(scores: tuple[float, float, float, float], position: str) -> None:
    assert swot(four(*scores)).position == position


def test_an_item_score_is_the_mean_over_voters() -> None:
    # (5*4 + 3*2) / 2 = 13, not the product of the means 4 * 3 = 12
    items = (*VECTOR, item("s4", "S", [5, 3], [4, 2]))
    scores = {score.id: score for score in swot(SwotInput(items=items)).items}
    assert (scores["s4"].score, scores["s4"].voters) == (13, 2)


def test_items_are_listed_by_letter_and_score() -> None:
    listed = [score.id for score in swot(SwotInput(items=VECTOR[::-1])).items]
    assert listed == ["s1", "s2", "s3", "w1", "w2", "o1", "o2", "o3", "t1", "t2"]


def test_pairs_are_summed_per_quadrant() -> None:
    pairs = (
        TowsPair(internal="s1", external="o1", score=3),
        TowsPair(internal="s2", external="o1", score=2),
        TowsPair(internal="s1", external="t1", score=1),
        TowsPair(internal="w1", external="o2", score=2),
        TowsPair(internal="w1", external="t2", score=0),
    )
    result = swot(SwotInput(items=VECTOR, pairs=pairs))
    assert result.quadrant_sums == {"SO": 5, "ST": 1, "WO": 2, "WT": 0}
    # Equal 2: s2/o1 has 16 + 16 points, w1/o2 has 15 + 12. The 0 is no option.
    assert [(p.internal, p.external) for p in result.top_pairs] == [
        ("s1", "o1"),
        ("s2", "o1"),
        ("w1", "o2"),
        ("s1", "t1"),
    ]
    assert result.top_pairs[0].internal_text == "Text s1"


def test_only_five_pairs_become_options() -> None:
    pairs = tuple(TowsPair(internal=i, external=e, score=3) for i in ("s1", "s2", "s3") for e in ("o1", "o2"))
    result = swot(SwotInput(items=VECTOR, pairs=pairs))
    assert (len(result.pairs), len(result.top_pairs)) == (6, 5)


def test_without_pairs_the_matrix_is_empty() -> None:
    result = swot(SwotInput(items=VECTOR))
    assert (result.pairs, result.top_pairs, sum(result.quadrant_sums.values())) == ((), (), 0)


@pytest.mark.parametrize(
    ("items", "pairs", "message"),
    [
        (VECTOR[:3], (), "Schwächen"),
        ((*VECTOR, VECTOR[0]), (), "s1 kommt zweimal vor"),
        ((*VECTOR, item("s9", "S", [5, 4], [3])), (), "s9 hat 2 Werte"),
        ((*VECTOR, item("s9", "S", 5, [3, 4])), (), "s9 hat 1 Werte"),
        ((*VECTOR, item("s9", "S", [], [])), (), "s9 hat 0 Werte"),
        (VECTOR, (TowsPair(internal="x9", external="o1", score=1),), "x9 steht nicht"),
        (VECTOR, (TowsPair(internal="s1", external="y9", score=1),), "y9 steht nicht"),
        (VECTOR, (TowsPair(internal="s1", external="w1", score=1),), "verbindet S mit W"),
        (VECTOR, (TowsPair(internal="o1", external="s1", score=1),), "verbindet O mit S"),
        (VECTOR, (TowsPair(internal="s1", external="o1", score=1),) * 2, "zweimal bewertet"),
    ],
)
def test_contradictions_are_named(items: tuple[SwotItem, ...], pairs: tuple[TowsPair, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        swot(SwotInput(items=items, pairs=pairs))


@pytest.mark.parametrize("value", [0, 6])
def test_ratings_outside_one_to_five_are_refused(value: int) -> None:
    with pytest.raises(ValidationError):
        item("s1", "S", value, 3)


ratings = st.integers(1, 5)
some = st.lists(st.tuples(ratings, ratings), min_size=1, max_size=6)


def rated(**letters: list[tuple[int, int]]) -> tuple[SwotItem, ...]:
    return tuple(
        item(f"{letter}{n}", letter, importance, strength)
        for letter, scores in letters.items()
        for n, (importance, strength) in enumerate(scores)
    )


@settings(deadline=None)
@given(s=some, w=some, o=some, t=some)
def test_positions_are_bounded_and_independent_of_the_order(
    s: list[tuple[int, int]], w: list[tuple[int, int]], o: list[tuple[int, int]], t: list[tuple[int, int]]
) -> None:
    items = rated(S=s, W=w, O=o, T=t)
    result = swot(SwotInput(items=items))
    assert -1 <= result.x <= 1
    assert -1 <= result.y <= 1
    assert swot(SwotInput(items=items[::-1])) == result


@settings(deadline=None)
@given(s=st.lists(st.tuples(ratings, ratings), min_size=3, max_size=6))
def test_writing_more_weak_items_changes_nothing(s: list[tuple[int, int]]) -> None:
    items = rated(S=s, W=[(3, 3)], O=[(3, 3)], T=[(3, 3)])
    more = (*items, item("schwach", "S", 1, 1))
    assert swot(SwotInput(items=more)).letters == swot(SwotInput(items=items)).letters


@settings(deadline=None)
@given(low=ratings, high=ratings)
def test_a_stronger_strength_moves_the_position_to_the_right(low: int, high: int) -> None:
    low, high = min(low, high), max(low, high)
    assert swot(four(low, 3, 3, 3)).x <= swot(four(high, 3, 3, 3)).x
