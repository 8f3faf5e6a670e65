"""What an answer looks like on an offline form: cells, lists and tables, whatever file shows them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clusterprocess.domain.language import Text

LONG_TEXT = 250
"""From this many permitted characters on a text gets several lines."""


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
    PAIRS = "pairs"


NUMERIC = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.PERCENT, Kind.EURO})


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
        pattern: a text of this fixed form, such as a code; beside choices it permits further ones.
        entry: what one entry of a list cell is, or the value of a pair.
    """

    kind: Kind
    choices: tuple[Choice, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    max_length: int | None = None
    german_date: bool = False
    pattern: str = ""
    entry: Leaf | None = None

    @property
    def is_long(self) -> bool:
        return self.kind is Kind.TEXT and not self.pattern and (self.max_length or LONG_TEXT) >= LONG_TEXT

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
    """Rows of records; the answer is the list of the rows that are filled.

    ``is_stacked`` where a row holds a table itself: the few rows then stand one below the other.
    """

    row: Record
    least: int = 0
    most: int | None = None
    is_stacked: bool = False


Node = Leaf | Record | Slots | Ticks | Table
YES_NO = Leaf(Kind.YES_NO)
