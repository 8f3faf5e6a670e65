"""The part of the plan that concerns services: scored ideas, one sheet per new service, what stops, what closes the gap.

Content: offerings.md section 7e (line e2), docs/yardsticks/professionalisation.md.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.catalogues.service_portfolio import service_portfolio_catalogue
from clusterprocess.catalogues.services import service_catalogue
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import (
    Amount,
    IsoDay,
    Money,
    Neighbour,
    OutcomeIndicator,
    Sentence,
    ServiceCategory,
    Short,
    StopItem,
)

ServiceKey = Annotated[str, Field(pattern=r"^N[1-9][0-9]?$")]
Score = Annotated[int, Field(ge=1, le=5)]


class Crowding(Row):
    """The question put to a neighbour before a service starts (crowding-out check)."""

    kind: str = Field(description="Art des Nachbarn nach dem Katalog, zum Beispiel „kammer“")
    who: Short
    offers: Sentence
    overlap: Literal["keine", "aehnlich", "gleich"]
    asked_on: IsoDay
    agreed_on: IsoDay | None = Field(None, description="abgestimmt am; leer = nicht abgestimmt")
    result: Sentence

    @model_validator(mode="after")
    def _known_kind(self) -> Crowding:
        known = [n.slug for n in service_portfolio_catalogue().neighbour_kind]
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
    difference: Sentence = Field(description="was das eigene Angebot von dem der Nachbarn unterscheidet")
    uses_public_money: bool | None = Field(
        None, description="leer = gilt als öffentlich, solange der Preis nicht deckt"
    )
    crowding: Annotated[list[Crowding], Field(min_length=1, max_length=6)]
    pilot: Pilot

    @model_validator(mode="after")
    def _neighbours_asked(self) -> ServiceSheet:
        asked = {c.kind for c in self.crowding}
        for needed in service_catalogue().crowding.required:
            if needed not in asked:
                name = service_portfolio_catalogue().kind(needed).de
                raise ValueError(f"{self.title}: die Nachfrage bei „{name}“ fehlt (crowding)")
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


class PayerGroup(Row):
    name: Short
    is_public: bool = False


class CanvasService(Row):
    name: Short
    benefit: Short
    payer: Short | None = None
    cost_eur: Amount | None = None


class RevenueLine(Row):
    name: Short
    amount_eur: Amount
    service: Short | None = None
    payer: Short | None = None


class CostLine(Row):
    name: Short
    amount_eur: Amount


class Canvas(Row):
    """The business model of the office after the pilots: nine blocks, each revenue with service and payer (F19)."""

    partners: Annotated[list[Short], Field(min_length=1, max_length=6)]
    activities: Annotated[list[Short], Field(min_length=1, max_length=6)]
    resources: Annotated[list[Short], Field(min_length=1, max_length=6)]
    relationships: Annotated[list[Short], Field(min_length=1, max_length=6)]
    channels: Annotated[list[Short], Field(min_length=1, max_length=6)]
    payers: Annotated[list[PayerGroup], Field(min_length=1, max_length=8)]
    services: Annotated[list[CanvasService], Field(min_length=1, max_length=12)]
    revenues: Annotated[list[RevenueLine], Field(min_length=1, max_length=12)]
    costs: Annotated[list[CostLine], Field(min_length=1, max_length=8)]


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
