"""What workshop and consultant decided: the way to the label, the new services, what stops, and who does what.

One record for both lines; the part of a line that was not chosen is left out. Content: offerings.md section 7e,
docs/yardsticks/professionalisation.md.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.catalogues.services import service_catalogue
from clusterprocess.offerings.common.rows import (
    Amount,
    IsoDay,
    Money,
    Neighbour,
    OutcomeIndicator,
    PlannedMeasure,
    Sentence,
    ServiceCategory,
    Short,
    StopItem,
    WorkshopRecord,
)
from clusterprocess.offerings.professionalisation.questionnaire import E2, IndicatorCode
from clusterprocess.offerings.questions import Row

ServiceKey = Annotated[str, Field(pattern=r"^N[1-9][0-9]?$")]
Score = Annotated[int, Field(ge=1, le=5)]


class PathStep(Row):
    """One step towards the label: which points it brings, what it takes, who does it and until when."""

    code: IndicatorCode
    step: Short
    lacks: Literal["beleg", "sache"] = Field(description="fehlt nur der Beleg oder die Sache selbst?")
    points: Annotated[float, Field(gt=0, le=5)] = Field(description="Punkte, die der Schritt bringt")
    feasibility: Annotated[float, Field(gt=0, le=1)]
    effort_days: Annotated[float, Field(gt=0, le=100)]
    lead: Short
    due_on: IsoDay
    measure: Annotated[str, Field(pattern=r"^M [0-9]+(\.[0-9]+)?$")]


class LabelPart(Row):
    """What was decided about the label."""

    site_visit_on: IsoDay
    path: Annotated[list[PathStep], Field(min_length=1, max_length=20)]
    comments: dict[IndicatorCode, Sentence] = Field(
        default_factory=dict, description="was zu einem Indikator zu sagen ist"
    )


class Crowding(Row):
    """The question put to a neighbour before a service starts (crowding-out check)."""

    kind: str
    who: Short
    offers: Sentence
    overlap: Literal["keine", "teilweise", "gleich"]
    asked_on: IsoDay
    agreed: Sentence

    @model_validator(mode="after")
    def _known_kind(self) -> Crowding:
        known = [n.slug for n in service_catalogue().neighbour]
        if self.kind not in known:
            raise ValueError(f"die Art „{self.kind}“ gibt es nicht; möglich sind: {', '.join(known)}")
        return self


class Pilot(Row):
    """How a new service is tried before it is offered to all."""

    test_group: Short
    size: Annotated[int, Field(ge=1, le=500)]
    starts_on: IsoDay
    ends_on: IsoDay
    criterion: Short = Field(description="was gemessen wird")
    threshold: Short = Field(description="ab welcher Zahl es weitergeht")
    decide_on: IsoDay
    decided_by: Short
    if_failed: Sentence

    @model_validator(mode="after")
    def _in_order(self) -> Pilot:
        if not self.starts_on < self.ends_on <= self.decide_on:
            raise ValueError("der Pilot beginnt vor seinem Ende, und entschieden wird danach (decide_on)")
        days = (date.fromisoformat(self.ends_on) - date.fromisoformat(self.starts_on)).days
        longest = service_catalogue().pilot.longest_days
        if days > longest:
            raise ValueError(f"der Pilot dauert {days} Tage; mehr als {longest} sind kein Pilot")
        return self


class ServiceSheet(Row):
    """One new service as it will be offered."""

    key: ServiceKey
    title: Short
    category: ServiceCategory
    statement: Short = Field(description="Überschrift als Aussage")
    why: Annotated[str, Field(min_length=1, max_length=2000)]
    user: Short
    benefit: Sentence
    process: Annotated[list[Sentence], Field(min_length=2, max_length=6)]
    payer: Short = Field(description="wer die Rechnung bekommt")
    price_eur: Amount
    price_per: Short = Field(description="wofür der Preis gilt, zum Beispiel „je Betrieb und Tag“")
    users_year: Annotated[int, Field(ge=1, le=5000)]
    days_year: Annotated[float, Field(gt=0, le=300)]
    cost_eur: Amount = Field(description="Sachkosten im Jahr")
    crowding: Annotated[list[Crowding], Field(min_length=1, max_length=6)]
    pilot: Pilot

    @model_validator(mode="after")
    def _neighbours_asked(self) -> ServiceSheet:
        asked = {c.kind for c in self.crowding}
        for needed in service_catalogue().neighbour:
            if needed.required and needed.slug not in asked:
                raise ValueError(f"{self.title}: die Nachfrage bei „{needed.name}“ fehlt (crowding)")
        if same := next((c for c in self.crowding if c.overlap == "gleich"), None):
            raise ValueError(f"{self.title}: {same.who} bietet das Gleiche an; mit öffentlichem Geld geht das nicht")
        return self


class ScoredIdea(Row):
    """An idea with its scores, and what became of it."""

    key: ServiceKey
    title: Short
    scores: dict[str, Score] = Field(default_factory=dict)
    knock_outs: list[Short] = Field(default_factory=list)
    decision: Literal["gewaehlt", "abgelehnt", "zurueckgestellt"]
    reason: Sentence
    resubmission: Short = Field("–", description="Wiedervorlage, Jahr oder Datum")

    @model_validator(mode="after")
    def _scored_or_out(self) -> ScoredIdea:
        wanted = [c.key for c in service_catalogue().criterion]
        if not self.knock_outs and sorted(self.scores) != sorted(wanted):
            raise ValueError(f"{self.title}: bewertet werden genau {', '.join(wanted)}")
        if self.decision == "gewaehlt" and self.knock_outs:
            raise ValueError(f"{self.title} ist ausgeschlossen und kann nicht gewählt sein")
        if self.decision != "gewaehlt" and self.resubmission == "–":
            raise ValueError(f"{self.title}: eine nicht gewählte Idee braucht eine Wiedervorlage")
        return self


class ClosingStep(Row):
    """What a step adds to the office's income or takes from its cost, a year."""

    name: Short
    amount_eur: Money
    how: Sentence


