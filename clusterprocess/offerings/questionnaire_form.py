"""Questionnaires on a page: questions to fields, and posted values back to answers (guests and staff alike).

How it is used::

    spec = page_spec({ANSWERS: offering.questionnaire, PROFILE_PART: PROFILE}, level, Known({ANSWERS: answers}, profile))
    sections = page_sections(spec)                    # FormSections for a GuestForm; values are filled in
    base = base_of(spec)                              # keep with the draft: what the page showed when it was opened
    news = page_answers(spec, posted, {ANSWERS: answers}, base=base, removed=removed_of(posted))
    submit_answers(work, number, ANSWERS, news[ANSWERS])   # a part without news is absent

``posted`` is what a browser posted, or what ``guest_forms.accepted`` made of it. A question that comes back blank keeps
its earlier answer; :func:`left_blank` names those questions and :func:`removal_fields` offers a box for each. The walk
from a type to cells is that of the offline forms (``form_building``), so page, workbook and Word ask the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_building import PROFILE_PART, Known, form_of
from clusterprocess.offerings.form_short import shortened
from clusterprocess.offerings.form_tree import Path, digest, spread
from clusterprocess.offerings.form_types import NUMERIC, Kind, Leaf, Node, Record, Slots, Table, Ticks
from clusterprocess.offerings.form_values import BLANK, parsed, range_text, shown
from clusterprocess.offerings.forms import FormHead, FormPart, FormQuestion, FormSpec, Grid, base_of, path_text
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, FormSection
from clusterprocess.offerings.profile import MEMBER_KEYS, PRIVATE_SHARES, PUBLIC_SHARES
from clusterprocess.offerings.questions import UNKNOWN_LEVEL, Questionnaire, sentence

SHORT_LEVELS = ("M0", "M1", UNKNOWN_LEVEL)
"""Levels at which a page asks only what the gate needs: people who give their free time answer these."""
PART_TITLES = {"fragebogen": "Ihr Vorhaben", "profil": "Ihre Initiative"}
REMOVAL = "~entfernen"
"""Ends the key of the box that removes the earlier answer of a question."""
HIGHEST_SCALE = 7
MOST_LINES = 400
"""More lines than any table of ours holds; a page cannot be made to draw a million."""
GROUPS: dict[str, str] = {
    **{f"profil/{key}": "Mitglieder nach Art" for key in MEMBER_KEYS},
    **{f"profil/{key}": "Woher das Jahresbudget kommt, in Prozent" for key in (*PUBLIC_SHARES, *PRIVATE_SHARES)},
}
"""Questions that people answer as one: one number for each kind."""
_UNITS = {Kind.EURO: "Euro", Kind.PERCENT: "%"}
_KINDS = {
    Kind.WHOLE: FieldKind.NUMBER,
    Kind.NUMBER: FieldKind.NUMBER,
    Kind.PERCENT: FieldKind.NUMBER,
    Kind.EURO: FieldKind.NUMBER,
    Kind.DATE: FieldKind.DAY,
    Kind.YES_NO: FieldKind.YES_NO,
}


def page_spec(
    asked: Mapping[str, Questionnaire],
    level: str,
    known: Known,
    *,
    keys: Collection[str] | None = None,
    short: bool = False,
    rows: Mapping[str, int] | None = None,
    kind: str = "web",
) -> FormSpec:
    """What a page asks of one or more questionnaires, with everything filled in that is known.

    Args:
        asked: questionnaires by part (``fragebogen``, ``profil``).
        keys: ``part/key`` of the questions that belong to the choices made so far; None for all of the level.
        kind: web, or console where lines are added on the page.
        rows: lines by path that somebody wants to have at least; what is filled stays.
        short: only what the gate needs, and of tables only the columns that a row needs; see :data:`SHORT_LEVELS`.
    """
    head = FormHead("", "", "", "")
    spec = form_of(kind, head, level, asked, known, keys=keys)
    if rows:
        have = {path_text(path): count for q in spec.questions() for path, count in q.rows.items()}
        least = {path: max(have.get(path, 0), min(count, MOST_LINES)) for path, count in rows.items()}
        spec = form_of(kind, head, level, asked, known, keys=keys, rows=have | least)
    if not short:
        return spec
    return shortened(spec, [path_text(q.path) for q in spec.questions() if q.required])


def page_sections(spec: FormSpec) -> tuple[FormSection, ...]:
    """The questions as sections: single ones together, each list and table on its own."""
    return tuple(section for part in spec.parts for section in _part_sections(part))


def _part_sections(part: FormPart) -> Iterator[FormSection]:
    title, begun, of = PART_TITLES.get(part.name, part.name), False, ""
    run: list[FormField] = []
    for question in part.questions:
        group = GROUPS.get(path_text(question.path), "")
        if run and (group != of or not isinstance(question.node, Leaf | Ticks)):
            yield FormSection(of or (f"{title} – weiter" if begun else title), tuple(run))
            run, begun = [], begun or not of
        if isinstance(question.node, Leaf | Ticks):
            run, of = [*run, _single(question)], group
            continue
        told = " ".join(t for t in (question.help, question.known, *question.notes) if t)
        yield FormSection(question.text.de, tuple(_cells(question)), told)
    if run:
        yield FormSection(of or (f"{title} – weiter" if begun else title), tuple(run))


def questions_shown(spec: FormSpec) -> int:
    """How many questions somebody sees; numbers by kind that belong together count as one."""
    keys = [path_text(question.path) for question in spec.questions()]
    return len({GROUPS.get(key, key) for key in keys})


def _single(question: FormQuestion) -> FormField:
    told = " ".join(t for t in (question.help, question.known, *question.notes) if t)
    if isinstance(question.node, Ticks):
        chosen = [str(path[-1]) for path, ticked in question.values.items() if ticked]
        choices = tuple((str(c.value), c.text) for c in question.node.choices)
        return FormField(
            path_text(question.path), FieldKind.CHOICES, question.text, told, value=chosen, choices=choices
        )
    entry = question.entries[0]
    return _field(path_text(question.path), entry.leaf, question.text, told, question.values.get(entry.path))


def question_fields(question: FormQuestion) -> tuple[FormField, ...]:
    """Every field of one question; records that stand one below the other keep their tables with them."""
    if isinstance(question.node, Leaf | Ticks):
        return (_single(question),)
    found = tuple(_cells(question))
    if isinstance(question.node, Table) and question.node.is_stacked:
        return tuple(sorted(found, key=_record_of_field))
    return found


def _record_of_field(field: FormField) -> int:
    """Number of the record a field belongs to: keys read ``part/question.<record>-…``."""
    place = field.key.split("/", 1)[1].split(".", 1)[1].partition(".")[0].partition("-")[0]
    return int(place)


def _cells(question: FormQuestion) -> Iterator[FormField]:
    ticks: set[str] = set()
    for entry in question.entries:
        if (box := _ticks_above(question.node, entry.path[2:])) is not None:
            if (key := field_key(entry.path[:-1])) not in ticks:
                ticks.add(key)
                yield _ticks_field(question, entry.path[:-1], box)
            continue
        yield _field(field_key(entry.path), entry.leaf, entry.text, entry.hint, question.values.get(entry.path))
    for grid in question.grids:
        for row in range(grid.rows):
            for column in grid.columns:
                path = (*grid.path, row, *column.path)
                text = _row_text(question, grid, row, column.text)
                yield _field(_grid_key(grid, path), column.leaf, text, column.hint, question.values.get(path))


def _row_text(question: FormQuestion, grid: Grid, row: int, column: Text) -> Text:
    """Every control says its row, so that whoever hears the page knows where she is."""
    name = f"{grid.text.de} – {row + 1}" if grid.path != question.path else f"{row + 1}"
    return Text(f"{name}: {column.de}")


def _ticks_above(node: Node, path: Path) -> Ticks | None:
    """The tick boxes of which a cell is one, within a record."""
    for place in path[:-1]:
        if isinstance(node, Record):
            node = next(m.node for m in node.members if m.key == place)
        elif isinstance(node, Table):
            node = node.row
    return node if isinstance(node, Ticks) else None


def _ticks_field(question: FormQuestion, path: Path, box: Ticks) -> FormField:
    chosen = [str(c.value) for c in box.choices if question.values.get((*path, c.value))]
    text = next((m.text for m in _members(question.node) if m.key == path[-1]), question.text)
    return FormField(
        field_key(path),
        FieldKind.CHOICES,
        text,
        value=chosen,
        choices=tuple((str(c.value), c.text) for c in box.choices),
    )


def _members(node: Node) -> Iterator[Any]:
    if isinstance(node, Table):
        yield from _members(node.row)
    if isinstance(node, Record):
        for member in node.members:
            yield member
            yield from _members(member.node)


def field_key(path: Path) -> str:
    """The key of a cell in posted values: ``part/question`` or ``part/question.rest``."""
    head = f"{path[0]}/{path[1]}"
    return f"{head}.{'-'.join(map(str, path[2:]))}" if len(path) > 2 else head


def _grid_key(grid: Grid, path: Path) -> str:
    """Cells of one row share what stands before the last dot, so that they are drawn as one card."""
    depth = len(grid.path) + 1
    return f"{field_key(path[:depth])}.{'-'.join(map(str, path[depth:])) or 'wert'}"


def _field(key: str, leaf: Leaf, text: Text, told: str, value: Any) -> FormField:
    scale = _is_scale(leaf)
    kind = FieldKind.SCALE if scale else _KINDS.get(leaf.kind)
    if leaf.kind is Kind.CHOICE and not leaf.pattern:
        choices = tuple((str(c.value), c.text) for c in leaf.choices)
        return FormField(key, FieldKind.CHOICE, text, told, value=value, choices=choices)
    if kind is None:
        return _text_field(key, leaf, text, told, value)
    bounds = "" if scale or leaf.kind in (Kind.DATE, Kind.EURO, Kind.PERCENT) else range_text(leaf)
    return FormField(
        key, kind, text, " ".join(t for t in (told, f"({bounds})" if bounds else "") if t),
        value=_told(leaf, value), lowest=None if leaf.low is None else float(leaf.low),
        highest=None if leaf.high is None else float(leaf.high), whole=leaf.kind is Kind.WHOLE,
        unit=_UNITS.get(leaf.kind, ""),
    )  # fmt: skip


def joined_hints(*parts: str) -> str:
    """Parts of a help as one line that reads as one."""
    return "; ".join(part.strip().rstrip(".;") for part in parts if part.strip())


def _is_scale(leaf: Leaf) -> bool:
    return leaf.kind is Kind.WHOLE and leaf.low in (0, 1) and leaf.high is not None and leaf.high <= HIGHEST_SCALE


def _text_field(key: str, leaf: Leaf, text: Text, told: str, value: Any) -> FormField:
    several = leaf.kind in (Kind.ENTRIES, Kind.PAIRS)
    hints = (told, "" if leaf.kind is Kind.TEXT else range_text(leaf))
    return FormField(
        key, FieldKind.LONG_TEXT if leaf.is_long or several else FieldKind.TEXT, text, joined_hints(*hints),
        value=None if value is None else shown(leaf, value), most=leaf.max_length or 2000,
    )  # fmt: skip


def _told(leaf: Leaf, value: Any) -> Any:
    """A value as the page's fields take it: numbers as numbers, days in ISO form, truth as it is."""
    if value is None or leaf.kind is Kind.YES_NO:
        return value
    if leaf.kind is Kind.DATE:
        return "-".join(reversed(str(value).split("."))) if leaf.german_date else value
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else float(number)


