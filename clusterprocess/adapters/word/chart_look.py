"""How charts look: light grid, 9 pt, direct labels, one colour and one marker per kind of actor; nothing in three dimensions."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from lxml import etree

from clusterprocess.adapters.word.ooxml import NAMESPACES, Element, clean
from clusterprocess.adapters.word.palette import DARK, GREY, GRID, OCHRE, SERIES, TEXT_GREY, WHITE
from clusterprocess.adapters.word.starter_styles import FONT

_SPACES = f'xmlns:c="{NAMESPACES["c"]}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}"'
_SIZE = 900
_NO_WRAP = ' wrap="none"'
MARKERS = {
    "companies": "circle",
    "science": "diamond",
    "public": "square",
    "other": "triangle",
    "accent": "circle",
    "muted": "circle",
}
Range = tuple[float, float] | None


def fragment(xml: str) -> Element:
    """An element from markup with the chart namespaces."""
    head, _, rest = xml.partition(">")
    closing = "/" if head.endswith("/") else ""
    return etree.fromstring(f"{head.removesuffix('/')} {_SPACES}{closing}>{rest}")


def text_properties(tag: str, *, colour: str = DARK, bold: bool = False, one_line: bool = False) -> str:
    """``c:txPr`` with our font."""
    return (
        f'<c:{tag}><a:bodyPr{_NO_WRAP if one_line else ""}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{_SIZE}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{colour}"/>'
        f'</a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="de-DE"/></a:p></c:{tag}>'
    )


def rich(text: str, *, colour: str = DARK, bold: bool = False, rotated: bool = False, one_line: bool = False) -> str:
    """``c:tx`` with formatted text of its own."""
    body = '<a:bodyPr rot="-5400000" vert="horz"/>' if rotated else f"<a:bodyPr{_NO_WRAP if one_line else ''}/>"
    look = f'sz="{_SIZE}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
    paragraphs = "".join(
        f'<a:p><a:pPr><a:defRPr {look}</a:defRPr></a:pPr><a:r><a:rPr lang="de-DE" {look}</a:rPr><a:t>{escape(line)}</a:t></a:r></a:p>'
        for line in clean(text).split("\n")
    )
    return f"<c:tx><c:rich>{body}<a:lstStyle/>{paragraphs}</c:rich></c:tx>"


def title(text: str, rotated: bool = False) -> str:
    """An axis title, or nothing."""
    return (
        f'<c:title>{rich(text, colour=TEXT_GREY, rotated=rotated)}<c:overlay val="0"/></c:title>'
        if text.strip()
        else ""
    )


def line(colour: str, width_pt: float = 0.75, dash: str = "", cap: str = "flat") -> str:
    """``a:ln``; an empty colour means no line."""
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    style = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(width_pt * 12700)}" cap="{cap}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{style}<a:round/></a:ln>'


def shape(fill: str, border: str = "", alpha: int = 100) -> str:
    """``c:spPr`` with fill and border; an empty fill means none."""
    opacity = f'<a:alpha val="{alpha * 1000}"/>' if alpha < 100 else ""
    inner = f'<a:solidFill><a:srgbClr val="{fill}">{opacity}</a:srgbClr></a:solidFill>' if fill else "<a:noFill/>"
    return f"<c:spPr>{inner}{line(border)}</c:spPr>"


def hatched(colour: str) -> str:
    """``c:spPr`` with diagonal lines: a second series of the same colour stays apart, in print too."""
    lines = f'<a:fgClr><a:srgbClr val="{colour}"/></a:fgClr><a:bgClr><a:srgbClr val="{WHITE}"/></a:bgClr>'
    return f'<c:spPr><a:pattFill prst="wdUpDiag">{lines}</a:pattFill>{line(colour)}</c:spPr>'


def _scaling(limits: Range, reverse: bool) -> str:
    bounds = f'<c:max val="{limits[1]:g}"/><c:min val="{limits[0]:g}"/>' if limits else ""
    return f'<c:scaling><c:orientation val="{"maxMin" if reverse else "minMax"}"/>{bounds}</c:scaling>'


def _unit(limits: Range) -> str:
    """Whole steps on short scales such as 1 to 5."""
    if limits and 2 <= limits[1] - limits[0] <= 10 and all(float(end).is_integer() for end in limits):
        return '<c:majorUnit val="1"/>'
    return ""


def format_code(number_format: str) -> str:
    """A number format as attribute text: German separators, and a space before the percent sign."""
    code = re.sub(r"(?<![\s\"])%", '"\u00a0"%', number_format)
    if ("," in code or "." in code) and not code.startswith("["):
        code = f"[$-407]{code}"
    return escape(code, {'"': "&quot;"})


def category_axis(own: int, other: int, place: str, text: str, reverse: bool) -> Element:
    """The axis of names, without ticks."""
    return fragment(
        f'<c:catAx><c:axId val="{own}"/>{_scaling(None, reverse)}<c:delete val="0"/><c:axPos val="{place}"/>{title(text, place == "l")}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{line("8C8C8C")}</c:spPr>{text_properties("txPr")}<c:crossAx val="{other}"/>'
        '<c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="80"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def value_axis(
    own: int,
    other: int,
    place: str,
    text: str,
    limits: Range,
    *,
    number_format: str = "General",
    between: str = "midCat",
    crosses: str = "autoZero",
    hidden: bool = False,
    grid: bool = True,
    crossing_line: str = "",
) -> Element:
    """An axis of numbers with light grid lines."""
    lines = f"<c:majorGridlines><c:spPr>{line(GRID, 0.5)}</c:spPr></c:majorGridlines>" if grid else ""
    return fragment(
        f'<c:valAx><c:axId val="{own}"/>{_scaling(limits, False)}<c:delete val="{int(hidden)}"/><c:axPos val="{place}"/>{lines}'
        f'{title(text, place == "l")}<c:numFmt formatCode="{format_code(number_format)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{"nextTo" if crosses == "max" else "low"}"/>'
        f'<c:spPr>{line(crossing_line)}</c:spPr>{text_properties("txPr", colour=TEXT_GREY)}<c:crossAx val="{other}"/>'
        f'<c:crosses val="{crosses}"/><c:crossBetween val="{between}"/>{_unit(limits)}</c:valAx>'
    )


def _shown(value: bool, name: bool = False) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/><c:showSerName val="{int(name)}"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def own_label(place: int, text: str, position: str, *, colour: str = DARK, bold: bool = False) -> str:
    """A direct label with text of its own at one point; an empty text means no label there."""
    if not text:
        return f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
    return (
        f'<c:dLbl><c:idx val="{place}"/>{rich(text, colour=colour, bold=bold, one_line=True)}<c:dLblPos val="{position}"/>'
        f"{_shown(True)}</c:dLbl>"
    )


def labels(
    single: str,
    *,
    value: bool,
    position: str,
    number_format: str = "General",
    colour: str = DARK,
    on_white: bool = False,
) -> Element:
    """The labels of a series: single ones first, then what holds for the others."""
    back = shape(WHITE) if on_white else shape("")
    if not value:
        return fragment(f"<c:dLbls>{single}{_shown(False)}</c:dLbls>")
    return fragment(
        f'<c:dLbls>{single}<c:numFmt formatCode="{format_code(number_format)}" sourceLinked="0"/>{back}'
        f'{text_properties("txPr", colour=colour, one_line=True)}<c:dLblPos val="{position}"/>{_shown(True)}</c:dLbls>'
    )


def text_colour(colour: str) -> str:
    """The colour of text on a fill of the palette: white on the dark ones."""
    return DARK if SERIES[colour] in (OCHRE, GREY, "") else WHITE


def legend(hidden: list[int], place: str = "b") -> Element:
    """A legend without the hidden series."""
    gone = "".join(f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>' for n in hidden)
    return fragment(
        f'<c:legend><c:legendPos val="{place}"/>{gone}<c:overlay val="0"/>{text_properties("txPr")}</c:legend>'
    )


def layout(x: float, y: float, width: float, height: float) -> str:
    """A fixed inner plot area, as shares of the chart."""
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
    )
