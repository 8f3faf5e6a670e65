"""F19 business model canvas of the management organisation, with every revenue line linked to a service and a payer.

Formulas (Method library, F19)::

    share per payer group = revenue of the group / all revenue           0 to 1, lines without payer form their own share
    concentration = sum(share^2)                                         0 to 1, above 0.5 "klumpig" [D, as in F10]
    cost cover of a service = its revenue / its cost                     ratio, 1 = covered

The nine blocks are those of the textbook canvas; six are words, services, payer groups, revenue and cost are rows that must
fit together. Money is Decimal euros a year and never rounded here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

BlockSlug = Literal[
    "partner",
    "aktivitaeten",
    "ressourcen",
    "leistungen",
    "beziehungen",
    "kanaele",
    "zahlergruppen",
    "kosten",
    "erloese",
]
FindingKind = Literal[
    "erloes_ohne_leistung", "erloes_ohne_zahler", "leistung_ohne_erloes", "leistung_ohne_zahler", "zahler_ohne_erloes",
    "block_leer", "einseitig",
]  # fmt: skip


class PayerGroup(Frozen):
    """A group that pays or is meant to pay."""

    name: str = Field(min_length=1, description="Zahlergruppe, eindeutig")
    is_public: bool = Field(default=False, description="öffentliche Hand")


class CanvasService(Frozen):
    """A service of the management organisation."""

    name: str = Field(min_length=1, description="Leistung, eindeutig")
    benefit: str | None = Field(default=None, description="Nutzen für die Zielgruppe in einem Satz")
    payer: str | None = Field(default=None, description="Zahlergruppe, die dafür vorgesehen ist; leer = keine")
    cost_eur: Decimal | None = Field(default=None, ge=0, description="Kosten im Jahr in Euro; leer = nicht bekannt")


class RevenueLine(Frozen):
    """A line of yearly revenue."""

    name: str = Field(min_length=1, description="Erlösposten, eindeutig")
    amount_eur: Decimal = Field(ge=0, description="Betrag im Jahr in Euro")
    service: str | None = Field(default=None, description="Leistung, für die gezahlt wird; leer = keine")
    payer: str | None = Field(default=None, description="Zahlergruppe; leer = keine")


class CostLine(Frozen):
    """A line of yearly cost."""

    name: str = Field(min_length=1, description="Kostenposten, eindeutig")
    amount_eur: Decimal = Field(ge=0, description="Betrag im Jahr in Euro")


class BusinessModelInput(Frozen):
    """The canvas of the management organisation, not of its members."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "partners": ["Hochschule", "Kammer"],
                    "activities": ["Arbeitsgruppen leiten"],
                    "resources": ["zwei Stellen", "Kontakte zu 60 Mitgliedern"],
                    "relationships": ["persönliche Ansprache"],
                    "channels": ["Arbeitsgruppe", "Rundbrief"],
                    "payers": [{"name": "Mitglieder"}, {"name": "Land", "is_public": True}],
                    "services": [
                        {"name": "Arbeitsgruppen", "payer": "Mitglieder"},
                        {"name": "Fachtagung", "cost_eur": "12000"},
                    ],
                    "revenues": [
                        {"name": "Beiträge", "amount_eur": "60000", "service": "Arbeitsgruppen", "payer": "Mitglieder"},
                        {"name": "Projektzuschuss", "amount_eur": "90000", "payer": "Land"},
                    ],
                    "costs": [{"name": "Personal", "amount_eur": "130000"}],
                }
            ]
        }
    )

    partners: tuple[str, ...] = Field(default=(), description="Schlüsselpartner")
    activities: tuple[str, ...] = Field(default=(), description="Schlüsselaktivitäten")
    resources: tuple[str, ...] = Field(default=(), description="Schlüsselressourcen")
    relationships: tuple[str, ...] = Field(default=(), description="Beziehungen zu den Zielgruppen")
    channels: tuple[str, ...] = Field(default=(), description="Kanäle")
    payers: tuple[PayerGroup, ...] = Field(min_length=1, description="Zahlergruppen")
    services: tuple[CanvasService, ...] = Field(min_length=1, description="Leistungen")
    revenues: tuple[RevenueLine, ...] = Field(min_length=1, description="Erlösposten")
    costs: tuple[CostLine, ...] = Field(default=(), description="Kostenposten")


