"""What is asked after the handover, and which measures show an effect (offerings.md 7e and 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import AskKind, FollowUp, own
from clusterprocess.offerings.offering import Outcome
from clusterprocess.offerings.standard.follow_up import (
    GOAL_ATTAINMENT,
    KPI_VALUES,
    MEASURE_OUTCOME,
    MEASURE_STATUS,
    USEFULNESS,
)

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("1m", 30, Text("Nachweise und erste Schritte", "evidence and first steps"), (
        own("new_evidence", Text("Welche Nachweise sind seit der Übergabe dazugekommen?",
                                 "Which evidence was added since the handover?")),
        own("first_pilot", Text("Ist der erste Pilot begonnen, und mit wem?", "Has the first pilot started, and with whom?")))),
    FollowUp("3m", 91, Text("Stand auf dem Weg, neue Punktzahl", "progress on the path, new score"), (
        *MEASURE_STATUS,
        own("changed_indicators", Text("Welche Indikatoren haben sich geändert, und welcher Nachweis liegt dafür vor?",
                                       "Which indicators changed, and what evidence is there?")),
        *USEFULNESS)),
    FollowUp("6m", 182, Text("Ergebnis der Piloten: weiter, anpassen oder beenden", "pilot results: go, adapt or stop"), (
        *MEASURE_STATUS,
        own("pilot_criteria", Text("Hat jeder Pilot sein Kriterium erreicht? Bitte die gemessene Zahl nennen.",
                                   "Did each pilot meet its criterion? Please give the figure.")),
        own("pilot_decision", Text("Wie wurde entschieden: weiter, angepasst oder beendet?",
                                   "What was decided: go, adapt or stop?")),
        *KPI_VALUES)),
    FollowUp("12m", 365, Text("Erneuter Vergleich, Label, Zufriedenheit", "new benchmark, label, satisfaction"), (
        *MEASURE_OUTCOME, *GOAL_ATTAINMENT,
        own("label_awarded", Text("Ist das Label erteilt? Mit welchem Ergebnis?", "Was the label awarded? With which result?")),
        own("members_satisfied", Text("Wie zufrieden sind die Mitglieder heute?", "How satisfied are the members today?"),
            AskKind.SCALE, lowest=1, highest=5, low_word="gar nicht", high_word="sehr"),
        own("missed_services", Text("Welche der eingestellten Leistungen wurde vermisst?",
                                    "Which of the ended services was missed?")))),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("readiness", Text("belegte Punkte", "points with evidence"), "Punkte"),
    Outcome("label", Text("Label erteilt oder verlängert", "label awarded or renewed"), "ja/nein"),
    Outcome("new_services", Text("neue Services im Regelbetrieb", "new services live"), "Anzahl"),
    Outcome("cost_cover", Text("Kostendeckung der bezahlten Services", "cost coverage of paid services"), "%"),
    Outcome("satisfaction", Text("Zufriedenheit der Mitglieder", "member satisfaction"), "1 bis 5"),
    Outcome("service_income", Text("Erlöse aus Services", "income from services"), "Euro"),
)  # fmt: skip
