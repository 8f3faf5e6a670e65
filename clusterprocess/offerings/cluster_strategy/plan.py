"""What the strategy days and the consultant decide: the plan behind chapters 6 to 11, and the written texts.

Both are submissions of their own, validated here and nowhere else. Content: offerings.md 7a,
yardsticks/strategiepapier.md section B.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.common.rows import (
    IsoDay,
    Money,
    Neighbour,
    Paragraphs,
    PlannedMeasure,
    Sentence,
    Short,
    StopItem,
    Year,
    texts_model,
)
from clusterprocess.offerings.questions import Row


class Goal(Row):
    """One measurable goal; a missing baseline is written down, never invented."""

    key: Annotated[str, Field(pattern=r"^Z[0-9.]+$")]
    indicator: Short
    unit: Short
    baseline: float | None = None
    baseline_text: Short = Field(
        description="Basiswert in Worten, zum Beispiel „14 von 61 (23 %)“ oder „Basiswert fehlt, wird bis … erhoben“"
    )
    baseline_on: IsoDay | None = None
    baseline_source: Short
    targets: dict[Year, Short] = Field(description="Zielwert je Jahr, in Worten")
    measured_by: Short

    @model_validator(mode="after")
    def _dated(self) -> Goal:
        if self.baseline is not None and self.baseline_on is None:
            raise ValueError("ein Basiswert braucht ein Datum (baseline_on)")
        return self


class Risk(Row):
    risk: Sentence
    answer: Sentence


class Example(Row):
    """A member project, told in about 120 words and released in writing by the partner."""

    title: Short
    text: Paragraphs
    released_on: IsoDay
    released_by: Short


class FieldOfAction(Row):
    key: Annotated[str, Field(pattern=r"^H[1-9]$")]
    title: Short
    statement: Short = Field(description="Überschrift als Aussage")
    why: Paragraphs
    goals: Annotated[list[Goal], Field(min_length=1, max_length=4)]
    commitments: Annotated[list[Sentence], Field(min_length=2, max_length=6)]
    commitments_after: Paragraphs = Field(description="Was daraus folgt: Einordnung der Zusagen")
    risks: Annotated[list[Risk], Field(min_length=1, max_length=4)]
    example: Example | None = None


class StrategyMeasure(PlannedMeasure):
    """A measure of one field of action, numbered below it."""

    number: Annotated[str, Field(pattern=r"^M [0-9]+\.[0-9]+$")]
    field: Annotated[str, Field(pattern=r"^H[1-9]$")]


class Option(Row):
    key: Annotated[str, Field(pattern=r"^O[0-9]+$")]
    title: Short
    about: Sentence
    origin: Short = Field(description="zum Beispiel „S1 × O2“")
    decision: Literal["gewaehlt", "abgelehnt", "zurueckgestellt"]
    field: str = Field("", pattern=r"^(H[1-9])?$")
    reason: Sentence
    resubmission: Short = Field("–", description="Wiedervorlage, Jahr oder Datum")


class PairScore(Row):
    """One crossing of the TOWS matrix, 0 (no link) to 3 (strong)."""

    first: Annotated[str, Field(pattern=r"^[SW][1-8]$")]
    second: Annotated[str, Field(pattern=r"^[OT][1-8]$")]
    score: Annotated[int, Field(ge=0, le=3)]


class DecisionRight(Row):
    topic: Short
    board: Literal["entscheidet", "berät", "wird informiert", "–"]
    advisory: Literal["entscheidet", "berät", "wird informiert", "–"]
    office: Literal["entscheidet", "berät", "wird informiert", "–"]
    leads: Literal["entscheidet", "berät", "wird informiert", "–"]
    assembly: Literal["entscheidet", "berät", "wird informiert", "–"]


class PlannedIncome(Row):
    name: Short
    kind: Literal["zuschuss", "beitraege", "leistungen", "sponsoring", "traeger", "kommunal"]
    amounts_eur: dict[Year, Money]


class ClosingStep(Row):
    name: Short
    amount_eur: Money
    how: Sentence


class FinancingPlan(Row):
    """Income per source and year, cost per year, and the steps that close the gap to zero."""

    sources: Annotated[list[PlannedIncome], Field(min_length=1)]
    cost_eur: dict[Year, Money]
    steps: Annotated[list[ClosingStep], Field(min_length=1)]
    assumptions: Annotated[list[Sentence], Field(min_length=1, max_length=8)]
    sensitivity: Sentence


class MonitoringIndicator(Row):
    indicator: Short
    definition: Sentence
    source: Short
    cutoff: Short
    baseline: Short
    path: Short
    responsible: Short


class Milestone(Row):
    field: Annotated[str, Field(pattern=r"^(H[1-9]|Gremien)$")]
    title: Short
    on: IsoDay


class StrategyPlan(Row):
    """Everything that was decided, in one validated record."""

    years: Annotated[list[Year], Field(min_length=2, max_length=2)] = Field(description="erstes und letztes Jahr")
    motto: Short
    vision: Sentence
    mission: Annotated[list[Sentence], Field(min_length=1, max_length=3)]
    principles: Annotated[list[Sentence], Field(min_length=3, max_length=7)]
    fields: Annotated[list[FieldOfAction], Field(min_length=3, max_length=5)]
    options: Annotated[list[Option], Field(min_length=4, max_length=15)]
    pairs: Annotated[list[PairScore], Field(min_length=4)]
    measures: Annotated[list[StrategyMeasure], Field(min_length=3, max_length=40)]
    capacity_days: Annotated[float, Field(gt=0)] = Field(
        description="verfügbare PT der Geschäftsstelle in zwölf Monaten"
    )
    stop_list: Annotated[list[StopItem], Field(min_length=1)]
    neighbours: list[Neighbour] = Field(default_factory=list)
    governance: Annotated[list[DecisionRight], Field(min_length=3)]
    financing: FinancingPlan
    monitoring: Annotated[list[MonitoringIndicator], Field(min_length=1, max_length=8)]
    milestones: Annotated[list[Milestone], Field(min_length=3)]
    resolution: Annotated[list[Sentence], Field(min_length=2, max_length=6)] = Field(
        description="Der Vorstand beschließt: …"
    )
    costs_summary: Annotated[list[Short], Field(min_length=3, max_length=3)] = Field(
        description="drei Zahlen: Was es kostet und wer zahlt"
    )
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> StrategyPlan:
        known = {f.key for f in self.fields}
        for measure in self.measures:
            if measure.field not in known:
                raise ValueError(f"Maßnahme {measure.number} nennt das unbekannte Handlungsfeld {measure.field}")
        for option in self.options:
            if option.decision == "gewaehlt" and option.field not in known:
                raise ValueError(f"die gewählte Option {option.key} braucht ihr Handlungsfeld")
        return self


TEXT_KEYS: dict[str, str] = {
    "headline.3": "Überschrift Kapitel 3 als Aussage",
    "headline.3.2": "Überschrift 3.2 als Aussage",
    "headline.4": "Überschrift Kapitel 4 als Aussage",
    "headline.4.2": "Überschrift 4.2 als Aussage",
    "headline.5": "Überschrift Kapitel 5 als Aussage",
    "headline.5.2": "Überschrift 5.2 als Aussage",
    "headline.6": "Überschrift Kapitel 6 als Aussage",
    "headline.6.2": "Überschrift 6.2 als Aussage",
    "headline.10": "Überschrift Kapitel 10 als Aussage",
    "headline.10.2": "Überschrift 10.2 als Aussage",
    "summary.where": "ein Satz: wo wir stehen",
    "summary.why": "ein Satz: warum jetzt",
    "summary.stop": "ein bis zwei Sätze: was wir nicht mehr tun",
    "occasion": "2.1 Anlass in fünf Sätzen",
    "process": "2.1 Vorgehen neben der Abbildung",
    "participation": "2.2 Wer war dabei, wie verzerrt ist das Bild",
    "method": "2.2 Methode in sechs Zeilen",
    "members.before": "3.1 Befund vor der Abbildung",
    "members.after": "3.1 Einordnung und was daraus folgt",
    "services": "3.1 Welche Leistungen genutzt werden",
    "money.before": "3.2 Befund vor der Abbildung",
    "money.after": "3.2 Einordnung",
    "trends.before": "4.1 Befund vor der Abbildung",
    "trends.after": "4.1 Einordnung",
    "chain.before": "4.2 Befund vor der Abbildung",
    "chain.after": "4.2 Einordnung",
    "benchmark.before": "5.1 Befund vor der Abbildung",
    "benchmark.after": "5.1 Einordnung",
    "four_columns": "5.2 Was die Mitglieder überrascht hat",
    "swot.before": "6.1 Befund vor der Tabelle",
    "swot.tensions": "6.1 drei Spannungen, je ein Satz",
    "options.before": "6.2 Wie aus Punkten Optionen wurden",
    "options.after": "6.2 Was abgelehnt wurde und warum",
    "expectations": "6.2 Wichtigkeit und Zufriedenheit",
    "vision.before": "7 Wie der Satz entstand",
    "fields.before": "8 Überblick vor dem Strategiehaus",
    "dissent": "8 Wo die Meinungen auseinandergingen und wie es geregelt wurde",
    "stop.before": "8.5 Warum wir aufhören",
    "stop.after": "8.5 Abgrenzung zu Nachbarn",
    "measures.before": "9.1 Lesehilfe und Befund",
    "schedule.before": "9.2 Befund vor dem Zeitplan",
    "capacity": "9.2 Reicht die Kapazität?",
    "governance.before": "10.1 Befund vor der Tabelle",
    "governance.after": "10.1 Rhythmus, Vertretung, Ausfall",
    "financing.before": "10.2 Befund vor der Abbildung",
    "financing.after": "10.2 Einordnung",
    "monitoring.before": "11 Befund vor der Tabelle",
    "monitoring.after": "11 Rhythmus, Frühwarnung, nächster Termin",
    "data.limits": "Anhang A Grenzen der Daten",
    "disclosure": "Anhang A Offenlegung der beratenden Organisation",
}
"""Keys of the texts a consultant writes for the Strategiepapier, with what belongs there."""

Texts = texts_model(TEXT_KEYS)
