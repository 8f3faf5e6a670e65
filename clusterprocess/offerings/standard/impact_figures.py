"""The figures of the impact note: every number of its texts, tables and captions, with the finding it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.standard.impact_facts import ImpactFacts
from clusterprocess.offerings.standard.impact_goals import GoalState
from clusterprocess.offerings.standard.impact_measures import DONE, LATER, OVERDUE, SILENT, WITHDRAWN, Measures

COUNTED = {"done_all": DONE, "overdue": OVERDUE, "withdrawn": WITHDRAWN, "later": LATER, "silent": SILENT}


def figures_of(case: Case, facts: ImpactFacts, goals: Sequence[GoalState], measures: Measures) -> dict[str, Figure]:
    """All figures by key: ``F22.*`` measures, ``F21.*`` additionality, ``Z.*`` goals, ``PT.*`` days."""
    return {f.key: f for f in (*_measures(facts, measures), *_goals(goals), *_days(facts))}


def _source(facts: ImpactFacts) -> str:
    return f"Nachbefragung, Stand {day(facts.as_of)}" if facts.newest else "Plan; keine Nachbefragung beantwortet"


def _measures(facts: ImpactFacts, measures: Measures) -> Iterator[Figure]:
    source = _source(facts)

    def fig(key: str, display: str, title: str, finding: str = "F22") -> Figure:
        return Figure(f"{finding}.{key}", display, title, finding, source)

    yield fig("measures", str(len(measures.rows)), "Maßnahmen des Plans")
    for key, kind in COUNTED.items():
        yield fig(key, in_words(len(measures.of(kind))), f"Maßnahmen: {kind}")
    yield fig("due", str(measures.due), "fällige Maßnahmen ohne verworfene")
    yield fig("done", str(measures.done), "davon umgesetzt")
    if measures.rate and measures.rate.rate is not None:
        yield fig("rate", percent(measures.rate.rate), "Umsetzungsquote")
    if effect := measures.effect:
        yield fig("n", str(effect.n), "umgesetzte Maßnahmen mit Angabe zur Zusätzlichkeit", "F21")
        yield fig("nothing", in_words(effect.not_at_all), "ohne die Beratung nicht entstanden", "F21")
        yield fig("later", in_words(effect.later_or_smaller), "ohne die Beratung später oder kleiner", "F21")
        yield fig("unchanged", in_words(effect.unchanged), "ohne die Beratung unverändert", "F21")
        yield fig("unanswered", in_words(effect.unanswered), "umgesetzte Maßnahmen ohne diese Angabe", "F21")


def _goals(goals: Sequence[GoalState]) -> Iterator[Figure]:
    for state in goals:
        goal = state.goal
        name = f"{goal.key} {goal.indicator}"
        yield Figure(f"Z.{goal.key}.base", goal.baseline_text, f"Basis: {name}", goal.key, goal.baseline_source)
        source = state.now_source or f"Nachbefragung, Stand {day(state.now_on)}"
        yield Figure(f"Z.{goal.key}.now", state.now_text, f"Stand: {name}", goal.key, source)


def _days(facts: ImpactFacts) -> Iterator[Figure]:
    if facts.days_planned is not None:
        yield Figure("PT.planned", number(facts.days_planned, _places(facts.days_planned)), "geplante Personentage",
                     "Tage", "Einsatzplan des Vorgangs")  # fmt: skip
    if facts.days_used is not None:
        yield Figure("PT.used", number(facts.days_used, _places(facts.days_used)), "gebuchte Personentage",
                     "Tage", "Buchungen des Vorgangs")  # fmt: skip


def _places(value: object) -> int:
    return 0 if float(str(value)).is_integer() else 1
