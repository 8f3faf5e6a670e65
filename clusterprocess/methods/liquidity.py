"""BER2 three scenarios of the money over 36 months: basis, stress and growth (offerings.md 7f, F10).

Formulas (rules of the scenarios are a working decision [D], catalogue ``advice.toml``)::

    basis:   income = amount * certain share; cost as planned
    stress:  the largest grant ends after six months at the latest; income that is not fully certain counts half again;
             fees fall by 5 %
    growth:  fees grow by 6 %, services by 10 %, cost by 3 % a year, compounded from the second year on
    balance at the end of a month = opening balance + all income so far - all cost so far
    yearly gap = max(0, cost - income) of the last twelve months
    needed extra fee per payer = yearly gap / paying members; extra fee of a class = gap * fee / sum(fee * members)

Money is Decimal euros. A yearly amount is spread over twelve months unless its month of payment is given; a month
counts as a whole when the source runs in any part of it. Twelfths are summed before they are divided, so that twelve
equal months give exactly the yearly amount.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.advice import ScenarioRules, advice
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.financing import GRANT_KINDS, FeeClass, FeeNeed, IncomeKind
from clusterprocess.methods.frozen import Frozen

ScenarioName = Literal["basis", "stress", "wachstum"]
SCENARIOS: tuple[ScenarioName, ...] = ("basis", "stress", "wachstum")


class _Line(Frozen):
    name: str = Field(min_length=1, description="Bezeichnung, eindeutig")
    amount_eur: Decimal = Field(ge=0, description="Betrag im Jahr in Euro")
    starts_on: date | None = Field(default=None, description="erster Tag; leer = vom Beginn des Plans an")
    ends_on: date | None = Field(default=None, description="letzter Tag; leer = über das Ende des Plans hinaus")
    paid_in_month: int | None = Field(
        default=None, ge=1, le=12, description="Monat der jährlichen Zahlung; leer = auf zwölf Monate verteilt"
    )

    def runs_in(self, month: date) -> bool:
        """Whether the line runs in any part of the month that begins on this day."""
        after = self.starts_on is None or (self.starts_on.year, self.starts_on.month) <= (month.year, month.month)
        return after and (self.ends_on is None or self.ends_on >= month)

    def twelfths_in(self, month: date) -> int:
        """How many twelfths of the yearly amount move in a month."""
        if not self.runs_in(month):
            return 0
        if self.paid_in_month is None:
            return 1
        return 12 if month.month == self.paid_in_month else 0


class IncomeLine(_Line):
    """One planned source of income."""

    kind: IncomeKind = Field(description="Art: land, bund, eu, kommunal, beitraege, leistungen, sponsoring, traeger")
    certain_share: float = Field(ge=0, le=1, description="zugesagter Anteil 0 bis 1")


class CostLine(_Line):
    """One planned kind of cost."""


class LiquidityInput(Frozen):
    """The plan: money in hand, income and cost by line, and who pays fees."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "starts_on": "2015-07-01",
                    "opening_eur": "12000",
                    "income": [
                        {"name": "Projektzuschuss", "kind": "land", "amount_eur": "60000", "certain_share": 1.0,
                         "ends_on": "2016-06-30"},
                        {"name": "Beiträge", "kind": "beitraege", "amount_eur": "24000", "certain_share": 1.0,
                         "paid_in_month": 2},
                        {"name": "Seminare", "kind": "leistungen", "amount_eur": "12000", "certain_share": 0.5},
                    ],
                    "cost": [{"name": "Personal", "amount_eur": "72000"}],
                    "fee_classes": [{"name": "Unternehmen", "fee_eur": "600", "members": 40}],
                }
            ]
        }
    )  # fmt: skip

    starts_on: date = Field(description="erster Tag eines Quartals")
    opening_eur: Decimal = Field(ge=0, description="verfügbares Geld zu Beginn in Euro")
    income: tuple[IncomeLine, ...] = Field(min_length=1, description="geplante Einnahmen")
    cost: tuple[CostLine, ...] = Field(min_length=1, description="geplante Kosten")
    fee_classes: tuple[FeeClass, ...] = Field(default=(), description="heutige Beitragsstaffel")
    paying_members: int | None = Field(
        default=None, ge=0, description="zahlende Mitglieder, wenn keine Staffel vorliegt"
    )
    rules: ScenarioRules | None = Field(default=None, description="Regeln; leer = ausgelieferter Katalog")


