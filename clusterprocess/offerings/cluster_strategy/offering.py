"""Joint cluster strategy at a glance: what is asked, computed, written, and who approves (offerings.md 7a)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.cluster_strategy import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.cluster_strategy.agenda import agenda
from clusterprocess.offerings.cluster_strategy.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.cluster_strategy.foresight import DelphiPanel
from clusterprocess.offerings.cluster_strategy.plan import (
    SCHEMA_VERSION,
    StrategyDay,
    StrategyPlan,
    VolunteerPlan,
    accepted_plan,
)
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.cluster_strategy.texts import ALL_TEXT_KEYS
from clusterprocess.offerings.offering import Offering, Submissions, Submittable
from clusterprocess.offerings.standard import submissions
from clusterprocess.offerings.standard.impact_words import IMPACT_WORDS
from clusterprocess.offerings.standard.requirements import missing_answers, missing_conversations

SLUG = "cluster_strategy"


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    return (Role.REVIEWER, Role.CORE_GROUP, Role.BOARD)


DELPHI_LABELS = {"theses": "Thesen", "round_one": "erste Runde", "round_two": "zweite Runde", "invited": "Eingeladene"}
_DEEP = frozenset({"M3", "M4"})
_missing_answers = missing_answers(QUESTIONNAIRE)


def missing(profile: Mapping[str, Any], handed_in: Submissions, level: str) -> list[str]:
    """Required answers that are not there yet, and a horizon of ten years without the depth that it needs."""
    found = _missing_answers(profile, handed_in, level)
    if handed_in.get("fragebogen", {}).get("horizon") == 10 and level not in _DEEP:
        found.append(
            "Zeithorizont (horizon): Zehn Jahre brauchen Szenarien (M3, M4); bitte höchstens fünf Jahre wählen."
        )
    return found


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
        Submittable("strategie", SCHEMA_VERSION, accepted_plan, models=(StrategyPlan, VolunteerPlan)),
        Submittable("delphi", "1.0", submissions.validator(DelphiPanel, DELPHI_LABELS)),
        submissions.own_texts(ALL_TEXT_KEYS),
        IMPACT_WORDS,
    ),
    missing=missing,
    analysis_missing=missing_conversations(SLUG),
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=submissions.validator(StrategyDay),
    documents={
        report.KIND: report.strategy_paper,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.PAPERS.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
)
