"""The one sentence above the note: computed from the table below it, with the bad news beside the good.

It says how many due measures are done, which goal moved best, and what is behind. It never interprets: whoever turns
the numbers round gets the opposite sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clusterprocess.offerings.sections.numbers import in_words, number
from clusterprocess.offerings.standard.impact_goals import ABOVE, BEHIND, ON, UNKNOWN, GoalState
from clusterprocess.offerings.standard.impact_measures import OVERDUE, SILENT, Measures

_LONGEST_NAME = 60
"""Characters of an indicator that the heading holds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The heading and the two clauses it is made of; ``bad`` is empty where nothing is behind, overdue or unknown."""

    heading: str
    bad: str


def verdict(goals: Sequence[GoalState], measures: Measures, *, answered: bool) -> Verdict:
    """The heading of the first page."""
    if not answered:
        return Verdict(
            "Keine Antwort nach zwölf Monaten: Über Umsetzung und Ziele liegt nichts vor",
            "keine Antwort der Initiative",
        )
    bad = _bad(goals, measures)
    said = ", ".join(part for part in (_implemented(measures), _good(goals)) if part)
    return Verdict(f"{said} – {bad}" if bad else said, bad)


def _implemented(measures: Measures) -> str:
    if not measures.due:
        return "Noch keine Maßnahme fällig"
    done, due = measures.done, measures.due
    what = "fälliger Maßnahme" if due == 1 else "fälligen Maßnahmen"
    known = " mit Angabe" if measures.of(SILENT) else ""
    count = "Keine" if done == 0 else in_words(done).capitalize()
    among = "einer" if due == 1 else in_words(due)
    return f"{count} von {among} {what}{known} umgesetzt"


def _good(goals: Sequence[GoalState]) -> str:
    """The goal that is furthest ahead, if one is on plan or above it and has moved."""
    best = [g for g in goals if g.rating in (ABOVE, ON) and g.is_improved]
    if not best:
        return "kein messbares Ziel im Plan" if any(g.rating == BEHIND for g in goals) else ""
    first = max(best, key=lambda g: (g.rating == ABOVE, _moved_share(g)))
    return f"{_name(first)} von {_plain(first.goal.baseline)} auf {_plain(first.value)}{_unit(first)}"


def _name(state: GoalState) -> str:
    """What the number is: the indicator of the plan, its short name only where the heading would not hold it."""
    return state.goal.indicator if len(state.goal.indicator) <= _LONGEST_NAME else state.short


def _unit(state: GoalState) -> str:
    """The unit behind a value; none where the name says it already."""
    if state.is_share:
        return "\u00a0Prozent"
    unit = state.goal.unit.strip()
    return "" if unit.lower() in ("", "anzahl") or unit.casefold() in _name(state).casefold() else f"\u00a0{unit}"


def _moved_share(state: GoalState) -> tuple[bool, float]:
    """Goals with a denominator first: a share says more than a count; then the longer way."""
    return state.now_text.count(" von ") > 0, state.way or 0.0


def _bad(goals: Sequence[GoalState], measures: Measures) -> str:
    behind = sorted((g for g in goals if g.rating == BEHIND), key=lambda g: g.way or 0.0)
    overdue = len(measures.of(OVERDUE))
    unknown = sum(g.rating == UNKNOWN for g in goals)
    late = f"{in_words(overdue)} {'Maßnahme' if overdue == 1 else 'Maßnahmen'} überfällig" if overdue else ""
    if behind:
        worst = behind[0]
        year = worst.target.on.year if worst.target else ""
        goal = worst.target.value if worst.target else None
        rest = (
            f", dazu {in_words(len(behind) - 1)} weitere{'s Ziel' if len(behind) == 2 else ' Ziele'}"
            if behind[1:]
            else ""
        )
        return f"aber hinter Plan: {_short_of(worst, goal)} (Ziel\u00a0{year}){rest}"
    if late:
        return late
    if unknown:
        return f"{in_words(unknown)} {'Ziel' if unknown == 1 else 'Ziele'} nicht messbar"
    return ""


def _short_of(state: GoalState, goal: float | None) -> str:
    """``nur 11 statt 14 Unternehmen in …`` for a count that should rise; else the name before the two values."""
    name, value, wanted = _name(state), _plain(state.value), _plain(goal)
    should_rise = goal is not None and state.goal.baseline is not None and goal > state.goal.baseline
    counted = name.casefold().startswith(state.goal.unit.strip().casefold()) and not state.is_share
    if should_rise and counted:
        return f"nur {value} statt {wanted} {name}"
    return f"{name} {value} statt {wanted}{_unit(state)}"


def _plain(value: float | None) -> str:
    if value is None:
        return "–"
    return number(value, 0 if float(value).is_integer() else 1)
