"""What an answer looks like on an offline form: the type of a question as cells, lists and tables.

The pydantic annotation stays the only declaration of a question. Here it is read, never repeated; a type that cannot
be shown as cells is a fault of the program and raises, so that a test finds it before a person does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from clusterprocess.domain.language import Text
from clusterprocess.offerings.wording import choice_text, column_text

LONG_TEXT = 250
"""From this many permitted characters on a text gets several lines."""
MOST_COLUMNS_OF_A_LIST = 8
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_PERCENT_WORDS = frozenset({"pct", "percent", "share", "rate", "quote"})


class Kind(StrEnum):
    """What a cell takes."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    PERCENT = "percent"
    EURO = "euro"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    ENTRIES = "entries"


NUMERIC = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.PERCENT, Kind.EURO})


class UnshowableType(TypeError):
    """A question has a type that cannot be shown as cells."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted value with its words."""

    value: str | int
    text: Text


@dataclass(frozen=True, slots=True)
class Leaf:
    """One cell.

    Attributes:
        choices: permitted values of a choice, or of the entries of a list cell.
        low, high: range of a number; ``low_open`` when the lower bound itself is not permitted.
        max_length: longest text.
        german_date: the stored text reads TT.MM.JJJJ instead of the ISO form.
        is_short: a text of a fixed pattern, such as a number or a country code.
        entry: what one entry of a list cell is.
    """

    kind: Kind
    choices: tuple[Choice, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    max_length: int | None = None
    german_date: bool = False
    is_short: bool = False
    entry: Leaf | None = None

    @property
    def is_long(self) -> bool:
        return self.kind is Kind.TEXT and not self.is_short and (self.max_length or LONG_TEXT) >= LONG_TEXT

    @property
    def is_year(self) -> bool:
        return self.kind is Kind.WHOLE and self.low is not None and self.low >= 1900


@dataclass(frozen=True, slots=True)
class Member:
    """One named part of a record; ``place`` is its ``Row.column``."""

    key: str
    place: str
    text: Text
    required: bool
    hint: str
    node: Node


@dataclass(frozen=True, slots=True)
class Record:
    """Named parts side by side; the answer is a mapping."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """Several cells of one kind; the answer is the list of those that are filled."""

    leaf: Leaf
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Ticks:
    """Yes or no for each choice; the answer is the list of the choices with yes."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of records; the answer is the list of the rows that are filled."""

    row: Record
    least: int = 0
    most: int | None = None


Node = Leaf | Record | Slots | Ticks | Table
YES_NO = Leaf(Kind.YES_NO)


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    least: int = 0
    most: int | None = None
    pattern: str = ""


def node_of(annotation: Any, name: str, *, ranked: bool = False) -> Node:
    """The cells of a question's type.

    Args:
        annotation: the question's pydantic type.
        name: key of the question, which decides about dates, percentages and words.
        ranked: the order of a list of choices matters.

    Raises:
        UnshowableType: naming the question and the type.
    """
    return _node(FieldInfo.from_annotation(annotation), name, name, ranked=ranked, in_row=False)


def _node(field: FieldInfo, name: str, place: str, *, ranked: bool, in_row: bool) -> Node:
    kind = _without_none(field.annotation, place)
    if kind is not field.annotation:
        inner = FieldInfo.from_annotation(kind)
        inner.metadata = [*field.metadata, *inner.metadata]
        return _node(inner, name, place, ranked=ranked, in_row=in_row)
    bounds = _bounds(field)
    origin = get_origin(kind)
    if origin is list:
        return _list(get_args(kind)[0], bounds, name, place, ranked=ranked, in_row=in_row)
    if origin is dict:
        return _mapping(get_args(kind), name, place)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return record_of(kind, place)
    return _leaf(kind, bounds, name, place, field.description or "")


def _without_none(annotation: Any, place: str) -> Any:
    """The type without the alternative None."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    parts = [part for part in get_args(annotation) if part is not NoneType]
    if len(parts) != 1:
        raise UnshowableType(f"{place}: {annotation} has several alternatives")
    return parts[0]


def record_of(model: type[BaseModel], place: str = "") -> Record:
    """The members of a row or record, in the order of their declaration."""
    members = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        owner = f"{model.__name__}.{key}"
        node = _node(field, key, owner, ranked=False, in_row=True)
        members.append(Member(key, owner, column_text(owner), field.is_required(), field.description or "", node))
    if not members:
        raise UnshowableType(f"{place or model.__name__}: a record without members")
    return Record(tuple(members))


def _list(item: Any, bounds: _Bounds, name: str, place: str, *, ranked: bool, in_row: bool) -> Node:
    inner = _node(FieldInfo.from_annotation(item), name, place, ranked=False, in_row=True)
    if isinstance(inner, Record):
        if any(isinstance(node, Table) for node in _below(inner)):
            raise UnshowableType(f"{place}: a table within a table")
        return Table(inner, bounds.least, bounds.most)
    if not isinstance(inner, Leaf) or inner.kind is Kind.ENTRIES:
        raise UnshowableType(f"{place}: a list of {item}")
    if in_row:
        if inner.kind in NUMERIC and bounds.most and bounds.most <= MOST_COLUMNS_OF_A_LIST:
            return Slots(inner, bounds.least, bounds.most)
        return Leaf(Kind.ENTRIES, inner.choices, entry=inner)
    if inner.kind is Kind.CHOICE:
        count = len(inner.choices)
        if not ranked and (bounds.most is None or bounds.most >= count):
            return Ticks(inner.choices)
        return Slots(inner, bounds.least, min(bounds.most or count, count))
    return Slots(inner, bounds.least, bounds.most)


def _below(record: Record) -> Iterator[Node]:
    for member in record.members:
        yield member.node
        if isinstance(member.node, Record):
            yield from _below(member.node)


def _mapping(parts: tuple[Any, ...], name: str, place: str) -> Node:
    """A mapping with named keys is a record; free keys cannot be laid out in advance."""
    keys = _without_none(parts[0], place)
    choices = _choices(keys, place)
    if not choices:
        raise UnshowableType(f"{place}: a mapping with free keys")
    node = _node(FieldInfo.from_annotation(parts[1]), name, place, ranked=False, in_row=True)
    return Record(tuple(Member(str(c.value), f"{place}.{c.value}", c.text, False, "", node) for c in choices))


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
        german = "TT.MM.JJJJ" in description
        if german or _ISO_DAY in bounds.pattern or (name.endswith("_on") and not bounds.pattern):
            return Leaf(Kind.DATE, german_date=german)
        return Leaf(Kind.TEXT, max_length=bounds.most, is_short=bool(bounds.pattern))
    raise UnshowableType(f"{place}: {kind}")


def _number_kind(kind: Any, bounds: _Bounds, name: str) -> Kind:
    words = name.split("_")
    if kind is Decimal or words[-1] == "eur":
        return Kind.EURO
    if kind is float and bounds.high == 100 and _PERCENT_WORDS & set(words):
        return Kind.PERCENT
    return Kind.WHOLE if kind is int else Kind.NUMBER


def _bounds(field: FieldInfo) -> _Bounds:
    found = _Bounds()
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


def _marks(mark: Any) -> Iterator[tuple[str, Any]]:
    for name in ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern"):
        value = getattr(mark, name, None)
        if value is not None:
            yield name, value


def leaves(node: Node) -> Iterator[Leaf]:
    """Every cell below a node once."""
    match node:
        case Leaf():
            yield node
        case Record():
            for member in node.members:
                yield from leaves(member.node)
        case Slots():
            yield node.leaf
        case Ticks():
            yield Leaf(Kind.CHOICE, node.choices)
        case Table():
            yield from leaves(node.row)


def is_ranked(*texts: str) -> bool:
    """Whether wording says that the order of the answers matters."""
    return any(re.search(r"Reihenfolge|Rangfolge|nach Rang|[Ww]ichtigste[sn]? zuerst", text) for text in texts)
