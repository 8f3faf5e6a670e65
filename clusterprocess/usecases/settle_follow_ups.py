"""Keeping what a follow-up brought back, and what gate G5 learns when the last one is settled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.follow_ups import FollowUpAnswers, FollowUpState, FollowUpSurvey
from clusterprocess.domain.gates import EVIDENCE
from clusterprocess.domain.states import ENDED
from clusterprocess.offerings.standard.follow_up_answers import SCHEMA_VERSION
from clusterprocess.usecases.follow_up_facts import results
from clusterprocess.usecases.ports import Work


def locked_follow_up(work: Work, follow_up_id: int) -> FollowUpSurvey:
    """A follow-up with its engagement locked first, as everywhere, and read anew after the wait."""
    work.queries.engagement(work.queries.follow_up(follow_up_id).engagement.number, lock=True)
    return work.queries.follow_up(follow_up_id, lock=True)


def require_asked(survey: FollowUpSurvey) -> None:
    """Refuse answers that nobody asks for any more.

    Raises:
        RuleViolation: the follow-up was dropped, or its engagement has ended (short advice ends before its answers).
    """
    engagement = survey.engagement
    if survey.state == FollowUpState.DROPPED.value:
        raise RuleViolation("answer_follow_up", ["Diese Nachbefragung entfällt; es braucht nichts weiter von Ihnen."])
    if engagement.current_state in ENDED and not engagement.fast_lane:
        raise RuleViolation(
            "answer_follow_up", [f"Der Vorgang ist „{engagement.state}“; seine Nachbefragungen stehen fest."]
        )


def says_anything(record: Mapping[str, Any]) -> bool:
    """Whether a record holds a single answer; zero and no are answers."""
    unsaid = {key: value for key, value in record.items() if key != "no_parallel_support" or value}
    return any(value is not None and value not in ("", [], {}) for value in unsaid.values())


def keep_answers(
    work: Work, survey: FollowUpSurvey, record: dict[str, Any], channel: str, role: Role, on: date
) -> FollowUpAnswers:
    """Keep a checked record as the next version and let gate G5 know."""
    content = json.dumps(record, ensure_ascii=False, sort_keys=True)
    kept = survey.answer(record, SCHEMA_VERSION, channel, role.value, work.actor.id, content, on)
    work.flush()
    enter_evidence(survey.engagement)
    return kept


def enter_evidence(engagement: Engagement) -> None:
    """When the last follow-up is settled, gate G5 gets its facts; a correction enters them anew where they changed.

    Short advice has no gate G5; what it is asked stays with the follow-ups alone.
    """
    surveys = engagement.follow_ups
    if engagement.fast_lane or not surveys or not all(s.is_settled for s in surveys):
        return
    found = results(engagement)
    answered = any(s.state == FollowUpState.ANSWERED.value for s in surveys)
    last = max(surveys, key=lambda s: s.due_on)
    rate = found.implementation
    facts = {
        "follow_up_complete": "keine_antwort" if last.state == FollowUpState.SILENT.value else "ja",
        "implementation_rate": rate.counts if rate and rate.due else "nicht_messbar" if answered else "keine_antwort",
        "satisfaction": str(found.usefulness.value) if found.usefulness else "keine_antwort",
    }
    on = max(s.settled_on for s in surveys if s.settled_on is not None)
    for key, value in facts.items():
        if engagement.fact(key) != value:
            engagement.record_evidence(key, EVIDENCE[key].de, value, "system", on)
