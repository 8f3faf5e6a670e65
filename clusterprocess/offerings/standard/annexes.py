"""Annexes A and B: what the figures rest on, and where each figure comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.profile import members_total
from clusterprocess.offerings.sections.blocks import Block, Cell, Figure, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard.texts import own

SourceRow = tuple[str, str, str, str]
"""Source, date, n, limits."""

NEVER_IN_PAPER = frozenset({"F6"})
"""Methods whose findings stay in the internal volume (ruling 9)."""


def data_and_methods(case: Case, more: Iterable[SourceRow] = ()) -> tuple[Block, ...]:
    """Sources with date, n and limits; how peers were chosen and votes counted; the adviser's disclosure.

    Text keys ``data.limits`` and ``disclosure``. ``more`` are sources of the offering itself.
    """
    used = sorted({(f.method, f.title.split(":")[0], f.source, f.catalogue_version) for f in case.findings.values()})
    methods = tuple(
        (Cell(m, bold=True), title, source, version) for m, title, source, version in used if m not in NEVER_IN_PAPER
    )
    group = case.finding("F1")
    blocks: list[Block] = [
        Heading(1, "Anhang A: Datengrundlage und Methoden", "A", numbered=False, page_break=True),
        Table(
            "sources",
            "Womit gerechnet wurde",
            ("Quelle", "Stand", "n", "Grenzen"),
            (*_sources(case), *more),
            (0.30, 0.14, 0.08, 0.48),
            size="small",
        ),
    ]
    if group:
        blocks.append(Paragraph(str(group["definition"])))
    blocks += own(case, "data.limits")
    if methods:
        blocks.append(
            Table(
                "methods",
                "Verfahren mit Quelle und Katalogfassung",
                ("Kürzel", "Verfahren", "Quelle", "Katalog"),
                methods,
                (0.10, 0.34, 0.38, 0.18),
                size="tiny",
            )
        )
    return (
        *blocks,
        Heading(2, "Offenlegung", "A.1", numbered=False),
        *own(case, "disclosure"),
        Paragraph(disclosure(case), style="small"),
    )


def _sources(case: Case) -> list[SourceRow]:
    rows: list[SourceRow] = []
    if total := members_total(case.profile):
        limits = "; ".join(case.comments.values()) or "ohne Einschränkung"
        rows.append(("Mitgliederliste und Profil", day(case.profile_as_of), str(total), limits))
    if money := case.answers.get("finances"):
        rows.append((str(money["source"]), f"31.12.{money['year']}", "1",
                     "Zuordnung der Trägermittel nach Angabe der Geschäftsstelle"))  # fmt: skip
    if case.survey:
        rows.append(("Mitgliederbefragung", day(case.survey["closed_on"]), str(len(case.survey["responses"])),
                     "Gruppen unter 8 Antworten nicht getrennt"))  # fmt: skip
    if case.interviews:
        last = day(max(i["held_on"] for i in case.interviews))
        rows.append(("Gespräche", last, str(len(case.interviews)), "zu Thesen verdichtet, Zitate freigegeben"))
    for workshop in case.workshops:
        if workshop.record:
            corrected = "; ".join(workshop.record["corrections"])
            present = str(len(workshop.record["attendance"]))
            rows.append(
                (workshop.title, day(workshop.held_on), present, f"berichtigt: {corrected}" if corrected else "–")
            )
    return rows


def disclosure(case: Case) -> str:
    """Whether the advising house assesses labels, and who reviewed (ruling 11)."""
    answer = "ja" if case.delivering_assesses_labels else "nein"
    by = (
        f" Geprüft hat das Papier {case.reviewing}."
        if case.delivering_assesses_labels and case.reviewing and case.reviewing != case.delivering
        else ""
    )
    return f"Die beratende Organisation {case.delivering} bewertet auch Label des Clustermanagements: {answer}.{by}"


def _chapter_order(row: tuple[str | Cell, ...]) -> tuple[list[int], str]:
    """Chapters as numbers (8.2 before 8.10), words after them, the dash last; equal ones keep their order."""
    text = row[0] if isinstance(row[0], str) else row[0].text
    digits = [int(part) for part in re.findall(r"\d+", text.split(" ")[0])]
    return (digits or [99], "" if digits else text)


def proof_of_figures(
    case: Case,
    figures: Mapping[str, Figure],
    chapter_of: Mapping[str, str],
    more: Iterable[tuple[str, str, str, str, str]] = (),
) -> tuple[Block, ...]:
    """Every figure of the paper with finding and source.

    Args:
        chapter_of: chapter by the head of the figure's key (the part before the first dot).
        more: rows of the offering itself: chapter, statement, value, finding or key, source.
    """
    rows: list[tuple[str | Cell, ...]] = [
        (
            chapter_of.get(figure.key.split(".")[0], "–"),
            figure.title,
            Cell(f"{{{figure.key}}}", align="right"),
            figure.finding,
            figure.source,
        )
        for figure in figures.values()
    ]
    return (
        Heading(1, "Anhang B: Nachweis der Zahlen", "B", numbered=False, page_break=True),
        Paragraph("Die Befundnummer führt im Materialband zu Eingaben, Formel und Katalogfassung.", style="small"),
        Table(
            "proof",
            "Woher jede Zahl der Zusammenfassung und der Ziele stammt",
            ("Kapitel", "Aussage", "Wert", "Befund", "Quelle"),
            tuple(sorted((*rows, *more), key=_chapter_order)),
            (0.10, 0.31, 0.17, 0.14, 0.28),
            size="tiny",
        ),
    )
