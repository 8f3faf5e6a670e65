"""From a form as data to what a page draws: ids, values as text, ticked choices, errors beside their field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm

MOST_RADIOS = 8
"""More choices than this are shown as a list that opens."""
NO_ANSWER = "keine Angabe"
DETAILS_NAMED = 3
"""So many folded questions are named on the fold."""
_LINE = re.compile(r"/.*[.-](\d+)$")
"""The line of a table question: ``part/question.2`` or ``part/question.table-2``."""
MORE_LINE, MORE_LINES = "ein weiterer Eintrag", "weitere Einträge"
LONGEST_SHORT = 14
"""Choices up to this many characters stand two in a row on a telephone."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice: id of its control, posted value, wording, and whether it is chosen."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question as the page draws it.

    Attributes:
        id: of its control, or of the first of its controls: where an error leads to.
        draw: name of the macro that draws it: line, long, options, scale, list, tick.
        type, inputmode: of a line.
        described_by: ids of help and error, for screen readers.
    """

    id: str
    key: str
    draw: str
    label: str
    help: str
    required: bool
    value: str
    options: tuple[OptionView, ...]
    error: str
    described_by: str
    type: str
    inputmode: str
    autocomplete: str
    most: int
    unit: str
    low_word: str
    high_word: str

    @property
    def is_filled(self) -> bool:
        """Whether it holds something."""
        return bool(self.value) or any(option.chosen and option.value for option in self.options)

    @property
    def is_short(self) -> bool:
        """Whether its choices stand side by side."""
        return all(len(option.label) <= LONGEST_SHORT for option in self.options)


@dataclass(frozen=True, slots=True)
class GroupView:
    """Fields that share the dotted beginning of their keys (``m.3``), drawn as one card when they are several.

    Attributes:
        fields: shown at once; none in a further row of a table that holds nothing yet.
        details: folded away behind ``words``; shown at once where one of them holds something or is wrong.
    """

    is_card: bool
    fields: tuple[FieldView, ...]
    details: tuple[FieldView, ...] = ()
    words: str = ""
    is_open: bool = False

    @property
    def every_field(self) -> tuple[FieldView, ...]:
        return self.fields + self.details


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with an id that the list of contents of a long page leads to."""

    id: str
    title: str
    intro: str
    groups: tuple[GroupView, ...]


def sections_of(
    form: GuestForm, typed: Mapping[str, object] | None, errors: Mapping[str, str], prefix: str = ""
) -> tuple[SectionView, ...]:
    """All sections of a form.

    Args:
        typed: what was typed, by field key; None where nothing was, so that what is known already is shown.
        errors: one sentence per field key.
        prefix: begins the ids, where a page has several forms.
    """
    numbers = {field.key: f"{prefix}f{n}" for n, field in enumerate(form.fields, 1)}
    return tuple(
        SectionView(f"{prefix}s{position}", section.title, section.intro, _groups(section, numbers, typed, errors))
        for position, section in enumerate(form.sections, 1)
    )


def _groups(
    section: FormSection, numbers: Mapping[str, str], typed: Mapping[str, object] | None, errors: Mapping[str, str]
) -> tuple[GroupView, ...]:
    found: list[GroupView] = []
    for prefix, fields in groupby(section.fields, key=lambda f: f.key.rpartition(".")[0]):
        views = tuple(_field(f, numbers[f.key], typed, errors.get(f.key, "")) for f in fields)
        group = _group(prefix, views)
        if found and not group.fields and not found[-1].fields:  # several empty lines of a table share one fold
            found[-1] = replace(found[-1], details=found[-1].details + group.details, words=MORE_LINES)
        else:
            found.append(group)
    return tuple(found) if len(found) > 1 else tuple(replace(group, is_card=False) for group in found)


