"""Technology-transfer support at a glance: what is asked, matched, written in two versions, and who approves (7c)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.offering import Offering, Submittable
from clusterprocess.offerings.standard import submissions
from clusterprocess.offerings.standard.impact_words import IMPACT_WORDS
from clusterprocess.offerings.technology_transfer import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.technology_transfer.agenda import agenda
from clusterprocess.offerings.technology_transfer.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.technology_transfer.plan import TransferPlan
from clusterprocess.offerings.technology_transfer.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.technology_transfer.record import TransferRecord
from clusterprocess.offerings.technology_transfer.requirements import analysis_missing, missing
from clusterprocess.offerings.technology_transfer.sheets import Needs, Offers
from clusterprocess.offerings.technology_transfer.texts import TEXT_KEYS

SLUG = "technology_transfer"
LABELS = {
    "needs": "Bedarfsbögen",
    "offers": "Angebotsbögen",
    "ideas": "Ideen",
    "talks": "Gespräche",
    "ndas": "NDA-Liste",
}


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    """Contributors release their own sheets beforehand; then reviewer and cluster management."""
    return (Role.REVIEWER, Role.CLUSTER_MANAGER)


OFFERING = Offering(
    slug=SLUG,
    letter="C",
    version="1.0",
    title=Text("Unterstützung Technologietransfer", "Technology-transfer support"),
    questionnaire=QUESTIONNAIRE,
    approvers=approvers,
    report_kind=report.KIND,
    outline=report.OUTLINE,
    workshop_name="Transfertag",
    draft_needs=("bedarfe", "angebote", "konzept", "texte"),
    companions=("materialband", report.PUBLIC_KIND),
    templates={report.PUBLIC_KIND: f"{SLUG}/{report.KIND}.docx"},
    submittables=(
        submissions.questionnaire(QUESTIONNAIRE),
        Submittable("bedarfe", "1.0", submissions.validator(Needs, LABELS)),
        Submittable("angebote", "1.0", submissions.validator(Offers, LABELS)),
        submissions.plan(TransferPlan, labels=LABELS),
        submissions.own_texts(TEXT_KEYS),
        IMPACT_WORDS,
    ),
    missing=missing,
    analysis_missing=analysis_missing,
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=submissions.validator(TransferRecord, LABELS),
    documents={
        report.KIND: report.roadmap,
        report.PUBLIC_KIND: report.public_roadmap,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
)
