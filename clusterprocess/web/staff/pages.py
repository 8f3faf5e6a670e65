"""All pages of the console, room by room, and its navigation."""

from __future__ import annotations

from clusterprocess.web.staff import (
    absences,
    account,
    admin,
    audit,
    bulk,
    day,
    event_acts,
    event_invite,
    events,
    incoming,
    outbox,
    overview,
    time_sheets,
)
from clusterprocess.web.staff.engagements import (
    comments,
    findings,
    follow_up_answer,
    follow_ups,
    history,
    inputs,
    links,
    listing,
    papers,
    questionnaire,
    runs,
    stand,
    stand_acts,
    start,
    workshop_acts,
    workshop_page,
    workshop_record,
    workshops,
)
from clusterprocess.web.staff.register import pages as register
from clusterprocess.web.staff.rights import Page
from clusterprocess.web.staff.visit import Entry

PAGES: tuple[Page, ...] = (
    *account.PAGES,
    *absences.PAGES,
    *incoming.PAGES,
    *outbox.PAGES,
    *day.PAGES,
    *admin.PAGES,
    *register.PAGES,
    *audit.PAGES,
    *start.PAGES,
    *listing.PAGES,
    *stand.PAGES,
    *stand_acts.PAGES,
    *runs.PAGES,
    *history.PAGES,
    *workshops.PAGES,
    *workshop_page.PAGES,
    *workshop_acts.PAGES,
    *workshop_record.PAGES,
    *follow_ups.PAGES,
    *follow_up_answer.PAGES,
    *papers.PAGES,
    *inputs.PAGES,
    *findings.PAGES,
    *comments.PAGES,
    *links.PAGES,
    *questionnaire.PAGES,
    *overview.PAGES,
    *bulk.PAGES,
    *events.PAGES,
    *event_invite.PAGES,
    *event_acts.PAGES,
    *time_sheets.PAGES,
)

NAVIGATION: tuple[Entry, ...] = (
    Entry("Mein Tag", "/", "day"),
    Entry("Vorgänge", "/vorgaenge", "engagements"),
    Entry("Register", "/register", "register"),
    Entry("Veranstaltungen", "/veranstaltungen", "events"),
    Entry("Postausgang", "/postausgang", "outbox"),
    Entry("Tage", "/tage", "days"),
    Entry("Überblick", "/ueberblick", "overview"),
    Entry("Prüfung", "/pruefung", "audit"),
    Entry("Verwaltung", "/verwaltung", "admin"),
)
"""Shown to those whose roles may open them; ``section`` is the part of a page's name before the dot."""
