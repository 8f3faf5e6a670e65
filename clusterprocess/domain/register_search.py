"""What is looked for in the register, and what is found: plain data between pages, use cases and the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

ACCENTED, PLAIN = "äöüÄÖÜáàâãåçéèêëíìîïñóòôõúùûý", "aouAOUaaaaaceeeeiiiinoooouuuy"
DOUBLED = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
"""Müller, Mueller and Muller are one word: both spellings of an umlaut fold to its base letter."""
MOST_WORDS = 6
LONGEST_QUERY = 120


def folded(text: str) -> str:
    """A text as it is compared; the database folds the register in the same way."""
    plain = text.translate(str.maketrans(ACCENTED, PLAIN)).lower()
    for written, kept in DOUBLED:
        plain = plain.replace(written, kept)
    return plain


def words_of(text: str) -> tuple[str, ...]:
    """The words of a query, folded; at most :data:`MOST_WORDS`."""
    apart = "".join(c if c.isalnum() or c in "-.&" else " " for c in folded(text[:LONGEST_QUERY]))
    return tuple(dict.fromkeys(w.strip("-.") for w in apart.split() if w.strip("-.")))[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which initiatives are wanted; an empty value does not filter.

    Attributes:
        words: every one of them has to be found, a typing error forgiven, in name, place, field or topic.
        level: maturity level, ``unbekannt`` for those whose figures do not tell it.
        label: slug of a label that the newest figures or the published facts name.
        has_open: True: only those with an open engagement, False: only those without.
    """

    words: tuple[str, ...] = ()
    field: str = ""
    region: str = ""
    level: str = ""
    origin: str = ""
    label: str = ""
    kind: str = ""
    has_open: bool | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One initiative of a list, with its newest figures.

    Attributes:
        level: override or computed level, ``unbekannt`` without figures.
        answers: of the newest profile, empty where there is none; ``as_of`` its reference day.
        open_engagements: those that have neither ended nor been declined.
    """

    id: int
    name: str
    kind: str
    origin: str
    field: str | None
    field_text: str
    region: str | None
    seat: str
    level: str
    as_of: date | None
    answers: Mapping[str, Any] = dataclass_field(default_factory=dict)
    open_engagements: int = 0


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """One engagement of an initiative as a line."""

    number: str
    offering: str
    offering_version: str
    state: str
    state_since: date
    requested_on: date
    lead: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One contact note with the name of its author and the engagement it belongs to, if any."""

    kind: str
    held_on: date
    text: str
    author: str
    engagement: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """The newest version of one document of an engagement."""

    engagement: str
    kind: str
    version: str
    made_on: date


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that somebody holds or held at an initiative."""

    person_id: str
    handle: str
    name: str
    email: str
    organisation: str
    role: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One organisation of an initiative."""

    name: str
    seat: str
    kind: str
    committed: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found by name, with the initiative she belongs to, if any."""

    name: str
    organisation: str
    role: str
    cluster_id: int | None
    cluster: str


@dataclass(frozen=True, slots=True)
class OrganisationHit:
    """An organisation found by name, with the initiative it is a member of, if any."""

    name: str
    seat: str
    cluster_id: int | None
    cluster: str
