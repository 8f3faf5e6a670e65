"""Live progress of automated runs: the event stream tells what happens and ends; failed runs are asked for again."""

from __future__ import annotations

import time
from typing import Any

from clusterprocess.domain.runs import STEP_NAMES
from clusterprocess.domain.states import State
from clusterprocess.usecases.take_runs import claim_delivery, end_run, start_run
from clusterprocess.web.staff.engagements import runs
from tests.builders import LEAD, NUMBER
from tests.web.console import ConsolePages

STAND = f"/vorgang/{NUMBER}"
LIVE = f"{STAND}/laeufe/live"


def asked_for(console: ConsolePages) -> int:
    """Id of the request that waits; the acceptance asks for the preparation of the intake."""
    return console.agency.run("system", lambda work: work.queries.open_requests()[0].id)


def started(console: ConsolePages) -> int:
    request = asked_for(console)

    def begin(work: Any) -> int:
        claim_delivery(work)
        return start_run(work, NUMBER, "cluster_strategy", "11111111-2222", "test:1", request).id

    return console.agency.run("system", begin)


def ended(console: ConsolePages, run: int, outcome: str, told: str) -> None:
    console.agency.run("system", lambda work: end_run(work, run, outcome, told, []))


def test_the_stream_of_an_engagement_at_rest_tells_so_and_ends(console_at: Any) -> None:
    console = console_at(State.REQUESTED)
    berger = console.signed_in(LEAD).open(LIVE)
    assert berger.status == 200
    assert berger.client.get(LIVE).headers["content-type"].startswith("text/event-stream")
    assert berger.page == "event: state\ndata: Zurzeit läuft nichts.\n\nevent: done\ndata: ende\n\n"


def test_the_stream_tells_the_run_while_it_lasts_and_is_done_when_it_ends(console_at: Any) -> None:
    console = console_at(State.ACCEPTED)
    berger = console.signed_in(LEAD)
    heard: list[str] = []
    with berger.client.stream("GET", LIVE, headers={"accept-encoding": "gzip"}) as answer:
        assert "content-encoding" not in answer.headers  # compressed, events would wait in a buffer
        assert answer.headers["cache-control"] == "no-store"
        run = 0
        for line in answer.iter_lines():
            heard.append(line)
            if run == 0 and "Angefordert und gleich an der Reihe" in line:
                assert STEP_NAMES["open_intake"].de in line
                run = started(console)
            elif "Läuft seit" in line:
                ended(console, run, "wartet", "Clustermanagement: Erhebung")
    assert heard[-3:] == ["event: done", "data: ende", ""]
    assert any("Läuft seit" in line for line in heard)
    assert heard.count("event: done") == 1


def test_the_page_tells_the_progress_without_script_and_links_the_stream_only_while_something_runs(
    console_at: Any,
) -> None:
    console = console_at(State.ACCEPTED)
    berger = console.signed_in(LEAD).open(STAND)
    assert f'data-live="{LIVE}"' in berger.page
    assert "Angefordert und gleich an der Reihe: „Erhebung vorbereiten“." in berger.page
    ended(console, started(console), "wartet", "Clustermanagement: Erhebung")
    berger.open(STAND)
    assert "data-live" not in berger.page
    assert "Zurzeit läuft nichts." in berger.page
    assert "bis zur nächsten Entscheidung erledigt" in berger.page


def test_a_failed_run_shows_its_trouble_and_is_asked_for_again(console_at: Any) -> None:
    console = console_at(State.ACCEPTED)
    run = started(console)
    ended(console, run, "fehlgeschlagen", "CP-JOB-010: Dienst nicht erreichbar")
    berger = console.signed_in(LEAD).open(STAND)
    assert "Dienst nicht erreichbar" in berger.page
    berger.post(f"{STAND}/laeufe/wiederholen", {})
    assert "Erneut angefordert: Erhebung vorbereiten." in berger.page
    assert asked_for(console)
    berger.post(f"{STAND}/laeufe/wiederholen", {})
    assert "Es gibt keinen fehlgeschlagenen Lauf mehr." in berger.page


def test_a_run_links_to_its_page_in_prefect_where_its_address_is_known(console_at: Any) -> None:
    console = console_at(State.ACCEPTED)
    ended(console, started(console), "wartet", "Clustermanagement: Erhebung")
    berger = console.signed_in(LEAD)
    assert "/runs/flow-run/" not in berger.open(STAND).page
    app = console.agency.app
    app.settings = app.settings.model_copy(update={"prefect_ui_url": "http://127.0.0.1:4200"})
    assert 'href="http://127.0.0.1:4200/runs/flow-run/11111111-2222"' in berger.open(STAND).page


def test_a_stream_does_not_outlast_its_time(console_at: Any, monkeypatch: Any) -> None:
    console = console_at(State.ACCEPTED)
    monkeypatch.setattr(runs, "LONGEST_SECONDS", 1.5)
    began = time.monotonic()
    berger = console.signed_in(LEAD).open(LIVE)
    assert berger.page.endswith("event: done\ndata: ende\n\n")
    assert time.monotonic() - began < 8
