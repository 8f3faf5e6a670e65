"""Run requests, their delivery to Prefect, runs and lost runs (design D2, D3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar, cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from clusterprocess.adapters.database.runs import engagement_lock, is_locked
from clusterprocess.adapters.database.unit_of_work import UnitOfWork
from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.errors import PermissionDenied
from clusterprocess.domain.runs import RunRequest
from clusterprocess.domain.states import State
from clusterprocess.usecases.effects import apply_effects
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.request_run import ask_again, request_run
from clusterprocess.usecases.take_runs import (
    Delivery,
    claim_delivery,
    end_run,
    lose_run,
    note_delivery,
    retry_failed,
    start_run,
)
from tests.builders import AUDITOR, HEAD, LEAD, MANAGER, NUMBER, Agency, bring_to

T = TypeVar("T")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Host:
    """The database seen from a host whose own clock is set by hand; the demo clock stays where it is."""

    def __init__(self, agency: Agency) -> None:
        self.agency, self.now = agency, NOON
        app = agency.app
        self.begin = UnitOfWork(
            sessionmaker(app.engine, expire_on_commit=False), app.files, app.services, apply_effects, "test",
            host=lambda: self.now,
        )  # fmt: skip

    def run(self, use_case: Callable[[Work], T]) -> T:
        with self.begin(SYSTEM) as work:
            return use_case(cast(Work, work))

    def claim(self) -> list[Delivery]:
        return self.run(claim_delivery)

    def start(self, request_id: int | None, prefect_id: str = "prefect-1") -> int:
        return self.run(lambda w: start_run(w, NUMBER, "cluster_strategy", prefect_id, "host:1", request_id).id)

    def request(self, request_id: int) -> RunRequest:
        return self.run(lambda w: w.queries.request(request_id))


@pytest.fixture
def host(agency: Agency) -> Host:
    """An accepted engagement: one request, ``open_intake``, waits for delivery."""
    bring_to(agency, State.ACCEPTED)
    return Host(agency)


def _request(host: Host) -> RunRequest:
    (request,) = host.run(lambda w: list(w.queries.open_requests()))
    return request


def test_acceptance_asks_for_the_intake_in_the_same_transaction(host: Host) -> None:
    request = _request(host)
    assert (request.step, request.attempt, request.engagement_number, request.delivery) == (
        "open_intake", 1, NUMBER, 0,
    )  # fmt: skip
    actions = host.agency.actions()
    assert actions[-1] == "run:request:recorded" and "engagement:state:changed" in actions[-3:]


def test_asking_twice_for_the_same_step_and_attempt_is_one_request(host: Host) -> None:
    def ask(work: Work) -> list[int]:
        engagement = work.queries.engagement(NUMBER)
        return [request_run(work, engagement, "open_intake", attempt).id for attempt in (1, 1, 2)]

    first, again, second_pass = host.run(ask)
    assert first == again != second_pass


def test_the_database_itself_keeps_a_request_unique(host: Host) -> None:
    with pytest.raises(IntegrityError), host.agency.app.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO run_request (engagement_id, engagement_number, flow, step, attempt, requested_at, delivery,"
                " trouble) SELECT engagement_id, engagement_number, flow, step, attempt, requested_at, 0, ''"
                " FROM run_request"
            )
        )


def test_a_delivery_is_counted_and_its_key_names_request_and_number(host: Host) -> None:
    (delivery,) = host.claim()
    assert delivery.idempotency_key == f"{delivery.request_id}:1"
    assert (delivery.engagement, delivery.step, delivery.flow) == (NUMBER, "open_intake", "cluster_strategy")
    assert host.claim() == []


def test_a_delivery_that_has_not_started_after_60_seconds_of_host_time_gets_the_next_number(host: Host) -> None:
    (first,) = host.claim()
    host.run(lambda w: note_delivery(w, first.request_id, "prefect-1"))
    host.now = NOON + timedelta(seconds=60)
    assert host.claim() == []
    host.now = NOON + timedelta(seconds=61)
    (second,) = host.claim()
    assert second.idempotency_key == f"{first.request_id}:2"


def test_years_on_the_demo_clock_redeliver_nothing(host: Host) -> None:
    from datetime import date

    host.claim()
    host.agency.set_day(date(2017, 1, 12))
    assert host.claim() == []


def test_a_started_run_is_not_delivered_again(host: Host) -> None:
    (delivery,) = host.claim()
    host.start(delivery.request_id)
    host.now = NOON + timedelta(hours=1)
    assert host.claim() == []


def test_without_prefects_answer_the_request_is_due_again_under_the_same_key(host: Host) -> None:
    # Prefect returns the run of an old key, so a delivery whose answer was lost cannot become two runs
    (first,) = host.claim()
    host.run(lambda w: note_delivery(w, first.request_id, None, "Prefect antwortet nicht."))
    assert host.request(first.request_id).trouble == "Prefect antwortet nicht."
    (second,) = host.claim()
    assert second.idempotency_key == first.idempotency_key


def test_a_run_that_ends_closes_its_request(host: Host) -> None:
    (delivery,) = host.claim()
    run = host.start(delivery.request_id)
    host.run(lambda w: end_run(w, run, "wartet", "Clustermanagement", [{"step": "open_intake"}]))
    assert host.request(delivery.request_id).finished_at == NOON
    assert host.run(lambda w: list(w.queries.open_requests())) == []
    assert host.run(lambda w: (w.queries.run(run).outcome, w.queries.run(run).waits_for)) == (
        "wartet",
        "Clustermanagement",
    )


def test_a_run_that_failed_keeps_its_trouble_and_can_be_asked_for_again(host: Host) -> None:
    (delivery,) = host.claim()
    run = host.start(delivery.request_id)
    host.run(lambda w: end_run(w, run, "fehlgeschlagen", "Vorlage fehlt", []))
    assert host.request(delivery.request_id).trouble == "Vorlage fehlt"
    assert host.claim() == []
    assert host.agency.run(LEAD, lambda w: retry_failed(w, NUMBER)) == ["open_intake"]
    assert [d.idempotency_key for d in host.claim()] == [f"{delivery.request_id}:2"]


def test_only_staff_asks_for_a_failed_run_again(host: Host) -> None:
    for by in (MANAGER, AUDITOR):
        with pytest.raises(PermissionDenied):
            host.agency.run(by, lambda w: retry_failed(w, NUMBER))


def test_a_lost_run_is_recorded_and_its_request_is_due_again(host: Host) -> None:
    (first,) = host.claim()
    run = host.start(first.request_id)
    assert host.run(lambda w: lose_run(w, run)) == "prefect-1"
    assert host.run(lambda w: w.queries.run(run).outcome) == "verloren"
    assert host.agency.actions()[-1] == "run:attempt:lost"
    (second,) = host.claim()
    assert second.idempotency_key == f"{first.request_id}:2"
    assert host.run(lambda w: lose_run(w, run)) is None


def test_a_new_run_records_an_open_older_one_as_lost(host: Host) -> None:
    (delivery,) = host.claim()
    old = host.start(delivery.request_id)
    new = host.start(delivery.request_id, "prefect-2")
    runs = host.run(lambda w: [(r.id, r.attempt, r.outcome) for r in w.queries.runs(engagement=NUMBER)])
    assert runs == [(old, 1, "verloren"), (new, 2, "laufend")]
    assert host.request(delivery.request_id).started_at is not None


def test_the_lock_of_a_run_is_seen_by_others_and_free_afterwards(host: Host) -> None:
    engine = host.agency.app.engine
    engagement = host.agency.engagement(lambda e: e.id)
    with engagement_lock(engine, engagement) as held:
        assert held and is_locked(engine, engagement) and not is_locked(engine, engagement + 1)
        with engagement_lock(engine, engagement) as second:
            assert not second
    assert not is_locked(engine, engagement)


def test_a_step_is_done_once_however_often_it_is_asked_for(host: Host) -> None:
    agency = host.agency
    assert [agency.step("open_intake") for _ in range(3)] == ["erledigt", "schon erledigt", "schon erledigt"]
    assert agency.actions().count("engagement:step:finished") == 1
    assert agency.engagement(lambda e: [len(d.versions) for d in e.documents]) == [1]


def test_a_step_that_is_not_due_does_nothing(host: Host) -> None:
    before = host.agency.actions()
    assert [host.agency.step(name) for name in ("analyse", "write_brief", "draft_paper", "hand_over")] == [
        "nicht fällig"
    ] * 4
    assert host.agency.actions() == before


def test_two_processes_doing_the_same_step_at_once_do_it_once(host: Host) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        outcomes = sorted(threads.map(lambda _: host.agency.step("open_intake"), range(4)))
    assert outcomes == ["erledigt", "schon erledigt", "schon erledigt", "schon erledigt"]


def test_asking_again_reopens_a_finished_request_only_while_the_step_is_not_done(host: Host) -> None:
    (delivery,) = host.claim()
    run = host.start(delivery.request_id)
    host.run(lambda w: end_run(w, run, "wartet", "Leitung", []))
    host.run(lambda w: ask_again(w, w.queries.engagement(NUMBER), "open_intake", 1).id)
    (second,) = host.claim()
    assert second.idempotency_key == f"{delivery.request_id}:2"
    host.agency.step("open_intake")
    run = host.start(delivery.request_id)
    host.run(lambda w: end_run(w, run, "fertig", "", []))
    host.run(lambda w: ask_again(w, w.queries.engagement(NUMBER), "open_intake", 1).id)
    assert host.claim() == []


def test_a_step_that_a_pause_kept_from_running_is_asked_for_again_on_resume(host: Host) -> None:
    (delivery,) = host.claim()
    host.agency.decide(HEAD, "pause", reason="vorstandswahl")
    run = host.start(delivery.request_id)
    host.run(lambda w: end_run(w, run, "wartet", "niemanden (Stand „ruhend“)", []))
    host.agency.decide(HEAD, "resume")
    assert [d.step for d in host.claim()] == ["open_intake"]


def test_runs_name_ids_and_numbers_and_no_person(host: Host) -> None:
    (delivery,) = host.claim()
    run = host.start(delivery.request_id)
    host.run(lambda w: end_run(w, run, "fertig", "nichts mehr", []))
    started, ended = host.agency.events()[-2:]
    assert set(started.data) == {"run", "attempt", "engagement", "host_ts"}
    assert set(ended.data) == {"run", "outcome", "engagement", "host_ts"}
