"""F10 financing: vectors, the coherent sample case, the split over fee classes and the waterfall."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.financing import FeeClass, FinancingInput, FinancingResult, IncomeSource, financing


def source(name: str, kind: str, amount: int | str | Decimal) -> IncomeSource:
    return IncomeSource.model_validate({"name": name, "kind": kind, "amount_eur": amount})


def financed(*sources: IncomeSource, **more: Any) -> FinancingResult:
    return financing(FinancingInput.model_validate({"budget_eur": 180_000, "sources": sources, **more}))


# Income 240 T EUR; without the project the cost is 220 T EUR; 55 payers.
SAMPLE = (
    source("Zuschuss", "land", 110_000),
    source("Beiträge", "beitraege", 66_000),
    source("Leistungen", "leistungen", 40_000),
    source("Träger", "traeger", 24_000),
)


def sample(**more: Any) -> FinancingResult:
    facts = {"budget_eur": 240_000, "cost_after_eur": 220_000, "carrier_is_public": False, "paying_members": 55}
    return financed(*SAMPLE, **{**facts, **more})


def test_the_vector_of_the_concentration() -> None:
    # 0.38^2 + 0.32^2 + 0.20^2 + 0.10^2 = 0.2968
    result = financed(
        source("A", "land", 38), source("B", "beitraege", 32), source("C", "leistungen", 20), source("D", "eu", 10)
    )
    assert result.hhi == pytest.approx(0.2968)
    assert result.clumped is False


def test_one_dominating_source_is_clumped() -> None:
    # 0.8^2 + 0.2^2 = 0.68
    assert financed(source("A", "land", 80), source("B", "beitraege", 20)).clumped is True
    # 0.5^2 + 0.5^2 = 0.5 is not above 0.5
    assert financed(source("A", "land", 50), source("B", "beitraege", 50)).clumped is False


def test_the_vector_of_the_runway() -> None:
    # 210 T / (180 T / 12)
    assert financed(source("A", "land", 1), secured_eur=210_000).runway_months == 14.0
    assert financed(source("A", "land", 1)).runway_months is None


def test_the_vector_of_the_stress_test() -> None:
    # (180 - 110) T / 60 = 1 166.67
    result = financed(source("Zuschuss", "land", 70_000), source("Rest", "beitraege", 110_000), paying_members=60)
    assert result.stress.shortfall_eur == 70_000
    assert result.stress.extra_fee_eur is not None
    assert round(result.stress.extra_fee_eur) == 1167


def test_the_sample_case_misses_ninety_thousand() -> None:
    stress = sample().stress
    assert stress.lost_source == "Zuschuss"
    assert (int(stress.lost_eur), int(stress.remaining_eur)) == (110_000, 130_000)
    assert stress.lost_share == pytest.approx(0.4583, abs=1e-4)
    assert stress.shortfall_eur == 90_000
    # 90 000 / 55 = 1 636; the mean fee would rise from 66 000 / 55 = 1 200 to 2 836
    assert stress.extra_fee_eur is not None
    assert stress.needed_mean_fee_eur is not None
    assert round(stress.extra_fee_eur) == 1636
    assert stress.mean_fee_eur == 1200
    assert round(stress.needed_mean_fee_eur) == 2836


def test_the_waterfall_builds_up_falls_and_ends_at_the_shortfall() -> None:
    steps = sample().waterfall
    assert [(s.label, s.kind, int(s.delta_eur), int(s.running_eur)) for s in steps] == [
        ("Zuschuss", "einnahme", 110_000, 110_000),
        ("Beiträge", "einnahme", 66_000, 176_000),
        ("Leistungen", "einnahme", 40_000, 216_000),
        ("Träger", "einnahme", 24_000, 240_000),
        ("Wegfall: Zuschuss", "wegfall", -110_000, 130_000),
        ("Kosten", "kosten", -220_000, -90_000),
    ]


def test_carrier_money_is_public_only_when_declared() -> None:
    private, public = sample(), sample(carrier_is_public=True)
    # 110 / 240 and 134 / 240
    assert private.public_share == pytest.approx(0.45833, abs=1e-5)
    assert public.public_share == pytest.approx(0.55833, abs=1e-5)
    assert (private.carrier_counted_public, public.carrier_counted_public) == (False, True)


def test_the_own_share_is_fees_and_services() -> None:
    # (66 + 40) / 240
    assert sample().own_share == pytest.approx(0.441667, abs=1e-6)


def test_the_needed_fee_is_split_in_proportion_to_the_current_fee() -> None:
    # 15 * 2 400 + 30 * 900 + 10 * 300 = 66 000; the factor is 90 / 66
    classes = (
        FeeClass(name="groß", fee_eur=Decimal(2400), members=15),
        FeeClass(name="mittel", fee_eur=Decimal(900), members=30),
        FeeClass(name="klein", fee_eur=Decimal(300), members=10),
        FeeClass(name="frei", fee_eur=Decimal(0), members=6),
    )
    stress = sample(fee_classes=classes, paying_members=None).stress
    assert stress.payers == 55
    assert [round(need.extra_eur) for need in stress.fee_classes] == [3273, 1227, 409, 0]
    assert sum(need.extra_eur * need.members for need in stress.fee_classes) == pytest.approx(Decimal(90_000))
    assert stress.fee_classes[1].new_fee_eur == stress.fee_classes[1].fee_eur + stress.fee_classes[1].extra_eur


def test_a_fee_scale_without_fees_cannot_be_split() -> None:
    stress = sample(fee_classes=(FeeClass(name="frei", fee_eur=Decimal(0), members=9),), paying_members=None).stress
    assert (stress.fee_classes, stress.payers, stress.extra_fee_eur) == ((), 0, None)


def test_the_largest_grant_falls_away_unless_another_source_is_named() -> None:
    sources = (source("Kommune", "kommunal", 20_000), source("EU", "eu", 50_000), source("Firma", "sponsoring", 90_000))
    assert financed(*sources).stress.lost_source == "EU"
    assert financed(*sources, falls_away="Firma").stress.lost_eur == 90_000


def test_without_a_grant_nothing_falls_away() -> None:
    result = financed(source("Beiträge", "beitraege", 200_000), paying_members=50)
    assert result.stress.lost_source is None
    assert result.stress.shortfall_eur == 0
    assert result.stress.extra_fee_eur == 0
    assert [step.kind for step in result.waterfall] == ["einnahme", "kosten"]
    assert result.waterfall[-1].running_eur == 20_000


def test_results_go_through_json() -> None:
    text = sample().model_dump_json()
    assert FinancingResult.model_validate_json(text) == sample()
    assert sample().catalogue_version == limits().version


@pytest.mark.parametrize(
    ("sources", "more", "message"),
    [
        ((source("A", "land", 0),), {}, "ergeben 0 Euro"),
        ((source("A", "land", 1), source("A", "eu", 1)), {}, "A kommt zweimal vor"),
        ((source("A", "traeger", 1),), {}, "carrier_is_public"),
        ((source("A", "land", 1),), {"falls_away": "B"}, "B steht nicht"),
        (
            (source("A", "land", 1),),
            {"paying_members": 3, "fee_classes": [{"name": "K", "fee_eur": 10, "members": 4}]},
            "3 zahlende Mitglieder passen nicht zu 4",
        ),
    ],
)
def test_contradictions_are_named(sources: tuple[IncomeSource, ...], more: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        financed(*sources, **more)


def test_the_flag_is_not_asked_where_there_is_no_carrier_money() -> None:
    assert financed(source("A", "land", 1)).carrier_counted_public is False


amounts = st.lists(st.integers(1, 500_000), min_size=1, max_size=6)
KINDS = ("land", "beitraege", "leistungen", "sponsoring", "eu", "kommunal")


def as_sources(values: list[int], factor: int = 1) -> tuple[IncomeSource, ...]:
    return tuple(source(f"Q{n}", KINDS[n], value * factor) for n, value in enumerate(values))


@settings(deadline=None)
@given(values=amounts)
def test_shares_are_bounded_and_add_up(values: list[int]) -> None:
    result = financed(*as_sources(values))
    assert sum(result.shares.values()) == pytest.approx(1)
    assert 1 / len(values) - 1e-9 <= result.hhi <= 1
    assert 0 <= result.public_share + result.own_share <= 1 + 1e-9


@settings(deadline=None)
@given(values=amounts, factor=st.integers(2, 50))
def test_shares_do_not_depend_on_scale_or_order(values: list[int], factor: int) -> None:
    base = financed(*as_sources(values))
    assert financed(*as_sources(values, factor)).hhi == pytest.approx(base.hhi)
    turned = financed(*as_sources(values)[::-1])
    assert turned.hhi == pytest.approx(base.hhi)
    assert turned.stress == base.stress


@settings(deadline=None)
@given(values=amounts, cost=st.integers(0, 1_000_000), more=st.integers(0, 100_000), payers=st.integers(1, 300))
def test_higher_cost_never_lowers_the_needed_fee(values: list[int], cost: int, more: int, payers: int) -> None:
    low = financed(*as_sources(values), cost_after_eur=cost, paying_members=payers)
    high = financed(*as_sources(values), cost_after_eur=cost + more, paying_members=payers)
    assert low.stress.extra_fee_eur is not None
    assert high.stress.extra_fee_eur is not None
    assert 0 <= low.stress.extra_fee_eur <= high.stress.extra_fee_eur
    assert max(Decimal(0), -low.waterfall[-1].running_eur) == low.stress.shortfall_eur
