"""The brief before the Beratungsgespräch: question, findings so far, hypotheses, open gaps; eight pages at most (7f)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice import (
    section_finance,
    section_governance,
    section_impact,
    section_members,
    section_words,
)
from clusterprocess.offerings.individual_advice.chapters import deciding
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.individual_advice.modules import chosen
from clusterprocess.offerings.individual_advice.section_impact import shown_fields
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, DocumentContext, Heading, Paragraph, Quote
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.offerings.standard.paper import simple_paper

Part = Callable[[Case], tuple[Block, ...]]

SHOWN: dict[str, tuple[Part, ...]] = {
    "finanzierung": (section_finance.waterfall, section_finance.balances, section_finance.scenario_table),
    "mitgliederstruktur": (section_members.members_chart, section_members.leavers_table, section_members.chain_table),
    "governance": (section_governance.statements_chart, section_governance.rights_table, section_governance.gaps),
    "wirkung": (section_impact.impact_chart, section_impact.field_table, section_impact.ladder_table),
}
"""Charts and tables of the full modules, without the consultant's words, which are not written yet."""


def situation_brief(case: Case) -> DocumentContext:
    """The context of the Situationsanalyse."""
    return simple_paper(case, "situationsanalyse", "Situationsanalyse", _content(case), figures_of(case))


def _content(case: Case) -> tuple[Block, ...]:
    article, body = deciding(case)
    until = day(case.answers["decision_by"]["on"])
    blocks: list[Block] = [
        Heading(1, "Die Frage", "b1"),
        Callout(f"Zu entscheiden bis {until}: {article} {body}", case.answers["question"]),
        Paragraph(f"Woran der Nutzen zu erkennen ist: {case.answers['success']}"),
    ]
    for place, module in enumerate(chosen(case.answers), 2):
        blocks.append(Heading(1, module.name.de, f"b{place}"))
        for part in SHOWN.get(module.key, ()):
            blocks += part(case)
        if module.key not in SHOWN:
            blocks += section_words.section(case, module.key)
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]][:2]
    if quotes:
        blocks += [Heading(1, "Stimmen aus den Gesprächen", "bq"), *(Quote(text, who) for text, who in quotes)]
    if found := hypotheses(case):
        blocks += [Heading(1, "Hypothesen für das Gespräch", "bh"), Bullets(tuple(found), numbered=True)]
    blocks += [
        Heading(1, "Was noch offen ist", "bg"),
        Bullets(tuple(open_points(case)) or ("Keine: Alle Angaben zu den gewählten Modulen liegen vor.",)),
    ]
    return tuple(blocks)


def hypotheses(case: Case) -> list[str]:
    """Statements for the room to confirm or refute, derived from the findings."""
    figures, found = figures_of(case), []
    if "BER2.basis.first" in figures:
        if case.finding("BER2")["scenarios"][0]["first_negative_month"]:
            found.append("Kommt nur, was zugesagt ist, fehlt ab {BER2.basis.first} Geld für laufende Kosten.")
        found.append("Von den geplanten Einnahmen sind {BER2.certain_share} zugesagt; was geschieht mit dem Rest?")
    if "F10.gap_per_payer" in figures:
        found.append("Niemand würde {F10.gap_per_payer} mehr im Jahr zahlen; es braucht mehr als eine Maßnahme.")
    if "F17.thin" in figures and case.finding("F17")["thin"]:
        found.append("Neue Mitglieder lohnen sich vor allem in den {F17.thin} dünnen von {F17.stages} Stufen.")
    if "BER1.clear" in figures:
        found.append(
            "Nur bei {BER1.clear} von {BER1.decisions} Entscheidungen ist genau eine Stelle zuständig; das kostet Zeit."
        )
    low = [advice().impact_name(f["field"]) for f in shown_fields(case) if f["quadrant"] == "wichtig, kaum spürbar"]
    if low:
        found.append(f"{', '.join(low)}: wichtig, aber kaum spürbar. Kann das Netzwerk daran etwas ändern?")
    found += self_image(case)
    if "SUC.open" in figures:
        found.append("{SUC.open} von {SUC.roles} Rollen haben keine Nachfolge; welche davon trägt die Initiative?")
    return found


def self_image(case: Case) -> list[str]:
    """Fields in which the office expected clearly more effect than members report."""
    reported = {f["field"]: f["effect"] for f in shown_fields(case)}
    above = [
        advice().impact_name(row["field"])
        for row in case.answers.get("imp_fields", [])
        if row["field"] in reported and row["effect"] - reported[row["field"]] >= 1
    ]
    if not above:
        return []
    count = len(above)
    return [
        f"In {'einem Feld' if count == 1 else f'{in_words(count)} Feldern'} erwartete die Geschäftsstelle mindestens einen Punkt mehr Wirkung: {', '.join(above)}."
    ]


def open_points(case: Case) -> list[str]:
    """Missing answers, missing profile facts of the modules, and a decision date that is too near."""
    found = []
    due, shortest = date.fromisoformat(case.answers["decision_by"]["on"]), advice().intake.shortest_decision_days
    if (due - case.requested_on).days < shortest:
        found.append(
            f"Zwischen Anfrage und Entscheidung liegen weniger als {in_words(shortest)} Tage; bitte den Termin klären."
        )
    result = case.finding("BER1")
    if result and result["unanswered"]:
        found.append(
            f"Governance: {len(result['unanswered'])} von {result['statements']} Aussagen sind nicht beantwortet."
        )
    return [*found, *gaps(case)]
