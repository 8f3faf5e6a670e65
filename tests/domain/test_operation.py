"""Figures of the funded operations (cases.md D1 and D2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterprocess.domain.operation import Operation

# eligible EUR and half of it, rounded half up, for the ten operations of D2
OPERATIONS_2016 = [
    ("3008317.38", "1504158.69"),
    ("400000.00", "200000.00"),
    ("340000.00", "170000.00"),
    ("343508.35", "171754.18"),  # 171,754.175 exactly: half up
    ("377875.00", "188937.50"),
    ("400000.00", "200000.00"),
    ("380030.00", "190015.00"),
    ("365350.00", "182675.00"),
    ("400000.00", "200000.00"),
    ("344964.44", "172482.22"),
]


def _operation(eligible: str = "3008317.38") -> Operation:
    return Operation(
        reference="B",
        name="ClusterAgentur",
        beneficiary="Ministerium",
        period="2014-2020",
        starts_on=date(2014, 10, 1),
        ends_on=date(2017, 9, 30),
        eligible_eur=Decimal(eligible),
        eu_share=Decimal("0.5"),
    )


@pytest.mark.parametrize(("eligible", "eu"), OPERATIONS_2016)
def test_the_union_pays_half_of_the_eligible_cost_rounded_half_up(eligible: str, eu: str) -> None:
    assert _operation(eligible).eu_contribution_eur == Decimal(eu)


def test_the_ten_operations_add_up_to_the_published_sum() -> None:
    assert sum(Decimal(eligible) for eligible, _ in OPERATIONS_2016) == Decimal("6360045.17")


def test_the_agencys_share_reads_as_1_5_million_like_the_press_release() -> None:
    assert (_operation().eu_contribution_eur / 1_000_000).quantize(Decimal("0.1")) == Decimal("1.5")


def test_first_and_last_day_lie_inside_the_operation() -> None:
    operation = _operation()
    assert operation.covers(date(2014, 10, 1)) and operation.covers(date(2017, 9, 30))
    assert not operation.covers(date(2014, 9, 30)) and not operation.covers(date(2017, 10, 1))
