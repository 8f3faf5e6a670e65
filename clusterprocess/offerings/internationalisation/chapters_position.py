"""Chapters 1 to 3: what the board resolves, how ready the initiative is, why it goes abroad and what it wants there."""

from __future__ import annotations

from typing import Any

from clusterprocess.catalogues.internationalisation import comparators, countries, internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common.texts import headline, own
from clusterprocess.offerings.internationalisation.figures import asked
from clusterprocess.offerings.internationalisation.wording import counted
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Heading,
    Paragraph,
    Quote,
    Series,
    Shade,
    Table,
    Timeline,
)
from clusterprocess.offerings.sections.numbers import day, euro, in_words, number


def summary(case: Case) -> tuple[Block, ...]:
    """One page: where we stand, where we go and where not, what it costs, what is resolved."""
    plan = case.plan
    return (
        Heading(1, "Zusammenfassung und Beschluss", "1", page_break=True),
        *own(case, "summary.where"),
        Callout("Was sich ändern soll", plan["aim"]),
        *own(case, "summary.choice"),
        goals(case) if case.level == "M0" else goals_short(case),
        Bullets(tuple(plan["costs_summary"])),
        Callout("Der Vorstand beschließt:", "", tuple(plan["resolution"])),
    )


def goals_short(case: Case) -> Table:
    rows = tuple(
        (Cell(g["indicator"], bold=True), g["baseline_text"], f"{g['target']} ({day(g['target_on'])})")
        for g in case.plan["goals"]
    )
    return Table(
        "goals_short",
        f"{counted(len(rows), 'Ein Ziel', 'Ziele')} mit Basis und Zielwert",
        ("Messgröße", "heute", "Ziel"),
        rows,
        (0.40, 0.30, 0.30),
        size="small",
    )


def starting_position(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(1, headline(case, "2", "Ausgangslage und Reifegrad"), "2", page_break=True),
        Heading(2, headline(case, "2.1", "Wie bereit die Initiative ist"), "2.1"),
        *own(case, "occasion"),
    ]
    if case.level != "M0":
        blocks.append(process(case))
    blocks += [*own(case, "readiness.before"), *readiness(case), *own(case, "readiness.after")]
    if case.finding("INT2"):
        blocks += [
            Heading(2, headline(case, "2.2", "Was frühere Aktivitäten brachten"), "2.2"),
            *own(case, "past.before"),
            *past(case),
            *own(case, "past.after"),
        ]
    if case.finding("INT4") and case.level != "M0":
        blocks += [
            Heading(2, headline(case, "2.3", "Partner im Ausland"), "2.3"),
            *own(case, "ladder.before"),
            *ladder(case),
            *own(case, "ladder.after"),
            *comparison(case),
        ]
    return tuple(blocks)


def process(case: Case) -> Timeline:
    """From the request to the resolution, with the dates on the line."""
    held = [w for w in case.workshops if w.record]
    steps = [(day(case.requested_on), "Anfrage")]
    if case.interviews:
        steps.append((day(max(i["held_on"] for i in case.interviews)), f"{len(case.interviews)} Gespräche"))
    steps += [(day(w.held_on), w.title) for w in held]
    steps.append((day(case.today), "Entwurf"))
    later = [d for d in case.answers.get("next_board_on", []) if d > case.today.isoformat()]
    if later:
        steps.append((day(min(later)), "Vorstand"))
    talks = f"{in_words(len(case.interviews)).capitalize()} Gespräche" if case.interviews else "Gespräche"
    days = "ein Auslandstag" if len(held) == 1 else f"{in_words(len(held))} Auslandstage"
    return Timeline(
        "process",
        f"{talks} und {days} liegen zwischen Anfrage und Beschluss",
        tuple(steps),
        "Zeitstrahl: " + ", ".join(f"{what} am {when}" for when, what in steps),
    )


