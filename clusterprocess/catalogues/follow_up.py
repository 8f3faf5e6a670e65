"""The catalogue of follow-ups: answer time, validity of the link, and how long each kind of question takes."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from clusterprocess.catalogues.reading import versioned


class FollowUpCatalogue(BaseModel):
    """Everything of ``follow_up.toml``, typed.

    Attributes:
        answer_working_days: working days from the opening to the day that the mail asks for.
        link_days: days for which the personal link opens.
        late_days: calendar days after its day up to which a follow-up of an engagement that is taken over is still asked.
        seconds: estimated seconds for one answer, by kind of question.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    answer_working_days: Annotated[int, Field(ge=1, le=60)]
    link_days: Annotated[int, Field(ge=30, le=720)]
    late_days: Annotated[int, Field(ge=0, le=365)] = 30
    seconds: dict[str, Annotated[int, Field(ge=1, le=600)]]


def read_follow_up(text: str) -> FollowUpCatalogue:
    """The catalogue of follow-ups from TOML text."""
    return FollowUpCatalogue.model_validate(tomllib.loads(text))


follow_up_catalogue = versioned("follow_up.toml")(read_follow_up)
"""The catalogue of follow-ups that holds here and now."""
