"""Access to the console by the commands that people type: add, link, role, deactivate, list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.shell import Shell, found_agency, shell_in


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with shell_in(tmp_path_factory.mktemp("zugang")) as shell:
        found_agency(shell)
        yield shell


def hire(office: Shell, handle: str) -> str:
    """A consultant with access; returns her one-time link."""
    name = f"Kollegin {handle} (Beispiel)"
    link: str = office.do("user", "add", handle, "--name", name, "--role", "berater", actor="l.leit")["link"]
    return link


def test_a_new_colleague_gets_a_one_time_link_and_no_password(office: Shell) -> None:
    link = hire(office, "m.muster")
    assert "/einstieg/" in link
    listed = {u["handle"]: u for u in office.do("user", "list")}
    assert listed["m.muster"]["roles"] == ["berater"] and listed["m.muster"]["state"] == "ohne Passwort"
    twice = office("user", "add", "m.muster", actor="l.leit")
    assert twice.code == 2 and "hat schon einen Zugang" in twice.err
    assert office.do("user", "link", "m.muster", actor="l.leit")["link"] != link


def test_roles_change_from_now_on_and_an_auditor_of_an_operation_holds_nothing_else(office: Shell) -> None:
    reference = office.do("operation", "show")[0]["reference"]
    office.do("user", "add", "z.zander", "--name", "Zita Zander (Beispiel)", "--role", "audit", "--operation", reference,
              actor="l.leit")  # fmt: skip
    refused = office("user", "role", "z.zander", "berater", actor="l.leit")
    assert refused.code == 2 and "Wer prüft" in refused.err
    hire(office, "r.rolle")
    wrong = office("user", "role", "r.rolle", "analyst", "--operation", reference, actor="l.leit")
    assert wrong.code == 2 and "Nur die Rolle audit gilt für ein Vorhaben" in wrong.err
    office.do("user", "role", "r.rolle", "analyst", actor="l.leit")
    assert {u["handle"]: u["roles"] for u in office.do("user", "list")}["r.rolle"] == ["analyst", "berater"]
    office.do("user", "role", "r.rolle", "analyst", "--end", actor="l.leit")


def test_whoever_leaves_is_shut_out_and_stays_in_the_list(office: Shell) -> None:
    hire(office, "g.geht")
    assert office("user", "deactivate", "g.geht", actor="b.berger").code == 2
    office.do("user", "deactivate", "g.geht", actor="l.leit")
    assert {u["handle"]: u["state"] for u in office.do("user", "list")}["g.geht"] == "gesperrt"
    unknown = office("user", "link", "g.geht", actor="l.leit")
    assert unknown.code == 2 and "hat keinen Zugang" in unknown.err
