"""One cell of an offline form: what stands in it, what it may hold, and what comes back from it.

People type German: decimal commas, dots between thousands, dates as TT.MM.JJJJ, words instead of slugs. Whatever
cannot be read without guessing is refused with a clause that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from clusterprocess.domain.language import Text
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.form_types import Choice, Kind, Leaf

YES, NO = "ja", "nein"
LONGEST = 10_000
MOST_NAMED = 20
NONE_AT_ALL = "keine"
"""Says that a list is empty, as distinct from not answered."""

_NO_ENTRIES = (NONE_AT_ALL, "keiner", "keines")
_YES_WORDS = frozenset({"ja", "j", "x", "wahr", "true", "yes", "☒", "☑"})
_NO_WORDS = frozenset({"nein", "n", "falsch", "false", "no", "☐"})
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_UNIT = re.compile(r"\s*(€|EUR|Euro|%|Prozent)$", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


class Blank:
    """Nothing was entered; blank never means zero or delete."""


BLANK = Blank()


def parsed(leaf: Leaf, raw: object) -> Any:
    """The value of a cell, as validation takes it; :data:`BLANK` for an empty one.

    Args:
        raw: a text, or what a spreadsheet stores: number, date, truth value.

    Raises:
        ValueError: one German clause, what is wrong and what to write.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return BLANK
    return _PARSERS[leaf.kind](leaf, raw.strip() if isinstance(raw, str) else raw)


def shown(leaf: Leaf, value: Any) -> str:
    """A value as people read it in the cell; :func:`parsed` reads it back.

    Raises:
        ValueError: the value does not fit the cell (any more).
    """
    match leaf.kind:
        case Kind.YES_NO:
            return YES if value else NO
        case Kind.CHOICE:
            return _choice(leaf, value).text.de
        case Kind.DATE:
            return f"{date.fromisoformat(_iso(value)):%d.%m.%Y}"
        case Kind.ENTRIES:
            return _joined([shown(leaf.entry, v) for v in value]) if leaf.entry and value else NONE_AT_ALL
        case Kind.PAIRS:
            return _joined([f"{key}: {shown(leaf.entry, v)}" for key, v in value.items()]) if leaf.entry else ""
        case Kind.TEXT:
            return str(value).strip()
    return _german(Decimal(str(value)), grouped=leaf.kind in (Kind.EURO, Kind.WHOLE) and not leaf.is_year)


def settled(leaf: Leaf, value: Any) -> Any:
    """The value as it would come back from an untouched form; :data:`BLANK` when the form cannot show it."""
    if value is None:
        return BLANK
    try:
        return parsed(leaf, shown(leaf, value))
    except (ValueError, ArithmeticError, TypeError):
        return BLANK


def range_text(leaf: Leaf) -> str:
    """What the cell takes, in a few words for the help beside it; empty where a list shows it."""
    match leaf.kind:
        case Kind.TEXT:
            return f"höchstens {leaf.max_length} Zeichen" if leaf.max_length else ""
        case Kind.DATE:
            return "TT.MM.JJJJ"
        case Kind.ENTRIES:
            return "mehrere mit ; trennen"
        case Kind.PAIRS:
            return f"Name: Wert; Name: Wert{_possible(leaf, ' – Werte: ')}"
        case Kind.YES_NO | Kind.CHOICE:
            return ""
    low = None if leaf.low is None or leaf.low_open else _german(leaf.low, grouped=not leaf.is_year)
    high = None if leaf.high is None else _german(leaf.high, grouped=not leaf.is_year)
    unit = {Kind.EURO: "Euro", Kind.PERCENT: "%"}.get(leaf.kind, "")
    if unit == "Euro" or (low in (None, "0") and (leaf.high or 1000) >= 500):
        return unit
    bounds = f"{low} bis {high}" if low and high else f"ab {low}" if low else f"bis {high}" if high else ""
    return f"{bounds} {unit}".strip()


def _joined(entries: list[str]) -> str:
    return ("\n" if any(";" in entry for entry in entries) else "; ").join(entries)


def _german(amount: Decimal, *, grouped: bool) -> str:
    plain = f"{amount.normalize():{',' if grouped else ''}f}"
    return plain.replace(",", " ").replace(".", ",").replace(" ", ".")


