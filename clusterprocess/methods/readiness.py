"""F4 label readiness: two figures, the minimum criteria, the light and the shortest path to the label.

Formulas (Method library, F4, ruling 7 [D])::

    R = sum of points / 150 * 100                     over 30 graded indicators of 0 to 5 points, percent
    gap = max(0, 120 - sum of points)                 points
    light on the proven figure: red when a minimum criterion is not passed or R < 65; orange 65 to below 80;
        green from 85 when no graded indicator is below its minimum; yellow otherwise from 80

Two figures stand side by side: *selbst* (own estimate) and *belegt* (only what has accepted evidence). On the proven figure
a minimum criterion counts as passed only when it is met and its evidence is accepted, like every other indicator. Indicators
without an answer give 0 points and are listed. All bounds come from the quality catalogue, which a file can replace.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.quality import POINTS_EACH, POSSIBLE_POINTS, QualityCatalogue, ReadinessBounds, quality
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen
from clusterprocess.methods.readiness_indicator import (
    IndicatorReading,
    IndicatorState,
    KnockOutState,
    Light,
    german,
    judge,
    judge_knock_out,
)
from clusterprocess.methods.readiness_path import ReadinessPath, shortest_path


class ReadinessInput(Frozen):
    """The answers to the 34 indicators; missing ones count as unanswered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "readings": [
                        {"code": "1.1.2", "values": {"company_share": 70, "actor_types": 4}},
                        {
                            "code": "1.1.1",
                            "value": 72,
                            "self_points": 4,
                            "evidence": [
                                {
                                    "what": "Mitgliederliste vom 02.03.2015",
                                    "accepted": True,
                                    "accepted_by": "Gutachterin (Beispiel)",
                                    "accepted_on": "2015-03-10",
                                }
                            ],
                        },
                        {"code": "4.1.3", "fulfilled": ["massnahmen", "verantwortlich", "termine"]},
                    ]
                }
            ]
        }
    )

    readings: tuple[IndicatorReading, ...] = Field(description="Angaben je Indikator, jeder höchstens einmal")
    catalogue: QualityCatalogue | None = Field(default=None, description="Katalog; leer = ausgelieferte Arbeitsfassung")


class ReadinessFigure(Frozen):
    """One of the two figures."""

    points: float = Field(ge=0, le=POSSIBLE_POINTS, description="Punkte von 150")
    percent: float = Field(ge=0, le=100, description="Prozent der Höchstpunktzahl")
    gap_points: float = Field(ge=0, description="Lücke bis zu den nötigen Punkten")
    knock_outs_passed: bool = Field(description="alle Mindestkriterien bestanden")
    knock_outs_open: tuple[str, ...] = Field(description="nicht bestandene Mindestkriterien")
    below_minimum: tuple[str, ...] = Field(description="Indikatoren unter ihren Mindestpunkten")


class GroupState(Frozen):
    """The points of one category or dimension."""

    kind: Literal["kategorie", "dimension"] = Field(description="Art der Gruppe")
    slug: str = Field(description="Kürzel der Kategorie oder Nummer der Dimension")
    name: str = Field(description="Name")
    possible_points: int = Field(ge=0, description="mögliche Punkte")
    self_points: float = Field(ge=0, description="selbst eingeschätzte Punkte")
    proven_points: float = Field(ge=0, description="belegte Punkte")
    self_percent: float | None = Field(description="selbst eingeschätzt in Prozent; leer ohne Indikatoren mit Punkten")
    proven_percent: float | None = Field(description="belegt in Prozent; leer ohne Indikatoren mit Punkten")
    light: Light | None = Field(description="Ampel des belegten Anteils, ohne Mindestkriterien")
    below_minimum: tuple[str, ...] = Field(description="Indikatoren unter ihren Mindestpunkten, belegt")


class ReadinessResult(Frozen):
    """Both figures, the light with its reasons, all 34 indicators and the shortest path."""

    selbst: ReadinessFigure = Field(description="selbst eingeschätzt")
    belegt: ReadinessFigure = Field(description="nur mit anerkannten Nachweisen")
    light: Light = Field(description="Ampel auf belegt: gruen, gelb, orange oder rot")
    light_reasons: tuple[str, ...] = Field(description="warum die Ampel so steht, in Sätzen")
    knock_outs: tuple[KnockOutState, ...] = Field(description="Mindestkriterien mit Begründung")
    indicators: tuple[IndicatorState, ...] = Field(description="Indikatoren mit Punkten in der Folge des Katalogs")
    categories: tuple[GroupState, ...] = Field(description="Stand je Kategorie")
    dimensions: tuple[GroupState, ...] = Field(description="Stand je Dimension")
    path: ReadinessPath = Field(description="kürzester Weg zum Label")
    unanswered: tuple[str, ...] = Field(description="Indikatoren ohne Angabe")
    catalogue_version: str = Field(description="Version des Indikatorenkatalogs")
    catalogue_status: str = Field(description="Stand des Indikatorenkatalogs")


