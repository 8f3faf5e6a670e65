"""Runs of automated steps: what was asked for, what was tried, what is done (design D2, D3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.events import RUN_ENDED, RUN_LOST, RUN_REQUESTED, RUN_STARTED
from clusterprocess.domain.language import Text as Words

STEP_NAMES: dict[str, Words] = {
    "open_intake": Words("Erhebung vorbereiten", "prepare intake"),
    "analyse": Words("Befunde rechnen", "compute findings"),
    "write_brief": Words("Situationsanalyse schreiben", "write situation brief"),
    "plan_workshops": Words("Workshops freigeben", "pass to workshops"),
    "write_invitation": Words("Einladung und Anwesenheitsliste schreiben", "write invitation pack"),
    "write_minutes": Words("Protokoll schreiben", "write minutes"),
    "draft_paper": Words("Ergebnisbericht und Materialband entwerfen", "draft the paper"),
    "check_edited_paper": Words("bearbeitete Fassung prüfen", "check the edited paper"),
    "write_resolution": Words("Beschlussvorlage schreiben", "write the board paper"),
    "hand_over": Words("Fassung 1.0 ausstellen und übergeben", "issue and hand over"),
    "write_note": Words("Befunde rechnen und Beratungsvermerk entwerfen", "draft the note"),
    "hand_over_note": Words("Beratungsvermerk ausstellen und übergeben", "issue and hand over the note"),
    "write_impact_note": Words("Wirkungsvermerk schreiben", "write the impact note"),
}


class RunRequest(Base, Recording):
    """Asking for a run is a row, written with the change that needs it; delivered to Prefect by the dispatcher."""

    __tablename__ = "run_request"
    event_kind: ClassVar[str] = "run_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    engagement_number: Mapped[str] = mapped_column(String(24))
    flow: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(60))
    attempt: Mapped[int]
    requested_at: Mapped[datetime]
    delivery: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    prefect_run_id: Mapped[str | None] = mapped_column(String(40))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("engagement_id", "step", "attempt"),
        Index("ix_run_request_open", "id", postgresql_where="finished_at IS NULL"),
        Index("ix_run_request_trouble", "id", postgresql_where="trouble <> ''"),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    @property
    def idempotency_key(self) -> str:
        """Key of the delivery under way; an old key would return the old Prefect run."""
        return f"{self.id}:{self.delivery}"

    def requested(self) -> None:
        self.record(
            RUN_REQUESTED,
            label=STEP_NAMES[self.step].de,
            step=self.step,
            attempt=self.attempt,
            engagement=self.engagement_number,
        )


class Run(Base, Recording):
    """One attempt of a process to take an engagement as far as it can without people."""

    __tablename__ = "run"
    event_kind: ClassVar[str] = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    engagement_number: Mapped[str] = mapped_column(String(24))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("run_request.id"))
    request: Mapped[RunRequest | None] = relationship()
    flow: Mapped[str] = mapped_column(String(60))
    attempt: Mapped[int]
    prefect_run_id: Mapped[str] = mapped_column(String(40), index=True)
    process: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(20), default="laufend")
    waits_for: Mapped[str] = mapped_column(Text, default="")
    steps: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (Index("ix_run_open", "engagement_id", postgresql_where="ended_at IS NULL"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    def started(self) -> None:
        self.record(RUN_STARTED, run=self.id, attempt=self.attempt, engagement=self.engagement_number)

    def ended(self, outcome: str, waits_for: str, now: datetime) -> None:
        """Close the row: ``wartet``, ``fertig``, ``fehlgeschlagen`` or ``abgebrochen``."""
        self.outcome, self.waits_for, self.ended_at = outcome, waits_for, now
        self.record(RUN_ENDED, run=self.id, outcome=outcome, engagement=self.engagement_number)

    def lost(self, now: datetime) -> None:
        """The process died: its lock is free while the row is open."""
        self.outcome, self.ended_at = "verloren", now
        self.record(RUN_LOST, run=self.id, engagement=self.engagement_number)


class StepRecord(Base):
    """A finished automated step, written in the transaction of its effects; done once per attempt."""

    __tablename__ = "step_record"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(60), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
