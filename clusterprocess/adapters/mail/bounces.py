"""Mails of mail servers that could not deliver: reports after RFC 3464, and the free texts of servers that know none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from clusterprocess.adapters.mail.plain_lines import one_line
from clusterprocess.domain.incoming_mails import DeliveryReport

LONGEST_WORDS = 300
MOST_REPORTS = 100

STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
REPLY_CODE = re.compile(r"\b([45])\d\d\b")
ADDRESS = re.compile(r"[A-Za-z0-9._%+'=-]{1,64}@[A-Za-z0-9.-]{1,255}")
ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")

SERVERS = re.compile(r"(mailer-daemon|postmaster|mailerdaemon|mail-daemon)@", re.IGNORECASE)
GIVEN_UP = re.compile(
    r"(undeliver|unzustellbar|nicht zustellbar|returned mail|returned to sender|delivery (status|has failed|failure)"
    r"|failure notice|mail delivery failed|konnte nicht zugestellt|zurückgeschickt)",
    re.IGNORECASE,
)

COPY_BEGINS = re.compile(
    r"^(-{2,}.*|_{5,}|received:.*|return-path:.*|message-id:.*|(original|ursprüngliche).*(header|nachricht|kopf).*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""Where the copy of our own mail begins: behind it stand all its recipients, not those who were missed."""


def is_bounce(mail: Message, parts: list[Message], sender: str) -> bool:
    """A report about a delivery, or a mail of a mail server that says it gave up."""
    if any(p.get_content_type() in ("message/delivery-status", "message/global-delivery-status") for p in parts):
        return mail.get_content_type() == "multipart/report"
    raw = {key.lower(): str(value)[:2000] for key, value in mail.raw_items()}
    if "x-failed-recipients" in raw:
        return True
    from_server = bool(SERVERS.match(sender)) or raw.get("return-path", "").strip() == "<>"
    return from_server and bool(GIVEN_UP.search(raw.get("subject", "")) or GIVEN_UP.search(_first_words(parts)))


def delivery_reports(parts: list[Message], failed_recipients: str, text: str) -> tuple[DeliveryReport, ...]:
    """One report per recipient; from the free text where the server wrote none."""
    found = [report for part in parts for report in _standard(part)]
    return tuple(found[:MOST_REPORTS]) or _free(failed_recipients, text)


def _standard(part: Message) -> Iterator[DeliveryReport]:
    """The groups of a delivery-status part; the first one is about the whole mail and names no recipient."""
    blocks = part.get_payload()
    if part.get_content_subtype() not in ("delivery-status", "global-delivery-status") or not isinstance(blocks, list):
        return
    for block in (b for b in blocks[: MOST_REPORTS + 1] if isinstance(b, Message)):
        said = {key.lower(): one_line(str(value)[:2000]) for key, value in block.raw_items()}
        named = [said.get("original-recipient", ""), said.get("final-recipient", "")]
        addresses = [found[0].lower() for value in named if (found := ADDRESS.search(value))]
        if addresses:
            action = said.get("action", "").split(" ")[0].lower()
            status = STATUS.search(said.get("status", ""))
            yield DeliveryReport(
                tuple(dict.fromkeys(addresses)),
                action if action in ACTIONS else "unknown",
                status[1] if status else "",
                said.get("diagnostic-code", "")[:LONGEST_WORDS],
            )


def _free(failed_recipients: str, text: str) -> tuple[DeliveryReport, ...]:
    """From a free text: whom it names before the copy of our mail, and the first code it gives."""
    cut = COPY_BEGINS.search(text)
    words = text[: cut.start()] if cut else text
    addresses = ADDRESS.findall(failed_recipients) or ADDRESS.findall(words)
    code = STATUS.search(words)
    reply = REPLY_CODE.search(words)
    status = code[1] if code else f"{reply[1]}.0.0" if reply else ""
    told = one_line(words)[:LONGEST_WORDS]
    unique = dict.fromkeys(a.rstrip(".").lower() for a in addresses)
    return tuple(DeliveryReport((a,), "unknown", status, told) for a in list(unique)[:MOST_REPORTS])


def _first_words(parts: list[Message]) -> str:
    for part in parts:
        if part.get_content_type() == "text/plain" and isinstance(content := part.get_payload(decode=True), bytes):
            return content[:4000].decode("utf-8", "replace")
    return ""
