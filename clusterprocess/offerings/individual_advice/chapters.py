"""Chapters 1 to 3 of the Beratungsvermerk: question and answer, what it rests on, findings by module."""

from __future__ import annotations

from collections.abc import Callable

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice import (
    section_finance,
    section_governance,
    section_impact,
    section_members,
    section_words,
)
from clusterprocess.offerings.individual_advice.modules import Module, chosen
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import headline, own

BODIES: dict[str, tuple[str, str]] = {
    "vorstand": ("Der", "Vorstand"),
    "cm": ("Das", "Clustermanagement"),
    "kerngruppe": ("Die", "Kerngruppe"),
    "mitgliederversammlung": ("Die", "Mitgliederversammlung"),
}
"""Article and name of the body that decides."""

FULL: dict[str, Callable[[Case], tuple[Block, ...]]] = {
    "finanzierung": section_finance.section,
    "mitgliederstruktur": section_members.section,
    "governance": section_governance.section,
    "wirkung": section_impact.section,
}


def deciding(case: Case) -> tuple[str, str]:
    """Article and name of the body that decides on the question."""
    return BODIES[case.answers["decision_by"]["role"]]


def answer(case: Case) -> tuple[Block, ...]:
    """The question in the initiative's words, the answer in one paragraph, what is to be resolved, what it costs."""
    article, body = deciding(case)
    return (
        Heading(1, "Frage und Antwort", "1"),
        Callout("Die Frage", case.answers["question"]),
        Paragraph(case.plan["answer"], own="answer"),
        Callout(f"{article} {body} beschließt:", "", tuple(case.plan["resolution"])),
        Bullets(tuple(case.plan["costs_summary"])),
    )


def basis(case: Case) -> tuple[Block, ...]:
    """What the note rests on and how it was worked out; a table where more than one module or a conversation is behind it."""
    modules = chosen(case.answers)
    blocks: list[Block] = [Heading(1, "Datenbasis und Methode", "2"), *own(case, "data")]
    if not case.fast_lane:
        blocks.append(
            Table(
                "basis",
                _basis_caption(case, modules),
                ("Modul", "gestützt auf", "wie gearbeitet wurde", "Stand"),
                tuple((Cell(m.name.de, bold=True), m.rests_on, m.worked_out, _as_of(case, m)) for m in modules),
                (0.18, 0.32, 0.36, 0.14),
                size="small",
            )
        )
    return tuple(blocks)


def _basis_caption(case: Case, modules: tuple[Module, ...]) -> str:
    said = f"{in_words(len(modules)).capitalize()} {'Modul' if len(modules) == 1 else 'Module'}"
    further = []
    if case.interviews:
        n = len(case.interviews)
        further.append(
            f"{in_words(n)}{'s' if n == 1 else ''} Gespräch{'' if n == 1 else 'e'}".replace("eines ", "ein ")
        )
    if answers := len(case.survey.get("responses", ())):
        further.append(f"{answers} Fragebögen")
    held = sum(bool(w.record) for w in case.workshops)
    if held:
        further.append("ein Beratungsgespräch" if held == 1 else f"{in_words(held)} Beratungsgespräche")
    return f"{said}, gestützt auf {_listed(further)}" if further else said


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}"


def _as_of(case: Case, module: Module) -> str:
    if module.key == "finanzierung" and case.answers.get("fin_years"):
        return f"31.12.{case.answers['fin_years'][-1]['year']}"
    if module.key == "wirkung" and case.survey:
        return day(case.survey["closed_on"])
    return day(case.profile_as_of or case.requested_on)


def findings(case: Case) -> tuple[Block, ...]:
    """One section per chosen module, headed by a statement."""
    blocks: list[Block] = [Heading(1, "Befunde", "3")]
    for module in chosen(case.answers):
        build = FULL.get(module.key)
        blocks.append(Heading(2, headline(case, module.key, module.name.de), f"3.{module.key}"))
        blocks += build(case) if build and not case.fast_lane else section_words.section(case, module.key)
    return tuple(blocks)
