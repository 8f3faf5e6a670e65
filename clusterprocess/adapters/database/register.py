"""Reads of the register: initiatives, organisations, persons, operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person, RoleGrant


class RegisterQueries(Lookup):
    def cluster(self, wanted: str) -> Cluster:
        """An initiative by number or by (part of) its name.

        Raises:
            NotFoundError: nothing fits.
            InputError: the part of a name fits several initiatives.
        """
        if wanted.isascii() and wanted.isdigit():
            missing = f"Initiative Nr. {wanted[:30]} gibt es nicht."
            return self._one(select(Cluster).where(Cluster.id == fitting(wanted, missing)), missing)
        exact = self.session.scalars(select(Cluster).where(Cluster.name == wanted)).first()
        if exact:
            return exact
        found = self._all(select(Cluster).where(Cluster.name.icontains(wanted, autoescape=True)).limit(6))
        if not found:
            raise NotFoundError(
                f"Initiative „{wanted[:80]}“ steht nicht im Register; „clusterprocess register list“ zeigt alle."
            )
        if len(found) > 1:
            names = "; ".join(f"{c.id}: {c.name}" for c in found)
            raise InputError(
                f"Initiative: „{wanted[:80]}“ ist nicht eindeutig ({names}). Bitte die Nummer angeben.", field="cluster"
            )
        cluster: Cluster = found[0]
        return cluster

    def clusters(self, *, origin: str | None = None) -> Sequence[Cluster]:
        """All initiatives in German order of their names."""
        statement = select(Cluster).order_by(Cluster.sort_key)
        return self._all(statement.where(Cluster.origin == origin) if origin else statement)

    def cluster_by_source(self, source: str, source_id: str) -> Cluster | None:
        return self.session.scalars(
            select(Cluster).where(Cluster.source == source, Cluster.source_id == source_id)
        ).one_or_none()

    def person(self, handle: str) -> Person:
        return self._one(
            select(Person).where(Person.handle == handle.lower()),
            f"Person „{handle[:60]}“ ist nicht angelegt; „clusterprocess person list“ zeigt alle.",
        )

    def person_by_id(self, person_id: str) -> Person | None:
        return self.session.get(Person, person_id)

    def persons(self) -> Sequence[Person]:
        return self._all(select(Person).order_by(Person.handle))

    def persons_by_ids(self, person_ids: Iterable[str]) -> Sequence[Person]:
        """The persons of some ids, without an order; ids that are no person's are left out."""
        return self._all(select(Person).where(Person.id.in_(list(person_ids))))

    def cluster_by_id(self, cluster_id: int) -> Cluster:
        missing = f"Initiative {str(cluster_id)[:20]} gibt es nicht."
        return self._one(select(Cluster).where(Cluster.id == fitting(cluster_id, missing)), missing)

    def holders(self, role: str, cluster_id: int | None) -> Sequence[Person]:
        """Persons who hold a role now, for one initiative or in general."""
        scope = or_(RoleGrant.cluster_id.is_(None), RoleGrant.cluster_id == cluster_id)
        return self._all(
            select(Person)
            .join(RoleGrant)
            .where(RoleGrant.role == role, RoleGrant.valid_until.is_(None), scope)
            .order_by(Person.handle)
        )

    def organisation(self, name: str) -> Organisation:
        return self._one(
            select(Organisation).where(Organisation.name == name), f"Organisation „{name[:80]}“ ist nicht angelegt."
        )

    def organisation_or_none(self, name: str, seat: str = "") -> Organisation | None:
        return self.session.scalars(
            select(Organisation).where(Organisation.name == name, Organisation.seat == seat)
        ).one_or_none()

    def operation(self, reference: str) -> Operation:
        return self._one(
            select(Operation).where(Operation.reference == reference),
            f"Vorhaben „{reference[:60]}“ gibt es nicht; „clusterprocess operation show“ zeigt alle.",
        )

    def operations(self) -> Sequence[Operation]:
        return self._all(select(Operation).order_by(Operation.starts_on))