class Quarter(Frozen):
    """Money of one quarter."""

    label: str = Field(description="Quartal und Jahr, zum Beispiel 3/2015")
    income_eur: Decimal = Field(description="Einnahmen in Euro")
    cost_eur: Decimal = Field(description="Kosten in Euro")
    balance_eur: Decimal = Field(description="Geldbestand am Ende des Quartals in Euro")


class Scenario(Frozen):
    """One scenario over all months."""

    name: ScenarioName = Field(description="basis, stress oder wachstum")
    income_eur: Decimal = Field(description="Einnahmen über alle Monate in Euro")
    cost_eur: Decimal = Field(description="Kosten über alle Monate in Euro")
    closing_eur: Decimal = Field(description="Geldbestand am Ende in Euro")
    lowest_eur: Decimal = Field(description="tiefster Geldbestand am Ende eines Monats in Euro")
    lowest_month: str = Field(description="Monat des tiefsten Bestands, JJJJ-MM")
    first_negative_month: str | None = Field(description="erster Monat, an dessen Ende Geld fehlt, JJJJ-MM")
    yearly_gap_eur: Decimal = Field(ge=0, description="Lücke der letzten zwölf Monate in Euro")
    extra_fee_eur: Decimal | None = Field(description="nötiger Zusatzbeitrag je zahlendem Mitglied und Jahr in Euro")
    fee_classes: tuple[FeeNeed, ...] = Field(description="Aufteilung im Verhältnis der heutigen Beiträge")
    quarters: tuple[Quarter, ...] = Field(description="Quartale in zeitlicher Folge")


class LiquidityResult(Frozen):
    """The three scenarios side by side."""

    starts_on: date = Field(description="erster Tag")
    months: int = Field(description="Zahl der Monate")
    opening_eur: Decimal = Field(description="Geldbestand zu Beginn in Euro")
    planned_eur: Decimal = Field(description="Einnahmen über alle Monate, als wäre alles sicher, in Euro")
    certain_eur: Decimal = Field(description="davon zugesagt in Euro")
    lost_source: str | None = Field(description="größter Zuschuss, der im Stress früher entfällt")
    payers: int | None = Field(description="zahlende Mitglieder")
    scenarios: tuple[Scenario, Scenario, Scenario] = Field(description="Basis, Stress, Wachstum")
    catalogue_version: str = Field(description="Version des Katalogs der Regeln")


Moves = list[Decimal]
"""Twelfths of euros per month."""


def liquidity(data: LiquidityInput) -> LiquidityResult:
    """Return income, cost and balance of the three scenarios (BER2, ruling 7).

    Raises:
        InputError: the plan does not begin with a quarter, a line is named twice or ends before it begins, or the
            number of paying members contradicts the fee scale.
    """
    rules = data.rules or advice().scenarios
    _check(data)
    months = _months(data.starts_on, rules.months)
    lost = _largest_grant(data.income, months)
    payers = _payers(data)
    basis, stress, growth = (
        _scenario(
            name, data, months, payers, _income(name, data, months, lost, rules), _cost(name, data, months, rules)
        )
        for name in SCENARIOS
    )
    planned = sum((line.amount_eur * line.twelfths_in(m) for line in data.income for m in months), Decimal(0)) / 12
    return LiquidityResult(
        starts_on=data.starts_on,
        months=rules.months,
        opening_eur=data.opening_eur,
        planned_eur=planned,
        certain_eur=basis.income_eur,
        lost_source=lost,
        payers=payers,
        scenarios=(basis, stress, growth),
        catalogue_version=rules.catalogue_version,
    )


def _check(data: LiquidityInput) -> None:
    if data.starts_on.day != 1 or data.starts_on.month not in (1, 4, 7, 10):
        raise InputError(
            "starts_on: Der Plan muss am ersten Tag eines Quartals beginnen, zum Beispiel am 01.07.2015.",
            field="starts_on",
        )
    for field, lines in (("income", data.income), ("cost", data.cost)):
        names = [line.name for line in lines]
        if len(set(names)) < len(names):
            twice = next(n for n in names if names.count(n) > 1)
            raise InputError(f"{field}: {twice} kommt zweimal vor; bitte fassen Sie die Beträge zusammen.", field=field)
        for line in lines:
            if line.starts_on and line.ends_on and line.ends_on < line.starts_on:
                raise InputError(
                    f"{field}: {line.name} endet vor dem Beginn; bitte prüfen Sie beide Tage.", field=field
                )


def _months(first: date, count: int) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, start + count)]


def _largest_grant(income: tuple[IncomeLine, ...], months: list[date]) -> str | None:
    """The grant that brings most certain money within the plan."""
    sums = {
        line.name: sum(line.twelfths_in(m) for m in months) * line.amount_eur * Decimal(str(line.certain_share))
        for line in income
        if line.kind in GRANT_KINDS
    }
    largest = max(sums, key=lambda name: (sums[name], name), default=None)
    return largest if largest is not None and sums[largest] > 0 else None


