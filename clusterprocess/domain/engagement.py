"""The engagement: one offering delivered to one initiative, as a staged process.

State changes happen in :mod:`clusterprocess.domain.transitions` and nowhere else; this module holds the facts that
the rules look at.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.base import Base, Committed, Recording
from clusterprocess.domain.documents import Document
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.events import (
    ANSWERS_SUBMITTED,
    APPROVAL_GIVEN,
    APPROVAL_REFUSED,
    BASELINE_FROZEN,
    DAYS_BOOKED,
    DAYS_CANCELLED,
    DAYS_PLANNED,
    EVIDENCE_RECORDED,
    FINDING_ASSESSED,
    FINDINGS_STORED,
    PERSON_ASSIGNED,
    EventType,
)
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.workshops import Workshop

CONTROLLED = re.compile(r"ja|nein|[a-z]+(_[a-z]+)+|\d{4}-\d{2}(-\d{2})?|\d+([.,]\d+)?|\d+ von \d+|nacherfasst")
"""Values of evidence that may stand in an event: words of a list, versions, days, numbers and counts; anything else is free text."""

SUBMISSION_NAMES = {
    "fragebogen": "Fragebogen",
    "interviews": "Gesprächsthesen",
    "befragung": "Mitgliederbefragung",
    "strategie": "Strategieplan",
    "delphi": "Delphi-Befragung",
    "konzept": "Ergebnis der Beratung",
    "texte": "Eigene Texte",
    "bedarfe": "Bedarfsbögen",
    "angebote": "Angebotsbögen",
    "gewichte": "Gewichte der Kriterien",
    "bewertung": "Bewertung der Zielregionen",
    "nachweise": "Nachweise",
    "wirkung": "Worte zum Wirkungsvermerk",
}


class Engagement(Base, Recording):
    """One engagement with everything that belongs to it."""

    __tablename__ = "engagement"
    event_kind: ClassVar[str] = "engagement"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    offering: Mapped[str] = mapped_column(String(40))
    offering_version: Mapped[str] = mapped_column(String(20))
    catalogues: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    state: Mapped[str] = mapped_column(String(24), index=True)
    state_since: Mapped[date]
    fast_lane: Mapped[bool] = mapped_column(default=False)
    taken_over: Mapped[bool] = mapped_column(default=False)
    requested_on: Mapped[date]
    question: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    baseline: Mapped[dict[str, Any]] = mapped_column(default=dict)
    left_state: Mapped[str | None] = mapped_column(String(24))
    paused_on: Mapped[date | None]
    opened_by: Mapped[str] = mapped_column(String(32))
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    reviewer_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    delivering_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    adopted_sha256: Mapped[str | None] = mapped_column(String(64))
    adopted_on: Mapped[date | None]
    handed_over_on: Mapped[date | None]

    cluster: Mapped[Cluster] = relationship()
    operation: Mapped[Operation] = relationship()
    delivering: Mapped[Organisation] = relationship()
    lead: Mapped[Person | None] = relationship(foreign_keys=[lead_id])
    reviewer: Mapped[Person | None] = relationship(foreign_keys=[reviewer_id])
    workshops: Mapped[list[Workshop]] = relationship(back_populates="engagement", order_by="Workshop.number")
    documents: Mapped[list[Document]] = relationship(order_by="Document.id")
    submissions: Mapped[list[Submission]] = relationship(order_by="Submission.id")
    findings: Mapped[list[Finding]] = relationship(order_by="Finding.id")
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.id")
    approvals: Mapped[list[Approval]] = relationship(order_by="Approval.id")
    deadlines: Mapped[list[Deadline]] = relationship(order_by="Deadline.id")
    planned_days: Mapped[list[PlannedDays]] = relationship(order_by="PlannedDays.id")
    booked_days: Mapped[list[DayBooking]] = relationship(back_populates="engagement", order_by="DayBooking.id")
    follow_ups: Mapped[list[FollowUpSurvey]] = relationship(
        back_populates="engagement", order_by="FollowUpSurvey.due_on"
    )
    due_items: Mapped[list[DueItem]] = relationship(order_by="DueItem.due_on, DueItem.id")

    @property
    def event_id(self) -> str:
        return self.number

    @property
    def current_state(self) -> State:
        return State(self.state)

    def attempt(self, stage: Stage) -> int:
        """Which pass through a stage this is, counted from 1."""
        return int(self.attempts.get(stage.value, 1))

    def assign(self, person: Person, role: Role) -> None:
        """Put a person in charge.

        Raises:
            InputError: the reviewer would be the lead (four eyes).
        """
        other = self.reviewer_id if role is Role.CONSULTANT else self.lead_id
        if other == person.id:
            raise InputError(
                "Prüfung und Federführung müssen zwei Personen sein (Vier-Augen-Prinzip).", field=role.value
            )
        if role is Role.CONSULTANT:
            self.lead, self.lead_id = person, person.id
        else:
            self.reviewer, self.reviewer_id = person, person.id
        self.record(PERSON_ASSIGNED, role=role.value, person=person.id)

    def submission(self, kind: str) -> Submission | None:
        """The newest submission of a kind, or None."""
        return next((s for s in reversed(self.submissions) if s.kind == kind), None)

    def submit(
        self,
        kind: str,
        schema_version: str,
        data: dict[str, Any],
        content: str,
        author_id: str,
        on: date,
        comments: dict[str, str] | None = None,
    ) -> Submission:
        """Keep validated answers as the next version; earlier versions stay."""
        version = 1 + sum(s.kind == kind for s in self.submissions)
        kept = Submission(
            kind=kind,
            version=version,
            schema_version=schema_version,
            data=data,
            author_id=author_id,
            submitted_on=on,
            comments=comments or {},
        )
        self.submissions.append(kept)
        self.record(
            ANSWERS_SUBMITTED,
            label=SUBMISSION_NAMES[kind],
            kind=kind,
            version=version,
            schema=schema_version,
            commitment=kept.commitment(content),
            occurred_on=on,
        )
        return kept

    def freeze_baseline(self, values: dict[str, Any], sha256: str) -> None:
        """Freeze the T0 values at G1; they are compared with the follow-ups."""
        self.baseline = values
        self.record(BASELINE_FROZEN, sha256_short=sha256[:12], sha256=sha256)

    def current_findings(self) -> list[Finding]:
        """Findings of the present pass: those of the analysis, then those that the workshops added."""
        order = (Stage.ANALYSIS, Stage.DELIVERABLE)
        return [
            f for stage in order for f in self.findings if f.stage == stage.value and f.attempt == self.attempt(stage)
        ]

    def store_findings(self, findings: list[Finding], peers: int, stage: Stage) -> None:
        """Add the results of one pass through a stage."""
        self.findings.extend(findings)
        self.record(
            FINDINGS_STORED,
            count=len(findings),
            attempt=self.attempt(stage),
            peers=peers,
            sha256=[f.sha256 for f in findings],
        )

    def assess(self, finding: Finding, text: str) -> None:
        """Keep the consultant's own assessment of a finding; the computed result stays as it is."""
        finding.assessment = text
        self.record(FINDING_ASSESSED, key=finding.key, attempt=finding.attempt)

    def fact(self, key: str) -> str | None:
        """The newest value of an evidence entry, or None."""
        return next((e.value for e in reversed(self.evidence) if e.key == key), None)

    def record_evidence(
        self, key: str, label: str, value: str, author_id: str, occurred_on: date, paper: str = "", text: str = ""
    ) -> None:
        """Enter one piece of evidence; a later entry of the same key supersedes, the earlier stays visible."""
        entry = Evidence(key=key, value=value, author_id=author_id, occurred_on=occurred_on, paper=paper, text=text)
        self.evidence.append(entry)
        spoken = value if CONTROLLED.fullmatch(value) else "eingetragen"
        free = text or (value if spoken != value else "")
        self.record(
            EVIDENCE_RECORDED,
            occurred_on=occurred_on,
            key=key,
            label=label,
            value=spoken,
            commitment=entry.commitment(free) if free else None,
        )

    def document(self, kind: str, workshop: Workshop | None = None) -> Document | None:
        wanted = workshop.id if workshop else None
        return next((d for d in self.documents if d.kind == kind and d.workshop_id == wanted), None)

    def approval_for(self, role: Role, sha256: str) -> Approval | None:
        """The standing approval of a role for exactly this file."""
        given = [a for a in self.approvals if a.role == role.value and a.sha256 == sha256]
        return given[-1] if given and given[-1].given else None

    def approve(
        self,
        role: Role,
        sha256: str,
        version: str,
        person_id: str,
        on: date,
        *,
        given: bool,
        reason: str = "",
        recorded_for: str = "",
        paper: str = "",
    ) -> Approval:
        """Enter an approval or refusal for one file; ``recorded_for`` names the body whose decision staff enter."""
        approval = Approval(
            role=role.value,
            sha256=sha256,
            version=version,
            person_id=person_id,
            decided_on=on,
            given=given,
            reason=reason,
            recorded_for=recorded_for,
            paper=paper,
        )
        self.approvals.append(approval)
        self.record(
            APPROVAL_GIVEN if given else APPROVAL_REFUSED,
            occurred_on=on,
            role=role.value,
            role_label=ROLE_NAMES[role].de,
            version=version,
            sha256=sha256,
            sha256_short=sha256[:12],
            commitment=approval.commitment(reason) if reason else None,
        )
        return approval

    def plan_days(self, person: Person | None, organisation: Organisation, days: Decimal) -> None:
        self.planned_days.append(PlannedDays(person=person, organisation=organisation, days=days))
        self.record(DAYS_PLANNED, days=str(days), organisation=str(organisation.id))

    def book(self, booking: DayBooking) -> None:
        """Add working time of one person on one day (efre.md ruling 7: the truth is accepted)."""
        self.booked_days.append(booking)
        booking.booked(self)


