"""Forms that people fill in behind a personal link: declared as data, shown by any page, validated once.

A form is a tuple of sections with fields. The page knows how to draw each kind of field; what is asked stands with the
service that asks it. Values travel as text by field key, as a browser posts them; :func:`accepted` turns them into
numbers, days and slugs or says field by field what is wrong. An empty field is no answer, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from email_validator import EmailNotValidError, validate_email

from clusterprocess.domain.errors import InputError
from clusterprocess.domain.language import Text

Values = dict[str, Any]


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    NUMBER = "number"
    """Whole or with decimals, German comma accepted."""
    DAY = "day"
    CHOICE = "choice"
    """One of the choices; few are shown as radio buttons."""
    CHOICES = "choices"
    """Any of the choices; the posted value is a list."""
    SCALE = "scale"
    """Whole numbers from ``lowest`` to ``highest``, with what both ends mean."""
    YES_NO = "yes_no"
    TICK = "tick"
    """One box that has to be ticked where it is required, for example the privacy notice."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One question on a page.

    Attributes:
        key: name in the posted values and in the stored answers; dots group, e.g. ``m.3.status``.
        label: the question; ``help`` one sentence beneath it.
        value: what is known already, shown and taken over when it is left as it is.
        choices: slug and wording, in the order shown.
        lowest, highest: range of numbers and scales; ``low_word`` and ``high_word`` say what the ends mean.
        most: longest text in characters.
        missing: what is said where a required field is left empty; a general sentence where this is empty.
    """

    key: str
    kind: FieldKind
    label: Text
    help: str = ""
    required: bool = False
    value: Any = None
    choices: tuple[tuple[str, Text], ...] = ()
    lowest: float | None = None
    highest: float | None = None
    low_word: str = ""
    high_word: str = ""
    whole: bool = False
    unit: str = ""
    most: int = 1000
    autocomplete: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields that belong together, with a heading and one sentence."""

    title: str
    fields: tuple[FormField, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class GuestForm:
    """A whole page: what it is about, what is asked, what happens when it is sent.

    Attributes:
        facts: lines (label, value) above the questions: day, place, Vorgangsnummer.
        privacy: what happens with the answers, one or two sentences; a form with a box to confirm it tells it above the box.
        thanks: what the person reads afterwards.
    """

    title: str
    intro: str
    sections: tuple[FormSection, ...]
    submit: str = "Absenden"
    facts: tuple[tuple[str, str], ...] = ()
    privacy: str = ""
    thanks: str = "Vielen Dank. Ihre Angaben sind eingegangen."
    minutes: int | None = None

    @property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(f for section in self.sections for f in section.fields)


class FormErrors(InputError):
    """Some fields hold what cannot be accepted: one German sentence per field key."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__("\n".join(by_field.values()), field=next(iter(by_field), None))
        self.by_field = by_field


def accepted(form: GuestForm, posted: Mapping[str, Any]) -> Values:
    """The answers as values; fields left empty are absent.

    Raises:
        FormErrors: a required field is empty or a value does not fit; every wrong field is named.
    """
    values: Values = {}
    wrong: dict[str, str] = {}
    for field in form.fields:
        raw = posted.get(field.key)
        if raw is None or raw in ("", []) or (isinstance(raw, str) and not raw.strip()):
            if field.required:
                wrong[field.key] = _unanswered(field)
            continue
        try:
            values[field.key] = _value(field, raw)
        except ValueError as error:
            wrong[field.key] = f"„{field.label.de}“: {error}"
    if wrong:
        raise FormErrors(wrong)
    return values


def day_in(values: Values, key: str) -> date:
    """The day of an accepted field; days are kept as ``JJJJ-MM-TT``, as drafts and answers store them."""
    return date.fromisoformat(values[key])


def _unanswered(field: FormField) -> str:
    """What somebody reads beside a required field that holds nothing; a box says itself what is missing."""
    return field.missing or f"„{field.label.de}“: Bitte antworten Sie hier."


def _value(field: FormField, raw: Any) -> Any:
    kind = field.kind
    if kind is FieldKind.CHOICES:
        return _chosen(field, raw if isinstance(raw, list) else [raw])
    text = " ".join(str(raw).split()) if kind is not FieldKind.LONG_TEXT else str(raw).strip()
    if "\x00" in text:
        raise ValueError("Bitte geben Sie reinen Text ein.")
    if kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        if len(text) > field.most:
            raise ValueError(f"Bitte höchstens {field.most} Zeichen; es sind {len(text)}.")
        return text
    if kind is FieldKind.EMAIL:
        return _address(text)
    if kind in (FieldKind.NUMBER, FieldKind.SCALE):
        return _number(field, text)
    if kind is FieldKind.DAY:
        return _day(text)
    if kind is FieldKind.CHOICE:
        return _chosen(field, [text])[0]
    if kind is FieldKind.YES_NO:
        if text not in ("ja", "nein"):
            raise ValueError("Bitte wählen Sie Ja oder Nein.")
        return text
    if text != "ja":
        raise ValueError("Bitte setzen Sie das Häkchen.")
    return "ja"


def _chosen(field: FormField, given: list[Any]) -> list[str]:
    known = {slug for slug, _ in field.choices}
    if any(str(slug) not in known for slug in given):
        raise ValueError("Bitte wählen Sie eine der angebotenen Antworten.")
    return [slug for slug, _ in field.choices if slug in {str(g) for g in given}]


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("Bitte geben Sie eine vollständige Mailadresse ein, zum Beispiel name@firma.de.") from None


def _number(field: FormField, text: str) -> float | int:
    plain = text.replace("\u00a0", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise ValueError("Bitte geben Sie eine Zahl ein.") from None
    whole = field.whole or field.kind is FieldKind.SCALE
    if value != value or value in (float("inf"), float("-inf")) or (whole and value != int(value)):
        raise ValueError("Bitte geben Sie eine ganze Zahl ein." if whole else "Bitte geben Sie eine Zahl ein.")
    low, high = field.lowest, field.highest
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = (
            f"{low:g} bis {high:g}"
            if low is not None and high is not None
            else f"ab {low:g}"
            if low is not None
            else f"bis {high:g}"
        )
        raise ValueError(f"Bitte geben Sie einen Wert im Bereich {bounds} ein.")
    return int(value) if value == int(value) else value


def _day(text: str) -> str:
    parts = text.split("." if "." in text else "-")
    order = (2, 1, 0) if "." in text else (0, 1, 2)
    try:
        return date(*(int(parts[i]) for i in order)).isoformat()
    except (ValueError, IndexError):
        raise ValueError("Bitte geben Sie einen Tag als TT.MM.JJJJ ein.") from None
