"""One quality indicator of F4: what was answered, what is proven, how many points that gives.

Formulas (Method library, section 6)::

    measured value: points = 5 * clip((x - lower) / (target - lower), 0, 1), one decimal, halves up
    checklist:      points = number of fulfilled items
    minimum criterion: passed when every condition is met, and proven when the evidence is accepted

Three figures per graded indicator, 0 to 5 points each: *self* is the manager's own estimate, or what the values give where
no estimate was made; *provable* is what the values give, or the estimate where there are no values; *proven* is the part of
*provable* with accepted evidence. Evidence of a checklist may be limited to single items.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Literal

from pydantic import Field

from clusterprocess.catalogues.quality import POINTS_EACH, Condition, IndicatorKind, QualityIndicator, ReadinessBounds
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Light = Literal["gruen", "gelb", "orange", "rot"]
KnockOutOutcome = Literal["bestanden", "nachweis_fehlt", "verfehlt", "keine_angabe"]


class Evidence(Frozen):
    """One piece of evidence and what became of it."""

    what: str = Field(min_length=1, description="Bezeichnung des Nachweises")
    accepted: bool = Field(description="Nachweis anerkannt")
    accepted_by: str | None = Field(default=None, description="anerkannt von")
    accepted_on: date | None = Field(default=None, description="anerkannt am")
    items: tuple[str, ...] = Field(default=(), description="belegte Punkte einer Checkliste; leer = alle erfüllten")


class IndicatorReading(Frozen):
    """What was answered to one indicator."""

    code: str = Field(min_length=1, description="Nummer des Indikators, etwa 1.1.1")
    value: float | None = Field(default=None, description="Messwert in der Einheit des Katalogs")
    values: dict[str, float] = Field(default_factory=dict, description="Werte eines Mindestkriteriums je Bedingung")
    fulfilled: tuple[str, ...] | None = Field(default=None, description="erfüllte Punkte der Checkliste, Kürzel")
    self_points: float | None = Field(default=None, ge=0, le=POINTS_EACH, description="Selbsteinschätzung in Punkten")
    evidence: tuple[Evidence, ...] = Field(default=(), description="Nachweise mit Stand der Anerkennung")


class ConditionState(Frozen):
    """One condition of a minimum criterion with the value given to it."""

    name: str = Field(description="was gemessen wird")
    unit: str = Field(description="Einheit")
    at_least: float = Field(description="Mindestwert")
    value: float | None = Field(description="angegebener Wert")
    met: bool | None = Field(description="erfüllt; leer = keine Angabe")


class KnockOutState(Frozen):
    """A minimum criterion: passed or not, and why."""

    code: str = Field(description="Nummer des Indikators")
    name: str = Field(description="Name")
    outcome: KnockOutOutcome = Field(description="bestanden, nachweis_fehlt, verfehlt oder keine_angabe")
    passed_self: bool = Field(description="nach eigener Angabe bestanden")
    passed_proven: bool = Field(description="bestanden und belegt")
    conditions: tuple[ConditionState, ...] = Field(description="Bedingungen mit Wert")
    reason: str = Field(description="Begründung in einem Satz")
    step: str = Field(description="was zu tun ist, wenn es nicht bestanden ist")


class IndicatorState(Frozen):
    """A graded indicator with its three figures in points."""

    code: str = Field(description="Nummer des Indikators")
    name: str = Field(description="Name")
    category: str = Field(description="Kürzel der Kategorie")
    dimension: int = Field(ge=1, le=5, description="Nummer der Dimension")
    kind: IndicatorKind = Field(description="messwert oder checkliste")
    value: float | None = Field(description="Messwert")
    unit: str | None = Field(description="Einheit des Messwerts")
    fulfilled: tuple[str, ...] = Field(description="erfüllte Punkte der Checkliste, Kürzel")
    missing_items: tuple[str, ...] = Field(
        description="nicht erfüllte Punkte der Checkliste im Wortlaut; leer ohne Angabe"
    )
    answered: bool = Field(description="es liegt eine Angabe vor")
    self_points: float = Field(ge=0, le=POINTS_EACH, description="selbst eingeschätzte Punkte")
    provable_points: float = Field(ge=0, le=POINTS_EACH, description="Punkte, wenn alle Nachweise anerkannt wären")
    proven_points: float = Field(ge=0, le=POINTS_EACH, description="belegte Punkte")
    deviation: float | None = Field(description="Selbsteinschätzung minus Punkte aus den Werten")
    minimum_points: float = Field(description="Mindestpunkte des Katalogs")
    below_minimum: bool = Field(description="belegte Punkte unter den Mindestpunkten")
    light: Light = Field(
        description="Ampel der belegten Punkte: rot unter den Mindestpunkten, orange unter der Gelbgrenze"
    )
    accepted_by: tuple[str, ...] = Field(description="wer Nachweise anerkannt hat, mit Tag")


def points_of(indicator: QualityIndicator, value: float) -> float:
    """Return the points of a measured value, 0 to 5 with one decimal.

    Raises:
        InputError: the indicator has no measured value.
    """
    if indicator.lower is None or indicator.target is None:
        raise InputError(f"{indicator.code}: Dieser Indikator hat keinen Messwert.", field=indicator.code)
    share = (value - indicator.lower) / (indicator.target - indicator.lower)
    return _tenths(POINTS_EACH * min(1.0, max(0.0, share)))


def _tenths(points: float) -> float:
    return math.floor(points * 10 + 0.5 + 1e-9) / 10


def judge(indicator: QualityIndicator, reading: IndicatorReading, bounds: ReadinessBounds) -> IndicatorState:
    """Return the three figures of one graded indicator.

    Raises:
        InputError: the answer does not fit the kind of the indicator or an evidence lacks its signer.
    """
    _check(indicator, reading)
    measured = _measured(indicator, reading)
    provable = measured if measured is not None else _tenths(reading.self_points or 0)
    proven = _proven(reading, provable)
    below = proven < indicator.minimum_points
    return IndicatorState(
        code=indicator.code,
        name=indicator.de,
        category=indicator.category,
        dimension=indicator.dimension,
        kind=indicator.kind,
        value=reading.value,
        unit=indicator.unit,
        fulfilled=tuple(item.key for item in indicator.items if item.key in (reading.fulfilled or ())),
        missing_items=()
        if reading.fulfilled is None
        else tuple(item.de for item in indicator.items if item.key not in reading.fulfilled),
        answered=measured is not None or reading.self_points is not None,
        self_points=provable if reading.self_points is None else _tenths(reading.self_points),
        provable_points=provable,
        proven_points=proven,
        deviation=None
        if measured is None or reading.self_points is None
        else round(_tenths(reading.self_points) - measured, 1),
        minimum_points=indicator.minimum_points,
        below_minimum=below,
        light=_light(proven, below, bounds),
        accepted_by=signers(reading),
    )


def judge_knock_out(indicator: QualityIndicator, reading: IndicatorReading) -> KnockOutState:
    """Return whether a minimum criterion is passed, proven, missed or unanswered.

    Raises:
        InputError: the answer does not fit a minimum criterion or an evidence lacks its signer.
    """
    _check(indicator, reading)
    values = dict(reading.values)
    if reading.value is not None:
        values[indicator.conditions[0].key] = reading.value
    states = tuple(_condition(condition, values.get(condition.key)) for condition in indicator.conditions)
    outcome = _outcome(states, accepted=any(evidence.accepted for evidence in reading.evidence))
    return KnockOutState(
        code=indicator.code,
        name=indicator.de,
        outcome=outcome,
        passed_self=outcome in ("bestanden", "nachweis_fehlt"),
        passed_proven=outcome == "bestanden",
        conditions=states,
        reason=_reason(states, outcome),
        step=indicator.step,
    )


def signers(reading: IndicatorReading) -> tuple[str, ...]:
    """Who accepted evidence of this reading, with the day."""
    return tuple(f"{e.accepted_by}, {e.accepted_on:%d.%m.%Y}" for e in reading.evidence if e.accepted and e.accepted_on)


def german(number: float) -> str:
    """A figure with at most one decimal and German comma."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _measured(indicator: QualityIndicator, reading: IndicatorReading) -> float | None:
    if indicator.kind == "checkliste":
        return None if reading.fulfilled is None else float(len(set(reading.fulfilled)))
    return None if reading.value is None else points_of(indicator, reading.value)


