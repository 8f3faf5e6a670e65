"""The whole main job by mouse in a real browser: from the request to the handover, by the people whose turn it is.

Every decision, piece of evidence, plan, file and consent goes through the pages. What machines do between them (the
steps of the flow) is done as the flow does it. The long answers, which tests of their own type in, are handed in whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clusterprocess.domain.states import State
from clusterprocess.usecases.hold_workshops import record_workshop
from clusterprocess.usecases.submit_answers import submit_answers
from clusterprocess.usecases.workshop_papers import due_workshop_steps
from tests.builders import ASSISTANT, HEAD, LEAD, MANAGER, NUMBER, REVIEWER, without_peers
from tests.web.browsers import IN_THE_BROWSER
from tests.web.console import ConsolePages
from tests.web.test_console_in_the_browser import Desk

pytestmark = IN_THE_BROWSER


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    made = Desk(browser)
    yield made
    made.close()


class Office:
    """The people of the agency, each in a browser of her own that stays signed in."""

    def __init__(self, console: ConsolePages, desk: Desk) -> None:
        self.console, self._desk = console, desk
        self._pages: dict[str, Page] = {}

    def at(self, handle: str, tab: str = "") -> Page:
        """The engagement as a person sees it now."""
        if handle not in self._pages:
            self._pages[handle] = self._desk.of(self.console, handle)
        page = self._pages[handle]
        page.goto(f"{self.console.address}/vorgang/{NUMBER}{tab}")
        return page

    def prove(self, handle: str, label: str, value: str = "ja") -> None:
        """Enter a piece of evidence where the open criterion leads."""
        page = self.at(handle)
        sheet = page.locator("details", has=page.locator("summary", has_text="Nachweis eintragen"))
        if sheet.get_attribute("open") is None:
            sheet.locator("summary").click()
        sheet.get_by_label(re.compile("^Nachweis")).select_option(label=label)
        sheet.get_by_label("Angabe", exact=True).fill(value)
        sheet.get_by_label("Wo liegt das Papier?").fill("Akte 4711, Blatt 2")
        sheet.get_by_role("button", name="Eintragen").click()
        expect(page.get_by_role("status").first).to_contain_text("Der Nachweis ist eingetragen.")

    def press(self, handle: str, name: str, after: State) -> None:
        self.at(handle).get_by_role("button", name=name, exact=True).click()
        assert self.console.agency.state() == after.value

    def consent(self, handle: str, role: str, paper: str = "") -> None:
        """Enter a consent to the version that the page shows."""
        page = self.at(handle)
        title = f"Entscheidung als {role} eintragen"
        sheet = page.locator("details", has=page.locator("summary", has_text=title))
        sheet.locator("summary").click()
        sheet.get_by_text("Zustimmung", exact=True).click()
        if paper:
            sheet.get_by_label("Wo liegt das Protokoll oder Schreiben?").fill(paper)
        sheet.get_by_role("button", name="Entscheidung eintragen").click()
        expect(page.get_by_role("status").first).to_contain_text("Die Zustimmung ist eingetragen.")


def test_from_the_request_to_the_handover(console: ConsolePages, desk: Desk, tmp_path: Path) -> None:
    agency, office = console.agency, Office(console, desk)
    case = agency.case

    agency.set_day(date(2015, 1, 12))
    berger = desk.of(console, LEAD)
    berger.get_by_role("link", name="Vorgänge", exact=True).click()
    berger.get_by_role("link", name="Anfrage aufnehmen").first.click()
    berger.get_by_role("textbox", name="Initiative").fill(agency.cluster_name)
    berger.get_by_text("Gemeinsame Clusterstrategie").click()
    berger.get_by_role("button", name="Anfrage aufnehmen").click()
    expect(berger).to_have_url(re.compile(f"/vorgang/{NUMBER}$"))

    agency.set_day(date(2015, 1, 19))
    office.press(LEAD, "Eignungsprüfung beginnen", State.UNDER_CHECK)
    for label in (
        "In der Clusterdatenbank gelistet oder Kriterien erfüllt", "Sitz in Baden-Württemberg",
        "Zustimmung des Vorstands zur Begleitung", "Doppelförderung geprüft", "Kein Interessenkonflikt der Beratung",
        "Leistungsvereinbarung unterschrieben",
    ):  # fmt: skip
        office.prove(ASSISTANT, label)
    page = office.at(ASSISTANT)
    page.get_by_text("Beihilfeentscheidung eintragen", exact=True).click()
    page.get_by_text("keine Beihilfe: Die Initiative ist kein Unternehmen").click()
    page.locator("details[open]").get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("status").first).to_contain_text("Die Beihilfeentscheidung ist eingetragen.")
    office.press(HEAD, "Annahme", State.ACCEPTED)

    assert agency.step("open_intake") == "erledigt"
    agency.set_day(date(2015, 2, 16))
    agency.run(MANAGER, lambda work: submit_answers(work, NUMBER, "fragebogen", case.answers))
    office.prove(LEAD, "Datenschutzhinweis gezeigt (Fassung)", "2014-11")
    office.press(LEAD, "Erhebung abschließen", State.INTAKE_COMPLETE)

    agency.set_day(date(2015, 4, 1))
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "interviews", case.interviews))
    agency.run(ASSISTANT, lambda work: submit_answers(work, NUMBER, "befragung", case.survey))
    assert [agency.step(name) for name in ("analyse", "write_brief")] == ["erledigt", "erledigt"]
    expect(office.at(LEAD, "/befunde").get_by_role("heading", name="Befunde", exact=True)).to_be_visible()
    office.prove(LEAD, "Offene Datenlücken benannt", "keine")
    agency.set_day(date(2015, 4, 8))
    office.press(REVIEWER, "Analyse prüfen", State.ANALYSIS_REVIEWED)
    assert agency.step("plan_workshops") == "erledigt"

    for record in case.workshops:
        held_on = date.fromisoformat(str(record["held_on"]))
        page = office.at(LEAD, "/workshops")
        page.get_by_label(re.compile("^Tag")).first.fill(held_on.isoformat())
        page.get_by_label(re.compile("^Ort")).first.fill("Werkskantine")
        page.get_by_role("button", name="Workshop planen").click()
        workshop = agency.engagement(lambda e: max(w.id for w in e.workshops))
        for step, attempt in agency.engagement(due_workshop_steps):
            agency.step(step, attempt)
        agency.set_day(held_on)
        agency.run(LEAD, lambda work, made=workshop, data=record: record_workshop(work, made, data))
        page.goto(f"{console.address}/workshop/{workshop}/protokoll")
        expect(page.get_by_role("heading", name="Tagesordnung und Beschlüsse")).to_be_visible()
    agency.set_day(date(2015, 5, 27))
    office.press(LEAD, "Workshops abschließen", State.WORKSHOP_HELD)

    agency.set_day(date(2015, 6, 12))
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "strategie", without_peers(case.plan)))
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "texte", without_peers(case.texts)))
    assert agency.step("draft_paper") == "erledigt"

    agency.set_day(date(2015, 6, 17))
    edited = tmp_path / "Strategiepapier bearbeitet.docx"
    edited.write_bytes(agency.edited(0))
    page = office.at(LEAD, "/dokumente")
    page.get_by_role("link", name="Bearbeitete Fassung zurücklegen").click()
    page.get_by_label("Word-Datei").set_input_files(edited)
    page.get_by_role("button", name="Zurücklegen und prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prüfung")
    office.press(LEAD, "Entwurf zur Prüfung geben", State.INTERNAL_REVIEW)

    agency.set_day(date(2015, 6, 19))
    office.consent(REVIEWER, "Qualitätsprüfung")
    assert agency.state() == State.CLUSTER_REVIEW.value
    agency.set_day(date(2015, 7, 15))
    office.consent(ASSISTANT, "Kerngruppe", "Protokoll der Kerngruppe vom 13.07.2015")
    office.consent(ASSISTANT, "Vorstand", "Protokoll des Vorstands vom 15.07.2015")
    assert agency.state() == State.RELEASED.value

    agency.set_day(date(2015, 7, 20))
    office.prove(LEAD, "Leistungsbestätigung unterschrieben")
    assert agency.step("hand_over") == "erledigt"
    assert agency.state() == State.FOLLOW_UP.value
    page = office.at(LEAD, "/dokumente")
    with page.expect_download() as issued:
        page.get_by_role("link", name=re.compile("Strategiepapier, Fassung 1.0")).first.click()
    assert Path(issued.value.path()).read_bytes()[:2] == b"PK"
    page = office.at(HEAD, "/verlauf")
    page.get_by_label("Art", exact=True).select_option(label="Schritte und Entscheidungen")
    page.get_by_role("button", name="Filtern").click()
    for gate in ("G0", "G1", "G2", "G3", "G4"):
        expect(page.get_by_text(f"Freigabepunkt {gate} wurde geöffnet.").first).to_be_visible()
