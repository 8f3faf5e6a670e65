"""Documents and their versions; each version is a file fixed by its SHA-256."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.language import Text

DOCUMENT_NAMES: dict[str, Text] = {
    "situationsanalyse": Text("Situationsanalyse", "situation brief"),
    "strategiepapier": Text("Strategiepapier", "strategy paper"),
    "kommunikationskonzept": Text("Kommunikationskonzept", "communication concept"),
    "transferfahrplan": Text("Technologietransfer-Fahrplan", "technology-transfer roadmap"),
    "transferfahrplan_oeffentlich": Text(
        "Technologietransfer-Fahrplan (zur Veröffentlichung)", "roadmap for publication"
    ),
    "internationalisierungskonzept": Text("Internationalisierungskonzept", "internationalisation concept"),
    "professionalisierungsbericht": Text("Bericht zur Professionalisierung", "professionalisation report"),
    "beratungsvermerk": Text("Beratungsvermerk", "advice note"),
    "materialband": Text("Materialband (intern)", "internal volume"),
    "beschlussvorlage": Text("Beschlussvorlage", "board paper"),
    "anwesenheitsliste": Text("Anwesenheitsliste", "attendance list"),
    "protokoll": Text("Protokoll", "minutes"),
    "einladung": Text("Einladung", "invitation"),
    "vorbereitung": Text("Vorbereitung und Checkliste", "preparation and checklist"),
    "fragebogen": Text("Fragebogen und Gesprächsleitfaden", "questionnaire and interview guide"),
    "namensschilder": Text("Namensschilder", "name tags"),
    "teilnahmebescheinigung": Text("Teilnahmebescheinigungen", "certificates of attendance"),
    "veranstaltungsauswertung": Text("Auswertung der Rückmeldungen", "evaluation of an event"),
    "wirkungsvermerk": Text("Wirkungsvermerk", "impact note"),
    "leistungsvereinbarung": Text("Leistungsvereinbarung", "service agreement"),
    "leistungsbestaetigung": Text("Leistungsbestätigung", "confirmation of service"),
    "leistungsnachweis": Text("Leistungsnachweis", "proof of service"),
    "scan": Text("Eingescanntes Original", "scanned original"),
}


class Document(Base, Recording):
    """One kind of document of an engagement, of one of its workshops or of an event of the agency, with all its versions.

    ``engagement_number`` is the number that the paper carries: that of the engagement or of the event.
    """

    __tablename__ = "document"
    event_kind: ClassVar[str] = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), index=True)
    engagement_number: Mapped[str] = mapped_column(String(24))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    versions: Mapped[list[DocumentVersion]] = relationship(back_populates="document", order_by="DocumentVersion.number")

    __table_args__ = (
        UniqueConstraint("engagement_id", "kind", "workshop_id", "agency_event_id", postgresql_nulls_not_distinct=True),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    @property
    def label(self) -> str:
        return DOCUMENT_NAMES[self.kind].de

    @property
    def latest(self) -> DocumentVersion | None:
        return self.versions[-1] if self.versions else None

    def version_labelled(self, label: str) -> DocumentVersion | None:
        return next((v for v in self.versions if v.label == label), None)

    def add_version(
        self,
        *,
        label: str,
        origin: str,
        sha256: str,
        size_bytes: int,
        author_id: str,
        made_on: date,
        template: str = "",
        manifest: dict[str, Any] | None = None,
        step_key: str | None = None,
    ) -> DocumentVersion:
        """Append a version; nothing is overwritten."""
        version = DocumentVersion(
            number=len(self.versions) + 1,
            label=label,
            origin=origin,
            sha256=sha256,
            size_bytes=size_bytes,
            author_id=author_id,
            made_on=made_on,
            template=template,
            manifest=manifest or {},
            step_key=step_key,
            check={},
            kept_changes={},
        )
        self.versions.append(version)
        return version


class DocumentVersion(Base):
    """One Word file: where it came from, what it holds and what its check found.

    ``manifest`` stores what was generated: figures by content-control tag and text blocks by hash, so that an edited
    file can be compared with it years later.
    """

    __tablename__ = "document_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]
    author_id: Mapped[str] = mapped_column(String(32))
    made_on: Mapped[date]
    template: Mapped[str] = mapped_column(String(160), default="")
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)
    check: Mapped[dict[str, Any]] = mapped_column(default=dict)
    kept_changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    step_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    document: Mapped[Document] = relationship(back_populates="versions")

    __table_args__ = (UniqueConstraint("document_id", "number"),)

    @property
    def is_checked_clean(self) -> bool:
        """Whether the check found nothing that still needs a decision."""
        return bool(self.check) and bool(self.check.get("passed"))
