"""Commenting on a draft behind a personal link, and what staff make of the comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from clusterprocess.domain.states import State
from clusterprocess.usecases.paper_comments import comment_link, paragraphs_of
from clusterprocess.usecases.personal_links import GONE, revoke_link
from clusterprocess.usecases.store_papers import newest_version
from tests.builders import LEAD, MANAGER, NUMBER, Agency, bring_to
from tests.web.conftest import Pages, Visitor
from tests.web.console import ConsolePages

STAFF_PAGE = f"/vorgang/{NUMBER}/kommentare"


@pytest.fixture
def draft(agency: Agency) -> Iterator[Pages]:
    """The sample paper in the hands of the initiative, and the link of its cluster manager."""
    bring_to(agency, State.CLUSTER_REVIEW)
    with ExitStack() as stack:
        yield Pages(agency, stack, made(agency))


def made(agency: Agency) -> int:
    def act(work: Any) -> int:
        engagement = work.queries.engagement(NUMBER)
        version = newest_version(engagement)
        assert version is not None
        return int(comment_link(work, engagement, version, work.queries.person(MANAGER)).id)

    return agency.run(LEAD, act)


def comments(pages: Pages) -> list[tuple[int, str, str, str]]:
    def look(work: Any) -> list[tuple[int, str, str, str]]:
        engagement = work.queries.engagement(NUMBER)
        found = work.queries.paper_comments(engagement_id=engagement.id)
        return [(c.paragraph, c.text, c.state, c.reason) for c in found]

    return pages.agency.look(look)


def remark(visitor: Visitor, pages: Pages, paragraph: int, text: str) -> Visitor:
    return visitor.post(f"{pages.form()}/kommentar", {"absatz": str(paragraph), f"text-{paragraph}": text})


def staffed(pages: Pages, stack: ExitStack) -> ConsolePages:
    return ConsolePages(pages.agency, stack)


def test_the_letters_that_ask_for_comments_carry_a_link_and_stay_drafts(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    agency.step("write_resolution")

    def look(work: Any) -> list[tuple[str, str, str]]:
        found = work.queries.messages(engagement=NUMBER)
        return [(m.template, m.state, m.body_text) for m in found if m.template in ("kommentierung", "beschluss")]

    letters = agency.look(look)
    assert {template for template, _, _ in letters} == {"kommentierung", "beschluss"}
    for _, state, body in letters:
        assert state == "entwurf"
        assert re.search(r"\[\[link:\d+\]\]", body)


def test_the_page_shows_every_paragraph_of_exactly_the_version(draft: Pages) -> None:
    page = draft.entered().page

    def look(work: Any) -> list[str]:
        version = newest_version(work.queries.engagement(NUMBER))
        assert version is not None
        return [p.text.strip() for p in paragraphs_of(work, version)]

    paragraphs = draft.agency.look(look)
    assert len(paragraphs) > 20
    assert len(re.findall(r'<div class="paragraph" id="absatz-\d+"', page)) == len(paragraphs)
    assert "Schweigen gilt nicht als Zustimmung" in page


def test_a_comment_is_kept_at_once_and_listed_under_its_paragraph(draft: Pages) -> None:
    visitor = remark(draft.entered(), draft, 5, "Bitte konkreter (Beispiel)")
    assert str(visitor.answer.url).endswith("#absatz-5")  # type: ignore[union-attr]
    assert comments(draft) == [(5, "Bitte konkreter (Beispiel)", "offen", "")]
    elsewhere = draft.entered()  # another browser of the same person
    assert "Bitte konkreter (Beispiel)" in elsewhere.page


def test_the_same_comment_sent_twice_is_one(draft: Pages) -> None:
    one, two = draft.entered(), draft.entered()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda v: remark(v, draft, 3, "Doppelt (Beispiel)"), (one, two)))
    assert len(comments(draft)) == 1


@pytest.mark.parametrize(("place", "text"), [("4", "   "), ("999999", "x"), ("viele", "x"), ("4", "x" * 4001)])
def test_nonsense_keeps_nothing_and_says_why(draft: Pages, place: str, text: str) -> None:
    visitor = draft.entered()
    visitor.post(f"{draft.form()}/kommentar", {"absatz": place, f"text-{place}": text})
    assert visitor.status == 422
    assert "Kommentar: " in visitor.page
    assert comments(draft) == []


def test_an_own_comment_is_withdrawn_while_nobody_settled_it(draft: Pages) -> None:
    visitor = remark(draft.entered(), draft, 2, "Doch nicht (Beispiel)")
    number = re.search(r'name="kommentar" value="(\d+)"', visitor.page)
    assert number
    visitor.post(f"{draft.form()}/kommentar/zurueck", {"kommentar": number[1], "absatz": "2"})
    assert "Doch nicht (Beispiel)" not in visitor.page
    assert comments(draft)[0][2] == "zurueckgezogen"


def test_nothing_to_remark_is_said_once_and_is_no_consent(draft: Pages) -> None:
    visitor = draft.entered()
    assert "Ich habe nichts anzumerken" in visitor.page
    visitor.post(f"{draft.form()}/fertig", {})
    assert "Zugestimmt haben Sie damit noch nicht" in visitor.page
    assert "nichts weiter anzumerken haben" in draft.entered().page
    approvals = draft.agency.engagement(lambda e: [a.role for a in e.approvals])
    assert approvals == ["pruefer"]


def test_staff_settle_a_comment_with_a_reason_that_the_initiative_reads(draft: Pages) -> None:
    remark(draft.entered(), draft, 5, "Bitte streichen (Beispiel)")
    with ExitStack() as stack:
        visitor = staffed(draft, stack).signed_in(LEAD).open(STAFF_PAGE)
        assert "Bitte streichen (Beispiel)" in visitor.page
        action = re.search(rf'action="({STAFF_PAGE}/\d+)"', visitor.page)
        assert action
        visitor.post(action[1], {"state": "nicht_uebernommen", "reason": ""})
        assert visitor.status == 422
        assert comments(draft)[0][2] == "offen"
        visitor.post(action[1], {"state": "nicht_uebernommen", "reason": "Steht im Gesetz (Beispiel)"})
        assert "Der Kommentar ist bearbeitet" in visitor.page
    page = draft.entered().page
    assert "nicht übernommen" in page
    assert "Steht im Gesetz (Beispiel)" in page
    assert "Zurückziehen" not in page


def test_comments_go_out_as_a_file(draft: Pages) -> None:
    remark(draft.entered(), draft, 5, "=1+1")
    with ExitStack() as stack:
        answer = staffed(draft, stack).signed_in(LEAD).open(f"{STAFF_PAGE}?format=csv")
    assert "'=1+1" in answer.page


def test_an_unknown_or_foreign_comment_is_not_found(draft: Pages) -> None:
    with ExitStack() as stack:
        visitor = staffed(draft, stack).signed_in(LEAD).open(STAFF_PAGE)
        for wrong in ("77", "abc", "9" * 30):
            token = re.search(r'name="_token" value="([^"]+)"', visitor.page)
            posted = visitor.post(f"{STAFF_PAGE}/{wrong}", {"state": "uebernommen"}, token[1] if token else None)
            assert posted.status == 404
            visitor.open(STAFF_PAGE)


def test_when_the_draft_went_back_the_link_says_so_and_takes_nothing(draft: Pages) -> None:
    visitor = draft.entered()
    draft.agency.decide("p.prinz", "return_draft", reason="inhalt", text="Bitte überarbeiten (Beispiel)")
    remark(visitor, draft, 5, "Zu spät (Beispiel)")
    assert "läuft zurzeit nicht" in visitor.page
    assert comments(draft) == []


def test_a_revoked_link_takes_no_comment(draft: Pages) -> None:
    visitor = draft.entered()
    draft.agency.run(LEAD, lambda work: revoke_link(work, draft.link))
    remark(visitor, draft, 5, "Zu spät (Beispiel)")
    assert (visitor.status, GONE in visitor.page) == (404, True)
    assert comments(draft) == []


def test_the_link_ends_when_the_paper_is_released(draft: Pages) -> None:
    from clusterprocess.domain.actors import Role
    from tests.builders import BOARD, CORE_GROUP

    draft.agency.approve(CORE_GROUP, Role.CORE_GROUP)
    draft.agency.approve(BOARD, Role.BOARD)
    assert draft.entered().status == 404
