"""F10 financing plan: does the gap close, and how much of the budget is earned by the initiative itself?

Formulas (Method library, F10, ruling 7 [D])::

    gap of a year = cost - income                     euro, positive = missing, negative = surplus
    own share = (fees + services) / budget            the budget of a year is its cost; 0 and more

Money is Decimal euros, never rounded here.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import FinancingLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.financing import OWN_KINDS, IncomeKind, IncomeSource, check_source_names
from clusterprocess.methods.frozen import Frozen


class PlanYear(Frozen):
    """Income and cost of one planned year."""

    year: int = Field(ge=1990, le=2100, description="Jahr")
    income: tuple[IncomeSource, ...] = Field(description="geplante Einnahmen je Quelle")
    cost_eur: Decimal = Field(gt=0, description="geplante Kosten (Budget) in Euro")


class FinancingPlanInput(Frozen):
    """The planned years without a break."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "years": [
                        {
                            "year": 2018,
                            "income": [
                                {"name": "Beiträge", "kind": "beitraege", "amount_eur": "76000"},
                                {"name": "Leistungen", "kind": "leistungen", "amount_eur": "75000"},
                                {"name": "Sonstige", "kind": "sponsoring", "amount_eur": "54000"},
                            ],
                            "cost_eur": "205000",
                        }
                    ]
                }
            ]
        }
    )

    years: tuple[PlanYear, ...] = Field(min_length=1, description="Planjahre ohne Lücke")
    limits: FinancingLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class PlanYearResult(Frozen):
    """Income, cost and gap of one year."""

    year: int = Field(description="Jahr")
    income_eur: Decimal = Field(description="Einnahmen in Euro")
    income_by_kind_eur: dict[IncomeKind, Decimal] = Field(description="Einnahmen je Art in Euro")
    cost_eur: Decimal = Field(description="Kosten in Euro")
    gap_eur: Decimal = Field(description="Lücke in Euro; positiv = es fehlt Geld, negativ = Überschuss")
    closes: bool = Field(description="keine Lücke")
    own_share: float = Field(ge=0, description="Anteil der Beiträge und Leistungen am Budget")


class FinancingPlanResult(Frozen):
    """All years in order and the verdict."""

    years: tuple[PlanYearResult, ...] = Field(description="Planjahre aufsteigend")
    closes: bool = Field(description="in keinem Jahr bleibt eine Lücke")
    open_years: tuple[int, ...] = Field(description="Jahre mit Lücke")
    closed_from: int | None = Field(description="erstes Jahr, ab dem keine Lücke mehr bleibt")
    total_gap_eur: Decimal = Field(description="Summe der Lücken und Überschüsse in Euro")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def financing_plan(data: FinancingPlanInput) -> FinancingPlanResult:
    """Return the gap of every planned year and whether the plan closes (Method library, F10).

    Raises:
        InputError: a year occurs twice or is left out, or a year names a source twice.
    """
    bounds = data.limits or limits().financing
    planned = sorted(data.years, key=lambda year: year.year)
    for earlier, later in pairwise(planned):
        if later.year != earlier.year + 1:
            problem = "kommt zweimal vor" if later.year == earlier.year else "hat kein direktes Folgejahr"
            raise InputError(
                f"years: Das Jahr {earlier.year} {problem}; bitte planen Sie jedes Jahr genau einmal.", field="years"
            )
    years = tuple(_year(year) for year in planned)
    open_years = tuple(year.year for year in years if not year.closes)
    after = years[0].year if not open_years else open_years[-1] + 1
    return FinancingPlanResult(
        years=years,
        closes=not open_years,
        open_years=open_years,
        closed_from=after if after <= years[-1].year else None,
        total_gap_eur=sum((year.gap_eur for year in years), Decimal(0)),
        catalogue_version=bounds.catalogue_version,
    )


def _year(year: PlanYear) -> PlanYearResult:
    check_source_names(year.income, f"years.{year.year}.income")
    by_kind: dict[IncomeKind, Decimal] = {}
    for source in year.income:
        by_kind[source.kind] = by_kind.get(source.kind, Decimal(0)) + source.amount_eur
    income = sum(by_kind.values(), Decimal(0))
    own = sum((by_kind.get(kind, Decimal(0)) for kind in OWN_KINDS), Decimal(0))
    return PlanYearResult(
        year=year.year,
        income_eur=income,
        income_by_kind_eur=by_kind,
        cost_eur=year.cost_eur,
        gap_eur=year.cost_eur - income,
        closes=income >= year.cost_eur,
        own_share=float(own / year.cost_eur),
    )
