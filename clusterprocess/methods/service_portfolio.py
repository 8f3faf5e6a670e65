"""PRO2 service portfolio: map of need and cost cover, crowding-out check, and the candidates of the stop list.

Formulas and rules (offering e [D])::

    cost cover = (users * price) / (days * day rate)                     as viability in F9; 1 = covered
    map: need from 3 counts as high (F9), cover from 1 as covered
        high, covered: "tragend"    high, not covered: "zu finanzieren"
        low, covered: "nebenher"    low, not covered: "fraglich"
    crowding out: per neighbour the first rule of the catalogue that fits; the strictest verdict counts
    stop candidate: existing service, F9 says "hinterfragen", cover below 0.5

Where it is not said whether public money is used, it is taken as used unless the cover reaches 1. Units: need 1 to 5, euro a
year, person-days a year.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import limits
from clusterprocess.catalogues.service_portfolio import (
    Overlap,
    ServicePortfolioCatalogue,
    Verdict,
    service_portfolio_catalogue,
)
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.methods import services as f9
from clusterprocess.methods.frozen import Frozen

MapField = Literal["tragend", "zu finanzieren", "nebenher", "fraglich"]
_STRICTNESS: dict[Verdict, int] = {"frei": 0, "abstimmen": 1, "nicht anbieten": 2}


class Neighbour(Frozen):
    """Somebody else who offers the same, something similar or nothing of the kind."""

    kind: str = Field(description="Art des Nachbarn nach dem Katalog, etwa kammer oder private_beratung")
    name: str = Field(min_length=1, description="Name des Nachbarn")
    overlap: Overlap = Field(description="Überschneidung: gleich, aehnlich oder keine")
    agreed_on: date | None = Field(default=None, description="abgestimmt am; leer = nicht abgestimmt")


class PortfolioService(Frozen):
    """One existing service or idea."""

    name: str = Field(min_length=1, description="Leistung, eindeutig")
    category: f9.ServiceCategory = Field(description="eine der zehn Kategorien")
    is_new: bool = Field(default=False, description="neue Leistung, noch nicht angeboten")
    need: float = Field(ge=1, le=5, description="mittlerer Bedarf der Mitglieder 1 bis 5")
    depth: int = Field(default=0, ge=0, le=3, description="Tiefe des heutigen Angebots 0 bis 3")
    economics: f9.ServiceEconomics | None = Field(default=None, description="Nutzung, Preis und Aufwand im Jahr")
    uses_public_money: bool | None = Field(default=None, description="mit öffentlichen Mitteln; leer = aus der Deckung")
    neighbours_checked: bool = Field(default=False, description="Angebot der Nachbarn ist geprüft")
    neighbours: tuple[Neighbour, ...] = Field(default=(), description="Nachbarn mit Überschneidung")
    difference: str | None = Field(default=None, description="was das eigene Angebot unterscheidet, in einem Satz")


class ServicePortfolioInput(Frozen):
    """The services of the management organisation, today's and new ones."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "services": [
                        {
                            "name": "Messegemeinschaftsstand",
                            "category": "marketing_pr",
                            "need": 2.1,
                            "depth": 3,
                            "economics": {"users": 6, "price_eur": "500", "days": 20, "day_rate_eur": "600"},
                            "neighbours_checked": True,
                        },
                        {
                            "name": "Seminar Datenschutz",
                            "category": "weiterbildung",
                            "is_new": True,
                            "need": 3.8,
                            "uses_public_money": True,
                            "neighbours_checked": True,
                            "neighbours": [{"kind": "kammer", "name": "Kammer Beispielstadt", "overlap": "gleich"}],
                        },
                    ],
                    "answers": 24,
                }
            ]
        }
    )

    services: tuple[PortfolioService, ...] = Field(min_length=1, description="Leistungen, jede einmal")
    answers: int | None = Field(default=None, ge=0, description="Zahl der Antworten, auf denen der Bedarf beruht")


