"""What belongs to one initiative, read as lines: a page asks each kind once, whatever the number of engagements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.clock import local_day
from clusterprocess.domain.documents import Document, DocumentVersion
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.register import ContactNote, Membership, Organisation, Person, RoleGrant
from clusterprocess.domain.register_search import DocumentLine, EngagementLine, MemberLine, NoteLine, RoleLine
from clusterprocess.domain.states import ENDED

Operations = frozenset[int] | None
"""The operations that an auditor was admitted to; None for everybody else."""


class ClusterFileQueries(Lookup):
    def is_open_to(self, cluster_id: int, operations: frozenset[int]) -> bool:
        """Whether an initiative has an engagement in one of these operations."""
        found = select(Engagement.id).where(
            Engagement.cluster_id == cluster_id, Engagement.operation_id.in_(operations)
        )
        return self.session.scalar(found.limit(1)) is not None

    def engagement_lines(
        self, cluster_id: int, limit: int, *, operations: Operations = None
    ) -> Sequence[EngagementLine]:
        """Engagements of an initiative: the open ones first, within them the newest first."""
        has_ended = Engagement.state.in_([s.value for s in ENDED])
        statement = (
            select(Engagement.number, Engagement.offering, Engagement.offering_version, Engagement.state,
                   Engagement.state_since, Engagement.requested_on, func.coalesce(Person.name, ""))
            .outerjoin(Person, Engagement.lead_id == Person.id)
            .where(Engagement.cluster_id == cluster_id)
            .order_by(has_ended, Engagement.requested_on.desc(), Engagement.id.desc())
            .limit(limit)
        )  # fmt: skip
        if operations is not None:
            statement = statement.where(Engagement.operation_id.in_(operations))
        return [EngagementLine(*row) for row in self.session.execute(statement)]

    def note_lines(self, cluster_id: int, limit: int, *, operations: Operations = None) -> Sequence[NoteLine]:
        """The newest contact notes; an auditor of some operations reads those of their engagements only."""
        statement = (
            select(ContactNote.kind, ContactNote.held_on, ContactNote.text, Person.name,
                   func.coalesce(Engagement.number, ""))
            .join(Person, ContactNote.author_id == Person.id)
            .outerjoin(Engagement, ContactNote.engagement_id == Engagement.id)
            .where(ContactNote.cluster_id == cluster_id)
            .order_by(ContactNote.held_on.desc(), ContactNote.id.desc())
            .limit(limit)
        )  # fmt: skip
        if operations is not None:
            statement = statement.where(Engagement.operation_id.in_(operations))
        return [NoteLine(*row) for row in self.session.execute(statement)]

    def document_lines(self, cluster_id: int, limit: int, *, operations: Operations = None) -> Sequence[DocumentLine]:
        """The newest version of each document of the engagements of an initiative, the newest first."""
        later = aliased(DocumentVersion)
        statement = (
            select(Engagement.number, Document.kind, DocumentVersion.label, DocumentVersion.made_on)
            .join(Document, Document.engagement_id == Engagement.id)
            .join(DocumentVersion, DocumentVersion.document_id == Document.id)
            .where(
                Engagement.cluster_id == cluster_id,
                ~select(later.id)
                .where(later.document_id == Document.id, later.number > DocumentVersion.number)
                .exists(),
            )
            .order_by(DocumentVersion.made_on.desc(), DocumentVersion.id.desc())
            .limit(limit)
        )
        if operations is not None:
            statement = statement.where(Engagement.operation_id.in_(operations))
        return [DocumentLine(*row) for row in self.session.execute(statement)]

    def member_lines(self, cluster_id: int, limit: int) -> Sequence[MemberLine]:
        """Organisations of an initiative in order of their names."""
        statement = (
            select(Organisation.name, Organisation.seat, Membership.kind, Membership.committed, Membership.since)
            .join(Membership, Membership.organisation_id == Organisation.id)
            .where(Membership.cluster_id == cluster_id)
            .order_by(func.lower(Organisation.name))
            .limit(limit)
        )
        return [MemberLine(*row) for row in self.session.execute(statement)]

    def role_lines(self, cluster_id: int) -> Sequence[RoleLine]:
        """Roles that people hold or held at an initiative, the present ones first."""
        statement = (
            select(Person.id, Person.handle, Person.name, Person.email, func.coalesce(Organisation.name, ""),
                   RoleGrant.role, RoleGrant.valid_from, RoleGrant.valid_until)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .outerjoin(Organisation, Person.organisation_id == Organisation.id)
            .where(RoleGrant.cluster_id == cluster_id)
            .order_by(RoleGrant.valid_until.is_not(None), RoleGrant.role, RoleGrant.id)
        )  # fmt: skip
        return [
            RoleLine(person, handle, name, email, of, role, local_day(since), local_day(until) if until else None)
            for person, handle, name, email, of, role, since, until in self.session.execute(statement)
        ]

    def open_due_of_cluster(self, cluster_id: int, limit: int, *, operations: Operations = None) -> Sequence[DueItem]:
        """What comes due for an initiative and for its engagements, the next first."""
        engagements = select(Engagement.id).where(Engagement.cluster_id == cluster_id)
        of_its_own = DueItem.cluster_id == cluster_id
        if operations is not None:
            engagements = engagements.where(Engagement.operation_id.in_(operations))
        return self._all(
            select(DueItem)
            .where(DueItem.state == DueState.OPEN.value, of_its_own | DueItem.engagement_id.in_(engagements))
            .order_by(DueItem.due_on, DueItem.id)
            .limit(limit)
        )