def page_answers(
    spec: FormSpec,
    posted: Mapping[str, Any],
    current: Mapping[str, Mapping[str, Any]],
    *,
    base: Mapping[str, str] | None = None,
    removed: Collection[str] = (),
) -> dict[str, dict[str, Any]]:
    """The answers of each part that the page changes, merged with the present ones; parts without news are absent.

    Args:
        current: the present answers by part.
        base: :func:`forms.base_of` of the spec when the page was opened; an answer that still is what the page showed then
            says nothing, so that what somebody else answered since stays.
        removed: ``part/key`` of questions whose earlier answer is to go.

    Raises:
        FormErrors: a sentence by field key for each answer that cannot be accepted, and where somebody else answered
            the same question differently since the page was opened.
    """
    wrong: dict[str, str] = {}
    present = base_of(spec)
    found: dict[str, dict[str, Any]] = {}
    for part in spec.parts:
        have = current.get(part.name, {})
        news: dict[str, Any] = {}
        origins: dict[Path, Path] = {}
        gone = [q.key for q in part.questions if path_text(q.path) in removed and q.key in have]
        for question in part.questions:
            answer, told = question.answer(_values(question, posted, wrong))
            origins |= told.origins
            if answer is BLANK or question.key in gone:
                continue
            key, given = path_text(question.path), digest(answer)
            shown_then = present.get(key) if base is None else base.get(key)
            if given in (shown_then, present.get(key)):
                continue
            if shown_then != present.get(key):
                wrong[_first_key(question)] = (
                    f"„{question.text.de}“ wurde inzwischen von jemand anderem beantwortet: "
                    f"{'; '.join(words_of(question, have.get(question.key)))}. Leeren Sie Ihr Feld, wenn das gilt; sonst öffnen "
                    "Sie die Seite neu und ändern Sie es dort."
                )
            news[question.key] = _merged(have.get(question.key), answer)
        if news or gone:
            merged = {key: value for key, value in {**have, **news}.items() if key not in gone}
            _validate(part, merged, origins, wrong)
            found[part.name] = merged
    if wrong:
        raise FormErrors(wrong)
    return found


