"""How somebody gets into the demo's console: a one-time link per sample person; no password exists."""

from __future__ import annotations

from clusterprocess.bootstrap import App
from clusterprocess.demo.people import PEOPLE, SYSTEM
from clusterprocess.domain.actors import ROLE_NAMES
from clusterprocess.usecases.accounts import issue_link, open_account
from clusterprocess.usecases.ports import Work


def sign_in_links(app: App) -> list[tuple[str, str, str]]:
    """Name, role and the path of a fresh one-time link for each person of the demo."""
    return [
        (name, ROLE_NAMES[roles[0]].de, f"/einstieg/{app.run(SYSTEM, lambda work, h=handle: _link(work, h))}")  # type: ignore[misc]
        for handle, name, _, roles in PEOPLE
    ]


def _link(work: Work, handle: str) -> str:
    if work.queries.account_of(handle) is None:
        return open_account(work, work.queries.person(handle))
    return issue_link(work, handle)
