"""A real ``clusterprocess serve`` in a data folder of its own, for tests that need the whole tree."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clusterprocess.bootstrap import App, database_urls, embedded_server, open_app
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM
from clusterprocess.domain.birth import DatabaseKind
from tests.conftest import DEMO_START

PATIENCE_SECONDS = 180.0


class Served:
    """The running tree and a wired program beside it."""

    def __init__(self, home: Path, **settings: str) -> None:
        settings = {
            "web_port": "0",
            "sweep_seconds": "0",
        } | settings  # a free port; the schedule only where a test asks
        self.settings = Settings(home=home, **settings)  # type: ignore[arg-type]
        self.environment = {f"CLUSTERPROCESS_{name.upper()}": value for name, value in settings.items()}
        self.process: subprocess.Popen[bytes] | None = None
        with open_app(self.settings, kind=DatabaseKind.DEMO, demo_now=DEMO_START):
            pass

    def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("CLUSTERPROCESS_", "PREFECT_"))}
        environment |= {"CLUSTERPROCESS_HOME": str(self.settings.home), **self.environment}
        with (self.settings.home / "serve.log").open("ab") as log:
            command = [sys.executable, "-m", "clusterprocess", "serve"]
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        eventually(lambda: (self.settings.runtime_folder / "children.json").exists())

    def app(self) -> App:
        return App(self.settings, database_urls(self.settings, embedded_server(self.settings)))

    def children(self) -> dict[str, int]:
        """Process numbers under supervision by name; empty while a supervisor starts or has stopped."""
        path = self.settings.runtime_folder / "children.json"
        try:
            recorded = json.loads(path.read_text())
        except FileNotFoundError:
            return {}
        return {entry["name"]: entry["pid"] for entry in recorded}

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process is None:
            raise RuntimeError("not started")
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Start, hand over, and end whatever is left."""
    tree = Served(home)
    tree.start()
    try:
        yield tree
    finally:
        if tree.process is not None and tree.process.poll() is None:
            tree.stop()
        from clusterprocess.runtime.supervisor import end_leftovers

        end_leftovers(tree.settings.runtime_folder)
        server = embedded_server(tree.settings)
        if server is not None:
            server.stop()


def eventually(done: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something is true; says what it waited for when it never was."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:.0f} seconds")


__all__ = ["SYSTEM", "Served", "eventually", "served"]
