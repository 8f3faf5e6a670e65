"""The audit trail is append-only, chained, gapless and written with the change itself (design D5, D6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from string import Formatter

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.events import EVENT_TYPES
from clusterprocess.domain.states import State
from clusterprocess.usecases.keep_persons import take_note
from clusterprocess.usecases.tell_history import history
from tests.builders import LEAD, NUMBER, Agency, bring_to


@contextmanager
def _login(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.mark.parametrize("login", ["app", "owner", "audit"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET actor_id = 'x'", "DELETE FROM event", "TRUNCATE event", "UPDATE event SET seq = seq + 100"],
)
def test_no_login_can_change_or_remove_events(app: App, login: str, statement: str) -> None:
    url = getattr(app.urls, login)
    with pytest.raises(ProgrammingError, match=r"permission denied|never changed"), _login(url) as connection:
        connection.execute(text(statement))
    assert len(app.run(SYSTEM, lambda work: list(work.queries.events()))) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_is_append_only ON event",
        "DROP TABLE event",
        "GRANT UPDATE ON event TO PUBLIC",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = '0000'",
        "CREATE TABLE own (id int)",
        "DELETE FROM step_record",
    ],
)
def test_the_programs_own_login_cannot_open_a_way_around_the_guard(app: App, statement: str) -> None:
    with _login(app.urls.app) as connection:
        granted = None
        if statement.startswith("GRANT"):
            connection.execute(text(statement))  # PostgreSQL answers with a warning and grants nothing
            granted = connection.scalar(text("SELECT has_table_privilege(current_user, 'event', 'UPDATE')"))
        else:
            with pytest.raises(ProgrammingError):
                connection.execute(text(statement))
            connection.rollback()
        assert not granted


def test_the_auditors_login_reads_every_table_but_keys_and_scratch_and_writes_none(app: App) -> None:
    assert app.urls.audit
    with _login(app.urls.audit) as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        rights = [
            (table, right)
            for table in tables
            for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
            if connection.scalar(text("SELECT has_table_privilege(:t, :r)"), {"t": table, "r": right})
        ]
        unread = [
            t for t in tables if not connection.scalar(text("SELECT has_table_privilege(:t, 'SELECT')"), {"t": t})
        ]
        assert len(tables) > 20 and rights == []
        assert sorted(unread) == ["account", "form_draft", "sign_in_link", "web_session"]
        assert connection.scalar(text("SELECT count(*) FROM event")) == 1


def test_a_forged_entry_in_the_middle_is_refused_by_the_database(app: App) -> None:
    with pytest.raises(DBAPIError), _login(app.urls.app) as connection:
        connection.execute(
            text(
                "INSERT INTO event (seq, ts, occurred_on, actor_id, actor_role, actor_channel, action, object_kind,"
                " object_id, code, data, prev, leaf) SELECT seq, ts, occurred_on, 'x', actor_role, actor_channel,"
                " action, object_kind, object_id, code, data, prev, repeat('e', 64) FROM event"
            )
        )


def test_an_exception_in_the_block_leaves_neither_the_change_nor_its_event(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    before = agency.actions()

    def note_and_fail(work: object) -> None:
        take_note(work, "anruf", "Termin vereinbart", date(2015, 1, 12), engagement=NUMBER)  # type: ignore[arg-type]
        raise InputError("danach ging etwas schief")

    with pytest.raises(InputError):
        agency.run(LEAD, note_and_fail)
    assert agency.actions() == before
    with _login(agency.app.urls.owner) as connection:
        assert connection.scalar(text("SELECT count(*) FROM contact_note")) == 0


def test_a_change_and_its_events_have_one_transaction_id(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    with _login(agency.app.urls.owner) as connection:
        changed = connection.scalar(text("SELECT xmin::text FROM engagement"))
        recorded = connection.scalar(text("SELECT xmin::text FROM event ORDER BY seq DESC LIMIT 1"))
    assert changed == recorded


def test_four_writers_at_once_leave_a_gapless_intact_chain(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    actor = agency.actor(LEAD)
    before = len(agency.events())

    def write(index: int) -> None:
        agency.app.run(
            actor,
            lambda work: take_note(work, "anruf", f"Nr. {index}", date(2015, 1, 12), engagement=NUMBER),
        )

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(40)))
    events = agency.events()
    assert [event.seq for event in events] == list(range(before + 40))
    assert verify_chain(events).is_intact


def test_a_rolled_back_transaction_leaves_no_gap(agency: Agency) -> None:
    for text_ in ("", "Termin"):
        try:
            agency.run(
                LEAD,
                lambda work, t=text_: take_note(  # type: ignore[misc]
                    work, "anruf", t, date(2015, 1, 12), cluster=work.queries.cluster(agency.cluster_name)
                ),
            )
        except InputError:
            assert text_ == ""
    events = agency.events()
    assert [event.seq for event in events] == list(range(len(events)))


def test_the_stored_chain_verifies_with_hashlib_and_json_alone(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_COMPLETE)
    prev = "0" * 64
    for event in agency.events():
        entry = event.entry()
        assert entry["prev"] == prev
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        prev = hashlib.sha256(b"\x00" + canonical).hexdigest()
        assert event.leaf == prev


def test_every_event_of_a_whole_engagement_carries_the_values_that_its_sentence_names(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    events = agency.events()[1:]  # the birth is told in test_births
    missing = {
        (event.action, key)
        for event in events
        for _, key, _, _ in Formatter().parse(EVENT_TYPES[event.action].sentence)
        if key and key not in event.data
    }
    assert len({event.action for event in events}) > 25 and missing == set()


def test_the_history_tells_an_engagement_in_the_order_of_the_chain(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    lines = agency.look(lambda work: history(work, NUMBER))
    assert [line.seq for line in lines] == sorted(line.seq for line in lines)
    assert lines[0].text.startswith("12.01.2015  Die Anfrage CA-2015-A-001 wurde aufgenommen")
    assert "„freigegeben“ nach „übergeben“" in " ".join(line.sentence for line in lines)


def test_an_entry_more_than_fourteen_days_after_the_fact_is_marked_late(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.set_day(date(2015, 1, 30))
    agency.prove({"seat_in_bw": "ja"}, date(2015, 1, 16))  # 14 days
    agency.prove({"board_consent": "ja"}, date(2015, 1, 15))  # 15 days
    marks = {
        line.sentence: line.late
        for line in agency.look(lambda work: history(work, NUMBER))
        if "Nachweis" in line.sentence
    }
    assert list(marks.values()) == [False, True]
    last = agency.events()[-1]
    assert (last.occurred_on, last.recorded_at) == (date(2015, 1, 15), datetime(2015, 1, 30, 8, 0, tzinfo=UTC))


def test_an_event_names_person_role_channel_and_code_version(agency: Agency) -> None:
    bring_to(agency, State.UNDER_CHECK)
    last = agency.events()[-1]
    lead = agency.look(lambda work: work.queries.person(LEAD).id)
    assert (last.actor_id, last.actor_role, last.actor_channel) == (lead, "berater", "test")
    assert "+" in last.code
