"""Chapter 1: one page on which the board can decide, whatever the line (yardstick, checks 1 and 2)."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.lights import NO_ASSESSMENT, light_cell
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, euro, in_words, percent
from clusterprocess.offerings.standard.texts import own


def summary(case: Case) -> tuple[Block, ...]:
    """Where we stand, the two figures, the new services, what it costs and what is resolved."""
    plan = case.plan
    return (
        Heading(1, "Zusammenfassung und Beschluss", "zusammenfassung", page_break=True),
        *own(case, "summary.where"),
        *own(case, "summary.why"),
        *readiness_box(case),
        *service_box(case),
        *own(case, "summary.next"),
        Bullets(tuple(plan["costs_summary"])),
        Callout("Der Vorstand beschließt:", "", tuple(plan["resolution"])),
    )


def readiness_box(case: Case) -> tuple[Block, ...]:
    """Light, proven, self and gap side by side."""
    state = case.finding("F4")
    if not state:
        return ()
    row = (
        light_cell(state["light"]),
        Cell("{F4.belegt_points} von 150 ({F4.belegt_percent})", align="center"),
        Cell("{F4.selbst_points} von 150 ({F4.selbst_percent})", align="center"),
        Cell("{F4.gap} Punkte", align="center"),
    )
    return (
        Table(
            "ampel",
            "Belegt fehlen {F4.gap} Punkte bis zur Schwelle von 120, selbst eingeschätzt keiner"
            if state["selbst"]["gap_points"] == 0 < state["belegt"]["gap_points"]
            else "Belegt und selbst eingeschätzt nebeneinander",
            ("Ampel auf belegt", "belegt", "selbst eingeschätzt", "Lücke bis 120"),
            (row,),
            (0.19, 0.29, 0.31, 0.21),
            ("center", "center", "center", "center"),
        ),
        Paragraph(NO_ASSESSMENT, style="small"),
    )


def service_box(case: Case) -> tuple[Block, ...]:
    """The new services with price, cover and day of decision."""
    services = case.plan.get("services")
    if not services:
        return ()
    by_name = {row["name"]: row for row in case.finding("PRO2").get("services", [])}
    rows = tuple(
        (
            Cell(sheet["title"], bold=True),
            sheet["user"],
            f"{euro(sheet['price_eur'])} {sheet['price_per']}",
            Cell(percent(by_name[sheet["title"]]["cover"]) if sheet["title"] in by_name else "–", align="right"),
            day(sheet["pilot"]["decide_on"]),
        )
        for sheet in services["sheets"]
    )
    count = in_words(len(rows)).capitalize() if len(rows) != 1 else "Ein"
    noun = "neue Services gehen" if len(rows) != 1 else "neuer Service geht"
    return (
        Table(
            "neu",
            f"{count} {noun} in die Probe, bevor es sie für alle gibt",
            ("Service", "für wen", "Preis", "Deckung bei voller Nutzung", "Entscheidung am"),
            rows,
            (0.24, 0.27, 0.21, 0.14, 0.14),
            size="small",
        ),
    )
