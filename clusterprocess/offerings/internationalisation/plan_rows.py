"""The rows of the plan: goals, regions, partners, letter, missions, money, risks, country sheets."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.internationalisation.questionnaire import Country
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.sections.numbers import euro
from clusterprocess.offerings.standard.rows import (
    Amount,
    IsoDay,
    MemberKind,
    Paragraphs,
    PlannedMeasure,
    Sentence,
    Short,
    Year,
)

RegionKey = Annotated[str, Field(pattern=r"^R[1-2]$")]
RegionOrAll = Annotated[str, Field(pattern=r"^(R[1-2]|alle)$")]
PartnerKey = Annotated[str, Field(pattern=r"^P[1-9]$")]


class IntlGoal(Row):
    """One measurable goal; a missing baseline is written down, never invented."""

    key: Annotated[str, Field(pattern=r"^Z[1-9]$")]
    indicator: Short
    baseline: float | None = None
    baseline_text: Short
    baseline_on: IsoDay | None = None
    baseline_source: Short
    target: Short
    target_on: IsoDay
    measured_by: Short

    @model_validator(mode="after")
    def _dated(self) -> IntlGoal:
        if self.baseline is not None and self.baseline_on is None:
            raise ValueError(f"{self.key}: ein Basiswert braucht ein Datum (baseline_on)")
        if self.baseline is None and "fehlt" not in self.baseline_text:
            raise ValueError(
                f"{self.key}: ohne Basiswert sagt baseline_text, dass er fehlt und bis wann er erhoben wird"
            )
        return self


class TargetRegion(Row):
    """A region that is worked on: who leads there, what the members give and what they seek."""

    key: RegionKey
    name: Short
    countries: Annotated[list[Country], Field(min_length=1, max_length=4)]
    statement: Short = Field(description="Überschrift als Aussage")
    lead: Short = Field(description="Mitglied, das führt; Organisation, kein Name")
    why: Paragraphs
    give: Annotated[list[Sentence], Field(min_length=1, max_length=5)]
    seek: Annotated[list[Sentence], Field(min_length=1, max_length=5)]


class RejectedCountry(Row):
    country: Country
    decision: Literal["abgelehnt", "zurueckgestellt", "ausgeschlossen"]
    reason: Sentence
    resubmission: Short = Field(description="Wiedervorlage mit Datum oder Anlass")


class PartnerProfile(Row):
    """A partner: what both sides have of it, where it stands and where it is to stand."""

    key: PartnerKey
    name: Short
    country: Country
    region: RegionKey
    profile: Paragraphs
    stage_now: Annotated[int, Field(ge=0, le=5)]
    stage_goal: Annotated[int, Field(ge=0, le=5)]
    goal_on: IsoDay
    give: Annotated[list[Sentence], Field(min_length=1, max_length=4)]
    get: Annotated[list[Sentence], Field(min_length=1, max_length=4)]
    contact: Short = Field(description="Rolle auf beiden Seiten, keine Namen")
    first_step: Sentence

    @model_validator(mode="after")
    def _upwards(self) -> PartnerProfile:
        if self.stage_goal < self.stage_now:
            raise ValueError(f"{self.key}: Die angestrebte Stufe liegt unter der heutigen")
        return self


class Letter(Row):
    """A letter in English that can be sent as it stands."""

    partner: PartnerKey
    subject: Short
    salutation: Short
    body: Paragraphs
    closing: Short
    sender: Short


class ValueProposition(Row):
    """Half a page in English: what partners abroad have of this initiative."""

    title: Short
    text: Paragraphs
    proofs: Annotated[list[Sentence], Field(min_length=2, max_length=6)]


class Memorandum(Row):
    """What the template of the memorandum is filled with, in both languages, in the same order."""

    partner: PartnerKey
    topics_de: Annotated[list[Sentence], Field(min_length=1, max_length=6)]
    topics_en: Annotated[list[Sentence], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _same(self) -> Memorandum:
        if len(self.topics_de) != len(self.topics_en):
            raise ValueError("das Muster hat in beiden Sprachen gleich viele Vorhaben")
        return self


class Mission(Row):
    """A journey with its date, host, purpose and travellers by kind."""

    title: Short
    region: Annotated[str, Field(pattern=r"^(R[1-2])?$")] = ""
    starts_on: IsoDay
    ends_on: IsoDay
    organiser: Short
    host: Short
    purpose: Sentence
    participants: dict[MemberKind, Annotated[int, Field(ge=0, le=100)]]
    cost_eur: Amount = Field(description="Kosten der Initiative")
    fee_eur: Amount = Field(description="was jede mitreisende Organisation zahlt")
    register_by: IsoDay

    @model_validator(mode="after")
    def _in_order(self) -> Mission:
        if not self.register_by < self.starts_on <= self.ends_on:
            raise ValueError(f"{self.title}: Anmeldung, Beginn und Ende stehen nicht in dieser Reihenfolge")
        if not sum(self.participants.values()):
            raise ValueError(f"{self.title}: niemand reist mit")
        return self


class IntlMeasure(PlannedMeasure):
    """A measure, for one region or for all."""

    region: RegionOrAll
    label: Annotated[str, Field(max_length=24)] = Field("", description="kurzes Etikett für den Zeitplan")


class Meeting(Row):
    title: Short
    on: IsoDay


class Income(Row):
    name: Short
    kind: Literal["land", "bund", "eu", "kommunal", "beitraege", "leistungen", "sponsoring", "traeger"]
    amount_eur: Amount
    status: Literal["gesichert", "beantragt", "zu beantragen", "geplant"]


class CostItem(Row):
    name: Short
    amount_eur: Amount


class ResourceYear(Row):
    """Costs and sources of one year; they close to zero."""

    year: Year
    costs: Annotated[list[CostItem], Field(min_length=1, max_length=10)]
    income: Annotated[list[Income], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _closes(self) -> ResourceYear:
        gap = sum((c.amount_eur for c in self.costs), Decimal(0)) - sum((i.amount_eur for i in self.income), Decimal(0))
        if gap:
            word = "fehlen" if gap > 0 else "bleiben übrig:"
            raise ValueError(f"{self.year} {word} {euro(abs(gap))}; bitte Quelle nennen oder Kosten ändern")
        return self


class IntlRisk(Row):
    risk: Sentence
    sign: Short = Field(description="woran wir es früh merken")
    answer: Sentence
    who: Short


class CountrySheet(Row):
    """Two thirds of a page about one scored country."""

    country: Country
    members: Sentence
    market: Sentence
    partners: Sentence
    access: Sentence
    strengths: Sentence
    obstacles: Sentence
    verdict: Sentence
    experience: Annotated[str, Field(max_length=900)] = Field(
        "", description="was ein Mitglied dort erlebt hat, ohne Namen"
    )
    sources: Annotated[list[Short], Field(min_length=1, max_length=6)]
