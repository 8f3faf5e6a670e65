"""Reading a posted form: plain url-encoded text, bounded, without characters that no field can hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from clusterprocess.web.security import MOST_FIELDS, Refused, too_large

TOKEN_FIELD, ACTION_FIELD = "_token", "_do"


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted form.

    Attributes:
        values: text by field key; a list where a key came more than once.
        token: the form token.
        action: which button was pressed.
    """

    values: dict[str, object] = field(default_factory=dict)
    token: str = ""
    action: str = ""


async def posted_form(request: Request) -> Posted:
    """The form of a request.

    Raises:
        Refused: another content type, too many fields, or too large.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(415, "Nicht lesbar", "Bitte senden Sie das Formular der Seite ab.")
    return read_form(await request.body())


def read_form(body: bytes) -> Posted:
    """Fields of a url-encoded body; line ends become ``\\n``, control characters are left out.

    Raises:
        Refused: more fields than any form has.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise too_large() from None
    collected: dict[str, list[str]] = {}
    for key, value in pairs:
        collected.setdefault(key, []).append(_clean(value))
    token, action = (collected.pop(name, [""])[-1] for name in (TOKEN_FIELD, ACTION_FIELD))
    return Posted({k: v[0] if len(v) == 1 else v for k, v in collected.items()}, token, action)


def _clean(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in plain if c == "\n" or c == "\t" or not (ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF))
