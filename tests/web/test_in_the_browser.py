"""The pages in a real browser: telephone, keyboard, no script. Needs chromium; where CI runs, its absence is a failure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clusterprocess.domain.states import State
from clusterprocess.usecases.intake_by_link import intake_link
from tests.builders import LEAD, MANAGER, NUMBER, Agency, bring_to
from tests.web.browsers import IN_THE_BROWSER
from tests.web.conftest import Pages

PHONE = {"width": 360, "height": 740}

pytestmark = IN_THE_BROWSER


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="de-DE")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    yield context
    context.close()


def enter(context: BrowserContext, pages: Pages) -> Page:
    """A new page in front of the survey; what the browser's console says is an error."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
    page.goto(pages.address + pages.path())
    return page


def test_typed_on_a_telephone_reloaded_found_again_and_handed_in(phone: BrowserContext, pages: Pages) -> None:
    page = enter(phone, pages)
    assert page.url == pages.address + pages.form()
    page.get_by_text("KMU", exact=True).tap()
    page.get_by_label("Was soll sich ändern?").fill("Mehr Abende (Beispiel)")
    expect(page.get_by_role("status")).to_have_text("Gesichert um 09:00 Uhr")
    page.reload()
    expect(page.get_by_label("Was soll sich ändern?")).to_have_value("Mehr Abende (Beispiel)")
    expect(page.get_by_label("KMU", exact=True)).to_be_checked()
    page.get_by_role("button", name="Antworten absenden").tap()
    expect(page.get_by_text("Ihre Antworten sind ohne Namen eingegangen")).to_be_visible()
    assert [r["wish"] for r in pages.responses()] == ["Mehr Abende (Beispiel)"]
    page.reload()
    page.goto(pages.address + pages.form())
    expect(page.get_by_role("heading", level=1)).to_contain_text("ist schon beantwortet")
    assert len(pages.responses()) == 1


def test_an_error_is_announced_focused_and_leads_to_its_field(phone: BrowserContext, pages: Pages) -> None:
    page = enter(phone, pages)
    page.get_by_label("Was soll sich ändern?").fill("bleibt stehen")
    page.get_by_role("button", name="Antworten absenden").tap()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Bitte prüfen Sie eine Angabe")
    expect(alert).to_be_focused()
    expect(page).to_have_title("Fehler: Mitgliederbefragung: Netzwerk Präzisionstechnik Neckar-Alb e.V. – ClusterAgentur Baden-Württemberg")  # fmt: skip
    expect(page.get_by_label("Was soll sich ändern?")).to_have_value("bleibt stehen")
    alert.get_by_role("link").tap()
    expect(page.get_by_label("KMU", exact=True)).to_be_in_viewport()
    question = page.get_by_role("radiogroup", name="Zu welcher Gruppe gehört Ihre Organisation?")
    expect(question).to_have_attribute("aria-invalid", "true")
    expect(question).to_have_accessible_description("Fehler: „Zu welcher Gruppe gehört Ihre Organisation?“: Bitte antworten Sie hier.")  # fmt: skip


def test_everything_can_be_done_with_the_keyboard_alone(browser: Browser, pages: Pages) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = enter(context, pages)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("KMU", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Großunternehmen")).to_be_checked()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            page.keyboard.type("ohne Maus")
        if page.evaluate("document.activeElement.textContent.trim()") == "Antworten absenden":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vielen Dank")).to_be_visible()
    assert [(r["kind"], r["wish"]) for r in pages.responses()] == [("gross", "ohne Maus")]
    context.close()


def test_without_script_the_button_saves_and_everything_works(browser: Browser, pages: Pages) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = enter(context, pages)
    page.get_by_label("Was soll sich ändern?").fill("Ohne Skript (Beispiel)")
    page.get_by_role("button", name="Zwischenspeichern").click()
    expect(page.get_by_role("status")).to_have_text("Zuletzt gesichert am 19.01.2015 um 09:00 Uhr")
    expect(page.get_by_label("Was soll sich ändern?")).to_have_value("Ohne Skript (Beispiel)")
    page.get_by_role("button", name="Antworten absenden").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Sonstige").check()
    page.get_by_role("button", name="Antworten absenden").click()
    expect(page.get_by_text("Vielen Dank")).to_be_visible()
    assert [r["wish"] for r in pages.responses()] == ["Ohne Skript (Beispiel)"]
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways_and_targets_are_large(browser: Browser, pages: Pages, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = enter(context, pages)
    for address in (pages.form(), "/l/falsch"):
        page.goto(pages.address + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(pages.address + pages.form())
    # 44 CSS pixels are what fingers hit (WCAG 2.2, 2.5.5); the whole label of a choice is its target
    sizes = page.locator("label.option, label.step, button, textarea").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert sizes and min(sizes) >= 44
    context.close()


def test_the_token_reaches_neither_history_nor_referrer_nor_any_later_request(
    phone: BrowserContext, pages: Pages
) -> None:
    page = phone.new_page()
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    path = pages.path()
    page.goto(pages.address + path)
    page.get_by_label("Was soll sich ändern?").fill("x")
    expect(page.get_by_role("status")).to_have_text("Gesichert um 09:00 Uhr")
    page.goto(pages.address + "/l/falsch")
    page.go_back()
    assert page.url == pages.address + pages.form()
    token = path.removeprefix("/l/")
    assert [url for url, _ in asked if token in url] == [pages.address + path]
    assert {referrer for _, referrer in asked} == {""}
    assert page.evaluate("document.cookie") == ""


def test_nothing_is_loaded_from_elsewhere_and_the_policy_is_never_broken(phone: BrowserContext, pages: Pages) -> None:
    page = phone.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(pages.address + pages.path())
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(pages.address) for url in asked) and len(asked) >= 4
    assert said == []


def test_the_intake_is_begun_on_a_telephone_left_and_found_again(phone: BrowserContext, agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with ExitStack() as stack:
        link = agency.run(
            LEAD,
            lambda work: intake_link(work, work.queries.engagement(NUMBER), work.queries.person(MANAGER)).id,
        )
        pages = Pages(agency, stack, link)
        page = enter(phone, pages)
        page.get_by_role("button", name="Gelesen, weiter").tap()
        question = page.locator('textarea[name="fragebogen/vision_now"]')
        question.fill("Präzision aus dem Beispieltal")
        expect(page.get_by_role("status")).to_have_text(re.compile("Gesichert um"))
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.close()
        again = enter(phone, pages)  # the mail once more, another day
        expect(again.locator('textarea[name="fragebogen/vision_now"]')).to_have_value("Präzision aus dem Beispieltal")
