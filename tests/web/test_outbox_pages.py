"""The outbox in the browser: what waits for a decision, who may take it, and that it is taken once."""

from __future__ import annotations

from typing import Any

import pytest

from clusterprocess.domain.states import State
from clusterprocess.usecases.member_survey import open_survey
from tests.builders import ASSISTANT, AUDITOR, LEAD, NUMBER
from tests.web.conftest import UNTIL
from tests.web.console import ConsolePages


@pytest.fixture
def served(console_at: Any) -> ConsolePages:
    """The sample engagement in its intake; the text for the member survey waits as a draft."""
    pages: ConsolePages = console_at(State.INTAKE_OPEN)
    pages.agency.run(LEAD, lambda work: open_survey(work, NUMBER, UNTIL))
    return pages


def draft_of(served: ConsolePages) -> int:
    drafts = served.agency.look(lambda work: [m.id for m in work.queries.messages(states=("entwurf",))])
    assert drafts
    return int(drafts[0])


def state_of(served: ConsolePages, message: int) -> str:
    return str(served.agency.look(lambda work: work.queries.message(message).state))


def test_the_lead_releases_a_draft_and_it_leaves_the_drafts(served: ConsolePages) -> None:
    message = draft_of(served)
    lead = served.signed_in(LEAD).open(f"/postausgang/{message}")
    assert lead.status == 200
    assert NUMBER in lead.page
    lead.post(f"/postausgang/{message}/freigeben", {})
    assert lead.status == 200
    assert state_of(served, message) == "wartend"


def test_a_second_release_is_told_so_and_changes_nothing(served: ConsolePages) -> None:
    message = draft_of(served)
    one, two = served.signed_in(LEAD), served.signed_in(LEAD)
    one.open(f"/postausgang/{message}")
    two.open(f"/postausgang/{message}")
    one.post(f"/postausgang/{message}/freigeben", {})
    before = served.agency.actions()
    two.post(f"/postausgang/{message}/freigeben", {})
    assert two.status in (409, 422)
    assert served.agency.actions() == before


def test_a_dropped_draft_never_leaves(served: ConsolePages) -> None:
    message = draft_of(served)
    lead = served.signed_in(LEAD).open(f"/postausgang/{message}")
    lead.post(f"/postausgang/{message}/verwerfen", {})
    assert state_of(served, message) == "verworfen"


def test_who_does_not_lead_reads_it_and_releases_nothing(served: ConsolePages) -> None:
    message = draft_of(served)
    office = served.signed_in(ASSISTANT).open(f"/postausgang/{message}")
    assert office.status == 200
    office.post(f"/postausgang/{message}/freigeben", {})
    assert office.status == 409
    assert "Federführung" in office.page or "nötig" in office.page
    assert state_of(served, message) == "entwurf"
    auditor = served.signed_in(AUDITOR).open(f"/postausgang/{message}")
    assert auditor.status == 200
    assert "/freigeben" not in auditor.page


def test_a_mail_that_does_not_exist_is_not_found(served: ConsolePages) -> None:
    lead = served.signed_in(LEAD)
    assert [lead.open(f"/postausgang/{n}").status for n in ("999999", "-1", "abc", "9" * 30)] == [404] * 4


def test_the_page_of_the_day_leads_to_what_waits(served: ConsolePages) -> None:
    lead = served.signed_in(LEAD).open("/")
    assert lead.status == 200
    assert f"/postausgang/{draft_of(served)}" in lead.page
    assert NUMBER in lead.page


def test_ticked_drafts_are_released_together_or_not_at_all(served: ConsolePages) -> None:
    message = draft_of(served)
    lead = served.signed_in(LEAD).open("/postausgang?stand=entwurf")
    lead.post("/postausgang/freigeben", {"nummer": [str(message), "999999"]})
    assert lead.status == 409
    assert state_of(served, message) == "entwurf"
    lead.open("/postausgang?stand=entwurf").post("/postausgang/freigeben", {"nummer": [str(message)]})
    assert "1 Entwurf ist freigegeben." in lead.page
    assert state_of(served, message) == "wartend"


@pytest.mark.parametrize(("word", "after"), [("angekommen", "gesendet"), ("erneut", "wartend")])
def test_of_an_uncertain_mail_a_person_says_what_became_of_it(served: ConsolePages, word: str, after: str) -> None:
    message = draft_of(served)
    lead = served.signed_in(LEAD).open(f"/postausgang/{message}")
    lead.post(f"/postausgang/{message}/freigeben", {})

    def lost(work: Any) -> None:
        found = work.queries.message(message, lock=True)
        found.claim()
        found.in_doubt()

    served.agency.run(LEAD, lost)
    lead.open(f"/postausgang/{message}")
    forms = [f"/postausgang/{message}/{end}" for end in ("angekommen", "erneut")]
    assert all(address in lead.page for address in forms), lead.page[-3000:]
    lead.post(f"/postausgang/{message}/{word}", {})
    assert state_of(served, message) == after
