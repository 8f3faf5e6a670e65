"""A questionnaire as a page draws it: one view per question, with its lines, its removal box and what looks wrong.

A long form is shown in parts; what was typed on the others waits in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusterprocess.domain.errors import ClusterProcessError
from clusterprocess.offerings.form_tree import Path
from clusterprocess.offerings.form_types import Leaf, Ticks
from clusterprocess.offerings.forms import FormQuestion, path_text
from clusterprocess.offerings.guest_forms import FormField, FormSection, GuestForm
from clusterprocess.offerings.questionnaire_form import REMOVAL, question_fields
from clusterprocess.usecases.fill_inputs import ROWS, InputForm
from clusterprocess.web.drawing import GroupView
from clusterprocess.web.staff.forms import drawn
from clusterprocess.web.staff.visit import Fault

MOST_FIELDS_OF_A_PART = 220
"""So many fields stand on one page; the questions beyond it are on the next part."""
SHOWN = "~fragen"
"""Hidden field that names the questions of the part that was posted."""
MORE_LINES = 3


@dataclass(frozen=True, slots=True)
class MoreLines:
    """A button that adds lines to a table: where, its words, and how many lines there will be."""

    path: str
    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question.

    Attributes:
        key: ``kind/question``; ``anchor`` is the id that a page leads to.
        is_single: one field, drawn with its own label; all others get a heading and one sentence.
        lines: name and value of the hidden fields that keep the number of lines.
        removal: key of the box that removes the earlier answer; empty where there is none.
    """

    key: str
    anchor: str
    title: str
    intro: str
    is_single: bool
    groups: tuple[GroupView, ...]
    lines: tuple[tuple[str, int], ...]
    more: tuple[MoreLines, ...]
    removal: str
    is_removed: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a long form: its number from 1, what it begins with, and whether it is the present one."""

    number: int
    label: str
    is_present: bool


def parts_of(form: InputForm) -> tuple[tuple[FormQuestion, ...], ...]:
    """The questions in parts of a size that a page can carry, in order."""
    parts: list[list[FormQuestion]] = [[]]
    size = 0
    for question in form.spec.questions():
        count = len(question_fields(question))
        if parts[-1] and size + count > MOST_FIELDS_OF_A_PART:
            parts.append([])
            size = 0
        parts[-1].append(question)
        size += count
    return tuple(tuple(part) for part in parts)


def part_views(parts: Sequence[Sequence[FormQuestion]], present: int) -> tuple[PartView, ...]:
    """The list of the parts; empty where there is only one."""
    if len(parts) < 2:
        return ()
    return tuple(
        PartView(n, part[0].text.de if len(part) == 1 else f"{part[0].text.de} bis {part[-1].text.de}", n == present)
        for n, part in enumerate(parts, 1)
    )


def part_with(parts: Sequence[Sequence[FormQuestion]], faults: Mapping[str, str], present: int) -> int:
    """The part that a fault leads to: the present one where it has any, else the first that has."""
    wrong = {key.partition(".")[0] for key in faults}
    having = [n for n, part in enumerate(parts, 1) if any(path_text(q.path) in wrong for q in part)]
    return present if present in having or not having else having[0]


def question_views(
    form: InputForm, questions: Sequence[FormQuestion], error: ClusterProcessError | None
) -> tuple[tuple[QuestionView, ...], tuple[Fault, ...]]:
    """The questions of one part as drawn, and the faults above them."""
    asked = [(question, question_fields(question)) for question in questions]
    guest = GuestForm("", "", tuple(FormSection(q.text.de, fields, _intro(q)) for q, fields in asked))
    sections, faults = drawn(guest, _values(form, asked), error)
    views = tuple(_view(form, q, s.groups) for (q, _), s in zip(asked, sections, strict=True))
    return views, faults


def _values(form: InputForm, asked: Sequence[tuple[FormQuestion, tuple[FormField, ...]]]) -> dict[str, object]:
    """What each field holds: of a question that was shown before what was typed, else what is known."""
    shown = shown_of(form.typed)
    found: dict[str, object] = {}
    for question, fields in asked:
        for field in fields:
            known = field.key not in form.typed and path_text(question.path) not in shown
            found[field.key] = field.value if known else form.typed.get(field.key)
    return found


def shown_of(typed: Mapping[str, object]) -> frozenset[str]:
    """The questions that were on the pages that somebody posted."""
    named = typed.get(SHOWN, [])
    return frozenset(map(str, named)) if isinstance(named, list) else frozenset({str(named)})


def _intro(question: FormQuestion) -> str:
    if _is_single(question):
        return ""
    return " ".join(t for t in (question.help, question.known, *question.notes) if t)


def _is_single(question: FormQuestion) -> bool:
    return isinstance(question.node, Leaf | Ticks)


def _view(form: InputForm, question: FormQuestion, groups: tuple[GroupView, ...]) -> QuestionView:
    key = path_text(question.path)
    removal = key + REMOVAL
    return QuestionView(
        key,
        f"frage-{question.key}",
        question.text.de,
        _intro(question),
        _is_single(question),
        groups,
        tuple((ROWS + path_text(path), count) for path, count in question.rows.items()),
        tuple(_more(question)),
        removal if question.is_earlier and question.values else "",
        form.typed.get(removal) == "ja",
    )


def _more(question: FormQuestion) -> list[MoreLines]:
    """A button for each table and list that may have further lines."""
    limits = {grid.path: grid.most for grid in question.grids}
    names = {grid.path: grid.text.de for grid in question.grids}
    found = []
    for path, count in question.rows.items():
        most = limits.get(path, getattr(question.node, "most", None) if path == question.path else None)
        wanted = min(count + (1 if path in question.stacks else MORE_LINES), most or 10**6)
        if wanted > count:
            found.append(MoreLines(path_text(path), _line_words(question, path, names.get(path, "")), wanted))
    return found


def _line_words(question: FormQuestion, path: Path, name: str) -> str:
    if path == question.path:
        return f"Weitere Zeilen: {question.text.de}"
    number = next((int(p) + 1 for p in path[2:] if isinstance(p, int)), None)
    return f"Weitere Zeilen: {name or question.text.de}" + (f" ({number})" if number else "")
