"""What the tests of use cases share: a staffed agency, and copies of databases that were led to a state once."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from clusterprocess.adapters.database.schema import METADATA
from clusterprocess.bootstrap import App, DatabaseUrls, prepare_database
from clusterprocess.config import Settings
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.states import State
from tests.builders import Agency, bring_to, staffed
from tests.conftest import DEMO_START

# the number of rows of every table and the newest transaction that wrote one: equal while nothing was committed
_CONTENT = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}" for name in sorted(METADATA.tables)
)


@dataclass
class Copy:
    """One copied database with the program wired to it, and what it held when it was made."""

    state: State | None
    name: str
    app: App
    content: object = None

    def read(self) -> object:
        """What the database holds now."""
        with self.app.engine.connect() as connection:
            return connection.execute(text(_CONTENT)).all()


class Copies:
    """Databases and file stores that were built once, through the use cases, and are copied for the tests.

    A test that was refused everything leaves its copy as it was; the next test takes it over.
    """

    def __init__(self, server_urls: DatabaseUrls, folder: Path) -> None:
        self.server_urls, self.folder = server_urls, folder
        self.built: dict[State | None, str] = {}
        self.idle: dict[State | None, Copy] = {}
        self.used: list[Copy] = []

    def open(self, state: State | None) -> App:
        """The wired program on a copy of the agency at a state; None is the staffed agency before any request."""
        copy = self.idle.pop(state, None) or self._fresh(state)
        self.used.append(copy)
        return copy.app

    def put_away(self) -> None:
        """Keep the copies that nobody changed and drop the others."""
        while self.used:
            copy = self.used.pop()
            if copy.state not in self.idle and copy.read() == copy.content:
                self.idle[copy.state] = copy
            else:
                self._drop(copy.name, copy.app)

    def close(self) -> None:
        """Drop everything."""
        for copy in self.idle.values():
            self._drop(copy.name, copy.app)
        for name in self.built.values():
            self._drop(name)

    def execute(self, statement: str) -> None:
        """Run one statement with the login that may create databases."""
        url = make_url(self.server_urls.prefect or self.server_urls.owner).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _fresh(self, state: State | None) -> Copy:
        name = self._create(self._build(state))
        copy = Copy(state, name, self._wired(name))
        copy.content = copy.read()
        return copy

    def _build(self, state: State | None) -> str:
        if state not in self.built:
            name = self._create("template0" if state is None else self._build(None))
            app = self._wired(name)
            if state is None:
                prepare_database(app, DatabaseKind.DEMO, DEMO_START)
                staffed(app)
            else:
                bring_to(Agency(app), state)
            app.close()  # a database with connections cannot be copied
            self.built[state] = name
        return self.built[state]

    def _create(self, source: str) -> str:
        name = f"copy_{uuid.uuid4().hex[:12]}"
        owner = make_url(self.server_urls.owner).username
        self.execute(f'CREATE DATABASE {name} OWNER "{owner}" TEMPLATE {source} STRATEGY FILE_COPY')
        self.execute(f"GRANT CONNECT ON DATABASE {name} TO PUBLIC")
        if (self.folder / source).exists():
            shutil.copytree(self.folder / source, self.folder / name)
        return name

    def _drop(self, name: str, app: App | None = None) -> None:
        if app:
            app.close()
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def _wired(self, name: str) -> App:
        def at(url: str) -> str:
            return make_url(url).set(database=name).render_as_string(hide_password=False)

        urls, audit = self.server_urls, self.server_urls.audit
        logins = DatabaseUrls(at(urls.app), at(urls.owner), at(audit) if audit else None, None)
        app = App(Settings(home=self.folder / name), logins)
        app.documents.page_numbers = None  # page numbers need LibreOffice and take seconds; no rule looks at them
        return app


@pytest.fixture(scope="session")
def all_copies(server_urls: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """The copies of this test session, one set per test process."""
    copies = Copies(server_urls, tmp_path_factory.mktemp("copies"))
    yield copies
    copies.close()


@pytest.fixture
def agency(all_copies: Copies) -> Iterator[Agency]:
    """People, operation and the sample initiative; the clock stands on 12 January 2015."""
    yield Agency(all_copies.open(None), all_copies.open)
    all_copies.put_away()
