"""Kinds of input that most offerings take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

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


def validator(model: type[BaseModel], labels: Mapping[str, str] | None = None) -> Validate:
    """Validation through one model; messages name places by the labels."""
    return partial(validated, model, labels={**LABELS, **(labels or {})})


def questionnaire(asked: Questionnaire) -> Submittable:
    return Submittable("fragebogen", asked.version, asked.validate)


INTERVIEWS = Submittable("interviews", "1.0", validator(Interviews))
SURVEY_ANSWERS = Submittable("befragung", SURVEY_VERSION, validator(Survey))


def plan(model: type[BaseModel], kind: str = "konzept", labels: Mapping[str, str] | None = None) -> Submittable:
    """The agreed result of the workshops, behind the chapters of the paper."""
    return Submittable(kind, "1.0", validator(model, labels))


def own_texts(keys: Mapping[str, str]) -> Submittable:
    """The consultant's own words by text key."""
    return Submittable("texte", "1.0", validator(texts_model(keys)))


WORKSHOP_RECORD = validator(WorkshopRecord)
