"""Chapter 3: why the members go abroad, what holds them back, and what is to be different in 18 months."""

from __future__ import annotations

from typing import Any

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.figures import asked
from clusterprocess.offerings.internationalisation.wording import counted, the_only
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Quote, Series, Table
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard.texts import headline, own


def motives_and_goals(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(1, headline(case, "3", "Motive und Ziele"), "3"),
        *own(case, "motives.before"),
        *motives(case),
    ]
    if case.level != "M0":
        blocks += barriers(case)
    blocks += own(case, "motives.after")
    quotes = [
        (q, i["described_as"])
        for i in case.interviews
        if i["may_be_quoted"]
        for q in i["quotations"]
        if not _is_quoted(case, q)
    ]
    blocks += [Quote(text, who) for text, who in quotes[: 1 if case.level == "M0" else 2]]
    blocks += own(case, "goals.before")
    if case.level != "M0":
        blocks.append(goals(case))
    return (*blocks, *own(case, "goals.after"))


def _is_quoted(case: Case, quotation: str) -> bool:
    """Whether the consultant already quotes it in a text of her own."""
    written = (*case.texts.values(), *(region["why"] for region in case.plan["regions"]))
    return any(quotation[:40] in text for text in written)


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
            f"{the_only(held.title, len(case.workshops))}, {day(held.held_on)}; {total} Punkte",
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
            barrier_caption(rows, names),
            "bar",
            (Series("Gewicht", tuple(float(b["rating"]) for b in rows), colour="science"),),
            "Balkendiagramm: " + ", ".join(f"{names[b['barrier']]} {b['rating']} von 5" for b in rows),
            tuple(names[b["barrier"]][:1].upper() + names[b["barrier"]][1:] for b in rows),
            f"{asked(case)}; eine Angabe der Geschäftsstelle mit der Kerngruppe; 1 = kein Hemmnis, 5 = sehr großes",
            "Einschätzung 1 bis 5",
            x_range=(0, 5),
            height_cm=5.6,
        )
    ]


def barrier_caption(rows: list[Any], names: Any) -> str:
    """The greatest barrier and all that share the next place."""
    second = [names[b["barrier"]] for b in rows[1:] if b["rating"] == rows[1]["rating"]]
    first = names[rows[0]["barrier"]]
    if len(second) > 2 or rows[0]["rating"] == rows[1]["rating"]:
        return f"Die größten Hemmnisse: {', '.join([first, *second])}"
    after = " und ".join(second) + (" gleichauf" if len(second) > 1 else "")
    return f"Größtes Hemmnis: {first}; danach {after}"


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
