"""Reading mails that came in: the samples are written as real programs write them, and garbage never raises."""

from __future__ import annotations

import random
import time

import pytest

from clusterprocess.adapters.mail.html_text import text_of_html
from clusterprocess.adapters.mail.incoming import MailFiles
from clusterprocess.domain.incoming_mails import DeliveryReport, IncomingKind, ReadMail
from tests.adapters.mail import incoming_samples as samples
from tests.adapters.mail.incoming_samples import MANAGER, OURS


def read(content: bytes) -> ReadMail:
    return MailFiles().read(content)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (samples.exchange_bounce(), "5.1.10"),
        (samples.postfix_bounce(), "5.1.1"),
        (samples.exim_bounce(), "5.2.1"),
        (samples.gmail_bounce(), "5.1.1"),
    ],
    ids=["exchange", "postfix", "exim", "gmail"],
)
def test_a_bounce_names_our_message_the_recipient_and_the_status(content: bytes, status: str) -> None:
    found = read(content)
    assert found.kind is IncomingKind.BOUNCE and OURS in found.message_ids
    (report,) = found.reports
    assert (report.addresses, report.status, report.is_final) == ((MANAGER,), status, True)


def test_a_german_bounce_has_its_subject_in_german() -> None:
    assert read(samples.exchange_bounce()).subject == "Unzustellbar: Eingang Ihrer Anfrage"


def test_a_delay_is_not_final_and_a_given_up_delay_is() -> None:
    # RFC 3464: the action decides; after days of trying a server gives up with the status of the last try
    (late,) = read(samples.postfix_bounce(status="4.4.1", action="delayed")).reports
    (given_up,) = read(samples.postfix_bounce(status="4.4.1", action="failed")).reports
    assert (late.is_final, given_up.is_final) == (False, True)


def test_without_an_action_the_status_decides() -> None:
    finals = [DeliveryReport(("a@b.example",), "unknown", s, "").is_final for s in ("5.1.1", "4.4.1", "")]
    assert finals == [True, False, False]


def test_a_forwarding_mailbox_names_both_addresses() -> None:
    content = samples.postfix_bounce().replace(
        f"Final-Recipient: rfc822; {MANAGER}".encode(), b"Final-Recipient: rfc822; privat@anders.example"
    )
    assert read(content).reports[0].addresses == (MANAGER, "privat@anders.example")


def test_a_free_bounce_names_only_whom_it_missed_and_not_everybody_in_the_copy() -> None:
    content = samples.exim_bounce().replace(f"X-Failed-Recipients: {MANAGER}\r\n".encode(), b"")
    assert [r.addresses for r in read(content).reports] == [(MANAGER,)]


def test_a_report_for_two_recipients_is_two_reports() -> None:
    more = b"\r\n\r\nFinal-Recipient: rfc822; v.vogt@netz.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n--7D1B"
    content = samples.postfix_bounce().replace(b"\r\n\r\n--7D1B21C.1421744700/mx.netz.example\r\nContent-Description: Undel",
                                               more + b"21C.1421744700/mx.netz.example\r\nContent-Description: Undel")  # fmt: skip
    assert [(r.addresses[0], r.action) for r in read(content).reports] == [
        (MANAGER, "failed"),
        ("v.vogt@netz.example", "delivered"),
    ]


def test_an_out_of_office_note_is_an_automatic_reply() -> None:
    found = read(samples.out_of_office())
    assert found.kind is IncomingKind.AUTO_REPLY and found.message_ids == (OURS,)
    assert found.subject == "Automatische Antwort: Erhebung für CA-2015-A-001" and "nicht im Büro" in found.text


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied (vacation)", "X-Autoreply: yes", "X-Autorespond: x", "Precedence: auto_reply",
        "Precedence: bulk", "Subject: Abwesenheitsnotiz: Ihre Anfrage", "Subject: Automatic reply: Ihre Anfrage",
        "Subject: Out of Office: bis Montag", "Content-Type: multipart/report; report-type=disposition-notification",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\nSubject: Info: out of office",
    ],
)  # fmt: skip
def test_signs_of_an_automatic_reply(header: str) -> None:
    assert read(f"From: a@b.example\r\n{header}\r\n\r\nText".encode()).kind is IncomingKind.AUTO_REPLY


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no", "Subject: AW: Automatische Antwort: Termin", "X-Auto-Response-Suppress: All",
        "Precedence: bulk\r\nList-Id: <cluster.netz.example>", "Precedence: list", "Subject: Unzustellbar: warum?",
        "Subject: Re: Abwesenheitsnotiz", "Content-Type: text/plain; name=METHOD:REPLY",
    ],
)  # fmt: skip
def test_an_answer_of_a_person_is_never_taken_for_an_automatic_one(header: str) -> None:
    # an answer taken for an automatic reply would be lost
    assert read(f"From: a@b.example\r\n{header}\r\n\r\nText".encode()).kind is IncomingKind.ANSWER


@pytest.mark.parametrize("style", ["outlook", "apple"])
@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_a_calendar_reply_hands_its_object_on(style: str, partstat: str) -> None:
    found = read(samples.calendar_reply(partstat=partstat, style=style))
    assert found.kind is IncomingKind.CALENDAR_REPLY and len(found.calendars) == 1
    assert f"PARTSTAT={partstat}".encode() in found.calendars[0]


def test_a_forwarded_invitation_is_no_reply() -> None:
    content = samples.calendar_reply().replace(b"METHOD:REPLY", b"METHOD:REQUEST").replace(b"=REPLY", b"=REQUEST")
    assert read(content).kind is IncomingKind.ANSWER


