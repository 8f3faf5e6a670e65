"""What workshop and consultant decided: the way to the label, the new services, what stops, and who does what.

One record for both lines; the part of a line that was not chosen is left out. Content: offerings.md section 7e,
docs/yardsticks/professionalisation.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.professionalisation.questionnaire import E1, E2, IndicatorCode
from clusterprocess.offerings.professionalisation.service_plan import ServicePart
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, PlannedMeasure, Sentence, Short, WorkshopRecord


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


class ProfessionalisationPlan(Row):
    """Everything that was decided, in one validated record."""

    motto: Short
    label: LabelPart | None = None
    services: ServicePart | None = None
    measures: Annotated[list[PlannedMeasure], Field(min_length=2, max_length=30)]
    capacity_days: Annotated[float, Field(gt=0)] = Field(
        description="verfügbare PT der Geschäftsstelle in zwölf Monaten"
    )
    free_days: Annotated[float, Field(ge=0)] | None = Field(
        None, description="davon schon heute frei; der Rest kommt aus dem, was endet"
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
    """A value or checklist that the team corrected in the workshop, with the reason; it replaces the answer."""

    code: IndicatorCode
    value: float | None = None
    items: list[Annotated[str, Field(max_length=40)]] | None = None
    reason: Short

    @model_validator(mode="after")
    def _says_what(self) -> PointChange:
        if (self.value is None) == (self.items is None):
            raise ValueError(
                f"Indikator {self.code}: Bitte entweder den neuen Wert (value) oder die Punkte (items) nennen"
            )
        return self


class QualityWorkshop(WorkshopRecord):
    """Minutes of the e1 half day or the e2 day, with corrected points and pilot partners."""

    points_changed: list[PointChange] = Field(default_factory=list)
    pilot_partners: list[Short] = Field(default_factory=list, description="Service: Zusage einer Organisation")


def plan_fits_line(plan: ProfessionalisationPlan, lines: tuple[str, ...]) -> list[str]:
    """Sentences about parts of the plan that the chosen lines need and that are missing."""
    found = []
    if E1 in lines and plan.label is None:
        found.append("Ergebnis (label): Die Linie e1 ist gewählt, der Weg zum Label fehlt.")
    if E2 in lines and plan.services is None:
        found.append("Ergebnis (services): Die Linie e2 ist gewählt, das Servicekonzept fehlt.")
    return found


TEXT_KEYS: dict[str, str] = {
    "summary.where": "ein Satz: wo wir stehen",
    "summary.why": "ein Satz: warum jetzt",
    "summary.next": "ein bis zwei Sätze: was daraus folgt",
    "headline.methodik": "e1, Überschrift Methodik als Aussage",
    "headline.uebersicht": "e1, Überschrift der Übersicht als Aussage",
    "headline.d1": "e1, Überschrift Dimension 1 als Aussage",
    "headline.d2": "e1, Überschrift Dimension 2 als Aussage",
    "headline.d3": "e1, Überschrift Dimension 3 als Aussage",
    "headline.d4": "e1, Überschrift Dimension 4 als Aussage",
    "headline.d5": "e1, Überschrift Dimension 5 als Aussage",
    "headline.staerken": "e1, Überschrift Stärken als Aussage",
    "headline.potenziale": "e1, Überschrift Verbesserungspotenziale als Aussage",
    "headline.weg": "e1, Überschrift Weg zum Label als Aussage",
    "headline.zeitplan": "e1, Überschrift Zeitplan als Aussage",
    "headline.nachweise": "e1, Überschrift Nachweisliste als Aussage",
    "headline.bedarf": "e2, Überschrift Bedarf als Aussage",
    "headline.portfolio": "e2, Überschrift Portfolio als Aussage",
    "headline.luecken": "e2, Überschrift Lücken als Aussage",
    "headline.services": "e2, Überschrift neue Services als Aussage",
    "headline.preis": "e2, Überschrift Preismodell als Aussage",
    "headline.finanzierung": "e2, Überschrift Finanzierung als Aussage",
    "headline.pilot": "e2, Überschrift Pilotplan als Aussage",
    "headline.stopp": "e2, Überschrift Einstellungsliste als Aussage",
    "headline.erfolg": "e2, Überschrift Erfolgsmessung als Aussage",
    "headline.umsetzung": "Überschrift Maßnahmen als Aussage",
    "part.label": "e1, ein Satz unter der Überschrift des ersten Teils",
    "part.services": "e2, ein Satz unter der Überschrift des zweiten Teils",
    "method.points": "e1, was ein Punkt ist und was als Nachweis gilt",
    "method.peers": "e1, mit wem verglichen wird",
    "overview.before": "e1, Befund vor dem Bild der Dimensionen",
    "overview.peers": "e1, Befund vor dem Bild der Vergleichsgruppe",
    "overview.after": "e1, Einordnung und Befund zum Vergleich",
    "d1.before": "e1, Befund Dimension 1",
    "d1.after": "e1, was aus Dimension 1 folgt",
    "d2.before": "e1, Befund Dimension 2",
    "d2.after": "e1, was aus Dimension 2 folgt",
    "d3.before": "e1, Befund Dimension 3",
    "d3.after": "e1, was aus Dimension 3 folgt",
    "d4.before": "e1, Befund Dimension 4",
    "d4.after": "e1, was aus Dimension 4 folgt",
    "d5.before": "e1, Befund Dimension 5",
    "d5.after": "e1, was aus Dimension 5 folgt",
    "strengths.before": "e1, was trägt",
    "strengths.after": "e1, was davon für andere taugt",
    "potentials.before": "e1, fehlt die Sache oder der Beleg?",
    "potentials.after": "e1, was nicht angegangen wird und warum",
    "path.before": "e1, Befund vor dem Wasserfall",
    "path.after": "e1, Reihenfolge und Risiko",
    "timetable.before": "e1, Befund vor dem Zeitplan",
    "timetable.after": "e1, Gebühr, Zuständige, was bei Verzug gilt",
    "evidence.before": "e1, wie gesichtet wurde",
    "evidence.after": "e1, wo der Ordner steht und wer ihn pflegt",
    "need.before": "e2, Befund vor der Abbildung",
    "need.after": "e2, Zahlungsbereitschaft und was sie nicht sagt",
    "portfolio.before": "e2, Befund vor der Tabelle",
    "portfolio.after": "e2, Einordnung",
    "gaps.before": "e2, Befund vor der Abbildung",
    "gaps.after": "e2, was daraus folgt",
    "ideas.before": "e2, wie aus Ideen Services wurden",
    "ideas.after": "e2, was abgelehnt wurde und warum",
    "price.before": "e2, Befund vor der Preistabelle",
    "price.after": "e2, Einordnung der Preise",
    "stress.before": "e2, Befund vor dem Wasserfall",
    "stress.after": "e2, wie die Lücke geschlossen wird",
    "canvas": "e2, was das Geschäftsmodell zeigt",
    "pilot.before": "e2, Befund vor dem Pilotplan",
    "pilot.after": "e2, wie entschieden wird",
    "stop.before": "e2, warum etwas endet",
    "stop.after": "e2, Abgrenzung zu Nachbarn",
    "success.before": "e2, Befund vor der Tabelle",
    "success.after": "e2, Rhythmus und nächster Termin",
    "measures.before": "Lesehilfe und Befund vor der Maßnahmentabelle",
    "capacity": "Reicht die Kapazität?",
    "data.limits": "Anhang A Grenzen der Daten",
    "disclosure": "Anhang A Offenlegung der beratenden Organisation",
}
"""Keys of the consultant's own words, with what belongs there; „e1“ and „e2“ say which line a key is for."""
