"""How the countries are compared: the weights of the criteria, decided first, and the scores, given afterwards.

Two submissions of their own: ``gewichte`` can no longer be changed once ``bewertung`` was handed in (offerings.md 7d).
Every deviation of a weight from the catalogue's default is logged with day, role, old and new value and reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, model_validator

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.methods.country_choice import EvidenceKind
from clusterprocess.methods.country_compliance import HintKey
from clusterprocess.offerings.internationalisation.questionnaire import Country
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.rows import IsoDay, Likert, MemberKind, Sentence, Short

CriterionKey = Annotated[str, Field(pattern=r"^[a-z_]{2,30}$")]
Weight = Annotated[float, Field(ge=0, le=1)]
_CLOSE = 1e-6


class WeightChange(Row):
    """One entry of the change log."""

    on: IsoDay
    role: Short
    criterion: CriterionKey
    before: Weight
    after: Weight
    reason: Sentence


class WeightedCriterion(Row):
    """One criterion, its weight and the dots it was given per kind."""

    key: CriterionKey
    name: Short
    weight: Weight
    dots: dict[MemberKind, Annotated[int, Field(ge=0, le=500)]] = Field(default_factory=dict)


class Weights(Row):
    """The decided weights with dots and change log."""

    decided_on: IsoDay
    decided_in: Short = Field(description="zum Beispiel „Auslandstag“")
    organisations: dict[MemberKind, Annotated[int, Field(ge=0, le=200)]]
    criteria: Annotated[list[WeightedCriterion], Field(min_length=3, max_length=10)]
    changes: list[WeightChange] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> Weights:
        keys = [criterion.key for criterion in self.criteria]
        if len(set(keys)) < len(keys):
            raise ValueError("ein Kriterium kommt zweimal vor")
        total = sum(criterion.weight for criterion in self.criteria)
        if abs(total - 1) > 0.001 + _CLOSE:
            raise ValueError(f"die Gewichte ergeben {number(total, 3)} statt 1; bitte berichtigen")
        self._check_dots()
        for change in self.changes:
            if change.criterion not in keys:
                raise ValueError(f"die Änderung vom {change.on} nennt das unbekannte Kriterium {change.criterion}")
            if change.on > self.decided_on:
                raise ValueError(f"die Änderung vom {change.on} liegt nach dem Beschluss vom {self.decided_on}")
        for criterion in self.criteria:
            self._check_log(criterion)
        return self

    def _check_dots(self) -> None:
        each = -(-len(self.criteria) // 3)
        for kind, count in self.organisations.items():
            given = sum(criterion.dots.get(kind, 0) for criterion in self.criteria)
            if given > count * each:
                raise ValueError(
                    f"{kind}: {given} Punkte von {count} Organisationen, je Organisation sind {each} möglich"
                )

    def _check_log(self, criterion: WeightedCriterion) -> None:
        """The log leads from the default to the decided weight without a break."""
        standing = internationalisation().default_weights().get(criterion.key, 0.0)
        for change in sorted((c for c in self.changes if c.criterion == criterion.key), key=lambda c: c.on):
            if abs(change.before - standing) > _CLOSE:
                raise ValueError(
                    f"{criterion.name}: Die Änderung vom {change.on} beginnt bei {number(change.before, 2)}, "
                    f"davor galt {number(standing, 2)}"
                )
            standing = change.after
        if abs(standing - criterion.weight) > _CLOSE:
            raise ValueError(
                f"{criterion.name}: Das Gewicht {number(criterion.weight, 2)} weicht von {number(standing, 2)} ab, ohne "
                "dass eine Änderung mit Tag, Rolle und Grund eingetragen ist"
            )


class ScoreRow(Row):
    """The score of one country at one criterion, its reason and what it rests on."""

    country: Country
    criterion: CriterionKey
    score: Likert
    evidence: EvidenceKind
    reason: Short
    source: Short


class Clearance(Row):
    """A compliance hint that was cleared after the intake: who, and on which day."""

    country: Country
    hint: HintKey
    cleared_on: IsoDay
    cleared_by: Short = Field(description="Stelle, ohne den Namen des Mitglieds")
    affected: str = Field("", max_length=200, description="betroffenes Mitglied; steht nur im Materialband")


class Scores(Row):
    """All scores of the candidate countries; a blocked country may be left out."""

    scored_on: IsoDay
    rows: Annotated[list[ScoreRow], Field(min_length=1, max_length=100)]
    clearances: list[Clearance] = Field(default_factory=list)

    @model_validator(mode="after")
    def _complete(self) -> Scores:
        pairs = [(row.country, row.criterion) for row in self.rows]
        if twice := sorted({pair for pair in pairs if pairs.count(pair) > 1}):
            raise ValueError("doppelt bewertet: " + ", ".join(f"{country} {criterion}" for country, criterion in twice))
        wanted = {row.criterion for row in self.rows}
        for country in dict.fromkeys(row.country for row in self.rows):
            lacking = sorted(wanted - {row.criterion for row in self.rows if row.country == country})
            if lacking:
                raise ValueError(f"{country}: Es fehlt die Bewertung bei {', '.join(lacking)}")
        return self


def countries_of(rows: Iterable[Any]) -> list[str]:
    """The scored countries in the order of entry."""
    return list(dict.fromkeys(str(row["country"]) for row in rows))
