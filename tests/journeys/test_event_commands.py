"""What staff type for a group event: from the plan to the figures of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import docx
import pytest

from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.usecases.event_attendance import COLUMNS
from tests.journeys.shell import HOME, REFERENCE, TODAY, Shell, found_agency, shell_in

SOON = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with shell_in(tmp_path_factory.mktemp("events")) as shell:
        found_agency(shell)
        shell.do("person", "add", "c.kluge", "--name", "Carla Kluge (Beispiel)", "--email", "c.kluge@alpha.example", "--role", "cm",
                 "--cluster", "Netz Alpha")  # fmt: skip
        yield shell


def _plan(office: Shell, day: str, *more: str) -> str:
    number: str = office.do(
        "event", "plan", "Mitglieder gewinnen", "--on", day, "--place", "Haus der Wirtschaft", "--capacity", "12",
        "--operation", REFERENCE, "--delivering", HOME, "--lead", "b.berger", "--agenda", "09:45 Begrüßung", *more,
        actor="b.berger",
    )["number"]  # fmt: skip
    return number


def test_an_event_is_planned_previewed_invited_released_moved_and_cancelled(office: Shell) -> None:
    number = _plan(office, str(SOON))
    assert number == f"CA-{SOON.year}-V-001"
    preview = office.do("event", "invite", number, "--preview", actor="b.berger")
    assert [p["email"] for p in preview["to"]] == ["c.kluge@alpha.example"] and preview["unreachable"] == [
        'Netz Beta "Süd"'
    ]
    assert office.do("event", "show", number)["state"] == "geplant"
    office.do("event", "invite", number, actor="b.berger")
    refused = office("event", "release", number, actor="a.amend")
    assert refused.code == 2 and "Rolle" in refused.err
    assert office.do("event", "release", number, actor="b.berger")["released"] == 1
    moved = office.do("event", "move", number, "--place", "Rathaus", actor="b.berger")
    assert moved["drafts"] == 1  # the invitation had not left: it is written anew
    assert office("event", "cancel", number, "--reason", "laune", actor="b.berger").code == 2
    office.do("event", "cancel", number, "--reason", "raum_entfallen", actor="b.berger")
    assert office.do("event", "list")[0]["state"] == "abgesagt"


def test_an_event_of_today_is_listed_entered_written_closed_and_counted(office: Shell, tmp_path: Path) -> None:
    number = _plan(office, str(TODAY))
    assert office("event", "attendance", number, actor="a.amend").code == 2  # neither file nor --sheet
    before = office.do("event", "papers", number, "--to", str(tmp_path / "vorher"), actor="a.amend")
    assert [Path(f).name for f in before["files"]] == [f"{number}_liste_1.docx"]
    rows = [["", "Anna Amsel (Beispiel)", "Firma Beispiel", "KMU", "Netz Alpha", "", "", "ja"],
            ["", "Bert Buche (Beispiel)", "Firma Beispiel", "KMU", "", "", "", "x"]]  # fmt: skip
    file = office.file("liste.xlsx", write_table(rows, list(COLUMNS.values()), "Liste"))
    found = office.do("event", "attendance", number, file, actor="a.amend")
    assert (found["attendances"], found["persons"], found["initiatives"], found["without_initiative"]) == (2, 2, 1, 1)
    sheet = tmp_path / "stand.xlsx"
    office.do("event", "attendance", number, "--sheet", str(sheet), actor="a.amend")
    assert [(r.cells["Name"], r.cells["Anwesend"]) for r in read_table(sheet)] == [
        ("Anna Amsel (Beispiel)", "ja"), ("Bert Buche (Beispiel)", "ja"),
    ]  # fmt: skip
    files = office.do("event", "papers", number, "--to", str(tmp_path / "nachher"), actor="a.amend")["files"]
    certificate = docx.Document(next(f for f in files if "bescheinigungen" in f))
    assert [p.text for p in certificate.paragraphs].count("Teilnahmebescheinigung") == 2
    office.do("event", "close", number, actor="b.berger")
    assert office("event", "attendance", number, file, actor="a.amend").code == 2
    year = office.do("event", "count", "--year", str(TODAY.year))
    assert (year["events"], year["attendances"], year["initiatives"]) == (1, 2, 1)
    assert office.do("event", "count", number)["persons"] == 2
