"""Absences of staff: enter, end early, and who stands in on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from clusterprocess.domain.absences import Absence
from clusterprocess.domain.actors import ROLE_NAMES, STAFF, Role
from clusterprocess.domain.errors import InputError, PermissionDenied
from clusterprocess.domain.register import Person
from clusterprocess.usecases.ports import Work

STANDS_IN: dict[Role, frozenset[Role]] = {
    Role.CONSULTANT: frozenset({Role.CONSULTANT, Role.HEAD}),
    Role.HEAD: frozenset({Role.HEAD, Role.CONSULTANT}),
    Role.REVIEWER: frozenset({Role.REVIEWER}),
    Role.ASSISTANT: frozenset({Role.ASSISTANT, Role.CONSULTANT, Role.HEAD}),
    Role.ERDF_OFFICER: frozenset({Role.ERDF_OFFICER, Role.HEAD}),
    Role.ANALYST: frozenset({Role.ANALYST, Role.CONSULTANT}),
    Role.EXPERT: frozenset({Role.EXPERT, Role.CONSULTANT}),
}
"""Who may stand in for a role [D]; a review stays with reviewers, because standing in gives no right to approve."""

LONGEST_DAYS = 366


def enter_absence(work: Work, person: Person, substitute: Person, starts_on: date, ends_on: date) -> Absence:
    """Enter that a person is away from a day to a day, both included, and who stands in.

    Everybody enters her own; head and back office enter anybody's.

    Raises:
        InputError: days out of order, in the past or too many; the substitute is the person herself, no staff, or holds
            no role that may stand in, or is away herself on one of the days and the person stands in for her in the
            end; the period overlaps another absence of the person.
        PermissionDenied: somebody else's absence.
    """
    _require_right(work, person)
    if ends_on < starts_on:
        raise InputError("Ende (to): Der letzte Tag liegt vor dem ersten.", field="to")
    if ends_on < work.today:
        raise InputError(
            "Ende (to): Die Abwesenheit ist schon vorbei; rückwirkend gibt es keine Vertretung.", field="to"
        )
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise InputError("Ende (to): bitte höchstens ein Jahr; danach erneut eintragen.", field="to")
    if substitute.id == person.id:
        raise InputError("Vertretung (substitute): bitte eine andere Person angeben.", field="substitute")
    _require_fitting(work, person, substitute)
    work.queries.serialise("absences")
    for other in work.queries.absences(person_ids=[person.id]):
        if other.starts_on <= ends_on and starts_on <= other.ends_on:
            raise InputError(
                f"Zeitraum: {person.name} ist vom {other.starts_on:%d.%m.%Y} bis {other.ends_on:%d.%m.%Y} schon als "
                f"abwesend eingetragen (Nr. {other.id}).",
                field="from",
            )
    _require_no_circle(work, person, substitute, starts_on, ends_on)
    absence = Absence(person_id=person.id, substitute_id=substitute.id, starts_on=starts_on, ends_on=ends_on)
    absence.person, absence.substitute = person, substitute
    work.add(absence)
    work.flush()
    absence.entered()
    return absence


def end_absence(work: Work, absence_id: int, last_day: date) -> Absence:
    """The person is back earlier: the absence ends with ``last_day``.

    Raises:
        InputError: the day lies outside the absence, or the absence is over.
        PermissionDenied: somebody else's absence.
    """
    absence = work.queries.absence(absence_id, lock=True)
    _require_right(work, absence.person)
    if not absence.starts_on <= last_day < absence.ends_on:
        raise InputError(
            f"Letzter Tag (on): bitte ein Tag vom {absence.starts_on:%d.%m.%Y} bis vor dem {absence.ends_on:%d.%m.%Y}.",
            field="on",
        )
    if last_day < work.today - timedelta(days=1):
        raise InputError(
            "Letzter Tag (on): frühestens gestern; was die Vertretung seither entschieden hat, bleibt richtig.",
            field="on",
        )
    absence.end(last_day)
    return absence


def stand_in(work: Work, person: Person, day: date) -> Person:
    """Who acts for a person on a day: herself, her substitute, or whoever stands in for that one.

    Where a chain leads back to somebody in it, everybody in it is away: the person herself stays named, so that the
    head sees that nobody is there.
    """
    away = {absence.person_id: absence.substitute for absence in work.queries.absences(on=day)}
    return follow(person, away)


def follow(person: Person, away: dict[str, Person]) -> Person:
    """The end of a chain of substitutes; the first person again where it is a circle."""
    seen, now = {person.id}, person
    while now.id in away:
        now = away[now.id]
        if now.id in seen:
            return person
        seen.add(now.id)
    return now


def acts_for(work: Work, person_ids: Iterable[str | None]) -> bool:
    """Whether the acting person is one of these or stands in for one of them today."""
    wanted = {person_id for person_id in person_ids if person_id}
    if work.actor.id in wanted:
        return True
    persons = [work.queries.person_by_id(person_id) for person_id in wanted]
    return any(stand_in(work, person, work.today).id == work.actor.id for person in persons if person)


def _require_right(work: Work, person: Person) -> None:
    actor = work.require(*STAFF)
    if actor.id != person.id and not actor.may(Role.HEAD, Role.ASSISTANT):
        raise PermissionDenied(
            "Abwesenheiten trägt jede Person für sich ein, für andere die Leitung oder die Projektassistenz."
        )


def _require_no_circle(work: Work, person: Person, substitute: Person, first: date, last: date) -> None:
    """On no day may the chain of substitutes lead back to the person: nobody would be there."""
    others = [a for a in work.queries.absences() if a.starts_on <= last and first <= a.ends_on]
    for day in sorted({max(a.starts_on, first) for a in others}):  # a chain grows only where an absence begins
        away = {a.person_id: a.substitute for a in others if a.starts_on <= day <= a.ends_on}
        if follow(substitute, {**away, person.id: substitute}).id == substitute.id and substitute.id in away:
            raise InputError(
                f"Vertretung (substitute): {substitute.name} ist am {day:%d.%m.%Y} selbst abwesend und wird dann von "
                f"{person.name} vertreten; bitte jemanden angeben, der da ist.",
                field="substitute",
            )


def _require_fitting(work: Work, person: Person, substitute: Person) -> None:
    """Each role of the absent person must find somebody: the substitute holds a role that may stand in for one of them."""
    held = person.roles_at(work.now) & STAFF
    if not held:
        raise InputError(f"Person (person): {person.name} hat keine Rolle in der Agentur.", field="person")
    theirs = substitute.roles_at(work.now)
    if not any(theirs & STANDS_IN[role] for role in held):
        fitting = sorted({ROLE_NAMES[r].de for role in held for r in STANDS_IN[role]})
        raise InputError(
            f"Vertretung (substitute): {substitute.name} kann {person.name} nicht vertreten; nötig ist eine dieser "
            f"Rollen: {', '.join(fitting)}.",
            field="substitute",
        )
