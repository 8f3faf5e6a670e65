"""F1 peer group: which initiatives a case may be compared with.

Formula (Method library, F1 [D])::

    d = 0.40 * field + 0.30 * min(1, |ln(m_i / m_j)| / ln 4) + 0.20 * min(1, |age_i - age_j| / 15)
        + 0.10 * min(1, |level_i - level_j| / 2)
    field = 0 same field, 0.5 shared growth field, else 1

Unit: distance, 0 (alike) to 1 (unlike). Real and sample initiatives are never mixed (ruling 16). A fact missing on
either side counts as the full distance 1, because an unknown likeness must not bring two initiatives together [D].
"""

from __future__ import annotations

import math
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import PeerLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen
from clusterprocess.methods.maturity import MaturityLevel

GrowthField = Literal[
    "mobilitaet", "umwelt_energie_ressourcen", "gesundheit_pflege", "ikt_intelligente_produkte", "keines"
]
Origin = Literal["real", "beispieldaten"]

_STEP_TEXTS = (
    "enge Vergleichsgruppe",
    "erweiterter Abstand",
    "ohne Rücksicht auf das Feld",
    "gesamtes Portfolio",
)
# Absorbs the rounding of binary fractions, so that a distance of exactly 0.45 is inside.
TOLERANCE = 1e-9


class PeerCandidate(Frozen):
    """One initiative with the facts that decide about likeness; any fact may be missing."""

    id: str = Field(min_length=1, description="Kennung der Initiative, eindeutig")
    origin: Origin = Field(description="Herkunft: real oder beispieldaten")
    field: str | None = Field(default=None, min_length=1, description="Technologie- oder Branchenfeld")
    growth_fields: tuple[GrowthField, ...] = Field(
        default=(), description="Wachstumsfelder des Landes; keines = kein gemeinsames"
    )
    members: int | None = Field(default=None, ge=1, description="Zahl der Mitglieder, ab 1")
    founded: int | None = Field(default=None, ge=1900, le=2100, description="Gründungsjahr")
    maturity: MaturityLevel = Field(default="unbekannt", description="Reifestufe M0 bis M4 oder unbekannt")


class PeerGroupInput(Frozen):
    """The case and the portfolio from which its peers are taken."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "case": {
                        "id": "fall",
                        "origin": "beispieldaten",
                        "field": "medizintechnik",
                        "members": 61,
                        "founded": 2006,
                        "maturity": "M2",
                    },
                    "portfolio": [
                        {"id": f"p{n}", "origin": "beispieldaten", "field": "medizintechnik", "members": 40 + n}
                        for n in range(8)
                    ],
                }
            ]
        }
    )

    case: PeerCandidate = Field(description="die verglichene Initiative")
    portfolio: tuple[PeerCandidate, ...] = Field(description="alle in Frage kommenden Initiativen")
    limits: PeerLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class Peer(Frozen):
    """One initiative of the peer group."""

    id: str = Field(description="Kennung der Initiative")
    distance: float = Field(ge=0, le=1, description="Abstand 0 bis 1")
    same_field: bool = Field(description="gleiches Technologie- oder Branchenfeld")


class PeerGroupResult(Frozen):
    """The peer group, nearest first; empty when it is too small to be shown."""

    peers: tuple[Peer, ...] = Field(description="Vergleichsinitiativen, nächste zuerst; leer bei zu kleiner Gruppe")
    n: int = Field(ge=0, description="Zahl der gefundenen Vergleichsinitiativen")
    n_same_field: int = Field(ge=0, description="davon aus demselben Feld")
    widening_step: int = Field(ge=0, le=3, description="Erweiterungsstufe 0 bis 3")
    widening_text: str = Field(description="Bedeutung der Erweiterungsstufe")
    sufficient: bool = Field(description="Mindestzahl erreicht, Vergleiche dürfen gezeigt werden")
    definition: str = Field(description="Satz für die Bildunterschrift")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def peer_group(data: PeerGroupInput) -> PeerGroupResult:
    """Return the peers of a case, widened in up to three steps until the smallest allowed number is reached.

    Steps: 0 distance up to 0.45, 1 up to 0.60, 2 up to 0.60 without the field term, 3 the whole portfolio. Steps 0
    to 2 keep the 20 nearest. Below 8 peers nothing is returned but the number (Method library, F1 [D], ruling 16).

    Raises:
        InputError: an identifier occurs twice in the portfolio.
    """
    bounds = data.limits or limits().peers
    pool = _pool(data)
    step, peers = 0, _nearest(data.case, pool, bounds, bounds.close, with_field=True)
    if len(peers) < bounds.fewest:
        step, peers = 1, _nearest(data.case, pool, bounds, bounds.wide, with_field=True)
    if len(peers) < bounds.fewest:
        step, peers = 2, _nearest(data.case, pool, bounds, bounds.wide, with_field=False)
    if len(peers) < bounds.fewest:
        step, peers = 3, _ordered(data.case, pool, bounds, with_field=True)
    return result_of(peers, step, bounds)


def _pool(data: PeerGroupInput) -> list[PeerCandidate]:
    seen: set[str] = set()
    for candidate in data.portfolio:
        if candidate.id in seen:
            raise InputError(
                f"portfolio: Die Kennung {candidate.id} kommt zweimal vor; bitte führen Sie die Einträge zusammen.",
                field="portfolio",
            )
        seen.add(candidate.id)
    return [c for c in data.portfolio if c.id != data.case.id and c.origin == data.case.origin]


def _ordered(case: PeerCandidate, pool: list[PeerCandidate], bounds: PeerLimits, *, with_field: bool) -> list[Peer]:
    peers = [
        Peer(id=c.id, distance=distance(case, c, bounds, with_field=with_field), same_field=same_field(case, c))
        for c in pool
    ]
    return sorted(peers, key=lambda peer: (peer.distance, peer.id))


def _nearest(
    case: PeerCandidate, pool: list[PeerCandidate], bounds: PeerLimits, farthest: float, *, with_field: bool
) -> list[Peer]:
    ordered = _ordered(case, pool, bounds, with_field=with_field)
    return [peer for peer in ordered if peer.distance <= farthest + TOLERANCE][: bounds.most]


def distance(case: PeerCandidate, other: PeerCandidate, bounds: PeerLimits, *, with_field: bool) -> float:
    """The distance d of F1, 0 (alike) to 1 (unlike); without the field term the other weights are renormalised."""
    terms = [
        (bounds.weight_size, _size_term(case, other, bounds)),
        (bounds.weight_age, _age_term(case, other, bounds)),
        (bounds.weight_maturity, _maturity_term(case, other, bounds)),
    ]
    if with_field:
        terms.append((bounds.weight_field, _field_term(case, other, bounds)))
    # Dividing by the weights in use renormalises the distance when the field term is dropped.
    return min(1.0, sum(weight * value for weight, value in terms) / sum(weight for weight, _ in terms))


def field_share(case: PeerCandidate, other: PeerCandidate, bounds: PeerLimits) -> float:
    """What the field term alone adds to the distance: a lower bound for everybody of the other's field."""
    weights = bounds.weight_size + bounds.weight_age + bounds.weight_maturity + bounds.weight_field
    return bounds.weight_field * _field_term(case, other, bounds) / weights


