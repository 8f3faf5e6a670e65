"""Page 3 of the impact note: before and after, additionality in counts, and what else may explain it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from clusterprocess.catalogues.impact_note import impact_note_rules
from clusterprocess.domain.errors import InputErrors
from clusterprocess.methods.additionality import AdditionalityResult
from clusterprocess.offerings.sections.blocks import (
    Block,
    Callout,
    Cell,
    Chart,
    Colour,
    Heading,
    Paragraph,
    Series,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, in_words, percent, rounded
from clusterprocess.offerings.standard.impact_facts import ImpactFacts
from clusterprocess.offerings.standard.impact_goals import GoalState
from clusterprocess.offerings.standard.impact_layout import lines_of, well_filled
from clusterprocess.offerings.standard.impact_measures import Measures
from clusterprocess.offerings.standard.impact_profile import compared
from clusterprocess.offerings.standard.impact_texts import NOT_ASKED, clause, informant, listed, literal, sentence
from clusterprocess.offerings.standard.impact_words import Change, LadderCounts

_COUNTS = re.compile(r"([\d.]+(?:,\d+)?) von ([\d.]+(?:,\d+)?)")
_MOST_NAMED = 5
_COLOURS: tuple[Colour, ...] = ("companies", "science", "public", "other")


STORY_ROOM = 64.0
"""Lines, as reckoned before small type, up to which the page holds a story beside everything that must stand there."""


def change_page(facts: ImpactFacts, goals: Sequence[GoalState], measures: Measures) -> list[Block]:
    """What changed and which share may be a contribution.

    Raises:
        InputErrors: an improvement has no other explanation yet.
    """
    page: list[Block] = [
        Heading(
            1, "Was sich verändert hat und was die Beratung dazu beitrug", "wirkung", numbered=False, page_break=True
        ),
        *_before_after(facts, goals),
        *_slopes(facts, goals),
        _additionality(facts, measures),
        _parallel(facts),
        *_alternatives(facts, goals),
        *_ladder(facts),
        _unintended(facts),
    ]
    story = _story(facts)
    if story and sum(lines_of(block) for block in (*page, *story)) > STORY_ROOM:
        story = [Paragraph("Die freigegebene Geschichte liegt beim Vorgang; hier fehlt der Platz.", style="small")]
    return well_filled([*page, *story])


def _before_after(facts: ImpactFacts, goals: Sequence[GoalState]) -> list[Block]:
    rows, missing = compared(facts.baseline, facts.data.profile)
    fewest = impact_note_rules().groups.fewest
    kept = [c for c in facts.words.changes if c.same_definition and (c.answers is None or c.answers >= fewest)]
    before, after = day(facts.baseline_on), _afterwards(facts, goals)
    profile = "Profil; Nachbefragung"
    table = (
        *((Cell(r.name, bold=True), f"{r.before}", f"{r.after}", profile) for r in rows),
        *(_change_row(c) for c in kept),
    )
    notes = _left_out(facts, missing, fewest)
    if not table:
        return [Paragraph(f"Ein Vergleich vorher – nachher ist nicht möglich. {notes}".strip())]
    return [
        Table(
            "vorher", f"Vorher – nachher: {len(table)} {'Angabe' if len(table) == 1 else 'Angaben'} mit gleicher Definition",
            ("", f"vorher ({before})", f"nachher ({after})", "Quelle"), table, (0.27, 0.25, 0.25, 0.23), size="tiny",
            source=f"Selbstauskunft der Initiative. {notes}".strip(),
        )
    ]  # fmt: skip


def _afterwards(facts: ImpactFacts, goals: Sequence[GoalState]) -> str:
    """The reference day that the goals' values have, and the day of the answer where it is another one."""
    days = Counter(g.now_on for g in goals if g.value is not None)
    on = days.most_common(1)[0][0] if days else facts.as_of
    return day(on) if on == facts.as_of else f"{day(on)}; Auskunft {day(facts.as_of)}"


def _change_row(row: Change) -> tuple[str | Cell, ...]:
    asked = f" (n = {row.answers})" if row.answers is not None else ""
    return (
        Cell(literal(row.name) + asked, bold=True),
        f"{literal(row.before)} ({day(row.before_on)})",
        f"{literal(row.after)} ({day(row.after_on)})",
        f"{clause(row.before_source, 60)}; {clause(row.after_source, 60)}",
    )