class Submission(Base, Committed):
    """Validated answers of one kind, with the schema version they were validated against."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    schema_version: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    author_id: Mapped[str] = mapped_column(String(32))
    submitted_on: Mapped[date]

    __table_args__ = (UniqueConstraint("engagement_id", "kind", "version"),)


class Finding(Base):
    """One result of a method with inputs, formula, source and catalogue version."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    stage: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(40))
    attempt: Mapped[int]
    method: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    formula: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    catalogue_version: Mapped[str] = mapped_column(String(40))
    inputs: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    assessment: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("engagement_id", "stage", "key", "attempt"),)


class Evidence(Base, Committed):
    """A fact that a gate asks for, with the day it happened and where the paper original lies."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    paper: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[str] = mapped_column(String(32))
    occurred_on: Mapped[date]


class Approval(Base, Committed):
    """One role's yes or no to exactly one file."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[str] = mapped_column(String(32))
    recorded_for: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date]
    given: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    paper: Mapped[str] = mapped_column(String(200), default="")


class Deadline(Base):
    """A date by which something is due; moved by pauses, met by the state change it waits for."""

    __tablename__ = "deadline"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(32))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    moved_days: Mapped[int] = mapped_column(default=0)
    explained: Mapped[str] = mapped_column(String(300), default="")


