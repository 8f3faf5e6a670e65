"""Cells of a table as answers of the core intake: German and plain spellings in, values for validation out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from clusterprocess.domain.sorting import german_key

_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(\.\d{3})+$")
_YES = ("ja", "true", "wahr", "1", "x")
_NO = ("nein", "false", "falsch", "0")


def answer_from_cell(text: str, annotation: Any) -> Any:
    """The answer of one cell; ``annotation`` is the type of its question.

    Lists are separated by commas or "|". Tables hold one row per "|" with ":" between its values in the order of the
    columns ("gold:2016-12-31 | bw"), or JSON. Dates are ISO or German, numbers may have a decimal comma.

    Raises:
        ValueError: one German clause saying what is wrong and what to write.
    """
    kind = _bare(annotation)
    for known, read in _READERS.items():
        if kind is known:
            return read(text)
    if get_origin(kind) is Literal:
        return _word(text, get_args(kind))
    if get_origin(kind) is list:
        return _list(text, _bare(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _loaded(text) if text.startswith("{") else _record(text, kind)
    return text


def _bare(annotation: Any) -> Any:
    """The type without range and without the alternative None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(part for part in get_args(annotation) if part is not NoneType))
    return annotation


def _plain_number(text: str, *, grouped: bool) -> str:
    """Digits with a decimal point; a dot before three digits groups thousands only where ``grouped`` says so."""
    bare = re.sub(r"\s*(€|EUR|Euro|%)$", "", text.strip()).replace("\u00a0", "").replace(" ", "")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif grouped and _GROUPED.match(bare):
        bare = bare.replace(".", "")
    if not _NUMBER.match(bare):
        raise ValueError(f"„{text[:60]}“ ist keine Zahl; bitte zum Beispiel 12 oder 12,5 eintragen")
    return bare


def _whole(text: str) -> int:
    bare = _plain_number(text, grouped=True)
    whole, _, rest = bare.partition(".")
    if rest.strip("0") or len(whole) > 15:
        raise ValueError(f"„{text[:60]}“ ist keine ganze Zahl; bitte zum Beispiel 12 eintragen")
    return int(whole)


def _share(text: str) -> float:
    return float(_plain_number(text, grouped=False))


def _amount(text: str) -> Decimal:
    return Decimal(_plain_number(text, grouped=True))


def _truth(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(f"„{text[:60]}“ ist weder ja noch nein; bitte ja oder nein eintragen")


def _date(text: str) -> str:
    found = re.match(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$", text.strip())
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text.strip()


def _word(text: str, allowed: tuple[Any, ...]) -> str:
    wanted = german_key(text).replace(" ", "")
    return next((word for word in allowed if german_key(word) == wanted), text.strip())


def _list(text: str, kind: Any) -> Any:
    if text.startswith("["):
        return _loaded(text)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [_record(part, kind) for part in text.split("|") if part.strip()]
    parts = [part.strip() for part in re.split(r"[,|;]", text) if part.strip()]
    return [_word(part, get_args(kind)) for part in parts] if get_origin(kind) is Literal else parts


def _record(text: str, kind: type[BaseModel]) -> dict[str, Any]:
    columns = [(field.alias or name, field.annotation) for name, field in kind.model_fields.items()]
    parts = [part.strip() for part in text.split(":")]
    if len(parts) > len(columns):
        names = ":".join(name for name, _ in columns)
        raise ValueError(f"„{text.strip()[:60]}“ hat zu viele Werte; bitte in der Form {names} eintragen")
    return {name: answer_from_cell(part, type_) for part, (name, type_) in zip(parts, columns, strict=False) if part}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"„{text[:60]}“ ist kein gültiges JSON; bitte Klammern und Anführungszeichen prüfen") from None


_READERS: dict[Any, Callable[[str], Any]] = {int: _whole, float: _share, Decimal: _amount, bool: _truth, date: _date}
