"""What the agency asks for individual advice: a core of nine questions, and those of the chosen modules.

Content: offerings.md section 7f with rulings 3 and 6. Module questions are waited for only where their module was
chosen; on the fast lane nobody is asked more than eight questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from clusterprocess.domain.language import Text
from clusterprocess.offerings.individual_advice import answers as rows
from clusterprocess.offerings.individual_advice.modules import (
    MODULE_QUESTIONS,
    ModuleKey,
    chosen,
    keys_of,
)
from clusterprocess.offerings.questions import Depth, Question, Questionnaire
from clusterprocess.offerings.standard.answers import Attitude, Employment, Stakeholder, Trend, ValueChainStage

K, S = Depth.CORE, Depth.STANDARD

CORE: tuple[Question, ...] = (
    Question("question", Text("Fragestellung", "question"), rows.Asked, K,
             "Ein Anlass, eine Frage; sie endet mit der Entscheidung, die zu treffen ist."),
    Question("module", Text("Module", "modules"), Annotated[list[ModuleKey], Field(min_length=1, max_length=4)], K,
             "Ein bis vier Module; jedes bringt seine eigenen Fragen mit."),
    Question("decision_by", Text("Entscheidung bis und durch", "decision by"), rows.DecisionBy, K,
             "Wann und von wem wird entschieden? Mindestens zehn Tage nach der Anfrage."),
    Question("prior_work", Text("Vorarbeiten und Dokumente", "prior work"), Annotated[list[rows.PriorWork], Field(max_length=12)], K,
             "Was liegt schon vor: Satzung, Abschlüsse, Protokolle, frühere Papiere?"),
    Question("success", Text("Woran erkennen Sie den Nutzen?", "success sign"), Annotated[str, Field(min_length=5, max_length=300)], K,
             "Ein Zeichen in drei Monaten, an dem Sie merken, dass die Beratung geholfen hat."),
    Question("sensitivity", Text("Vertraulichkeit", "confidentiality"), Literal["cluster", "vorstand", "nur_cm"], K,
             "Wer darf den Vermerk lesen? Liest ihn nur das Clustermanagement, beschließt kein Vorstand darüber."),
    Question("urgency", Text("Dringlichkeit", "urgency"), rows.Urgency, K, "Wenn es eilt: bitte mit Grund."),
    Question("next_board_on", Text("Nächste Sitzungen des Vorstands", "next board meetings"), list[str], K,
             "Datum im Format JJJJ-MM-TT; der Zeitplan wird darauf gerechnet."),
    Question("cross_cutting", Text("Querschnittsziele", "cross-cutting objectives"), Attitude, K,
             "Gleichstellung, Nichtdiskriminierung und Nachhaltigkeit: Was ist geplant?"),
)  # fmt: skip

FULL_LANE_ONLY = frozenset({"next_board_on", "cross_cutting"})

OF_MODULES: tuple[Question, ...] = (
    Question("gov_organs", Text("Organe", "organs"), Annotated[list[rows.OrganRow], Field(min_length=1, max_length=8)], S,
             "Name, Sitze, davon Unternehmen, Sitzungen im Jahr."),
    Question("gov_decisions", Text("Entscheidungsrechte", "decision rights"),
             Annotated[list[rows.DecisionRow], Field(min_length=3, max_length=20)], S,
             "Je Entscheidung: Wer entscheidet, wer berät, wer wird informiert?"),
    Question("gov_checks", Text("Zwanzig Aussagen zur Governance", "governance statements"), rows.Checks, S,
             "Ja, nein oder unklar; Ja heißt: in Ordnung und belegbar."),
    Question("fin_years", Text("Einnahmen und Ausgaben der letzten drei Jahre", "income and cost"), rows.FinanceYears, S,
             "Aus den Abschlüssen, das älteste Jahr zuerst; junge Initiativen nennen weniger Jahre.", "budget"),
    Question("fin_plan", Text("Planung für 36 Monate", "plan for 36 months"), rows.FinancePlan, S,
             "Je Quelle Betrag im Jahr, zugesagter Anteil und Ende; dazu Kosten und Geldbestand."),
    Question("value_chain", Text("Wertschöpfungsstufen und Mitglieder", "value-chain stages"),
             Annotated[list[ValueChainStage], Field(min_length=2, max_length=12)], S,
             "Wie viele Mitgliedsunternehmen arbeiten in jeder Stufe? Mehrfachnennung ist möglich."),
    Question("mem_leavers", Text("Austritte und Gründe", "leavers and reasons"), Annotated[list[rows.Leaver], Field(max_length=60)], S,
             "Nur Art und Grund, keine Namen."),
    Question("stakeholders", Text("Stakeholder", "stakeholders"), Annotated[list[Stakeholder], Field(min_length=1)], S,
             "Nur für den internen Materialband."),
    Question("fun_needs", Text("Förderbedarf", "funding needs"), Annotated[list[rows.FundingNeed], Field(min_length=1, max_length=8)], S,
             "Wofür, aus welchem Programm, wie viel, und was ist offen?"),
    Question("imp_fields", Text("Wirkungsfelder", "impact fields"), rows.ImpactEstimates, S,
             "Ihre eigene Einschätzung je Feld: Wichtigkeit, Wirkung, Anteil des Netzwerks (1 bis 5)."),
    Question("imp_sample", Text("Wer wird befragt", "sample"), rows.ImpactSample, S,
             "Angeschriebene je Art, Zeitraum und andere Unterstützung zur selben Zeit."),
    Question("imp_measures", Text("Frühere Maßnahmen und ihr Stand", "earlier measures"),
             Annotated[list[rows.EarlierMeasure], Field(max_length=40)], S, "Maßnahmen aus einer früheren Begleitung."),
    Question("imp_goals", Text("Frühere Ziele und Erreichung", "earlier goals"), Annotated[list[rows.ReachedGoal], Field(max_length=12)], S,
             "Von −2 (weit verfehlt) bis +2 (weit übertroffen)."),
    Question("trends", Text("Trends", "trends"), Annotated[list[Trend], Field(min_length=1, max_length=12)], S,
             "Welche Entwicklungen verlangen eine Antwort?"),
    Question("employment", Text("Beschäftigte am Standort", "employment"), Employment, S, "Nur wenn amtliche Zahlen vorliegen."),
    Question("cc_partner", Text("Partnercluster", "partner cluster"), Annotated[list[rows.PartnerCluster], Field(min_length=1, max_length=6)], S,
             "Mindestens ein Partner, mit Grund."),
    Question("cc_topics", Text("Gemeinsame Themen", "joint topics"), Annotated[list[rows.SharedTopic], Field(min_length=1, max_length=10)], S,
             "Stichwort, gemeinsame Mitglieder, Herausforderung, erwartetes Ergebnis."),
    Question("suc_roles", Text("Schlüsselrollen und Nachfolge", "key roles and succession"),
             Annotated[list[rows.KeyRole], Field(min_length=1, max_length=12)], S,
             "Rolle, Funktion des Inhabers, besonderes Wissen, Nachfolge ja oder nein, Folgen eines Ausfalls."),
    Question("suc_date", Text("Übergabe", "handover"), Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")], S,
             "Bis wann soll übergeben sein? Format JJJJ-MM-TT."),
    Question("leg_forms", Text("Erwogene Rechtsformen", "legal forms considered"),
             Annotated[list[rows.LegalForm], Field(min_length=1, max_length=6)], S,
             "Wofür, und was ist offen? Beantwortet wird das von Rechts- und Steuerberatung."),
    Question("peer_case", Text("Fall für die kollegiale Beratung", "peer case"), rows.PeerCase, S,
             "Lage, bisherige Versuche, Frage an die Kolleginnen und Kollegen."),
)  # fmt: skip


@dataclass(frozen=True)
class AdviceQuestionnaire(Questionnaire):
    """Asks the core always and a module's questions only where the module was chosen."""

    def asked_for(self, answers: Mapping[str, Any], *, fast_lane: bool = False) -> tuple[Question, ...]:
        """The questions of an engagement: on the fast lane at most eight, before the modules are known the core alone."""
        modules = chosen(answers)
        if fast_lane:
            wanted: tuple[str, ...] = tuple(m.short for m in modules[:1])
            return tuple(q for q in self.questions if self._is_core(q, fast_lane=True) or q.key in wanted)
        keys = keys_of(modules)
        return tuple(q for q in self.questions if self._is_core(q) or q.key in keys)

    def missing(self, answers: Mapping[str, Any], level: str) -> tuple[Question, ...]:
        """The core and what the chosen modules need, as far as it has no answer yet; the level makes no difference."""
        wanted = {key for module in chosen(answers) for key in module.needs}
        return tuple(
            q
            for q in self.questions
            if (self._is_core(q) or q.key in wanted) and answers.get(q.key) in (None, "", [], {})
        )

    @staticmethod
    def _is_core(question: Question, *, fast_lane: bool = False) -> bool:
        return question.key not in MODULE_QUESTIONS and not (fast_lane and question.key in FULL_LANE_ONLY)


QUESTIONNAIRE = AdviceQuestionnaire("individual_advice", "1.0", (*CORE, *OF_MODULES))

INTERVIEW_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Die Frage (10 Minuten)", (
        "Wie würden Sie die Frage stellen, die hier zu entscheiden ist?",
        "Was geschieht, wenn bis zum genannten Tag niemand entscheidet?")),
    ("Was Sie wissen (20 Minuten)", (
        "Welche Zahl würde Ihnen die Entscheidung leicht machen, und wer hat sie?",
        "Was haben Sie schon versucht, und woran lag es?",
        "Wer trägt die Folgen, ohne am Tisch zu sitzen?")),
    ("Was möglich wäre (20 Minuten)", (
        "Welche Lösung halten Sie für undenkbar, und warum eigentlich?",
        "Was müsste wahr sein, damit Ihre bevorzugte Lösung scheitert?",
        "Was würden Sie dafür lassen?")),
    ("Abschluss (10 Minuten)", (
        "Was haben wir nicht gefragt?",
        "Dürfen wir eine Aussage ohne Namen zitieren?")),
)  # fmt: skip
