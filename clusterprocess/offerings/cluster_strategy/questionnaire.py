"""What the agency asks for a joint cluster strategy: questionnaire, interviews, member survey.

Content: offerings.md section 7a with the rulings of section 0. The survey's questions and the statements of the
diamond are the agency's own working version [D] ("Arbeitsfassung").
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from clusterprocess.domain.language import Text
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row

Likert = Annotated[int, Field(ge=1, le=5)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Long = Annotated[str, Field(min_length=1, max_length=1000)]
Percent = Annotated[float, Field(ge=0, le=100)]
MemberKind = Literal["kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige"]


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


class EarlierGoal(Row):
    goal: Short
    target: Short
    reached_pct: Percent


class Competence(Row):
    name: Short
    strength: Likert
    proof: Short


class ValueChainStage(Row):
    stage: Short
    members: Annotated[int, Field(ge=0, le=600)]
    wanted: str = Field("", max_length=200, description="Art der Unternehmen, die gewonnen werden sollen (keine Namen)")


class PeerCluster(Row):
    name: Short
    region: Short
    why: Short


class Trend(Row):
    title: Short
    letter: Literal["P", "E", "S", "T", "U", "L"] = Field(description="PESTEL: U = Umwelt, L = Recht")
    direction: Literal["+", "-"]
    impact: Likert
    probability: Likert
    horizon: Literal["kurz", "mittel", "lang"]
    concerns_us: Annotated[str, Field(max_length=300)]
    example: Annotated[str, Field(max_length=300)]
    source: Short = Field(description="Quelle mit Jahr")
    mentions: Annotated[int, Field(ge=0, le=50)] = 0


class SwotItem(Row):
    key: Annotated[str, Field(pattern=r"^[SWOT][1-8]$")]
    letter: Literal["S", "W", "O", "T"]
    title: Short
    importance: Likert
    strength: Likert = Field(description="Stärke (S, W) oder Eintrittswahrscheinlichkeit (O, T)")
    evidence: Short = Field(description="Beleg: Befund oder Strategietag")


class Stakeholder(Row):
    name: Short
    kind: Short
    power: Likert
    interest: Likert
    current: Annotated[int, Field(ge=0, le=4)]
    desired: Annotated[int, Field(ge=0, le=4)]
    owner: str = Field("", max_length=100)


class MemberExpectation(Row):
    category: ServiceCategory
    need: Annotated[float, Field(ge=1, le=5)]
    satisfaction: Annotated[float, Field(ge=1, le=5)]


class NextResources(Row):
    budget_eur: Annotated[Decimal, Field(ge=0, le=10_000_000)]
    fte: Annotated[float, Field(ge=0, le=40)]


class KeyUncertainty(Row):
    title: Short
    one_end: Short
    other_end: Short


class DiamondRating(Row):
    dimension: Literal["faktoren", "nachfrage", "verwandte", "wettbewerb", "staat", "zufall"]
    ratings: Annotated[list[Likert], Field(min_length=5, max_length=5)]


class Employment(Row):
    industry_region: Annotated[int, Field(gt=0)]
    all_region: Annotated[int, Field(gt=0)]
    industry_reference: Annotated[int, Field(gt=0)]
    all_reference: Annotated[int, Field(gt=0)]
    reference_name: Short
    source: Short


class FeeClass(Row):
    name: Short
    fee_eur: Annotated[Decimal, Field(ge=0, le=1_000_000)]
    members: Annotated[int, Field(ge=0, le=1000)]


class IncomeSource(Row):
    name: Short
    kind: Literal["zuschuss", "beitraege", "leistungen", "sponsoring", "traeger", "kommunal"]
    amount_eur: Annotated[Decimal, Field(ge=0, le=10_000_000)]
    public: bool
    ends_on: str = Field("", max_length=10, description="Ende der Mittel, TT.MM.JJJJ oder leer")


class Finances(Row):
    """Income and cost of the last closed year (source: annual accounts)."""

    year: Annotated[int, Field(ge=1980, le=2100)]
    sources: Annotated[list[IncomeSource], Field(min_length=1, max_length=12)]
    cost_eur: Annotated[Decimal, Field(gt=0)] = Field(description="Kosten der Geschäftsstelle")
    cost_without_project_eur: Annotated[Decimal, Field(gt=0)] = Field(description="Kosten ohne das geförderte Projekt")
    secured_eur: Annotated[Decimal, Field(ge=0)] = Field(description="gesicherte Mittel der nächsten 24 Monate")
    paying_members: Annotated[int, Field(ge=1, le=1000)]
    fee_classes: list[FeeClass] = Field(default_factory=list)
    source: Short


class Attitude(Row):
    """One organisation's closing answers on the cross-cutting objectives (ruling 12)."""

    equality: Annotated[str, Field(max_length=600)]
    sustainability: Annotated[str, Field(max_length=600)]


K, S, T = Depth.CORE, Depth.STANDARD, Depth.DEEP

