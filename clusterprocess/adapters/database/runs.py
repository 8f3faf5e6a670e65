"""Reads of run requests, runs and finished steps, and the session lock that a run holds on its engagement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, select, text

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.runs import Run, RunRequest, StepRecord

ENGAGEMENT_LOCKS = 4_150_100
"""First key of the session advisory locks; the second key is the engagement's id."""


class RunQueries(Lookup):
    def request(self, request_id: int, *, lock: bool = False) -> RunRequest:
        statement = select(RunRequest).where(RunRequest.id == request_id)
        return self._one(
            statement.with_for_update() if lock else statement, f"Laufanforderung {request_id} gibt es nicht."
        )

    def open_requests(self) -> Sequence[RunRequest]:
        return self._all(select(RunRequest).where(RunRequest.finished_at.is_(None)).order_by(RunRequest.id))

    def requests_of(self, engagement_id: int) -> Sequence[RunRequest]:
        return self._all(select(RunRequest).where(RunRequest.engagement_id == engagement_id).order_by(RunRequest.id))

    def runs(self, *, engagement: str | None = None, open_only: bool = False) -> Sequence[Run]:
        statement = select(Run).order_by(Run.id)
        if engagement:
            statement = statement.where(Run.engagement_number == engagement)
        if open_only:
            statement = statement.where(Run.ended_at.is_(None))
        return self._all(statement)

    def run(self, run_id: int) -> Run:
        return self._one(select(Run).where(Run.id == run_id), f"Lauf {run_id} gibt es nicht.")

    def step_done(self, engagement_id: int, step: str, attempt: int) -> bool:
        return self.session.get(StepRecord, (engagement_id, step, attempt)) is not None


SCHEDULE_LOCK = 4_150_004
"""First key of the session advisory locks of the schedule; the second key is the name of the job."""


@contextmanager
def schedule_lock(engine: Engine, job: str) -> Iterator[bool]:
    """Let one run of a scheduled job work at a time; yields False when another one does."""
    keys = {"space": SCHEDULE_LOCK, "job": job}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:space, hashtext(:job))"), keys))
        try:
            yield held
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(:space, hashtext(:job))"), keys)


@contextmanager
def engagement_lock(engine: Engine, engagement_id: int) -> Iterator[bool]:
    """Hold the session lock of an engagement on a connection of its own; yields False when somebody else holds it.

    PostgreSQL frees the lock when the process dies, which is how a lost run is noticed.
    """
    keys = {"space": ENGAGEMENT_LOCKS, "engagement": engagement_id}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:space, :engagement)"), keys))
        try:
            yield held
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(:space, :engagement)"), keys)


def is_locked(engine: Engine, engagement_id: int) -> bool:
    """Whether a living process works on an engagement."""
    with engagement_lock(engine, engagement_id) as free:
        return not free
