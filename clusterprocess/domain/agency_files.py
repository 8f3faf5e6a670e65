"""Files that the agency maintains itself: Word templates and catalogues, each in numbered versions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.events import CATALOGUE_ACTIVATED, TEMPLATE_ACTIVATED


class AgencyFileKind(StrEnum):
    TEMPLATE = "vorlage"
    CATALOGUE = "katalog"


class AgencyFile(Base, Recording):
    """One version of a template or catalogue that was checked and put in force; the newest number holds.

    Attributes:
        name: ``cluster_strategy/strategiepapier.docx`` or ``process.toml``.
        number: 1, 2, 3 ...; number 0 is what the program brings and has no row.
        version: what the file says about itself; empty for templates.
    """

    __tablename__ = "agency_file"
    event_kind: ClassVar[str] = "agency_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    number: Mapped[int]
    version: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    activated_at: Mapped[datetime]
    activated_by: Mapped[str] = mapped_column(String(32))

    __table_args__ = (UniqueConstraint("kind", "name", "number"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    def activated(self) -> None:
        """Tell the trail that this version holds from now on."""
        event = TEMPLATE_ACTIVATED if self.kind == AgencyFileKind.TEMPLATE.value else CATALOGUE_ACTIVATED
        self.record(event, file=self.name, number=self.number, sha256=self.sha256, sha256_short=self.sha256[:12])