def _left_out(facts: ImpactFacts, missing: Sequence[str], fewest: int) -> str:
    said = []
    other = [c.name for c in facts.words.changes if not c.same_definition]
    small = [c.name for c in facts.words.changes if c.same_definition and c.answers is not None and c.answers < fewest]
    if missing:
        said.append(f"Nicht erneut erhoben: {listed(missing)}.")
    if other:
        said.append(f"Weggelassen, weil die Definition abweicht: {literal(listed(other))}.")
    if small:
        said.append(f"Weggelassen, weil weniger als {fewest} Mitglieder antworteten: {literal(listed(small))}.")
    return " ".join(said)


def _slopes(facts: ImpactFacts, goals: Sequence[GoalState]) -> list[Block]:
    most = impact_note_rules().page.lines
    found = [(g, first, now) for g in goals if (first := _share(g.goal.baseline_text)) and (now := _share(g.now_text))]
    found = [row for row in found if row[0].way is not None][:most]
    if not found:
        return []
    series = tuple(
        Series(
            g.short,
            (first[0], now[0]),
            labels=(_percent(first[0]), f"{_percent(now[0])} {g.short}"),
            colour=_COLOURS[n],
        )
        for n, (g, first, now) in enumerate(found)
    )
    words = [f"{g.short} {rounded(first[0])} → {_percent(now[0])}" for g, first, now in found]
    caption = ", ".join(words)
    bases = sorted({day(g.goal.baseline_on) for g, _, _ in found})
    nows = sorted({day(g.now_on) for g, _, _ in found})
    counts = "; ".join(f"{g.short}: {first[1]} → {now[1]}" for g, first, now in found)
    return [
        Chart(
            "anteile", literal(caption[:1].upper() + caption[1:]), "slope", series, f"Liniendiagramm mit zwei Zeitpunkten. {caption}.",
            (" / ".join(bases), " / ".join(nows)), height_cm=3.2 if _has_story(facts) else 4.0, source=literal(counts),
        )
    ]  # fmt: skip


def _share(text: str) -> tuple[float, str] | None:
    """The share in percent behind ``14 von 61 (23 %)``, and the counts as they read."""
    found = _COUNTS.search(text)
    if found is None:
        return None
    part, whole = (float(n.replace(".", "").replace(",", ".")) for n in found.groups())
    return (part / whole * 100, found.group()) if whole else None


def _percent(value: float) -> str:
    return percent(value / 100)


def _additionality(facts: ImpactFacts, measures: Measures) -> Paragraph:
    lead = "**Zusätzlichkeit.** "
    effect = measures.effect
    if effect is None:
        return Paragraph(f"{lead}Keine Maßnahme ist als erledigt gemeldet; danach wurde nicht gefragt.")
    if not effect.n:
        return Paragraph(
            f"{lead}Was ohne die Beratung geschehen wäre: {NOT_ASKED} ({effect.unanswered} umgesetzte Maßnahmen)."
        )
    done = effect.n + effect.unanswered
    head = "der umgesetzten Maßnahme" if done == 1 else "{F22.done_all} umgesetzten Maßnahmen"
    gap = " Ohne diese Angabe: {F21.unanswered}." if effect.unanswered else ""
    return Paragraph(
        f"{lead}Von {head} wären nach Auskunft der Initiative ({facts.newest.role if facts.newest else '–'}) "
        f"{_would(effect)}.{gap} Das ist eine Selbstauskunft, keine Messung."
    )


def _would(effect: AdditionalityResult) -> str:
    parts = (
        (effect.not_at_all, "{F21.nothing} ohne die Beratung nicht"),
        (effect.later_or_smaller, "{F21.later} später oder kleiner"),
        (effect.unchanged, "{F21.unchanged} unverändert"),
    )
    return f"{listed([said for count, said in parts if count])} entstanden"


def _parallel(facts: ImpactFacts) -> Paragraph:
    data = facts.data
    lead = "**Parallele Unterstützung.** "
    if data.parallel_support:
        named = [clause(s.name, 90) + _period(s.from_on, s.to_on) for s in data.parallel_support[:_MOST_NAMED]]
        rest = len(data.parallel_support) - len(named)
        more = f"; dazu {in_words(rest)} weitere im Vorgang" if rest else ""
        return Paragraph(
            f"{lead}{'; '.join(named)}{more} (Auskunft: {informant(facts)}). Eine Trennung der Wirkungen ist nicht möglich.",
            style="body" if len(named) <= 2 else "small",
        )
    if data.no_parallel_support:
        on = day(facts.as_of)
        return Paragraph(
            f"{lead}Keine, nach Auskunft der Initiative ({informant(facts)}, {on}). Andere Einflüsse sind damit nicht ausgeschlossen."
        )
    return Paragraph(f"{lead}{NOT_ASKED.capitalize()}. Eine Trennung der Wirkungen ist nicht möglich.")


