"""The web process as the supervisor starts it: lean, on its port, without an access log, ended in its turn."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from clusterprocess.bootstrap import embedded_server, open_app
from clusterprocess.config import Settings
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.runtime.supervisor import Supervisor
from tests.conftest import DEMO_START
from tests.journeys.served import eventually


def test_the_pages_never_import_prefect() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import clusterprocess.web.server, sys; print('prefect' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"


def test_one_free_port_is_given_to_every_child_and_told(tmp_path: Path) -> None:
    tree = Supervisor(Settings(home=tmp_path, web_port=0, database_url="postgresql://nirgends/beispiel"))  # type: ignore[arg-type]
    (tmp_path / "runtime").mkdir()
    children = tree._children(None)
    ports = {child.environment["CLUSTERPROCESS_WEB_PORT"] for child in children}
    assert len(ports) == 1 and 1024 < int(next(iter(ports))) < 65536
    assert "web" in [child.name for child in children]
    assert tree._facts(children[0].environment)["web"] == f"http://127.0.0.1:{next(iter(ports))}"


def test_the_process_answers_on_its_port_and_writes_no_address_down(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = Settings(home=home, web_port=0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with open_app(settings, kind=DatabaseKind.DEMO, demo_now=DEMO_START):
        server = embedded_server(settings)
        assert server is not None
        server.start()
        environment = os.environ | {
            "CLUSTERPROCESS_HOME": str(home),
            "CLUSTERPROCESS_WEB_PORT": port,
            "PYTHONUNBUFFERED": "1",
        }
        log = tmp_path / "web.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "clusterprocess.web.server"], env=environment, stdout=written, stderr=written
            )
        try:
            eventually(lambda: _answers(port), 60)
            assert process.poll() is None
        finally:
            process.terminate()
            assert process.wait(20) in (0, -signal.SIGTERM)  # the server hands the signal on when it has finished
        told = log.read_text()
        assert "page=einstieg" in told and "geheim" not in told and "127.0.0.1" not in told


def _answers(port: str) -> bool:
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/l/geheim", trust_env=False)
    except httpx.TransportError:
        return False
    return answer.status_code == 404 and "server" not in answer.headers
