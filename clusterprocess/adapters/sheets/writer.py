"""Tables for people as .xlsx: the same rows give the same bytes, and text is never evaluated."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from clusterprocess.domain.errors import InputError

Value = str | int | float | Decimal | bool | date | None
CREATED = datetime(2014, 11, 1)
"""Fixed creation date of every file: the content alone decides about the bytes."""

MAX_TEXT = 32_767
WIDEST = 60
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_table(rows: Sequence[Sequence[Value]], header: Sequence[str], title: str) -> bytes:
    """Return an .xlsx file with one sheet: bold header, frozen first row, filter, dates as dates, texts as texts.

    Raises:
        InputError: a text is longer than a cell of Excel can hold (32,767 characters); names row and column.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": _clean(title)[:255], "created": CREATED})
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    for column, heading in enumerate(header):
        sheet.write_string(0, column, _clean(heading), bold)
        sheet.set_column(column, column, _width(heading, rows, column))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, day, header)
    sheet.freeze_panes(1, 0)
    if header:
        sheet.autofilter(0, 0, max(1, len(rows)), len(header) - 1)
    book.close()
    return target.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: Value,
    day: xlsxwriter.format.Format,
    header: Sequence[str],
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "ja" if value else "nein")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value))
    elif isinstance(value, date):
        moment = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        sheet.write_datetime(row, column, moment, day)
    else:
        if len(value) > MAX_TEXT:
            place = f"Zeile {row + 1}, Spalte {header[column] if column < len(header) else column + 1}"
            raise InputError(f"{place}: Der Text ist länger als 32.767 Zeichen; bitte vor der Ausgabe kürzen.")
        sheet.write_string(row, column, _clean(value))


def _clean(text: str) -> str:
    # Lone surrogates have no UTF-8 form; a file must not fail over one character.
    return text.encode("utf-8", "replace").decode("utf-8")


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", _clean(title)).strip().strip("'")[:31] or "Tabelle"


def _width(heading: str, rows: Sequence[Sequence[Value]], column: int) -> float:
    longest = max((len(str(row[column])) for row in rows if column < len(row) and row[column] is not None), default=0)
    return float(min(WIDEST, max(10, longest + 2, min(len(heading) + 2, 24))))
