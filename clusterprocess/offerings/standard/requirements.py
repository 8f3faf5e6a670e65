"""What gate G1 and the analysis still wait for, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.offerings.offering import Submissions
from clusterprocess.offerings.questions import Questionnaire

Missing = Callable[[Mapping[str, Any], Submissions, str], list[str]]


def missing_answers(questionnaire: Questionnaire) -> Missing:
    """Sentences about required answers that the questionnaire still needs at a maturity level."""

    def missing(profile: Mapping[str, Any], submissions: Submissions, level: str) -> list[str]:
        answers = submissions.get("fragebogen", {})
        return [f"{q.text.de} ({q.key}) fehlt im Fragebogen." for q in questionnaire.missing(answers, level)]

    return missing


def missing_conversations(slug: str) -> Callable[[Submissions, str], list[str]]:
    """Sentences about interviews and member survey, which close three weeks before the workshop (T-21)."""

    def missing(submissions: Submissions, level: str) -> list[str]:
        scope = process().scope_of(slug, level)
        held = len(submissions.get("interviews", {}).get("interviews", []))
        found = [f"Gespräche: {held} von {scope.interviews} sind eingetragen."] if held < scope.interviews else []
        if scope.survey != "keine" and "befragung" not in submissions:
            found.append("Mitgliederbefragung: Der Rücklauf fehlt.")
        return found

    return missing
