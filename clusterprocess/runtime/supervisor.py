"""One supervisor for everything a machine needs: database, Prefect server, dispatcher, workers, web pages.

One lock per data folder. Children are restarted with back-off; leftovers of a killed supervisor are ended (the
database server is adopted). Stop order: dispatcher, web, workers (drained), Prefect,
database.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import structlog

from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.adapters.prefect_runs.api import PrefectApi
from clusterprocess.adapters.prefect_runs.environment import api_of, child_environment
from clusterprocess.bootstrap import App, database_urls, embedded_server, prepare_database
from clusterprocess.config import Settings
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.errors import RuleViolation, ServiceUnavailable

LOG = structlog.get_logger()
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 0.5, 30.0
STABLE_AFTER_SECONDS = 60.0
DRAIN_SECONDS = 30.0


@dataclass
class Child:
    """One process under supervision."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    backoff_seconds: float = FIRST_BACKOFF_SECONDS
    next_start_at: float = 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.arguments,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.log.parent,
            )
        self.started_at = time.monotonic()
        LOG.info("child_started", child=self.name, pid=self.process.pid)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self) -> bool:
        """Restart an ended child when its back-off is over; returns whether it was started now."""
        now = time.monotonic()
        if self.is_running:
            if now - self.started_at > STABLE_AFTER_SECONDS:
                self.backoff_seconds = FIRST_BACKOFF_SECONDS
            return False
        if self.process is not None and self.next_start_at <= self.started_at:
            LOG.warning(
                "child_ended", child=self.name, code=self.process.returncode, again_in_seconds=self.backoff_seconds
            )
            self.next_start_at = now + self.backoff_seconds
            self.backoff_seconds = min(self.backoff_seconds * 2, LONGEST_BACKOFF_SECONDS)
        if now < self.next_start_at:
            return False
        self.start()
        return True

    def stop(self, patience_seconds: float) -> None:
        """SIGTERM, wait, then SIGKILL for the child and what it left behind."""
        if self.process is None:
            return
        if self.is_running:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience_seconds)
        _end_group(self.process.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)


