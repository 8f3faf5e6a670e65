"""Offline forms that come back as .xlsx: the stamp, every answer cell, and whether the protected labels still stand."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from clusterprocess.adapters.sheets.form_layout import (
    STAMP_SHEET,
    AnswerCell,
    Label,
    answer_cells,
    labels,
    layout,
    place_of,
    places,
)
from clusterprocess.adapters.sheets.workbook import _measure, _packed, _unpacked
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.form_answers import Reading
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.form_types import Kind
from clusterprocess.offerings.forms import FormSpec

MAX_FILE = 20 * 1024 * 1024
NAME = "Formular.xlsx"
_MOST_STAMP_ROWS = 20
Rows = list[list[Any]]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an .xlsx file at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith("xl/workbook.") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def read_stamp(content: bytes) -> Stamp:
    """The stamp of a form.

    Raises:
        InputError: the file is no readable workbook or no form of this program.
    """
    rows = _sheets(content).get(STAMP_SHEET, [])
    try:
        return Stamp.from_text(
            "".join(str(row[0]) for row in rows[:_MOST_STAMP_ROWS] if row and isinstance(row[0], str))
        )
    except ValueError:
        raise InputError(
            "Formular: Die Datei ist kein Formular dieses Programms; bitte das ausgegebene Formular ausfüllen und als .xlsx speichern.",
            field="form",
        ) from None


def read_form(content: bytes, spec: FormSpec) -> Reading:
    """The cells of a form; labels that were changed and sheets that are gone are findings.

    Raises:
        InputError: the file is no readable workbook.
    """
    sheets = _sheets(content)
    reading = Reading()
    for sheet in layout(spec):
        reading.places.update(places(sheet))
        rows = sheets.get(sheet.name)
        if rows is None:
            reading.findings.append(
                f"Blatt {sheet.name}: fehlt oder wurde umbenannt; bitte ein frisches Formular holen und die Antworten übertragen."
            )
            continue
        reading.findings += [told for label in labels(sheet) if (told := _changed(label, rows))]
        for cell in answer_cells(sheet):
            reading.raw[cell.path] = _value(cell, _at(rows, cell.row, cell.column))
    return reading


def _sheets(content: bytes) -> dict[str, Rows]:
    """All sheets by name, read from a checked copy."""
    if len(content) > MAX_FILE:
        raise InputError(
            "Formular: Die Datei ist größer als 20 MB; bitte das ausgegebene Formular verwenden.", field="form"
        )
    parts = _unpacked(content, NAME)
    for part in parts.values():
        _measure(part, NAME)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        kind = python_calamine.SheetTypeEnum.WorkSheet
        names = [s.name for s in book.sheets_metadata if s.typ == kind]
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001
        # A panic of the compiled parser is no Exception; for people it is one more unreadable file.
        raise InputError(
            "Formular: Die Datei ist keine lesbare .xlsx-Datei; bitte in Excel öffnen und neu als .xlsx speichern.",
            field="form",
        ) from None


def _at(rows: Rows, row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _changed(label: Label, rows: Rows) -> str:
    """What happened to a protected cell; empty when it still reads as it was issued."""
    found = _at(rows, label.row, label.column)
    if _words(found) == _words(label.text):
        return ""
    told = f"steht jetzt „{_words(found)[:60]}“" if _words(found) else "ist leer"
    wanted = label.text.split("\n")[0]
    return (
        f"{place_of(label.sheet, label.row, label.column)}: Die Beschriftung „{wanted[:60]}“ wurde geändert, dort {told}; "
        "bitte ein frisches Formular holen und die Antworten übertragen."
    )


def _words(value: Any) -> str:
    return " ".join(str(value if value is not None else "").split())


def _value(cell: AnswerCell, value: Any) -> object:
    """The stored value; percentages are stored as shares of one, times and durations are read as what they show."""
    if cell.leaf.kind is Kind.PERCENT and isinstance(value, int | float) and not isinstance(value, bool):
        return round(value * 100, 10)
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return value
