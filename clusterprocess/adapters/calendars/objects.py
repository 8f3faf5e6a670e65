"""Calendar objects by the icalendar library: REQUEST, CANCEL, PUBLISH and the REPLY of an attendee.

Rules: RFC 5545 (objects, folding, time zones), RFC 5546 (methods), RFC 7986 (NAME of a feed). A REQUEST needs somebody
who is asked (RFC 5546 section 3.2.2), so an entry without attendees becomes a PUBLISH: whoever gets it forwarded can
enter it, and a later object with the same UID and a higher SEQUENCE replaces it. Times are written in local time with
our own VTIMEZONE, whose rules hold for every year from 1996 on and do not depend on the time zone files of the host.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vText
from icalendar.parser import Contentline, Contentlines

from clusterprocess.domain.clock import BERLIN
from clusterprocess.usecases.ports import CalendarEntry, CalendarReply

PRODUCT = "-//ClusterAgentur Baden-Württemberg//clusterprocess//DE"
ZONE = "Europe/Berlin"
MOST_REPLY_BYTES = 1_000_000
"""Larger than any answer; what is larger is no answer."""

ANSWERS = {"ACCEPTED": "ja", "DECLINED": "nein", "TENTATIVE": "vielleicht"}
_REFRESH = timedelta(hours=1)
_LARGEST_SEQUENCE = 2**31 - 1


class IcsCalendars:
    """Implements ``usecases.ports.Calendars``; equal input gives equal bytes."""

    def invitation(self, entry: CalendarEntry) -> bytes:
        """A REQUEST to the attendees, a PUBLISH where nobody is named, or a CANCEL where the entry is cancelled."""
        method = "CANCEL" if entry.is_cancelled else "REQUEST" if entry.attendees else "PUBLISH"
        calendar = _calendar(method)
        if entry.starts_at:
            calendar.add_component(_zone())
        calendar.add_component(_event(entry, entry.attendees))
        return _as_bytes(calendar)

    def feed(self, name: str, entries: Sequence[CalendarEntry]) -> bytes:
        """A calendar that people subscribe to; attendees stay out of it (RFC 5546 section 3.2.1)."""
        calendar = _calendar("PUBLISH")
        calendar.add("name", _one_line(name))
        calendar.add("x-wr-calname", _one_line(name))
        calendar.add("x-wr-timezone", ZONE)
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText("PT1H"))
        if any(entry.starts_at for entry in entries):
            calendar.add_component(_zone())
        for entry in entries:
            calendar.add_component(_event(entry, ()))
        return _as_bytes(calendar)

    def reply(self, content: bytes) -> CalendarReply | None:
        """What an attendee's answer says; None for anything that is no REPLY with a clear answer.

        Read line by line: calendars of the network hold broken time zones and dates, which do not concern the answer.
        """
        if len(content) > MOST_REPLY_BYTES:
            return None
        method, uid, sequence = "", "", 0
        answered: tuple[str, str] | None = None
        for name, value, parameters in _lines_of_first_event(content):
            if name == "METHOD":
                method = value.strip().upper()
            elif name == "UID" and not uid:
                uid = value.strip()
            elif name == "SEQUENCE":
                sequence = _whole(value)
            elif name == "ATTENDEE" and answered is None:
                answer = ANSWERS.get(parameters.get("PARTSTAT", "").upper())
                address = _address(value)
                answered = (address, answer) if answer and address else None
        if method != "REPLY" or not uid or answered is None:
            return None
        return CalendarReply(uid, sequence, *answered)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _zone() -> Timezone:
    """The rules of the European Union since 1996: forward on the last Sunday of March, back on that of October."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, since, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, 1, 2),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, 2, 1),
    ):
        part.add("tzname", name)
        part.add("dtstart", since)
        part.add("rrule", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY="-1SU"))
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _event(entry: CalendarEntry, attendees: Sequence[tuple[str, str]]) -> Event:
    event = Event()
    event.add("uid", _one_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("summary", _one_line(entry.title))
    for key, moment in zip(("dtstart", "dtend"), _span(entry), strict=False):
        event.add(key, moment)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.starts_at else "TRANSPARENT")
    if entry.place:
        event.add("location", _one_line(entry.place))
    if entry.description:
        event.add("description", _text(entry.description))
    if entry.organizer:
        event["organizer"] = _who(entry.organizer)
    for attendee in attendees:
        asked = not entry.is_cancelled
        event.add("attendee", _who(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP=str(asked).upper()))
    return event


def _span(entry: CalendarEntry) -> tuple[datetime | date, ...]:
    """Start and end; an end before the start is on the next day, without an end the entry is a point in time."""
    if not entry.starts_at:
        return entry.day, entry.day + timedelta(days=1)
    start = _at(entry.day, entry.starts_at)
    if entry.ends_at in ("", entry.starts_at):
        return (start,)
    end = _at(entry.day, entry.ends_at)
    return start, end if end > start else _at(entry.day + timedelta(days=1), entry.ends_at)


def _at(day: date, clock: str) -> datetime:
    hours, minutes = (int(part) for part in clock.split(":"))
    return datetime.combine(day, time(hours, minutes), BERLIN)


def _who(person: tuple[str, str], **parameters: str) -> vCalAddress:
    name, email = person
    address = vCalAddress(f"mailto:{_one_line(email)}")
    if name := _one_line(name).replace('"', "'"):
        address.params["CN"] = name
    for key, value in parameters.items():
        address.params[key] = value
    return address


def _text(value: str) -> str:
    """Text with its lines; other control characters and lone surrogates are no text (RFC 5545 section 3.1)."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in lines if c == "\n" or (ord(c) >= 32 and ord(c) != 127))


def _one_line(value: str) -> str:
    return " ".join(_text(value).split())


def _as_bytes(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical(sorted=True))


def _lines_of_first_event(content: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Properties of the calendar itself and of its first event; lines that cannot be read are left out."""
    inside: list[str] = []
    lines = Contentlines.from_ical(_decoded(content))  # type: ignore[no-untyped-call]
    for line in lines:
        parts = _parts(line) if isinstance(line, Contentline) else None
        if parts is None:
            continue
        name, value, parameters = parts
        component = value.strip().upper()
        if name == "BEGIN":
            inside.append(component)
        elif name == "END":
            if component in inside:
                del inside[inside.index(component) :]
            if component == "VEVENT":
                return
        elif inside in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            yield name, value, parameters


def _parts(line: Contentline) -> tuple[str, str, dict[str, str]] | None:
    try:
        name, parameters, value = line.parts()
    except (ValueError, TypeError, LookupError):
        return None
    return str(name).upper(), str(value), {str(k).upper(): _first(v) for k, v in parameters.items()}


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1").replace("\x00", "")


def _whole(text: str) -> int:
    digits = text.strip()
    fits = digits.isascii() and digits.isdigit() and len(digits) <= 10
    return int(digits) if fits and int(digits) <= _LARGEST_SEQUENCE else 0


def _address(value: str) -> str:
    text = value.strip()
    bare = text[7:] if text[:7].lower() == "mailto:" else text
    return bare.strip().lower() if "@" in bare and len(bare) <= 254 else ""
