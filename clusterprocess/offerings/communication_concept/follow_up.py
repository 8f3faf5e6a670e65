"""What is asked after a communication concept was handed over, and which measures show an effect (offerings.md 7b and 8)."""

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
    FollowUp("1m", 30, Text("Erste Schritte", "quick wins"), (
        own("quick_wins", Text("Welche ersten Schritte sind getan?", "Which quick wins are done?")),
        own("ended", Text("Ist beendet, was enden sollte, und wissen es die Betroffenen?",
                          "Has ended what should end, and do those affected know?")))),
    FollowUp("3m", 91, Text("Kalender eingehalten?", "calendar kept?"), (
        own("calendar", Text("Welche Kalendereinträge sind erschienen, welche ausgefallen und warum?",
                             "Which calendar entries were published, which were dropped and why?")),
        own("hours_per_week", Text("Wie viele Stunden je Woche waren es wirklich?",
                                   "How many hours a week were it really?"), AskKind.NUMBER),
        *MEASURE_STATUS, *USEFULNESS)),
    FollowUp("6m", 182, Text("Kennzahlen", "KPI check"), (
        own("reach", Text("Öffnungsrate, Presseresonanz, Besuche der Internetseite: Welche Werte gelten heute?",
                          "Open rate, press, visits: what are the values today?")),
        own("sentence_known", Text("Wie viele Mitglieder können den Satz sagen?", "How many members can say the sentence?"),
            AskKind.NUMBER),
        *MEASURE_STATUS, *KPI_VALUES)),
    FollowUp("12m", 365, Text("Zielgruppen und Typ erneut", "audiences and type again"), (
        own("audience_knowledge", Text("Wie gut kennt Sie jede Zielgruppe heute (0 bis 4)?",
                                       "How well does each target group know you (0 to 4)?")),
        own("type_changes", Text("Was hat sich an Budget, Struktur, Zielen, Zuständigkeit und Zielgruppen verändert?",
                                 "What changed in budget, structure, goals, person in charge and target groups?")),
        *MEASURE_OUTCOME, *GOAL_ATTAINMENT)),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("knowledge", Text("Kenntnis je Zielgruppe", "knowledge per audience"), "0 bis 4"),
    Outcome("inquiries", Text("Anfragen von Nichtmitgliedern", "inquiries from non-members"), "Anzahl"),
    Outcome("new_members_citing", Text("neue Mitglieder, die auf die Kommunikation verweisen",
                                       "new members citing the communication"), "Anzahl"),
)  # fmt: skip
