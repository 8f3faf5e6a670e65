"""What the follow-ups of an engagement are about and what they brought, read from its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.follow_ups import FollowUpState, FollowUpSurvey
from clusterprocess.offerings.follow_up_questions import FollowUp
from clusterprocess.offerings.standard.follow_up_results import MeasureLine, Results, measure_lines, results_of
from clusterprocess.offerings.standard.follow_up_rounds import Round
from clusterprocess.offerings.standard.follow_up_subject import FollowUpSubject, subject_of
from clusterprocess.usecases.offering_of import offering_of


def plan_of(survey: FollowUpSurvey) -> FollowUp:
    """What the offering declares for this follow-up.

    Raises:
        LookupError: the offering's version does not plan it; the database was changed by hand.
    """
    for planned in offering_of(survey.engagement).follow_ups:
        if planned.key == survey.key:
            return planned
    raise LookupError(f"{survey.engagement.offering} plans no follow-up {survey.key}")


def subject_for(engagement: Engagement) -> FollowUpSubject:
    """Measures, goals and indicators of the agreed plan, and the figures frozen at G1."""
    offering = offering_of(engagement)
    plan = engagement.submission(offering.plan_kind)
    return subject_of(
        plan.data if plan else {},
        offering.outcomes,
        [(w.number, w.record_data) for w in engagement.workshops if w.is_minuted],
        engagement.baseline,
        engagement.handed_over_on,
    )


def rounds_of(engagement: Engagement) -> list[Round]:
    """All follow-ups with their newest answers; dropped ones are left out."""
    rounds = []
    for survey in engagement.follow_ups:
        if survey.state == FollowUpState.DROPPED.value:
            continue
        latest = survey.latest
        rounds.append(
            Round(
                key=survey.key,
                occasion=plan_of(survey).occasion.de,
                due_on=survey.due_on,
                state=survey.state,
                answered_on=latest.answered_on if latest else None,
                channel=latest.channel if latest else "",
                role=latest.role if latest else "",
                version=latest.version if latest else 0,
                record=latest.data if latest else None,
            )
        )
    return rounds


def measure_status(engagement: Engagement) -> tuple[MeasureLine, ...]:
    """All measures as one list with the newest status and the follow-up it was told in (ruling 4)."""
    return measure_lines(subject_for(engagement), rounds_of(engagement))


def results(engagement: Engagement) -> Results:
    """Everything that is computed from the follow-ups of an engagement."""
    return results_of(subject_for(engagement), rounds_of(engagement))


def known_before(survey: FollowUpSurvey) -> dict[str, Any]:
    """What the page shows as known: the newest answers of this follow-up, else what earlier ones told of the measures."""
    if survey.latest is not None:
        return dict(survey.latest.data)
    earlier = [r for r in rounds_of(survey.engagement) if r.due_on < survey.due_on]
    lines = measure_lines(subject_for(survey.engagement), earlier)
    return {"measures": [_row(line) for line in lines if line.status]}


_CARRIED = ("number", "status", "reason", "ended_on", "new_due_on", "result", "evidence", "decided_by", "without_us")


def _row(line: MeasureLine) -> dict[str, Any]:
    found = {key: getattr(line, key) for key in _CARRIED}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in found.items() if value}
