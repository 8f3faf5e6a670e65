"""The whole tree really running: database, Prefect, dispatcher, worker; and what happens when parts are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import psutil
import pytest

from clusterprocess.adapters.prefect_runs.api import PrefectApi
from clusterprocess.demo.people import set_up
from clusterprocess.demo.story import NUMBER, Story, accept, request
from clusterprocess.domain.chain import verify_chain
from clusterprocess.sampledata.cases.reader import sample_case
from tests.journeys.served import SYSTEM, Served, eventually, served

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served tree") / "home") as running:
        app = running.app()
        set_up(app, sample_case())
        story = Story(app, sample_case())
        request(story)
        story.set_day(date(2015, 1, 19))
        accept(story)
        # every test finds the first run ended, whichever of them comes first
        eventually(lambda: story.look(lambda w: w.queries.engagement(NUMBER).state) == "intake_offen")
        eventually(lambda: story.look(lambda w: [r.ended_at for r in w.queries.runs(engagement=NUMBER)][:1]) != [None])
        app.close()
        yield running


def _prefect(tree: Served) -> tuple[PrefectApi, httpx.Client]:
    facts = json.loads((tree.settings.runtime_folder / "prefect.json").read_text())
    user, _, password = facts["PREFECT_API_AUTH_STRING"].partition(":")
    client = httpx.Client(base_url=facts["PREFECT_API_URL"], auth=(user, password), trust_env=False, timeout=60)
    return PrefectApi(facts["PREFECT_API_URL"], (user, password)), client


def test_a_decision_makes_the_worker_take_the_engagement_to_the_next_gate(tree: Served) -> None:
    app = tree.app()
    assert app.run(SYSTEM, lambda w: w.queries.engagement(NUMBER).state) == "intake_offen"
    first = app.run(SYSTEM, lambda w: w.queries.runs(engagement=NUMBER)[0])
    assert (first.outcome, first.waits_for) == (
        "wartet",
        "Clustermanagement und Beratung: Erhebung vervollständigen (G1)",
    )
    app.close()


def test_prefect_shows_the_run_as_waiting_for_people_with_a_note_and_without_names(tree: Served) -> None:
    _, client = _prefect(tree)
    eventually(
        lambda: (
            client.post("/flow_runs/filter", json={"sort": "START_TIME_ASC"}).json()[0]["state"]["type"] == "COMPLETED"
        )
    )
    run = client.post("/flow_runs/filter", json={"sort": "START_TIME_ASC"}).json()[0]
    notes = client.post("/artifacts/filter", json={}).json()
    assert run["state"]["name"] == "Wartet auf Menschen"
    assert set(run["parameters"]) == {"engagement", "request"}
    assert any("Erhebung vorbereiten" in note["data"] for note in notes)
    assert not any("Berger" in note["data"] or "Präzisionstechnik" in note["data"] for note in notes)


def test_the_deployment_has_a_form_tags_and_a_description(tree: Served) -> None:
    _, client = _prefect(tree)
    found = client.get("/deployments/name/cluster-strategy/cluster-strategy").json()
    assert found["entrypoint"] == "flows.cluster_strategy.cluster_strategy"
    assert found["tags"] == ["leistung", "cluster-strategy"]
    assert "Vorgangsnummer" in json.dumps(found["parameter_openapi_schema"], ensure_ascii=False)
    assert found["description"].startswith("Gemeinsame Clusterstrategie")


def test_a_run_started_in_prefect_itself_acts_as_system_and_repeats_nothing(tree: Served) -> None:
    app = tree.app()
    _, client = _prefect(tree)
    before = app.run(SYSTEM, lambda w: len(w.queries.runs(engagement=NUMBER)))
    deployment = client.get("/deployments/name/cluster-strategy/cluster-strategy").json()["id"]
    answer = client.post(f"/deployments/{deployment}/create_flow_run", json={"parameters": {"engagement": NUMBER}})
    assert answer.status_code in (200, 201)
    eventually(lambda: app.run(SYSTEM, lambda w: len(w.queries.runs(engagement=NUMBER))) == before + 1)
    eventually(lambda: app.run(SYSTEM, lambda w: w.queries.runs(engagement=NUMBER)[-1].ended_at is not None))
    last = app.run(SYSTEM, lambda w: w.queries.runs(engagement=NUMBER)[-1])
    assert (last.request_id, last.outcome, last.steps) == (None, "wartet", [])
    app.close()


def test_a_second_serve_of_the_same_folder_is_refused(tree: Served) -> None:
    command = [sys.executable, "-m", "clusterprocess", "--home", str(tree.settings.home), "serve"]
    second = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert second.returncode == 2
    assert "läuft schon" in second.stderr


def test_a_killed_worker_and_dispatcher_come_back_and_nothing_is_doubled(tree: Served) -> None:
    app = tree.app()
    old = tree.children()
    for name in ("worker-1", "dispatcher"):
        os.kill(old[name], signal.SIGKILL)
    eventually(lambda: tree.children() and all(tree.children()[n] != old[n] for n in ("worker-1", "dispatcher")))
    documents = app.run(SYSTEM, lambda w: len(w.queries.engagement(NUMBER).documents))
    report = app.run(SYSTEM, lambda w: verify_chain(w.queries.events()))
    assert documents == 1 and report.is_intact
    app.close()


def test_a_killed_supervisor_leaves_children_that_the_next_one_ends(tmp_path: Path) -> None:
    with served(tmp_path / "home") as tree:
        left = [psutil.Process(pid) for pid in tree.children().values()]
        tree.stop(signal.SIGKILL)
        assert any(process.is_running() for process in left)
        tree.start()
        eventually(lambda: tree.children() and not {p.pid for p in left} & set(tree.children().values()))
        _gone, alive = psutil.wait_procs(left, timeout=10)
        assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
        assert tree.stop() == 0
    assert not (tmp_path / "home" / "runtime" / "children.json").exists()
