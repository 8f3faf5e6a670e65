"""Follow-ups as people type them: what is planned, a sheet, an answer from the telephone, silence, results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.shell import HOME, REFERENCE, TODAY, Answer, Shell, found_agency, shell_in


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with shell_in(tmp_path_factory.mktemp("followup")) as shell:
        found_agency(shell)
        yield shell


@pytest.fixture(scope="module")
def number(office: Shell) -> str:
    """An engagement that was taken over in its follow-up, on the day of its handover."""
    taken = office.do(
        "engagement", "take-over", "Netz Alpha", "--offering", "cluster_strategy", "--operation", REFERENCE,
        "--delivering", HOME, "--on", str(TODAY), "--state", "nachverfolgung", "--paper", "Akte 7",
        "--handed-over", str(TODAY),
    )  # fmt: skip
    return str(taken["number"])


def refused(answer: Answer) -> str:
    assert answer.code in (1, 2)
    return answer.err


def test_the_plan_is_listed_with_days_and_how_they_were_counted(office: Shell, number: str) -> None:
    rows = office.do("followup", "list", number)
    assert [(r["key"], r["state"]) for r in rows] == [(k, "geplant") for k in ("14t", "3m", "6m", "12m", "24m")]
    assert all("Tage nach der Übergabe" in r["explained"] for r in rows)
    shown = office("followup", "list", number)
    assert shown.code == 0 and "Erste Schritte" in " ".join(shown.out.split())


def test_a_sheet_is_written_and_answers_from_paper_are_entered(office: Shell, number: str, tmp_path: Path) -> None:
    first = office.do("followup", "list", number)[0]["id"]
    target = tmp_path / "blatt.docx"
    office.do("followup", "sheet", str(first), "--out", str(target))
    assert target.read_bytes()[:2] == b"PK"
    file = office.file("antwort.toml", '[own]\nfirst_steps = "Meldebogen verschickt"\n')
    words = ("followup", "answer", str(first), "--file", file, "--channel", "papier", "--role", "cm")
    assert office.do(*words)["version"] == 1
    assert office.do(*words, "--on", str(TODAY))["version"] == 2
    found = office.do("followup", "show", str(first))
    assert found["answers"]["own"] == {"first_steps": "Meldebogen verschickt"}
    assert [v["channel"] for v in found["versions"]] == ["papier", "papier"]
    assert "Fassung 2" in office("followup", "show", str(first)).out


def test_opening_silence_and_results(office: Shell, number: str) -> None:
    three = office.do("followup", "list", number)[1]["id"]
    assert office.do("followup", "open", str(three))["state"] == "offen"
    assert "schon „offen“" in refused(office("followup", "open", str(three)))
    assert "zweite Erinnerung" in refused(office("followup", "silent", str(three)))
    assert office.do("followup", "silent", str(three), "--reason", "Büro geschlossen")["state"] == "keine_antwort"
    file = office.file("antwort.json", '{"usefulness": 4, "no_parallel_support": true}')
    six = office.do("followup", "list", number)[2]["id"]
    office.do("followup", "answer", str(six), "--file", file, "--channel", "telefon", "--role", "vorstand")
    told = office("followup", "results", number).out
    assert (
        "Nützlichkeit: 4 von 5" in told and "Keine Antwort auf: 3m" in told and "keine, nach eigener Auskunft" in told
    )
    assert office.do("followup", "results", number)["usefulness"]["value"] == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("usefulness = 9", "Nützlichkeit"),
        ('[[measures]]\nnumber = "M 1"\nstatus = "erledigt"', "gehört nicht zu diesem Vorgang"),
        ('name = "jemand"', "nicht vorgesehen"),
        ("", "keine Antwort"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_in_a_sentence(
    office: Shell, number: str, content: str, said: str
) -> None:
    last = office.do("followup", "list", number)[-1]["id"]
    file = office.file("falsch.toml", content)
    answer = office("followup", "answer", str(last), "--file", file, "--channel", "telefon", "--role", "cm")
    assert said in refused(answer)


def test_a_follow_up_that_does_not_exist_is_named(office: Shell) -> None:
    assert "gibt es nicht" in refused(office("followup", "show", "99999"))
