"""How a label is obtained: what happens on site, published fees and support, the timetable; ``label_process.toml``.

Validity in years comes from the word list of labels; this catalogue adds what is not told there. Fees age, so each one
carries the days it is known to hold, and a report quotes only fees published before its date (ruling 10). The timetable is
a working decision [D]. Source: Method library, section 6 and offering e. Units: euro net of VAT, years, weeks, hours.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from clusterprocess.catalogues.reading import versioned
from clusterprocess.catalogues.wordlists import Label, labels
from clusterprocess.domain.errors import NotFoundError

FeeKind = Literal["erstvergabe", "erstvergabe_video", "erneuerung"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Dated(_Entry):
    valid_from: date | None = Field(default=None, description="gilt ab; leer = nicht bekannt")
    valid_to: date | None = Field(default=None, description="gilt bis; leer = nicht bekannt")
    published_on: date | None = Field(default=None, description="veröffentlicht am; leer = undatiert, nie zitiert")
    source: str
    mark: str
    note: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether nothing known speaks against its validity on this day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def is_quotable(self, published_before: date) -> bool:
        """Whether a report of this day may quote it (ruling 10)."""
        return self.published_on is not None and self.published_on < published_before


class LabelSteps(_Entry):
    """What happens on site for one label and what must be there before."""

    slug: str
    on_site: str
    renewal_on_site: str | None = None
    experts: int
    hours_on_site: float | None = None
    first_validity_years: int | None = None
    renewal_window_years: int | None = None
    requirements: tuple[str, ...]
    source: str

    @property
    def validity_years(self) -> int | None:
        """Validity of the first award in years, None where no source states it."""
        return _word(self.slug).first_validity_years or self.first_validity_years

    @property
    def window_years(self) -> int | None:
        """Years after expiry in which a renewal is still possible, None where no source states it."""
        return _word(self.slug).renewal_window_years or self.renewal_window_years

    @property
    def renewal_years(self) -> int | None:
        """Validity after a renewal in years, None where no source states it."""
        return _word(self.slug).renewal_validity_years


class Fee(_Dated):
    """A published price net of VAT."""

    label: str
    kind: FeeKind
    eur_net: Decimal = Field(gt=0)


class Support(_Dated):
    """A grant of the state towards the fee; the share is 0 to 1."""

    labels: tuple[str, ...]
    share: float = Field(gt=0, le=1)
    most_first_eur: Decimal | None = None
    most_renewal_eur: Decimal | None = None


class TimetableStep(_Entry):
    """One milestone, weeks before the site visit."""

    key: str
    weeks_before: int = Field(ge=0)
    de: str
    purpose: str


class Timetable(_Entry):
    """The backwards timetable and the reminders before a label expires."""

    earliest_months: int = Field(ge=0)
    reminder_months: tuple[int, ...]
    step: tuple[TimetableStep, ...]


class LabelProcess(_Entry):
    """Everything of ``label_process.toml``."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    erdf_note: str
    erdf_source: str
    fee_note: str
    label: tuple[LabelSteps, ...]
    fee: tuple[Fee, ...]
    support: tuple[Support, ...]
    timetable: Timetable

    def by_slug(self, slug: str) -> LabelSteps:
        """Return the steps of a label; raises NotFoundError naming the known ones."""
        for entry in self.label:
            if entry.slug == slug:
                return entry
        known = ", ".join(entry.slug for entry in self.label)
        raise NotFoundError(f"Zum Label „{slug}“ ist kein Ablauf bekannt, bitte eines davon wählen: {known}.")

    def fees(self, slug: str, on: date) -> tuple[Fee, ...]:
        """Return the fees of a label that may hold on this day, for the consultant; reports use `quotable_fees`."""
        return tuple(fee for fee in self.fee if fee.label == slug and fee.holds_on(on))

    def quotable_fees(self, slug: str, published_before: date) -> tuple[Fee, ...]:
        """Return the fees of a label that a report of this day may quote."""
        return tuple(fee for fee in self.fees(slug, published_before) if fee.is_quotable(published_before))

    def support_for(self, slug: str, on: date) -> tuple[Support, ...]:
        """Return the grants of the state that may hold for this label on this day."""
        return tuple(entry for entry in self.support if slug in entry.labels and entry.holds_on(on))


@versioned("label_process.toml")
def label_process(text: str) -> LabelProcess:
    """Return the catalogue that holds here and now."""
    return LabelProcess.model_validate(tomllib.loads(text))


def _word(slug: str) -> Label:
    return labels().by_slug(slug)
