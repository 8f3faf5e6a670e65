"""Rows that every offering's submissions are made of: measures, votes, minutes, interviews, survey, own texts.

Content: offerings.md section 3 (gates, minutes), ruling 5 (measures with owner or dated clarification), ruling 7
(one vote set per organisation), ruling 6 (interviews condensed to theses).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, create_model, model_validator

from clusterprocess.domain.language import Text
from clusterprocess.offerings.questions import Row

Likert = Annotated[int, Field(ge=1, le=5)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Long = Annotated[str, Field(min_length=1, max_length=1000)]
Sentence = Annotated[str, Field(min_length=1, max_length=600)]
Paragraphs = Annotated[str, Field(min_length=1, max_length=6000)]
Percent = Annotated[float, Field(ge=0, le=100)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Money = Annotated[Decimal, Field(ge=-10_000_000, le=10_000_000)]
Amount = Annotated[Decimal, Field(ge=0, le=10_000_000)]
IsoDay = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
MemberKind = Literal["kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige"]

KIND_NAMES: dict[str, str] = {
    "kmu": "KMU",
    "gross": "Großunternehmen",
    "hochschule": "Hochschule",
    "forschung": "Forschungseinrichtung",
    "oeffentlich": "öffentliche Hand/Kammer",
    "sonstige": "Sonstige",
}
"""The six member kinds in the order of every table (offerings.md section 12)."""


class ServiceCategory(StrEnum):
    """The ten service categories of the core intake (offerings.md section 4)."""

    INFORMATION = "information"
    NETWORKING = "vernetzung"
    FUNDING_ADVICE = "foerderberatung"
    TECHNOLOGY_TRANSFER = "technologietransfer"
    INTERNATIONALISATION = "internationalisierung"
    MARKETING = "marketing_pr"
    TRAINING = "weiterbildung"
    SKILLED_STAFF = "fachkraefte"
    START_UPS = "gruendung_ansiedlung"
    ADVOCACY = "interessenvertretung"


SERVICE_NAMES: dict[str, Text] = {
    "information": Text("Information", "information"),
    "vernetzung": Text("Vernetzung", "networking"),
    "foerderberatung": Text("Projektanbahnung und Förderberatung", "R&D projects and funding"),
    "technologietransfer": Text("Technologietransfer", "technology transfer"),
    "internationalisierung": Text("Internationalisierung", "internationalisation"),
    "marketing_pr": Text("Marketing und Öffentlichkeitsarbeit", "marketing and PR"),
    "weiterbildung": Text("Weiterbildung", "training"),
    "fachkraefte": Text("Fachkräfte", "skilled staff"),
    "gruendung_ansiedlung": Text("Gründung und Ansiedlung", "start-ups and location"),
    "interessenvertretung": Text("Interessenvertretung", "advocacy"),
}


class PlannedMeasure(Row):
    """One measure of a plan: verb first, a lead or a dated clarification, effort, cost and a visible result."""

    number: Annotated[str, Field(pattern=r"^M [0-9]+(\.[0-9]+)?$")]
    title: Short = Field(description="beginnt mit einem Verb")
    lead: Annotated[str, Field(max_length=200)] = Field(
        description="Organisation oder Rolle, kein privater Name; leer nur, wenn „Wird geklärt bis“ ausgefüllt ist"
    )
    contributors: Annotated[str, Field(max_length=200)] = ""
    start: IsoDay
    end: IsoDay
    effort_days: Annotated[float, Field(ge=0, le=500)] = Field(
        description="Aufwand der Geschäftsstelle, PT in den ersten zwölf Monaten"
    )
    cost_eur: Money
    result: Short = Field(description="woran das Ergebnis erkennbar ist")
    first_step: bool = Field(False, description="erster Schritt innerhalb von 14 Tagen")
    clarification_by: IsoDay | None = None

    @model_validator(mode="after")
    def _owned(self) -> PlannedMeasure:
        if not self.lead and self.clarification_by is None:
            raise ValueError(f"Maßnahme {self.number} braucht eine Federführung oder ein Klärungsdatum")
        if self.end < self.start:
            raise ValueError(f"Maßnahme {self.number} endet vor ihrem Beginn")
        return self


class StopItem(Row):
    """An activity that ends: saved days a year, date, who tells whom, and why."""

    activity: Short
    saved_days: Annotated[float, Field(gt=0)]
    ends_on: IsoDay
    told_by: Short
    reason: Sentence


class Neighbour(Row):
    """A chamber, agency or private adviser beside whom a service stands (crowding-out check)."""

    who: Short
    offers: Sentence
    jointly: Sentence


class OutcomeIndicator(Row):
    """How success is measured: definition, source, cut-off, baseline (named where it is missing), path, who measures."""

    indicator: Short
    definition: Sentence
    source: Short
    cutoff: Short
    baseline: Short
    path: Short
    responsible: Short


class Attendance(Row):
    """How many people of an organisation came; their names stay on the signed paper."""

    organisation: Short
    kind: MemberKind
    persons: Annotated[int, Field(ge=1, le=20)] = 1
    signed: bool = True


class Ballot(Row):
    """The dots of one organisation (F12)."""

    organisation: Short
    kind: MemberKind
    dots: dict[str, Annotated[int, Field(ge=0, le=10)]]


class RecordedMeasure(Row):
    title: Short
    owner: Annotated[str, Field(max_length=100)] = ""
    due_on: IsoDay | None = None
    clarification_by: IsoDay | None = None
    first_step: Annotated[str, Field(max_length=300)] = ""


class AgendaNote(Row):
    topic: Short
    finding: Long
    decision: Annotated[str, Field(max_length=1000)] = ""


MOST_DOTS = 2
"""So many dots an organisation may give to one option (F12)."""


def dots_each(options: int) -> int:
    """Dots of one organisation: a third of the options, rounded up (F12)."""
    return -(-options // 3)


class WorkshopRecord(Row):
    """What a workshop left behind: who came, how they voted, what was decided and who does what.

    An offering that records more derives its own record from this one.
    """

    held_on: IsoDay
    place: Short
    moderator_role: Short
    attendance: Annotated[list[Attendance], Field(min_length=1)]
    signed_list: Short = Field(description="wo das unterschriebene Original liegt, oder „Login-Liste“")
    options: dict[str, Short] = Field(default_factory=dict, description="Option → Bezeichnung")
    ballots: list[Ballot] = Field(default_factory=list)
    notes: list[AgendaNote] = Field(default_factory=list)
    corrections: list[Short] = Field(default_factory=list, description="von Mitgliedern berichtigte Zahlen")
    measures: list[RecordedMeasure] = Field(default_factory=list)
    feedback: list[Annotated[int, Field(ge=1, le=5)]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _votes_add_up(self) -> WorkshopRecord:
        """One ballot per organisation on the list, over the record's options, within the dots of F12."""
        present = {a.organisation for a in self.attendance}
        voted: set[str] = set()
        each = dots_each(len(self.options))
        for ballot in self.ballots:
            who = ballot.organisation
            if who in voted:
                raise ValueError(f"„{who}“ hat zwei Stimmzettel; je Organisation zählt einer")
            if who not in present:
                raise ValueError(f"„{who}“ hat abgestimmt, steht aber nicht auf der Anwesenheitsliste")
            if unknown := sorted(set(ballot.dots) - set(self.options)):
                raise ValueError(f"„{who}“ hat Punkte für unbekannte Optionen: {', '.join(unknown)}")
            if sum(ballot.dots.values()) > each or max(ballot.dots.values(), default=0) > MOST_DOTS:
                raise ValueError(
                    f"„{who}“ hat zu viele Punkte: {each} je Organisation, höchstens {MOST_DOTS} auf eine Option"
                )
            voted.add(who)
        return self


class Interview(Row):
    """One conversation, already condensed: theses and quotations carry the kind of organisation only."""

    number: Annotated[int, Field(ge=1)]
    held_on: str
    kind: MemberKind
    described_as: Short = Field(description="zum Beispiel „Unternehmen, 80 Beschäftigte“")
    theses: Annotated[list[Long], Field(min_length=1)]
    quotations: list[Long] = Field(default_factory=list)
    may_be_quoted: bool = False


class Interviews(Row):
    interviews: Annotated[list[Interview], Field(min_length=1, max_length=40)]


def texts_model(keys: Mapping[str, str]) -> type[Row]:
    """The model of the consultant's own words, by the keys that an offering's paper has.

    ``{F11.members_total}`` in a text becomes the figure of the finding inside a content control,
    ``{abb:members}`` and ``{tab:participation}`` become cross-references.
    """

    def known(texts: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(texts) - set(keys)):
            raise ValueError(f"unbekannte Textschlüssel: {', '.join(unknown)}; erlaubt sind die Schlüssel der Hilfe")
        return texts

    texts: Any = Annotated[dict[str, Paragraphs], AfterValidator(known)]
    return create_model("Texts", __base__=Row, texts=(texts, ...))
