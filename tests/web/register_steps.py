"""Steps that the tests of the register share: taking a table in, and sending a form back as a browser would."""

from __future__ import annotations

import re
from typing import Any

from tests.builders import Agency
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

HEAD = "source_id;name;kind;field;region;seat"
CSV = "\r\n".join(
    (
        HEAD,
        "B1;Beispielnetz Medizintechnik Süd;regionale_initiative;medical_engineering;schwarzwald_baar_heuberg;Tuttlingen",
        "B2;Musterkreis Freiburg Optik;regionale_initiative;photonics;suedlicher_oberrhein;Freiburg im Breisgau",
        "B3;Beispielverbund Müller;landesweites_netzwerk;automotive;stuttgart;Böblingen",
    )
)


def take_in(visitor: Visitor, table: str, name: str = "register.csv") -> Visitor:
    """Choose a file on the page and look at the preview."""
    visitor.open("/register/einlesen")
    visitor.answer = visitor.client.post(
        "/register/einlesen", data={"_token": visitor.token}, files={"datei": (name, table.encode())}
    )
    return visitor


def staged(visitor: Visitor) -> dict[str, str]:
    """The hidden fields of the confirmation."""
    return {key: hidden(visitor, key) for key in ("name", "pruefsumme", "siegel")}


def hidden(visitor: Visitor, key: str) -> str:
    found = re.search(rf'name="{key}" value="([^"]*)"', visitor.page)
    assert found, key
    return found[1]


def three_more(console: ConsolePages) -> Visitor:
    """Three further initiatives, taken in by the back office through the pages."""
    visitor = console.signed_in("a.amend")
    take_in(visitor, CSV)
    visitor.post("/register/einlesen/uebernehmen", staged(visitor))
    assert "Eingelesen: 3 neu, 0 geändert, 0 unverändert." in visitor.page
    return visitor


def cluster_id(agency: Agency, name: str = "") -> int:
    return agency.look(lambda work: work.queries.cluster(name or agency.cluster_name).id)


def names_on(page: str) -> list[str]:
    return re.findall(r'<td data-label="Initiative"><a href="/register/\d+">([^<]+)</a>', page)


def posted_back(page: str) -> dict[str, object]:
    """A form as a browser would send it untouched."""
    form = page[page.index('<form class="sheet') :]
    values: dict[str, Any] = {}

    def add(key: str, value: str) -> None:
        values.setdefault(key, []).append(value)

    for tag in re.findall(r"<input[^>]*>", form):
        key, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if key and ("checked" in tag or not re.search(r'type="(radio|checkbox)"', tag)):
            add(key[1], value[1] if value else "")
    for key, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        add(key, chosen[1] if chosen else "")
    for key, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        add(key, text)
    values.pop("_token", None)
    return {key: value[0] if len(value) == 1 else value for key, value in values.items()}
