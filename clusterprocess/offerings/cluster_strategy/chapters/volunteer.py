"""The paper of a volunteer-run initiative (M0): seven short chapters on eight pages, two figures, no benchmark.

Outline: yardsticks/strategiepapier.md, section G.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.chapters import summary as standard
from clusterprocess.offerings.cluster_strategy.chapters.emerging import upright_table
from clusterprocess.offerings.cluster_strategy.chapters.fields_of_action import stop_table
from clusterprocess.offerings.cluster_strategy.chapters.governance import gap_table
from clusterprocess.offerings.cluster_strategy.chapters.options import SWOT_NAMES, strongest
from clusterprocess.offerings.cluster_strategy.chapters.starting_position import members_chart, quotes
from clusterprocess.offerings.sections.blocks import (
    Align,
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Heading,
    Paragraph,
    Series,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import headline, own


def summary(case: Case) -> tuple[Block, ...]:
    """One page for the vote: purpose, projects with their goal, money, what stops."""
    goals = tuple((p["title"], p["goal"]) for p in case.plan["projects"])
    count, last = in_words(len(goals)).capitalize(), case.plan["years"][1]
    return standard.one_page(
        case, "Unser Zweck", f"{count} Vorhaben, {count.lower()} Ziele bis {last}", "Vorhaben", goals
    )


def who_we_are(case: Case) -> tuple[Block, ...]:
    """Members and what they share."""
    return (
        Heading(1, headline(case, "who", "Wer wir sind"), "who", page_break=True),
        *own(case, "who.before"),
        members_chart(case),
        *own(case, "who.after"),
    )


def what_moves_us(case: Case) -> tuple[Block, ...]:
    """SWOT light: up to three points per letter, each with its evidence."""
    rows: list[tuple[str | Cell, ...]] = [
        (Cell(name if n == 0 else "", bold=True, shade="light"), item["title"], item["evidence"])
        for letter, name in SWOT_NAMES.items()
        for n, item in enumerate(strongest(case, letter, 3))
    ]
    return (
        Heading(1, headline(case, "moves", "Was uns bewegt"), "moves", page_break=True),
        *own(case, "moves.before"),
        Table(
            "swot",
            f"{in_words(len(rows)).capitalize()} Punkte, jeder mit Beleg",
            ("", "Punkt", "Beleg"),
            tuple(rows),
            (0.15, 0.50, 0.35),
            size="small",
        ),
        *quotes(case, "moves.after"),
        *own(case, "moves.after"),
    )


def purpose_and_projects(case: Case) -> tuple[Block, ...]:
    """The purpose, the vote, what is left aside, and the projects with one goal each."""
    plan = case.plan
    count = in_words(len(plan["projects"]))
    blocks: list[Block] = [
        Heading(1, f"Zweck und {count} Vorhaben", "purpose", page_break=True),
        *own(case, "purpose.before"),
        Callout("Unser Zweck", plan["vision"], tuple(plan["mission"])),
        *own(case, "projects.before"),
        *_votes(case),
        *own(case, "projects.after"),
        Bullets(tuple(_left_aside(o) for o in plan["options"] if o["decision"] != "gewaehlt")),
    ]
    for project in plan["projects"]:
        blocks += _project(project)
    return (*blocks, _goals(case))


def _votes(case: Case) -> tuple[Block, ...]:
    """Dots in total; in a small room groups would be recognisable."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if not result or held is None:
        return ()
    titles = {o["key"]: o["title"] for o in case.plan["options"]}
    rows = sorted(result["options"], key=lambda o: -o["dots"])
    names = tuple(titles.get(o["option"], o["option"]) for o in rows)
    return (
        Chart(
            "votes",
            f"{names[0]} liegt mit {rows[0]['dots']} von {result['total_dots']} Punkten vorn",
            "bar",
            (Series("Punkte", tuple(float(o["dots"]) for o in rows), colour="companies"),),
            "Balkendiagramm der Punktabfrage: "
            + "; ".join(f"{name} {o['dots']}" for name, o in zip(names, rows, strict=True)),
            names,
            f"{result['organisations']} Organisationen, je {result['dots_each']} Punkte, höchstens 2 auf ein Vorhaben; {held.title} {day(held.held_on)}",
            "Punkte",
            height_cm=0.8 * len(rows) + 1.7,
        ),
    )


def _left_aside(option: Mapping[str, Any]) -> str:
    again = "" if option["resubmission"] in ("–", "keine") else f" Wiedervorlage: {option['resubmission']}."
    return f"**{option['title']}:** {option['reason']}{again}"


def _project(project: Mapping[str, Any]) -> list[Block]:
    return [
        Heading(2, project["statement"], f"purpose.{project['key']}"),
        Paragraph(project["why"], own=f"project.{project['key']}.why"),
        Bullets(tuple(project["commitments"]), own=f"project.{project['key']}.commitments"),
        Paragraph(
            f"**Federführung:** {project['lead']}. **Risiko:** {project['risk']['risk']} {project['risk']['answer']}"
        ),
    ]


