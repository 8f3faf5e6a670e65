"""Registrations against the target: how many organisations of each kind come, and whether to call a second time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from clusterprocess.catalogues.quorum import quorum
from clusterprocess.domain.agency_events import Registration
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.usecases.meetings import meeting_of_workshop, who_comes
from clusterprocess.usecases.ports import Work

COMPANIES = ("kmu", "gross")


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind of actor: organisations and persons registered, organisations wanted, whether that is enough."""

    kind: str
    name: str
    organisations: int
    persons: int
    target: int
    is_enough: bool

    @property
    def missing(self) -> int:
        return max(self.target - self.organisations, 0)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Registrations of a workshop against its target.

    Attributes:
        counted_on: the day (T-7) on which the second call is decided.
        company_share: share of companies among the registered organisations, 0 to 1; None without registrations.
        needs_second_call: some kind is short, or companies are too few.
        is_due: the day has come and the meeting still lies ahead.
    """

    kinds: tuple[KindCount, ...]
    counted_on: date
    company_share: float | None
    company_share_min: float
    needs_second_call: bool
    is_due: bool
    catalogue_version: str

    @property
    def organisations(self) -> int:
        return sum(k.organisations for k in self.kinds)

    @property
    def persons(self) -> int:
        return sum(k.persons for k in self.kinds)

    @property
    def target(self) -> int:
        return sum(k.target for k in self.kinds)

    @property
    def short(self) -> tuple[KindCount, ...]:
        """Kinds that the second call should address."""
        return tuple(k for k in self.kinds if not k.is_enough)


def quorum_of(work: Work, workshop: Workshop) -> Quorum:
    """Count the registered organisations of a workshop by kind; an organisation counts once, whoever registers it."""
    rules = quorum()
    target = rules.target_of(workshop.engagement.offering, workshop.engagement.level)
    registered = who_comes(work.queries.registrations(workshop_id=workshop.id))
    kind_of = _kinds(registered)
    kinds = tuple(
        KindCount(
            kind,
            name,
            (count := sum(found == kind for found in kind_of.values())),
            sum(kind_of[_same(r)] == kind for r in registered),
            target.of(kind),
            count >= ceil(target.of(kind) * rules.enough_share),
        )
        for kind, name in KIND_NAMES.items()
    )
    share = sum(k in COMPANIES for k in kind_of.values()) / len(kind_of) if kind_of else None
    counted_on = rules.reply_by(workshop.held_on, date.min)
    short = any(not k.is_enough for k in kinds) or (share or 0) < rules.company_share_min
    is_open = not meeting_of_workshop(workshop).closed(work.today)
    return Quorum(
        kinds, counted_on, share, rules.company_share_min, short, is_open and work.today >= counted_on, rules.version
    )


def _same(registration: Registration) -> str:
    return " ".join(registration.organisation.split()).casefold()


def _kinds(registered: list[Registration]) -> dict[str, str]:
    """The kind of each organisation, as the first of its people gave it."""
    found: dict[str, str] = {}
    for registration in registered:
        found.setdefault(_same(registration), registration.kind)
    return found
