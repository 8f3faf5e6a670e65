"""The proof of service as .xlsx: real numbers, sums as formulas with their values stored, A4 upright or across.

The same facts give the same bytes; text is never evaluated.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as Sheet

from clusterprocess.adapters.sheets.writer import CREATED
from clusterprocess.offerings.sections.numbers import month
from clusterprocess.offerings.standard.proof_paper import ProofFacts, ProofLine

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LINE_HEADER = ("Tag", "Person", "Vorgang", "Leistung", "Tätigkeit", "Tage", "Tagessatz", "Betrag", "Hinweis")
_OUTSIDE_HEADER = ("Tag", "Person", "Vorgang", "Leistung", "Tätigkeit", "Tage", "Grund", "", "Hinweis")
_SUBJECT_HEADER = ("Vorgang", "Leistung", "Tage", "Betrag")
_LINE_WIDTHS = (11, 24, 16, 44, 15, 8, 12, 13, 22)
_SUBJECT_WIDTHS = (18, 52, 10, 14)
_DAYS, _EURO = "[$-407]#,##0.00", '[$-407]#,##0.00 "€"'
"""Numbers as they read in German, whatever the office program's own language."""

_LINE_HEIGHT = 14
_TABLE_FROM = 5
"""Row of the heading of each table, counted from 0."""


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        line = {"border": 1, "border_color": "#BFC7D1", "valign": "top", "font_size": 10}
        right = {"align": "right", "indent": 1}
        total = {**line, "bold": True, "top": 2, "top_color": "#003399"}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#003399"})
        self.plain = book.add_format({"font_size": 10})
        self.small = book.add_format({"font_size": 9, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        self.head = book.add_format({**line, "bold": True, "bg_color": "#E6ECF5", "text_wrap": True})
        self.head_right = book.add_format({**line, "bold": True, "bg_color": "#E6ECF5", **right})
        self.text = book.add_format({**line, "text_wrap": True})
        self.hint = book.add_format({**line, "text_wrap": True, "indent": 1})
        self.day = book.add_format({**line, "num_format": "dd.mm.yyyy", "align": "left"})
        self.days = book.add_format({**line, "num_format": _DAYS, **right})
        self.euro = book.add_format({**line, "num_format": _EURO, **right})
        self.total = book.add_format(total)
        self.total_days = book.add_format({**total, "num_format": _DAYS, **right})
        self.total_euro = book.add_format({**total, "num_format": _EURO, **right})
        self.sign = book.add_format({"top": 1, "font_size": 9})


def write_proof_sheet(facts: ProofFacts) -> bytes:
    """The workbook of a proof: invoice list, single lines, and what is not eligible where there is any."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties(
        {"title": f"Leistungsnachweis {facts.label}", "company": facts.organisation, "created": CREATED}
    )
    formats = _Formats(book)
    _subjects(book.add_worksheet("Rechnung"), facts, formats)
    _lines(book.add_worksheet("Einzelnachweis"), facts, facts.counted, formats, counted=True)
    if facts.not_counted:
        _lines(book.add_worksheet("Nicht förderfähig"), facts, facts.not_counted, formats, counted=False)
    book.close()
    return target.getvalue()


def _frame(sheet: Sheet, facts: ProofFacts, title: str, formats: _Formats, widths: Sequence[int]) -> None:
    funding = facts.funding
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{title} {month(facts.month)}, Fassung {facts.version}", formats.title)
    sheet.write_string(
        1, 0, facts.organisation + (f", Vertragszeichen {facts.contract}" if facts.contract else ""), formats.plain
    )
    sheet.write_string(2, 0, f"Vorhaben „{funding.name}“, Aktenzeichen {funding.reference}", formats.plain)
    told = f"Stand {facts.made_on:%d.%m.%Y}; Beträge netto ohne Umsatzsteuer; ein Personentag hat acht Stunden."
    sheet.write_string(3, 0, told + (" Demo – Beispieldaten." if facts.demo else ""), formats.plain)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.repeat_rows(_TABLE_FROM)
    sheet.set_footer(f"&L&8{funding.statement.replace('&', '&&')}&R&8Seite &P von &N")
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_TABLE_FROM + 1, 0)


def _subjects(sheet: Sheet, facts: ProofFacts, formats: _Formats) -> None:
    _frame(sheet, facts, "Leistungsnachweis", formats, _SUBJECT_WIDTHS)
    _head(sheet, _SUBJECT_HEADER, formats, right=(2, 3))
    row = _TABLE_FROM + 1
    for subject in facts.subjects():
        sheet.write_string(row, 0, subject.number, formats.text)
        sheet.write_string(row, 1, subject.subject, formats.text)
        sheet.write_number(row, 2, float(subject.days), formats.days)
        sheet.write_number(row, 3, float(subject.amount), formats.euro)
        _fit(sheet, row, (subject.subject,), _SUBJECT_WIDTHS[1:2])
        row += 1
    _total(sheet, row, 0, 2, facts.days, formats)
    _sum(sheet, row, 3, facts.amount, formats.total_euro)
    for below, text in (
        (5, f"Ort, Datum, für {facts.organisation}"),
        (9, f"Ort, Datum, Abnahme: {facts.funding.beneficiary}"),
    ):
        sheet.merge_range(row + below, 0, row + below, 1, text, formats.sign)


def _lines(sheet: Sheet, facts: ProofFacts, lines: Sequence[ProofLine], formats: _Formats, *, counted: bool) -> None:
    sheet.set_landscape()
    title = "Einzelnachweis" if counted else "Nicht förderfähige Zeit"
    _frame(sheet, facts, title, formats, _LINE_WIDTHS)
    _head(sheet, _LINE_HEADER if counted else _OUTSIDE_HEADER, formats, right=(5, 6, 7) if counted else (5,))
    row = _TABLE_FROM + 1
    for line in lines:
        sheet.write_datetime(row, 0, line.day, formats.day)
        for column, text in enumerate((line.person, line.number, line.subject, line.activity), start=1):
            sheet.write_string(row, column, text, formats.text)
        sheet.write_number(row, 5, float(line.days), formats.days)
        if counted:
            sheet.write_number(row, 6, float(line.rate or 0), formats.euro)
            sheet.write_number(row, 7, float(line.amount or 0), formats.euro)
        else:
            sheet.merge_range(row, 6, row, 7, line.reason, formats.hint)
        sheet.write_string(row, 8, ", ".join(line.marks), formats.hint)
        _fit(sheet, row, (line.person, line.subject, ", ".join(line.marks)), (24, 44, 20))
        row += 1
    _total(sheet, row, 0, 5, sum((x.days for x in lines), Decimal(0)), formats)
    for column in (6, 7, 8):
        sheet.write_blank(row, column, None, formats.total)
    if counted:
        _sum(sheet, row, 7, facts.amount, formats.total_euro)


def _head(sheet: Sheet, header: Sequence[str], formats: _Formats, right: tuple[int, ...]) -> None:
    for column, text in enumerate(header):
        sheet.write_string(_TABLE_FROM, column, text, formats.head_right if column in right else formats.head)


def _total(sheet: Sheet, row: int, first: int, last: int, days: Decimal, formats: _Formats) -> None:
    sheet.write_string(row, first, "Summe", formats.total)
    for column in range(first + 1, last):
        sheet.write_blank(row, column, None, formats.total)
    _sum(sheet, row, last, days, formats.total_days)


def _sum(sheet: Sheet, row: int, column: int, value: Decimal, form: Format) -> None:
    """A sum that Excel can follow; its value is stored, so that every reader shows the same."""
    if row == _TABLE_FROM + 1:
        sheet.write_number(row, column, 0, form)
        return
    letter = chr(ord("A") + column)
    sheet.write_formula(row, column, f"=SUM({letter}{_TABLE_FROM + 2}:{letter}{row})", form, float(value))


def _fit(sheet: Sheet, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Height for the longest wrapped text: not every program fits rows by itself."""
    needed = max(-(-len(text) // width) for text, width in zip(texts, widths, strict=True))
    sheet.set_row(row, _LINE_HEIGHT * max(1, needed))
