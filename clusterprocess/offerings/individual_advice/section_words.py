"""Findings in words: the eight modules that are not computed, and every module on the fast lane (offerings.md 7f)."""

from __future__ import annotations

from collections.abc import Callable

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.section_finance import scenario_table
from clusterprocess.offerings.individual_advice.section_members import chain_table
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Paragraph, Shade, Table
from clusterprocess.offerings.sections.numbers import euro, in_words, number
from clusterprocess.offerings.standard.texts import own

Build = Callable[[Case], tuple[Block, ...]]


def section(case: Case, module: str) -> tuple[Block, ...]:
    """The part of chapter 3 on one module: the consultant's words, then the answers they rest on."""
    build = _ANSWERS.get(module)
    return (*own(case, f"note.{module}"), *(build(case) if build else ()))


def _succession(case: Case) -> tuple[Block, ...]:
    rows = case.answers.get("suc_roles", [])
    if not rows:
        return ()
    open_ = sum(not r["successor"] for r in rows)
    shade: tuple[Shade, ...] = ("none", "none", "none", "light", "warn", "warn")
    ordered = sorted(rows, key=lambda r: (r["successor"], -r["risk"]))
    return (
        Table(
            "roles",
            f"{_counted(open_, 'Rolle', 'Rollen')} von {in_words(len(rows))} ohne geregelte Nachfolge",
            ("Rolle", "heute", "besonderes Wissen", "Nachfolge", "Ausfall"),
            tuple(
                (
                    Cell(r["role"], bold=True),
                    r["holder"],
                    r["knowhow"],
                    "geregelt" if r["successor"] else Cell("offen", shade="warn"),
                    Cell(str(r["risk"]), shade=shade[r["risk"]], align="center"),
                )
                for r in ordered
            ),
            (0.19, 0.20, 0.37, 0.12, 0.12),
            source="Auskunft der Initiative; Ausfall = Folgen von 1 (gering) bis 5 (schwer)",
            size="small",
        ),
    )


def _counted(count: int, one: str, several: str) -> str:
    words = in_words(count)
    return f"{words[:1].upper()}{words[1:]} {one if count == 1 else several}"


def _legal_forms(case: Case) -> tuple[Block, ...]:
    rows = case.answers.get("leg_forms", [])
    if not rows:
        return ()
    return (
        Table(
            "forms",
            f"{_counted(len(rows), 'Form ist', 'Formen sind')} erwogen; zu jeder gibt es eine offene Frage",
            ("Rechtsform", "wofür erwogen", "offene Frage an die Rechts- und Steuerberatung"),
            tuple((Cell(r["form"], bold=True), r["wanted_for"], r["open_question"]) for r in rows),
            (0.20, 0.38, 0.42),
            source="Auskunft der Initiative; dieser Vermerk beantwortet die Fragen nicht",
            size="small",
        ),
    )


def _funding(case: Case) -> tuple[Block, ...]:
    rows = case.answers.get("fun_needs", [])
    if not rows:
        return ()
    return (
        Table(
            "funding",
            f"{_counted(len(rows), 'Bedarf', 'Bedarfe')} mit Programm und offener Frage",
            ("Wofür", "Programm", "Betrag", "offene Frage"),
            tuple((Cell(r["purpose"], bold=True), r["programme"], euro(r["amount_eur"]), r["open_question"]) for r in rows),
            (0.28, 0.22, 0.15, 0.35),
            ("left", "left", "right", "left"),
            "Auskunft der Initiative; über Anträge entscheidet der Fördergeber",
            size="small",
        ),
    )  # fmt: skip


def _partners(case: Case) -> tuple[Block, ...]:
    topics, partners = case.answers.get("cc_topics", []), case.answers.get("cc_partner", [])
    if not topics:
        return ()
    joint = sum(t["joint_members"] for t in topics)
    blocks: list[Block] = [
        Table(
            "topics",
            f"{_counted(len(topics), 'gemeinsames Thema', 'gemeinsame Themen')} mit zusammen {joint} Nennungen von Mitgliedern",
            ("Thema", "Mitglieder", "Herausforderung", "erwartetes Ergebnis"),
            tuple((Cell(t["keyword"], bold=True), str(t["joint_members"]), t["challenge"], t["expected"]) for t in topics),
            (0.20, 0.13, 0.34, 0.33),
            ("left", "right", "left", "left"),
            "Auskunft der Initiativen; ein Mitglied kann mehrfach zählen",
            size="small",
        )
    ]  # fmt: skip
    if partners:
        blocks.append(Bullets(tuple(f"**{p['name']}** ({p['region']}): {p['why']}" for p in partners)))
    return tuple(blocks)


def _trends(case: Case) -> tuple[Block, ...]:
    result = case.finding("F15")
    if not result:
        return ()
    rows = sorted(case.answers["trends"], key=lambda t: -t["impact"] * t["probability"])
    blocks: list[Block] = [
        Table(
            "trends",
            f"„{rows[0]['title']}“ wirkt nach Einschätzung der Initiative am stärksten",
            ("Trend", "betrifft uns, weil", "Horizont", "Quelle"),
            tuple(
                (
                    Cell(f"{t['title']} ({'Chance' if t['direction'] == '+' else 'Risiko'})", bold=True),
                    t["concerns_us"],
                    t["horizon"],
                    t["source"],
                )
                for t in rows
            ),
            (0.28, 0.38, 0.12, 0.22),
            source="geordnet nach Wirkung mal Wahrscheinlichkeit",
            size="small",
        )
    ]
    place = case.finding("F18")
    if place:
        source = case.answers["employment"]["source"]
        blocks.append(
            Paragraph(
                f"Der Anteil der Branche an den Beschäftigten ist am Standort {number(place['quotient'], 2)}-mal so hoch wie im Vergleichsgebiet ({source}).",
                style="small",
            )
        )
    return tuple(blocks)


def _peer_case(case: Case) -> tuple[Block, ...]:
    row = case.answers.get("peer_case")
    if not row:
        return ()
    return (
        Bullets(
            (
                f"**Lage:** {row['situation']}",
                f"**Bisher versucht:** {row['tried']}",
                f"**Frage an die Kolleginnen und Kollegen:** {row['asked']}",
            )
        ),
    )


_ANSWERS: dict[str, Build] = {
    "nachfolge": _succession,
    "rechtsform": _legal_forms,
    "foerdermittel": _funding,
    "cross_cluster": _partners,
    "standort_trend": _trends,
    "peer_coaching": _peer_case,
    "wertschoepfung": chain_table,
    "mitgliederstruktur": chain_table,
    "finanzierung": scenario_table,
}
"""Stakeholder ratings have no table here: they stay in the internal volume (ruling 9)."""
