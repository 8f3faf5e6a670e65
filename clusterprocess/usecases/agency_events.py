"""Group events of the agency: plan, move, cancel, close, and the feedback of those who came.

Invitations stand in ``event_invitations``, the attendance list and the counts in ``event_attendance``, mails that
follow from a change in ``event_mails``; registration with its waiting list in ``registrations``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import EVENT_KINDS, AgencyEvent, AgencyEventState
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.events import SURVEY_ANSWERED
from clusterprocess.domain.links import LinkPurpose, PersonalLink, SurveyResponse
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Organisation, Person
from clusterprocess.offerings.guest_forms import GuestForm, Values
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard.event_evaluation import EvaluationResult, evaluation_result, evaluation_sections
from clusterprocess.usecases.ports import Work

MOST_SEATS = 2000
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_AGENDA_LINE = re.compile(r"\s*(\d{1,2}:\d{2})\s+(\S.{0,199})\s*")


def plan_event(
    work: Work,
    *,
    kind: str,
    title: str,
    held_on: date,
    starts_at: str,
    ends_at: str,
    place: str,
    capacity: int,
    operation: Operation,
    delivering: Organisation,
    lead: Person | None = None,
    purpose: str = "",
    agenda: Sequence[str] = (),
) -> AgencyEvent:
    """Plan an event and give it its number, such as ``CA-2015-V-003``; a past one may be entered afterwards.

    Args:
        agenda: lines such as ``09:15 Begrüßung``.
        capacity: seats; who registers beyond them waits.

    Raises:
        InputError: unknown kind, a text or time that cannot be accepted, a day outside the operation, an organisation
            that does not deliver under it, a lead who is no consultant.
        PermissionDenied: the actor is not staff.
    """
    work.require(*STAFF)
    if kind not in EVENT_KINDS:
        raise InputError(f"Art (kind): bitte eine von {', '.join(EVENT_KINDS)}.", field="kind")
    if not 1 <= capacity <= MOST_SEATS:
        raise InputError(f"Plätze (capacity): bitte eine Zahl von 1 bis {MOST_SEATS}.", field="capacity")
    if all(c.organisation_id != delivering.id for c in operation.contractors):
        raise InputError(
            f"Leistende Organisation (delivering): „{delivering.name}“ ist im Vorhaben {operation.reference} nicht eingetragen.",
            field="delivering",
        )
    if lead is not None and not lead.roles_at(work.now) & {Role.CONSULTANT, Role.HEAD}:
        raise InputError(
            f"Federführung (lead): {lead.handle} hat weder die Rolle berater noch leitung; erteilt wird sie mit „clusterprocess person role“.",
            field="lead",
        )
    _require_covered(operation, held_on)
    begins, ends = _times(starts_at, ends_at)
    work.queries.serialise("agency event numbers")
    prefix = f"CA-{held_on.year}-V-"
    event = AgencyEvent(
        number=f"{prefix}{work.queries.event_numbers_in(prefix) + 1:03d}",
        kind=kind,
        title=_line(title, "Titel", "title", 160),
        purpose=_purpose(purpose),
        held_on=held_on,
        starts_at=begins,
        ends_at=ends,
        place=_line(place, "Ort", "place", 200),
        capacity=capacity,
        agenda=[_agenda_line(line) for line in agenda],
        operation=operation,
        delivering=delivering,
        lead=lead,
        state=AgencyEventState.PLANNED.value,
        moves=0,
        cancel_reason="",
    )
    work.add(event)
    work.flush()
    event.planned()
    return event


def move_event(
    work: Work,
    number: str,
    *,
    to: date | None = None,
    starts_at: str | None = None,
    ends_at: str | None = None,
    place: str | None = None,
) -> AgencyEvent:
    """Give an event another day, time or place; who knows the old ones is told by drafts (``event_mails``).

    Raises:
        InputError: nothing changes, a day in the past or outside the operation, a time that is none.
        RuleViolation: the event was held or cancelled.
    """
    event = _locked(work, number)
    held_on = to or event.held_on
    begins, ends = _times(starts_at or event.starts_at, ends_at or event.ends_at)
    where = event.place if place is None else _line(place, "Ort", "place", 200)
    if (held_on, begins, ends, where) == (event.held_on, event.starts_at, event.ends_at, event.place):
        raise InputError("Änderung: Tag, Zeit und Ort sind schon so eingetragen.", field="to")
    if held_on < work.today:
        raise InputError(f"Tag (to): Der {day(held_on)} liegt in der Vergangenheit.", field="to")
    _require_covered(event.operation, held_on)
    event.move(held_on, begins, ends, where)
    return event


def cancel_event(work: Work, number: str, reason: str, text: str = "") -> AgencyEvent:
    """Call an event off; who is registered is told by drafts (``event_mails``).

    Raises:
        InputError: the reason is not in the catalogue, or ``sonstiges`` has no text.
        RuleViolation: the event was held or cancelled before.
    """
    event = _locked(work, number)
    allowed = process().reasons["veranstaltung_absage"]
    if reason not in allowed:
        raise InputError(f"Grund (reason): bitte einer von {', '.join(allowed)}.", field="reason")
    if reason == "sonstiges" and not text.strip():
        raise InputError("Grund (reason): „sonstiges“ braucht einen erläuternden Text (--text).", field="text")
    if len(text) > 600:
        raise InputError("Text (text): bitte höchstens 600 Zeichen.", field="text")
    event.cancel(reason, text.strip())
    return event


def close_event(work: Work, number: str) -> AgencyEvent:
    """End an event whose attendance list was entered; who is not on it did not come, and the counts stay from then on.

    Raises:
        RuleViolation: no attendance was entered yet.
    """
    event = _locked(work, number)
    event.close()
    for registration in work.queries.registrations(agency_event_id=event.id):
        if registration.attended is None:
            registration.attend(False)
    return event


def evaluation_form(work: Work, link: PersonalLink) -> GuestForm:
    """The page of the feedback link: five questions, no name.

    Raises:
        RuleViolation: the event did not take place, or this link was used.
    """
    event = _evaluated(work, link)
    return GuestForm(
        title="Ihre Rückmeldung",
        intro=f"Sie waren bei „{event.title}“ dabei. Fünf kurze Fragen helfen uns, die nächste Veranstaltung besser zu machen.",
        facts=(("Veranstaltung", event.title), ("Tag", day(event.held_on)), ("Ort", event.place)),
        sections=evaluation_sections(),
        submit="Rückmeldung absenden",
        privacy="Ihre Antworten werden ohne Ihren Namen gespeichert. Mittelwerte und Sätze zeigen wir erst ab "
        f"{evaluation_result((), 0).threshold} Rückmeldungen; darunter nennen wir nur die Zahl.",
        thanks="Vielen Dank. Ihre Rückmeldung ist ohne Ihren Namen eingegangen.",
        minutes=2,
    )


def evaluate_by_link(work: Work, link: PersonalLink, values: Values) -> None:
    """Keep one feedback without a name; the day is kept, the minute is not, so that no mail can be laid beside it.

    Raises:
        InputError: nothing was answered.
        RuleViolation: the event did not take place, or this link was used.
    """
    event = _evaluated(work, link)
    given = {key: value for key, value in values.items() if value not in ("", None)}
    if not given:
        raise InputError("Rückmeldung: Bitte beantworten Sie mindestens eine Frage.", field="nutzen")
    midnight = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    work.add(
        SurveyResponse(
            purpose=LinkPurpose.EVALUATION.value, agency_event_id=event.id, answers=given, submitted_at=midnight
        )
    )
    event.record(SURVEY_ANSWERED, purpose=LinkPurpose.EVALUATION.value)


def evaluation_of(work: Work, event: AgencyEvent) -> EvaluationResult:
    """What may be shown of the feedback to an event."""
    responses = work.queries.survey_responses(agency_event_id=event.id)
    came = sum(bool(r.attended) for r in work.queries.registrations(agency_event_id=event.id))
    return evaluation_result([r.answers for r in responses], came)


def _evaluated(work: Work, link: PersonalLink) -> AgencyEvent:
    if link.agency_event_id is None:
        raise RuleViolation("evaluate_event", ["Dieser Link gehört zu keiner Veranstaltung."])
    event = work.queries.agency_event_by_id(link.agency_event_id)
    if event.state not in (AgencyEventState.HELD.value, AgencyEventState.CLOSED.value):
        raise RuleViolation("evaluate_event", [f"Die Veranstaltung {event.number} hat nicht stattgefunden."])
    if link.uses:
        raise RuleViolation("evaluate_event", ["Über diesen Link ist schon eine Rückmeldung eingegangen. Vielen Dank."])
    return event


def _locked(work: Work, number: str) -> AgencyEvent:
    work.require(*STAFF)
    return work.queries.agency_event(number, lock=True)


def _require_covered(operation: Operation, held_on: date) -> None:
    if not operation.covers(held_on):
        raise InputError(
            f"Tag (held_on): Das Vorhaben {operation.reference} gilt vom {day(operation.starts_on)} bis {day(operation.ends_on)}, nicht am {day(held_on)}.",
            field="held_on",
        )


def _times(starts_at: str, ends_at: str) -> tuple[str, str]:
    found = [
        _time(starts_at, "Beginn", "starts_at", "09:00"),
        _time(ends_at, "Ende", "ends_at", "16:30"),
    ]
    if found[1] <= found[0]:
        raise InputError("Ende (ends_at): liegt nicht nach dem Beginn.", field="ends_at")
    return found[0], found[1]


def _time(text: str, label: str, field: str, example: str) -> str:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{label} ({field}): bitte als HH:MM, zum Beispiel {example}.", field=field)
    return f"{int(match[1]):02d}:{match[2]}"


def _line(text: str, label: str, field: str, most: int) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > most or not plain.isprintable():
        raise InputError(f"{label} ({field}): bitte 1 bis {most} Zeichen.", field=field)
    return plain


def _purpose(text: str) -> str:
    if len(text) > 1000 or any(not c.isprintable() and c != "\n" for c in text):
        raise InputError("Zweck (purpose): bitte höchstens 1.000 Zeichen reinen Text.", field="purpose")
    return text.strip()


def _agenda_line(line: str) -> dict[str, Any]:
    match = _AGENDA_LINE.fullmatch(line)
    if match is None or not match[2].isprintable():
        raise InputError(
            f"Ablauf (agenda): „{line[:40]}“ braucht Uhrzeit und Inhalt, zum Beispiel „09:15 Begrüßung“.",
            field="agenda",
        )
    return {"at": _time(match[1], "Ablauf", "agenda", "09:15"), "block": match[2].strip()}
