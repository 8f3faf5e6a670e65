"""Sending by SMTP against real servers: what arrives, and which outcome each kind of trouble has."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import ssl
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from smtp_servers import (
    LOOPBACK,
    PASSWORD,
    USER,
    Inbox,
    RudeServer,
    accept_login,
    certificate,
    closed_port,
    serving,
)

from clusterprocess.adapters.mail.smtp import SmtpSender
from clusterprocess.adapters.mail.texts import EXAMPLE, MailFolder
from clusterprocess.domain.errors import InputError
from clusterprocess.usecases.send_messages import Envelope

FOLDER = Path(__file__).parents[3] / "templates" / "mail"
ANNA, BERND, CLARA = "anna@eins.example", "bernd@zwei.example", "clara@drei.example"
WORD = bytes(range(256)) * 40 + b"\r\n.\r\n..\n"
# 23 March 2015, 09:30 in Stuttgart is 08:30 UTC (winter time until 29 March 2015).
INSTANT = datetime(2015, 3, 23, 8, 30, tzinfo=UTC).timestamp()


@pytest.fixture(autouse=True)
def no_background_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever breaks, no loop of ours leaves an unhandled error behind."""
    yield
    assert [r for r in caplog.records if r.name == "asyncio" and r.levelno >= logging.ERROR] == []


def envelope(*recipients: str, **changes: Any) -> Envelope:
    subject, text, html = MailFolder(FOLDER).render("erhebung", EXAMPLE)
    values: dict[str, Any] = {
        "message_id": 1, "key": "CA-2015-A-017:erhebung:1", "subject": subject, "text": text, "html": html,
        "recipients": tuple((f"Person {n} Müßig", a) for n, a in enumerate(recipients or (ANNA,))),
        "attachments": (("Fragebogen für Übung.docx", WORD),), "vorgang": "CA-2015-A-017", "date_ts": INSTANT,
    }  # fmt: skip
    return Envelope(**values | changes)


def sender(port: int, **changes: Any) -> SmtpSender:
    values: dict[str, Any] = {
        "host": LOOPBACK, "port": port, "user": "", "password": "", "starttls": False, "timeout_seconds": 5.0,
        "sender": "agentur@cluster.example", "reply_to": "team@cluster.example", "final_timeout_seconds": 5.0,
    }  # fmt: skip
    return SmtpSender(**values | changes)


def parsed(content: bytes) -> EmailMessage:
    # On the wire every line ends with CRLF (RFC 5321 section 2.3.8); a mailbox stores the host's line ends.
    return message_from_bytes(content.replace(b"\r\n", b"\n"), policy=policy.default)


def delivered(**changes: Any) -> EmailMessage:
    inbox = Inbox()
    with serving(inbox) as port:
        assert sender(port).send(envelope(**changes)).kind == "gesendet"
    return parsed(inbox.mails[0])


def test_a_mail_arrives_with_all_its_headers() -> None:
    mail = delivered()
    number = hashlib.sha256(b"CA-2015-A-017:erhebung:1").hexdigest()[:32]
    assert mail["Message-ID"] == f"<{number}@cluster.example>"
    assert mail["Subject"] == "Demo – [CA-2015-A-017] Ihr Fragebogen – Rückgabe bis 30.03.2015"
    assert mail["Date"] == "Mon, 23 Mar 2015 09:30:00 +0100"
    assert mail["Reply-To"].addresses[0].addr_spec == "team@cluster.example"
    assert mail["From"].addresses[0].addr_spec == "agentur@cluster.example"
    assert mail["From"].addresses[0].display_name == "ClusterAgentur Baden-Württemberg"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Vorgangsnummer"] == "CA-2015-A-017"


def test_text_and_html_arrive_as_alternatives_with_umlauts_and_funding_statement() -> None:
    mail = delivered()
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and html is not None
    for body in (text.get_content(), html.get_content()):
        assert "Jörg Müßig" in body
        assert "Europäischer Fonds für regionale Entwicklung (EFRE)" in " ".join(body.split())
    assert text.get_content() == envelope().text
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]  # fmt: skip


