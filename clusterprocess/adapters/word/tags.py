"""Name tags: cells of one size with dashed lines to cut along, the name as large as it fits."""

from __future__ import annotations

from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.ooxml import TWIPS_PER_CM, Element, clean, make, name, run
from clusterprocess.adapters.word.palette import DARK, SERIES
from clusterprocess.adapters.word.tables import borders, frame, gap
from clusterprocess.offerings.sections.blocks import Tag, Tags

CUT = ("dashed", 4, "8C8C8C")
_SIDE = 280
"""Room at the left and right of a tag, in twips."""
# characters that fit into 7 cm in one line, and the size in half points for longer names
_SIZES = ((18, 44), (24, 36), (34, 28))
_SMALLEST = 24


def name_tags(composition: Composition, block: Tags) -> list[Element]:
    """One table per page, so that no row moves onto another page and every page has its own cut lines."""
    width = composition.page.width // block.columns
    height = int(block.height_cm * TWIPS_PER_CM)
    per_page = block.columns * block.rows
    made: list[Element] = []
    for start in range(0, len(block.tags), per_page):
        page = block.tags[start : start + per_page]
        rows = [
            _row(composition, page[first : first + block.columns], block.columns, width, height)
            for first in range(0, len(page), block.columns)
        ]
        made += [frame(composition, styles.PLAIN_TABLE, [width] * block.columns, rows), gap(composition, 1)]
    for table in made[2::2]:
        _on_new_page(table)
    return made


def _row(composition: Composition, tags: tuple[Tag, ...], columns: int, width: int, height: int) -> Element:
    cells = [_cell(composition, tag, width) for tag in tags]
    cells += [_empty(composition, width) for _ in range(columns - len(tags))]
    exact = make("w:trPr", make("w:cantSplit"), make("w:trHeight", val=height, hRule="exact"))
    return make("w:tr", exact, *cells)


def _cell(composition: Composition, tag: Tag, width: int) -> Element:
    made = make("w:tc", _properties(width))
    made.append(_line(composition, tag.name, styles.BODY, _size(tag.name), bold=True, after=80))
    for line in tag.lines:
        made.append(_line(composition, line, styles.BODY, 22, after=20))
    if tag.mark:
        made.append(_mark(composition, tag))
    return made


def _empty(composition: Composition, width: int) -> Element:
    return make("w:tc", _properties(width), make("w:p", make("w:pPr", composition.paragraph_style(styles.BODY))))


def _properties(width: int) -> Element:
    margins = make("w:tcMar", make("w:left", w=_SIDE, type="dxa"), make("w:right", w=_SIDE, type="dxa"))
    cut = borders(top=CUT, left=CUT, bottom=CUT, right=CUT)
    return make("w:tcPr", make("w:tcW", w=width, type="dxa"), cut, margins, make("w:vAlign", val="center"))


def _size(text: str) -> int:
    return next((size for most, size in _SIZES if len(text) <= most), _SMALLEST)


def _line(
    composition: Composition, text: str, style: str, half_points: int, *, bold: bool = False, after: int
) -> Element:
    spacing = make("w:spacing", before=0, after=after, line=240, lineRule="auto")
    paragraph = make("w:p", make("w:pPr", composition.paragraph_style(style), spacing, make("w:jc", val="left")))
    formats = [make("w:b"), make("w:bCs")] if bold else []
    formats += [make("w:color", val=DARK), make("w:sz", val=half_points), make("w:szCs", val=half_points)]
    paragraph.append(run(clean(text), *formats))
    return paragraph


def _mark(composition: Composition, tag: Tag) -> Element:
    """The kind of actor with a square in its colour; the word tells it in black and white, too."""
    spacing = make("w:spacing", before=160, after=0, line=240, lineRule="auto")
    made = make("w:p", make("w:pPr", composition.paragraph_style(styles.SMALL), spacing))
    made.append(run("■ ", make("w:color", val=SERIES[tag.colour]), make("w:sz", val=28), make("w:szCs", val=28)))
    made.append(run(clean(tag.mark)))
    return made


def _on_new_page(table: Element) -> None:
    first = next(table.iter(name("w:pPr")))
    style = first.find(name("w:pStyle"))
    first.insert(0 if style is None else 1, make("w:pageBreakBefore"))
