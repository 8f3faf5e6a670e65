"""The Materialband of a communication concept: today's messages, consent and votes, beside the common sections."""

from __future__ import annotations

from clusterprocess.catalogues.communication import goal_name
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.figures import asked_on, figures_of, workshop_held
from clusterprocess.offerings.communication_concept.workshop_results import consent_text, votes_table
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import internal_volume as standard


def internal_volume(case: Case) -> DocumentContext:
    """The context of the Materialband."""
    sections = (
        _messages_today,
        _house_check,
        standard.interviews,
        _votes,
        standard.workshop_notes,
        standard.computations,
    )
    return standard.internal_volume(case, figures_of(case), sections)


def _messages_today(case: Case) -> list[Block]:
    rows = case.answers.get("messages", [])
    if not rows:
        return []
    names = {c["key"]: c["name"] for c in case.answers.get("channels", [])}
    table: tuple[tuple[str | Cell, ...], ...] = tuple(
        (
            goal_name(r["goal"]),
            Cell(r["message"], bold=True),
            *(
                Cell(v, shade="none") if v else Cell("fehlt", shade="warn")
                for v in (r["proof"], names.get(r["channel"], ""), r["owner"])
            ),
        )
        for r in rows
    )
    return [
        Heading(1, "Botschaften von heute", "m1"),
        Table(
            "m_messages",
            "Vollständig ist die Botschaft heute bei {KOM4.today.complete} von {KOM4.today.goals} Zielen",
            ("Ziel", "Botschaft", "Beleg", "Kanal", "verantwortlich"),
            table,
            (0.18, 0.30, 0.22, 0.15, 0.15),
            size="tiny",
            source=asked_on(case),
        ),
    ]


def _house_check(case: Case) -> list[Block]:
    """What the present messages lack, goal by goal."""
    bare = [g for g in case.finding("KOM4.today").get("goals", []) if g["missing"]]
    if not bare:
        return []
    return [
        Paragraph("Was zu einer sendefähigen Botschaft fehlt:"),
        Bullets(tuple(f"**{goal_name(g['goal'])}**: {', '.join(g['missing'])}" for g in bare)),
    ]


def _votes(case: Case) -> list[Block]:
    held = workshop_held(case)
    if held is None or not held.record.get("channel_votes"):
        return []
    return [
        Heading(1, f"Zustimmung und Abstimmung, {day(held.held_on)}", "m5", page_break=True),
        Paragraph(f"Der Satz: „{held.record['sentence']}“ {consent_text(held.record['consent'])}"),
        votes_table(held.record, "m_channels"),
    ]
