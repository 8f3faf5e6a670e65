"""What the agency asks for a joint communication concept: questionnaire and interviews (offerings.md 7b)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from clusterprocess.domain.language import Text
from clusterprocess.offerings.communication_concept.rows import AudienceRow, ChannelRow, GoalKind
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row
from clusterprocess.offerings.standard.answers import Attitude
from clusterprocess.offerings.standard.rows import Likert, Percent, Short


class MessageNow(Row):
    """A message as it is used today; proof, channel and owner may be missing, which is what the analysis looks for."""

    goal: GoalKind
    message: Short
    proof: Annotated[str, Field(max_length=200)] = Field("", description="Zahl, Beispiel oder Erfolgsgeschichte")
    channel: Annotated[str, Field(pattern=r"^(C[0-9]{1,2})?$")] = ""
    owner: Annotated[str, Field(max_length=100)] = ""


class WebsiteCheck(Row):
    """Ten points of the initiative's own website, each yes or no."""

    news_30_days: bool
    members: bool
    services: bool
    english: bool
    contacts: bool
    mobile: bool
    accessible: bool
    imprint: bool
    privacy: bool
    search: bool


class Newsletter(Row):
    recipients: Annotated[int, Field(ge=0, le=100_000)]
    open_rate: Percent


class SocialAccount(Row):
    network: Short
    followers: Annotated[int, Field(ge=0, le=10_000_000)]
    interaction: Annotated[float, Field(ge=0, le=30)] = Field(description="Interaktion in Prozent")


class PersonInCharge(Row):
    has: bool
    fte: Annotated[float, Field(ge=0, le=5)] = 0


class WrittenStrategy(Row):
    exists: bool
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None


class Changes(Row):
    """Five changes of the communication since foundation."""

    budget: bool
    structure: bool
    goals: bool
    person: bool
    audiences: bool


class SuccessStory(Row):
    title: Short
    partners: Short
    result: Short
    released: bool


K, S, T = Depth.CORE, Depth.STANDARD, Depth.DEEP


def _each_once(rows: list[AudienceRow]) -> list[AudienceRow]:
    names = [row.audience for row in rows]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"jede Zielgruppe höchstens einmal; doppelt: {', '.join(twice)}")
    return rows


def _keys_once(rows: list[ChannelRow]) -> list[ChannelRow]:
    keys = [row.key for row in rows]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"jedes Kürzel höchstens einmal; doppelt: {', '.join(twice)}")
    return rows


def _ranked_once(goals: list[str]) -> list[str]:
    if len(set(goals)) < len(goals):
        raise ValueError("jedes Ziel höchstens einmal, das wichtigste zuerst")
    return goals


