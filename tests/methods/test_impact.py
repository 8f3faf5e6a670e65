"""BER3: the impact map shows means from eight answers on and never lets a small group be worked out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.impact import ImpactInput, ImpactResult, impact_map

FIELDS = ("wissen", "projekte", "umsatz")


def answer(sme: bool = True, step: int | None = None, **ratings: tuple[int, int, int]) -> dict[str, Any]:
    rows = {k: dict(zip(("importance", "effect", "due"), v, strict=True)) for k, v in ratings.items()}
    return {"sme": sme, "step": step, "ratings": rows}


def mapped(*answers: dict[str, Any], invited: int = 60, fields: tuple[str, ...] = FIELDS) -> ImpactResult:
    return impact_map(ImpactInput.model_validate({"fields": fields, "invited": invited, "answers": list(answers)}))


def field(result: ImpactResult, key: str, sme: bool = False) -> Any:
    return next(f for f in (result.sme_fields if sme else result.fields) if f.field == key)


def test_means_counts_and_quadrant_by_hand() -> None:
    # six answers 5/4/4 and four answers 3/2/1: importance 42/10, effect 32/10, share 28/10; six name a clear effect
    result = mapped(*[answer(wissen=(5, 4, 4))] * 6, *[answer(wissen=(3, 2, 1))] * 4)
    found = field(result, "wissen")
    assert (found.n, found.strong) == (10, 6)
    assert (found.importance, found.effect, found.due) == pytest.approx((4.2, 3.2, 2.8))
    assert found.quadrant == "wichtig und spürbar"
    assert (result.valid, result.response_rate) == (10, pytest.approx(10 / 60))


@pytest.mark.parametrize(
    ("rating", "quadrant"),
    [
        ((4, 3, 3), "wichtig und spürbar"),
        ((5, 2, 3), "wichtig, kaum spürbar"),
        ((3, 4, 3), "spürbar, weniger wichtig"),
        ((2, 2, 1), "nachrangig"),
    ],
)
def test_the_four_quadrants(rating: tuple[int, int, int], quadrant: str) -> None:
    assert field(mapped(*[answer(wissen=rating)] * 8), "wissen").quadrant == quadrant


def test_seven_answers_show_nothing_and_eight_do() -> None:
    seven, eight = mapped(*[answer(wissen=(4, 4, 4), step=2)] * 7), mapped(*[answer(wissen=(4, 4, 4), step=2)] * 8)
    assert (seven.shown, field(seven, "wissen").n, seven.ladder_answers) == (False, None, None)
    assert (eight.shown, field(eight, "wissen").n, eight.ladder_answers) == (True, 8, 8)
    assert field(eight, "umsatz").n is None


def test_companies_are_apart_only_when_the_others_are_eight_or_none() -> None:
    mine, others = [answer(wissen=(4, 4, 4))] * 8, [answer(sme=False, wissen=(2, 2, 2))]
    assert mapped(*mine, *others * 8).sme_shown
    assert mapped(*mine).sme_shown
    # with seven others their mean could be worked out from total and part
    assert not mapped(*mine, *others * 7).sme_shown
    assert not mapped(*mine[:7], *others * 8).sme_shown


def test_a_field_that_few_others_answered_is_not_shown_apart() -> None:
    mine = [answer(wissen=(4, 4, 4), projekte=(4, 4, 4))] * 8
    others = [answer(sme=False, wissen=(2, 2, 2))] * 7 + [answer(sme=False, wissen=(2, 2, 2), projekte=(1, 1, 1))]
    result = mapped(*mine, *others)
    assert field(result, "wissen", sme=True).n == 8
    assert field(result, "projekte", sme=True).n is None


def test_the_ladder_counts_at_least_this_step() -> None:
    # steps 0, 1, 1, 2, 2, 2, 3, 4: seven took part, five gained competence, two had an idea, one a product
    result = mapped(*[answer(step=s) for s in (0, 1, 1, 2, 2, 2, 3, 4)])
    assert [s.reached for s in result.ladder] == [7, 5, 2, 1]
    assert (result.ladder_answers, [s.sme_reached for s in result.ladder]) == (8, [7, 5, 2, 1])


def test_fields_come_with_the_largest_contribution_first() -> None:
    row = answer(wissen=(3, 3, 3), projekte=(5, 5, 5), umsatz=(5, 2, 2))
    # 125, 27, 20
    assert [f.field for f in mapped(*[row] * 8).fields] == ["projekte", "wissen", "umsatz"]


@pytest.mark.parametrize(
    ("answers", "invited", "fields", "message"),
    [
        ([answer(wissen=(1, 1, 1))] * 3, 2, FIELDS, "3 Fragebögen bei 2 Angeschriebenen"),
        ([answer(export=(1, 1, 1))], 9, FIELDS, "Das Feld export wurde nicht gefragt"),
        ([], 9, ("wissen", "wissen"), "Ein Feld kommt zweimal vor"),
    ],
)
def test_contradictions_are_refused(
    answers: list[dict[str, Any]], invited: int, fields: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        mapped(*answers, invited=invited, fields=fields)


likert = st.integers(1, 5)
rating = st.tuples(likert, likert, likert)
answers = st.lists(
    st.builds(
        lambda sme, step, w, p: answer(sme, step, **{k: v for k, v in (("wissen", w), ("projekte", p)) if v}),
        st.booleans(), st.one_of(st.none(), st.integers(0, 4)), st.one_of(st.none(), rating), st.one_of(st.none(), rating),
    ),
    max_size=24,
)  # fmt: skip


@settings(deadline=None)
@given(given=answers)
def test_no_shown_pair_reveals_a_group_below_eight(given: list[dict[str, Any]]) -> None:
    result = mapped(*given)
    for found in result.sme_fields:
        if found.n is not None:
            rest = sum(found.field in a["ratings"] for a in given) - found.n
            assert found.n >= 8 and (rest == 0 or rest >= 8)
    if result.sme_ladder_answers is not None and result.ladder_answers is not None:
        rest = result.ladder_answers - result.sme_ladder_answers
        assert result.sme_ladder_answers >= 8 and (rest == 0 or rest >= 8)


@settings(deadline=None)
@given(given=answers)
def test_the_ladder_only_falls_and_the_order_of_answers_does_not_matter(given: list[dict[str, Any]]) -> None:
    result = mapped(*given)
    reached = [s.reached for s in result.ladder]
    if reached[0] is not None:
        assert reached == sorted(reached, reverse=True)
    assert mapped(*given[::-1]) == result
    for found in result.fields:
        assert found.n is None or (found.n >= 8 and 1 <= found.effect <= 5 and found.strong <= found.n)
