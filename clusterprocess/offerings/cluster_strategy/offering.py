"""Joint cluster strategy at a glance: what is asked, computed, written, and who approves (offerings.md 7a)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.cluster_strategy import analysis, brief, internal_volume, report, working_papers
from clusterprocess.offerings.cluster_strategy.agenda import agenda
from clusterprocess.offerings.cluster_strategy.plan import StrategyPlan, Texts, WorkshopRecord
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE, Interviews, Survey
from clusterprocess.offerings.offering import Offering, Submittable
from clusterprocess.offerings.questions import validated

SLUG = "cluster_strategy"


def missing(profile: Mapping[str, Any], submissions: Mapping[str, Mapping[str, Any]], level: str) -> list[str]:
    """Sentences about answers that G1 still needs at a maturity level."""
    answers = submissions.get("fragebogen", {})
    return [f"{q.text.de} ({q.key}) fehlt im Fragebogen." for q in QUESTIONNAIRE.missing(answers, level)]


def analysis_missing(submissions: Mapping[str, Mapping[str, Any]], level: str) -> list[str]:
    """Sentences about interviews and survey, which close three weeks before the first strategy day (T-21)."""
    scope = process().scope_of(SLUG, level)
    held = len(submissions.get("interviews", {}).get("interviews", []))
    found = [f"Gespräche: {held} von {scope.interviews} sind eingetragen."] if held < scope.interviews else []
    if scope.survey != "keine" and "befragung" not in submissions:
        found.append("Mitgliederbefragung: Der Rücklauf fehlt.")
    return found


OFFERING = Offering(
    slug=SLUG,
    letter="A",
    version="1.0",
    title=Text("Gemeinsame Clusterstrategie", "Joint cluster strategy"),
    questionnaire=QUESTIONNAIRE,
    approval_chain=(Role.REVIEWER, Role.CORE_GROUP, Role.BOARD),
    report_kind="strategiepapier",
    submittables=(
        Submittable("fragebogen", QUESTIONNAIRE.version, QUESTIONNAIRE.validate),
        Submittable("interviews", "1.0", partial(validated, Interviews, labels={"interviews": "Gespräche"})),
        Submittable(
            "befragung",
            "Arbeitsfassung 1.0",
            partial(validated, Survey, labels={"responses": "Antworten", "invited": "Eingeladene"}),
        ),
        Submittable(
            "strategie",
            "1.0",
            partial(validated, StrategyPlan, labels={"measures": "Maßnahmen", "fields": "Handlungsfelder"}),
        ),
        Submittable("texte", "1.0", partial(validated, Texts, labels={"texts": "Eigene Texte"})),
    ),
    missing=missing,
    analysis_missing=analysis_missing,
    analyse=analysis.analyse,
    evaluate=analysis.evaluate,
    agenda=agenda,
    workshop_record=partial(
        validated,
        WorkshopRecord,
        labels={"attendance": "Anwesenheit", "ballots": "Stimmzettel", "measures": "Maßnahmen"},
    ),
    documents={
        "strategiepapier": report.strategy_paper,
        "situationsanalyse": brief.situation_brief,
        "materialband": internal_volume.internal_volume,
        "beschlussvorlage": working_papers.board_paper,
        "anwesenheitsliste": working_papers.attendance_list,
        "protokoll": working_papers.minutes,
        "einladung": working_papers.invitation,
        "fragebogen": working_papers.questionnaire_paper,
    },
)
