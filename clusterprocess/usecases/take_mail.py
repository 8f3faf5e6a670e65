"""Mails that came in: kept once, attached to their engagement, and what follows from them (issue 4, item 10).

A mail can be forged. So nothing of its text enters an event; a bounce changes only a message of ours that really left for
the address it names; a calendar reply changes only the registration of the person from whose address it came;
an answer changes nothing at all. Whatever a rule cannot settle stands on the list until a person settles it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.clock import local_day
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.incoming_mails import DeliveryReport, IncomingKind, IncomingMail, ReadMail
from clusterprocess.domain.messages import Message
from clusterprocess.usecases.calendar_replies import answer_meeting, meeting_of
from clusterprocess.usecases.meetings import Meeting
from clusterprocess.usecases.ports import CalendarReply, Work

MOST_BYTES = 25_000_000
"""Largest mail that is taken in; mail servers commonly refuse more."""

OLDEST_DAYS = 366
"""A Date header further back, or in the future, is not believed."""

LONGEST_OUTCOME = 200

NUMBER = re.compile(r"\bCA-\d{4}-[A-Z]-\d{3,6}\b", re.IGNORECASE)
WIRE_ID = re.compile(r"[0-9a-f]{32}")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True)
class Place:
    """What a mail belongs to, and how that was found out."""

    matched_by: str = ""
    message: Message | None = None
    engagement: Engagement | None = None
    event: AgencyEvent | None = None


def take_mail(work: Work, raw: bytes) -> IncomingMail:
    """Take in one mail as a file; the same bytes a second time change nothing.

    Returns the row; ``settled`` says whether a person still has to look at it.

    Raises:
        InputError: larger than 25 MB, or no mail at all.
        PermissionDenied: the actor is neither staff nor the system.
    """
    work.require(*STAFF, Role.SYSTEM)
    if len(raw) > MOST_BYTES:
        raise InputError(f"Mail (file): größer als {MOST_BYTES // 1_000_000} MB.", field="file")
    sha256 = hashlib.sha256(raw).hexdigest()
    work.queries.serialise(f"incoming:{sha256}")
    known = work.queries.incoming_by_hash(sha256)
    if known is not None:
        return known
    read = work.services.incoming_mails.read(raw)
    if not read.is_mail:
        raise InputError("Mail (file): Die Datei ist keine Mail; es fehlt jede Kopfzeile.", field="file")
    reply = _calendar_reply(work, read)
    meeting = meeting_of(work, reply.uid) if reply else None
    place = _place(work, read, meeting)
    mail = _row(work, read, place, work.files.put(raw))
    # first what follows, then the row: its foreign keys hold the meeting, and two answers would wait for each other
    if read.kind is IncomingKind.AUTO_REPLY:
        mail.settled, mail.outcome = True, "Automatische Antwort; zählt nicht als Antwort."
    elif read.kind is IncomingKind.BOUNCE:
        mail.settled, mail.outcome = _bounce(place.message, read.reports)
    elif read.kind is IncomingKind.CALENDAR_REPLY:
        mail.settled, mail.outcome = answer_meeting(work, reply, meeting, read.sender, mail.received_on)
    work.add(mail)
    work.flush()
    mail.taken_in()
    return mail


def assign_mail(work: Work, mail_id: int, number: str) -> IncomingMail:
    """Say by hand to which engagement or event of the agency a mail belongs.

    Raises:
        NotFoundError: no such mail, engagement or event.
        PermissionDenied: the actor is no staff.
    """
    work.require(*STAFF)
    mail = work.queries.incoming_mail(mail_id)
    engagement, event = _numbered(work, number.strip().upper())
    if engagement is not None:
        mail.assign(engagement.number, engagement_id=engagement.id)
    elif event is not None:
        mail.assign(event.number, agency_event_id=event.id)
    else:
        raise NotFoundError(
            f"Nummer „{number[:40]}“: Einen solchen Vorgang oder eine solche Veranstaltung gibt es nicht."
        )
    return mail


def settle_mail(work: Work, mail_id: int, outcome: str) -> IncomingMail:
    """Note that a mail was dealt with, and how.

    Raises:
        InputError: no outcome, or one too long.
        RuleViolation: somebody has settled it already.
        PermissionDenied: the actor is no staff.
    """
    work.require(*STAFF)
    told = " ".join(outcome.split())
    if not told or len(told) > LONGEST_OUTCOME:
        raise InputError(f"Ergebnis (outcome): bitte 1 bis {LONGEST_OUTCOME} Zeichen.", field="outcome")
    work.queries.serialise(f"incoming:{mail_id}")
    mail = work.queries.incoming_mail(mail_id)
    mail.settle(told)
    return mail


def _calendar_reply(work: Work, read: ReadMail) -> CalendarReply | None:
    """The first object of a calendar reply that can be read as one."""
    if read.kind is not IncomingKind.CALENDAR_REPLY:
        return None
    return next((r for content in read.calendars if (r := work.services.calendars.reply(content))), None)


def _row(work: Work, read: ReadMail, place: Place, sha256: str) -> IncomingMail:
    persons = work.queries.persons_of_address(read.sender) if read.sender else ()
    return IncomingMail(
        sha256=sha256,
        kind=read.kind.value,
        received_on=_day(work, read),
        taken_at=work.now,
        engagement_id=place.engagement.id if place.engagement else None,
        engagement_number=place.engagement.number if place.engagement else None,
        agency_event_id=place.event.id if place.event else None,
        message_id=place.message.id if place.message else None,
        person_id=persons[0].id if len(persons) == 1 else None,
        matched_by=place.matched_by,
        subject=read.subject,
        body=read.text,
        settled=False,
        outcome="",
    )


def _day(work: Work, read: ReadMail) -> date:
    """The day on which it was written, where that can be true; a stranger's clock decides nothing else."""
    today = work.today
    day = local_day(read.sent_at) if read.sent_at else today
    return day if today - timedelta(days=OLDEST_DAYS) <= day <= today else today


