"""The Materialband: the computed shortest path beside the agreed one, self-assessment line by line, common sections."""

from __future__ import annotations

from clusterprocess.catalogues.quality import quality
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.figures import figures_of, points
from clusterprocess.offerings.professionalisation.lights import points_cell
from clusterprocess.offerings.sections.blocks import Block, Cell, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import in_words, number
from clusterprocess.offerings.standard import internal_volume as standard


def internal_volume(case: Case) -> DocumentContext:
    """The context of the Materialband."""
    sections = (
        _checklists,
        _proposed_path,
        _stop_candidates,
        _scores,
        standard.interviews,
        standard.survey,
        standard.votes,
        standard.workshop_notes,
        standard.computations,
    )
    return standard.internal_volume(case, figures_of(case), sections)


def _checklists(case: Case) -> list[Block]:
    """What each checklist still lacks, in the words of the catalogue; deviations of the own estimate."""
    rows = []
    for state in case.finding("F4").get("indicators", []):
        if state["missing_items"] or state["deviation"]:
            rows.append(
                (
                    Cell(f"{state['code']} {state['name']}", bold=True),
                    " ".join(state["missing_items"]) if state["kind"] == "checkliste" else "–",
                    "–" if not state["deviation"] else f"{number(state['deviation'], 1)} über den Angaben",
                )
            )
    if not rows:
        return []
    return [
        Heading(1, "Was die Prüflisten offen lassen", "m8"),
        Table(
            "m_lists",
            f"{in_words(len(rows)).capitalize()} Indikatoren mit offenen Punkten oder abweichender Einschätzung",
            ("Indikator", "nicht erfüllt", "Selbsteinschätzung"),
            tuple(rows),
            (0.30, 0.50, 0.20),
            size="tiny",
        ),
    ]


def _proposed_path(case: Case) -> list[Block]:
    """The path that F4 computes from the catalogue's effort, before the team changed it."""
    state = case.finding("F4")
    steps = state.get("path", {}).get("steps", [])
    if not steps:
        return []
    rows = tuple(
        (
            str(s["place"]),
            Cell(f"{s['code']} {s['name']}", bold=True),
            s["step"],
            points_cell(s["points"]),
            Cell(number(s["effort_pt"], 1), align="right"),
            points_cell(s["cumulated_points"]),
        )
        for s in steps
    )
    path = state["path"]
    return [
        Heading(1, "Gerechneter kürzester Weg", "m9", page_break=True),
        Paragraph(
            f"Vorschlag aus dem Katalog mit dessen Aufwandswerten (Arbeitsfassung {quality().version}); er war die Grundlage der "
            f"Werkstatt. Er endet bei {points(path['end_points'])} Punkten und rechnet mit {number(path['effort_pt'], 1)} Personentagen."
        ),
        Table(
            "m_path",
            f"{in_words(len(rows)).capitalize()} Schritte des gerechneten Wegs",
            ("Nr.", "Indikator", "Schritt", "Punkte", "PT", "Stand"),
            rows,
            (0.06, 0.28, 0.40, 0.09, 0.08, 0.09),
            ("left", "left", "left", "right", "right", "right"),
            size="tiny",
        ),
    ]


def _stop_candidates(case: Case) -> list[Block]:
    rows = tuple(
        (Cell(s["name"], bold=True), number(s["days_freed"]), number(float(s["saved_eur"])), s["reason"])
        for s in case.finding("PRO2").get("stop_list", [])
    )
    if not rows:
        return []
    return [
        Heading(1, "Gerechnete Kandidaten der Einstellungsliste", "m10"),
        Table(
            "m_stop",
            "Wenig gefragt, tief angeboten, kaum gedeckt",
            ("Leistung", "PT", "ungedeckt, Euro", "Grund"),
            rows,
            (0.32, 0.10, 0.18, 0.40),
            ("left", "right", "right", "left"),
            size="tiny",
        ),
    ]


def _scores(case: Case) -> list[Block]:
    """Single scores of the ideas; the paper shows points only."""
    ideas = (case.plan.get("services") or {}).get("ideas", [])
    inputs = case.findings["F7"].inputs if "F7" in case.findings else {}
    criteria = inputs.get("criteria", [])
    scored = [i for i in ideas if i["scores"]]
    if not scored or not criteria:
        return []
    rows = tuple(
        (Cell(i["title"], bold=True), *(Cell(str(i["scores"].get(c["key"], "–")), align="center") for c in criteria))
        for i in scored
    )
    width = 0.7 / len(criteria)
    return [
        Heading(1, "Bewertung der Serviceideen", "m11"),
        Table(
            "m_scores",
            "Bewertung 1 bis 5 je Kriterium",
            ("Idee", *(f"{c['name']} ({number(100 * c['weight'])} %)" for c in criteria)),
            rows,
            (0.30, *([width] * len(criteria))),
            size="tiny",
        ),
    ]
