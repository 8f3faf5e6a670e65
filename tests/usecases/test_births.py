"""A database is born once, as demo or as real (efre.md ruling 2, design D11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from clusterprocess.adapters.database.schema import engine_for
from clusterprocess.bootstrap import App, DatabaseUrls, prepare_database
from clusterprocess.config import Settings
from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.usecases.births import bear, set_clock
from clusterprocess.usecases.ports import Work
from tests.conftest import DEMO_START


def _run(app: App, to: datetime) -> None:
    app.run(SYSTEM, lambda work: set_clock(cast(Work, work), to))


def _kind(app: App) -> str:
    return app.run(SYSTEM, lambda work: work.queries.database_kind())


def test_the_first_event_is_the_birth_with_kind_and_format(app: App) -> None:
    first = app.run(SYSTEM, lambda work: next(work.queries.events()))
    assert (first.seq, first.action, first.prev) == (0, "database:birth:recorded", "0" * 64)
    assert (first.data["kind"], first.data["format"]) == ("demo", 1)


def test_every_demo_event_carries_the_hosts_instant_beside_the_demo_time(app: App) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)
    first = app.run(SYSTEM, lambda work: next(work.queries.events()))
    host = datetime.fromisoformat(first.data["host_ts"])
    assert first.ts == "2015-01-12T08:00:00Z"
    assert before < host < datetime.now(UTC) + timedelta(minutes=5)


def test_a_real_event_carries_the_hosts_instant_only(real_app: App) -> None:
    first = real_app.run(SYSTEM, lambda work: next(work.queries.events()))
    assert "host_ts" not in first.data
    assert abs(first.recorded_at - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize("fixture", ["app", "real_app"])
def test_a_born_database_never_becomes_the_other_kind(fixture: str, request: pytest.FixtureRequest) -> None:
    born: App = request.getfixturevalue(fixture)
    kind = _kind(born)
    other = DatabaseKind.REAL if kind == "demo" else DatabaseKind.DEMO
    with pytest.raises(RuleViolation, match="bleibt es"):
        prepare_database(born, other, None)
    assert _kind(born) == kind


def test_bearing_the_same_kind_again_changes_nothing(app: App) -> None:
    app.run(SYSTEM, lambda work: bear(cast(Work, work), DatabaseKind.DEMO, datetime(2020, 1, 1, tzinfo=UTC)))
    assert app.run(SYSTEM, lambda work: work.now) == DEMO_START
    assert len(app.run(SYSTEM, lambda work: list(work.queries.events()))) == 1


@pytest.mark.parametrize("login", ["app", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE database_birth SET kind = 'real', demo_now = NULL",
        "DELETE FROM database_birth",
        "TRUNCATE database_birth",
    ],
)
def test_no_login_can_undo_the_birth(app: App, login: str, statement: str) -> None:
    engine = create_engine(app.urls.app if login == "app" else app.urls.owner)
    try:
        with pytest.raises(ProgrammingError), engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
    assert _kind(app) == "demo"


def test_the_demo_clock_moves_forward_and_the_move_is_recorded(app: App) -> None:
    _run(app, datetime(2017, 1, 12, 8, 0, tzinfo=UTC))
    assert app.run(SYSTEM, lambda work: (work.now.year, work.today.isoformat())) == (2017, "2017-01-12")
    last = app.run(SYSTEM, lambda work: list(work.queries.events()))[-1]
    assert (last.action, last.data["to"]) == ("database:clock:set", "2017-01-12T08:00:00Z")


def test_every_process_reads_the_same_demo_clock(app: App, fresh_urls: DatabaseUrls) -> None:
    _run(app, datetime(2016, 3, 1, 8, 0, tzinfo=UTC))
    second = App(Settings(home=app.settings.home), fresh_urls)
    try:
        assert second.run(SYSTEM, lambda work: work.today.isoformat()) == "2016-03-01"
    finally:
        second.close()


def test_the_demo_clock_never_runs_backwards(app: App) -> None:
    with pytest.raises(RuleViolation, match="rückwärts"):
        _run(app, DEMO_START - timedelta(seconds=1))
    assert app.run(SYSTEM, lambda work: work.now) == DEMO_START


def test_the_clock_of_a_real_database_cannot_be_set(real_app: App) -> None:
    with pytest.raises(RuleViolation, match="echt"):
        _run(real_app, datetime.now(UTC) + timedelta(days=400))
    assert abs(real_app.run(SYSTEM, lambda work: work.now) - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_real_database_takes_no_demo_clock_even_by_hand(real_app: App) -> None:
    engine = engine_for(real_app.urls.owner, 1)
    try:
        with pytest.raises(Exception, match="only_a_demo_has_a_clock"), engine.begin() as connection:
            connection.execute(text("UPDATE database_birth SET demo_now = now()"))
    finally:
        engine.dispose()
