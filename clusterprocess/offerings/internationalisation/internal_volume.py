"""The Materialband: every score with reason and source, the dots by kind, travellers, beside the common sections."""

from __future__ import annotations

from clusterprocess.catalogues.internationalisation import countries
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Cell, DocumentContext, Heading, Table
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import internal_volume as standard
from clusterprocess.offerings.standard.rows import KIND_NAMES

_EVIDENCE = {"beleg": "Beleg", "auskunft": "Auskunft", "einschaetzung": "Einschätzung"}


def internal_volume(case: Case) -> DocumentContext:
    """The context of the Materialband."""
    sections = (
        standard.interviews,
        _dots,
        standard.votes,
        _scores,
        _affected,
        _travellers,
        standard.workshop_notes,
        standard.computations,
    )
    return standard.internal_volume(case, figures_of(case), sections)


def _dots(case: Case) -> list[Block]:
    decided = case.submissions.get("gewichte")
    if not decided:
        return []
    kinds = [k for k in KIND_NAMES if decided["organisations"].get(k)]
    rows = tuple(
        (Cell(c["name"], bold=True), *(Cell(str(c["dots"].get(k, 0)), align="right") for k in kinds))
        for c in decided["criteria"]
    )
    width = 0.6 / len(kinds)
    return [
        Heading(1, "Punkte je Kriterium und Akteursart", "m_dots"),
        Table(
            "m_dots",
            f"Gewichtung vom {day(decided['decided_on'])}, vor der ersten Bewertung",
            ("Kriterium", *(f"{KIND_NAMES[k]} (n = {decided['organisations'][k]})" for k in kinds)),
            rows,
            (0.4, *([width] * len(kinds))),
            size="tiny",
        ),
    ]


def _scores(case: Case) -> list[Block]:
    scores = case.submissions.get("bewertung")
    if not scores:
        return []
    names = {c["key"]: c["name"] for c in case.submissions.get("gewichte", {}).get("criteria", [])}
    blocks: list[Block] = [Heading(1, "Werte mit Grund und Quelle", "m_scores", page_break=True)]
    for country in dict.fromkeys(row["country"] for row in scores["rows"]):
        rows = tuple(
            (
                Cell(names.get(r["criterion"], r["criterion"]), bold=True),
                Cell(str(r["score"]), align="center"),
                r["reason"],
                _EVIDENCE[r["evidence"]],
                r["source"],
            )
            for r in scores["rows"]
            if r["country"] == country
        )
        blocks.append(
            Table(
                f"m_scores_{country}",
                f"{countries().name(country)}: Bewertung vom {day(scores['scored_on'])}",
                ("Kriterium", "Wert", "Grund", "Art", "Quelle"),
                rows,
                (0.22, 0.06, 0.38, 0.12, 0.22),
                size="tiny",
            )
        )
    return blocks


def _affected(case: Case) -> list[Block]:
    """Whom a cleared hint concerned: named here and nowhere else."""
    rows = tuple(
        (Cell(countries().name(c["country"]), bold=True), c["affected"], c["cleared_by"], day(c["cleared_on"]))
        for c in case.submissions.get("bewertung", {}).get("clearances", [])
        if c.get("affected")
    )
    if not rows:
        return []
    return [
        Heading(1, "Wen ein rechtlicher Hinweis betraf", "m_affected"),
        Table(
            "m_affected",
            "Betroffene Mitglieder, nur für die Akte",
            ("Land", "Mitglied", "geklärt durch", "am"),
            rows,
            (0.16, 0.30, 0.40, 0.14),
            size="small",
        ),
    ]


def _travellers(case: Case) -> list[Block]:
    rows = tuple(
        (Cell(t["mission"], bold=True), KIND_NAMES[t["kind"]], str(t["organisations"]), str(t["persons"]))
        for w in case.workshops
        for t in w.record.get("travellers", [])
    )
    if not rows:
        return []
    return [
        Heading(1, "Wer mitreisen will", "m_travellers"),
        Table(
            "m_travellers",
            "Zusagen am Auslandstag",
            ("Reise", "Art", "Organisationen", "Personen"),
            rows,
            (0.46, 0.26, 0.15, 0.13),
            ("left", "left", "right", "right"),
            size="small",
        ),
    ]
