"""The Materialband of a strategy: stakeholder ratings and the crossing of the SWOT, beside the common sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, DocumentContext, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard import internal_volume as standard


def internal_volume(case: Case) -> DocumentContext:
    """The context of the Materialband."""
    sections = (
        _stakeholders,
        standard.interviews,
        standard.survey,
        _pairs,
        _panel,
        standard.votes,
        standard.workshop_notes,
        standard.computations,
    )
    made = standard.internal_volume(case, figures_of(case), sections)
    return replace(made, chapters={"inhalt": _without_first_break(made.chapters["inhalt"])})


def _without_first_break(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The first section stands below the title, whichever it is; a page with the title alone helps nobody."""
    place = next((n for n, b in enumerate(blocks) if isinstance(b, Heading)), None)
    if place is None:
        return blocks
    first = blocks[place]
    changed = replace(first, page_break=False) if isinstance(first, Heading) else first
    return (*blocks[:place], changed, *blocks[place + 1 :])


def _stakeholders(case: Case) -> list[Block]:
    rows = case.finding("F6").get("top", [])
    if not rows:
        return []
    table = tuple(
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
    )
    return [
        Heading(1, "Stakeholder", "m1"),
        Table(
            "m_stakeholders",
            f"Die {len(rows)} dringlichsten Stakeholder",
            ("Name", "Einfluss", "Interesse", "heute", "angestrebt", "Priorität", "zuständig"),
            table,
            (0.26, 0.10, 0.10, 0.14, 0.14, 0.10, 0.16),
            size="tiny",
            source="Priorität = Einfluss × Interesse × (angestrebt − heute)",
        ),
    ]


def _pairs(case: Case) -> list[Block]:
    result = case.finding("F5")
    pairs = case.plan.get("pairs", [])
    if not result or not pairs:
        return []
    inner = sorted({p["first"] for p in pairs})
    outer = sorted({p["second"] for p in pairs})
    score = {(p["first"], p["second"]): p["score"] for p in pairs}
    shades: tuple[Shade, ...] = ("none", "light", "mid", "strong")
    rows = tuple(
        (
            Cell(i, bold=True),
            *(Cell(str(score.get((i, o), "")), shade=shades[score.get((i, o), 0)], align="center") for o in outer),
        )
        for i in inner
    )
    width = 0.85 / len(outer)
    items = case.answers.get("swot_raw", [])
    return [
        Heading(1, "Kreuzung der Stärken und Schwächen mit Chancen und Risiken", "m4", page_break=True),
        Table(
            "m_pairs",
            f"Lage: {result['position']}; Paarwerte 0 (kein Bezug) bis 3 (stark)",
            ("", *outer),
            rows,
            (0.15, *([width] * len(outer))),
            size="small",
            source="Strategietag, Gruppenarbeit",
        ),
        Bullets(
            tuple(f"**{i['key']}** {i['title']} (Wichtigkeit {i['importance']}, Stärke {i['strength']})" for i in items)
        ),
    ]


def _panel(case: Case) -> list[Block]:
    """All scales of the Delphi survey and the reasons in their wording; no single answer, no code."""
    result, panel = case.finding("F13"), case.submissions.get("delphi")
    if not result or not panel:
        return []
    texts = {t["key"]: t["text"] for t in panel["theses"]}
    rows = tuple(
        (
            Cell(t["thesis"], bold=True),
            texts[t["thesis"]],
            *(_scale(t[name]) for name in ("importance", "probability", "year")),
            "–" if t["later"] is None else str(t["later"]),
        )
        for t in result["theses"]
    )
    reasons = tuple(
        f"**{t['thesis']}, {_SCALES[r['scale']]} {r['direction']}:** {r['reason']}"
        for t in result["theses"]
        for r in t["reasons"]
    )
    blocks: list[Block] = [
        Heading(1, "Delphi-Befragung", "m8", page_break=True),
        Table(
            "m_delphi",
            f"{len(rows)} Thesen: Median (mittlere Hälfte) der zweiten Runde, Urteil",
            ("Nr.", "These", "Wichtigkeit", "Eintritt", "Jahr", "nie/später"),
            rows,
            (0.06, 0.36, 0.17, 0.17, 0.16, 0.08),
            size="tiny",
            source=f"Panel {result['panel_one']} und {result['panel_two']} Personen",
        ),
    ]
    if reasons:
        blocks += [Heading(2, "Gründe abweichender Antworten", "m8.1"), Bullets(reasons)]
    return blocks


_SCALES = {"wichtigkeit": "Wichtigkeit", "wahrscheinlichkeit": "Eintritt", "jahr": "Jahr"}


def _scale(scale: Mapping[str, Any] | None) -> str:
    if scale is None:
        return "–"
    return f"{_plain(scale['median'])} ({_plain(scale['q1'])} bis {_plain(scale['q3'])}): {scale['verdict']}"


def _plain(value: float) -> str:
    """Points with one decimal where there is one; years without a thousands dot."""
    return f"{value:g}".replace(".", ",")