def _income(
    name: ScenarioName, data: LiquidityInput, months: list[date], lost: str | None, rules: ScenarioRules
) -> Moves:
    moves = [Decimal(0)] * len(months)
    for line in data.income:
        amount = line.amount_eur * _factor(name, line, rules)
        yearly = _growth(name, line.kind, rules)
        for place, month in enumerate(months):
            if name == "stress" and line.name == lost and place >= rules.stress_grant_after_months:
                continue
            moves[place] += amount * line.twelfths_in(month) * yearly ** (place // 12)
    return moves


def _factor(name: ScenarioName, line: IncomeLine, rules: ScenarioRules) -> Decimal:
    factor = Decimal(str(line.certain_share))
    if name == "stress":
        if line.certain_share < 1:
            factor *= Decimal(str(rules.stress_uncertain_factor))
        if line.kind == "beitraege":
            factor *= Decimal(str(rules.stress_fees_factor))
    return factor


def _growth(name: ScenarioName, kind: IncomeKind, rules: ScenarioRules) -> Decimal:
    rates = {"beitraege": rules.growth_fees_yearly, "leistungen": rules.growth_services_yearly}
    return 1 + Decimal(str(rates.get(kind, 0.0))) if name == "wachstum" else Decimal(1)


def _cost(name: ScenarioName, data: LiquidityInput, months: list[date], rules: ScenarioRules) -> Moves:
    yearly = 1 + Decimal(str(rules.growth_cost_yearly)) if name == "wachstum" else Decimal(1)
    return [
        sum((line.amount_eur * line.twelfths_in(month) for line in data.cost), Decimal(0)) * yearly ** (place // 12)
        for place, month in enumerate(months)
    ]


def _scenario(
    name: ScenarioName, data: LiquidityInput, months: list[date], payers: int | None, income: Moves, cost: Moves
) -> Scenario:
    balances = [
        data.opening_eur + (sum(income[: n + 1], Decimal(0)) - sum(cost[: n + 1], Decimal(0))) / 12
        for n in range(len(months))
    ]
    low = min(range(len(months)), key=lambda n: (balances[n], n))
    negative = next((n for n, balance in enumerate(balances) if balance < 0), None)
    gap = max(Decimal(0), _sum(cost[-12:]) - _sum(income[-12:]))
    return Scenario(
        name=name,
        income_eur=_sum(income),
        cost_eur=_sum(cost),
        closing_eur=balances[-1],
        lowest_eur=balances[low],
        lowest_month=_label(months[low]),
        first_negative_month=None if negative is None else _label(months[negative]),
        yearly_gap_eur=gap,
        extra_fee_eur=gap / payers if payers else None,
        fee_classes=split_over_classes(data.fee_classes, gap),
        quarters=tuple(
            Quarter(
                label=f"{months[n].month // 3 + 1}/{months[n].year}",
                income_eur=_sum(income[n : n + 3]),
                cost_eur=_sum(cost[n : n + 3]),
                balance_eur=balances[n + 2],
            )
            for n in range(0, len(months), 3)
        ),
    )


def _sum(twelfths: Iterable[Decimal]) -> Decimal:
    return sum(twelfths, Decimal(0)) / 12


def _label(month: date) -> str:
    return f"{month:%Y-%m}"


def _payers(data: LiquidityInput) -> int | None:
    if not data.fee_classes:
        return data.paying_members
    counted = sum(c.members for c in data.fee_classes if c.fee_eur > 0)
    if data.paying_members is not None and data.paying_members != counted:
        raise InputError(
            f"paying_members: {data.paying_members} zahlende Mitglieder passen nicht zu {counted} in der "
            "Beitragsstaffel; bitte gleichen Sie beide Angaben ab.",
            field="paying_members",
        )
    return counted


def split_over_classes(classes: tuple[FeeClass, ...], gap: Decimal) -> tuple[FeeNeed, ...]:
    """A yearly gap split over the fee classes in proportion to what they pay today (ruling 7)."""
    fees = sum((c.fee_eur * c.members for c in classes), Decimal(0))
    if fees == 0:
        return ()
    extras = [gap * c.fee_eur / fees for c in classes]
    return tuple(
        FeeNeed(name=c.name, members=c.members, fee_eur=c.fee_eur, extra_eur=extra, new_fee_eur=c.fee_eur + extra)
        for c, extra in zip(classes, extras, strict=True)
    )
