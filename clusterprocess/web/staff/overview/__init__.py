"""The overview: one filter, figures that open their lists, board, time line, load, funnel, coverage."""

from __future__ import annotations

from clusterprocess.web.staff.overview.board import board
from clusterprocess.web.staff.overview.cases import cases, initiatives, waiting
from clusterprocess.web.staff.overview.coverage import coverage
from clusterprocess.web.staff.overview.dates import events, label_ends
from clusterprocess.web.staff.overview.front import front
from clusterprocess.web.staff.overview.funnel import funnel
from clusterprocess.web.staff.overview.load import load
from clusterprocess.web.staff.overview.scope import HOME
from clusterprocess.web.staff.overview.timeline import timeline
from clusterprocess.web.staff.rights import OBSERVERS, Page

PAGES = (
    Page("overview.front", "GET", HOME, OBSERVERS, front, "Überblick: Kennzahlen mit einem Filter"),
    Page("overview.cases", "GET", f"{HOME}/vorgaenge", OBSERVERS, cases, "Vorgänge hinter einer Zahl"),
    Page("overview.initiatives", "GET", f"{HOME}/initiativen", OBSERVERS, initiatives, "Initiativen hinter einer Zahl"),
    Page("overview.queue", "GET", f"{HOME}/warteschlange", OBSERVERS, waiting, "Wartende Anfragen"),
    Page("overview.board", "GET", f"{HOME}/tafel", OBSERVERS, board, "Tafel nach Phasen"),
    Page("overview.timeline", "GET", f"{HOME}/zeitplan", OBSERVERS, timeline, "Zeitplan als Balken und Tabelle"),
    Page("overview.load", "GET", f"{HOME}/auslastung", OBSERVERS, load, "Auslastung in Tagen"),
    Page("overview.funnel", "GET", f"{HOME}/trichter", OBSERVERS, funnel, "Trichter, Gründe und Kontingent"),
    Page("overview.coverage", "GET", f"{HOME}/abdeckung", OBSERVERS, coverage, "Regionen und Felder"),
    Page("overview.labels", "GET", f"{HOME}/siegel", OBSERVERS, label_ends, "Label-Abläufe der nächsten 18 Monate"),
    Page("overview.events", "GET", f"{HOME}/veranstaltungen", OBSERVERS, events, "Veranstaltungen mit Teilnahmen"),
)
