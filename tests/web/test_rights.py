"""Every page against every role, by one table (clusterprocess.web.staff.pages): who may open it, who may post, who not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.states import State
from clusterprocess.usecases.keep_persons import add_person
from clusterprocess.web.staff.pages import NAVIGATION, PAGES
from clusterprocess.web.staff.rights import Page
from tests.builders import ADMIN, AUDITOR, HEAD, LEAD, NUMBER, REVIEWER, STAFF_ROLES
from tests.web.addresses import Addresses
from tests.web.console import ConsolePages

ROLES = {HEAD: Role.HEAD, **STAFF_ROLES, "m.mini": Role.MINISTRY, "x.extern": Role.EXPERT}
STREAMS = frozenset({"engagements.live", "bulk.live"})
"""Streams stay open while a run lasts; who may open them is checked like everywhere, but nobody waits for their end."""
OWN_ACCOUNT = frozenset({"account.enter", "account.by_link", "account.leave", "account.password", "account.end_others"})
NO_ACCESS = "Diese Seite ist Ihrer Rolle nicht zugänglich"


@pytest.fixture
def served(console_at: Any) -> ConsolePages:
    """The sample engagement with its workshops planned, and one person of every role."""
    pages: ConsolePages = console_at(State.WORKSHOP_PLANNED)
    for handle, role in (("m.mini", Role.MINISTRY), ("x.extern", Role.EXPERT)):
        pages.agency.run(HEAD, lambda work, h=handle, r=role: add_person(work, h, f"{h} (Beispiel)", roles=(r,)))
    return pages


def test_every_page_names_its_roles_once_and_every_name_is_unique() -> None:
    assert len({p.name for p in PAGES}) == len(PAGES)
    assert len({(p.method, p.path) for p in PAGES}) == len(PAGES)
    assert {p.method for p in PAGES} == {"GET", "POST"}
    open_pages = {p.name for p in PAGES if p.is_open}
    assert open_pages == {"account.ask", "account.enter", "account.link", "account.by_link"}


def test_no_address_is_hidden_behind_an_earlier_one() -> None:
    seen: list[Page] = []
    for page in PAGES:
        example = re.sub(r"\{[^}]+\}", "1", page.path)
        for earlier in seen:
            pattern = re.sub(r"\{[^}]+\}", "[^/]+", earlier.path)
            hidden = earlier.method == page.method and re.fullmatch(pattern, example) and "{" in earlier.path
            same_shape = re.sub(r"\{[^}]+\}", "{}", earlier.path) == re.sub(r"\{[^}]+\}", "{}", page.path)
            assert not hidden or same_shape or ":int}" in earlier.path, (earlier.path, page.path)
        seen.append(page)


def test_auditors_and_the_ministry_may_post_nothing_but_about_their_own_account() -> None:
    for page in PAGES:
        if page.method == "POST" and page.name not in OWN_ACCOUNT:
            assert not page.allowed & {Role.AUDITOR, Role.MINISTRY}, page.name


def test_the_administrator_reaches_no_page_of_an_engagement() -> None:
    for page in PAGES:
        if page.path.startswith(("/vorgang", "/workshop", "/postausgang", "/serie")):
            assert Role.ADMINISTRATOR not in page.allowed, page.name


def test_the_navigation_leads_to_pages_that_exist() -> None:
    paths = {p.path for p in PAGES if p.method == "GET"}
    assert [entry.href for entry in NAVIGATION if entry.href not in paths] == []


def test_nobody_without_an_account_gets_past_the_sign_in_page(served: ConsolePages) -> None:
    fill = Addresses(served.agency)
    stranger = served.stranger()
    stranger.client.follow_redirects = False
    before = _content(served)
    for page in PAGES:
        if page.is_open:
            continue
        for path in fill.of(page):
            answer = stranger.client.request(page.method, path, data={"_token": "x"} if page.method == "POST" else None)
            assert answer.status_code == 303, (page.name, answer.status_code)
            assert answer.headers["location"].startswith("/anmelden"), page.name
    assert _content(served) == before


@pytest.mark.parametrize("handle", sorted(ROLES))
def test_each_role_opens_what_the_table_allows_and_nothing_else(served: ConsolePages, handle: str) -> None:
    fill = Addresses(served.agency)
    visitor = served.signed_in(handle)
    visitor.client.follow_redirects = False
    visitor.open("/konto")
    wrong: list[str] = []
    before = _content(served)
    for page in PAGES:
        if page.is_open or (page.name in STREAMS and ROLES[handle] in page.allowed):
            continue
        for path in fill.of(page):
            if page.method == "GET":
                answer = visitor.client.get(path)
            else:  # without a form token: who may post is told so, who may not never gets that far
                answer = visitor.client.post(path, data={"_token": "falsch"})
            may = bool(page.allowed & {ROLES[handle]})
            refused = answer.status_code == 403 and NO_ACCESS in answer.text
            stale = answer.status_code == 403 and "zu lange offen" in answer.text
            fine = stale if page.method == "POST" else answer.status_code in (200, 303, 404, 409)
            if refused is may or (may and not fine):
                wrong.append(f"{page.method} {path}: {answer.status_code}")
    assert wrong == []
    assert _content(served) == before  # reading changes nothing, and a post without its token neither


@pytest.mark.parametrize("handle", [LEAD, REVIEWER, HEAD, ADMIN])
def test_an_empty_form_is_answered_with_a_page_and_never_with_a_failure(served: ConsolePages, handle: str) -> None:
    fill = Addresses(served.agency)
    visitor = served.signed_in(handle).open("/konto")
    token = visitor.token
    visitor.client.follow_redirects = False
    wrong = []
    for page in PAGES:
        if page.method == "GET" or page.is_open or page.name in OWN_ACCOUNT or ROLES[handle] not in page.allowed:
            continue
        for path in fill.of(page):
            for values in ({}, {"date": "übermorgen", "id": "-1", "on": "31.02.2015", "person": "niemand"}):
                answer = visitor.client.post(path, data={"_token": token, **values})
                if answer.status_code >= 500:
                    wrong.append(f"{path}: {answer.status_code}")
    assert wrong == []


def test_an_auditor_of_one_operation_sees_nothing_of_another(served: ConsolePages) -> None:
    served.agency.admit_auditor()
    visitor = served.signed_in(AUDITOR)
    fill = Addresses(served.agency)
    leaked = []
    for page in PAGES:
        if page.method == "GET" and not page.is_open and page.name not in STREAMS and Role.AUDITOR in page.allowed:
            for path in fill.of(page):
                if NUMBER in path or "/workshop/" in path:
                    status = visitor.open(path).status
                    if status != 404:
                        leaked.append(f"{path}: {status}")
                elif NUMBER in visitor.open(path).page and NUMBER not in path:
                    leaked.append(f"{path} names {NUMBER}")
    assert leaked == []


def _content(served: ConsolePages) -> object:
    """Rows of all tables but the last use of sessions."""
    from sqlalchemy import text

    from clusterprocess.adapters.database.schema import METADATA

    with served.agency.app.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*), max(xmin::text::bigint) FROM {name}")).one()
            for name in METADATA.tables
            if name != "web_session"
        }
