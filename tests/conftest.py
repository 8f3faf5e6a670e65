"""Fixtures that every level shares: a real PostgreSQL server, one fresh database per test that asks for one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from clusterprocess.adapters.database import schema
from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.adapters.database.embedded_logins import ADMIN, APP, AUDIT, OUR_DATABASE, OWNER
from clusterprocess.bootstrap import App, DatabaseUrls, prepare_database
from clusterprocess.config import Settings
from clusterprocess.domain.birth import DatabaseKind
from tests.servers import discard, discard_below

DEMO_START = datetime(2015, 1, 12, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def server_urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseUrls]:
    """Logins of an external server where CLUSTERPROCESS_TEST_DATABASE_URL (owner) is set, else of an embedded one."""
    external = os.environ.get("CLUSTERPROCESS_TEST_DATABASE_URL")
    if external:
        app = os.environ.get("CLUSTERPROCESS_TEST_APP_URL", external)
        yield DatabaseUrls(app, external, os.environ.get("CLUSTERPROCESS_TEST_AUDIT_URL"), None)
        with psycopg.connect(_plain(external), autocommit=True) as connection:
            for name in _TEMPLATES.values():
                connection.execute(f"DROP DATABASE IF EXISTS {name}")
        return
    server = EmbeddedServer(tmp_path_factory.mktemp("server") / "database")
    server.create()
    with (server.data / "postgresql.conf").open("a") as configuration:
        # A test server that is thrown away: nothing has to survive a crash, and its disk may be small.
        configuration.write("fsync = off\nfull_page_writes = off\nwal_level = minimal\nmax_wal_senders = 0\n")
        configuration.write("max_wal_size = 128MB\nmin_wal_size = 32MB\n")
    server.start()
    try:
        yield DatabaseUrls(server.url(APP, OUR_DATABASE), server.url(OWNER, OUR_DATABASE), server.url(AUDIT, OUR_DATABASE),
                           server.url(ADMIN, "postgres"))  # fmt: skip
    finally:
        discard(server)


@pytest.fixture(scope="session", autouse=True)
def no_data_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Servers that programs under test have made are discarded when the tests end, however they end."""
    yield
    discard_below(tmp_path_factory.getbasetemp())


def _plain(url: str, database: str | None = None) -> str:
    parsed = make_url(url).set(drivername="postgresql")
    return (parsed.set(database=database) if database else parsed).render_as_string(hide_password=False)


_TEMPLATES: dict[str, str] = {}


def _template(server_urls: DatabaseUrls, admin: str, owner: str | None) -> str:
    """A migrated, unborn database that the others are copied from; made once per server and process."""
    if admin not in _TEMPLATES:
        name = f"muster_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} OWNER "{owner}" TEMPLATE template0')
        schema.migrate(_at(server_urls.owner, name), _at(server_urls.app, name), server_urls.audit)
        _TEMPLATES[admin] = name
    return _TEMPLATES[admin]


def _at(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def fresh_database(server_urls: DatabaseUrls, *, migrated: bool = True) -> Iterator[DatabaseUrls]:
    """A database of its own, dropped afterwards; empty where ``migrated`` is false."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = _plain(server_urls.prefect or server_urls.owner)
    owner = make_url(server_urls.owner).username
    template = _template(server_urls, admin, owner) if migrated else "template0"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE {name} OWNER "{owner}" TEMPLATE {template} STRATEGY file_copy')
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO PUBLIC")
    audit = _at(server_urls.audit, name) if server_urls.audit else None
    yield DatabaseUrls(_at(server_urls.app, name), _at(server_urls.owner, name), audit, None)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def fresh_urls(server_urls: DatabaseUrls) -> Iterator[DatabaseUrls]:
    """A database of its own for one test."""
    with fresh_database(server_urls) as urls:
        yield urls


@pytest.fixture
def empty_urls(server_urls: DatabaseUrls) -> Iterator[DatabaseUrls]:
    """An empty database of its own for one test, before any migration."""
    with fresh_database(server_urls, migrated=False) as urls:
        yield urls


@pytest.fixture
def app(fresh_urls: DatabaseUrls, tmp_path: Path) -> Iterator[App]:
    """The wired program on a fresh demo database whose clock stands on 12 January 2015."""
    wired = App(Settings(home=tmp_path / "home"), fresh_urls)
    prepare_database(wired, DatabaseKind.DEMO, DEMO_START)
    yield wired
    wired.close()


@pytest.fixture
def real_app(fresh_urls: DatabaseUrls, tmp_path: Path) -> Iterator[App]:
    """The wired program on a fresh database born real."""
    wired = App(Settings(home=tmp_path / "home"), fresh_urls)
    prepare_database(wired, DatabaseKind.REAL, None)
    yield wired
    wired.close()
