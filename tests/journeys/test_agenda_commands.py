"""Agenda, outbox, absences, board meetings and the personal calendar, by the commands that people type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.shell import NUMBER, TODAY, Shell, accept_request, found_agency, shell_in

FAR = TODAY + timedelta(days=60)
SATURDAY = FAR + timedelta(days=(5 - FAR.weekday()) % 7)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An agency with one request and a second consultant."""
    with shell_in(tmp_path_factory.mktemp("agenda")) as shell:
        found_agency(shell)
        accept_request(shell)
        shell.do("person", "add", "d.dorn", "--name", "Dora Dorn (Beispiel)", "--role", "berater")
        shell.do("person", "add", "c.kluge", "--name", "Clara Kluge (Beispiel)", "--email", "c.kluge@netz.example",
                 "--role", "cm", "--cluster", "Netz Alpha")  # fmt: skip
        shell.connection.execute(
            "INSERT INTO due_item (key, engagement_id, engagement_number, cluster_id, rule, kind, role, chain, rank, due_on,"
            " fires, label, explained, plan_version, state, outcome) SELECT 'probe', id, number, cluster_id, 'probe',"
            " 'aufgabe', 'berater', '', 0, %s, false, 'Unterlagen prüfen', '3 Arbeitstage ab gestern', '1', 'offen', ''"
            " FROM engagement",
            (TODAY - timedelta(days=1),),
        )
        yield shell


def _task(office: Shell) -> dict[str, object]:
    found: dict[str, object] = next(r for r in office.do("agenda") if r["label"] == "Unterlagen prüfen")
    return found


def test_the_agenda_shows_what_is_overdue_for_whom_and_why_and_the_task_is_settled_once(office: Shell) -> None:
    task = _task(office)
    assert task["overdue"] and task["people"] == ["b.berger"] and task["reason"] == "3 Arbeitstage ab gestern"
    assert all(r["id"] != task["id"] for r in office.do("agenda", "--for", "d.dorn"))
    assert office("agenda", "--role", "koenig").code == 2 and office("agenda", "--days", "-1").code == 2
    shown = office("agenda", "--engagement", NUMBER)
    assert shown.code == 0 and shown.out.startswith("Überfällig")
    assert f'clusterprocess agenda done {task["id"]} --outcome "…"' in shown.out

    number, outcome = str(task["id"]), "Unterlagen liegen vor."
    assert office("agenda", "done", number, "--outcome", outcome, actor="d.dorn").code != 0
    office.do("absence", "enter", "b.berger", "--from", str(TODAY - timedelta(days=1)), "--to", str(TODAY + timedelta(days=3)),
              "--substitute", "d.dorn", actor="b.berger")  # fmt: skip
    assert office.do("agenda", "--for", "d.dorn")[0]["id"] == task["id"]
    assert [a["acting"] for a in office.do("absence", "list")] == ["d.dorn"]
    assert office.do("agenda", "done", number, "--outcome", outcome, actor="d.dorn")["state"] == "erledigt"
    again = office("agenda", "done", number, "--outcome", outcome, actor="d.dorn")
    assert again.code != 0 and "schon erledigt" in again.err
    assert office.do("absence", "end", "1", "--on", str(TODAY - timedelta(days=1)), actor="b.berger")["to"] == str(
        TODAY - timedelta(days=1)
    )
    assert office("absence", "enter", "b.berger", "--from", "morgen", "--to", "x", "--substitute", "d.dorn").code == 2


def test_several_drafts_are_released_at_once_or_none_and_links_are_shown_as_numbers(office: Shell) -> None:
    columns = (
        "key, engagement_id, engagement_number, wire_id, template, subject, body_text, body_html, recipients, attachments,"
        " due_items, state, reason, created_at, not_before, attempts, result, secret"
    )
    for n in (1, 2, 3):
        office.connection.execute(
            f"INSERT INTO message ({columns}) SELECT 'probe{n}', id, number, repeat('{n}', 32), 'eingang', 'Betreff {n}',"
            " 'Bitte antworten Sie hier: [[link:17]]', '', '[]', '[]', '[]', 'entwurf', 'Freigabe nötig', now(), now(), 0, '{}',"
            " '\\x00' FROM engagement"
        )
    drafts = office.do("outbox", "list", "--state", "entwurf", "--for", "b.berger")
    ids = [str(r["id"]) for r in drafts]
    assert len(ids) == 3 and drafts[0]["decisions"] == ["release", "drop"]
    shown = office("outbox", "show", ids[0])
    assert "[persönlicher Link 17]" in shown.out and "[[link" not in shown.out

    refused = office("outbox", "release", ids[0], "99999", actor="b.berger")
    assert refused.code != 0
    assert len(office.do("outbox", "list", "--state", "entwurf")) == 3
    released = office.do("outbox", "release", ids[0], ids[1], actor="b.berger")
    assert [r["state"] for r in released] == ["wartend", "wartend"]
    assert office.do("outbox", "drop", ids[2], actor="b.berger")["state"] == "verworfen"
    assert office.do("outbox", "hold", ids[0], actor="b.berger")["state"] == "gehalten"
    assert office.do("outbox", "resume", ids[0], actor="b.berger")["state"] == "wartend"
    for word in ("arrived", "resend"):
        assert office("outbox", word, ids[0], actor="b.berger").code != 0
    assert office("outbox", "list", "--state", "quatsch").code == 2


def test_planning_a_workshop_on_a_bad_day_works_and_says_what_speaks_against_it(office: Shell) -> None:
    planned = office.do("workshop", "plan", NUMBER, "--on", str(SATURDAY), "--place", "Aalen", actor="b.berger")
    assert any("Samstag" in warning for warning in planned["warnings"])
    told = office(
        "workshop", "move", str(planned["workshop"]), "--to", str(TODAY + timedelta(days=3)), actor="b.berger"
    )
    assert told.code == 0 and "Hinweis: Bis zum" in told.out and "nur 3 Kalendertage" in told.out


def test_the_calendar_is_written_as_a_file(office: Shell, tmp_path: Path) -> None:
    target = tmp_path / "berger.ics"
    office.do("calendar", "--for", "b.berger", "--out", str(target))
    content = target.read_text(encoding="utf-8")
    assert content.startswith("BEGIN:VCALENDAR") and "Kluge" not in content
    assert office("calendar", "--for", "x.niemand", "--out", str(target)).code != 0
    assert office("calendar", "--for", "b.berger", "--out", "/gibt/es/nicht.ics").code == 2


def test_a_board_without_known_meetings_is_asked_for_and_an_entered_one_moves(office: Shell) -> None:
    assert office.do("board", "plan", NUMBER) == {"meetings": [], "steps": []}
    moved = office("board", "move", NUMBER, "--from", str(FAR), "--to", str(FAR + timedelta(days=7)), actor="b.berger")
    assert moved.code == 2 and "bekannt sind: keine" in moved.err
