"""Tables, boxes and signature lines: fixed widths, repeated header rows, no row broken across pages."""

from __future__ import annotations

from collections.abc import Sequence

from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.captions import caption, source_line
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.inline import Look, inline
from clusterprocess.adapters.word.ooxml import TWIPS_PER_CM, Element, clean, make
from clusterprocess.adapters.word.palette import LINE, OCHRE, SHADES, WHITE
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Align, Callout, Cell, SignatureLines, Table

_TOGETHER = 6
_SIGN_HEIGHT = 1000


def grid(composition: Composition, shares: Sequence[float], count: int, where: str) -> list[int]:
    """Column widths in twips from shares of the text width.

    Raises:
        InputError: the number of shares is not the number of columns.
    """
    if shares and len(shares) != count:
        raise InputError(
            f"{where} (widths): {len(shares)} Breiten für {count} Spalten; bitte je Spalte eine Breite angeben.",
            field="widths",
        )
    parts = list(shares) or [1 / max(count, 1)] * count
    total = sum(parts)
    widths = [int(composition.page.width * part / total) for part in parts]
    if widths:
        widths[-1] += composition.page.width - sum(widths)
    return widths


def frame(
    composition: Composition,
    style: str,
    widths: Sequence[int],
    rows: Sequence[Element],
    *,
    look: str = "0000",
    alt: tuple[str, str] | None = None,
    extra: Sequence[Element] = (),
) -> Element:
    """A table element with fixed layout; ``alt`` are title and description, ``look`` the conditional formats."""
    bits = {"firstRow": int(look, 16) & 0x20, "lastRow": int(look, 16) & 0x40}
    properties = make(
        "w:tblPr",
        composition.table_style(style),
        make("w:tblW", w=sum(widths), type="dxa"),
        *extra,
        make("w:tblLayout", type="fixed"),
        make(
            "w:tblLook",
            val=look,
            firstRow=int(bool(bits["firstRow"])),
            lastRow=int(bool(bits["lastRow"])),
            firstColumn=0,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        make("w:tblCaption", val=clean(alt[0])) if alt and alt[0] else None,
        make("w:tblDescription", val=clean(alt[1])) if alt and alt[1] else None,
    )
    return make("w:tbl", properties, make("w:tblGrid", *[make("w:gridCol", w=width) for width in widths]), *rows)


def row(cells: Sequence[Element], *, header: bool = False, height: int = 0) -> Element:
    """A row that is not broken across pages; a header row is repeated."""
    properties = make(
        "w:trPr",
        make("w:cantSplit"),
        make("w:trHeight", val=height, hRule="atLeast") if height else None,
        make("w:tblHeader") if header else None,
    )
    return make("w:tr", properties, *cells)


def cell(
    composition: Composition,
    text: str,
    style: str,
    width: int,
    *,
    shade: str = "none",
    align: Align = "left",
    bold: bool = False,
    keep_next: bool = False,
    span: int = 1,
    borders: Element | None = None,
    middle: bool = False,
    fill_and_text: tuple[str, str] | None = None,
) -> Element:
    """A cell with one paragraph per line of text; ``fill_and_text`` are colours that replace those of the shade."""
    fill, colour = fill_and_text or SHADES[shade]
    properties = make(
        "w:tcPr",
        make("w:tcW", w=width, type="dxa"),
        make("w:gridSpan", val=span) if span > 1 else None,
        borders,
        make("w:shd", val="clear", color="auto", fill=fill) if fill else None,
        make("w:vAlign", val="center") if middle else None,
    )
    made = make("w:tc", properties)
    if colour == WHITE:
        style = styles.ON_DARK.get(style, style)
    for line in text.split("\n") or [""]:
        paragraph = make(
            "w:pPr",
            composition.paragraph_style(style),
            make("w:keepNext") if keep_next else None,
            make("w:jc", val=align) if align != "left" else None,
        )
        made.append(make("w:p", paragraph, *inline(composition, line, Look(bold=bold, colour=colour))))
    return made


def table(composition: Composition, block: Table) -> list[Element]:
    """Caption above, table, source below; short tables stay on one page.

    Raises:
        InputError: a row, the widths or the alignments do not fit the header.
    """
    where = f"Tabelle „{block.key or block.caption[:40]}“"
    columns = len(block.header) or (len(block.rows[0]) if block.rows else 0)
    for number, content in enumerate(block.rows, 1):
        if len(content) != columns:
            raise InputError(
                f"{where}: Zeile {number} hat {len(content)} Zellen statt {columns}; bitte ergänzen.", field="rows"
            )
    if columns == 0:
        return []
    widths = grid(composition, block.widths, columns, where)
    aligns: list[Align] = list(block.align)[:columns]
    aligns += ["left"] * (columns - len(aligns))
    rows = _rows(composition, block, widths, aligns)
    look = 0x600 | (0x20 if block.header else 0) | (0x40 if block.total_row else 0)
    made = [frame(composition, styles.TABLE, widths, rows, look=f"{look:04X}", alt=(block.key, ""))]
    if block.caption:
        made.insert(0, caption(composition, "tab", block.key, block.caption, keep_next=True))
    else:
        made.insert(0, gap(composition, 4, keep_next=True))  # a heading above stays with its table
    after = source_line(composition, block.source)
    return [*made, *(after or [gap(composition)])]


def _rows(composition: Composition, block: Table, widths: list[int], aligns: list[Align]) -> list[Element]:
    rows: list[Element] = []
    if any(block.header):
        cells = [
            cell(composition, text, styles.HEAD[block.size], width, align=align, keep_next=True)
            for text, width, align in zip(block.header, widths, aligns, strict=True)
        ]
        rows.append(row(cells, header=True))
    last = len(block.rows) - 1
    for number, content in enumerate(block.rows):
        total = block.total_row and number == last
        keep = (number < last and (len(block.rows) <= _TOGETHER or number == last - 1)) or (
            number == last and bool(block.source)
        )
        cells = []
        for value, width, align in zip(content, widths, aligns, strict=True):
            item = value if isinstance(value, Cell) else Cell(value)
            cells.append(
                cell(
                    composition,
                    item.text,
                    styles.CELL[block.size],
                    width,
                    shade=item.shade,
                    align=item.align or align,
                    bold=item.bold or total or item.shade == "head",
                    keep_next=keep,
                )
            )
        rows.append(row(cells, height=int(block.row_cm * TWIPS_PER_CM)))
    return rows


def gap(composition: Composition, points: int = 8, *, keep_next: bool = False) -> Element:
    """An empty paragraph that keeps two tables apart."""
    spacing = make("w:spacing", before=0, after=0, line=points * 20, lineRule="exact")
    kept = make("w:keepNext") if keep_next else None
    return make("w:p", make("w:pPr", composition.paragraph_style(styles.BODY), kept, spacing))


def borders(**sides: tuple[str, int, str]) -> Element:
    """Cell borders by side: (kind, eighths of a point, colour), in the order of the schema."""
    made = make("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            kind, size, colour = sides[side]
            made.append(make(f"w:{side}", val=kind, sz=size, space=0, color=colour))
    return made


def callout(composition: Composition, block: Callout) -> list[Element]:
    """A box with a bar at its left: title, text, items."""
    fill = SHADES["light"][0]
    width = composition.page.width
    properties = make(
        "w:tcPr",
        make("w:tcW", w=width, type="dxa"),
        borders(left=("single", 36, OCHRE)),
        make("w:shd", val="clear", color="auto", fill=fill),
        make(
            "w:tcMar",
            *[
                make(f"w:{side}", w=size, type="dxa")
                for side, size in (("top", 90), ("left", 200), ("bottom", 60), ("right", 200))
            ],
        ),
    )
    content = make("w:tc", properties)
    lines = [(block.title, styles.BOX_TITLE)] if block.title else []
    lines += [(piece.strip(), styles.BOX_TEXT) for piece in block.text.split("\n\n") if piece.strip()]
    lines += [(item, styles.BOX_BULLET) for item in block.items]
    for text, style in lines or [("", styles.BOX_TEXT)]:
        content.append(make("w:p", make("w:pPr", composition.paragraph_style(style)), *inline(composition, text)))
    return [frame(composition, styles.PLAIN_TABLE, [width], [row([content])]), gap(composition, 10)]


def signature_lines(composition: Composition, block: SignatureLines) -> list[Element]:
    """For each line room to sign, a rule, and below it place and date and what is signed."""
    width = composition.page.width
    widths = [int(width * 0.36), int(width * 0.06)]
    widths.append(width - sum(widths))
    rows: list[Element] = []
    for text in block.lines:
        empty = [cell(composition, "", styles.SIGNATURE, w, keep_next=True) for w in widths]
        rows.append(row(empty, height=_SIGN_HEIGHT))
        labels = (composition.labels.place_and_date, "", text)
        rows.append(
            row(
                [
                    cell(
                        composition,
                        label,
                        styles.SIGNATURE,
                        w,
                        borders=borders(top=("single", 6, LINE)) if label else None,
                    )
                    for label, w in zip(labels, widths, strict=True)
                ]
            )
        )
    if not rows:
        return []
    return [frame(composition, styles.PLAIN_TABLE, widths, rows), gap(composition)]
