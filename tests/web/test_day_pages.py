"""Mein Tag in the browser: tasks, notes, the own calendar; absences with who stands in."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import icalendar
import pytest

from clusterprocess.domain.states import State
from tests.builders import ASSISTANT, HEAD, LEAD, NUMBER, REVIEWER
from tests.web.console import ConsolePages

AWAY = {"from": "2015-02-02", "to": "2015-02-13", "substitute": HEAD}


@pytest.fixture
def away(console: ConsolePages) -> ConsolePages:
    """The consultant has entered two weeks of leave."""
    console.agency.set_day(date(2015, 1, 19))
    console.signed_in(LEAD).open("/abwesenheiten").post("/abwesenheiten", AWAY)
    return console


def absences(console: ConsolePages) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = console.agency.look(
        lambda work: [(a.starts_on, a.ends_on) for a in work.queries.absences()]
    )
    return found


def test_an_absence_is_entered_and_names_who_stands_in(away: ConsolePages) -> None:
    page = away.signed_in(LEAD).open("/abwesenheiten").page
    assert "02.02.2015" in page
    assert "13.02.2015" in page
    assert absences(away) == [(date(2015, 2, 2), date(2015, 2, 13))]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"to": "2015-02-01"}, "Letzter Tag"), ({"from": ""}, "Erster Tag"), ({"substitute": ""}, "Vertretung"),
     ({"from": "31.02.2015"}, "Erster Tag"), ({"substitute": REVIEWER}, "Vertretung"), ({"substitute": LEAD}, "Vertretung")],
)  # fmt: skip
def test_a_faulty_absence_names_its_field_and_is_not_kept(
    console: ConsolePages, change: dict[str, str], field: str
) -> None:
    console.agency.set_day(date(2015, 1, 19))
    lead = console.signed_in(LEAD).open("/abwesenheiten")
    lead.post("/abwesenheiten", {**AWAY, **change})
    assert lead.status == 422
    summary = re.search(r'role="alert".*?</div>', lead.page, re.S)
    assert summary
    assert field in summary[0]
    assert absences(console) == []


def test_nobody_enters_an_absence_for_a_colleague_but_head_and_office(console: ConsolePages) -> None:
    console.agency.set_day(date(2015, 1, 19))
    lead = console.signed_in(LEAD).open("/abwesenheiten")
    lead.post("/abwesenheiten", {**AWAY, "person": HEAD, "substitute": HEAD})
    whose = console.agency.look(lambda work: [a.person.handle for a in work.queries.absences()])
    assert HEAD not in whose
    office = console.signed_in(ASSISTANT).open("/abwesenheiten")
    office.post(
        "/abwesenheiten", {**AWAY, "person": HEAD, "substitute": LEAD, "from": "2015-03-02", "to": "2015-03-06"}
    )
    assert HEAD in console.agency.look(lambda work: [a.person.handle for a in work.queries.absences()])


def test_somebody_comes_back_earlier(away: ConsolePages) -> None:
    away.agency.set_day(date(2015, 2, 4))
    lead = away.signed_in(LEAD).open("/abwesenheiten")
    end = re.search(r"/abwesenheiten/(\d+)/ende", lead.page)
    assert end
    lead.post(end[0], {"on": ""})
    assert lead.status == 422
    lead.post(end[0], {"on": "2015-02-06"})
    assert "Die Abwesenheit endet am 06.02.2015." in lead.page
    assert absences(away) == [(date(2015, 2, 2), date(2015, 2, 6))]


def test_a_note_is_kept_with_its_engagement_and_a_wrong_number_is_told(console_at: Any) -> None:
    console: ConsolePages = console_at(State.INTAKE_OPEN)
    today = console.agency.look(lambda work: work.today.isoformat())
    lead = console.signed_in(LEAD).open("/")
    note = {"about": NUMBER, "kind": "anruf", "on": today, "text": "Rückruf am Montag (Beispiel)."}
    lead.post("/notizen", {**note, "about": "CA-2015-A-999"})
    assert lead.status == 422
    assert "Rückruf am Montag" in lead.page
    lead.post("/notizen", note)
    assert "Die Notiz ist abgelegt." in lead.page
    assert "Rückruf am Montag (Beispiel)." in console.signed_in(HEAD).open(f"/vorgang/{NUMBER}").page


def test_a_task_of_the_day_is_finished_with_what_came_of_it(console_at: Any) -> None:
    console: ConsolePages = console_at(State.UNDER_CHECK)
    shown = console.signed_in(HEAD).open(f"/vorgang/{NUMBER}").page
    waiting = re.search(r'name="task" value="(\d+)"', shown)
    assert waiting
    console.agency.set_day(console.agency.look(lambda work: work.queries.due_item(int(waiting[1])).due_on))
    lead = console.signed_in(LEAD).open("/")
    task = re.search(r"/aufgaben/(\d+)/erledigt", lead.page)
    assert task
    lead.post(task[0], {"outcome": ""})
    assert lead.status == 422
    assert 'aria-invalid="true"' in lead.page
    lead.post(task[0], {"outcome": "Erreicht (Beispiel)."})
    assert "Erledigt: " in lead.page
    assert task[0] not in lead.page
    assert console.agency.look(lambda work: work.queries.due_item(int(task[1])).outcome) == "Erreicht (Beispiel)."


def test_the_own_calendar_is_a_valid_file(console_at: Any) -> None:
    console: ConsolePages = console_at(State.WORKSHOP_PLANNED)
    answer = console.signed_in(LEAD).client.get("/kalender.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert [event for event in calendar.walk("VEVENT") if event.get("UID")]
