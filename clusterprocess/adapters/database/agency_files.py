"""Reads of templates and catalogues that the agency put in force."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.agency_files import AgencyFile


class AgencyFileQueries(Lookup):
    def agency_files(self, kind: str, name: str | None = None) -> Sequence[AgencyFile]:
        """All versions of a kind (and name), oldest first."""
        statement = select(AgencyFile).where(AgencyFile.kind == kind).order_by(AgencyFile.name, AgencyFile.number)
        if name is not None:
            statement = statement.where(AgencyFile.name == name)
        return self._all(statement)

    def agency_file_in_force(self, kind: str, name: str) -> AgencyFile | None:
        """The newest version that was put in force; None where the program's own file holds."""
        statement = (
            select(AgencyFile)
            .where(AgencyFile.kind == kind, AgencyFile.name == name)
            .order_by(AgencyFile.number.desc())
            .limit(1)
        )
        found: AgencyFile | None = self.session.scalar(statement)
        return found
