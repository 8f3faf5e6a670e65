"""Shapes of the real register: rows, facts, labels and what could not be mapped.

A register row is not an intake (ruling 16): any fact may be missing, and each one carries value, qualifier, year,
basis and source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

SOURCE_ID = "clusters_bw"


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure of an initiative.

    Attributes:
        key: key of the core intake where one exists (members_sme, head_count, fte_paid), else members_total,
            members_companies, founding_members, public_share, erdf_2007_2013_eur, erdf_2014_2020_eligible_eur.
        value: count, FTE, percent (public_share) or EUR (erdf keys).
        qualifier: exact, about, more_than, derived, or None where the source gives none.
        year: year the figure speaks for, None where unknown.
        basis: stated or inferred (for the year), approved, paid or eligible (for EUR), None where unknown.
        source: addresses the figure may stand at, separated by " | "; the register does not say which one.
        period: "start/end" as ISO dates, for the operations of 2014-2020 only.
    """

    key: str
    value: float
    qualifier: str | None
    year: int | None
    basis: str | None
    source: str
    period: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterLabel:
    """A label that was ever awarded and the years found; not a statement that it is valid today."""

    slug: str
    years: tuple[int, ...]


class Unmapped(NamedTuple):
    """A cell whose text fits no slug of the catalogues; the reason stands in mapping.toml."""

    row_id: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One initiative of the real register; texts are as published, slugs are those of the catalogues.

    Attributes:
        source, source_id: identity of the row in its source, e.g. "clusters_bw" and "C003".
        name, alternative_names: the first name and the former or parallel ones of the same cell.
        kind: regionale_initiative or landesweites_netzwerk; kind_basis: stated_in_source or derived_from_scope.
        field_slug, region_slug, legal_form_slug: None where the text is empty or cannot be mapped.
        status: "merged 2020", "dissolved 2022", "dissolved", or None where no end is known.
        use_in_statistics: False for bodies that are no cluster initiatives in the strict sense.
        website_host_basis: source_address or page_text were seen, unchecked was not.
        as_of_year: newest year the row speaks for, None where all its sources are undated.
    """

    source: str
    source_id: str
    name: str
    alternative_names: tuple[str, ...]
    kind: str
    kind_basis: str
    field_slug: str | None
    field_text: str
    region_slug: str | None
    region_text: str
    seat: str | None
    legal_form_slug: str | None
    legal_form_text: str
    carrier: str | None
    founding_year: int | None
    facts: tuple[Fact, ...]
    labels: tuple[RegisterLabel, ...]
    status: str | None
    use_in_statistics: bool
    website_host: str | None
    website_host_basis: str | None
    sources: tuple[str, ...]
    as_of_year: int | None
    notes: str | None

    def fact(self, key: str) -> Fact | None:
        """Return the fact of this key, or None where the register has no figure."""
        return next((fact for fact in self.facts if fact.key == key), None)


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """All rows in the order of the file, the cells that stayed text, and the reasons why (column -> text -> reason)."""

    rows: tuple[RegisterRow, ...]
    unmapped: tuple[Unmapped, ...]
    reasons: Mapping[str, Mapping[str, str]]
