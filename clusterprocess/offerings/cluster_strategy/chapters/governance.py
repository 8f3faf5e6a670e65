"""Chapter 10 of the Strategiepapier: who decides, and how the money adds up."""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Colour,
    Heading,
    Paragraph,
    Series,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import euro, in_words, number, percent
from clusterprocess.offerings.standard.texts import headline, own

KIND_COLOURS: dict[str, Colour] = {
    "zuschuss": "muted",
    "beitraege": "companies",
    "leistungen": "science",
    "sponsoring": "public",
    "traeger": "other",
    "kommunal": "accent",
}


def governance(case: Case) -> tuple[Block, ...]:
    """Decision rights, then income and the steps that close the gap."""
    plan = case.plan
    shades: dict[str, Shade] = {"entscheidet": "mid", "berät": "light", "wird informiert": "none", "–": "none"}
    rows = tuple(
        (
            Cell(g["topic"], bold=True),
            *(Cell(g[k], shade=shades[g[k]]) for k in ("board", "advisory", "office", "leads", "assembly")),
        )
        for g in plan["governance"]
    )
    return (
        Heading(1, headline(case, "10", "Governance und Ressourcen"), "10"),
        Heading(2, "Wer entscheidet", "10.1"),
        *own(case, "governance.before"),
        Table(
            "governance",
            "Wer entscheidet, wer berät, wer informiert wird",
            (
                "Gegenstand",
                "Vorstand",
                "Beirat",
                "Geschäftsstelle",
                "Feldverantwortliche",
                "Mitglieder\u00adversammlung",
            ),
            rows,
            (0.25, 0.14, 0.13, 0.16, 0.17, 0.15),
            size="small",
        ),
        *own(case, "governance.after"),
        Heading(2, headline(case, "10.2", "Finanzierung"), "10.2"),
        *own(case, "financing.before"),
        financing_chart(case),
        gap_table(case),
        *own(case, "financing.after"),
        Bullets(tuple(plan["financing"]["assumptions"])),
        Paragraph(plan["financing"]["sensitivity"], own="financing.sensitivity"),
    )


def financing_chart(case: Case) -> Chart:
    plan, money = case.plan, case.plan["financing"]
    years = sorted(money["cost_eur"])
    last = years[-1]
    series = tuple(
        Series(
            s["name"],
            tuple(float(Decimal(str(s["amounts_eur"].get(y, 0)))) / 1000 for y in years),
            colour=KIND_COLOURS[s["kind"]],
        )
        for s in money["sources"]
    )
    own_share = sum(
        float(s["amounts_eur"].get(last, 0)) for s in money["sources"] if s["kind"] in ("beitraege", "leistungen")
    )
    total = sum(float(s["amounts_eur"].get(last, 0)) for s in money["sources"])
    return Chart(
        "financing",
        f"{last} tragen Beiträge und eigene Leistungen {percent(own_share / total)} des Budgets von {euro(money['cost_eur'][last])}",
        "stacked_column",
        series,
        "Gestapelte Säulen der Einnahmen in Tausend Euro: "
        + "; ".join(f"{y}: {number(sum((s.values[i] or 0) for s in series))}" for i, y in enumerate(years)),
        tuple(years),
        f"Jahresabschluss {years[0]}, Planung des Vorstands ab {plan['years'][0]}; Tausend Euro",
        y_title="Tausend Euro",
        height_cm=6.8,
        legend=True,
    )


def gap_table(case: Case) -> Table:
    """The gap closes to zero in a table that adds up."""
    money = case.plan["financing"]
    gap = (
        Decimal(str(case.finding("F10")["stress"]["shortfall_eur"]))
        if case.finding("F10")
        else sum((Decimal(str(s["amount_eur"])) for s in money["steps"]), Decimal(0))
    )
    rest = gap - sum((Decimal(str(s["amount_eur"])) for s in money["steps"]), Decimal(0))
    rows: list[tuple[str | Cell, ...]] = [
        (Cell("Lücke ohne Zuschuss", bold=True), Cell(number(gap), align="right", bold=True), "")
    ]
    rows += [
        (s["name"], Cell(f"−{number(Decimal(str(s['amount_eur'])))}", align="right"), s["how"]) for s in money["steps"]
    ]
    rows.append((Cell("bleibt offen", bold=True), Cell(number(rest), align="right", bold=True), ""))
    return Table(
        "gap",
        (
            "Ein Schritt schließt die Lücke"
            if len(money["steps"]) == 1
            else f"{in_words(len(money['steps'])).capitalize()} Schritte schließen die Lücke"
        )
        + (" auf null" if rest == 0 else f" bis auf {euro(rest)}"),
        ("Schritt", "Euro im Jahr", "wie"),
        tuple(rows),
        (0.34, 0.18, 0.48),
        source="Planung des Vorstands",
        size="small",
        total_row=True,
    )
