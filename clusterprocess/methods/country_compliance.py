"""INT3 compliance knock-out: a country with an open hint is blocked until somebody cleared it on a stated day.

Rules (Method library, 7d [D]): hints are export control, sanctions, intellectual property and others; a clearance names
the day and who gave it. The method informs and refers to those who decide; it is never legal advice (ruling 12).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

HintKey = Literal["exportkontrolle", "sanktionen", "schutzrechte", "sonstiges"]


class ComplianceHint(Frozen):
    """One hint for one country."""

    country: str = Field(min_length=2, max_length=2, description="Land, ISO-Kürzel")
    hint: HintKey = Field(description="Art: exportkontrolle, sanktionen, schutzrechte, sonstiges")
    noted_on: date = Field(description="Tag, an dem der Hinweis aufkam")
    note: str = Field(default="", description="worum es geht")
    cleared_on: date | None = Field(default=None, description="Tag der Klärung")
    cleared_by: str = Field(default="", description="wer geklärt hat: Stelle oder Rolle")


class ComplianceInput(Frozen):
    """Candidate countries and the hints about them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "countries": ["NL", "IN", "IR"],
                    "hints": [
                        {"country": "IR", "hint": "sanktionen", "noted_on": "2015-11-12"},
                        {
                            "country": "IN",
                            "hint": "exportkontrolle",
                            "noted_on": "2015-11-12",
                            "cleared_on": "2016-01-28",
                            "cleared_by": "Auskunft der Behörde an ein Mitglied",
                        },
                    ],
                }
            ]
        }
    )

    countries: tuple[str, ...] = Field(min_length=1, description="Kandidatenländer, ISO-Kürzel")
    hints: tuple[ComplianceHint, ...] = Field(default=(), description="Hinweise mit Klärung")


class CountryCompliance(Frozen):
    """Whether a country is blocked, and by what."""

    country: str = Field(description="Land, ISO-Kürzel")
    blocked: bool = Field(description="mindestens ein Hinweis ist offen")
    open_hints: tuple[HintKey, ...] = Field(description="offene Hinweise")
    cleared_hints: tuple[HintKey, ...] = Field(description="geklärte Hinweise")


class ComplianceResult(Frozen):
    """All candidate countries in the order of entry."""

    countries: tuple[CountryCompliance, ...] = Field(description="Länder in der Reihenfolge der Eingabe")
    blocked: tuple[str, ...] = Field(description="ausgeschlossene Länder")
    open_count: int = Field(ge=0, description="offene Hinweise")
    cleared_count: int = Field(ge=0, description="geklärte Hinweise")
    catalogue_version: str = Field(description="Version des Katalogs")


def compliance(data: ComplianceInput) -> ComplianceResult:
    """Return which countries are blocked until a hint is cleared (Method library, 7d; ruling 12).

    Raises:
        InputError: a hint about a country that is no candidate, or a clearance without day, person or before the hint.
    """
    for hint in data.hints:
        _check_hint(hint, data.countries)
    rows = tuple(_country(country, data.hints) for country in data.countries)
    return ComplianceResult(
        countries=rows,
        blocked=tuple(row.country for row in rows if row.blocked),
        open_count=sum(len(row.open_hints) for row in rows),
        cleared_count=sum(len(row.cleared_hints) for row in rows),
        catalogue_version=internationalisation().version,
    )


def _check_hint(hint: ComplianceHint, known: tuple[str, ...]) -> None:
    name = internationalisation().hint(hint.hint).name
    place = f"hints.{hint.country}"
    if hint.country not in known:
        raise InputError(
            f"{place}: {name} ist für {hint.country} vermerkt, das kein Kandidat ist; bekannt sind: {', '.join(known)}.",
            field=place,
        )
    if bool(hint.cleared_by) != (hint.cleared_on is not None):
        raise InputError(
            f"{place}: Zur Klärung von {name} gehören Tag und Stelle; bitte ergänzen Sie, was fehlt.", field=place
        )
    if hint.cleared_on is not None and hint.cleared_on < hint.noted_on:
        raise InputError(
            f"{place}: {name} ist geklärt, bevor der Hinweis aufkam; bitte prüfen Sie beide Tage.", field=place
        )


def _country(country: str, hints: tuple[ComplianceHint, ...]) -> CountryCompliance:
    mine = [hint for hint in hints if hint.country == country]
    still_open = tuple(hint.hint for hint in mine if hint.cleared_on is None)
    return CountryCompliance(
        country=country,
        blocked=bool(still_open),
        open_hints=still_open,
        cleared_hints=tuple(hint.hint for hint in mine if hint.cleared_on is not None),
    )
