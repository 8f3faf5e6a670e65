"""The birth of a database: demo or real, for good (design D11, efre.md ruling 2)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.chain import FORMAT
from clusterprocess.domain.clock import stamp
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import CLOCK_SET, DATABASE_BORN


class DatabaseKind(StrEnum):
    DEMO = "demo"
    REAL = "real"


class DatabaseBirth(Base, Recording):
    """One row: the kind of this database and, in a demo, the instant its clock shows."""

    __tablename__ = "database_birth"
    event_kind: ClassVar[str] = "database"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    kind: Mapped[str] = mapped_column(String(10))
    format: Mapped[int] = mapped_column(default=FORMAT)
    demo_now: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("kind IN ('demo', 'real')", name="kind_known"),
        CheckConstraint("kind = 'demo' OR demo_now IS NULL", name="only_a_demo_has_a_clock"),
    )

    @property
    def event_id(self) -> str:
        return "clusterprocess"

    def born(self) -> None:
        self.record(DATABASE_BORN, kind=self.kind, format=self.format)

    def set_clock(self, to: datetime) -> None:
        """Move the demo clock forward.

        Raises:
            RuleViolation: the database is real, or the clock would run backwards.
        """
        if self.kind != DatabaseKind.DEMO.value:
            raise RuleViolation("set_clock", ["Diese Datenbank ist echt: Ihre Uhr lässt sich nicht stellen."])
        if self.demo_now and to < self.demo_now:
            raise RuleViolation("set_clock", ["Die Uhr läuft nicht rückwärts."])
        if self.demo_now != to:
            self.demo_now = to
            self.record(CLOCK_SET, to=stamp(to))
