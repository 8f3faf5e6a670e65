"""How lights and points look in tables: always the word, the shade only beside it, readable in black and white."""

from __future__ import annotations

from clusterprocess.offerings.professionalisation.figures import LIGHTS, points
from clusterprocess.offerings.sections.blocks import Cell, Shade

SHADES: dict[str, Shade] = {"gruen": "mid", "gelb": "light", "orange": "warn", "rot": "strong"}

NO_ASSESSMENT = (
    "Keine amtliche Bewertung: Punkteskalen, Schwellen und Ampelgrenzen sind eine Arbeitsfassung der ClusterAgentur. "
    "Über ein Label entscheidet allein die Vergabestelle nach ihrem eigenen Katalog."
)


def light_cell(light: str | None) -> Cell:
    """The light as shaded word."""
    return Cell(LIGHTS[light], SHADES[light], align="center") if light else Cell("–", align="center")


def points_cell(value: float | None, *, bold: bool = False) -> Cell:
    """Points, right-aligned."""
    return Cell("–" if value is None else points(value), bold=bold, align="right")
