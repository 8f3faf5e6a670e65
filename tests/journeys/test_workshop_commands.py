"""Workshops from the command line: a series, registrations on the phone, quorum, lists and name tags."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.shell import NUMBER, TODAY, Shell, accept_request, found_agency, shell_in

FIRST, SECOND = TODAY + timedelta(days=60), TODAY + timedelta(days=90)
GUEST = ("--organisation", "Muster GmbH (Beispiel)", "--kind", "kmu")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An accepted request with a series of two workshops and two registrations for the first."""
    with shell_in(tmp_path_factory.mktemp("workshops")) as shell:
        found_agency(shell)
        accept_request(shell)
        shell.actor = "b.berger"
        days = ("--on", str(FIRST), "--on", f"{SECOND:%d.%m.%Y}")
        shell.do("workshop", "series", NUMBER, *days, "--place", "Aalen", "--at", "13:30")
        for name in ("Karl Muster (Beispiel)", "Anna Beispiel"):
            shell.do("workshop", "register", "1", "--name", name, *GUEST)
        yield shell


def test_a_series_tells_numbers_days_and_hours(office: Shell) -> None:
    rows = office.ask("SELECT number, held_on, starts_at FROM workshop ORDER BY id")
    assert rows == [(1, FIRST, "13:30"), (2, SECOND, "13:30")]


def test_registrations_are_listed_and_withdrawn_by_their_number(office: Shell) -> None:
    listed = office.do("workshop", "registrations", "1")
    assert [(r["name"], r["state"], r["channel"]) for r in listed][:2] == [
        ("Karl Muster (Beispiel)", "angemeldet", "staff"), ("Anna Beispiel", "angemeldet", "staff"),
    ]  # fmt: skip
    made = office.do("workshop", "register", "2", "--name", "Uwe Muster", *GUEST)
    office.do("workshop", "withdraw", str(made["registration"]))
    assert [r["state"] for r in office.do("workshop", "registrations", "2")] == ["abgemeldet"]


def test_the_quorum_names_kinds_sums_and_the_day(office: Shell) -> None:
    found = office.do("workshop", "quorum", "1")
    assert (found["organisations"], found["persons"], found["needs_second_call"]) == (1, 2, True)
    assert found["counted_on"] == (FIRST - timedelta(days=7)).isoformat()
    answer = office("workshop", "quorum", "1")
    assert answer.code == 0 and "Großunternehmen" in answer.out and "Summe" in answer.out


@pytest.mark.parametrize("command", ["attendance", "badges"])
def test_lists_and_badges_are_word_files(office: Shell, command: str) -> None:
    target = office.folder / f"{command}.docx"
    office.do("workshop", command, "1", "--out", str(target))
    with zipfile.ZipFile(target) as package:
        assert "Karl Muster" in package.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("register", "1", "--name", "A", "--organisation", "B", "--kind", "verein"), "Art (kind)"),
        (("register", "1", "--name", "A", *GUEST, "--email", "keine"), "E-Mail (email)"),
        (("withdraw", "999"), "Anmeldung 999"),
        (("quorum", "77"), "Workshop 77"),
        (("registrations", "77"), "Workshop 77"),
        (("badges", "2"), "niemand angemeldet"),
        (("badges", "1", "--out", str(Path("/gibt/es/nicht.docx"))), "Ziel (out)"),
        (("pack", "1"), "entstehen gerade"),
        (("series", NUMBER, "--on", str(FIRST), "--on", str(FIRST), "--place", "Ulm"), "Tage (on)"),
        (("move", "1", "--to", str(FIRST), "--at", "25:00"), "Beginn (starts_at)"),
        (("move", "1", "--to", str(FIRST)), "nichts zu verlegen"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else value,
)
def test_wrong_input_is_one_german_sentence_and_changes_nothing(
    office: Shell, words: tuple[str, ...], told: str
) -> None:
    before = office.rows()
    answer = office("workshop", *words)
    assert answer.code in (1, 2) and told in " ".join(answer.err.split())
    assert len(answer.err.strip().splitlines()) == 1
    if words[0] != "badges":
        assert office.rows() == before
