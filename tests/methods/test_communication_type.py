"""KOM3 type of communication: four vectors, the cut, monotonicity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clusterprocess.catalogues.communication import communication
from clusterprocess.methods.communication_type import (
    CommunicationTypeInput,
    CommunicationTypeResult,
    communication_type,
)


def typed(
    value: int, influence: int, strategy: bool, evaluation: bool, exchange: bool, changes: int
) -> CommunicationTypeResult:
    return communication_type(
        CommunicationTypeInput(
            value=value,
            influence=influence,
            strategy=strategy,
            evaluation=evaluation,
            exchange=exchange,
            changes=tuple(n < changes for n in range(5)),
        )
    )


def test_the_vector_of_a_supporter() -> None:
    # (3/4 + 4/4 + 1 + 0 + 1)/5 = 3.75/5 = 0.75; 2/5 = 0.4
    result = typed(4, 5, True, False, True, 2)
    assert (result.professionalism, result.dynamics, result.kind) == (0.75, 0.4, "Unterstützer")
    assert result.catalogue_version == communication().version


@pytest.mark.parametrize(
    ("answers", "professionalism", "dynamics", "kind"),
    [
        # (1/4 + 1/4 + 0 + 0 + 0)/5 = 0.1 and 1/5
        ((2, 2, False, False, False, 1), 0.1, 0.2, "Isolierte"),
        # (2/4 + 0 + 1 + 0 + 0)/5 = 0.3 and 4/5
        ((3, 1, True, False, False, 4), 0.3, 0.8, "Transformierte"),
        # (1 + 3/4 + 1 + 1 + 1)/5 = 0.95 and 3/5
        ((5, 4, True, True, True, 3), 0.95, 0.6, "Treiber"),
        # (2/4 + 1 + 1 + 0 + 0)/5 = 0.5: the cut itself is high
        ((3, 5, True, False, False, 0), 0.5, 0.0, "Unterstützer"),
    ],
)
def test_the_four_quadrants(
    answers: tuple[int, int, bool, bool, bool, int], professionalism: float, dynamics: float, kind: str
) -> None:
    result = typed(*answers)
    assert result.professionalism == pytest.approx(professionalism)
    assert (result.dynamics, result.kind) == (dynamics, kind)


def test_the_published_counts_are_those_of_112_organisations() -> None:
    # offerings 7b: 38/8/35/31 of 112
    counts = {row.kind: row.organisations for row in communication().type_count}
    assert counts == {"Isolierte": 38, "Transformierte": 8, "Unterstützer": 35, "Treiber": 31}
    assert sum(counts.values()) == 112 == communication().comparison[0].n


@pytest.mark.parametrize("changes", [(), (True,) * 4, (True,) * 6])
def test_five_changes_are_asked(changes: tuple[bool, ...]) -> None:
    with pytest.raises(ValidationError):
        CommunicationTypeInput(value=1, influence=1, strategy=True, evaluation=True, exchange=True, changes=changes)


@given(st.integers(1, 5), st.integers(1, 5), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 5))
def test_both_axes_stay_between_zero_and_one_and_improvements_never_lower_them(
    value: int, influence: int, strategy: bool, evaluation: bool, exchange: bool, changes: int
) -> None:
    result = typed(value, influence, strategy, evaluation, exchange, changes)
    assert 0 <= result.professionalism <= 1 and 0 <= result.dynamics <= 1
    better = typed(min(5, value + 1), influence, True, evaluation, exchange, changes)
    assert better.professionalism >= result.professionalism
    assert better.dynamics == result.dynamics


@given(st.permutations([True, True, False, False, False]))
def test_which_changes_happened_does_not_matter(changes: list[bool]) -> None:
    answers = {"value": 3, "influence": 3, "strategy": True, "evaluation": False, "exchange": False}
    result = communication_type(CommunicationTypeInput.model_validate({**answers, "changes": changes}))
    assert result.dynamics == 0.4