def test_an_attachment_arrives_byte_for_byte_under_its_name() -> None:
    attachment = next(delivered().iter_attachments())
    assert attachment.get_filename() == "Fragebogen für Übung.docx"
    assert attachment.get_content() == WORD


def test_an_attachment_of_unknown_kind_is_plain_bytes_and_names_no_folder() -> None:
    attachment = next(delivered(attachments=(("../x\r\nX-Evil: 1/..\\y.abc", b"1"),)).iter_attachments())
    assert attachment.get_content_type() == "application/octet-stream"
    assert attachment.get_filename() == "..-x X-Evil: 1-..-y.abc"
    assert attachment["X-Evil"] is None


def test_lines_that_begin_with_a_dot_arrive_unchanged() -> None:
    mail = delivered(text=".\n..\n.zwei\nEnde\n")
    body = mail.get_body(("plain",))
    assert body is not None and body.get_content() == ".\n..\n.zwei\nEnde\n"


def test_a_second_attempt_sends_the_same_bytes_in_seven_bits_with_crlf() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        sender(port).send(envelope())
        sender(port).send(envelope())
    assert inbox.mails[0] == inbox.mails[1]
    assert b"\n" not in inbox.mails[0].replace(b"\r\n", b"") and inbox.mails[0].isascii()


def test_no_value_can_add_a_header() -> None:
    mail = delivered(subject="A\r\nBcc: evil@x.example\n\nText", vorgang="CA\r\nX-Evil: 1",
                     recipients=(("Anna\r\nX-Evil: 1, \"B\" <c@d.example>", ANNA),))  # fmt: skip
    assert mail["Bcc"] is None and mail["X-Evil"] is None
    assert mail["Subject"] == "A Bcc: evil@x.example Text"
    assert [a.addr_spec for a in mail["To"].addresses] == [ANNA]


def test_broken_unicode_in_a_text_does_not_stop_the_mail() -> None:
    body = delivered(text="kaputt \ud800 Ende\n", subject="kaputt \ud800 Ende").get_body(("plain",))
    assert body is not None and body.get_content() == "kaputt ? Ende\n"


def test_every_recipient_stands_in_the_header() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        outcome = sender(port).send(envelope(ANNA, BERND))
    assert outcome.accepted == (ANNA, BERND) and outcome.refused == () and outcome.reply_code == 250
    assert inbox.recipients == [ANNA, BERND]
    assert [a.addr_spec for a in parsed(inbox.mails[0])["To"].addresses] == [ANNA, BERND]


def test_one_refused_recipient_does_not_stop_the_others() -> None:
    inbox = Inbox({BERND: "550 5.1.1 unbekannt", CLARA: "450 4.2.0 voll"})
    with serving(inbox) as port:
        outcome = sender(port).send(envelope(ANNA, BERND, CLARA))
    assert outcome.kind == "gesendet" and outcome.accepted == (ANNA,)
    assert outcome.refused == ((BERND, "550 5.1.1 unbekannt"),)
    assert outcome.put_off == ((CLARA, "450 4.2.0 voll"),)
    assert len(inbox.mails) == 1 and inbox.recipients == [ANNA]


def test_a_server_that_hangs_up_between_two_recipients_has_taken_nothing() -> None:
    # 421 closes the connection (RFC 5321 section 3.8): the first recipient was accepted, but no content ever left
    inbox = Inbox({BERND: "421 4.3.2 Wartung"})
    with serving(inbox) as port:
        outcome = sender(port).send(envelope(ANNA, BERND, CLARA))
    assert outcome.kind == "spaeter" and inbox.mails == []


def test_a_break_in_the_content_leaves_doubt_about_the_accepted_and_none_about_the_others() -> None:
    replies = {f"RCPT TO:<{BERND}>": "450 4.2.0 voll", f"RCPT TO:<{CLARA}>": "550 5.1.1 weg"}
    with RudeServer(replies, after_content="X") as server:
        outcome = sender(server.port).send(envelope(ANNA, BERND, CLARA))
    assert outcome.kind == "ungewiss" and outcome.accepted == ()
    assert [a for a, _ in outcome.put_off] == [BERND] and [a for a, _ in outcome.refused] == [CLARA]


