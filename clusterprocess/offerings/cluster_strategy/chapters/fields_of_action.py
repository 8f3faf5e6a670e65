"""Chapter 8 of the Strategiepapier: the fields with goals and commitments, the votes behind them, and what stops."""

from __future__ import annotations

from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.chapters.measures import month_year
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Heading,
    House,
    Paragraph,
    Series,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import own

REST = "öffentliche Hand und Sonstige"
"""Groups that are too small to be shown alone."""

_DATIVE = {"Unternehmen": "den Unternehmen", "Wissenschaft": "der Wissenschaft"}


def fields_of_action(case: Case) -> tuple[Block, ...]:
    """House, votes and dissent, then each field with five blocks, then what stops."""
    blocks: list[Block] = [
        Heading(1, "Handlungsfelder und Ziele", "8"),
        *own(case, "fields.before"),
        house(case),
        *votes(case),
        *own(case, "dissent"),
    ]
    for position, field in enumerate(case.plan["fields"], 1):
        blocks += field_blocks(case, position, field)
    blocks += stop_list(case, len(case.plan["fields"]) + 1)
    return tuple(blocks)


def house(case: Case) -> House:
    """Vision, fields with their first goal, and what carries them."""
    plan, last = case.plan, str(case.plan["years"][1])
    pillars = tuple(
        (f["title"], f"{f['goals'][0]['indicator']}: {f['goals'][0]['targets'].get(last, '')}") for f in plan["fields"]
    )
    return House(
        "house",
        f"{in_words(len(pillars)).capitalize()} Felder tragen die Vision",
        plan["vision"],
        pillars,
        "Geschäftsstelle, Feldverantwortliche aus Unternehmen, Vorstand",
        "Strategiehaus mit den Säulen " + ", ".join(p[0] for p in pillars),
    )


