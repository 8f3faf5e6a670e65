"""F10 financing plan: the gap closes or it does not, year by year."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.financing import IncomeSource
from clusterprocess.methods.financing_plan import FinancingPlanInput, FinancingPlanResult, PlanYear, financing_plan


def year(number: int, cost: int, **income: int) -> PlanYear:
    sources = tuple(
        IncomeSource.model_validate({"name": kind, "kind": kind, "amount_eur": amount})
        for kind, amount in income.items()
    )
    return PlanYear(year=number, income=sources, cost_eur=Decimal(cost))


def planned(*years: PlanYear) -> FinancingPlanResult:
    return financing_plan(FinancingPlanInput(years=years))


def test_the_sample_plan_closes_and_carries_itself_to_three_quarters() -> None:
    # Fees 66+10, services 40+35, sponsoring 15, municipalities 15, carrier 24 = 205 = cost 220-15
    result = planned(
        year(2018, 205_000, beitraege=76_000, leistungen=75_000, sponsoring=15_000, kommunal=15_000, traeger=24_000)
    )
    assert (result.closes, result.closed_from, int(result.total_gap_eur)) == (True, 2018, 0)
    # 151 / 205 = 0.7366
    assert result.years[0].own_share == pytest.approx(0.7366, abs=1e-4)


def test_half_of_the_additional_services_leaves_a_gap() -> None:
    # 35 / 2 = 17.5 T EUR are missing
    result = planned(
        year(2018, 205_000, beitraege=76_000, leistungen=57_500, sponsoring=15_000, kommunal=15_000, traeger=24_000)
    )
    assert (result.closes, int(result.years[0].gap_eur), result.open_years) == (False, 17_500, (2018,))
    assert result.closed_from is None


def test_years_come_in_order_with_the_first_from_which_no_gap_remains() -> None:
    result = planned(
        year(2018, 100, beitraege=120),
        year(2016, 100, beitraege=100),
        year(2017, 100, beitraege=90, leistungen=4),
    )
    assert [(y.year, int(y.gap_eur), y.closes) for y in result.years] == [
        (2016, 0, True),
        (2017, 6, False),
        (2018, -20, True),
    ]
    assert (result.closes, result.open_years, result.closed_from) == (False, (2017,), 2018)
    assert result.total_gap_eur == -14


def test_income_is_summed_per_kind_for_the_stacked_columns() -> None:
    two = tuple(IncomeSource(name=name, kind="leistungen", amount_eur=Decimal(10)) for name in ("Seminare", "Beratung"))
    result = planned(PlanYear(year=2016, income=two, cost_eur=Decimal(20)))
    assert result.years[0].income_by_kind_eur == {"leistungen": 20}


def test_a_year_without_income_is_one_large_gap() -> None:
    result = planned(year(2016, 100))
    assert (int(result.years[0].gap_eur), result.years[0].own_share) == (100, 0)


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ((year(2016, 1), year(2016, 1)), "2016 kommt zweimal vor"),
        ((year(2016, 1), year(2018, 1)), "2016 hat kein direktes Folgejahr"),
    ],
)
def test_every_year_is_planned_exactly_once(years: tuple[PlanYear, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        planned(*years)


def test_a_source_named_twice_in_a_year_is_refused() -> None:
    twice = (IncomeSource(name="A", kind="eu", amount_eur=Decimal(1)),) * 2
    with pytest.raises(InputError, match=r"years\.2016\.income"):
        planned(PlanYear(year=2016, income=twice, cost_eur=Decimal(1)))


amounts = st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), min_size=1, max_size=6)


@settings(deadline=None)
@given(rows=amounts)
def test_figures_cross_foot_and_do_not_depend_on_the_order(rows: list[tuple[int, int]]) -> None:
    years = tuple(year(2016 + n, cost, beitraege=income) for n, (cost, income) in enumerate(rows))
    result = planned(*years)
    assert result.total_gap_eur == sum(cost - income for cost, income in rows)
    assert result.closes == all(income >= cost for cost, income in rows)
    assert planned(*years[::-1]) == result


@settings(deadline=None)
@given(cost=st.integers(1, 10**6), income=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_more_income_never_widens_the_gap(cost: int, income: int, more: int) -> None:
    assert (
        planned(year(2016, cost, eu=income + more)).years[0].gap_eur
        <= planned(year(2016, cost, eu=income)).years[0].gap_eur
    )