def _period(start: str | None, end: str | None) -> str:
    if start and end:
        return f", {day(start)} bis {day(end)}"
    return f", seit {day(start)}" if start else f", bis {day(end)}" if end else ""


def _alternatives(facts: ImpactFacts, goals: Sequence[GoalState]) -> list[Block]:
    """One other explanation for each improvement; what did not improve needs none."""
    improved = [g for g in goals if g.is_improved]
    if not improved:
        return [Paragraph("**Andere Erklärungen.** Kein Ziel hat sich messbar verbessert; zu erklären ist nichts.")]
    said = {a.of: a.text for a in facts.words.alternatives}
    if open_ := [g.goal.key for g in improved if g.goal.key not in said]:
        raise InputErrors(
            [
                f"Wirkung (alternatives): Für {listed(open_)} fehlt, was die Verbesserung außerdem erklären kann; bitte je ein Satz."
            ]
        )
    rows = tuple((Cell(literal(g.short), bold=True), sentence(literal(said[g.goal.key]))) for g in improved)
    header = ("Verbessert", "Was es außerdem erklären kann (Einschätzung der Agentur)")
    return [Table("erklaerungen", "", header, rows, (0.27, 0.73), size="tiny")]


def _ladder(facts: ImpactFacts) -> list[Block]:
    lead = "**Wirkung bei den Mitgliedern:** " if facts.words.ladder else ""
    return [Paragraph(f"{lead}{_ladder_words(facts)}", style="small")]


def _ladder_words(facts: ImpactFacts) -> str:
    """Four steps in counts with the return; nothing about fewer answers than the rule allows."""
    ladder, fewest = facts.words.ladder, impact_note_rules().groups.fewest
    if ladder is None:
        return f"Ob Mitglieder Kompetenzen gewonnen oder neue Produkte entwickelt haben, wurde {NOT_ASKED}."
    rate = percent(ladder.answers / ladder.invited)
    back = f"{ladder.answers} von {ladder.invited} Mitgliedern ({rate}) antworteten am {day(ladder.asked_on)}"
    if ladder.answers < fewest:
        return f"weniger als {fewest} Mitglieder antworteten; wir zeigen nichts."
    if ladder.smes is None:
        return f"{back}: {_steps(ladder)}."
    if ladder.smes.answers < fewest or 0 < ladder.answers - ladder.smes.answers < fewest:
        apart = f"Kleine und mittlere Unternehmen nicht getrennt: eine der Gruppen hat weniger als {fewest} Antworten."
        return f"{back}: {_steps(ladder)}. {apart}"
    return f"{back}: {_steps(ladder)}. Davon kleine und mittlere Unternehmen (n = {ladder.smes.answers}): {_steps(ladder.smes)}."


def _steps(counts: LadderCounts) -> str:
    return (
        f"{counts.participated} teilgenommen → {counts.competence} Kompetenz gewonnen → {counts.idea} Idee entwickelt → "
        f"{counts.innovation} neues Produkt oder Verfahren"
    )


def _unintended(facts: ImpactFacts) -> Paragraph:
    text = facts.words.unintended or facts.data.unintended
    said = sentence(clause(text, impact_note_rules().page.statement)) if text else f"{NOT_ASKED}."
    return Paragraph(f"**Unbeabsichtigte Wirkungen und Kosten:** {said}", style="small")


def _has_story(facts: ImpactFacts) -> bool:
    return facts.words.story is not None and facts.data.story_release is True


def _story(facts: ImpactFacts) -> list[Block]:
    """Only with the initiative's release in the follow-up and a written one of the partner."""
    story = facts.words.story
    if story is None or not _has_story(facts):
        return []
    released = f"Freigegeben am {day(story.released_on)}: {literal(story.released_by)}."
    return [Callout(literal(story.title), f"{literal(story.text)}\n\n{released}")]
