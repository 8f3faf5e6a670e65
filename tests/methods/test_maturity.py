"""Maturity level and transition flag: every level, every boundary, missing facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.maturity import Label, MaturityInput, MaturityResult, maturity

DAY = date(2015, 1, 12)


def level(**facts: Any) -> str:
    return maturity(MaturityInput(as_of=DAY, **facts)).level


def result(**facts: Any) -> MaturityResult:
    return maturity(MaturityInput(as_of=DAY, **facts))


def test_without_paid_staff_figures_the_level_is_unknown_even_with_a_label() -> None:
    gold = Label(kind="gold", valid_until=date(2016, 1, 1))
    outcome = result(labels=(gold,), founded=2000, strategy_doc=True)
    assert (outcome.level, outcome.name) == ("unbekannt", "unbekannt")
    assert outcome.missing == ("bezahlte Vollzeitäquivalente",)


@pytest.mark.parametrize(("fte", "expected"), [(0, "M0"), (0.49, "M0"), (0.5, "M1"), (0.99, "M1")])
def test_paid_staff_decides_between_volunteers_and_emerging(fte: float, expected: str) -> None:
    assert level(fte_paid=fte) == expected


def test_established_needs_one_paid_person_four_years_and_a_written_strategy() -> None:
    assert level(fte_paid=1.0, founded=2011, strategy_doc=True) == "M2"
    assert level(fte_paid=0.9, founded=2011, strategy_doc=True) == "M1"
    assert level(fte_paid=1.0, founded=2012, strategy_doc=True) == "M1"
    assert level(fte_paid=1.0, founded=2011, strategy_doc=False) == "M1"


def test_the_initiative_of_the_sample_paper_is_established() -> None:
    # Founded 2006, 1.8 FTE, strategy of 2009, asked in January 2015.
    assert level(fte_paid=1.8, founded=2006, strategy_doc=True, strategy_year=2009) == "M2"


@pytest.mark.parametrize("kind", ["bw", "silver", "gold"])
def test_a_label_counts_until_its_last_day(kind: str) -> None:
    assert level(fte_paid=0.2, labels=({"kind": kind, "valid_until": DAY},)) == "M3"
    assert level(fte_paid=0.2, labels=({"kind": kind, "valid_until": date(2015, 1, 11)},)) == "M0"


@pytest.mark.parametrize("kind", ["bronze", "go_cluster"])
def test_bronze_and_go_cluster_do_not_lift_the_level(kind: str) -> None:
    assert level(fte_paid=0.2, labels=({"kind": kind, "valid_until": date(2016, 1, 1)},)) == "M0"


def test_a_label_without_a_date_does_not_count_and_is_named() -> None:
    outcome = result(fte_paid=2.0, founded=2000, strategy_doc=True, labels=(Label(kind="gold"),))
    assert (outcome.level, outcome.missing) == ("M2", ("Gültigkeit des Labels",))


def test_the_federal_award_is_tested_first() -> None:
    labels = (Label(kind="gold", valid_until=date(2016, 1, 1)), Label(kind="spitzencluster"))
    outcome = result(fte_paid=0.0, labels=labels)
    assert (outcome.level, outcome.name) == ("M4", "Spitzencluster")


def test_missing_facts_that_could_lift_the_level_are_named() -> None:
    assert result(fte_paid=1.5).missing == ("Gründungsjahr", "schriftliche Strategie")


@pytest.mark.parametrize(
    ("facts", "flag"),
    [
        ({"manager_since": date(2014, 1, 13)}, True),  # eleven complete months
        ({"manager_since": date(2014, 1, 12)}, False),  # twelve
        ({"manager_since": date(2015, 2, 1)}, False),  # not yet in office
        ({"funding_end": date(2016, 7, 11)}, True),  # seventeen complete months ahead
        ({"funding_end": date(2016, 7, 12)}, False),  # eighteen
        ({"funding_end": date(2014, 12, 31)}, False),  # already over
        ({"members_24m_ago": 100, "members_now": 85}, True),  # minus 15 %
        ({"members_24m_ago": 100, "members_now": 86}, False),
        ({"members_24m_ago": 0, "members_now": 10}, False),
        ({"members_now": 10}, False),
        ({"strategy_year": 2009}, True),  # six years
        ({"strategy_year": 2010}, False),  # five
        ({}, False),
    ],
)
def test_each_sign_of_transition_has_its_boundary(facts: dict[str, Any], flag: bool) -> None:
    outcome = result(fte_paid=1.0, **facts)
    assert outcome.in_transition is flag
    assert bool(outcome.transition_reasons) is flag


def test_all_signs_are_listed_in_words() -> None:
    outcome = result(
        fte_paid=1.0,
        manager_since=date(2014, 10, 1),
        funding_end=date(2015, 12, 31),
        members_24m_ago=100,
        members_now=70,
        strategy_year=2008,
    )
    assert outcome.transition_reasons == (
        "Wechsel im Clustermanagement vor weniger als 12 Monaten",
        "öffentliche Förderung endet in weniger als 18 Monaten",
        "mindestens 15 % weniger Mitglieder in 24 Monaten",
        "Strategie älter als 5 Jahre",
    )
    assert outcome.catalogue_version == limits().version


def test_a_founding_year_after_the_date_is_refused() -> None:
    with pytest.raises(InputError, match="2016 liegt nach dem Stichtag"):
        result(fte_paid=1.0, founded=2016)


@settings(deadline=None)
@given(
    fte=st.floats(0, 20),
    more=st.floats(0, 20),
    founded=st.none() | st.integers(1980, 2015),
    strategy=st.none() | st.booleans(),
)
def test_more_paid_staff_never_lowers_the_level(
    fte: float, more: float, founded: int | None, strategy: bool | None
) -> None:
    less = level(fte_paid=fte, founded=founded, strategy_doc=strategy)
    assert less <= level(fte_paid=fte + more, founded=founded, strategy_doc=strategy)
