"""Chapters 9 and 10: what can go wrong, which hints are open, and how success is measured."""

from __future__ import annotations

from clusterprocess.catalogues.internationalisation import countries, internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.analysis import hints
from clusterprocess.offerings.internationalisation.wording import counted
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.outcome_rows import outcome_rows
from clusterprocess.offerings.standard.texts import headline, own


def risks(case: Case) -> tuple[Block, ...]:
    small = case.level == "M0"
    blocks: list[Block] = [Heading(1, headline(case, "9", "Risiken, Compliance, Schutzrechte"), "9")]
    if not small:
        blocks.append(Heading(2, "Risiken mit Frühzeichen", "9.1"))
    blocks += [*own(case, "risks.before"), _risk_table(case)]
    found = compliance_table(case)
    if found or case.texts.get("compliance"):
        if not small:
            blocks.append(Heading(2, "Rechtliche Hinweise und wer sie klärt", "9.2"))
        blocks += [*own(case, "compliance"), *found]
    return (*blocks, *own(case, "knowledge"))


def _risk_table(case: Case) -> Table:
    rows = tuple((Cell(r["risk"], bold=True), r["sign"], r["answer"], r["who"]) for r in case.plan["risks"])
    return Table(
        "risks",
        f"{counted(len(rows), 'Ein Risiko', 'Risiken')} mit Frühzeichen und Antwort",
        ("Risiko", "woran wir es früh merken", "was wir dann tun", "wer"),
        rows,
        (0.26, 0.21, 0.34, 0.19),
        size="small",
    )


def compliance_table(case: Case) -> tuple[Block, ...]:
    """Each hint with country, day and who cleared it, or who informs; information and referral, never legal advice."""
    catalogue = internationalisation()
    rows = []
    for row in hints(case):
        hint = catalogue.hint(row["hint"])
        cleared = row.get("cleared_on")
        state = f"geklärt am {day(cleared)}: {row['cleared_by']}" if cleared else f"offen; Auskunft: {hint.refer_to}"
        rows.append(
            (
                Cell(countries().name(row["country"]), bold=True),
                hint.name,
                row["note"],
                day(row["noted_on"]),
                Cell(state, shade="none" if cleared else "warn"),
            )
        )
    if not rows:
        return ()
    result = case.finding("INT3")
    still = {0: "keiner ist", 1: "einer ist"}.get(result["open_count"], f"{in_words(result['open_count'])} sind")
    return (
        Table(
            "compliance",
            f"{counted(result['cleared_count'], 'Ein Hinweis ist', 'Hinweise sind')} geklärt, {still} offen",
            ("Land", "Hinweis", "worum es geht", "vermerkt", "Stand"),
            tuple(rows),
            (0.14, 0.15, 0.29, 0.12, 0.30),
            source="Ein offener Hinweis schließt das Land aus. Die Tabelle informiert und verweist; sie ersetzt keine Rechtsberatung.",
            size="small",
        ),
    )


def success(case: Case) -> tuple[Block, ...]:
    """The indicators; a volunteer-run initiative measures its goals, which stand in the summary, and nothing else."""
    return (
        Heading(1, headline(case, "10", "Erfolgsmessung"), "10"),
        *own(case, "kpi.before"),
        *(() if case.level == "M0" else (indicators(case),)),
        *own(case, "kpi.after"),
        Paragraph(case.plan["next_review"]),
    )


def indicators(case: Case) -> Table:
    rows = outcome_rows(case.plan["kpis"])
    return Table(
        "kpis",
        f"{counted(len(rows), 'Eine Größe', 'Größen')}, jede mit Definition, Basis und Stichtag",
        ("Größe", "Definition", "Quelle", "Stichtag", "Basis", "Zielpfad", "verant\u00adwortlich"),
        rows,
        (0.17, 0.21, 0.13, 0.09, 0.11, 0.13, 0.16),
        size="tiny",
    )
