"""INT5 weights from dots and INT6 density of evidence: what stands before and beside the scoring of countries.

Rules (Method library, 7d [D])::

    INT5  share = dots of a criterion / all dots; weight = share rounded to steps of 0.05 by largest remainder, sum 1
    INT6  density = sum of the weights whose score rests on a document or on stated information      0 to 1
          from 0.70 "hoch", from 0.40 "mittel", below "gering"
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.internationalisation import ChoiceLimits, internationalisation
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

EvidenceKind = Literal["beleg", "auskunft", "einschaetzung"]
EvidenceClass = Literal["hoch", "mittel", "gering"]


class DottedCriterion(Frozen):
    """One criterion with its default weight and its dots."""

    key: str = Field(min_length=1, description="Schlüssel des Kriteriums")
    name: str = Field(min_length=1, description="Bezeichnung")
    default_weight: float = Field(ge=0, le=1, description="Vorgabe des Katalogs; 0 bei eigenem Kriterium")
    dots: int = Field(ge=0, description="Punkte aller Organisationen")


class DottedWeightsInput(Frozen):
    """The criteria with the dots they were given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "criteria": [
                        {"key": "ergaenzung", "name": "Ergänzung", "default_weight": 0.5, "dots": 12},
                        {"key": "markt", "name": "Markt", "default_weight": 0.5, "dots": 7},
                        {"key": "naehe", "name": "Nähe", "default_weight": 0, "dots": 2},
                    ]
                }
            ]
        }
    )

    criteria: tuple[DottedCriterion, ...] = Field(min_length=2, description="Kriterien mit Punkten")
    limits: ChoiceLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class ProposedWeight(Frozen):
    """What the dots propose for one criterion."""

    key: str = Field(description="Schlüssel des Kriteriums")
    name: str = Field(description="Bezeichnung")
    default_weight: float = Field(description="Vorgabe")
    dots: int = Field(description="Punkte")
    share: float = Field(ge=0, le=1, description="Anteil an allen Punkten")
    weight: float = Field(ge=0, le=1, description="Vorschlag, auf den Schritt des Katalogs gerundet")


class DottedWeightsResult(Frozen):
    """Proposed weights that sum to 1."""

    criteria: tuple[ProposedWeight, ...] = Field(description="Kriterien in der Reihenfolge der Eingabe")
    dots: int = Field(ge=1, description="alle Punkte")
    changed: tuple[str, ...] = Field(description="Kriterien, deren Vorschlag von der Vorgabe abweicht")
    catalogue_version: str = Field(description="Version des Katalogs")


def weights_from_dots(data: DottedWeightsInput) -> DottedWeightsResult:
    """Return the weights that the dots of the room propose (Method library, 7d).

    Raises:
        InputError: no dots at all, or a criterion given twice.
    """
    bounds = data.limits or internationalisation().choice
    keys = [criterion.key for criterion in data.criteria]
    if len(set(keys)) < len(keys):
        raise InputError(
            "criteria: Ein Kriterium kommt zweimal vor; bitte führen Sie die Zeilen zusammen.", field="criteria"
        )
    total = sum(criterion.dots for criterion in data.criteria)
    if total == 0:
        raise InputError("criteria: Es sind keine Punkte vergeben; bitte tragen Sie die Punkte ein.", field="criteria")
    units = round(1 / bounds.weight_step)
    exact = [criterion.dots / total * units for criterion in data.criteria]
    given = [floor(value + 1e-9) for value in exact]
    # ties between remainders go to the criterion with more dots, then to the earlier one
    order = sorted(range(len(exact)), key=lambda i: (-round(exact[i] - given[i], 9), -data.criteria[i].dots, i))
    for place in order[: units - sum(given)]:
        given[place] += 1
    rows = tuple(
        ProposedWeight(
            key=c.key, name=c.name, default_weight=c.default_weight, dots=c.dots, share=c.dots / total,
            weight=round(n / units, 6),
        )
        for c, n in zip(data.criteria, given, strict=True)
    )  # fmt: skip
    return DottedWeightsResult(
        criteria=rows,
        dots=total,
        changed=tuple(row.key for row in rows if abs(row.weight - row.default_weight) > 1e-9),
        catalogue_version=bounds.catalogue_version,
    )


class EvidencedScore(Frozen):
    """On what the score of one criterion rests."""

    criterion: str = Field(min_length=1, description="Schlüssel des Kriteriums")
    weight: float = Field(ge=0, le=1, description="Gewicht 0 bis 1")
    evidence: EvidenceKind = Field(description="beleg, auskunft oder einschaetzung")


class EvidencedCountry(Frozen):
    """The scores of one country."""

    country: str = Field(min_length=2, max_length=2, description="Land, ISO-Kürzel")
    scores: tuple[EvidencedScore, ...] = Field(min_length=1, description="Werte mit Gewicht und Art des Belegs")


class EvidenceInput(Frozen):
    """All scored countries."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "countries": [
                        {
                            "country": "NL",
                            "scores": [
                                {"criterion": "markt", "weight": 0.6, "evidence": "beleg"},
                                {"criterion": "interesse", "weight": 0.4, "evidence": "einschaetzung"},
                            ],
                        }
                    ]
                }
            ]
        }
    )

    countries: tuple[EvidencedCountry, ...] = Field(min_length=1, description="bewertete Länder")
    limits: ChoiceLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class CountryEvidence(Frozen):
    """How well the points of one country are founded."""

    country: str = Field(description="Land, ISO-Kürzel")
    density: float = Field(ge=0, le=1, description="Belegdichte 0 bis 1")
    word: EvidenceClass = Field(description="hoch, mittel oder gering")


class EvidenceResult(Frozen):
    """Density of evidence per country, in the order of entry."""

    countries: tuple[CountryEvidence, ...] = Field(description="Länder in der Reihenfolge der Eingabe")
    catalogue_version: str = Field(description="Version des Katalogs")


def evidence_density(data: EvidenceInput) -> EvidenceResult:
    """Return how well the points of each country are founded (Method library, 7d).

    Raises:
        InputError: a country's weights do not sum to something above 0.
    """
    bounds = data.limits or internationalisation().choice
    return EvidenceResult(
        countries=tuple(_density(country, bounds) for country in data.countries),
        catalogue_version=bounds.catalogue_version,
    )


def _density(country: EvidencedCountry, bounds: ChoiceLimits) -> CountryEvidence:
    total = _weight(country.scores)
    if total <= 0:
        raise InputError(
            f"countries.{country.country}: Die Gewichte ergeben 0; bitte tragen Sie die Gewichte ein.",
            field=f"countries.{country.country}",
        )
    share = round(_weight(s for s in country.scores if s.evidence != "einschaetzung") / total, 9)
    word: EvidenceClass = (
        "hoch" if share >= bounds.evidence_high else "mittel" if share >= bounds.evidence_mid else "gering"
    )
    return CountryEvidence(country=country.country, density=share, word=word)


def _weight(scores: Iterable[EvidencedScore]) -> float:
    return sum(score.weight for score in scores)
