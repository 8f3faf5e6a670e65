"""INT1 readiness and INT4 ladder: points worked out by hand from the catalogue, bounds, monotonicity, refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.international_readiness import ReadinessInput, ReadinessResult, readiness
from clusterprocess.methods.partnerships import LadderInput, LadderResult, ladder

NOTHING: dict[str, Any] = {
    "as_of": date(2015, 10, 12), "has_strategy": False, "fte": 0, "budget_eur": 0, "english_website": False,
    "english_profile": False, "lead_members": 0, "activities": 0, "activity_types": 0,
}  # fmt: skip
EVERYTHING: dict[str, Any] = {
    "as_of": date(2015, 10, 12), "has_strategy": True, "strategy_year": 2013, "fte": 1, "budget_eur": 40_000,
    "english_website": True, "english_profile": True, "english_level": "C1", "lead_members": 6,
    "partnerships": [{"name": n, "country": "NL", "stage": 3, "last_contact_on": date(2015, 9, 1)} for n in "abc"],
    "activities": 7, "activity_types": 3,
}  # fmt: skip


def ready(**more: Any) -> ReadinessResult:
    return readiness(ReadinessInput.model_validate({**NOTHING, **more}))


def points(result: ReadinessResult) -> dict[str, float]:
    return {c.key: c.points for c in result.components}


def rungs(*partners: dict[str, Any]) -> LadderResult:
    return ladder(LadderInput.model_validate({"as_of": date(2015, 10, 12), "partnerships": partners}))


def partner(name: str, stage: int, last: date | None) -> dict[str, Any]:
    return {"name": name, "country": "NL", "stage": stage, "last_contact_on": last}


def test_the_catalogue_makes_a_hundred_points() -> None:
    result = ready()
    assert [(c.key, c.maximum) for c in result.components] == [
        ("strategie", 20), ("ressourcen", 20), ("englisch", 10), ("fuehrende", 20), ("partner", 15), ("erfahrung", 15),
    ]  # fmt: skip
    assert (result.score, result.word) == (0, "vorbereiten")


def test_everything_gives_a_hundred() -> None:
    result = readiness(ReadinessInput.model_validate(EVERYTHING))
    assert (result.score, result.word, result.largest_gaps) == (100, "skalieren", ())


def test_a_label_holder_with_an_old_strategy_reaches_76() -> None:
    # strategy of 2011, older than 4 years: 10; 0.4 FTE: 7, 28 000 euro: 10; website 4 and C1 3, no profile;
    # 4 leads: 15; NL stage 3 and DK stage 2 fresh, AT stage 2 last met in March 2014: two, 12; 6 activities, 5 types: 15
    partners = [
        partner("NL", 3, date(2015, 9, 10)),
        partner("DK", 2, date(2015, 5, 20)),
        partner("AT", 2, date(2014, 3, 1)),
        partner("SG", 1, date(2015, 6, 3)),
    ]
    result = ready(
        has_strategy=True, strategy_year=2010, fte=0.4, budget_eur=28_000, english_website=True, english_level="C1",
        lead_members=4, partnerships=partners, activities=6, activity_types=5,
    )  # fmt: skip
    assert points(result) == {
        "strategie": 10, "ressourcen": 17, "englisch": 7, "fuehrende": 15, "partner": 12, "erfahrung": 15,
    }  # fmt: skip
    assert (result.score, result.word) == (76, "skalieren")
    # missing 10, 3, 3, 5, 3, 0
    assert result.largest_gaps == ("strategie", "fuehrende", "englisch", "partner", "ressourcen")
    said = {c.key: c.reason for c in result.components}
    assert said["strategie"] == "schriftlich, von 2010, älter als 4 Jahre"
    assert said["partner"] == "2 von 4 Partnern mindestens auf Stufe 2, ein weiterer ohne Kontakt seit 12 Monaten"
    assert said["englisch"] == "vorhanden: Internetseite, Englisch im Team; fehlt: europäisches Profil"
    assert said["ressourcen"] == "0,4 Vollzeitäquivalente, 28.000 Euro im Jahr"


def test_a_volunteer_group_with_two_leads_and_two_visits_prepares() -> None:
    result = ready(fte=0.05, budget_eur=500, english_level="B1", lead_members=2, activities=2, activity_types=1)
    # 2 leads: 10; 2 activities: 5
    assert (result.score, result.word) == (15, "vorbereiten")


@pytest.mark.parametrize(("year", "earned"), [(2011, 20), (2010, 10), (None, 10)])
def test_a_strategy_is_fresh_for_four_years(year: int | None, earned: float) -> None:
    assert points(ready(has_strategy=True, strategy_year=year))["strategie"] == earned


@pytest.mark.parametrize(
    ("activities", "types", "earned"), [(0, 0, 0), (1, 1, 5), (3, 1, 10), (5, 1, 10), (5, 2, 15), (9, 4, 15)]
)
def test_the_top_of_experience_needs_two_types(activities: int, types: int, earned: float) -> None:
    assert points(ready(activities=activities, activity_types=types))["erfahrung"] == earned


@pytest.mark.parametrize(("level", "earned"), [("A2", 0), ("B1", 0), ("B2", 3), ("C2", 3)])
def test_english_of_the_team_counts_from_b2(level: str, earned: float) -> None:
    assert points(ready(english_level=level))["englisch"] == earned


@pytest.mark.parametrize(("score", "word"), [(39, "vorbereiten"), (40, "pilotieren"), (69, "pilotieren")])
def test_the_words_change_at_40_and_70(score: int, word: str) -> None:
    rules = internationalisation().readiness.model_copy(update={"strategy_written": float(score), "strategy_fresh": 0})
    assert ready(has_strategy=True, strategy_year=2014, limits=rules).word == word


def test_contradictions_are_refused() -> None:
    with pytest.raises(InputError, match="Das Jahr 2016 liegt nach dem Stichtag"):
        ready(has_strategy=True, strategy_year=2016)
    with pytest.raises(InputError, match="2 Arten bei 1 Aktivitäten"):
        ready(activities=1, activity_types=2)


def test_the_ladder_counts_stages_and_finds_dormant_partners() -> None:
    result = rungs(
        partner("A", 3, date(2015, 9, 10)),
        partner("B", 2, date(2014, 10, 12)),  # twelve complete months
        partner("C", 2, date(2014, 10, 13)),  # one day less
        partner("D", 1, None),
        partner("E", 0, None),
    )
    assert result.by_stage == (1, 1, 2, 1, 0, 0)
    assert (result.carrying, result.dormant) == (2, 2)
    assert [r.name for r in result.partners] == ["A", "B", "C", "D", "E"]
    assert {r.name: r.dormant for r in result.partners} == {"A": False, "B": True, "C": False, "D": True, "E": False}
    assert result.partners[0].next_step == "gemeinsame Veranstaltung oder Reise für Mitglieder"
    assert result.partners[1].next_step == "Kontakt erneuern oder beenden"
    assert result.partners[4].next_step == "Ansprechperson finden und schreiben"


def test_a_partner_named_twice_is_refused() -> None:
    with pytest.raises(InputError, match="Der Partner A kommt zweimal vor"):
        rungs(partner("A", 1, None), partner("A", 2, None))


@settings(deadline=None)
@given(
    leads=st.integers(0, 12),
    fte=st.floats(0, 5),
    budget=st.integers(0, 200_000),
    activities=st.integers(0, 20),
    more=st.integers(0, 5),
)
def test_more_of_anything_never_lowers_the_score(
    leads: int, fte: float, budget: int, activities: int, more: int
) -> None:
    facts = {"lead_members": leads, "fte": fte, "budget_eur": budget, "activities": activities}
    low = ready(**facts, activity_types=min(activities, 2))
    for key in facts:
        high = ready(**{**facts, key: facts[key] + more}, activity_types=min(activities, 2))
        assert 0 <= low.score <= high.score <= 100


@settings(deadline=None)
@given(stages=st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_the_ladder_does_not_depend_on_the_order(stages: list[int]) -> None:
    partners = [partner(str(n), s, date(2015, 9, 1)) for n, s in enumerate(stages)]
    result = rungs(*partners)
    assert rungs(*partners[::-1]) == result
    assert sum(result.by_stage) == len(stages)
    assert result.carrying == sum(s >= 2 for s in stages)
