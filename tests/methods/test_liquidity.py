"""BER2: money over 36 months in three scenarios."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.liquidity import LiquidityInput, LiquidityResult, Scenario, liquidity

START = "2015-07-01"


def planned(**changes: Any) -> LiquidityResult:
    data = {
        "starts_on": START,
        "opening_eur": "12000",
        "income": [
            {"name": "Zuschuss", "kind": "land", "amount_eur": "60000", "certain_share": 1, "ends_on": "2016-06-30"},
            {"name": "Beiträge", "kind": "beitraege", "amount_eur": "24000", "certain_share": 1},
            {"name": "Seminare", "kind": "leistungen", "amount_eur": "12000", "certain_share": 0.5},
        ],
        "cost": [{"name": "Personal", "amount_eur": "72000"}],
        "fee_classes": [
            {"name": "klein", "fee_eur": "400", "members": 30},
            {"name": "groß", "fee_eur": "1200", "members": 10},
        ],
    }
    return liquidity(LiquidityInput.model_validate({**data, **changes}))


def scenario(result: LiquidityResult, name: str) -> Scenario:
    return next(s for s in result.scenarios if s.name == name)


def test_the_basis_by_hand() -> None:
    # income 60,000 + 3 * 24,000 + 3 * 6,000 = 150,000; cost 3 * 72,000 = 216,000; 12,000 + 150,000 - 216,000 = -54,000
    basis = scenario(planned(), "basis")
    assert (basis.income_eur, basis.cost_eur, basis.closing_eur) == (150_000, 216_000, -54_000)
    # the first year leaves 12,000 + 90,000 - 72,000 = 30,000; then 3,500 a month are missing: 8 months leave 2,000, the
    # ninth after June 2016 is March 2017
    assert basis.quarters[3].balance_eur == 30_000
    assert (basis.first_negative_month, basis.lowest_month, basis.lowest_eur) == ("2017-03", "2018-06", -54_000)


def test_the_needed_fee_is_split_over_the_classes_in_proportion() -> None:
    # the last twelve months: 72,000 - 30,000 = 42,000 for 40 payers = 1,050 each; fees today 24,000, so 175 % on top
    basis = scenario(planned(), "basis")
    assert (basis.yearly_gap_eur, basis.extra_fee_eur) == (42_000, 1_050)
    assert [c.extra_eur for c in basis.fee_classes] == [700, 2_100]
    assert [c.new_fee_eur for c in basis.fee_classes] == [1_100, 3_300]
    assert sum(c.extra_eur * c.members for c in basis.fee_classes) == 42_000


def test_stress_takes_the_largest_grant_after_six_months_and_doubts_what_is_not_certain() -> None:
    # 30,000 of the grant + 3 * 24,000 * 0.95 + 3 * 12,000 * 0.5 * 0.5 = 30,000 + 68,400 + 9,000
    stress = scenario(planned(), "stress")
    assert (planned().lost_source, stress.income_eur) == ("Zuschuss", 107_400)
    # half a year of grant: 12,000 + 30,000 + 11,400 + 1,500 - 36,000 = 18,900
    assert stress.quarters[1].balance_eur == 18_900
    # then (22,800 + 3,000) / 12 = 2,150 a month against 6,000: 18,900 / 3,850 = 4.9, so the fifth month of 2016
    assert stress.first_negative_month == "2016-05"


def test_growth_compounds_from_the_second_year_on() -> None:
    growth = scenario(planned(), "wachstum")
    fees = 24_000 * (1 + Decimal("1.06") + Decimal("1.06") ** 2)
    seminars = 6_000 * (1 + Decimal("1.10") + Decimal("1.10") ** 2)
    cost = 72_000 * (1 + Decimal("1.03") + Decimal("1.03") ** 2)
    assert growth.income_eur == 60_000 + fees + seminars
    assert growth.cost_eur == cost


def test_a_yearly_payment_moves_in_its_month_only() -> None:
    income = [
        {"name": "Beiträge", "kind": "beitraege", "amount_eur": "24000", "certain_share": 1, "paid_in_month": 2},
    ]
    basis = scenario(planned(income=income, opening_eur="0", cost=[{"name": "Miete", "amount_eur": "12000"}]), "basis")
    assert [int(q.income_eur) for q in basis.quarters[:4]] == [0, 0, 24_000, 0]
    # without money in hand July is already short: 1,000 of rent
    assert (basis.first_negative_month, basis.lowest_month, basis.lowest_eur) == ("2015-07", "2016-01", -7_000)
    assert basis.closing_eur == 3 * 24_000 - 3 * 12_000


def test_a_month_counts_when_the_source_runs_in_any_part_of_it() -> None:
    income = [
        {"name": "Stelle", "kind": "kommunal", "amount_eur": "12000", "certain_share": 1, "starts_on": "2015-08-15",
         "ends_on": "2015-10-01"},
    ]  # fmt: skip
    basis = scenario(planned(income=income), "basis")
    assert [int(q.income_eur) for q in basis.quarters[:2]] == [2_000, 1_000]


def test_without_a_grant_nothing_is_lost_and_without_a_gap_no_fee_is_needed() -> None:
    income = [{"name": "Beiträge", "kind": "beitraege", "amount_eur": "80000", "certain_share": 1}]
    result = planned(income=income)
    assert result.lost_source is None
    basis = scenario(result, "basis")
    assert (basis.first_negative_month, basis.yearly_gap_eur, basis.extra_fee_eur) == (None, 0, 0)


def test_what_is_planned_and_what_is_certain_stand_side_by_side() -> None:
    result = planned()
    # as if all were certain: 60,000 + 72,000 + 36,000
    assert (result.planned_eur, result.certain_eur) == (168_000, 150_000)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts_on": "2015-08-01"}, "ersten Tag eines Quartals"),
        ({"cost": [{"name": "Miete", "amount_eur": "1"}] * 2}, "cost: Miete kommt zweimal vor"),
        ({"cost": [{"name": "Miete", "amount_eur": "1", "starts_on": "2016-02-01", "ends_on": "2016-01-01"}]},
         "Miete endet vor dem Beginn"),
        ({"paying_members": 39}, "39 zahlende Mitglieder passen nicht zu 40"),
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        planned(**changes)


amounts = st.integers(0, 500_000)
shares = st.sampled_from([0, 0.25, 0.5, 0.8, 1])


@settings(deadline=None, max_examples=50)
@given(grant=amounts, fees=amounts, seminars=amounts, cost=amounts, opening=amounts, certain=shares)
def test_quarters_cross_foot_and_stress_never_brings_more_than_the_basis(
    grant: int, fees: int, seminars: int, cost: int, opening: int, certain: float
) -> None:
    result = planned(
        opening_eur=str(opening),
        income=[
            {"name": "Zuschuss", "kind": "land", "amount_eur": str(grant), "certain_share": 1, "ends_on": "2017-12-31"},
            {"name": "Beiträge", "kind": "beitraege", "amount_eur": str(fees), "certain_share": 1},
            {"name": "Seminare", "kind": "leistungen", "amount_eur": str(seminars), "certain_share": certain},
        ],
        cost=[{"name": "Personal", "amount_eur": str(cost)}],
    )
    for found in result.scenarios:
        assert len(found.quarters) == 12
        assert sum(q.income_eur for q in found.quarters) == pytest.approx(found.income_eur, abs=Decimal("0.01"))
        assert opening + found.income_eur - found.cost_eur == pytest.approx(found.closing_eur, abs=Decimal("0.01"))
        assert found.lowest_eur <= min(q.balance_eur for q in found.quarters)
        assert (found.first_negative_month is None) == (found.lowest_eur >= 0)
    assert scenario(result, "stress").income_eur <= scenario(result, "basis").income_eur
    assert result.certain_eur <= result.planned_eur


@settings(deadline=None, max_examples=30)
@given(more=amounts)
def test_more_money_in_hand_lifts_every_balance_alike_and_leaves_the_gap(more: int) -> None:
    before, after = planned(), planned(opening_eur=str(12_000 + more))
    for old, new in zip(before.scenarios, after.scenarios, strict=True):
        assert new.closing_eur == pytest.approx(old.closing_eur + more, abs=Decimal("0.01"))
        assert new.yearly_gap_eur == old.yearly_gap_eur


def test_the_order_of_the_lines_does_not_matter() -> None:
    result = planned()
    data = LiquidityInput(
        starts_on=date(2015, 7, 1),
        opening_eur=Decimal(12_000),
        income=tuple(
            reversed(
                LiquidityInput.model_validate(
                    {
                        "starts_on": START,
                        "opening_eur": "0",
                        "income": [
                            {"name": "Zuschuss", "kind": "land", "amount_eur": "60000", "certain_share": 1,
                             "ends_on": "2016-06-30"},
                            {"name": "Beiträge", "kind": "beitraege", "amount_eur": "24000", "certain_share": 1},
                            {"name": "Seminare", "kind": "leistungen", "amount_eur": "12000", "certain_share": 0.5},
                        ],
                        "cost": [{"name": "Personal", "amount_eur": "72000"}],
                    }
                ).income
            )
        ),
        cost=LiquidityInput.model_validate(
            {"starts_on": START, "opening_eur": "0", "income": [
                {"name": "x", "kind": "land", "amount_eur": "1", "certain_share": 1}],
             "cost": [{"name": "Personal", "amount_eur": "72000"}]}
        ).cost,
    )  # fmt: skip
    for old, new in zip(result.scenarios, liquidity(data).scenarios, strict=True):
        assert old.quarters == new.quarters
