"""All pages of days and proofs of service, in the order in which their addresses have to be tried."""

from __future__ import annotations

from clusterprocess.web.staff import day_booking, day_rates, day_tables, days, proofs
from clusterprocess.web.staff.engagements import days as engagement_days

PAGES = (
    *days.PAGES,
    *day_tables.PAGES,
    *day_rates.PAGES,
    *proofs.PAGES,
    *day_booking.FIRST_PAGES,
    *day_booking.PAGES,
    *engagement_days.PAGES,
)