@dataclass
class Supervisor:
    """The running tree of one data folder."""

    settings: Settings
    kind: DatabaseKind | None = None
    on_ready: Callable[[dict[str, object]], None] | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def serve(self) -> None:
        """Run until SIGTERM, Ctrl-C or :attr:`stopping`.

        Raises:
            RuleViolation: another supervisor serves this data folder.
            ServiceUnavailable: the database cannot be started.
        """
        folder = self.settings.runtime_folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with _one_per_folder(folder), self._signals():
            end_leftovers(folder)
            server = embedded_server(self.settings)
            children: list[Child] = []
            try:
                self._start_database(server)
                children = self._children(server)
                self._watch(children, server, folder)
            finally:
                _stop_in_order(children)
                (folder / "children.json").unlink(missing_ok=True)
                (folder / "prefect.json").unlink(missing_ok=True)
                if server is not None:
                    server.stop()

    def _start_database(self, server: EmbeddedServer | None) -> None:
        if server is not None:
            server.create()
            server.start()
        app = App(self.settings, database_urls(self.settings, server), pool_size=1)
        try:
            prepare_database(app, self.kind, None)
        finally:
            app.close()

    def _children(self, server: EmbeddedServer | None) -> list[Child]:
        folder = self.settings.runtime_folder
        urls = database_urls(self.settings, server)
        environment = child_environment(
            folder / "prefect", _free_port(), f"clusterprocess:{secrets.token_urlsafe(24)}", urls.prefect
        )
        environment |= {
            "CLUSTERPROCESS_HOME": str(self.settings.home.resolve()),
            # one port for all: the process that mails a link must name the one that answers it
            "CLUSTERPROCESS_WEB_PORT": str(self.settings.web_port or _free_port()),
            "CLUSTERPROCESS_PREFECT_UI_URL": self.settings.prefect_ui_url or environment["PREFECT_UI_URL"],
            "PYTHONUNBUFFERED": "1",
        }
        _write_private(
            folder / "prefect.json",
            {k: environment[k] for k in ("PREFECT_API_URL", "PREFECT_UI_URL", "PREFECT_API_AUTH_STRING")},
        )
        port = environment["PREFECT_SERVER_API_PORT"]
        python = sys.executable

        def child(name: str, *arguments: str) -> Child:
            return Child(name, [python, *arguments], environment, folder / f"{name}.log")

        return [
            child("prefect", "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port),
            *(
                child(f"worker-{n}", "-m", "clusterprocess.runtime.worker")
                for n in range(1, self.settings.worker_processes + 1)
            ),
            child("web", "-m", "clusterprocess.web.server"),
            child("dispatcher", "-m", "clusterprocess.runtime.dispatcher"),
        ]

    def _facts(self, environment: dict[str, str]) -> dict[str, object]:
        """Where everything can be reached."""
        return {
            "prefect": environment["PREFECT_UI_URL"],
            "web": self.settings.public_url or f"http://127.0.0.1:{environment['CLUSTERPROCESS_WEB_PORT']}",
            "home": str(self.settings.home),
        }

    def _watch(self, children: list[Child], server: EmbeddedServer | None, folder: Path) -> None:
        told = False
        api = PrefectApi(*api_of(children[0].environment), timeout_seconds=1.0)
        while not self.stopping.is_set():
            if server is not None and not server.is_running():
                LOG.warning("database_ended")
                try:
                    server.start()
                except ServiceUnavailable as error:
                    LOG.error("database_not_started", reason=str(error))
            changed = [child.watch() for child in children]
            if any(changed):
                _write_private(
                    folder / "children.json",
                    [_identity(c.process.pid) | {"name": c.name} for c in children if c.process],
                )
            if not told and api.is_healthy():
                told = True
                if self.on_ready:
                    self.on_ready(self._facts(children[0].environment))
            self.stopping.wait(0.25)
        api.close()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, lambda *_: self.stopping.set()) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _stop_in_order(children: list[Child]) -> None:
    """Dispatcher first, so that nothing new starts; then the pages; workers drained; Prefect last."""
    for wanted, patience in (("dispatcher", 10.0), ("web", 10.0), ("worker", DRAIN_SECONDS), ("prefect", 10.0)):
        for child in children:
            if child.name.startswith(wanted):
                child.stop(patience)


@contextlib.contextmanager
def _one_per_folder(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuleViolation("serve", ["Für diesen Datenordner läuft schon ein „clusterprocess serve“."]) from None
        yield


def is_served(settings: Settings) -> bool:
    """Whether a supervisor holds the lock of this data folder."""
    path = settings.runtime_folder / "lock"
    if not path.exists():
        return False
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(lock, fcntl.LOCK_UN)
        return False


def end_leftovers(folder: Path) -> int:
    """End children of a supervisor that was killed; a pid counts only with its start time. Returns how many ended."""
    path = folder / "children.json"
    if not path.exists():
        return 0
    try:
        recorded = json.loads(path.read_text())
    except json.JSONDecodeError:
        recorded = []
    ended = 0
    for entry in recorded:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(entry["pid"])
            if abs(process.create_time() - entry["created"]) < 1.0:
                _end_group(process.pid)
                ended += 1
    path.unlink(missing_ok=True)
    return ended


def _end_group(pid: int) -> None:
    """Kill the process group that a child leads; children start in a session of their own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _identity(pid: int) -> dict[str, object]:
    try:
        return {"pid": pid, "created": psutil.Process(pid).create_time()}
    except psutil.Error:
        return {"pid": pid, "created": 0.0}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _write_private(path: Path, content: object) -> None:
    temporary = path.with_suffix(".neu")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file)
    temporary.replace(path)
