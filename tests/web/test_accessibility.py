"""Every page for everyone: the WCAG 2.2 AA rules of axe, one heading, no page wider than a telephone or at 200 %."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from clusterprocess.domain.states import State
from clusterprocess.web.staff.pages import PAGES
from tests.builders import ADMIN, HEAD
from tests.web.addresses import Addresses
from tests.web.browsers import IN_THE_BROWSER
from tests.web.console import ConsolePages
from tests.web.test_rights import ROLES, STREAMS

pytestmark = IN_THE_BROWSER
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW = {"width": 320, "height": 800}
"""A telephone, and what a window of 640 px shows at 200 % (WCAG 1.4.10)."""


def pages_of(console: ConsolePages, handle: str) -> list[str]:
    fill = Addresses(console.agency)
    wanted = [p for p in PAGES if p.method == "GET" and ROLES[handle] in p.allowed and p.name not in STREAMS]
    return [fill.of(page)[0] for page in wanted]


@pytest.mark.parametrize("handle", [HEAD, ADMIN])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(
    console_at: Any, browser: Browser, handle: str
) -> None:
    console: ConsolePages = console_at(State.WORKSHOP_PLANNED)
    context = browser.new_context(locale="de-DE", accept_downloads=False)
    context.add_cookies([{"name": "cp_sitzung", "value": console.session(handle), "url": console.address}])
    page = context.new_page()
    found: list[str] = []
    looked = 0
    for path in ["/anmelden", *pages_of(console, handle)]:
        answer = context.request.get(console.address + path, max_redirects=0)
        if "text/html" not in answer.headers.get("content-type", "") or answer.status != 200:
            continue
        page.goto(console.address + path)
        looked += 1
        result = Axe().run(page, options=RULES).response
        found += [f"{path}: {v['id']} {v['nodes'][0]['target']}" for v in result["violations"]]
        if (headings := page.locator("h1").count()) != 1:
            found.append(f"{path}: {headings} headings of the first level")
        if page.locator("p.demo").count() != 1:
            found.append(f"{path}: does not say Demo")
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        if page.evaluate("document.documentElement.scrollWidth") > 325:
            found.append(f"{path}: wider than the window")
        page.set_viewport_size({"width": 1280, "height": 900})
    context.close()
    assert not found, "\n".join(found)
    assert looked >= 5
