"""The situation brief before the first strategy day: findings, hypotheses, questions; eight pages at most (7a)."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.chapters.benchmark import compared_indicators, strips
from clusterprocess.offerings.cluster_strategy.chapters.environment import trends
from clusterprocess.offerings.cluster_strategy.chapters.options import importance, swot_table
from clusterprocess.offerings.cluster_strategy.chapters.starting_position import KIND_NAMES, quotes, waterfall
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.indicators import INDICATORS
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    DocumentContext,
    Heading,
    Paragraph,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.standard.figures import rank_of
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.rows import SERVICE_NAMES


def situation_brief(case: Case) -> DocumentContext:
    """The context of the Situationsanalyse."""
    return simple_paper(case, "situationsanalyse", "Situationsanalyse", _content(case), figures_of(case))


def _content(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(1, "Auf einen Blick", "b1"), Bullets(tuple(key_sentences(case)))]
    blocks += _members_and_money(case)
    group, shown = case.finding("F1"), compared_indicators(case)
    if group and group["sufficient"] and shown:
        blocks += [
            Heading(1, "Im Vergleich", "b3"),
            Paragraph(str(group["definition"])),
            strips(case, group, shown),
        ]
    if case.finding("F15"):
        blocks += [Heading(1, "Trends", "b4"), *trends(case)]
    if case.finding("F5"):
        blocks += [Heading(1, "Stärken, Schwächen, Chancen, Risiken", "b5"), *swot_table(case)]
    blocks += importance(case)
    if found := quotes(case):
        blocks += [Heading(1, "Stimmen aus den Gesprächen", "b6"), *found]
    blocks += [Heading(1, "Hypothesen für den Strategietag", "b7"), Bullets(tuple(hypotheses(case)), numbered=True)]
    blocks += _uncertainties(case)
    blocks += [
        Heading(1, "Offene Datenlücken", "b8"),
        Bullets(tuple(gaps(case)) or ("Keine: Alle Pflichtangaben dieser Stufe liegen vor.",)),
    ]
    return tuple(blocks)


def _members_and_money(case: Case) -> list[Block]:
    if not case.profile:
        return []
    firms = int(case.profile["members_sme"]) + int(case.profile["members_large"])
    total = sum(int(case.profile[k]) for k in KIND_NAMES)
    rows = tuple((name, Cell(str(case.profile[key]), align="right")) for key, name in KIND_NAMES.items())
    blocks: list[Block] = [
        Heading(1, "Mitglieder und Mittel", "b2"),
        Table(
            "b_members",
            f"{firms} von {total} Mitgliedern sind Unternehmen ({percent(firms / total)})",
            ("Art", "Mitglieder"),
            rows,
            (0.7, 0.3),
            ("left", "right"),
            f"Mitgliederliste, Stand {day(case.profile_as_of)}",
            size="small",
        ),
    ]
    if has_grant(case):
        blocks.append(waterfall(case))
    return blocks


def has_grant(case: Case) -> bool:
    """Whether the stress test takes something away; without a grant there is nothing to show."""
    return bool(case.finding("F10")) and case.finding("F10")["stress"]["lost_source"] is not None


def _uncertainties(case: Case) -> list[Block]:
    """What may go either way, for the day on which the scenarios are made."""
    rows = case.answers.get("key_uncert", [])
    if not rows:
        return []
    return [
        Heading(1, "Was so oder so kommen kann", "b9"),
        Bullets(tuple(f"**{u['title']}:** {u['one_end']} oder {u['other_end']}." for u in rows)),
    ]


def key_sentences(case: Case) -> list[str]:
    """What a reader should remember, each sentence with its count."""
    found = []
    figures = figures_of(case)
    if "F11.members_total" in figures:
        found.append("{F11.members_total} Mitglieder, davon {F11.companies} Unternehmen ({F11.company_share}).")
    if "F11.in_projects" in figures:
        found.append(
            "{F11.in_projects} von {F11.members_total} Mitgliedern ({F11.in_projects_share}) arbeiten in gemeinsamen Projekten oder Arbeitsgruppen."
        )
    if has_grant(case):
        found.append("Ohne den Zuschuss ({F10.grant_share} der Einnahmen) fehlen jährlich {F10.gap}.")
    if "F20.responses" in figures:
        found.append("Die Befragung erreichte {F20.responses} von {F20.invited} Mitgliedern ({F20.rate}).")
    ranked = (
        [(r, i) for i in INDICATORS if (r := rank_of(case.finding(f"F2.{i.key}"))) is not None]
        if case.finding("F1")
        else []
    )
    if ranked:
        best, worst = min(ranked, key=lambda t: t[0]), max(ranked, key=lambda t: t[0])
        found.append(
            f"Im Vergleich mit {{F1.peers}} Initiativen: {best[1].name} auf Rang {best[0]}, {worst[1].name} auf Rang {worst[0]} von {{F1.group}}."
        )
    return found


def hypotheses(case: Case) -> list[str]:
    """Statements for the room to confirm or refute, derived from the findings."""
    found = []
    rows = [s for s in case.finding("F9").get("services", []) if s["satisfaction"] is not None]
    if rows and not case.finding("F9").get("qualitative_only"):
        worst = max(rows, key=lambda s: s["shortfall"])
        name = SERVICE_NAMES[worst["category"]].de
        found.append(
            f"{name} ist wichtig ({number(worst['need'], 1)} von 5), erfüllt die Erwartungen aber nicht ({number(worst['satisfaction'], 1)} von 5)."
        )
    chain = case.finding("F17")
    if chain and chain["thin"]:
        found.append(
            f"In {in_words(len(chain['thin']))} Stufen der Wertschöpfung fehlen Partner: {', '.join(chain['thin'])}."
        )
    if has_grant(case):
        money = case.finding("F10")
        found.append(
            f"Die Einnahmen hängen zu {percent(money['stress']['lost_share'])} an einer Quelle; ein einzelner Ersatz genügt nicht."
        )
    for item in sorted(case.finding("F5").get("items", []), key=lambda i: -i["score"])[:3]:
        found.append(f"{item['text']} – was folgt daraus für die Wahl der Felder?")
    return found
