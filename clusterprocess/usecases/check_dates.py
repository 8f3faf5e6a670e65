"""What speaks against a day for a meeting: said as warnings, decided by people, never refused."""

from __future__ import annotations

from datetime import date

from clusterprocess.catalogues.calendar import agency_calendar, school_year_name
from clusterprocess.domain.clock import holiday_name, is_bridge_day
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.board_meetings import board_meetings
from clusterprocess.usecases.ports import Work

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def date_warnings(
    work: Work,
    day: date,
    *,
    engagement: Engagement | None = None,
    lead_id: str | None = None,
    workshop_id: int | None = None,
    event_id: int | None = None,
) -> list[str]:
    """Sentences about a day on which a workshop or an event is planned or moved to; empty when nothing speaks against it.

    Args:
        engagement: whose workshop it is; its board meetings are looked at, and its lead where none is named.
        lead_id: who leads the meeting; other meetings of this person on the same day are named.
        workshop_id, event_id: the meeting itself, so that it does not collide with itself.
    """
    lead = lead_id or (engagement.lead_id if engagement else None)
    return [
        *_day_itself(day),
        *_notice(work.today, day),
        *_vacation(day),
        *_board(engagement, day),
        *_other_meetings(work, day, lead, workshop_id, event_id),
    ]


def workshop_warnings(work: Work, workshop: Workshop) -> list[str]:
    """What speaks against the day of a planned or moved workshop; see :func:`date_warnings`."""
    work.flush()
    return date_warnings(work, workshop.held_on, engagement=workshop.engagement, workshop_id=workshop.id)


def _day_itself(day: date) -> list[str]:
    told = f"{WEEKDAYS[day.weekday()]}, der {day:%d.%m.%Y},"
    if name := holiday_name(day):
        return [f"{told} ist ein Feiertag in Baden-Württemberg ({name})."]
    if name := agency_calendar().closing_names.get(day, ""):
        return [f"{told} ist ein Schließtag der Agentur ({name})."]
    if day.weekday() >= 5:
        return [f"{told} liegt am Wochenende."]
    if is_bridge_day(day):
        return [f"{told} ist ein Brückentag; viele nehmen frei."]
    return []


def _notice(today: date, day: date) -> list[str]:
    wanted, left = agency_calendar().notice.calendar_days, (day - today).days
    if left >= wanted:
        return []
    if left < 0:
        return [f"Der {day:%d.%m.%Y} liegt in der Vergangenheit."]
    return [f"Bis zum {day:%d.%m.%Y} sind es nur {left} Kalendertage; für die Einladung sind {wanted} vorgesehen."]


def _vacation(day: date) -> list[str]:
    days = agency_calendar()
    if vacation := days.vacation(day):
        until = f"{vacation.first:%d.%m.%Y} bis {vacation.last:%d.%m.%Y}"
        return [f"Am {day:%d.%m.%Y} sind in Baden-Württemberg Schulferien ({vacation.name}, {until})."]
    if days.school_year(day) is None:
        return [
            f"Die Schulferien des Schuljahrs {school_year_name(day)} sind noch nicht eingetragen; "
            "bitte selbst prüfen und im Katalog calendar.toml ergänzen."
        ]
    return []


def _board(engagement: Engagement | None, day: date) -> list[str]:
    if engagement is not None and day in board_meetings(engagement):
        return [f"Am {day:%d.%m.%Y} tagt der Vorstand der Initiative."]
    return []


def _other_meetings(
    work: Work, day: date, lead: str | None, workshop_id: int | None, event_id: int | None
) -> list[str]:
    if lead is None:
        return []
    workshops = [w for w in work.queries.workshops_of_lead(lead, day, day) if w.id != workshop_id]
    events = [e for e in work.queries.events_of_lead(lead, day, day) if e.id != event_id]
    told = [f"{w.title} in {w.engagement.number} ({w.starts_at} Uhr)" for w in workshops]
    told += [f"{e.title}, {e.number} ({e.starts_at} Uhr)" for e in events]
    return [f"Am selben Tag hat die Federführung schon: {'; '.join(told)}."] if told else []