def readiness(data: ReadinessInput) -> ReadinessResult:
    """Return readiness, light and path for the answers given (Method library, F4, ruling 7).

    Raises:
        InputError: an indicator is unknown or given twice, or an answer does not fit its kind.
    """
    catalogue = data.catalogue or quality()
    given = _by_code(data.readings, catalogue)
    bounds = catalogue.readiness
    knock_outs = tuple(judge_knock_out(i, given.get(i.code, _empty(i.code))) for i in catalogue.knock_outs)
    states = tuple(judge(i, given.get(i.code, _empty(i.code)), bounds) for i in catalogue.graded)
    own, proven = _figure(states, knock_outs, bounds, proven=False), _figure(states, knock_outs, bounds, proven=True)
    unanswered = {s.code for s in states if not s.answered} | {
        k.code for k in knock_outs if k.outcome == "keine_angabe"
    }
    return ReadinessResult(
        selbst=own,
        belegt=proven,
        light=light_of(proven, bounds),
        light_reasons=_reasons(proven, knock_outs, bounds),
        knock_outs=knock_outs,
        indicators=states,
        categories=tuple(
            _group("kategorie", c.slug, c.de, [s for s in states if s.category == c.slug], bounds)
            for c in catalogue.category
        ),
        dimensions=tuple(
            _group("dimension", str(d.number), d.de, [s for s in states if s.dimension == d.number], bounds)
            for d in sorted(catalogue.dimension, key=lambda d: d.number)
        ),
        path=shortest_path(states, catalogue),
        unanswered=tuple(i.code for i in catalogue.indicator if i.code in unanswered),
        catalogue_version=catalogue.version,
        catalogue_status=catalogue.status,
    )


def light_of(figure: ReadinessFigure, bounds: ReadinessBounds) -> Light:
    """Return the light of a figure by ruling 7."""
    if not figure.knock_outs_passed or figure.percent < bounds.orange_from:
        return "rot"
    return _graded_light(figure.percent, bool(figure.below_minimum), bounds)


def _graded_light(percent: float, below_minimum: bool, bounds: ReadinessBounds) -> Light:
    if percent < bounds.orange_from:
        return "rot"
    if percent < bounds.yellow_from:
        return "orange"
    return "gruen" if percent >= bounds.green_from and not below_minimum else "gelb"


def _by_code(readings: tuple[IndicatorReading, ...], catalogue: QualityCatalogue) -> dict[str, IndicatorReading]:
    known = {indicator.code for indicator in catalogue.indicator}
    given: dict[str, IndicatorReading] = {}
    for reading in readings:
        if reading.code not in known:
            raise InputError(
                f"readings: Den Indikator {reading.code} gibt es im Katalog {catalogue.version} nicht; bitte prüfen Sie "
                "die Nummer.",
                field="readings",
            )
        if reading.code in given:
            raise InputError(
                f"readings: Der Indikator {reading.code} kommt zweimal vor; bitte führen Sie die Angaben zusammen.",
                field="readings",
            )
        given[reading.code] = reading
    return given


def _empty(code: str) -> IndicatorReading:
    return IndicatorReading(code=code)


def _figure(
    states: tuple[IndicatorState, ...], knock_outs: tuple[KnockOutState, ...], bounds: ReadinessBounds, *, proven: bool
) -> ReadinessFigure:
    points = {s.code: s.proven_points if proven else s.self_points for s in states}
    total = round(sum(points.values()), 1)
    failed = tuple(k.code for k in knock_outs if not (k.passed_proven if proven else k.passed_self))
    return ReadinessFigure(
        points=total,
        percent=100 * total / POSSIBLE_POINTS,
        gap_points=round(max(0.0, bounds.pass_points - total), 1),
        knock_outs_passed=not failed,
        knock_outs_open=failed,
        below_minimum=tuple(s.code for s in states if points[s.code] < s.minimum_points),
    )


def _group(
    kind: Literal["kategorie", "dimension"],
    slug: str,
    name: str,
    states: list[IndicatorState],
    bounds: ReadinessBounds,
) -> GroupState:
    possible = POINTS_EACH * len(states)
    own, proven = (
        round(sum(values), 1) for values in ([s.self_points for s in states], [s.proven_points for s in states])
    )
    below = tuple(s.code for s in states if s.below_minimum)
    return GroupState(
        kind=kind,
        slug=slug,
        name=name,
        possible_points=possible,
        self_points=own,
        proven_points=proven,
        self_percent=100 * own / possible if possible else None,
        proven_percent=100 * proven / possible if possible else None,
        light=_graded_light(100 * proven / possible, bool(below), bounds) if possible else None,
        below_minimum=below,
    )


def _reasons(
    figure: ReadinessFigure, knock_outs: tuple[KnockOutState, ...], bounds: ReadinessBounds
) -> tuple[str, ...]:
    found = [f"Mindestkriterium {k.code} {k.name} {k.reason}." for k in knock_outs if not k.passed_proven]
    told = f"{german(figure.points)} von {POSSIBLE_POINTS} Punkten sind belegt, das sind {german(figure.percent)} %"
    if figure.percent < bounds.yellow_from:
        found.append(f"{told}; nötig sind {german(bounds.yellow_from)} %.")
    else:
        found.append(f"{told}.")
    if figure.below_minimum and figure.percent >= bounds.green_from:
        found.append(f"Unter den Mindestpunkten liegen: {', '.join(figure.below_minimum)}.")
    return tuple(found)
