"""Annexes A and B: what the figures rest on, and where each figure of summary and goals comes from."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.chapters_analysis import own
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day

CHAPTER_OF = {
    "F11": "3.1",
    "F10": "3.2",
    "F20": "2.2",
    "F12": "8",
    "F17": "4.2",
    "F15": "4.1",
    "F1": "5.1",
    "F2": "5.1",
    "PLAN": "9 und 10",
    "INT": "2.1",
}


def data_and_methods(case: Case) -> tuple[Block, ...]:
    """Sources with date, n and limits; how peers were chosen and votes counted; the adviser's disclosure."""
    rows: list[tuple[str | Cell, ...]] = [
        (
            "Mitgliederliste und Profil",
            day(case.profile_as_of),
            str(
                sum(
                    int(case.profile[k])
                    for k in (
                        "members_sme",
                        "members_large",
                        "members_uni",
                        "members_rto",
                        "members_public",
                        "members_other",
                    )
                )
            ),
            "; ".join(case.comments.values()) or "ohne Einschränkung",
        ),
    ]
    if case.answers.get("finances"):
        rows.append(
            (
                str(case.answers["finances"]["source"]),
                f"31.12.{case.answers['finances']['year']}",
                "1",
                "Zuordnung der Trägermittel nach Angabe der Geschäftsstelle",
            )
        )
    if case.survey:
        rows.append(
            (
                "Mitgliederbefragung",
                day(case.survey["closed_on"]),
                str(len(case.survey["responses"])),
                "Gruppen unter 8 Antworten nicht getrennt",
            )
        )
    if case.interviews:
        rows.append(
            (
                "Gespräche",
                day(max(i["held_on"] for i in case.interviews)),
                str(len(case.interviews)),
                "zu Thesen verdichtet, Zitate freigegeben",
            )
        )
    for workshop in case.workshops:
        if workshop.record:
            limits = "; ".join(workshop.record["corrections"]) or "–"
            rows.append(
                (
                    workshop.title,
                    day(workshop.held_on),
                    str(len(workshop.record["attendance"])),
                    f"berichtigt: {limits}" if limits != "–" else "–",
                )
            )
    used = sorted({(f.method, f.title.split(":")[0], f.source, f.catalogue_version) for f in case.findings.values()})
    methods = tuple(
        (Cell(m, bold=True), title, source, version) for m, title, source, version in used if m not in ("F6",)
    )
    group = case.finding("F1")
    return (
        Heading(1, "Anhang A: Datengrundlage und Methoden", "A", numbered=False, page_break=True),
        Table(
            "sources",
            "Womit gerechnet wurde",
            ("Quelle", "Stand", "n", "Grenzen"),
            tuple(rows),
            (0.30, 0.14, 0.08, 0.48),
            size="small",
        ),
        *((Paragraph(str(group["definition"])),) if group else ()),
        *own(case, "data.limits"),
        Table(
            "methods",
            "Verfahren mit Quelle und Katalogfassung",
            ("Kürzel", "Verfahren", "Quelle", "Katalog"),
            methods,
            (0.10, 0.34, 0.38, 0.18),
            size="tiny",
        ),
        Heading(2, "Offenlegung", "A.1", numbered=False),
        *own(case, "disclosure"),
        Paragraph(_disclosure(case), style="small"),
    )


def _disclosure(case: Case) -> str:
    if case.delivering_assesses_labels:
        by = (
            f" Geprüft hat das Papier {case.reviewing}." if case.reviewing and case.reviewing != case.delivering else ""
        )
        return f"Die beratende Organisation {case.delivering} bewertet auch Label des Clustermanagements: ja.{by}"
    return f"Die beratende Organisation {case.delivering} bewertet auch Label des Clustermanagements: nein."


def proof_of_figures(case: Case) -> tuple[Block, ...]:
    """Every figure of summary, goals and captions with finding and source."""
    rows: list[tuple[str | Cell, ...]] = []
    for figure in figures_of(case).values():
        head = figure.key.split(".")[0]
        rows.append(
            (
                CHAPTER_OF.get(head, "–"),
                figure.title,
                Cell(f"{{{figure.key}}}", align="right"),
                figure.finding,
                figure.source,
            )
        )
    for position, field in enumerate(case.plan["fields"], 1):
        for goal in field["goals"]:
            rows.append(
                (f"8.{position}", goal["indicator"], goal["baseline_text"], goal["key"], goal["baseline_source"])
            )
    return (
        Heading(1, "Anhang B: Nachweis der Zahlen", "B", numbered=False, page_break=True),
        Paragraph("Die Befundnummer führt im Materialband zu Eingaben, Formel und Katalogfassung.", style="small"),
        Table(
            "proof",
            "Woher jede Zahl der Zusammenfassung und der Ziele stammt",
            ("Kapitel", "Aussage", "Wert", "Befund", "Quelle"),
            tuple(rows),
            (0.10, 0.31, 0.17, 0.14, 0.28),
            size="tiny",
        ),
    )
