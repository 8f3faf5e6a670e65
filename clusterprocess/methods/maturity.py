"""Maturity level M0 to M4 of an initiative and the flag for a time of transition.

Rule (maturity model, section 2 [D]), the highest level is tested first::

    M4  federal Spitzencluster award
    M3  valid BW label, Silver or Gold
    M2  paid FTE >= 1.0 and age >= 4 years and a written strategy
    M1  paid FTE >= 0.5
    M0  paid FTE < 0.5

Unit: ordinal level. Without paid FTE the level is "unbekannt" (ruling 16). The level is internal and is never
printed in a report (ruling 9). The typology immature, mature, in transition is from the literature [V].
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import LabelKind, MaturityLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

MaturityLevel = Literal["M0", "M1", "M2", "M3", "M4", "unbekannt"]

_NAMES: dict[MaturityLevel, str] = {
    "M0": "ehrenamtlich geführt",
    "M1": "im Aufbau",
    "M2": "etabliert, professionell geführt",
    "M3": "label-ausgezeichnet",
    "M4": "Spitzencluster",
    "unbekannt": "unbekannt",
}


class Label(Frozen):
    """A label or award and the last day of its validity."""

    kind: LabelKind = Field(description="bw, bronze, silver, gold, go_cluster oder spitzencluster")
    valid_until: date | None = Field(default=None, description="letzter Tag der Gültigkeit")


class MaturityInput(Frozen):
    """The facts of the profile that decide about the level; any but the date may be missing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"as_of": "2015-01-12", "fte_paid": 1.8, "founded": 2006, "strategy_doc": True}]
        }
    )

    as_of: date = Field(description="Stichtag")
    fte_paid: float | None = Field(default=None, ge=0, le=40, description="bezahlte Vollzeitäquivalente, 0 bis 40")
    founded: int | None = Field(default=None, ge=1900, le=2100, description="Gründungsjahr")
    strategy_doc: bool | None = Field(default=None, description="schriftliche Strategie liegt vor")
    strategy_year: int | None = Field(default=None, ge=1900, le=2100, description="Jahr der Strategie")
    labels: tuple[Label, ...] = Field(default=(), description="Labels und Auszeichnungen")
    manager_since: date | None = Field(default=None, description="Clustermanager/in seit")
    funding_end: date | None = Field(default=None, description="Ende der größten öffentlichen Förderung")
    members_now: int | None = Field(default=None, ge=0, description="Mitglieder am Stichtag")
    members_24m_ago: int | None = Field(default=None, ge=0, description="Mitglieder 24 Monate vorher")
    limits: MaturityLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class MaturityResult(Frozen):
    """Level, its German name, the transition flag with reasons, and what was missing."""

    level: MaturityLevel = Field(description="Reifestufe, nur zur internen Steuerung")
    name: str = Field(description="Bezeichnung der Stufe")
    in_transition: bool = Field(description="Neuausrichtung")
    transition_reasons: tuple[str, ...] = Field(description="Gründe für die Neuausrichtung")
    missing: tuple[str, ...] = Field(description="fehlende Angaben, die die Stufe ändern könnten")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def maturity(data: MaturityInput) -> MaturityResult:
    """Return the maturity level and the transition flag at the given date.

    A missing age or strategy counts as not fulfilled and is listed; a label without a date counts as not valid.
    Source: section 2 [D], ruling 16.

    Raises:
        InputError: the founding year lies after the date.
    """
    bounds = data.limits or limits().maturity
    if data.founded is not None and data.founded > data.as_of.year:
        raise InputError(
            f"founded: Das Gründungsjahr {data.founded} liegt nach dem Stichtag; bitte prüfen Sie beide Angaben.",
            field="founded",
        )
    level = _level(data, bounds)
    reasons = _transition(data, bounds)
    return MaturityResult(
        level=level,
        name=_NAMES[level],
        in_transition=bool(reasons),
        transition_reasons=reasons,
        missing=_missing(data, bounds, level),
        catalogue_version=bounds.catalogue_version,
    )


def _level(data: MaturityInput, bounds: MaturityLimits) -> MaturityLevel:
    if data.fte_paid is None:
        return "unbekannt"
    if any(label.kind == "spitzencluster" for label in data.labels):
        return "M4"
    if any(_counts_for_m3(label, data.as_of, bounds) for label in data.labels):
        return "M3"
    old_enough = data.founded is not None and data.as_of.year - data.founded >= bounds.age_m2
    if data.fte_paid >= bounds.fte_m2 and old_enough and data.strategy_doc:
        return "M2"
    return "M1" if data.fte_paid >= bounds.fte_m1 else "M0"


def _counts_for_m3(label: Label, as_of: date, bounds: MaturityLimits) -> bool:
    return label.kind in bounds.labels_m3 and label.valid_until is not None and label.valid_until >= as_of


def _missing(data: MaturityInput, bounds: MaturityLimits, level: MaturityLevel) -> tuple[str, ...]:
    missing = []
    if data.fte_paid is None:
        missing.append("bezahlte Vollzeitäquivalente")
    if level not in ("M3", "M4"):
        if any(label.kind in bounds.labels_m3 and label.valid_until is None for label in data.labels):
            missing.append("Gültigkeit des Labels")
        if level != "M2" and data.founded is None:
            missing.append("Gründungsjahr")
        if level != "M2" and data.strategy_doc is None:
            missing.append("schriftliche Strategie")
    return tuple(missing)


def _transition(data: MaturityInput, bounds: MaturityLimits) -> tuple[str, ...]:
    reasons = []
    if data.manager_since is not None and 0 <= _months(data.manager_since, data.as_of) < bounds.manager_months:
        reasons.append(f"Wechsel im Clustermanagement vor weniger als {bounds.manager_months} Monaten")
    if data.funding_end is not None and 0 <= _months(data.as_of, data.funding_end) < bounds.funding_months:
        reasons.append(f"öffentliche Förderung endet in weniger als {bounds.funding_months} Monaten")
    if _lost_share(data) >= bounds.member_loss:
        reasons.append(f"mindestens {bounds.member_loss:.0%} weniger Mitglieder in 24 Monaten".replace("%", " %"))
    if data.strategy_year is not None and data.as_of.year - data.strategy_year > bounds.strategy_years:
        reasons.append(f"Strategie älter als {bounds.strategy_years} Jahre")
    return tuple(reasons)


def _lost_share(data: MaturityInput) -> float:
    if data.members_now is None or not data.members_24m_ago:
        return 0.0
    return (data.members_24m_ago - data.members_now) / data.members_24m_ago


def _months(earlier: date, later: date) -> int:
    """Return the complete months between two days, negative when the order is reversed."""
    started = (later.year - earlier.year) * 12 + later.month - earlier.month
    return started - (later.day < earlier.day)
