"""Tables that people hand in: what is read, which row and column an error names, and what hostile files cannot do."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from clusterprocess.adapters.sheets.reader import SheetRow, read_table
from clusterprocess.adapters.sheets.workbook import column_letter
from clusterprocess.adapters.sheets.writer import Value, write_table
from clusterprocess.domain.errors import InputError, InputErrors, NotFoundError

Fill = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]


def _xlsx(fill: Fill) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book, book.add_worksheet("Register"))
    book.close()
    return target.getvalue()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return target.getvalue()


def _sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _simple() -> bytes:
    return write_table([["Holzkette", "12"]], ["name", "members"], "Register")


def test_a_csv_with_semicolons_or_commas_gives_the_same_rows() -> None:
    expected = [SheetRow(2, {"name": "Müller & Söhne", "seat": "Ulm"}), SheetRow(4, {"name": "B; C, D", "seat": ""})]
    semicolons = '\ufeffname;seat\r\nMüller & Söhne;Ulm\r\n\r\n"B; C, D";\r\n'
    commas = 'name,seat\n Müller & Söhne ,Ulm\n,\n"B; C, D",\n'
    assert read_table(semicolons.encode(), "a.csv") == expected
    assert read_table(commas.encode(), "a.CSV") == expected


def test_a_cell_with_a_line_break_counts_as_one_row_as_in_excel() -> None:
    rows = read_table(b'name;seat\n"erste\r\nzweite";Ulm\nB;Aalen\n', "a.csv")
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].cells["name"] == "erste\nzweite"


def test_a_workbook_gives_dates_and_numbers_as_text_and_excel_row_numbers() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(2, 1, ["Tag", "Zahl", "Anteil", "Ja", "Zeit"])
        sheet.write_datetime(4, 1, datetime(2014, 12, 31), day)
        sheet.write_number(4, 2, 1200)
        sheet.write_number(4, 3, 0.1 + 0.2)
        sheet.write_boolean(4, 4, True)
        sheet.write_datetime(4, 5, datetime(2014, 12, 31, 9, 30), day)

    (row,) = read_table(_xlsx(fill), "a.xlsx")
    assert row.number == 5
    assert row.cells == {
        "Tag": "2014-12-31",
        "Zahl": "1200",
        "Anteil": "0.3",
        "Ja": "ja",
        "Zeit": "2014-12-31 09:30:00",
    }


def test_formulas_are_read_as_their_stored_values_and_never_computed() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["name", "members"])
        sheet.write_string(1, 0, "=1+1")
        sheet.write_formula(1, 1, "=1+1", None, 7)

    assert read_table(_xlsx(fill), "a.xlsx")[0].cells == {"name": "=1+1", "members": "7"}
    assert read_table(b"name;members\n=cmd|' /C calc'!A0;@SUM(1)\n", "a.csv")[0].cells == {
        "name": "=cmd|' /C calc'!A0",
        "members": "@SUM(1)",
    }


def test_a_formula_error_names_its_cell() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["name", "members"])
        sheet.write_formula(6, 1, "=1/0", None, "#DIV/0!")

    with pytest.raises(InputError, match=r"Zeile 7, Spalte B .*Formel"):
        read_table(_xlsx(fill), "a.xlsx")


def test_the_first_visible_sheet_is_read() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    hidden, shown = book.add_worksheet("Intern"), book.add_worksheet("Register")
    hidden.write_column(0, 0, ["name", "falsch"])
    shown.write_column(0, 0, ["name", "richtig"])
    shown.activate()
    shown.set_first_sheet()
    hidden.hide()
    book.close()
    assert read_table(target.getvalue(), "a.xlsx")[0].cells == {"name": "richtig"}


def test_template_marks_in_a_name_stay_text() -> None:
    name = "{{ 7 * 7 }}{% for x in y %}"
    assert read_table(f"name\n{name}\n".encode(), "a.csv")[0].cells["name"] == name
    assert read_table(write_table([[name]], ["name"], "x"), "a.xlsx")[0].cells["name"] == name


def test_a_text_of_ten_megabytes_is_refused_with_row_and_column() -> None:
    long = "x" * 10_000_000
    with pytest.raises(InputError, match=r"Zeile 3, Spalte name: Der Wert hat 10\.000\.000 Zeichen"):
        read_table(f"name;seat\nA;Ulm\n{long};Ulm\n".encode(), "a.csv")
    strings = _with_part(
        _simple(), "xl/worksheets/sheet1.xml",
        _sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>{long}</t></is></c></row>'),
    )  # fmt: skip
    with pytest.raises(InputError, match=r"Zeile 2, Spalte name: Der Wert hat 10\.000\.000 Zeichen"):
        read_table(strings, "a.xlsx")


def test_control_characters_are_refused_with_row_and_column() -> None:
    with pytest.raises(InputError, match="Zeile 2, Spalte seat: Der Wert enthält Steuerzeichen"):
        read_table(b"name;seat\nA;U\x00lm\n", "a.csv")
    with pytest.raises(InputError, match="Zeile 2, Spalte name: Der Wert enthält Steuerzeichen"):
        read_table(write_table([["a\x01b"]], ["name"], "x"), "a.xlsx")


def test_all_faults_of_a_table_are_listed_together() -> None:
    with pytest.raises(InputErrors) as caught:
        read_table(b"name;seat\nA\x01;Ulm\nB;Ulm\nC;U\x02lm;9\n", "a.csv")
    assert [message.split(":")[0] for message in caught.value.messages] == [
        "Zeile 2, Spalte name",
        "Zeile 4, Spalte seat",
        "Zeile 4, Spalte C",
    ]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "a.csv ist leer"),
        (b"  \n \n", "a.csv", "a.csv ist leer"),
        (b"name;seat\n", "a.csv", "unter der Kopfzeile keine Zeile"),
        ("name\nA\nMüller\n".encode("cp1252"), "a.csv", "Zeile 3 der Datei a.csv ist nicht in UTF-8"),
        (b"name;seat\nA;B\nC;\"D\n", "a.csv", "Zeile 3 der Datei a.csv: Die Anführungszeichen"),
        (b"name;name\nA;B\n", "a.csv", "Zeile 1: Die Spalte „name“ kommt zweimal vor"),
        (b"name\nA;B\n", "a.ods", "keine bekannte Endung"),
        (b"name\nA\n", "a.xlsx", "keine lesbare .xlsx-Datei"),
        (b"PK\x03\x04" + b"\0" * 40, "a.xlsx", "keine lesbare .xlsx-Datei"),
        (b"PK\x03\x04", "a.csv", "bitte die Endung .xlsx"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.csv", "größer als 20 MB"),
        (b"name\n" + b"A\n" * 20_001, "a.csv", "Zeile 20002 der Datei a.csv: Es sind mehr als 20.000 Zeilen"),
        (";".join(f"c{n}" for n in range(201)).encode() + b"\nA", "a.csv", "mehr als 200 Spalten"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_sentence_that_says_what_to_do(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(content, name)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "bitte" in str(caught.value)


def test_exactly_twenty_thousand_rows_are_read() -> None:
    assert len(read_table(b"name\n" + b"A\n" * 20_000, "a.csv")) == 20_000


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"fehlt\.csv ist nicht vorhanden"):
        read_table(tmp_path / "fehlt.csv")


def test_a_file_is_read_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("name\nA\n", encoding="utf-8")
    assert read_table(tmp_path / "register.csv") == [SheetRow(2, {"name": "A"})]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    # 250 MB of zeros pack to about 0.25 MB
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(250):
            part.write(b"\0" * 1024 * 1024)
    with pytest.raises(InputError, match="unverhältnismäßig groß"):
        read_table(bomb.getvalue(), "a.xlsx")


def test_a_zip_file_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(_with_part(_simple(), "xl/worksheets/sheet1.xml", _sheet_xml("<row/>" * 300_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    content = bytearray(bytes(content).replace(struct.pack("<I", true_size), struct.pack("<I", 100)))
    with pytest.raises(InputError, match="keine lesbare"):
        read_table(bytes(content), "a.xlsx")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "Zeile 1 der Datei a.xlsx: Es sind mehr als 200 Spalten"),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "Zeile 1048576 der Datei a.xlsx: Es sind mehr"),
        ('<row><c r="A1048576"><v>1</v></c></row>', "mehr als 20.000 Zeilen"),
        ("<row/>" * 20_002, "Zeile 20002 der Datei a.xlsx: Es sind mehr als 20.000 Zeilen"),
        ("<row>" + "<c/>" * 201 + "</row>", "mehr als 200 Spalten"),
    ],
)
def test_a_sheet_that_claims_a_huge_area_is_refused_before_it_is_parsed(rows: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(_with_part(_simple(), "xl/worksheets/sheet1.xml", _sheet_xml(rows)), "a.xlsx")
    assert sentence in str(caught.value)


def test_entities_in_a_workbook_are_refused() -> None:
    part = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    with pytest.raises(InputError, match="keine lesbare"):
        read_table(_with_part(_simple(), "xl/worksheets/sheet1.xml", part), "a.xlsx")


def test_a_written_table_reads_back_and_is_the_same_byte_for_byte() -> None:
    rows: list[list[Value]] = [
        ["=HYPERLINK(1)", 12, Decimal("1.5"), date(2015, 4, 22), True],
        ["http://example.org", None, 2.0, None, False],
    ]
    header = ["Text", "Zahl", "Anteil", "Tag", "Ja"]
    content = write_table(rows, header, "Register: Liste [alle] mit sehr langem Titel")
    assert content == write_table(rows, header, "Register: Liste [alle] mit sehr langem Titel")
    assert [row.cells for row in read_table(content, "a.xlsx")] == [
        {"Text": "=HYPERLINK(1)", "Zahl": "12", "Anteil": "1.5", "Tag": "2015-04-22", "Ja": "ja"},
        {"Text": "http://example.org", "Zahl": "", "Anteil": "2", "Tag": "", "Ja": "nein"},
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_a_text_that_no_cell_can_hold_is_named() -> None:
    with pytest.raises(InputError, match=r"Zeile 2, Spalte Notiz: Der Text ist länger als 32\.767"):
        write_table([["x" * 32_768]], ["Notiz"], "x")


def test_columns_are_named_as_in_excel() -> None:
    # 26 letters, then AA; the 703rd column is AAA (26 + 26 * 26 = 702)
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
