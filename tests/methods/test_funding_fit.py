"""TT3 funding fit: each criterion by hand, deadlines across the year, validity, and what it never does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.funding_fit import (
    FundingFit,
    FundingFitInput,
    FundingFitResult,
    FundingIdea,
    funding_fit,
    next_deadline,
)

ON = date(2016, 3, 16)
PROGRAMMES = {p.key: p for p in transfer().programme}


def idea(**more: Any) -> FundingIdea:
    """Two SMEs and an institute, TRL 4, 200 and 100 thousand euro, 190 thousand of funding, ready in May."""
    base: dict[str, Any] = {
        "key": "I1",
        "smes": 2,
        "large": 0,
        "science": 1,
        "trl_start": 4,
        "cost_companies_eur": 200_000,
        "cost_science_eur": 100_000,
        "planned_grant_eur": 190_000,
        "ready_on": "2016-05-02",
    }
    return FundingIdea.model_validate(base | more)


def fits(*ideas: FundingIdea, on: date = ON, programmes: tuple[str, ...] = ()) -> FundingFitResult:
    return funding_fit(FundingFitInput(ideas=ideas, on=on, programmes=programmes))


def fit_of(programme: str, on: date = ON, **more: Any) -> FundingFit:
    return fits(idea(**more), on=on, programmes=(programme,)).fits[0]


def values(fit: FundingFit) -> dict[str, float]:
    return {c.name: c.value for c in fit.criteria}


def test_a_programme_that_fulfils_everything_fits() -> None:
    # possible: 0.45 * 200,000 + 1.0 * 100,000 = 190,000, exactly what is planned
    fit = fit_of("zim_koop")
    assert fit.possible_grant_eur == Decimal("190000")
    assert (fit.fit, fit.verdict, fit.next_deadline) == (1.0, "passt", None)
    assert [c.reason for c in fit.criteria] == [
        "Konsortium genügt",
        "Reifegrad 4 zu Beginn, vorgesehen 3 bis 7",
        "deckt die geplante Förderung",
        "Antrag jederzeit möglich",
    ]


def test_a_single_company_is_no_consortium_and_knocks_the_programme_out() -> None:
    # partner 1 of 2; the three other criteria are fulfilled: 0.75 would fit, but nothing replaces the consortium
    fit = fit_of("zim_koop", smes=1, science=0, planned_grant_eur=0)
    assert (fit.fit, fit.verdict) == (0.75, "passt nicht")
    assert fit.criteria[0].reason == "es fehlen Partner: 1 von 2 Partner"


@pytest.mark.parametrize(("trl", "value"), [(1, 0.0), (2, 0.5), (3, 1.0), (7, 1.0), (8, 0.5), (9, 0.0)])
def test_one_step_beside_the_range_of_maturity_counts_half(trl: int, value: float) -> None:
    assert values(fit_of("zim_koop", trl_start=trl))["Reifegrad"] == value


def test_caps_bound_the_grant_and_half_of_it_counts_half() -> None:
    # voucher B: 0.50 * 20,000 = 10,000, at most 5,000; planned 8,000: 62 %
    fit = fit_of("gutschein_b", cost_companies_eur=20_000, cost_science_eur=0, planned_grant_eur=8_000)
    assert fit.possible_grant_eur == 5000
    assert fit.criteria[2].value == 0.5 and fit.criteria[2].reason == "deckt 62 % der geplanten Förderung"
    # 5,000 of 190,000 is far too little
    assert values(fit_of("gutschein_b"))["Betrag"] == 0


def test_caps_per_partner_multiply() -> None:
    # ZIM: min(900,000; 2 * 380,000) * 0.45 + min(250,000; 1 * 190,000) = 342,000 + 190,000
    fit = fit_of("zim_koop", cost_companies_eur=900_000, cost_science_eur=250_000)
    assert fit.possible_grant_eur == Decimal("532000")


@pytest.mark.parametrize(
    ("ready", "deadline"),
    [
        (date(2016, 3, 1), date(2016, 4, 15)),
        (date(2016, 4, 15), date(2016, 4, 15)),
        (date(2016, 4, 16), date(2016, 10, 15)),
        (date(2016, 10, 16), date(2017, 4, 15)),
    ],
)
def test_the_next_deadline_comes_after_the_idea_is_ready(ready: date, deadline: date) -> None:
    assert next_deadline(PROGRAMMES["kmu_innovativ"], ready) == deadline


def test_a_programme_that_ends_first_has_no_deadline_any_more() -> None:
    assert next_deadline(PROGRAMMES["signo"], date(2016, 1, 4)) is None
    fit = fit_of("signo", on=date(2015, 11, 2), smes=1, large=0, science=0, ready_on="2016-02-01")
    assert (values(fit)["Frist"], fit.verdict) == (0.0, "passt nicht")


def test_a_programme_announced_for_next_year_starts_with_its_first_day() -> None:
    assert next_deadline(PROGRAMMES["wipano"], date(2015, 12, 1)) == date(2016, 1, 1)


def test_only_programmes_published_before_the_paper_and_not_ended_are_named() -> None:
    def named(on: date) -> set[str]:
        return {f.programme for f in fits(idea(), on=on).fits}

    assert "signo" in named(date(2015, 6, 1)) and "wipano" not in named(date(2015, 6, 1))
    assert "wipano" in named(date(2015, 12, 1)) and "signo" not in named(ON)
    assert "zim_koop" not in named(date(2015, 3, 1))


def test_the_best_programme_and_the_score_of_the_idea() -> None:
    found = fits(idea(), idea(key="I2", smes=0, large=1, science=0, planned_grant_eur=50_000))
    assert found.best == {"I1": "zim_koop"}  # running applications come before the deadline in October
    # nothing takes a single large company: 1 + 4 * 0
    assert found.score == {"I1": 5, "I2": 1}


def test_the_score_rounds_commercially() -> None:
    # consortium 1, maturity 0.5, amount 1, deadline 1 = 0.875; 1 + 3.5 = 4.5 -> 5; with half the amount 1 + 3 = 4
    found = fits(idea(trl_start=8), programmes=("zim_koop",))
    assert (found.fits[0].fit, found.score["I1"]) == (0.875, 5)
    found = fits(idea(trl_start=8, planned_grant_eur=300_000), programmes=("zim_koop",))
    assert (found.fits[0].fit, found.score["I1"]) == (0.75, 4)


def test_an_amount_far_too_small_rules_a_programme_out() -> None:
    # 190,000 of 900,000 is 21 %; consortium, maturity and deadline alone would make 0.75
    found = fits(idea(planned_grant_eur=900_000), programmes=("zim_koop",))
    assert (found.fits[0].fit, found.fits[0].verdict, found.score["I1"]) == (0.75, "passt nicht", 1)


def test_a_form_that_a_programme_does_not_fund_rules_it_out() -> None:
    assert fit_of("zim_koop", form="verbundprojekt").verdict == "passt"
    fit = fit_of("zim_koop", form="auftragsforschung")
    assert (fit.funds_form, fit.verdict, fit.fit) == (False, "passt nicht", 1.0)


def test_an_unknown_programme_names_the_valid_ones() -> None:
    with pytest.raises(InputError, match=r"signo gibt es am 16\.03\.2016 nicht; möglich sind: gutschein_a"):
        fits(idea(), programmes=("signo",))


def test_an_idea_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="Die Idee I1 kommt zweimal vor"):
        fits(idea(), idea())


@settings(deadline=None)
@given(
    smes=st.integers(0, 8),
    science=st.integers(0, 3),
    trl=st.integers(1, 9),
    cost=st.integers(0, 2_000_000),
    planned=st.integers(0, 1_000_000),
)
def test_fits_are_bounded_and_grants_never_exceed_the_cost(
    smes: int, science: int, trl: int, cost: int, planned: int
) -> None:
    found = fits(
        idea(
            smes=smes,
            science=science,
            trl_start=trl,
            cost_companies_eur=cost,
            cost_science_eur=cost,
            planned_grant_eur=planned,
        )
    )
    for fit in found.fits:
        assert 0 <= fit.fit <= 1
        assert 0 <= fit.possible_grant_eur <= 2 * cost
        assert fit.verdict != "passt" or values(fit)["Konsortium"] == 1
    assert 1 <= found.score["I1"] <= 5


@settings(deadline=None)
@given(smes=st.integers(0, 7), more=st.integers(0, 4))
def test_more_partners_never_hurt_the_consortium(smes: int, more: int) -> None:
    before = {f.programme: values(f)["Konsortium"] for f in fits(idea(smes=smes)).fits}
    after = {f.programme: values(f)["Konsortium"] for f in fits(idea(smes=smes + more)).fits}
    assert all(after[key] >= before[key] for key in before)


def test_every_programme_says_who_where_from_and_as_of_when() -> None:
    for programme in transfer().programme:
        assert programme.source and programme.mark in {"[V]", "[D]", "[M]"} and programme.provider
        assert programme.trl_from <= programme.trl_to
        assert programme.valid_to is None or programme.valid_from < programme.valid_to
