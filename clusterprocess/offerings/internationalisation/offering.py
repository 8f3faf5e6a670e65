"""Internationalisation support at a glance: what is asked, computed, written, and who approves (offerings.md 7d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.internationalisation import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.internationalisation.agenda import agenda
from clusterprocess.offerings.internationalisation.choice import Scores, Weights
from clusterprocess.offerings.internationalisation.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.internationalisation.plan import InternationalPlan
from clusterprocess.offerings.internationalisation.questionnaire import QUESTIONNAIRE, missing
from clusterprocess.offerings.internationalisation.record import InternationalRecord
from clusterprocess.offerings.internationalisation.text_keys import TEXT_KEYS
from clusterprocess.offerings.offering import Offering, Submittable
from clusterprocess.offerings.standard import submissions
from clusterprocess.offerings.standard.impact_words import IMPACT_WORDS
from clusterprocess.offerings.standard.requirements import missing_conversations

SLUG = "internationalisation"
LABELS = {
    "criteria": "Kriterien",
    "changes": "Änderungen",
    "rows": "Werte",
    "clearances": "Klärungen",
    "regions": "Zielregionen",
    "partners": "Partner",
    "missions": "Reisen",
    "resources": "Ressourcen",
    "goals": "Ziele",
    "risks": "Risiken",
    "kpis": "Erfolgsmessung",
    "sheets": "Länderblätter",
    "scores": "Werte",
    "decisions": "Entscheidungen",
    "travellers": "Mitreisende",
}


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    """The reviewer, then the experts for foreign trade (bw-i), then the board."""
    return (Role.REVIEWER, Role.EXPERT, Role.BOARD)


OFFERING = Offering(
    slug=SLUG,
    letter="D",
    version="1.0",
    title=Text("Unterstützung Internationalisierung", "Internationalisation support"),
    questionnaire=QUESTIONNAIRE,
    approvers=approvers,
    report_kind=report.KIND,
    outline=report.OUTLINE,
    workshop_name="Auslandstag",
    draft_needs=("gewichte", "bewertung", "konzept", "texte"),
    submittables=(
        submissions.questionnaire(QUESTIONNAIRE),
        submissions.INTERVIEWS,
        Submittable(
            "gewichte",
            "1.0",
            submissions.validator(Weights, LABELS),
            after=("fragebogen",),
            locked_by=("bewertung",),
        ),
        Submittable("bewertung", "1.0", submissions.validator(Scores, LABELS), after=("gewichte",)),
        submissions.plan(InternationalPlan, labels=LABELS),
        submissions.own_texts(TEXT_KEYS),
        IMPACT_WORDS,
    ),
    missing=missing,
    analysis_missing=missing_conversations(SLUG),
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=submissions.validator(InternationalRecord, LABELS),
    documents={
        report.KIND: report.concept,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.PAPERS.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
)
