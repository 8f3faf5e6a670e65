"""What the Auslandstage and the consultant decide: the plan behind the chapters.

Validated here and nowhere else. Content: offerings.md 7d, docs/yardsticks/internationalisation.md.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.offerings.internationalisation.plan_rows import (
    CountrySheet,
    IntlGoal,
    IntlMeasure,
    IntlRisk,
    Letter,
    Meeting,
    Memorandum,
    Mission,
    PartnerProfile,
    RejectedCountry,
    ResourceYear,
    TargetRegion,
    ValueProposition,
)
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.rows import (
    IsoDay,
    Neighbour,
    OutcomeIndicator,
    Sentence,
    Short,
    StopItem,
)

MONTHS = 18


class InternationalPlan(Row):
    """Everything that was decided, in one validated record."""

    period_from: IsoDay
    period_to: IsoDay
    motto: Short
    aim: Sentence = Field(description="ein Satz: was in 18 Monaten anders ist")
    decision: Literal["keine_zielregion", "pilot", "ausbau"]
    goals: Annotated[list[IntlGoal], Field(min_length=1, max_length=5)]
    regions: Annotated[list[TargetRegion], Field(max_length=2)] = Field(default_factory=list)
    rejected: list[RejectedCountry] = Field(default_factory=list)
    partners: Annotated[list[PartnerProfile], Field(max_length=4)] = Field(default_factory=list)
    value_proposition: ValueProposition | None = None
    letter: Letter | None = None
    memorandum: Memorandum | None = None
    missions: Annotated[list[Mission], Field(max_length=6)] = Field(default_factory=list)
    measures: Annotated[list[IntlMeasure], Field(min_length=2, max_length=25)]
    meetings: list[Meeting] = Field(default_factory=list)
    capacity_days: Annotated[float, Field(gt=0)] = Field(description="verfügbare PT in den ersten zwölf Monaten")
    stop_list: list[StopItem] = Field(default_factory=list)
    neighbours: Annotated[list[Neighbour], Field(min_length=1)]
    resources: Annotated[list[ResourceYear], Field(min_length=1, max_length=3)]
    assumptions: Annotated[list[Sentence], Field(min_length=1, max_length=6)]
    sensitivity: Sentence
    risks: Annotated[list[IntlRisk], Field(min_length=2, max_length=8)]
    kpis: Annotated[list[OutcomeIndicator], Field(max_length=8)] = Field(default_factory=list)
    sheets: Annotated[list[CountrySheet], Field(max_length=10)] = Field(default_factory=list)
    resolution: Annotated[list[Sentence], Field(min_length=2, max_length=6)] = Field(description="… beschließt")
    costs_summary: Annotated[list[Short], Field(min_length=3, max_length=3)]
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _regions_fit(self) -> InternationalPlan:
        if (self.decision == "keine_zielregion") != (not self.regions):
            raise ValueError("entweder „keine_zielregion“ oder mindestens eine Zielregion")
        if self.regions and not (self.value_proposition and self.letter and self.memorandum and self.partners):
            raise ValueError(
                "zu einer Zielregion gehören Wertversprechen, Partner, Brief und Muster der Absichtserklärung"
            )
        if self.regions and len(self.kpis) < 2:
            raise ValueError("zu einer Zielregion gehören mindestens zwei Größen der Erfolgsmessung (kpis)")
        most = internationalisation().choice.regions_max
        if len(self.regions) > most:
            raise ValueError(f"{len(self.regions)} Zielregionen; möglich sind höchstens {most}")
        chosen = [country for region in self.regions for country in region.countries]
        both = sorted({r.country for r in self.rejected} & set(chosen))
        if len(set(chosen)) < len(chosen) or both:
            raise ValueError(f"ein Land ist zweimal genannt oder zugleich abgelehnt: {', '.join(both or chosen)}")
        known = {region.key for region in self.regions}
        named = {p.region for p in self.partners} | {m.region for m in self.missions if m.region}
        named |= {m.region for m in self.measures if m.region != "alle"}
        if unknown := sorted(named - known):
            raise ValueError(f"unbekannte Zielregion: {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _partners_fit(self) -> InternationalPlan:
        known = {partner.key for partner in self.partners}
        for what, part in (("Brief", self.letter), ("Muster", self.memorandum)):
            if part is not None and part.partner not in known:
                raise ValueError(f"{what}: Der Partner {part.partner} hat kein Profil")
        return self

    @model_validator(mode="after")
    def _fits_the_period(self) -> InternationalPlan:
        start, end = date.fromisoformat(self.period_from), date.fromisoformat(self.period_to)
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months != MONTHS:
            raise ValueError(f"der Fahrplan umfasst {months} Monate statt {MONTHS}")
        for mission in self.missions:
            if not self.period_from <= mission.starts_on <= mission.ends_on <= self.period_to:
                raise ValueError(
                    f"{mission.title}: liegt außerhalb von {day(self.period_from)} bis {day(self.period_to)}"
                )
        for measure in self.measures:
            if not self.period_from <= measure.start <= measure.end <= self.period_to:
                raise ValueError(f"Maßnahme {measure.number}: liegt außerhalb des Fahrplans")
        effort = sum(measure.effort_days for measure in self.measures)
        if effort > self.capacity_days:
            raise ValueError(
                f"die Maßnahmen brauchen {number(effort)} Personentage, verfügbar sind {number(self.capacity_days)}"
            )
        return self
