"""What the agency asks for the internationalisation support, and the guide of the conversations.

Content: offerings.md section 7d. Lists with names and points stand in ``catalogues/internationalisation.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from clusterprocess.domain.language import Text
from clusterprocess.methods.country_compliance import HintKey
from clusterprocess.methods.past_activities import ActivityType
from clusterprocess.offerings.offering import Submissions
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row
from clusterprocess.offerings.standard.answers import Attitude
from clusterprocess.offerings.standard.rows import IsoDay, Likert, Percent, Short, Year

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO-Kürzel")]
Motive = Literal["wissen", "maerkte", "infrastruktur", "partner", "profil", "investoren", "fachkraefte"]
Barrier = Literal["info", "finanzierung", "personal", "recht", "ip", "sprache", "partner", "risiko"]
FundingWay = Literal["land_gutschein", "land_projekt", "bund", "cosme_escp", "interreg", "keine"]


class IntlStrategy(Row):
    written: bool
    year: Year | None = None

    @model_validator(mode="after")
    def _dated(self) -> IntlStrategy:
        if self.written and self.year is None:
            raise ValueError("eine schriftliche Strategie braucht ihr Jahr (year)")
        return self


class IntlResources(Row):
    fte: Annotated[float, Field(ge=0, le=5)]
    budget_eur: Annotated[Decimal, Field(ge=0, le=2_000_000)]


class Language(Row):
    language: Short
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"] = Field(description="beste Stufe im Team nach CEFR")


class EnglishPresence(Row):
    website: bool = Field(description="Internetseite auf Englisch")
    eccp_profile: bool = Field(description="Profil auf der europäischen Clusterplattform")


class PartnershipRow(Row):
    name: Short = Field(description="Cluster oder Organisation")
    country: Country
    stage: Annotated[int, Field(ge=0, le=5)]
    since: Year | None = None
    last_contact_on: IsoDay | None = None


class ActivityRow(Row):
    type: ActivityType
    title: Short
    country: Country
    members: Annotated[int, Field(ge=0, le=200)]
    cost_eur: Annotated[Decimal, Field(ge=0, le=1_000_000)] = Field(description="Kosten der Initiative")
    benefit: Likert


class ExportShare(Row):
    share_pct: Percent = Field(description="mittlere Exportquote der Mitglieder mit Angabe")
    members_with_data: Annotated[int, Field(ge=1, le=1000)]


class MemberInterest(Row):
    country: Country
    members: Annotated[int, Field(ge=0, le=600)]
    motive: Motive
    lead: bool = Field(description="ein Mitglied führt in diesem Land")
    lead_by: str = Field("", max_length=200, description="welche Organisation führt")

    @model_validator(mode="after")
    def _named(self) -> MemberInterest:
        if self.lead != bool(self.lead_by):
            raise ValueError(
                f"{self.country}: Zu „führt ein Mitglied“ gehört die Organisation (lead_by), und umgekehrt"
            )
        return self


class BarrierRow(Row):
    barrier: Barrier
    rating: Likert = Field(description="1 = kein Hemmnis, 5 = sehr großes")


class HintRow(Row):
    country: Country
    hint: HintKey
    note: Short
    noted_on: IsoDay
    cleared_on: IsoDay | None = None
    cleared_by: str = Field("", max_length=200)


K, S = Depth.CORE, Depth.STANDARD

QUESTIONS: tuple[Question, ...] = (
    Question("intl_motives", Text("Motive in Ihrer Rangfolge", "motives, ranked"),
             Annotated[list[Motive], Field(min_length=1, max_length=7)], K,
             "Warum ins Ausland? Das Wichtigste zuerst; es geht um mehr als Absatz."),
    Question("intl_strategy", Text("Schriftliche Strategie für das Ausland", "written strategy"), IntlStrategy, K,
             "Gibt es ein beschlossenes Papier, und aus welchem Jahr?"),
    Question("intl_resources", Text("Stellenanteil und Mittel für das Ausland", "resources"), IntlResources, K,
             "Vollzeitäquivalente und Euro im Jahr; null ist eine Antwort."),
    Question("languages", Text("Sprachen im Team", "languages"), list[Language], K,
             "Je Sprache die beste Stufe im Team, A1 bis C2."),
    Question("intl_web", Text("Englische Internetseite, europäisches Clusterprofil", "English web, ECCP"),
             EnglishPresence, K, "Zählt nur, was heute öffentlich zu sehen ist."),
    Question("partnerships", Text("Partner im Ausland und Stufe", "partners and stage"),
             Annotated[list[PartnershipRow], Field(max_length=40)], K,
             "0 kein Kontakt, 1 Erstkontakt, 2 regelmäßiger Austausch, 3 Absichtserklärung, 4 gemeinsame Veranstaltung, 5 Projekt.",
             "countries_active"),
    Question("intl_activities", Text("Aktivitäten der letzten 24 Monate", "activities"),
             Annotated[list[ActivityRow], Field(max_length=60)], K,
             "Reisen, Messen, Börsen, Projekte, Besuche mit Kosten und Nutzen 1 bis 5."),
    Question("export_share", Text("Exportquote der Mitglieder", "export share"), ExportShare, S,
             "Mittelwert der Mitglieder, von denen Sie es wissen, und wie viele das sind."),
    Question("member_interest", Text("Interesse der Mitglieder je Land", "member interest per country"),
             Annotated[list[MemberInterest], Field(min_length=1, max_length=40)], K,
             "Wie viele fragen nach dem Land, warum, und führt eines davon?"),
    Question("candidates", Text("Kandidatenländer", "candidate countries"),
             Annotated[list[Country], Field(min_length=3, max_length=10)], K,
             "Drei bis zehn Länder, die verglichen werden sollen."),
    Question("strengths_abroad", Text("Was Partner im Ausland nur bei Ihnen finden", "unique offer abroad"),
             Annotated[str, Field(min_length=1, max_length=800)], K, "Worin sind Ihre Mitglieder von außen gesehen besonders?"),
    Question("barriers_intl", Text("Hemmnisse", "barriers"), list[BarrierRow], S,
             "Was hält Mitglieder zurück? 1 = kein Hemmnis, 5 = sehr großes."),
    Question("compliance", Text("Hinweise zu Exportkontrolle, Sanktionen, Schutzrechten", "compliance hints"),
             list[HintRow], K, "Ein offener Hinweis schließt das Land aus, bis jemand ihn geklärt hat; keine Rechtsberatung."),
    Question("funding_intl", Text("Genutzte und geplante Fördermittel", "funding"), list[FundingWay], S,
             "Gutschein oder Projekt des Landes, Bund, europäische Programme."),
    Question("next_board_on", Text("Nächste Sitzungen des Vorstands", "next board meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip


QUESTIONNAIRE = Questionnaire("internationalisation", "1.0", QUESTIONS)

NONE_IS_AN_ANSWER = frozenset({"partnerships", "intl_activities", "compliance"})
"""Tables that may be empty: no partner, no activity and no hint are facts, once somebody said so."""


def missing(profile: Mapping[str, Any], submissions: Submissions, level: str) -> list[str]:
    """Sentences about what gate G1 still needs; an empty table of these three counts when it was handed in."""
    answers = submissions.get("fragebogen", {})
    return [
        f"{q.text.de} ({q.key}) fehlt im Fragebogen."
        for q in QUESTIONNAIRE.missing(answers, level)
        if not (q.key in NONE_IS_AN_ANSWER and q.key in answers)
    ]


INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Einstieg (5 Minuten)", (
        "Mit welchen Ländern haben Sie heute zu tun, und womit hat das angefangen?",)),
    ("Erfahrung (15 Minuten)", (
        "Welche Reise oder Messe hat sich gelohnt, und woran haben Sie das gemerkt?",
        "Welche würden Sie nicht noch einmal machen?",
        "Was wurde aus den Visitenkarten?")),
    ("Bedarf (15 Minuten)", (
        "Was fehlt Ihnen hier, das Sie dort finden könnten: Wissen, Partner, Abnehmer, Prüfmöglichkeiten, Menschen?",
        "Was fände ein Partner von dort nur bei Ihnen?",
        "Was dürfte auf keinen Fall das Haus verlassen?")),
    ("Einsatz (15 Minuten)", (
        "In welchem Land würden Sie für andere Mitglieder vorangehen, und mit wie viel Zeit?",
        "Was wäre Ihnen eine Reise wert, in Tagen und in Euro?",
        "Was darf die Geschäftsstelle dafür lassen?")),
    ("Abschluss (10 Minuten)", (
        "Bei welchem Land haben Sie Bedenken, rechtlich oder anders?",
        "Dürfen wir eine Aussage ohne Namen zitieren?")),
)  # fmt: skip
