"""What is asked after a concept was handed over, and which measures show an effect (offerings.md 7d and 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import AskKind, FollowUp, own
from clusterprocess.offerings.offering import Outcome
from clusterprocess.offerings.standard.follow_up import (
    GOAL_ATTAINMENT,
    KPI_VALUES,
    MEASURE_OUTCOME,
    MEASURE_STATUS,
    PARALLEL_SUPPORT,
    USEFULNESS,
)

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("1m", 30, Text("Briefe an die Partner", "letters to partners"), (
        own("letters", Text("Welche Briefe sind abgeschickt, und was kam zurück?",
                            "Which letters were sent, and what came back?")),)),
    FollowUp("3m", 91, Text("Kontakte und Stufen", "contacts and stages"), (
        own("partner_stages", Text("Welcher Partner steht heute auf welcher Stufe?", "Which partner is on which stage today?")),
        *MEASURE_STATUS, *USEFULNESS)),
    FollowUp("6m", 182, Text("Besuch oder Reise", "visit or mission"), (
        own("mission", Text("Welche Reise fand statt, wie viele fuhren mit, welche Gespräche wurden geführt?",
                            "Which mission was held, how many came, which talks took place?")),
        *MEASURE_STATUS, *KPI_VALUES)),
    FollowUp("12m", 365, Text("Absichtserklärung, gemeinsame Vorhaben", "memorandum, joint activity"), (
        own("memoranda_text", Text("Welche Absichtserklärungen und gemeinsamen Vorhaben gibt es?",
                                   "Which memoranda and joint activities are there?")),
        own("business_contacts", Text("Wie viele Mitglieder haben einen Geschäftskontakt?",
                                      "How many members have a business contact?"), AskKind.NUMBER),
        own("applications", Text("Welche Projektanträge sind eingereicht?", "Which project applications were submitted?")),
        *MEASURE_OUTCOME, *GOAL_ATTAINMENT)),
    FollowUp("24m", 730, Text("Wirkung", "effect"), (
        own("turnover", Text("Welchen Umsatz oder welches Projekt führen Mitglieder darauf zurück?",
                             "Which turnover or project do members attribute to it?")),
        own("region_still_holds", Text("Welche Zielregion gilt noch?", "Which target region still holds?")),
        *PARALLEL_SUPPORT)),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("smes_involved", Text("beteiligte KMU", "SMEs involved"), "Anzahl"),
    Outcome("c2c_meetings", Text("Gespräche zwischen Clustern", "cluster-to-cluster meetings"), "Anzahl"),
    Outcome("b2b_meetings", Text("Gespräche zwischen Betrieben", "business-to-business meetings"), "Anzahl"),
    Outcome("memoranda", Text("Absichtserklärungen", "memoranda"), "Anzahl"),
    Outcome("joint_projects", Text("gemeinsame Projekte", "joint projects"), "Anzahl"),
)  # fmt: skip
