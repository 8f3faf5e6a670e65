"""TT4 transfer funnel: rates by hand, missing stages, and the refusal of stages that grow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.transfer_funnel import STAGE_NAMES, FunnelInput, transfer_funnel


def test_rates_by_hand() -> None:
    result = transfer_funnel(FunnelInput(talks=24, contacts=12, sketches=6, applications=3, grants=3, innovations=0))
    assert [s.conversion for s in result.steps] == [None, 0.5, 0.5, 0.5, 1.0, 0.0]
    assert [s.share for s in result.steps] == [1.0, 0.5, 0.25, 0.125, 0.125, 0.0]
    assert (result.last_asked, result.weakest) == ("innovations", "innovations")


def test_stages_not_asked_for_are_missing_and_not_zero() -> None:
    result = transfer_funnel(FunnelInput(talks=20, contacts=11))
    assert [s.count for s in result.steps] == [20, 11, None, None, None, None]
    assert result.steps[1].conversion == pytest.approx(0.55)
    assert result.steps[2].conversion is None and result.steps[2].share is None
    assert result.last_asked == "contacts"


def test_without_talks_there_are_no_rates() -> None:
    result = transfer_funnel(FunnelInput(talks=0, contacts=0))
    assert [s.conversion for s in result.steps] == [None] * 6
    assert result.weakest is None and result.steps[0].share is None


def test_a_stage_that_grows_is_refused_with_the_remedy() -> None:
    with pytest.raises(
        InputError, match="5 Projektskizzen sind mehr als 4 Kontakte mit beidseitigem Interesse; gezählt"
    ):
        transfer_funnel(FunnelInput(talks=9, contacts=4, sketches=5))


def test_a_stage_after_a_missing_one_is_refused() -> None:
    with pytest.raises(InputError, match="Anträge und Aufträge sind angegeben, Projektskizzen nicht; bitte ergänzen"):
        transfer_funnel(FunnelInput(talks=9, contacts=4, applications=1))


@settings(deadline=None)
@given(counts=st.lists(st.integers(0, 500), min_size=1, max_size=6))
def test_rates_are_bounded_and_multiply_to_the_yield(counts: list[int]) -> None:
    falling = sorted(counts, reverse=True)
    result = transfer_funnel(FunnelInput.model_validate(dict(zip(STAGE_NAMES, falling, strict=False))))
    product = 1.0
    for step in result.steps[1 : len(falling)]:
        if step.conversion is None:
            break
        assert 0 <= step.conversion <= 1
        product *= step.conversion
        assert step.share == pytest.approx(product)


@settings(deadline=None)
@given(talks=st.integers(1, 100), contacts=st.integers(0, 100), factor=st.integers(1, 9))
def test_rates_do_not_depend_on_the_size(talks: int, contacts: int, factor: int) -> None:
    few = min(talks, contacts)
    one = transfer_funnel(FunnelInput(talks=talks, contacts=few)).steps[1].conversion
    many = transfer_funnel(FunnelInput(talks=talks * factor, contacts=few * factor)).steps[1].conversion
    assert one == pytest.approx(many)
