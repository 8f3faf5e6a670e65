"""Runs: starting, ending, noticing the lost ones; and handing requests to Prefect (design D2, D3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clusterprocess.domain.actors import ROLE_NAMES, STAFF
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.runs import Run, RunRequest
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.usecases.offering_of import approvers_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.request_run import ask_again

REDELIVER_AFTER = timedelta(seconds=60)
"""A delivery that has not started after this long gets the next number (design D3)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request on its way to Prefect."""

    request_id: int
    flow: str
    engagement: str
    idempotency_key: str
    step: str


def claim_delivery(work: Work) -> list[Delivery]:
    """Requests that are to be handed to Prefect now, each with its new delivery number, committed before acting."""
    claimed = []
    for request in work.queries.open_requests():
        if request.started_at is not None or not _is_due(work, request):
            continue
        request.delivery += 1
        request.delivered_at = work.host_now
        claimed.append(
            Delivery(request.id, request.flow, request.engagement_number, request.idempotency_key, request.step)
        )
    return claimed


def _is_due(work: Work, request: RunRequest) -> bool:
    return request.delivered_at is None or work.host_now - request.delivered_at > REDELIVER_AFTER


def note_delivery(work: Work, request_id: int, prefect_run_id: str | None, trouble: str = "") -> None:
    """Store Prefect's answer; without one the request is due again at once."""
    request = work.queries.request(request_id, lock=True)
    request.prefect_run_id, request.trouble = prefect_run_id, trouble
    if prefect_run_id is None:
        request.delivered_at, request.delivery = None, request.delivery - 1


def start_run(work: Work, number: str, flow: str, prefect_run_id: str, process: str, request_id: int | None) -> Run:
    """Open the row of an attempt; called while the engagement's session lock is held."""
    engagement = work.queries.engagement(number)
    for open_run in work.queries.runs(engagement=engagement.number, open_only=True):
        lose_run(work, open_run.id)  # its lock was free, else this run would not hold it
    attempt = 1 + len(work.queries.runs(engagement=engagement.number))
    run = Run(
        engagement_id=engagement.id,
        engagement_number=engagement.number,
        request_id=request_id,
        flow=flow,
        attempt=attempt,
        prefect_run_id=prefect_run_id,
        process=process,
        started_at=work.now,
        outcome="laufend",
    )
    work.add(run)
    if request_id is not None:
        request = work.queries.request(request_id, lock=True)
        request.started_at = request.started_at or work.host_now
    work.flush()
    run.started()
    return run


def end_run(work: Work, run_id: int, outcome: str, waits_for: str, steps: list[dict[str, str]]) -> None:
    """Close the row of an attempt and its request; a failed request keeps its trouble and can be asked for again."""
    run = work.queries.run(run_id)
    run.steps = list(steps)
    run.ended(outcome, waits_for, work.now)
    if run.request_id is not None:
        request = work.queries.request(run.request_id, lock=True)
        request.finished_at = work.host_now
        request.trouble = "" if outcome in ("wartet", "fertig") else waits_for[:500]


def lose_run(work: Work, run_id: int) -> str | None:
    """Record a run whose process died and make its request due again; returns its Prefect run id."""
    run = work.queries.run(run_id)
    if run.ended_at is not None:
        return None
    run.lost(work.now)
    if run.request_id is not None:
        request = work.queries.request(run.request_id, lock=True)
        if request.finished_at is None:
            request.started_at, request.delivered_at = None, None
    return run.prefect_run_id


def retry_failed(work: Work, number: str) -> list[str]:
    """Ask again for every step whose run failed; returns the names of the steps."""
    engagement = work.queries.engagement(number, lock=True)
    work.require(*STAFF)
    failed = [r for r in work.queries.requests_of(engagement.id) if r.finished_at is not None and r.trouble]
    return [ask_again(work, engagement, r.step, r.attempt).step for r in failed]


_FAST_LANE_WAITS = {
    State.REQUESTED: "Leitung oder Beratung: über die Annahme der Kurzberatung entscheiden (G0)",
    State.ACCEPTED: "Clustermanagement: Fragen beantworten; Beratung: Antwort einreichen; Qualitätsprüfung: zustimmen",
    State.ANSWERED: "Beratung: Kurzberatung abschließen",
}


def waits_for(engagement: Engagement) -> str:
    """Whom an engagement waits for: roles, never names."""
    state = engagement.current_state
    if state is State.CLUSTER_REVIEW and not engagement.fast_lane:
        return f"Initiative: Zustimmung ({', '.join(ROLE_NAMES[r].de for r in approvers_of(engagement)[1:])})"
    return waits_in(state, fast_lane=engagement.fast_lane)


def waits_in(state: State, *, fast_lane: bool) -> str:
    """Whom engagements in a state wait for, where nothing but the state is known, as in a list."""
    if fast_lane and state in _FAST_LANE_WAITS:
        return _FAST_LANE_WAITS[state]
    return _WAITS.get(state, f"niemanden (Stand „{STATE_NAMES[state].de}“)")


_WAITS = {
    State.REQUESTED: "Beratung: Eignungsprüfung beginnen",
    State.UNDER_CHECK: "Leitung: über die Annahme entscheiden (G0)",
    State.ACCEPTED: "System: Erhebung vorbereiten",
    State.INTAKE_OPEN: "Clustermanagement und Beratung: Erhebung vervollständigen (G1)",
    State.INTAKE_COMPLETE: "Beratung: Gespräche und Befragung eintragen, dann rechnet das System",
    State.ANALYSIS: "Qualitätsprüfung: Analyse prüfen (G2)",
    State.ANALYSIS_REVIEWED: "System: Workshops freigeben",
    State.WORKSHOP_PLANNED: "Beratung: Workshops durchführen und protokollieren (G3)",
    State.WORKSHOP_HELD: "Beratung: Ergebnis der Workshops und eigene Texte einreichen",
    State.DRAFT: "Beratung: Entwurf in Word bearbeiten und zurücklegen",
    State.INTERNAL_REVIEW: "Qualitätsprüfung: Entwurf prüfen",
    State.RELEASED: "Beratung: Leistungsbestätigung eintragen (G4)",
    State.HANDED_OVER: "System: Nachverfolgung beginnen",
    State.FOLLOW_UP: "Zeitplan: Nachbefragungen bis G5",
}
