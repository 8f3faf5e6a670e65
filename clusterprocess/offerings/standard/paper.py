"""The frame of a paper: cover, imprint, versions, abbreviations, and the chapters of an outline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, DocumentContext, Figure, Table
from clusterprocess.offerings.sections.marks import require_known_marks
from clusterprocess.offerings.sections.numbers import day, month


def paper(
    case: Case,
    kind: str,
    title: str,
    outline: tuple[Chapter, ...],
    figures: Mapping[str, Figure],
    *,
    motto: str = "",
    omitted: frozenset[str] = frozenset(),
    own_fields: Mapping[str, str] | None = None,
) -> DocumentContext:
    """The context of a deliverable; chapters in ``omitted`` have no purpose at this level or for this question.

    Raises:
        InputErrors: a text names a figure, table or chapter that this paper does not have.
    """
    chapters: dict[str, tuple[Block, ...]] = {c.name: c.build(case) for c in outline if c.name not in omitted}
    require_known_marks(chapters, figures)
    has_charts = any(isinstance(block, Chart) for chapter in chapters.values() for block in chapter)
    rights = "Diagramme: eigene Darstellung; Emblem: Europäische Union." if has_charts else "Emblem: Europäische Union."
    chapters["fassungen"] = (version_table(case),)
    chapters["abkuerzungen"] = abbreviations(case)
    return DocumentContext(
        kind=kind,
        title=f"{title} – {case.name}",
        author=case.name,
        subject=case.number,
        fields=paper_fields(case) | {"titel": title, "motto": motto, "bildrechte": rights} | dict(own_fields or {}),
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
        "begleitung": f"ClusterAgentur Baden-Württemberg, {case.delivering}",
        "herausgeber": case.name,
        "kontakt": f"{_contact(case)}, {case.seat}",
        "fassung": case.version,
        "fassung_datum": day(case.today),
        "beschlussvermerk": "Entwurf, noch nicht beschlossen.",
        "naechste_ueberpruefung": case.plan.get("next_review", ""),
        "foerderhinweis": case.funding.statement,
        "foerderzeile": funding_line(case),
        "demo_hinweis": "Demo – Beispieldaten" if case.demo else "",
    }


def _contact(case: Case) -> str:
    """Who answers for the paper: the office, or the board where nobody is paid."""
    return "Geschäftsstelle" if float(case.profile.get("fte_paid") or 0) > 0 else "Vorstand"


def simple_fields(case: Case, title: str) -> dict[str, str]:
    """Placeholders of the one-column templates."""
    return {
        "titel": title,
        "initiative": case.name,
        "vorgang": case.number,
        "datum": day(case.today),
        "datum_iso": case.today.isoformat(),
        "foerderhinweis": case.funding.statement,
        "foerderzeile": funding_line(case),
        "demo_hinweis": "Demo – Beispieldaten" if case.demo else "",
    }


def simple_paper(
    case: Case,
    kind: str,
    title: str,
    blocks: tuple[Block, ...],
    figures: Mapping[str, Figure],
    *,
    toc: bool = False,
    language: str = "de-DE",
) -> DocumentContext:
    """The context of a one-column paper: working papers, situation brief, internal volume."""
    return DocumentContext(
        kind=kind,
        title=f"{title} – {case.name}",
        author="ClusterAgentur Baden-Württemberg",
        subject=case.number,
        fields=simple_fields(case, title),
        chapters={"inhalt": blocks},
        figures=figures,
        language=language,
        toc=toc,
        emblem_alt=case.funding.emblem_alt,
        statement=case.funding.statement,
        demo=case.demo,
    )


def funding_line(case: Case) -> str:
    funding = case.funding
    return f"{funding.line}. Vorhaben „{funding.name}“, Aktenzeichen {funding.reference}."


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
    """Only the abbreviations that are really used (``plan["abbreviations"]``)."""
    known: Mapping[str, Any] = case.plan.get("abbreviations", {})
    if not known:
        return ()
    rows = tuple((Cell(short, bold=True), Cell(long)) for short, long in sorted(known.items()))
    return (Table("abkuerzungen", "", ("Abkürzung", "Bedeutung"), rows, (0.2, 0.8), size="small"),)
