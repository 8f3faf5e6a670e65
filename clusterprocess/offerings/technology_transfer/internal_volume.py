"""The Materialband: sheets with names, plans and cards of the talks, the NDA list; content under NDA stays in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.methods.matching import FORM_NAMES, IP_NAMES
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, DocumentContext, Heading, Table
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import internal_volume as standard
from clusterprocess.offerings.technology_transfer.analysis import needs_of, offers_of
from clusterprocess.offerings.technology_transfer.figures import figures_of
from clusterprocess.offerings.technology_transfer.readers import HIDDEN
from clusterprocess.offerings.technology_transfer.sheets import CONFIDENTIALITY_NAMES, SIZE_NAMES
from clusterprocess.offerings.technology_transfer.talk_plan import by_round, sheet_order, tables_with_names

Sheet = Mapping[str, Any]


def internal_volume(case: Case) -> DocumentContext:
    """The context of the Materialband."""
    sections = (_needs, _offers, _plans, _ndas, _talks, standard.votes, standard.workshop_notes, standard.computations)
    return standard.internal_volume(case, figures_of(case), sections)


def _release(sheet: Sheet) -> str:
    return f"{day(sheet['released_on'])}, {sheet['released_by']}" if sheet.get("released_on") else "keine"


def _needs(case: Case) -> list[Block]:
    rows = tuple(
        (
            Cell(n["key"], bold=True),
            f"{n['n_orga']}, {SIZE_NAMES[n['n_size']]}, {n['town']}",
            HIDDEN if n["n_conf"] == "nda" else n["n_problem"],
            ", ".join(FORM_NAMES[f] for f in n["n_form"]),
            CONFIDENTIALITY_NAMES[n["n_conf"]],
            _release(n),
        )
        for n in needs_of(case)
    )
    if not rows:
        return []
    return [
        Heading(1, "Bedarfsbögen", "m1"),
        Table(
            "m_needs",
            f"{len(rows)} Bögen mit Namen; nur für Geschäftsstelle und Agentur",
            ("Nr.", "Organisation", "Problem und Zielwert", "Form", "vertraulich", "Freigabe"),
            rows,
            (0.06, 0.20, 0.36, 0.14, 0.10, 0.14),
            size="tiny",
        ),
    ]


def _offers(case: Case) -> list[Block]:
    rows = tuple(
        (
            Cell(o["key"], bold=True),
            f"{o['party']}, {o['town']}",
            HIDDEN if o["o_conf"] == "nda" else f"{o['o_title']}. {o['o_desc']}",
            f"Reifegrad {o['o_trl']}, {IP_NAMES[o['o_ip']]}",
            CONFIDENTIALITY_NAMES[o["o_conf"]],
            _release(o),
        )
        for o in offers_of(case)
    )
    if not rows:
        return []
    return [
        Heading(1, "Angebotsbögen", "m2", page_break=True),
        Table(
            "m_offers",
            f"{len(rows)} Bögen mit Namen; nur für Geschäftsstelle und Agentur",
            ("Nr.", "Organisation", "Angebot", "Stand", "vertraulich", "Freigabe"),
            rows,
            (0.06, 0.20, 0.38, 0.13, 0.10, 0.13),
            size="tiny",
        ),
    ]


def _plans(case: Case) -> list[Block]:
    first = by_round(case, "TT1", "Gesprächsplan des ersten Termins")
    if first is None:
        return []
    blocks: list[Block] = [Heading(1, "Gesprächspläne", "m3", page_break=True), first]
    if second := by_round(case, "TT1.2", "Gesprächsplan des zweiten Termins"):
        blocks.append(second)
    return [*blocks, _who_sits_where(case)]


def _who_sits_where(case: Case) -> Table:
    """Numbers of tables with names, two pairs of columns wide."""
    names = sorted(tables_with_names(case).items(), key=lambda pair: sheet_order(pair[0]))
    half = -(-len(names) // 2)
    left, right = names[:half], [*names[half:], *[("", "")] * (2 * half - len(names))]
    rows = tuple((Cell(a, bold=True), b, Cell(c, bold=True), d) for (a, b), (c, d) in zip(left, right, strict=True))
    return Table(
        "m_tables",
        "Wer unter welcher Nummer sitzt",
        ("Nummer", "Organisation", "Nummer", "Organisation"),
        rows,
        (0.1, 0.4, 0.1, 0.4),
        size="tiny",
    )


def _talks(case: Case) -> list[Block]:
    rows = tuple(
        (
            f"{w.number}/{t['round']}",
            Cell(t["need"], bold=True),
            Cell(t["offer"], bold=True),
            f"{t['need_interest']} / {t['offer_interest']}",
            t["next_step"] or "–",
            day(t.get("next_on")) or "–",
            "ja" if t["agreed"] else "nein",
        )
        for w in case.workshops
        for t in w.record.get("talks", [])
    )
    if not rows:
        return []
    return [
        Heading(1, "Gesprächskarten", "m4"),
        Table(
            "m_talks",
            f"{len(rows)} Gespräche; Interesse der suchenden und der anbietenden Seite, 0 bis 3",
            ("Tag/Runde", "sucht", "bietet", "Interesse", "nächster Schritt", "bis", "Nennung zugesagt"),
            rows,
            (0.10, 0.08, 0.08, 0.10, 0.38, 0.12, 0.14),
            size="tiny",
        ),
    ]


def _ndas(case: Case) -> list[Block]:
    rows = tuple(
        (n["need"], n["offer"], day(n["signed_on"]), n["filed"])
        for w in case.workshops
        for n in w.record.get("ndas", [])
    )
    if not rows:
        return []
    return [
        Heading(1, "Vertraulichkeitsvereinbarungen", "m4a"),
        Table(
            "m_ndas",
            "Unterschriebene Vereinbarungen und wo das Original liegt",
            ("Bedarf", "Angebot", "unterschrieben", "Ablage"),
            rows,
            (0.12, 0.12, 0.18, 0.58),
            size="small",
        ),
    ]
