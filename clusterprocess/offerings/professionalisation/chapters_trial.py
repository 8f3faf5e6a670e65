"""Chapters of line e2 about what happens next: pilots, what stops, how success is measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.chapters_services import in_full, service_part
from clusterprocess.offerings.sections.blocks import Block, Cell, Gantt, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, month, number
from clusterprocess.offerings.standard.outcome_rows import outcome_rows
from clusterprocess.offerings.standard.texts import headline, own


def pilots(case: Case) -> tuple[Block, ...]:
    """Test group, criterion, day of decision and who decides."""
    sheets = service_part(case).get("sheets", [])
    rows = tuple(
        (
            Cell(s["title"], bold=True),
            f"{s['pilot']['test_group']} (n = {s['pilot']['size']})",
            f"{day(s['pilot']['starts_on'])} bis {day(s['pilot']['ends_on'])}",
            f"{s['pilot']['criterion']}: {s['pilot']['threshold']}",
            f"{day(s['pilot']['decide_on'])}, {s['pilot']['decided_by']}",
            s["pilot"]["if_failed"],
        )
        for s in sheets
    )
    last = max(s["pilot"]["decide_on"] for s in sheets)
    return (
        Heading(1, headline(case, "pilot", "Pilotplan"), "pilot"),
        *own(case, "pilot.before"),
        Table(
            "piloten",
            f"Über jeden neuen Service wird bis {day(last)} nach einer Zahl entschieden",
            ("Service", "Testgruppe", "Zeitraum", "Kriterium und Schwelle", "Entscheidung", "sonst"),
            rows,
            (0.15, 0.18, 0.13, 0.21, 0.15, 0.18),
            size="tiny",
        ),
        *([pilot_plan(sheets)] if len(sheets) > 1 and in_full(case) else []),
        *own(case, "pilot.after"),
    )


def pilot_plan(sheets: list[Mapping[str, Any]]) -> Gantt:
    """Months from the first start to the last decision."""
    start = min(date.fromisoformat(s["pilot"]["starts_on"]) for s in sheets)
    end = max(date.fromisoformat(s["pilot"]["decide_on"]) for s in sheets)
    months = [
        (start.year + n // 12, n % 12 + 1) for n in range(start.month - 1, (end.year - start.year) * 12 + end.month)
    ]

    def at(iso: str) -> int:
        on = date.fromisoformat(iso)
        return months.index((on.year, on.month))

    shades: tuple[Shade, ...] = ("strong", "mid")
    rows = tuple(
        (
            s["title"],
            (at(s["pilot"]["starts_on"]), at(s["pilot"]["ends_on"])),
            (at(s["pilot"]["decide_on"]),),
            shades[n % 2],
        )
        for n, s in enumerate(sheets)
    )
    return Gantt(
        "probe",
        f"Die erste Probe beginnt im {month(start)}, die letzte Entscheidung fällt im {month(end)}",
        tuple(f"{m}/{y % 100:02d}" for y, m in months),
        rows,
        (),
        "Zeitplan der Proben: "
        + "; ".join(f"{s['title']} {day(s['pilot']['starts_on'])} bis {day(s['pilot']['ends_on'])}" for s in sheets),
        "Balken = Probe, Raute = Entscheidung",
    )


def stops(case: Case) -> tuple[Block, ...]:
    """What ends, which days that frees, who tells whom; who offers similar things."""
    services = service_part(case)
    saved = sum(s["saved_days"] for s in services["stop_list"])
    rows = tuple(
        (
            Cell(s["activity"], bold=True),
            Cell(number(s["saved_days"]), align="right"),
            day(s["ends_on"]),
            s["told_by"],
            s["reason"],
        )
        for s in services["stop_list"]
    )
    total = (Cell("Summe", bold=True), Cell(number(saved), bold=True, align="right"), "", "", "")
    needed = sum(s["days_year"] for s in services["sheets"])
    blocks: list[Block] = [
        Heading(1, headline(case, "stopp", "Einstellungsliste"), "stopp"),
        *own(case, "stop.before"),
        Table(
            "stopp",
            f"Was endet, gibt {number(saved)} Personentage im Jahr frei; die neuen Services brauchen {number(needed)}",
            ("Aktivität", "PT im Jahr", "endet am", "wer es wem sagt", "Grund"),
            (*rows, total),
            (0.22, 0.09, 0.12, 0.25, 0.32),
            size="small",
            total_row=True,
        ),
        *own(case, "stop.after"),
    ]
    if services["neighbours"]:
        blocks.append(
            Table(
                "nachbarn",
                "Wer Ähnliches anbietet und was wir gemeinsam tun",
                ("Wer", "bietet", "gemeinsam"),
                tuple((Cell(n["who"], bold=True), n["offers"], n["jointly"]) for n in services["neighbours"]),
                (0.24, 0.38, 0.38),
                size="small",
            )
        )
    return tuple(blocks)


def success(case: Case) -> tuple[Block, ...]:
    """Indicators with definition, source, baseline and path."""
    rows = outcome_rows(service_part(case)["indicators"])
    return (
        Heading(1, headline(case, "erfolg", "Erfolgsmessung"), "erfolg"),
        *own(case, "success.before"),
        Table(
            "messung",
            f"{in_words(len(rows)).capitalize()} Messgrößen, jede mit Basis und Stichtag",
            ("Messgröße", "Definition", "Quelle", "Stichtag", "Basis", "Ziel", "verantwortlich"),
            rows,
            (0.15, 0.20, 0.15, 0.12, 0.12, 0.11, 0.15),
            size="tiny",
        ),
        *own(case, "success.after"),
    )
