"""The register: initiatives, organisations, persons, yearly profiles and contact notes."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.actors import Role
from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.events import (
    CLUSTER_ADDED,
    CLUSTER_CHANGED,
    LEVEL_OVERRIDDEN,
    MEMBERSHIP_ADDED,
    NOTE_ADDED,
    ORGANISATION_ADDED,
    PERSON_ADDED,
    PROFILE_STORED,
    ROLE_ENDED,
    ROLE_GRANTED,
)

LEVELS = ("M0", "M1", "M2", "M3", "M4")
ORIGINS = ("real", "beispieldaten")
MEMBER_KINDS = ("kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige")
NOTE_KINDS = ("anruf", "besuch", "mail", "sonstiges")


def random_id() -> str:
    """A random identity that says nothing about the person."""
    return uuid.uuid4().hex


class Cluster(Base, Committed, Recording):
    """One cluster initiative; ``origin`` keeps real data and Beispieldaten apart for good."""

    __tablename__ = "cluster"
    event_kind: ClassVar[str] = "cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(220), index=True)
    origin: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(60))
    source_id: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    field: Mapped[str | None] = mapped_column(String(60))
    field_text: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str | None] = mapped_column(String(60))
    seat: Mapped[str] = mapped_column(String(120), default="")
    legal_form: Mapped[str | None] = mapped_column(String(40))
    legal_form_text: Mapped[str] = mapped_column(String(200), default="")
    carrier: Mapped[str] = mapped_column(String(200), default="")
    founded: Mapped[int | None]
    facts: Mapped[list[Any]] = mapped_column(default=list)
    level_override: Mapped[str | None] = mapped_column(String(10))
    level_override_reason: Mapped[str | None] = mapped_column(Text)

    profiles: Mapped[list[Profile]] = relationship(order_by="Profile.as_of, Profile.version", back_populates="cluster")
    memberships: Mapped[list[Membership]] = relationship(back_populates="cluster")

    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("origin IN ('real', 'beispieldaten')", name="origin_known"),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    def added(self) -> None:
        """Record that the initiative entered the register."""
        self.record(CLUSTER_ADDED, origin=self.origin, source=self.source)

    def change(self, values: dict[str, Any]) -> list[str]:
        """Take over differing values; returns the names of the changed fields."""
        changed = sorted(key for key, value in values.items() if getattr(self, key) != value)
        for key in changed:
            setattr(self, key, values[key])
        if changed:
            self.record(CLUSTER_CHANGED, fields=", ".join(changed))
        return changed

    @property
    def profile(self) -> Profile | None:
        """The newest profile, or None."""
        return self.profiles[-1] if self.profiles else None

    def store_profile(
        self, as_of: date, answers: dict[str, Any], comments: dict[str, str], computed_level: str
    ) -> Profile:
        """Add a profile version; earlier versions of the same day stay."""
        version = 1 + max((p.version for p in self.profiles if p.as_of == as_of), default=0)
        profile = Profile(as_of=as_of, version=version, answers=answers, comments=comments, level=computed_level)
        self.profiles.append(profile)
        self.profiles.sort(key=lambda p: (p.as_of, p.version))
        self.record(PROFILE_STORED, occurred_on=None, as_of=as_of, version=version)
        return profile

    @property
    def level(self) -> str:
        """Maturity level: the override, else what the newest profile gives, else ``unbekannt``. Internal."""
        return self.level_override or (self.profile.level if self.profile else "unbekannt")

    def override_level(self, level: str, reason: str) -> None:
        """Set the level by hand.

        Raises:
            InputError: the level does not exist or the reason is missing.
        """
        if level not in LEVELS:
            raise InputError(f"Reifestufe (level): bitte eine von {', '.join(LEVELS)}.", field="level")
        if not reason.strip():
            raise InputError(
                "Begründung (reason): fehlt; eine abweichende Reifestufe braucht einen Grund.", field="reason"
            )
        computed = self.profile.level if self.profile else "unbekannt"
        self.level_override, self.level_override_reason = level, reason
        self.record(LEVEL_OVERRIDDEN, level=level, computed=computed, commitment=self.commitment(reason))


class Profile(Base):
    """The figures of an initiative at one day; versions are added, never changed."""

    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    as_of: Mapped[date]
    version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    level: Mapped[str] = mapped_column(String(10))
    cluster: Mapped[Cluster] = relationship(back_populates="profiles")

    __table_args__ = (UniqueConstraint("cluster_id", "as_of", "version"),)


class Organisation(Base, Recording):
    """A member, partner, enterprise, or an organisation that delivers advice."""

    __tablename__ = "organisation"
    event_kind: ClassVar[str] = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    seat: Mapped[str] = mapped_column(String(120), default="")
    delivers_advice: Mapped[bool] = mapped_column(default=False)
    assesses_labels: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("name", "seat"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    def added(self) -> None:
        self.record(ORGANISATION_ADDED, kind=self.kind)


class Membership(Base):
    """One organisation's membership in one initiative."""

    __tablename__ = "membership"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    committed: Mapped[bool]
    since: Mapped[date | None]
    cluster: Mapped[Cluster] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