def readiness(case: Case) -> tuple[Block, ...]:
    """The six components: bars from M1 on, and what each one rests on."""
    result = case.finding("INT1")
    if not result:
        return ()
    parts = result["components"]
    caption = f"{number(result['score'])} von 100 Punkten: Der Befund lautet „{result['word']}“"
    table = Table(
        "readiness",
        "Woraus die Punkte bestehen" if case.level != "M0" else caption,
        ("Bestandteil", "Punkte", "von", "Grund"),
        tuple(
            (
                Cell(p["name"], bold=True),
                Cell(number(p["points"]), align="right"),
                Cell(number(p["maximum"]), align="right"),
                p["reason"],
            )
            for p in parts
        ),
        (0.26, 0.09, 0.07, 0.58),
        ("left", "right", "right", "left"),
        f"{asked(case)}; Punkte nach der Arbeitsfassung des Katalogs, keine amtliche Vorgabe",
        size="small",
    )
    if case.level == "M0":
        return (table,)
    chart = Chart(
        "readiness",
        caption,
        "stacked_bar",
        (
            Series("erreicht", tuple(float(p["points"]) for p in parts), colour="companies"),
            Series("fehlt", tuple(float(p["missing"]) for p in parts), colour="muted"),
        ),
        "Balkendiagramm: " + ", ".join(f"{p['name']} {number(p['points'])} von {number(p['maximum'])}" for p in parts),
        tuple(p["name"] for p in parts),
        asked(case),
        "Punkte",
        height_cm=6.4,
        legend=True,
    )
    return (chart, table)


def past(case: Case) -> tuple[Block, ...]:
    """Activities by type, in fixed order: a visit and a project are not ranked against each other."""
    result = case.finding("INT2")
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(t["name"], bold=True),
            ", ".join(countries().name(c) for c in t["countries"]),
            str(t["activities"]),
            str(t["members"]),
            number(float(t["cost_eur"])),
            "–" if t["cost_per_participation_eur"] is None else number(float(t["cost_per_participation_eur"])),
            number(t["benefit_mean"], 1),
        )
        for t in result["types"]
    ]
    total = (str(result["activities"]), str(result["members"]), number(float(result["cost_eur"])))
    rows.append((Cell("Summe", bold=True), "", *(Cell(t, bold=True) for t in total), "", ""))
    return (
        Table(
            "past",
            f"{counted(result['activities'], 'Eine Aktivität', 'Aktivitäten')} in 24 Monaten: {euro(result['cost_eur'])}",
            ("Art", "Länder", "Zahl", "Beteili\u00adgungen", "Euro", "Euro je Beteiligung", "Nutzen 1–5"),
            tuple(rows),
            (0.22, 0.26, 0.08, 0.11, 0.10, 0.12, 0.11),
            ("left", "left", "right", "right", "right", "right", "right"),
            f"{asked(case)}; verschiedene Arten bringen Verschiedenes und stehen ohne Rangfolge",
            size="small",
            total_row=True,
        ),
    )


def ladder(case: Case) -> tuple[Block, ...]:
    """Partners against stages as shaded cells, and what comes next."""
    result = case.finding("INT4")
    stages = internationalisation().stages
    rows = []
    for partner in result["partners"]:
        shade: Shade = "warn" if partner["dormant"] else "strong"
        cells = [
            Cell(
                "●" if s.stage == partner["stage"] else "",
                shade=shade if s.stage <= partner["stage"] else "none",
                align="center",
            )
            for s in stages[1:]
        ]
        name = f"{partner['name']} ({countries().name(partner['country'])})"
        rows.append((Cell(name, bold=True), *cells, partner["next_step"]))
    carrying, total = result["carrying"], len(result["partners"])
    return (
        Table(
            "ladder",
            f"{in_words(carrying).capitalize() if carrying else 'Keine'} von {in_words(total)} Partnerschaften trägt"
            if carrying <= 1
            else f"{in_words(carrying).capitalize()} von {in_words(total)} Partnerschaften tragen",
            ("Partner", "1", "2", "3", "4", "5", "als Nächstes"),
            tuple(rows),
            (0.36, 0.055, 0.055, 0.055, 0.055, 0.055, 0.365),
            ("left", "center", "center", "center", "center", "center", "left"),
            "Stufen: "
            + ", ".join(f"{s.stage} {s.name}" for s in stages[1:])
            + "; hell unterlegt: Kontakt älter als ein Jahr",
            size="small",
        ),
    )


