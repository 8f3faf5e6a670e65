"""Calendar objects by the icalendar library: REQUEST, CANCEL, PUBLISH and the REPLY of an attendee."""

from __future__ import annotations

from collections.abc import Sequence

from clusterprocess.usecases.ports import CalendarEntry, CalendarReply


class IcsCalendars:
    """Implements ``usecases.ports.Calendars``."""

    def invitation(self, entry: CalendarEntry) -> bytes:
        raise NotImplementedError

    def feed(self, name: str, entries: Sequence[CalendarEntry]) -> bytes:
        raise NotImplementedError

    def reply(self, content: bytes) -> CalendarReply | None:
        raise NotImplementedError
