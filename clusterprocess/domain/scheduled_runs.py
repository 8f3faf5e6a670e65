"""Runs of the schedule: sweeps and self-proofs, so that the run history does not depend on Prefect's (design D2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.events import SCHEDULE_RAN


class ScheduledRun(Base, Recording):
    """One run of a scheduled flow; a sweep that found nothing due leaves only its row."""

    __tablename__ = "scheduled_run"
    event_kind: ClassVar[str] = "scheduled_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    prefect_run_id: Mapped[str] = mapped_column(String(40), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="laufend")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (Index("ix_scheduled_run_kind", "kind", "id"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    def end(self, now: datetime, outcome: str, counts: dict[str, Any]) -> None:
        """Close the row; only a run that did something enters the audit trail."""
        self.ended_at, self.outcome, self.counts = now, outcome, counts
        if any(counts.values()):
            told = ", ".join(f"{key}: {value}" for key, value in counts.items() if value)
            self.record(SCHEDULE_RAN, kind=self.kind, outcome=outcome, told=told)


class MailDay(Base):
    """A person's one routine mail of a day; the primary key is the promise (never more than one per person and day)."""

    __tablename__ = "mail_day"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
