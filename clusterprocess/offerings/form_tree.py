"""Answers as cells and back: a value is spread over the paths of its node, and gathered from them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.form_types import Leaf, Node, Record, Slots, Table, Ticks
from clusterprocess.offerings.form_values import BLANK, settled

Path = tuple[str | int, ...]
"""Where an answer belongs: part, question, then names and row numbers."""


@dataclass(slots=True)
class Gathered:
    """A value out of cells, with the cell that each part of it came from.

    Attributes:
        origins: path within the answers (rows counted without gaps) -> path on the form.
        gaps: lists in a row that were not filled from the left.
    """

    origins: dict[Path, Path] = field(default_factory=dict)
    gaps: list[Path] = field(default_factory=list)


def spread(node: Node, value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """The cells of a stored value, each as an untouched form would give it back; what cannot be shown is left out."""
    match node:
        case Leaf():
            if (told := settled(node, value)) is not BLANK:
                yield path, told
        case Record() if isinstance(value, Mapping):
            for member in node.members:
                yield from spread(member.node, value.get(member.key), (*path, member.key))
        case Slots() if isinstance(value, list | tuple):
            for place, item in enumerate(value):
                yield from spread(node.leaf, item, (*path, place))
        case Ticks() if isinstance(value, list | tuple) and value:
            for choice in node.choices:
                if choice.value in value:
                    yield (*path, choice.value), True
        case Table() if isinstance(value, list | tuple):
            for place, row in enumerate(value):
                yield from spread(node.row, row, (*path, place))


def gather(node: Node, cells: Mapping[Path, Any], path: Path, rows: Mapping[Path, int], told: Gathered) -> Any:
    """The value of a node out of its cells; :data:`BLANK` when none of them is filled.

    Args:
        cells: parsed values by path on the form; empty cells are absent.
        rows: number of lines by path of a table or list.
        told: takes up where each part came from.
    """
    return _gather(node, cells, path, path, rows, told)


def _gather(
    node: Node, cells: Mapping[Path, Any], path: Path, as_path: Path, rows: Mapping[Path, int], told: Gathered
) -> Any:
    told.origins[as_path] = path
    match node:
        case Leaf():
            return cells.get(path, BLANK)
        case Record():
            pairs = {m.key: _gather(m.node, cells, (*path, m.key), (*as_path, m.key), rows, told) for m in node.members}
            return {key: value for key, value in pairs.items() if value is not BLANK} or BLANK
        case Ticks():
            answers = {c.value: cells[(*path, c.value)] for c in node.choices if (*path, c.value) in cells}
            return [value for value, ticked in answers.items() if ticked] if answers else BLANK
        case Slots():
            places = range(rows.get(path, node.most or 0))
            return _listed(node.leaf, places, cells, path, as_path, rows, told)
        case Table():
            places = range(rows.get(path, node.most or 0 if node.is_stacked else 0))
            return _listed(node.row, places, cells, path, as_path, rows, told)


def _listed(
    item: Node,
    places: range,
    cells: Mapping[Path, Any],
    path: Path,
    as_path: Path,
    rows: Mapping[Path, int],
    told: Gathered,
) -> Any:
    found: list[Any] = []
    for place in places:
        value = _gather(item, cells, (*path, place), (*as_path, len(found)), rows, told)
        if value is not BLANK:
            if place != len(found) and isinstance(item, Leaf) and len(path) > 2:
                told.gaps.append(path)
            found.append(value)
    told.origins[as_path] = path
    return found or BLANK


def digest(value: Any) -> str:
    """A short hash of an answer, the same for numbers that are equal."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return value
