"""Page 2 of the impact note: one bar per field, every measure that was due, and the rate with both counts."""

from __future__ import annotations

from collections.abc import Sequence

from clusterprocess.catalogues.impact_note import impact_note_rules
from clusterprocess.offerings.sections.blocks import (
    Block,
    Cell,
    Chart,
    Colour,
    Heading,
    Paragraph,
    Series,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.follow_up_answers import OBSTACLE_NAMES
from clusterprocess.offerings.standard.impact_facts import ImpactFacts
from clusterprocess.offerings.standard.impact_layout import fitting
from clusterprocess.offerings.standard.impact_measures import (
    CLASSES,
    DONE,
    LATER,
    OVERDUE,
    SILENT,
    WITHDRAWN,
    Measures,
    MeasureState,
)
from clusterprocess.offerings.standard.impact_texts import NOT_ASKED, clause, listed, sentence

_COLOURS: dict[str, Colour] = {
    DONE: "companies",
    OVERDUE: "science",
    WITHDRAWN: "other",
    LATER: "public",
    SILENT: "muted",
}


def measures_page(facts: ImpactFacts, measures: Measures) -> list[Block]:
    """What became of each measure, the rate with both counts, and the help that was asked for."""
    return [
        Heading(1, _measures_heading(measures), "massnahmen", numbered=False, page_break=True),
        _measures_chart(facts, measures),
        *_measures_table(facts, measures),
        *_after_measures(facts, measures),
    ]


def _measures_heading(measures: Measures) -> str:
    if not measures.rate:
        return "Was aus den Maßnahmen wurde: keine Angabe"
    if not measures.due:
        return "Was aus den Maßnahmen wurde: noch keine fällig"
    overdue = len(measures.of(OVERDUE))
    late = f", {in_words(overdue)} überfällig" if overdue else ""
    done = "keine" if not measures.done else in_words(measures.done)
    return f"Maßnahmen: {done} von {in_words(measures.due)} fälligen umgesetzt{late}"


def _measures_chart(facts: ImpactFacts, measures: Measures) -> Chart:
    groups = list(dict.fromkeys(m.group for m in measures.rows))
    used = [kind for kind in CLASSES if measures.of(kind)]
    series = tuple(
        Series(kind, tuple(_count(measures.rows, group, kind) for group in groups), colour=_COLOURS[kind])
        for kind in used
    )
    parts = [f"{len(measures.of(kind))} {kind}" for kind in used]
    caption = f"{len(measures.rows)} Maßnahmen: {listed(parts)}"
    alt = f"Gestapelte Balken je Handlungsfeld. {caption}."
    return Chart(
        "massnahmen", caption, "stacked_bar", series, alt, tuple(groups), height_cm=min(1.6 + 0.62 * len(groups), 5.0), legend=True, source=f"Plan und Nachbefragung, Stand {day(measures.as_of)}",
    )  # fmt: skip


def _count(rows: Sequence[MeasureState], group: str, kind: str) -> float | None:
    found = sum(m.group == group and m.kind == kind for m in rows)
    return float(found) if found else None


def _measures_table(facts: ImpactFacts, measures: Measures) -> list[Block]:
    if not measures.due_rows:
        return [Paragraph("Bis zum Stand der Angaben war keine Maßnahme fällig.")]
    page = impact_note_rules().page
    groups = len({m.group for m in measures.rows})
    rows = [_measure_row(m, page.clause) for m in measures.due_rows]
    count = fitting(rows, _MEASURE_WIDTHS, page.table_lines - 2 * max(0, groups - 4))
    left = [f"{m.number} ({m.kind})" for m in measures.due_rows[count:]]
    more = f" Außerdem, mit Einzelheiten im Vorgang: {', '.join(left)}." if left else ""
    return [
        Table(
            "massnahmen", "Fällige Maßnahmen: was nicht umgesetzt ist, steht zuerst",
            ("Nr.", "Maßnahme", "Ende geplant", "Stand", "Ergebnis, sonst Grund", "Nachweis"),
            tuple(rows[:count]), _MEASURE_WIDTHS, size="tiny", source=f"Selbstauskunft; Nachweise im Vorgang.{more}",
        )
    ]  # fmt: skip


_MEASURE_WIDTHS = (0.07, 0.22, 0.10, 0.13, 0.30, 0.18)


def _measure_row(measure: MeasureState, most: int) -> tuple[str | Cell, ...]:
    line = measure.line
    shade: Shade = "warn" if measure.kind in (OVERDUE, SILENT) else "none"
    head = (Cell(line.number, bold=True), clause(line.title, most), day(line.end))
    if not line.status:
        return (*head, Cell("ohne Angabe", shade=shade), "–", "–")
    reason = OBSTACLE_NAMES.get(line.reason, "")
    result, evidence = clause(line.result, most), clause(line.evidence, 60) or "–"
    if measure.kind == DONE:
        ended = day(line.ended_on)
        return (*head, f"erledigt {ended}" if ended else "erledigt, Tag ohne Angabe", result or "–", evidence)
    if measure.kind == WITHDRAWN:
        by = f"entschieden: {clause(line.decided_by, 40)}" if line.decided_by else "wer entschied: ohne Angabe"
        return (*head, "verworfen", f"{reason} ({by})" + (f": {result}" if result else ""), evidence)
    until = f"{OVERDUE}, neuer Termin {day(line.new_due_on)}" if line.new_due_on else f"{OVERDUE}, kein neuer Termin"
    who = f" (zuständig: {clause(line.lead, 60)})" if line.lead else ""
    told = f": {result}" if result else ""
    return (*head, Cell(until, shade=shade), f"{reason or 'Grund ohne Angabe'}{who}{told}", evidence)


def _after_measures(facts: ImpactFacts, measures: Measures) -> list[Block]:
    blocks: list[Block] = []
    if measures.rate and measures.rate.rate is not None:
        silent = " Maßnahmen ohne Angabe zählen weder als fällig noch als umgesetzt." if measures.of(SILENT) else ""
        early = measures.rate.done_early
        ahead = (
            f" {in_words(early).capitalize()} vor der Fälligkeit erledigte {'kommt' if early == 1 else 'kommen'} hinzu."
            if early
            else ""
        )
        withdrawn = len(measures.of(WITHDRAWN))
        apart = "; verworfene zählen nicht mit" if withdrawn != 1 else "; die verworfene Maßnahme zählt nicht mit"
        blocks.append(
            Paragraph(
                "**Umsetzungsquote:** {F22.done} von {F22.due} fälligen Maßnahmen ({F22.rate})"
                f"{apart}. Fällig ist, was am {day(measures.as_of)} nach Plan beendet sein sollte.{ahead}{silent}"
            )
        )
    blocks += _help(facts)
    later = measures.of(LATER)
    if later:
        names = ", ".join(
            f"{m.number} ({m.line.end:%m/%Y})" if m.line.end else f"{m.number} (ohne Termin)" for m in later
        )
        blocks.append(Paragraph(f"Noch nicht fällig: {names}.", style="small"))
    return blocks


def _help(facts: ImpactFacts) -> list[Block]:
    data = facts.data
    if data.help_needed is None:
        return [Paragraph(f"Ob Hilfe gebraucht wird: {NOT_ASKED}.", style="small")]
    if not data.help_needed:
        return [Paragraph("Hilfe der Agentur ist nach Auskunft der Initiative nicht nötig.", style="small")]
    what = clause(data.help_text, impact_note_rules().page.statement)
    asked = f": {what}" if what else ""
    return [Paragraph(f"**Hilfe erbeten**{sentence(asked)} Aufgabe der Agentur: Rückmeldung durch die Federführung.")]
