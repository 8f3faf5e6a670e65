"""F10 financing: mix of income, stress test after the loss of the largest grant, and the waterfall behind it.

Formulas (Method library, F10, ruling 7 [D])::

    HHI = sum(share^2)                                   0 to 1, above 0.5 "klumpig" [D]
    runway = secured / (budget / 12)                     months
    needed extra fee per payer = max(0, cost - remaining income) / payers      euro a year
    extra fee of a class = shortfall * fee / sum(fee * members)                in proportion to the current fee
    own share = (fees + services) / income               0 to 1
    waterfall: income by source, minus the lost source, minus the cost; the last stand is the surplus or shortfall

Money is Decimal euros and is never rounded here, so that all figures cross-foot. Carrier money counts as public only
when it is declared public.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import FinancingLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

IncomeKind = Literal["land", "bund", "eu", "kommunal", "beitraege", "leistungen", "sponsoring", "traeger"]

GRANT_KINDS: tuple[IncomeKind, ...] = ("land", "bund", "eu", "kommunal")
OWN_KINDS: tuple[IncomeKind, ...] = ("beitraege", "leistungen")


class IncomeSource(Frozen):
    """One line of the yearly income."""

    name: str = Field(min_length=1, description="Bezeichnung der Quelle, eindeutig")
    kind: IncomeKind = Field(description="Art: land, bund, eu, kommunal, beitraege, leistungen, sponsoring, traeger")
    amount_eur: Decimal = Field(ge=0, description="Betrag im Jahr in Euro")


class FeeClass(Frozen):
    """One class of the fee scale."""

    name: str = Field(min_length=1, description="Beitragsklasse")
    fee_eur: Decimal = Field(ge=0, description="Jahresbeitrag je Mitglied in Euro")
    members: int = Field(ge=0, description="Mitglieder in der Klasse")


class FinancingInput(Frozen):
    """Income, cost and payers of one year."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sources": [
                        {"name": "Projektzuschuss", "kind": "land", "amount_eur": "110000"},
                        {"name": "Beiträge", "kind": "beitraege", "amount_eur": "66000"},
                        {"name": "Leistungen", "kind": "leistungen", "amount_eur": "40000"},
                        {"name": "Träger", "kind": "traeger", "amount_eur": "24000"},
                    ],
                    "carrier_is_public": True,
                    "budget_eur": "240000",
                    "cost_after_eur": "220000",
                    "secured_eur": "280000",
                    "paying_members": 55,
                }
            ]
        }
    )

    sources: tuple[IncomeSource, ...] = Field(min_length=1, description="Einnahmen des Jahres je Quelle")
    budget_eur: Decimal = Field(gt=0, description="Jahresbudget (Kosten) in Euro")
    cost_after_eur: Decimal | None = Field(
        default=None, ge=0, description="Jahreskosten nach Wegfall des Zuschusses in Euro; leer = Jahresbudget"
    )
    carrier_is_public: bool | None = Field(default=None, description="Trägermittel sind öffentliche Mittel")
    secured_eur: Decimal | None = Field(default=None, ge=0, description="gesicherte Mittel in Euro")
    falls_away: str | None = Field(default=None, description="wegfallende Quelle; leer = größter Zuschuss")
    paying_members: int | None = Field(default=None, ge=0, description="zahlende Mitglieder")
    fee_classes: tuple[FeeClass, ...] = Field(default=(), description="Beitragsstaffel")
    limits: FinancingLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class FeeNeed(Frozen):
    """What one fee class would have to pay after the loss."""

    name: str = Field(description="Beitragsklasse")
    members: int = Field(description="Mitglieder in der Klasse")
    fee_eur: Decimal = Field(description="heutiger Jahresbeitrag in Euro")
    extra_eur: Decimal = Field(description="zusätzlicher Jahresbeitrag je Mitglied in Euro")
    new_fee_eur: Decimal = Field(description="nötiger Jahresbeitrag je Mitglied in Euro")