QUESTIONS: tuple[Question, ...] = (
    Question("occasion", Text("Anlass", "occasion"),
             Literal["erststrategie", "aktualisierung", "neuausrichtung", "fusion", "foerderende"], K,
             "Was löst die Strategiearbeit jetzt aus?"),
    Question("horizon", Text("Zeithorizont in Jahren", "horizon in years"), Literal[2, 3, 5, 10], K,
             "Für wie viele Jahre soll die Strategie gelten? Zehn Jahre nur mit Vertiefung."),
    Question("vision_now", Text("Heutige Vision oder Mission", "current vision"), Annotated[str, Field(max_length=600)],
             K, "Wortlaut, wie er heute gilt; „keine“ genügt."),
    Question("goals_now", Text("Bisherige Ziele und Stand", "goals and status"), list[EarlierGoal], S,
             "Ziele der geltenden Strategie und was davon erreicht ist."),
    Question("core_competences", Text("Kernkompetenzen", "core competences"),
             Annotated[list[Competence], Field(min_length=3, max_length=10)], K, "Worin sind Ihre Mitglieder stark?"),
    Question("value_chain", Text("Wertschöpfungsstufen und Mitglieder", "value-chain stages"),
             Annotated[list[ValueChainStage], Field(min_length=2, max_length=12)], S,
             "Wie viele Mitgliedsunternehmen arbeiten in jeder Stufe? Mehrfachnennung ist möglich."),
    Question("competitors", Text("Wettbewerbs- und Vergleichscluster", "rival and peer clusters"),
             Annotated[list[PeerCluster], Field(max_length=10)], S, "Mit wem werden Sie verglichen?"),
    Question("trends", Text("Trends", "trends"), Annotated[list[Trend], Field(min_length=1, max_length=12)], K,
             "Welche Entwicklungen verlangen eine Antwort?"),
    Question("swot_raw", Text("Stärken, Schwächen, Chancen, Risiken", "SWOT"),
             Annotated[list[SwotItem], Field(min_length=4, max_length=32)], K,
             "Drei bis acht Punkte je Buchstabe, jeder mit Beleg."),
    Question("stakeholders", Text("Stakeholder", "stakeholders"), list[Stakeholder], S,
             "Nur für den internen Materialband."),
    Question("member_expect", Text("Erwartungen der Mitglieder", "member expectations"), list[MemberExpectation], S,
             "Bedarf und Zufriedenheit je Leistungsart; wird aus der Befragung übernommen, wenn sie vorliegt."),
    Question("mandate", Text("Mandat und Grenzen", "mandate and limits"), Long, K,
             "Was darf die Strategie nicht anfassen? Welche Vorgaben macht der Träger?"),
    Question("resources_next", Text("Mittel für die Umsetzung", "resources"), NextResources, K,
             "Was steht der Geschäftsstelle im nächsten Jahr zur Verfügung?", "budget"),
    Question("s3_fit", Text("Bezug zur Innovationsstrategie des Landes", "link to the state strategy"),
             Annotated[str, Field(max_length=600)], S, "Bitte nennen Sie das Wachstumsfeld.", "growth_fields"),
    Question("key_uncert", Text("Schlüsselunsicherheiten", "key uncertainties"),
             Annotated[list[KeyUncertainty], Field(min_length=2, max_length=6)], T, "Was könnte so oder so kommen?"),
    Question("finances", Text("Einnahmen und Kosten", "income and cost"), Finances, K,
             "Aus dem letzten Jahresabschluss.", "budget"),
    Question("diamond", Text("Standortbedingungen", "Porter diamond"), list[DiamondRating], S,
             "Je Bedingung fünf Aussagen, 1 = trifft nicht zu, 5 = trifft voll zu."),
    Question("employment", Text("Beschäftigte am Standort", "employment"), Employment, T,
             "Nur wenn amtliche Zahlen vorliegen."),
    Question("next_board_on", Text("Nächste Sitzungen des Vorstands", "next board meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip

QUESTIONNAIRE = Questionnaire("cluster_strategy", "1.0", QUESTIONS)

DIAMOND_STATEMENTS: dict[str, tuple[str, ...]] = {
    "faktoren": (
        "Fachkräfte mit passender Ausbildung sind in der Region zu gewinnen.",
        "Hochschulen und Institute forschen zu unseren Themen.",
        "Gewerbeflächen und Verkehrswege genügen unseren Mitgliedern.",
        "Kapital für Investitionen ist erreichbar.",
        "Labore und Prüfstände können gemeinsam genutzt werden.",
    ),
    "nachfrage": (
        "Anspruchsvolle Kunden sitzen in der Region.",
        "Kunden beteiligen sich an Entwicklungen.",
        "Die Nachfrage wächst.",
        "Anforderungen unserer Kunden gelten auch international.",
        "Öffentliche Auftraggeber fragen Neues nach.",
    ),
    "verwandte": (
        "Zulieferer der nächsten Stufe sind in einer Stunde erreichbar.",
        "Verwandte Branchen arbeiten mit uns zusammen.",
        "Dienstleister verstehen unsere Technik.",
        "Ausrüster sind Mitglied oder Partner.",
        "Andere Netzwerke ergänzen uns.",
    ),
    "wettbewerb": (
        "Unsere Mitglieder messen sich an den Besten.",
        "Betriebe kooperieren trotz Wettbewerb.",
        "Neue Unternehmen kommen hinzu.",
        "Nachfolge in den Betrieben ist geregelt.",
        "Unternehmen investieren in Entwicklung.",
    ),
    "staat": (
        "Förderprogramme passen zu unseren Vorhaben.",
        "Genehmigungen kommen rechtzeitig.",
        "Kommunen unterstützen das Netzwerk.",
        "Regeln und Normen sind berechenbar.",
        "Das Land kennt unsere Themen.",
    ),
    "zufall": (
        "Unsere Branche kommt mit Sprüngen der Nachfrage zurecht.",
        "Neue Technik eröffnet eher Chancen als Risiken.",
        "Ausfälle einzelner Kunden sind zu verkraften.",
        "Wechselkurse treffen uns kaum.",
        "Wir erkennen Umbrüche früh.",
    ),
}

INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Einstieg (5 Minuten)", (
        "Wie sind Sie zum Netzwerk gekommen, und was war zuletzt Ihr Nutzen?",
        "Was wäre anders, wenn es das Netzwerk morgen nicht mehr gäbe?")),
    ("Umfeld (15 Minuten)", (
        "Welche zwei Entwicklungen verändern Ihr Geschäft bis zum Ende des Zeithorizonts?",
        "Wo suchen Sie dafür Partner, und warum dort?")),
    ("Zusammenarbeit (15 Minuten)", (
        "Erzählen Sie von einem gemeinsamen Vorhaben, das gelungen ist, und von einem, das nicht zustande kam.",
        "Woran ist es gescheitert: Zeit, Geld, Vertrauen, Partner, Schutzrechte?",
        "Welche Leistung der Geschäftsstelle würden Sie bezahlen?")),
    ("Entscheidung (15 Minuten)", (
        "Wenn nur drei Handlungsfelder blieben, welche wären es?",
        "Was soll das Netzwerk nicht mehr tun?",
        "Was würden Sie selbst übernehmen?")),
    ("Abschluss (10 Minuten)", (
        "Was haben wir nicht gefragt?",
        "Dürfen wir eine Aussage ohne Namen zitieren?")),
)  # fmt: skip