class RevenueLine(Row):
    """Income of the office's business model: which service, who pays (F19)."""

    name: Short
    service: Short
    payer: Short
    amount_eur: Amount


class Canvas(Row):
    """The nine blocks of the office's business model (F19)."""

    customers: Annotated[list[Short], Field(min_length=1, max_length=6)]
    value: Annotated[list[Short], Field(min_length=1, max_length=6)]
    channels: Annotated[list[Short], Field(min_length=1, max_length=6)]
    relations: Annotated[list[Short], Field(min_length=1, max_length=6)]
    revenues: Annotated[list[RevenueLine], Field(min_length=1, max_length=10)]
    resources: Annotated[list[Short], Field(min_length=1, max_length=6)]
    activities: Annotated[list[Short], Field(min_length=1, max_length=6)]
    partners: Annotated[list[Short], Field(min_length=1, max_length=6)]
    costs: Annotated[list[Short], Field(min_length=1, max_length=6)]


class ServicePart(Row):
    """What was decided about the services."""

    ideas: Annotated[list[ScoredIdea], Field(min_length=1, max_length=15)]
    sheets: Annotated[list[ServiceSheet], Field(min_length=1, max_length=5)]
    stop_list: Annotated[list[StopItem], Field(min_length=1)]
    neighbours: list[Neighbour] = Field(default_factory=list)
    canvas: Canvas | None = None
    closing: Annotated[list[ClosingStep], Field(min_length=1, max_length=8)]
    assumptions: Annotated[list[Sentence], Field(min_length=1, max_length=6)]
    sensitivity: Sentence
    indicators: Annotated[list[OutcomeIndicator], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def _sheets_for_the_chosen(self) -> ServicePart:
        keys = [i.key for i in self.ideas]
        if len(set(keys)) < len(keys):
            raise ValueError("zwei Ideen tragen denselben Schlüssel (ideas.key)")
        chosen = {i.key for i in self.ideas if i.decision == "gewaehlt"}
        if chosen != {s.key for s in self.sheets}:
            raise ValueError("jede gewählte Idee braucht genau ein Blatt (sheets), und nur sie")
        return self


class ProfessionalisationPlan(Row):
    """Everything that was decided, in one validated record."""

    motto: Short
    label: LabelPart | None = None
    services: ServicePart | None = None
    measures: Annotated[list[PlannedMeasure], Field(min_length=2, max_length=30)]
    capacity_days: Annotated[float, Field(gt=0)] = Field(
        description="verfügbare PT der Geschäftsstelle in zwölf Monaten"
    )
    resolution: Annotated[list[Sentence], Field(min_length=2, max_length=6)] = Field(
        description="Der Vorstand beschließt: …"
    )
    costs_summary: Annotated[list[Short], Field(min_length=3, max_length=3)] = Field(
        description="drei Zahlen: Was es kostet und wer zahlt"
    )
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> ProfessionalisationPlan:
        if self.label is None and self.services is None:
            raise ValueError("der Plan braucht den Teil „label“, den Teil „services“ oder beide")
        numbers = [m.number for m in self.measures]
        if len(set(numbers)) < len(numbers):
            raise ValueError("zwei Maßnahmen tragen dieselbe Nummer (measures.number)")
        for step in self.label.path if self.label else ():
            if step.measure not in numbers:
                raise ValueError(f"der Schritt zu {step.code} nennt die unbekannte Maßnahme {step.measure}")
            if self.label and step.due_on > self.label.site_visit_on:
                raise ValueError(f"der Schritt zu {step.code} endet nach dem Besuch (site_visit_on)")
        return self


class PointChange(Row):
    """A value that the team corrected in the workshop, with the reason."""

    code: IndicatorCode
    before: Annotated[float, Field(ge=0, le=5)]
    after: Annotated[float, Field(ge=0, le=5)]
    reason: Short


class QualityWorkshop(WorkshopRecord):
    """Minutes of the e1 half day or the e2 day, with corrected points and pilot partners."""

    points_changed: list[PointChange] = Field(default_factory=list)
    pilot_partners: list[Short] = Field(default_factory=list, description="Service: Zusage einer Organisation")


def plan_fits_line(plan: ProfessionalisationPlan, lines: tuple[str, ...]) -> list[str]:
    """Sentences about parts of the plan that the chosen lines need and that are missing."""
    found = []
    if "e1_label" in lines and plan.label is None:
        found.append("Ergebnis (label): Die Linie e1 ist gewählt, der Weg zum Label fehlt.")
    if E2 in lines and plan.services is None:
        found.append("Ergebnis (services): Die Linie e2 ist gewählt, das Servicekonzept fehlt.")
    return found
