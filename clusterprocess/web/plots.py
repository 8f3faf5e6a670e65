"""Plots of the console as inline SVG: lines over time and bars, readable without colour, each with a table beside it.

Pure functions; nothing is read and nothing is styled inline, because the pages allow neither. Series differ by marker
and dash pattern as well as by colour, every colour has a contrast of at least 4.5:1 on white (WCAG 1.4.11 asks 3:1),
and a screen reader hears the figures in one sentence. A missing value is a gap, never zero.

Most pages want :func:`line_figure` or :func:`bar_figure`, which return drawing and table together; draw them with
``{% import "staff/figures.html" as figures %}{{ figures.draw(page.figure) }}``.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 480
"""Width of the drawing in its own units; it grows and shrinks with the page."""
COLOURS = ("#0b4f8a", "#a4161a", "#1d6b3a", "#8a4b00", "#5b3a8e", "#4d5b69")
DASHES = ("", "7 4", "2 4", "10 4 2 4", "4 2", "12 4")
MOST_SERIES = len(COLOURS)
GRID, AXIS = "#c3ccd6", "#4d5b69"
_LEFT, _RIGHT, _TOP, _PLOT_HEIGHT, _LINE = 62, 18, 10, 170, 18
_CHARACTER = 7.0
"""Usual width of a character of the plots' type, in units of the drawing."""
_TICKS = 4

Number = float | int | None