def votes(case: Case) -> tuple[Block, ...]:
    """Dots by group; a remainder below five joins the smallest group shown, so that nobody can be worked out."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if not result or held is None:
        return ()
    titles = {o["key"]: o["title"] for o in case.plan["options"]}
    keys = [o["option"] for o in sorted(result["options"], key=lambda o: o["dots"])]
    shown = [g for g in result["groups"] if g["reportable"]]
    hidden = [g for g in result["groups"] if not g["reportable"]]
    colours: dict[str, Any] = {"Unternehmen": "companies", "Wissenschaft": "science"}
    total = {o["option"]: o["dots"] for o in result["options"]}
    remainder = sum(g["organisations"] for g in hidden)
    joined = min(shown, key=lambda g: g["organisations"])["group"] if remainder and len(shown) > 1 else None
    if not shown or (remainder and joined is None):
        series = [Series("Punkte", tuple(float(total[k]) for k in keys), colour="accent")]
    else:
        known = {g["group"]: {o["option"]: o["dots"] for o in g["options"]} for g in shown}
        series = []
        for group in shown:
            name = REST if group["merged"] else group["group"]
            size, values = group["organisations"], known[group["group"]]
            if group["group"] == joined:
                others = [known[g["group"]] for g in shown if g["group"] != joined]
                values = {k: total[k] - sum(o[k] for o in others) for k in keys}
                name, size = f"{name}, {REST}", size + remainder
            colour = colours.get(group["group"], "public")
            series.append(Series(f"{name} (n = {size})", tuple(float(values[k]) for k in keys), colour=colour))
    caption = _vote_caption(result, titles)
    note = f"{result['organisations']} Organisationen, je {result['dots_each']} Punkte, höchstens 2 auf eine Option; Strategietag {day(held.held_on)}"
    return (
        Chart(
            "votes",
            caption,
            "stacked_bar",
            tuple(series),
            "Gestapelte Balken der Punktabfrage: "
            + "; ".join(f"{titles.get(k, k)} {total[k]} Punkte" for k in reversed(keys)),
            tuple(titles.get(k, k) for k in keys),
            note,
            "Punkte",
            height_cm=8.5,
            legend=True,
        ),
    )


def _vote_caption(result: Any, titles: dict[str, str]) -> str:
    """States the strongest dissent where one is assessed, else the option in front."""
    by_group = {g["group"]: g for g in result["groups"]}
    if result["dissent"]:
        dissent = max(result["dissent"], key=lambda d: abs(d["difference"]))
        firms, science = by_group["Unternehmen"], by_group["Wissenschaft"]

        def dots(group: Any) -> int:
            return int(next(o["dots"] for o in group["options"] if o["option"] == dissent["option"]))

        def place(group: Any, rank: int) -> str:
            """A group that gave nothing has no rank worth naming."""
            if not dots(group):
                return f"ohne Punkt bei {_DATIVE[group['group']]} (0 von {group['total_dots']})"
            return f"Rang {rank} der {group['group']} ({dots(group)} von {group['total_dots']})"

        return (
            f"{titles.get(dissent['option'], dissent['option'])}: "
            f"{place(firms, dissent['rank_companies'])}, "
            f"{place(science, dissent['rank_science'])}"
        )
    first = min(result["options"], key=lambda o: o["rank"])
    return f"{titles.get(first['option'], first['option'])} liegt mit {first['dots']} von {result['total_dots']} Punkten vorn"


def field_blocks(case: Case, position: int, field: Any, *, with_measures: bool = True) -> list[Block]:
    """Always the same five blocks: why, what we plan, we will, measures, risks.

    Args:
        with_measures: whether the measures are listed here; a short paper leaves them to the table of chapter 9.
    """
    years = sorted({year for goal in field["goals"] for year in goal["targets"]})
    goals = tuple(
        (
            Cell(g["indicator"], bold=True),
            g["baseline_text"]
            + (
                f" ({day(g['baseline_on'])})"
                if g.get("baseline_on") and day(g["baseline_on"]) not in g["baseline_text"]
                else ""
            ),
            *(g["targets"].get(y, "–") for y in years),
            g["measured_by"],
        )
        for g in field["goals"]
    )
    measures = [m for m in case.plan["measures"] if m["field"] == field["key"]]
    span = 0.30 / max(len(years), 1)
    blocks: list[Block] = [
        Heading(2, field["statement"], f"8.{position}"),
        Heading(3, "Warum", f"8.{position}.1", numbered=False),
        Paragraph(field["why"], own=f"field.{field['key']}.why"),
        Heading(3, "Was wir uns vornehmen", f"8.{position}.2", numbered=False),
        Table(
            f"goals_{field['key']}",
            f"{field['title']}: was sich bis {years[-1]} ändert",
            ("Messgröße", "Basis", *years, "wer misst"),
            goals,
            (0.28, 0.24, *([span] * len(years)), 0.18),
            size="small",
            source="; ".join(sorted({g["baseline_source"] for g in field["goals"]})),
        ),
        Heading(3, "Wir werden", f"8.{position}.3", numbered=False),
        Bullets(tuple(field["commitments"]), own=f"field.{field['key']}.commitments"),
        Paragraph(field["commitments_after"], own=f"field.{field['key']}.after"),
        *(_listed(position, measures) if with_measures else ()),
        Heading(3, "Risiken und Abhängigkeiten", f"8.{position}.5", numbered=False),
        Bullets(tuple(f"{r['risk']} {r['answer']}" for r in field["risks"])),
    ]
    if field.get("example"):
        example = field["example"]
        blocks.insert(
            7,
            Callout(
                f"Beispiel: {example['title']}",
                f"{example['text']}\n\n_Freigegeben am {day(example['released_on'])} durch {example['released_by']}._",
            ),
        )
    return blocks


def _listed(position: int, measures: list[Any]) -> tuple[Block, ...]:
    return (
        Heading(3, "Maßnahmen", f"8.{position}.4", numbered=False),
        Bullets(tuple(f"**{m['number']}** {m['title']} – {m['lead']}, ab {month_year(m['start'])}" for m in measures)),
    )


def stop_list(case: Case, position: int) -> list[Block]:
    """What ends, and who does something similar."""
    neighbours = case.plan["neighbours"]
    blocks: list[Block] = [
        Heading(2, "Was wir nicht mehr tun", f"8.{position}"),
        *own(case, "stop.before"),
        stop_table(case, "Personentage"),
        *own(case, "stop.after"),
    ]
    if neighbours:
        blocks.append(
            Table(
                "neighbours",
                "Wer Ähnliches anbietet und was wir gemeinsam tun",
                ("Wer", "bietet", "gemeinsam"),
                tuple((Cell(n["who"], bold=True), n["offers"], n["jointly"]) for n in neighbours),
                (0.24, 0.38, 0.38),
                size="small",
            )
        )
    return blocks


def stop_table(case: Case, unit: str) -> Table:
    """What ends, when, who says so, and the days it sets free."""
    ending = case.plan["stop_list"]
    saved = sum(s["saved_days"] for s in ending)
    rows = tuple(
        (
            Cell(s["activity"], bold=True),
            Cell(number(s["saved_days"]), align="right"),
            day(s["ends_on"]),
            s["told_by"],
            s["reason"],
        )
        for s in ending
    )
    total = (Cell("Summe", bold=True), Cell(number(saved), bold=True, align="right"), "", "", "")
    return Table(
        "stop",
        f"Was endet, gibt {number(saved)} {unit} im Jahr frei",
        ("Aktivität", f"{'PT' if unit == 'Personentage' else unit} im Jahr", "endet am", "wer informiert", "Grund"),
        (*rows, total),
        (0.25, 0.10, 0.13, 0.22, 0.30),
        size="small",
        total_row=True,
    )
