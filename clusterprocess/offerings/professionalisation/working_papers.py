"""The smaller papers around the report: what the board decides, what the workshops settle."""

from __future__ import annotations

from functools import partial

from clusterprocess.catalogues.quality import quality
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.professionalisation.agenda import line_of_workshop
from clusterprocess.offerings.professionalisation.figures import figures_of
from clusterprocess.offerings.professionalisation.questionnaire import E1, INTERVIEW_GUIDE, QUESTIONNAIRE
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Heading, Table
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.survey import survey_questions
from clusterprocess.offerings.standard.working_papers import BoardPaper, WorkingPapers


def board(case: Case) -> BoardPaper:
    plan = case.plan
    label, services = plan.get("label"), plan.get("services")
    facts = [f"Das Papier liegt in Fassung {case.version} vor."]
    if label:
        facts.append(
            "Belegt sind {F4.belegt_points} von 150 Punkten, selbst eingeschätzt {F4.selbst_points}; bis zur Schwelle von 120 "
            "fehlen {F4.gap}. Der Weg in {PLAN.path_steps} Schritten führt auf {PLAN.path_end} Punkte."
        )
    if services:
        titles = ", ".join(s["title"] for s in services["sheets"])
        facts.append(f"Erprobt werden: {titles}.")
    note = []
    if services:
        left = [i["title"] for i in services["ideas"] if i["decision"] != "gewaehlt"]
        if left:
            note.append(f"Nicht weiter verfolgt: {', '.join(left)}.")
        ended = [s["activity"] for s in services["stop_list"]]
        note.append(f"{'Es endet' if len(ended) == 1 else 'Es enden'}: {', '.join(ended)}.")
    return BoardPaper(
        facts=" ".join(facts),
        options=(
            "Beschluss wie vorgelegt: Die ersten Schritte beginnen in 14 Tagen.",
            "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
            "Kein Beschluss: Alles bleibt, wie es ist.",
        ),
        proposal=tuple(plan["resolution"]),
        cost=" · ".join(plan["costs_summary"]),
        note=" ".join(note),
    )


def purpose(case: Case, workshop: WorkshopFacts) -> str:
    if line_of_workshop(workshop.number, case.answers) == E1:
        return (
            f"die Nachweise der Initiative „{case.name}“ auf den Tisch legen und den kürzesten Weg zum Label festlegen."
        )
    return f"entscheiden, welche Leistungen die Initiative „{case.name}“ künftig anbietet, was sie kosten und was dafür endet."


def corrected_points(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    """Corrected values with their reason, and the partners of the pilots."""
    record = workshop.record
    blocks: list[Block] = []
    names = {i.code: i.de for i in quality().indicator}
    if record.get("points_changed"):
        rows = tuple(
            (
                Cell(f"{c['code']} {names.get(c['code'], '')}", bold=True),
                number(c["value"], 1) if c.get("value") is not None else f"{len(c.get('items', []))} von 5 Punkten",
                c["reason"],
            )
            for c in record["points_changed"]
        )
        blocks += [
            Heading(1, "Berichtigte Indikatoren", "p5"),
            Table(
                "p_points", "Neuer Wert mit Grund", ("Indikator", "neu", "Grund"), rows, (0.4, 0.15, 0.45), size="small"
            ),
        ]
    if record.get("pilot_partners"):
        blocks += [Heading(1, "Zusagen für die Proben", "p6"), Bullets(tuple(record["pilot_partners"]))]
    return tuple(blocks)


PAPERS = WorkingPapers(
    subject="zu Qualität und Dienstleistungen",
    questionnaire=QUESTIONNAIRE,
    guide=INTERVIEW_GUIDE,
    figures=figures_of,
    purpose=purpose,
    two_questions=(
        "Welche Leistung der Geschäftsstelle hat Ihnen im letzten Jahr Zeit oder Geld gespart?",
        "Auf welche könnten Sie verzichten?",
    ),
    board=board,
    minutes_more=corrected_points,
    survey=partial(survey_questions, "professionalisation"),
)
