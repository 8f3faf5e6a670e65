"""Group events of the agency (coaching, Cluster-Dialog, presentation evening) and registrations for any meeting."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.base import Base, Recording
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import (
    AGENCY_EVENT_CANCELLED,
    AGENCY_EVENT_CLOSED,
    AGENCY_EVENT_HELD,
    AGENCY_EVENT_INVITED,
    AGENCY_EVENT_MOVED,
    AGENCY_EVENT_PLANNED,
    ATTENDANCE_RECORDED,
    REGISTRATION_CHANGED,
    REGISTRATION_MADE,
)
from clusterprocess.domain.language import Text as Words
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Organisation, Person

EVENT_KINDS: dict[str, Words] = {
    "gruppencoaching": Words("Gruppencoaching", "group coaching"),
    "cluster_dialog": Words("Cluster-Dialog", "cluster dialogue"),
    "praesentationsabend": Words("Präsentationsabend", "presentation evening"),
    "workshop_fuer_alle": Words("Workshop für Clustermanagements", "workshop for cluster managements"),
    "sonstige": Words("Veranstaltung", "event"),
}


class AgencyEventState(StrEnum):
    PLANNED = "geplant"
    INVITED = "eingeladen"
    HELD = "durchgefuehrt"
    CLOSED = "abgeschlossen"
    CANCELLED = "abgesagt"


class AgencyEvent(Base, Recording):
    """One event that the agency itself holds for several initiatives.

    Attributes:
        number: running number such as ``CA-2015-V-003``.
        capacity: seats; registrations beyond it wait.
        moves: how often day, time or place changed; counts the calendar object's SEQUENCE.
    """

    __tablename__ = "agency_event"
    event_kind: ClassVar[str] = "agency_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(160))
    purpose: Mapped[str] = mapped_column(Text, default="")
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[str] = mapped_column(String(5))
    ends_at: Mapped[str] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int]
    agenda: Mapped[list[Any]] = mapped_column(default=list)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    delivering_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=AgencyEventState.PLANNED.value)
    moves: Mapped[int] = mapped_column(default=0)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")

    operation: Mapped[Operation] = relationship()
    delivering: Mapped[Organisation] = relationship()
    lead: Mapped[Person | None] = relationship()
    registrations: Mapped[list[Registration]] = relationship(order_by="Registration.id")

    __table_args__ = (CheckConstraint("capacity > 0", name="capacity_positive"),)

    @property
    def event_id(self) -> str:
        return self.number

    def _expect(self, rule: str, *states: AgencyEventState) -> None:
        if self.state not in states:
            allowed = " oder ".join(f"„{s.value}“" for s in states)
            raise RuleViolation(
                rule, [f"Veranstaltung {self.number} ist „{self.state}“; möglich ist das nur bei {allowed}."]
            )

    def planned(self) -> None:
        self.record(AGENCY_EVENT_PLANNED, number=self.number, kind=self.kind, day=self.held_on)

    def move(self, to: date, starts_at: str, ends_at: str, place: str) -> None:
        """Another day, time or place before it was held."""
        self._expect("move_event", AgencyEventState.PLANNED, AgencyEventState.INVITED)
        before = self.held_on
        changed = [
            what
            for what, old, new in (
                ("day", self.held_on, to),
                ("time", (self.starts_at, self.ends_at), (starts_at, ends_at)),
                ("place", self.place, place),
            )
            if old != new
        ]
        self.held_on, self.starts_at, self.ends_at, self.place = to, starts_at, ends_at, place
        self.moves = (self.moves or 0) + 1
        self.record(AGENCY_EVENT_MOVED, number=self.number, before=before, day=to, changed=changed)

    def invite(self, invited: int) -> None:
        """Invitations lie ready; inviting more initiatives later is possible."""
        self._expect("invite_to_event", AgencyEventState.PLANNED, AgencyEventState.INVITED)
        self.state = AgencyEventState.INVITED.value
        self.record(AGENCY_EVENT_INVITED, number=self.number, invited=invited)

    def require_open_list(self) -> None:
        """Refuse an attendance list of an event that was cancelled or closed."""
        self._expect("hold_event", AgencyEventState.PLANNED, AgencyEventState.INVITED, AgencyEventState.HELD)

    def hold(self, attendances: int, persons: int, initiatives: int) -> None:
        """Attendance was entered; attendances, persons and initiatives are counted apart."""
        self.require_open_list()
        self.state = AgencyEventState.HELD.value
        self.record(
            AGENCY_EVENT_HELD, occurred_on=self.held_on, number=self.number,
            attendances=attendances, persons=persons, initiatives=initiatives,
        )  # fmt: skip

    def close(self) -> None:
        self._expect("close_event", AgencyEventState.HELD)
        self.state = AgencyEventState.CLOSED.value
        self.record(AGENCY_EVENT_CLOSED, number=self.number)

    def cancel(self, code: str, text: str) -> None:
        self._expect("cancel_event", AgencyEventState.PLANNED, AgencyEventState.INVITED)
        self.state, self.cancel_reason = AgencyEventState.CANCELLED.value, text
        self.moves = (self.moves or 0) + 1
        self.record(AGENCY_EVENT_CANCELLED, number=self.number, reason=code)


class RegistrationState(StrEnum):
    REGISTERED = "angemeldet"
    WAITING = "warteliste"
    WITHDRAWN = "abgemeldet"


class Registration(Base, Recording):
    """One person registered for one workshop or one event of the agency.

    Attributes:
        organisation: name as the person wrote it; ``kind`` is the kind of actor.
        cluster_id: the initiative that the person comes for, where known.
        attended: None until the attendance list was entered.
        channel: ``link``, ``staff`` or ``kalender``.
        guests: further people of the same organisation (workshop lists count persons).
    """

    __tablename__ = "registration"
    event_kind: ClassVar[str] = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"))
    engagement_number: Mapped[str | None] = mapped_column(String(24))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(20), default="sonstige")
    state: Mapped[str] = mapped_column(String(16))
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    channel: Mapped[str] = mapped_column(String(16))
    attended: Mapped[bool | None]
    person: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("(workshop_id IS NULL) <> (agency_event_id IS NULL)", name="one_meeting"),
        Index(
            "uq_registration_workshop",
            "workshop_id",
            "person_id",
            unique=True,
            postgresql_where="workshop_id IS NOT NULL",
        ),
        Index(
            "uq_registration_event",
            "agency_event_id",
            "person_id",
            unique=True,
            postgresql_where="agency_event_id IS NOT NULL",
        ),
    )

    @property
    def event_id(self) -> str:
        return str(self.id)

    def made(self) -> None:
        self.record(
            REGISTRATION_MADE, state=self.state, kind=self.kind, channel=self.channel, engagement=self.engagement_number
        )

    def change(self, state: RegistrationState, now: datetime, channel: str) -> None:
        """Registered, waiting or withdrawn; the same state again changes nothing."""
        if self.state == state.value:
            return
        self.state, self.changed_at = state.value, now
        self.record(REGISTRATION_CHANGED, state=state.value, channel=channel, engagement=self.engagement_number)

    def attend(self, came: bool) -> None:
        """What the signed list says."""
        if self.attended != came:
            self.attended = came
            self.record(ATTENDANCE_RECORDED, came="ja" if came else "nein", engagement=self.engagement_number)
