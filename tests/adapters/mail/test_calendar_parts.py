"""Calendar objects in mails: where mail programs look for them, with one method in header and content (RFC 6047)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from smtp_servers import LOOPBACK, Inbox, serving

from clusterprocess.adapters.mail.message import build_message
from clusterprocess.adapters.mail.smtp import SmtpSender
from clusterprocess.usecases.send_messages import Envelope

WORD = ("Einladung für Übung.docx", b"PK\x03\x04 inhalt")


def calendar(method: str = "REQUEST", uid: str = "workshop-1@clusterprocess") -> bytes:
    named = f"METHOD:{method}\r\n" if method else ""
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{named}BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Präzision für Süd\r\n"
        "DESCRIPTION:METHOD:CANCEL steht nur im Text\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return text.encode()


def built(*attachments: tuple[str, bytes]) -> bytes:
    envelope = Envelope(
        1, "anmeldung:1:angemeldet:1", "Ihre Anmeldung", "Text mit Umlaut ä", "<p>Text</p>",
        (("Jörg Müßig", "joerg@netz.example"),), attachments, "CA-2015-A-017", 1_427_099_400.0,
    )  # fmt: skip
    return build_message(envelope, envelope.recipients, "agentur@cluster.example", "team@cluster.example")


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content.replace(b"\r\n", b"\n"), policy=policy.default)


def kinds(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_what_asks_for_an_answer_stands_beside_text_and_html_and_is_attached(method: str) -> None:
    mail = parsed(built(("Termin.ics", calendar(method)), WORD))
    assert kinds(mail)[:6] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/calendar",
    ]  # fmt: skip
    offered, attached = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    for part in (offered, attached):
        assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
        assert part.get_payload(decode=True) == calendar(method)
    assert offered.get_filename() is None and attached.get_filename() == "Termin.ics"
    assert attached.get_content_disposition() == "attachment"
    assert "Präzision für Süd" in offered.get_content()


def test_a_published_entry_is_only_attached_because_it_asks_for_nothing() -> None:
    mail = parsed(built(("Termin.ics", calendar("PUBLISH"))))
    assert kinds(mail) == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    (part,) = mail.iter_attachments()
    assert part.get_param("method") == "PUBLISH"


def test_a_file_without_method_claims_none() -> None:
    (part,) = parsed(built(("Termin.ics", calendar("")))).iter_attachments()
    assert part.get_content_type() == "text/calendar" and part.get_param("method") is None


def test_of_two_objects_the_first_that_asks_is_offered() -> None:
    mail = parsed(
        built(("Eins.ics", calendar("PUBLISH")), ("Zwei.ICS", calendar("REQUEST", "workshop-2@clusterprocess")))
    )
    offered = [p for p in mail.walk() if p.get_content_type() == "text/calendar" and p.get_filename() is None]
    assert len(offered) == 1 and "UID:workshop-2@clusterprocess" in offered[0].get_content()


def test_broken_bytes_under_the_name_of_a_calendar_are_attached_as_they_are() -> None:
    garbage = bytes(range(256))
    (part,) = parsed(built(("Termin.ics", garbage))).iter_attachments()
    assert part.get_payload(decode=True) == garbage


def test_mails_without_calendar_look_as_before() -> None:
    assert kinds(parsed(built(WORD)))[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]


def test_a_second_attempt_sends_the_same_bytes_in_seven_bit() -> None:
    once = built(("Termin.ics", calendar()), WORD)
    assert once == built(("Termin.ics", calendar()), WORD)
    assert once.isascii()


def test_the_object_arrives_unchanged_through_a_server() -> None:
    inbox = Inbox()
    envelope = Envelope(
        1,
        "k",
        "Termin",
        "Text",
        "<p>Text</p>",
        (("Jörg", "joerg@netz.example"),),
        (("Termin.ics", calendar()),),
        "",
        0.0,
    )
    with serving(inbox) as port:
        sender = SmtpSender(LOOPBACK, port, "", "", False, 5.0, "agentur@cluster.example")
        assert sender.send(envelope).kind == "gesendet"
    parts = [p for p in parsed(inbox.mails[0]).walk() if p.get_content_type() == "text/calendar"]
    assert [p.get_payload(decode=True) for p in parts] == [calendar(), calendar()]
