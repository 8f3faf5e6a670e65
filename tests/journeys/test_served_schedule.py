"""The schedule really running in Prefect: a reminder leaves by itself, the self-proof is recorded, the pages answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest

from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.bootstrap import App, embedded_server
from clusterprocess.demo.people import set_up
from clusterprocess.demo.story import NUMBER, Story, accept, request
from clusterprocess.runtime.supervisor import end_leftovers
from clusterprocess.sampledata.cases.reader import sample_case
from tests.journeys.served import SYSTEM, Served, eventually
from tests.journeys.test_served_tree import _prefect

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A tree whose sweep runs every few seconds; the questionnaire lies with the initiative since 19 January 2015."""
    tree = Served(tmp_path_factory.mktemp("scheduled") / "home", sweep_seconds="5")
    tree.start()
    try:
        with closing(tree.app()) as app:
            set_up(app, sample_case())
            story = Story(app, sample_case())
            request(story)
            story.set_day(date(2015, 1, 19))
            accept(story)
            eventually(lambda: story.look(lambda w: w.queries.engagement(NUMBER).state) == "intake_offen")
            story.set_day(date(2015, 2, 5))  # the thirteenth working day: the first two reminders are due
        yield tree
    finally:
        if tree.process is not None and tree.process.poll() is None:
            tree.stop()
        end_leftovers(tree.settings.runtime_folder)
        server = embedded_server(tree.settings)
        if isinstance(server, EmbeddedServer):
            server.stop()


def _reminders(app: App) -> list[str]:
    def look(work: object) -> list[str]:
        found = work.queries.messages(engagement=NUMBER)  # type: ignore[attr-defined]
        return [m.subject for m in found if m.template == "erinnerung"]

    return app.run(SYSTEM, look)


def test_a_reminder_goes_out_by_itself_and_its_run_names_the_run_of_prefect(scheduled: Served) -> None:
    with closing(scheduled.app()) as app:
        eventually(lambda: _reminders(app))
        assert len(_reminders(app)) == 1 and NUMBER in _reminders(app)[0]
        eventually(lambda: app.run(SYSTEM, lambda w: [r for r in w.queries.scheduled_runs("sweep") if r.ended_at]))
        runs = app.run(
            SYSTEM, lambda w: [r for r in w.queries.scheduled_runs("sweep") if r.counts.get("Erinnerungsmails")]
        )
        assert len(runs) == 1 and len(runs[0].prefect_run_id) == 36


def test_the_daily_self_proof_can_be_started_in_prefect_like_any_deployment(scheduled: Served) -> None:
    api, client = _prefect(scheduled)
    with closing(scheduled.app()) as app:
        eventually(lambda: client.get("/deployments/name/self-proof/self-proof").status_code == 200)
        api.start("self_proof", {}, "probe", "von Hand")
        eventually(
            lambda: app.run(SYSTEM, lambda w: [r for r in w.queries.scheduled_runs("selbstnachweis") if r.ended_at])
        )
        assert not app.run(SYSTEM, lambda w: w.queries.silent_engagements())


def test_the_pages_answer_in_german_and_give_nothing_away(scheduled: Served) -> None:
    port = _web_port(scheduled.settings.runtime_folder)
    address = f"http://127.0.0.1:{port}"
    eventually(lambda: _answers(address))
    answer = httpx.get(f"{address}/l/ein-geratenes-wort", trust_env=False, follow_redirects=True)
    assert answer.status_code == 404 and "nicht gültig oder abgelaufen" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False


def _web_port(folder: Path) -> int:
    """The free port that the supervisor gave to the pages, as the environment of the child tells it."""
    children = json.loads((folder / "children.json").read_text())
    (pid,) = [c["pid"] for c in children if c["name"] == "web"]
    environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    (port,) = [e.split(b"=")[1] for e in environment if e.startswith(b"CLUSTERPROCESS_WEB_PORT=")]
    return int(port)
