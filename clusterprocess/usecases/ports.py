"""What use cases need from the outside, as protocols; adapters and the fakes of the tests implement them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from clusterprocess.domain.absences import Absence
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.agency_events import AgencyEvent, Registration
from clusterprocess.domain.agency_files import AgencyFile
from clusterprocess.domain.base import Base
from clusterprocess.domain.birth import DatabaseBirth
from clusterprocess.domain.chain import Event
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.engagement import DayBooking, Engagement
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.links import PersonalLink, SurveyResponse
from clusterprocess.domain.messages import Message
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person
from clusterprocess.domain.runs import Run, RunRequest
from clusterprocess.domain.scheduled_runs import ScheduledRun
from clusterprocess.domain.services_rendered import DayRate, ServiceProof
from clusterprocess.domain.workshops import Workshop


class FileStore(Protocol):
    """Content-addressed files: written and synced before the transaction that names them commits."""

    def put(self, content: bytes) -> str:
        """Store bytes, return their SHA-256 in hex."""
        ...

    def get(self, sha256: str) -> bytes:
        """Read bytes back; raises IntegrityBroken when they no longer match their hash."""
        ...


class Queries(Protocol):
    """Reads that use cases need; one adapter module per noun."""

    def engagement(self, number: str, *, lock: bool = False) -> Engagement: ...
    def engagements(self, *, open_only: bool = False, cluster_id: int | None = None) -> Sequence[Engagement]: ...
    def cluster(self, wanted: str) -> Cluster: ...
    def clusters(self, *, origin: str | None = None) -> Sequence[Cluster]: ...
    def cluster_by_source(self, source: str, source_id: str) -> Cluster | None: ...
    def person(self, handle: str) -> Person: ...
    def person_by_id(self, person_id: str) -> Person | None: ...
    def persons(self) -> Sequence[Person]: ...
    def holders(self, role: str, cluster_id: int | None) -> Sequence[Person]: ...
    def organisation(self, name: str) -> Organisation: ...
    def organisation_or_none(self, name: str, seat: str = "") -> Organisation | None: ...
    def operation(self, reference: str) -> Operation: ...
    def operations(self) -> Sequence[Operation]: ...
    def numbers_in(self, prefix: str) -> int: ...
    def serialise(self, what: str) -> None: ...
    def days_booked_on(self, person_id: str, day: date) -> Decimal: ...
    def planned_days_in(self, offering: str, year: int) -> float: ...
    def message(self, message_id: int, *, lock: bool = False) -> Message: ...
    def messages(self, *, states: Sequence[str] = (), engagement: str | None = None) -> Sequence[Message]: ...
    def message_by_key(self, key: str) -> Message | None: ...
    def next_message_to_send(self, now: datetime) -> Message | None: ...
    def workshop(self, workshop_id: int) -> Workshop: ...
    def agency_files(self, kind: str, name: str | None = None) -> Sequence[AgencyFile]: ...
    def agency_file_in_force(self, kind: str, name: str) -> AgencyFile | None: ...
    def birth(self) -> DatabaseBirth | None: ...
    def request(self, request_id: int, *, lock: bool = False) -> RunRequest: ...
    def open_requests(self) -> Sequence[RunRequest]: ...
    def requests_of(self, engagement_id: int) -> Sequence[RunRequest]: ...
    def runs(self, *, engagement: str | None = None, open_only: bool = False) -> Sequence[Run]: ...
    def run(self, run_id: int) -> Run: ...
    def step_done(self, engagement_id: int, step: str, attempt: int) -> bool: ...
    def events(self, *, engagement: str | None = None) -> Iterator[Event]: ...
    def database_kind(self) -> str: ...

    # --- what comes due, and the schedule
    def due_item(self, item_id: int) -> DueItem: ...
    def follow_up(self, follow_up_id: int) -> FollowUpSurvey: ...
    def absences(self, *, on: date | None = None, person_ids: Iterable[str] | None = None) -> Sequence[Absence]: ...
    def mail_days(self, person_ids: Iterable[str], day: date) -> set[str]: ...
    def scheduled_runs(self, kind: str | None = None, limit: int = 50) -> Sequence[ScheduledRun]: ...

    # --- personal links
    def personal_link(self, link_id: int) -> PersonalLink: ...
    def link_by_token(self, sha256: str) -> PersonalLink | None: ...
    def personal_links(self, *, engagement_id: int | None = None, **subject: int) -> Sequence[PersonalLink]: ...
    def survey_responses(
        self, *, engagement_id: int | None = None, agency_event_id: int | None = None
    ) -> Sequence[SurveyResponse]: ...

    # --- events of the agency and registrations
    def agency_event(self, number: str, *, lock: bool = False) -> AgencyEvent: ...
    def agency_event_by_id(self, event_id: int) -> AgencyEvent: ...
    def agency_events(self, *, from_day: date | None = None) -> Sequence[AgencyEvent]: ...
    def event_numbers_in(self, prefix: str) -> int: ...
    def registrations(
        self, *, workshop_id: int | None = None, agency_event_id: int | None = None
    ) -> Sequence[Registration]: ...
    def registration(self, registration_id: int) -> Registration: ...

    # --- days and proof of service
    def day_bookings(
        self, *, organisation_id: int | None = None, first: date | None = None, last: date | None = None
    ) -> Sequence[DayBooking]: ...
    def day_booking(self, booking_id: int) -> DayBooking: ...
    def day_rates(self, operation_id: int, organisation_id: int) -> Sequence[DayRate]: ...
    def service_proofs(
        self, *, operation_id: int | None = None, organisation_id: int | None = None
    ) -> Sequence[ServiceProof]: ...

    # --- mails that came in
    def incoming_by_hash(self, sha256: str) -> IncomingMail | None: ...
    def incoming_mail(self, mail_id: int) -> IncomingMail: ...
    def incoming_mails(self, *, unsettled: bool = False, engagement: str | None = None) -> Sequence[IncomingMail]: ...
    def message_by_wire_id(self, wire_id: str) -> Message | None: ...


class Work(Protocol):
    """One transaction: reads, new rows, events and what follows from them are committed together."""

    @property
    def actor(self) -> Actor: ...
    @property
    def queries(self) -> Queries: ...
    @property
    def files(self) -> FileStore: ...
    @property
    def services(self) -> Services: ...

    @property
    def now(self) -> datetime: ...
    @property
    def today(self) -> date: ...
    @property
    def run_id(self) -> str | None: ...
    @property
    def host_now(self) -> datetime: ...
    def require(self, *roles: Role, cluster_id: int | None = None) -> Actor: ...
    def add(self, row: Base) -> None: ...
    def flush(self) -> None: ...


class BeginWork(Protocol):
    """Opens one transaction for one actor."""

    def __call__(self, actor: Actor, run_id: str | None = None) -> AbstractContextManager[Work]: ...


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A rendered document: bytes and the manifest that an edited copy is later compared with."""

    content: bytes
    manifest: dict[str, Any]
    template: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs in an edited file: where, what it was, what it is (None when lost)."""

    tag: str
    title: str
    paragraph: str
    old: str
    new: str | None


@dataclass(frozen=True)
class CheckReport:
    """What the check of an edited Word file found."""

    changed: list[FigureChange] = field(default_factory=list)
    missing_headings: list[str] = field(default_factory=list)
    missing_charts: int = 0
    publicity: bool = True
    publicity_faults: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    edited_blocks: list[str] = field(default_factory=list)
    comments: int = 0
    tracked_changes: int = 0


class Documents(Protocol):
    """Makes and reads Word files."""

    def render(self, template: str, context: Any, content: bytes | None = None) -> RenderedFile: ...
    def check(self, content: bytes, manifest: dict[str, Any], statement: str, number: str) -> CheckReport: ...
    def issue(self, content: bytes, fields: dict[str, str]) -> bytes: ...
    def refresh(
        self, content: bytes, old: dict[str, Any], fresh: RenderedFile
    ) -> tuple[bytes, list[str], list[str]]: ...
    def check_template(self, name: str, content: bytes | None = None) -> list[str]: ...
    def shipped_template(self, name: str) -> bytes: ...


class MailTexts(Protocol):
    """Renders a mail folder (subject.txt, body.txt, body.html)."""

    def render(self, template: str, context: dict[str, Any]) -> tuple[str, str, str]: ...


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One meeting or task as a calendar shows it.

    Attributes:
        uid: the same for all updates of one meeting, ``workshop-12@domain``; ``sequence`` rises with every change.
        starts_at, ends_at: ``HH:MM`` in Stuttgart; empty for an entry of a whole day.
        organizer, attendees: display name and address.
        stamp: instant of the agency's clock at which the object was made.
    """

    uid: str
    sequence: int
    title: str
    day: date
    stamp: datetime
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    description: str = ""
    organizer: tuple[str, str] | None = None
    attendees: tuple[tuple[str, str], ...] = ()
    is_cancelled: bool = False


class Calendars(Protocol):
    """Makes and reads calendar objects (RFC 5545, RFC 5546)."""

    def invitation(self, entry: CalendarEntry) -> bytes:
        """A REQUEST for one meeting, or a CANCEL where the entry is cancelled."""
        ...

    def feed(self, name: str, entries: Sequence[CalendarEntry]) -> bytes:
        """A calendar that people subscribe to (PUBLISH)."""
        ...

    def reply(self, content: bytes) -> CalendarReply | None:
        """What an attendee's answer says, or None when the bytes are no REPLY."""
        ...


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """An answer out of somebody's calendar: to which meeting, from which address, ``ja``, ``nein`` or ``vielleicht``."""

    uid: str
    sequence: int
    email: str
    answer: str


@dataclass(frozen=True)
class Services:
    """The tools a use case may need beside the database."""

    documents: Documents
    mail_texts: MailTexts
    calendars: Calendars
    public_url: str = ""
