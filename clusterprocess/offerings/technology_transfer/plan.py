"""What topic evening, Transfertag and consultant decide: the plan behind chapters 5 to 9.

Ideas, measures and texts name contributors by the number of their sheet or as ``{B3.name}``, never in words; which words
a version prints is decided by ``disclosure``. Content: offerings.md 7c.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.methods.matching import Form
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import (
    Amount,
    IsoDay,
    Likert,
    Neighbour,
    OutcomeIndicator,
    Paragraphs,
    PlannedMeasure,
    Sentence,
    Short,
    StopItem,
)
from clusterprocess.offerings.technology_transfer.record import IdeaKey, NeedKey, OfferKey
from clusterprocess.offerings.technology_transfer.sheets import Confidentiality, Trl

_STAGES = ("sketches", "applications", "grants", "innovations")


class IdeaPartner(Row):
    """A partner of an idea: a contributor by number, or a body that handed in no sheet, and what it does."""

    sheet: Annotated[str, Field(pattern=r"^([AB][1-9]\d?)?$")] = Field("", description="Nummer des Bogens oder leer")
    who: Annotated[str, Field(max_length=120)] = Field("", description="Stelle ohne Bogen, etwa „Patentanwalt“")
    role: Sentence = Field(description="was dieser Partner tut")

    @model_validator(mode="after")
    def _somebody(self) -> IdeaPartner:
        if bool(self.sheet) == bool(self.who):
            raise ValueError("ein Partner hat entweder eine Bogennummer (sheet) oder eine Bezeichnung (who)")
        return self


class NextStep(Row):
    """One step of the next 100 days."""

    what: Short
    who: Short = Field(description="Nummer des Bogens, {B3.name} oder Funktion")
    by: IsoDay


class IdeaScores(Row):
    """Rating 1 to 5; the fit to funding programmes is computed (TT3), for ideas not pursued it is given."""

    nutzen: Likert
    machbarkeit: Likert
    konsortium: Likert
    tempo: Likert
    foerderung: Likert | None = Field(None, description="nur bei nicht verfolgten Ideen")


class Idea(Row):
    """One idea that is pursued: its sheet fills one page."""

    key: IdeaKey
    title: Short = Field(description="Bezeichnung, ohne Namen und vertraulichen Inhalt")
    problem: Paragraphs
    solution: Paragraphs
    needs: Annotated[list[NeedKey], Field(min_length=1, max_length=12)]
    offers: Annotated[list[OfferKey], Field(max_length=12)] = Field(default_factory=list)
    partners: Annotated[list[IdeaPartner], Field(min_length=2, max_length=10)]
    form: Form = Field(description="Form der Zusammenarbeit")
    trl_now: Trl
    trl_target: Trl
    months: Annotated[int, Field(ge=1, le=60)] = Field(description="Laufzeit in Monaten")
    cost_companies_eur: Amount = Field(description="Kosten der Unternehmen in Euro")
    cost_science_eur: Amount = Field(description="Kosten der Wissenschaft in Euro")
    grant_eur: Amount = Field(description="geplante Förderung in Euro")
    own_eur: Amount = Field(description="eigene Mittel der Partner in Euro")
    programme: Annotated[str, Field(max_length=40)] = Field("", description="Kennung des Programms, leer = ohne")
    funding_note: Sentence = Field(description="wie finanziert wird")
    ready_on: IsoDay = Field(description="Tag, an dem Antrag oder Auftrag fertig sein kann")
    ip: Sentence = Field(description="Schutzrechte: was zu klären oder geregelt ist")
    risk: Sentence = Field(description="größtes Risiko und was wir dagegen tun")
    lead: Short = Field(description="Nummer des Bogens, {B3.name} oder Funktion")
    deadline: IsoDay = Field(description="Frist des nächsten Meilensteins")
    scores: IdeaScores
    score_reason: Sentence
    steps: Annotated[list[NextStep], Field(min_length=2, max_length=6)]
    confidentiality: Confidentiality
    public_summary: Paragraphs = Field(
        description="was veröffentlicht werden darf, ohne Namen und ohne Inhalt der Bögen"
    )
    released_on: IsoDay | None = Field(
        None, description="Tag, an dem die Federführung den ganzen Bogen freigegeben hat"
    )
    released_by: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Idea:
        cost, money = self.cost_companies_eur + self.cost_science_eur, self.grant_eur + self.own_eur
        if cost != money:
            raise ValueError(f"{self.key}: Kosten {cost} Euro und Finanzierung {money} Euro gehen nicht auf")
        if self.trl_target < self.trl_now:
            raise ValueError(f"{self.key}: der Reifegrad am Ende liegt unter dem heutigen")
        if self.grant_eur and not self.programme:
            raise ValueError(f"{self.key}: eine geplante Förderung braucht ein Programm (programme)")
        if self.released_on and (self.confidentiality == "nda" or not self.released_by):
            raise ValueError(f"{self.key}: Freigabe nur ohne NDA und mit Funktion (released_by)")
        return self


class RejectedIdea(Row):
    """An idea that is not pursued, with the reason and the day it may come back."""

    key: IdeaKey
    title: Short
    about: Sentence
    needs: list[NeedKey] = Field(default_factory=list, description="Bedarfe, um die es ging")
    offers: list[OfferKey] = Field(default_factory=list, description="Angebote, um die es ging")
    scores: IdeaScores | None = None
    knock_outs: list[Short] = Field(default_factory=list, description="Ausschlussgründe, einer genügt")
    decision: Literal["abgelehnt", "zurueckgestellt"]
    reason: Sentence
    resubmission: Short = Field(description="Wiedervorlage: Datum oder Anlass")

    @model_validator(mode="after")
    def _scored_or_out(self) -> RejectedIdea:
        if not self.knock_outs and (self.scores is None or self.scores.foerderung is None):
            raise ValueError(f"{self.key} braucht Bewertungen mit Förderpassung oder einen Ausschlussgrund")
        return self


class UnmetNeed(Row):
    """What happens with a need that no offer answers."""

    need: NeedKey
    what: Sentence
    who: Short
    by: IsoDay


class IpQuestion(Row):
    """A question about rights, and the office that settles it; information and referral, never advice."""

    topic: Short
    question: Sentence
    clarified_by: Short
    on: IsoDay
    ideas: list[IdeaKey] = Field(default_factory=list)


class ServicePart(Row):
    """One part of transfer as a lasting service of the cluster management."""

    service: Short
    what: Sentence
    days: Annotated[float, Field(ge=0, le=300)] = Field(description="Personentage im Jahr")
    who: Short
    paid_by: Short


class FunnelGoal(Row):
    """A goal of a later stage of the funnel, and when it is asked for."""

    stage: Literal["sketches", "applications", "grants", "innovations"]
    value: Annotated[int, Field(ge=0, le=1000)]
    asked_on: IsoDay


class TransferPlan(Row):
    """Everything that was decided, in one validated record."""

    motto: Short
    ideas: Annotated[list[Idea], Field(min_length=1, max_length=6)]
    rejected: Annotated[list[RejectedIdea], Field(max_length=12)] = Field(default_factory=list)
    unmet: list[UnmetNeed] = Field(default_factory=list)
    ip_questions: Annotated[list[IpQuestion], Field(min_length=1, max_length=10)]
    measures: Annotated[list[PlannedMeasure], Field(min_length=2, max_length=30)]
    capacity_days: Annotated[float, Field(gt=0)] = Field(
        description="verfügbare PT der Geschäftsstelle in zwölf Monaten"
    )
    services: Annotated[list[ServicePart], Field(min_length=1, max_length=8)]
    neighbours: Annotated[list[Neighbour], Field(min_length=1, max_length=8)]
    stop_list: list[StopItem] = Field(default_factory=list)
    funnel_goals: Annotated[list[FunnelGoal], Field(max_length=4)] = Field(default_factory=list)
    monitoring: Annotated[list[OutcomeIndicator], Field(min_length=1, max_length=8)]
    resolution: Annotated[list[Sentence], Field(min_length=2, max_length=6)] = Field(
        description="Das Clustermanagement beschließt: …"
    )
    costs_summary: Annotated[list[Short], Field(min_length=3, max_length=3)] = Field(
        description="drei Zahlen: was es kostet und wer zahlt"
    )
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> TransferPlan:
        keys = [i.key for i in self.ideas] + [r.key for r in self.rejected]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"die Idee {key} kommt zweimal vor; bitte jede Nummer einmal vergeben")
        numbers = [m.number for m in self.measures]
        for number in numbers:
            if numbers.count(number) > 1:
                raise ValueError(f"die Maßnahme {number} kommt zweimal vor")
        for question in self.ip_questions:
            if unknown := sorted(set(question.ideas) - set(keys)):
                raise ValueError(
                    f"die Schutzrechtsfrage „{question.topic}“ nennt unbekannte Ideen: {', '.join(unknown)}"
                )
        goals = [g.value for g in sorted(self.funnel_goals, key=lambda g: _STAGES.index(g.stage))]
        if goals != sorted(goals, reverse=True):
            raise ValueError("die Ziele des Trichters wachsen von Stufe zu Stufe; bitte berichtigen")
        return self
