"""Word lists that intake, register import and sample data share: fields, regions, legal forms, labels.

Each list is a TOML file beside this module with version, dates, source and mark in its header, so that staff
change it without touching code. The loaders parse each text once per process. Sources: offerings sections 4, 6 and 11.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from clusterprocess.catalogues.reading import catalogue_text, versioned
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.language import Text


class _Entry(Protocol):
    @property
    def slug(self) -> str: ...


EntryT = TypeVar("EntryT", bound=_Entry)


@dataclass(frozen=True, slots=True)
class CatalogueHeader:
    """Where a catalogue comes from; results that used it store the version."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Field:
    """A technology or branch field; `growth_field` is the state's growth field or "keines"."""

    slug: str
    name: Text
    growth_field: str


@dataclass(frozen=True, slots=True)
class Region:
    """One of the twelve planning regions."""

    slug: str
    name: Text


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form; `needs_carrier` is true where the carrier organisation must be named."""

    slug: str
    name: Text
    needs_carrier: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A label or award; years are None where no source states them."""

    slug: str
    name: Text
    first_validity_years: int | None
    renewal_validity_years: int | None
    renewal_window_years: int | None
    source: str


class WordList(tuple[EntryT, ...]):
    """An immutable list of entries in the order of the file, with its header and a look-up by slug."""

    title: str
    header: CatalogueHeader

    def __new__(cls, entries: Iterable[EntryT], title: str, header: CatalogueHeader) -> WordList[EntryT]:
        words = super().__new__(cls, entries)
        words.title = title
        words.header = header
        return words

    def slugs(self) -> tuple[str, ...]:
        """Return the known slugs in the order of the file."""
        return tuple(entry.slug for entry in self)

    def by_slug(self, slug: str) -> EntryT:
        """Return the entry of this slug; raises NotFoundError naming the known ones."""
        for entry in self:
            if entry.slug == slug:
                return entry
        known = ", ".join(self.slugs())
        raise NotFoundError(f"„{slug}“ steht nicht in der Liste {self.title}, bitte eines davon wählen: {known}.")


@versioned("fields.toml")
def fields(text: str) -> WordList[Field]:
    """Return the technology and branch fields; the German names are our own wording [D] "Arbeitsfassung"."""
    return _load(text, "Technologie- und Branchenfelder", lambda e: Field(e["slug"], _name(e), e["growth_field"]))


@versioned("regions.toml")
def regions(text: str) -> WordList[Region]:
    """Return the twelve planning regions."""
    return _load(text, "Regionen", lambda e: Region(e["slug"], _name(e)))


@versioned("legal_forms.toml")
def legal_forms(text: str) -> WordList[LegalForm]:
    """Return the legal forms of the core intake (offerings section 4)."""
    return _load(text, "Rechtsformen", lambda e: LegalForm(e["slug"], _name(e), e["needs_carrier"]))


@versioned("labels.toml")
def labels(text: str) -> WordList[Label]:
    """Return the labels and awards with their published validity (offerings section 6)."""
    return _load(text, "Label", _label)


def read_catalogue(file_name: str) -> Mapping[str, Any]:
    """Return a TOML catalogue of this folder as plain data; TOML dates are `date` objects."""
    return tomllib.loads(catalogue_text(file_name))


def header_of(document: Mapping[str, Any]) -> CatalogueHeader:
    """Return the header that every catalogue carries."""
    return CatalogueHeader(
        version=document["version"],
        valid_from=document["valid_from"],
        published_on=document["published_on"],
        source=document["source"],
        mark=document["mark"],
    )


def _load(text: str, title: str, build: Callable[[Mapping[str, Any]], EntryT]) -> WordList[EntryT]:
    document = tomllib.loads(text)
    return WordList((build(entry) for entry in document["entry"]), title, header_of(document))


def _name(entry: Mapping[str, Any]) -> Text:
    return Text(entry["de"], entry.get("en"))


def _label(entry: Mapping[str, Any]) -> Label:
    return Label(
        slug=entry["slug"],
        name=_name(entry),
        first_validity_years=entry.get("first_validity_years"),
        renewal_validity_years=entry.get("renewal_validity_years"),
        renewal_window_years=entry.get("renewal_window_years"),
        source=entry["source"],
    )