def test_a_calendar_that_says_it_writes_by_itself_still_answers() -> None:
    content = b"Auto-Submitted: auto-generated\r\n" + samples.calendar_reply()
    assert read(content).kind is IncomingKind.CALENDAR_REPLY


def test_a_plain_answer_in_an_old_charset_keeps_its_umlauts() -> None:
    found = read(samples.answer())
    assert (found.kind, found.sender, found.message_ids) == (IncomingKind.ANSWER, MANAGER, (OURS,))
    assert found.text == "Schöne Grüße, wir schicken die Unterlagen übermorgen."
    assert found.sent_at is not None and found.sent_at.isoformat() == "2015-01-20T10:00:00+00:00"


def test_html_becomes_words_without_script_style_or_address_of_a_picture() -> None:
    found = read(samples.HTML_ONLY)
    assert found.text == "Guten Tag,\n\npasst der 3. März?\nViele Grüße"
    assert found.message_ids == (OURS, "fremd-1@netz.example")  # the newest of a conversation stands last


def test_a_charset_nobody_knows_is_guessed() -> None:
    found = read(samples.BROKEN_CHARSET)
    assert (found.subject, found.text) == ("Grüße", "Grüße aus München")


def test_a_mail_inside_a_mail_gives_its_id_and_none_of_its_words() -> None:
    found = read(samples.FORWARDED)
    assert found.message_ids == (OURS,) and found.text == "Siehe unten."
    assert [name for name, _ in found.attachments] == ["Nachricht-2.eml", "Satzung.pdf"]
    assert found.attachments[1][1] == b"%PDF-1.4\n"


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "C:\\Windows\\evil.exe", ".bashrc", "a\r\nb\x00.pdf", "\u202efdp.exe", "/"]
)
def test_names_of_attachments_lead_nowhere(name: str) -> None:
    part = f'Subject: x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\nx'
    for found, _ in read(part.encode()).attachments:
        assert found.isprintable() and not found.startswith(".") and "/" not in found and "\\" not in found


def test_no_control_character_survives() -> None:
    found = read(
        b"From: a@b.example\r\nSubject: =?utf-8?Q?a=0D=0ABcc=3A_x=00=1B=5B31m?=\r\n\r\nText\x00 \x1b[2J\xe2\x80\xae Ende\r\n"
    )
    assert found.subject.isprintable() and "\x00" not in found.text and "\x1b" not in found.text
    assert all(line.isprintable() for line in found.text.split("\n"))


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00" * 100, b"kein Kopf, nur Text", b"From", b"PK\x03\x04\x00\x00"]
)
def test_what_has_no_header_is_no_mail(content: bytes) -> None:
    assert not read(content).is_mail


def test_two_megabytes_of_noise_are_read_in_seconds() -> None:
    noise = random.Random(4).randbytes(2_000_000)
    began = time.monotonic()
    found = read(noise)
    read(b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n" + noise)
    read(b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + noise.replace(b"\n", b"\n--a\n"))
    assert len(found.text) <= 20_000 and time.monotonic() - began < 10


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: " + b"=?utf-8?Q?x?= " * 100_000,
        b"Content-Type: text/plain; " + b"a=b; " * 200_000,
        b"References: " + b"<a@b> " * 200_000,
        b"From: " + b'"' * 500_000,
        b"From: " + b"(" * 100_000,
        b"Date: " + b"1" * 100_000,
        b"Content-Disposition: attachment; " + b"".join(b"filename*%d*=x;" % i for i in range(5000)),
        b"Content-Type: text/calendar; method=REPLY",
        b"Content-Type: multipart/report; report-type=delivery-status",
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-7",
        b"Content-Type: text/plain; charset=\xff\xfe\r\nSubject: =?utf-8?B?!!!?= =?\xff?Q??= \xed\xa0\x80",
    ],
)
def test_hostile_headers_cost_little_and_raise_nothing(head: bytes) -> None:
    began = time.monotonic()
    found = read(b"Message-ID: <a@b.example>\r\n" + head + b"\r\n\r\n" + b"Text METHOD:REPLY\r\n" * 10)
    assert found.is_mail and len(found.subject) <= 300 and time.monotonic() - began < 3


def test_a_thousand_mails_inside_each_other_raise_nothing() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(1000))
    inner = b"Content-Type: message/rfc822\r\n\r\n" * 1000
    for content in (nested, inner):
        assert read(b"From: a@b.example\r\n" + content + b"\r\nText").kind is IncomingKind.ANSWER


def test_a_cut_mail_is_read_as_far_as_it_goes() -> None:
    whole = [samples.exchange_bounce(), samples.calendar_reply(), samples.FORWARDED, samples.out_of_office()]
    for content in whole:
        for end in range(0, len(content), 37):
            read(content[:end])


def test_flipped_bytes_raise_nothing() -> None:
    chance = random.Random(15)
    for content in (samples.exchange_bounce(), samples.postfix_bounce(), samples.calendar_reply(), samples.FORWARDED):
        for _ in range(150):
            broken = bytearray(content)
            for _ in range(chance.randint(1, 30)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            read(bytes(broken))


@pytest.mark.parametrize("piece", ["<a ", "<!--", "</", "<![CDATA[", "&#", "<script>", "<a href='", "<?x ", "<!x "])
def test_hostile_html_costs_little(piece: str) -> None:
    began = time.monotonic()
    text_of_html(piece * 400_000)
    assert time.monotonic() - began < 5


def test_many_parts_are_not_all_opened() -> None:
    body = b"".join(b"--b\r\nContent-Disposition: attachment; filename=x\r\n\r\nx\r\n" for _ in range(5000))
    found = read(b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + body + b"--b--")
    assert len(found.attachments) < 200
