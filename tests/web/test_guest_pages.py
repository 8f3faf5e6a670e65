"""The pages behind personal links, asked over a real connection: every promise of security, saving, handing in."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import text

from clusterprocess.domain.links import LinkDraft, PersonalLink
from clusterprocess.usecases.personal_links import GONE, revoke_link
from clusterprocess.web.security import MOST_BODY_BYTES, Rate
from tests.builders import LEAD, NUMBER
from tests.web.conftest import FORM, GENEROUS, Pages, Visitor

ANSWERS = {"kind": "kmu", "size": "20-49", "need_vernetzung": "5", "obstacle": "Zeit fehlt (Beispiel)"}


def gone(visitor: Visitor) -> bool:
    return visitor.status == 404 and GONE in visitor.page


# --- the way in


def test_the_address_of_a_mail_leads_to_a_page_without_the_token(pages: Pages) -> None:
    visitor = pages.visitor()
    path = pages.path()
    first = visitor.client.get(path, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, pages.form())
    cookie = first.headers["set-cookie"]
    assert path.removeprefix("/l/") in cookie
    for part in ("HttpOnly", "SameSite=lax", f"Path={pages.form()}"):
        assert part in cookie
    assert "Secure" not in cookie  # the address is http://127.0.0.1
    assert path.removeprefix("/l/") not in visitor.open(pages.form()).page


def test_over_https_the_cookie_is_secure_and_strict_transport_is_asked_for(pages: Pages) -> None:
    app = pages.agency.app
    app.settings = app.settings.model_copy(update={"public_url": "https://antworten.beispiel.de"})
    visitor = pages.visitor(pages.serve(app))
    answer = visitor.client.get(pages.path(), follow_redirects=False)
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_looking_changes_nothing(pages: Pages) -> None:
    path = pages.path()
    before = pages.everything()
    visitor = pages.visitor()
    for _ in range(3):
        assert visitor.open(path).saw() == [303, 200]
    assert visitor.client.head(path).status_code == 200
    visitor.open(f"{pages.form()}/danke")
    assert pages.everything() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pages, visitor: visitor.open("/l/" + "x" * 22),
        lambda pages, visitor: visitor.open("/l/%00%ff"),
        lambda pages, visitor: visitor.open(pages.form()),
        lambda pages, visitor: visitor.open(f"{pages.form()}/danke"),
        lambda pages, visitor: visitor.open("/a/999"),
        lambda pages, visitor: visitor.open("/a/unsinn"),
        lambda pages, visitor: visitor.open(pages.form(), cookie="cp_link=falsch"),
        lambda pages, visitor: visitor.post(pages.form(), ANSWERS, "t"),
        lambda pages, visitor: visitor.post(f"{pages.form()}/entwurf", ANSWERS, "t"),
    ],
    ids=["unknown", "unreadable", "no cookie", "no cookie for thanks", "unknown number", "no number", "wrong cookie",
         "post without cookie", "save without cookie"],
)  # fmt: skip
def test_whoever_has_no_right_sees_one_and_the_same_page(pages: Pages, spoil: object) -> None:
    visitor = pages.visitor()
    spoil(pages, visitor)  # type: ignore[operator]
    assert gone(visitor)
    assert visitor.page == pages.visitor().open("/l/anders").page
    assert pages.responses() == []


def test_an_expired_link_looks_like_an_unknown_one(pages: Pages) -> None:
    path, visitor = pages.path(), pages.entered()
    pages.set_now(datetime(2015, 3, 13, 22, 59, tzinfo=UTC))  # 23:59 in Stuttgart, the last minute of the last day
    assert visitor.open(pages.form()).status == 200
    pages.set_now(datetime(2015, 3, 13, 23, 0, tzinfo=UTC))
    assert gone(visitor.open(pages.form()))
    assert visitor.open(path).page == visitor.open("/l/anders").page


def test_a_revoked_link_ends_at_once_also_for_whoever_is_typing(pages: Pages) -> None:
    path, visitor = pages.path(), pages.entered()
    token = visitor.token
    pages.agency.run(LEAD, lambda work: revoke_link(work, pages.link))
    assert gone(visitor.open(path)) and gone(visitor.post(pages.form(), ANSWERS, token))
    assert visitor.post(f"{pages.form()}/entwurf", ANSWERS, token, accept="application/json").status == 404
    assert pages.responses() == []


def test_the_cookie_of_one_link_opens_no_other(pages: Pages) -> None:
    def further(work: object) -> int:
        from clusterprocess.domain.links import LinkPurpose
        from clusterprocess.usecases.personal_links import create_link

        engagement = work.queries.engagement(NUMBER)  # type: ignore[attr-defined]
        return create_link(work, LinkPurpose.MEMBER_SURVEY, None, engagement=engagement).id  # type: ignore[arg-type]

    other = pages.agency.run(LEAD, further)
    token = pages.path().removeprefix("/l/")
    assert gone(pages.visitor().open(pages.form(other), cookie=f"cp_link={token}"))


# --- headers, limits, logs


def test_every_answer_carries_the_headers_that_keep_it_private(pages: Pages) -> None:
    visitor = pages.entered()
    style = re.search(r'href="(/static/[^"]+\.css)"', visitor.page)
    assert style
    addresses = [pages.form(), "/l/falsch", "/nichts", "/a/1/unsinn", "/l/"]
    answers = [visitor.client.get(a) for a in addresses]
    answers += [visitor.client.put(pages.form()), visitor.client.post(pages.form(), json={})]
    assert [a.status_code for a in answers] == [200, 404, 404, 404, 404, 405, 415]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"].startswith("text/html") and 'lang="de"' in answer.text
    assert "immutable" in visitor.client.get(style[1]).headers["cache-control"]


def test_a_post_from_another_site_is_refused_and_keeps_nothing(pages: Pages) -> None:
    visitor = pages.entered()
    token = visitor.token
    for headers in ({"origin": "https://boese.example"}, {"sec_fetch_site": "cross-site", "origin": "null"}):
        for path in (pages.form(), f"{pages.form()}/entwurf"):
            assert visitor.post(path, ANSWERS, token, **headers).status == 403
    assert pages.responses() == []


@pytest.mark.parametrize("wrong", ["", "x.y", "%00"])
def test_a_post_without_the_token_of_the_form_keeps_nothing_and_loses_nothing(pages: Pages, wrong: str) -> None:
    visitor = pages.entered()
    assert visitor.post(pages.form(), ANSWERS, wrong).status == 403
    assert "noch einmal" in visitor.page and "Zeit fehlt (Beispiel)" in visitor.page
    assert pages.responses() == []
    # the page that comes back holds a good token: sending again works
    assert visitor.post(pages.form(), ANSWERS).saw() == [303, 200]
    assert len(pages.responses()) == 1


def test_a_form_token_of_another_browser_is_refused(pages: Pages) -> None:
    foreign = pages.entered().token
    assert pages.entered().post(pages.form(), ANSWERS, foreign).status == 403
    assert pages.responses() == []


def test_too_large_a_post_is_refused_whether_announced_or_not(pages: Pages) -> None:
    visitor = pages.entered()
    large = b"obstacle=" + b"x" * MOST_BODY_BYTES
    announced = visitor.client.post(pages.form(), content=large, headers={"content-type": FORM})
    pieces = (large[i : i + 65_536] for i in range(0, len(large), 65_536))
    chunked = visitor.client.post(pages.form(), content=pieces, headers={"content-type": FORM})
    assert [announced.status_code, chunked.status_code] == [413, 413]
    assert "zu umfangreich" in chunked.text


def test_whoever_guesses_tokens_has_to_wait(pages: Pages) -> None:
    address = pages.serve(pages.agency.app, by_address=Rate(100.0, 1.0))
    visitor = pages.visitor(address)
    statuses = [visitor.open(f"/l/geraten{n}").status for n in range(6)]
    # 100 units; a wrong token costs 1 + 20: five guesses, then nothing
    assert statuses == [404, 404, 404, 404, 404, 429]
    assert visitor.answer is not None and int(visitor.answer.headers["retry-after"]) >= 1
    assert "Bitte warten" in visitor.page
    assert visitor.open(pages.path()).status == 429


def test_a_guess_at_a_known_page_costs_as_much_and_burdens_no_link(pages: Pages) -> None:
    address = pages.serve(pages.agency.app, by_address=Rate(100.0, 1.0), by_link=Rate(2.0, 0.001))
    visitor = pages.visitor(address)
    statuses = [visitor.open(pages.form(), cookie=f"cp_link=geraten{n}").status for n in range(6)]
    assert statuses == [404, 404, 404, 404, 404, 429]
    behind = pages.serve(pages.agency.app, by_address=GENEROUS, by_link=Rate(2.0, 0.001))
    fresh = pages.visitor(behind).open(pages.path())
    assert [fresh.status, fresh.open(pages.form()).status, fresh.open(pages.form()).status] == [200, 200, 429]


def test_a_forged_address_helps_nobody_and_a_trusted_proxy_is_believed(pages: Pages) -> None:
    app = pages.agency.app
    open_door = pages.serve(app, by_address=Rate(10.0, 0.01))
    guesses = [httpx.get(f"{open_door}/l/x", headers={"x-forwarded-for": f"203.0.113.{n}"}, trust_env=False) for n in range(2)]  # fmt: skip
    assert [g.status_code for g in guesses] == [404, 429]
    app.settings = app.settings.model_copy(update={"web_behind_proxy": True})
    behind = pages.serve(app, by_address=Rate(10.0, 0.01))
    guests = [httpx.get(f"{behind}/l/x", headers={"x-forwarded-for": f"1.2.3.4, 203.0.113.{n}"}, trust_env=False) for n in (1, 2, 1)]  # fmt: skip
    assert [g.status_code for g in guests] == [404, 404, 429]


def test_no_token_answer_or_address_is_written_to_the_log(pages: Pages) -> None:
    told = io.StringIO()
    with redirect_stdout(told):
        path = pages.path()
        visitor = pages.visitor().open(path)
        token = visitor.token
        visitor.post(f"{pages.form()}/entwurf", ANSWERS, accept="application/json", token=token)
        visitor.post(pages.form(), {"kind": "nirgends"}, token)
        visitor.post(pages.form(), ANSWERS, token)
        visitor.open("/l/geraten")
    log = told.getvalue()
    assert f"link={pages.link}" in re.sub(r"\x1b\[[0-9;]*m", "", log)
    for secret in (path.removeprefix("/l/"), token, "geraten", "Beispiel", "kmu", "127.0.0.1", "/l/"):
        assert secret not in log, secret


def test_a_failure_shows_a_number_and_hides_everything_else(pages: Pages) -> None:
    visitor = pages.entered()
    token = visitor.token
    told = io.StringIO()
    with redirect_stdout(told):
        _break_answers(pages, True)
        visitor.post(pages.form(), ANSWERS, token)
        _break_answers(pages, False)
    number = re.search(r"Nummer ([0-9a-f]{8})", visitor.page)
    assert visitor.status in (500, 503) and number
    assert number[1] in told.getvalue()
    for hidden in ("Traceback", "sqlalchemy", "survey_response", "Zeit fehlt"):
        assert hidden not in visitor.page
    assert "Zeit fehlt" not in told.getvalue()
    assert visitor.open(pages.form()).post(pages.form(), ANSWERS).saw() == [303, 200]


def _break_answers(pages: Pages, broken: bool) -> None:
    """Take away the place where answers are kept, and give it back."""
    from sqlalchemy import create_engine

    names = ("survey_response", "survey_response_fort")
    old, new = names if broken else names[::-1]
    owner = create_engine(pages.agency.app.urls.owner)
    with owner.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    owner.dispose()


# --- saved while typing


def test_what_was_typed_is_there_again_and_only_in_the_same_browser(pages: Pages) -> None:
    visitor = pages.entered()
    visitor.post(f"{pages.form()}/entwurf", ANSWERS | {"unbekannt": "x"}, accept="application/json")
    assert visitor.answer is not None and visitor.answer.json() == {"saved": "09:00"}
    assert "Zeit fehlt (Beispiel)" in visitor.open(pages.form()).page
    assert "Zuletzt gesichert am 19.01.2015 um 09:00 Uhr" in visitor.page
    # a new address out of another mail, in the same browser: still there
    assert "Zeit fehlt (Beispiel)" in visitor.open(pages.path()).page
    assert "Zeit fehlt" not in pages.entered().page


def test_a_draft_is_kept_without_anything_that_identifies_and_without_unknown_fields(pages: Pages) -> None:
    pages.entered().post(f"{pages.form()}/entwurf", ANSWERS | {"unbekannt": "x"})
    drafts = pages.agency.look(lambda w: list(w.queries.link_drafts(link_id=pages.link)))
    assert [sorted(d.posted) for d in drafts] == [["kind", "need_vernetzung", "obstacle", "size"]]
    assert all(re.fullmatch(r"[0-9a-f]{64}", d.browser) for d in drafts)
    assert {c.name for c in LinkDraft.__table__.columns} == {"link_id", "browser", "posted", "saved_at"}


def test_without_script_a_button_saves_and_says_when(pages: Pages) -> None:
    visitor = pages.entered().post(f"{pages.form()}/entwurf", ANSWERS)
    assert visitor.saw() == [303, 200]
    assert "Zuletzt gesichert am" in visitor.page and "um 09:00 Uhr" in visitor.page
    assert pages.responses() == []


def test_a_draft_is_forgotten_after_thirty_days_and_when_it_was_handed_in(pages: Pages) -> None:
    visitor = pages.entered().post(f"{pages.form()}/entwurf", ANSWERS)
    old = visitor.client.cookies.get("cp_browser")
    pages.set_now(datetime(2015, 2, 18, 8, 1, tzinfo=UTC))  # typed on 19 January at 9:00; thirty days and a minute
    assert "Zeit fehlt" not in visitor.open(pages.form()).page
    visitor.post(f"{pages.form()}/entwurf", ANSWERS)
    visitor.post(pages.form(), ANSWERS)
    assert [d.posted for d in pages.agency.look(lambda w: list(w.queries.link_drafts()))] == []
    # a save that was still on its way when the answers were sent belongs to a browser value that is no longer used
    assert visitor.client.cookies.get("cp_browser") != old


def test_too_long_a_text_is_not_saved_and_the_sentence_says_so(pages: Pages) -> None:
    visitor = pages.entered().post(
        f"{pages.form()}/entwurf", {"obstacle": "x" * 61_000}, accept="application/json"
    )  # fmt: skip
    assert visitor.status == 409 and visitor.answer is not None
    assert "zu lang" in visitor.answer.json()["hint"]


# --- handing in


def test_answers_are_kept_without_a_name_and_the_page_says_thank_you(pages: Pages) -> None:
    visitor = pages.entered().post(pages.form(), ANSWERS)
    assert visitor.saw() == [303, 200]
    assert visitor.answer is not None and visitor.answer.url.path == f"{pages.form()}/danke"
    assert "Vielen Dank" in visitor.page
    assert pages.responses() == [
        {"kind": "kmu", "size": "20-49", "need": {"vernetzung": 5}, "satisfaction": {}, "obstacle": "Zeit fehlt (Beispiel)"}
    ]  # fmt: skip
    link: PersonalLink = pages.agency.look(lambda w: w.queries.personal_link(pages.link))
    assert link.uses == 1


def test_loading_the_thanks_again_hands_nothing_in_and_without_answers_there_are_no_thanks(pages: Pages) -> None:
    visitor = pages.entered()
    assert visitor.open(f"{pages.form()}/danke").saw() == [303, 200]
    assert "Vielen Dank." not in visitor.page
    visitor.open(pages.form()).post(pages.form(), ANSWERS)
    for _ in range(2):
        visitor.open(f"{pages.form()}/danke")
    assert len(pages.responses()) == 1


def test_one_browser_answers_a_survey_once_and_many_browsers_answer_it(pages: Pages) -> None:
    first = pages.entered()
    token = first.token
    first.post(pages.form(), ANSWERS)
    assert "ist schon beantwortet" in first.open(pages.form()).page
    assert "ist schon beantwortet" in first.post(pages.form(), ANSWERS, token).page
    for _ in range(3):
        pages.entered().post(pages.form(), ANSWERS)
    assert len(pages.responses()) == 4


def test_wrong_answers_are_named_at_the_top_and_beside_the_field_and_nothing_is_kept(pages: Pages) -> None:
    visitor = pages.entered().post(pages.form(), {"recommend": "11", "obstacle": "Zeit & Geld"})
    assert visitor.status == 422
    assert "Bitte prüfen Sie 2 Angaben" in visitor.page
    assert visitor.page.count('aria-invalid="true"') == 2
    assert "Zeit &amp; Geld" in visitor.page
    assert pages.responses() == []


def test_every_page_says_demo_in_a_demo_and_carries_the_funding_line(pages: Pages) -> None:
    visitor = pages.entered()
    seen = [visitor.page, visitor.post(pages.form(), {}).page, visitor.open("/l/falsch").page, visitor.open("/").page]
    visitor.open(pages.form()).post(pages.form(), ANSWERS)
    seen += [visitor.page, visitor.open(pages.form()).page]
    assert all("Demo – Beispieldaten" in page for page in seen)
    # the page of an unknown address comes without asking the database
    assert [("Europäischer Fonds für regionale Entwicklung" in page) for page in seen] == [True, True, True, False, True, True]  # fmt: skip