def _place(work: Work, read: ReadMail, meeting: Meeting | None) -> Place:
    """The meeting of a calendar reply, else by Message-ID, else by number, else the sender's only open engagement."""
    if meeting is not None:
        return Place("termin", None, meeting.about.engagement, meeting.event)
    message = _answered(work, read)
    if message is not None:
        engagement = work.queries.engagement(message.engagement_number) if message.engagement_number else None
        event = work.queries.agency_event_by_id(message.agency_event_id) if message.agency_event_id else None
        return Place("message_id", message, engagement, event)
    for text in (read.subject, read.text):
        numbers = dict.fromkeys(n.upper() for n in NUMBER.findall(text)[:50])
        found = [f for number in numbers if any(f := _numbered(work, number))]
        if len(found) == 1:  # two numbers in one text say nothing
            return Place("vorgangsnummer", None, *found[0])
    return _place_of_sender(work, read)


def _answered(work: Work, read: ReadMail) -> Message | None:
    """The message of ours that it refers to; held where a bounce may change it."""
    lock = read.kind is IncomingKind.BOUNCE
    for told in read.message_ids:
        wire_id = told.partition("@")[0]
        if WIRE_ID.fullmatch(wire_id) and (message := work.queries.message_by_wire_id(wire_id, lock=lock)):
            return message
    return None


def _numbered(work: Work, number: str) -> tuple[Engagement | None, AgencyEvent | None]:
    try:
        if "-V-" in number:
            return None, work.queries.agency_event(number)
        return work.queries.engagement(number), None
    except NotFoundError:
        return None, None


def _place_of_sender(work: Work, read: ReadMail) -> Place:
    persons = work.queries.persons_of_address(read.sender) if read.sender else ()
    if len(persons) != 1:
        return Place()
    running = work.queries.open_engagements_of(persons[0].id)
    return Place("person", None, running[0]) if len(running) == 1 else Place()


def _bounce(message: Message | None, reports: tuple[DeliveryReport, ...]) -> tuple[bool, str]:
    """Let the message know who was missed; returns whether that settles the mail, and what happened.

    A bounce that changed something stays open: somebody has to find the right address.
    """
    if message is None:
        return False, "Rückläufer zu keiner unserer Nachrichten; nichts geändert."
    by_address = {str(r["email"]).lower(): str(r["person"]) for r in message.recipients}
    final = [(by_address[a], r) for r in reports if r.is_final for a in r.addresses if a in by_address]
    if not final:
        told = {r.action for r in reports}
        if told and told <= {"delivered", "relayed", "expanded"}:
            return True, "Zustellbestätigung; nichts zu tun."
        if "delayed" in told or any(r.status.startswith("4") for r in reports):
            return True, "Zustellung verzögert sich; der fremde Mailserver versucht es weiter."
        return False, "Rückläufer nennt keine Empfängerin dieser Nachricht; nichts geändert."
    if message.state not in ("gesendet", "ungewiss"):
        return False, "Rückläufer zu einer Nachricht, die nicht als gesendet gilt; nichts geändert."
    status = next((r.status for _, r in final if STATUS.fullmatch(r.status)), "5.0.0")
    news = message.bounced([person for person, _ in final], status, final[0][1].text)
    if not news:
        return True, "Rückläufer war schon vermerkt."
    return False, f"Kam bei {len(news)} von {len(message.recipients)} Empfängern nicht an (Status {status})."
