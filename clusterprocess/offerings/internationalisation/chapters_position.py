"""Chapters 1 and 2: what the board resolves, how ready the initiative is, what past activities and partners brought."""

from __future__ import annotations

from clusterprocess.catalogues.internationalisation import comparators, countries, internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.chapter_aims import goals
from clusterprocess.offerings.internationalisation.figures import asked
from clusterprocess.offerings.internationalisation.wording import counted, the_only
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Heading,
    Paragraph,
    Series,
    Shade,
    Table,
    Timeline,
)
from clusterprocess.offerings.sections.numbers import day, euro, in_words, number
from clusterprocess.offerings.standard.texts import headline, own


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
    steps += [(day(w.held_on), the_only(w.title, len(held))) for w in held]
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
            _carry(carrying, total),
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


def _carry(carrying: int, total: int) -> str:
    if total == 1:
        return "Die einzige Partnerschaft trägt" if carrying else "Die einzige Partnerschaft trägt noch nicht"
    if carrying <= 1:
        return f"{'Eine' if carrying else 'Keine'} von {in_words(total)} Partnerschaften trägt"
    return f"{in_words(carrying).capitalize()} von {in_words(total)} Partnerschaften tragen"


def comparison(case: Case) -> tuple[Block, ...]:
    """Published figures that this report may quote, each with its source."""
    found = comparators(case.today) if case.level in ("M2", "M3", "M4") else ()
    return tuple(Paragraph(f"Zum Vergleich: {c.text} (Quelle: {c.source})", style="note") for c in found)
