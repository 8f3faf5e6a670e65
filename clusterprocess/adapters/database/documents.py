"""Reads of documents for pages: all versions of an engagement without what was generated into them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.documents import Document, DocumentVersion
from clusterprocess.domain.register import Person


class DocumentQueries(Lookup):
    def documents_of(self, engagement_id: int) -> Sequence[Document]:
        """The documents of an engagement with their versions, by their making; manifests stay where they are."""
        return self._all(
            select(Document)
            .where(Document.engagement_id == engagement_id)
            .options(selectinload(Document.versions).options(defer(DocumentVersion.manifest)))
            .order_by(Document.id)
        )

    def person_names(self, ids: Collection[str]) -> Mapping[str, str]:
        """Names of persons by id; ids that are nobody's are absent."""
        rows = self.session.execute(select(Person.id, Person.name).where(Person.id.in_(sorted(set(ids)))))
        return {str(id_): str(name) for id_, name in rows}
