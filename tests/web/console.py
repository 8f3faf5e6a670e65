"""What tests of the console share: a staffed agency whose people have accounts, on a real server."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import httpx

from clusterprocess.domain.actors import SYSTEM
from clusterprocess.usecases.accounts import open_account, sign_in_by_link
from clusterprocess.web.security import Limiter
from clusterprocess.web.server import web_app
from tests.builders import Agency
from tests.web.conftest import GENEROUS, Visitor, running


class ConsolePages:
    """The console of an agency; ``signed_in`` gives a browser of one of its people."""

    def __init__(self, agency: Agency, stack: ExitStack) -> None:
        self.agency, self._stack = agency, stack
        self.address = stack.enter_context(running(web_app(agency.app, Limiter(GENEROUS), Limiter(GENEROUS))))

    def stranger(self, **headers: str) -> Visitor:
        """A browser in which nobody is signed in."""
        client = httpx.Client(
            base_url=self.address, follow_redirects=True, trust_env=False, timeout=60, headers=headers
        )
        return Visitor(self._stack.enter_context(client))

    def session(self, handle: str) -> str:
        """The token of a fresh session of a person; her account is opened where she has none."""
        app = self.agency.app

        def act(work: Any) -> str:
            known = work.queries.account_of(handle)
            if known is None:
                link = open_account(work, work.queries.person(handle))
                work.flush()
                return sign_in_by_link(work, link, "Prüfbrowser", None, app.passwords)
            from clusterprocess.usecases.accounts import issue_link

            return sign_in_by_link(work, issue_link(work, handle), "Prüfbrowser", None, app.passwords)

        return app.run(SYSTEM, act)

    def signed_in(self, handle: str) -> Visitor:
        """A browser in which a person is signed in."""
        visitor = self.stranger()
        visitor.client.cookies.set("cp_sitzung", self.session(handle))
        return visitor
