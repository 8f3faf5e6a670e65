"""Commands as people type them, run in this process on a mitgelieferter server that stays up between them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.adapters.database.embedded_logins import ADMIN, OUR_DATABASE
from clusterprocess.cli import main
from clusterprocess.config import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON; anything else on it is a fault."""
        return json.loads(self.out)

    @property
    def refusal(self) -> dict[str, str]:
        """Standard error as JSON."""
        found: dict[str, str] = json.loads(self.err)
        return found


class Shell:
    """One data folder and the person who types."""

    def __init__(self, home: Path, connection: psycopg.Connection[tuple[Any, ...]], folder: Path) -> None:
        self.home, self.connection, self.folder = home, connection, folder
        self.actor = ""

    def __call__(self, *words: str, actor: str | None = None, **environment: str) -> Answer:
        """Run one command; ``actor`` stands in CLUSTERPROCESS_ACTOR."""
        who = self.actor if actor is None else actor
        return type_command(
            *words, CLUSTERPROCESS_HOME=str(self.home), **({"CLUSTERPROCESS_ACTOR": who} if who else {}), **environment
        )

    def do(self, *words: str, actor: str | None = None) -> Any:
        """Run one command that must succeed, with ``--json``, and return its data."""
        answer = self(*words, "--json", actor=actor)
        assert answer.code == 0, answer.err
        return answer.data

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return str(path)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Look into the database beside the program."""
        return self.connection.execute(statement).fetchall()  # type: ignore[arg-type]

    def rows(self) -> dict[str, int]:
        """Number of rows of every table: equal before and after means that nothing was half-written."""
        tables = self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return {table: self.ask(f'SELECT count(*) FROM "{table}"')[0][0] for (table,) in tables}


def type_command(*words: str, **environment: str) -> Answer:
    """One command line in this process, with only these CLUSTERPROCESS_ variables."""
    kept = {k: v for k, v in os.environ.items() if k.startswith("CLUSTERPROCESS_")}
    for name in kept:
        del os.environ[name]
    os.environ.update(environment)
    out, err = io.StringIO(), io.StringIO()
    code: Any = None
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(list(words))
    except SystemExit as leaving:
        code = leaving.code
    finally:
        for name in environment:
            os.environ.pop(name, None)
        os.environ.update(kept)
    return Answer(code if isinstance(code, int) else 0 if code is None else 1, out.getvalue(), err.getvalue())


@contextmanager
def shell_in(folder: Path) -> Iterator[Shell]:
    """A shell on an empty data folder; the server is stopped at the end."""
    home = folder / "Daten ordner"
    server = EmbeddedServer(Settings(home=home).database_folder)
    server.create()
    server.start()
    try:
        address = server.url(ADMIN, OUR_DATABASE, driver="postgresql")
        with psycopg.connect(address, autocommit=True) as connection:
            yield Shell(home, connection, folder)
    finally:
        server.stop()