def _proven(reading: IndicatorReading, provable: float) -> float:
    accepted = [evidence for evidence in reading.evidence if evidence.accepted]
    if not accepted:
        return 0.0
    if reading.fulfilled is None or any(not evidence.items for evidence in accepted):
        return provable
    covered = {item for evidence in accepted for item in evidence.items}
    return float(len(covered & set(reading.fulfilled)))


def _light(points: float, below: bool, bounds: ReadinessBounds) -> Light:
    if below:
        return "rot"
    percent = 100 * points / POINTS_EACH
    return "gruen" if percent >= bounds.green_from else "gelb" if percent >= bounds.yellow_from else "orange"


def _condition(condition: Condition, value: float | None) -> ConditionState:
    met = None if value is None else value >= condition.at_least
    return ConditionState(name=condition.de, unit=condition.unit, at_least=condition.at_least, value=value, met=met)


def _outcome(states: tuple[ConditionState, ...], *, accepted: bool) -> KnockOutOutcome:
    if any(state.met is False for state in states):
        return "verfehlt"
    if any(state.met is None for state in states):
        return "keine_angabe"
    return "bestanden" if accepted else "nachweis_fehlt"


_OUTCOME_WORDS: dict[KnockOutOutcome, str] = {
    "bestanden": "bestanden und belegt",
    "nachweis_fehlt": "erfüllt, aber nicht belegt",
    "verfehlt": "verfehlt",
    "keine_angabe": "ohne Angabe",
}


