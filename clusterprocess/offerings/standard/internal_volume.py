"""The Materialband: everything that must never enter a paper (ruling 9): theses, single values, votes, computations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clusterprocess.methods.registry import method_named
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    DocumentContext,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.rows import KIND_NAMES, SERVICE_NAMES

Section = Callable[[Case], list[Block]]


def internal_volume(case: Case, figures: Mapping[str, Figure], sections: Iterable[Section]) -> DocumentContext:
    """The context of the Materialband, from sections of this module and of the offering; empty ones leave no trace."""
    blocks: list[Block] = [
        Paragraph(
            "Intern: Dieser Band bleibt bei Geschäftsstelle und ClusterAgentur. Er enthält Einschätzungen Dritter und Einzelwerte.",
            style="lead",
        )
    ]
    for build in sections:
        blocks += build(case)
    return simple_paper(case, "materialband", "Materialband (intern)", tuple(blocks), figures, toc=True)


def interviews(case: Case) -> list[Block]:
    if not case.interviews:
        return []
    blocks: list[Block] = [Heading(1, "Gespräche", "m2", page_break=True)]
    for interview in case.interviews:
        blocks.append(
            Heading(
                2,
                f"Gespräch {interview['number']}: {interview['described_as']}, {day(interview['held_on'])}",
                f"m2.{interview['number']}",
            )
        )
        blocks.append(Bullets(tuple(interview["theses"])))
        if interview["may_be_quoted"]:
            blocks += [Quote(text, interview["described_as"]) for text in interview["quotations"]]
    return blocks


def survey(case: Case) -> list[Block]:
    result = case.finding("F20")
    if not result:
        return []
    composition = tuple(
        (
            KIND_NAMES[c["kind"]],
            str(c["members"]),
            str(c["answers"]),
            "–" if c["deviation"] is None else f"{c['deviation']:+.0f}".replace("-", "−"),
        )
        for c in result["composition"]
    )
    means = {m["question"]: m for m in result["means"]}
    rows = tuple(
        (
            name.de,
            *(
                number(means[q]["mean"], 1) if q in means and means[q]["mean"] is not None else "–"
                for q in (f"need_{slug}", f"satisfaction_{slug}")
            ),
            str(means.get(f"need_{slug}", {}).get("n") or "–"),
        )
        for slug, name in SERVICE_NAMES.items()
    )
    return [
        Heading(1, "Mitgliederbefragung", "m3", page_break=True),
        Table(
            "m_composition",
            f"{result['valid']} von {result['invited']} haben geantwortet; Abweichung in Prozentpunkten",
            ("Art", "Mitglieder", "Antworten", "Abweichung"),
            composition,
            (0.4, 0.2, 0.2, 0.2),
            ("left", "right", "right", "right"),
            size="small",
        ),
        Table(
            "m_means",
            "Mittelwerte je Leistungsart (1 bis 5)",
            ("Leistung", "Wichtigkeit", "Zufriedenheit", "n"),
            rows,
            (0.52, 0.18, 0.18, 0.12),
            ("left", "right", "right", "right"),
            "Gruppen unter 8 Antworten werden auch hier nicht getrennt ausgewiesen",
            size="small",
        ),
        *_free_texts(case),
    ]


def _free_texts(case: Case) -> list[Block]:
    texts = [r["obstacle"] for r in case.survey.get("responses", []) if r.get("obstacle")]
    return (
        [Heading(2, "Was an gemeinsamen Projekten hindert (freie Antworten)", "m3.1"), Bullets(tuple(texts))]
        if texts
        else []
    )


def votes(case: Case) -> list[Block]:
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if held is None:
        return []
    options = held.record["options"]
    rows: tuple[tuple[str | Cell, ...], ...] = tuple(
        (Cell(str(n)), KIND_NAMES[b["kind"]], *(Cell(str(b["dots"].get(o, 0) or ""), align="center") for o in options))
        for n, b in enumerate(held.record["ballots"], 1)
    )
    width = 0.66 / len(options)
    return [
        Heading(1, "Stimmzettel", "m5", page_break=True),
        Table(
            "m_votes",
            f"{len(rows)} Stimmzettel vom {day(held.held_on)}",
            ("Nr.", "Art", *options),
            rows,
            (0.08, 0.26, *([width] * len(options))),
            size="tiny",
            source="; ".join(f"{k}: {v}" for k, v in options.items()),
        ),
    ]


def workshop_notes(case: Case) -> list[Block]:
    blocks: list[Block] = []
    for workshop in case.workshops:
        if workshop.record:
            notes = workshop.record["notes"]
            blocks += [
                Heading(1, f"{workshop.title}, {day(workshop.held_on)}", f"m6.{workshop.number}"),
                Table(
                    f"m_notes_{workshop.number}",
                    "Feststellungen und Entscheidungen",
                    ("Thema", "Feststellung", "Entscheidung"),
                    tuple((Cell(n["topic"], bold=True), n["finding"], n["decision"] or "–") for n in notes),
                    (0.22, 0.42, 0.36),
                    size="tiny",
                ),
            ]
    return blocks


def computations(case: Case) -> list[Block]:
    """Each finding with formula, inputs in short, and catalogue version: the way back from every figure."""
    rows = []
    for finding in case.findings.values():
        formula = method_named(finding.method).formula
        rows.append(
            (
                Cell(finding.key, bold=True),
                finding.title,
                formula,
                _short(finding.method, finding.result),
                finding.catalogue_version,
            )
        )
    return [
        Heading(1, "Rechenwege", "m7", page_break=True),
        Table(
            "m_findings",
            f"{len(rows)} Befunde mit Formel, Ergebnis und Katalogfassung",
            ("Befund", "Titel", "Formel", "Ergebnis (Auszug)", "Katalog"),
            tuple(rows),
            (0.10, 0.17, 0.29, 0.35, 0.09),
            size="tiny",
        ),
    ]


NOT_TOLD = frozenset({"catalogue_version", "definition", "evenness_note", "evenness", "concentration"})
MOST_TOLD = 6
"""So many values of a result stand in the table; the rest stays with the stored finding."""


def _short(method: str, result: Mapping[str, Any]) -> str:
    """The first plain values of a result in words: what the field means, and its value as people read it."""
    model = inspect.signature(method_named(method).function, eval_str=True).return_annotation
    told = []
    for key, field in model.model_fields.items():
        value = result.get(key)
        if key not in NOT_TOLD and isinstance(value, int | float | str) and value != "":
            meaning = (field.description or key).split(";")[0].split(",")[0]
            told.append(f"{meaning}: {_in_words(value)}")
    return "; ".join(told[:MOST_TOLD])


def _in_words(value: float | str) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, str):
        return value if len(value) <= 80 else f"{value[:79]}…"
    return number(value, 0 if float(value).is_integer() else 3)
