"""Everything that people choose or fill in has German and English words, in every questionnaire that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.form_answers import cells_of
from clusterprocess.offerings.form_building import ANSWERS, Known, form_of
from clusterprocess.offerings.forms import FormHead
from clusterprocess.offerings.input_questions import asked_input
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questions import Questionnaire
from clusterprocess.offerings.wording import choice_text, column_text, known_choice, known_column
from clusterprocess.offerings.wording_columns import COLUMNS
from clusterprocess.offerings.wording_notes import COLUMN_NOTES, QUESTION_NOTES

ASKED: tuple[Questionnaire, ...] = (PROFILE, *(offering.questionnaire for offering in OFFERINGS))
HEAD = FormHead("Fragebogen", "Musterverbund (Beispiel)", "CA-2015-A-001", "Förderhinweis")
everywhere = pytest.mark.parametrize("asked", ASKED, ids=lambda q: q.slug)


def named(annotation: Any, place: str) -> Iterator[tuple[str, str, Any]]:
    """Every choice and every column below a type, as (what, place, value)."""
    if get_origin(annotation) is Literal:
        yield from (("choice", place, value) for value in get_args(annotation))
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (("choice", place, member.value) for member in annotation)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            column = f"{annotation.__name__}.{field.alias or name}"
            yield "column", column, None
            yield from named(field.annotation, column)
    else:
        for part in get_args(annotation):
            yield from named(part, place)


def found_in(asked: Questionnaire) -> set[tuple[str, str, Any]]:
    return {found for question in asked.questions for found in named(question.type, question.key)}


@everywhere
def test_every_choice_has_words(asked: Questionnaire) -> None:
    bare = [
        (place, value) for what, place, value in found_in(asked) if what == "choice" and not known_choice(value, place)
    ]
    assert sorted(bare, key=str) == []


@everywhere
def test_every_column_has_words(asked: Questionnaire) -> None:
    bare = [place for what, place, _ in found_in(asked) if what == "column" and not known_column(place)]
    assert sorted(bare) == []


@everywhere
def test_the_words_are_german_and_english(asked: Questionnaire) -> None:
    texts = [known_choice(v, p) if what == "choice" else known_column(p) for what, p, v in found_in(asked)]
    assert [t.de for t in texts if t and not (t.de.strip() and (t.en or "").strip())] == []


@everywhere
def test_two_choices_of_one_question_never_read_the_same(asked: Questionnaire) -> None:
    twice = []
    for question in form_of("xlsx", HEAD, "M4", {ANSWERS: asked}, Known()).questions():
        for _, leaf, label in cells_of(question):
            words = [choice.text.de.casefold() for choice in leaf.choices]
            twice += [(question.key, label, word) for word in words if words.count(word) > 1]
    assert twice == []


def test_the_same_slug_may_read_differently_at_another_place() -> None:
    assert choice_text("S", "Trend.letter").de == "S – Gesellschaft"
    assert choice_text("S", "SwotItem.letter").de == "S – Stärke"
    assert choice_text(3, "horizon").de == "3"
    assert column_text("Trend.title").de == "Trend" and column_text("SwotItem.title").de == "Punkt"


def test_catalogues_give_the_words_of_their_entries() -> None:
    assert choice_text("ev", "legal_form").de == "Eingetragener Verein (e.V.)"
    assert choice_text("neckar_alb", "region").de == "Neckar-Alb"


def test_what_nobody_has_worded_yet_stays_readable() -> None:
    assert choice_text("noch_ohne_worte").de == "noch ohne worte"
    assert column_text("Row.noch_ohne_worte").de == "noch ohne worte"


def test_words_of_columns_and_notes_belong_to_columns_that_exist() -> None:
    columns = {place for asked in ASKED for what, place, _ in found_in(asked) if what == "column"}
    bare = {place.rpartition(".")[2] for place in columns}
    assert sorted(name for name in COLUMNS if name not in (columns if "." in name else bare)) == []
    assert sorted(place for place in COLUMN_NOTES if place not in columns) == []
    assert set(QUESTION_NOTES) <= {question.key for asked in ASKED for question in asked.questions}


def _bare_inputs() -> list[str]:
    """Fields and choices of everything staff hand in on pages that nobody has worded."""
    bare: list[str] = []
    for offering in OFFERINGS:
        for submittable in offering.submittables:
            if submittable.text_keys:
                continue
            asked = asked_input(offering, submittable, "M2", {}).questionnaire
            for question in asked.questions:
                if not question.text.de.strip():
                    bare.append(question.key)
            bare += [str(place) for what, place, _ in found_in(asked) if what == "column" and not known_column(place)]
            bare += [
                f"{place}={value}"
                for what, place, value in found_in(asked)
                if what == "choice"
                and value not in ("", None)
                and not str(value).isdigit()
                and not known_choice(value, place)
            ]
    return bare


def test_everything_that_staff_fill_in_on_pages_has_words() -> None:
    assert sorted(set(_bare_inputs())) == []