def test_a_slow_server_is_waited_for() -> None:
    with RudeServer(pause_seconds=0.15) as server:
        began = time.monotonic()
        outcome = sender(server.port, timeout_seconds=5.0).send(envelope(ANNA, BERND))
    # greeting, EHLO, MAIL, two RCPT, DATA and verdict: seven replies of 0.15 s
    assert outcome.kind == "gesendet" and time.monotonic() - began >= 1.0


@pytest.mark.parametrize(
    ("refusals", "kind", "code"),
    [
        ({ANNA: "550 weg", BERND: "551 verzogen"}, "abgelehnt", 550),
        ({ANNA: "450 voll", BERND: "451 Fehler"}, "spaeter", 450),
        ({ANNA: "550 weg", BERND: "450 voll"}, "spaeter", 450),
        ({ANNA: "421 ich schließe", BERND: "250 nie gefragt"}, "spaeter", 421),
    ],
)
def test_when_nobody_is_taken_the_codes_decide(refusals: dict[str, str], kind: str, code: int) -> None:
    inbox = Inbox(refusals)
    with serving(inbox) as port:
        outcome = sender(port).send(envelope(ANNA, BERND))
    assert (outcome.kind, outcome.reply_code) == (kind, code)
    assert inbox.mails == [] and outcome.accepted == ()


def test_an_address_that_cannot_be_written_is_refused_without_asking() -> None:
    inbox = Inbox()
    bad = ("jörg@eins.example", "a b@eins.example", "x@y\r\nRCPT TO:<evil@x.example>", "ohne-at", "")
    with serving(inbox) as port:
        outcome = sender(port).send(envelope(ANNA, *bad))
    assert outcome.accepted == (ANNA,) and inbox.recipients == [ANNA]
    assert tuple(address for address, _ in outcome.refused) == bad
    assert all(why.startswith("553 ") for _, why in outcome.refused)


def test_a_domain_with_umlauts_is_encoded() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        outcome = sender(port).send(envelope("info@müller.example"))
    assert inbox.recipients == ["info@xn--mller-kva.example"]
    assert outcome.accepted == ("info@müller.example",)


def test_without_recipients_nothing_is_sent() -> None:
    outcome = sender(closed_port()).send(envelope(recipients=()))
    assert outcome.kind == "abgelehnt" and "keinen Empfänger" in outcome.text


@pytest.mark.parametrize(("verdict", "kind"), [("552 zu groß", "abgelehnt"), ("452 kein Platz", "spaeter")])
def test_a_clear_no_to_the_content_is_no_doubt(verdict: str, kind: str) -> None:
    with serving(Inbox(verdict=verdict)) as port:
        outcome = sender(port).send(envelope())
    assert outcome.kind == kind and outcome.reply_code == int(verdict[:3]) and verdict[4:] in outcome.text


def test_a_mail_beyond_the_size_limit_is_refused_before_it_is_sent() -> None:
    inbox = Inbox()
    with serving(inbox, data_size_limit=2000) as port:
        outcome = sender(port).send(envelope())
    assert (outcome.kind, outcome.reply_code) == ("abgelehnt", 552) and inbox.mails == []


def test_a_server_that_is_down_means_later() -> None:
    outcome = sender(closed_port()).send(envelope())
    assert outcome.kind == "spaeter" and "Verbindungsaufbau" in outcome.text


def test_a_host_that_does_not_exist_means_later() -> None:
    assert sender(25, host="mail.gibt-es-nicht.invalid").send(envelope()).kind == "spaeter"


