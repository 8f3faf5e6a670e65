"""How the workbook of an offline form looks: formats, widths, heights."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import xlsxwriter

from clusterprocess.offerings.form_types import NUMERIC, Kind, Leaf
from clusterprocess.offerings.forms import Entry

BLUE, LINE, GREY, DARK = "#1F4E79", "#A6B5C4", "#595959", "#333333"
HEAD_FILL, QUESTION_FILL, ANSWER_FILL = "#DCE5EE", "#F4F7FA", "#FFF8E1"
FONT, POINTS = "Calibri", 10
LINE_HEIGHT = 13.0
TALLEST = 220.0
PAGE_WIDTH, WIDEST = 150, 70.0
_STRETCHED = (Kind.TEXT, Kind.ENTRIES, Kind.PAIRS, Kind.CHOICE)
QUESTION_WIDTHS = (5, 40, 50, 52, 11)
_CELL_FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "General",
    Kind.PERCENT: "0.0%",
    Kind.EURO: '#,##0.00\\ "€"',
    Kind.DATE: "dd.mm.yyyy",
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.of = cache(self._made)

    def _made(self, **wanted: Any) -> xlsxwriter.format.Format:
        basis = {"font_name": FONT, "font_size": POINTS, "valign": "vcenter", "text_wrap": True}
        return self.book.add_format({**basis, **wanted})

    def title(self) -> xlsxwriter.format.Format:
        return self.of(font_size=18, bold=True, font_color=BLUE, text_wrap=False)

    def subtitle(self) -> xlsxwriter.format.Format:
        return self.of(font_size=11, bold=True, font_color=DARK, text_wrap=False)

    def advice(self) -> xlsxwriter.format.Format:
        return self.of(font_color=DARK, valign="top")

    def statement(self) -> xlsxwriter.format.Format:
        return self.of(font_size=9, font_color=GREY, text_wrap=False)

    def heading(self) -> xlsxwriter.format.Format:
        return self.of(
            bold=True, font_color=BLUE, bg_color=HEAD_FILL, border=1, border_color=LINE, bottom=2, bottom_color=BLUE
        )

    def hint(self) -> xlsxwriter.format.Format:
        return self.of(
            font_size=9, italic=True, font_color=GREY, bg_color=QUESTION_FILL, border=1, border_color=LINE, valign="top"
        )

    def label(self, *, question: bool) -> xlsxwriter.format.Format:
        if question:
            return self.of(bold=True, bg_color=QUESTION_FILL, border=1, border_color=LINE, indent=1)
        return self.of(border=1, border_color=LINE, indent=2)

    def english(self) -> xlsxwriter.format.Format:
        return self.book.add_format({"font_name": FONT, "font_size": 9, "font_color": GREY})

    def german(self, *, blue: bool = False) -> xlsxwriter.format.Format:
        return self.book.add_format(
            {"font_name": FONT, "font_size": POINTS, "bold": True, **({"font_color": BLUE} if blue else {})}
        )

    def help(self, *, question: bool) -> xlsxwriter.format.Format:
        fill = {"bg_color": QUESTION_FILL} if question else {}
        return self.of(font_size=9, font_color=DARK, border=1, border_color=LINE, indent=1, **fill)

    def mark(self, *, question: bool) -> xlsxwriter.format.Format:
        fill = {"bg_color": QUESTION_FILL} if question else {}
        return self.of(align="center", border=1, border_color=LINE, **fill)

    def link(self) -> xlsxwriter.format.Format:
        return self.of(font_color=BLUE, underline=1, bg_color=QUESTION_FILL, border=1, border_color=LINE, indent=1)

    def answer(self, leaf: Leaf, *, in_table: bool) -> xlsxwriter.format.Format:
        """An unprotected cell; texts stay texts, whatever is typed."""
        shape = "0" if leaf.is_year else _CELL_FORMATS.get(leaf.kind, "@")
        numbers = "right" if leaf.kind is Kind.EURO else "center"
        align = numbers if in_table and leaf.kind in NUMERIC else "left"
        where = "top" if leaf.is_long and not in_table else "vcenter"
        indent = 0 if align == "center" else 1
        return self.of(
            num_format=shape,
            align=align,
            valign=where,
            indent=indent,
            bg_color=ANSWER_FILL,
            border=1,
            border_color=LINE,
            locked=False,
        )


def height(*cells: tuple[str, float], least: float = 1) -> float:
    """Height of a row in points for wrapped texts in columns of these widths (in characters)."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(TALLEST, max(lines, least) * LINE_HEIGHT + 4)


def lines_of(text: str, width: float) -> int:
    """Lines of a wrapped text; small type fits a few characters more than the width says."""
    return sum(max(1, math.ceil(len(line) / max(1.0, width * 1.05))) for line in text.split("\n"))


def column_widths(columns: tuple[Entry, ...]) -> list[float]:
    """Widths of table columns in characters, by what they take; texts share what the page has left."""
    widths = [_least_width(column) for column in columns]
    wide = [place for place, column in enumerate(columns) if column.leaf.kind in _STRETCHED and not column.leaf.pattern]
    spare = PAGE_WIDTH - sum(widths)
    if wide and spare > 0:
        share = sum(widths[place] for place in wide)
        for place in wide:
            widths[place] = min(WIDEST, widths[place] + spare * widths[place] / share)
    return widths


def _least_width(column: Entry) -> float:
    leaf = column.leaf
    longest_word = max(len(word) for word in column.text.de.split())
    match leaf.kind:
        case Kind.TEXT:
            longest = 10 if leaf.pattern else leaf.max_length or 200
            wanted = 36 if longest > 250 else 25 if longest > 100 else 18 if longest > 20 else 13
        case Kind.CHOICE:
            wanted = min(34, max(12, max(len(c.text.de) for c in leaf.choices) + 5))
        case Kind.ENTRIES | Kind.PAIRS:
            wanted = 30
        case Kind.EURO:
            wanted = 16
        case _:
            wanted = 13
    return max(wanted, longest_word + 3)