class Stress(Frozen):
    """The year without the lost source."""

    lost_source: str | None = Field(description="weggefallene Quelle, leer ohne Zuschuss")
    lost_eur: Decimal = Field(description="weggefallener Betrag in Euro")
    lost_share: float = Field(ge=0, le=1, description="weggefallener Anteil der Einnahmen 0 bis 1")
    remaining_eur: Decimal = Field(description="verbleibende Einnahmen in Euro")
    cost_eur: Decimal = Field(description="Jahreskosten danach in Euro")
    shortfall_eur: Decimal = Field(ge=0, description="Fehlbetrag im Jahr in Euro")
    payers: int | None = Field(description="zahlende Mitglieder")
    extra_fee_eur: Decimal | None = Field(description="nötiger Zusatzbeitrag je zahlendem Mitglied in Euro")
    mean_fee_eur: Decimal | None = Field(description="heutiger Durchschnittsbeitrag in Euro")
    needed_mean_fee_eur: Decimal | None = Field(description="nötiger Durchschnittsbeitrag in Euro")
    fee_classes: tuple[FeeNeed, ...] = Field(description="Aufteilung im Verhältnis der heutigen Beiträge")


class WaterfallStep(Frozen):
    """One bar of the waterfall."""

    label: str = Field(description="Beschriftung")
    kind: Literal["einnahme", "wegfall", "kosten"] = Field(description="Art des Schritts")
    delta_eur: Decimal = Field(description="Veränderung in Euro")
    running_eur: Decimal = Field(description="Stand danach in Euro; der letzte ist Überschuss oder Fehlbetrag")


class FinancingResult(Frozen):
    """Mix, runway, stress test and waterfall."""

    income_eur: Decimal = Field(description="Einnahmen in Euro")
    shares: dict[str, float] = Field(description="Anteil je Quelle 0 bis 1")
    hhi: float = Field(ge=0, le=1, description="Konzentration der Einnahmen 0 bis 1")
    clumped: bool = Field(description="Einnahmen sind klumpig")
    public_share: float = Field(ge=0, le=1, description="Anteil öffentlicher Mittel 0 bis 1")
    carrier_counted_public: bool = Field(description="Trägermittel sind als öffentlich gezählt")
    own_share: float = Field(ge=0, le=1, description="Anteil der Beiträge und Leistungen an den Einnahmen 0 bis 1")
    runway_months: float | None = Field(ge=0, description="Reichweite der gesicherten Mittel in Monaten")
    stress: Stress = Field(description="Belastungsprobe: der größte Zuschuss fällt weg")
    waterfall: tuple[WaterfallStep, ...] = Field(description="Schritte vom Einnahmenaufbau bis zum Fehlbetrag")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def financing(data: FinancingInput) -> FinancingResult:
    """Return mix, runway, stress test and waterfall of one year (Method library, F10, ruling 7).

    Raises:
        InputError: no income, a source named twice or unknown, carrier money without the public flag, or numbers of
            paying members that contradict the fee scale.
    """
    bounds = data.limits or limits().financing
    income = _income(data)
    shares = {source.name: float(source.amount_eur / income) for source in data.sources}
    hhi = min(1.0, sum(share**2 for share in shares.values()))
    public = bool(data.carrier_is_public)
    lost = _lost(data)
    stress = _stress(data, income, lost)
    return FinancingResult(
        income_eur=income,
        shares=shares,
        hhi=hhi,
        clumped=hhi > bounds.clump_hhi,
        public_share=float(_total(data.sources, (*GRANT_KINDS, "traeger") if public else GRANT_KINDS) / income),
        carrier_counted_public=public,
        own_share=float(_total(data.sources, OWN_KINDS) / income),
        runway_months=None if data.secured_eur is None else float(data.secured_eur * 12 / data.budget_eur),
        stress=stress,
        waterfall=_waterfall(data, stress),
        catalogue_version=bounds.catalogue_version,
    )


def _total(sources: Iterable[IncomeSource], kinds: tuple[IncomeKind, ...]) -> Decimal:
    return sum((source.amount_eur for source in sources if source.kind in kinds), Decimal(0))