@dataclass(frozen=True, slots=True)
class Series:
    """One named row of values, one per label of the axis; None where nothing is known."""

    name: str
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, what it shows, and the same figures as a table of texts."""

    caption: str
    drawing: Markup
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def line_plot(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    positions: Sequence[float] | None = None,
    lowest: float | None = 0,
) -> Markup:
    """Lines over time.

    Args:
        title: what is shown, for people who hear the page.
        labels: of the horizontal axis, for example reference days; one value per label in every series.
        unit: follows the figures, for example "Euro" or "%".
        positions: where the labels lie where they are not evenly spaced, for example days as numbers, rising.
        lowest: where the vertical axis begins; None lets the values decide.

    Raises:
        ValueError: no series, too many of them, or lengths that do not fit.
    """
    _require_fitting(labels, series)
    known = [float(v) for s in series for v in s.values if v is not None]
    ticks = scale_ticks(min(known, default=0.0) if lowest is None else lowest, max(known, default=1.0))
    legend, legend_height = _legend(series)
    top = _TOP + legend_height
    xs = _places(len(labels), positions)
    height = top + _PLOT_HEIGHT + 34
    parts = [legend, _grid(ticks, top, unit), _names_below(labels, xs, top + _PLOT_HEIGHT)]
    for number, row in enumerate(series):
        ys = [None if v is None else _y(float(v), ticks, top) for v in row.values]
        parts.append(_line(number, list(zip(xs, ys, strict=True))))
    return _svg(height, f"{title}. {_told(labels, series, unit)}", parts)


def bar_plot(
    title: str,
    labels: Sequence[str],
    values: Sequence[Number],
    *,
    unit: str = "",
    name: str = "Wert",
    comparison: Series | None = None,
    highest: float | None = None,
) -> Markup:
    """Horizontal bars from zero, each under its label, so that long German words fit.

    Args:
        name: what the bars are; told only where there is a comparison.
        comparison: a second value per label, drawn as a rhombus on the same scale, for example the median of peers.
        highest: end of the scale, for example 100 for percent; without it the largest value decides.

    Raises:
        ValueError: lengths that do not fit, or a negative value.
    """
    series = (Series(name, tuple(values)), *((comparison,) if comparison else ()))
    _require_fitting(labels, series)
    known = [float(v) for s in series for v in s.values if v is not None]
    if any(v < 0 for v in known):
        raise ValueError("bars begin at zero; negative values need a line plot")
    top_value = highest if highest is not None else scale_ticks(0, max(known, default=1.0))[-1]
    parts, y = _bar_legend(series) if comparison else ([], 4.0)
    room = WIDTH - 4 - _CHARACTER * (2 + max((len(_figure_text(v, unit)) for v in values), default=1))
    for position, label in enumerate(labels):
        for line in textwrap.wrap(label, int(WIDTH / _CHARACTER)) or [""]:
            y += 15
            parts.append(_text(0, y, line))
        parts.append(_bar(y + 5, values[position], room, top_value, unit))
        other = comparison.values[position] if comparison else None
        if other is not None:
            parts.append(_rhombus(max(_HALF, float(other) / (top_value or 1) * room), y + 13))
        y += 30
    return _svg(y + 4, f"{title}. {_told(labels, series, unit)}", parts)


def line_figure(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    positions: Sequence[float] | None = None,
    head: str = "Stichtag",
) -> Figure:
    """:func:`line_plot` with its table; ``head`` names the column of the labels."""
    drawing = line_plot(title, labels, series, unit=unit, positions=positions)
    return Figure(title, drawing, _header(head, series, unit), _rows(labels, series))


def bar_figure(
    title: str,
    labels: Sequence[str],
    values: Sequence[Number],
    *,
    unit: str = "",
    name: str = "Wert",
    comparison: Series | None = None,
    highest: float | None = None,
    head: str = "",
) -> Figure:
    """:func:`bar_plot` with its table; ``head`` names the column of the labels."""
    drawing = bar_plot(title, labels, values, unit=unit, name=name, comparison=comparison, highest=highest)
    series = (Series(name, tuple(values)), *((comparison,) if comparison else ()))
    return Figure(title, drawing, _header(head, series, unit), _rows(labels, series))


def german(value: Number) -> str:
    """A figure as people write it: dots between thousands, at most two decimals after a comma; – where unknown."""
    if value is None:
        return "–"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def scale_ticks(low: float, high: float) -> tuple[float, ...]:
    """Round marks of an axis (steps of 1, 2 or 5 times a power of ten) that enclose both ends."""
    span = max(high - low, abs(high) * 1e-9, 1e-9) if high > low else max(abs(high), 1.0)
    rough = span / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999999)
    first, last = math.floor(low / step + 1e-9), math.ceil(max(high, low + step) / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def _require_fitting(labels: Sequence[str], series: Sequence[Series]) -> None:
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a plot shows 1 to {MOST_SERIES} series, not {len(series)}")
    if any(len(row.values) != len(labels) for row in series):
        raise ValueError("every series needs one value per label")


def _places(count: int, positions: Sequence[float] | None) -> list[float]:
    left, width = _LEFT + 10, WIDTH - _LEFT - _RIGHT - 20
    if count == 1:
        return [left + width / 2]
    if positions is None or positions[-1] == positions[0]:
        return [left + width * n / (count - 1) for n in range(count)]
    return [left + width * (p - positions[0]) / (positions[-1] - positions[0]) for p in positions]


def _y(value: float, ticks: Sequence[float], top: float) -> float:
    return top + _PLOT_HEIGHT * (1 - (value - ticks[0]) / (ticks[-1] - ticks[0]))


def _grid(ticks: Sequence[float], top: float, unit: str) -> str:
    parts = []
    for tick in ticks:
        y, colour = _y(tick, ticks, top), AXIS if tick == ticks[0] else GRID
        parts.append(_stroke(_LEFT, y, WIDTH - _RIGHT, y, colour))
        parts.append(_text(_LEFT - 6, y + 4, german(tick) + (" %" if unit == "%" else ""), anchor="end"))
    return "".join(parts)


def _names_below(labels: Sequence[str], xs: Sequence[float], bottom: float) -> str:
    """Labels of the axis; those that would run into the one before are left out, the last one always stands."""
    kept: list[int] = []
    for n in [len(labels) - 1, *range(len(labels) - 1)]:
        half = _CHARACTER * len(labels[n]) / 2
        if all(abs(xs[n] - xs[k]) > half + _CHARACTER * len(labels[k]) / 2 + 6 for k in kept):
            kept.append(n)
    parts = [_stroke(x, bottom, x, bottom + 4, AXIS) for x in xs]
    for n in kept:
        half = _CHARACTER * len(labels[n]) / 2
        anchor = "end" if xs[n] + half > WIDTH else "middle"
        parts.append(_text(WIDTH if anchor == "end" else xs[n], bottom + 20, labels[n], anchor=anchor))
    return "".join(parts)


def _line(number: int, points: Sequence[tuple[float, float | None]]) -> str:
    """One series: its line, broken where a value is unknown, and a marker at every value."""
    path, pen = "", "M"
    for x, y in points:
        if y is None:
            pen = "M"
            continue
        path += f"{pen}{x:.1f} {y:.1f}"
        pen = "L"
    dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    line = f'<path d="{path}" fill="none" stroke="{COLOURS[number]}" stroke-width="2"{dash}/>' if path else ""
    return line + "".join(_marker(number, x, y) for x, y in points if y is not None)


def _marker(number: int, x: float, y: float) -> str:
    colour = f'fill="{COLOURS[number]}"'
    match number % 3:
        case 0:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {colour}/>'
        case 1:
            return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {colour}/>'
    return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" {colour}/>'


def _legend(series: Sequence[Series]) -> tuple[str, float]:
    """What each line is, above the plot; nothing where there is only one."""
    if len(series) == 1:
        return "", 0.0
    parts, x, y = [], 0.0, 8.0
    for number, row in enumerate(series):
        width = 44 + _CHARACTER * len(row.name)
        if x and x + width > WIDTH:
            x, y = 0.0, y + _LINE
        parts.append(_line(number, [(x + 5, y), (x + 28, y)]))
        parts.append(_text(x + 36, y + 4, row.name))
        x += width + 12
    return "".join(parts), y + 14


def _bar_legend(series: Sequence[Series]) -> tuple[list[str], float]:
    bars, other = series
    second = 30 + _CHARACTER * (len(bars.name) + 2)
    return [
        f'<rect x="0" y="4" width="14" height="12" fill="{COLOURS[0]}"/>',
        _text(20, 15, bars.name),
        _rhombus(second, 10),
        _text(second + 12, 15, other.name),
    ], 24.0


def _bar(y: float, value: Number, room: float, top_value: float, unit: str) -> str:
    track = f'<rect x="0" y="{y:.1f}" width="{room:.1f}" height="16" fill="#e9f0f8"/>'
    if value is None:
        return track + _text(6, y + 12, "keine Angabe")
    width = min(room, float(value) / (top_value or 1) * room)
    bar = f'<rect x="0" y="{y:.1f}" width="{width:.1f}" height="16" fill="{COLOURS[0]}"/>'
    return track + bar + _text(room + 8, y + 13, _figure_text(value, unit))


_HALF = 8.0
"""Half a rhombus with its edge: at zero it would be cut at the margin."""


def _rhombus(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 8:.1f}l7 8l-7 8l-7 -8z" fill="{COLOURS[1]}" stroke="#fff" stroke-width="1.5"/>'


def _stroke(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="1"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "") -> str:
    where = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{where}>{escape(words)}</text>'


def _svg(height: float, told: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="plot drawn" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(told)}">'
    # every text in the parts was escaped where it was written
    return Markup(head + "".join(parts) + "</svg>")


def _figure_text(value: Number, unit: str) -> str:
    return f"{german(value)} {unit}".strip() if value is not None else "–"


def _told(labels: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """All figures in one sentence per series."""
    return " ".join(
        f"{row.name}: "
        + ", ".join(
            f"{label} {_figure_text(v, unit) if v is not None else 'keine Angabe'}"
            for label, v in zip(labels, row.values, strict=True)
        )
        + "."
        for row in series
    )


def _header(head: str, series: Sequence[Series], unit: str) -> tuple[str, ...]:
    return (head, *(f"{row.name} ({unit})" if unit else row.name for row in series))


def _rows(labels: Sequence[str], series: Sequence[Series]) -> tuple[tuple[str, ...], ...]:
    return tuple((label, *(german(row.values[n]) for row in series)) for n, label in enumerate(labels))