class CanvasBlock(Frozen):
    """One of the nine blocks."""

    slug: BlockSlug = Field(description="Kürzel")
    name: str = Field(description="Name des Blocks")
    entries: tuple[str, ...] = Field(description="Einträge")


class PayerShare(Frozen):
    """What one payer group brings."""

    name: str | None = Field(description="Zahlergruppe; leer = Erlöse ohne Zahlergruppe")
    is_public: bool = Field(description="öffentliche Hand")
    amount_eur: Decimal = Field(description="Betrag im Jahr in Euro")
    share: float = Field(ge=0, le=1, description="Anteil an allen Erlösen, 0 bis 1")


class ServiceRevenue(Frozen):
    """What one service brings and costs."""

    name: str = Field(description="Leistung")
    payers: tuple[str, ...] = Field(description="Zahlergruppen, aus Zuordnung und Erlösen")
    revenue_eur: Decimal = Field(description="Erlöse im Jahr in Euro")
    cost_eur: Decimal | None = Field(description="Kosten im Jahr in Euro; leer = nicht bekannt")
    cover: float | None = Field(description="Erlöse durch Kosten; leer ohne Kosten")


class CanvasFinding(Frozen):
    """What does not fit in the canvas."""

    kind: FindingKind = Field(description="Art des Befunds")
    subject: str = Field(description="worum es geht")
    sentence: str = Field(description="Befund in einem Satz")


