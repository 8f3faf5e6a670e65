"""Offline forms of questionnaires: what stands on them, and the stamp by which they are known when they come back.

A form is computed from the questionnaires alone. Files hold only its stamp; whoever reads one computes the same form
again and compares, so that a file from another engagement, of an earlier version or with other questions is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_stamp import PartStamp, Stamp
from clusterprocess.offerings.form_tree import Gathered, Path, digest, gather
from clusterprocess.offerings.form_types import Leaf, Node, Slots
from clusterprocess.offerings.form_values import BLANK
from clusterprocess.offerings.questions import Questionnaire


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands on top of a form and in its footer."""

    title: str
    initiative: str
    number: str
    statement: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell to fill in.

    Attributes:
        path: where its answer belongs; within a table relative to the row.
        text: its label; ``hint`` says what is meant.
        required: the answer, or the row, is incomplete without it.
    """

    path: Path
    text: Text
    leaf: Leaf
    required: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table to fill in: ``columns`` side by side, ``rows`` lines, at most ``most`` of them answers."""

    path: Path
    text: Text
    columns: tuple[Entry, ...]
    rows: int
    required: bool
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question as cells and tables.

    Attributes:
        required: the level asks for an answer.
        known: what the profile knows about it, in words, where it cannot simply be filled in.
        notes: further lines that explain how to answer.
        values: what is filled in already, by path, as an untouched cell gives it back.
        is_earlier: ``values`` are answers that were handed in before; else they come from the profile, to be confirmed.
        stacks: how many records stand one below the other, by path, where a page decides that.
    """

    key: str
    path: Path
    text: Text
    help: str
    required: bool
    node: Node
    entries: tuple[Entry, ...]
    grids: tuple[Grid, ...]
    known: str = ""
    notes: tuple[str, ...] = ()
    values: Mapping[Path, Any] = field(default_factory=dict)
    is_earlier: bool = False
    stacks: Mapping[Path, int] = field(default_factory=dict)

    @property
    def is_single(self) -> bool:
        """Whether the question is one cell."""
        return isinstance(self.node, Leaf)

    @property
    def rows(self) -> dict[Path, int]:
        """Lines of its tables and lists by path."""
        found = {grid.path: grid.rows for grid in self.grids} | dict(self.stacks)
        return found | {self.path: len(self.entries)} if isinstance(self.node, Slots) else found

    def answer(self, cells: Mapping[Path, Any]) -> tuple[Any, Gathered]:
        """The answer that parsed cells give, BLANK for none, and where each part of it stands."""
        told = Gathered()
        return gather(self.node, cells, self.path, self.rows, told), told


@dataclass(frozen=True, slots=True)
class FormPart:
    """The questions of one questionnaire."""

    name: str
    questionnaire: Questionnaire
    questions: tuple[FormQuestion, ...]


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A whole form, without the file that shows it.

    Attributes:
        kind: xlsx or docx.
        level: maturity level whose questions are asked; internal, never shown.
        left_out: questions that this form leaves to the longer one; ``answered``: those of them that have an answer.
    """

    kind: str
    head: FormHead
    level: str
    parts: tuple[FormPart, ...]
    left_out: tuple[Text, ...] = ()
    answered: tuple[Text, ...] = ()

    def questions(self) -> Iterator[FormQuestion]:
        """All questions of all parts, in order."""
        return (question for part in self.parts for question in part.questions)

    @property
    def fingerprint(self) -> str:
        """Hash over everything that decides how answers are read; neither help nor the number of rows."""
        told = [
            [part.name, part.questionnaire.slug, part.questionnaire.version, [_told(q) for q in part.questions]]
            for part in self.parts
        ]
        text = json.dumps([self.kind, self.level, told], ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def stamp(self) -> Stamp:
        """What the file carries along."""
        return Stamp(
            kind=self.kind,
            number=self.head.number,
            level=self.level,
            parts=tuple(PartStamp(p.name, p.questionnaire.slug, p.questionnaire.version) for p in self.parts),
            fingerprint=self.fingerprint,
            rows={path_text(path): count for q in self.questions() for path, count in q.rows.items()},
            keys=tuple(path_text(q.path) for q in self.questions()),
            base=base_of(self),
        )


def path_text(path: Path) -> str:
    """A path as one word."""
    return "/".join(map(str, path))


def base_of(spec: FormSpec) -> dict[str, str]:
    """Hash of each answer that the form shows from earlier submissions, by question."""
    found = {}
    for question in spec.questions():
        if question.is_earlier and (value := question.answer(question.values)[0]) is not BLANK:
            found[path_text(question.path)] = digest(value)
    return found


def _told(question: FormQuestion) -> list[Any]:
    entries = [] if isinstance(question.node, Slots) else [_cell(e) for e in question.entries]
    grids = [[path_text(g.path), g.text.de, [_cell(e) for e in g.columns]] for g in question.grids]
    return [question.key, question.text.de, type(question.node).__name__, entries, grids]


def _cell(entry: Entry) -> list[Any]:
    leaf = entry.leaf
    words = [[c.value, c.text.de] for c in leaf.choices]
    return [path_text(entry.path), entry.text.de, leaf.kind, str(leaf.low), str(leaf.high), leaf.max_length, words]
