"""Workshops: plan one or a series, move, invite, record, cancel."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import ROLE_NAMES, STAFF, Role
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.events import WORKSHOP_RECORDED
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.offering_of import answers_of, offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import require_bounded


def plan_workshop(
    work: Work, number: str, held_on: date, place: str, title: str = "", starts_at: str = "09:00"
) -> Workshop:
    """Plan a workshop, in parallel to intake and analysis (ruling 1).

    Raises:
        InputError: empty place, a time that is none.
        RuleViolation: the engagement is not yet accepted or past its workshops.
    """
    engagement = work.queries.engagement(number, lock=True)
    work.require(*STAFF)
    if engagement.current_state not in PLANNABLE:
        raise RuleViolation("plan_workshop", [f"Im Stand „{engagement.state}“ lässt sich kein Workshop planen."])
    where, begins = _place(place), _time(starts_at)
    if len(title) > 120:
        raise InputError("Titel (title): bitte höchstens 120 Zeichen.", field="title")
    position = len(engagement.workshops) + 1
    offering = offering_of(engagement)
    agenda = offering.agenda(engagement.level, position, answers_of(engagement))
    workshop = Workshop(
        number=position,
        title=title.strip() or f"{offering.workshop_name} {position}",
        held_on=held_on,
        place=where,
        starts_at=begins,
        agenda=agenda,
        attempt=engagement.attempt(Stage.WORKSHOP),
    )
    engagement.workshops.append(workshop)
    work.flush()
    workshop.planned()
    return workshop


def plan_series(work: Work, number: str, days: Sequence[date], place: str, starts_at: str = "09:00") -> list[Workshop]:
    """Plan several workshops at once, all or none; each gets the agenda of its place in the series.

    Raises:
        InputError: no day, a day twice or out of order, more than twelve; or what :func:`plan_workshop` refuses.
        RuleViolation: the engagement is not yet accepted or past its workshops.
    """
    work.require(*STAFF)
    if not 1 <= len(days) <= MOST_IN_A_SERIES:
        raise InputError(f"Tage (on): bitte 1 bis {MOST_IN_A_SERIES} Tage nennen.", field="on")
    if list(days) != sorted(set(days)):
        raise InputError("Tage (on): bitte jeden Tag einmal und in zeitlicher Folge nennen.", field="on")
    return [plan_workshop(work, number, day, place, starts_at=starts_at) for day in days]


MOST_IN_A_SERIES = 12

PLANNABLE = frozenset(
    {
        State.ACCEPTED,
        State.INTAKE_OPEN,
        State.INTAKE_COMPLETE,
        State.ANALYSIS,
        State.ANALYSIS_REVIEWED,
        State.WORKSHOP_PLANNED,
    }
)


def invite_to_workshop(work: Work, workshop_id: int) -> Workshop:
    """Note that the initiative received its pack; the members are invited by their own initiative."""
    workshop = _locked(work, workshop_id)
    workshop.invite()
    return workshop


def move_workshop(work: Work, workshop_id: int, to: date, *, starts_at: str = "", place: str = "") -> Workshop:
    """Give a workshop another day, beginning or place; its papers, the pack and the calendars follow.

    Raises:
        InputError: nothing changes, an empty or too long place, a time that is none.
        RuleViolation: the workshop was held or called off.
    """
    workshop = _locked(work, workshop_id)
    begins = _time(starts_at) if starts_at else workshop.starts_at
    where = _place(place) if place else workshop.place
    if (to, begins, where) == (workshop.held_on, workshop.starts_at, workshop.place):
        raise InputError("Tag (to): Der Workshop steht schon so im Plan; es gibt nichts zu verlegen.", field="to")
    workshop.move(to, begins, where)
    return workshop


def record_workshop(work: Work, workshop_id: int, data: Mapping[str, Any]) -> Workshop:
    """Store who came, the votes, decisions and measures.

    Raises:
        InputErrors: a place in the record cannot be accepted; nothing is stored then.
        InputError: the day differs from the plan or lies in the future.
    """
    workshop = _locked(work, workshop_id)
    require_bounded(data)
    record = offering_of(workshop.engagement).workshop_record(data)
    held_on = date.fromisoformat(record["held_on"])
    if held_on != workshop.held_on:
        raise InputError(
            f"Tag (held_on): Geplant war der {workshop.held_on:%d.%m.%Y}; bitte den Workshop zuerst verlegen.",
            field="held_on",
        )
    if held_on > work.today:
        raise InputError(f"Tag (held_on): Der {held_on:%d.%m.%Y} liegt in der Zukunft.", field="held_on")
    workshop.minute(record, json.dumps(record, ensure_ascii=False, sort_keys=True))
    return workshop


def cancel_workshop(work: Work, workshop_id: int, reason: str, text: str = "") -> Workshop:
    """Call a workshop off.

    Raises:
        InputError: the reason is not in the catalogue, or ``sonstiges`` has no text.
    """
    workshop = _locked(work, workshop_id)
    allowed = process().reasons["workshop_absage"]
    if reason not in allowed:
        raise InputError(f"Grund (reason): bitte einer von {', '.join(allowed)}.", field="reason")
    if reason == "sonstiges" and not text.strip():
        raise InputError("Grund (reason): „sonstiges“ braucht einen erläuternden Text (--text).", field="text")
    workshop.cancel(reason, text)
    return workshop


def _place(text: str) -> str:
    if not text.strip() or len(text) > 200:
        raise InputError("Ort (place): bitte 1 bis 200 Zeichen.", field="place")
    return text.strip()


def _time(text: str) -> str:
    hours, _, minutes = text.partition(":")
    digits = text.isascii() and hours.isdigit() and minutes.isdigit()
    if not (digits and int(hours) < 24 and int(minutes) < 60):
        raise InputError("Beginn (starts_at): bitte als HH:MM, zum Beispiel 09:00.", field="starts_at")
    return f"{int(hours):02d}:{int(minutes):02d}"


def _locked(work: Work, workshop_id: int) -> Workshop:
    work.require(*STAFF)
    number = work.queries.workshop(workshop_id).engagement.number
    work.queries.engagement(number, lock=True)
    return work.queries.workshop(workshop_id, lock=True)  # read anew: somebody may have been faster while we waited


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who handed in the record of a workshop, and when."""

    name: str
    at: datetime


def recorded_by(work: Work, workshop: Workshop) -> Recorded | None:
    """Who handed in the record, out of the trail; None while nobody has."""
    for event in work.queries.events(engagement=workshop.engagement.number):
        if event.action == WORKSHOP_RECORDED.tag and event.object_id == workshop.event_id:
            person = work.queries.person_by_id(event.actor_id)
            return Recorded(person.name if person else ROLE_NAMES[Role(event.actor_role)].de, event.recorded_at)
    return None
