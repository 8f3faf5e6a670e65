"""Professionalisation and new services at a glance (offerings.md 7e): two lines, one paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.offering import Offering, Submittable
from clusterprocess.offerings.professionalisation import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.professionalisation.agenda import agenda
from clusterprocess.offerings.professionalisation.evidence import EvidenceList
from clusterprocess.offerings.professionalisation.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.professionalisation.plan import TEXT_KEYS, ProfessionalisationPlan, QualityWorkshop
from clusterprocess.offerings.professionalisation.questionnaire import QUESTIONNAIRE, missing
from clusterprocess.offerings.standard import submissions
from clusterprocess.offerings.standard.impact_words import IMPACT_WORDS

SLUG = "professionalisation"
LABELS = {
    "nachweise": "Nachweise",
    "label": "Label",
    "services": "Services",
    "points_changed": "Berichtigte Indikatoren",
}


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    return (Role.REVIEWER, Role.CLUSTER_MANAGER, Role.BOARD)


OFFERING = Offering(
    slug=SLUG,
    letter="E",
    version="1.0",
    title=Text("Professionalisierung und neue Dienstleistungen", "Professionalisation and new services"),
    questionnaire=QUESTIONNAIRE,
    approvers=approvers,
    report_kind=report.KIND,
    outline=report.OUTLINE,
    workshop_name="Werkstatt",
    submittables=(
        submissions.questionnaire(QUESTIONNAIRE),
        submissions.INTERVIEWS,
        submissions.SURVEY_ANSWERS,
        Submittable("nachweise", "1.0", submissions.validator(EvidenceList, LABELS)),
        submissions.plan(ProfessionalisationPlan, labels=LABELS),
        submissions.own_texts(TEXT_KEYS),
        IMPACT_WORDS,
    ),
    missing=missing,
    analysis_missing=analysis.analysis_missing,
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=submissions.validator(QualityWorkshop, LABELS),
    documents={
        report.KIND: report.report,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.PAPERS.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
)
