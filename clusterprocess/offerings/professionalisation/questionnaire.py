"""What the agency asks for professionalisation and new services; which questions are needed depends on the line.

Content: offerings.md section 7e. ``e1_label`` is benchmarking and label readiness (from M1 on), ``e2_services`` is the
development of services. A question belongs to one line or to both (``LINE_OF``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from clusterprocess.domain.language import Text
from clusterprocess.offerings.offering import Submissions
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row
from clusterprocess.offerings.standard.answers import Attitude, Finances
from clusterprocess.offerings.standard.rows import Amount, IsoDay, ServiceCategory, Short, Year

E1, E2 = "e1_label", "e2_services"
LINES = (E1, E2)

PROCESSES: dict[str, str] = {
    "mitgliedergewinnung": "Mitgliedergewinnung",
    "onboarding": "Aufnahme neuer Mitglieder",
    "projektanbahnung": "Projektanbahnung",
    "eventmanagement": "Veranstaltungen",
    "beschwerde": "Beschwerden",
    "controlling": "Controlling",
    "crm": "Kontaktpflege",
    "wissensmanagement": "Wissensmanagement",
}
IndicatorCode = Annotated[str, Field(pattern=r"^([1-5](\.[0-9]){1,2}|BW[1-3])$")]


class IndicatorAnswer(Row):
    """One of the 34 indicators: the measured value or the fulfilled items of its checklist, and the own estimate.

    What the cluster profile knows (shares of members, staff, runway) need not be repeated.
    """

    code: IndicatorCode
    value: float | None = None
    items: list[Annotated[str, Field(max_length=40)]] | None = Field(
        None, description="erfüllte Punkte der Prüfliste, leer wenn keiner"
    )
    self_points: Annotated[float, Field(ge=0, le=5)] | None = Field(None, description="eigene Einschätzung, 0 bis 5")
    note: Annotated[str, Field(max_length=200)] = Field("", description="woran die Angabe hängt, wenn das nötig ist")


class EvidenceOffered(Row):
    """A paper that the office can show for an indicator; whether it counts is decided in ``nachweise``."""

    code: IndicatorCode
    kind: Short
    dated_on: IsoDay
    where: Short = Field(description="wo das Original liegt")


class Improvement(Row):
    """What changed since the last benchmark; Silver asks for three areas."""

    area: Short
    before: Short
    after: Short
    proof: Short


class StaffMember(Row):
    """One position of the office; no names."""

    role: Short
    fte: Annotated[float, Field(gt=0, le=5)]
    qualification: Short
    training_days: Annotated[float, Field(ge=0, le=30)]


class ServiceEconomics(Row):
    """What one present service costs and brings in a year."""

    name: Short
    category: ServiceCategory
    days_year: Annotated[float, Field(ge=0, le=500)]
    users: Annotated[int, Field(ge=0, le=50_000)] = Field(description="Nutzungen im Jahr")
    price_eur: Amount
    satisfaction: Annotated[float, Field(ge=1, le=5)] | None = None


class CategoryNeed(Row):
    """Need of the members in one category, and how many would pay what for it."""

    category: ServiceCategory
    need: Annotated[float, Field(ge=1, le=5)]
    willingness: list[Annotated[int, Field(ge=0, le=1000)]] = Field(
        default_factory=list,
        max_length=5,
        description="Antworten auf „Würden Sie dafür zahlen?“: nein, eher nein, unentschieden, eher ja, ja",
    )
    price_eur: Amount | None = Field(None, description="mittlerer genannter Preis je Nutzung")


class ServiceIdea(Row):
    name: Short
    user: Short
    problem: Annotated[str, Field(min_length=1, max_length=400)]
    differentiation: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description="was Kammern und private Beratung daran nicht anbieten"
    )


class SurveyBase(Row):
    asked: Annotated[int, Field(ge=1, le=5000)]
    answered: Annotated[int, Field(ge=0, le=5000)]
    asked_on: IsoDay | None = Field(None, description="Tag der Abfrage")


K, S = Depth.CORE, Depth.STANDARD

QUESTIONS: tuple[Question, ...] = (
    Question("line", Text("Linie", "line"), Annotated[list[Literal["e1_label", "e2_services"]], Field(min_length=1, max_length=2)], K,
             "e1_label: Benchmarking und Label, ab einer halben bezahlten Stelle; e2_services: Dienstleistungen; beides ist möglich."),
    Question("label_goal", Text("Ziel-Label", "target label"), Literal["bw", "bronze", "silver", "gold", "keines"], K,
             "Welches Label wird angestrebt? „keines“, wenn nur der Vergleich interessiert.", "labels"),
    Question("label_date", Text("Wunschtermin des Besuchs", "target date"), date, K,
             "Frühestens drei Monate von heute; der Zeitplan wird von diesem Tag zurückgerechnet."),
    Question("indicators", Text("34 Indikatoren: Wert, Selbsteinschätzung", "34 indicator values"),
             Annotated[list[IndicatorAnswer], Field(min_length=1, max_length=40)], K,
             "Je Indikator der gemessene Wert oder die erfüllten Punkte der Prüfliste; was Sie nicht wissen, lassen Sie weg."),
    Question("evidence", Text("Nachweise je Indikator", "evidence"), Annotated[list[EvidenceOffered], Field(max_length=120)], S,
             "Was Sie vorlegen könnten, mit Datum und Ablage. Ob es zählt, entscheidet die gemeinsame Sichtung."),
    Question("improvements", Text("Verbesserungen seit dem letzten Benchmark", "improvements since"),
             Annotated[list[Improvement], Field(max_length=12)], S, "Für Silber werden drei Bereiche gebraucht."),
    Question("processes", Text("Dokumentierte Prozesse", "documented processes"),
             list[Literal["mitgliedergewinnung", "onboarding", "projektanbahnung", "eventmanagement", "beschwerde", "controlling", "crm", "wissensmanagement"]],
             S, "Nur was aufgeschrieben ist und von allen benutzt wird."),
    Question("staff_profile", Text("Team: Rolle, Stellenanteil, Qualifikation, Weiterbildung", "team profile"),
             Annotated[list[StaffMember], Field(max_length=30)], S, "Eine Zeile je Stelle, ohne Namen.", "fte_paid"),
    Question("crm", Text("Kontaktverwaltung", "CRM"), Literal["keins", "tabelle", "crm"], S,
             "Womit halten Sie fest, wer wann mit welchem Mitglied gesprochen hat?"),
    Question("svc_list", Text("Heutige Leistungen: Tage, Nutzung, Preis, Zufriedenheit", "service economics"),
             Annotated[list[ServiceEconomics], Field(min_length=1, max_length=30)], K,
             "Personentage der Geschäftsstelle im Jahr, Nutzungen im Jahr, Preis je Nutzung (null, wenn kostenlos).", "services"),
    Question("svc_need", Text("Bedarf der Mitglieder je Leistungsart", "member need"),
             Annotated[list[CategoryNeed], Field(min_length=1, max_length=10)], K,
             "Mittlerer Bedarf 1 bis 5 und Zahlungsbereitschaft; ab acht Antworten mit Zahlen, darunter nur in Worten."),
    Question("svc_ideas", Text("Serviceideen", "service ideas"), Annotated[list[ServiceIdea], Field(min_length=1, max_length=20)], K,
             "Wer hat welches Problem, und was daran bietet sonst niemand an?"),
    Question("survey_base", Text("Befragte und Antworten", "survey base"), SurveyBase, S,
             "Wie viele Mitglieder gefragt wurden und wie viele geantwortet haben."),
    Question("day_rate", Text("Kosten eines Personentags", "cost per day"), Annotated[Decimal, Field(gt=0, le=3000)], K,
             "Vollkosten der Geschäftsstelle je Arbeitstag in Euro; daran misst sich, ob ein Preis den Aufwand deckt."),
    Question("fee_review", Text("Letzte Beitragsanpassung", "last fee change"), Year, S, "Jahr der letzten Änderung der Beitragsordnung."),
    Question("finances", Text("Einnahmen und Kosten", "income and cost"), Finances, K, "Aus dem letzten Jahresabschluss.", "budget"),
    Question("next_board_on", Text("Nächste Sitzungen des Vorstands", "next board meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip

LINE_OF: dict[str, str] = {
    **dict.fromkeys(
        ("label_goal", "label_date", "indicators", "evidence", "improvements", "processes", "staff_profile", "crm"), E1
    ),
    **dict.fromkeys(("svc_list", "svc_need", "svc_ideas", "survey_base", "day_rate", "fee_review", "finances"), E2),
}
"""Questions of one line; the others are asked whatever the line."""

QUESTIONNAIRE = Questionnaire("professionalisation", "1.0", QUESTIONS)


def lines_of(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The chosen lines in the order of the paper."""
    chosen = answers.get("line") or ()
    return tuple(line for line in LINES if line in chosen)


