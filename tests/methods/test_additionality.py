"""F21: what would have become of the measures without the agency."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.additionality import AdditionalityInput, AdditionalityResult, WithoutAgency, additionality

ANSWERS = st.lists(st.sampled_from(["unveraendert", "spaeter_kleiner", "gar_nicht"]), max_size=40)


def rated(answers: list[WithoutAgency], unanswered: int = 0) -> AdditionalityResult:
    return additionality(AdditionalityInput(answers=tuple(answers), unanswered=unanswered))


def test_the_vector_of_the_library_gives_three_fifths() -> None:
    # offerings.md section 5: 8 x 1, 8 x 0.5, 4 x 0 = 12 / 20
    result = rated([*["gar_nicht"] * 8, *["spaeter_kleiner"] * 8, *["unveraendert"] * 4])  # type: ignore[list-item]
    assert result.additionality == pytest.approx(0.60)
    assert (result.n, result.not_at_all, result.later_or_smaller, result.unchanged) == (20, 8, 8, 4)


def test_the_eight_measures_of_the_impact_note() -> None:
    # yardstick Wirkungsvermerk, no. 11: three not at all, four later or smaller, one unchanged = (3 + 2) / 8
    result = rated([*["gar_nicht"] * 3, *["spaeter_kleiner"] * 4, "unveraendert"])  # type: ignore[list-item]
    assert result.additionality == pytest.approx(0.625)


def test_missing_answers_are_reported_and_never_imputed() -> None:
    result = rated(["gar_nicht"], unanswered=3)
    assert (result.n, result.unanswered, result.additionality) == (1, 3, 1.0)
    assert rated([], unanswered=2).additionality is None


def test_without_any_measure_there_is_nothing_to_rate() -> None:
    with pytest.raises(InputError, match="keine umgesetzte Maßnahme"):
        rated([])


@settings(deadline=None)
@given(answers=ANSWERS.filter(bool))
def test_the_mean_is_bounded_and_does_not_depend_on_the_order(answers: list[WithoutAgency]) -> None:
    result = rated(answers)
    assert result.additionality is not None and 0 <= result.additionality <= 1
    assert result.unchanged + result.later_or_smaller + result.not_at_all == result.n == len(answers)
    assert rated(answers[::-1]) == result


@settings(deadline=None)
@given(answers=ANSWERS.filter(bool))
def test_one_more_measure_that_would_not_exist_never_lowers_it(answers: list[WithoutAgency]) -> None:
    assert (rated([*answers, "gar_nicht"]).additionality or 0) >= (rated(answers).additionality or 0)
