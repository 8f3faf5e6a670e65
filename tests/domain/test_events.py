"""The closed list of event types and their sentences."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import EVENT_TYPES, LATE_AFTER_DAYS, EventType
from clusterprocess.domain.register import Cluster, ContactNote, Person


@pytest.mark.parametrize("type_", EVENT_TYPES.values(), ids=lambda t: t.tag)
def test_every_type_has_a_tag_that_fits_and_a_german_sentence(type_: EventType) -> None:
    assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", type_.tag)
    assert len(type_.tag) <= 64
    assert type_.sentence.endswith(".")


@pytest.mark.parametrize("type_", EVENT_TYPES.values(), ids=lambda t: t.tag)
def test_every_sentence_can_be_told_even_when_a_value_is_missing(type_: EventType) -> None:
    told = type_.tell({})
    assert "{" not in told and "}" not in told


@pytest.mark.parametrize("type_", EVENT_TYPES.values(), ids=lambda t: t.tag)
def test_every_sentence_shows_the_values_it_names(type_: EventType) -> None:
    keys = [name for _, name, _, _ in Formatter().parse(type_.sentence) if name]
    told = type_.tell({key: f"<{key}>" for key in keys})
    assert all(f"<{key}>" in told for key in keys)


def test_no_sentence_asks_for_a_name_an_address_or_a_free_text() -> None:
    asked = {name for t in EVENT_TYPES.values() for _, name, _, _ in Formatter().parse(t.sentence) if name}
    assert not asked & {"name", "email", "text", "note", "reason_text", "question", "place", "title"}


def test_braces_in_a_value_are_told_as_they_are() -> None:
    assert EventType("a:b:c", "Wert {x}.").tell({"x": "{y}"}) == "Wert {y}."


def test_entries_are_late_after_fourteen_days() -> None:
    assert LATE_AFTER_DAYS == 14


def test_an_engagement_is_named_by_its_number_and_a_person_by_a_random_id() -> None:
    assert Engagement(number="CA-2015-A-017").event_id == "CA-2015-A-017"
    assert Person(id="f" * 32, name="Erika Muster").event_id == "f" * 32
    assert Cluster(id=3, name="Netz").event_id == "3"


def test_the_commitment_to_a_text_needs_the_rows_own_key() -> None:
    first, second = ContactNote(text="Ruf an"), ContactNote(text="Ruf an")
    assert first.commitment("Ruf an") == first.commitment("Ruf an")
    assert first.commitment("Ruf an") != second.commitment("Ruf an")
    assert first.commitment("Ruf an") != first.commitment("Ruf am")
