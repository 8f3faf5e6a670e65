"""Workshops: objects of their own with their own dates and states (offerings.md ruling 1, design D14)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import (
    WORKSHOP_CANCELLED,
    WORKSHOP_INVITED,
    WORKSHOP_MOVED,
    WORKSHOP_PLANNED,
    WORKSHOP_RECORDED,
)

if TYPE_CHECKING:
    from clusterprocess.domain.engagement import Engagement


MOVE_STEP = 1_000_000
"""Distance between the paper attempts of one workshop; far above any workshop id."""


class WorkshopState(StrEnum):
    PLANNED = "geplant"
    INVITED = "eingeladen"
    HELD = "durchgefuehrt"
    MINUTED = "protokolliert"
    CANCELLED = "abgesagt"


class Workshop(Base, Committed, Recording):
    """One meeting of an engagement, with its agenda, its record and where the paper original lies."""

    __tablename__ = "workshop"
    event_kind: ClassVar[str] = "workshop"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(String(5), default="09:00")
    place: Mapped[str] = mapped_column(String(200))
    required: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(20), default=WorkshopState.PLANNED.value)
    attempt: Mapped[int] = mapped_column(default=1)
    moves: Mapped[int] = mapped_column(default=0)
    agenda: Mapped[list[Any]] = mapped_column(default=list)
    record_data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    engagement: Mapped[Engagement] = relationship(back_populates="workshops")

    @property
    def event_id(self) -> str:
        return str(self.id)

    def _tell(self, event: Any, *, occurred_on: date | None = None, **data: Any) -> None:
        self.record(
            event, occurred_on=occurred_on, label=f"Nr. {self.number}", engagement=self.engagement.number, **data
        )

    def _expect(self, rule: str, *states: WorkshopState) -> None:
        if self.state not in states:
            allowed = " oder ".join(f"„{s.value}“" for s in states)
            raise RuleViolation(
                rule, [f"Workshop {self.number} ist „{self.state}“; möglich ist das nur bei {allowed}."]
            )

    def planned(self) -> None:
        self._tell(WORKSHOP_PLANNED, day=self.held_on)

    def move(self, to: date, starts_at: str = "", place: str = "") -> None:
        """Give the workshop another day, beginning or place before it was held; what is empty stays."""
        self._expect("move_workshop", WorkshopState.PLANNED, WorkshopState.INVITED)
        before, self.held_on, self.moves = self.held_on, to, (self.moves or 0) + 1
        self.starts_at, self.place = starts_at or self.starts_at, place or self.place
        self._tell(WORKSHOP_MOVED, before=before, day=to)

    def invite(self) -> None:
        """The initiative received its pack; members are invited by their own initiative (ruling 4)."""
        self._expect("invite_workshop", WorkshopState.PLANNED)
        self.state = WorkshopState.INVITED.value
        self._tell(WORKSHOP_INVITED)

    def minute(self, record: dict[str, Any], content: str) -> None:
        """Store the record; the workshop counts as held and minuted."""
        self._expect("record_workshop", WorkshopState.PLANNED, WorkshopState.INVITED, WorkshopState.HELD)
        self.record_data, self.state = record, WorkshopState.MINUTED.value
        self._tell(
            WORKSHOP_RECORDED,
            occurred_on=self.held_on,
            organisations=len(record["attendance"]),
            votes=len(record["ballots"]),
            measures=len(record["measures"]),
            commitment=self.commitment(content),
        )

    def cancel(self, code: str, text: str) -> None:
        """Call the workshop off with a reason code."""
        self._expect("cancel_workshop", WorkshopState.PLANNED, WorkshopState.INVITED)
        self.state, self.cancel_reason = WorkshopState.CANCELLED.value, text
        self._tell(WORKSHOP_CANCELLED, reason=code)

    @property
    def paper_attempt(self) -> int:
        """Attempt number of the invitation papers: they are written anew when the day moves."""
        return self.id + MOVE_STEP * (self.moves or 0)

    @property
    def is_minuted(self) -> bool:
        return self.state == WorkshopState.MINUTED.value