def is_needed(key: str, answers: Mapping[str, Any]) -> bool:
    """Whether a question belongs to a chosen line; a label date only where a label is wanted."""
    if key == "label_date" and answers.get("label_goal") == "keines":
        return False
    return key not in LINE_OF or LINE_OF[key] in lines_of(answers)


def missing(profile: Mapping[str, Any], submissions: Submissions, level: str) -> list[str]:
    """What gate G1 still needs: the questions of the chosen line that this level requires."""
    answers = submissions.get("fragebogen", {})
    found = [
        f"{q.text.de} ({q.key}) fehlt im Fragebogen."
        for q in QUESTIONNAIRE.missing(answers, level)
        if is_needed(q.key, answers)
    ]
    if level == "M0" and E1 in lines_of(answers):
        found.append(
            "Linie (line): Benchmarking und Label setzen eine halbe bezahlte Stelle voraus; bitte wählen Sie e2_services."
        )
    return found


INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Einstieg (5 Minuten)", (
        "Wann haben Sie die Geschäftsstelle zuletzt gebraucht, und was kam dabei heraus?",
        "Was wäre liegen geblieben, wenn niemand ans Telefon gegangen wäre?")),
    ("Arbeitsweise (15 Minuten)", (
        "Woran merken Sie, dass etwas verlässlich geregelt ist, und woran, dass es an einer Person hängt?",
        "Welches Protokoll, welche Liste oder welche Zahl haben Sie im letzten Jahr vermisst?",
        "Wurden Sie in den letzten zwölf Monaten persönlich angesprochen? Wozu?")),
    ("Leistungen (20 Minuten)", (
        "Erzählen Sie von einem Tag, an dem Ihnen eine Leistung des Netzwerks Geld oder Zeit gespart hat.",
        "Was davon bekämen Sie auch bei der Kammer oder einem Berater, und zu welchem Preis?",
        "Wofür würden Sie heute eine Rechnung annehmen, und wie hoch dürfte sie sein?")),
    ("Verzicht (10 Minuten)", (
        "Welche Leistung würde niemand vermissen?",
        "Wem müsste man es sagen, bevor sie endet?")),
    ("Abschluss (10 Minuten)", (
        "Was haben wir nicht gefragt?",
        "Dürfen wir eine Aussage ohne Namen zitieren?")),
)  # fmt: skip