class CrowdingOut(Frozen):
    """The verdict of the crowding-out check."""

    verdict: Verdict = Field(description="frei, abstimmen oder nicht anbieten")
    reason: str = Field(description="Begründung in einem Satz")
    public_money: bool = Field(description="gilt als mit öffentlichen Mitteln angeboten")
    neighbours: tuple[str, ...] = Field(description="Nachbarn, auf denen das Urteil beruht")


class PortfolioRow(Frozen):
    """One service on the map with its verdict."""

    name: str = Field(description="Leistung")
    category: f9.ServiceCategory = Field(description="Kategorie")
    is_new: bool = Field(description="neue Leistung")
    need: float = Field(description="mittlerer Bedarf 1 bis 5")
    quadrant: f9.ServiceQuadrant = Field(description="F9: ausbauen, halten, hinterfragen oder beobachten")
    cover: float | None = Field(description="Kostendeckung, 1 = gedeckt; leer ohne Angaben")
    income_eur: Decimal | None = Field(description="Erlös im Jahr in Euro")
    cost_eur: Decimal | None = Field(description="Kosten im Jahr in Euro")
    days: float | None = Field(description="Aufwand im Jahr in Personentagen")
    field: MapField | None = Field(description="Feld der Karte; leer ohne Kostendeckung")
    crowding_out: CrowdingOut = Field(description="Prüfung auf Verdrängung")
    stop_candidate: bool = Field(description="Kandidat der Einstellungsliste")


class StopCandidate(Frozen):
    """A service that the stop list proposes to end."""

    name: str = Field(description="Leistung")
    days_freed: float = Field(description="frei werdende Personentage im Jahr")
    saved_eur: Decimal = Field(description="ungedeckte Kosten im Jahr in Euro")
    reason: str = Field(description="Begründung in einem Satz")


class ServicePortfolioResult(Frozen):
    """Map, verdicts and stop list."""

    services: tuple[PortfolioRow, ...] = Field(description="Leistungen in der Folge der Eingabe")
    cost_eur: Decimal = Field(description="Kosten der heutigen Leistungen mit Angaben in Euro")
    income_eur: Decimal = Field(description="Erlöse der heutigen Leistungen mit Angaben in Euro")
    cover: float | None = Field(description="Kostendeckung der heutigen Leistungen zusammen")
    stop_list: tuple[StopCandidate, ...] = Field(description="Einstellungsliste, größte Ersparnis zuerst")
    days_freed: float = Field(ge=0, description="frei werdende Personentage im Jahr")
    not_to_offer: tuple[str, ...] = Field(description="Leistungen mit dem Urteil nicht anbieten")
    to_agree: tuple[str, ...] = Field(description="Leistungen mit dem Urteil abstimmen")
    qualitative_only: bool = Field(description="zu wenige Antworten, Bedarf nicht als Zahl ausweisen")
    catalogue_version: str = Field(description="Version des Katalogs")


def service_portfolio(data: ServicePortfolioInput) -> ServicePortfolioResult:
    """Return map, crowding-out verdicts and stop list (offering e, PRO2).

    Raises:
        InputError: a service occurs twice or a kind of neighbour is unknown.
    """
    names = Counter(service.name for service in data.services)
    for name, times in names.items():
        if times > 1:
            raise InputError(
                f"services: {name} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.", field="services"
            )
    catalogue = service_portfolio_catalogue()
    rows = tuple(_row(service, catalogue) for service in data.services)
    today = [row for row in rows if not row.is_new]
    cost = sum((row.cost_eur for row in today if row.cost_eur is not None), Decimal(0))
    income = sum((row.income_eur for row in today if row.income_eur is not None), Decimal(0))
    stops = tuple(sorted(map(_stop, (row for row in rows if row.stop_candidate)), key=lambda stop: -stop.saved_eur))
    return ServicePortfolioResult(
        services=rows,
        cost_eur=cost,
        income_eur=income,
        cover=float(income / cost) if cost else None,
        stop_list=stops,
        days_freed=sum(stop.days_freed for stop in stops),
        not_to_offer=tuple(row.name for row in rows if row.crowding_out.verdict == "nicht anbieten"),
        to_agree=tuple(row.name for row in rows if row.crowding_out.verdict == "abstimmen"),
        qualitative_only=data.answers is not None and data.answers < limits().services.answers_min,
        catalogue_version=catalogue.version,
    )


