"""Individual analyses and advice at a glance: what is asked, computed, written, and who approves (offerings.md 7f)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.individual_advice import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.individual_advice.agenda import agenda
from clusterprocess.offerings.individual_advice.follow_up import FOLLOW_UPS, OUTCOMES
from clusterprocess.offerings.individual_advice.impact_survey import IMPACT_SURVEY
from clusterprocess.offerings.individual_advice.modules import has
from clusterprocess.offerings.individual_advice.plan import TEXT_KEYS, AdvicePlan
from clusterprocess.offerings.individual_advice.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.individual_advice.record import ADVICE_RECORD
from clusterprocess.offerings.offering import Offering, Submissions
from clusterprocess.offerings.standard import submissions
from clusterprocess.offerings.standard.impact_words import IMPACT_WORDS
from clusterprocess.offerings.standard.requirements import missing_answers, missing_conversations

SLUG = "individual_advice"

PLAN_LABELS = {
    "options": "Optionen",
    "limits": "Grenzen der Aussage",
    "referrals": "Auskunft und Verweis",
    "carry_over": "Übernommene Fakten",
    "answer": "Antwort",
}


def approvers(answers: Mapping[str, Any]) -> tuple[Role, ...]:
    """Reviewer always; the board only if the initiative lets it read the note."""
    return (Role.REVIEWER,) if answers.get("sensitivity") == "nur_cm" else (Role.REVIEWER, Role.BOARD)


def analysis_missing(submissions_in: Submissions, level: str) -> list[str]:
    """Interviews of the level, and the impact survey where its module was chosen."""
    found = missing_conversations(SLUG)(submissions_in, level)
    if has(submissions_in.get("fragebogen", {}), "wirkung") and "befragung" not in submissions_in:
        found.append("Wirkungsbefragung der Mitglieder: Der Rücklauf fehlt.")
    return found


OFFERING = Offering(
    slug=SLUG,
    letter="F",
    version="1.0",
    title=Text("Individuelle Analysen und Beratung", "Individual analyses and advice"),
    questionnaire=QUESTIONNAIRE,
    approvers=approvers,
    report_kind=report.KIND,
    outline=report.OUTLINE,
    workshop_name="Beratungsgespräch",
    submittables=(
        submissions.questionnaire(QUESTIONNAIRE),
        submissions.INTERVIEWS,
        IMPACT_SURVEY,
        submissions.plan(AdvicePlan, labels=PLAN_LABELS),
        submissions.own_texts(TEXT_KEYS),
        IMPACT_WORDS,
    ),
    missing=missing_answers(QUESTIONNAIRE),
    analysis_missing=analysis_missing,
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=ADVICE_RECORD,
    documents={
        report.KIND: report.advice_note,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        **working_papers.PAPERS.builders(),
    },
    follow_ups=FOLLOW_UPS,
    outcomes=OUTCOMES,
    fast_lane=True,
    short_answers=("question", "module", "decision_by", "success", "sensitivity", "urgency"),
)
