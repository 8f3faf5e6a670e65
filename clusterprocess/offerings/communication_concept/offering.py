"""Joint communication concept at a glance: what is asked, computed, written, and who approves (offerings.md 7b)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.communication import communication
from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.communication_concept import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.communication_concept.agenda import agenda
from clusterprocess.offerings.communication_concept.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.communication_concept.plan import TEXT_KEYS, CommunicationPlan
from clusterprocess.offerings.communication_concept.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.communication_concept.record import CommunicationRecord
from clusterprocess.offerings.offering import Offering, Submissions
from clusterprocess.offerings.standard import submissions
from clusterprocess.offerings.standard.impact_words import IMPACT_WORDS
from clusterprocess.offerings.standard.requirements import missing_answers, missing_conversations

SLUG = "communication_concept"
LABELS = {
    "goals": "Ziele",
    "audiences": "Zielgruppen",
    "messages": "Botschaften",
    "channels": "Kanäle",
    "calendar": "Redaktionskalender",
    "approvals": "Freigaben",
    "budget": "Haushalt",
    "kpis": "Kennzahlen",
    "publicity": "Publizitätspflichten",
    "text_modules": "Textbausteine",
    "press": "Presseverteiler",
    "channel_votes": "Stimmen zu den Kanälen",
    "consent": "Zustimmung zum Satz",
    "sentence": "Satz",
}


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    return (Role.REVIEWER, Role.CLUSTER_MANAGER, Role.BOARD)


def missing(profile: Mapping[str, Any], handed_in: Submissions, level: str) -> list[str]:
    """What gate G1 still needs: answers, a budget inside the whole budget, and somebody with time (7b, entry)."""
    answers = handed_in.get("fragebogen", {})
    found = missing_answers(QUESTIONNAIRE)(profile, handed_in, level)
    budget, whole = answers.get("budget_comm"), profile.get("budget")
    if budget is not None and whole is not None and Decimal(str(budget)) > Decimal(str(whole)):
        found.append(
            f"Kommunikationsbudget (budget_comm): {budget} Euro ist mehr als das Jahresbudget von {whole} Euro."
        )
    hours, least = answers.get("hours_comm"), communication().scoring.entry_hours
    if hours is not None and hours < least:
        found.append(
            f"Stunden für Kommunikation je Woche (hours_comm): {hours:g} sind zu wenig; ein Konzept braucht jemanden mit mindestens {least:g} Stunden."
        )
    return found


OFFERING = Offering(
    slug=SLUG,
    letter="B",
    version="1.0",
    title=Text("Gemeinsames Kommunikationskonzept", "Joint communication concept"),
    questionnaire=QUESTIONNAIRE,
    approvers=approvers,
    report_kind=report.KIND,
    outline=report.OUTLINE,
    workshop_name="Kommunikationswerkstatt",
    submittables=(
        submissions.questionnaire(QUESTIONNAIRE),
        submissions.INTERVIEWS,
        submissions.plan(CommunicationPlan, labels=LABELS),
        submissions.own_texts(TEXT_KEYS),
        IMPACT_WORDS,
    ),
    missing=missing,
    analysis_missing=missing_conversations(SLUG),
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=submissions.validator(CommunicationRecord, LABELS),
    documents={
        report.KIND: report.communication_paper,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.PAPERS.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
)
