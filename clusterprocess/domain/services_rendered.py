"""Proof of service of a delivering organisation: day rates and the monthly Leistungsnachweis (efre.md ruling 1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import DAY_RATE_SET, SERVICE_PROOF_ACCEPTED, SERVICE_PROOF_MADE
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Organisation


class DayRate(Base, Recording):
    """Rate per person-day of one organisation under one operation, net, from a day on."""

    __tablename__ = "day_rate"
    event_kind: ClassVar[str] = "day_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    valid_from: Mapped[date]
    rate_eur: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    contract: Mapped[str] = mapped_column(String(120), default="")

    __table_args__ = (
        UniqueConstraint("operation_id", "organisation_id", "valid_from"),
        CheckConstraint("rate_eur > 0", name="rate_positive"),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    def set(self) -> None:
        self.record(
            DAY_RATE_SET, organisation=str(self.organisation_id), valid_from=self.valid_from, rate=str(self.rate_eur)
        )


class ServiceProof(Base, Recording):
    """The Leistungsnachweis of one organisation for one month, in versions; an accepted one is frozen.

    Attributes:
        month: first day of the month.
        lines: what was counted, as printed: booking, person id, days, rate and amount per booking; what is not eligible
            stands among them without an amount.
        totals: ``days``, ``amount_eur`` and ``ineligible_days`` as decimal texts.
    """

    __tablename__ = "service_proof"
    event_kind: ClassVar[str] = "service_proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    month: Mapped[date]
    version: Mapped[int]
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(32))
    lines: Mapped[list[Any]]
    totals: Mapped[dict[str, Any]]
    word_sha256: Mapped[str] = mapped_column(String(64))
    sheet_sha256: Mapped[str] = mapped_column(String(64))
    accepted_on: Mapped[date | None]
    accepted_by: Mapped[str | None] = mapped_column(String(32))
    operation: Mapped[Operation] = relationship()
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (UniqueConstraint("operation_id", "organisation_id", "month", "version"),)

    @property
    def event_id(self) -> str:
        return str(self.id)

    @property
    def booking_ids(self) -> frozenset[int]:
        """Bookings that this version lists, eligible or not."""
        return frozenset(int(line["booking"]) for line in self.lines)

    def made(self) -> None:
        self.record(
            SERVICE_PROOF_MADE, month=f"{self.month:%m/%Y}", organisation=str(self.organisation_id), version=self.version,
            days=self.totals["days"], amount=self.totals["amount_eur"],
            word_sha256=self.word_sha256, sheet_sha256=self.sheet_sha256,
        )  # fmt: skip

    def accept(self, person_id: str, on: date) -> None:
        """The client accepted it.

        Raises:
            RuleViolation: accepted before.
        """
        if self.accepted_on:
            raise RuleViolation("accept_proof", [f"Der Leistungsnachweis {self.month:%m/%Y} ist schon abgenommen."])
        self.accepted_on, self.accepted_by = on, person_id
        self.record(SERVICE_PROOF_ACCEPTED, occurred_on=on, month=f"{self.month:%m/%Y}", version=self.version)
