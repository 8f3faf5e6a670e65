"""Chapter 11 of the Strategiepapier: how success is measured and when the paper is reviewed."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard.outcome_rows import outcome_rows
from clusterprocess.offerings.standard.texts import own


def monitoring(case: Case) -> tuple[Block, ...]:
    """Indicators with definition and path, rhythm, early warning, and the next date."""
    rows = outcome_rows(case.plan["monitoring"])
    return (
        Heading(1, "Monitoring und Fortschreibung", "11"),
        *own(case, "monitoring.before"),
        Table(
            "indicators",
            f"{in_words(len(rows)).capitalize()} Zielindikatoren, jeder mit Definition und Stichtag",
            ("Indikator", "Definition", "Quelle", "Stichtag", "Basis", "Zielpfad", "verantwortlich"),
            rows,
            (0.15, 0.24, 0.12, 0.10, 0.12, 0.15, 0.12),
            size="tiny",
        ),
        *own(case, "monitoring.after"),
        Paragraph(case.plan["next_review"]),
    )