class BusinessModelResult(Frozen):
    """The nine blocks, what each payer and service brings, and what does not fit."""

    blocks: tuple[CanvasBlock, ...] = Field(description="die neun Blöcke")
    revenue_eur: Decimal = Field(description="Erlöse im Jahr in Euro")
    cost_eur: Decimal = Field(description="Kosten im Jahr in Euro")
    balance_eur: Decimal = Field(description="Erlöse minus Kosten in Euro")
    payers: tuple[PayerShare, ...] = Field(description="Anteil je Zahlergruppe, größter zuerst")
    services: tuple[ServiceRevenue, ...] = Field(description="Leistungen, größter Erlös zuerst")
    public_share: float = Field(ge=0, le=1, description="Anteil öffentlicher Zahler 0 bis 1")
    hhi: float = Field(ge=0, le=1, description="Konzentration der Zahler 0 bis 1")
    findings: tuple[CanvasFinding, ...] = Field(description="Befunde in fester Folge")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def business_model(data: BusinessModelInput) -> BusinessModelResult:
    """Return the canvas with shares and findings (Method library, F19).

    Raises:
        InputError: a name occurs twice, a line refers to an unknown service or payer, or all revenue is 0.
    """
    _check(data)
    revenue = _sum(line.amount_eur for line in data.revenues)
    cost = _sum(line.amount_eur for line in data.costs)
    payers, services = _payers(data, revenue), tuple(_service(service, data) for service in data.services)
    blocks = _blocks(data)
    hhi = min(1.0, sum(payer.share**2 for payer in payers))
    return BusinessModelResult(
        blocks=blocks,
        revenue_eur=revenue,
        cost_eur=cost,
        balance_eur=revenue - cost,
        payers=payers,
        services=tuple(sorted(services, key=lambda row: -row.revenue_eur)),
        public_share=float(_sum(p.amount_eur for p in payers if p.is_public) / revenue),
        hhi=hhi,
        findings=tuple(_findings(data, payers, services, blocks, clumped=hhi > limits().financing.clump_hhi)),
        catalogue_version=limits().version,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _payers(data: BusinessModelInput, revenue: Decimal) -> tuple[PayerShare, ...]:
    rows = []
    for name, is_public in [*((payer.name, payer.is_public) for payer in data.payers), (None, False)]:
        amount = _sum(line.amount_eur for line in data.revenues if line.payer == name)
        if name is not None or amount:
            rows.append(PayerShare(name=name, is_public=is_public, amount_eur=amount, share=float(amount / revenue)))
    return tuple(sorted(rows, key=lambda row: -row.amount_eur))


def _service(service: CanvasService, data: BusinessModelInput) -> ServiceRevenue:
    lines = [line for line in data.revenues if line.service == service.name]
    revenue = _sum(line.amount_eur for line in lines)
    named = [service.payer, *(line.payer for line in lines if line.amount_eur)]
    return ServiceRevenue(
        name=service.name,
        payers=tuple(dict.fromkeys(name for name in named if name is not None)),
        revenue_eur=revenue,
        cost_eur=service.cost_eur,
        cover=float(revenue / service.cost_eur) if service.cost_eur else None,
    )


def _blocks(data: BusinessModelInput) -> tuple[CanvasBlock, ...]:
    benefits = tuple(f"{s.name}: {s.benefit}" if s.benefit else s.name for s in data.services)
    rows: tuple[tuple[BlockSlug, str, tuple[str, ...]], ...] = (
        ("partner", "Schlüsselpartner", data.partners),
        ("aktivitaeten", "Schlüsselaktivitäten", data.activities),
        ("ressourcen", "Schlüsselressourcen", data.resources),
        ("leistungen", "Leistungen und Nutzen", benefits),
        ("beziehungen", "Beziehungen", data.relationships),
        ("kanaele", "Kanäle", data.channels),
        ("zahlergruppen", "Zielgruppen und Zahler", tuple(payer.name for payer in data.payers)),
        ("kosten", "Kosten", tuple(line.name for line in data.costs)),
        ("erloese", "Erlöse", tuple(line.name for line in data.revenues)),
    )
    return tuple(CanvasBlock(slug=slug, name=name, entries=entries) for slug, name, entries in rows)


def _findings(
    data: BusinessModelInput,
    payers: tuple[PayerShare, ...],
    services: tuple[ServiceRevenue, ...],
    blocks: tuple[CanvasBlock, ...],
    *,
    clumped: bool,
) -> Iterable[CanvasFinding]:
    for line in data.revenues:
        if line.service is None:
            yield _finding("erloes_ohne_leistung", line.name, "Dem Erlös „{}“ steht keine Leistung gegenüber.")
        if line.payer is None:
            yield _finding("erloes_ohne_zahler", line.name, "Für den Erlös „{}“ ist keine Zahlergruppe benannt.")
    for service in services:
        if not service.revenue_eur:
            yield _finding("leistung_ohne_erloes", service.name, "Die Leistung „{}“ bringt keinen Erlös.")
        if not service.payers:
            yield _finding("leistung_ohne_zahler", service.name, "Für die Leistung „{}“ zahlt niemand.")
    for payer in payers:
        if payer.name is not None and not payer.amount_eur:
            yield _finding("zahler_ohne_erloes", payer.name, "Die Zahlergruppe „{}“ zahlt bisher nichts.")
    for block in blocks:
        if not block.entries:
            yield _finding("block_leer", block.name, "Der Block „{}“ ist leer.")
    if clumped and payers[0].name is not None:
        told = f"Die Erlöse sind einseitig: {100 * payers[0].share:.0f} % kommen von „{{}}“."
        yield _finding("einseitig", payers[0].name, told)


def _finding(kind: FindingKind, subject: str, sentence: str) -> CanvasFinding:
    return CanvasFinding(kind=kind, subject=subject, sentence=sentence.replace("{}", subject))


def _check(data: BusinessModelInput) -> None:
    _check_names("payers", [payer.name for payer in data.payers])
    _check_names("services", [service.name for service in data.services])
    _check_names("revenues", [line.name for line in data.revenues])
    _check_names("costs", [line.name for line in data.costs])
    payers, services = {payer.name for payer in data.payers}, {service.name for service in data.services}
    for service in data.services:
        _check_known("services", service.name, "Zahlergruppe", service.payer, payers, "payers")
    for line in data.revenues:
        _check_known("revenues", line.name, "Zahlergruppe", line.payer, payers, "payers")
        _check_known("revenues", line.name, "Leistung", line.service, services, "services")
    if not _sum(line.amount_eur for line in data.revenues):
        raise InputError("revenues: Die Erlöse ergeben 0 Euro; bitte tragen Sie die Beträge ein.", field="revenues")


def _check_names(field: str, names: list[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError(f"{field}: {twice[0]} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.", field=field)


def _check_known(field: str, row: str, what: str, named: str | None, known: set[str], table: str) -> None:
    if named is not None and named not in known:
        raise InputError(
            f"{field}: {row} nennt die {what} {named}, die nicht aufgeführt ist; bitte ergänzen Sie sie unter {table}.",
            field=field,
        )
