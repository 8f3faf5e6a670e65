"""Chapter 8: what it costs and who pays, which ways of funding there are, who offers something similar."""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.figures import money
from clusterprocess.offerings.internationalisation.wording import counted
from clusterprocess.offerings.sections.blocks import (
    Align,
    Block,
    Bullets,
    Cell,
    Chart,
    Colour,
    Heading,
    Paragraph,
    Series,
    Table,
)
from clusterprocess.offerings.sections.numbers import euro, number
from clusterprocess.offerings.standard.texts import headline, own

_KINDS: dict[str, tuple[str, Colour]] = {
    "leistungen": ("Teilnehmende", "companies"),
    "beitraege": ("Beiträge", "science"),
    "land": ("Land", "public"),
    "bund": ("Bund", "public"),
    "eu": ("EU", "public"),
    "kommunal": ("Kommunen", "public"),
    "sponsoring": ("Sponsoring", "other"),
    "traeger": ("Träger", "other"),
}
_RIGHT: Align = "right"


def resources(case: Case) -> tuple[Block, ...]:
    """Balance, sources, ways of funding and neighbours."""
    plan = case.plan
    small = case.level == "M0"
    blocks: list[Block] = [Heading(1, headline(case, "8", "Ressourcen und Förderung"), "8")]
    if not small:
        blocks.append(Heading(2, "Was es kostet und wer zahlt", "8.1"))
    blocks += [*own(case, "resources.before"), balance(case)]
    if case.level not in ("M0", "M1"):
        blocks.append(_sources_chart(case))
    blocks += own(case, "resources.after")
    blocks += [Bullets(tuple(plan["assumptions"])), Paragraph(plan["sensitivity"], own="resources.sensitivity")]
    if small:
        said = tuple(f"**{n['who']}** {n['offers']}. {n['jointly']}" for n in plan["neighbours"])
        return (*blocks, *own(case, "neighbours"), Bullets(said))
    blocks += [Heading(2, "Förderwege und wer Ähnliches anbietet", "8.2"), *own(case, "funding"), *programmes(case)]
    return (*blocks, *own(case, "neighbours"), neighbours(case))


def balance(case: Case) -> Table:
    """Costs and sources per year; the last line is the gap, and it is zero."""
    years = case.plan["resources"]
    labels = [str(y["year"]) for y in years]
    rows: list[tuple[str | Cell, ...]] = []

    def line(name: str, amounts: list[Decimal], note: str = "", *, bold: bool = False) -> None:
        values = [*amounts, sum(amounts, Decimal(0))] if len(amounts) > 1 else amounts
        cells = [Cell(number(a), align="right", bold=bold) for a in values]
        rows.append((Cell(name, bold=bold), *cells, note))

    for name in dict.fromkeys(c["name"] for y in years for c in y["costs"]):
        line(name, [sum((money(c) for c in y["costs"] if c["name"] == name), Decimal(0)) for y in years])
    costs = [sum((money(c) for c in y["costs"]), Decimal(0)) for y in years]
    line("Kosten", costs, bold=True)
    for name in dict.fromkeys(i["name"] for y in years for i in y["income"]):
        mine = [i for y in years for i in y["income"] if i["name"] == name]
        status = ", ".join(dict.fromkeys(i["status"] for i in mine))
        line(name, [sum((money(i) for i in y["income"] if i["name"] == name), Decimal(0)) for y in years], status)
    income = [sum((money(i) for i in y["income"]), Decimal(0)) for y in years]
    line("Einnahmen", income, bold=True)
    line("bleibt offen", [c - i for c, i in zip(costs, income, strict=True)], bold=True)
    columns = [*labels, "Summe"] if len(labels) > 1 else labels
    width = 0.42 / len(columns)
    right: tuple[Align, ...] = ("left", *([_RIGHT] * len(columns)), "left")
    return Table(
        "balance",
        balance_caption(case),
        ("Posten", *columns, "Stand"),
        tuple(rows),
        (0.42, *([width] * len(columns)), 0.16),
        right,
        "Planung des Vorstands; Euro",
        size="small",
        total_row=True,
    )


