"""F20 survey quality: response, composition, and nothing below eight answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.survey import GroupMeans, SurveyAnswer, SurveyInput, SurveyResult, survey_quality

MEMBERS = {"kmu": 36, "gross": 8, "hochschule": 5, "forschung": 4, "oeffentlich": 5, "sonstige": 3}


def answers(kind: str, *values: int) -> list[SurveyAnswer]:
    return [SurveyAnswer.model_validate({"kind": kind, "values": {"nutzen": value}}) for value in values]


def surveyed(*given_answers: SurveyAnswer, invited: int = 61) -> SurveyResult:
    return survey_quality(
        SurveyInput.model_validate(
            {
                "questions": ("nutzen",),
                "members": MEMBERS,
                "invited": invited,
                "answers": [answer.model_dump() for answer in given_answers],
            }
        )
    )


def group(result: SurveyResult, name: str) -> GroupMeans:
    return next(row for row in result.groups if row.group == name)


def test_response_and_composition_of_the_sample_case() -> None:
    result = surveyed(*answers("kmu", *[4] * 16), *answers("gross", *[3] * 4), *answers("forschung", *[2] * 7))
    # 27 of 61
    assert result.response_rate == pytest.approx(0.4426, abs=1e-4)
    shares = {row.kind: row.deviation for row in result.composition}
    # 100 * (16/27 - 36/61) = 59.26 - 59.02 and 100 * (0 - 5/61)
    assert shares["kmu"] == pytest.approx(0.24, abs=0.01)
    assert shares["oeffentlich"] == pytest.approx(-8.20, abs=0.01)
    assert group(result, "Unternehmen").answers == 20


def test_eight_answers_are_shown_and_seven_are_not() -> None:
    result = surveyed(*answers("kmu", 1, 2, 3, 4, 5, 5, 5, 5), *answers("forschung", *[2] * 7))
    companies, science = group(result, "Unternehmen"), group(result, "Wissenschaft")
    # (1 + 2 + 3 + 4 + 5*4) / 8
    assert (companies.shown, companies.means[0].n, companies.means[0].mean) == (True, 8, 3.75)
    assert (science.shown, science.means, science.answers) == (False, (), 7)


def test_the_total_is_hidden_below_eight_too() -> None:
    result = surveyed(*answers("kmu", *[4] * 7))
    assert (result.shown, result.means, result.valid) == (False, (), 7)


def test_a_question_few_answered_stays_empty_in_a_large_group() -> None:
    skipped = [SurveyAnswer(kind="kmu", values={})] * 3
    result = surveyed(*answers("kmu", *[4] * 7), *skipped)
    mean = group(result, "Unternehmen").means[0]
    assert (result.shown, mean.n, mean.mean) == (True, None, None)


def test_a_survey_without_answers_has_a_response_of_zero() -> None:
    result = surveyed()
    assert (result.response_rate, result.shown) == (0, False)
    assert {row.deviation for row in result.composition} == {None}


def test_contradictions_are_named() -> None:
    with pytest.raises(InputError, match="9 Fragebögen bei 8 Eingeladenen"):
        surveyed(*answers("kmu", *[4] * 9), invited=8)
    with pytest.raises(InputError, match="Die Frage alter gehört nicht"):
        surveyed(SurveyAnswer(kind="kmu", values={"alter": 3}))
    with pytest.raises(InputError, match="zweimal"):
        survey_quality(SurveyInput(questions=("a", "a"), members={"kmu": 1}, invited=1, answers=()))
    with pytest.raises(InputError, match="members"):
        survey_quality(SurveyInput(questions=("a",), members={"kmu": 0}, invited=1, answers=()))


kinds = st.sampled_from(sorted(MEMBERS))
given_rows = st.lists(st.tuples(kinds, st.integers(1, 5)), max_size=40)


@settings(deadline=None)
@given(rows=given_rows)
def test_nothing_below_eight_answers_is_ever_shown(rows: list[tuple[str, int]]) -> None:
    result = surveyed(*(answer for kind, value in rows for answer in answers(kind, value)))
    for row in result.groups:
        assert row.shown == (row.answers >= 8) == bool(row.means)
        assert all(mean.mean is None or 1 <= mean.mean <= 5 for mean in row.means)
    assert sum(row.answers for row in result.groups) == result.valid == len(rows)


@settings(deadline=None)
@given(rows=given_rows.filter(bool))
def test_deviations_cancel_out_and_the_order_does_not_matter(rows: list[tuple[str, int]]) -> None:
    listed = [answer for kind, value in rows for answer in answers(kind, value)]
    result = surveyed(*listed)
    deviations = [row.deviation for row in result.composition]
    assert sum(d for d in deviations if d is not None) == pytest.approx(0, abs=1e-9)
    assert surveyed(*listed[::-1]) == result
