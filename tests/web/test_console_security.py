"""What keeps the console closed: form tokens, other sites, headers, escaping, sizes, failures without a trace."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clusterprocess.domain.states import State
from clusterprocess.web.security import MOST_UPLOAD_BYTES
from clusterprocess.web.staff.pages import PAGES
from tests.builders import HEAD, LEAD
from tests.web.addresses import Addresses
from tests.web.console import ConsolePages
from tests.web.test_rights import STREAMS

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_a_form_token_of_another_session_is_refused_and_nothing_is_written(console: ConsolePages) -> None:
    other = console.signed_in(HEAD).open("/konto").token
    mine = console.signed_in(LEAD).open("/konto")
    before = console.agency.actions()
    mine.post("/konto/abmelden", {}, token=other)
    assert mine.status == 403
    assert "zu lange offen" in mine.page
    assert console.agency.actions() == before


@pytest.mark.parametrize(
    "headers",
    [{"sec_fetch_site": "cross-site"}, {"origin": "https://boese.example"}, {"sec_fetch_site": "same-site"}],
)
def test_a_post_from_another_site_is_refused_in_spite_of_a_good_token(
    console: ConsolePages, headers: dict[str, str]
) -> None:
    visitor = console.signed_in(LEAD).open("/konto")
    assert visitor.post("/konto/abmelden", {}, **headers).status == 403


def test_every_page_carries_the_strict_headers_and_no_script_or_style_inside(console_at: Any) -> None:
    console = console_at(State.WORKSHOP_PLANNED)
    fill = Addresses(console.agency)
    visitor = console.signed_in(HEAD)
    wrong = []
    for page in PAGES:
        if page.method != "GET" or page.name in STREAMS:
            continue
        for path in fill.of(page):
            answer = visitor.client.get(path)
            policy = answer.headers.get("content-security-policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
                wrong.append(f"{path}: policy {policy}")
            if answer.headers.get("cache-control") != "no-store" or answer.headers.get("x-frame-options") != "DENY":
                wrong.append(f"{path}: headers")
            if answer.headers.get("x-content-type-options") != "nosniff":
                wrong.append(f"{path}: nosniff")
            if "text/html" in answer.headers.get("content-type", ""):
                inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:", answer.text)
                foreign = re.findall(r'(?:src|href|action)="(?:https?:)?//(?!127\.0\.0\.1)[^"]*"', answer.text)
                wrong += [f"{path}: {found}" for found in inline + foreign]
    assert wrong == []


def test_what_people_typed_is_text_on_every_page(console_at: Any) -> None:
    console = console_at(State.WORKSHOP_PLANNED)

    def poison(work: Any) -> None:
        engagement = work.queries.engagement("CA-2015-A-001")
        engagement.cluster.name = f"Netz {ATTACK}"
        engagement.question = ATTACK
        engagement.lead.name = f"Bernd {ATTACK}"
        for workshop in engagement.workshops:
            workshop.title, workshop.place = f"Tag {ATTACK}"[:120], ATTACK

    console.agency.run("system", poison)
    fill = Addresses(console.agency)
    visitor = console.signed_in(HEAD)
    hit = []
    for page in PAGES:
        if page.method == "GET" and page.name not in STREAMS:
            for path in fill.of(page):
                answer = visitor.client.get(path, params={"q": ATTACK} if "{" not in page.path else None)
                if "text/html" in answer.headers.get("content-type", "") and (
                    "<script>alert" in answer.text or "<img src=x" in answer.text
                ):
                    hit.append(path)
                if answer.status_code >= 500:
                    hit.append(f"{path}: {answer.status_code}")
    assert hit == []


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(console: ConsolePages) -> None:
    visitor = console.signed_in(LEAD).open("/konto")
    big = visitor.client.post(
        "/konto/passwort", content=b"x" * 400_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert big.status_code == 413
    upload = next(p for p in PAGES if p.uploads and "{" not in p.path and LEAD)
    huge = visitor.client.post(upload.path, files={"datei": ("a.xlsx", b"x" * (MOST_UPLOAD_BYTES + 1))})
    assert huge.status_code == 413


def test_an_unexpected_failure_shows_a_number_and_no_trace(
    console: ConsolePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = console.signed_in(LEAD)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("geheimer Inhalt")

    monkeypatch.setattr("clusterprocess.adapters.database.accounts.AccountQueries.web_sessions", broken)
    visitor.open("/konto")
    assert visitor.status == 500
    assert re.search(r"Nummer [0-9a-f]{8}", visitor.page)
    assert "geheimer" not in visitor.page and "Traceback" not in visitor.page and "RuntimeError" not in visitor.page


def test_the_session_cookie_is_for_this_host_encrypted_and_out_of_reach_for_scripts() -> None:
    from starlette.responses import Response

    from clusterprocess.web.staff.sessions import session_cookie

    answer = Response()
    session_cookie("https://konsole.beispiel.example").set(answer, "t")
    told = answer.headers["set-cookie"]
    assert told.startswith("__Host-cp_sitzung=t;")
    assert all(word in told for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))


def test_a_note_in_the_cookie_of_somebody_else_is_not_shown(console: ConsolePages) -> None:
    visitor = console.signed_in(LEAD)
    visitor.client.cookies.set("cp_hinweis", "salz.marke.Bitte%20rufen%20Sie%20an")
    assert "rufen" not in visitor.open("/konto").page


def test_many_guesses_from_one_address_have_to_wait(console: ConsolePages) -> None:
    from clusterprocess.web.security import ADDRESS_RATE, Limiter
    from clusterprocess.web.server import web_app
    from tests.web.conftest import GENEROUS, running

    with running(web_app(console.agency.app, Limiter(ADDRESS_RATE), Limiter(GENEROUS))) as address:
        visitor = console.stranger()
        visitor.client.base_url = address  # type: ignore[assignment]
        seen = [
            visitor.client.post("/anmelden", data={"handle": f"n{n}", "password": "x"}).status_code for n in range(30)
        ]
    assert seen[0] == 403
    assert seen[-1] == 429
