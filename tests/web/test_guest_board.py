"""The decision of an initiative's board behind its personal link, and the links of an engagement as staff see them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.states import State
from clusterprocess.usecases.board_by_link import board_link
from clusterprocess.usecases.personal_links import GONE, revoke_link
from clusterprocess.usecases.store_papers import newest_version
from tests.builders import BOARD, CORE_GROUP, LEAD, NUMBER, Agency, bring_to
from tests.web.conftest import Pages
from tests.web.console import ConsolePages

LINKS = f"/vorgang/{NUMBER}/links"
YES = {
    "decided_on": "2015-06-25",
    "decision": "ja",
    "name": "Viktor Vogt (Beispiel)",
    "function": "Vorsitz",
    "authority": "ja",
}


@pytest.fixture
def board(agency: Agency) -> Iterator[Pages]:
    """The sample paper after the core group agreed, and the link of the board."""
    bring_to(agency, State.CLUSTER_REVIEW)
    agency.approve(CORE_GROUP, Role.CORE_GROUP)
    agency.set_day(date(2015, 7, 1))
    with ExitStack() as stack:
        yield Pages(agency, stack, made(agency))


def made(agency: Agency) -> int:
    def act(work: Any) -> int:
        engagement = work.queries.engagement(NUMBER)
        version = newest_version(engagement)
        assert version is not None
        return int(board_link(work, engagement, version, work.queries.person(BOARD)).id)

    return agency.run(LEAD, act)


def approval(pages: Pages) -> Any:
    def look(work: Any) -> Any:
        found = [a for a in work.queries.engagement(NUMBER).approvals if a.role == Role.BOARD.value]
        return [(a.given, a.decided_on, a.reason, a.paper, a.person_id, a.sha256) for a in found]

    return pages.agency.look(look)


def test_the_page_names_version_and_hash_and_gives_exactly_that_file(board: Pages) -> None:
    visitor = board.entered()
    file = visitor.client.get(f"{board.form()}/datei")
    sha256 = hashlib.sha256(file.content).hexdigest()
    assert sha256[:12] in visitor.page
    assert "attachment" in file.headers["content-disposition"]


def test_a_yes_is_entered_for_the_board_with_day_name_and_function_and_releases_the_paper(board: Pages) -> None:
    visitor = board.entered().post(board.form(), YES)
    assert "Der Beschluss ist eingetragen" in visitor.page
    ((given, day, reason, paper, person, sha256),) = approval(board)
    assert (given, day, reason) == (True, date(2015, 6, 25), "")
    assert paper == f"Link {board.link}: Viktor Vogt (Beispiel), Vorsitz"
    assert (person, sha256) == board.agency.look(
        lambda work: (work.queries.person(BOARD).id, newest_version(work.queries.engagement(NUMBER)).sha256)  # type: ignore[union-attr]
    )
    assert board.agency.state() == State.RELEASED.value
    assert "schon beantwortet" in board.entered().page


def test_conditions_are_kept_as_the_reason_of_the_yes(board: Pages) -> None:
    visitor = board.entered().post(board.form(), YES | {"decision": "auflagen"})
    assert visitor.status == 422
    assert approval(board) == []
    visitor.post(board.form(), YES | {"decision": "auflagen", "text": "Jährlich berichten (Beispiel)"})
    assert approval(board)[0][:3] == (True, date(2015, 6, 25), "Auflagen: Jährlich berichten (Beispiel)")


def test_a_return_needs_occasion_and_reason_and_sends_the_draft_back(board: Pages) -> None:
    visitor = board.entered().post(board.form(), YES | {"decision": "zurueck", "text": "Zahlen fehlen (Beispiel)"})
    assert visitor.status == 422
    visitor.post(
        board.form(), YES | {"decision": "zurueck", "text": "Zahlen fehlen (Beispiel)", "reason_code": "zahlen"}
    )
    assert approval(board)[0][:3] == (False, date(2015, 6, 25), "Zahlen fehlen (Beispiel)")
    assert board.agency.state() == State.DRAFT.value


@pytest.mark.parametrize(
    "wrong", [{"authority": ""}, {"name": ""}, {"function": ""}, {"decision": "vielleicht"}, {"decided_on": "2015-12-24"},
              {"decided_on": "2015-01-05"}, {"decided_on": ""}]
)  # fmt: skip
def test_an_incomplete_or_impossible_decision_is_refused_and_nothing_is_entered(
    board: Pages, wrong: dict[str, str]
) -> None:
    assert board.entered().post(board.form(), YES | wrong).status == 422
    assert approval(board) == []


def test_of_two_decisions_at_once_one_counts(board: Pages) -> None:
    one, two = board.entered(), board.entered()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda v: v.post(board.form(), YES), (one, two)))
    assert len(approval(board)) == 1
    assert sum("schon beantwortet" in v.page for v in (one, two)) == 1


def test_a_newer_version_makes_the_link_say_so(board: Pages) -> None:
    visitor = board.entered()
    agency = board.agency
    agency.decide("p.prinz", "return_draft", reason="inhalt", text="Bitte überarbeiten (Beispiel)")
    agency.put_back(agency.edited(1), "0.92")
    visitor.post(board.form(), YES)
    assert "eine neuere Fassung (0.92)" in visitor.page
    assert approval(board) == []


def test_before_the_core_group_agreed_the_page_says_that_others_come_first(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    with ExitStack() as stack:
        pages = Pages(agency, stack, made(agency))
        assert "Vor dem Vorstand stimmen andere zu" in pages.entered().page
        assert pages.entered().client.get(f"{pages.form()}/datei").status_code == 404


def test_a_revoked_link_decides_nothing(board: Pages) -> None:
    visitor = board.entered()
    board.agency.run(LEAD, lambda work: revoke_link(work, board.link))
    visitor.post(board.form(), YES)
    assert (visitor.status, GONE in visitor.page) == (404, True)
    assert approval(board) == []


# --- the links as staff see them


def test_staff_see_end_and_give_out_links(board: Pages) -> None:
    with ExitStack() as stack:
        visitor = ConsolePages(board.agency, stack).signed_in(LEAD).open(LINKS)
        assert "Beschluss des Vorstands" in visitor.page
        visitor.post(LINKS, {"purpose": "kommentar", "days": "30", "person": "c.kluge"})
        address = re.search(r"<code>[^<]*(/l/[^<]+)</code>", visitor.page)
        assert address
        assert "Schweigen gilt nicht als Zustimmung" in board.visitor().open(address[1]).page
        visitor.open(LINKS).post(f"{LINKS}/{board.link}/beenden", {})
        assert "Der Link ist beendet" in visitor.page
    assert board.entered().status == 404


def test_nobody_gets_the_address_of_a_boards_link_by_hand(board: Pages) -> None:
    with ExitStack() as stack:
        visitor = ConsolePages(board.agency, stack).signed_in(LEAD).open(LINKS)
        assert visitor.post(LINKS, {"purpose": "zustimmung", "days": "30"}).status == 422
        assert "/l/" not in visitor.page
        visitor.open(LINKS).post(f"{LINKS}/{board.link}/erneuern", {})
        assert "liegt als Entwurf im Postausgang" in visitor.page
        assert "/l/" not in visitor.page
    states = board.agency.look(
        lambda work: [m.state for m in work.queries.messages(engagement=NUMBER) if ":beschluss:link:" in m.key]
    )
    assert states == ["entwurf"]


def test_a_link_of_another_engagement_is_not_found(board: Pages) -> None:
    with ExitStack() as stack:
        visitor = ConsolePages(board.agency, stack).signed_in(LEAD).open(LINKS)
        token = visitor.token
        for wrong in ("4711", "abc", "9" * 30):
            assert visitor.post(f"{LINKS}/{wrong}/beenden", {}, token).status == 404
