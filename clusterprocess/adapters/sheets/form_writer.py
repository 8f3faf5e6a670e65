"""Offline forms as .xlsx: only the answer cells can be changed, and each offers what it takes.

The same form gives the same bytes. Choices are drop-downs of words, never of slugs; numbers and dates have their range
and refuse anything else while it is typed.
"""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

import xlsxwriter

from clusterprocess.adapters.sheets.form_layout import (
    ANSWER,
    COLUMN_ROW,
    HEAD_ROW,
    HEADINGS,
    HELP,
    HINT_ROW,
    MARK,
    NUMBER,
    QUESTION,
    STAMP_SHEET,
    AnswerCell,
    Line,
    QuestionSheet,
    Sheet,
    TableSheet,
    answer_cells,
    heading_of,
    label_of,
    layout,
    may_be_empty,
)
from clusterprocess.adapters.sheets.form_looks import QUESTION_WIDTHS, Looks, column_widths, height
from clusterprocess.adapters.sheets.form_rules import message_of, rule_of
from clusterprocess.adapters.sheets.writer import CREATED
from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_types import NUMERIC, Kind, Leaf
from clusterprocess.offerings.form_values import NONE_AT_ALL, parsed, range_text, shown
from clusterprocess.offerings.forms import FormQuestion, FormSpec

Page: TypeAlias = xlsxwriter.worksheet.Worksheet
STAMP_PIECE = 30_000
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ADVICE = (
    "Bitte füllen Sie die gelben Felder aus; alles andere ist geschützt. Was Sie nicht wissen, lassen Sie frei: Leer heißt "
    "nicht null, und leere Felder löschen keine frühere Antwort. Was schon eingetragen ist, bitte prüfen. "
    "Tabellen haben eigene Blätter."
)


def write_form(spec: FormSpec) -> bytes:
    """The workbook of a form."""
    return _Book(spec).made()