def _group(prefix: str, views: tuple[FieldView, ...]) -> GroupView:
    """One group; in a record that begins with the choice of its state (``m.3.status``) the rest are details of it.

    A plan of eighteen measures with eight questions each is fifty screens on a telephone, and most of them stay empty.
    """
    is_card = bool(prefix) and len(views) > 1
    row = _LINE.search(prefix)
    if row and int(row[1]) > 0 and not any(view.is_filled or view.error for view in views):
        return GroupView(is_card, (), views, MORE_LINE)
    if not (is_card and "." in prefix and views[0].draw == "options"):
        return GroupView(is_card, views)
    state, *rest = views
    words = [view.label.rpartition(": ")[2] for view in rest]
    told = ", ".join(words[:DETAILS_NAMED]) + (" …" if len(words) > DETAILS_NAMED else "")
    is_open = any(view.error or view.value for view in rest)
    return GroupView(is_card, (state,), tuple(rest), told, is_open)


def _field(field: FormField, control: str, typed: Mapping[str, object] | None, error: str) -> FieldView:
    given = field.value if typed is None else typed.get(field.key)
    chosen = _texts(given)
    options = tuple(
        OptionView(f"{control}-{n}" if n else control, value, label, value in chosen)
        for n, (value, label) in enumerate(_options(field))
    )
    described = [f"{control}-hilfe"] if field.help else []
    described += [f"{control}-fehler"] if error else []
    return FieldView(
        id=control,
        key=field.key,
        draw=_drawing(field),
        label=field.label.de,
        help=field.help,
        required=field.required,
        value=_shown(field, chosen[0]) if chosen else "",
        options=options,
        error=error,
        described_by=" ".join(described),
        type=_type(field),
        inputmode=_inputmode(field),
        autocomplete=field.autocomplete,
        most=field.most,
        unit=field.unit,
        low_word=field.low_word,
        high_word=field.high_word,
    )


def _texts(given: object) -> tuple[str, ...]:
    """A value as the texts that a browser would post."""
    if given is None or given == "":
        return ()
    if isinstance(given, bool):
        return ("ja" if given else "nein",)
    if isinstance(given, list | tuple | set | frozenset):
        return tuple(str(item) for item in given)
    if isinstance(given, float) and given == int(given):
        return (str(int(given)),)
    return (str(given),)


def _shown(field: FormField, text: str) -> str:
    """A number that we know with a German comma; what somebody typed is shown as typed."""
    known = isinstance(field.value, float) and text == str(field.value)
    return text.replace(".", ",") if field.kind is FieldKind.NUMBER and known else text


def _options(field: FormField) -> list[tuple[str, str]]:
    kind = field.kind
    if kind is FieldKind.SCALE:
        low, high = int(field.lowest or 0), int(field.highest or 0)
        found = [(str(n), str(n)) for n in range(low, high + 1)]
    elif kind is FieldKind.YES_NO:
        found = [("ja", "Ja"), ("nein", "Nein")]
    elif kind is FieldKind.TICK:
        return [("ja", field.label.de)]
    else:
        found = [(slug, text.de) for slug, text in field.choices]
    if kind in (FieldKind.SCALE, FieldKind.YES_NO, FieldKind.CHOICE) and not field.required:
        found.append(("", NO_ANSWER))
    return found


def _drawing(field: FormField) -> str:
    if field.kind is FieldKind.CHOICE:
        return "options" if len(field.choices) <= MOST_RADIOS else "list"
    return {
        FieldKind.LONG_TEXT: "long",
        FieldKind.CHOICES: "options_many",
        FieldKind.YES_NO: "options",
        FieldKind.SCALE: "scale",
        FieldKind.TICK: "tick",
    }.get(field.kind, "line")


def _type(field: FormField) -> str:
    if field.autocomplete in ("current-password", "new-password"):
        return "password"
    return {FieldKind.EMAIL: "email", FieldKind.DAY: "date"}.get(field.kind, "text")


def _inputmode(field: FormField) -> str:
    if field.kind is not FieldKind.NUMBER:
        return ""
    if field.lowest is not None and field.lowest < 0:
        return ""  # the number pads of telephones have no minus sign
    return "numeric" if field.whole else "decimal"
