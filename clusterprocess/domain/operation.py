"""The funded operation (EFRE-Vorhaben) under which engagements are delivered."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.events import CONTRACTOR_ADDED, OPERATION_ADDED
from clusterprocess.domain.register import Organisation

PERIODS = ("2014-2020", "2021-2027")


class Operation(Base, Recording):
    """One operation with the facts of its grant decision; a follow-up operation is a second record."""

    __tablename__ = "operation"
    event_kind: ClassVar[str] = "operation"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    beneficiary: Mapped[str] = mapped_column(String(200))
    period: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    eligible_eur: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    eu_share: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    category: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    contractors: Mapped[list[Contractor]] = relationship(back_populates="operation")

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("eu_share > 0 AND eu_share <= 1", name="eu_share_is_a_share"),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    def added(self) -> None:
        self.record(OPERATION_ADDED, period=self.period, starts_on=self.starts_on, ends_on=self.ends_on)

    @property
    def eu_contribution_eur(self) -> Decimal:
        """Eligible cost times rate, cents rounded half up (cases.md D2: half of 343,508.35 is 171,754.18)."""
        return (self.eligible_eur * self.eu_share).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def covers(self, day: date) -> bool:
        """Whether a day lies in the eligible period."""
        return self.starts_on <= day <= self.ends_on

    def add_contractor(self, organisation: Organisation, funding_role: str, contract: str) -> Contractor:
        """Enter an organisation that delivers under this operation (efre.md ruling 1)."""
        contractor = Contractor(organisation=organisation, funding_role=funding_role, contract=contract)
        self.contractors.append(contractor)
        self.record(CONTRACTOR_ADDED, funding_role=funding_role)
        return contractor


class Contractor(Base):
    """A delivering organisation of an operation: ``contractor`` or ``beneficiary``, never both."""

    __tablename__ = "contractor"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    funding_role: Mapped[str] = mapped_column(String(20))
    contract: Mapped[str] = mapped_column(String(120), default="")
    operation: Mapped[Operation] = relationship(back_populates="contractors")
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (CheckConstraint("funding_role IN ('contractor', 'beneficiary')", name="funding_role_known"),)
