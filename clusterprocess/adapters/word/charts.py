"""Native charts: a chart part with its own workbook, an inline drawing with alt text, caption below."""

from __future__ import annotations

import hashlib

from clusterprocess.adapters.word import chart_look as look
from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.captions import caption, source_line
from clusterprocess.adapters.word.chart_bars import dress_bars, needs_legend
from clusterprocess.adapters.word.chart_data import chart_source
from clusterprocess.adapters.word.chart_points import dress_points
from clusterprocess.adapters.word.chart_slopes import dress_slopes
from clusterprocess.adapters.word.chart_strips import range_dots
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.inline import plain
from clusterprocess.adapters.word.ooxml import EMU_PER_CM, NAMESPACES, Element, make, name, parse, serialise
from clusterprocess.adapters.word.package import DOCUMENT, add_content_type, add_relation
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Chart

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAG = "abb:"


def chart_blocks(composition: Composition, block: Chart) -> list[Element]:
    """The chart as inline drawing, its caption and its source; adds the parts to the package."""
    part, values = _add_parts(composition, block)
    alt = plain(composition, block.alt)
    tag = f"{TAG}{block.key}"
    if tag in composition.charts:
        raise InputError(
            f"Diagramm (key): „{block.key}“ kommt zweimal vor; bitte jedem Diagramm einen eigenen Schlüssel geben.",
            field="key",
        )
    words = plain(composition, block.caption)
    composition.charts[tag] = {"alt": alt, "caption": words, "values": values, "part": part}
    relation = add_relation(composition.parts, DOCUMENT, f"{_OFFICE}/chart", part.removeprefix("word/"))
    properties = make("w:pPr", composition.paragraph_style(styles.FIGURE), make("w:keepNext"))
    made = [make("w:p", properties, make("w:r", _drawing(composition, block, tag, alt, relation)))]
    if block.caption:
        made.append(caption(composition, "abb", block.key, block.caption, keep_next=bool(block.source)))
    return [*made, *source_line(composition, block.source)]


def _add_parts(composition: Composition, block: Chart) -> tuple[str, str]:
    xml, workbook = _made(block)
    number = len(composition.charts) + 1
    part, embedded = f"word/charts/chart{number}.xml", f"word/embeddings/chart{number}.xlsx"
    composition.parts[part] = xml
    composition.parts[embedded] = workbook
    add_relation(composition.parts, part, f"{_OFFICE}/package", f"../embeddings/chart{number}.xlsx")
    add_content_type(composition.parts, part=part, content_type=CHART_TYPE)
    add_content_type(composition.parts, extension="xlsx", content_type=WORKBOOK_TYPE)
    return part, chart_values(xml)


def _made(block: Chart) -> tuple[bytes, bytes]:
    if block.kind == "range_dots":
        root, workbook = range_dots(block)
    elif block.kind == "slope":
        root, workbook = chart_source(block)
        dress_slopes(root, block)
    else:
        root, workbook = chart_source(block)
        (dress_points if block.kind in ("bubble", "scatter") else dress_bars)(root, block)
    _finish(root, block)
    return serialise(root), workbook


def _finish(root: Element, block: Chart) -> None:
    """Font, language, no title of its own, no frame, legend only where asked, link to the workbook."""
    chart = root.find(name("c:chart"))
    if chart is None:
        raise AssertionError("a chart space has a chart")
    for tag in ("autoTitleDeleted", "legend", "title"):
        for old in chart.findall(name(f"c:{tag}")):
            chart.remove(old)
    chart.insert(0, look.fragment('<c:autoTitleDeleted val="1"/>'))
    for old in [e for e in root if e.tag in (name("c:txPr"), name("c:spPr"), name("c:lang"), name("c:style"))]:
        root.remove(old)
    first = root.find(name("c:date1904"))
    language = look.fragment('<c:lang val="de-DE"/>')
    if first is None:
        root.insert(0, language)
    else:
        first.addnext(language)
    hidden = [n for n, s in enumerate(block.series) if s.colour == "hidden" or (block.kind == "waterfall" and n == 0)]
    if needs_legend(block):
        area = chart.find(name("c:plotArea"))
        if area is not None:
            area.addnext(look.legend([0, 1, 5, 6] if block.kind == "range_dots" else hidden))
    for gaps in root.iter(name("c:dispBlanksAs")):
        gaps.set("val", "gap")
    root.append(look.fragment(f"<c:spPr><a:noFill/>{look.line('')}</c:spPr>"))
    root.append(look.fragment(look.text_properties("txPr")))
    root.append(look.fragment('<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'))


def _drawing(composition: Composition, block: Chart, tag: str, alt: str, relation: str) -> Element:
    wide, high = int(composition.page.width_cm * EMU_PER_CM), int(block.height_cm * EMU_PER_CM)
    chart = make("c:chart")
    chart.set(name("r:id"), relation)
    frame = make("wp:cNvGraphicFramePr", make("a:graphicFrameLocks", noGrp=1))
    data = make("a:graphicData", chart, uri=NAMESPACES["c"])
    inline_ = make(
        "wp:inline",
        make("wp:extent", cx=wide, cy=high),
        make("wp:effectExtent", l=0, t=0, r=0, b=0),
        make("wp:docPr", id=composition.next_drawing(), name=tag, descr=alt),
        frame,
        make("a:graphic", data),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return make("w:drawing", inline_)


def chart_values(xml: bytes) -> str:
    """SHA-256 over the cached values of a chart: it changes when somebody edits the data, not when the file is saved."""
    cached = []
    for ser in parse(xml, "chart").iter(name("c:ser")):
        for kind in ("cat", "val", "xVal", "yVal", "bubbleSize"):
            for value in ser.iterfind(f"{name(f'c:{kind}')}//{name('c:v')}"):
                cached.append(_plain(value.text or ""))
    return hashlib.sha256("\n".join(cached).encode()).hexdigest()


def _plain(text: str) -> str:
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return " ".join(text.split())
