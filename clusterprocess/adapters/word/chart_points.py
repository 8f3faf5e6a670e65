"""Scatter and bubbles with direct labels; each kind of actor has a marker of its own beside its colour."""

from __future__ import annotations

from clusterprocess.adapters.word import chart_look as look
from clusterprocess.adapters.word.label_places import label_places
from clusterprocess.adapters.word.ooxml import Element, name
from clusterprocess.adapters.word.palette import SERIES, WHITE
from clusterprocess.offerings.sections.blocks import Chart

_X, _Y = 333333, 444444


def dress_points(root: Element, block: Chart) -> None:
    """Give python-pptx's scatter or bubble chart our axes, markers and direct labels."""
    bubble = block.kind == "bubble"
    plot = root.find(f".//{name('c:bubbleChart' if bubble else 'c:scatterChart')}")
    area = root.find(f".//{name('c:plotArea')}")
    if plot is None or area is None:
        raise AssertionError("python-pptx writes a plot for these kinds")
    x_range, y_range = block.x_range or _span(block, 0), block.y_range or _span(block, 1)
    places = label_places(block, x_range, y_range)
    for number, (element, series) in enumerate(zip(plot.findall(name("c:ser")), block.series, strict=True)):
        for tag in ("spPr", "marker", "dLbls", "invertIfNegative"):
            for old in element.findall(name(f"c:{tag}")):
                element.remove(old)
        colour = SERIES[series.colour]
        single = "".join(
            look.own_label(i, text, places[number][i]) for i, text in enumerate(series.labels) if i < len(series.points)
        )
        made = [look.labels(single, value=False, position="r")]
        if bubble:
            made = [
                look.fragment(look.shape(colour, WHITE, alpha=80)),
                look.fragment('<c:invertIfNegative val="0"/>'),
                *made,
            ]
        else:
            made = [
                look.fragment(f"<c:spPr>{look.line('')}</c:spPr>"),
                look.fragment(marker(look.MARKERS.get(series.colour, "none"), colour, 9)),
                *made,
            ]
        heading = element.find(name("c:tx"))
        anchor = heading if heading is not None else element[1]
        for new in reversed(made):
            anchor.addnext(new)
    for tag in ("dLbls", "axId", "bubbleScale", "showNegBubbles", "sizeRepresents"):
        for old in plot.findall(name(f"c:{tag}")):
            plot.remove(old)
    ending = (
        ['<c:bubbleScale val="45"/>', '<c:showNegBubbles val="0"/>', '<c:sizeRepresents val="area"/>'] if bubble else []
    )
    for markup in (*ending, f'<c:axId val="{_X}"/>', f'<c:axId val="{_Y}"/>'):
        plot.append(look.fragment(markup))
    for old in [e for e in area if str(e.tag).endswith("Ax")]:
        area.remove(old)
    area.append(look.value_axis(_X, _Y, "b", block.x_title, x_range, crossing_line="8C8C8C", crosses="min"))
    area.append(look.value_axis(_Y, _X, "l", block.y_title, y_range, crossing_line="8C8C8C", crosses="min"))


def _span(block: Chart, axis: int) -> tuple[float, float]:
    """All points with a tenth of room on both sides."""
    values = [point[axis] for series in block.series for point in series.points] or [0.0, 1.0]
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or abs(high) * 0.2 or 1.0
    return (0.0 if 0 <= low < (high - low) else low - room), high + room


def marker(symbol: str, colour: str, size: int) -> str:
    """``c:marker`` with a white rim; no marker for ``none``."""
    if symbol == "none" or not colour:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>{look.shape(colour, WHITE)}</c:marker>'
