"""The goals of an agreed plan against the values of the follow-up, with a rating in words.

Rule (catalogue ``impact_note.toml``, [D])::

    way  = (value - baseline) / (target - baseline)        1 = target reached; falls and rises alike
    time = days since the baseline / days from the baseline to the target

    über Plan        way > 1
    im Plan          way >= time - lag, or way = 1
    hinter Plan      way below that
    nicht messbar    no baseline, no value, no target as number, no denominator, or another definition

The target is the next one that is not past on the day of the value; behind the last one it is the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.catalogues.impact_note import impact_note_rules
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.sections.numbers import number, percent
from clusterprocess.offerings.standard.impact_facts import ImpactFacts
from clusterprocess.offerings.standard.impact_words import GoalReading, ImpactWords

ABOVE, ON, BEHIND, UNKNOWN = "über Plan", "im Plan", "hinter Plan", "nicht messbar"
RATINGS = (ABOVE, ON, BEHIND, UNKNOWN)
_NUMBER = re.compile(r"(?:mindestens |höchstens |etwa |rund )?(-?\d[\d.]*(?:,\d+)?)(?!\d)")
_STAGES = {
    "sketches": "Projektskizzen",
    "applications": "Anträge und Aufträge",
    "grants": "Bewilligungen und Abschlüsse",
    "innovations": "neue Produkte oder Verfahren",
}


@dataclass(frozen=True, slots=True)
class Target:
    on: date
    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the paper: as it was set there, in whatever form the offering keeps its goals."""

    key: str
    field: str
    indicator: str
    unit: str
    baseline: float | None
    baseline_text: str
    baseline_on: date | None
    baseline_source: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal with the value of the follow-up.

    Attributes:
        now_text: as printed, with numerator and denominator where it is a share; ``reason`` why it cannot be rated.
        way: share of the way from baseline to target, None where it cannot be measured.
    """

    goal: Goal
    short: str
    target: Target | None
    value: float | None
    now_text: str
    now_on: date
    now_source: str
    rating: str
    way: float | None
    reason: str = ""

    @property
    def is_improved(self) -> bool:
        return self.way is not None and self.way > 0

    @property
    def is_share(self) -> bool:
        return is_share(self.goal.unit)


def is_share(unit: str) -> bool:
    """Whether values of this unit are percentages."""
    return unit.strip().lower() in ("%", "prozent", "anteil")


def leading_number(text: str) -> float | None:
    """The number that a target in words begins with: ``18 (30 %)`` is 18; ``Basiswert + 10 %`` is none."""
    found = _NUMBER.match(text.strip())
    return float(found.group(1).rstrip(".").replace(".", "").replace(",", ".")) if found else None


def goals_of(plan: Mapping[str, Any], words: ImpactWords, handed_over_on: date | None) -> tuple[Goal, ...]:
    """The goals of a plan in the forms that the offerings keep them, then those that the consultant put in numbers."""
    return (*_planned(plan, handed_over_on), *_own(words))


def _planned(plan: Mapping[str, Any], handed_over_on: date | None) -> Iterator[Goal]:
    for part in plan.get("fields", []):
        for row in part["goals"]:
            yield _goal(row, part["title"], _yearly(row["targets"]))
    for part in plan.get("projects", []):
        yield _goal(part["goal"], part["title"], _yearly(part["goal"]["targets"]))
    for row in plan.get("goals", []):
        target = Target(date.fromisoformat(row["target_on"]), row["target"], leading_number(row["target"]))
        yield _goal(row, str(row.get("title", "–")), (target,))
    for row in plan.get("funnel_goals", []):
        stage, on = row["stage"], date.fromisoformat(row["asked_on"])
        yield Goal(stage, "Transfer", _STAGES[stage], "Anzahl", 0.0, "0 (seit Übergabe gezählt)", handed_over_on,
                   "Zählung beginnt mit der Übergabe", (Target(on, str(row["value"]), float(row["value"])),))  # fmt: skip


def _goal(row: Mapping[str, Any], title: str, targets: tuple[Target, ...]) -> Goal:
    words = str(row["baseline_text"])
    unit = str(row.get("unit") or ("Prozent" if re.match(r"[\d.,]+[ \u00a0]?%", words) else "Anzahl"))
    on = row.get("baseline_on")
    return Goal(
        row["key"], title, row["indicator"], unit, row.get("baseline"), words,
        date.fromisoformat(on) if on else None, row["baseline_source"], targets,
    )  # fmt: skip


def _yearly(targets: Mapping[Any, str]) -> tuple[Target, ...]:
    rows = sorted((int(year), text) for year, text in targets.items())
    return tuple(Target(date(year, 12, 31), text, leading_number(text)) for year, text in rows)


def _own(words: ImpactWords) -> Iterator[Goal]:
    for row in words.own_goals:
        on = date.fromisoformat(row.baseline_on) if row.baseline_on else None
        target = Target(date.fromisoformat(row.target_on), row.target_text, row.target)
        yield Goal(row.key, row.field, row.indicator, row.unit, row.baseline, row.baseline_text, on,
                   row.baseline_source, (target,))  # fmt: skip


def goal_states(plan: Mapping[str, Any], facts: ImpactFacts) -> tuple[GoalState, ...]:
    """Every goal of the plan with its newest value and rating.

    Raises:
        InputErrors: the counts handed in contradict the values that the initiative reported, all listed.
    """
    readings = {r.key: r for r in facts.words.goals}
    reported = {r.key: r for r in facts.data.indicators}
    goals = goals_of(plan, facts.words, facts.handed_over_on)
    wrong = [
        f"Wirkung (goals): Das Ziel {key} gibt es im Plan nicht."
        for key in readings
        if key not in {g.key for g in goals}
    ]
    states = []
    for goal in goals:
        reading, report = readings.get(goal.key), reported.get(goal.key)
        value = report.value if report else None
        if fault := _contradiction(goal, reading, value):
            wrong.append(fault)
        on = date.fromisoformat(report.as_of) if report and report.as_of else facts.as_of
        states.append(_state(goal, reading, value, on, report.source if report else ""))
    if wrong:
        raise InputErrors(wrong)
    return tuple(states)


def _contradiction(goal: Goal, reading: GoalReading | None, value: float | None) -> str:
    """A share must follow from its counts; the tolerance is the rounding of a whole percentage."""
    if reading is None or value is None or reading.part is None or reading.whole is None:
        return ""
    expected = reading.part / reading.whole * 100 if is_share(goal.unit) else reading.part
    if abs(expected - value) <= (0.5 if is_share(goal.unit) else 1e-9):
        return ""
    return (
        f"Wirkung (goals): {goal.key} ergibt aus Zähler und Nenner {number(expected, 1)}, gemeldet sind {number(value, 1)}; "
        "bitte eine der beiden Angaben berichtigen."
    )


def _state(goal: Goal, reading: GoalReading | None, value: float | None, on: date, source: str) -> GoalState:
    short = reading.short if reading else goal.indicator
    goal = _with_late_baseline(goal, reading)
    target = next((t for t in goal.targets if t.on >= on), goal.targets[-1] if goal.targets else None)
    text, reason = _words(goal, reading, value)
    if not reason:
        if goal.baseline is None or goal.baseline_on is None:
            reason = "Basiswert fehlt"
        elif target is None or target.value is None:
            reason = "Ziel nicht als Zahl"
    if (
        reason
        or target is None
        or target.value is None
        or goal.baseline is None
        or goal.baseline_on is None
        or value is None
    ):
        return GoalState(goal, short, target, value, text, on, source, UNKNOWN, None, reason)
    way = _way(goal.baseline, target.value, value)
    rating = rated(way, _time(goal.baseline_on, target.on, on))
    return GoalState(goal, short, target, value, text, on, source, rating, way)


def _with_late_baseline(goal: Goal, reading: GoalReading | None) -> Goal:
    late = reading.late_baseline if reading else None
    if late is None or goal.baseline is not None:
        return goal
    on = date.fromisoformat(late.on)
    words = f"{_plain(late.value)} (nacherhoben)"
    first = goal.targets[0] if goal.targets else None
    targets = (Target(first.on, _plain(late.target), late.target), *goal.targets[1:]) if first else ()
    return Goal(goal.key, goal.field, goal.indicator, goal.unit, late.value, words, on, late.source, targets)


def _words(goal: Goal, reading: GoalReading | None, value: float | None) -> tuple[str, str]:
    """How the value reads, and why it cannot be rated."""
    if value is None:
        return "keine Angabe", "keine Angabe"
    if reading is not None and not reading.comparable:
        return "–", f"andere Definition: {reading.why_not}"
    part, whole = (reading.part, reading.whole) if reading else (None, None)
    unit = f"\u00a0{reading.of}" if reading and reading.of else ""
    if is_share(goal.unit):
        if part is None or whole is None:
            return "–", "Zähler und Nenner fehlen"
        return f"{percent(part / whole)} ({_plain(part)} von {_plain(whole)}{unit})", ""
    if whole is not None:
        return f"{_plain(value)} von {_plain(whole)}{unit} ({percent(value / whole)})", ""
    return _plain(value), ""


def _plain(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def _way(baseline: float, target: float, value: float) -> float:
    if target == baseline:  # a value to be held: reached as long as it has not fallen
        return 1.0 if value >= target else 0.0
    return (value - baseline) / (target - baseline)


def _time(start: date, end: date, on: date) -> float:
    whole = (end - start).days
    return min(max((on - start).days / whole, 0.0), 1.0) if whole > 0 else 1.0


def rated(way: float, time: float) -> str:
    """The rating in words from the share of the way and of the time."""
    if way > 1:
        return ABOVE
    return ON if way == 1 or way >= time - impact_note_rules().rating.lag else BEHIND