def _income(data: FinancingInput) -> Decimal:
    check_source_names(data.sources, "sources")
    income = sum((source.amount_eur for source in data.sources), Decimal(0))
    if income == 0:
        raise InputError("sources: Die Einnahmen ergeben 0 Euro; bitte tragen Sie die Beträge ein.", field="sources")
    if data.carrier_is_public is None and _total(data.sources, ("traeger",)) > 0:
        raise InputError(
            "carrier_is_public: Bitte geben Sie an, ob die Trägermittel öffentliche Mittel sind.",
            field="carrier_is_public",
        )
    return income


def check_source_names(sources: tuple[IncomeSource, ...], field: str) -> None:
    """Refuse two sources of one name, because shares and bars are labelled by it.

    Raises:
        InputError: a name occurs twice.
    """
    names = [source.name for source in sources]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(
            f"{field}: Die Quelle {twice} kommt zweimal vor; bitte fassen Sie die Beträge zusammen.", field=field
        )


def _lost(data: FinancingInput) -> IncomeSource | None:
    if data.falls_away is None:
        grants = [source for source in data.sources if source.kind in GRANT_KINDS and source.amount_eur > 0]
        return max(grants, key=lambda source: (source.amount_eur, source.name), default=None)
    for source in data.sources:
        if source.name == data.falls_away:
            return source
    raise InputError(
        f"falls_away: Die Quelle {data.falls_away} steht nicht unter den Einnahmen; bitte wählen Sie eine davon.",
        field="falls_away",
    )


def _stress(data: FinancingInput, income: Decimal, lost: IncomeSource | None) -> Stress:
    lost_eur = lost.amount_eur if lost else Decimal(0)
    cost = data.budget_eur if data.cost_after_eur is None else data.cost_after_eur
    shortfall = max(Decimal(0), cost - (income - lost_eur))
    payers, fees = _payers(data), _fee_income(data)
    extra = shortfall / payers if payers else None
    mean = fees / payers if payers else None
    return Stress(
        lost_source=lost.name if lost else None,
        lost_eur=lost_eur,
        lost_share=float(lost_eur / income),
        remaining_eur=income - lost_eur,
        cost_eur=cost,
        shortfall_eur=shortfall,
        payers=payers,
        extra_fee_eur=extra,
        mean_fee_eur=mean,
        needed_mean_fee_eur=None if mean is None or extra is None else mean + extra,
        fee_classes=_split(data.fee_classes, shortfall),
    )


def _payers(data: FinancingInput) -> int | None:
    if not data.fee_classes:
        return data.paying_members
    counted = sum(cls.members for cls in data.fee_classes if cls.fee_eur > 0)
    if data.paying_members is not None and data.paying_members != counted:
        raise InputError(
            f"paying_members: {data.paying_members} zahlende Mitglieder passen nicht zu {counted} in der "
            "Beitragsstaffel; bitte gleichen Sie beide Angaben ab.",
            field="paying_members",
        )
    return counted


def _fee_income(data: FinancingInput) -> Decimal:
    if data.fee_classes:
        return sum((cls.fee_eur * cls.members for cls in data.fee_classes), Decimal(0))
    return _total(data.sources, ("beitraege",))


def _split(classes: tuple[FeeClass, ...], shortfall: Decimal) -> tuple[FeeNeed, ...]:
    fees = sum((cls.fee_eur * cls.members for cls in classes), Decimal(0))
    if fees == 0:
        return ()
    extras = [shortfall * cls.fee_eur / fees for cls in classes]
    return tuple(
        FeeNeed(name=c.name, members=c.members, fee_eur=c.fee_eur, extra_eur=extra, new_fee_eur=c.fee_eur + extra)
        for c, extra in zip(classes, extras, strict=True)
    )


def _waterfall(data: FinancingInput, stress: Stress) -> tuple[WaterfallStep, ...]:
    moves: list[tuple[str, Literal["einnahme", "wegfall", "kosten"], Decimal]] = [
        (source.name, "einnahme", source.amount_eur) for source in data.sources
    ]
    if stress.lost_source is not None:
        moves.append((f"Wegfall: {stress.lost_source}", "wegfall", -stress.lost_eur))
    moves.append(("Kosten", "kosten", -stress.cost_eur))
    steps, running = [], Decimal(0)
    for label, kind, delta in moves:
        running += delta
        steps.append(WaterfallStep(label=label, kind=kind, delta_eur=delta, running_eur=running))
    return tuple(steps)
