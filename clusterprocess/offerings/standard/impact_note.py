"""The Wirkungsvermerk: four pages, twelve months after the handover, on what happened and what did not.

Page 1 the verdict with the goals, page 2 the measures, page 3 what changed and which share may be a contribution,
page 4 use, lessons and evidence. Every number is a figure with a source; opinions are the consultant's own words or
those of the initiative, and are called so. Content: yardstick wirkungsvermerk, offerings.md section 8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from clusterprocess.catalogues.impact_note import impact_note_rules
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import (
    Block,
    Callout,
    Cell,
    DocumentContext,
    Heading,
    Paragraph,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.marks import require_known_marks
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.follow_up_answers import OBSTACLE_NAMES
from clusterprocess.offerings.standard.impact_change import change_page
from clusterprocess.offerings.standard.impact_closing import closing_page
from clusterprocess.offerings.standard.impact_facts import ImpactFacts
from clusterprocess.offerings.standard.impact_figures import figures_of
from clusterprocess.offerings.standard.impact_goals import ABOVE, BEHIND, ON, RATINGS, GoalState, goal_states
from clusterprocess.offerings.standard.impact_implementation import measures_page
from clusterprocess.offerings.standard.impact_layout import pages
from clusterprocess.offerings.standard.impact_measures import (
    Measures,
    measures_of,
)
from clusterprocess.offerings.standard.impact_texts import (
    NOT_ASKED,
    clause,
    how_answered,
    informant,
    listed,
    literal,
    sentence,
)
from clusterprocess.offerings.standard.impact_verdict import verdict
from clusterprocess.offerings.standard.paper import simple_paper

KIND = "wirkungsvermerk"
TITLE = "Wirkungsvermerk nach zwölf Monaten"

_RATING_SHADES: dict[str, Shade] = {ABOVE: "mid", ON: "light", BEHIND: "warn"}


def impact_note(case: Case, facts: ImpactFacts) -> DocumentContext:
    """The context of the note.

    Raises:
        InputErrors: counts contradict reported values, an improvement lacks its other explanation, or a text names a
            figure that the note does not have.
    """
    goals = goal_states(case.plan, facts)
    measures = measures_of(case.plan, facts.lines, facts.as_of)
    figures = figures_of(case, facts, goals, measures)
    blocks = pages(
        _glance(facts, goals, measures),
        measures_page(facts, measures),
        change_page(facts, goals, measures),
        closing_page(case, facts, goals, measures),
    )
    require_known_marks({"inhalt": blocks}, figures)
    return simple_paper(case, KIND, TITLE, blocks, figures)


def _glance(facts: ImpactFacts, goals: Sequence[GoalState], measures: Measures) -> list[Block]:
    said = verdict(shown_goals(goals), measures, answered=facts.newest is not None)
    return [
        Heading(1, literal(said.heading), "urteil", numbered=False),
        _head(facts),
        *_goal_table(facts, goals),
        _board(facts),
    ]


def _head(facts: ImpactFacts) -> Table:
    twelve = facts.twelve
    silent = twelve is not None and twelve.state == "keine_antwort"
    stand = f"{day(facts.as_of)}" if facts.newest else "keine Angaben"
    asked = how_answered(twelve) if twelve else NOT_ASKED
    rows = (
        (Cell("Leistung", bold=True), facts.offering_title, Cell("Übergabe", bold=True), day(facts.handed_over_on)),
        (
            Cell("Papier", bold=True),
            f"{facts.paper_title} {facts.version}, SHA-256 {facts.sha256[:12]}",
            Cell("Stand der Angaben", bold=True),
            stand,
        ),
        (
            Cell("Auskunft", bold=True),
            informant(facts),
            Cell("Befragung", bold=True),
            Cell(asked, shade="warn" if silent else "none"),
        ),
    )
    return Table("kopf", "", (), rows, (0.13, 0.40, 0.17, 0.30), size="tiny")


def shown_goals(goals: Sequence[GoalState]) -> tuple[GoalState, ...]:
    """The goals of the table in the order of the plan; where there are too many, none that is behind is left out."""
    most = impact_note_rules().page.goals
    chosen = sorted(range(len(goals)), key=lambda n: (goals[n].rating != BEHIND, n))[:most]
    return tuple(goals[n] for n in sorted(chosen))


def _goal_table(facts: ImpactFacts, goals: Sequence[GoalState]) -> list[Block]:
    shown = shown_goals(goals)
    if not shown:
        return [Paragraph("Der Plan nennt kein Ziel mit Zahl; bewertet werden in diesem Vermerk nur seine Maßnahmen.")]
    last = max((g.goal.targets[-1].on.year for g in shown if g.goal.targets), default=None)
    several = any(len(g.goal.targets) > 1 for g in shown)
    bases = Counter(g.goal.baseline_on for g in shown if g.goal.baseline_on)
    common = bases.most_common(1)[0][0] if bases else None
    base = f"Basis {day(common)}" if common else "Basis"
    days = Counter(g.now_on for g in shown if g.value is not None)
    stand = days.most_common(1)[0][0] if days else facts.as_of
    years = {g.target.on.year for g in shown if g.target}
    target = f"Ziel {next(iter(years))}" if len(years) == 1 else "nächstes Ziel"
    header = [
        "Feld",
        "Zielgröße",
        base,
        target,
        f"Stand {day(stand)}" if facts.newest else "Stand",
        *([f"Ziel\u00a0{last}"] if several else []),
        "Urteil",
    ]
    widths = (0.15, 0.21, 0.16, 0.10, 0.17, 0.10, 0.11) if several else (0.17, 0.24, 0.17, 0.13, 0.17, 0.12)
    rows = tuple(_goal_row(g, several, common, stand) for g in shown)
    rest = len(goals) - len(shown)
    told = f"Auskunft vom {day(facts.as_of)}" if facts.newest else "keine Auskunft"
    left = f" Weitere {in_words(rest)} Ziele, keines hinter Plan, stehen im Vorgang." if rest else ""
    return [
        Table(
            "ziele", f"{_goals_caption(shown)} ({told})", tuple(header), rows, widths, size="small" if len(shown) <= 6 else "tiny",
            source=(
                "Papier mit Basiswerten und Zielen; Nachbefragung (Selbstauskunft). Regel des Urteils: zurückgelegter Weg "
                f"gegen verstrichene Zeit bis zum nächsten Ziel.{left}"
            ),
        )
    ]  # fmt: skip


def _goals_caption(shown: Sequence[GoalState]) -> str:
    """``6 Ziele: 4 über Plan, 1 im Plan, 1 hinter Plan``."""
    counted = Counter(g.rating for g in shown)
    parts = [f"{counted[rating]} {rating}" for rating in RATINGS if counted[rating]]
    return f"{len(shown)} {'Ziel' if len(shown) == 1 else 'Ziele'}: {listed(parts)}"


def _goal_row(state: GoalState, several: bool, common: date | None, as_of: date) -> tuple[str | Cell, ...]:
    goal = state.goal
    base = f"{{Z.{goal.key}.base}}" + (f"\n{day(goal.baseline_on)}" if goal.baseline_on not in (None, common) else "")
    now = f"{{Z.{goal.key}.now}}" + (
        f"\n{day(state.now_on)}" if state.value is not None and state.now_on != as_of else ""
    )
    final = [literal(goal.targets[-1].text) if goal.targets else "–"] if several else []
    reason = f"\n{literal(state.reason)}" if state.reason and state.reason != "keine Angabe" else ""
    return (
        literal(goal.field),
        Cell(literal(goal.indicator), bold=True),
        base,
        literal(state.target.text) if state.target else "–",
        Cell(now, bold=True),
        *final,
        Cell(f"{state.rating}{reason}", shade=_RATING_SHADES.get(state.rating, "none"), bold=state.rating == BEHIND),
    )


def _board(facts: ImpactFacts) -> Callout:
    data, words = facts.data, facts.words
    most = impact_note_rules().page.statement
    helped, hindered = words.helped or data.helped_most, words.hindered or data.hindered_most
    named = OBSTACLE_NAMES[data.obstacle] if data.obstacle else ""
    said_already = named.casefold() in hindered.casefold()  # an empty name lies in every text
    obstacle = "" if said_already else f" Größtes Hindernis laut Auskunft: {named}."
    items = (
        f"**Am meisten half** nach Auskunft der Initiative: {sentence(clause(helped, most)) if helped else NOT_ASKED + '.'}",
        f"**Am meisten hinderte:** {sentence(clause(hindered, most)) if hindered else NOT_ASKED + '.'}{obstacle}",
        f"**Zu entscheiden bis {day(words.decision_by)}:** {sentence(literal(words.decision))}",
    )
    return Callout("Für den Vorstand", "", items)
