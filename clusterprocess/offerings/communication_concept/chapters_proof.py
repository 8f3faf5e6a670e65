"""Chapters 9 and 10 of the Kommunikationskonzept: how success is measured, and what funders want to see."""

from __future__ import annotations

from clusterprocess.catalogues.communication import communication
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import is_short
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import own

FUNDERS = {
    "efre": "EFRE",
    "land": "Land Baden-Württemberg",
    "bund": "Bund",
    "eu_andere": "andere EU-Programme",
    "keine": "keine",
}


def measurement(case: Case) -> tuple[Block, ...]:
    """Indicators with baseline; the short paper has them with the goals already."""
    return (
        Heading(1, "Erfolgsmessung", "9"),
        *own(case, "measurement.before"),
        *(() if is_short(case) else (indicators(case),)),
        *own(case, "measurement.after"),
        Paragraph(case.plan["next_review"]),
    )


def indicators(case: Case) -> Table:
    """A missing baseline stands there as missing."""
    rows = tuple(
        (
            Cell(k["indicator"], bold=True),
            k["definition"],
            k["source"],
            k["cutoff"],
            Cell(k["baseline"], shade="warn" if "fehlt" in k["baseline"] else "none"),
            k["path"],
            k["responsible"],
        )
        for k in case.plan["kpis"]
    )
    missing = sum("fehlt" in k["baseline"] for k in case.plan["kpis"])
    counted = in_words(len(rows)).capitalize()
    lacking = "einer" if missing == 1 else in_words(missing)
    says = f"; bei {lacking} fehlt die Basis noch" if missing else ", jede mit Basis"
    return Table(
        "kpis",
        f"{counted} Kennzahlen{says}",
        ("Kennzahl", "Definition", "Quelle", "Stichtag", "Basis", "Zielpfad", "verantwortlich"),
        rows,
        (0.14, 0.21, 0.14, 0.11, 0.13, 0.13, 0.14),
        size="tiny",
    )


def publicity(case: Case) -> tuple[Block, ...]:
    """Operations with their wording, and what each named funder asks for on this day; the notice of grant decides."""
    return (
        Heading(1, "Publizitätspflichten", "10"),
        *own(case, "publicity.before"),
        *((_duties_of_operations(case),) if is_short(case) else (*_operations(case), *_duties(case))),
        *own(case, "publicity.after"),
    )


def _duties_of_operations(case: Case) -> Block:
    """One line per operation with wording, duties and who checks, for the short paper."""
    rows = tuple(
        (
            Cell(
                f"{FUNDERS[p['funder']]}: {p['operation']}, {p['reference']}, bis {day(p.get('ends_on')) or 'auf Weiteres'}",
                bold=True,
            ),
            p["wording"],
            "\n".join(d.what for d in communication().duties(p["funder"], case.today)),
            p["checked_by"],
        )
        for p in case.plan["publicity"]
    )
    if not rows:
        return Paragraph("Kein Fördergeber verlangt derzeit einen Hinweis.")
    return Table(
        "operations",
        "Was der Fördergeber verlangt, mit Wortlaut und prüfender Stelle",
        ("Fördergeber, Vorhaben", "Wortlaut", "Pflichten", "prüft"),
        rows,
        (0.22, 0.22, 0.42, 0.14),
        source="Bescheid der Initiative; Pflichten nach Zusammenstellung der ClusterAgentur, maßgeblich ist der Bescheid",
        size="tiny",
    )


def _operations(case: Case) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(FUNDERS[p["funder"]], bold=True),
            f"{p['operation']}, {p['reference']}",
            day(p["ends_on"]) if p.get("ends_on") else "–",
            p["wording"],
            p["checked_by"],
        )
        for p in case.plan["publicity"]
    )
    if not rows:
        return ()
    return (
        Table(
            "operations",
            f"{in_words(len(rows)).capitalize()} geförderte Vorhaben mit ihrem Wortlaut"
            if len(rows) > 1
            else "Ein gefördertes Vorhaben mit seinem Wortlaut",
            ("Fördergeber", "Vorhaben, Zeichen", "bis", "Wortlaut", "prüft"),
            rows,
            (0.14, 0.24, 0.11, 0.34, 0.17),
            source="Bescheide und Verträge der Initiative",
            size="small",
        ),
    )


def _duties(case: Case) -> tuple[Block, ...]:
    named = [f for f in case.answers.get("funding_notices", []) if f != "keine"]
    rows: list[tuple[str | Cell, ...]] = []
    for funder in named:
        for place, duty in enumerate(communication().duties(funder, case.today)):
            label = FUNDERS[funder] if place == 0 else ""
            rows.append(
                (Cell(label, bold=True, shade="light" if label else "none"), duty.what, duty.evidence, duty.source)
            )
    if not rows:
        return ()
    return (
        Table(
            "duties",
            f"{len(rows)} Pflichten und woran man ihre Erfüllung sieht",
            ("Fördergeber", "Pflicht", "Nachweis", "Grundlage"),
            tuple(rows),
            (0.14, 0.42, 0.23, 0.21),
            source="Zusammenstellung der ClusterAgentur zur Information; maßgeblich sind Bescheid und Verordnung",
            size="tiny",
        ),
    )
