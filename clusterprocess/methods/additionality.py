"""F21 additionality: what would have become of the measures without the agency.

Formula (Method library, F21)::

    additionality = mean(value of each answer)     unchanged 0, later or smaller 0.5, not at all 1

Unit: 0 to 1. The values are a working decision [D]. An answer is the self-report of one respondent about one measure
that was carried out; missing answers are counted and reported, never imputed (offerings.md section 8). Reports print
the three counts and call them a contribution, never the sole cause.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.advice import AdditionalityValues, advice
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

WithoutAgency = Literal["unveraendert", "spaeter_kleiner", "gar_nicht"]


class AdditionalityInput(Frozen):
    """One answer per measure that was carried out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answers": [*["gar_nicht"] * 8, *["spaeter_kleiner"] * 8, *["unveraendert"] * 4],
                    "unanswered": 2,
                }
            ]
        }
    )

    answers: tuple[WithoutAgency, ...] = Field(
        description="je umgesetzter Maßnahme: unveraendert, spaeter_kleiner oder gar_nicht"
    )
    unanswered: int = Field(default=0, ge=0, description="umgesetzte Maßnahmen ohne Antwort")
    values: AdditionalityValues | None = Field(default=None, description="Werte; leer = ausgelieferter Katalog")


class AdditionalityResult(Frozen):
    """Counts first; the mean only for comparison over many engagements."""

    n: int = Field(ge=0, description="Maßnahmen mit Antwort")
    unchanged: int = Field(ge=0, description="wären ebenso entstanden")
    later_or_smaller: int = Field(ge=0, description="wären später oder kleiner entstanden")
    not_at_all: int = Field(ge=0, description="wären nicht entstanden")
    unanswered: int = Field(ge=0, description="ohne Antwort")
    additionality: float | None = Field(ge=0, le=1, description="Mittel der Werte 0 bis 1, leer ohne Antwort")
    catalogue_version: str = Field(description="Version des Katalogs der Werte")


def additionality(data: AdditionalityInput) -> AdditionalityResult:
    """Return counts and mean (Method library, F21).

    Raises:
        InputError: neither an answer nor a measure without answer is given.
    """
    if not data.answers and not data.unanswered:
        raise InputError(
            "answers: Es gibt keine umgesetzte Maßnahme; bitte erst den Stand der Maßnahmen eintragen.", field="answers"
        )
    values = data.values or advice().additionality
    unchanged, later, nothing = (data.answers.count(a) for a in ("unveraendert", "spaeter_kleiner", "gar_nicht"))
    n = len(data.answers)
    total = unchanged * values.unchanged + later * values.later_or_smaller + nothing * values.not_at_all
    return AdditionalityResult(
        n=n,
        unchanged=unchanged,
        later_or_smaller=later,
        not_at_all=nothing,
        unanswered=data.unanswered,
        additionality=total / n if n else None,
        catalogue_version=values.catalogue_version,
    )
