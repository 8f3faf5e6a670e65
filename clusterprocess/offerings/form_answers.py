"""What a form that came back says: every cell read and checked, all findings with their place, nothing deleted.

Blank is not delete: an empty cell leaves the earlier answer as it is. A cell that still holds what the form was
issued with is no answer either, so an old form never overwrites what was answered since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.offerings.form_building import AS_OF, PROFILE_PART
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.form_tree import Path, digest
from clusterprocess.offerings.form_types import Leaf, Slots, Table
from clusterprocess.offerings.form_values import BLANK, NONE_AT_ALL, parsed
from clusterprocess.offerings.forms import FormPart, FormQuestion, FormSpec, base_of, path_text
from clusterprocess.offerings.questions import sentence

MOST_FINDINGS = 60


@dataclass(slots=True)
class Reading:
    """What a file holds.

    Attributes:
        raw: content of the cells by path, as the file stores it.
        places: how a cell, a row or a table is named to people, by path.
        findings: sentences about labels and cells that were changed or are gone.
    """

    raw: dict[Path, object] = field(default_factory=dict)
    places: dict[Path, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def require_current(spec: FormSpec, stamp: Stamp) -> None:
    """The form that came back is the one that would be issued today.

    Raises:
        InputError: it shows another version of the questions.
    """
    versions = {part.name: (part.slug, part.version) for part in stamp.parts}
    present = {part.name: (part.questionnaire.slug, part.questionnaire.version) for part in spec.parts}
    if versions != present or stamp.fingerprint != spec.fingerprint:
        raise InputError(
            f"Formular: Es ist veraltet; die Fragen haben sich seit seiner Ausgabe geändert. Bitte holen Sie ein frisches "
            f"Formular (clusterprocess form write {spec.head.number}) und übertragen Sie die Antworten.",
            field="form",
        )


def require_own(stamp: Stamp, number: str) -> None:
    """The form belongs to this engagement.

    Raises:
        InputError: it was issued for another one.
    """
    if stamp.number != number:
        raise InputError(
            f"Formular: Es gehört zu Vorgang {stamp.number}, nicht zu {number}; bitte unter {stamp.number} einlesen.",
            field="form",
        )


def answers_of_form(
    spec: FormSpec, stamp: Stamp, reading: Reading, current: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The answers of each part that the form changes, merged with the present ones; parts without news are absent.

    Args:
        spec: the form as it would be issued today, with the rows of the stamp.
        current: the present answers by part.

    Raises:
        InputErrors: one sentence for each finding, naming the cell.
    """
    sheet = _Sheet(spec, stamp, reading, list(reading.findings))
    found = {part.name: sheet.part(part, current.get(part.name, {})) for part in spec.parts}
    if sheet.findings:
        more = len(sheet.findings) - MOST_FINDINGS
        told = sheet.findings[:MOST_FINDINGS]
        raise InputErrors([*told, f"… und {more} weitere Stellen."] if more > 0 else told)
    return {name: answers for name, answers in found.items() if answers is not None}


def cells_of(question: FormQuestion) -> Iterator[tuple[Path, Leaf, str]]:
    """Every cell of a question with its label."""
    for entry in question.entries:
        yield entry.path, entry.leaf, entry.text.de
    for grid in question.grids:
        for row in range(grid.rows):
            for column in grid.columns:
                yield (*grid.path, row, *column.path), column.leaf, column.text.de


