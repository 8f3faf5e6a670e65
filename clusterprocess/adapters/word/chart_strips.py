"""Strips: per category a grey line from minimum to maximum, a tick at the median, a dot at the own value, texts at both ends.

The chart is a scatter chart. Its workbook holds a plain table in columns A to F; the columns that draw lines and place the texts
are formulas over it, so that editing the table in Word moves everything.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from clusterprocess.adapters.word import chart_look as look
from clusterprocess.adapters.word.chart_bars import format_value
from clusterprocess.adapters.word.chart_data import fixed_workbook
from clusterprocess.adapters.word.chart_points import marker
from clusterprocess.adapters.word.ooxml import NAMESPACES, Element, clean
from clusterprocess.adapters.word.palette import BLUE, DARK, GREY
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Chart

_X, _Y = 333333, 444444
_WIDTH_CM = 16.0
_TICK = 0.26
_HEADS = ("Minimum", "Maximum", "Median", "Eigener Wert")
Number = float | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A worksheet column from row 2 on: values, and the formula behind each (empty: typed in)."""

    letter: str
    head: str
    values: list[Number]
    formulas: list[str]

    def xml(self, kind: str) -> str:
        points = "".join(f'<c:pt idx="{i}"><c:v>{v!r}</c:v></c:pt>' for i, v in enumerate(self.values) if v is not None)
        reference = f"Sheet1!${self.letter}$2:${self.letter}${len(self.values) + 1}"
        return (f"<c:{kind}><c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
                f'<c:ptCount val="{len(self.values)}"/>{points}</c:numCache></c:numRef></c:{kind}>')  # fmt: skip


def range_dots(block: Chart) -> tuple[Element, bytes]:
    """The chart's XML and its workbook; the series are minimum, maximum, median and own value, in this order.

    Raises:
        InputError: there are not four series of one value per category.
    """
    count = len(block.categories)
    if len(block.series) != 4 or any(len(s.values) != count for s in block.series):
        raise InputError(
            f"Diagramm „{block.key}“: Es braucht vier Reihen (Minimum, Maximum, Median, eigener Wert) mit {count} Werten.",
            field="series",
        )
    limits = block.x_range or _limits([v for s in block.series for v in s.values])
    columns = _columns(block, limits)
    own_texts = block.series[3].labels or tuple(
        "–" if v is None else format_value(v, block.number_format) for v in block.series[3].values
    )
    return etree.fromstring(_chart_space(block, columns, limits, own_texts).encode()), _workbook(block, columns)


def _limits(values: list[Number]) -> tuple[float, float]:
    known = [v for v in values if v is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    return (0.0 if low >= 0 else low - (high - low) * 0.05), high + (high - low) * 0.05


def _columns(block: Chart, limits: tuple[float, float]) -> dict[str, _Column]:
    count = len(block.categories)
    low, high, median, own = (list(s.values) for s in block.series)
    rows: list[Number] = [float(count - i) for i in range(count)]
    names = [clean(s.name) or head for s, head in zip(block.series, _HEADS, strict=True)]
    found = {letter: _Column(letter, head, values, []) for letter, head, values in (
        ("B", names[0], low), ("C", names[1], high), ("D", names[2], median), ("E", names[3], own), ("F", "Zeile", rows))}  # fmt: skip
    span_x, span_y = _Column("H", "Spannweite", [], []), _Column("I", "Spannweite, Zeile", [], [])
    tick_x, tick_y = _Column("J", names[2], [], []), _Column("K", "Median, Zeile", [], [])
    spot_x, spot_y = _Column("N", "Punkt", [], []), _Column("O", "Punkt, Zeile", [], [])
    width = (limits[1] - limits[0]) / 800
    for i in range(count):
        line, y = i + 2, float(count - i)
        whole = low[i] is not None and high[i] is not None
        _extend(span_x, [low[i], high[i], high[i]], [f"=B{line}", f"=C{line}", f"=C{line}"])
        _extend(span_y, [y if whole else None, y if whole else None, None], [f"=F{line}", f"=F{line}", ""])
        there = median[i] is not None
        _extend(tick_x, [median[i]] * 3, [f"=D{line}"] * 3)
        _extend(
            tick_y,
            [y - _TICK if there else None, y + _TICK if there else None, None],
            [f"=F{line}-{_TICK}", f"=F{line}+{_TICK}", ""],
        )
        value = own[i]
        ends: list[Number] = [None, None, None] if value is None else [value - width, value + width, value]
        _extend(spot_x, ends, [f"=E{line}-{width:g}", f"=E{line}+{width:g}", f"=E{line}"])
        _extend(spot_y, [None if value is None else y] * 2 + [None], [f"=F{line}", f"=F{line}", ""])
    edges = (_Column("L", "links", [limits[0]] * count, []), _Column("M", "rechts", [limits[1]] * count, []))
    return found | {column.letter: column for column in (span_x, span_y, tick_x, tick_y, *edges, spot_x, spot_y)}


def _extend(column: _Column, values: list[Number], formulas: list[str]) -> None:
    column.values.extend(values)
    column.formulas.extend(formulas)


def _series(number: int, columns: tuple[_Column, _Column], line: str, mark: str, labels: str = "") -> str:
    x, y = columns
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>Sheet1!${x.letter}$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(x.head)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{line}</c:spPr>{mark}{labels}{x.xml("xVal")}{y.xml("yVal")}<c:smooth val="0"/></c:ser>'
    )


