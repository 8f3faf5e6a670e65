"""Reading mails that came in: what they refer to, what kind they are, what they say; never an exception.

The structure is read with the old policy of the email package and headers are decoded here, because the structured
headers of the new policy take quadratic time and raise on hostile input (a Content-Type of 10,000 characters costs
0.16 s there and nothing here). Nothing of a mail is trusted, rendered or executed; every text has a length limit.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from clusterprocess.adapters.mail.bounces import delivery_reports, is_bounce
from clusterprocess.adapters.mail.html_text import text_of_html
from clusterprocess.adapters.mail.plain_lines import one_line
from clusterprocess.domain.incoming_mails import IncomingKind, ReadMail

LONGEST_SUBJECT, LONGEST_TEXT = 300, 20_000
MOST_PARTS, MOST_IDS, MOST_RAW, MOST_CONTENT_RAW = 200, 50, 20_000, 2_000
"""Parts of one mail, ids, and characters of one header (of a content header) that are looked at; honest mails have less."""

OWN_HEADERS = ("from", "subject", "date", "message-id", "received", "return-path", "to")
"""A file without a single one of these is no mail."""

MESSAGE_ID = re.compile(r"<([^<>\s@]{1,128}@[^<>\s@]{1,255})>")

AUTOMATIC_SUBJECT = re.compile(
    r"(automatische (antwort|rückmeldung)|abwesenheits(notiz|assistent|meldung|nachricht)|abwesend\b|abwesenheit:"
    r"|out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|autoreply|vacation reply|urlaubsabwesenheit"
    r"|nicht im büro|gelesen:|read:)",
    re.IGNORECASE,
)
"""How subjects of automatic replies begin; a person's answer to one begins with AW: or RE: and does not match."""


class _ShortHeaders(Compat32):
    """Cuts headers before anybody looks into them: taking parameters apart costs the square of their length."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[: MOST_CONTENT_RAW if name.lower().startswith("content-") else MOST_RAW]


_POLICY = _ShortHeaders()


class MailFiles:
    """Implements ``usecases.ports.IncomingMails``."""

    def read(self, content: bytes) -> ReadMail:
        try:
            mail = BytesParser(policy=_POLICY).parsebytes(content)
            return _read(mail)
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
            # what even the tolerant parser cannot take: the raw file is kept, a person looks at it
            return ReadMail(b"\n" in content, IncomingKind.ANSWER, (), "(nicht lesbar)", "", "", None)


def _read(mail: Message) -> ReadMail:
    parts = list(_parts(mail))
    text = _text(parts)
    calendars = tuple(_payload(p) for p in parts if p.get_content_type() == "text/calendar")
    subject = one_line(_header(mail, "subject"))[:LONGEST_SUBJECT]
    sender = _address(_header(mail, "from"))
    kind = _kind(mail, parts, subject, calendars)
    return ReadMail(
        is_mail=any(_raw(mail, name) for name in OWN_HEADERS),
        kind=kind,
        message_ids=_message_ids(mail, parts, text if kind is IncomingKind.BOUNCE else ""),
        subject=subject,
        text=text,
        sender=sender,
        sent_at=_sent_at(_raw(mail, "date")),
        reports=delivery_reports(parts, _raw(mail, "x-failed-recipients"), text) if kind is IncomingKind.BOUNCE else (),
        calendars=calendars,
        attachments=tuple(_attachments(parts)),
    )


def _parts(mail: Message) -> Iterator[Message]:
    """The leaves of a mail in their order; a mail inside the mail is one leaf and is not opened."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(reversed([p for p in inner if isinstance(p, Message)]))
        else:
            yield part


def _kind(mail: Message, parts: list[Message], subject: str, calendars: tuple[bytes, ...]) -> IncomingKind:
    """The first that fits: a calendar program also says that it writes by itself, and is an answer all the same."""
    if is_bounce(mail, parts, _address(_header(mail, "from"))):
        return IncomingKind.BOUNCE
    if any(re.search(rb"^METHOD:REPLY\s*$", c, re.IGNORECASE | re.MULTILINE) for c in calendars):
        return IncomingKind.CALENDAR_REPLY
    return IncomingKind.AUTO_REPLY if _is_automatic(mail, subject) else IncomingKind.ANSWER


