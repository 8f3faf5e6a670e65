"""Promises of the pages about days: own time, one month at a time, whole tables or nothing, four eyes on a proof."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.adapters.sheets.workbook import workbook_lines
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.domain.states import State
from clusterprocess.usecases.book_days import book_days
from clusterprocess.usecases.import_days import COLUMNS
from clusterprocess.usecases.propose_days import proposals
from tests.builders import ADMIN, ASSISTANT, AUDITOR, ERDF, HEAD, LEAD, NUMBER, OTHER, Agency
from tests.web.conftest import Visitor, agency, all_copies  # noqa: F401
from tests.web.console import ConsolePages

MARCH = date(2015, 3, 12)
"""A Thursday."""
PROOFS = "/tage/nachweise"


@pytest.fixture
def pages(console_at: Any) -> ConsolePages:
    """The sample engagement in its intake, on 1 April 2015."""
    found: ConsolePages = console_at(State.INTAKE_COMPLETE)
    found.agency.set_day(date(2015, 4, 1))
    return found


def booked(agency: Agency) -> list[tuple[str, str, Decimal, bool]]:  # noqa: F811
    """Person, day, days and whether it counts, of every booking."""
    return agency.look(
        lambda w: [
            (b.person.handle, b.day.isoformat(), b.days, b.cancelled_on is None)
            for b in w.queries.day_bookings(with_cancelled=True)
        ]
    )


def book(agency: Agency, handle: str = LEAD, day: date = MARCH, days: str = "0.5") -> int:  # noqa: F811
    return agency.run(
        handle, lambda w: book_days(w, NUMBER, w.queries.person(handle), day, Decimal(days), "gespraech").id
    )


def entry(**changes: str) -> dict[str, str]:
    return {"day": "2015-03-12", "days": "0,5", "activity": "gespraech", "number": NUMBER.lower(), **changes}


def table(*rows: tuple[str, ...]) -> bytes:
    return write_table([list(row) for row in rows], list(COLUMNS.values()), "Tage")


def cells(content: bytes) -> list[str]:
    """Every text of the first sheet."""
    return [cell for _, line in workbook_lines(content, "Tabelle.xlsx") for cell in line]


def send(visitor: Visitor, content: bytes, name: str = "Tage.xlsx") -> Visitor:
    visitor.open("/tage/einlesen")
    visitor.answer = visitor.client.post(
        "/tage/einlesen", data={"_token": visitor.token}, files={"file": (name, content)}
    )
    return visitor


# --- a month, booking


def test_a_month_shows_the_own_days_with_their_sum_and_marks(pages: ConsolePages) -> None:
    book(pages.agency)
    book(pages.agency, day=date(2015, 3, 14), days="1.5")
    book(pages.agency, OTHER)
    page = pages.signed_in(LEAD).open("/tage?monat=2015-03").page
    assert "2,00 Tage</strong>gebucht" in page
    assert "Samstag" in page
    assert "über 10 Stunden" in page
    assert f"Nachname {OTHER}" not in page
    assert "Im Februar 2015 ist nichts gebucht." in pages.signed_in(LEAD).open("/tage?monat=2015-02").page
    assert "Tage im April 2015" in pages.signed_in(LEAD).open("/tage?monat=unsinn").page


def test_only_head_office_and_erdf_officer_see_the_days_of_others(pages: ConsolePages) -> None:
    number = book(pages.agency, OTHER)
    for handle in (HEAD, ASSISTANT, ERDF):
        assert f"Nachname {OTHER}" in pages.signed_in(handle).open("/tage?monat=2015-03&person=alle").page
    visitor = pages.signed_in(LEAD).open(f"/tage?monat=2015-03&person={OTHER}")
    assert f"Nachname {OTHER}" not in visitor.page
    assert "0,00 Tage" in visitor.page
    assert visitor.open(f"/tage/{number}").status == 404
    assert pages.signed_in(AUDITOR).open("/tage").status == 403
    assert pages.signed_in(ADMIN).open("/tage").status == 403


def test_a_day_is_booked_in_german_numbers_and_seen_on_the_engagement(pages: ConsolePages) -> None:
    visitor = pages.signed_in(LEAD).open("/tage/buchen")
    visitor.post("/tage/buchen", entry())
    assert "0,50 Tage für den 12.03.2015 gebucht." in visitor.page
    assert booked(pages.agency) == [(LEAD, "2015-03-12", Decimal("0.5"), True)]
    page = visitor.open(f"/vorgang/{NUMBER}/tage").page
    assert "0,50 Tage</strong>gebucht" in page
    assert "Gespräch" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2015-04-02"}, "liegt in der Zukunft"),
        ({"days": "4"}, "0.01 bis 3"),
        ({"days": ""}, "Bitte antworten Sie hier"),
        ({"number": "CA-1999-A-001"}, "weder ein Vorgang noch eine Veranstaltung"),
        ({"number": ""}, "entweder einen Vorgang"),
        ({"outside": "gremien"}, "entweder einen Vorgang"),
        ({"activity": "schlafen"}, "angebotenen Antworten"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_its_field(
    pages: ConsolePages, changes: dict[str, str], sentence: str
) -> None:
    visitor = pages.signed_in(LEAD).open("/tage/buchen").post("/tage/buchen", entry(**changes))
    assert visitor.status == 422
    assert sentence in visitor.page
    assert 'aria-invalid="true"' in visitor.page
    assert "(number)" not in visitor.page
    assert booked(pages.agency) == []


def test_time_outside_is_booked_with_its_reason_and_not_eligible(pages: ConsolePages) -> None:
    visitor = pages.signed_in(LEAD).open("/tage/buchen")
    visitor.post("/tage/buchen", entry(number="", outside="gremien"))
    assert "nicht förderfähig: Gremien und Beiräte" in visitor.page
    assert "0,50 Tage</strong>davon nicht förderfähig" in visitor.page


def test_the_back_office_books_for_others_and_consultants_do_not(pages: ConsolePages) -> None:
    visitor = pages.signed_in(ASSISTANT).open("/tage/buchen")
    visitor.post("/tage/buchen", entry(person=OTHER))
    assert [b[0] for b in booked(pages.agency)] == [OTHER]
    visitor = pages.signed_in(LEAD).open("/tage/buchen")
    assert "Für wen" not in visitor.page
    visitor.post("/tage/buchen", entry(person=OTHER))
    assert [b[0] for b in booked(pages.agency)] == [OTHER, LEAD]


def test_a_wrong_booking_is_cancelled_once_with_its_reason(pages: ConsolePages) -> None:
    number = book(pages.agency)
    visitor = pages.signed_in(LEAD).open(f"/tage/{number}")
    assert visitor.post(f"/tage/{number}/stornieren", {"reason": ""}).status == 422
    assert booked(pages.agency)[0][3]
    visitor.post(f"/tage/{number}/stornieren", {"reason": "Falscher Tag."})
    assert "storniert am 01.04.2015: Falscher Tag." in visitor.page
    assert "0,00 Tage</strong>gebucht" in visitor.page
    assert visitor.post(f"/tage/{number}/stornieren", {"reason": "Noch einmal."}, token=visitor.token).status == 409
    assert pages.signed_in(OTHER).open(f"/tage/{number}").status == 404


def test_the_erdf_officer_reads_a_booking_and_is_told_who_changes_it(pages: ConsolePages) -> None:
    number = book(pages.agency)
    visitor = pages.signed_in(ERDF).open(f"/tage/{number}")
    assert "Ändern können sie die Person selbst, die Projektassistenz und die Leitung." in visitor.page
    assert visitor.post(f"/tage/{number}/stornieren", {"reason": "Nein."}, token=visitor.token).status == 403
    assert booked(pages.agency)[0][3]


def test_the_list_goes_along_as_a_table(pages: ConsolePages) -> None:
    book(pages.agency)
    visitor = pages.signed_in(LEAD)
    content = visitor.client.get("/tage?monat=2015-03&format=xlsx").content
    assert NUMBER in cells(content)
    assert "0.5" in cells(content)


# --- proposals


@pytest.fixture
def minuted(console_at: Any) -> ConsolePages:
    """The engagement with two minuted workshops on 20 April and 20 May 2015."""
    found: ConsolePages = console_at(State.WORKSHOP_HELD)
    return found


def test_minuted_workshops_are_proposed_taken_and_refused(minuted: ConsolePages) -> None:
    keys = minuted.agency.look(lambda w: [p.key for p in proposals(w, w.queries.person(LEAD))])
    assert len(keys) >= 2
    visitor = minuted.signed_in(LEAD).open("/tage")
    assert "Vorschläge" in visitor.page
    visitor.post("/tage/vorschlag/annehmen", {"key": keys[0]})
    assert "ist gebucht." in visitor.page
    again = visitor.open("/tage").post("/tage/vorschlag/annehmen", {"key": keys[0]})
    assert "inzwischen schon jemand entschieden" in again.page
    visitor.open(f"/tage/vorschlag/ablehnen?key={keys[1]}")
    assert visitor.post("/tage/vorschlag/ablehnen", {"key": keys[1], "reason": ""}).status == 422
    visitor.post("/tage/vorschlag/ablehnen", {"key": keys[1], "reason": "War im Urlaub."})
    assert "abgelehnt und wird nicht wieder gezeigt" in visitor.page
    assert [counts for *_, counts in booked(minuted.agency)] == [True, False]
    assert minuted.agency.look(lambda w: [p.key for p in proposals(w, w.queries.person(LEAD))]) == keys[2:]


def test_a_proposal_is_booked_once_however_often_it_is_pressed(minuted: ConsolePages) -> None:
    key = minuted.agency.look(lambda w: proposals(w, w.queries.person(LEAD))[0].key)
    visitors = [minuted.signed_in(LEAD).open("/tage") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda v: v.post("/tage/vorschlag/annehmen", {"key": key}), visitors))
    assert [v.status for v in visitors] == [200, 200]
    assert len(booked(minuted.agency)) == 1


def test_others_neither_take_nor_refuse_somebodys_proposal(minuted: ConsolePages) -> None:
    key = minuted.agency.look(lambda w: proposals(w, w.queries.person(LEAD))[0].key)
    visitor = minuted.signed_in(OTHER).open("/tage")
    assert "Vorschläge" not in visitor.page
    token = visitor.open("/tage/buchen").token
    assert visitor.post("/tage/vorschlag/annehmen", {"key": key}, token=token).status == 403
    assert visitor.post("/tage/vorschlag/ablehnen", {"key": key, "reason": "Nein."}, token=token).status == 403
    assert booked(minuted.agency) == []


# --- tables


def test_a_table_is_shown_first_and_booked_by_a_second_press(pages: ConsolePages) -> None:
    content = table(
        ("12.03.2015", LEAD, NUMBER, "0,5", "Gespräch", "", "", ""),
        ("13.03.2015", LEAD, "", "0,25", "Sonstiges", "", "", "Gremien und Beiräte"),
    )
    visitor = send(pages.signed_in(LEAD), content)
    assert "wird gebucht" in visitor.page
    assert "2 Zeilen buchen" in visitor.page
    assert booked(pages.agency) == []
    found = re.search(r'name="rows" value="([^"]+)"', visitor.page)
    assert found
    rows = found[1].replace("&#34;", '"')
    visitor.post("/tage/einlesen/buchen", {"rows": rows})
    assert "2 Zeilen sind gebucht." in visitor.page
    assert len(booked(pages.agency)) == 2
    assert "Alle Zeilen stehen schon da" in send(visitor, content).page


def test_every_fault_of_a_table_is_named_by_row_and_column_and_nothing_is_booked(pages: ConsolePages) -> None:
    visitor = send(
        pages.signed_in(LEAD),
        table(
            ("12.03.2015", LEAD, NUMBER, "0,5", "Gespräch", "", "", ""),
            ("31.02.2015", LEAD, NUMBER, "0,5", "Gespräch", "", "", ""),
            ("12.03.2015", LEAD, NUMBER, "5", "Gespräch", "", "", ""),
        ),
    )
    assert visitor.status == 422
    assert "Zeile 3" in visitor.page
    assert "Zeile 4, Spalte Tage" in visitor.page
    assert "Zeilen buchen" not in visitor.page
    assert booked(pages.agency) == []


def test_what_is_no_table_is_refused(pages: ConsolePages) -> None:
    visitor = pages.signed_in(LEAD)
    assert send(visitor, b"kein Excel", "Tage.xlsx").status == 422
    assert send(visitor, b"MZ", "Tage.exe").status == 422
    assert visitor.open("/tage/einlesen").post("/tage/einlesen/buchen", {"rows": "[[1, 2"}).status == 422
    assert visitor.open("/tage/einlesen").post("/tage/einlesen/buchen", {"rows": "[]"}).status == 422
    assert booked(pages.agency) == []
    assert "Kürzel" in cells(visitor.client.get("/tage/tabelle").content)


# --- proofs of service


def rated(pages: ConsolePages) -> str:
    """Enter a day rate of 920 euros by hand of the head; returns the choice of the contract."""
    visitor = pages.signed_in(HEAD).open(f"{PROOFS}/saetze")
    found = re.search(r'name="contract" type="radio" value="(\d+-\d+)"', visitor.page)
    assert found
    assert "Noch kein Tagessatz eingetragen." in visitor.page
    fields = {"contract": found[1], "rate": "920,00", "valid_from": "01.10.2014"}
    visitor.post(f"{PROOFS}/saetze", fields)
    assert "920,00 Euro je Tag ab 01.10.2014." in visitor.page
    return found[1]


def made(pages: ConsolePages, contract: str) -> str:
    """Make the proof of March by hand of the ERDF officer; returns its address."""
    visitor = pages.signed_in(ERDF).open(f"{PROOFS}/erstellen")
    visitor.post(f"{PROOFS}/erstellen", {"contract": contract, "month": "03/2015"})
    assert visitor.answer is not None
    assert "liegt in Fassung 1 vor" in visitor.page
    return visitor.answer.url.path


def test_a_proof_is_made_by_one_person_and_accepted_by_another(pages: ConsolePages) -> None:
    number = book(pages.agency, days="1.5")
    address = made(pages, rated(pages))
    maker = pages.signed_in(ERDF).open(address)
    assert "1,50 Tage, 1.380,00 Euro netto" in maker.page
    assert "muss ihn eine andere Person" in maker.page
    assert maker.post(f"{address}/abnehmen", {}, token=maker.token).status == 409
    accepter = pages.signed_in(HEAD).open(address)
    accepter.post(f"{address}/abnehmen", {})
    assert "ist abgenommen; der Monat ist jetzt fest." in accepter.page
    assert accepter.post(f"{address}/abnehmen", {}, token=accepter.token).status == 409
    assert accepter.client.get(f"{address}/word").content[:2] == b"PK"
    assert NUMBER in cells(accepter.client.get(f"{address}/tabelle").content)

    booking = pages.signed_in(LEAD).open(f"/tage/{number}")
    assert "abgenommenen Leistungsnachweis" in booking.page
    wrong = {"reason": "Doppelt.", "on": "20.03.2015"}
    assert booking.post(f"/tage/{number}/zuruecknehmen", wrong).status == 422
    booking.open(f"/tage/{number}").post(f"/tage/{number}/zuruecknehmen", {"reason": "Doppelt.", "on": ""})
    assert "zurückgenommen" in booking.page
    assert "-1,50" in booking.page
    assert "schon zurückgenommen" in booking.open(f"/tage/{number}").page


def test_a_proof_needs_bookings_a_month_and_a_rate(pages: ConsolePages) -> None:
    book(pages.agency)
    visitor = pages.signed_in(ERDF).open(f"{PROOFS}/erstellen")
    found = re.search(r'name="contract" type="radio" value="(\d+-\d+)"', visitor.page)
    assert found
    for month in ("03/2015", "01/2015", "unsinn", "05/2015"):
        assert (
            visitor.open(f"{PROOFS}/erstellen")
            .post(f"{PROOFS}/erstellen", {"contract": found[1], "month": month})
            .status
            == 422
        )
        assert "Traceback" not in visitor.page
    assert pages.agency.look(lambda w: list(w.queries.service_proofs())) == []


def test_who_may_read_and_who_may_make_proofs(pages: ConsolePages) -> None:
    book(pages.agency)
    address = made(pages, rated(pages))
    for handle, status in ((HEAD, 200), (ERDF, 200), (ASSISTANT, 200), (AUDITOR, 200), (LEAD, 403), (ADMIN, 403)):
        assert pages.signed_in(handle).open(PROOFS).status == status
        assert pages.signed_in(handle).open(address).status == status
    auditor = pages.signed_in(AUDITOR).open(PROOFS)
    assert "März 2015" in auditor.page
    assert auditor.open(f"{PROOFS}/erstellen").status == 403
    assert pages.signed_in(HEAD).open(f"{PROOFS}/9999").status == 404
    assistant = pages.signed_in(ASSISTANT).open(address)
    assert "Abnehmen können ihn die EFRE-Sachbearbeitung und die Leitung." in assistant.page