def _label_list(single: str) -> str:
    return (f'<c:dLbls>{single}<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/>'
            '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>')  # fmt: skip


def _chart_space(
    block: Chart, columns: dict[str, _Column], limits: tuple[float, float], own_texts: tuple[str, ...]
) -> str:
    count = len(block.categories)
    names = _label_list("".join(look.own_label(i, text, "l") for i, text in enumerate(block.categories)))
    values = _label_list("".join(look.own_label(i, text, "r") for i, text in enumerate(own_texts[:count])))
    nothing, no_line, tick_line, circle = (
        marker("none", "", 2),
        look.line(""),
        look.line(DARK, 2.5),
        marker("circle", BLUE, 10),
    )
    dot, tick = (columns["E"], columns["F"]), (columns["J"], columns["K"])
    # Word draws the last series on top, LibreOffice the first and markers below all lines: so tick and dot stand on both
    # sides of the span, the dot below as a short thick line with round ends
    spot = look.line(BLUE, 10, cap="rnd")
    series = (
        _series(0, (columns["N"], columns["O"]), spot, nothing)
        + _series(1, tick, tick_line, nothing)
        + _series(2, (columns["H"], columns["I"]), look.line(GREY, 5), nothing)
        + _series(3, tick, tick_line, nothing)
        + _series(4, dot, no_line, circle)
        + _series(5, (columns["L"], columns["F"]), no_line, nothing, names)
        + _series(6, (columns["M"], columns["F"]), no_line, nothing, values)
    )
    longest = max((len(text) for text in block.categories), default=0)
    ending = max((len(text) for text in own_texts), default=0)
    left, right = min(0.42, 0.015 + longest * 0.145 / _WIDTH_CM), min(0.3, 0.02 + ending * 0.15 / _WIDTH_CM)
    below = min(0.5, ((1.25 if block.x_title else 0.75) + (0.7 if block.legend else 0)) / max(block.height_cm, 2.0))
    x_axis = look.value_axis(_X, _Y, "b", block.x_title, limits, number_format=block.number_format, crosses="min")
    y_axis = look.value_axis(_Y, _X, "l", "", (0.4, count + 0.6), hidden=True, grid=False, crosses="min")
    return (
        f'<c:chartSpace xmlns:c="{NAMESPACES["c"]}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}"><c:date1904 val="0"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:plotArea>{look.layout(left, 0.02, 1 - left - right, 0.98 - below)}'
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}<c:axId val="{_X}"/><c:axId val="{_Y}"/>'
        f"</c:scatterChart>{etree.tostring(x_axis).decode()}{etree.tostring(y_axis).decode()}</c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _workbook(block: Chart, columns: dict[str, _Column]) -> bytes:
    target = io.BytesIO()
    with fixed_workbook(target) as (_, sheet):
        sheet.write_string(0, 0, "Kategorie")
        for place, category in enumerate(block.categories):
            sheet.write_string(place + 1, 0, clean(category))
        for column in columns.values():
            index = ord(column.letter) - ord("A")
            sheet.write_string(0, index, column.head)
            for place, value in enumerate(column.values):
                formula = column.formulas[place] if column.formulas else ""
                if value is not None and formula:
                    sheet.write_formula(place + 1, index, formula, None, value)
                elif value is not None:
                    sheet.write_number(place + 1, index, value)
    return target.getvalue()
