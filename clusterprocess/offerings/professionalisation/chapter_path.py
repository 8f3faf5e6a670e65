"""The way to the label: waterfall to the threshold, the steps in order, the timetable backwards from the visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.label_process import label_process
from clusterprocess.catalogues.quality import quality
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.analysis import moved_visit
from clusterprocess.offerings.professionalisation.figures import points
from clusterprocess.offerings.professionalisation.lights import points_cell
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Paragraph, Series, Table, Timeline
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import headline, own

LACKS = {"beleg": "Beleg", "sache": "Sache"}


def ordered_path(case: Case) -> list[Mapping[str, Any]]:
    """The steps of the plan, the most points for the effort first (rule of F4: points · feasibility / effort)."""
    steps = (case.plan.get("label") or {}).get("path", [])
    return sorted(steps, key=lambda s: -float(s["points"]) * float(s["feasibility"]) / float(s["effort_days"]))


def path(case: Case) -> tuple[Block, ...]:
    """Waterfall to the target, the steps in order, and the timetable backwards from the visit."""
    steps = ordered_path(case)
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(str(n)),
            Cell(s["code"], bold=True),
            s["step"],
            LACKS[s["lacks"]],
            points_cell(float(s["points"])),
            Cell(_days(s["effort_days"]), align="right"),
            s["lead"],
            day(s["due_on"]),
            s["measure"],
        )
        for n, s in enumerate(steps, 1)
    ]
    rows.append(
        (
            "",
            "",
            Cell("Summe", bold=True),
            "",
            Cell("{PLAN.path_points}", bold=True, align="right"),
            Cell("{PLAN.path_days}", bold=True, align="right"),
            "",
            "",
            "",
        )
    )
    return (
        Heading(1, headline(case, "weg", "Weg zum Label"), "weg"),
        *own(case, "path.before"),
        *waterfall(case),
        Table(
            "schritte",
            f"{in_words(len(steps)).capitalize()} Schritte in der Reihenfolge von Punkten mal Machbarkeit je Personentag",
            ("Nr.", "Ind.", "Schritt", "fehlt", "Punkte", "PT", "Federführung", "bis", "Maßn."),
            tuple(rows),
            (0.05, 0.06, 0.32, 0.07, 0.07, 0.05, 0.18, 0.11, 0.09),
            ("left", "left", "left", "left", "right", "right"),
            size="tiny",
            total_row=True,
        ),
        *own(case, "path.after"),
        *timetable(case),
    )


def _days(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def waterfall(case: Case) -> tuple[Block, ...]:
    """What each step adds above the proven points of today, beside the gap and the gap with reserve."""
    state, steps = case.finding("F4"), ordered_path(case)
    if not state or not steps:
        return ()
    start, bounds = float(state["belegt"]["points"]), quality().readiness
    gap = max(0.0, round(bounds.pass_points - start, 1))
    wanted = max(0.0, round(bounds.pass_points + bounds.reserve_points - start, 1))
    bars: list[tuple[str, float, float]] = [("nötig", 0.0, gap), ("mit Reserve", 0.0, wanted)]
    gained = 0.0
    for step in steps:
        bars.append((step["code"], gained, float(step["points"])))
        gained = round(gained + float(step["points"]), 1)
    bars.append(("erreicht", 0.0, gained))
    end, largest = points(round(start + gained, 1)), max(v for _, _, v in bars)
    enough = (
        "genug für Schwelle und Reserve"
        if gained >= wanted
        else "genug für die Schwelle"
        if gained >= gap
        else "zu wenig für die Schwelle"
    )
    return (
        Chart(
            "weg",
            f"{in_words(len(steps)).capitalize()} Schritte bringen {points(gained)} Punkte und führen auf {end}: {enough}",
            "waterfall",
            (
                Series("Sockel", tuple(b for _, b, _ in bars), colour="hidden"),
                Series(
                    "Punkte",
                    tuple(v for _, _, v in bars),
                    labels=tuple(points(v) if v >= largest / 10 else "" for _, _, v in bars),
                    colour="companies",
                ),
            ),
            "Wasserfalldiagramm der Punkte: " + ", ".join(f"{name} {points(v)}" for name, _, v in bars),
            tuple(name for name, _, _ in bars),
            f"Punkte über dem belegten Stand von {points(start)}; Schwelle {points(bounds.pass_points)}, Reserve {points(bounds.reserve_points)}; Nummern wie in der Tabelle",
            y_title="Punkte",
            height_cm=5.7,
        ),
    )


def timetable(case: Case) -> tuple[Block, ...]:
    """Milestones backwards from the visit; what the label process asks for."""
    result = case.finding("PRO1")
    if not result:
        return ()
    steps = [(day(case.today), "Entwurf dieses Berichts")]
    steps += [(day(m["due_on"]), m["name"]) for m in result["milestones"]]
    expiry = max((str(r["valid_until"]) for r in case.profile.get("labels", []) if r.get("valid_until")), default="")
    if expiry and expiry > result["visit_on"]:
        steps.append((day(expiry), "heutiges Label läuft ab"))
    rows = tuple(
        (
            Cell(m["name"], bold=True),
            day(m["due_on"]),
            f"{m['weeks_before']} Wochen" if m["weeks_before"] else "–",
            m["purpose"],
        )
        for m in result["milestones"]
    )
    weeks = max(m["weeks_before"] for m in result["milestones"])
    return (
        Heading(3, headline(case, "zeitplan", "Zeitplan rückwärts vom Besuch"), "weg.2", numbered=False),
        *own(case, "timetable.before"),
        *(Paragraph(text) for text in moved_visit(case)),
        Timeline(
            "zeitplan",
            f"Der Selbsttest liegt {in_words(weeks)} Wochen vor dem Besuch am {day(result['visit_on'])}",
            tuple(steps),
            "Zeitstrahl: " + ", ".join(f"{what} am {when}" for when, what in steps),
        ),
        Table(
            "meilensteine",
            "Was bis wann erreicht ist",
            ("Schritt", "spätestens", "vorher", "erreicht ist"),
            rows,
            (0.26, 0.14, 0.13, 0.47),
            source=f"Gerechnet vom Besuch auf Arbeitstage; {result['on_site']}",
            size="small",
        ),
        *own(case, "timetable.after"),
        Paragraph(f"{label_process().fee_note} {label_process().erdf_note}", style="small"),
    )
