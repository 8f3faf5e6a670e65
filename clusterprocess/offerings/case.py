"""One engagement as plain facts: what an offering's analysis and report chapters work on. No database, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One stored finding as a report chapter sees it."""

    key: str
    method: str
    title: str
    source: str
    catalogue_version: str
    result: Mapping[str, Any]
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """A finding that an analysis produced and that is yet to be stored."""

    key: str
    method: str
    title: str
    formula: str
    source: str
    catalogue_version: str
    inputs: dict[str, Any]
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class GuestFacts:
    """Somebody who comes to a meeting; only attendance lists and name tags name people."""

    name: str
    organisation: str
    kind: str
    initiative: str = ""

    @property
    def family_name(self) -> str:
        """The last word of the name, without what stands in brackets."""
        return self.name.split(" (")[0].split()[-1]


@dataclass(frozen=True, slots=True)
class WorkshopFacts:
    """One workshop.

    Attributes:
        registered: who comes, filled for lists and name tags alone; ``blank_rows`` follow them.
    """

    id: int
    number: int
    title: str
    held_on: date
    starts_at: str
    place: str
    state: str
    agenda: tuple[Mapping[str, Any], ...]
    record: Mapping[str, Any]
    registered: tuple[GuestFacts, ...] = ()
    blank_rows: int = 10


@dataclass(frozen=True, slots=True)
class Initiative:
    """Another initiative of the same origin, as the peer group sees it; no name leaves this record."""

    id: int
    field: str | None
    growth_fields: tuple[str, ...]
    founded: int | None
    level: str
    profile: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Funding:
    """The operation with the wording of its period."""

    reference: str
    name: str
    beneficiary: str
    period: str
    starts_on: date
    ends_on: date
    eligible_eur: Decimal
    eu_share: Decimal
    statement: str
    line: str
    emblem_alt: str


@dataclass(frozen=True, slots=True)
class VersionFacts:
    label: str
    made_on: date
    what: str


@dataclass(frozen=True)
class Case:
    """Everything a report may say about one engagement.

    Attributes:
        answers, survey, interviews, plan, texts: the kinds of input that most offerings have; ``plan`` is the
            submission of the offering's ``plan_kind``.
        submissions: the newest submission of every kind.
    """

    number: str
    name: str
    seat: str
    field_name: str
    growth_fields: tuple[str, ...]
    level: str
    origin: str
    founded: int | None
    today: date
    requested_on: date
    demo: bool
    fast_lane: bool = field(default=False, kw_only=True)
    lead_name: str
    delivering: str
    delivering_assesses_labels: bool
    reviewing: str
    funding: Funding
    profile: Mapping[str, Any]
    profile_as_of: date | None
    profile_before: Mapping[str, Any] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    interviews: tuple[Mapping[str, Any], ...] = ()
    survey: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    submissions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    workshops: tuple[WorkshopFacts, ...] = ()
    findings: Mapping[str, FindingFacts] = field(default_factory=dict)
    peers: tuple[Initiative, ...] = ()
    versions: tuple[VersionFacts, ...] = ()
    version: str = "0.9"
    adopted_on: date | None = None
    assembly_on: date | None = None

    def finding(self, key: str) -> Mapping[str, Any]:
        """Result of a finding, empty when it was not computed."""
        found = self.findings.get(key)
        return found.result if found else {}
