"""Keeping four pages: a page that would stay half empty lets the next one follow on it, and never more than four."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Cell, Chart, Heading, Paragraph, Table

HALF_PAGE, FULL_PAGE = 27.0, 56.0
"""Lines, as reckoned by :func:`lines_of`."""

_LINES_PER_CM = 2.0
_LETTERS_PER_LINE = {"body": 95, "small": 115}
_HEIGHTS = {"small": 0.85}


def pages(*parts: Sequence[Block]) -> tuple[Block, ...]:
    """The pages one after another.

    Each begins a new page, unless it fits onto the one before in small type, or that one runs over into the next.
    """
    made: list[Block] = []
    filled = 0.0
    for place, part in enumerate(parts):
        joined = [_smaller(block) for block in part]
        room = FULL_PAGE - filled
        joins = filled <= HALF_PAGE and sum(lines_of(block) for block in joined) <= room
        fresh = place > 0 and not joins and filled <= FULL_PAGE
        first, *rest = joined if place and joins else part
        made += [replace(first, page_break=fresh) if isinstance(first, Heading) else first, *rest]
        filled = (0.0 if fresh else filled) + sum(lines_of(block) for block in (first, *rest))
    return tuple(made)


def well_filled(part: Sequence[Block]) -> list[Block]:
    """One page in the size that fits it: larger where there is room, in small type and without charts where there is none."""
    lines = sum(lines_of(block) for block in part)
    if lines > FULL_PAGE:
        part = [block for block in part if not isinstance(block, Chart)]
    if lines > _TIGHT:
        small = [_smaller(block) for block in part]
        over = sum(lines_of(block) for block in small) > _TIGHT
        return [_tiny(block) for block in small] if over else small
    if lines < _ROOMY:
        return [_larger(block) for block in part]
    return list(part)


_ROOMY, _TIGHT = 40.0, 51.0


def _smaller(block: Block) -> Block:
    if isinstance(block, Bullets):
        return Paragraph("\n\n".join(block.items), block.own, "small")
    return replace(block, style="small") if isinstance(block, Paragraph) and block.style == "body" else block


def _tiny(block: Block) -> Block:
    """The last resort of a page that is full to the edge: its tables in the smallest type."""
    return replace(block, size="tiny") if isinstance(block, Table) else block


def _larger(block: Block) -> Block:
    if isinstance(block, Chart):
        return replace(block, height_cm=block.height_cm + 2)
    return replace(block, size="small") if isinstance(block, Table) and block.size == "tiny" and block.header else block


def lines_of(block: Block) -> float:
    """About how many lines of text a block takes."""
    match block:
        case Chart():
            return block.height_cm * _LINES_PER_CM + 2
        case Table():
            return 3 + 0.85 * sum(_row(block, row) for row in block.rows)
        case Paragraph():
            wide, high = _LETTERS_PER_LINE.get(block.style, 95), _HEIGHTS.get(block.style, 1.0)
            return sum((1.4 + len(piece) // wide) * high for piece in block.text.split("\n\n"))
        case Bullets():
            return sum(1.2 + len(item) // 90 for item in block.items)
        case Callout():
            return 3 + sum(1 + len(text) // 90 for text in (block.text, *block.items) if text)
        case _:
            return 2.5


def _row(table: Table, row: Sequence[str | Cell]) -> int:
    return max(lines_in(cell, width) for cell, width in zip(row, table.widths, strict=True))


_LETTERS_OF_TABLE = 125
"""Letters of the small table type on the whole width of the text."""


def lines_in(value: str | Cell, width: float) -> int:
    """Lines of a cell whose width is a share of the text width."""
    text = value if isinstance(value, str) else value.text
    return sum(1 + len(line) // max(int(width * _LETTERS_OF_TABLE) - 3, 1) for line in text.split("\n"))


def fitting(rows: Sequence[Sequence[str | Cell]], widths: Sequence[float], lines: int) -> int:
    """How many rows of a table fit into so many lines."""
    used = 0
    for count, row in enumerate(rows):
        used += max(lines_in(cell, width) for cell, width in zip(row, widths, strict=True))
        if used > lines:
            return count
    return len(rows)