def same_field(case: PeerCandidate, other: PeerCandidate) -> bool:
    """Whether both have the same known field."""
    return case.field is not None and case.field == other.field


def _field_term(case: PeerCandidate, other: PeerCandidate, bounds: PeerLimits) -> float:
    if same_field(case, other):
        return 0.0
    shared = set(case.growth_fields) & set(other.growth_fields) - {"keines"}
    return bounds.same_growth_field if shared else 1.0


def _size_term(case: PeerCandidate, other: PeerCandidate, bounds: PeerLimits) -> float:
    if case.members is None or other.members is None:
        return 1.0
    return min(1.0, abs(math.log(case.members) - math.log(other.members)) / math.log(bounds.size_ratio))


def _age_term(case: PeerCandidate, other: PeerCandidate, bounds: PeerLimits) -> float:
    if case.founded is None or other.founded is None:
        return 1.0
    return min(1.0, abs(case.founded - other.founded) / bounds.age_span)


def _maturity_term(case: PeerCandidate, other: PeerCandidate, bounds: PeerLimits) -> float:
    if case.maturity == "unbekannt" or other.maturity == "unbekannt":
        return 1.0
    return min(1.0, abs(int(case.maturity[1]) - int(other.maturity[1])) / bounds.level_span)


def result_of(peers: list[Peer], step: int, bounds: PeerLimits) -> PeerGroupResult:
    """The result of a search that stopped at a widening step."""
    same, enough = sum(peer.same_field for peer in peers), len(peers) >= bounds.fewest
    definition = (
        f"{len(peers)} Vergleichsinitiativen, {same} aus demselben Feld, Erweiterungsstufe {step} ({_STEP_TEXTS[step]})"
        if enough
        else f"Weniger als {bounds.fewest} Vergleichsinitiativen; gezeigt werden nur externe Vergleichswerte."
    )
    return PeerGroupResult(
        peers=tuple(peers) if enough else (),
        n=len(peers),
        n_same_field=same,
        widening_step=step,
        widening_text=_STEP_TEXTS[step],
        sufficient=enough,
        definition=definition,
        catalogue_version=bounds.catalogue_version,
    )
