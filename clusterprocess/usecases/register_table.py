"""A table of the staff (CSV or .xlsx, already read) as register entries, with row-exact sentences for every fault.

Columns are those of the core intake, headed by key or by German wording, plus Kennung (source_id), Sitz (seat) and
Stichtag (as_of). One row is one initiative at one reference day; several rows with the same Kennung are its years.
What field, legal form and label do not know is kept as text and listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from clusterprocess.catalogues.wordlists import fields, labels, legal_forms, regions
from clusterprocess.domain.errors import InputErrors
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.profile import PROFILE, contradictions
from clusterprocess.usecases.register_cells import answer_from_cell
from clusterprocess.usecases.register_entry import RegisterEntry, UnmappedText, named

TABLE_COLUMNS = ("source_id", "seat", "as_of", *(question.key for question in PROFILE.questions))
_REQUIRED = ("source_id", "name", "kind")
_MASTER = frozenset(
    {"name", "kind", "field", "region", "founded", "legal_form", "carrier", "growth_fields", "founding_reason"}
)
_TYPES = {question.key: question.type for question in PROFILE.questions}
_HEADINGS = {key: key for key in TABLE_COLUMNS} | {named(key).rpartition(" (")[0]: key for key in TABLE_COLUMNS}
_BY_SOUND = {german_key(heading): key for heading, key in _HEADINGS.items()}


class TableRow(Protocol):
    """One row of a table: its number as people see it, and the text of each cell by heading."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...


@dataclass(slots=True)
class _Reading:
    """One row on its way: values read so far and everything that is wrong with it."""

    number: int
    cells: dict[str, str]
    answers: dict[str, Any]
    faults: list[str]
    unmapped: list[UnmappedText]

    def blame(self, key: str, reason: str) -> None:
        self.faults.append(f"Zeile {self.number}, Spalte {named(key)}: {reason}.")


def entries_from_table(
    rows: Iterable[TableRow], source: str = "tabelle"
) -> tuple[tuple[RegisterEntry, ...], tuple[str, ...]]:
    """Entries and faults of a table; with any fault nothing should be imported.

    Args:
        rows: rows under the header, as an adapter read them.
        source: first half of the identity; the Kennung is the second.
    """
    found = list(rows)
    if not found:
        return (), ("Die Tabelle hat keine Zeile; bitte mindestens eine eintragen.",)
    columns, faults = _columns(list(found[0].cells))
    if faults:
        return (), tuple(faults)
    entries: list[RegisterEntry] = []
    for row in found:
        reading = _Reading(
            row.number, {key: row.cells.get(head, "").strip() for head, key in columns.items()}, {}, [], []
        )
        entry = _entry(reading, source)
        faults += reading.faults
        entries.append(entry)
    return tuple(_by_initiative(entries, faults)), tuple(faults)


