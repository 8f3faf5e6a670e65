"""Calendar objects against RFC 5545 and 5546, read back by an independent library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.adapters.calendars.objects import IcsCalendars
from clusterprocess.usecases.ports import CalendarEntry

ICS = IcsCalendars()
JOERG = ("Jörg „Schorsch“ Müßig; Sohn, GbR (Beispiel)", "joerg@netz.example")


def entry(**changes: Any) -> CalendarEntry:
    values: dict[str, Any] = {
        "uid": "workshop-12@clusterprocess", "sequence": 1, "title": "Strategietag 1 – Präzision; Süd, Neckar-Alb",
        "day": date(2015, 7, 22), "stamp": datetime(2015, 3, 1, 8, 30, tzinfo=UTC), "starts_at": "09:00",
        "ends_at": "17:30", "place": "Haus der Wirtschaft, Stuttgart", "description": "Vorgang CA-2015-A-017\nÜber \\ alles; ja, doch",
        "organizer": ("ClusterAgentur Baden-Württemberg", "agentur@cluster.example"), "attendees": (JOERG,),
    }  # fmt: skip
    return CalendarEntry(**values | changes)


def lines(content: bytes) -> list[str]:
    """Logical lines, unfolded as RFC 5545 section 3.1 says."""
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")


def event_of(content: bytes) -> Any:
    return vobject.readOne(content.decode("utf-8")).vevent


def test_an_invitation_names_method_uid_sequence_stamp_times_place_and_people() -> None:
    content = ICS.invitation(entry())
    found = lines(content)
    for line in (
        "METHOD:REQUEST", "VERSION:2.0", "UID:workshop-12@clusterprocess", "SEQUENCE:1", "DTSTAMP:20150301T083000Z",
        "DTSTART;TZID=Europe/Berlin:20150722T090000", "DTEND;TZID=Europe/Berlin:20150722T173000", "STATUS:CONFIRMED",
        "LOCATION:Haus der Wirtschaft\\, Stuttgart", "SUMMARY:Strategietag 1 – Präzision\\; Süd\\, Neckar-Alb",
    ):  # fmt: skip
        assert line in found
    attendee = next(line for line in found if line.startswith("ATTENDEE"))
    assert attendee.endswith(":mailto:joerg@netz.example")
    assert "RSVP=TRUE" in attendee and "PARTSTAT=NEEDS-ACTION" in attendee and "ROLE=REQ-PARTICIPANT" in attendee
    assert any(line.startswith("ORGANIZER;CN=") and line.endswith(":mailto:agentur@cluster.example") for line in found)


def test_an_independent_reader_finds_the_same() -> None:
    event = event_of(ICS.invitation(entry()))
    assert event.summary.value == entry().title and event.location.value == entry().place
    assert event.description.value == entry().description
    assert event.attendee.params["CN"] == [JOERG[0]] and event.attendee.value == "mailto:joerg@netz.example"


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date(2015, 1, 14), 1),  # winter
        (date(2015, 7, 22), 2),  # summer
        (date(2015, 3, 28), 1),  # the last day of winter time in 2015
        (date(2015, 3, 29), 2),  # the clocks went forward at two in the morning
        (date(2015, 10, 24), 2),
        (date(2015, 10, 25), 1),
        (date(2016, 2, 29), 1),
    ],
)
def test_the_time_zone_in_the_object_gives_the_right_offset_in_winter_and_summer(day: date, offset: int) -> None:
    event = event_of(ICS.invitation(entry(day=day)))
    assert event.dtstart.value.utcoffset() == timedelta(hours=offset)
    assert event.dtstart.value.astimezone(UTC) == datetime(day.year, day.month, day.day, 9 - offset, tzinfo=UTC)


def test_every_line_ends_with_crlf_and_has_at_most_75_octets() -> None:
    content = ICS.invitation(entry(description="ÄÖÜß€ " * 200))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_cancelled_meeting_is_a_cancel_with_the_same_uid_and_nobody_is_asked() -> None:
    found = lines(ICS.invitation(entry(sequence=2, is_cancelled=True)))
    assert "METHOD:CANCEL" in found and "STATUS:CANCELLED" in found and "SEQUENCE:2" in found
    assert "UID:workshop-12@clusterprocess" in found
    assert "RSVP=FALSE" in next(line for line in found if line.startswith("ATTENDEE"))


def test_without_attendees_the_entry_is_published_because_a_request_must_ask_somebody() -> None:
    found = lines(ICS.invitation(entry(attendees=())))
    assert "METHOD:PUBLISH" in found and not [line for line in found if line.startswith("ATTENDEE")]


def test_an_entry_of_a_whole_day_has_dates_needs_no_time_zone_and_blocks_nothing() -> None:
    found = lines(ICS.feed("Fristen", [entry(day=date(2016, 2, 29), starts_at="", ends_at="")]))
    assert "DTSTART;VALUE=DATE:20160229" in found and "DTEND;VALUE=DATE:20160301" in found
    assert "TRANSP:TRANSPARENT" in found and "BEGIN:VTIMEZONE" not in found


def test_a_meeting_that_ends_after_midnight_ends_on_the_next_day() -> None:
    found = lines(ICS.invitation(entry(starts_at="18:00", ends_at="01:30")))
    assert "DTEND;TZID=Europe/Berlin:20150723T013000" in found


@pytest.mark.parametrize("ends_at", ["", "09:00"])
def test_without_an_end_there_is_no_dtend(ends_at: str) -> None:
    assert not [line for line in lines(ICS.invitation(entry(ends_at=ends_at))) if line.startswith("DTEND")]


def test_a_feed_has_its_name_one_time_zone_all_entries_and_no_attendees() -> None:
    content = ICS.feed("Fristen – Häberle", [entry(), entry(uid="event-3@clusterprocess", is_cancelled=True)])
    found = lines(content)
    assert "X-WR-CALNAME:Fristen – Häberle" in found and "NAME:Fristen – Häberle" in found
    assert "METHOD:PUBLISH" in found and found.count("BEGIN:VTIMEZONE") == 1 and found.count("BEGIN:VEVENT") == 2
    assert "STATUS:CANCELLED" in found and "netz.example" not in content.decode()
    assert len(vobject.readOne(content.decode("utf-8")).vevent_list) == 2


def test_an_empty_feed_is_a_calendar() -> None:
    assert lines(ICS.feed("Leer", []))[0] == "BEGIN:VCALENDAR"


def test_equal_input_gives_equal_bytes() -> None:
    assert ICS.invitation(entry()) == ICS.invitation(entry())
    assert ICS.feed("F", [entry()]) == ICS.feed("F", [entry()])


texts = st.text(max_size=120)


@settings(max_examples=150, deadline=None)
@given(title=texts, place=texts, description=texts, name=texts, day=st.dates(date(2014, 1, 1), date(2034, 12, 31)))
def test_no_text_breaks_out_of_its_property(title: str, place: str, description: str, name: str, day: date) -> None:
    content = ICS.invitation(
        entry(title=title, place=place, description=description, attendees=((name, "a@b.example"),), day=day)
    )
    found = lines(content)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert found.count("BEGIN:VEVENT") == 1 and sum(line.startswith("METHOD:") for line in found) == 1
    event = event_of(content)
    assert " ".join(event.summary.value.split()) == " ".join(_printable(title).split())
    assert event.dtstart.value.date() == day and event.attendee.value == "mailto:a@b.example"


def _printable(text: str) -> str:
    kept = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "".join(c for c in kept if c == "\n" or (ord(c) >= 32 and ord(c) != 127))


REPLY = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Andere//DE\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VTIMEZONE\r\nTZID:Kaputt\r\n"
    "UID:falsch\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:workshop-12@clusterprocess\r\nSEQUENCE:1\r\n"
    'ATTENDEE;PARTSTAT={};CN="Müßig, Jörg":MAILTO:Joerg@Netz.example\r\nDTSTART;TZID=Kaputt:2015-07-22\r\n'
    "BEGIN:VALARM\r\nUID:falsch\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(("status", "answer"), [("ACCEPTED", "ja"), ("declined", "nein"), ("TENTATIVE", "vielleicht")])
def test_a_reply_is_read_with_uid_sequence_address_and_answer(status: str, answer: str) -> None:
    found = ICS.reply(REPLY.format(status).encode())
    assert found is not None
    assert (found.uid, found.sequence, found.email, found.answer) == (
        "workshop-12@clusterprocess", 1, "joerg@netz.example", answer,
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("METHOD:REPLY", "METHOD:REQUEST"),
        lambda t: t.replace("METHOD:REPLY\r\n", ""),
        lambda t: t.replace("ACCEPTED", "NEEDS-ACTION"),
        lambda t: t.replace("ACCEPTED", "DELEGATED"),
        lambda t: t.replace("UID:workshop-12@clusterprocess\r\n", ""),
        lambda t: t.replace("Joerg@Netz.example", "keine Adresse"),
        lambda t: "",
        lambda t: t + "x" * 1_000_000,
    ],
    ids=["request", "no method", "no answer", "delegated", "no uid", "no address", "empty", "too large"],
)
def test_what_is_no_clear_reply_is_none(change: Any) -> None:
    assert ICS.reply(change(REPLY.format("ACCEPTED")).encode()) is None


@pytest.mark.parametrize(
    "content",
    [
        REPLY.format("ACCEPTED").encode("cp1252"),
        b"\xef\xbb\xbf" + REPLY.format("ACCEPTED").encode(),
        REPLY.format("ACCEPTED").replace("\r\n", "\n").encode(),
        REPLY.format("ACCEPTED").replace("END:VEVENT\r\nEND:VCALENDAR\r\n", "").encode(),
        REPLY.format("ACCEPTED").replace("SEQUENCE:1", "SEQUENCE:1\r\nGARBAGE;=;:::\r\n:\r\n;;").encode(),
    ],
    ids=["cp1252", "byte order mark", "bare line feeds", "cut off", "garbage lines"],
)
def test_a_reply_is_understood_however_other_programs_wrote_it(content: bytes) -> None:
    found = ICS.reply(content)
    assert found is not None and (found.sequence, found.answer) == (1, "ja")


@pytest.mark.parametrize("sequence", ["-1", "eins", "9" * 40, "²", ""])
def test_a_sequence_that_is_no_number_counts_as_the_first(sequence: str) -> None:
    found = ICS.reply(REPLY.format("ACCEPTED").replace("SEQUENCE:1", f"SEQUENCE:{sequence}").encode())
    assert found is not None and found.sequence == 0


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_garbage_never_raises(content: bytes) -> None:
    assert ICS.reply(content) is None


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 430), st.binary(max_size=8))
def test_a_damaged_reply_never_raises(place: int, damage: bytes) -> None:
    whole = REPLY.format("DECLINED").encode()
    found = ICS.reply(whole[:place] + damage + whole[place + len(damage) :])
    assert found is None or found.answer in ("ja", "nein", "vielleicht")


@settings(max_examples=100, deadline=None)
@given(
    day=st.dates(date(2014, 1, 1), date(2034, 12, 31)),
    minute=st.integers(4 * 60, 23 * 60 + 59),
    length=st.integers(1, 600),
)
def test_times_survive_the_round_trip_on_every_day_of_twenty_years(day: date, minute: int, length: int) -> None:
    end = minute + length
    made = entry(
        day=day,
        starts_at=f"{minute // 60:02d}:{minute % 60:02d}",
        ends_at=f"{end // 60 % 24:02d}:{end % 60:02d}",
    )
    event = event_of(ICS.invitation(made))
    start = event.dtstart.value
    assert (start.date(), start.hour * 60 + start.minute) == (day, minute)
    last = event.dtend.value
    assert (last.date() - day).days * 1440 + last.hour * 60 + last.minute == end
