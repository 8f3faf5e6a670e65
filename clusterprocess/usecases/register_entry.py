"""One initiative as a register import sees it, and the checks before anything is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.catalogues.wordlists import fields, legal_forms, regions
from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.profile import PROFILE, contradictions
from clusterprocess.usecases.submit_answers import require_bounded

KINDS = ("regionale_initiative", "landesweites_netzwerk")
FIELDS = (
    "name",
    "kind",
    "field",
    "field_text",
    "region",
    "seat",
    "legal_form",
    "legal_form_text",
    "carrier",
    "founded",
    "facts",
)
_LONGEST = {
    "source": 60,
    "source_id": 60,
    "name": 200,
    "field_text": 200,
    "seat": 120,
    "legal_form_text": 200,
    "carrier": 200,
}
LABELS = {question.key: question.text.de for question in PROFILE.questions} | {
    "source": "Quelle",
    "source_id": "Kennung",
    "as_of": "Stichtag",
    "seat": "Sitz",
    "facts": "Angaben",
    "field_text": "Technologie-/Branchenfeld",
    "legal_form_text": "Rechtsform",
    "profiles": "Profil",
}


@dataclass(frozen=True, slots=True)
class UnmappedText:
    """A value that fits no word of the catalogues: it is kept as text. ``column`` is a key, ``reason`` may be empty."""

    column: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One initiative from one source.

    Attributes:
        source, source_id: identity; the same pair is the same initiative in every later import.
        field, region, legal_form: slugs of the catalogues, None where unknown; the ``_text`` keeps the published wording.
        facts: published figures and texts, each a mapping with key, value, qualifier, year, basis and source.
        profiles: yearly figures as (reference day, answers of the core intake).
        unmapped: what stayed text, to be listed.
        stated: the columns this source speaks about, None for all; others are left as they are in the register.
        row: row of the table it came from, for error messages.
    """

    source: str
    source_id: str
    name: str
    kind: str
    field: str | None = None
    field_text: str = ""
    region: str | None = None
    seat: str = ""
    legal_form: str | None = None
    legal_form_text: str = ""
    carrier: str = ""
    founded: int | None = None
    facts: tuple[Mapping[str, Any], ...] = ()
    profiles: tuple[tuple[date, Mapping[str, Any]], ...] = ()
    unmapped: tuple[UnmappedText, ...] = ()
    stated: frozenset[str] | None = None
    row: int | None = None

    @property
    def place(self) -> str:
        """Where people find it: the row of their table, else the identity in the source."""
        return f"Zeile {self.row}" if self.row else f"Eintrag {self.source_id[:60]}"

    def values(self) -> dict[str, Any]:
        """The stated columns as the register stores them."""
        stored = {key: getattr(self, key) for key in FIELDS} | {"facts": json.loads(json.dumps(self.facts))}
        return {key: value for key, value in stored.items() if self.stated is None or key in self.stated}


def faults_of(entry: RegisterEntry, today: date) -> list[str]:
    """One German sentence per fault of an entry, each with its row (or identity) and column."""
    try:
        require_bounded({named(key): getattr(entry, key) for key in ("source", "source_id", *FIELDS)})
        everything = [entry.source, entry.source_id, entry.values(), [dict(answers) for _, answers in entry.profiles]]
        json.dumps(everything, allow_nan=False, ensure_ascii=False, default=str).encode()
    except InputError as fault:
        return [f"{entry.place}, Spalte {fault}"]
    except ValueError:
        return [
            f"{entry.place}: enthält Zeichen oder Zahlen, die sich nicht speichern lassen; bitte als reinen Text eingeben."
        ]
    found = [f"{entry.place}, Spalte {fault}" for fault in (*_texts(entry), *_words(entry))]
    for as_of, answers in entry.profiles:
        found += [f"{entry.place}, Spalte {fault}" for fault in _profile(as_of, answers, today)]
    return list(dict.fromkeys(found))


def named(key: str) -> str:
    """Column as people and files call it: ``Sitz (seat)``."""
    return f"{LABELS[key]} ({key})" if key in LABELS else key


def _texts(entry: RegisterEntry) -> list[str]:
    found = []
    for key, longest in _LONGEST.items():
        if len(text := getattr(entry, key)) > longest:
            found.append(f"{named(key)}: {len(text)} Zeichen sind zu lang (höchstens {longest}); bitte kürzen.")
    for key in ("source", "source_id"):
        if not getattr(entry, key).strip():
            found.append(f"{named(key)}: fehlt; bitte ergänzen.")
    if len(entry.name.strip()) < 2 or not german_key(entry.name):
        found.append(f"{named('name')}: fehlt; bitte mindestens zwei Zeichen mit einem Buchstaben eintragen.")
    return found


def _words(entry: RegisterEntry) -> list[str]:
    found = []
    allowed: dict[str, tuple[str, ...]] = {
        "kind": KINDS,
        "field": fields().slugs(),
        "region": regions().slugs(),
        "legal_form": legal_forms().slugs(),
    }
    for key, known in allowed.items():
        value = getattr(entry, key)
        if value not in known and (value is not None or key == "kind"):
            found.append(
                f"{named(key)}: „{str(value)[:60]}“ ist unbekannt; bitte eines davon eintragen: {', '.join(known)}."
            )
    if entry.founded is not None and not 1900 <= entry.founded <= 2100:
        found.append(f"{named('founded')}: {entry.founded} liegt nicht zwischen 1900 und 2100; bitte berichtigen.")
    return found


def _profile(as_of: date, answers: Mapping[str, Any], today: date) -> list[str]:
    if as_of > today:
        return [f"{named('as_of')}: Der {as_of:%d.%m.%Y} liegt in der Zukunft; bitte berichtigen."]
    try:
        require_bounded({named(key): value for key, value in answers.items()})
        return contradictions(PROFILE.validate(answers))
    except InputErrors as fault:
        return fault.messages
    except InputError as fault:
        return [str(fault)]