def _row(service: PortfolioService, catalogue: ServicePortfolioCatalogue) -> PortfolioRow:
    rating = f9.ServiceRating(
        category=service.category, need=service.need, depth=service.depth, economics=service.economics
    )
    gap = f9.service_gap(f9.ServiceGapInput(services=(rating,))).services[0]
    money, cover = service.economics, gap.viability
    return PortfolioRow(
        name=service.name,
        category=service.category,
        is_new=service.is_new,
        need=service.need,
        quadrant=gap.quadrant,
        cover=cover,
        income_eur=None if money is None else money.users * money.price_eur,
        cost_eur=None if money is None else Decimal(str(money.days)) * money.day_rate_eur,
        days=None if money is None else money.days,
        field=None if cover is None else _field(service.need, cover, catalogue),
        crowding_out=_crowding_out(service, cover, catalogue),
        stop_candidate=not service.is_new
        and gap.quadrant == "hinterfragen"
        and cover is not None
        and cover < catalogue.low_cover,
    )


def _field(need: float, cover: float, catalogue: ServicePortfolioCatalogue) -> MapField:
    covered = cover >= catalogue.full_cover
    if need >= limits().services.need_cut:
        return "tragend" if covered else "zu finanzieren"
    return "nebenher" if covered else "fraglich"


def _crowding_out(service: PortfolioService, cover: float | None, catalogue: ServicePortfolioCatalogue) -> CrowdingOut:
    public = service.uses_public_money
    if public is None:
        public = cover is None or cover < catalogue.full_cover
    if not service.neighbours_checked and not service.neighbours and public:
        return CrowdingOut(verdict="abstimmen", reason=catalogue.unchecked_reason, public_money=True, neighbours=())
    judged = [_judge(neighbour, service, public, catalogue) for neighbour in service.neighbours]
    if not judged:
        return CrowdingOut(verdict="frei", reason=catalogue.alone_reason, public_money=public, neighbours=())
    worst = max((verdict for verdict, _, _ in judged), key=lambda verdict: _STRICTNESS[verdict])
    deciding = [(name, reason) for verdict, name, reason in judged if verdict == worst]
    return CrowdingOut(
        verdict=worst,
        reason="; ".join(dict.fromkeys(reason for _, reason in deciding)),
        public_money=public,
        neighbours=tuple(name for name, _ in deciding),
    )


def _judge(
    neighbour: Neighbour, service: PortfolioService, public: bool, catalogue: ServicePortfolioCatalogue
) -> tuple[Verdict, str, str]:
    try:
        kind = catalogue.kind(neighbour.kind)
    except NotFoundError as error:
        raise InputError(f"services: {service.name}, Nachbar {neighbour.name}: {error}", field="services") from error
    rule = catalogue.decide(
        overlap=neighbour.overlap,
        public_money=public,
        differentiated=bool((service.difference or "").strip()),
        is_market=kind.is_market,
        agreed=neighbour.agreed_on is not None,
    )
    day = "" if neighbour.agreed_on is None else f"{neighbour.agreed_on:%d.%m.%Y}"
    return rule.verdict, neighbour.name, rule.reason.replace("{name}", neighbour.name).replace("{day}", day)


def _covered_words(cover: float) -> str:
    shown = f"{100 * cover:.0f}"
    return "die Kosten sind nicht gedeckt" if shown == "0" else f"nur {shown} % der Kosten sind gedeckt"


def _stop(row: PortfolioRow) -> StopCandidate:
    saved = (row.cost_eur or Decimal(0)) - (row.income_eur or Decimal(0))
    return StopCandidate(
        name=row.name,
        days_freed=row.days or 0,
        saved_eur=saved,
        reason=f"wenig gefragt, tief angeboten, und {_covered_words(row.cover or 0)}",
    )
