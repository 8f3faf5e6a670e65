"""All pages of the console, room by room, and its navigation."""

from __future__ import annotations

from clusterprocess.web.staff import account
from clusterprocess.web.staff.rights import Page
from clusterprocess.web.staff.visit import Entry

PAGES: tuple[Page, ...] = (*account.PAGES,)

NAVIGATION: tuple[Entry, ...] = (
    Entry("Mein Tag", "/", "day"),
    Entry("Vorgänge", "/vorgaenge", "engagements"),
    Entry("Register", "/register", "register"),
    Entry("Veranstaltungen", "/veranstaltungen", "events"),
    Entry("Postausgang", "/postausgang", "outbox"),
    Entry("Tage", "/tage", "days"),
    Entry("Überblick", "/ueberblick", "overview"),
    Entry("Verwaltung", "/verwaltung", "admin"),
)
"""Shown to those whose roles may open them; ``section`` is the part of a page's name before the dot."""