class SurveyQuestion(Row):
    """One question of the member survey; ``short`` questions make the short form for M1."""

    key: str
    de: str
    kind: Literal["likert5", "multi3", "text", "enum", "nps"]
    short: bool = False


SURVEY_VERSION = "Arbeitsfassung 1.0"
SURVEY: tuple[SurveyQuestion, ...] = (
    SurveyQuestion(key="kind", de="Zu welcher Gruppe gehört Ihre Organisation?", kind="enum", short=True),
    SurveyQuestion(key="size", de="Wie viele Beschäftigte haben Sie?", kind="enum"),
    *(
        SurveyQuestion(key=f"need_{slug}", de=f"Wie wichtig ist Ihnen: {name.de}?", kind="likert5", short=False)
        for slug, name in SERVICE_NAMES.items()
    ),
    *(
        SurveyQuestion(key=f"satisfaction_{slug}", de=f"Wie zufrieden sind Sie mit: {name.de}?", kind="likert5")
        for slug, name in SERVICE_NAMES.items()
    ),
    SurveyQuestion(key="top3", de="Welche drei Leistungen brauchen Sie am meisten?", kind="multi3", short=True),
    SurveyQuestion(key="would_pay", de="Würden Sie für eine dieser Leistungen zahlen?", kind="likert5", short=True),
    SurveyQuestion(key="joint", de="Arbeiten Sie heute mit Mitgliedern in einem Projekt?", kind="enum", short=True),
    SurveyQuestion(key="obstacle", de="Was hindert Sie an gemeinsamen Projekten?", kind="text", short=True),
    SurveyQuestion(key="knows_strategy", de="Kennen Sie die Ziele des Netzwerks?", kind="likert5", short=True),
    SurveyQuestion(key="recommend", de="Würden Sie das Netzwerk weiterempfehlen (0 bis 10)?", kind="nps", short=True),
    SurveyQuestion(key="wish", de="Was soll sich ändern?", kind="text", short=True),
)


class SurveyResponse(Row):
    """One returned questionnaire; no name, no address."""

    number: Annotated[int, Field(ge=1)]
    kind: MemberKind
    size: Literal["1-19", "20-49", "50-249", "250+", ""] = ""
    need: dict[ServiceCategory, Likert] = Field(default_factory=dict)
    satisfaction: dict[ServiceCategory, Likert] = Field(default_factory=dict)
    would_pay: Likert | None = None
    knows_strategy: Likert | None = None
    recommend: Annotated[int, Field(ge=0, le=10)] | None = None
    obstacle: Annotated[str, Field(max_length=600)] = ""
    wish: Annotated[str, Field(max_length=600)] = ""


class Survey(Row):
    """The returned member survey: how many were asked, per kind, and the answers."""

    invited: dict[MemberKind, Annotated[int, Field(ge=0)]]
    closed_on: str
    responses: list[SurveyResponse]


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
