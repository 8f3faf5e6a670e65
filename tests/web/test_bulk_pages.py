"""Starting an offering for many initiatives: what is shown before, what is there after, and nothing twice."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import pytest

from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError
from clusterprocess.usecases.bulk_round import bulk_of, confirm_round, next_row, refuse_row, start_row
from clusterprocess.usecases.import_register import RegisterEntry, import_register
from tests.builders import ASSISTANT, AUDITOR, DELIVERING, ERDF, LEAD, REFERENCE, REVIEWER, Agency
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

TERMS = {
    "source": "auswahl", "offering": "professionalisation", "operation": REFERENCE, "delivering": DELIVERING,
    "lead": LEAD, "reviewer": REVIEWER, "day": "2015-01-12", "question": "Bitte um Beratung.",
}  # fmt: skip


@pytest.fixture
def register(agency: Agency) -> Iterator[ConsolePages]:
    """Three more initiatives, two of them in the region Stuttgart."""
    wanted = (("Musteralpha", "stuttgart"), ("Musterbeta", "stuttgart"), ("Mustergamma", "neckar_alb"))
    entries = tuple(
        RegisterEntry("probe", str(n), name, "regionale_initiative", seat="Musterstadt", region=region)
        for n, (name, region) in enumerate(wanted, 1)
    )
    agency.run("system", lambda work: import_register(work, entries, "beispieldaten"))
    with ExitStack() as stack:
        yield ConsolePages(agency, stack)


def engagements(pages: ConsolePages) -> list[tuple[str, str, str]]:
    def look(work: Any) -> list[tuple[str, str, str]]:
        found: list[Engagement] = list(work.queries.engagements())
        return [(e.number, e.cluster.name, e.offering) for e in found]

    return pages.agency.look(look)


def prepared(visitor: Visitor, query: str = "", **terms: str) -> str:
    """The address of the preview."""
    visitor.open(f"/serie{query}")
    kept = dict(re.findall(r'name="(f\.\w+)" value="([^"]*)"', visitor.page))
    visitor.post("/serie", {**TERMS, **kept, **terms})
    assert visitor.status == 200, re.sub(r"<[^>]+>", " ", visitor.page)[-900:]
    assert visitor.answer is not None
    return visitor.answer.url.path


def uploaded(visitor: Visitor, rows: list[list[str | date]], header: list[str]) -> str:
    visitor.open("/serie")
    content = write_table(rows, header, "Runde")
    visitor.answer = visitor.client.post(
        "/serie",
        data={"_token": visitor.token, **TERMS, "source": "tabelle"},
        files={"datei": ("runde.xlsx", io.BytesIO(content))},
    )
    assert visitor.answer is not None
    return visitor.answer.url.path


def finished(visitor: Visitor, path: str) -> str:
    """The page once the round has come to its end."""
    for _ in range(100):
        if "Fertig:" in visitor.open(path).page:
            return visitor.page
        time.sleep(0.1)
    raise AssertionError(visitor.page)


def test_a_filtered_list_is_previewed_and_starts_only_when_confirmed(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    path = prepared(lead, "?region=stuttgart")
    assert "Neu angelegt werden 2 von 2; schon vorhanden: 0; nicht möglich: 0." in lead.page
    assert "Musteralpha" in lead.page and "Mustergamma" not in lead.page
    assert engagements(register) == [], "a preview opens nothing"
    lead.post(f"{path}/starten", {})
    page = finished(lead, path)
    assert "Fertig: 2 angelegt; schon vorhanden: 0; nicht möglich: 0." in page
    assert 'href="/vorgang/CA-2015-E-001"' in page and 'href="/vorgang/CA-2015-E-002"' in page
    assert engagements(register) == [
        ("CA-2015-E-001", "Musteralpha", "professionalisation"),
        ("CA-2015-E-002", "Musterbeta", "professionalisation"),
    ]


def test_pressing_twice_and_preparing_again_opens_nothing_twice(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    path = prepared(lead)
    lead.post(f"{path}/starten", {})
    lead.post(f"{path}/starten", {}, token=lead.token)
    finished(lead, path)
    assert len(engagements(register)) == 4
    lead.open(path).post(f"{path}/starten", {})
    assert "nichts doppelt angelegt" in lead.page
    prepared(lead)
    assert "Neu angelegt werden 0 von 4; schon vorhanden: 4; nicht möglich: 0." in lead.page
    assert len(engagements(register)) == 4


def test_two_who_work_off_the_same_round_at_once_open_every_row_once(register: ConsolePages) -> None:
    from clusterprocess.web.staff.bulk import work_off

    lead = register.signed_in(LEAD)
    key = prepared(lead).rpartition("/")[2]
    actor, app = register.agency.actor(LEAD), register.agency.app
    assert app.run(actor, lambda work: confirm_round(work, key))
    assert not app.run(actor, lambda work: confirm_round(work, key)), "it runs already"
    both = [threading.Thread(target=work_off, args=(app, actor, key)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert len(engagements(register)) == 4
    assert app.run(actor, lambda work: bulk_of(work, key)).started == 4


def test_a_round_that_was_cut_off_goes_on_where_it_stood(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    path = prepared(lead)
    key = path.rpartition("/")[2]
    app, actor = register.agency.app, register.agency.actor(LEAD)
    app.run(actor, lambda work: confirm_round(work, key))
    first = app.run(actor, lambda work: next_row(work, key))
    assert first == 1
    app.run(actor, lambda work: start_row(work, key, 1))
    page = lead.open(path).page
    assert "1 von 4 angelegt" in page and f'data-live="{path}/strom"' in page
    told = lead.client.get(f"{path}/strom")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert "event: state\ndata: 1 von 4 angelegt" in told.text
    app.run(actor, lambda work: _age(work, key))
    page = lead.open(path).page
    assert "unterbrochen" in page and "3 Vorgänge anlegen" in page
    lead.post(f"{path}/starten", {})
    finished(lead, path)
    assert len(engagements(register)) == 4
    assert lead.client.get(f"{path}/strom").text.count("event: done") == 1


def _age(work: Any, key: str) -> None:
    """As if the last step was made two minutes ago."""
    draft = work.queries.form_draft(work.actor.id, f"serie/{key}")
    draft.typed = {**draft.typed, "touched": (work.host_now - timedelta(minutes=2)).isoformat()}


def test_a_table_tells_every_fault_at_its_row_and_starts_the_others(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    register.agency.open("Musterbeta", offering="professionalisation")
    rows: list[list[str | date]] = [
        ["Musteralpha", "", ""], ["Musterbeta", "", ""], ["Gibt es nicht", "", ""], ["Mustergamma", "31.12.2030", ""],
        ["Mustergamma", "morgen", "x" * 601], ["Musteralpha", "", ""], ["Mustergamma", date(2014, 1, 7), ""],
    ]  # fmt: skip
    path = uploaded(lead, rows, ["Initiative", "Anfrage am", "Frage"])
    page = lead.page
    assert "Neu angelegt werden 1 von 7; schon vorhanden: 1; nicht möglich: 5." in page
    cells = [re.sub(r"<[^>]+>", " ", r) for r in re.findall(r"<tr>.*?</tr>", page, re.S)]
    told = {int(m[1]): " ".join(c.split()) for c in cells if (m := re.match(r"\s*(\d+)", c))}
    assert "wird angelegt" in told[2] and "besteht schon CA-2015-E-001" in told[3]
    assert "steht nicht im Register" in told[4]
    assert "31.12.2030 liegt in der Zukunft" in told[5]
    assert "„morgen“ ist kein Tag" in told[6] and "länger als 600 Zeichen" in told[6]
    assert "steht schon in Zeile 2" in told[7]
    assert "außerhalb des Vorhabens" in told[8]
    lead.post(f"{path}/starten", {})
    assert "Fertig: 1 angelegt; schon vorhanden: 1; nicht möglich: 5." in finished(lead, path)
    assert [name for _, name, _ in engagements(register)] == ["Musterbeta", "Musteralpha"]
    listed = lead.client.get(f"{path}?format=csv").content.decode("utf-8-sig").splitlines()
    assert listed[0] == "Zeile;Initiative;Ergebnis;Vorgang;Warum nicht" and len(listed) == 8


def test_faults_of_the_terms_are_told_once_and_nothing_can_be_started(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    lead.open("/serie").post("/serie", {**TERMS, "offering": "", "day": "bald"})
    assert lead.status == 422 and "„Leistung“: Bitte antworten Sie hier." in lead.page
    assert "Bitte geben Sie einen Tag als TT.MM.JJJJ ein." in lead.page
    lead.open("/serie").post("/serie", {**TERMS, "source": "tabelle"})
    assert lead.status == 422 and "Bitte wählen Sie eine Datei" in lead.page
    lead.open("/serie").post("/serie", {**TERMS, "f.region": "mars"})
    assert lead.status == 422 and "lässt keine Initiative übrig" in lead.page
    path = uploaded(lead, [["Musteralpha", "ja"]], ["Initiative", "Lieblingsfarbe"])
    assert "Spalte Lieblingsfarbe: ist unbekannt" in lead.page and "/starten" not in lead.page
    lead.post(f"{path}/starten", {}, token=lead.open("/serie").token)
    assert lead.status == 409
    assert engagements(register) == []


def test_a_file_that_is_no_table_is_refused_with_a_sentence(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD).open("/serie")
    answer = lead.client.post(
        "/serie",
        data={"_token": lead.token, **TERMS, "source": "tabelle"},
        files={"datei": ("runde.xlsx", io.BytesIO(b"kein Excel"))},
    )
    assert answer.status_code == 422 and "runde.xlsx" in answer.text


def test_a_row_that_became_impossible_is_noted_and_the_others_go_on(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    key = prepared(lead).rpartition("/")[2]
    app, actor = register.agency.app, register.agency.actor(LEAD)
    app.run(actor, lambda work: confirm_round(work, key))
    app.run(actor, lambda work: refuse_row(work, key, 2, InputError("Zeile 2: Das Vorhaben ist beendet.")))
    bulk = app.run(actor, lambda work: bulk_of(work, key))
    assert bulk.lines[1].faults == ("Das Vorhaben ist beendet.",) and bulk.to_start == 3


def test_only_those_who_may_open_engagements_start_a_series_and_only_their_own(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD)
    path = prepared(lead)
    for handle in (ERDF, AUDITOR, REVIEWER):
        other = register.signed_in(handle)
        assert other.open("/serie").status == 403
        assert other.open(path).status == 403
    assistant = register.signed_in(ASSISTANT)
    assert assistant.open(path).status == 404, "prepared by somebody else"
    assistant.open("/serie").post(f"{path}/starten", {})
    assert assistant.status == 404 and engagements(register) == []


def test_the_selection_can_be_taken_along_completed_and_brought_back(register: ConsolePages) -> None:
    lead = register.signed_in(LEAD).open("/serie?region=stuttgart")
    template = lead.client.get("/serie/vorlage?region=stuttgart")
    assert template.content[:2] == b"PK"
    answer = lead.client.post(
        "/serie",
        data={"_token": lead.token, **TERMS, "source": "tabelle"},
        files={"datei": ("Serie.xlsx", io.BytesIO(template.content))},
    )
    assert "Neu angelegt werden 2 von 2" in answer.text
