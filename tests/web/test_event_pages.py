"""Events in the browser: planned, invited from a selection, seats and waiting list, three counts, closed once."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from clusterprocess.adapters.sheets.reader import read_table
from tests.builders import AUDITOR, DELIVERING, HEAD, LEAD, REFERENCE
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

PLANNED_ON, HELD_ON = date(2015, 3, 2), date(2015, 4, 21)
NUMBER = "CA-2015-V-001"
EVENT = f"/veranstaltungen/{NUMBER}"
COACHING = {
    "title": "Gruppencoaching Strategie (Beispiel)", "kind": "gruppencoaching", "held_on": HELD_ON.isoformat(),
    "starts_at": "09:30", "ends_at": "16:00", "place": "Stuttgart", "capacity": "2", "operation": REFERENCE,
    "delivering": DELIVERING, "lead": LEAD, "agenda": "09:30 Begrüßung\n15:30 Nächste Schritte",
}  # fmt: skip


@pytest.fixture
def planned(console: ConsolePages) -> ConsolePages:
    """A coaching with two seats, planned by the head."""
    console.agency.set_day(PLANNED_ON)
    console.signed_in(HEAD).open("/veranstaltungen/neu").post("/veranstaltungen/neu", COACHING)
    return console


def register(visitor: Visitor, name: str) -> Visitor:
    return visitor.post(
        f"{EVENT}/anmelden",
        {"name": f"{name} (Beispiel)", "email": f"{name.lower()}@example.org", "organisation": "Beispiel GmbH",
         "kind": "kmu"},
    )  # fmt: skip


def names_and_states(console: ConsolePages) -> dict[str, str]:
    def look(work: object) -> dict[str, str]:
        event = work.queries.agency_event(NUMBER)  # type: ignore[attr-defined]
        found = work.queries.registrations(agency_event_id=event.id)  # type: ignore[attr-defined]
        return {r.person.name.split(" ")[0]: r.state for r in found}

    states: dict[str, str] = console.agency.look(look)
    return states


def test_a_planned_event_has_its_number_and_stands_in_the_list(planned: ConsolePages) -> None:
    page = planned.signed_in(LEAD).open("/veranstaltungen?zeit=kommend").page
    assert f'href="{EVENT}"' in page
    assert "Gruppencoaching Strategie (Beispiel)" in page
    shown = planned.signed_in(LEAD).open(EVENT).page
    assert "21.04.2015" in shown
    assert "Nächste Schritte" in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"held_on": "30.02.2015"}, "Tag"), ({"ends_at": "09:00"}, "Ende"), ({"capacity": "0"}, "Plätze"),
     ({"title": ""}, "Titel"), ({"starts_at": "halb zehn"}, "Beginn")],
)  # fmt: skip
def test_a_faulty_plan_names_its_field_and_keeps_what_was_typed(
    console: ConsolePages, change: dict[str, str], sentence: str
) -> None:
    console.agency.set_day(PLANNED_ON)
    head = console.signed_in(HEAD).open("/veranstaltungen/neu")
    head.post("/veranstaltungen/neu", {**COACHING, **change})
    assert head.status == 422
    summary = re.search(r'role="alert".*?</div>', head.page, re.S)
    assert summary
    assert sentence in summary[0]
    assert 'value="Stuttgart"' in head.page
    assert "noch keine Veranstaltung geplant" in head.open("/veranstaltungen").page


def test_the_third_of_two_seats_waits_and_moves_up(planned: ConsolePages) -> None:
    lead = planned.signed_in(LEAD).open(EVENT)
    for name in ("Anna", "Bruno"):
        assert "ist angemeldet" in register(lead, name).page
    assert "steht auf der Warteliste" in register(lead, "Carla").page
    assert names_and_states(planned) == {"Anna": "angemeldet", "Bruno": "angemeldet", "Carla": "warteliste"}
    first = re.search(rf"{EVENT}/anmeldungen/(\d+)/abmelden", lead.page)
    assert first
    lead.post(f"{EVENT}/anmeldungen/{first[1]}/abmelden", {})
    assert "ist abgemeldet" in lead.page
    assert sorted(names_and_states(planned).values()) == ["abgemeldet", "angemeldet", "angemeldet"]
    assert names_and_states(planned)["Carla"] == "angemeldet"


def test_nobody_is_registered_twice(planned: ConsolePages) -> None:
    lead = planned.signed_in(LEAD).open(EVENT)
    register(lead, "Anna")
    register(lead, "Anna")
    assert list(names_and_states(planned)) == ["Anna"]


def test_inviting_shows_who_gets_a_mail_before_anything_is_written(planned: ConsolePages) -> None:
    lead = planned.signed_in(LEAD).open(f"{EVENT}/einladen")
    assert lead.status == 200
    assert planned.agency.look(lambda work: len(work.queries.messages(states=("entwurf",)))) == 0
    expected = re.search(r'name="anzahl" value="(\d+)"', lead.page)
    assert expected
    lead.post(f"{EVENT}/einladen", {"anzahl": str(int(expected[1]) + 1)})
    assert lead.status == 409
    assert planned.agency.look(lambda work: len(work.queries.messages(states=("entwurf",)))) == 0
    lead.open(f"{EVENT}/einladen").post(f"{EVENT}/einladen", {"anzahl": expected[1]})
    drafts = planned.agency.look(lambda work: len(work.queries.messages(states=("entwurf",))))
    assert drafts == int(expected[1]) > 0
    lead.post(f"{EVENT}/freigeben", {})
    assert planned.agency.look(lambda work: len(work.queries.messages(states=("entwurf",)))) == 0


def test_moved_and_called_off_with_a_reason(planned: ConsolePages) -> None:
    lead = planned.signed_in(LEAD).open(f"{EVENT}/verlegen")
    moved = {"to": "2015-05-12", "starts_at": "10:00", "ends_at": "16:00", "place": "Aalen"}
    lead.post(f"{EVENT}/verlegen", {**moved, "to": "2015-01-02"})
    assert lead.status in (409, 422)
    lead.open(f"{EVENT}/verlegen").post(f"{EVENT}/verlegen", moved)
    assert "Die Veranstaltung ist geändert." in lead.page
    assert "12.05.2015" in lead.page
    lead.open(f"{EVENT}/absagen").post(f"{EVENT}/absagen", {"reason": ""})
    assert lead.status == 422
    lead.open(f"{EVENT}/absagen").post(f"{EVENT}/absagen", {"reason": "krankheit"})
    assert "Die Veranstaltung ist abgesagt." in lead.page
    register(lead, "Anna")
    assert lead.status == 409
    assert names_and_states(planned) == {}


def test_attendance_counts_three_things_apart_and_is_frozen_by_closing(planned: ConsolePages) -> None:
    lead = planned.signed_in(LEAD).open(EVENT)
    for name in ("Anna", "Bruno"):
        register(lead, name)
    planned.agency.set_day(HELD_ON)
    lead.open(f"{EVENT}/teilnahme")
    anna, bruno = re.findall(r'name="kam"[^>]*value="(\d+)"', lead.page) or re.findall(
        r'value="(\d+)"[^>]*name="kam"', lead.page
    )
    lead.post(
        f"{EVENT}/teilnahme",
        {
            "kam": [anna],
            "neu1.name": "Dora (Beispiel)",
            "neu1.organisation": "Beispiel AG",
            "neu1.kind": "gross",
        },
    )
    assert "Die Teilnahme ist eingetragen: 2 Teilnahmen, 2 Personen" in lead.page
    sheet = lead.client.get(f"{EVENT}/teilnahme.xlsx")
    rows = read_table(sheet.content, "Teilnahme.xlsx")
    assert sorted(row.cells["Name"].split(" ")[0] for row in rows) == ["Anna", "Bruno", "Dora"]
    lead.open(EVENT).post(f"{EVENT}/abschliessen", {})
    assert "Teilnahme und Zahlen stehen fest" in lead.page
    lead.post(f"{EVENT}/teilnahme", {"kam": [anna, bruno]})
    assert lead.status == 409
    assert "abgeschlossen" in planned.signed_in(LEAD).open("/veranstaltungen").page


def test_a_registration_of_another_event_is_not_withdrawn_here(planned: ConsolePages) -> None:
    head = planned.signed_in(HEAD).open("/veranstaltungen/neu")
    head.post("/veranstaltungen/neu", {**COACHING, "title": "Zweites Coaching (Beispiel)"})
    register(head.open(EVENT), "Anna")
    mine = re.search(rf"{EVENT}/anmeldungen/(\d+)/abmelden", head.page)
    assert mine
    head.post(f"/veranstaltungen/CA-2015-V-002/anmeldungen/{mine[1]}/abmelden", {})
    assert head.status == 409
    assert names_and_states(planned) == {"Anna": "angemeldet"}


def test_an_auditor_reads_the_event_and_is_offered_nothing_to_press(planned: ConsolePages) -> None:
    page = planned.signed_in(AUDITOR).open(EVENT).page
    assert "Gruppencoaching Strategie (Beispiel)" in page
    assert f'action="{EVENT}' not in page


def test_papers_of_an_event_are_written_kept_and_fetched_again(planned: ConsolePages) -> None:
    lead = planned.signed_in(LEAD).open(EVENT)
    register(lead, "Anna")
    paper = lead.client.post(f"{EVENT}/papiere/liste", data={"_token": lead.token})
    assert paper.content[:2] == b"PK"
    assert "Anna" in zipfile.ZipFile(io.BytesIO(paper.content)).read("word/document.xml").decode()
    stored = re.search(rf'href="({EVENT}/[^"]*\d+)"', lead.open(EVENT).page)
    assert stored
    assert lead.client.get(stored[1]).content == paper.content
    assert lead.post(f"{EVENT}/papiere/unsinn", {}).status == 409
