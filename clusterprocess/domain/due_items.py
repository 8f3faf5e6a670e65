"""What comes due and when: reminders, drafts, tasks and impulses that the plan derives from a state (ruling 2, D15).

A due item (German *Wiedervorlage*) is derived, never typed in: the plan of an engagement is computed from its state
and compared with these rows whenever the engagement changes. Rows are never deleted, so the run history can tell what
was planned, what was sent and what had become pointless.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import DUE_CLOSED, DUE_FIRED, DUE_IN_VAIN, DUE_SUPERSEDED


class DueKind(StrEnum):
    """Who acts when the day has come."""

    TASK = "aufgabe"
    """A person of the agency does something; it stays on the agenda until it is done or pointless."""
    REMINDER = "erinnerung"
    """A routine mail to the cluster manager, bundled with others of the day."""
    DRAFT = "entwurf"
    """A mail to somebody else; the lead releases or drops it."""
    IMPULSE = "anstoss"
    """Something begins, for example a follow-up survey is opened."""


class DueState(StrEnum):
    OPEN = "offen"
    FIRED = "ausgeloest"
    DONE = "erledigt"
    WITHDRAWN = "zurueckgezogen"
    SUPERSEDED = "ueberholt"
    IN_VAIN = "wirkungslos"


DUE_STATE_WORDS = {
    DueState.OPEN: "offen",
    DueState.FIRED: "ausgelöst",
    DueState.DONE: "erledigt",
    DueState.WITHDRAWN: "zurückgezogen, weil gegenstandslos",
    DueState.SUPERSEDED: "von einer späteren Erinnerung überholt",
    DueState.IN_VAIN: "ohne Wirkung, weil der Freigabepunkt schon offen war",
}


class DueItem(Base, Recording):
    """One thing that comes due on a day.

    Attributes:
        key: natural key out of stable ids, rule and attempt; the same plan never makes a second row.
        rule: slug of the rule in the reminder plan.
        chain, rank: reminders of one chain supersede each other; of several that are late only the highest is sent.
        due_on: the day of the plan (Europe/Berlin); mails leave on the next day that is not quiet.
        fires: whether the schedule acts on it by itself; tasks wait for people.
        explained: how the day was reckoned, as a German sentence.
        label: what is to be done, without names.
    """

    __tablename__ = "due_item"
    event_kind: ClassVar[str] = "due"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    engagement_number: Mapped[str | None] = mapped_column(String(24))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    follow_up_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"))
    rule: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(32))
    chain: Mapped[str] = mapped_column(String(160), default="")
    rank: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date]
    fires: Mapped[bool]
    label: Mapped[str] = mapped_column(String(200))
    explained: Mapped[str] = mapped_column(String(300), default="")
    plan_version: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(16), default=DueState.OPEN.value)
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(300), default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))

    __table_args__ = (
        Index("ix_due_item_firing", "due_on", "id", postgresql_where="state = 'offen' AND fires"),
        Index("ix_due_item_engagement", "engagement_id", "due_on"),
        Index("ix_due_item_message", "message_id"),
        Index("ix_due_item_cluster", "cluster_id", postgresql_where="state = 'offen' AND engagement_id IS NULL"),
        Index("ix_due_item_agenda", "due_on", "role", postgresql_where="state = 'offen'"),
        Index("ix_due_item_workshop", "workshop_id"),
        Index("ix_due_item_agency_event", "agency_event_id"),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.state == DueState.OPEN.value

    def _close(self, state: DueState, today: date, by: str, outcome: str) -> None:
        self.state, self.closed_on, self.closed_by, self.outcome = state.value, today, by, outcome[:300]

    def _tell(self, event: Any, **data: Any) -> None:
        self.record(event, rule=self.rule, label=self.label, engagement=self.engagement_number, due=self.due_on, **data)

    def fire(self, today: date, message_id: int | None, outcome: str = "") -> None:
        """The schedule acted: a mail was queued, a draft written, or a survey opened."""
        self._close(DueState.FIRED, today, "system", outcome)
        self.message_id = message_id
        self._tell(DUE_FIRED, kind=self.kind)

    def in_vain(self, today: date, why: str) -> None:
        """The schedule came late: what it should have reminded of is settled. Recorded, nothing sent."""
        self._close(DueState.IN_VAIN, today, "system", why)
        self._tell(DUE_IN_VAIN)

    def supersede(self, today: date) -> None:
        """A later reminder of the same chain is due as well; only that one is sent."""
        self._close(DueState.SUPERSEDED, today, "system", "eine spätere Erinnerung derselben Reihe ist fällig")
        self._tell(DUE_SUPERSEDED)

    def withdraw(self, today: date, why: str) -> None:
        """The plan no longer holds it; a derived change, so the row tells it and no event is needed."""
        self._close(DueState.WITHDRAWN, today, "system", why)

    def reopen(self) -> None:
        """The plan holds it again, for example after a pause."""
        self.state, self.closed_on, self.closed_by, self.outcome = DueState.OPEN.value, None, None, ""

    def finish(self, today: date, person_id: str, outcome: str) -> None:
        """A person has done a task.

        Raises:
            RuleViolation: it is no task, or it is closed already.
        """
        if self.kind != DueKind.TASK.value:
            raise RuleViolation("finish_task", [f"Eintrag {self.id} ist keine Aufgabe; der Zeitplan erledigt ihn."])
        if not self.is_open:
            raise RuleViolation(
                "finish_task", [f"Aufgabe {self.id} ist schon {DUE_STATE_WORDS[DueState(self.state)]}."]
            )
        self._close(DueState.DONE, today, person_id, outcome)
        self._tell(DUE_CLOSED)
