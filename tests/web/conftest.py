"""What the tests of pages share: an engagement that runs a member survey, a real server, and browsers that keep cookies."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from clusterprocess.bootstrap import App
from clusterprocess.domain.states import State
from clusterprocess.usecases.births import set_clock
from clusterprocess.usecases.member_survey import open_survey
from clusterprocess.usecases.personal_links import address_of
from clusterprocess.web.security import Limiter, Rate
from clusterprocess.web.server import web_app
from tests.builders import LEAD, NUMBER, Agency, bring_to
from tests.usecases.conftest import Copies, agency, all_copies
from tests.web.browsers import ARGUMENTS, CHROMIUM

__all__ = ["Copies", "agency", "all_copies"]

UNTIL = date(2015, 3, 13)
GENEROUS = Rate(100_000.0, 100_000.0)
FORM = "application/x-www-form-urlencoded"


class Visitor:
    """One browser of a test: a client with cookies, and what it saw last."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.answer: httpx.Response | None = None

    @property
    def page(self) -> str:
        assert self.answer is not None
        return self.answer.text

    @property
    def status(self) -> int:
        assert self.answer is not None
        return self.answer.status_code

    @property
    def token(self) -> str:
        found = re.search(r'name="_token" value="([^"]+)"', self.page)
        assert found, self.page[:400]
        return found[1]

    def open(self, path: str, **headers: str) -> Visitor:
        self.answer = self.client.get(path, headers=headers)
        return self

    def post(self, path: str, values: Mapping[str, object], token: str | None = None, **headers: str) -> Visitor:
        """Post a form as a browser does; the form token is that of the page seen last."""
        fields = {"_token": self.token if token is None else token, **values}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = self.client.post(
            path, content=urlencode(fields, doseq=True), headers={"content-type": FORM, **named}
        )
        return self

    def saw(self) -> list[int]:
        """Statuses on the way to the last page."""
        assert self.answer is not None
        return [*(step.status_code for step in self.answer.history), self.status]


class Pages:
    """The web program of an agency on a real server; ``link`` is the one that the test is about."""

    def __init__(self, agency: Agency, stack: ExitStack, link: int = 0) -> None:
        self.agency, self._stack, self.link = agency, stack, link
        self.address = self.serve(agency.app)

    def serve(self, app: App, by_address: Rate = GENEROUS, by_link: Rate = GENEROUS) -> str:
        """A further server with limits of its own; returns its address."""
        return self._stack.enter_context(running(web_app(app, Limiter(by_address), Limiter(by_link))))

    def visitor(self, address: str = "", **headers: str) -> Visitor:
        """A fresh browser."""
        client = httpx.Client(
            base_url=address or self.address, follow_redirects=True, trust_env=False, timeout=30, headers=headers
        )
        return Visitor(self._stack.enter_context(client))

    def path(self, link: int | None = None) -> str:
        """A fresh address of a link, without the host."""
        made: str = self.agency.run(LEAD, lambda work: address_of(work, work.queries.personal_link(link or self.link)))
        return "/l/" + made.rpartition("/")[2]

    def entered(self, link: int | None = None) -> Visitor:
        """A fresh browser in front of the form."""
        return self.visitor().open(self.path(link))

    def form(self, link: int | None = None) -> str:
        return f"/a/{link or self.link}"

    def responses(self) -> list[dict[str, Any]]:
        def look(work: Any) -> list[dict[str, Any]]:
            engagement = work.queries.engagement(NUMBER)
            return [r.answers for r in work.queries.survey_responses(engagement_id=engagement.id)]

        return self.agency.look(look)

    def set_now(self, now: datetime) -> None:
        self.agency.run("system", lambda work: set_clock(work, now))

    def everything(self) -> dict[str, list[Any]]:
        """All rows of all tables: equal while nothing was written."""
        from sqlalchemy import text

        from clusterprocess.adapters.database.schema import METADATA

        with self.agency.app.engine.connect() as connection:
            return {
                name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]
                for name in METADATA.tables
            }


@pytest.fixture
def pages(agency: Agency) -> Iterator[Pages]:
    """The sample engagement in its intake, with a survey open until 13 March 2015."""
    bring_to(agency, State.INTAKE_OPEN)
    with ExitStack() as stack:
        yield Pages(agency, stack, agency.run(LEAD, lambda work: open_survey(work, NUMBER, UNTIL).id))


@pytest.fixture
def console(agency: Agency) -> Iterator[Any]:
    """The console of the staffed agency before any request (:class:`tests.web.console.ConsolePages`)."""
    from tests.web.console import ConsolePages  # builds on this module

    with ExitStack() as stack:
        yield ConsolePages(agency, stack)


@pytest.fixture
def console_at(agency: Agency) -> Iterator[Any]:
    """``console_at(State.X)``: the console with the sample engagement led to a state."""
    from tests.web.console import ConsolePages

    with ExitStack() as stack:

        def at(state: State) -> ConsolePages:
            bring_to(agency, state)
            return ConsolePages(agency, stack)

        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One chromium for the tests of a module; each test opens a context of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def running(web: FastAPI) -> Iterator[str]:
    """A real server on a free port; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = uvicorn.Config(
        web, host="127.0.0.1", port=port, log_config=None, access_log=False, proxy_headers=False, ws="none"
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
