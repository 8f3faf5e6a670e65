"""An engagement's start by the commands that people type: from the first person to gate G0, and all that can be asked."""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.bootstrap import App, DatabaseUrls
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM
from clusterprocess.domain.actors import Role
from clusterprocess.methods.registry import METHODS
from clusterprocess.usecases.keep_persons import add_person
from tests.journeys.shell import (
    HOME,
    NUMBER,
    REFERENCE,
    TODAY,
    Shell,
    accept_request,
    found_agency,
    shell_in,
    type_command,
)

SOON = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An agency with one accepted request, a note, a workshop, booked days, and one more workshop called off."""
    with shell_in(tmp_path_factory.mktemp("office")) as shell:
        found_agency(shell)
        accept_request(shell)
        shell.actor = "b.berger"
        shell.do("note", "Vorstand bittet um Termin.", "--engagement", NUMBER, "--on", str(TODAY))
        shell.do("workshop", "plan", NUMBER, "--on", f"{SOON:%d.%m.%Y}", "--place", "Aalen", "--at", "9:30")
        shell.do("workshop", "plan", NUMBER, "--on", str(SOON), "--place", "Ulm", "--title", "Zweiter Tag")
        shell.do("workshop", "move", "2", "--to", str(SOON + timedelta(days=1)))
        shell.do("workshop", "invite", "1")
        shell.do("workshop", "cancel", "2", "--reason", "terminkonflikt")
        shell.do("days", "book", NUMBER, str(TODAY), "0,5", "--activity", "analyse")
        shell.do("days", "book", NUMBER, str(TODAY), "1.25", "--activity", "reise", "--person", "b.berger")
        shell.actor = ""
        yield shell


def test_the_first_person_enters_herself_and_the_second_needs_a_named_actor(tmp_path: Path) -> None:
    with shell_in(tmp_path) as shell:
        assert shell("person", "add", "l.leit", "--name", "Lena", "--role", "leitung").code == 0
        before = shell.rows()
        refused = shell("person", "add", "b.berger", "--name", "Bernd", "--role", "berater")
        assert refused.code == 2 and "--as" in refused.err and shell.rows() == before
        assert shell("person", "add", "b.berger", "--name", "Bernd", "--role", "berater", "--as", "l.leit").code == 0
        assert shell("person", "role", "b.berger", "pruefer", actor="l.leit").code == 0
        assert shell("person", "role", "b.berger", "pruefer", "--end", "--as=l.leit").code == 0
        assert [p["roles"] for p in shell.do("person", "list")] == [["berater"], ["leitung"]]


def test_the_first_person_may_enter_herself_with_all_her_roles(real_app: App) -> None:
    # „--role“ may stand several times; nobody else is there yet who could grant the second one
    add = lambda w: add_person(w, "l.leit", "Lena", roles=(Role.HEAD, Role.ERDF_OFFICER))  # noqa: E731
    real_app.run(SYSTEM, add)
    assert real_app.actor("l.leit", "test").roles == {Role.HEAD, Role.ERDF_OFFICER}


def test_the_accepted_request_shows_its_state_team_and_what_it_waits_for(office: Shell) -> None:
    shown = office.do("engagement", "show", NUMBER.lower())
    assert (shown["number"], shown["state"], shown["operation"]) == (NUMBER, "angenommen", REFERENCE)
    assert (shown["lead"], shown["reviewer"], shown["waits_for"]) == (
        "b.berger",
        "p.prinz",
        "System: Erhebung vorbereiten",
    )
    assert len(shown["evidence"]) == 7 and {e["paper"] for e in shown["evidence"]} == {"Akte 1"}
    assert [(w["title"], w["state"]) for w in shown["workshops"]] == [("Strategietag 1", "eingeladen"), ("Zweiter Tag", "abgesagt")]  # fmt: skip
    assert office.do("engagement", "list", "--open")[0]["cluster"] == "Netz Alpha"


def test_an_accepted_request_asks_for_its_automated_step_although_nothing_serves(office: Shell) -> None:
    assert ("open_intake",) in office.ask("SELECT step FROM run_request")
    assert office.do("audit", "runs") == []


def test_the_history_tells_the_start_in_sentences(office: Shell) -> None:
    lines = office.do("audit", "history", NUMBER)
    told = " ".join(line["sentence"] for line in lines)
    for part in ("Die Anfrage", "Freigabepunkt G0 wurde geöffnet.", "Gesprächsnotiz", "abgesagt", "1.25 Personentage"):
        assert part in told
    assert "–" not in told  # a dash would be a value that the event does not carry
    assert not [
        line["sentence"] for line in lines if "Lena" in line["sentence"] or "Vorstand bittet" in line["sentence"]
    ]
    assert office("audit", "history", NUMBER).out.count("\n") >= len(lines)


def test_the_chain_is_intact_and_its_events_name_door_user_and_role(office: Shell) -> None:
    report = office.do("audit", "verify")
    assert report["intact"] and report["kind"] == "real" and report["size"] == office.rows()["event"]
    people = office.ask("SELECT DISTINCT actor_channel FROM event WHERE actor_id <> 'system'")
    assert people == [(f"cli:{getpass.getuser()}",)]
    roles = dict(office.ask("SELECT data->>'rule', actor_role FROM event WHERE action = 'engagement:state:changed'"))
    assert roles == {"start_check": "berater", "accept": "leitung"}


def test_booked_days_add_up(office: Shell) -> None:
    found = office.do("days", "list", NUMBER)
    assert [(b["days"], b["activity"], b["organisation"]) for b in found["booked"]] == [
        ("0.50", "analyse", HOME),
        ("1.25", "reise", HOME),
    ]
    # 0.5 + 1.25 booked; 9 days are the scope of level M1 (1.5 paid posts), process.toml
    assert "1,75 von 9,00" in office("days", "list", NUMBER).out


def test_the_register_keeps_german_numbers_and_words_outside_the_catalogue(office: Shell) -> None:
    alpha, beta = (office.do("register", "show", str(n)) for n in (1, 2))
    answers = alpha["profiles"][0]["answers"]
    assert (answers["members_sme"], answers["fte_paid"], alpha["level_internal"]) == (1040, 1.5, "M1")
    assert (beta["name"], beta["field"], beta["field_text"]) == ('Netz Beta "Süd"', None, "Quantenkram")
    assert office.do("operation", "show")[0]["eu_contribution_eur"] == "1504158.69"  # half of 3,008,317.38


@pytest.mark.parametrize("words", [(), ("--preview",)], ids=["import", "preview"])
def test_reading_the_same_register_again_changes_nothing_and_says_so_as_json(
    office: Shell, words: tuple[str, ...]
) -> None:
    before = office.rows()
    answer = office("register", "import", str(office.folder / "register.csv"), *words, "--json", actor="b.berger")
    assert answer.code == 0, answer.err
    unchanged = answer.data["unchanged"]
    assert unchanged in (2, ["Netz Alpha", 'Netz Beta "Süd"']) and [k["text"] for k in answer.data["unmapped"]] == [
        "Maschinenbau",
        "Quantenkram",
    ]
    assert office.rows() == before


def test_a_decision_without_name_lists_what_is_possible_and_changes_nothing(office: Shell) -> None:
    before = office.rows()
    rules = office.do("engagement", "decide", NUMBER)
    assert [r["rule"] for r in rules] == ["open_intake", "pause", "abort", "repeat"]
    assert "Ruhend stellen" in office("engagement", "decide", NUMBER).out and office.rows() == before


QUESTIONS: tuple[tuple[str, ...], ...] = (
    ("register", "list"), ("register", "show", "1"), ("person", "list"), ("operation", "show"), ("engagement", "list"),
    ("engagement", "show", NUMBER), ("engagement", "decide", NUMBER), ("days", "list", NUMBER),
    ("document", "list", NUMBER), ("outbox", "list"), ("audit", "verify"), ("audit", "history", NUMBER),
    ("audit", "runs"), ("doctor",), ("method",), ("migrate",), ("template", "check", "shared/protokoll.docx"),
    ("template", "check", "cluster_strategy/strategiepapier.docx"),
)  # fmt: skip


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_every_question_is_answered_for_people_and_as_json_and_writes_nothing(
    office: Shell, words: tuple[str, ...]
) -> None:
    before = office.rows()
    people, machine = office(*words), office("--json", *words)
    assert (people.code, machine.code) == (0, 0), people.err + machine.err
    assert isinstance(machine.data, dict | list)
    assert people.out.strip() and not people.out.lstrip().startswith(("{", "["))
    assert people.err == machine.err == "" and office.rows() == before


def test_the_named_actor_wins_over_the_variable(office: Shell) -> None:
    refused = office("engagement", "pause", NUMBER, "--reason", "kapazitaet_agentur", "--as", "u.urban", actor="l.leit")
    assert refused.code == 2 and "Rolle" in refused.err


def test_a_pause_and_its_end_bring_the_engagement_back_where_it_was(office: Shell) -> None:
    paused = office.do("engagement", "pause", NUMBER, "--reason", "kapazitaet_agentur", actor="l.leit")
    resumed = office.do("engagement", "resume", NUMBER, actor="b.berger")
    assert (paused["state"], resumed["state"]) == ("ruhend", "angenommen")


@pytest.mark.parametrize("method", METHODS, ids=lambda m: m.code)
def test_each_method_runs_alone_on_the_example_of_its_own_schema(method: Any, tmp_path: Path) -> None:
    schema = type_command("method", method.code, "--schema").data
    file = tmp_path / "eingabe.json"
    file.write_text(json.dumps(schema["examples"][0], ensure_ascii=False), encoding="utf-8")
    answer = type_command("method", method.slug, "--input", str(file), CLUSTERPROCESS_HOME=str(tmp_path / "home"))
    assert answer.code == 0, answer.err
    assert answer.data["result"] and answer.data["formula"] == method.formula and answer.data["source"] == method.source
    assert not (tmp_path / "home").exists()  # a method needs no database


def test_the_rank_of_a_method_is_right_by_hand(tmp_path: Path) -> None:
    # F2: six of the eight peers (48, 52, 61, 75, 90, 110) are better than 40: rank 7
    peers = [{"value": v} for v in (20, 35, 48, 52, 61, 75, 90, 110)]
    file = tmp_path / "f2.json"
    file.write_text(json.dumps({"indicator": "Mitglieder", "value": 40, "peers": peers, "higher_is_better": True}))
    result = type_command("method", "F2", "--input", str(file)).data["result"]
    assert (result["kind"], result["rank"], result["n"], result["percentile"]) == ("rang", 7, 8, None)


def _process(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CLUSTERPROCESS_")}
    command = [sys.executable, "-m", "clusterprocess", *words]
    return subprocess.run(
        command, env={**kept, "CLUSTERPROCESS_HOME": str(home)}, capture_output=True, text=True, timeout=120
    )


def test_a_terminal_that_knows_no_utf_8_still_gets_the_result() -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CLUSTERPROCESS_")}
    command = [sys.executable, "-m", "clusterprocess", "method"]
    done = subprocess.run(command, env={**kept, "PYTHONIOENCODING": "latin-1"}, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode("latin-1")


def test_a_command_starts_the_database_for_itself_and_stops_it_at_its_end(tmp_path: Path) -> None:
    home = tmp_path / "ein ordner"
    added = _process(home, "person", "add", "ü.x", "--name", "Ümit", "--role", "leitung")
    assert (added.returncode, added.stdout) == (2, "") and "Kürzel" in added.stderr
    assert _process(home, "person", "add", "u.x", "--name", "Ümit", "--role", "leitung").returncode == 0
    assert not EmbeddedServer(Settings(home=home).database_folder).is_running()
    assert json.loads(_process(home, "person", "list", "--json").stdout)[0]["name"] == "Ümit"


def test_a_server_to_which_somebody_else_is_connected_keeps_running(office: Shell) -> None:
    office.do("register", "list")
    assert EmbeddedServer(Settings(home=office.home).database_folder).is_running()


def test_the_same_commands_work_on_an_own_server(empty_urls: DatabaseUrls, tmp_path: Path) -> None:
    login = {"CLUSTERPROCESS_HOME": str(tmp_path / "home"), "CLUSTERPROCESS_DATABASE_URL": empty_urls.app}
    refused = type_command("register", "list", **login)
    assert refused.code == 1 and "CLUSTERPROCESS_DATABASE_OWNER_URL" in refused.err
    login["CLUSTERPROCESS_DATABASE_OWNER_URL"] = empty_urls.owner
    assert type_command("migrate", **login).code == 0
    del login["CLUSTERPROCESS_DATABASE_OWNER_URL"]  # the owner is needed for migrations only
    assert type_command("person", "add", "l.leit", "--name", "Lena", "--role", "leitung", **login).code == 0
    assert type_command("audit", "verify", "--json", **login).data["intact"]
    assert not (tmp_path / "home" / "database").exists()
