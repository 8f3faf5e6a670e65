"""The slope chart: two points in time, one line per series, both ends labelled directly; no axis of numbers."""

from __future__ import annotations

from clusterprocess.adapters.word import chart_look as look
from clusterprocess.adapters.word.ooxml import Element, name
from clusterprocess.adapters.word.palette import SERIES, WHITE
from clusterprocess.offerings.sections.blocks import Chart

_CATEGORIES, _VALUES = 555555, 666666
_DASHES = ("", "dash", "sysDash", "lgDash", "dashDot")
_CLOSE = 0.09
"""Ends nearer than this share of the range would print their labels over each other: they go above and below."""


def dress_slopes(root: Element, block: Chart) -> None:
    """Give python-pptx's line chart our lines, markers and labels; ``labels`` of a series are those of its ends."""
    plot = root.find(f".//{name('c:lineChart')}")
    area = root.find(f".//{name('c:plotArea')}")
    if plot is None or area is None:
        raise AssertionError("python-pptx writes a line chart for this kind")
    low, high = _range(block)
    for place, (element, series) in enumerate(zip(plot.findall(name("c:ser")), block.series, strict=True)):
        for tag in ("spPr", "marker", "dLbls", "smooth"):
            for old in element.findall(name(f"c:{tag}")):
                element.remove(old)
        colour = SERIES[series.colour]
        single = "".join(
            look.own_label(end, text, _position(block, place, end, high - low))
            for end, text in enumerate(series.labels[: len(series.values)])
        )
        symbol = look.MARKERS.get(series.colour, "circle")
        made = [
            look.fragment(f"<c:spPr>{look.line(colour, 2.25, _DASHES[place % len(_DASHES)])}</c:spPr>"),
            look.fragment(
                f'<c:marker><c:symbol val="{symbol}"/><c:size val="8"/>{look.shape(colour, WHITE)}</c:marker>'
            ),
            look.labels(single, value=False, position="r"),
        ]
        heading = element.find(name("c:tx"))
        anchor = heading if heading is not None else element[1]
        for new in reversed(made):
            anchor.addnext(new)
        element.append(look.fragment('<c:smooth val="0"/>'))
    for tag in ("dLbls", "axId"):
        for old in plot.findall(name(f"c:{tag}")):
            plot.remove(old)
    for markup in (f'<c:axId val="{_CATEGORIES}"/>', f'<c:axId val="{_VALUES}"/>'):
        plot.append(look.fragment(markup))
    for old in [e for e in area if str(e.tag).endswith("Ax") or e.tag == name("c:layout")]:
        area.remove(old)
    area.insert(0, look.fragment(look.layout(0.16, 0.04, 0.46, 0.80)))
    area.append(look.category_axis(_CATEGORIES, _VALUES, "b", block.x_title, False))
    area.append(
        look.value_axis(
            _VALUES, _CATEGORIES, "l", "", (low, high), number_format=block.number_format, between="midCat",
            hidden=True, grid=False,
        )
    )  # fmt: skip


def _range(block: Chart) -> tuple[float, float]:
    """From zero, as a line from a cut axis looks steeper than it is; room above for a label."""
    if block.y_range:
        return block.y_range
    top = max((v for s in block.series for v in s.values if v is not None), default=1.0)
    return 0.0, top * 1.12 or 1.0


def _position(block: Chart, place: int, end: int, span: float) -> str:
    """Beside the point; above or below it where another line ends close by."""
    own = block.series[place].values[end]
    beside = "l" if end == 0 else "r"
    if own is None:
        return beside
    others = [s.values[end] for n, s in enumerate(block.series) if n != place]
    near = [v for v in others if v is not None and abs(v - own) < _CLOSE * span]
    if not near:
        return beside
    higher = own > max(near) or (own == max(near) and place == 0)
    return "t" if higher else "b"