def _is_automatic(mail: Message, subject: str) -> bool:
    """Whether a program wrote it.

    An answer taken for an automatic one would be lost, so weak signs count only in pairs: Exchange puts
    X-Auto-Response-Suppress on other mails, too, and people write about absences.
    """
    said = _raw(mail, "auto-submitted").strip().lower()
    if said and not said.startswith("no"):
        return True
    if mail.get_content_type() == "multipart/report" or AUTOMATIC_SUBJECT.match(subject):
        return True  # a report that is no bounce is a confirmation of reading
    precedence = _raw(mail, "precedence").strip().lower()
    if precedence == "auto_reply" or (precedence in ("bulk", "junk") and not _raw(mail, "list-id")):
        return True
    if any(_raw(mail, name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return True
    suppress = bool(re.search(r"\b(all|oof|autoreply)\b", _raw(mail, "x-auto-response-suppress").lower()))
    return suppress and bool(AUTOMATIC_SUBJECT.search(subject))


def _message_ids(mail: Message, parts: list[Message], body: str) -> tuple[str, ...]:
    """Ids the mail refers to: what it answers, the conversation from its end, mails inside it, a bounce's words."""
    told = [_raw(mail, "in-reply-to"), " ".join(reversed(_raw(mail, "references").split()))]
    for part in parts:
        if part.get_content_type() == "message/rfc822" and isinstance(inner := part.get_payload(), list):
            told += [_raw(m, "message-id") for m in inner[:1] if isinstance(m, Message)]
        elif part.get_content_type() == "text/rfc822-headers":
            told += re.findall(r"(?im)^message-id:\s*(<[^>\n]{3,400}>)", _decoded(part)[:LONGEST_TEXT])
    told.append(body)
    found = [i for piece in told for i in MESSAGE_ID.findall(piece)]
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def _text(parts: list[Message]) -> str:
    """The plain text; where there is none, or an empty one, the words of the HTML."""
    for wanted, plain in (("text/plain", str), ("text/html", text_of_html)):
        found = [_decoded(p) for p in parts if p.get_content_type() == wanted and not _is_attached(p)]
        text = _clean("\n".join(plain(piece[: LONGEST_TEXT * 10]) for piece in found))
        if text:
            return text[:LONGEST_TEXT]
    return ""


def _clean(text: str) -> str:
    """Text fit for a database and a terminal: line breaks and printable characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return re.sub(
        r"\n{3,}", "\n\n", "\n".join("".join(c for c in x if c.isprintable()).rstrip() for x in lines)
    ).strip()


def _attachments(parts: list[Message]) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(parts, 1):
        if part.get_content_maintype() == "message":
            yield f"Nachricht-{number}.eml", _payload(part)
        elif _is_attached(part) or part.get_content_maintype() not in ("text", "multipart"):
            yield _file_name(part) or f"Anlage-{number}", _payload(part)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _file_name(part: Message) -> str:
    """The bare name: no folder, no control character, no leading dot."""
    told = _decoded_words(str(part.get_filename() or "")[:1000])
    return PurePosixPath(one_line(told).replace("\\", "/")).name.lstrip(".")[:120]


def _payload(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"\n".join(bytes(m) for m in inner[:MOST_PARTS] if isinstance(m, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(part: Message) -> str:
    return _in_charset(_payload(part), str(part.get_content_charset() or "")[:40])


def _in_charset(content: bytes, charset: str) -> str:
    """Bytes as text, whatever they claim to be; ISO 8859-1 is read as Windows does, which contains it."""
    named = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8"}.get(charset, charset)
    for name in (named, "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _raw(mail: Message, name: str) -> str:
    """A header as it stands in the mail, bounded and on one line."""
    found = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")
    return re.sub(r"\s+", " ", found[:MOST_RAW])


def _header(mail: Message, name: str) -> str:
    return _decoded_words(_raw(mail, name)[:4000])


def _decoded_words(raw: str) -> str:
    """Encoded words (RFC 2047) as text; bytes beyond ASCII as most mail programs mean them."""
    told = _in_charset(raw.encode("utf-8", "surrogateescape"), "utf-8")
    try:
        pieces = decode_header(told)
    except (HeaderParseError, binascii.Error, ValueError):
        return told
    return "".join(p if isinstance(p, str) else _in_charset(p, charset or "") for p, charset in pieces)


def _address(told: str) -> str:
    """The bare address of a header, in small letters; empty where it is none."""
    found = parseaddr(told[:2000])[1].strip().lower()
    return found if re.fullmatch(r"[^\s<>@,;]{1,64}@[^\s<>@,;]{1,255}", found) else ""


def _sent_at(told: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(told[:100])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
