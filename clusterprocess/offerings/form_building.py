"""From questionnaires, level and what is known to the form: cells, tables, number of rows, what is filled in already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_introspection import is_ranked, node_of
from clusterprocess.offerings.form_tree import Path, spread
from clusterprocess.offerings.form_types import (
    Choice,
    Kind,
    Leaf,
    Member,
    Node,
    Record,
    Slots,
    Table,
    Ticks,
)
from clusterprocess.offerings.form_values import shown
from clusterprocess.offerings.forms import Entry, FormHead, FormPart, FormQuestion, FormSpec, Grid, path_text
from clusterprocess.offerings.profile import PROFILE, missing_facts
from clusterprocess.offerings.questions import Depth, Question, Questionnaire
from clusterprocess.offerings.wording import catalogue_choices
from clusterprocess.offerings.wording_notes import column_note, question_notes

ANSWERS, PROFILE_PART = "fragebogen", "profil"
AS_OF = Question("as_of", Text("Stichtag der Angaben", "reference day"), date, Depth.CORE,
                 "An welchem Tag galten die Angaben dieses Teils? Ohne Änderung bleibt alles, wie es ist.")  # fmt: skip
"""Opens the profile's part of a form; it is no question of the profile itself."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lines of a table and of a list without limit, most lines that are not filled already, and lines kept free.

    ``deep``: tables may hold tables; ``grows``: lines are added on the page, so that few free ones are enough.
    """

    rows: int
    slots: int
    most: int
    spare: int
    deep: bool = False
    grows: bool = False


SIZES = {
    "xlsx": Sizes(15, 6, 40, 3),
    "docx": Sizes(4, 4, 5, 1),
    "web": Sizes(3, 3, 40, 2, deep=True),
    "console": Sizes(2, 2, 40, 1, deep=True, grows=True),
}
KNOWN_LENGTH = 200
_UNITS = {Kind.EURO: " Euro", Kind.PERCENT: " %"}


@dataclass(frozen=True, slots=True)
class Known:
    """What may be filled in: earlier answers of each part by its name, and the profile for confirmation."""

    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)


def form_of(
    kind: str,
    head: FormHead,
    level: str,
    asked: Mapping[str, Questionnaire],
    known: Known,
    *,
    keys: Collection[str] | None = None,
    rows: Mapping[str, int] | None = None,
) -> FormSpec:
    """The form of one or more questionnaires.

    Args:
        kind: xlsx, docx or web.
        asked: questionnaires by part (``fragebogen``, ``profil``).
        keys: the questions that stand on it, as ``part/key``; without them all that the level asks.
        rows: lines by path, from the stamp of a file that came back; else they follow from what is known.

    Raises:
        UnshowableType: a question cannot be shown as cells.
    """
    parts = tuple(
        FormPart(
            name,
            questionnaire,
            tuple(
                _question(name, questionnaire, question, level, known, SIZES[kind], rows or {})
                for question in _asked(name, questionnaire, level)
                if keys is None or f"{name}/{question.key}" in keys
            ),
        )
        for name, questionnaire in asked.items()
    )
    return FormSpec(kind, head, level, parts)


def _asked(part: str, questionnaire: Questionnaire, level: str) -> tuple[Question, ...]:
    asked = questionnaire.asked_at(level)
    return (AS_OF, *asked) if part == PROFILE_PART else asked


def _is_required(part: str, questionnaire: Questionnaire, question: Question, level: str, known: Known) -> bool:
    """Whether the gate would wait for the answer if it were missing; a questionnaire may ask by what was chosen."""
    others = {key: value for key, value in known.answers.get(part, {}).items() if key != question.key}
    missing = missing_facts(others, level) if part == PROFILE_PART else questionnaire.missing(others, level)
    return question is AS_OF or any(q.key == question.key for q in missing)


def node_of_question(question: Question, *, deep: bool = False) -> Node:
    """The cells of a question; where a catalogue lists what is meant, its words are the choices.

    Raises:
        UnshowableType: the type cannot be shown as cells.
    """
    if any(question is known for known in PROFILE.questions) and (choices := catalogue_choices(question.key)):
        return Leaf(Kind.CHOICE, tuple(Choice(slug, text) for slug, text in choices))
    return node_of(question.type, question.key, ranked=is_ranked(question.text.de, question.help), deep=deep)


def _question(
    part: str,
    questionnaire: Questionnaire,
    question: Question,
    level: str,
    known: Known,
    sizes: Sizes,
    rows: Mapping[str, int],
) -> FormQuestion:
    node, path = node_of_question(question, deep=sizes.deep), (part, question.key)
    earlier = known.answers.get(part, {}).get(question.key)
    offered, hint = (None, "") if earlier is not None else _offered(question, node, known.profile)
    values = dict(spread(node, earlier if earlier is not None else offered, path))
    required = _is_required(part, questionnaire, question, level, known)
    flat = _Flat(sizes, rows, values)
    flat.add(node, path, question.text, True, "")
    help_text = question.help.replace("JJJJ-MM-TT", "TT.MM.JJJJ")  # on a form people write dates the German way
    return FormQuestion(
        question.key, path, question.text, help_text, required, node, tuple(flat.entries), tuple(flat.grids),
        hint, question_notes(question.key), values, earlier is not None, flat.stacks,
    )  # fmt: skip


@dataclass(slots=True)
class _Flat:
    """Takes a node apart into cells and tables."""

    sizes: Sizes
    rows: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[Path, Any] = field(default_factory=dict)
    in_row: bool = False
    entries: list[Entry] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    stacks: dict[Path, int] = field(default_factory=dict)

    def add(self, node: Node, path: Path, text: Text, required: bool, hint: str, *, nested: bool = False) -> None:
        match node:
            case Table(is_stacked=True):
                for place in range(self._stack_count(path, node)):
                    self._stacked(node.row, (*path, place), place, required and place < node.least)
            case Table():
                columns = _Flat(self.sizes, in_row=True)
                columns.add(node.row, (), text, True, "")
                first = columns.entries[0].leaf
                one_each = first.kind is Kind.CHOICE and node.most is None and not first.pattern
                usual = len(first.choices) if one_each else self.sizes.rows
                count = self._count(path, node.least, node.most, usual, 0 if one_each else self.sizes.spare)
                self.grids.append(Grid(path, text, tuple(columns.entries), count, required, node.least, node.most))
            case Record():
                for member in node.members:
                    self._member(member, path, text, required, hint, nested=nested)
            case Slots():
                inside = self.in_row or len(path) > 2
                count = node.most or 1 if inside else self._list_count(path, node)
                for place in range(count):
                    label = Text(f"{text.de} {place + 1}", f"{text.en} {place + 1}" if text.en else None)
                    self.entries.append(Entry((*path, place), label, node.leaf, required and place < node.least, hint))
            case Ticks():
                for choice in node.choices:
                    self.entries.append(Entry((*path, choice.value), choice.text, Leaf(Kind.YES_NO), False, hint))
            case Leaf():
                self.entries.append(Entry(path, text, node, required, hint))

    def _stacked(self, row: Record, path: Path, place: int, required: bool) -> None:
        """The members of one of a few records, each named with the number of its record."""
        for member in row.members:
            label = Text(
                f"{member.text.de} ({place + 1})", f"{member.text.en} ({place + 1})" if member.text.en else None
            )
            hint = member.hint or column_note(member.place)
            self.add(member.node, (*path, member.key), label, required and member.required, hint)

    def _member(self, member: Member, path: Path, around: Text, required: bool, above: str, *, nested: bool) -> None:
        """One part of a record; within another record it carries that one's name and hint."""
        text, told = member.text, member.hint or column_note(member.place)
        hint = above if not told or told.casefold() == text.de.casefold() else told
        if nested:
            text = Text(f"{around.de}: {text.de}", f"{around.en}: {text.en}" if around.en and text.en else None)
        inside = isinstance(member.node, Record)
        self.add(member.node, (*path, member.key), text, required and member.required, hint, nested=inside)

    def _stack_count(self, path: Path, node: Table) -> int:
        """How many records stand one below the other: all that there may be, or without a small limit one free one."""
        if not self.sizes.deep:
            return node.most or 0
        self.stacks[path] = self._count(path, node.least, node.most, 1, 1)
        return self.stacks[path]

    def _list_count(self, path: Path, node: Slots) -> int:
        return self._count(path, node.least, node.most, self.sizes.slots, self.sizes.spare)

    def _count(self, path: Path, least: int, most: int | None, usual: int, spare: int) -> int:
        """Lines of a table or list: as the stamp says, else what is filled plus some free ones, within the limit."""
        if path_text(path) in self.rows:
            return self.rows[path_text(path)]
        filled = 1 + max(
            (int(p[len(path)]) for p in self.values if p[: len(path)] == path and len(p) > len(path)), default=-1
        )
        begun = min(usual, most or usual) if self.sizes.grows else min(most or usual, self.sizes.most)
        wanted = max(filled + spare if filled else 0, begun, least)
        return max(filled, min(wanted, most or wanted))


