"""INT3, INT5 and INT6: what blocks a country, what dots propose, and how well scores are founded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.country_choice import (
    CountryEvidence,
    DottedWeightsInput,
    DottedWeightsResult,
    EvidenceInput,
    evidence_density,
    weights_from_dots,
)
from clusterprocess.methods.country_compliance import ComplianceInput, ComplianceResult, compliance

NOTED = date(2015, 11, 12)


def hint(country: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"country": country, "hint": kind, "noted_on": NOTED, **more}


def checked(*hints: dict[str, Any], countries: tuple[str, ...] = ("NL", "IN", "IR")) -> ComplianceResult:
    return compliance(ComplianceInput.model_validate({"countries": countries, "hints": hints}))


def dotted(*dots: int, defaults: tuple[float, ...] = ()) -> DottedWeightsResult:
    shares = defaults or tuple(1 / len(dots) for _ in dots)
    criteria = [
        {"key": f"k{i}", "name": f"K{i}", "default_weight": w, "dots": n}
        for i, (n, w) in enumerate(zip(dots, shares, strict=True))
    ]
    return weights_from_dots(DottedWeightsInput.model_validate({"criteria": criteria}))


def density(*scores: tuple[float, str]) -> CountryEvidence:
    rows = [{"criterion": f"k{i}", "weight": w, "evidence": e} for i, (w, e) in enumerate(scores)]
    return evidence_density(EvidenceInput.model_validate({"countries": [{"country": "NL", "scores": rows}]})).countries[
        0
    ]


def test_an_open_hint_blocks_the_country_until_it_is_cleared() -> None:
    result = checked(
        hint("IR", "sanktionen"),
        hint("IN", "exportkontrolle", cleared_on=date(2016, 1, 28), cleared_by="Auskunft der Behörde"),
    )
    assert result.blocked == ("IR",)
    assert (result.open_count, result.cleared_count) == (1, 1)
    assert [(c.country, c.blocked) for c in result.countries] == [("NL", False), ("IN", False), ("IR", True)]


def test_one_cleared_hint_does_not_clear_the_other() -> None:
    cleared = hint("IR", "schutzrechte", cleared_on=NOTED, cleared_by="Kanzlei")
    assert checked(hint("IR", "sanktionen"), cleared).blocked == ("IR",)


def test_a_clearance_needs_day_and_person_and_comes_after_the_hint() -> None:
    with pytest.raises(InputError, match="Zur Klärung von Sanktionen gehören Tag und Stelle"):
        checked(hint("IR", "sanktionen", cleared_on=date(2016, 1, 1)))
    with pytest.raises(InputError, match="gehören Tag und Stelle"):
        checked(hint("IR", "sanktionen", cleared_by="IHK"))
    with pytest.raises(InputError, match="geklärt, bevor der Hinweis aufkam"):
        checked(hint("IR", "sanktionen", cleared_on=date(2015, 1, 1), cleared_by="IHK"))
    with pytest.raises(InputError, match="für BR vermerkt, das kein Kandidat ist"):
        checked(hint("BR", "sonstiges"))


def test_48_dots_of_16_organisations_propose_these_weights() -> None:
    # units of 0.05: 12/48*20 = 5; 7 -> 2.917; 10 -> 4.167; 9 -> 3.75; 3 -> 1.25; 5 -> 2.083; 2 -> 0.833
    # floors 5 2 4 3 1 2 0 = 17; the three left go to the remainders .917, .833, .75
    result = dotted(12, 7, 10, 9, 3, 5, 2, defaults=(0.2, 0.2, 0.2, 0.15, 0.1, 0.1, 0.05))
    assert [c.weight for c in result.criteria] == [0.25, 0.15, 0.20, 0.20, 0.05, 0.10, 0.05]
    assert result.changed == ("k0", "k1", "k3", "k4")
    assert (result.dots, result.criteria[0].share) == (48, 0.25)


def test_equal_remainders_go_to_the_criterion_with_more_dots() -> None:
    # 20 units: 3/8 = 7.5, 5/8 = 12.5; the unit left goes to the five dots
    assert [c.weight for c in dotted(3, 5).criteria] == [0.35, 0.65]


def test_no_dots_and_double_criteria_are_refused() -> None:
    with pytest.raises(InputError, match="keine Punkte vergeben"):
        dotted(0, 0)
    row = {"key": "k", "name": "K", "default_weight": 0.5, "dots": 1}
    with pytest.raises(InputError, match="Ein Kriterium kommt zweimal vor"):
        weights_from_dots(DottedWeightsInput.model_validate({"criteria": [row, row]}))


@settings(deadline=None)
@given(dots=st.lists(st.integers(0, 40), min_size=2, max_size=9).filter(lambda d: sum(d) > 0))
def test_proposed_weights_sum_to_one_and_stay_within_a_step_of_the_share(dots: list[int]) -> None:
    result = dotted(*dots)
    assert sum(c.weight for c in result.criteria) == pytest.approx(1)
    assert all(abs(c.weight - c.share) <= 0.05 + 1e-9 for c in result.criteria)
    for one in result.criteria:
        for other in result.criteria:
            assert one.dots <= other.dots or one.weight >= other.weight


@pytest.mark.parametrize(
    ("scores", "share", "word"),
    [
        (((0.7, "beleg"), (0.3, "einschaetzung")), 0.7, "hoch"),
        (((0.4, "beleg"), (0.29, "auskunft"), (0.31, "einschaetzung")), 0.69, "mittel"),
        (((0.4, "auskunft"), (0.6, "einschaetzung")), 0.4, "mittel"),
        (((0.39, "beleg"), (0.61, "einschaetzung")), 0.39, "gering"),
    ],
)
def test_density_is_the_weight_of_what_is_founded(
    scores: tuple[tuple[float, str], ...], share: float, word: str
) -> None:
    result = density(*scores)
    assert result.word == word
    assert result.density == pytest.approx(share)


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="Die Gewichte ergeben 0"):
        density((0.0, "beleg"))


@settings(deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(["beleg", "auskunft", "einschaetzung"])), min_size=1, max_size=7
    ),
    factor=st.integers(2, 5),
)
def test_density_is_bounded_and_does_not_depend_on_scale_or_order(rows: list[tuple[int, str]], factor: int) -> None:
    total = sum(w for w, _ in rows) * factor
    small = density(*((w / total, e) for w, e in rows))
    large = density(*((w * factor / total, e) for w, e in rows[::-1]))
    assert 0 <= small.density <= 1
    assert small.density == pytest.approx(large.density)
