"""What lies in deployments/ is what the program really does: same registration, existing commands, loopback only."""

from __future__ import annotations

import asyncio
import configparser
import importlib
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with Prefect
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

from clusterprocess.adapters.database.embedded_logins import APP, AUDIT, OUR_DATABASE, OWNER, PREFECT, PREFECT_DATABASE
from clusterprocess.adapters.prefect_runs.deployments import apply
from clusterprocess.adapters.prefect_runs.environment import POOL
from clusterprocess.runtime.supervisor import DRAIN_SECONDS
from clusterprocess.runtime.timetable import timetable
from flows.catalogue import FLOWS, SCHEDULED

FOLDER = Path(__file__).parents[2] / "deployments"


class _Recorder(BaseHTTPRequestHandler):
    """Answers the few calls of a registration as Prefect's API does, and keeps what was sent."""

    received: list[tuple[str, dict[str, Any]]]

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        self.received.append((self.path, body))
        if self.path.endswith("/work_pools/"):
            self._answer(409, {"detail": "exists"})
        else:
            self._answer(201, {"id": str(uuid.uuid4()), "name": body.get("name", "")})

    def do_GET(self) -> None:
        self._answer(404, {"detail": "not found"})

    def do_DELETE(self) -> None:
        self._answer(200, {})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """The test's output stays quiet."""


@contextmanager
def recording_api() -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """A listener on the loopback interface: its address and what it receives."""
    received: list[tuple[str, dict[str, Any]]] = []
    handler = type("Handler", (_Recorder,), {"received": received})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def registered() -> dict[str, dict[str, Any]]:
    """What ``deployments.apply`` sends to Prefect, by deployment name; no Prefect server is started."""
    with recording_api() as (url, received), temporary_settings({PREFECT_API_URL: url, PREFECT_API_AUTH_STRING: None}):
        asyncio.run(apply(FLOWS, SCHEDULED))
    return {body["name"]: body for path, body in received if path.endswith("/deployments/")}


@pytest.fixture(scope="module")
def declared() -> dict[str, dict[str, Any]]:
    """Deployments of prefect.yaml by name."""
    content = yaml.safe_load((FOLDER / "prefect.yaml").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in content["deployments"]}


def test_prefect_yaml_names_exactly_the_registered_deployments(
    registered: dict[str, dict[str, Any]], declared: dict[str, dict[str, Any]]
) -> None:
    assert set(declared) == set(registered) == {slug.replace("_", "-") for slug in (*FLOWS, *SCHEDULED)}


@pytest.mark.parametrize("field", ["description", "entrypoint", "parameters", "tags"])
def test_prefect_yaml_says_what_the_program_registers(
    registered: dict[str, dict[str, Any]], declared: dict[str, dict[str, Any]], field: str
) -> None:
    for name, entry in declared.items():
        assert entry[field] == (registered[name].get(field) or type(entry[field])()), f"{name}: {field}"


def test_prefect_yaml_uses_the_programs_work_pool(
    registered: dict[str, dict[str, Any]], declared: dict[str, dict[str, Any]]
) -> None:
    assert {entry["work_pool"]["name"] for entry in declared.values()} == {POOL}
    assert {body["work_pool_name"] for body in registered.values()} == {POOL}


def test_entrypoints_of_prefect_yaml_lead_to_the_flows_of_the_catalogue(declared: dict[str, dict[str, Any]]) -> None:
    for name, entry in declared.items():
        module, _, function = entry["entrypoint"].rpartition(".")
        assert getattr(importlib.import_module(module), function) is {**FLOWS, **SCHEDULED}[name.replace("-", "_")]


def test_a_deployment_may_be_started_by_hand_with_the_number_of_an_engagement_alone(
    registered: dict[str, dict[str, Any]],
) -> None:
    for slug in FLOWS:
        assert registered[slug.replace("_", "-")]["parameter_openapi_schema"]["required"] == ["engagement"]


def test_the_schedule_runs_one_at_a_time_and_prefect_has_no_schedule_of_its_own(
    registered: dict[str, dict[str, Any]], declared: dict[str, dict[str, Any]]
) -> None:
    for name in (slug.replace("_", "-") for slug in SCHEDULED):
        assert declared[name]["concurrency_limit"] == registered[name]["concurrency_limit"] == 1
        assert not registered[name].get("schedules") and "schedules" not in declared[name]


def test_every_flow_of_the_timetable_exists_and_the_other_way_round() -> None:
    assert {timing.flow for timing in timetable(180)} == set(SCHEDULED)
    assert timetable(0) == ()


def test_systemd_runs_serve_and_waits_longer_than_the_supervisor_drains() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(FOLDER / "systemd" / "clusterprocess.service", encoding="utf-8")
    service = unit["Service"]
    assert service["ExecStart"].endswith("/clusterprocess serve")
    assert service["KillMode"] == "mixed"
    # dispatcher 10 s and Prefect 10 s come on top of the time that one worker may take
    assert int(service["TimeoutStopSec"]) > DRAIN_SECONDS + 20


def test_compose_publishes_ports_on_the_loopback_interface_only() -> None:
    content = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    ports = [port for service in content["services"].values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_compose_mounts_files_that_exist_and_holds_no_password() -> None:
    content = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    service = content["services"]["postgres"]
    mounted = [volume.split(":")[0] for volume in service["volumes"] if volume.startswith("./")]
    assert mounted and all((FOLDER / path).is_file() for path in mounted)
    passwords = {key: value for key, value in service["environment"].items() if key.endswith("PASSWORD")}
    # ${NAME:?message} refuses to start without the variable
    assert all(re.fullmatch(rf"\$\{{{key}:\?.+\}}", value) for key, value in passwords.items())


def test_init_script_creates_the_logins_and_databases_of_the_embedded_server() -> None:
    script = (FOLDER / "postgres" / "init.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"CREATE ROLE (\w+)", script)) == {OWNER, APP, AUDIT, PREFECT}
    assert dict(re.findall(r"CREATE DATABASE (\w+) OWNER (\w+)", script)) == {
        OUR_DATABASE: OWNER,
        PREFECT_DATABASE: PREFECT,
    }


def test_every_folder_of_deployments_has_a_readme() -> None:
    folders = [FOLDER, *(path for path in FOLDER.iterdir() if path.is_dir())]
    assert [folder.name for folder in folders if not (folder / "README.md").is_file()] == []
