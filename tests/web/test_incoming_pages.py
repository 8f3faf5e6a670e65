"""Mails that came in, in the browser: taken from a file once, assigned by hand, settled, readable and harmless."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from clusterprocess.domain.states import State
from tests.builders import AUDITOR, HEAD, LEAD, NUMBER, REFERENCE
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages


def mail(subject: str, text: str, identity: str = "<eins@beispiel.test>") -> bytes:
    message = EmailMessage()
    message["From"] = "Karin Kunde (Beispiel) <karin@beispiel.test>"
    message["To"] = "agentur@beispiel.test"
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Mar 2015 10:00:00 +0100"
    message["Message-ID"] = identity
    message.set_content(text)
    return message.as_bytes()


def take(visitor: Visitor, *files: tuple[str, bytes]) -> Visitor:
    visitor.open("/eingang")
    visitor.answer = visitor.client.post(
        "/eingang", data={"_token": visitor.token}, files=[("datei", (n, c, "message/rfc822")) for n, c in files]
    )
    return visitor


def count(console: ConsolePages) -> int:
    return int(console.agency.look(lambda work: work.queries.listed_mails(50, 0)[1]))


@pytest.fixture
def served(console_at: Any) -> ConsolePages:
    pages: ConsolePages = console_at(State.INTAKE_OPEN)
    return pages


def test_a_mail_with_the_number_finds_its_engagement_and_is_taken_once(served: ConsolePages) -> None:
    raw = mail(f"Unterlagen zu {NUMBER}", "Anbei die Satzung (Beispiel).")
    lead = take(served.signed_in(LEAD), ("antwort.eml", raw))
    assert "Die Mail ist aufgenommen." in lead.page
    assert f'href="/vorgang/{NUMBER}"' in lead.page
    assert "Anbei die Satzung (Beispiel)." in lead.page
    take(lead, ("noch einmal.eml", raw))
    assert count(served) == 1


def test_a_mail_that_fits_nowhere_is_assigned_and_settled(served: ConsolePages) -> None:
    lead = take(served.signed_in(LEAD), ("frage.eml", mail("Eine Frage", "Wann ist der Termin? (Beispiel)")))
    assert "noch nicht zugeordnet" in lead.page
    lead.post("/eingang/1/zuordnen", {"number": "CA-2015-A-999"})
    assert lead.status == 422
    lead.post("/eingang/1/zuordnen", {"number": NUMBER.lower()})
    assert f"Die Mail gehört jetzt zu {NUMBER}." in lead.page
    lead.post("/eingang/1/erledigt", {"outcome": ""})
    assert lead.status == 422
    lead.post("/eingang/1/erledigt", {"outcome": "Telefonisch beantwortet (Beispiel)."})
    assert "Eingang 1 ist erledigt." in lead.page
    assert "Telefonisch beantwortet (Beispiel)." in lead.open("/eingang/1").page
    lead.post("/eingang/1/erledigt", {"outcome": "Noch einmal (Beispiel)."})
    assert lead.status in (409, 422, 404)


def test_what_is_no_mail_is_refused_by_name_and_stops_no_other(served: ConsolePages) -> None:
    good = mail(f"Zu {NUMBER}", "Gute Nachricht (Beispiel).")
    lead = take(served.signed_in(LEAD), ("bild.eml", b"\x89PNG\r\n\x1a\n" + bytes(range(256))), ("gut.eml", good))
    assert lead.status == 422
    assert "bild.eml" in lead.page
    assert count(served) == 1


def test_markup_in_a_mail_is_shown_as_text(served: ConsolePages) -> None:
    text = "<script>alert(1)</script><img src=x onerror=alert(1)> (Beispiel)"
    lead = take(served.signed_in(LEAD), ("boese.eml", mail(f"<b>{NUMBER}</b>", text)))
    assert "<script>alert" not in lead.page
    assert "<img src=x" not in lead.page
    assert "&lt;script&gt;" in lead.page


def test_an_auditor_of_one_operation_reads_what_belongs_to_it_only(served: ConsolePages) -> None:
    lead = served.signed_in(LEAD)
    take(lead, ("eins.eml", mail(f"Zu {NUMBER}", "Gehört dazu (Beispiel).")))
    take(lead, ("zwei.eml", mail("Fremdes", "Gehört nirgends hin (Beispiel).", "<zwei@beispiel.test>")))

    served.agency.admit_auditor(to=REFERENCE)
    auditor = served.signed_in(AUDITOR).open("/eingang/1")
    assert auditor.status == 200
    assert "zuordnen" not in auditor.page
    assert auditor.open("/eingang/2").status == 404
    assert "Fremdes" not in auditor.open("/eingang").page
    assert "Fremdes" in served.signed_in(HEAD).open("/eingang").page


def test_the_original_is_handed_out_byte_for_byte(served: ConsolePages) -> None:
    raw = mail(f"Zu {NUMBER}", "Im Wortlaut (Beispiel).")
    lead = take(served.signed_in(LEAD), ("eins.eml", raw))
    answer = lead.client.get("/eingang/1/original")
    assert answer.content == raw
    assert "attachment" in answer.headers["content-disposition"]