class _Book:
    """One workbook while it is written."""

    def __init__(self, spec: FormSpec) -> None:
        self.spec, self.head = spec, spec.head
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.target, _OPTIONS)
        self.book.set_properties({"title": f"{self.head.title} {self.head.number}"[:255], "created": CREATED})
        self.looks = Looks(self.book)
        self.lists: dict[tuple[str, ...], str] = {}
        self.values: dict[Any, Any] = {path: v for q in spec.questions() for path, v in q.values.items()}

    def made(self) -> bytes:
        sheets = layout(self.spec)
        pages = [(sheet, self.book.add_worksheet(sheet.name)) for sheet in sheets]
        stamp = self.book.add_worksheet(STAMP_SHEET)
        self._stamp(stamp)
        for sheet, page in pages:
            if isinstance(sheet, QuestionSheet):
                self._questions(sheet, page)
            else:
                self._table(sheet, page)
            for cell in answer_cells(sheet):
                self._answer(page, stamp, cell)
            self._set_up(sheet, page)
        stamp.protect()
        stamp.very_hidden()
        self.book.close()
        return self.target.getvalue()

    def _stamp(self, page: Page) -> None:
        text = self.spec.stamp().to_text()
        for row, start in enumerate(range(0, len(text), STAMP_PIECE)):
            page.write_string(row, 0, text[start : start + STAMP_PIECE])

    def _head(self, page: Page, title: str, advice: str, last: int) -> None:
        page.write_string(0, 0, title, self.looks.title())
        page.set_row(0, 28)
        page.write_string(1, 0, f"{self.head.initiative} · Vorgang {self.head.number}", self.looks.subtitle())
        page.set_row(1, 18)
        page.merge_range(2, 0, 2, max(1, last), advice, self.looks.advice())
        demo = "Demo mit Beispieldaten. " if self.head.demo else ""
        page.write_string(3, 0, demo + self.head.statement, self.looks.statement())

    def _questions(self, sheet: QuestionSheet, page: Page) -> None:
        title = self.head.title if sheet.part.name == "fragebogen" else "Angaben zur Initiative"
        self._head(page, title, _ADVICE, MARK)
        page.set_row(2, 32)
        page.set_row(4, 6)
        for column, (text, width) in enumerate(zip(HEADINGS, QUESTION_WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(HEAD_ROW, column, text, self.looks.heading())
        page.set_row(HEAD_ROW, 20)
        for line in sheet.lines:
            self._line(page, line)
        page.freeze_panes(HEAD_ROW + 1, 0)
        page.repeat_rows(HEAD_ROW)

    def _line(self, page: Page, line: Line) -> None:
        asks = line.is_question
        page.write_string(line.row, NUMBER, line.number, self.looks.mark(question=asks))
        if asks:
            self._bilingual(page, line.row, QUESTION, line.text, question=True)
        else:
            page.write_string(line.row, QUESTION, line.text.de, self.looks.label(question=False))
        told = _help(line)
        page.write_string(line.row, HELP, told, self.looks.help(question=asks))
        if line.link:
            page.write_url(
                line.row, ANSWER, f"internal:'{line.link}'!B{HINT_ROW + 2}", self.looks.link(), f"→ Blatt „{line.link}“"
            )
        elif line.entry is None:
            page.write_blank(line.row, ANSWER, None, self.looks.help(question=asks))
        page.write_string(line.row, MARK, _mark(line), self.looks.mark(question=asks))
        given = self._shown(line.entry.path, line.entry.leaf) if line.entry else ""
        least = 3 if line.entry and line.entry.leaf.is_long else 2 if asks and line.text.en else 1
        label = label_of(line.text) if asks else line.text.de
        page.set_row(line.row, height((label, 38), (told, 54), (given, 52), least=least))

    def _table(self, sheet: TableSheet, page: Page) -> None:
        grid, question = sheet.grid, sheet.question
        last = len(grid.columns)
        help_text = " ".join(
            part for part in (question.help, question.known, _count_text(sheet), "* = in jeder Zeile nötig.") if part
        )
        advice = "\n".join((help_text, *question.notes))
        self._head(page, grid.text.de, advice, last)
        widths = column_widths(grid.columns)
        page.set_row(2, height((advice, max(60.0, sum(widths)) * 1.15)))
        page.set_row(4, 6)
        page.set_column(0, 0, 5)
        page.write_string(COLUMN_ROW, 0, "Nr.", self.looks.heading())
        page.write_blank(HINT_ROW, 0, None, self.looks.hint())
        hints = [_hint(column.hint, column.leaf) for column in grid.columns]
        for place, (column, hint, width) in enumerate(zip(grid.columns, hints, widths, strict=True), 1):
            page.set_column(place, place, width)
            star = " *" if column.required else ""
            self._bilingual(page, COLUMN_ROW, place, Text(column.text.de + star, column.text.en), question=False)
            page.write_string(HINT_ROW, place, hint, self.looks.hint())
        page.set_row(
            COLUMN_ROW, height(*((heading_of(c), w) for c, w in zip(grid.columns, widths, strict=True)), least=2)
        )
        page.set_row(HINT_ROW, height(*zip(hints, (w * 1.2 for w in widths), strict=True)))
        least = 3 if any(column.leaf.is_long for column in grid.columns) else 1.3
        for row in range(grid.rows):
            texts = [
                (self._shown((*grid.path, row, *c.path), c.leaf), w) for c, w in zip(grid.columns, widths, strict=True)
            ]
            page.write_number(sheet.first_row + row, 0, row + 1, self.looks.mark(question=False))
            page.set_row(sheet.first_row + row, height(*texts, least=least))
        page.freeze_panes(sheet.first_row, 2)
        page.repeat_rows(COLUMN_ROW, HINT_ROW)

    def _bilingual(self, page: Page, row: int, column: int, text: Text, *, question: bool) -> None:
        frame = self.looks.label(question=True) if question else self.looks.heading()
        if label_of(text) == text.de:
            page.write_string(row, column, text.de, frame)
            return
        german, english = self.looks.german(blue=not question), self.looks.english()
        page.write_rich_string(row, column, german, text.de, english, f"\n{text.en}", frame)

    def _shown(self, path: Any, leaf: Leaf) -> str:
        value = self.values.get(path)
        return "" if value is None else shown(leaf, value)

    def _answer(self, page: Page, stamp: Page, cell: AnswerCell) -> None:
        leaf = cell.leaf
        form = self.looks.answer(leaf, in_table=cell.in_table)
        self._validation(page, stamp, cell)
        value = self.values.get(cell.path)
        if value is None:
            page.write_blank(cell.row, cell.column, None, form)
        elif leaf.kind in NUMERIC:
            amount = float(Decimal(str(value)) / (100 if leaf.kind is Kind.PERCENT else 1))
            page.write_number(cell.row, cell.column, amount, form)
        elif leaf.kind is Kind.DATE:
            iso = parsed(Leaf(Kind.DATE), value)
            page.write_datetime(cell.row, cell.column, datetime.fromisoformat(iso), form)
        else:
            page.write_string(cell.row, cell.column, shown(leaf, value), form)

    def _validation(self, page: Page, stamp: Page, cell: AnswerCell) -> None:
        rule = rule_of(cell.leaf)
        if cell.leaf.kind is Kind.CHOICE:
            words = tuple(c.text.de for c in cell.leaf.choices)
            none = (NONE_AT_ALL,) if cell.may_say_none and NONE_AT_ALL not in words else ()
            rule = {"validate": "list", "source": self._list(stamp, words + none)}
        if rule:
            message = message_of(cell.leaf)
            kind = "warning" if cell.leaf.kind is Kind.CHOICE and cell.leaf.pattern else "stop"
            page.data_validation(cell.row, cell.column, cell.row, cell.column,
                                 {**rule, "error_title": "Bitte prüfen", "error_message": message, "error_type": kind})  # fmt: skip

    def _list(self, stamp: Page, words: tuple[str, ...]) -> str:
        """The range that holds the words of a drop-down, written once."""
        if words not in self.lists:
            column = len(self.lists) + 1
            for row, word in enumerate(words):
                stamp.write_string(row, column, word)
            letters = xlsxwriter.utility.xl_col_to_name(column, True)
            self.lists[words] = f"={STAMP_SHEET}!{letters}$1:{letters}${len(words)}"
        return self.lists[words]

    def _set_up(self, sheet: Sheet, page: Page) -> None:
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.fit_to_pages(1, 0)
        name, statement = (text.replace("&", "&&")[:110] for text in (self.head.initiative, self.head.statement))
        page.set_header(f"&L&9 {name} · {sheet.name}&R&9 Vorgang {self.head.number}")
        page.set_footer(f"&L&8 {statement}&R&8 Seite &P von &N")
        page.protect("", {"format_columns": True, "format_rows": True})


def _mark(line: Line) -> str:
    if line.is_question:
        return "Pflicht" if line.question.required else "freiwillig"
    return "Pflicht" if line.question.required and line.entry and line.entry.required else ""


def _help(line: Line) -> str:
    if not line.is_question:
        return _hint(line.entry.hint, line.entry.leaf) if line.entry else ""
    asked: FormQuestion = line.question
    parts = [asked.help, asked.known]
    if line.entry:
        parts.append(range_text(line.entry.leaf))
    text = " · ".join(part for part in parts if part)
    return "\n".join((text, *asked.notes)) if asked.notes and not line.link else text


def _hint(hint: str, leaf: Leaf) -> str:
    bounds = "" if leaf.kind is Kind.TEXT else range_text(leaf)
    return " · ".join(part for part in (hint, bounds) if part)


def _count_text(sheet: TableSheet) -> str:
    least, most = sheet.grid.least, sheet.grid.most
    if least > 1 and most:
        return f"{least} bis {most} Zeilen."
    if may_be_empty(sheet):
        return f"{f'Höchstens {most} Zeilen. ' if most else ''}Gibt es nichts davon, schreiben Sie „keine“ in die erste Zeile."
    return f"Höchstens {most} Zeilen." if most else ""
