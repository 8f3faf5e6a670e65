"""F4 label readiness: the vector of the domain text, points by hand, lights by ruling 7, and the shortest path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.quality import quality
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.readiness import ReadinessInput, ReadinessResult, readiness
from clusterprocess.methods.readiness_indicator import points_of

GRADED = [indicator.code for indicator in quality().graded]
PROOF = {"what": "Nachweis", "accepted": True, "accepted_by": "Gutachterin (Beispiel)", "accepted_on": "2015-05-20"}
OPEN = {"what": "Nachweis", "accepted": False}
PASSED: list[dict[str, Any]] = [
    {"code": "1.1.2", "values": {"company_share": 60, "actor_types": 3}, "evidence": [PROOF]},
    {"code": "1.1.3", "value": 40, "evidence": [PROOF]},
    {"code": "2.1", "value": 6, "evidence": [PROOF]},
    {"code": "2.2.1", "value": 1.5, "evidence": [PROOF]},
]


def rated(*readings: dict[str, Any]) -> ReadinessResult:
    return readiness(ReadinessInput.model_validate({"readings": readings}))


def scored(points: list[float], **more: Any) -> list[dict[str, Any]]:
    return [
        {"code": code, "self_points": p, "evidence": [PROOF], **more} for code, p in zip(GRADED, points, strict=False)
    ]


def total(points: float) -> ReadinessResult:
    """Thirty indicators with this sum, none below 2 points, all proven and all minimum criteria passed."""
    each, rest = divmod(round(points * 10), 30)
    return rated(*PASSED, *scored([(each + (n < rest)) / 10 for n in range(30)]))


VECTOR = [4.0] * 18 + [3.0] * 8 + [2.0] * 4


def test_the_vector_of_the_domain_text() -> None:
    # 18 * 4 + 8 * 3 + 4 * 2 = 104 points, 104 / 150 = 69.3 %, 120 - 104 = 16
    result = rated(*PASSED, *scored(VECTOR))
    for figure in (result.selbst, result.belegt):
        assert figure.points == 104
        assert figure.percent == pytest.approx(69.33, abs=0.005)
        assert figure.gap_points == 16
        assert figure.knock_outs_passed
    assert result.light == "orange"
    assert result.light_reasons == ("104 von 150 Punkten sind belegt, das sind 69,3 %; nötig sind 80 %.",)


@pytest.mark.parametrize(
    ("code", "value", "points"),
    [
        # 5 * (61 - 40) / 50 = 2.1; 5 * (62.5 - 40) / 50 = 2.25, halves up
        ("1.1.1", 61, 2.1),
        ("1.1.1", 62.5, 2.3),
        ("1.1.1", 40, 0.0),
        ("1.1.1", 12, 0.0),
        ("1.1.1", 95, 5.0),
        # 5 * (14 - 6) / 18 = 2.22
        ("3.1", 14, 2.2),
        # 5 * 4 / 6 = 3.33
        ("BW3", 4, 3.3),
    ],
)
def test_points_of_measured_values_by_hand(code: str, value: float, points: float) -> None:
    assert points_of(quality().by_code(code), value) == points
    (state,) = [s for s in rated({"code": code, "value": value}).indicators if s.code == code]
    assert (state.self_points, state.provable_points, state.proven_points) == (points, points, 0)


def test_a_target_below_the_lower_bound_turns_the_scale() -> None:
    # 5 * (10 - 30) / (5 - 30) = 4.0
    indicator = quality().by_code("5.1").model_copy(update={"lower": 30.0, "target": 5.0})
    assert [points_of(indicator, x) for x in (30, 10, 5, 0)] == [0, 4.0, 5.0, 5.0]


def test_a_checklist_earns_a_point_for_each_item_with_evidence() -> None:
    three = ("massnahmen", "verantwortlich", "termine")
    accepted = {**PROOF, "items": ["massnahmen", "termine"]}
    (state,) = [
        s for s in rated({"code": "4.1.3", "fulfilled": three, "evidence": [accepted, OPEN]}).indicators if s.answered
    ]
    assert (state.self_points, state.proven_points) == (3, 2)
    assert state.missing_items == (
        "Jede Maßnahme hat ein Budget oder ist ausdrücklich kostenfrei.",
        "Jede Maßnahme hat eine Kennzahl.",
    )


def test_evidence_for_an_item_that_is_not_fulfilled_earns_nothing() -> None:
    reading = {"code": "4.1.3", "fulfilled": ["termine"], "evidence": [{**PROOF, "items": ["budget"]}]}
    assert rated(reading).belegt.points == 0


def test_own_estimate_and_values_stand_side_by_side() -> None:
    # values give 2.1, the manager says 4: 4 - 2.1 = 1.9
    (state,) = [
        s for s in rated({"code": "1.1.1", "value": 61, "self_points": 4, "evidence": [PROOF]}).indicators if s.answered
    ]
    assert (state.self_points, state.provable_points, state.proven_points, state.deviation) == (4, 2.1, 2.1, 1.9)
    assert state.accepted_by == ("Gutachterin (Beispiel), 20.05.2015",)


def test_only_accepted_evidence_counts_as_proven() -> None:
    result = rated(*PASSED, *scored([5.0] * 30, evidence=[OPEN]))
    assert (result.selbst.points, result.belegt.points) == (150, 0)
    assert (result.selbst.gap_points, result.belegt.gap_points) == (0, 120)
    assert result.light == "rot"


@pytest.mark.parametrize(
    ("points", "light"),
    [
        # 97.4 / 150 = 64.9 %; 97.5 = 65.0; 119.9 = 79.9; 120 = 80.0; 127.4 = 84.9; 127.5 = 85.0
        (97.4, "rot"),
        (97.5, "orange"),
        (119.9, "orange"),
        (120.0, "gelb"),
        (127.4, "gelb"),
        (127.5, "gruen"),
        (150.0, "gruen"),
    ],
)
def test_the_light_turns_exactly_where_ruling_7_says(points: float, light: str) -> None:
    result = total(points)
    assert result.belegt.points == points
    assert result.light == light


def test_one_indicator_below_its_minimum_prevents_green() -> None:
    # 29 * 5 = 145, one at 1.9: 146.9 / 150 = 97.9 %
    result = rated(*PASSED, *scored([1.9] + [5.0] * 29))
    assert result.light == "gelb"
    assert result.belegt.below_minimum == (GRADED[0],)
    assert "Unter den Mindestpunkten liegen: 1.1.1." in result.light_reasons
    assert rated(*PASSED, *scored([2.0] + [5.0] * 29)).light == "gruen"


@pytest.mark.parametrize(
    ("reading", "outcome", "reason"),
    [
        (
            {"code": "1.1.2", "values": {"company_share": 49.9, "actor_types": 3}, "evidence": [PROOF]},
            "verfehlt",
            "verfehlt (Anteil der Unternehmen 49,9 %, mindestens 50 %)",
        ),
        (
            {"code": "1.1.2", "values": {"company_share": 50, "actor_types": 2}},
            "nachweis_fehlt",
            "erfüllt, aber nicht belegt (Anteil der Unternehmen 50 %, mindestens 50 %; Arten von Akteuren 2, mindestens 2)",
        ),
        (
            {"code": "1.1.2", "values": {"company_share": 50}},
            "keine_angabe",
            "ohne Angabe (Arten von Akteuren unbekannt, mindestens 2)",
        ),
        (
            {"code": "1.1.2", "values": {"actor_types": 1}},
            "verfehlt",
            "verfehlt (Anteil der Unternehmen unbekannt, mindestens 50 %; Arten von Akteuren 1, mindestens 2)",
        ),
    ],
)
def test_a_minimum_criterion_tells_why(reading: dict[str, Any], outcome: str, reason: str) -> None:
    result = rated(reading, *PASSED[1:], *scored([5.0] * 30))
    (state,) = [k for k in result.knock_outs if k.code == "1.1.2"]
    assert (state.outcome, state.reason) == (outcome, reason)
    assert state.passed_self is (outcome == "nachweis_fehlt")
    assert result.light == "rot"
    assert result.light_reasons[0] == f"Mindestkriterium 1.1.2 Zusammensetzung der Akteure {reason}."


def test_limits_of_the_single_minimum_criteria() -> None:
    for code, just, short in (("1.1.3", 15, 14), ("2.1", 2, 1.9), ("2.2.1", 0.5, 0.4)):
        for value, passed in ((just, True), (short, False)):
            result = rated({"code": code, "value": value, "evidence": [PROOF]})
            (state,) = [k for k in result.knock_outs if k.code == code]
            assert state.passed_proven is passed


def test_what_was_not_answered_is_listed_and_gives_no_points() -> None:
    result = rated({"code": "5.1", "value": 20}, PASSED[2])
    assert len(result.unanswered) == 32
    assert result.selbst.points == 5
    assert result.unanswered[0] == "1.1.1"


def test_categories_and_dimensions_add_up() -> None:
    result = rated(*PASSED, *scored(VECTOR))
    assert [g.possible_points for g in result.categories] == [45, 45, 35, 25]
    assert [g.possible_points for g in result.dimensions] == [10, 40, 15, 70, 15]
    for groups in (result.categories, result.dimensions):
        assert sum(g.proven_points for g in groups) == 104
    # dimension 1 holds 1.1.1 and 1.2 with 4 points each: 8 / 10
    assert (result.dimensions[0].proven_percent, result.dimensions[0].light) == (80, "gelb")


def test_single_lights_follow_minimum_and_bounds() -> None:
    # red below 2; orange below 80 % = 4; yellow below 85 % = 4.25; green above
    result = rated(*scored([1.9, 2.0, 3.9, 4.0, 4.2, 4.3, 5.0]))
    assert [s.light for s in result.indicators[:7]] == ["rot", "orange", "orange", "gelb", "gelb", "gruen", "gruen"]


# --- the shortest path ----------------------------------------------------------------------------------------------


def test_the_path_closes_gap_and_reserve_in_the_order_of_the_formula() -> None:
    # 104 points: 16 + 8 = 24 are needed. Benefit = (5 - p) * feasibility / effort per point, for example
    # 4.1.5 at 4: 1 * 0.9 / 0.5 = 1.80; the two-point indicators have 3 missing points
    result = rated(*PASSED, *scored(VECTOR))
    path = result.path
    assert (path.start_points, path.needed_points, path.target_points) == (104, 24, 128)
    by_hand = sorted(
        (
            (-(5 - s.provable_points) * (i.feasibility or 0) / (i.effort_pt or 1), n, s.code, 5 - s.provable_points)
            for n, s in enumerate(result.indicators)
            if s.provable_points < 5
            for i in [quality().by_code(s.code)]
        ),
    )
    taken, stand = [], 104.0
    for _, _, code, points in by_hand:
        if stand >= 128:
            break
        stand += points
        taken.append((code, points, stand))
    assert [(s.code, s.points, s.cumulated_points) for s in path.steps] == taken
    assert [s.place for s in path.steps] == list(range(1, len(path.steps) + 1))
    assert path.end_points >= 128 > path.steps[-2].cumulated_points


def test_three_steps_by_hand() -> None:
    # all at 4.2 points = 29 * 4.2 = 121.8 but 4.1.5 at 0: needed 128 - 121.8 = 6.2
    # 4.1.5: 5 * 0.9 / 0.5 = 9.0, brings 5 for 2.5 PT -> 126.8
    # then 0.8 missing each: 2.4, 4.1.3, 4.6.1, 4.6.2: 0.8 * 0.9 / 0.8 = 0.9, in the order of the catalogue
    points = [0.0 if code == "4.1.5" else 4.2 for code in GRADED]
    path = rated(*PASSED, *scored(points)).path
    assert [(s.code, s.points, s.cumulated_points, s.effort_pt) for s in path.steps] == [
        ("4.1.5", 5.0, 126.8, 2.5),
        ("2.4", 0.8, 127.6, 0.64),
        ("4.1.3", 0.8, 128.4, 0.64),
    ]
    assert path.steps[0].benefit == pytest.approx(9.0)
    # 2.5 + 0.64 + 0.64
    assert path.effort_pt == pytest.approx(3.78)
    assert path.steps[-1].cumulated_effort_pt == pytest.approx(3.78)


def test_missing_evidence_comes_first_because_it_is_cheap() -> None:
    # 28 indicators at 4 proven = 112; two claimed at 4 without evidence, 8 points for 0.1 PT each
    open_ones = [{"code": code, "self_points": 4, "evidence": [OPEN]} for code in GRADED[28:]]
    path = rated(*PASSED, *scored([4.0] * 28), *open_ones).path
    assert (path.start_points, path.needed_points) == (112, 16)
    assert [(s.kind, s.points, s.effort_pt, s.cumulated_points) for s in path.steps[:3]] == [
        ("nachweis", 4, 0.4, 116),
        ("nachweis", 4, 0.4, 120),
        ("verbesserung", 1, 0.5, 121),
    ]
    assert path.steps[0].step.startswith("Nachweis vorlegen: ")


def test_the_reserve_alone_is_still_planned_and_above_it_nothing() -> None:
    # 125 points: the gap is closed, 3 of the 8 reserve points are missing
    near = total(125.0)
    assert (near.belegt.gap_points, near.path.needed_points) == (0, 3)
    assert near.path.steps
    assert total(128.0).path.steps == ()


def test_indicators_that_the_path_leaves_below_their_minimum_are_named() -> None:
    # 28 * 5 = 140 points and two at 1: nothing is needed for the sum, both still block
    path = rated(*PASSED, *scored([1.0, 1.0] + [5.0] * 28)).path
    assert path.steps == ()
    assert path.below_minimum_left == ("1.1.1", "1.2")


# --- refused input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readings", "message"),
    [
        ([{"code": "9.9"}], "Den Indikator 9.9 gibt es im Katalog 2014.1 nicht"),
        ([{"code": "5.1"}, {"code": "5.1"}], "5.1 kommt zweimal vor"),
        ([{"code": "4.1.3", "value": 3}], "4.1.3 Umsetzungsplan: Dies ist eine Checkliste"),
        ([{"code": "5.1", "fulfilled": ["a"]}], "Dies ist keine Checkliste"),
        ([{"code": "5.1", "evidence": [{**PROOF, "items": ["a"]}]}], "Dies ist keine Checkliste"),
        ([{"code": "5.1", "values": {"a": 1}}], "Ein Messwert hat nur einen Wert"),
        ([{"code": "4.1.3", "fulfilled": ["plan"]}], "Unbekannt sind plan; möglich sind budget, kennzahlen"),
        ([{"code": "1.1.2", "values": {"firms": 3}}], "Unbekannt sind firms; möglich sind actor_types, company_share"),
        ([{"code": "1.1.2", "value": 3}], "Bitte geben Sie unter values company_share, actor_types einzeln an"),
        ([{"code": "2.1", "self_points": 3}], "Ein Mindestkriterium hat keine Punkte"),
        ([{"code": "1.1.1", "value": 101}], "zwischen 0 und 100"),
        ([{"code": "1.1.2", "values": {"company_share": 130}}], "zwischen 0 und 100"),
        ([{"code": "5.1", "evidence": [{"what": "N", "accepted": True}]}], "Name und Tag der Anerkennung"),
    ],
)
def test_what_does_not_fit_is_named(readings: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        rated(*readings)


def test_points_of_a_checklist_are_no_measured_value() -> None:
    with pytest.raises(InputError, match="hat keinen Messwert"):
        points_of(quality().by_code("4.1.3"), 3)


def test_results_go_through_json_and_name_the_catalogue() -> None:
    result = rated(*PASSED, *scored(VECTOR))
    assert ReadinessResult.model_validate_json(result.model_dump_json()) == result
    assert (result.catalogue_version, result.catalogue_status) == (quality().version, quality().status)


def test_another_catalogue_is_used_when_given() -> None:
    own = quality().model_copy(update={"version": "A-1"})
    result = readiness(ReadinessInput.model_validate({"readings": [], "catalogue": own.model_dump()}))
    assert result.catalogue_version == "A-1"


# --- properties -----------------------------------------------------------------------------------------------------

tenths = st.integers(0, 50).map(lambda n: n / 10)
answers = st.lists(tenths, min_size=30, max_size=30)


@settings(deadline=None, max_examples=40)
@given(points=answers, accepted=st.lists(st.booleans(), min_size=30, max_size=30))
def test_figures_are_bounded_and_the_path_reaches_its_target(points: list[float], accepted: list[bool]) -> None:
    readings = [
        {**row, "evidence": [PROOF if yes else OPEN]} for row, yes in zip(scored(points), accepted, strict=True)
    ]
    result = rated(*PASSED, *readings)
    assert 0 <= result.belegt.percent <= result.selbst.percent <= 100
    assert result.selbst.points == pytest.approx(sum(points))
    stands = [result.path.start_points, *(s.cumulated_points for s in result.path.steps)]
    assert stands == sorted(stands)
    assert result.path.end_points >= min(128, result.path.start_points)
    assert result.path.end_points >= 128 or result.path.steps == ()
    assert (result.path.steps == ()) == (result.belegt.points >= 128)


@settings(deadline=None, max_examples=25)
@given(points=answers, order=st.permutations(range(30)))
def test_the_order_of_the_answers_does_not_matter(points: list[float], order: list[int]) -> None:
    readings = scored(points)
    assert rated(*PASSED, *readings) == rated(*(readings[n] for n in order), *PASSED)


@settings(deadline=None)
@given(code=st.sampled_from(["1.1.1", "2.3", "3.1", "4.4", "5.1"]), low=st.floats(0, 100), more=st.floats(0, 100))
def test_a_better_value_never_earns_fewer_points(code: str, low: float, more: float) -> None:
    indicator = quality().by_code(code)
    first, second = points_of(indicator, low), points_of(indicator, low + more)
    assert 0 <= first <= second <= 5
    assert round(first * 10) == pytest.approx(first * 10)


LIGHTS = ("rot", "orange", "gelb", "gruen")


@settings(deadline=None, max_examples=25)
@given(points=answers, which=st.integers(0, 29), more=tenths)
def test_more_points_never_darken_the_light(points: list[float], which: int, more: float) -> None:
    better = [min(5.0, p + more) if n == which else p for n, p in enumerate(points)]
    before, after = rated(*PASSED, *scored(points)), rated(*PASSED, *scored(better))
    assert LIGHTS.index(before.light) <= LIGHTS.index(after.light)
    assert after.belegt.gap_points <= before.belegt.gap_points


def test_the_day_of_acceptance_is_a_date() -> None:
    state = rated({"code": "5.1", "value": 9, "evidence": [{**PROOF, "accepted_on": date(2015, 3, 2)}]}).indicators
    assert [s.accepted_by for s in state if s.answered] == [("Gutachterin (Beispiel), 02.03.2015",)]
