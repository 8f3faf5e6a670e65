"""The demo's mailbox: every mail is a file that a mail program opens, and nothing goes missing."""

from __future__ import annotations

import smtplib
import socket
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from clusterprocess.adapters.mail.smtp import SmtpSender
from clusterprocess.demo.mailbox import DemoMailbox
from clusterprocess.usecases.send_messages import Envelope

# 1426840200 is 20 March 2015, 08:30:00 UTC, thus 09:30 in Stuttgart.
MAIL = Envelope(1, "schlüssel", "Grüße", "Guten Tag\n", "<p>Guten Tag</p>\n", (("Anna", "anna@eins.example"),),
                (("a.pdf", b"%PDF"),), "CA-2015-A-017", 1426840200.0)  # fmt: skip


def send(port: int) -> str:
    return SmtpSender("127.0.0.1", port, "", "", False, 5.0, "agentur@cluster.example").send(MAIL).kind


def post(port: int, content: bytes, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as line:
        line.sendmail("agentur@cluster.example", recipients, content)


def test_a_mail_becomes_a_file_named_by_date_recipient_and_message_id(tmp_path: Path) -> None:
    with DemoMailbox(tmp_path / "post") as mailbox:
        assert send(mailbox.port) == "gesendet"
    (file,) = (tmp_path / "post").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "Grüße"
    assert next(mail.iter_attachments()).get_content() == b"%PDF"
    assert file.name == f"2015-03-20_093000_anna@eins.example_{mail['Message-ID'][1:13]}.eml"


def test_a_mail_sent_twice_is_there_twice(tmp_path: Path) -> None:
    with DemoMailbox(tmp_path) as mailbox:
        send(mailbox.port)
        send(mailbox.port)
    second, first = sorted(path.name for path in tmp_path.iterdir())
    assert second == first.replace(".eml", "-2.eml")


def test_further_recipients_are_counted_in_the_name(tmp_path: Path) -> None:
    with DemoMailbox(tmp_path) as mailbox:
        post(mailbox.port, b"Message-ID: <kurz@x>\r\n\r\nText\r\n", "a@x.example", "b@x.example", "c@x.example")
    assert [path.name for path in tmp_path.iterdir()] == ["ohne-datum_a@x.example+2_kurz.eml"]


def test_a_mail_without_headers_is_kept_and_cannot_leave_the_folder(tmp_path: Path) -> None:
    with DemoMailbox(tmp_path / "post") as mailbox:
        post(mailbox.port, b"Date: gestern\r\nMessage-ID: <../../x>\r\n\r\nText\r\n", "../../../etc/x@y.example")
        post(mailbox.port, b"nur Text\r\n", "a@x.example")
    names = sorted(path.name for path in (tmp_path / "post").iterdir())
    assert names == ["ohne-datum__.._.._etc_x@y.example__.._x.eml", "ohne-datum_a@x.example_ohne-kennung.eml"]
    assert [path.name for path in tmp_path.iterdir()] == ["post"]


def test_a_folder_that_is_gone_is_a_temporary_refusal(tmp_path: Path) -> None:
    with DemoMailbox(tmp_path / "post") as mailbox:
        (tmp_path / "post").rmdir()
        assert send(mailbox.port) == "spaeter"


def test_nobody_listens_before_and_after(tmp_path: Path) -> None:
    mailbox = DemoMailbox(tmp_path)
    with pytest.raises(RuntimeError):
        _ = mailbox.port
    with mailbox:
        port = mailbox.port
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_two_mailboxes_stand_side_by_side(tmp_path: Path) -> None:
    with DemoMailbox(tmp_path / "a") as one, DemoMailbox(tmp_path / "b") as two:
        assert one.port != two.port
