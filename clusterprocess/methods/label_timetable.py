"""PRO1 label timetable: backwards from the site visit to the self-test, and the reminders before a label expires.

Rules (offering e [D])::

    earliest wish = today + 3 months
    site visit    = first working day from the wished day on
    milestone     = site visit - weeks, moved back to the working day before where it falls on a free day
    reminder      = expiry - 12, 6 and 3 months, moved back likewise

Working days are Monday to Friday without holidays of Baden-Württemberg and closing days of the agency. Months are calendar
months; a day that the month lacks becomes its last one. Units: dates, weeks, days.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.calendar import calendar as agency_days
from clusterprocess.catalogues.label_process import label_process
from clusterprocess.domain.clock import is_working_day
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

GoalLabel = Literal["bw", "bronze", "silver", "gold"]


class LabelTimetableInput(Frozen):
    """The label wished for, the day wished for, and the day of planning."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"label": "bw", "label_date": "2015-09-21", "today": "2015-05-20", "valid_until": "2015-11-30"},
            ]
        }
    )

    label: GoalLabel = Field(description="Ziel-Label: bw, bronze, silver oder gold")
    label_date: date = Field(description="Wunschtermin vor Ort, frühestens drei Monate nach heute")
    today: date = Field(description="Tag der Planung")
    valid_until: date | None = Field(default=None, description="Ablauf des heutigen Labels, leer = keines")
    closing_days: tuple[date, ...] | None = Field(
        default=None, description="Schließtage der Agentur; leer = ausgelieferter Katalog"
    )


class Milestone(Frozen):
    """One dated step before the site visit."""

    key: str = Field(description="Kürzel des Schritts")
    name: str = Field(description="Schritt")
    purpose: str = Field(description="was bis dahin erreicht ist")
    weeks_before: int = Field(ge=0, description="Wochen vor dem Termin vor Ort")
    due_on: date = Field(description="Arbeitstag, an dem der Schritt erreicht sein soll")
    days_left: int = Field(description="Kalendertage ab dem Tag der Planung")


class ExpiryReminder(Frozen):
    """One reminder before a label expires."""

    months_before: int = Field(ge=0, description="Monate vor dem Ablauf")
    due_on: date = Field(description="Arbeitstag der Erinnerung")
    is_past: bool = Field(description="lag am Tag der Planung schon zurück")


class LabelTimetableResult(Frozen):
    """Milestones in order of time, reminders, and how long a renewal stays possible."""

    label: GoalLabel = Field(description="Ziel-Label")
    visit_on: date = Field(description="Termin vor Ort, ein Arbeitstag")
    on_site: str = Field(description="was vor Ort geschieht")
    requirements: tuple[str, ...] = Field(description="was vorher erfüllt sein muss")
    milestones: tuple[Milestone, ...] = Field(description="Schritte in der Folge der Zeit")
    reminders: tuple[ExpiryReminder, ...] = Field(description="Erinnerungen vor dem Ablauf des heutigen Labels")
    renewal_until: date | None = Field(description="letzter Tag für eine Erneuerung; leer = nicht bekannt")
    visit_before_expiry: bool | None = Field(description="Termin liegt vor dem Ablauf des heutigen Labels")
    validity_years: int | None = Field(description="Gültigkeit der ersten Vergabe in Jahren; leer = nicht genannt")
    catalogue_version: str = Field(description="Version des Katalogs der Labelabläufe")


def label_timetable(data: LabelTimetableInput) -> LabelTimetableResult:
    """Return the timetable backwards from the site visit (offering e, PRO1).

    Raises:
        InputError: the wished day lies earlier than three months from today.
    """
    catalogue = label_process()
    earliest = add_months(data.today, catalogue.timetable.earliest_months)
    if data.label_date < earliest:
        raise InputError(
            f"label_date: Der Wunschtermin {data.label_date:%d.%m.%Y} ist zu früh; möglich ist er ab dem "
            f"{earliest:%d.%m.%Y}, {catalogue.timetable.earliest_months} Monate nach dem {data.today:%d.%m.%Y}.",
            field="label_date",
        )
    closed = agency_days().closed if data.closing_days is None else data.closing_days
    steps, visit = catalogue.by_slug(data.label), _on_or_after(data.label_date, closed)
    milestones = tuple(
        Milestone(
            key=step.key,
            name=step.de,
            purpose=step.purpose,
            weeks_before=step.weeks_before,
            due_on=(due := _on_or_before(visit - timedelta(weeks=step.weeks_before), closed)),
            days_left=(due - data.today).days,
        )
        for step in sorted(catalogue.timetable.step, key=lambda step: -step.weeks_before)
    )
    window = steps.window_years
    return LabelTimetableResult(
        label=data.label,
        visit_on=visit,
        on_site=steps.on_site,
        requirements=steps.requirements,
        milestones=milestones,
        reminders=() if data.valid_until is None else expiry_reminders(data.valid_until, data.today, closed),
        renewal_until=None if data.valid_until is None or not window else add_months(data.valid_until, 12 * window),
        visit_before_expiry=None if data.valid_until is None else visit <= data.valid_until,
        validity_years=steps.validity_years,
        catalogue_version=catalogue.version,
    )


def expiry_reminders(valid_until: date, today: date, closing_days: Iterable[date] = ()) -> tuple[ExpiryReminder, ...]:
    """Return the reminders before a label expires, in order of time."""
    closed = tuple(closing_days)
    found = []
    for months in sorted(label_process().timetable.reminder_months, reverse=True):
        due = _on_or_before(add_months(valid_until, -months), closed)
        found.append(ExpiryReminder(months_before=months, due_on=due, is_past=due < today))
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """Return the same day so many calendar months later or earlier; the last day where the month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _on_or_after(day: date, closed: Iterable[date]) -> date:
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def _on_or_before(day: date, closed: Iterable[date]) -> date:
    while not is_working_day(day, closed):
        day -= timedelta(days=1)
    return day