def _goals(case: Case) -> Table:
    projects = case.plan["projects"]
    years = sorted({year for p in projects for year in p["goal"]["targets"]})
    span = 0.26 / max(len(years), 1)
    rows = tuple(
        (
            Cell(p["goal"]["indicator"], bold=True),
            ", ".join(
                filter(
                    None, (p["goal"]["baseline_text"], day(p["goal"].get("baseline_on")), p["goal"]["baseline_source"])
                )
            ),
            *(p["goal"]["targets"].get(y, "–") for y in years),
            p["goal"]["measured_by"],
        )
        for p in projects
    )
    return Table(
        "targets",
        f"Woran wir {years[-1]} sehen, ob es gelungen ist",
        ("Messgröße", "heute, Quelle", *years, "wer zählt"),
        rows,
        (0.25, 0.30, *([span] * len(years)), 0.19),
        size="small",
    )


def who_does_what(case: Case) -> tuple[Block, ...]:
    """The measures, whether the volunteers can bear them, and what they stop doing."""
    return (
        Heading(1, headline(case, "doing", "Wer macht was bis wann"), "doing", page_break=True),
        *own(case, "doing.before"),
        upright_table(case, "der Aktiven"),
        *own(case, "capacity"),
        Heading(3, "Was wir nicht mehr tun", "stop", numbered=False),
        *own(case, "stop.before"),
        stop_table(case, "Tage"),
    )


def money(case: Case) -> tuple[Block, ...]:
    """Income and cost until the plan adds up, the first fee scale, and the steps that close the gap."""
    return (
        Heading(1, headline(case, "money", "Geld und Beitrag"), "money", page_break=True),
        *own(case, "money.before"),
        _budget(case),
        gap_table(case),
        *own(case, "fees"),
        _fees(case),
        Bullets(tuple(case.plan["financing"]["assumptions"])),
        Paragraph(case.plan["financing"]["sensitivity"], own="financing.sensitivity"),
    )


def _budget(case: Case) -> Table:
    money_plan = case.plan["financing"]
    years = sorted(money_plan["cost_eur"])
    right: list[Align] = ["right"] * len(years)

    def row(name: str, amounts: list[Decimal], *, bold: bool = False) -> tuple[str | Cell, ...]:
        return (Cell(name, bold=bold), *(Cell(number(a), align="right", bold=bold) for a in amounts))

    per_source = [(s["name"], [Decimal(str(s["amounts_eur"].get(y, 0))) for y in years]) for s in money_plan["sources"]]
    income = [sum((amounts[i] for _, amounts in per_source), Decimal(0)) for i in range(len(years))]
    cost = [Decimal(str(money_plan["cost_eur"][y])) for y in years]
    rest = [i - c for i, c in zip(income, cost, strict=True)]
    rows = (
        *(row(name, amounts) for name, amounts in per_source),
        row("Einnahmen", income, bold=True),
        row("Ausgaben", cost, bold=True),
        row("bleibt", rest, bold=True),
    )
    return Table(
        "budget",
        f"{years[-1]} decken die Einnahmen die Ausgaben"
        + ("" if rest[-1] == 0 else f", es bleiben {number(rest[-1])} Euro"),
        ("Euro", *years),
        rows,
        (0.46, *([0.54 / len(years)] * len(years))),
        ("left", *right),
        source=f"{case.answers['finances']['source']}; ab {case.plan['years'][0]} Planung",
        size="small",
        total_row=True,
    )


def _fees(case: Case) -> Table:
    fees = case.plan["financing"]["fees"]
    total = sum((Decimal(str(f["fee_eur"])) * f["members"] for f in fees), Decimal(0))
    payers = sum(f["members"] for f in fees)
    rows: list[tuple[str | Cell, ...]] = [
        (
            f["name"],
            Cell(number(Decimal(str(f["fee_eur"]))), align="right"),
            Cell(str(f["members"]), align="right"),
            Cell(number(Decimal(str(f["fee_eur"])) * f["members"]), align="right"),
        )
        for f in fees
    ]
    rows.append(
        (Cell("Summe", bold=True), "", Cell(str(payers), bold=True, align="right"),
         Cell(number(total), bold=True, align="right"))
    )  # fmt: skip
    return Table(
        "fees",
        f"Ab {case.plan['financing']['fees_from']}: {in_words(len(fees))} Klassen, {number(total)} Euro im Jahr",
        ("Klasse", "Euro im Jahr", "Mitglieder", "Summe"),
        tuple(rows),
        (0.46, 0.18, 0.18, 0.18),
        ("left", "right", "right", "right"),
        source="Vorschlag an die Mitgliederversammlung; Zahl der Mitglieder vorsichtig gerechnet",
        size="small",
        total_row=True,
    )


def next_steps(case: Case) -> tuple[Block, ...]:
    """Dates, early warning, and the next review: the paper ends with a date."""
    first = [m for m in case.plan["measures"] if m["first_step"]]
    dates = sorted(case.plan["milestones"], key=lambda m: str(m["on"]))
    titles = {p["key"]: p["title"] for p in case.plan["projects"]} | {"Gremien": "Verein"}
    return (
        Heading(1, "Nächste Schritte", "next", page_break=True),
        *own(case, "next.before"),
        Table(
            "dates",
            f"{in_words(len(dates)).capitalize()} Termine bis {day(dates[-1]['on'])}",
            ("Tag", "Was dann geschehen ist", "gehört zu"),
            tuple((Cell(day(m["on"]), bold=True), m["title"], titles[m["field"]]) for m in dates),
            (0.16, 0.54, 0.30),
            size="small",
        ),
        *(
            (Paragraph("In den ersten zwei Wochen:"), Bullets(tuple(f"{m['title']} – {m['lead']}" for m in first)))
            if first
            else ()
        ),
        *own(case, "next.after"),
        Paragraph(case.plan["next_review"]),
    )
