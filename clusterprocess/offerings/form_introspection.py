"""The type of a question as cells, lists and tables.

The pydantic annotation stays the only declaration of a question. Here it is read, never repeated; a type that cannot
be shown as cells is a fault of the program and raises, so that a test finds it before a person does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from clusterprocess.offerings.form_catalogues import listed_by_pattern, listed_by_validator
from clusterprocess.offerings.form_types import (
    NUMERIC,
    YES_NO,
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
from clusterprocess.offerings.wording import choice_text, column_text

MOST_COLUMNS_OF_A_LIST = 8
MOST_STACKED = 5
MOST_TICKS = 12
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_PERCENT_WORDS = frozenset({"pct", "percent", "share", "rate", "quote"})


class UnshowableType(TypeError):
    """A question has a type that cannot be shown as cells."""


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    least: int = 0
    most: int | None = None
    pattern: str = ""
    validators: tuple[str, ...] = ()


def node_of(annotation: Any, name: str, *, ranked: bool = False, deep: bool = False) -> Node:
    """The cells of a question's type.

    Args:
        annotation: the question's pydantic type.
        name: key of the question, which decides about dates, percentages and words.
        ranked: the order of a list of choices matters.
        deep: a table may hold tables, as a page shows them; a file has no place for that.

    Raises:
        UnshowableType: naming the question and the type.
    """
    return _node(FieldInfo.from_annotation(annotation), name, name, ranked=ranked, in_row=False, deep=deep)


def _node(field: FieldInfo, name: str, place: str, *, ranked: bool, in_row: bool, deep: bool = False) -> Node:
    kind = _without_none(field.annotation, place)
    if kind is not field.annotation:
        inner = FieldInfo.from_annotation(kind)
        inner.metadata = [*field.metadata, *inner.metadata]
        return _node(inner, name, place, ranked=ranked, in_row=in_row, deep=deep)
    bounds = _bounds(field)
    origin = get_origin(kind)
    if origin is list:
        return _list(get_args(kind)[0], bounds, name, place, ranked=ranked, in_row=in_row, deep=deep)
    if origin is dict:
        return _mapping(get_args(kind), bounds, name, place)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return record_of(kind, place, deep=deep)
    return _leaf(kind, bounds, name, place, field.description or "")


def _without_none(annotation: Any, place: str) -> Any:
    """The type without the alternative None."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    parts = [part for part in get_args(annotation) if part is not NoneType]
    if len(parts) != 1:
        raise UnshowableType(f"{place}: {annotation} has several alternatives")
    return parts[0]


def record_of(model: type[BaseModel], place: str = "", *, deep: bool = False) -> Record:
    """The members of a row or record, in the order of their declaration."""
    members = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        owner = f"{model.__name__}.{key}"
        node = _node(field, key, owner, ranked=False, in_row=True, deep=deep)
        members.append(Member(key, owner, column_text(owner), field.is_required(), field.description or "", node))
    if not members:
        raise UnshowableType(f"{place or model.__name__}: a record without members")
    return Record(tuple(members))


def _list(item: Any, bounds: _Bounds, name: str, place: str, *, ranked: bool, in_row: bool, deep: bool) -> Node:
    inner = _node(FieldInfo.from_annotation(item), name, place, ranked=False, in_row=True, deep=deep)
    if isinstance(inner, Record):
        stacked = any(isinstance(node, Table) for node in _below(inner))
        if stacked and not deep and (in_row or not bounds.most or bounds.most > MOST_STACKED):
            raise UnshowableType(f"{place}: a table within a table")
        return Table(inner, bounds.least, bounds.most, stacked)
    if not isinstance(inner, Leaf) or inner.kind is Kind.ENTRIES:
        raise UnshowableType(f"{place}: a list of {item}")
    if in_row:
        if inner.kind in NUMERIC and bounds.most and bounds.most <= MOST_COLUMNS_OF_A_LIST:
            return Slots(inner, bounds.least, bounds.most)
        return Leaf(Kind.ENTRIES, inner.choices, entry=inner)
    if inner.kind is Kind.CHOICE:
        count = len(inner.choices)
        if ranked or inner.pattern or count > MOST_TICKS or (bounds.most or count) < count:
            most = bounds.most if inner.pattern else min(bounds.most or count, count)
            return Slots(inner, bounds.least, most)
        return Ticks(inner.choices)
    return Slots(inner, bounds.least, bounds.most)


