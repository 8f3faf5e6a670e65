"""One cell of an offline form: what type it has, what people may write into it, and what comes back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_introspection import UnshowableType, node_of
from clusterprocess.offerings.form_types import Choice, Kind, Leaf, Record, Slots, Ticks
from clusterprocess.offerings.form_values import BLANK, parsed, range_text, settled, shown
from clusterprocess.offerings.questions import Row


class Firm(Row):
    name: str


class Money(Row):
    income_eur: Annotated[Decimal, Field(ge=0)]
    share_pct: Annotated[float, Field(ge=0, le=100)]


@pytest.mark.parametrize(
    ("annotation", "node"),
    [
        (Annotated[int, Field(ge=1, le=5)], Leaf(Kind.WHOLE, low=Decimal(1), high=Decimal(5))),
        (Annotated[Decimal, Field(gt=0)] | None, Leaf(Kind.EURO, low=Decimal(0), low_open=True)),
        (date, Leaf(Kind.DATE)),
        (bool, Leaf(Kind.YES_NO)),
        (Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")], Leaf(Kind.DATE)),
        (Literal[2, 3], Leaf(Kind.CHOICE, (Choice(2, Text("2", "2")), Choice(3, Text("3", "3"))))),
        (list[str], Slots(Leaf(Kind.TEXT))),
        (dict[str, int], Leaf(Kind.PAIRS, entry=Leaf(Kind.WHOLE))),
    ],
    ids=str,
)
def test_a_type_becomes_its_cells(annotation: Any, node: Any) -> None:
    assert node_of(annotation, "key") == node


def test_lists_of_choices_are_ticked_unless_their_order_or_number_counts() -> None:
    letters = Literal["a", "b", "c"]
    assert isinstance(node_of(list[letters], "key"), Ticks)
    assert isinstance(node_of(list[letters], "key", ranked=True), Slots)
    assert isinstance(node_of(Annotated[list[letters], Field(max_length=2)], "key"), Slots)


def test_a_percentage_is_known_by_name_and_range() -> None:
    percent = node_of(Annotated[float, Field(ge=0, le=100)], "share_fees")
    days = node_of(Annotated[float, Field(ge=0, le=100)], "effort_days")
    assert isinstance(percent, Leaf) and percent.kind is Kind.PERCENT
    assert isinstance(days, Leaf) and days.kind is Kind.NUMBER


class Nested(Row):
    inner: list[Firm]


@pytest.mark.parametrize(
    "annotation", [int | str, list[list[int]], dict[str, Firm], list[Nested], tuple[int, ...], bytes, object], ids=str
)
def test_a_type_that_cannot_be_shown_is_a_fault_of_the_program(annotation: Any) -> None:
    with pytest.raises(UnshowableType, match="key"):
        node_of(annotation, "key")


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.WHOLE, "240.000", 240000),
        (Kind.WHOLE, 12.0, 12),
        (Kind.NUMBER, "1,8", 1.8),
        (Kind.NUMBER, 0.1 + 0.2, 0.3),
        (Kind.PERCENT, "45,83 %", 45.83),
        (Kind.EURO, "1.250,50 €", "1250.5"),
        (Kind.EURO, "1.250", "1250"),
        (Kind.EURO, "1250.5 Euro", "1250.5"),
        (Kind.DATE, "7.5.2015", "2015-05-07"),
        (Kind.DATE, "2015-05-07", "2015-05-07"),
        (Kind.DATE, datetime(2015, 5, 7), "2015-05-07"),
        (Kind.YES_NO, "Ja", True),
        (Kind.YES_NO, False, False),
        (Kind.TEXT, "  zwei\r\nZeilen ", "zwei\nZeilen"),
        (Kind.TEXT, 2015.0, "2015"),
    ],
)  # fmt: skip
def test_people_write_the_german_way(kind: Kind, raw: object, value: Any) -> None:
    assert parsed(Leaf(kind), raw) == value


@pytest.mark.parametrize("raw", [None, "", "   ", "\n"])
@pytest.mark.parametrize("kind", Kind)
def test_an_empty_cell_is_blank_and_never_zero(kind: Kind, raw: str | None) -> None:
    assert parsed(Leaf(kind, entry=Leaf(Kind.TEXT)), raw) is BLANK


@pytest.mark.parametrize(
    ("kind", "raw", "told"),
    [
        (Kind.WHOLE, "viele", "„viele“ ist keine Zahl"),
        (Kind.WHOLE, 12.5, "keine ganze Zahl"),
        (Kind.WHOLE, True, "muss eine Zahl sein"),
        (Kind.WHOLE, date(2015, 1, 1), "muss eine Zahl sein"),
        (Kind.NUMBER, "1.250", "nicht eindeutig"),
        (Kind.NUMBER, float("inf"), "keine brauchbare Zahl"),
        (Kind.EURO, "1.25.0,5", "keine Zahl"),
        (Kind.DATE, "31.02.2015", "kein Datum"),
        (Kind.DATE, 42000.0, "kein Datum"),
        (Kind.YES_NO, "vielleicht", "weder ja noch nein"),
        (Kind.TEXT, "a\x07b", "Steuerzeichen"),
        (Kind.TEXT, "x" * 10_001, "bitte auf höchstens 10000 kürzen"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_without_guessing_is_refused(kind: Kind, raw: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parsed(Leaf(kind), raw)


COLOURS = Leaf(Kind.CHOICE, (Choice("red", Text("Rot", "red")), Choice("sea", Text("Meerblau", "sea blue"))))


@pytest.mark.parametrize("raw", ["Meerblau", "meerblau ", "sea blue", "sea", "MEERBLAU"])
def test_a_choice_is_found_by_its_words(raw: str) -> None:
    assert parsed(COLOURS, raw) == "sea"


def test_a_wrong_word_is_answered_with_the_right_ones() -> None:
    with pytest.raises(ValueError, match="„Grün“ steht nicht zur Auswahl; möglich sind: Rot, Meerblau"):
        parsed(COLOURS, "Grün")


def test_a_code_beyond_the_list_is_permitted_where_the_type_permits_it() -> None:
    country = Leaf(Kind.CHOICE, (Choice("FR", Text("Frankreich")),), pattern=r"^[A-Z]{2}$")
    assert [parsed(country, raw) for raw in ("Frankreich", "FR", "UY")] == ["FR", "FR", "UY"]
    with pytest.raises(ValueError, match="Atlantis"):
        parsed(country, "Atlantis")


def test_lists_and_pairs_stand_in_one_cell() -> None:
    entries, pairs = Leaf(Kind.ENTRIES, entry=Leaf(Kind.TEXT)), Leaf(Kind.PAIRS, COLOURS.choices, entry=COLOURS)
    assert parsed(entries, "eins; zwei ;") == ["eins", "zwei"]
    assert parsed(entries, "keine") == [] and shown(entries, []) == "keine"
    assert shown(entries, ["a; b", "c"]) == "a; b\nc" and parsed(entries, "a; b\nc") == ["a; b", "c"]
    assert parsed(pairs, "Vorstand: Rot; Beirat: sea") == {"Vorstand": "red", "Beirat": "sea"}
    assert shown(pairs, {"Vorstand": "red"}) == "Vorstand: Rot"
    with pytest.raises(ValueError, match="braucht die Form „Name: Wert“"):
        parsed(pairs, "Vorstand")


def test_a_day_that_is_stored_the_german_way_stays_so() -> None:
    ends = Leaf(Kind.DATE, german_date=True)
    assert parsed(ends, datetime(2016, 12, 31)) == "31.12.2016" and settled(ends, "31.12.2016") == "31.12.2016"
    assert settled(ends, "irgendwann") is BLANK


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_comes_back_as_it_was_shown(amount: Decimal) -> None:
    assert Decimal(parsed(Leaf(Kind.EURO), shown(Leaf(Kind.EURO), amount))) == amount


@given(st.integers(min_value=-(10**9), max_value=10**9), st.dates(min_value=date(1000, 1, 1)))
def test_whole_numbers_and_days_come_back_as_they_were_shown(number: int, day: date) -> None:
    assert parsed(Leaf(Kind.WHOLE), shown(Leaf(Kind.WHOLE), number)) == number
    assert parsed(Leaf(Kind.DATE), shown(Leaf(Kind.DATE), day)) == day.isoformat()


@given(st.floats(min_value=0, max_value=10**6, allow_nan=False).map(lambda x: round(x, 3)))
def test_a_decimal_number_comes_back_as_it_was_shown(number: float) -> None:
    assert parsed(Leaf(Kind.NUMBER), shown(Leaf(Kind.NUMBER), number)) == number


@pytest.mark.parametrize(
    ("leaf", "told"),
    [
        (Leaf(Kind.WHOLE, low=Decimal(1), high=Decimal(5)), "1 bis 5"),
        (Leaf(Kind.WHOLE, low=Decimal(1980), high=Decimal(2100)), "1980 bis 2100"),
        (Leaf(Kind.WHOLE, low=Decimal(0), high=Decimal(100_000)), ""),
        (Leaf(Kind.PERCENT, low=Decimal(0), high=Decimal(100)), "0 bis 100 %"),
        (Leaf(Kind.EURO, low=Decimal(0)), "Euro"),
        (Leaf(Kind.TEXT, max_length=600), "höchstens 600 Zeichen"),
        (COLOURS, ""),
    ],
)  # fmt: skip
def test_the_range_is_told_in_a_few_words(leaf: Leaf, told: str) -> None:
    assert range_text(leaf) == told


def test_records_know_their_members() -> None:
    node = node_of(Money, "money")
    assert isinstance(node, Record) and [m.place for m in node.members] == ["Money.income_eur", "Money.share_pct"]
