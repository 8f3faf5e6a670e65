"""Joint cluster strategy at a glance: what is asked, computed, written, and who approves (offerings.md 7a)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.cluster_strategy import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.cluster_strategy.agenda import agenda
from clusterprocess.offerings.cluster_strategy.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.cluster_strategy.plan import TEXT_KEYS, StrategyPlan
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.common import submissions
from clusterprocess.offerings.common.requirements import missing_answers, missing_conversations
from clusterprocess.offerings.offering import Offering

SLUG = "cluster_strategy"


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    return (Role.REVIEWER, Role.CORE_GROUP, Role.BOARD)


OFFERING = Offering(
    slug=SLUG,
    letter="A",
    version="1.0",
    title=Text("Gemeinsame Clusterstrategie", "Joint cluster strategy"),
    questionnaire=QUESTIONNAIRE,
    approvers=approvers,
    report_kind=report.KIND,
    outline=report.OUTLINE,
    workshop_name="Strategietag",
    plan_kind="strategie",
    draft_needs=("strategie", "texte"),
    submittables=(
        submissions.questionnaire(QUESTIONNAIRE),
        submissions.INTERVIEWS,
        submissions.SURVEY_ANSWERS,
        submissions.plan(StrategyPlan, "strategie"),
        submissions.own_texts(TEXT_KEYS),
    ),
    missing=missing_answers(QUESTIONNAIRE),
    analysis_missing=missing_conversations(SLUG),
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=submissions.WORKSHOP_RECORD,
    documents={
        report.KIND: report.strategy_paper,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.PAPERS.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
)
