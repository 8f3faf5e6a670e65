"""Plots that findings need beside lines and bars: radar, portfolio, heat map, stacked bars, and a value in its range.

Pure functions like those of :mod:`clusterprocess.web.plots`: presentation attributes only, every colour readable, every
mark with a label or a pattern of its own, and all figures in one sentence for those who hear the page.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from markupsafe import Markup, escape

from clusterprocess.web.plots import AXIS, COLOURS, GRID, WIDTH, Figure, Series, german

_CHARACTER = 7.0
_CENTRE, _RADIUS, _MIDDLE = WIDTH / 2, 120.0, 168.0
_LEFT, _TOP, _SIDE = 62.0, 12.0, 300.0
_INK = "#1b2733"
_SHADES = ("#ffffff", "#d6e5f3", "#8fb6dc", "#0b4f8a")


def radar_figure(title: str, axes: Sequence[str], values: Sequence[float], *, line: float | None = None) -> Figure:
    """Percentages around a centre, with an optional line that should be reached; at least three axes.

    Raises:
        ValueError: fewer than three axes, or lengths that do not fit.
    """
    if len(axes) < 3 or len(axes) != len(values):
        raise ValueError("a radar needs three axes and one value for each")
    parts = [_ring(len(axes), share, GRID) for share in (25, 50, 75)] + [_ring(len(axes), 100, AXIS)]
    for position, name in enumerate(axes):
        x, y = _at(position, len(axes), 100)
        parts.append(_line(_CENTRE, _MIDDLE, x, y, GRID))
        parts.append(_axis_name(position, len(axes), name))
    if line is not None:
        dashed = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(n, len(axes), line) for n in range(len(axes))))
        parts.append(f'<polygon points="{dashed}" fill="none" stroke="{COLOURS[1]}" stroke-dasharray="6 4"/>')
    points = [_at(n, len(axes), min(max(v, 0), 100)) for n, v in enumerate(values)]
    shape = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(
        f'<polygon points="{shape}" fill="{COLOURS[0]}" fill-opacity="0.15" stroke="{COLOURS[0]}" stroke-width="2"/>'
    )
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOURS[0]}"/>' for x, y in points]
    told = ", ".join(f"{name} {german(round(v, 1))} %" for name, v in zip(axes, values, strict=True))
    caption = title if line is None else f"{title}; gestrichelt: {german(line)} %"
    rows = tuple((name, german(round(v, 1))) for name, v in zip(axes, values, strict=True))
    return Figure(caption, _svg(2 * _MIDDLE, f"{caption}. {told}.", parts), ("Achse", "Wert (%)"), rows)


def portfolio_figure(
    title: str,
    points: Sequence[tuple[str, float, float]],
    *,
    x_name: str,
    y_name: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
) -> Figure:
    """Named points in a field of two values, numbered in the drawing and named in the table beneath."""
    parts = [
        f'<rect x="{_LEFT}" y="{_TOP}" width="{WIDTH - _LEFT - 10}" height="{_SIDE}" fill="none" stroke="{AXIS}"/>'
    ]
    across, down = WIDTH - _LEFT - 10, _SIDE
    parts.append(_line(_LEFT + across / 2, _TOP, _LEFT + across / 2, _TOP + down, GRID))
    parts.append(_line(_LEFT, _TOP + down / 2, _LEFT + across, _TOP + down / 2, GRID))
    for share in (0.0, 0.5, 1.0):
        x, y = _LEFT + across * share, _TOP + down * (1 - share)
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        parts.append(_text(x, _TOP + down + 18, german(_between(x_range, share)), anchor))
        parts.append(_text(_LEFT - 6, y + (10 if share == 1 else 0), german(_between(y_range, share)), "end"))
    parts.append(_text(_LEFT + across / 2, _TOP + down + 36, f"{x_name} →", "middle"))
    parts.append(_text(0, _TOP + down + 36, f"↑ {y_name}", "start"))
    taken: dict[tuple[int, int], int] = {}
    for number, (_, x, y) in enumerate(points, 1):
        px = _LEFT + across * _share(x_range, x)
        py = _TOP + down * (1 - _share(y_range, y))
        place = (round(px / 22), round(py / 22))
        shift = taken.get(place, 0)  # points on one place stand side by side
        taken[place] = shift + 1
        px = min(max(px + 22 * shift, _LEFT + 11), _LEFT + across - 11)
        py = min(max(py, _TOP + 11), _TOP + down - 11)
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="10" fill="{COLOURS[0]}"/>')
        parts.append(f'<text x="{px:.1f}" y="{py + 4.5:.1f}" text-anchor="middle" class="on-dark">{number}</text>')
    told = ", ".join(
        f"{n} {name}: {x_name} {german(x)}, {y_name} {german(y)}" for n, (name, x, y) in enumerate(points, 1)
    )
    rows = tuple((f"{n}. {name}", german(x), german(y)) for n, (name, x, y) in enumerate(points, 1))
    return Figure(title, _svg(_TOP + down + 44, f"{title}. {told}.", parts), ("Punkt", x_name, y_name), rows)


def heat_figure(
    title: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[int | None]], *, head: str = ""
) -> Figure:
    """Steps 0 to 3 as shaded cells with their number; None is an empty cell.

    Raises:
        ValueError: lengths that do not fit.
    """
    if len(values) != len(rows) or any(len(row) != len(columns) for row in values):
        raise ValueError("a heat map needs one value per cell")
    label = min(max((len(r) for r in rows), default=4), 24) * _CHARACTER + 8
    cell = (WIDTH - label) / max(len(columns), 1)
    parts = [
        _text(label + cell * (n + 0.5), 14, name[: max(int(cell / _CHARACTER), 2)], "middle")
        for n, name in enumerate(columns)
    ]
    y = 22.0
    for name, row in zip(rows, values, strict=True):
        parts.append(_text(0, y + 18, textwrap.shorten(name, 24, placeholder=" …"), "start"))
        for n, value in enumerate(row):
            shade = _SHADES[min(max(value or 0, 0), 3)]
            x = label + cell * n
            parts.append(f'<rect x="{x:.1f}" y="{y}" width="{cell:.1f}" height="26" fill="{shade}" stroke="{GRID}"/>')
            if value:
                dark = ' class="on-dark"' if value >= 3 else ""
                parts.append(f'<text x="{x + cell / 2:.1f}" y="{y + 18}" text-anchor="middle"{dark}>{value}</text>')
        y += 26
    told = " ".join(
        f"{name}: " + ", ".join(f"{c} {'leer' if v is None else v}" for c, v in zip(columns, row, strict=True)) + "."
        for name, row in zip(rows, values, strict=True)
    )
    table = tuple((name, *(german(v) for v in row)) for name, row in zip(rows, values, strict=True))
    return Figure(title, _svg(y + 4, f"{title}. {told}", parts), (head, *columns), table)


def stacked_figure(title: str, labels: Sequence[str], series: Sequence[Series], *, head: str = "") -> Figure:
    """Horizontal bars of several parts, each part with its number where it fits and a sign of its own in the legend.

    Raises:
        ValueError: more series than there are colours, or lengths that do not fit.
    """
    if len(series) > len(COLOURS) or any(len(s.values) != len(labels) for s in series):
        raise ValueError("stacked bars need one value per label and few series")
    longest = max((sum(float(s.values[n] or 0) for s in series) for n in range(len(labels))), default=0.0) or 1.0
    parts, x = [], 0.0
    for number, row in enumerate(series):
        parts.append(f'<rect x="{x:.0f}" y="2" width="14" height="14" fill="{COLOURS[number]}"/>')
        parts.append(_text(x + 20, 14, row.name, "start"))
        x += 34 + _CHARACTER * len(row.name)
    y = 22.0
    for position, label in enumerate(labels):
        for line in textwrap.wrap(label, int(WIDTH / _CHARACTER)) or [""]:
            y += 15
            parts.append(_text(0, y, line, "start"))
        left = 0.0
        for number, row in enumerate(series):
            value = float(row.values[position] or 0)
            width = value / longest * (WIDTH - 50)
            if not value:
                continue
            parts.append(
                f'<rect x="{left:.1f}" y="{y + 5:.1f}" width="{width:.1f}" height="18" fill="{COLOURS[number]}" stroke="#fff"/>'
            )
            if width > _CHARACTER * (len(german(value)) + 1):
                parts.append(
                    f'<text x="{left + width / 2:.1f}" y="{y + 19:.1f}" text-anchor="middle" class="on-dark">{german(value)}</text>'
                )
            left += width
        total = sum(float(row.values[position] or 0) for row in series)
        parts.append(_text(left + 6, y + 19, german(total), "start"))
        y += 30
    told = " ".join(
        f"{label}: " + ", ".join(f"{s.name} {german(s.values[n])}" for s in series) + "."
        for n, label in enumerate(labels)
    )
    rows = tuple((label, *(german(s.values[n]) for s in series)) for n, label in enumerate(labels))
    return Figure(title, _svg(y + 4, f"{title}. {told}", parts), (head, *(s.name for s in series)), rows)


def range_figure(title: str, low: float, middle: float, high: float, own: float, *, unit: str = "") -> Figure:
    """One own value in the range of others: their smallest and largest value and their median."""
    first, last = min(low, own), max(high, own)
    span = (last - first) or 1.0

    def place(value: float) -> float:
        return 20 + (value - first) / span * (WIDTH - 40)

    parts = [
        f'<rect x="{place(low):.1f}" y="34" width="{max(place(high) - place(low), 1):.1f}" height="12" fill="#d6e5f3"/>',
        f'<rect x="{place(middle) - 1.5:.1f}" y="28" width="3" height="24" fill="{_INK}"/>',
        f'<path d="M{place(own):.1f} 30l9 10l-9 10l-9 -10z" fill="{COLOURS[1]}" stroke="#fff" stroke-width="1.5"/>',
        _over(place(own), 20, f"eigener Wert {_measured(own, unit)}"),
        _over(place(middle), 68, f"Median {_measured(middle, unit)}"),
        _over(place(low), 86, f"kleinster {_measured(low, unit)}"),
        _over(place(high), 86, f"größter {_measured(high, unit)}"),
    ]
    names = ("eigener Wert", "Median", "kleinster Wert", "größter Wert")
    values = (own, middle, low, high)
    rows = tuple((name, german(round(v, 2))) for name, v in zip(names, values, strict=True))
    told = ", ".join(f"{name} {told}" for name, told in rows)
    return Figure(title, _svg(94, f"{title}. {told}.", parts), ("", f"Wert ({unit})" if unit else "Wert"), rows)


def _measured(value: float, unit: str) -> str:
    return f"{german(round(value, 1))} {unit}".strip()


def _over(x: float, y: float, words: str) -> str:
    """Words centred at a place, moved only as far as the edge of the drawing asks."""
    half = len(words) * _CHARACTER / 2
    return _text(min(max(x, half), WIDTH - half), y, words, "middle")


def _ring(count: int, share: float, colour: str) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(n, count, share) for n in range(count)))
    return f'<polygon points="{points}" fill="none" stroke="{colour}"/>'


def _at(position: int, count: int, share: float) -> tuple[float, float]:
    angle = 2 * math.pi * position / count - math.pi / 2
    return _CENTRE + _RADIUS * share / 100 * math.cos(angle), _MIDDLE + _RADIUS * share / 100 * math.sin(angle)


def _axis_name(position: int, count: int, name: str) -> str:
    """The name beside the end of its axis, in lines that stay within the drawing."""
    x, y = _at(position, count, 110)
    anchor = "middle" if abs(x - _CENTRE) < 10 else "start" if x > _CENTRE else "end"
    room = WIDTH if anchor == "middle" else WIDTH - x if anchor == "start" else x
    lines = textwrap.wrap(name, max(int(room / _CHARACTER), 6))[:3]
    first = y - 15 * (len(lines) - 1) if y < _MIDDLE - 60 else y
    return "".join(_text(x, first + 15 * n + 4, line, anchor) for n, line in enumerate(lines))


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share


def _share(ends: tuple[float, float], value: float) -> float:
    return min(max((value - ends[0]) / ((ends[1] - ends[0]) or 1), 0), 1)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="1"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(height: float, told: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="plot drawn" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(told)}">'
    # every text in the parts was escaped where it was written
    return Markup(head + "".join(parts) + "</svg>")
