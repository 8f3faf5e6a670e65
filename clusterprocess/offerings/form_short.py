"""The short form for people who give their free time: what the level asks, on two pages, and no table beyond that."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import replace

from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_types import Kind, Leaf, Slots, Ticks
from clusterprocess.offerings.form_values import range_text, shown
from clusterprocess.offerings.forms import Entry, FormPart, FormQuestion, FormSpec, Grid, path_text

MOST_COLUMNS, MOST_ROWS = 5, 5
LONG_TABLE = 40
"""A table that may have so many lines is not begun on paper."""

PAGES_IN_POINTS = 1230.0
"""What two pages hold below the head, with a reserve for tables that move to the next page."""

LABEL_CHARACTERS, ANSWER_CHARACTERS, PAGE_CHARACTERS = 44, 62, 118
LINE, SMALL_LINE, PADDING = 12.5, 10.5, 5.0


def shortened(spec: FormSpec, keys: Collection[str] | None = None) -> FormSpec:
    """The form with the required questions only, and of tables only the columns that a row needs.

    Args:
        keys: the questions that a file holds which came back; else as many as two pages take. The others are named in ``left_out``, answered ones in ``answered``.
    """
    wanted = [_reduced(q) for q in spec.questions() if q.required or keys is not None]
    if keys is not None:
        # what a question needs may have changed since; the file decides what stands on it
        chosen = [q for q in wanted if path_text(q.path) in keys]
    else:
        chosen = _fitting([q for q in wanted if _is_showable(q)])
    taken = {q.path for q in chosen}
    missing = [q for q in wanted if q.path not in taken]
    parts = tuple(replace(part, questions=_of(part, chosen)) for part in spec.parts)
    return replace(
        spec,
        parts=parts,
        left_out=tuple(q.text for q in missing if not q.is_earlier),
        answered=tuple(q.text for q in missing if q.is_earlier),
    )


def _of(part: FormPart, chosen: Iterable[FormQuestion]) -> tuple[FormQuestion, ...]:
    return tuple(q for q in chosen if q.path[0] == part.name)


def _reduced(question: FormQuestion) -> FormQuestion:
    return replace(question, grids=tuple(replace(g, columns=_needed(g.columns)) for g in question.grids if g.required))


def _needed(columns: tuple[Entry, ...]) -> tuple[Entry, ...]:
    needed = tuple(c for c in columns if c.required)
    return needed if len(needed) > 1 else columns[:MOST_COLUMNS]


def _is_showable(question: FormQuestion) -> bool:
    """No wide table, and nothing filled in already that this form would not show."""
    shown_paths = {e.path for e in question.entries}
    for grid in question.grids:
        if len(grid.columns) > MOST_COLUMNS or grid.rows > MOST_ROWS + 1 or (grid.most or 0) >= LONG_TABLE:
            return False
        shown_paths |= {(*grid.path, row, *c.path) for row in range(grid.rows) for c in grid.columns}
    return set(question.values) <= shown_paths


def _fitting(questions: list[FormQuestion]) -> list[FormQuestion]:
    """All questions of one line, and of the others the smallest ones as far as the pages take them."""
    chosen = {q.path for q in questions if is_one_line(q)}
    left = PAGES_IN_POINTS - sum(points(q) for q in questions if q.path in chosen)
    for question in sorted((q for q in questions if q.path not in chosen), key=points):
        left -= points(question)
        if left >= 0:
            chosen.add(question.path)
    return [q for q in questions if q.path in chosen]


def points(question: FormQuestion) -> float:
    """Height of a question on paper."""
    if is_one_line(question):
        told = " · ".join(
            part for part in (question.help, question.known, bounds_text(question.entries[0].leaf)) if part
        )
        return max(_label(question.text, told), _answer(question) + PADDING)
    heading = _label(question.text, question.help, PAGE_CHARACTERS)
    return (
        heading + sum(_entry(question, e) for e in question.entries) + sum(_grid(question, g) for g in question.grids)
    )


def is_one_line(question: FormQuestion) -> bool:
    """Whether the question stands in one row: one cell, tick boxes, or the entries of a list side by side."""
    return isinstance(question.node, Leaf | Ticks | Slots)


def bounds_text(leaf: Leaf) -> str:
    """What a cell takes; on paper only where the cell itself does not say it."""
    return "" if leaf.kind is Kind.DATE or (leaf.kind is Kind.TEXT and not leaf.is_long) else range_text(leaf)


def _answer(question: FormQuestion) -> float:
    entries = question.entries
    if isinstance(question.node, Ticks):
        return math.ceil(sum(len(e.text.de) + 6 for e in entries) / ANSWER_CHARACTERS) * LINE
    if question.is_single or entries[0].leaf.is_long:
        return sum(answer_lines(e.leaf, question.values.get(e.path)) * LINE for e in entries)
    return math.ceil(len(entries) * 16 / ANSWER_CHARACTERS) * LINE


def _entry(question: FormQuestion, entry: Entry) -> float:
    label = _label(entry.text, " · ".join(part for part in (entry.hint, bounds_text(entry.leaf)) if part))
    return max(label, answer_lines(entry.leaf, question.values.get(entry.path)) * LINE + PADDING)


def _label(text: Text, told: str, width: int = LABEL_CHARACTERS) -> float:
    small = math.ceil(len(told) / (width * 1.15)) if told else 0
    return math.ceil(len(text.de) / width) * LINE + small * SMALL_LINE + PADDING


def _grid(question: FormQuestion, grid: Grid) -> float:
    each = PAGE_CHARACTERS / len(grid.columns)
    rows = 0.0
    for row in range(grid.rows):
        texts = [(c.leaf, question.values.get((*grid.path, row, *c.path))) for c in grid.columns]
        lines = [math.ceil(len(shown(leaf, value)) / each) for leaf, value in texts if value is not None]
        rows += max([1, *lines]) * LINE + PADDING + 3
    return rows + 3 * LINE + PADDING


def answer_lines(leaf: Leaf, value: object) -> int:
    """Lines that an answer takes, or that an empty field offers."""
    offered = 3 if leaf.is_long else 1
    if value is None or leaf.kind is not Kind.TEXT:
        return offered
    return max(offered, math.ceil(len(shown(leaf, value)) / ANSWER_CHARACTERS))
