"""What the consultant concludes: answer, options, recommendation, steps, limits; and the keys of her own words.

Handed in as submission ``konzept``. Content: offerings.md 7f, rulings 3 and 12, yardstick individual_advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.individual_advice.modules import MODULES, Module
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, PlannedMeasure, Sentence, Short, texts_model

Certainty = Literal["hoch", "mittel", "gering"]
Further = Literal[
    "",
    "cluster_strategy",
    "communication_concept",
    "technology_transfer",
    "internationalisation",
    "professionalisation",
]


class AdviceOption(Row):
    """One way to decide, with what speaks for and against it."""

    key: Annotated[str, Field(pattern=r"^O[1-9]$")]
    title: Short
    about: Sentence
    pros: Annotated[list[Short], Field(min_length=1, max_length=5)]
    cons: Annotated[list[Short], Field(min_length=1, max_length=5)]
    cost: Short = Field(description="was sie kostet, in Euro oder Tagen")
    decision: Literal["empfohlen", "verworfen", "zurueckgestellt"]
    reason: Sentence
    resubmission: Short = Field("–", description="Wiedervorlage, Jahr, Datum oder Ereignis")

    @model_validator(mode="after")
    def _comes_back(self) -> AdviceOption:
        if self.decision == "zurueckgestellt" and self.resubmission == "–":
            raise ValueError(f"Option {self.key} ist zurückgestellt und braucht eine Wiedervorlage")
        return self


class Limit(Row):
    """How certain one statement is, why, and what would make it more certain."""

    statement: Sentence
    certainty: Certainty
    reason: Sentence
    raised_by: Short


class Referral(Row):
    """A legal or tax question: what is publicly known, and who may give advice (ruling 12)."""

    topic: Short
    known: Sentence = Field(description="öffentlich zugängliche Auskunft, keine Beratung")
    source: Short = Field(description="Fundstelle der Auskunft")
    adviser: Short = Field(description="wer dazu beraten darf")
    by: IsoDay


class ClosingStep(Row):
    """One step that closes the yearly gap of the basis scenario."""

    name: Short
    amount_eur: Annotated[Decimal, Field(gt=0, le=10_000_000)] = Field(description="Euro im Jahr")
    how: Sentence
    pending: bool = Field(False, description="braucht noch den Beschluss, die Zusage oder die Unterschrift anderer")


class AdvicePlan(Row):
    """The conclusion of one piece of advice, in one validated record."""

    title: Short = Field(description="Thema des Vermerks in wenigen Worten")
    answer: Annotated[str, Field(min_length=40, max_length=1500)] = Field(description="die Antwort in einem Absatz")
    options: Annotated[list[AdviceOption], Field(min_length=2, max_length=6)]
    measures: Annotated[list[PlannedMeasure], Field(min_length=1, max_length=8)] = Field(description="nächste Schritte")
    closing: Annotated[list[ClosingStep], Field(max_length=8)] = Field(
        default_factory=list, description="wie die Lücke des dritten Jahres geschlossen wird (nur Finanzierung)"
    )
    limits: Annotated[list[Limit], Field(min_length=1, max_length=6)]
    referrals: Annotated[list[Referral], Field(max_length=6)] = Field(default_factory=list)
    deviation: str = Field("", max_length=600, description="warum die Empfehlung von der Wahl im Gespräch abweicht")
    convert_to: Further = Field("", description="Leistung, in die der Vorgang übergehen soll")
    carry_over: list[Sentence] = Field(default_factory=list, description="Fakten, die übernommen werden, in Worten")
    resolution: Annotated[list[Sentence], Field(min_length=1, max_length=5)]
    costs_summary: Annotated[list[Short], Field(min_length=1, max_length=3)]
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> AdvicePlan:
        keys = [o.key for o in self.options]
        if len(set(keys)) < len(keys):
            raise ValueError("zwei Optionen tragen dieselbe Nummer")
        recommended = [o.key for o in self.options if o.decision == "empfohlen"]
        if len(recommended) != 1:
            raise ValueError(f"genau eine Option ist zu empfehlen, es sind {len(recommended)}")
        if len({m.number for m in self.measures}) < len(self.measures):
            raise ValueError("zwei Schritte tragen dieselbe Nummer")
        if bool(self.convert_to) != bool(self.carry_over):
            raise ValueError(
                "wenn ein größerer Vorgang folgt (convert_to), nennt carry_over die übernommenen Fakten, sonst keines von beiden"
            )
        return self

    @model_validator(mode="after")
    def _law_is_referred(self) -> AdvicePlan:
        found = sorted({stem for text in self._said() for stem in advice().referral.hints_in(text)})
        if found and not self.referrals:
            raise ValueError(
                f"Rechts- und Steuerfragen ({', '.join(found)}) brauchen eine Auskunft mit Verweis (referrals), keinen Rat"
            )
        return self

    def _said(self) -> Iterator[str]:
        yield from (self.answer, *self.resolution)
        for option in self.options:
            yield from (option.title, option.about, option.reason, *option.pros, *option.cons)
        yield from (m.title for m in self.measures)


_PLACES = {
    "finanzierung": ("Einnahmen und was endet, vor der Abbildung", "Geldbestand in drei Annahmen, vor der Abbildung", "Einordnung, was daraus folgt"),
    "mitgliederstruktur": ("Wer dabei ist, vor der Abbildung", "Wo die Kette dünn ist, vor der Tabelle", "Einordnung, was daraus folgt"),
    "governance": ("Die zwanzig Aussagen, vor der Abbildung", "Wer entscheidet, vor der Tabelle", "Einordnung, was daraus folgt"),
    "wirkung": ("Wo Mitglieder gewinnen, vor der Abbildung", "Stufen und Maßnahmen, vor der Tabelle", "Einordnung mit gleichzeitiger Unterstützung anderer"),
}  # fmt: skip


def _note_place(module: Module) -> str:
    only = "; nur in der Kurzberatung" if module.key in _PLACES else ""
    return f"3 Befund „{module.name.de}“ in Worten{only}"


TEXT_KEYS: dict[str, str] = {
    **{f"headline.{m.key}": f"3 Überschrift „{m.name.de}“ als Aussage" for m in MODULES},
    "data": "2 Worauf sich der Vermerk stützt, was fehlt",
    **{
        f"{key}.{part}": f"3 {what}"
        for key, places in _PLACES.items()
        for part, what in zip(("first", "second", "after"), places, strict=True)
    },
    **{f"note.{m.key}": _note_place(m) for m in MODULES},
    "options.before": "4 Wie die Optionen entstanden",
    "options.after": "4 Was verworfen wird und warum",
    "recommendation": "5 Empfehlung mit Begründung",
    "next": "5 Was nach dem ersten Schritt kommt",
    "limits": "6 Was dieser Vermerk nicht sagen kann",
    "data.limits": "Anhang A Grenzen der Daten",
    "disclosure": "Anhang A Offenlegung der beratenden Organisation",
}
"""Keys of the texts a consultant writes for the Beratungsvermerk, with what belongs there."""

Texts = texts_model(TEXT_KEYS)
