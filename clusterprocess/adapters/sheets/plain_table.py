"""A list as .xlsx: a title, what was filtered, one table with real numbers and days, and a filter on its head."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

from clusterprocess.adapters.sheets.writer import CREATED

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEAD_ROW = 3
_NARROWEST, _WIDEST = 8, 60

PlainValue = str | int | float | Decimal | date | bool | None


def plain_table(title: str, note: str, header: Sequence[str], rows: Sequence[Sequence[PlainValue]]) -> bytes:
    """The workbook; the same rows give the same bytes, and text is never evaluated.

    Args:
        note: the filter in words; empty where everything is listed.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": title[:255], "created": CREATED})
    bold = book.add_format({"bold": True, "font_size": 14, "font_color": "#003399"})
    head = book.add_format({"bold": True, "bg_color": "#E6ECF5", "border": 1, "border_color": "#BFC7D1"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    number = book.add_format({"num_format": "[$-407]#,##0.00"})
    sheet = book.add_worksheet("Liste")
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, f"Filter: {note}" if note else "Ohne Filter")
    for column, name in enumerate(header):
        sheet.write_string(_HEAD_ROW, column, name, head)
        told = [name, *(str(row[column] or "") for row in rows[:500])]
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, *(len(text) for text in told)) + 2))
    for line, row in enumerate(rows, _HEAD_ROW + 1):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_string(line, column, "ja" if value else "nein")
            elif isinstance(value, float | Decimal):
                sheet.write_number(line, column, float(value), number)
            elif isinstance(value, int):
                sheet.write_number(line, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif value:
                sheet.write_string(line, column, str(value)[:32_000])
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), len(header) - 1)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()
