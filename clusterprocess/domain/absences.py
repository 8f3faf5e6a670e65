"""Absences of staff and who stands in (issue: drafts are delegated in absence; substitutes with dates)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.events import ABSENCE_ENDED, ABSENCE_ENTERED
from clusterprocess.domain.register import Person


class Absence(Base, Recording):
    """One person is away from a day to a day, both included; the substitute acts for her."""

    __tablename__ = "absence"
    event_kind: ClassVar[str] = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    substitute: Mapped[Person] = relationship(foreign_keys=[substitute_id])

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("person_id <> substitute_id", name="somebody_else"),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    def entered(self) -> None:
        self.record(ABSENCE_ENTERED, person=self.person_id, substitute=self.substitute_id,
                    starts_on=self.starts_on, ends_on=self.ends_on)  # fmt: skip

    def end(self, last_day: date) -> None:
        """The person is back earlier; the absence ends with ``last_day``."""
        self.ends_on = last_day
        self.record(ABSENCE_ENDED, ends_on=last_day)

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on
