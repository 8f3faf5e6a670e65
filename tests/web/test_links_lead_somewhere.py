"""Every link that a page shows leads to a page: nothing on the console ends in "not found"."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from clusterprocess.domain.states import State
from clusterprocess.web.staff.pages import PAGES
from tests.builders import HEAD
from tests.web.addresses import Addresses
from tests.web.console import ConsolePages
from tests.web.test_rights import STREAMS


@pytest.mark.parametrize("state", [State.INTAKE_OPEN, State.INTERNAL_REVIEW, State.FOLLOW_UP])
def test_no_link_on_any_page_leads_nowhere(console_at: Any, state: State) -> None:
    console: ConsolePages = console_at(state)
    fill = Addresses(console.agency)
    visitor = console.signed_in(HEAD)
    shown: dict[str, str] = {}
    for page in PAGES:
        if page.method == "GET" and page.name not in STREAMS:
            path = fill.of(page)[0]
            answer = visitor.client.get(path)
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                for link in re.findall(r'href="(/[^"#]*)', answer.text):
                    shown.setdefault(unescape(link), path)
    assert len(shown) > 100
    dead = [
        f"{link} on {path}"
        for link, path in shown.items()
        if not link.startswith("/static") and visitor.client.get(link).status_code in (404, 405, 500)
    ]
    assert not dead, "\n".join(dead)
