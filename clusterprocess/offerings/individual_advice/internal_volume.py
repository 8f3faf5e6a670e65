"""The Materialband of a piece of advice: stakeholder ratings, all statements, peer consultation, beside the common parts."""

from __future__ import annotations

from dataclasses import replace

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard import internal_volume as standard
from clusterprocess.offerings.standard.rows import KIND_NAMES


def internal_volume(case: Case) -> DocumentContext:
    """The context of the Materialband."""
    return standard.internal_volume(
        case,
        figures_of(case),
        [*(_flowing(s) for s in SECTIONS if s is not standard.computations), standard.computations],
    )


def _flowing(section: standard.Section) -> standard.Section:
    """The same section without a page of its own: the volume of a piece of advice is short. Computations keep theirs."""

    def build(case: Case) -> list[Block]:
        return [replace(b, page_break=False) if isinstance(b, Heading) else b for b in section(case)]

    return build


def _stakeholders(case: Case) -> list[Block]:
    rows = case.finding("F6").get("top", [])
    if not rows:
        return []
    return [
        Heading(1, "Stakeholder", "m1"),
        Table(
            "m_stakeholders",
            f"Die {len(rows)} dringlichsten Stakeholder",
            ("Name", "Einfluss", "Interesse", "heute", "angestrebt", "Priorität", "zuständig"),
            tuple(
                (
                    Cell(s["name"], bold=True),
                    str(s["power"]),
                    str(s["interest"]),
                    s["current_text"],
                    s["desired_text"],
                    number(s["priority"]),
                    s.get("owner") or "offen",
                )
                for s in rows
            ),
            (0.26, 0.10, 0.10, 0.14, 0.14, 0.10, 0.16),
            size="tiny",
            source="Priorität = Einfluss × Interesse × (angestrebt − heute)",
        ),
    ]


def _composition(case: Case) -> list[Block]:
    result = case.finding("F20")
    if not result:
        return []
    rows = tuple(
        (
            KIND_NAMES[c["kind"]],
            str(c["members"]),
            str(c["answers"]),
            "–" if c["deviation"] is None else f"{c['deviation']:+.0f}".replace("-", "−"),
        )
        for c in result["composition"]
    )
    return [
        Heading(1, "Wirkungsbefragung", "m3"),
        Table(
            "m_composition",
            f"{result['valid']} von {result['invited']} haben bis {day(case.survey['closed_on'])} geantwortet; Abweichung in Prozentpunkten",
            ("Art", "Mitglieder", "Antworten", "Abweichung"),
            rows,
            (0.4, 0.2, 0.2, 0.2),
            ("left", "right", "right", "right"),
            "Gruppen unter 8 Antworten werden auch hier nicht getrennt ausgewiesen",
            size="small",
        ),
    ]


def _estimates(case: Case) -> list[Block]:
    """What the office expected beside what members answered."""
    rows = case.answers.get("imp_fields", [])
    shown = {f["field"]: f for f in case.finding("BER3").get("fields", ()) if f["n"] is not None}
    if not rows or not shown:
        return []
    return [
        Table(
            "m_estimates",
            "Einschätzung der Geschäftsstelle neben den Mittelwerten der Mitglieder",
            ("Feld", "Wirkung erwartet", "Wirkung berichtet", "Anteil erwartet", "Anteil berichtet"),
            tuple(
                (
                    Cell(advice().impact_name(r["field"]), bold=True),
                    str(r["effect"]),
                    number(shown[r["field"]]["effect"], 1) if r["field"] in shown else "–",
                    str(r["due"]),
                    number(shown[r["field"]]["due"], 1) if r["field"] in shown else "–",
                )
                for r in rows
            ),
            (0.28, 0.18, 0.18, 0.18, 0.18),
            ("left", "right", "right", "right", "right"),
            size="small",
        )
    ]


def _remarks(case: Case) -> list[Block]:
    texts = [r["remark"] for r in case.survey.get("responses", []) if r.get("remark")]
    return [Heading(2, "Freie Antworten", "m3.1"), Bullets(tuple(texts))] if texts else []


def _statements(case: Case) -> list[Block]:
    """All twenty statements with their answer."""
    checks = case.answers.get("gov_checks", {})
    if not checks:
        return []
    return [
        Heading(1, "Zwanzig Aussagen zur Governance", "m4"),
        Table(
            "m_statements",
            f"{sum(a == 'ja' for a in checks.values())} Aussagen treffen zu",
            ("Bereich", "Aussage", "Antwort"),
            tuple((s.group, s.text, checks.get(s.key, "ohne Antwort")) for s in advice().governance.statement),
            (0.22, 0.62, 0.16),
            size="tiny",
        ),
    ]


def _peer_consultation(case: Case) -> list[Block]:
    """The six steps; the note itself says nothing of who said what."""
    blocks: list[Block] = []
    for workshop in case.workshops:
        held = workshop.record.get("peer_consultation")
        if held:
            blocks += [
                Heading(1, f"Kollegiale Fallberatung, {day(workshop.held_on)}", f"m5.{workshop.number}"),
                Paragraph(f"**Fall:** {held['case']}"),
                Paragraph("**Fragen**"),
                Bullets(tuple(held["questions"])),
                Paragraph("**Hypothesen**"),
                Bullets(tuple(held["hypotheses"])),
                Paragraph("**Lösungen**"),
                Bullets(tuple(held["solutions"])),
                Paragraph(f"**Auswahl:** {held['choice']}"),
                Paragraph(f"**Gelernt:** {held['learning']}"),
            ]
    return blocks


SECTIONS: tuple[standard.Section, ...] = (
    _stakeholders,
    standard.interviews,
    _composition,
    _estimates,
    _remarks,
    _statements,
    _peer_consultation,
    standard.votes,
    standard.workshop_notes,
    standard.computations,
)
