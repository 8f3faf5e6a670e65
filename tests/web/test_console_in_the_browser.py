"""The main job in a real browser: by mouse, by keyboard alone, and two people at one form; as somebody works, no shortcuts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clusterprocess.domain.states import State
from tests.builders import ACCEPTANCE, HEAD, LEAD, NUMBER, OTHER
from tests.web.browsers import IN_THE_BROWSER
from tests.web.console import ConsolePages

pytestmark = IN_THE_BROWSER
NEW = "CA-2015-B-001"


class Desk:
    """Browsers of people; every script error is a failure of the test."""

    def __init__(self, browser: Browser) -> None:
        self._browser, self._open = browser, list[BrowserContext]()

    def of(self, console: ConsolePages, handle: str, **more: Any) -> Page:
        """A page in which a person is signed in by her cookie."""
        context = self._browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900}, **more)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "cp_sitzung", "value": console.session(handle), "url": console.address}])
        self._open.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
        page.goto(console.address)
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    made = Desk(browser)
    yield made
    made.close()


def test_a_request_is_recorded_checked_and_accepted_by_mouse(console: ConsolePages, desk: Desk) -> None:
    berger = desk.of(console, LEAD)
    berger.get_by_role("link", name="Vorgänge", exact=True).click()
    berger.get_by_role("link", name="Anfrage aufnehmen").first.click()
    berger.get_by_role("textbox", name="Initiative").fill(console.agency.cluster_name)
    berger.get_by_text("Gemeinsames Kommunikationskonzept").click()
    berger.get_by_label("Worum geht es?").fill("Wir werden nicht gefunden.")
    berger.get_by_role("button", name="Anfrage aufnehmen").click()
    expect(berger).to_have_url(re.compile(f"/vorgang/{NEW}$"))
    expect(berger.get_by_role("status").first).to_contain_text(NEW)
    assert console.agency.state(NEW) == State.REQUESTED.value

    berger.get_by_role("button", name="Eignungsprüfung beginnen").click()
    assert console.agency.state(NEW) == State.UNDER_CHECK.value
    from datetime import date

    console.agency.prove(ACCEPTANCE, date(2015, 1, 12), number=NEW)
    head = desk.of(console, HEAD)
    head.goto(f"{console.address}/vorgang/{NEW}")
    head.get_by_role("button", name="Annahme").click()
    assert console.agency.state(NEW) == State.ACCEPTED.value
    head.get_by_role("link", name="Verlauf").click()
    expect(head.get_by_text("Freigabepunkt G0 wurde geöffnet.")).to_be_visible()


def test_the_same_request_by_keyboard_alone(console: ConsolePages, desk: Desk) -> None:
    page = desk.of(console, LEAD)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Zum Inhalt springen")
    _tab_to(page, "a", "Vorgänge")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/vorgaenge"))
    _tab_to(page, "a", "Anfrage aufnehmen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/vorgaenge/neu"))
    _tab_to(page, "input", "", name="initiative")
    page.keyboard.type(console.agency.cluster_name)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first service
    _tab_to(page, "button", "Anfrage aufnehmen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/vorgang/{NUMBER}$"))
    assert console.agency.state() == State.REQUESTED.value


def test_a_wrong_form_says_beside_the_field_what_is_wrong_and_takes_the_focus_there(
    console: ConsolePages, desk: Desk
) -> None:
    page = desk.of(console, LEAD)
    page.goto(f"{console.address}/vorgaenge/neu")
    page.get_by_role("button", name="Anfrage aufnehmen").click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    alert.get_by_role("link").first.click()
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-invalid", "true")
    described = page.locator(f"#{focused.get_attribute('aria-describedby').split()[-1]}")  # type: ignore[union-attr]
    expect(described).to_be_visible()
    assert page.title().startswith("Fehler: ")


def test_what_is_typed_into_a_questionnaire_is_there_again_after_a_crash_and_two_people_do_not_overwrite_each_other(
    console_at: Any, desk: Desk
) -> None:
    console: ConsolePages = console_at(State.INTAKE_OPEN)
    form = f"{console.address}/vorgang/{NUMBER}/eingaben/fragebogen"
    berger, dorn = desk.of(console, LEAD), desk.of(console, OTHER)
    berger.goto(form)
    area = berger.locator("main form[data-save] textarea").first
    name = area.get_attribute("name")
    area.fill("Wachsen, aber gemeinsam (Beispiel)")
    expect(berger.locator("main form[data-save] [role=status]")).to_contain_text("Entwurf gesichert um")
    berger.context.close()  # the laptop dies
    again = desk.of(console, LEAD)
    again.goto(form)
    expect(again.locator(f'textarea[name="{name}"]')).to_have_value("Wachsen, aber gemeinsam (Beispiel)")
    dorn.goto(form)
    expect(dorn.locator("main")).to_contain_text("bearbeitet")
    assert console.agency.engagement(lambda e: e.submission("fragebogen")) is None


def test_pages_work_without_script(console: ConsolePages, desk: Desk) -> None:
    page = desk.of(console, LEAD, java_script_enabled=False)
    page.goto(f"{console.address}/vorgaenge/neu")
    page.get_by_role("textbox", name="Initiative").fill(console.agency.cluster_name)
    page.get_by_text("Gemeinsame Clusterstrategie").click()
    page.get_by_role("button", name="Anfrage aufnehmen").click()
    expect(page).to_have_url(re.compile(f"/vorgang/{NUMBER}$"))
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()


def _tab_to(page: Page, tag: str, text: str, name: str = "") -> None:
    """Press Tab until a control has the focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => [document.activeElement.tagName.toLowerCase(), document.activeElement.textContent.trim(),"
            " document.activeElement.getAttribute('name') || '']"
        )
        if found[0] == tag and (found[1] == text or not text) and (found[2] == name or not name):
            return
    raise AssertionError(f"the keyboard never reached {tag} {text or name}")
