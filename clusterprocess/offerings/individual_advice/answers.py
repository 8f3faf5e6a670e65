"""Rows of the table questions of individual advice (offerings.md 7f)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from clusterprocess.catalogues.advice import ImpactKey, advice
from clusterprocess.methods.additionality import WithoutAgency
from clusterprocess.methods.governance import Answer, Right
from clusterprocess.methods.implementation import MeasureStatus
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.answers import FeeClass, IncomeSource
from clusterprocess.offerings.standard.rows import Amount, IsoDay, Likert, MemberKind, Sentence, Short, Year

DecidingRole = Literal["vorstand", "cm", "kerngruppe", "mitgliederversammlung"]


def _ends_with_a_decision(text: str) -> str:
    if not text.rstrip('“" ').endswith("?"):
        raise ValueError("muss mit der Frage enden, über die entschieden wird (Fragezeichen am Ende)")
    return text


Asked = Annotated[str, Field(min_length=20, max_length=600), AfterValidator(_ends_with_a_decision)]


class DecisionBy(Row):
    """Until when and by whom the question is decided."""

    on: IsoDay
    role: DecidingRole


class PriorWork(Row):
    title: Short
    as_of: str = Field("", max_length=10, description="Stand, JJJJ-MM-TT oder Jahr")
    where: Short = Field(description="Ablage oder Datei")


class Urgency(Row):
    """``eilig`` and ``krise`` say why."""

    level: Literal["normal", "eilig", "krise"]
    reason: str = Field("", max_length=300)

    @model_validator(mode="after")
    def _reasoned(self) -> Urgency:
        if self.level != "normal" and not self.reason:
            raise ValueError("braucht einen Grund (reason), wenn es eilt")
        return self


class OrganRow(Row):
    name: Short
    seats: Annotated[int, Field(ge=1, le=600)]
    company_seats: Annotated[int, Field(ge=0, le=600)]
    meetings: Annotated[int, Field(ge=0, le=60)] = Field(description="Sitzungen im Jahr")


class DecisionRow(Row):
    topic: Short
    rights: dict[Short, Right]


def _known_statements(checks: dict[str, Answer]) -> dict[str, Answer]:
    known = {s.key for s in advice().governance.statement}
    if unknown := sorted(set(checks) - known):
        raise ValueError(f"kennt die Aussage {unknown[0]} nicht; möglich sind: {', '.join(sorted(known))}")
    return checks


Checks = Annotated[dict[str, Answer], AfterValidator(_known_statements)]


class FinanceYear(Row):
    """Income and cost of one closed year."""

    year: Year
    income: Annotated[list[IncomeSource], Field(min_length=1, max_length=12)]
    cost_eur: Amount
    source: Short = Field(description="Beleg, zum Beispiel Jahresabschluss")


def _years_in_a_row(years: list[FinanceYear]) -> list[FinanceYear]:
    found = [y.year for y in years]
    if found != list(range(found[0], found[0] + len(found))):
        raise ValueError("müssen aufeinander folgen, das älteste Jahr zuerst")
    return years


FinanceYears = Annotated[list[FinanceYear], Field(min_length=1, max_length=3), AfterValidator(_years_in_a_row)]


class _PlannedLine(Row):
    name: Short
    amount_eur: Amount = Field(description="Betrag im Jahr")
    starts_on: IsoDay | None = None
    ends_on: IsoDay | None = None
    paid_in_month: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None, description="Monat der jährlichen Zahlung; leer = verteilt"
    )


class PlannedSource(_PlannedLine):
    kind: Literal["zuschuss", "beitraege", "leistungen", "sponsoring", "traeger", "kommunal"]
    certain_pct: Annotated[float, Field(ge=0, le=100)] = Field(description="davon zugesagt, Prozent")


class PlannedCost(_PlannedLine):
    pass


class FinancePlan(Row):
    """Thirty-six months: money in hand, income with its certain share, cost, and today's fee scale."""

    starts_on: IsoDay = Field(description="erster Tag eines Quartals")
    opening_eur: Amount
    income: Annotated[list[PlannedSource], Field(min_length=1, max_length=15)]
    cost: Annotated[list[PlannedCost], Field(min_length=1, max_length=15)]
    fee_classes: list[FeeClass] = Field(default_factory=list)
    source: Short


class Leaver(Row):
    """A member that left, by kind and reason only."""

    kind: MemberKind
    year: Year
    reason: Literal["kein_nutzen", "beitrag", "aufgabe_verkauf", "ansprechpartner", "sonstiges"]
    note: str = Field("", max_length=200)


LEAVING_REASONS: dict[str, str] = {
    "kein_nutzen": "kein Nutzen gesehen",
    "beitrag": "Beitrag zu hoch",
    "aufgabe_verkauf": "Betrieb aufgegeben oder verkauft",
    "ansprechpartner": "Ansprechpartner fehlt",
    "sonstiges": "Sonstiges",
}


class ImpactEstimate(Row):
    """What the office itself expects in one field, before members are asked."""

    field: ImpactKey
    importance: Likert
    effect: Likert
    due: Likert


def _each_field_once(rows: list[ImpactEstimate]) -> list[ImpactEstimate]:
    if len({r.field for r in rows}) < len(rows):
        raise ValueError("nennt ein Feld zweimal; bitte jedes Feld nur einmal einschätzen")
    return rows


ImpactEstimates = Annotated[list[ImpactEstimate], Field(min_length=3, max_length=12), AfterValidator(_each_field_once)]


class ImpactSample(Row):
    """Who is asked about impact, about which time, and what else supported the members then."""

    invited: dict[MemberKind, Annotated[int, Field(ge=0)]]
    period: Short = Field(description="Zeitraum, nach dem gefragt wird")
    parallel_support: Annotated[list[Short], Field(min_length=1, max_length=8)] = Field(
        description="andere Unterstützung zur selben Zeit; „keine“ genügt"
    )


class EarlierMeasure(Row):
    """A measure that was planned earlier: what became of it, and what would have without the agency."""

    number: Short
    title: Short
    due_on: IsoDay
    priority: Annotated[int, Field(ge=1, le=3)]
    status: MeasureStatus
    without_agency: WithoutAgency | None = None


class ReachedGoal(Row):
    goal: Short
    attainment: Annotated[int, Field(ge=-2, le=2)]


class FundingNeed(Row):
    purpose: Short
    programme: Short
    amount_eur: Amount
    open_question: Sentence


class PartnerCluster(Row):
    name: Short
    region: Short
    why: Sentence


class SharedTopic(Row):
    keyword: Short
    joint_members: Annotated[int, Field(ge=0, le=600)]
    challenge: Sentence
    expected: Sentence


class KeyRole(Row):
    """A role on which the initiative depends; the holder is a function, never a name."""

    role: Short
    holder: Short = Field(description="Funktion, kein Name")
    knowhow: Sentence = Field(description="was nur diese Person weiß oder kann")
    successor: bool
    risk: Likert = Field(description="Folgen eines Ausfalls, 1 bis 5")


class LegalForm(Row):
    form: Short
    wanted_for: Sentence
    open_question: Sentence


class PeerCase(Row):
    situation: Sentence
    tried: Sentence
    asked: Asked
