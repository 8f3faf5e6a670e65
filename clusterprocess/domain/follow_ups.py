"""Follow-ups of a handed-over engagement: one planned survey each, with its answers in versions (section 8)."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import (
    FOLLOW_UP_ANSWERED,
    FOLLOW_UP_DROPPED,
    FOLLOW_UP_OPENED,
    FOLLOW_UP_PLANNED,
    FOLLOW_UP_SILENT,
)

if TYPE_CHECKING:
    from clusterprocess.domain.engagement import Engagement

CHANNELS = ("link", "telefon", "papier")
_AFTER = re.compile(r"(\d{1,2})([twm])")
_UNITS = {"t": ("Tag", "Tagen"), "w": ("Woche", "Wochen"), "m": ("Monat", "Monaten")}


def distance_words(key: str) -> str:
    """``3m`` as people say it, „nach 3 Monaten“; anything else unchanged."""
    found = _AFTER.fullmatch(key)
    if found is None:
        return key
    one, many = _UNITS[found[2]]
    return f"nach {found[1]} {one if found[1] == '1' else many}"


class FollowUpState(StrEnum):
    PLANNED = "geplant"
    OPEN = "offen"
    ANSWERED = "beantwortet"
    SILENT = "keine_antwort"
    DROPPED = "entfallen"


SETTLED = frozenset({FollowUpState.ANSWERED.value, FollowUpState.SILENT.value, FollowUpState.DROPPED.value})


class FollowUpSurvey(Base, Recording):
    """One planned follow-up; ``key`` is that of the offering's plan, for example ``12m``.

    ``rested_days`` is how long the engagement rested while the questions were out; reminders wait so much longer.
    """

    __tablename__ = "follow_up"
    event_kind: ClassVar[str] = "follow_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    key: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date]
    explained: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(16), default=FollowUpState.PLANNED.value)
    opened_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    rested_days: Mapped[int] = mapped_column(default=0)
    engagement: Mapped[Engagement] = relationship(back_populates="follow_ups")
    answers: Mapped[list[FollowUpAnswers]] = relationship(order_by="FollowUpAnswers.version")

    __table_args__ = (UniqueConstraint("engagement_id", "key"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def latest(self) -> FollowUpAnswers | None:
        """The newest answers, or None."""
        return self.answers[-1] if self.answers else None

    def _tell(self, event: Any, *, occurred_on: date | None = None, **data: Any) -> None:
        self.record(event, occurred_on=occurred_on, key=self.key, engagement=self.engagement.number, **data)

    def planned(self) -> None:
        self._tell(FOLLOW_UP_PLANNED, due=self.due_on)

    def open(self, today: date) -> None:
        """The questions go out.

        Raises:
            RuleViolation: it is not planned any more.
        """
        if self.state != FollowUpState.PLANNED.value:
            raise RuleViolation("open_follow_up", [f"Die Nachbefragung {self.key} ist schon „{self.state}“."])
        self.state, self.opened_on = FollowUpState.OPEN.value, today
        self._tell(FOLLOW_UP_OPENED)

    def answer(
        self, data: dict[str, Any], schema_version: str, channel: str, role: str, author_id: str, content: str, on: date
    ) -> FollowUpAnswers:
        """Keep answers as the next version; earlier versions stay.

        Raises:
            RuleViolation: the survey was dropped.
        """
        if self.state == FollowUpState.DROPPED.value:
            raise RuleViolation("answer_follow_up", [f"Die Nachbefragung {self.key} ist entfallen."])
        kept = FollowUpAnswers(
            version=len(self.answers) + 1, schema_version=schema_version, data=data, channel=channel, role=role,
            author_id=author_id, answered_on=on,
        )  # fmt: skip
        self.answers.append(kept)
        self.state, self.settled_on = FollowUpState.ANSWERED.value, on
        if self.opened_on is None:
            self.opened_on = on
        self._tell(FOLLOW_UP_ANSWERED, occurred_on=on, version=kept.version, channel=channel,
                   schema=schema_version, commitment=kept.commitment(content))  # fmt: skip
        return kept

    def fall_silent(self, on: date) -> None:
        """Two reminders and a telephone call brought no answer; reported as such, never imputed.

        Raises:
            RuleViolation: it is not open.
        """
        if self.state != FollowUpState.OPEN.value:
            raise RuleViolation("follow_up_silent", [f"Die Nachbefragung {self.key} ist „{self.state}“, nicht offen."])
        self.state, self.settled_on = FollowUpState.SILENT.value, on
        self._tell(FOLLOW_UP_SILENT, occurred_on=on)

    def drop(self, on: date, reason: str) -> None:
        """It is no longer asked; ``reason`` is a code."""
        if not self.is_settled:
            self.state, self.settled_on = FollowUpState.DROPPED.value, on
            self._tell(FOLLOW_UP_DROPPED, reason=reason)


class FollowUpAnswers(Base, Committed):
    """One version of the answers, with who answered in which role and how it came in."""

    __tablename__ = "follow_up_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    version: Mapped[int]
    schema_version: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]
    channel: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[str] = mapped_column(String(32))
    answered_on: Mapped[date]

    __table_args__ = (UniqueConstraint("follow_up_id", "version"),)