def _columns(headings: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Heading -> key, and sentences about headings that are unknown, doubled or missing."""
    columns: dict[str, str] = {}
    faults = []
    for heading in headings:
        key = _HEADINGS.get(heading) or _BY_SOUND.get(german_key(heading))
        if key is None:
            faults.append(f"Kopfzeile, Spalte {heading[:60]}: ist unbekannt; bitte umbenennen oder löschen.")
        elif key in columns.values():
            faults.append(
                f"Kopfzeile, Spalte {heading[:60]}: {named(key)} kommt zweimal vor; bitte eine davon löschen."
            )
        else:
            columns[heading] = key
    for key in _REQUIRED:
        if key not in columns.values():
            faults.append(f"Kopfzeile, Spalte {named(key)}: fehlt; bitte ergänzen.")
    return columns, faults


def _entry(reading: _Reading, source: str) -> RegisterEntry:
    for key, text in reading.cells.items():
        if text and key in _TYPES:
            _read(reading, key, text)
    facts = _labels(reading)
    field, field_text = _named_word(reading, "field", {f.slug: f.name.de for f in fields()})
    form, form_text = _named_word(reading, "legal_form", {f.slug: f.name.de for f in legal_forms()})
    if form_text and form is None:
        reading.answers.pop("legal_form", None)
    region = _region(reading)
    profiles = _profiles(reading)
    founded = reading.answers.get("founded")
    return RegisterEntry(
        source=source,
        source_id=reading.cells["source_id"],
        name=reading.cells["name"],
        kind=str(reading.answers.get("kind", "")),
        field=field,
        field_text=field_text,
        region=region,
        seat=reading.cells.get("seat", ""),
        legal_form=form,
        legal_form_text=form_text,
        carrier=reading.cells.get("carrier", ""),
        founded=founded if isinstance(founded, int) else None,
        facts=facts,
        profiles=profiles,
        unmapped=tuple(reading.unmapped),
        stated=_stated(reading.cells),
        row=reading.number,
    )


def _read(reading: _Reading, key: str, text: str) -> None:
    try:
        reading.answers[key] = answer_from_cell(text, _TYPES[key])
    except ValueError as fault:
        reading.blame(key, str(fault))


def _named_word(reading: _Reading, key: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """Slug and published text of a word; an unknown one keeps its text and is listed."""
    text = reading.cells.get(key, "")
    if not text:
        return None, ""
    slug = _slug(text, names)
    if slug is None:
        reading.unmapped.append(UnmappedText(key, text, "steht in keiner Liste des Katalogs"))
        return None, text
    reading.answers[key] = slug
    return slug, names[slug]


def _slug(text: str, names: Mapping[str, str]) -> str | None:
    wanted = german_key(text)
    return next((slug for slug, name in names.items() if text == slug or german_key(name) == wanted), None)


def _region(reading: _Reading) -> str | None:
    text = reading.cells.get("region", "")
    names = {region.slug: region.name.de for region in regions()}
    slug = _slug(text, names) if text else None
    if text and slug is None:
        reading.blame(
            "region",
            f"„{text[:60]}“ ist keine der zwölf Regionen; bitte eine davon eintragen: {', '.join(names.values())}",
        )
    elif slug:
        reading.answers["region"] = slug
    return slug


def _labels(reading: _Reading) -> tuple[Mapping[str, Any], ...]:
    """Labels of the catalogue stay answers; others become facts of the initiative."""
    rows = reading.answers.get("labels")
    if not isinstance(rows, list):
        return ()
    names = {label.slug: label.name.de for label in labels()}
    kept, facts = [], []
    for row in rows:
        text = str(row.get("label", "")) if isinstance(row, dict) else ""
        slug = _slug(text, names) if text else None
        if text and slug is None:
            reading.unmapped.append(UnmappedText("labels", text, "steht in keiner Liste des Katalogs"))
            facts.append(
                {
                    "key": "label_text",
                    "value": text,
                    "qualifier": None,
                    "year": None,
                    "basis": None,
                    "source": "eigene Tabelle",
                    "valid_until": row.get("valid_until"),
                }
            )
        else:
            kept.append({**row, "label": slug} if slug else row)
    reading.answers["labels"] = kept
    return tuple(facts)


def _profiles(reading: _Reading) -> tuple[tuple[date, Mapping[str, Any]], ...]:
    """The figures of the row at its reference day; none where only master data are given."""
    text = reading.cells.get("as_of", "")
    if not text:
        if reading.answers.keys() - _MASTER:
            reading.blame("as_of", "fehlt; die Zahlen brauchen ihren Stichtag, bitte ergänzen")
        return ()
    try:
        as_of = date.fromisoformat(answer_from_cell(text, date))
    except ValueError:
        reading.blame("as_of", f"„{text[:60]}“ ist kein Datum; bitte zum Beispiel 31.12.2014 eintragen")
        return ()
    if not reading.faults:
        reading.faults += [f"Zeile {reading.number}, Spalte {fault}" for fault in _answer_faults(reading.answers)]
    return ((as_of, reading.answers),)


def _answer_faults(answers: Mapping[str, Any]) -> list[str]:
    try:
        return contradictions(PROFILE.validate(answers))
    except InputErrors as fault:
        return fault.messages


def _stated(cells: Mapping[str, str]) -> frozenset[str]:
    texts = {"field": "field_text", "legal_form": "legal_form_text", "labels": "facts"}
    return frozenset(cells) | {texts[key] for key in cells if key in texts}


def _by_initiative(entries: Sequence[RegisterEntry], faults: list[str]) -> list[RegisterEntry]:
    """Rows of one Kennung as one entry: master data of its latest reference day, figures of all."""
    together: dict[str, RegisterEntry] = {}
    for entry in entries:
        first = together.setdefault(entry.source_id, entry)
        if first is entry:
            continue
        days = {as_of for as_of, _ in first.profiles}
        if not entry.source_id or not entry.profiles or not days or entry.profiles[0][0] in days:
            faults.append(
                f"{entry.place}, Spalte {named('source_id')}: „{entry.source_id[:60]}“ steht schon in {first.place}; "
                "bitte löschen oder einen anderen Stichtag eintragen."
            )
            continue
        newest, other = (entry, first) if entry.profiles[0][0] > max(days) else (first, entry)
        unmapped = tuple(dict.fromkeys((*first.unmapped, *entry.unmapped)))
        together[entry.source_id] = replace(newest, profiles=(*other.profiles, *newest.profiles), unmapped=unmapped)
    return list(together.values())