@pytest.mark.parametrize(
    ("replies", "kind"),
    [
        ({"GREETING": "421 gleich zurück"}, "spaeter"),
        ({"GREETING": "554 nicht für Sie"}, "abgelehnt"),
        ({"GREETING": "X"}, "spaeter"),
        ({"EHLO": "421 Wartung"}, "spaeter"),
        ({"EHLO": "X"}, "spaeter"),
        ({"MAIL": "451 später"}, "spaeter"),
        ({"MAIL": "550 Absender gesperrt"}, "abgelehnt"),
        ({"MAIL": "Unsinn"}, "spaeter"),
        ({"RCPT": "X"}, "spaeter"),
        ({"DATA": "X"}, "spaeter"),
        ({"DATA": "451 gerade nicht"}, "spaeter"),
        ({"DATA": "554 nein"}, "abgelehnt"),
    ],
)
def test_trouble_before_the_content_leaves_no_doubt(replies: dict[str, str], kind: str) -> None:
    with RudeServer(replies) as server:
        assert sender(server.port).send(envelope()).kind == kind


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_falls_silent_before_the_content_means_later(step: str) -> None:
    with RudeServer({step: ""}) as server:
        began = time.monotonic()
        outcome = sender(server.port, timeout_seconds=0.3).send(envelope())
    assert outcome.kind == "spaeter" and time.monotonic() - began < 3


def test_a_server_without_ehlo_is_served_all_the_same() -> None:
    with RudeServer({"EHLO": "502 kenne ich nicht"}) as server:
        assert sender(server.port).send(envelope()).kind == "gesendet"
    assert server.commands == ["EHLO", "HELO", "MAIL", "RCPT", "DATA", "QUIT"]


def test_a_server_that_dies_in_the_middle_of_the_content_leaves_doubt() -> None:
    with RudeServer(read_at_most=1000) as server:
        outcome = sender(server.port).send(envelope(attachments=(("groß.pdf", b"x" * 5_000_000),)))
    assert outcome.kind == "ungewiss" and "Inhalt" in outcome.text


def test_a_server_that_dies_between_content_and_verdict_leaves_doubt() -> None:
    with RudeServer(after_content="X") as server:
        assert sender(server.port).send(envelope()).kind == "ungewiss"


def test_a_server_that_is_silent_after_the_content_leaves_doubt() -> None:
    with RudeServer(after_content="") as server:
        assert sender(server.port, final_timeout_seconds=0.3).send(envelope()).kind == "ungewiss"


def test_a_verdict_nobody_can_read_leaves_doubt() -> None:
    with RudeServer(after_content="Unsinn") as server:
        assert sender(server.port).send(envelope()).kind == "ungewiss"


@pytest.mark.parametrize("farewell", ["X", "", "500 nein"])
def test_what_happens_at_the_farewell_changes_nothing(farewell: str) -> None:
    with RudeServer({"QUIT": farewell}) as server:
        began = time.monotonic()
        assert sender(server.port, timeout_seconds=30.0).send(envelope()).kind == "gesendet"
    assert time.monotonic() - began < 10


def test_words_of_a_server_become_one_short_line() -> None:
    with RudeServer({"MAIL": "550-erste\r\n550 zweite \x00\x1b[31m" + "x" * 2000}) as server:
        outcome = sender(server.port).send(envelope())
    assert outcome.text.isprintable() and len(outcome.text) <= 400 and "erste zweite" in outcome.text


def test_starttls_encrypts_and_login_follows(tmp_path: Path) -> None:
    inbox, (server, client) = Inbox(), certificate(tmp_path)
    with serving(
        inbox, tls_context=server, require_starttls=True, auth_required=True, authenticator=accept_login()
    ) as port:
        outcome = sender(port, starttls=True, tls_context=client, user=USER, password=PASSWORD).send(envelope())
    assert outcome.kind == "gesendet" and inbox.encrypted == [True]


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    inbox, (server, _) = Inbox(), certificate(tmp_path)
    with serving(inbox, tls_context=server) as port:
        outcome = sender(port, starttls=True).send(envelope())
    assert outcome.kind == "abgelehnt" and "Zertifikat" in outcome.text and inbox.mails == []


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    inbox, (server, client) = Inbox(), certificate(tmp_path)
    with serving(inbox, tls_context=server) as port:
        outcome = sender(port, host="localhost", starttls=True, tls_context=client).send(envelope())
    assert outcome.kind == "abgelehnt" and inbox.mails == []


