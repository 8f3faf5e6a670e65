"""KOM1 audience gap: worked-out vectors, order, bounds, monotonicity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clusterprocess.catalogues.communication import communication
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.audience_gap import AudienceGapInput, AudienceRating, audience_gap


def rated(audience: str, priority: int, now: int, desired: int) -> AudienceRating:
    return AudienceRating(audience=audience, priority=priority, known_now=now, known_desired=desired)


def test_the_gap_is_priority_times_distance() -> None:
    # 3·(4−2) = 6, 1·(2−1) = 1, 2·(1−3) = −4
    result = audience_gap(
        AudienceGapInput(audiences=(rated("medien", 1, 1, 2), rated("mitglieder", 3, 2, 4), rated("land", 2, 3, 1)))
    )
    assert [(row.audience, row.gap) for row in result.audiences] == [("mitglieder", 6), ("medien", 1), ("land", -4)]
    # groups of which more is known than wanted lower nothing
    assert (result.open, result.total_gap, result.highest_priority) == (("mitglieder", "medien"), 7, 1)
    assert result.catalogue_version == communication().version


def test_equal_gaps_stand_by_priority() -> None:
    # 1·(3−0) = 3 and 3·(2−1) = 3
    result = audience_gap(AudienceGapInput(audiences=(rated("a", 1, 0, 3), rated("b", 3, 1, 2))))
    assert [row.audience for row in result.audiences] == ["b", "a"]


def test_the_ends_of_the_scale_give_twelve_points() -> None:
    assert audience_gap(AudienceGapInput(audiences=(rated("a", 3, 0, 4),))).audiences[0].gap == 12
    assert audience_gap(AudienceGapInput(audiences=(rated("a", 3, 4, 0),))).audiences[0].gap == -12


def test_a_group_twice_is_named() -> None:
    with pytest.raises(InputError, match="medien kommt zweimal vor; bitte führen Sie die Zeilen zusammen"):
        audience_gap(AudienceGapInput(audiences=(rated("medien", 1, 1, 2), rated("medien", 2, 1, 2))))


@pytest.mark.parametrize(("priority", "now", "desired"), [(0, 1, 1), (4, 1, 1), (1, 5, 1), (1, 1, -1)])
def test_values_outside_the_scales_are_refused(priority: int, now: int, desired: int) -> None:
    with pytest.raises(ValidationError):
        rated("a", priority, now, desired)


RATINGS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=9).map(
    lambda rows: tuple(rated(f"g{n}", *row) for n, row in enumerate(rows))
)


@given(ratings=RATINGS)
def test_gaps_stay_within_twelve_points_and_do_not_depend_on_the_order(ratings: tuple[AudienceRating, ...]) -> None:
    result = audience_gap(AudienceGapInput(audiences=ratings))
    turned = audience_gap(AudienceGapInput(audiences=ratings[::-1]))
    assert all(-12 <= row.gap <= 12 for row in result.audiences)
    assert {row.audience: row.gap for row in result.audiences} == {row.audience: row.gap for row in turned.audiences}
    assert (result.total_gap, set(result.open)) == (turned.total_gap, set(turned.open))
    assert [row.gap for row in result.audiences] == sorted((row.gap for row in result.audiences), reverse=True)


@given(priority=st.integers(1, 2), now=st.integers(0, 4), desired=st.integers(0, 3))
def test_more_priority_and_a_higher_aim_never_close_a_gap(priority: int, now: int, desired: int) -> None:
    def gap(p: int, d: int) -> int:
        return audience_gap(AudienceGapInput(audiences=(rated("a", p, now, d),))).audiences[0].gap

    assert gap(priority, desired + 1) > gap(priority, desired)
    if desired >= now:
        assert gap(priority + 1, desired) >= gap(priority, desired)
