"""Where everything of an offline form stands in the workbook: writer and reader work on the same layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clusterprocess.adapters.sheets.workbook import column_letter
from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_tree import Path
from clusterprocess.offerings.form_types import Leaf
from clusterprocess.offerings.forms import Entry, FormPart, FormQuestion, FormSpec, Grid

STAMP_SHEET = "Formularstand"
PART_SHEETS = {"fragebogen": "Fragen", "profil": "Profil"}
NUMBER, QUESTION, HELP, ANSWER, MARK = range(5)
HEADINGS = ("Nr.", "Frage", "Was gemeint ist", "Ihre Antwort", "Pflicht")
HEAD_ROW, FIRST_LINE = 5, 6
"""Rows count from 0; above stand title, initiative, instruction and funding statement."""

COLUMN_ROW, HINT_ROW = 5, 6
LONGEST_SHEET_NAME = 31
_LOOSE_END = re.compile(r"(\s+(und|oder|je|der|die|das|des|von|im|in|für|mit|seit|aus|zu))*[\s,;:–]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a question sheet: a question, one of its cells, or both; ``link`` names the sheet of a table."""

    row: int
    question: FormQuestion
    text: Text
    number: str = ""
    entry: Entry | None = None
    link: str = ""

    @property
    def is_question(self) -> bool:
        return bool(self.number)


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """All questions of one part."""

    name: str
    part: FormPart
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table question."""

    name: str
    question: FormQuestion
    grid: Grid

    @property
    def first_row(self) -> int:
        """The first row to fill in, below columns, hints and the notes of the question."""
        return HINT_ROW + 1


Sheet = QuestionSheet | TableSheet


@dataclass(frozen=True, slots=True)
class Label:
    """A protected cell whose text must come back unchanged."""

    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """A cell to fill in."""

    sheet: str
    row: int
    column: int
    path: Path
    leaf: Leaf
    in_table: bool = False
    may_say_none: bool = False


def layout(spec: FormSpec) -> tuple[Sheet, ...]:
    """All visible sheets in their order: the questions of each part, followed by its tables."""
    names: set[str] = {STAMP_SHEET.casefold(), *(name.casefold() for name in PART_SHEETS.values())}
    sheets: list[Sheet] = []
    for part in spec.parts:
        tables = [
            TableSheet(_free_name(grid.text.de, names), question, grid)
            for question in part.questions
            for grid in question.grids
        ]
        by_path = {table.grid.path: table.name for table in tables}
        sheets += [QuestionSheet(PART_SHEETS[part.name], part, tuple(_lines(part, by_path))), *tables]
    return tuple(sheets)


def _free_name(wanted: str, taken: set[str]) -> str:
    bare = re.sub(r"[\[\]:*?/\\']", " ", wanted)
    bare = " ".join(bare.split())
    if len(bare) > LONGEST_SHEET_NAME:
        whole_words = _LOOSE_END.sub("", bare[: LONGEST_SHEET_NAME + 1].rsplit(" ", 1)[0])
        bare = f"{bare[: LONGEST_SHEET_NAME - 1]}…" if whole_words.endswith("-") else whole_words
    name, number = bare[:LONGEST_SHEET_NAME], 1
    while name.casefold() in taken:
        number += 1
        name = f"{bare[: LONGEST_SHEET_NAME - 3]} {number}"
    taken.add(name.casefold())
    return name


def _lines(part: FormPart, tables: dict[Path, str]) -> Iterator[Line]:
    row = FIRST_LINE
    for number, question in enumerate(part.questions, 1):
        single = question.entries[0] if question.is_single else None
        only = question.grids[0] if not question.entries and len(question.grids) == 1 else None
        link = tables[only.path] if only else ""
        yield Line(row, question, question.text, str(number), single, link)
        row += 1
        for entry in () if single else question.entries:
            yield Line(row, question, entry.text, entry=entry)
            row += 1
        for grid in () if only else question.grids:
            yield Line(row, question, grid.text, link=tables[grid.path])
            row += 1


def label_of(text: Text) -> str:
    """German and, below it, English."""
    return f"{text.de}\n{text.en}" if text.en and text.en != text.de else text.de


def heading_of(column: Entry) -> str:
    """Heading of a table column, with a star where a row needs it."""
    return label_of(Text(f"{column.text.de} *", column.text.en) if column.required else column.text)


def labels(sheet: Sheet) -> Iterator[Label]:
    """Every protected cell that says what an answer means."""
    if isinstance(sheet, QuestionSheet):
        for line in sheet.lines:
            text = label_of(line.text) if line.is_question else line.text.de
            yield Label(sheet.name, line.row, QUESTION, text)
    else:
        for place, column in enumerate(sheet.grid.columns):
            yield Label(sheet.name, COLUMN_ROW, place + 1, heading_of(column))


def may_be_empty(sheet: TableSheet) -> bool:
    """Whether „keine“ in the first line says that the list is empty."""
    return sheet.grid.least == 0 and sheet.grid.path == sheet.question.path


def answer_cells(sheet: Sheet) -> Iterator[AnswerCell]:
    """Every cell that is not protected."""
    if isinstance(sheet, QuestionSheet):
        for line in sheet.lines:
            if line.entry:
                yield AnswerCell(sheet.name, line.row, ANSWER, line.entry.path, line.entry.leaf)
        return
    for row in range(sheet.grid.rows):
        for place, column in enumerate(sheet.grid.columns):
            path = (*sheet.grid.path, row, *column.path)
            none = may_be_empty(sheet) and row == 0 and place == 0
            yield AnswerCell(sheet.name, sheet.first_row + row, place + 1, path, column.leaf, True, none)


def places(sheet: Sheet) -> Iterator[tuple[Path, str]]:
    """How people find cells, rows and tables, by path."""
    if isinstance(sheet, QuestionSheet):
        for line in sheet.lines:
            if line.is_question:
                yield line.question.path, f"Blatt {sheet.name}, Zeile {line.row + 1}"
    else:
        yield sheet.grid.path, f"Blatt {sheet.name}"
        for row in range(sheet.grid.rows):
            yield (*sheet.grid.path, row), f"Blatt {sheet.name}, Zeile {sheet.first_row + row + 1}"
    for cell in answer_cells(sheet):
        yield cell.path, place_of(cell.sheet, cell.row, cell.column)


def place_of(sheet: str, row: int, column: int) -> str:
    """``Blatt Fragen, Zelle D7``."""
    return f"Blatt {sheet}, Zelle {column_letter(column)}{row + 1}"