def _merged(earlier: Any, value: Any) -> Any:
    """Records are completed, everything else is replaced."""
    if isinstance(earlier, Mapping) and isinstance(value, Mapping):
        return {**earlier, **{key: _merged(earlier.get(key), inner) for key, inner in value.items()}}
    return value


def _fields_of(question: FormQuestion) -> Iterator[tuple[str, Path, Leaf | Ticks, str]]:
    """Every control of a question: its key, the path of its answer, what it takes, and its label."""
    if isinstance(question.node, Ticks):
        yield path_text(question.path), question.path, question.node, question.text.de
        return
    boxes: set[Path] = set()
    for entry in question.entries:
        if (box := _ticks_above(question.node, entry.path[2:])) is not None:
            if entry.path[:-1] not in boxes:
                boxes.add(entry.path[:-1])
                yield field_key(entry.path[:-1]), entry.path[:-1], box, entry.text.de
            continue
        yield field_key(entry.path), entry.path, entry.leaf, entry.text.de
    for grid in question.grids:
        for row in range(grid.rows):
            for column in grid.columns:
                path = (*grid.path, row, *column.path)
                yield _grid_key(grid, path), path, column.leaf, column.text.de


def _values(question: FormQuestion, posted: Mapping[str, Any], wrong: dict[str, str]) -> dict[Path, Any]:
    cells: dict[Path, Any] = {}
    for key, path, takes, label in _fields_of(question):
        raw = posted.get(key)
        if isinstance(takes, Ticks):
            given = {str(item) for item in (raw if isinstance(raw, list) else [raw] if raw else [])}
            if given:
                cells |= {(*path, c.value): str(c.value) in given for c in takes.choices}
            continue
        try:
            value = parsed(takes, raw)
        except ValueError as fault:
            wrong[key] = f"„{label}“: {fault}."
            continue
        if value is not BLANK:
            cells[path] = value
    return cells


