"""F2 comparison of one indicator with the values of the peers: percentile, rank or no statement.

Formula (Method library, F2)::

    P = 100 * (L + 0.5 * E) / n        L peers below the own value, E peers equal to it, n peers without the case
    rank = 1 + number of strictly better peers, out of n + 1

Unit: percentile 0 to 100, or rank 1 to n + 1. Where less is better, P becomes 100 - P. Percentiles from n = 20, ranks
from 8 to 19, nothing below 8 (ruling 7 [D]): the bounds protect single initiatives from being recognised.
"""

from __future__ import annotations

import statistics
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import ComparisonLimits, limits
from clusterprocess.methods.frozen import Frozen

ComparisonKind = Literal["perzentil", "rang", "keine"]


class PeerValue(Frozen):
    """The value of one peer."""

    value: float = Field(description="Wert der Vergleichsinitiative, Einheit des Indikators")
    same_field: bool = Field(default=False, description="gleiches Technologie- oder Branchenfeld")


class ComparisonInput(Frozen):
    """The own value and those of the peers that have one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "indicator": "Mitglieder",
                    "value": 40,
                    "peers": [{"value": v} for v in (20, 35, 48, 52, 61, 75, 90, 110)],
                    "higher_is_better": True,
                }
            ]
        }
    )

    indicator: str = Field(min_length=1, description="Name des Indikators")
    value: float = Field(description="eigener Wert, Einheit des Indikators")
    peers: tuple[PeerValue, ...] = Field(description="Werte der Vergleichsinitiativen ohne die eigene")
    higher_is_better: bool = Field(description="ein höherer Wert ist besser")
    limits: ComparisonLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class ComparisonResult(Frozen):
    """The position among the peers, as far as their number allows a statement."""

    indicator: str = Field(description="Name des Indikators")
    value: float = Field(description="eigener Wert")
    n: int = Field(ge=0, description="Zahl der Vergleichswerte")
    kind: ComparisonKind = Field(description="perzentil, rang oder keine")
    percentile: float | None = Field(ge=0, le=100, description="Perzentil 0 bis 100, 100 ist am besten")
    rank: int | None = Field(ge=1, description="Rang, 1 ist am besten; gleiche Werte teilen sich den Rang")
    rank_of: int | None = Field(description="Zahl der gereihten Initiativen einschließlich der eigenen")
    quarter: str | None = Field(description="unteres Viertel, Mittelfeld oder oberes Viertel; nur beim Perzentil")
    wording: str = Field(description="Aussage in Worten")
    median: float | None = Field(description="Median der Vergleichswerte")
    minimum: float | None = Field(description="kleinster Vergleichswert")
    maximum: float | None = Field(description="größter Vergleichswert")
    same_field_share: float | None = Field(ge=0, le=1, description="Anteil der Vergleichswerte aus demselben Feld")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def compare(data: ComparisonInput) -> ComparisonResult:
    """Return the position of the own value among the peers, or none where there are too few.

    Source: Method library, F2, rulings 7 [D]. The words are "unteres Viertel" below 25, "oberes Viertel" above 75.
    """
    bounds = data.limits or limits().comparison
    n, values = len(data.peers), [peer.value for peer in data.peers]
    kind = _kind(n, bounds)
    shown = kind != "keine"
    percentile = _percentile(data, values) if kind == "perzentil" else None
    rank = _rank(data, values) if kind == "rang" else None
    quarter = None if percentile is None else _quarter(percentile, bounds)
    return ComparisonResult(
        indicator=data.indicator,
        value=data.value,
        n=n,
        kind=kind,
        percentile=percentile,
        rank=rank,
        rank_of=None if rank is None else n + 1,
        quarter=quarter,
        wording=quarter or (f"Rang {rank} von {n + 1}" if rank else f"keine Aussage bei n = {n}"),
        median=statistics.median(values) if shown else None,
        minimum=min(values) if shown else None,
        maximum=max(values) if shown else None,
        same_field_share=sum(peer.same_field for peer in data.peers) / n if shown else None,
        catalogue_version=bounds.catalogue_version,
    )


def _kind(n: int, bounds: ComparisonLimits) -> ComparisonKind:
    if n >= bounds.percentile_from:
        return "perzentil"
    return "rang" if n >= bounds.rank_from else "keine"


def _percentile(data: ComparisonInput, values: list[float]) -> float:
    lower = sum(value < data.value for value in values)
    higher = sum(value > data.value for value in values)
    equal = len(values) - lower - higher
    return 100 * ((lower if data.higher_is_better else higher) + 0.5 * equal) / len(values)


def _rank(data: ComparisonInput, values: list[float]) -> int:
    if data.higher_is_better:
        return 1 + sum(value > data.value for value in values)
    return 1 + sum(value < data.value for value in values)


def _quarter(percentile: float, bounds: ComparisonLimits) -> str:
    if percentile < bounds.lower_quarter:
        return "unteres Viertel"
    return "oberes Viertel" if percentile > bounds.upper_quarter else "Mittelfeld"
