"""Bars, columns, stacked ones and the waterfall: zero baseline, one label per bar, largest first where the author says so."""

from __future__ import annotations

from clusterprocess.adapters.word import chart_look as look
from clusterprocess.adapters.word.ooxml import Element, name
from clusterprocess.adapters.word.palette import DARK, SERIES, WHITE
from clusterprocess.offerings.sections.blocks import Chart, Series

_CATEGORIES, _VALUES = 111111, 222222


def dress_bars(root: Element, block: Chart) -> None:
    """Give python-pptx's bar chart our axes, colours and labels."""
    plot = root.find(f".//{name('c:barChart')}")
    area = root.find(f".//{name('c:plotArea')}")
    if plot is None or area is None:
        raise AssertionError("python-pptx writes a bar chart for these kinds")
    lying = block.kind in ("bar", "stacked_bar")
    stacked = block.kind in ("stacked_bar", "stacked_column", "waterfall")
    for place, (element, series) in enumerate(zip(plot.findall(name("c:ser")), block.series, strict=True)):
        hidden = series.colour == "hidden" or (block.kind == "waterfall" and place == 0)
        _dress_series(element, block, series, hidden=hidden, stacked=stacked, again=_again(block, place))
    for tag in ("gapWidth", "overlap", "axId", "dLbls"):
        for element in plot.findall(name(f"c:{tag}")):
            plot.remove(element)
    several = sum(s.colour != "hidden" for s in block.series) > 1 and not stacked
    for markup in (
        f'<c:gapWidth val="{55 if several else 45}"/>',
        f'<c:overlap val="{100 if stacked else -8}"/>',
        f'<c:axId val="{_CATEGORIES}"/>',
        f'<c:axId val="{_VALUES}"/>',
    ):
        plot.append(look.fragment(markup))
    for element in [e for e in area if str(e.tag).endswith("Ax")]:
        area.remove(element)
    names, numbers = (block.y_title, block.x_title) if lying else (block.x_title, block.y_title)
    area.append(look.category_axis(_CATEGORIES, _VALUES, "l" if lying else "b", names, lying))
    area.append(
        look.value_axis(
            _VALUES,
            _CATEGORIES,
            "b" if lying else "l",
            numbers,
            _limits(block, lying),
            number_format=block.number_format,
            between="between",
            crosses="max" if lying else "autoZero",
        )
    )


def _limits(block: Chart, lying: bool) -> tuple[float, float] | None:
    """The asked range, always with zero in it; without one zero is the lower end if nothing is negative."""
    asked = (block.x_range or block.y_range) if lying else (block.y_range or block.x_range)
    if asked:
        return min(0.0, asked[0]), max(0.0, asked[1])
    top = _top(block)
    return (
        (0.0, nice_end(top)) if top > 0 and all(v is None or v >= 0 for s in block.series for v in s.values) else None
    )


def _top(block: Chart) -> float:
    if block.kind in ("bar", "column"):
        return max((v for s in block.series for v in s.values if v is not None), default=0.0)
    sums = [sum(s.values[i] or 0 for s in block.series) for i in range(len(block.categories))]
    return max(sums, default=0.0)