class PlannedDays(Base):
    """Days planned for an engagement per delivering organisation, and per person where known."""

    __tablename__ = "planned_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    days: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation] = relationship()


class DayBooking(Base):
    """Days worked by one person on one day for one delivering organisation: an engagement, an event, or neither.

    Attributes:
        days: person-days of eight hours; negative where a booking of an accepted month is taken back.
        operation_id: that of the engagement or event, or the one that was named for time outside them.
        source: what proposed it, for example ``workshop:12:b.berger``; empty when it was typed in.
        eligible: work outside engagements and events is recorded and marked with the reason (efre.md ruling 7).
        cancelled_on: a wrong booking is cancelled and stays visible.
    """

    __tablename__ = "day_booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    agency_event_id: Mapped[int | None] = mapped_column(ForeignKey("agency_event.id"))
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    days: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    activity: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    booked_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(60), default="")
    eligible: Mapped[bool] = mapped_column(default=True)
    ineligible_reason: Mapped[str] = mapped_column(String(40), default="")
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
    operation: Mapped[Operation] = relationship()
    engagement: Mapped[Engagement | None] = relationship(back_populates="booked_days")
    agency_event: Mapped[AgencyEvent | None] = relationship()

    __table_args__ = (
        CheckConstraint("days <> 0 AND days >= -3 AND days <= 3", name="days_possible"),
        Index("ix_day_booking_organisation_day", "organisation_id", "day"),
        Index("ix_day_booking_engagement_day", "engagement_id", "day"),
        Index("ix_day_booking_person_day", "person_id", "day"),
        Index("ix_day_booking_source", "source"),
    )

    @property
    def home(self) -> Engagement | AgencyEvent | Operation:
        """What the time was spent on, and where the history tells it."""
        return self.engagement or self.agency_event or self.operation

    @property
    def number(self) -> str:
        """Number of the engagement or event; empty for time outside them."""
        home = self.engagement or self.agency_event
        return home.number if home else ""

    def booked(self, home: Recording) -> None:
        """Record the booking on what the time was spent on."""
        self._tell(DAYS_BOOKED, home)

    def taken_back(self, home: Recording) -> None:
        """Record that the booking does not count."""
        self._tell(DAYS_CANCELLED, home)

    def _tell(self, type_: EventType, home: Recording) -> None:
        home.record(
            type_,
            occurred_on=self.day if type_ is DAYS_BOOKED else None,
            day=self.day,
            days=str(self.days),
            person=self.person_id,
            organisation=str(self.organisation_id),
            activity=self.activity,
            eligible="ja" if self.eligible else self.ineligible_reason,
        )

    def cancel(self, on: date, reason: str) -> None:
        """Take the booking back; it stays visible with its reason.

        Raises:
            RuleViolation: cancelled before.
        """
        if self.cancelled_on:
            raise RuleViolation(
                "cancel_booking", [f"Die Buchung {self.id} ist schon am {self.cancelled_on:%d.%m.%Y} storniert."]
            )
        self.cancelled_on, self.cancel_reason = on, reason
        self.taken_back(self.home)
