"""Where direct labels of points go so that they do not cover each other: right, left, above or below, first free place wins."""

from __future__ import annotations

from clusterprocess.offerings.sections.blocks import Chart

_CHARACTER_CM = 0.17
_LINE_CM = 0.42
_PLOT_WIDTH_CM = 14.0
_ORDER = ("r", "l", "t", "b")

Box = tuple[float, float, float, float]


def label_places(block: Chart, x_range: tuple[float, float], y_range: tuple[float, float]) -> list[list[str]]:
    """One position per point and series, as chart XML names them (r, l, t, b)."""
    height = max(block.height_cm - 1.6, 2.0)
    radius = 0.45 if block.kind == "bubble" else 0.16
    taken: list[Box] = []
    spots: list[list[tuple[float, float]]] = []
    for series in block.series:
        places = [(_share(p[0], x_range) * _PLOT_WIDTH_CM, _share(p[1], y_range) * height) for p in series.points]
        spots.append(places)
        taken += [(x - radius, y - radius, x + radius, y + radius) for x, y in places]
    chosen: list[list[str]] = []
    for series, places in zip(block.series, spots, strict=True):
        own = []
        for place, (x, y) in enumerate(places):
            text = series.labels[place] if place < len(series.labels) else ""
            position, box = _best(text, x, y, radius, taken, height)
            taken.append(box)
            own.append(position)
        chosen.append(own)
    return chosen


def _share(value: float, limits: tuple[float, float]) -> float:
    return (value - limits[0]) / ((limits[1] - limits[0]) or 1.0)


def _best(text: str, x: float, y: float, radius: float, taken: list[Box], height: float) -> tuple[str, Box]:
    wide = max((len(line) for line in text.split("\n")), default=0) * _CHARACTER_CM
    high = (text.count("\n") + 1) * _LINE_CM
    boxes: dict[str, Box] = {
        "r": (x + radius, y - high / 2, x + radius + wide, y + high / 2),
        "l": (x - radius - wide, y - high / 2, x - radius, y + high / 2),
        "t": (x - wide / 2, y + radius, x + wide / 2, y + radius + high),
        "b": (x - wide / 2, y - radius - high, x + wide / 2, y - radius),
    }
    ranked = min(_ORDER, key=lambda place: (_cost(boxes[place], taken, height), _ORDER.index(place)))
    return ranked, boxes[ranked]


def _cost(box: Box, taken: list[Box], height: float) -> float:
    outside = max(0.0, -box[0]) + max(0.0, box[2] - _PLOT_WIDTH_CM) + max(0.0, -box[1]) + max(0.0, box[3] - height)
    covered = sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in taken
    )
    return outside * 3 + covered