def nice_end(top: float) -> float:
    """The end of an axis from zero with room for a label: the next round step above 106 % of the largest value."""
    if top <= 0:
        return 1.0
    step = 10.0 ** (len(str(int(top))) - 1) if top >= 1 else 0.1
    while top / step < 4:
        step /= 2
    return step * -(-top * 1.06 // step)


def _dress_series(element: Element, block: Chart, series: Series, *, hidden: bool, stacked: bool, again: bool) -> None:
    for tag in ("spPr", "dLbls", "invertIfNegative"):
        for old in element.findall(name(f"c:{tag}")):
            element.remove(old)
    colour = "" if hidden else SERIES[series.colour]
    heading = element.find(name("c:tx"))
    anchor = heading if heading is not None else element[1]
    single = "" if hidden else _single_labels(block, series, stacked, again)
    fill = look.hatched(colour) if again else look.shape(colour, "" if hidden else WHITE if stacked else "")
    made = [
        look.fragment(fill),
        look.fragment('<c:invertIfNegative val="0"/>'),
        look.labels(
            single,
            value=not hidden,
            position="ctr" if stacked else "outEnd",
            number_format=block.number_format,
            colour=look.text_colour(series.colour) if stacked and not hidden and not again else DARK,
            on_white=stacked and again,
        ),
    ]
    for new in reversed(made):
        anchor.addnext(new)


def _again(block: Chart, place: int) -> bool:
    """Whether an earlier series of a grouped or stacked chart has the same fill; the steps of a waterfall may share one."""
    colour = SERIES[block.series[place].colour]
    earlier = [SERIES[series.colour] for series in block.series[:place]]
    return bool(colour) and block.kind != "waterfall" and colour in earlier


def _single_labels(block: Chart, series: Series, stacked: bool, again: bool) -> str:
    """Texts of the author; the name of the series at its largest bar where nothing else names it; none on slivers."""
    position = "ctr" if stacked else "outEnd"
    colour = look.text_colour(series.colour) if stacked and not again else DARK
    if series.labels:
        return "".join(
            look.own_label(i, text, position, colour=colour)
            for i, text in enumerate(series.labels)
            if i < len(series.values)
        )
    made = ""
    largest = max(_top(block), 1e-9)
    named = _named_bar(block, series)
    for place, value in enumerate(series.values):
        if stacked and value is not None and not _fits(block, value, largest):
            made += look.own_label(place, "", position)
        elif place == named and value is not None:
            apart = ": " if block.kind in ("bar", "stacked_bar") else "\n"
            made += look.own_label(
                place, f"{series.name}{apart}{format_value(value, block.number_format)}", position, colour=colour
            )
    return made


_NAMED = ("bar", "column", "stacked_bar", "stacked_column")


def needs_legend(block: Chart) -> bool:
    """Asked for, or several series whose names fit nowhere else: without it only the colour would tell them apart."""
    visible = _visible(block)
    if block.legend or len(visible) < 2 or block.kind not in _NAMED or any(s.labels for s in visible):
        return block.legend
    return not all(_name_fits(block, series) for series in visible)


def _visible(block: Chart) -> list[Series]:
    waterfall = block.kind == "waterfall"
    return [s for n, s in enumerate(block.series) if s.colour != "hidden" and not (waterfall and n == 0)]


def _name_fits(block: Chart, series: Series) -> bool:
    """Whether a name fits into the largest segment (lying) or above the column (upright); 9 pt is 0.18 cm a letter."""
    if block.kind == "bar":
        return True
    if block.kind == "stacked_bar":
        longest = max((len(text) for text in block.categories), default=0) * 0.17
        largest = max((abs(v) for v in series.values if v is not None), default=0.0)
        return len(series.name) * 0.19 + 1.3 < (15 - min(longest, 5)) * largest / max(nice_end(_top(block)), 1e-9)
    beside = 1 if block.kind == "stacked_column" else len(_visible(block))
    return len(series.name) * 0.18 < 14 / max(len(block.categories), 1) / beside * 0.65


def _fits(block: Chart, value: float, largest: float) -> bool:
    """Whether the number of a segment fits into it."""
    share = abs(value) / nice_end(largest)
    if block.kind == "stacked_bar":
        longest = max((len(text) for text in block.categories), default=0) * 0.17
        return share * (15 - min(longest, 5)) > 0.17 * len(format_value(value, block.number_format)) + 0.08
    return share * (block.height_cm - (2.6 if block.legend else 1.8)) > 0.34


def _named_bar(block: Chart, series: Series) -> int | None:
    if len(_visible(block)) < 2 or block.kind not in _NAMED or needs_legend(block):
        return None
    values = [abs(v) if v is not None else -1.0 for v in series.values]
    return values.index(max(values)) if values else None


def format_value(value: float, number_format: str) -> str:
    """A value as German readers expect it, for the common number formats (decimals, thousands, percent)."""
    percent = "%" in number_format
    shown = value * 100 if percent else value
    digits = number_format.split(";")[0]
    decimals = len(digits.split(".")[1].rstrip('% "€T').replace("#", "0")) if "." in digits else 0
    text = f"{shown:,.{decimals}f}" if "," in digits.split(".")[0] or "General" in digits else f"{shown:.{decimals}f}"
    german = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return f"{german} %" if percent else german
