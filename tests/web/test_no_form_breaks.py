"""Every form that a page shows, sent as it stands, filled in plausibly and filled in with nonsense: never a crash.

The forms are found as people find them, by opening pages. What they bring about is tested elsewhere; here nothing may
end in an error page of the server, and what cannot be done is said in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest

from clusterprocess.domain.states import State
from clusterprocess.web.staff.pages import PAGES
from tests.builders import HEAD
from tests.web.addresses import Addresses
from tests.web.conftest import FORM
from tests.web.console import ConsolePages
from tests.web.test_rights import STREAMS

LEFT_ALONE = ("/abmelden", "/konto/abmelden", "/sperren")
"""Ends the session of the test itself."""
ODD = {
    "text": "\u202eDROP TABLE; 😀 ' \" <b>{{7*7}}</b> %s \x00" + "x" * 300,
    "date": "2015-02-30", "number": "-9" * 9, "email": "a@b@c", "time": "25:99",
}  # fmt: skip
PLAUSIBLE = {"text": "Beispiel", "date": "2015-03-12", "number": "1", "email": "beispiel@example.org", "time": "10:00"}


@dataclass
class Shown:
    """A form of a page: where it goes, the kinds of its fields, what they hold, and what can be chosen."""

    action: str
    kinds: dict[str, str] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, how: str) -> dict[str, list[str]]:
        """As it stands, ``plausible`` or ``odd``; hidden fields stay, so that the post belongs to the page."""
        if how == "as it stands":
            return self.held
        words = PLAUSIBLE if how == "plausible" else ODD
        values = dict(self.held)
        for name, kind in self.kinds.items():
            if kind == "hidden":
                continue
            options = [value for value in self.choices.get(name, []) if value]
            if kind in ("select", "radio", "checkbox"):
                values[name] = ["gibt es nicht"] if how == "odd" else options[-1:]
            else:
                values[name] = [words.get(kind, words["text"])]
        return values


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found = address, list[Shown]()
        self.now: Shown | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        if tag == "form" and has.get("method", "").lower() == "post" and "multipart" not in has.get("enctype", ""):
            self.now = Shown(has.get("action") or self.address)
            self.found.append(self.now)
        if self.now is None:
            return
        name = has.get("name", "")
        if tag == "option" and self.select:
            self.now.choices.setdefault(self.select, []).append(has.get("value", ""))
            if "selected" in has:
                self.now.held[self.select] = [has.get("value", "")]
        elif name and name != "_token":
            self._field(self.now, tag, name, has)

    def _field(self, form: Shown, tag: str, name: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text") if tag == "input" else tag
        if tag == "select":
            self.select = name
        if tag == "button":
            form.held.setdefault(name, [has.get("value", "")])
            return
        form.kinds[name] = "text" if kind == "textarea" else kind
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(has.get("value", ""))
            if "checked" in has:
                form.held.setdefault(name, []).append(has.get("value", ""))
        elif tag == "input":
            form.held[name] = [has.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        if tag == "select":
            self.select = ""


@pytest.mark.parametrize("how", ["as it stands", "odd", "plausible"])
@pytest.mark.parametrize("state", [State.UNDER_CHECK, State.INTAKE_OPEN, State.DRAFT, State.FOLLOW_UP])
def test_no_form_ends_in_an_error_of_the_server(console_at: Any, state: State, how: str) -> None:
    console: ConsolePages = console_at(state)
    fill = Addresses(console.agency)
    visitor = console.signed_in(HEAD)
    forms: dict[str, Shown] = {}
    for page in PAGES:
        if page.method == "GET" and not page.is_open and page.name not in STREAMS:
            address = fill.of(page)[0]
            answer = visitor.client.get(address)
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                reader = Forms(address)
                reader.feed(answer.text)
                for form in reader.found:
                    forms.setdefault(f"{form.action} {sorted(form.kinds)}", form)
    assert len(forms) > 30
    token = visitor.open("/konto").token
    broken = []
    for form in forms.values():
        if not form.action.endswith(LEFT_ALONE):
            body = urlencode({"_token": [token], **form.filled(how)}, doseq=True)
            answer = visitor.client.post(form.action, content=body, headers={"content-type": FORM})
            if answer.status_code >= 500 or answer.status_code == 405:
                broken.append(f"{answer.status_code} {form.action} {form.filled(how)}"[:600])
    assert not broken, "\n".join(broken)
