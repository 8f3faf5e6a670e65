"""The shortest path of F4 from the proven points to the label, with a reserve.

Formula (Method library, F4)::

    needed = max(0, 120 + 8 - sum of proven points)              gap plus reserve, in points
    evidence step:    points provable - proven, by (points) * 1 / effort of a proof
    improvement step: points 5 - provable, by (5 - provable) * feasibility / effort
    evidence steps come first, each kind by falling benefit; steps are taken until needed is reached

Units: points, effort in person-days (PT). The effort of the catalogue is per missing point [D]; the steps print points times
that effort. Where everything claimed is proven, only improvement steps remain and the rule is the one of the library.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from clusterprocess.catalogues.quality import POINTS_EACH, QualityCatalogue
from clusterprocess.methods.frozen import Frozen
from clusterprocess.methods.readiness_indicator import IndicatorState

StepKind = Literal["nachweis", "verbesserung"]


class PathStep(Frozen):
    """One measure on the path."""

    place: int = Field(ge=1, description="Reihenfolge, 1 = zuerst")
    code: str = Field(description="Nummer des Indikators")
    name: str = Field(description="Name des Indikators")
    kind: StepKind = Field(description="nachweis = Beleg fehlt noch, verbesserung = Punkte fehlen noch")
    step: str = Field(description="was zu tun ist")
    points: float = Field(gt=0, description="Punkte, die der Schritt bringt")
    effort_pt: float = Field(gt=0, description="Aufwand in Personentagen")
    feasibility: float = Field(ge=0, le=1, description="Aussicht 0 bis 1")
    benefit: float = Field(ge=0, description="Punkte mal Aussicht je Personentag und Punkt, ordnet die Schritte")
    cumulated_points: float = Field(description="belegte Punkte nach diesem Schritt")
    cumulated_effort_pt: float = Field(description="Aufwand bis hierher in Personentagen")


class ReadinessPath(Frozen):
    """The ordered measures from the proven points to the label."""

    start_points: float = Field(description="belegte Punkte heute")
    needed_points: float = Field(ge=0, description="Lücke und Reserve in Punkten")
    target_points: float = Field(description="Zielpunkte mit Reserve")
    end_points: float = Field(description="Punkte am Ende des Weges")
    effort_pt: float = Field(ge=0, description="Aufwand des Weges in Personentagen")
    steps: tuple[PathStep, ...] = Field(description="Maßnahmen in der Reihenfolge des Weges")
    below_minimum_left: tuple[str, ...] = Field(
        description="Indikatoren unter ihren Mindestpunkten, die der Weg nicht über sie hebt"
    )


def shortest_path(states: Iterable[IndicatorState], catalogue: QualityCatalogue) -> ReadinessPath:
    """Return the measures that close gap and reserve with the best benefit for the effort (Method library, F4)."""
    judged, bounds = tuple(states), catalogue.readiness
    start = round(sum(state.proven_points for state in judged), 1)
    target = bounds.pass_points + bounds.reserve_points
    steps: list[PathStep] = []
    stand, effort = start, 0.0
    for candidate in _candidates(judged, catalogue):
        if stand >= target:
            break
        stand, effort = round(stand + candidate.points, 1), round(effort + candidate.effort_pt, 2)
        place = len(steps) + 1
        steps.append(
            candidate.model_copy(
                update={"place": place, "cumulated_points": stand, "cumulated_effort_pt": effort},
            )
        )
    return ReadinessPath(
        start_points=start,
        needed_points=round(max(0.0, target - start), 1),
        target_points=target,
        end_points=stand,
        effort_pt=effort,
        steps=tuple(steps),
        below_minimum_left=_left(judged, steps),
    )


def _candidates(states: tuple[IndicatorState, ...], catalogue: QualityCatalogue) -> list[PathStep]:
    found = []
    for order, state in enumerate(states):
        indicator = catalogue.by_code(state.code)
        proof = round(state.provable_points - state.proven_points, 1)
        if proof > 0:
            told = f"Nachweis vorlegen: {', '.join(catalogue.evidence_names(state.code))}"
            step = _step(state, "nachweis", told, proof, 1.0, catalogue.readiness.evidence_effort_pt)
            found.append((0, -step.benefit, order, step))
        missing = round(POINTS_EACH - state.provable_points, 1)
        if missing > 0:
            step = _step(
                state, "verbesserung", indicator.step, missing, indicator.feasibility or 0, indicator.effort_pt or 1
            )
            found.append((1, -step.benefit, order, step))
    return [step for *_, step in sorted(found, key=lambda row: row[:3])]


def _step(
    state: IndicatorState, kind: StepKind, told: str, points: float, feasibility: float, effort_each: float
) -> PathStep:
    return PathStep(
        place=1,
        code=state.code,
        name=state.name,
        kind=kind,
        step=told,
        points=points,
        effort_pt=round(points * effort_each, 2),
        feasibility=feasibility,
        benefit=points * feasibility / effort_each,
        cumulated_points=points,
        cumulated_effort_pt=0.0,
    )


def _left(states: tuple[IndicatorState, ...], steps: list[PathStep]) -> tuple[str, ...]:
    gained = {state.code: state.proven_points for state in states}
    for step in steps:
        gained[step.code] += step.points
    return tuple(state.code for state in states if round(gained[state.code], 1) < state.minimum_points)
