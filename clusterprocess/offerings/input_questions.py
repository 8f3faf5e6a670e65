"""Every kind of input as a questionnaire, so that all of them are asked on pages the same way.

The pydantic model of a kind stays its only declaration: its fields become the questions, its columns the cells. Own
texts are asked one by one; their stored form is one mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel

from clusterprocess.domain.language import Text
from clusterprocess.offerings.offering import Offering, Submittable
from clusterprocess.offerings.questions import Depth, Question, Questionnaire
from clusterprocess.offerings.standard.rows import Paragraphs
from clusterprocess.offerings.standard.submissions import LABELS, ModelValidator
from clusterprocess.offerings.wording import column_text

TEXTS = "texts"
ASKED_ALWAYS = "M0"
"""Fields of a model carry no depth: those that it needs are core, all others may stay empty."""
SMALL_LEVEL = "M0"
"""A volunteer-run initiative has the small form of a plan (offerings.md section 7a)."""


@dataclass(frozen=True, slots=True)
class AskedInput:
    """How one kind of input is asked.

    Attributes:
        part: name of the questionnaire's part on the form: the kind.
        level: maturity level whose questions are asked; internal.
        is_wrapped: the stored form holds the answers in one mapping ``texts``.
    """

    part: str
    questionnaire: Questionnaire
    level: str
    is_wrapped: bool = False

    def opened(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answers by question, out of the stored form."""
        return stored.get(TEXTS, {}) if self.is_wrapped else stored

    def closed(self, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """The stored form of answers by question."""
        return {TEXTS: answers} if self.is_wrapped else answers


def asked_input(offering: Offering, submittable: Submittable, level: str, stored: Mapping[str, Any]) -> AskedInput:
    """How a kind of input of an offering is asked at a maturity level, given what was handed in before."""
    kind, version = submittable.kind, submittable.schema_version
    if submittable.text_keys:
        questions = tuple(_text(key, told) for key, told in submittable.text_keys.items())
        return AskedInput(kind, Questionnaire(kind, version, questions), ASKED_ALWAYS, is_wrapped=True)
    if not (models := _models(submittable)):
        return AskedInput(kind, offering.questionnaire, level)
    labels = submittable.validate.labels if isinstance(submittable.validate, ModelValidator) else LABELS
    questions = tuple(_questions(_fitting(models, level, stored), labels))
    return AskedInput(kind, Questionnaire(kind, version, questions), ASKED_ALWAYS)


def _models(submittable: Submittable) -> tuple[type[BaseModel], ...]:
    """The models whose fields a page asks; none where the kind is the offering's questionnaire."""
    if submittable.models or not isinstance(submittable.validate, ModelValidator):
        return submittable.models
    return (submittable.validate.model,)


def _fitting(models: tuple[type[BaseModel], ...], level: str, stored: Mapping[str, Any]) -> type[BaseModel]:
    """The usual or the small form: the one that was begun, else what the level asks."""
    if stored:
        return next((m for m in models if set(stored) <= set(m.model_fields)), models[0])
    return models[-1] if level == SMALL_LEVEL else models[0]


def _text(key: str, told: str) -> Question:
    return Question(key, Text(told[:1].upper() + told[1:]), Paragraphs, Depth.STANDARD)


def _questions(model: type[BaseModel], labels: Mapping[str, str]) -> list[Question]:
    found = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        words = labels.get(key)
        text = Text(words) if words else column_text(f"{model.__name__}.{key}")
        marks = tuple(field.metadata)
        kind: Any = Annotated[(field.annotation, *marks)] if marks else field.annotation
        depth = Depth.CORE if field.is_required() else Depth.STANDARD
        found.append(Question(key, text, kind, depth, field.description or ""))
    return found
