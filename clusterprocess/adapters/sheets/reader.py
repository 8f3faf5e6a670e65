"""Tables that people hand in, as rows of text: .csv (UTF-8, ";" or ",") and .xlsx, with row-exact errors.

Every value becomes text and stays text: nothing is evaluated. Row numbers are those that Excel shows. The first row
that is not empty is the header; rows without any content are skipped but counted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from clusterprocess.adapters.sheets.workbook import MAX_COLUMNS, MAX_ROWS, column_letter, workbook_lines
from clusterprocess.domain.errors import InputError, InputErrors, NotFoundError

MAX_FILE = 20 * 1024 * 1024
MAX_CELL = 10_000
MAX_FAULTS = 20

# The cell limit of this module names row and column; the smaller limit of the standard library could not.
csv.field_size_limit(MAX_FILE)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row under the header: its number as Excel shows it, and the stripped text of each cell by column heading."""

    number: int
    cells: dict[str, str]


def read_table(path_or_bytes: Path | bytes, name: str = "") -> list[SheetRow]:
    """Read a table; the ending of ``name`` (or of the path) says whether it is .csv or .xlsx.

    Limits: file 20 MB, unzipped 200 MB, 20,000 rows, 200 columns, 10,000 characters in a cell. Of a workbook the first
    visible sheet is read; formula cells give their stored values, dates ISO text, whole numbers no decimals.

    Raises:
        NotFoundError: there is no such file.
        InputError: one German sentence naming row, column and remedy; several faults come as InputErrors.
    """
    shown = name or (path_or_bytes.name if isinstance(path_or_bytes, Path) else "Tabelle")
    content = _content(path_or_bytes, shown)
    ending = PurePath(shown).suffix.lower()
    if ending == ".xlsx":
        return _rows(workbook_lines(content, shown), shown)
    if ending == ".csv":
        return _rows(_csv_lines(content, shown), shown)
    raise InputError(f"Die Datei {shown} hat keine bekannte Endung; bitte als .xlsx oder „CSV UTF-8“ (.csv) speichern.")


def _content(source: Path | bytes, shown: str) -> bytes:
    if isinstance(source, Path):
        if not source.is_file():
            raise NotFoundError(f"Die Datei {shown} ist nicht vorhanden; bitte den Pfad prüfen.")
        with source.open("rb") as stream:
            source = stream.read(MAX_FILE + 1)
    if len(source) > MAX_FILE:
        raise InputError(f"Die Datei {shown} ist größer als 20 MB; bitte nur die nötigen Zeilen und Spalten speichern.")
    if not source.strip():
        raise InputError(f"Die Datei {shown} ist leer; bitte eine Tabelle mit Kopfzeile übergeben.")
    return source


def _csv_lines(content: bytes, shown: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, shown)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise InputError(
                f"Zeile {number} der Datei {shown}: Die Anführungszeichen passen nicht zusammen; "
                "bitte jedes öffnende schließen oder die Tabelle als .xlsx speichern."
            ) from None
        if cells is None:
            return
        yield number, cells


def _decoded(content: bytes, shown: str) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise InputError(f"Die Datei {shown} ist eine Arbeitsmappe und keine CSV-Datei; bitte die Endung .xlsx geben.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"Zeile {line} der Datei {shown} ist nicht in UTF-8; bitte in Excel als „CSV UTF-8“ oder als .xlsx speichern."
        ) from None


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return "," if bare.count(",") > bare.count(";") else ";"


def _rows(lines: Iterable[tuple[int, list[str]]], shown: str) -> list[SheetRow]:
    header: list[str] | None = None
    rows: list[SheetRow] = []
    faults: list[str] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells, number, shown)
            continue
        if len(rows) >= MAX_ROWS:
            raise InputError(
                f"Zeile {number} der Datei {shown}: Es sind mehr als 20.000 Zeilen; bitte die Datei teilen."
            )
        rows.append(SheetRow(number, _cells(number, cells, header, faults)))
        if len(faults) >= MAX_FAULTS:
            break
    if faults:
        raise InputErrors(faults)
    if not rows:
        raise InputError(f"Die Datei {shown} hat unter der Kopfzeile keine Zeile; bitte mindestens eine eintragen.")
    return rows


def _header(cells: list[str], number: int, shown: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise InputError(f"Zeile {number} der Datei {shown} hat mehr als 200 Spalten; bitte überzählige löschen.")
    seen: set[str] = set()
    for position, heading in enumerate(header):
        if fault := _fault(heading):
            raise InputError(f"Zeile {number}, Spalte {column_letter(position)}: Die Überschrift {fault}.")
        if heading and heading in seen:
            raise InputError(
                f"Zeile {number}: Die Spalte „{heading[:60]}“ kommt zweimal vor; bitte eine davon löschen."
            )
        seen.add(heading)
    return header


def _cells(number: int, cells: list[str], header: list[str], faults: list[str]) -> dict[str, str]:
    found = {heading: "" for heading in header if heading}
    for position, cell in enumerate(cells):
        text = cell.strip().replace("\r\n", "\n")
        heading = header[position] if position < len(header) else ""
        if not text:
            continue
        place = f"Zeile {number}, Spalte {heading[:60] or column_letter(position)}"
        if not heading:
            faults.append(f"{place}: Der Wert steht unter keiner Überschrift; bitte Trennzeichen und Kopfzeile prüfen.")
            break
        if fault := _fault(text):
            faults.append(f"{place}: Der Wert {fault}.")
        found[heading] = text
    return found


def _fault(text: str) -> str:
    if len(text) > MAX_CELL:
        length = f"{len(text):,}".replace(",", ".")
        return f"hat {length} Zeichen, erlaubt sind 10.000; bitte kürzen"
    if any(ord(c) < 32 and c not in "\n\r\t" for c in text):
        return "enthält Steuerzeichen; bitte als reinen Text neu eingeben"
    return ""
