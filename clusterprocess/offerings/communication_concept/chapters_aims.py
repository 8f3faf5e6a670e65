"""Chapters 3 and 4 of the Kommunikationskonzept: goals with baseline, and the people they are about."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from clusterprocess.catalogues.communication import audience_name
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import counted, is_short, plain_short, section
from clusterprocess.offerings.communication_concept.figures import asked_on, workshop_held
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Chart, Heading, Paragraph, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import headline, own


def goals(case: Case) -> tuple[Block, ...]:
    """Every goal hangs on a goal of the strategy; beside them what is not pursued."""
    return (
        Heading(1, "Ziele", "3"),
        *own(case, "goals.before"),
        *(() if is_short(case) else (goals_table(case),)),
        *own(case, "goals.after"),
        *section(case, "Was wir nicht verfolgen", "3.1"),
        *own(case, "rejected"),
        _rejected(case),
    )


def goals_table(case: Case) -> Table:
    """Every goal with strategy goal, baseline, target and who measures; the short paper has it in its summary."""
    goals = case.plan["goals"]
    rows = tuple(
        (
            Cell(g["key"], bold=True),
            Cell(g["title"], bold=True),
            g["strategy_goal"],
            g["indicator"],
            _baseline(g),
            f"{g['target']} ({day(g['target_on'])})",
            g["measured_by"],
        )
        for g in goals
    )
    return Table(
        "goals",
        f"{in_words(len(rows)).capitalize()} Ziele, jedes hängt an einem Ziel der Strategie",
        ("Nr.", "Ziel", "dient dem Strategieziel", "Messgröße", "Basis", "Zielwert", "wer misst"),
        rows,
        (0.05, 0.16, 0.21, 0.17, 0.16, 0.13, 0.12),
        source="; ".join(sorted({g["baseline_source"] for g in goals})),
        size="tiny",
    )


def _rejected(case: Case) -> Block:
    rows = case.plan["rejected"]
    if is_short(case):
        return Bullets(tuple(f"**{r['idea']}**: {r['reason']} Wiedervorlage: {r['resubmission']}." for r in rows))
    return Table(
        "rejected",
        f"Geprüft und gelassen: {counted(len(rows), 'eine Idee', 'Ideen')}",
        ("Idee", "Grund", "Wiedervorlage"),
        tuple((Cell(r["idea"], bold=True), r["reason"], r["resubmission"]) for r in rows),
        (0.27, 0.55, 0.18),
        size="small",
    )


def _baseline(goal: dict[str, Any]) -> str:
    on = goal.get("baseline_on")
    return (
        f"{goal['baseline_text']} ({day(on)})" if on and day(on) not in goal["baseline_text"] else goal["baseline_text"]
    )


def audiences(case: Case) -> tuple[Block, ...]:
    """The gaps, what each group should know and do, and a portrait of each where it was written."""
    plan = case.plan
    portraits = [a for a in plan["audiences"] if a.get("portrait")]
    return (
        Heading(1, headline(case, "4", "Zielgruppen"), "4"),
        *section(case, "Wo Kenntnis fehlt", "4.1"),
        *own(case, "audiences.before"),
        *bubbles(case),
        *(() if is_short(case) else gap_table(case)),
        *own(case, "audiences.after"),
        *section(case, "Was sie wissen und tun sollen", "4.2"),
        _gaps_and_aims(case) if is_short(case) else _aims(case),
        *(section(case, "Die Zielgruppen im Einzelnen", "4.3") if portraits else ()),
        *own(case, "portraits"),
        *(block for a in portraits for block in _portrait(a)),
    )


def _aims(case: Case) -> Table:
    rows = case.plan["audiences"]
    return Table(
        "know_do",
        f"{in_words(len(rows)).capitalize()} Zielgruppen: was sie wissen, was sie tun, wer sie anspricht",
        ("Zielgruppe", "soll wissen", "soll tun", "angesprochen durch"),
        tuple((Cell(audience_name(a["audience"]), bold=True), a["know"], a["do"], a["spoken_to_by"]) for a in rows),
        (0.19, 0.31, 0.30, 0.20),
        size="small",
    )


def _gaps_and_aims(case: Case) -> Table:
    """Both tables in one, for the short paper."""
    gaps = {row["audience"]: row for row in case.finding("KOM1").get("audiences", [])}
    order = {slug: place for place, slug in enumerate(gaps)}
    rows: list[tuple[str | Cell, ...]] = []
    for a in sorted(case.plan["audiences"], key=lambda a: order.get(a["audience"], 99)):
        gap = gaps.get(a["audience"])
        steps = (
            (str(gap["priority"]), f"{gap['known_now']} → {gap['known_desired']}", str(gap["gap"]))
            if gap
            else ("–",) * 3
        )
        rows.append(
            (
                Cell(plain_short(a["audience"]), bold=True),
                *(Cell(s, align="center") for s in steps),
                a["know"],
                a["do"],
                a["spoken_to_by"],
            )
        )
    first = next(iter(gaps.values()))
    return Table(
        "know_do",
        f"{audience_name(first['audience'])}: die größte Lücke mit {first['gap']} Punkten",
        ("Zielgruppe", "Priorität", "Kenntnis", "Lücke", "soll wissen", "soll tun", "angesprochen durch"),
        tuple(rows),
        (0.13, 0.08, 0.09, 0.07, 0.27, 0.20, 0.16),
        source=f"{_judged(case)}; Kenntnis 0 = unbekannt bis 4 = erzählt von uns; Lücke = Priorität × Abstand",
        size="tiny",
    )


def _portrait(row: dict[str, Any]) -> tuple[Block, ...]:
    slug = row["audience"]
    return (
        Heading(3, audience_name(slug), f"4.3.{slug}", numbered=False),
        Paragraph(row["portrait"], own=f"audience.{slug}"),
    )


def _judged(case: Case) -> str:
    """Where the ratings come from; before the workshop nobody checked them."""
    return asked_on(case) + (", in der Werkstatt geprüft" if workshop_held(case) else "")


def gap_table(case: Case) -> tuple[Block, ...]:
    """Target groups by gap, with what they need."""
    result = case.finding("KOM1")
    if not result:
        return ()
    needs = {row["audience"]: row["need"] for row in case.answers["audiences"]}
    first = result["audiences"][0]
    rows = tuple(
        (
            Cell(audience_name(row["audience"]), bold=row["priority"] == 3),
            str(row["priority"]),
            str(row["known_now"]),
            str(row["known_desired"]),
            Cell(str(row["gap"]).replace("-", "−"), bold=True, shade="mid" if row["gap"] >= 6 else "none"),
            needs[row["audience"]],
        )
        for row in result["audiences"]
    )
    return (
        Table(
            "gaps",
            f"{audience_name(first['audience'])}: die größte Lücke mit {first['gap']} Punkten",
            ("Zielgruppe", "Priorität", "heute", "angestrebt", "Lücke", "braucht von uns"),
            rows,
            (0.25, 0.09, 0.08, 0.11, 0.08, 0.39),
            ("left", "center", "center", "center", "center", "left"),
            f"{_judged(case)}; Kenntnis 0 = unbekannt bis 4 = erzählt von uns; Lücke = Priorität × Abstand",
            size="small",
        ),
    )


def bubbles(case: Case) -> tuple[Block, ...]:
    """Knowledge today against knowledge desired, the size is the priority; groups at one place share a bubble."""
    rows = case.finding("KOM1").get("audiences", [])
    if not rows or is_short(case):
        return ()
    places: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows:
        places[(row["known_now"], row["known_desired"])].append(row)
    ordered = sorted(places.items())
    labels = tuple(", ".join(plain_short(r["audience"]) for r in found) for _, found in ordered)
    points = tuple(
        (float(now), float(desired), float(max(r["priority"] for r in found))) for (now, desired), found in ordered
    )
    above = [r for r in rows if r["known_desired"] - r["known_now"] >= 2]
    return (
        Chart(
            "audiences",
            f"Mindestens zwei Stufen Kenntnis fehlen bei {len(above)} von {len(rows)} Zielgruppen",
            "bubble",
            (Series("Zielgruppen", points=points, labels=labels, colour="companies"),),
            "Blasendiagramm Kenntnis heute gegen angestrebt: "
            + "; ".join(
                f"{audience_name(r['audience'])} {r['known_now']} auf {r['known_desired']}, Priorität {r['priority']}"
                for r in rows
            ),
            source=f"{asked_on(case)}; Blasengröße = Priorität; teilen Gruppen eine Blase, zählt die höhere",
            x_title="Kenntnis heute (0 = unbekannt, 4 = erzählt von uns)",
            y_title="Kenntnis angestrebt",
            x_range=(-0.5, 4.5),
            y_range=(max(-0.5, min(r["known_desired"] for r in rows) - 1.0), 4.5),
            height_cm=8.5,
        ),
    )