def comparison(case: Case) -> tuple[Block, ...]:
    """Published figures that this report may quote, each with its source."""
    found = comparators(case.today) if case.level in ("M2", "M3", "M4") else ()
    return tuple(Paragraph(f"Zum Vergleich: {c.text} (Quelle: {c.source})", style="note") for c in found)


def motives_and_goals(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(1, headline(case, "3", "Motive und Ziele"), "3"),
        *own(case, "motives.before"),
        *motives(case),
    ]
    if case.level != "M0":
        blocks += barriers(case)
    blocks += own(case, "motives.after")
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]]
    blocks += [Quote(text, who) for text, who in quotes[: 1 if case.level == "M0" else 2]]
    blocks += own(case, "goals.before")
    if case.level != "M0":
        blocks.append(goals(case))
    return (*blocks, *own(case, "goals.after"))


def motives(case: Case) -> tuple[Block, ...]:
    """Dots on motives where the room voted; the ranking of the office stands in the text."""
    held = next((w for w in case.workshops if w.record.get("motives")), None)
    if held is None or case.level == "M0":
        return ()
    names = internationalisation().motives
    dots: dict[str, int] = held.record["motives"]
    order = sorted(dots, key=lambda key: (-dots[key], key))
    first = names[order[0]]
    total = sum(dots.values())
    return (
        Chart(
            "motives",
            f"„{first}“ erhielt {dots[order[0]]} von {total} Punkten auf die Frage nach dem Warum",
            "bar",
            (Series("Punkte", tuple(float(dots[key]) for key in order), colour="companies"),),
            "Balkendiagramm: " + ", ".join(f"{names[key]} {dots[key]}" for key in order),
            tuple(names[key] for key in order),
            f"{held.title}, {day(held.held_on)}; {total} Punkte",
            "Punkte",
            height_cm=5.6,
        ),
    )


def barriers(case: Case) -> list[Block]:
    rows: list[Any] = sorted(case.answers.get("barriers_intl", []), key=lambda b: (-b["rating"], b["barrier"]))
    if len(rows) < 2:
        return []
    names = internationalisation().barriers
    return [
        Chart(
            "barriers",
            f"Die größten Hemmnisse: {names[rows[0]['barrier']]} und {names[rows[1]['barrier']]}",
            "bar",
            (Series("Gewicht", tuple(float(b["rating"]) for b in rows), colour="science"),),
            "Balkendiagramm: " + ", ".join(f"{names[b['barrier']]} {b['rating']} von 5" for b in rows),
            tuple(names[b["barrier"]][:1].upper() + names[b["barrier"]][1:] for b in rows),
            f"{asked(case)}; 1 = kein Hemmnis, 5 = sehr großes",
            "Einschätzung 1 bis 5",
            x_range=(0, 5),
            height_cm=5.6,
        )
    ]


def goals(case: Case) -> Table:
    rows = tuple(
        (
            Cell(g["key"]),
            Cell(g["indicator"], bold=True),
            g["baseline_text"] + (f" ({day(g['baseline_on'])})" if g.get("baseline_on") else ""),
            f"{g['target']} ({day(g['target_on'])})",
            g["measured_by"],
        )
        for g in case.plan["goals"]
    )
    return Table(
        "goals",
        f"{counted(len(rows), 'Ein Ziel', 'Ziele')} mit Basis, Zielwert und wer misst",
        ("Nr.", "Messgröße", "Basis", "Ziel", "wer misst"),
        rows,
        (0.06, 0.30, 0.24, 0.22, 0.18),
        source="; ".join(dict.fromkeys(g["baseline_source"] for g in case.plan["goals"])),
        size="small",
    )
