"""Addresses of pages with their parameters filled from what exists in a database of a test."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import text

from clusterprocess.web.staff.rights import Page
from tests.builders import LEAD, NUMBER, Agency

NOTHING = "999999"

# what the first parameter of an address is, by how the address begins
_FIRST = {
    "/vorgang/": lambda found: NUMBER,
    "/workshop/": lambda found: found("workshop"),
    "/postausgang/": lambda found: found("message"),
    "/eingang/": lambda found: found("incoming_mail"),
    "/register/": lambda found: found("cluster"),
    "/veranstaltungen/": lambda found: found("agency_event", "number"),
    "/pruefung/vorhaben/": lambda found: found("operation"),
    "/verwaltung/zugaenge/": lambda found: LEAD,
    "/aufgaben/": lambda found: found("due_item"),
    "/abwesenheiten/": lambda found: found("absence"),
    "/tage/": lambda found: found("day_booking"),
    "/einstieg/": lambda found: "kein-link",
}


class Addresses:
    """Fills the parameters of pages."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency

    def of(self, page: Page) -> list[str]:
        """Addresses of a page: with what exists, and with a thing that does not exist."""
        if "{" not in page.path:
            return [page.path]
        first = next((fill for start, fill in _FIRST.items() if page.path.startswith(start)), lambda found: NOTHING)
        known = re.sub(r"\{[^}]+\}", str(first(self._found)), page.path, count=1)
        rest = [self._second(name, page) for name in re.findall(r"\{([a-z_]+)", known)]
        for value in rest:
            known = re.sub(r"\{[^}]+\}", value, known, count=1)
        absent = re.sub(r"\{[^}]+\}", NOTHING, page.path)
        return [known, absent]

    def _second(self, name: str, page: Page) -> str:
        if "/eingaben/" in page.path:
            return "fragebogen"
        if "/dokumente/" in page.path:
            return "fragebogen" if name == "kind" else "1"
        if "/nachbefragung/" in page.path:
            return self._found("follow_up")
        return NOTHING

    def _found(self, table: str, column: str = "id") -> str:
        with self._agency.app.engine.connect() as connection:
            value: Any = connection.scalar(text(f"SELECT {column} FROM {table} ORDER BY id LIMIT 1"))
        return str(value) if value is not None else NOTHING