def balance_caption(case: Case) -> str:
    """Costs and sources; what is asked for, or is yet to be asked for, counts as no cover."""
    years = case.plan["resources"]
    cost = euro(sum((money(c) for y in years for c in y["costs"]), Decimal(0)))
    waiting = {
        status: sum((money(i) for y in years for i in y["income"] if i["status"] == status), Decimal(0))
        for status in ("beantragt", "zu beantragen")
    }
    parts = [
        f"{euro(amount)} davon sind {'noch ' if status != 'beantragt' else ''}{status}"
        for status, amount in waiting.items()
        if amount
    ]
    if not parts:
        return f"{cost} Kosten sind durch Quellen gedeckt"
    return f"Für {cost} Kosten sind Quellen benannt; {', '.join(parts)}"


def _sources_chart(case: Case) -> Chart:
    years = case.plan["resources"]
    groups: dict[str, list[Decimal]] = {}
    colour_of: dict[str, Colour] = {}
    for place, year in enumerate(years):
        for income in year["income"]:
            name, colour = _KINDS[income["kind"]]
            groups.setdefault(name, [Decimal(0)] * len(years))[place] += money(income)
            colour_of[name] = colour
    totals = [sum((v[i] for v in groups.values()), Decimal(0)) for i in range(len(years))]
    all_of_it = sum(totals, Decimal(0))
    largest = max(groups, key=lambda name: (sum(groups[name], Decimal(0)), name))
    share = float(sum(groups[largest], Decimal(0)) / all_of_it)
    series = tuple(
        Series(name, tuple(float(v) / 1000 for v in values), colour=colour_of[name]) for name, values in groups.items()
    )
    return Chart(
        "sources",
        f"Den größten Teil trägt die Quelle „{largest}“ mit {number(share * 100)}\u00a0%",
        "stacked_column",
        series,
        "Gestapelte Säulen in Tausend Euro: "
        + "; ".join(f"{y['year']}: {number(float(t) / 1000, 1)}" for y, t in zip(years, totals, strict=True)),
        tuple(str(y["year"]) for y in years),
        "Planung des Vorstands; Tausend Euro",
        y_title="Tausend Euro",
        number_format="0.0",
        height_cm=6.2,
        legend=True,
    )


def programmes(case: Case) -> tuple[Block, ...]:
    """Ways of funding with who informs; an amount only where it was published before this report."""
    chosen = [p for p in internationalisation().programmes if p.key in case.answers.get("funding_intl", [])]
    if not chosen:
        return ()
    amounts = {
        p.key: euro(p.amount_eur)
        for p in chosen
        if p.amount_eur and p.published_on is not None and p.published_on < case.today
    }
    rows = tuple(
        (
            Cell(p.name, bold=True),
            p.purpose,
            *((f"bis {amounts[p.key]}" if p.key in amounts else "–",) if amounts else ()),
            p.refer_to,
        )
        for p in chosen
    )
    return (
        Table(
            "programmes",
            f"{counted(len(rows), 'Ein Förderweg', 'Förderwege')} und wer dazu Auskunft gibt",
            ("Weg", "wofür", *(("Höhe",) if amounts else ()), "Auskunft"),
            rows,
            (0.28, 0.32, 0.16, 0.24) if amounts else (0.32, 0.40, 0.28),
            source="Katalog der ClusterAgentur; Geltung und Höhe vor dem Antrag bei der genannten Stelle erfragen",
            size="small",
        ),
    )


def neighbours(case: Case) -> Table:
    rows = tuple((Cell(n["who"], bold=True), n["offers"], n["jointly"]) for n in case.plan["neighbours"])
    return Table(
        "neighbours",
        f"{counted(len(rows), 'Eine Stelle bietet', 'Stellen bieten')} Ähnliches an; wir wiederholen nichts davon",
        ("Wer", "bietet", "gemeinsam"),
        rows,
        (0.24, 0.38, 0.38),
        size="small",
    )
