"""The catalogue of days: activities, reasons of time that is not eligible, sizes of proposals (design D12)."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from clusterprocess.catalogues.process import Entry
from clusterprocess.catalogues.reading import versioned

OUTSIDE_PERIOD = "ausserhalb_laufzeit"
"""Reason of time before or after the operation's period; it is found by the program and cannot be chosen."""

Share = Annotated[Decimal, Field(gt=0, le=3, decimal_places=2)]
Labels = Annotated[dict[str, str], Field(min_length=1)]


class ProposedDays(Entry):
    """Person-days proposed per person: a minuted workshop, a visit, an event that was held."""

    workshop: Share
    visit: Share
    event: Share


class DaysCatalogue(Entry):
    """Everything of ``days.toml``, typed; labels by slug."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    long_day_from: Share
    activities: Labels
    outside: Labels
    proposed_days: ProposedDays

    def reason_label(self, reason: str) -> str:
        """What the paper prints for a reason; reasons of earlier versions read as their slug."""
        if reason == OUTSIDE_PERIOD:
            return "außerhalb der Laufzeit des Vorhabens"
        return self.outside.get(reason, reason)


def read_days(text: str) -> DaysCatalogue:
    """The catalogue from TOML text; sizes are exact decimals."""
    return DaysCatalogue.model_validate(tomllib.loads(text, parse_float=Decimal))


days_catalogue = versioned("days.toml")(read_days)
"""The catalogue of days that holds here and now."""
