"""One envelope as a MIME message: plain text and HTML side by side, attachments, and headers nobody can forge."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePath

from clusterprocess.adapters.mail.plain_lines import one_line
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.messages import wire_id_of
from clusterprocess.usecases.send_messages import Envelope

SENDER_NAME = "ClusterAgentur Baden-Württemberg"

_OFFICE = "vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    ".docx": ("application", f"{_OFFICE}.wordprocessingml.document"),
    ".xlsx": ("application", f"{_OFFICE}.spreadsheetml.sheet"),
    ".pptx": ("application", f"{_OFFICE}.presentationml.presentation"),
    ".pdf": ("application", "pdf"),
    ".zip": ("application", "zip"),
    ".ics": ("text", "calendar"),
    ".png": ("image", "png"),
    ".jpg": ("image", "jpeg"),
}
"""Own table: Python's depends on files of the host, and a mail must look the same everywhere."""

_ASKING = ("REQUEST", "CANCEL")
_METHOD = re.compile(rb"^METHOD:([A-Z]{1,20})\r?$", re.MULTILINE)


def postal_address(email: str) -> str:
    """An address as the wire needs it: ASCII, an international domain in its encoded form.

    Raises:
        ValueError: not one plain address, or special characters before the @.
    """
    local, at, domain = email.strip().rpartition("@")
    if not at or not local or not domain or not local.isascii():
        raise ValueError(email)
    if any(c.isspace() or ord(c) < 33 or ord(c) == 127 or c in '<>"(),:;\\[]' for c in local + domain):
        raise ValueError(email)
    encoded = domain.encode("idna").decode("ascii")
    try:
        Address(addr_spec=f"{local}@{encoded}")
    except (MessageError, IndexError) as error:
        raise ValueError(email) from error
    return f"{local}@{encoded}"


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a natural key: the same mail has the same id, however often it is tried (design D7)."""
    return f"<{wire_id_of(key)}@{domain}>"


def build_message(envelope: Envelope, recipients: Sequence[tuple[str, str]], sender: str, reply_to: str) -> bytes:
    """The message as bytes, CRLF line ends, 7 bit throughout, so that every server can take it.

    Args:
        envelope: what is to be sent.
        recipients: display name and wire address of everybody who can be reached.
        sender: wire address of the sender; its domain is that of the Message-ID.
        reply_to: wire address for answers.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(SENDER_NAME, addr_spec=sender)
    mail["To"] = [Address(one_line(name), addr_spec=email) for name, email in recipients]
    mail["Reply-To"] = Address(SENDER_NAME, addr_spec=reply_to)
    mail["Subject"] = one_line(envelope.subject)
    mail["Date"] = format_datetime(datetime.fromtimestamp(envelope.date_ts, BERLIN))
    mail["Message-ID"] = message_id(envelope.key, sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    if envelope.vorgang:
        mail["X-Vorgangsnummer"] = one_line(envelope.vorgang)
    mail.set_content(_encodable(envelope.text), cte="quoted-printable")
    mail.add_alternative(_encodable(envelope.html), subtype="html", cte="quoted-printable")
    if asked := next((c for n, c in envelope.attachments if _is_calendar(n) and _method(c) in _ASKING), None):
        _offer_answers(mail, asked)
    for name, content in envelope.attachments:
        _attach(mail, name, content)
    _fix_boundaries(mail, envelope.key)
    return mail.as_bytes()


def _attach(mail: EmailMessage, name: str, content: bytes) -> None:
    maintype, subtype = MEDIA_TYPES.get(PurePath(name).suffix.lower(), ("application", "octet-stream"))
    filename = one_line(name).replace("/", "-").replace("\\", "-") or "Anlage"
    params = _calendar_parameters(content) if _is_calendar(name) else None
    mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=filename, params=params)


def _offer_answers(mail: EmailMessage, content: bytes) -> None:
    """The calendar object beside text and HTML, so that the reader's program shows its buttons (RFC 6047).

    Mail programs differ in where they look: some want the object among the alternatives, some as attachment. Like the
    large calendar services we send both; a published entry, which asks for nothing, is only attached.
    """
    text = content.decode("utf-8", "replace")
    params = {"method": _method(content)}
    mail.add_alternative(text, subtype="calendar", charset="utf-8", cte="base64", params=params)


def _calendar_parameters(content: bytes) -> dict[str, str]:
    method = _method(content)
    return {"charset": "utf-8", **({"method": method} if method else {})}


def _is_calendar(name: str) -> bool:
    return PurePath(name).suffix.lower() == ".ics"


def _method(content: bytes) -> str:
    """The method that the object itself names; header and content must not differ (RFC 6047 section 2.4)."""
    found = _METHOD.search(content.partition(b"BEGIN:VEVENT")[0])
    return found[1].decode("ascii") if found else ""


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _fix_boundaries(mail: EmailMessage, key: str) -> None:
    """Boundaries from the key instead of chance: a second attempt sends the same bytes as the first."""
    seed = hashlib.sha256(key.encode("utf-8")).hexdigest()[:24]
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")
