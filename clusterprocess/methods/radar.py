"""F3 radar: points reached per dimension, the median of the peers, and the line of the label.

Formula (Method library, F3)::

    axis = points reached / points possible * 100        percent, 0 to 100
    peer median = median of the peers' axis values       from 8 peers with a value on, else none (ruling 7)
    line = 80                                            percent, from the quality catalogue [D]
"""

from __future__ import annotations

import statistics

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import limits
from clusterprocess.catalogues.quality import QualityCatalogue, quality
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen


class RadarPoints(Frozen):
    """Points of one dimension."""

    name: str = Field(min_length=1, description="Name der Dimension, eindeutig")
    reached: float = Field(ge=0, description="erreichte Punkte")
    possible: float = Field(gt=0, description="mögliche Punkte")
    peers: tuple[float, ...] = Field(
        default=(), description="Werte der Vergleichsinitiativen in Prozent, ohne die eigene"
    )


class RadarInput(Frozen):
    """The dimensions of one assessment."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "axes": [
                        {"name": "Struktur", "reached": 8, "possible": 10, "peers": [55, 60, 62, 70, 71, 74, 80, 90]},
                        {"name": "Management", "reached": 27, "possible": 40},
                    ]
                }
            ]
        }
    )

    axes: tuple[RadarPoints, ...] = Field(min_length=1, description="Dimensionen in der Folge des Diagramms")
    catalogue: QualityCatalogue | None = Field(default=None, description="Katalog; leer = ausgelieferte Arbeitsfassung")


class RadarAxis(Frozen):
    """One axis with own value, peers and line, all in percent."""

    name: str = Field(description="Name der Dimension")
    reached: float = Field(description="erreichte Punkte")
    possible: float = Field(description="mögliche Punkte")
    percent: float = Field(ge=0, le=100, description="eigener Wert in Prozent")
    n: int = Field(ge=0, description="Zahl der Vergleichswerte")
    peer_median: float | None = Field(description="Median der Vergleichsgruppe in Prozent; leer bei zu wenigen")
    to_median: float | None = Field(description="Abstand zum Median in Prozentpunkten")
    to_line: float = Field(description="Abstand zur Linie in Prozentpunkten")


class RadarResult(Frozen):
    """The polygon of the initiative beside that of the peers and the line."""

    axes: tuple[RadarAxis, ...] = Field(description="Achsen in der Folge der Eingabe")
    line: float = Field(description="Linie des Labels in Prozent")
    below_line: tuple[str, ...] = Field(description="Dimensionen unter der Linie, größter Abstand zuerst")
    below_median: tuple[str, ...] = Field(description="Dimensionen unter dem Median, größter Abstand zuerst")
    catalogue_version: str = Field(description="Version des Indikatorenkatalogs")


def radar(data: RadarInput) -> RadarResult:
    """Return own value, peer median and line per dimension (Method library, F3).

    Raises:
        InputError: a dimension is given twice, has more points than possible, or a peer value is no percentage.
    """
    _check(data)
    catalogue = data.catalogue or quality()
    line = catalogue.readiness.yellow_from
    axes = tuple(_axis(axis, line) for axis in data.axes)
    gaps = [(a.to_median, a.name) for a in axes if a.to_median is not None and a.to_median < 0]
    return RadarResult(
        axes=axes,
        line=line,
        below_line=tuple(a.name for a in sorted(axes, key=lambda a: a.to_line) if a.to_line < 0),
        below_median=tuple(name for _, name in sorted(gaps, key=lambda gap: gap[0])),
        catalogue_version=catalogue.version,
    )


def _axis(axis: RadarPoints, line: float) -> RadarAxis:
    percent = 100 * axis.reached / axis.possible
    shown = len(axis.peers) >= limits().comparison.rank_from
    median = statistics.median(axis.peers) if shown else None
    return RadarAxis(
        name=axis.name,
        reached=axis.reached,
        possible=axis.possible,
        percent=percent,
        n=len(axis.peers),
        peer_median=median,
        to_median=None if median is None else percent - median,
        to_line=percent - line,
    )


def _check(data: RadarInput) -> None:
    names = [axis.name for axis in data.axes]
    for axis in data.axes:
        if names.count(axis.name) > 1:
            raise InputError(
                f"axes: Die Dimension {axis.name} kommt zweimal vor; bitte nur einmal angeben.", field="axes"
            )
        if axis.reached > axis.possible:
            raise InputError(
                f"axes: {axis.name} hat mehr erreichte als mögliche Punkte; bitte prüfen Sie beide Zahlen.",
                field="axes",
            )
        if any(not 0 <= value <= 100 for value in axis.peers):
            raise InputError(
                f"axes: Die Vergleichswerte von {axis.name} sind Prozente von 0 bis 100; bitte prüfen Sie sie.",
                field="axes",
            )
