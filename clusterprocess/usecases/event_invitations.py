"""Inviting the cluster managers of a distribution list to an event: preview, drafts, nobody twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from clusterprocess.catalogues.limits import LabelKind
from clusterprocess.catalogues.wordlists import fields, regions
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import AgencyEvent, AgencyEventState
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.register import LEVELS, Cluster, Person
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.usecases.event_mails import draft_invitation, invited_persons
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.register_entry import KINDS


@dataclass(frozen=True, slots=True)
class DistributionList:
    """Which initiatives of the register are meant; an empty filter lets all through, several must all fit.

    Attributes:
        level: internal maturity level; it chooses and is never told to anybody outside.
        label: a label that is valid today, for example ``gold``.
    """

    region: str = ""
    field: str = ""
    level: str = ""
    kind: str = ""
    label: str = ""

    def takes(self, cluster: Cluster, today: date) -> bool:
        """Whether an initiative belongs to the list."""
        return (
            self.region in ("", cluster.region)
            and self.field in ("", cluster.field)
            and self.level in ("", cluster.level)
            and self.kind in ("", cluster.kind)
            and (not self.label or self.label in _valid_labels(cluster, today))
        )


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person who would get a mail, and the first of her initiatives on the list."""

    person_id: str
    name: str
    email: str
    cluster: str


@dataclass(frozen=True, slots=True)
class InvitationPreview:
    """What inviting a distribution list would do.

    Attributes:
        already: people who were invited or registered before; they get nothing.
        unreachable: initiatives without a cluster manager who has an address.
    """

    initiatives: int
    to: tuple[Invitee, ...]
    already: tuple[Invitee, ...]
    unreachable: tuple[str, ...]


def preview_invitation(work: Work, number: str, wanted: DistributionList) -> InvitationPreview:
    """Who would be invited; nothing is written.

    Raises:
        InputError: a filter names something that the register does not know, or fits no initiative.
        RuleViolation: the event cannot be invited to any more.
    """
    work.require(*STAFF)
    event = work.queries.agency_event(number)
    _require_open(work, event)
    return _read(work, event, _members(work, wanted))[0]


def invite_to_event(work: Work, number: str, wanted: DistributionList) -> InvitationPreview:
    """Write a draft with an own registration link for everybody new on the list; one release sends them all.

    The same list again, or a wider one later, reaches only people who were not invited before. Where nobody is new,
    nothing happens.

    Raises:
        InputError: a filter names something that the register does not know, or fits no initiative.
        RuleViolation: the event was held, cancelled, or lies in the past.
    """
    work.require(*STAFF)
    return _invite(work, number, _members(work, wanted))


def preview_selection(work: Work, number: str, cluster_ids: Collection[int]) -> InvitationPreview:
    """Who would be invited of a selection of the register; nothing is written.

    Raises:
        InputError: the selection is empty.
        RuleViolation: the event cannot be invited to any more.
    """
    work.require(*STAFF)
    event = work.queries.agency_event(number)
    _require_open(work, event)
    return _read(work, event, _chosen(work, cluster_ids))[0]


def invite_selection(
    work: Work, number: str, cluster_ids: Collection[int], expected: int | None = None
) -> InvitationPreview:
    """Write a draft for everybody new in a selection of the register, as :func:`invite_to_event` does for a list.

    Args:
        expected: how many the person saw in her preview; None where there was none.

    Raises:
        InputError: the selection is empty, or it leads to another number of people than expected; nothing is written.
        RuleViolation: the event was held, cancelled, or lies in the past.
    """
    work.require(*STAFF)
    return _invite(work, number, _chosen(work, cluster_ids), expected)


def _invite(work: Work, number: str, clusters: Sequence[Cluster], expected: int | None = None) -> InvitationPreview:
    event = work.queries.agency_event(number, lock=True)
    _require_open(work, event)
    preview, persons = _read(work, event, clusters)
    if expected is not None and len(persons) != expected:
        raise InputError(
            f"Auswahl: Inzwischen sind es {len(persons)} statt {expected} Personen; bitte prüfen Sie die Vorschau noch einmal.",
            field="expected",
        )
    for person in persons:
        draft_invitation(work, event, person)
    if persons:
        event.invite(len(persons))
    return preview


def _members(work: Work, wanted: DistributionList) -> list[Cluster]:
    """The initiatives of a distribution list.

    Raises:
        InputError: a filter names something that the register does not know.
    """
    _require_known(wanted)
    return [c for c in work.queries.clusters() if wanted.takes(c, work.today)]


def _chosen(work: Work, cluster_ids: Collection[int]) -> list[Cluster]:
    ids = set(cluster_ids)
    return [c for c in work.queries.clusters() if c.id in ids]


def _require_open(work: Work, event: AgencyEvent) -> None:
    if event.state not in (AgencyEventState.PLANNED.value, AgencyEventState.INVITED.value):
        raise RuleViolation(
            "invite_to_event", [f"Veranstaltung {event.number} ist „{event.state}“; eingeladen wird nicht mehr."]
        )
    if event.held_on < work.today:
        raise RuleViolation(
            "invite_to_event",
            [f"Veranstaltung {event.number} lag am {day(event.held_on)}; eingeladen wird nicht mehr."],
        )


def _read(work: Work, event: AgencyEvent, clusters: Sequence[Cluster]) -> tuple[InvitationPreview, list[Person]]:
    if not clusters:
        raise InputError("Verteiler: Zu diesen Angaben steht keine Initiative im Register.", field="region")
    known = invited_persons(work, event) | {r.person_id for r in work.queries.registrations(agency_event_id=event.id)}
    known_addresses = {p.email.lower() for p in map(work.queries.person_by_id, known) if p is not None and p.email}
    holders = work.queries.holders_of(Role.CLUSTER_MANAGER.value, [c.id for c in clusters])
    to: list[Person] = []
    told: dict[str, list[Invitee]] = {"to": [], "already": []}
    unreachable: list[str] = []
    seen: set[str] = set()
    for cluster in clusters:
        reachable = [p for p in holders.get(cluster.id, ()) if p.email]
        if not reachable:
            unreachable.append(cluster.name)
        for person in reachable:
            if person.email.lower() in seen:  # one person may lead two initiatives
                continue
            seen.add(person.email.lower())
            is_known = person.id in known or person.email.lower() in known_addresses
            told["already" if is_known else "to"].append(Invitee(person.id, person.name, person.email, cluster.name))
            if not is_known:
                to.append(person)
    preview = InvitationPreview(len(clusters), tuple(told["to"]), tuple(told["already"]), tuple(unreachable))
    return preview, to


def _valid_labels(cluster: Cluster, today: date) -> set[str]:
    rows = (cluster.profile.answers if cluster.profile else {}).get("labels") or []
    return {
        str(row["label"]) for row in rows if not row.get("valid_until") or str(row["valid_until"])[:10] >= str(today)
    }


def _require_known(wanted: DistributionList) -> None:
    known: dict[str, tuple[str, tuple[str, ...]]] = {
        "region": ("Region", tuple(regions().slugs())),
        "field": ("Feld", tuple(fields().slugs())),
        "level": ("Stufe", (*LEVELS, "unbekannt")),
        "kind": ("Art", KINDS),
        "label": ("Label", get_args(LabelKind)),
    }
    for key, (label, slugs) in known.items():
        given = str(getattr(wanted, key))
        if given and given not in slugs:
            raise InputError(
                f"{label} ({key}): „{given[:40]}“ gibt es nicht; möglich sind {', '.join(slugs)}.", field=key
            )
