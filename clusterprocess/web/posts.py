"""Reading a posted form: text, and files where a page takes them; bounded, without characters that no field can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from clusterprocess.web.security import MOST_BODY_BYTES, MOST_FIELDS, Refused, too_large

TOKEN_FIELD, ACTION_FIELD = "_token", "_do"
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file; the name is what the browser said and is never used as a path."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted form.

    Attributes:
        values: text by field key; a list where a key came more than once.
        token: the form token.
        action: which button was pressed.
        files: uploaded files by field key; a field without a chosen file is absent.
    """

    values: dict[str, object] = field(default_factory=dict)
    token: str = ""
    action: str = ""
    files: dict[str, tuple[Upload, ...]] = field(default_factory=dict)


async def posted_form(request: Request) -> Posted:
    """The form of a request.

    Raises:
        Refused: another content type, too many fields, or too large.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(415, "Nicht lesbar", "Bitte senden Sie das Formular der Seite ab.")
    return read_form(await request.body())


async def posted_with_files(request: Request) -> Posted:
    """The form of a request that may carry files; the size was bounded before.

    Raises:
        Refused: not readable, or too many parts.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return await posted_form(request)
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_BODY_BYTES) as form:
            pairs: list[tuple[str, str]] = []
            files: dict[str, tuple[Upload, ...]] = {}
            for key, value in form.multi_items():
                if isinstance(value, str):
                    pairs.append((key, value))
                elif value.filename:
                    files[key] = (*files.get(key, ()), Upload(_clean(value.filename)[:200], await value.read()))
    except (MultiPartException, HTTPException):
        raise Refused(400, "Nicht lesbar", "Die Datei kam nicht vollständig an. Bitte noch einmal auswählen.") from None
    return _collected(pairs, files)


def read_form(body: bytes) -> Posted:
    """Fields of a url-encoded body; line ends become ``\\n``, control characters are left out.

    Raises:
        Refused: more fields than any form has.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise too_large() from None
    return _collected(pairs, {})


def _collected(pairs: Iterable[tuple[str, str]], files: dict[str, tuple[Upload, ...]]) -> Posted:
    collected: dict[str, list[str]] = {}
    for key, value in pairs:
        collected.setdefault(key, []).append(_clean(value))
    token, action = (collected.pop(name, [""])[-1] for name in (TOKEN_FIELD, ACTION_FIELD))
    return Posted({k: v[0] if len(v) == 1 else v for k, v in collected.items()}, token, action, files)


def _clean(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in plain if c == "\n" or c == "\t" or not (ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF))