def test_a_server_without_starttls_gets_neither_password_nor_mail() -> None:
    with RudeServer({"EHLO": "250-rude\r\n250 AUTH PLAIN"}) as server:
        outcome = sender(server.port, starttls=True, user=USER, password=PASSWORD).send(envelope())
    assert outcome.kind == "abgelehnt" and "STARTTLS" in outcome.text
    assert server.commands == ["EHLO"]


@pytest.mark.parametrize(
    ("reply", "kind"), [("454 gleich", "spaeter"), ("502 nein", "abgelehnt"), ("220 los\r\nkein TLS", "spaeter")]
)
def test_a_failing_starttls_is_judged_by_its_reply(reply: str, kind: str) -> None:
    with RudeServer({"EHLO": "250-rude\r\n250 STARTTLS", "STARTTLS": reply}) as server:
        assert sender(server.port, starttls=True, timeout_seconds=1.0).send(envelope()).kind == kind


def test_content_the_server_does_not_read_leaves_doubt_and_no_open_socket() -> None:
    big = envelope(attachments=(("groß.pdf", b"x" * 30_000_000),))
    with RudeServer(stalls=True) as server, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert sender(server.port, final_timeout_seconds=0.3).send(big).kind == "ungewiss"
        gc.collect()
    assert [w for w in seen if issubclass(w.category, ResourceWarning) and "unclosed transport" in str(w.message)] == []


def test_a_wrong_password_is_refused_for_good(tmp_path: Path) -> None:
    inbox, (server, client) = Inbox(), certificate(tmp_path)
    with serving(inbox, tls_context=server, auth_required=True, authenticator=accept_login()) as port:
        outcome = sender(port, starttls=True, tls_context=client, user=USER, password="falsch").send(envelope())
    assert (outcome.kind, outcome.reply_code) == ("abgelehnt", 535) and "Anmeldung" in outcome.text


@pytest.mark.parametrize(("reply", "kind"), [("454 4.7.0 gestört", "spaeter"), ("535 falsch", "abgelehnt")])
def test_a_login_is_judged_by_its_reply(reply: str, kind: str) -> None:
    with RudeServer({"EHLO": "250-rude\r\n250 AUTH PLAIN", "AUTH": reply}) as server:
        assert sender(server.port, user=USER, password=PASSWORD).send(envelope()).kind == kind


def test_a_server_without_login_does_not_fit_the_settings() -> None:
    with RudeServer() as server:
        outcome = sender(server.port, user=USER, password=PASSWORD).send(envelope())
    assert outcome.kind == "abgelehnt" and "Einstellungen" in outcome.text


def test_sending_works_inside_a_running_event_loop() -> None:
    inbox = Inbox()

    async def flow(port: int) -> str:
        return sender(port).send(envelope()).kind

    with serving(inbox) as port:
        assert asyncio.run(flow(port)) == "gesendet"


def test_the_password_is_not_shown() -> None:
    assert PASSWORD not in repr(vars(sender(25, user=USER, password=PASSWORD)) | {"_password": ""})
    assert PASSWORD not in repr(sender(25, user=USER, password=PASSWORD))


@pytest.mark.parametrize(("field", "setting"), [("sender", "MAIL_SENDER"), ("reply_to", "MAIL_REPLY_TO")])
def test_an_own_address_that_is_none_is_refused_with_the_setting(field: str, setting: str) -> None:
    with pytest.raises(InputError, match=f"CLUSTERPROCESS_{setting}"):
        sender(25, **{field: "keine Adresse"})


def test_without_reply_address_answers_go_to_the_sender() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        sender(port, reply_to="").send(envelope())
    assert parsed(inbox.mails[0])["Reply-To"].addresses[0].addr_spec == "agentur@cluster.example"


def test_certificates_are_checked_unless_a_context_says_otherwise(tmp_path: Path) -> None:
    inbox, (server, _) = Inbox(), certificate(tmp_path)
    lax = ssl.create_default_context()
    lax.check_hostname, lax.verify_mode = False, ssl.CERT_NONE
    with serving(inbox, tls_context=server) as port:
        assert sender(port, starttls=True, tls_context=lax).send(envelope()).kind == "gesendet"
