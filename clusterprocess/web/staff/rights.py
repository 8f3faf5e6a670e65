"""Which page is open to whom: every page of the console is one row that names its roles.

The rows of all rooms together are the table that :mod:`tests.web.test_rights` walks with every role, and that
``docs/reference/rechte.md`` shows. What a role may do in a use case is decided there again (design D5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.web.staff.visit import Visit

Handler = Callable[[Visit], Response]

EVERYBODY: frozenset[Role] = frozenset()
"""Pages that nobody has to sign in for: signing in itself."""
WORKERS = frozenset(STAFF)
READERS = WORKERS | {Role.AUDITOR}
OBSERVERS = READERS | {Role.MINISTRY}
KEEPERS = frozenset({Role.HEAD, Role.ADMINISTRATOR})
SIGNED_IN = OBSERVERS | {Role.ADMINISTRATOR, Role.STAKEHOLDER}
REGISTER_KEEPERS = frozenset({Role.HEAD, Role.ASSISTANT, Role.CONSULTANT})


@dataclass(frozen=True, slots=True)
class Page:
    """One route.

    Attributes:
        name: room and page, ``register.list``; the room is the entry of the navigation.
        method: GET reads and never changes anything; POST changes and answers with a redirect or the form again.
        path: German address with parameters in braces.
        allowed: roles that may; empty = everybody, also without an account.
        handler: what answers.
        uploads: takes files (multipart, larger bodies).
        title: what the page is, in one line of German, for the reference.
    """

    name: str
    method: str
    path: str
    allowed: frozenset[Role]
    handler: Handler
    title: str
    uploads: bool = False

    @property
    def section(self) -> str:
        """The entry of the navigation that is marked; a series starts engagements."""
        room = self.name.partition(".")[0]
        return "engagements" if room == "bulk" else room

    @property
    def is_open(self) -> bool:
        return not self.allowed
