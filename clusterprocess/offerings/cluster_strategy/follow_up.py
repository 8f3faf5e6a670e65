"""What is asked after a strategy was handed over, and which measures show an effect (offerings.md 7a and 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import FollowUp, own
from clusterprocess.offerings.offering import Outcome
from clusterprocess.offerings.standard.follow_up import (
    GOAL_ATTAINMENT,
    KPI_VALUES,
    MEASURE_OUTCOME,
    MEASURE_STATUS,
    NEXT_REVIEW,
    PARALLEL_SUPPORT,
    USEFULNESS,
)

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("14t", 14, Text("Erste Schritte", "first steps"), (
        own("first_steps", Text("Welche ersten Schritte sind getan?", "Which first steps are done?")),)),
    FollowUp("3m", 91, Text("Maßnahmenstand und Hindernisse", "measure status, obstacles"), (*MEASURE_STATUS, *USEFULNESS)),
    FollowUp("6m", 182, Text("Überprüfung, halber Tag", "review meeting, half a day"), (*MEASURE_STATUS, *KPI_VALUES)),
    FollowUp("12m", 365, Text("Zielerreichung und Wirkung", "goal attainment and effect"), (
        *MEASURE_OUTCOME, *GOAL_ATTAINMENT, *NEXT_REVIEW)),
    FollowUp("24m", 730, Text("Kurzprüfung", "short check"), (
        own("fields_still_hold", Text("Welche Handlungsfelder gelten noch?", "Which fields of action still hold?")),
        *PARALLEL_SUPPORT)),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("new_projects", Text("neue gemeinsame Projekte", "new joint projects"), "Anzahl"),
    Outcome("cooperation_rate", Text("Mitglieder in gemeinsamen Projekten", "cooperation rate"), "%"),
    Outcome("net_growth", Text("Nettowachstum der Mitglieder", "net growth"), "%"),
    Outcome("income_mix", Text("Anteil Beiträge und eigene Leistungen", "income mix"), "%"),
    Outcome("knows_strategy", Text("Mitglieder, die die Strategie kennen", "members knowing the strategy"), "%"),
    Outcome("decisions", Text("Beschlüsse mit Bezug auf die Strategie", "decisions referring to the strategy"), "Anzahl"),
)  # fmt: skip
