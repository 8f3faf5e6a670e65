"""The Strategiepapier: its outline and the fields of its template (yardsticks/strategiepapier.md, section B).

The initiative's paper, not the agency's. Each chapter is one function; a new chapter is one function here and its
placeholder in the template.
"""

from __future__ import annotations

from collections.abc import Callable

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy import annexes, chapter_benchmark, chapters_analysis, chapters_plan
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Cell, DocumentContext, Table
from clusterprocess.offerings.sections.marks import require_known_marks
from clusterprocess.offerings.sections.numbers import day, month

OUTLINE: tuple[tuple[str, Callable[[Case], tuple[Block, ...]]], ...] = (
    ("zusammenfassung", chapters_analysis.summary),
    ("anlass", chapters_analysis.occasion),
    ("ausgangslage", chapters_analysis.starting_position),
    ("umfeld", chapters_analysis.environment),
    ("benchmarking", chapter_benchmark.benchmarking),
    ("swot", chapters_analysis.options),
    ("vision", chapters_plan.vision),
    ("handlungsfelder", chapters_plan.fields_of_action),
    ("massnahmen", chapters_plan.measures),
    ("governance", chapters_plan.governance),
    ("monitoring", chapters_plan.monitoring),
    ("anhang_a", annexes.data_and_methods),
    ("anhang_b", annexes.proof_of_figures),
)

OMITTED: dict[str, frozenset[str]] = {"M0": frozenset({"umfeld", "benchmarking", "monitoring"})}
"""Chapters without purpose at a level (yardstick, section G): a volunteer-run initiative gets about eight pages."""


def strategy_paper(case: Case) -> DocumentContext:
    """The context of the Strategiepapier, its chapters scaled to the maturity level."""
    first, last = case.plan["years"]
    title = f"Strategie {first}–{last}"
    omitted = OMITTED.get(case.level, frozenset())
    chapters: dict[str, tuple[Block, ...]] = {name: build(case) for name, build in OUTLINE if name not in omitted}
    figures = figures_of(case)
    require_known_marks(chapters, figures)
    chapters["fassungen"] = (version_table(case),)
    chapters["abkuerzungen"] = abbreviations(case)
    return DocumentContext(
        kind="strategiepapier",
        title=f"{title} – {case.name}",
        author=case.name,
        subject=case.number,
        fields=paper_fields(case) | {"titel": title, "motto": case.plan["motto"]},
        chapters=chapters,
        figures=figures,
        toc=True,
        emblem_alt=case.funding.emblem_alt,
        statement=case.funding.statement,
        demo=case.demo,
    )


def paper_fields(case: Case) -> dict[str, str]:
    """Simple placeholders that cover, imprint, header and footer share."""
    return {
        "initiative": case.name,
        "ort": case.seat,
        "monat": month(case.today),
        "datum": day(case.today),
        "datum_iso": case.today.isoformat(),
        "vorgang": case.number,
        "begleitung": f"ClusterAgentur Baden-Württemberg ({case.delivering})",
        "herausgeber": case.name,
        "kontakt": f"Geschäftsstelle, {case.seat}",
        "fassung": case.version,
        "fassung_datum": day(case.today),
        "beschlussvermerk": "Entwurf, noch nicht beschlossen.",
        "naechste_ueberpruefung": case.plan.get("next_review", ""),
        "bildrechte": "Diagramme: eigene Darstellung; Emblem: Europäische Union.",
        "foerderhinweis": case.funding.statement,
        "foerderzeile": f"{case.funding.line}. Vorhaben „{case.funding.name}“, Aktenzeichen {case.funding.reference}.",
        "demo_hinweis": "Demo – Beispieldaten" if case.demo else "",
    }


def version_table(case: Case) -> Table:
    """Earlier versions and this one; version 1.0 is appended when it is issued."""
    rows = [(v.label, day(v.made_on), v.what) for v in case.versions] or []
    if case.version not in {label for label, _, _ in rows}:
        rows.append((case.version, day(case.today), "Entwurf"))
    return Table(
        "fassungen",
        "",
        ("Fassung", "Datum", "Anlass"),
        tuple(tuple(Cell(c) for c in row) for row in rows),
        (0.2, 0.25, 0.55),
        size="small",
    )


def abbreviations(case: Case) -> tuple[Block, ...]:
    """Only the abbreviations that are really used."""
    known = case.plan.get("abbreviations", {})
    if not known:
        return ()
    rows = tuple((Cell(short, bold=True), Cell(long)) for short, long in sorted(known.items()))
    return (Table("abkuerzungen", "", ("Abkürzung", "Bedeutung"), rows, (0.2, 0.8), size="small"),)
