"""F9 service gap: what the members need, what the office offers, and how content they are.

Formulas (Method library, F9)::

    D = (mean need - 1) / 4        S = depth / 3        gap = D - S
    viability = (users * price) / (days * day rate)

Units: D and S 0 to 1, gap -1 to 1, viability a ratio (1 = the income covers the days). Quadrants at the cut 0.5 [D].
The importance-performance view sets need against satisfaction, both 1 to 5, with its own two cuts [D].
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import ServiceLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

ServiceCategory = Literal[
    "information",
    "vernetzung",
    "foerderberatung",
    "technologietransfer",
    "internationalisierung",
    "marketing_pr",
    "weiterbildung",
    "fachkraefte",
    "gruendung_ansiedlung",
    "interessenvertretung",
]
ServiceQuadrant = Literal["ausbauen", "halten", "hinterfragen", "beobachten"]
ImportanceAction = Literal["vorrangig verbessern", "Niveau halten", "Aufwand prüfen", "nachrangig"]


class ServiceEconomics(Frozen):
    """What a service brings and costs in a year."""

    users: int = Field(ge=0, description="Nutzungen im Jahr")
    price_eur: Decimal = Field(ge=0, description="Preis je Nutzung in Euro")
    days: float = Field(gt=0, description="Aufwand im Jahr in Personentagen")
    day_rate_eur: Decimal = Field(gt=0, description="Tagessatz in Euro")


class ServiceRating(Frozen):
    """Need, offered depth and satisfaction of one service category."""

    category: ServiceCategory = Field(description="eine der zehn Kategorien")
    need: float = Field(ge=1, le=5, description="mittlerer Bedarf der Mitglieder 1 bis 5")
    depth: int = Field(ge=0, le=3, description="Tiefe des Angebots 0 bis 3")
    satisfaction: float | None = Field(default=None, ge=1, le=5, description="mittlere Zufriedenheit 1 bis 5")
    willing_share: float | None = Field(
        default=None, ge=0, le=1, description="Anteil der Mitglieder, die mindestens eher zahlen würden, 0 bis 1"
    )
    economics: ServiceEconomics | None = Field(default=None, description="Nutzung, Preis und Aufwand")


class ServiceGapInput(Frozen):
    """The rated service categories."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "services": [
                        {"category": "foerderberatung", "need": 4.2, "depth": 1, "satisfaction": 2.6},
                        {"category": "information", "need": 2.4, "depth": 3, "satisfaction": 4.1},
                    ],
                    "answers": 27,
                }
            ]
        }
    )

    services: tuple[ServiceRating, ...] = Field(min_length=1, description="bewertete Kategorien, jede höchstens einmal")
    answers: int | None = Field(default=None, ge=0, description="Zahl der Antworten, auf denen der Bedarf beruht")
    limits: ServiceLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class ServiceGap(Frozen):
    """Gap, quadrant and importance-performance position of one category."""

    category: ServiceCategory = Field(description="Kategorie")
    demand: float = Field(ge=0, le=1, description="Bedarf 0 bis 1")
    supply: float = Field(ge=0, le=1, description="Angebot 0 bis 1")
    gap: float = Field(ge=-1, le=1, description="Lücke: Bedarf minus Angebot")
    quadrant: ServiceQuadrant = Field(description="ausbauen, halten, hinterfragen oder beobachten")
    need: float = Field(description="mittlerer Bedarf 1 bis 5")
    satisfaction: float | None = Field(description="mittlere Zufriedenheit 1 bis 5")
    shortfall: float | None = Field(ge=-4, le=4, description="Wichtigkeit minus Zufriedenheit")
    action: ImportanceAction | None = Field(description="Lage nach Wichtigkeit und Zufriedenheit")
    viability: float | None = Field(ge=0, description="Deckung des Aufwands durch Erlöse, 1 = gedeckt")
    willing_share: float | None = Field(description="Anteil der Zahlungsbereiten 0 bis 1")


class ServiceGapResult(Frozen):
    """All categories, the largest gap first."""

    services: tuple[ServiceGap, ...] = Field(description="Kategorien, größte Lücke zuerst")
    by_shortfall: tuple[ServiceCategory, ...] = Field(
        description="Kategorien mit Zufriedenheit, am wenigsten erfüllte zuerst"
    )
    qualitative_only: bool = Field(description="zu wenige Antworten, Zahlen nicht ausweisen")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def service_gap(data: ServiceGapInput) -> ServiceGapResult:
    """Return gap, quadrant, importance-performance position and viability per category (Method library, F9).

    Raises:
        InputError: a category occurs twice.
    """
    bounds = data.limits or limits().services
    seen: set[str] = set()
    for service in data.services:
        if service.category in seen:
            raise InputError(
                f"services: Die Kategorie {service.category} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.",
                field="services",
            )
        seen.add(service.category)
    rows = sorted((_gap(service, bounds) for service in data.services), key=lambda row: (-row.gap, row.category))
    rated = [(row.shortfall, row.category) for row in rows if row.shortfall is not None]
    return ServiceGapResult(
        services=tuple(rows),
        by_shortfall=tuple(category for _, category in sorted(rated, key=lambda pair: (-pair[0], pair[1]))),
        qualitative_only=data.answers is not None and data.answers < bounds.answers_min,
        catalogue_version=bounds.catalogue_version,
    )


def _gap(service: ServiceRating, bounds: ServiceLimits) -> ServiceGap:
    demand, supply = (service.need - 1) / 4, service.depth / 3
    return ServiceGap(
        category=service.category,
        demand=demand,
        supply=supply,
        gap=demand - supply,
        quadrant=_quadrant(demand, supply, bounds.cut),
        need=service.need,
        satisfaction=service.satisfaction,
        shortfall=None if service.satisfaction is None else service.need - service.satisfaction,
        action=_action(service, bounds),
        viability=_viability(service.economics),
        willing_share=service.willing_share,
    )


def _quadrant(demand: float, supply: float, cut: float) -> ServiceQuadrant:
    if demand >= cut:
        return "halten" if supply >= cut else "ausbauen"
    return "hinterfragen" if supply >= cut else "beobachten"


def _action(service: ServiceRating, bounds: ServiceLimits) -> ImportanceAction | None:
    if service.satisfaction is None:
        return None
    content = service.satisfaction >= bounds.satisfaction_cut
    if service.need >= bounds.need_cut:
        return "Niveau halten" if content else "vorrangig verbessern"
    return "Aufwand prüfen" if content else "nachrangig"


def _viability(economics: ServiceEconomics | None) -> float | None:
    if economics is None:
        return None
    return float(economics.users * economics.price_eur) / (economics.days * float(economics.day_rate_eur))