def join(cluster: Cluster, organisation: Organisation, kind: str, committed: bool, since: date | None) -> Membership:
    """Enter a membership and record it on the initiative."""
    membership = Membership(kind=kind, committed=committed, since=since, organisation=organisation)
    cluster.memberships.append(membership)
    cluster.record(MEMBERSHIP_ADDED, committed="ja" if committed else "nein", kind=kind)
    return membership


class Person(Base, Recording):
    """A human being; the only place of names and addresses."""

    __tablename__ = "person"
    event_kind: ClassVar[str] = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    handle: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[Organisation | None] = relationship()
    roles: Mapped[list[RoleGrant]] = relationship(back_populates="person", order_by="RoleGrant.id")

    @property
    def event_id(self) -> str:
        return self.id

    def added(self) -> None:
        self.record(PERSON_ADDED)

    def grant(
        self, role: Role, valid_from: datetime, cluster: Cluster | None = None, operation_id: int | None = None
    ) -> RoleGrant:
        """Give a role from an instant on, optionally only for one initiative or one funded operation."""
        grant = RoleGrant(role=role.value, valid_from=valid_from, cluster=cluster, operation_id=operation_id)
        self.roles.append(grant)
        self.record(
            ROLE_GRANTED,
            role=role.value,
            valid_from=valid_from.date(),
            cluster=str(cluster.id) if cluster else None,
            operation=str(operation_id) if operation_id else None,
        )
        return grant

    def end_role(self, role: Role, valid_until: datetime, cluster_id: int | None = None) -> None:
        """End every open grant of a role, or only the one at an initiative.

        Raises:
            InputError: the person does not hold the role.
        """
        open_grants = [
            g
            for g in self.roles
            if g.role == role.value and g.valid_until is None and cluster_id in (None, g.cluster_id)
        ]
        if not open_grants:
            raise InputError(f"Rolle (role): {role.value} ist für {self.handle} nicht erteilt.", field="role")
        for grant in open_grants:
            grant.valid_until = valid_until
        self.record(ROLE_ENDED, role=role.value, valid_until=valid_until.date())

    def audited_operations(self, instant: datetime) -> frozenset[int] | None:
        """The operations that an auditor may read; None where a role without such a bound is held."""
        valid = [
            g for g in self.roles if g.valid_from <= instant and (g.valid_until is None or instant < g.valid_until)
        ]
        bounded = frozenset(g.operation_id for g in valid if g.operation_id is not None)
        return None if not bounded or any(g.operation_id is None and g.cluster_id is None for g in valid) else bounded

    def roles_at(self, instant: datetime, cluster_id: int | None = None) -> frozenset[Role]:
        """Roles valid at an instant, general ones and those for the named initiative."""
        return frozenset(
            Role(g.role)
            for g in self.roles
            if g.valid_from <= instant
            and (g.valid_until is None or instant < g.valid_until)
            and (g.cluster_id is None or g.cluster_id == cluster_id)
        )


class RoleGrant(Base):
    """A role with its period of validity."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    """Only for auditors: the operation they may read; None means every operation."""
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    person: Mapped[Person] = relationship(back_populates="roles")
    cluster: Mapped[Cluster | None] = relationship()


class ContactNote(Base, Committed, Recording):
    """A call, visit or mail that belongs to an initiative, and to an engagement where there is one."""

    __tablename__ = "contact_note"
    event_kind: ClassVar[str] = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    kind: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_contact_note_cluster_engagement", "cluster_id", "engagement_id"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    def added(self, engagement_number: str | None) -> None:
        self.record(
            NOTE_ADDED,
            occurred_on=self.held_on,
            kind=self.kind,
            commitment=self.commitment(self.text),
            engagement=engagement_number,
        )