def _offered(question: Question, node: Node, profile: Mapping[str, Any]) -> tuple[Any, str]:
    """The value of the profile that a question offers: filled in where both ask the same, else told in words.

    A value that merely helps to answer (the whole budget beside a part of it) must not come back as the answer.
    """
    value = profile.get(question.prefill) if question.prefill else None
    source = next((q for q in PROFILE.questions if q.key == question.prefill), None)
    if source is None or value in (None, "", []):
        return None, ""
    if question.key == source.key and node_of_question(source) == node:
        return value, ""
    return None, f"Bekannt: {source.text.de} {profile_words(source, value)}"


def profile_words(question: Question, value: Any) -> str:
    """A value of the profile as people read it; of a table the first column of each row."""
    cells = dict(spread(node := node_of_question(question), value, ()))
    words = list(_words(node, cells))
    text = ", ".join(words)
    return text if len(text) <= KNOWN_LENGTH else text[:KNOWN_LENGTH].rsplit(", ", 1)[0] + " …"


def _words(node: Node, cells: Mapping[Path, Any]) -> Iterator[str]:
    match node:
        case Leaf():
            yield from (f"{shown(node, value)}{_UNITS.get(node.kind, '')}" for value in cells.values())
        case Slots():
            yield from (shown(node.leaf, value) for value in cells.values())
        case Ticks():
            yield from (c.text.de for c in node.choices if (c.value,) in cells)
        case Record():
            for member in node.members:
                yield from _words(member.node, {p[1:]: v for p, v in cells.items() if p[0] == member.key})
        case Table():
            first = node.row.members[0]
            yield from _words(first.node, {p: v for p, v in cells.items() if p[1] == first.key})
