"""What the agency asks for technology-transfer support: questionnaire and guide for the talk in the firm.

Content: offerings.md section 7c. What single organisations need or offer stands on their own sheets (``sheets.py``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from clusterprocess.domain.language import Text
from clusterprocess.methods.matching import Form
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row
from clusterprocess.offerings.standard.answers import Attitude
from clusterprocess.offerings.standard.rows import Amount, Short, Year
from clusterprocess.offerings.technology_transfer.sheets import Topics


class PastTransfer(Row):
    """A transfer project of the last 36 months."""

    title: Short = Field(description="Titel, ohne Namen nicht beteiligter Dritter")
    partners: Short = Field(description="Partner nach Art, zum Beispiel „KMU und Hochschule“")
    year: Year = Field(description="Jahr des Abschlusses oder des Beginns")
    volume_eur: Amount = Field(description="Volumen in Euro")
    result: Short = Field(description="was daraus wurde")


class Barrier(Row):
    """How strongly something hinders transfer, as a mean over the answers; one answer is the office's own estimate."""

    barrier: Literal["zeit", "geld", "kontakt", "vertrauen", "ip", "sprache", "personal", "buerokratie"]
    rating: Annotated[float, Field(ge=1, le=5)] = Field(description="1 = hindert nicht, 5 = hindert sehr")
    answers: Annotated[int, Field(ge=1, le=1000)] = Field(description="Zahl der Antworten, 1 = eigene Einschätzung")


class Readiness(Row):
    """Who is ready to take part, and whether the model of the confidentiality agreement is accepted."""

    smes_ready: Annotated[int, Field(ge=0, le=200)] = Field(description="KMU, die einen Bedarf nennen wollen")
    science_ready: Annotated[int, Field(ge=0, le=50)] = Field(description="Hochschulen und Institute, die mitmachen")
    nda_accepted: bool = Field(description="Muster der Vertraulichkeitsvereinbarung angenommen")


class TransferPath(Row):
    """A way of transfer beyond single projects."""

    kind: Literal["reallabor", "lizenz", "ausgruendung", "cross_cluster"] = Field(description="Art")
    title: Short = Field(description="Bezeichnung, ohne vertraulichen Inhalt")
    state: Short = Field(description="Stand und nächster Schritt")


K, S, T = Depth.CORE, Depth.STANDARD, Depth.DEEP

QUESTIONS: tuple[Question, ...] = (
    Question("topics", Text("Technologiethemen", "technology topics"), Topics, K,
             "Ein bis acht Stichworte aus der Liste, um die es gehen soll.", "field"),
    Question("goal_tt", Text("Transferziel", "transfer goal"),
             Annotated[list[Form], Field(min_length=1, max_length=7)], K,
             "Was soll am Ende stehen: Verbundprojekt, Auftrag, Lizenz, Personal, Gründung, Prüfung, Weiterbildung?"),
    Question("readiness", Text("Wer mitmacht", "who takes part"), Readiness, K,
             "Gebraucht werden fünf KMU und zwei Partner aus der Wissenschaft; für einen Themenabend genügen drei und einer."),
    Question("barriers", Text("Hemmnisse", "barriers"), Annotated[list[Barrier], Field(min_length=3, max_length=8)], K,
             "Was hält Mitglieder vom Transfer ab? Mittelwert 1 bis 5 mit Zahl der Antworten."),
    Question("tt_history", Text("Transferprojekte der letzten 36 Monate", "past projects"),
             Annotated[list[PastTransfer], Field(max_length=40)], S,
             "Titel, Partner nach Art, Volumen und Ergebnis; auch Gescheitertes."),
    Question("transfer_paths", Text("Wege über Einzelprojekte hinaus", "transfer paths"),
             Annotated[list[TransferPath], Field(max_length=12)], T,
             "Reallabore, Lizenzen, Ausgründungen, gemeinsame Vorhaben mit anderen Clustern."),
    Question("next_board_on", Text("Nächste Sitzungen", "next meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip

QUESTIONNAIRE = Questionnaire("technology_transfer", "1.0", QUESTIONS)

INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Rundgang (15 Minuten)", (
        "Welcher Schritt in der Fertigung kostet Sie im Monat am meisten Ausschuss, Zeit oder Energie?",
        "Woran merken Sie es, und welche Zahl schreiben Sie dafür auf?")),
    ("Bedarf und Zielwert (15 Minuten)", (
        "Welcher Wert wäre gut genug, und bis wann brauchen Sie ihn?",
        "Was haben Sie schon versucht, und warum hat es nicht gereicht?",
        "Was darf eine Lösung kosten: einmalig und je Teil?")),
    ("Zusammenarbeit (10 Minuten)", (
        "Mit wem würden Sie daran arbeiten, mit wem nicht?",
        "Reicht Ihnen eine Prüfung, ein Auftrag, oder wollen Sie gemeinsam entwickeln?",
        "Wer in Ihrem Haus hätte dafür wie viele Stunden im Monat?")),
    ("Vertraulichkeit (10 Minuten)", (
        "Was davon darf ein Institut hören, bevor eine Vereinbarung unterschrieben ist?",
        "Welche Wörter oder Zahlen würden Sie verraten?",
        "Dürfen wir den Bogen anonym zeigen, und wer gibt ihn frei?")),
)  # fmt: skip
