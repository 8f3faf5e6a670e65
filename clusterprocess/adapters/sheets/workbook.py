"""The first visible sheet of an .xlsx file as lines of text, read behind guards.

The parser allocates the whole rectangle of used cells and trusts the sizes a zip file states. So the parts are first
unpacked under a limit, each sheet's extent is measured, and only that checked copy is given to the parser.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from clusterprocess.domain.errors import InputError

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_UNZIPPED = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 20 * 1024 * 1024
MAX_PARTS = 2_000
_CELL = re.compile(r"^([A-Z]{1,7})([0-9]{1,9})$")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError, IndexError)


def workbook_lines(content: bytes, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number from 1, texts from column A) of the first visible sheet.

    Raises:
        InputError: the file is no readable .xlsx, is protected, exceeds a limit, or a cell shows a formula error.
    """
    parts = _unpacked(content, shown)
    for part in parts.values():
        _measure(part, shown)
    for number, values in enumerate(_parsed(_packed(parts), shown), start=1):
        yield number, [_text(value) for value in values]


def column_letter(position: int) -> str:
    """Name of a column as Excel shows it; ``position`` counts from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _unreadable(shown: str) -> InputError:
    return InputError(
        f"Die Datei {shown} ist keine lesbare .xlsx-Datei; bitte in Excel öffnen und ohne Kennwort neu als .xlsx speichern."
    )


def _unpacked(content: bytes, shown: str) -> dict[str, bytes]:
    """The XML parts by name; pictures, macros and printer settings are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _require_small(infos, shown)
            wanted = [info for info in infos if info.filename.lower().endswith((".xml", ".rels"))]
            return {info.filename: archive.read(info) for info in wanted}
    except _UNREADABLE:
        raise _unreadable(shown) from None


def _require_small(infos: list[zipfile.ZipInfo], shown: str) -> None:
    total = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if total > MAX_UNZIPPED or len(infos) > MAX_PARTS or (total > RATIO_COUNTS_FROM and total / packed > MAX_RATIO):
        raise InputError(
            f"Die Datei {shown} ist entpackt unverhältnismäßig groß; bitte nur die Tabelle selbst in eine neue .xlsx-Datei speichern."
        )
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(info.compress_type not in known or info.flag_bits & 1 for info in infos):
        raise _unreadable(shown)
    if len({info.filename for info in infos}) < len(infos):
        raise _unreadable(shown)


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


class _Extent(ContentHandler):
    """Stops at the first row, cell or formula error that must not be read."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.shown, self.row, self.column = shown, 0, 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row, self.column = self._row(attrs.get("r")), 0
        elif kind == "c":
            self._cell(attrs.get("r"), attrs.get("t"))

    def _row(self, stated: str | None) -> int:
        row = int(stated) if stated and stated.isdecimal() and len(stated) < 10 else self.row + 1
        if row > MAX_ROWS + 1:
            raise InputError(
                f"Zeile {row} der Datei {self.shown}: Es sind mehr als 20.000 Zeilen; bitte die Datei teilen."
            )
        return row

    def _cell(self, reference: str | None, type_: str | None) -> None:
        found = _CELL.match(reference or "")
        self.column = _position(found[1]) if found else self.column + 1
        row = self._row(found[2]) if found else self.row
        if self.column > MAX_COLUMNS:
            raise InputError(
                f"Zeile {row} der Datei {self.shown}: Es sind mehr als 200 Spalten belegt; bitte überzählige löschen."
            )
        if type_ == "e":
            raise InputError(
                f"Zeile {row}, Spalte {column_letter(self.column - 1)} der Datei {self.shown}: Die Formel ergibt einen Fehler; "
                "bitte den Wert eintragen oder nur die fehlerfreie Tabelle speichern."
            )


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position


def _measure(part: bytes, shown: str) -> None:
    try:
        parseString(part, _Extent(shown), forbid_dtd=True)
    except (SAXException, DefusedXmlException, ValueError):
        raise _unreadable(shown) from None


def _parsed(content: bytes, shown: str) -> list[list[Any]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible, sheet = python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet
        names = [s.name for s in book.sheets_metadata if s.visible == visible and s.typ == sheet]
        return book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001
        # A panic of the compiled parser is no Exception; for people it is one more unreadable file.
        raise _unreadable(shown) from None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float):
        # Excel itself keeps and shows at most 15 significant digits.
        whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
        return str(int(value)) if whole else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
