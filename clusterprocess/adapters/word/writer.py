"""From typed blocks to WordprocessingML: text blocks here, tables, plans and charts in their own modules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.captions import caption, source_line
from clusterprocess.adapters.word.charts import chart_blocks
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.inline import inline
from clusterprocess.adapters.word.ooxml import BLOCK_GALLERY, Element, make, name
from clusterprocess.adapters.word.plans import gantt, house, timeline
from clusterprocess.adapters.word.references import annex_prefix, bookmark_name
from clusterprocess.adapters.word.sections import turn
from clusterprocess.adapters.word.tables import callout, signature_lines, table
from clusterprocess.adapters.word.tags import name_tags
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Gantt,
    Heading,
    House,
    PageBreak,
    Paragraph,
    Quote,
    SignatureLines,
    Table,
    Tags,
    Timeline,
)

_PARAGRAPH_STYLES = {
    "body": styles.BODY,
    "lead": styles.LEAD,
    "small": styles.SMALL,
    "note": styles.NOTE,
    "motto": styles.MOTTO,
}
_OPENING = "„“\"»«‚‘'”"


def write(composition: Composition, blocks: Iterable[Block]) -> list[Element]:
    """All blocks of a chapter as body elements; a landscape table takes its heading onto the landscape page."""
    made: list[Element] = []
    listed = list(blocks)
    turns = {
        _opening(listed, place) for place, block in enumerate(listed) if isinstance(block, Table) and block.landscape
    }
    for place, block in enumerate(listed):
        if place in turns and not composition.landscape:
            made.append(turn(composition, True))
        made += write_block(composition, block)
        if isinstance(block, Table) and block.landscape and not _asked(listed[:place]):
            made.append(turn(composition, False))
    return made


def _opening(blocks: list[Block], place: int) -> int:
    """Where the landscape page of a table begins: at the heading above it if only a few lines stand between."""
    for start in range(place - 1, max(place - 4, -1), -1):
        if isinstance(blocks[start], Heading):
            return start - 1 if start and isinstance(blocks[start - 1], Heading) else start
        if not isinstance(blocks[start], Paragraph):
            break
    return place


def _asked(before: list[Block]) -> bool:
    """Whether the author turned the page herself and has not turned it back."""
    asked = [block.landscape for block in before if isinstance(block, PageBreak) and block.landscape is not None]
    return bool(asked) and bool(asked[-1])


def write_block(composition: Composition, block: Block) -> list[Element]:
    """One block as body elements; text in another language than the document's is marked as such."""
    made = _written(composition, block)
    if language := getattr(block, "language", ""):
        for element in made:
            for text_run in element.iter(name("w:r")):
                properties = text_run.find(name("w:rPr"))
                if properties is None:
                    properties = make("w:rPr")
                    text_run.insert(0, properties)
                properties.append(make("w:lang", val=language))
    return made


def _written(composition: Composition, block: Block) -> list[Element]:
    match block:
        case Heading():
            return [_heading(composition, block)]
        case Paragraph():
            return _own(composition, block.own, _paragraphs(composition, block.text, _PARAGRAPH_STYLES[block.style]))
        case Bullets():
            return _own(composition, block.own, _bullets(composition, block))
        case Quote():
            return _quote(composition, block)
        case Callout():
            return callout(composition, block)
        case Table():
            return table(composition, block)
        case Chart():
            return chart_blocks(composition, block)
        case Gantt():
            return _captioned(composition, "abb", block, gantt(composition, block), block.source)
        case House():
            return _captioned(composition, "abb", block, house(composition, block), "")
        case Timeline():
            return _captioned(composition, "abb", block, timeline(composition, block), "")
        case SignatureLines():
            return signature_lines(composition, block)
        case Tags():
            return name_tags(composition, block)
        case PageBreak():
            return [turn(composition, block.landscape, page_break=True)]


def paragraph(composition: Composition, text: str, style: str, *extra: Element | None) -> Element:
    """One paragraph of a named style; ``extra`` are further paragraph properties in the order of the schema."""
    properties = make("w:pPr", composition.paragraph_style(style), *extra)
    return make("w:p", properties, *inline(composition, text))


def _heading(composition: Composition, block: Heading) -> Element:
    numbered = block.numbered
    style = (styles.HEADINGS if numbered else styles.UNNUMBERED)[block.level - 1]
    opening = [make("w:pageBreakBefore"), make("w:spacing", before=0)] if block.page_break else []
    element = paragraph(composition, "", style, *opening)
    runs = inline(composition, block.text)
    prefix = "" if numbered else annex_prefix(block.text)
    if not block.key:
        element.extend(runs)
    elif prefix:
        bookmark = bookmark_name("kap", block.key)
        element.extend(composition.bookmark(bookmark, *inline(composition, prefix)))
        element.extend(inline(composition, block.text[len(prefix) :]))
    else:
        element.extend(composition.bookmark(bookmark_name("kap", block.key), *runs))
    return element


def _paragraphs(composition: Composition, text: str, style: str) -> list[Element]:
    pieces = [piece.strip("\n") for piece in re.split(r"\n[ \t]*\n", text.strip("\n"))]
    return [paragraph(composition, piece, style) for piece in pieces if piece.strip()] or [
        paragraph(composition, "", style)
    ]


def _bullets(composition: Composition, block: Bullets) -> list[Element]:
    style = styles.NUMBER if block.numbered else styles.BULLET
    restart = composition.restart_numbering(style) if block.numbered and block.items else None
    made = [paragraph(composition, item, style, deepcopy(restart)) for item in block.items]
    return made or ([paragraph(composition, "", styles.BODY)] if block.own else [])


def _own(composition: Composition, key: str, elements: list[Element]) -> list[Element]:
    """The consultant's text in a block-level control; what was generated is remembered as a hash."""
    if not key:
        return elements
    composition.note_text(key, elements)
    properties = make(
        "w:sdtPr",
        make("w:alias", val=f"Eigener Text: {key}"),
        make("w:tag", val=f"text:{key}"),
        make("w:id", val=0),
        make("w:docPartObj", make("w:docPartGallery", val=BLOCK_GALLERY)),
    )
    return [make("w:sdt", properties, make("w:sdtContent", *elements))]


def _quote(composition: Composition, block: Quote) -> list[Element]:
    text = block.text.strip()
    if text[:1] not in _OPENING:
        text = f"„{text}“" if composition.language.startswith("de") else f"“{text}”"
    made = [paragraph(composition, text, styles.QUOTE)]
    if block.who:
        made.append(paragraph(composition, f"– {block.who}", styles.QUOTED))
    return made


def _captioned(
    composition: Composition, kind: str, block: Gantt | House | Timeline, elements: list[Element], source: str
) -> list[Element]:
    made = list(elements)
    if block.caption:
        made.append(caption(composition, kind, block.key, block.caption, keep_next=bool(source)))
    return [*made, *source_line(composition, source)]