def _reason(states: tuple[ConditionState, ...], outcome: KnockOutOutcome) -> str:
    passed = outcome in ("bestanden", "nachweis_fehlt")
    told = "; ".join(_condition_words(state) for state in states if passed or not state.met)
    return f"{_OUTCOME_WORDS[outcome]} ({told})"


def _condition_words(state: ConditionState) -> str:
    unit = "" if state.unit == "Anzahl" else f" {state.unit}"
    value = "unbekannt" if state.value is None else f"{german(state.value)}{unit}"
    return f"{state.name} {value}, mindestens {german(state.at_least)}{unit}"


def _check(indicator: QualityIndicator, reading: IndicatorReading) -> None:
    for complaint in _misfits(indicator, reading):
        raise InputError(f"{indicator.code} {indicator.de}: {complaint}", field=indicator.code)


def _misfits(indicator: QualityIndicator, reading: IndicatorReading) -> list[str]:
    found = []
    if indicator.kind == "checkliste" and (reading.value is not None or reading.values):
        found.append("Dies ist eine Checkliste; bitte geben Sie die erfüllten Punkte statt eines Wertes an.")
    if indicator.kind != "checkliste" and (reading.fulfilled is not None or any(e.items for e in reading.evidence)):
        found.append("Dies ist keine Checkliste; bitte geben Sie einen Wert statt erfüllter Punkte an.")
    if indicator.kind == "messwert" and reading.values:
        found.append("Ein Messwert hat nur einen Wert; bitte tragen Sie ihn unter value ein.")
    if indicator.knock_out and reading.self_points is not None:
        found.append("Ein Mindestkriterium hat keine Punkte; bitte geben Sie den Wert an.")
    if indicator.knock_out and reading.value is not None and len(indicator.conditions) > 1:
        found.append(f"Bitte geben Sie unter values {', '.join(c.key for c in indicator.conditions)} einzeln an.")
    found += _unknown(indicator, reading)
    percents = [reading.value] if indicator.unit == "%" and reading.value is not None else []
    percents += [reading.values[c.key] for c in indicator.conditions if c.unit == "%" and c.key in reading.values]
    if any(not 0 <= value <= 100 for value in percents):
        found.append("Ein Anteil in Prozent liegt zwischen 0 und 100; bitte prüfen Sie den Wert.")
    if any(e.accepted and not (e.accepted_by and e.accepted_on) for e in reading.evidence):
        found.append("Zu einem anerkannten Nachweis gehören Name und Tag der Anerkennung; bitte ergänzen Sie beides.")
    return found


def _unknown(indicator: QualityIndicator, reading: IndicatorReading) -> list[str]:
    keys = {item.key for item in indicator.items} | {condition.key for condition in indicator.conditions}
    named = {*(reading.fulfilled or ()), *reading.values, *(item for e in reading.evidence for item in e.items)}
    unknown = sorted(named - keys) if keys else []
    return [f"Unbekannt sind {', '.join(unknown)}; möglich sind {', '.join(sorted(keys))}."] if unknown else []
