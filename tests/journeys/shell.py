"""Commands as people type them, run in this process on a shipped server that stays up between them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.adapters.database.embedded_logins import ADMIN, OUR_DATABASE
from clusterprocess.cli import main
from clusterprocess.config import Settings
from tests.servers import discard


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
        return self.connection.execute(statement).fetchall()

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
    """A shell on an empty data folder; the server is discarded at the end."""
    home = folder / "Daten ordner"
    server = EmbeddedServer(Settings(home=home).database_folder)
    server.create()
    server.start()
    try:
        address = server.url(ADMIN, OUR_DATABASE, driver="postgresql")
        with psycopg.connect(address, autocommit=True) as connection:
            yield Shell(home, connection, folder)
    finally:
        discard(server)


REFERENCE, HOME = "BW-2025-001", "ClusterAgentur (Beispiel)"
TODAY = date.today()
NUMBER = f"CA-{TODAY.year}-A-001"
G0 = (
    "database_listed=ja", "seat_in_bw=ja", "board_consent=ja", "aid_decision=none_not_undertaking",
    "double_funding_checked=ja", "no_conflict_of_interest=ja", "service_agreement=ja",
)  # fmt: skip
REGISTER = f"""source_id;name;kind;field;region;Sitz;founded;legal_form;Stichtag;members_sme;head_count;fte_paid
A1;Netz Alpha;regionale_initiative;Maschinenbau;Ostwürttemberg;Aalen;2008;ev;31.12.{TODAY.year - 1};1.040;3;1,5
A2;Netz Beta "Süd";landesweites_netzwerk;Quantenkram;Stuttgart;Stuttgart;2012;ev;;;;
"""


def found_agency(shell: Shell) -> None:
    """Persons, organisation, operation and register, each entered by its own command; Lena acts from then on."""
    shell.do("person", "add", "l.leit", "--name", "Lena Leit", "--role", "leitung")
    shell.actor = "l.leit"
    for handle, role in (
        ("b.berger", "berater"),
        ("p.prinz", "pruefer"),
        ("a.amend", "assistenz"),
        ("u.urban", "audit"),
    ):
        shell.do("person", "add", handle, "--name", f"{handle} (Beispiel)", "--role", role)
    shell.do("organisation", "add", HOME, "--kind", "sonstige", "--seat", "Stuttgart", "--advice")
    around = (str(TODAY - timedelta(days=400)), f"{TODAY + timedelta(days=400):%d.%m.%Y}")
    shell.do("operation", "add", REFERENCE, "--name", "ClusterAgentur", "--beneficiary", "Ministerium", "--period",
             "2021-2027", "--from", around[0], "--to", around[1], "--eligible", "3008317,38")  # fmt: skip
    shell.do("operation", "contractor", REFERENCE, HOME)
    answer = shell("register", "import", shell.file("register.csv", REGISTER))
    assert answer.code == 0, answer.err


def accept_request(shell: Shell) -> None:
    """A request of Netz Alpha up to its acceptance at gate G0."""
    shell.do("engagement", "start", "Netz Alpha", "--operation", REFERENCE, "--delivering", HOME, "--question", "Wohin?",
             "--lead", "b.berger", "--reviewer", "p.prinz", actor="b.berger")  # fmt: skip
    shell.do("engagement", "decide", NUMBER, "start_check", actor="b.berger")
    evidence = [word for entry in G0 for word in ("--evidence", entry)]
    shell.do("engagement", "decide", NUMBER, *evidence, "--paper", "Akte 1", actor="a.amend")
    shell.do("engagement", "decide", NUMBER, "accept")