QUESTIONS: tuple[Question, ...] = (
    Question("comm_goals", Text("Kommunikationsziele", "communication goals"),
             Annotated[list[GoalKind], Field(min_length=1, max_length=8), AfterValidator(_ranked_once)], K,
             "Was soll die Kommunikation erreichen? Das Wichtigste zuerst."),
    Question("audiences", Text("Zielgruppen", "target groups"),
             Annotated[list[AudienceRow], Field(min_length=1, max_length=9), AfterValidator(_each_once)], K,
             "Priorität 3 = am wichtigsten; Kenntnis 0 = unbekannt bis 4 = erzählt von uns; dazu, was die Gruppe braucht."),
    Question("core_message", Text("Kernbotschaft", "core message"), Annotated[str, Field(min_length=1, max_length=200)], K,
             "Der Satz, mit dem Sie sich heute vorstellen."),
    Question("messages", Text("Botschaften", "messages"), Annotated[list[MessageNow], Field(max_length=30)], S,
             "Heutige Botschaften mit Ziel, Beleg, Kanal und verantwortlicher Stelle; Lücken bleiben leer."),
    Question("channels", Text("Kanäle", "channels"),
             Annotated[list[ChannelRow], Field(min_length=1, max_length=15), AfterValidator(_keys_once)], K,
             "Je Kanal: wie oft im Jahr, Kontakte je Ausgabe, Kosten, Stunden im Jahr, Bewertung 1 bis 5, für wen gemacht."),
    Question("web_check", Text("Website-Check", "website check"), WebsiteCheck, K,
             "Zehn Punkte Ihrer Internetseite, ja oder nein."),
    Question("newsletter", Text("Newsletter", "newsletter"), Newsletter, S,
             "Empfängerinnen und Empfänger, Öffnungsrate in Prozent."),
    Question("press_12m", Text("Presseresonanz in zwölf Monaten", "press mentions"), Annotated[int, Field(ge=0, le=1000)],
             K, "Zahl der Beiträge, in denen die Initiative vorkommt."),
    Question("social", Text("Konten in sozialen Medien", "social media accounts"),
             Annotated[list[SocialAccount], Field(max_length=8)], S, "Netz, Zahl der Folgenden, Interaktion in Prozent."),
    Question("budget_comm", Text("Kommunikationsbudget", "communication budget"),
             Annotated[Decimal, Field(ge=0, le=10_000_000)], K, "Euro im Jahr, ohne Personal; höchstens das Jahresbudget.",
             "budget"),
    Question("hours_comm", Text("Stunden für Kommunikation je Woche", "communication hours a week"),
             Annotated[float, Field(ge=0, le=80)], K, "Bezahlte und ehrenamtliche Stunden der zuständigen Personen."),
    Question("comm_person", Text("Hauptamtlich zuständige Person", "dedicated person"), PersonInCharge, K,
             "Gibt es sie, und mit welchem Anteil einer Vollzeitstelle?"),
    Question("strategy_comm", Text("Schriftliche Kommunikationsstrategie", "written communication strategy"),
             WrittenStrategy, K, "Liegt sie vor, und aus welchem Jahr?"),
    Question("comm_value", Text("Stellenwert der Kommunikation", "importance of communication"), Likert, S,
             "1 = Nebensache, 5 = so wichtig wie Projekte."),
    Question("mgr_influence", Text("Einfluss der zuständigen Person", "influence of the person in charge"), Likert, S,
             "1 = führt aus, 5 = entscheidet mit."),
    Question("member_influence", Text("Einfluss der Mitglieder", "influence of the members"), Likert, S,
             "1 = keiner, 5 = sie bestimmen Themen und Ton."),
    Question("comm_eval", Text("Auswertung der Kommunikation", "evaluation"), bool, S,
             "Werden Zahlen regelmäßig gesehen und besprochen?"),
    Question("comm_exchange", Text("Austausch mit anderen Initiativen", "peer exchange"), bool, S,
             "Treffen sich die Zuständigen mit denen anderer Initiativen?"),
    Question("comm_changes", Text("Veränderungen seit der Gründung", "changes since foundation"), Changes, S,
             "Budget, Struktur, Ziele, zuständige Person, Zielgruppen: Was hat sich wesentlich verändert?"),
    Question("success_stories", Text("Erfolgsgeschichten", "success stories"),
             Annotated[list[SuccessStory], Field(min_length=1, max_length=12)], K,
             "Titel, Beteiligte, Ergebnis; freigegeben nur, wenn alle Beteiligten schriftlich zugestimmt haben."),
    Question("cd", Text("Erscheinungsbild", "corporate design"),
             Annotated[list[Literal["logo", "claim", "vorlagen", "bildrechte", "keines"]], Field(min_length=1)], K,
             "Was liegt vor: Logo mit Rechten, Claim, Vorlagen, geklärte Bildrechte?"),
    Question("funding_notices", Text("Publizitätspflichten der Fördergeber", "funder notices"),
             Annotated[list[Literal["efre", "land", "bund", "eu_andere", "keine"]], Field(min_length=1)], K,
             "Wessen Förderung muss genannt werden?"),
    Question("next_board_on", Text("Nächste Sitzungen des Vorstands", "next board meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip

QUESTIONNAIRE = Questionnaire("communication_concept", "1.0", QUESTIONS)

INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Einstieg (5 Minuten)", (
        "Wie erklären Sie jemandem außerhalb Ihres Hauses in einem Satz, was die Initiative ist?",
        "Was haben Sie zuletzt von ihr gelesen oder gehört, und wo?")),
    ("Kenntnis und Nutzen (15 Minuten)", (
        "Wer in Ihrem Haus kennt die Initiative, wer müsste sie kennen?",
        "Welches Ergebnis der letzten zwei Jahre ist erzählenswert, und wer müsste es erfahren?",
        "Was hält Sie davon ab, selbst davon zu erzählen?")),
    ("Kanäle (15 Minuten)", (
        "Was davon lesen oder besuchen Sie wirklich: Rundmail, Internetseite, Abende, soziale Medien?",
        "Was würden Sie nicht vermissen?",
        "Welche Frage beantwortet Ihnen kein Kanal?")),
    ("Beitrag (10 Minuten)", (
        "Würden Sie eine Geschichte, ein Bild oder eine Stunde im Monat beisteuern?",
        "Wer muss bei Ihnen freigeben, und wie lange dauert das?")),
    ("Abschluss (5 Minuten)", (
        "Was haben wir nicht gefragt?",
        "Dürfen wir eine Aussage ohne Namen zitieren?")),
)  # fmt: skip
