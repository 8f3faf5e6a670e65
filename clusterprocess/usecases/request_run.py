"""Asking for a run: a row, unique per engagement, step and attempt, written with the change that needs it (D3)."""

from __future__ import annotations

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.runs import RunRequest
from clusterprocess.usecases.ports import Work


def request_run(work: Work, engagement: Engagement, step: str, attempt: int) -> RunRequest:
    """Ask for a step; asking twice for the same step and attempt returns the first request."""
    for request in work.queries.requests_of(engagement.id):
        if request.step == step and request.attempt == attempt:
            return request
    request = RunRequest(
        engagement_id=engagement.id,
        engagement_number=engagement.number,
        flow=engagement.offering,
        step=step,
        attempt=attempt,
        requested_at=work.now,
    )
    work.add(request)
    work.flush()
    request.requested()
    return request


def ask_again(work: Work, engagement: Engagement, step: str, attempt: int) -> RunRequest:
    """Ask for a step whose earlier run found something missing: its request is re-opened, never doubled."""
    request = request_run(work, engagement, step, attempt)
    if request.finished_at is not None and not work.queries.step_done(engagement.id, step, attempt):
        request.finished_at = request.started_at = request.delivered_at = None
        request.trouble = ""
        request.requested()
    return request