def _validate(part: FormPart, merged: Mapping[str, Any], origins: Mapping[Path, Path], wrong: dict[str, str]) -> None:
    beside = {"as_of"} if part.name == PROFILE_PART else set()
    try:
        part.questionnaire.model().model_validate({k: v for k, v in merged.items() if k not in beside})
    except ValidationError as error:
        keys = {path: key for q in part.questions for key, path, _, _ in _fields_of(q)}
        for fault in error.errors(include_url=False):
            path = _origin((part.name, *fault["loc"]), origins)
            key = next(
                (k for p, k in keys.items() if p[: len(path)] == path or path[: len(p)] == p), path_text(path[:2])
            )
            label = next((q.text.de for q in part.questions if q.path == path[:2]), "")
            told = sentence({**fault, "loc": ("",)}, {}).removeprefix(": ")
            told = re.sub(r"(\d)\.0(?= sein)", r"\1", told)
            wrong.setdefault(key, f"„{label}“: {told}")


def _origin(path: Path, origins: Mapping[Path, Path]) -> Path:
    for length in range(len(path), 1, -1):
        if path[:length] in origins:
            return origins[path[:length]]
    return path[:2]


def _first_key(question: FormQuestion) -> str:
    return next(key for key, _, _, _ in _fields_of(question))


def left_blank(spec: FormSpec, posted: Mapping[str, Any]) -> tuple[FormQuestion, ...]:
    """Questions with an earlier answer that came back blank; the answer stays unless its removal is ticked."""
    return tuple(q for q in spec.questions() if q.is_earlier and q.values and not _values(q, posted, {}))


def removal_fields(questions: Collection[FormQuestion]) -> tuple[FormField, ...]:
    """A box for each of the questions, named with what it removes."""
    return tuple(
        FormField(
            path_text(q.path) + REMOVAL,
            FieldKind.TICK,
            Text(f"Angabe entfernen: {q.text.de}"),
            f"Bisher: {'; '.join(_cell_words(q.node, q.values, q.path)) or '–'}",
        )
        for q in questions
    )


def removed_of(posted: Mapping[str, Any]) -> frozenset[str]:
    """``part/key`` of the questions whose removal is ticked."""
    return frozenset(
        key.removesuffix(REMOVAL) for key, value in posted.items() if key.endswith(REMOVAL) and value == "ja"
    )


def words_of(question: FormQuestion, value: Any) -> tuple[str, ...]:
    """A stored answer as people read it: one text for each cell, list entry or row; empty where nothing is stored."""
    return tuple(_cell_words(question.node, dict(spread(question.node, value, question.path)), question.path))


def _cell_words(node: Node, cells: Mapping[Path, Any], path: Path) -> Iterator[str]:
    match node:
        case Leaf():
            if path in cells:
                unit = _UNITS.get(node.kind, "") if node.kind in NUMERIC else ""
                yield f"{shown(node, cells[path])} {unit}".strip()
        case Ticks():
            yield from (c.text.de for c in node.choices if cells.get((*path, c.value)))
        case Record():
            for member in node.members:
                if told := ", ".join(_cell_words(member.node, cells, (*path, member.key))):
                    yield f"{member.text.de}: {told}"
        case Slots() | Table():
            inner = node.leaf if isinstance(node, Slots) else node.row
            rows = sorted({int(p[len(path)]) for p in cells if p[: len(path)] == path and len(p) > len(path)})
            for row in rows:
                yield " · ".join(_cell_words(inner, cells, (*path, row)))