def _text(leaf: Leaf, raw: object) -> str:
    if isinstance(raw, bool):
        text = YES if raw else NO
    elif isinstance(raw, int | float):
        text = _german(_exact(raw), grouped=False)
    elif isinstance(raw, datetime | date):
        text = f"{raw:%d.%m.%Y}"
    else:
        text = str(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(ord(c) < 32 and c not in "\n\t" for c in text):
        raise ValueError("enthält Steuerzeichen; bitte als reinen Text eingeben")
    if len(text) > LONGEST:
        raise ValueError(
            f"hat {len(text)} Zeichen; bitte auf höchstens {min(leaf.max_length or LONGEST, LONGEST)} kürzen"
        )
    return text


def _exact(number: float) -> Decimal:
    """Excel keeps at most 15 significant digits; the rest is noise of binary fractions."""
    return Decimal(f"{number:.15g}")


def _quoted(raw: object) -> str:
    return f"„{' '.join(str(raw).split())[:60]}“"


def _decimal(raw: object, *, grouped: bool) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError("muss eine Zahl sein, kein Datum und kein Wahrheitswert; bitte zum Beispiel 12 oder 12,5")
    if not isinstance(raw, str):
        return _finite(raw)
    bare = re.sub(r"[\s\u00a0\u202f]", "", _UNIT.sub("", raw)).replace("−", "-")
    if "," in bare:
        head, _, rest = bare.partition(",")
        bare = f"{head.replace('.', '') if '.' not in head or _GROUPED.fullmatch(head) else head}.{rest}"
    elif _GROUPED.fullmatch(bare):
        if not grouped:
            raise ValueError(f"{_quoted(raw)} ist nicht eindeutig; bitte ohne Punkt und mit Dezimalkomma schreiben")
        bare = bare.replace(".", "")
    if not _NUMBER.fullmatch(bare) or len(bare) > 18:
        raise ValueError(f"{_quoted(raw)} ist keine Zahl; bitte nur eine Zahl eintragen, zum Beispiel 12 oder 12,5")
    return Decimal(bare)


def _finite(raw: float) -> Decimal:
    value = _exact(raw)
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise ValueError("ist keine brauchbare Zahl; bitte zum Beispiel 12 oder 12,5 eintragen")
    return value


def _whole(leaf: Leaf, raw: object) -> int:
    value = _decimal(raw, grouped=not leaf.is_year)
    if value != value.to_integral_value():
        raise ValueError(f"{_quoted(raw)} ist keine ganze Zahl; bitte ohne Nachkommastellen eintragen")
    return int(value)


def _number(leaf: Leaf, raw: object) -> float | int:
    value = _decimal(raw, grouped=False)
    return int(value) if value == value.to_integral_value() else float(value)


def _euro(leaf: Leaf, raw: object) -> str:
    return f"{_decimal(raw, grouped=True).normalize():f}"


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    if found := _GERMAN_DAY.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return date.fromisoformat(text).isoformat()


def _day(leaf: Leaf, raw: object) -> str:
    try:
        if isinstance(raw, bool) or not isinstance(raw, str | date):
            raise ValueError
        day = _iso(raw)
    except ValueError:
        raise ValueError(f"{_quoted(raw)} ist kein Datum; bitte zum Beispiel 22.04.2015 eintragen") from None
    return f"{date.fromisoformat(day):%d.%m.%Y}" if leaf.german_date else day


def _truth(leaf: Leaf, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().casefold()
    if word in _YES_WORDS or word in _NO_WORDS:
        return word in _YES_WORDS
    raise ValueError(f"{_quoted(raw)} ist weder ja noch nein; bitte ja oder nein wählen")


def _choice(leaf: Leaf, raw: object) -> Choice:
    word = _german(_exact(raw), grouped=False) if isinstance(raw, float) else str(raw).strip()
    for choice in leaf.choices:
        if word in (str(choice.value), choice.text.de, choice.text.en):
            return choice
    wanted = german_key(word)
    for choice in leaf.choices:
        if wanted and wanted in (german_key(choice.text.de), german_key(choice.text.en or "")):
            return choice
    if leaf.pattern and re.search(leaf.pattern, word):
        return Choice(word, Text(word))
    raise ValueError(f"{_quoted(raw)} steht nicht zur Auswahl{_possible(leaf, '; möglich sind: ')}")


def _possible(leaf: Leaf, before: str) -> str:
    """The words of the choices after ``before``; long lists are cut."""
    words = [choice.text.de for choice in leaf.choices]
    more = f" und {len(words) - MOST_NAMED} weitere der Liste" if len(words) > MOST_NAMED else ""
    return f"{before}{', '.join(words[:MOST_NAMED])}{more}" if words else ""


def _chosen(leaf: Leaf, raw: object) -> str | int:
    return _choice(leaf, raw).value


def _parts(text: str) -> list[str]:
    return [part.strip() for part in (text.split("\n") if "\n" in text else text.split(";")) if part.strip()]


def _pairs(leaf: Leaf, raw: object) -> dict[str, Any]:
    if leaf.entry is None:
        raise TypeError("a cell of pairs needs the kind of its values")
    found: dict[str, Any] = {}
    for part in _parts(_text(leaf, raw)):
        name, colon, word = part.rpartition(":")
        if not colon or not name.strip() or not word.strip():
            raise ValueError(f"{_quoted(part)} braucht die Form „Name: Wert“; mehrere mit ; trennen")
        found[name.strip()] = parsed(leaf.entry, word)
    return found


def _entries(leaf: Leaf, raw: object) -> list[Any]:
    if leaf.entry is None:
        raise TypeError("a list cell needs the kind of its entries")
    text = _text(leaf, raw)
    if text.casefold() in _NO_ENTRIES:
        return []
    return [parsed(leaf.entry, part) for part in _parts(text)]


_PARSERS: dict[Kind, Callable[[Leaf, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.PERCENT: _number,
    Kind.EURO: _euro,
    Kind.DATE: _day,
    Kind.YES_NO: _truth,
    Kind.CHOICE: _chosen,
    Kind.ENTRIES: _entries,
    Kind.PAIRS: _pairs,
}
