"""Follow-ups in the browser: opened once, answered on the telephone, silence with a reason, nothing overwritten."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clusterprocess.domain.states import State
from tests.builders import AUDITOR, LEAD, NUMBER
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

LIST = f"/vorgang/{NUMBER}/nachbefragung"


@pytest.fixture
def served(console_at: Any) -> ConsolePages:
    """The sample engagement after its handover, with its follow-ups planned."""
    pages: ConsolePages = console_at(State.FOLLOW_UP)
    return pages


def follow_ups(served: ConsolePages) -> list[tuple[int, int]]:
    """Ids of the follow-ups and how many versions of answers each has."""
    found: list[tuple[int, int]] = served.agency.engagement(lambda e: [(s.id, len(s.answers)) for s in e.follow_ups])
    return found


def form_of(served: ConsolePages, visitor: Visitor, number: int) -> tuple[str, dict[str, str]]:
    """The first question about a measure, and the rest of a telephone answer."""
    visitor.open(f"{LIST}/{number}")
    key = re.search(r'name="(m\.[^"]+\.status)"', visitor.page)
    assert key
    today = served.agency.look(lambda work: work.today.isoformat())
    return key[1], {"fassung": "0", "channel": "telefon", "role": "cm", "on": today}


def test_a_follow_up_is_opened_once(served: ConsolePages) -> None:
    number = follow_ups(served)[0][0]
    lead = served.signed_in(LEAD).open(LIST)
    lead.post(f"{LIST}/{number}/oeffnen", {})
    assert (lead.status, "ist eröffnet" in lead.page) == (200, True)
    before = served.agency.actions()
    lead.open(LIST).post(f"{LIST}/{number}/oeffnen", {})
    assert lead.status == 409
    assert served.agency.actions() == before


def test_silence_needs_a_reason_and_is_kept_with_it(served: ConsolePages) -> None:
    number = follow_ups(served)[0][0]
    lead = served.signed_in(LEAD).open(LIST)
    lead.post(f"{LIST}/{number}/oeffnen", {})
    lead.post(f"{LIST}/{number}/keine-antwort", {"reason": ""})
    assert lead.status in (409, 422)
    lead.post(f"{LIST}/{number}/keine-antwort", {"reason": "Die Stelle ist unbesetzt (Beispiel)."})
    assert "Vermerkt: keine Antwort" in lead.page


def test_an_answer_on_the_telephone_is_kept_and_an_older_form_does_not_overwrite_it(served: ConsolePages) -> None:
    number = follow_ups(served)[1][0]
    lead = served.signed_in(LEAD)
    key, rest = form_of(served, lead, number)
    lead.post(f"{LIST}/{number}", {**rest, key: "laufend"})
    assert "eingetragen" in lead.page
    assert dict(follow_ups(served))[number] == 1
    lead.open(f"{LIST}/{number}").post(f"{LIST}/{number}", {**rest, key: "erledigt"})
    assert (lead.status, "Inzwischen sind andere" in lead.page) == (409, True)
    assert dict(follow_ups(served))[number] == 1


def test_an_empty_answer_and_a_day_in_the_future_are_refused_and_nothing_is_kept(served: ConsolePages) -> None:
    number = follow_ups(served)[1][0]
    lead = served.signed_in(LEAD)
    key, rest = form_of(served, lead, number)
    lead.post(f"{LIST}/{number}", rest)
    assert (lead.status, "mindestens eine Antwort" in lead.page) == (422, True)
    lead.post(f"{LIST}/{number}", {**rest, key: "laufend", "on": "2099-01-01"})
    assert lead.status == 422
    assert dict(follow_ups(served))[number] == 0


def test_an_auditor_reads_the_plan_and_answers_nothing(served: ConsolePages) -> None:
    number = follow_ups(served)[1][0]
    auditor = served.signed_in(AUDITOR)
    assert auditor.open(LIST).status == 200
    assert auditor.open(f"{LIST}/{number}").status == 403
    assert auditor.open("/konto").post(f"{LIST}/{number}/oeffnen", {}).status == 403


def test_the_sheet_for_the_telephone_is_a_word_file_and_nonsense_is_not_found(served: ConsolePages) -> None:
    number = follow_ups(served)[1][0]
    lead = served.signed_in(LEAD)
    assert lead.client.get(f"{LIST}/{number}/blatt").content[:2] == b"PK"
    assert [lead.open(f"{LIST}/{n}").status for n in ("x", "999999")] == [404, 404]


def test_a_draft_of_a_telephone_answer_waits_for_its_person(served: ConsolePages) -> None:
    number = follow_ups(served)[1][0]
    lead = served.signed_in(LEAD)
    key, rest = form_of(served, lead, number)
    lead.post(f"{LIST}/{number}/entwurf", {**rest, key: "erledigt"})
    assert "Der Entwurf ist gesichert." in lead.page
    assert re.search(rf'name="{re.escape(key)}"[^>]*value="erledigt"[^>]*checked', lead.page)
    assert dict(follow_ups(served))[number] == 0
