"""The commands of links and surveys, as people type them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clusterprocess.cli import main
from clusterprocess.cli.session import STATE
from clusterprocess.domain.states import State
from clusterprocess.usecases.answer_by_link import hand_in
from clusterprocess.usecases.hold_workshops import plan_workshop
from clusterprocess.usecases.personal_links import address_of
from tests.builders import LEAD, NUMBER, Agency, bring_to
from tests.web.test_every_purpose import DAY


@pytest.fixture
def ready(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """The command line on the agency's database, acting as the lead."""
    bring_to(agency, State.INTAKE_OPEN)
    agency.run(LEAD, lambda work: plan_workshop(work, NUMBER, DAY, "Werkskantine"))
    monkeypatch.setenv("CLUSTERPROCESS_DATABASE_URL", agency.app.urls.app)
    monkeypatch.setenv("CLUSTERPROCESS_HOME", str(agency.app.settings.home))
    monkeypatch.setenv("CLUSTERPROCESS_ACTOR", LEAD)
    return agency


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Exit code and what was printed, read as JSON where it is."""
    capsys.readouterr()
    try:
        main([*words, "--json"])
        code = 0
    except SystemExit as ending:
        code = int(ending.code or 0)
    finally:
        STATE.json, STATE.actor, STATE.home = False, "", None
    told = capsys.readouterr()
    return code, json.loads(told.out or told.err)


def test_a_survey_is_opened_watched_and_closed(ready: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    code, opened = command(capsys, "survey", "open", NUMBER, "--until", "13.03.2015")
    assert (code, opened["until"]) == (0, "2015-03-13")
    token = ready.run(LEAD, lambda w: address_of(w, w.queries.personal_link(opened["link"]))).rpartition("/")[2]
    ready.run("system", lambda work: hand_in(work, token, {"kind": "kmu"}))
    assert command(capsys, "survey", "show", NUMBER)[1]["by_kind"] == {"kmu": 1}
    assert command(capsys, "survey", "close", NUMBER, "--invited", "kmu=36") == (0, {"answers": 1, "version": 1})
    code, told = command(capsys, "survey", "open", NUMBER, "--until", "gestern")
    assert code == 2 and "kein Datum" in told["message"]


def test_a_link_is_given_out_listed_and_ended(ready: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    code, made = command(capsys, "link", "new", NUMBER, "--purpose", "anmeldung", "--workshop", "1")
    assert code == 0 and made["address"].startswith("http://127.0.0.1:8400/l/")
    listed = command(capsys, "link", "list", NUMBER)[1]
    assert [(x["purpose"], x["state"]) for x in listed] == [("fragebogen", "offen"), ("anmeldung", "offen")]
    assert listed[1]["id"] == made["id"]
    assert command(capsys, "link", "revoke", str(made["id"]))[0] == 0
    assert command(capsys, "link", "list", NUMBER)[1][1]["state"] == "beendet"
    code, told = command(capsys, "link", "revoke", "999")
    assert code == 2 and "gibt es nicht" in told["message"]
