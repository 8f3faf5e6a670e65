"""Kinds of input that most offerings take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from clusterprocess.offerings.offering import Submittable, Validate
from clusterprocess.offerings.questions import Questionnaire, validated
from clusterprocess.offerings.standard.rows import Interviews, WorkshopRecord, texts_model
from clusterprocess.offerings.standard.survey import SURVEY_VERSION, Survey

LABELS = {
    "interviews": "Gespräche",
    "responses": "Antworten",
    "invited": "Eingeladene",
    "measures": "Maßnahmen",
    "fields": "Handlungsfelder",
    "texts": "Eigene Texte",
    "attendance": "Anwesenheit",
    "ballots": "Stimmzettel",
}


@dataclass(frozen=True)
class ModelValidator:
    """Validation through one model; messages name places by the labels."""

    model: type[BaseModel]
    labels: Mapping[str, str]

    def __call__(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return validated(self.model, data, self.labels)


def validator(model: type[BaseModel], labels: Mapping[str, str] | None = None) -> Validate:
    """See :class:`ModelValidator`."""
    return ModelValidator(model, {**LABELS, **(labels or {})})


def model_of(validate: Validate) -> type[BaseModel]:
    """The model behind a validation.

    Raises:
        TypeError: it was not made by :func:`validator`.
    """
    if not isinstance(validate, ModelValidator):
        raise TypeError("this validation has no model")
    return validate.model


def questionnaire(asked: Questionnaire) -> Submittable:
    return Submittable("fragebogen", asked.version, asked.validate)


INTERVIEWS = Submittable("interviews", "1.0", validator(Interviews))
SURVEY_ANSWERS = Submittable("befragung", SURVEY_VERSION, validator(Survey))


def plan(model: type[BaseModel], kind: str = "konzept", labels: Mapping[str, str] | None = None) -> Submittable:
    """The agreed result of the workshops, behind the chapters of the paper."""
    return Submittable(kind, "1.0", validator(model, labels))


def own_texts(keys: Mapping[str, str]) -> Submittable:
    """The consultant's own words by text key."""
    return Submittable("texte", "1.0", validator(texts_model(keys)), text_keys=keys)


WORKSHOP_RECORD = validator(WorkshopRecord)
