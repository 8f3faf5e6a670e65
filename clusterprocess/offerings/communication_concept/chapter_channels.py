"""Chapter 6 of the Kommunikationskonzept: who is reached, what a contact costs, what stays, starts and ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.communication import (
    audience_name,
    audience_short,
    communication,
    contact_meaning,
    kind_name,
)
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import is_short, section
from clusterprocess.offerings.communication_concept.figures import asked_on, workshop_held
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import headline, own

SHADES: tuple[Shade, Shade, Shade] = ("none", "mid", "strong")
DECISION_SHADES: dict[str, Shade] = {"behalten": "none", "beginnen": "mid", "beenden": "warn"}


def channels(case: Case) -> tuple[Block, ...]:
    """Coverage today and after the plan, cost per contact within a kind, the decisions, what ends."""
    return (
        Heading(1, headline(case, "6", "Kanäle und Instrumente"), "6"),
        *section(case, "Wen die Kanäle erreichen", "6.1"),
        *own(case, "coverage.before"),
        *((coverage_and_costs(case),) if is_short(case) else coverage(case, "KOM2", "coverage", "heute")),
        *own(case, "coverage.after"),
        *(() if is_short(case) else coverage(case, "KOM2.plan", "coverage_plan", "nach dem Plan")),
        *section(case, "Was ein Kontakt kostet", "6.2"),
        *own(case, "costs.before"),
        *(() if is_short(case) else costs(case)),
        *own(case, "costs.after"),
        *section(case, "Behalten, beginnen, beenden", "6.3"),
        *own(case, "decisions.before"),
        decisions(case),
        *own(case, "decisions.after"),
        *own(case, "stop"),
        *(() if is_short(case) else (ending(case),)),
    )


def coverage(case: Case, finding: str, key: str, when: str) -> tuple[Block, ...]:
    """Channels by target groups as shaded cells; a group without any channel is marked in every cell of its column."""
    result = case.finding(finding)
    if not result:
        return ()
    groups = result["coverage"]
    names = {c["key"]: c["name"] for kind in result["kinds"] for c in kind["channels"]}
    rows: list[tuple[str | Cell, ...]] = [
        (Cell(name, bold=True), *(_mark(group["by_channel"][channel], group["is_hole"]) for group in groups))
        for channel, name in names.items()
    ]
    rows.append(
        (
            Cell("Hauptkanäle", bold=True, shade="light"),
            *(
                Cell("Loch" if g["is_hole"] else str(g["main"]), bold=True, align="center",
                     shade="warn" if g["main"] == 0 else "light")
                for g in groups
            ),
        )
    )  # fmt: skip
    width = 0.72 / len(groups)
    right: list[Align] = ["center"] * len(groups)
    return (
        Table(
            key,
            _coverage_caption(result, when),
            ("Kanal", *(audience_short(g["audience"]) for g in groups)),
            tuple(rows),
            (0.28, *([width] * len(groups))),
            ("left", *right),
            f"{asked_on(case) if finding == 'KOM2' else 'Konzept'}; 2 = für diese Gruppe gemacht, 1 = auch gemeint, leer = nein; "
            "Zielgruppen nach Priorität",
            size="tiny",
        ),
    )


def _mark(value: int, hole: bool) -> Cell:
    shade: Shade = "warn" if hole else SHADES[value]
    return Cell(str(value) if value else "", shade=shade, align="center")


def _coverage_caption(result: Mapping[str, Any], when: str) -> str:
    if result["holes"]:
        return f"Ohne jeden Kanal {when}: {', '.join(audience_name(a) for a in result['holes'])}"
    if result["without_main"]:
        return (
            f"Kein Loch, doch {when} ohne eigenen Kanal: {', '.join(audience_name(a) for a in result['without_main'])}"
        )
    count = in_words(len(result["coverage"]))
    return (
        f"{when[0].upper()}{when[1:]} hat jede der {count} Zielgruppen mindestens einen Kanal, der für sie gemacht ist"
    )


def costs(case: Case) -> tuple[Block, ...]:
    """Cost per contact side by side only within a kind, because a contact means something else in each (ruling 13)."""
    result = case.finding("KOM2")
    if not result:
        return ()
    rows: list[tuple[str | Cell, ...]] = []
    for kind in result["kinds"]:
        for place, row in enumerate(kind["channels"]):
            label = f"{kind_name(kind['kind'])}: {contact_meaning(kind['kind'])}" if place == 0 else ""
            each = row["per_contact_eur"]
            rows.append(
                (
                    Cell(label, shade="light" if place == 0 else "none"),
                    Cell(row["name"], bold=True),
                    number(row["contacts"]),
                    number(row["full_cost_eur"]),
                    "–" if each is None else number(each, 2),
                    "–" if row["rating"] is None else f"{row['rating']} von 5",
                )
            )
    return (
        Table(
            "costs",
            f"{{KOM2.channels}} Kanäle in {len(result['kinds'])} Arten; vergleichbar ist nur, was in derselben Art steht",
            (
                "Art: was ein Kontakt ist",
                "Kanal",
                "Kontakte im Jahr",
                "Euro mit Arbeitszeit",
                "Euro je Kontakt",
                "Bewertung",
            ),
            tuple(rows),
            (0.35, 0.19, 0.11, 0.13, 0.12, 0.10),
            ("left", "left", "right", "right", "right", "right"),
            f"{asked_on(case)}; eine Arbeitsstunde zählt {number(result['hour_eur'])} Euro (eigene Festlegung)",
            size="tiny",
        ),
    )


def coverage_and_costs(case: Case) -> Table:
    """Both tables in one, for the short paper; channels stay together by kind."""
    result = case.finding("KOM2")
    groups = result["coverage"]
    rows: list[tuple[str | Cell, ...]] = []
    for kind in result["kinds"]:
        for place, row in enumerate(kind["channels"]):
            marks = (_mark(group["by_channel"][row["key"]], group["is_hole"]) for group in groups)
            each = row["per_contact_eur"]
            rows.append(
                (
                    Cell(kind_name(kind["kind"]) if place == 0 else "", shade="light" if place == 0 else "none"),
                    Cell(row["name"], bold=True),
                    *marks,
                    Cell(number(row["contacts"]), align="right"),
                    Cell(number(row["full_cost_eur"]), align="right"),
                    Cell("–" if each is None else number(each, 2), align="right"),
                )
            )
    width = 0.39 / len(groups)
    center: list[Align] = ["center"] * len(groups)
    return Table(
        "coverage",
        _coverage_caption(result, "heute"),
        ("Art", "Kanal", *(audience_short(g["audience"]) for g in groups), "Kontakte", "Euro", "je Kontakt"),
        tuple(rows),
        (0.18, 0.17, *([width] * len(groups)), 0.09, 0.08, 0.09),
        ("left", "left", *center, "right", "right", "right"),
        f"{asked_on(case)}; 2 = für diese Gruppe gemacht, 1 = auch gemeint; Kontakte und Euro im Jahr, mit Arbeitszeit zu "
        f"{number(result['hour_eur'])} Euro je Stunde; Kosten je Kontakt nur innerhalb einer Art vergleichen",
        size="tiny",
    )


def votes_on(case: Case) -> dict[str, Mapping[str, Any]]:
    """Votes by channel, only where enough organisations voted that nobody is identifiable."""
    held = workshop_held(case)
    least = communication().scoring.votes_min
    rows = held.record.get("channel_votes", []) if held else []
    return {r["channel"]: r for r in rows if r["in_favour"] + r["against"] + r["abstained"] >= least}


def decisions(case: Case) -> Table:
    """Every channel with hours before and after, money, votes and reason."""
    plan, votes = case.plan, votes_on(case)
    order = ("behalten", "beginnen", "beenden")
    listed = sorted(plan["channels"], key=lambda c: order.index(c["decision"]))
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(c["name"], bold=True),
            Cell(c["decision"], shade=DECISION_SHADES[c["decision"]]),
            number(c["hours_before"]),
            number(c["hours_after"]),
            number(float(c["cost_eur"])),
            _vote(votes.get(c["key"])),
            _reason(case, c),
        )
        for c in listed
    ]
    before, after = (sum(c[key] for c in listed) for key in ("hours_before", "hours_after"))
    money = sum(float(c["cost_eur"]) for c in listed)
    rows.append((Cell("Summe", bold=True), "", number(before), number(after), number(money), "", ""))
    return Table(
        "decisions",
        "{PLAN.kept} Kanäle bleiben, {PLAN.started} beginnen, {PLAN.ended} enden",
        ("Kanal", "Entscheidung", "Std. bisher", "Std. künftig", "Euro künftig", "Stimmen", "Grund"),
        tuple(rows),
        (0.19, 0.11, 0.08, 0.09, 0.09, 0.10, 0.34),
        ("left", "left", "right", "right", "right", "left", "left"),
        "Stunden und Euro im Jahr; Stimmen der Organisationen in der Werkstatt: dafür : dagegen, in Klammern Enthaltungen",
        size="tiny",
        total_row=True,
    )


def _reason(case: Case, channel: Mapping[str, Any]) -> str:
    """The short paper has no table of its own for what ends."""
    if is_short(case) and channel["decision"] == "beenden":
        return f"{channel['reason']} Endet am {day(channel['ends_on'])}; {channel['told_by']}."
    return str(channel["reason"])


def _vote(vote: Mapping[str, Any] | None) -> str:
    if vote is None:
        return "–"
    abstained = f" ({vote['abstained']})" if vote["abstained"] else ""
    return f"{vote['in_favour']} : {vote['against']}{abstained}"


def ending(case: Case) -> Table:
    """What ends, when, and who tells those it concerns."""
    rows: list[tuple[str | Cell, ...]] = [
        (Cell(c["name"], bold=True), number(c["hours_before"]), day(c["ends_on"]), c["told_by"])
        for c in case.plan["channels"]
        if c["decision"] == "beenden"
    ]
    rows.append((Cell("Summe", bold=True), Cell("{KOM5.freed}", bold=True), "", ""))
    return Table(
        "ending",
        "Was endet, gibt {KOM5.freed} Stunden im Jahr frei",
        ("Kanal", "Std. im Jahr", "endet am", "wer es wem sagt"),
        tuple(rows),
        (0.28, 0.13, 0.15, 0.44),
        ("left", "right", "left", "left"),
        size="small",
        total_row=True,
    )
