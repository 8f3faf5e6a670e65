"""What the workshop and the consultant decide: the plan behind chapters 1 and 3 to 10, and the written texts.

Content: offerings.md 7b, yardsticks/communication_concept.md. The cross-checks are the promises of the paper: every goal
has a message, every target group a channel made for it, every month an entry, every hour an owner, every euro a payer.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from clusterprocess.catalogues.communication import audience_name, communication
from clusterprocess.offerings.communication_concept.plan_rows import (
    AudiencePlan,
    BudgetLine,
    CommGoal,
    FixedTask,
    Pillar,
    PlannedChannel,
    PlannedMessage,
    PledgedHours,
    PressOutlet,
    PublicityDuty,
    RejectedIdea,
    SentenceFigure,
    StoryExample,
    TextModules,
)
from clusterprocess.offerings.communication_concept.promises import calendar_faults, review_fault
from clusterprocess.offerings.communication_concept.rows import ApprovalRight, CalendarEntry, Month
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import Amount, OutcomeIndicator, PlannedMeasure, Sentence, Short

MONTHS_OF_CALENDAR = 12


def months_from(start: str, count: int = MONTHS_OF_CALENDAR) -> list[str]:
    """The months of a calendar: ``2015-11`` and eleven more."""
    year, month = (int(part) for part in start.split("-"))
    places = range(year * 12 + month - 1, year * 12 + month - 1 + count)
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in places]


class CommunicationPlan(Row):
    """Everything that was decided, in one validated record."""

    motto: Short
    sentence: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="der Satz, höchstens 200 Zeichen")
    sentence_en: Annotated[str, Field(max_length=200)] = ""
    sentence_note: Annotated[str, Field(max_length=300)] = Field(
        "", description="Zusatz zum Satz, steht unter ihm, wo immer er steht"
    )
    sentence_note_en: Annotated[str, Field(max_length=300)] = ""
    sentence_figures: Annotated[list[SentenceFigure], Field(max_length=4)] = Field(
        default_factory=list, description="Zahlen im Satz, die Anhang B belegt"
    )
    carried_by: Short = Field(description="wer hinter dem Satz steht, Sockel des Hauses")
    goals: Annotated[list[CommGoal], Field(min_length=2, max_length=5)]
    audiences: Annotated[list[AudiencePlan], Field(min_length=2, max_length=9)]
    pillars: Annotated[list[Pillar], Field(min_length=2, max_length=4)]
    messages: Annotated[list[PlannedMessage], Field(min_length=2, max_length=30)]
    language: Annotated[list[Sentence], Field(max_length=8)] = Field(
        default_factory=list, description="wie wir sprechen"
    )
    example: StoryExample | None = None
    channels: Annotated[list[PlannedChannel], Field(min_length=2, max_length=18)]
    fixed_tasks: list[FixedTask] = Field(default_factory=list)
    hours_week: Annotated[float, Field(gt=0, le=80)] = Field(description="vereinbarte Stunden je Woche")
    pledges: list[PledgedHours] = Field(default_factory=list)
    rejected: Annotated[list[RejectedIdea], Field(min_length=1, max_length=10)]
    calendar_start: Month
    calendar: Annotated[list[CalendarEntry], Field(min_length=12, max_length=80)]
    measures: Annotated[list[PlannedMeasure], Field(min_length=3, max_length=20)]
    approvals: Annotated[list[ApprovalRight], Field(min_length=2, max_length=12)]
    bad_day: Annotated[list[Sentence], Field(min_length=3, max_length=8)] = Field(
        description="Regeln für den schlechten Tag"
    )
    budget: Annotated[list[BudgetLine], Field(min_length=1, max_length=15)]
    budget_eur: Amount = Field(description="verfügbares Budget im Jahr ohne Personal")
    kpis: Annotated[list[OutcomeIndicator], Field(min_length=2, max_length=8)]
    publicity: list[PublicityDuty] = Field(default_factory=list)
    text_modules: TextModules
    press: Annotated[list[PressOutlet], Field(min_length=1, max_length=10)]
    resolution: Annotated[list[Sentence], Field(min_length=2, max_length=6)] = Field(
        description="Der Vorstand beschließt: …"
    )
    costs_summary: Annotated[list[Short], Field(min_length=3, max_length=3)] = Field(
        description="drei Zahlen: Geld, Zeit, wer zahlt"
    )
    next_review: Sentence
    abbreviations: dict[str, Short] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_are_known(self) -> CommunicationPlan:
        goals, groups = {g.key for g in self.goals}, {a.audience for a in self.audiences}
        running = {c.key for c in self.channels if c.decision != "beenden"}
        for message in self.messages:
            if message.goal not in goals or message.audience not in groups or message.channel not in running:
                raise ValueError(
                    f"die Botschaft „{message.message[:40]}“ nennt ein Ziel, eine Zielgruppe oder einen Kanal, den es im Plan nicht (mehr) gibt"
                )
        if bare := sorted(goals - {m.goal for m in self.messages}):
            raise ValueError(f"ohne Botschaft sind die Ziele: {', '.join(bare)}")
        for entry in self.calendar:
            if entry.channel not in running:
                raise ValueError(
                    f"der Kalendereintrag „{entry.title[:40]}“ nennt den Kanal {entry.channel}, den es im Plan nicht (mehr) gibt"
                )
        made_for = {group for c in self.channels if c.key in running for group, value in c.serves.items() if value == 2}
        if unserved := [audience_name(a.audience) for a in self.audiences if a.audience not in made_for]:
            raise ValueError(f"kein Kanal ist gemacht für: {', '.join(unserved)}; bitte bei einem Kanal eine 2 setzen")
        if not any(c.decision == "beenden" for c in self.channels):
            raise ValueError("kein Kanal endet; bitte entscheiden, was aufhört, damit Stunden frei werden")
        return self

    @model_validator(mode="after")
    def _calendar_is_full(self) -> CommunicationPlan:
        months = months_from(self.calendar_start)
        used = {entry.month for entry in self.calendar}
        if outside := sorted(used - set(months)):
            raise ValueError(
                f"der Kalender reicht von {months[0]} bis {months[-1]}; außerhalb liegen: {', '.join(outside)}"
            )
        if empty := [month for month in months if month not in used]:
            raise ValueError(f"im Kalender sind Monate ohne Eintrag: {', '.join(empty)}")
        entries = [entry.channel for entry in self.calendar]
        running = [(c.name, c.frequency, entries.count(c.key)) for c in self.channels if c.decision != "beenden"]
        if faults := calendar_faults(running):
            raise ValueError("; ".join(faults))
        return self

    @model_validator(mode="after")
    def _review_sees_the_goals(self) -> CommunicationPlan:
        if fault := review_fault(self.next_review, max(goal.target_on for goal in self.goals)):
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _hours_and_money_fit(self) -> CommunicationPlan:
        needed = sum(c.hours_after for c in self.channels) + sum(t.hours_after for t in self.fixed_tasks)
        weeks = communication().scoring.working_weeks
        there = (self.hours_week + sum(p.hours_week for p in self.pledges)) * weeks
        if needed > there:
            raise ValueError(
                f"der Plan braucht {needed:.0f} Stunden im Jahr, vereinbart sind {there:.0f}; bitte kürzen oder mehr Stunden zusagen lassen"
            )
        spent = sum((line.amount_eur for line in self.budget), Decimal(0))
        if spent > self.budget_eur:
            raise ValueError(f"die Posten ergeben {spent:.0f} Euro, verfügbar sind {self.budget_eur:.0f}")
        channels = sum((c.cost_eur for c in self.channels), Decimal(0))
        if channels > spent:
            raise ValueError(f"die Kanäle kosten {channels:.0f} Euro, im Haushalt stehen {spent:.0f}")
        return self

    @model_validator(mode="after")
    def _sentence_is_used(self) -> CommunicationPlan:
        if self.sentence not in self.text_modules.de_50:
            raise ValueError("der Textbaustein de_50 muss den Satz wortgleich enthalten")
        keys = [c.key for c in self.channels]
        numbers = [m.number for m in self.measures]
        if len(set(keys)) < len(keys) or len(set(numbers)) < len(numbers):
            raise ValueError("Kürzel der Kanäle und Nummern der Maßnahmen dürfen nur einmal vorkommen")
        return self


TEXT_KEYS: dict[str, str] = {
    "headline.2": "Überschrift Kapitel 2 als Aussage",
    "headline.4": "Überschrift Kapitel 4 als Aussage",
    "headline.6": "Überschrift Kapitel 6 als Aussage",
    "headline.8": "Überschrift Kapitel 8 als Aussage",
    "summary.where": "ein Satz: wo wir stehen",
    "summary.why": "ein Satz: warum jetzt",
    "summary.stop": "ein bis zwei Sätze: was endet",
    "occasion": "2.1 Anlass in fünf Sätzen",
    "process": "2.1 Vorgehen neben der Abbildung",
    "participation": "2.1 Wer war dabei, wie verzerrt ist das Bild",
    "today.before": "2.2 Befund zu Kanälen und Stunden",
    "today.after": "2.2 Einordnung und was daraus folgt",
    "website": "2.3 Was die Prüfung der Internetseite ergab",
    "voices": "2.3 Was in den Gesprächen gesagt wurde",
    "type.before": "2.4 Einordnung der Kommunikation",
    "type.after": "2.4 Was der Vergleich heißt und was nicht",
    "goals.before": "3 Woher die Ziele kommen",
    "goals.after": "3 Was die Ziele verlangen und was sie nicht verlangen",
    "rejected": "3 Was nicht verfolgt wird und warum",
    "audiences.before": "4 Befund vor der Abbildung",
    "audiences.after": "4 Einordnung der Lücken",
    "portraits": "4 Einleitung zu den Zielgruppen im Einzelnen",
    "sentence": "5 Wie der Satz entstand und wie einig man war",
    "house.before": "5 Lesehilfe zum Haus",
    "house.after": "5 Einordnung der Botschaften",
    "language": "5 Wie wir sprechen",
    "stories": "5 Erfolgsgeschichten: was vorliegt, was fehlt",
    "coverage.before": "6.1 Befund vor der Matrix",
    "coverage.after": "6.1 Einordnung, Löcher von heute und nach dem Plan",
    "costs.before": "6.2 Lesehilfe zu den Kosten je Kontakt",
    "costs.after": "6.2 Einordnung, ohne Arten zu vergleichen",
    "decisions.before": "6.3 Wie entschieden wurde",
    "decisions.after": "6.3 Was die Entscheidungen bedeuten",
    "stop": "6.3 Was endet und wer es wem sagt",
    "calendar.before": "7.1 Lesehilfe zum Kalender",
    "calendar.after": "7.1 Was geschieht, wenn ein Beitrag ausfällt",
    "measures.before": "7.2 Lesehilfe und Befund",
    "hours.before": "8.1 Wer zuständig ist, Befund vor der Stundenbilanz",
    "hours.after": "8.1 Was bei Ausfall geschieht",
    "budget": "8.2 Befund zum Haushalt",
    "approvals.before": "8.3 Wie freigegeben wird",
    "bad_day": "8.3 Der schlechte Tag",
    "training": "8.4 Medientraining: was geübt wurde",
    "measurement.before": "9 Befund vor der Tabelle",
    "measurement.after": "9 Rhythmus, Frühwarnung, nächster Termin",
    "publicity.before": "10 Wessen Förderung genannt werden muss",
    "publicity.after": "10 Wie die Prüfung geschieht",
    "data.limits": "Anhang A Grenzen der Daten",
    "disclosure": "Anhang A Offenlegung der beratenden Organisation",
}
"""Keys of the texts a consultant writes for the Kommunikationskonzept, with what belongs there."""