class _Sheet:
    """One form while it is read: findings so far and the cells that are wrong already."""

    def __init__(self, spec: FormSpec, stamp: Stamp, reading: Reading, findings: list[str]) -> None:
        self.spec, self.stamp, self.reading, self.findings = spec, stamp, reading, findings
        self.present = base_of(spec)
        self.wrong: set[Path] = set()
        self.origins: dict[Path, Path] = {}

    def part(self, part: FormPart, current: Mapping[str, Any]) -> dict[str, Any] | None:
        """The merged answers of a part; None where the form says nothing new."""
        news = {q.key: answer for q in part.questions if (answer := self._news(q, current.get(q.key))) is not BLANK}
        if not news:
            return None
        merged = {**current, **{key: _merged(current.get(key), value) for key, value in news.items()}}
        self._validate(part, merged)
        return merged

    def _news(self, question: FormQuestion, current: Any) -> Any:
        """The answer that the form gives to a question; BLANK where it says nothing that was not known."""
        if self._says_none(question):
            return [] if current != [] else BLANK
        answer, told = question.answer(self._parsed(question))
        self.origins |= told.origins
        for gap in told.gaps:
            self._blame(gap, "hat eine Lücke; bitte von links nach rechts ohne Lücke ausfüllen")
        if answer is BLANK:
            return BLANK
        key = path_text(question.path)
        issued, present, given = self.stamp.base.get(key), self.present.get(key), digest(answer)
        if given in (issued, present):
            return BLANK
        if issued != present:
            self._blame(
                question.path,
                f"{question.text.de} wurde nach der Ausgabe des Formulars schon anders beantwortet; leeren Sie die Stelle, "
                "wenn die spätere Antwort gilt, sonst tragen Sie Ihre in ein frisches Formular ein",
            )
        return answer

    def _says_none(self, question: FormQuestion) -> bool:
        """Whether the first cell of a table or list says „keine“ and nothing else is filled in."""
        if not isinstance(question.node, Table | Slots) or question.node.least:
            return False
        filled = [raw for path, _, _ in cells_of(question) if (raw := self.reading.raw.get(path)) not in (None, "")]
        return len(filled) == 1 and str(filled[0]).strip(" –-.").casefold() == NONE_AT_ALL

    def _parsed(self, question: FormQuestion) -> dict[Path, Any]:
        cells: dict[Path, Any] = {}
        for path, leaf, label in cells_of(question):
            try:
                value = parsed(leaf, self.reading.raw.get(path))
            except ValueError as fault:
                self._blame(path, str(fault), label)
                continue
            if value is not BLANK:
                cells[path] = value
        return cells

    def _validate(self, part: FormPart, merged: dict[str, Any]) -> None:
        beside = {AS_OF.key} if part.name == PROFILE_PART else set()
        if beside and merged.get(AS_OF.key) is None:
            self._blame((part.name, AS_OF.key), "fehlt; geänderte Angaben brauchen ihren Stichtag", AS_OF.text.de)
        try:
            part.questionnaire.model().model_validate({k: v for k, v in merged.items() if k not in beside})
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                path = self._origin((part.name, *fault["loc"]))
                if not any(_touch(path, wrong) for wrong in self.wrong):
                    told = sentence({**fault, "loc": ("",)}, {}).removeprefix(": ").rstrip(".")
                    self._blame(path, re.sub(r"(\d)\.0(?= sein)", r"\1", told), keep=False)

    def _origin(self, path: Path) -> Path:
        """Where on the form the longest known beginning of a path stands."""
        for length in range(len(path), 1, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        return path[:2]

    def _blame(self, path: Path, clause: str, label: str = "", *, keep: bool = True) -> None:
        if keep:
            self.wrong.add(path)
        named = f" ({label or self._label(path)})"
        self.findings.append(f"{self._place(path)}{named}: {clause}.")

    def _place(self, path: Path) -> str:
        for length in range(len(path), 0, -1):
            if path[:length] in self.reading.places:
                return self.reading.places[path[:length]]
        return "Formular"

    def _label(self, path: Path) -> str:
        question = next((q for q in self.spec.questions() if q.path == path[:2]), None)
        if question is None:
            return path_text(path[1:])
        return next((label for cell, _, label in cells_of(question) if cell == path), question.text.de)


def _touch(one: Path, other: Path) -> bool:
    """Whether one place lies within the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _merged(earlier: Any, value: Any) -> Any:
    """Records are completed, everything else is replaced."""
    if isinstance(earlier, Mapping) and isinstance(value, Mapping):
        return {**earlier, **{key: _merged(earlier.get(key), inner) for key, inner in value.items()}}
    return value
