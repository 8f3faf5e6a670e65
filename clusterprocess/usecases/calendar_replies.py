"""Answers out of people's calendars: to which meeting they belong, and what they change.

We send calendar objects that can be answered only to people who are registered. So an answer changes the registration of
the person at whose address it was written, and of nobody else; everything that does not fit is left to a person.
"""

from __future__ import annotations

import re
from datetime import date

from clusterprocess.domain.agency_events import Registration
from clusterprocess.domain.clock import local_day
from clusterprocess.domain.errors import NotFoundError, RuleViolation
from clusterprocess.usecases.meetings import Meeting, meeting_named
from clusterprocess.usecases.ports import CalendarReply, Work
from clusterprocess.usecases.registrations import answer_registration

CHANNEL = "kalender"
UID = re.compile(r"(workshop|event)-(\d{1,9})@clusterprocess", re.IGNORECASE)


def meeting_of(work: Work, uid: str) -> Meeting | None:
    """The meeting that a uid of ours names; None for a stranger's calendar object."""
    found = UID.fullmatch(uid.strip())
    if not found:
        return None
    number = int(found[2])
    try:
        if found[1].lower() == "workshop":
            return meeting_named(work, number)
        return meeting_named(work, None, number)
    except NotFoundError:
        return None


def answer_meeting(
    work: Work, reply: CalendarReply | None, meeting: Meeting | None, sender: str, written_on: date
) -> tuple[bool, str]:
    """Let an answer change the registration of the person who gave it.

    Args:
        sender: address from which the mail came, in small letters.
        written_on: the day of the mail; an answer older than the registration's last change does not undo it.

    Returns whether that settles the mail, and what happened in a sentence without names.
    """
    if reply is None or meeting is None:
        return False, "Kalenderantwort zu keinem unserer Termine; nichts geändert."
    if reply.email.strip().lower() != sender:
        return False, "Kalenderantwort: Absender und genannte Person sind verschieden; nichts geändert."
    workshop_id, event_id = (
        (meeting.workshop.id if meeting.workshop else None),
        (meeting.event.id if meeting.event else None),
    )
    registrations = work.queries.registrations(workshop_id=workshop_id, agency_event_id=event_id)
    own = [r for r in registrations if r.person.email.lower() == sender]
    if len(own) != 1:
        return False, f"Kalenderantwort „{reply.answer}“ ohne eindeutige Anmeldung; nichts geändert."
    if reply.sequence < meeting.sequence:
        return False, f"Kalenderantwort „{reply.answer}“ gilt einem früheren Stand des Termins; bitte nachfragen."
    if reply.answer == "vielleicht":
        return True, "Kalenderantwort: mit Vorbehalt zugesagt; die Anmeldung bleibt, wie sie ist."
    if written_on < local_day(own[0].changed_at or own[0].registered_at):
        return False, "Kalenderantwort ist älter als die letzte Änderung der Anmeldung; bitte nachfragen."
    return _answer(work, own[0], reply.answer == "ja")


def _answer(work: Work, registration: Registration, comes: bool) -> tuple[bool, str]:
    try:
        state = answer_registration(work, registration.id, comes, CHANNEL).state
    except RuleViolation:
        return False, "Kalenderantwort: Der Termin ist abgesagt oder vorbei; nichts geändert."
    return True, f"Kalenderantwort: {'zugesagt' if comes else 'abgesagt'}; Anmeldung „{state}“."