def _below(record: Record) -> Iterator[Node]:
    for member in record.members:
        yield member.node
        if isinstance(member.node, Record):
            yield from _below(member.node)


def _mapping(parts: tuple[Any, ...], bounds: _Bounds, name: str, place: str) -> Node:
    """A mapping with listed keys is a record; one with free keys is a text of pairs."""
    keys = _node(FieldInfo.from_annotation(parts[0]), name, place, ranked=False, in_row=True)
    value = _node(FieldInfo.from_annotation(parts[1]), name, place, ranked=False, in_row=True)
    listed = tuple(Choice(key, text) for key, text in listed_by_validator(bounds.validators))
    choices = listed or (keys.choices if isinstance(keys, Leaf) else ())
    if choices:
        return Record(tuple(Member(str(c.value), f"{place}.{c.value}", c.text, False, "", value) for c in choices))
    if isinstance(value, Leaf) and value.kind not in (Kind.ENTRIES, Kind.PAIRS):
        return Leaf(Kind.PAIRS, value.choices, entry=value)
    raise UnshowableType(f"{place}: a mapping with free keys of {parts[1]}")


def _choices(kind: Any, place: str) -> tuple[Choice, ...]:
    if get_origin(kind) is Literal:
        values = get_args(kind)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        values = tuple(member.value for member in kind)
    else:
        return ()
    if not all(isinstance(value, str | int) and not isinstance(value, bool) for value in values):
        raise UnshowableType(f"{place}: choices {values}")
    return tuple(Choice(value, choice_text(value, place)) for value in values)


def _leaf(kind: Any, bounds: _Bounds, name: str, place: str, description: str) -> Leaf:
    if choices := _choices(kind, place):
        return Leaf(Kind.CHOICE, choices)
    if kind is bool:
        return YES_NO
    if kind is date:
        return Leaf(Kind.DATE)
    if kind in (int, float, Decimal):
        return Leaf(_number_kind(kind, bounds, name), low=bounds.low, high=bounds.high, low_open=bounds.low_open)
    if kind is str:
        if listed := listed_by_validator(bounds.validators) or listed_by_pattern(bounds.pattern):
            return Leaf(Kind.CHOICE, tuple(Choice(value, text) for value, text in listed), pattern=bounds.pattern)
        german = "TT.MM.JJJJ" in description
        if german or _ISO_DAY in bounds.pattern or (name.endswith("_on") and not bounds.pattern):
            return Leaf(Kind.DATE, german_date=german)
        return Leaf(Kind.TEXT, max_length=bounds.most, pattern=bounds.pattern)
    raise UnshowableType(f"{place}: {kind}")


def _number_kind(kind: Any, bounds: _Bounds, name: str) -> Kind:
    words = name.split("_")
    if kind is Decimal or words[-1] == "eur":
        return Kind.EURO
    if kind is float and bounds.high == 100 and _PERCENT_WORDS & set(words):
        return Kind.PERCENT
    return Kind.WHOLE if kind is int else Kind.NUMBER


def _bounds(field: FieldInfo) -> _Bounds:
    found = _Bounds(validators=tuple(_validators(field)))
    for mark in field.metadata:
        for name, value in _marks(mark):
            match name:
                case "ge":
                    found = replace(found, low=Decimal(str(value)))
                case "gt":
                    found = replace(found, low=Decimal(str(value)), low_open=True)
                case "le" | "lt":
                    found = replace(found, high=Decimal(str(value)))
                case "min_length":
                    found = replace(found, least=int(value))
                case "max_length":
                    found = replace(found, most=int(value))
                case "pattern":
                    found = replace(found, pattern=str(getattr(value, "pattern", value)))
    return found


def _validators(field: FieldInfo) -> Iterator[str]:
    for mark in field.metadata:
        if callable(check := getattr(mark, "func", None)):
            yield str(getattr(check, "__name__", "")).lstrip("_")


def _marks(mark: Any) -> Iterator[tuple[str, Any]]:
    for name in ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern"):
        value = getattr(mark, name, None)
        if value is not None:
            yield name, value


def is_ranked(*texts: str) -> bool:
    """Whether wording says that the order of the answers matters."""
    return any(re.search(r"Reihenfolge|Rangfolge|nach Rang|[Ww]ichtigste[sn]? zuerst", text) for text in texts)
