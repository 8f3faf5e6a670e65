"""The chapter of prices and financing: prices against full cost, the stress test, what closes the gap, the business model."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common.texts import headline, own
from clusterprocess.offerings.professionalisation.chapters_services import service_part
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Heading,
    Paragraph,
    Series,
    Table,
)
from clusterprocess.offerings.sections.numbers import euro, in_words, number, percent

INCOME_NAMES = {
    "zuschuss": "Zuschuss",
    "beitraege": "Beiträge",
    "leistungen": "Leistungen",
    "sponsoring": "Sponsoren",
    "traeger": "Träger",
    "kommunal": "Kommunen",
}


def prices(case: Case) -> tuple[Block, ...]:
    """Prices times use against full cost; the stress test; the business model."""
    return (
        Heading(1, headline(case, "preis", "Preis- und Finanzierungsmodell"), "preis"),
        Heading(2, "Was die neuen Services kosten und bringen", "preis.1"),
        *own(case, "price.before"),
        *price_table(case),
        *service_map(case),
        *own(case, "price.after"),
        *_financing(case),
    )


def price_table(case: Case) -> tuple[Block, ...]:
    by_name = {r["name"]: r for r in case.finding("PRO2").get("services", []) if r["is_new"]}
    sheets = [s for s in service_part(case).get("sheets", []) if s["title"] in by_name]
    if not sheets:
        return ()
    rate = Decimal(str(case.answers["day_rate"]))
    rows: list[tuple[str | Cell, ...]] = []
    sums = [Decimal(0)] * 4
    for sheet in sheets:
        state = by_name[sheet["title"]]
        staff, other = Decimal(str(sheet["days_year"])) * rate, Decimal(str(sheet["cost_eur"]))
        income = Decimal(str(state["income_eur"]))
        sums = [a + b for a, b in zip(sums, (income, staff, other, staff + other), strict=True)]
        rows.append(
            (
                Cell(sheet["title"], bold=True),
                euro(sheet["price_eur"]),
                number(sheet["users_year"]),
                number(income),
                number(staff),
                number(other),
                number(staff + other),
                Cell(percent(state["cover"]), bold=True),
            )
        )
    rows.append(
        (
            Cell("Summe", bold=True),
            "",
            "",
            *(Cell(number(s), bold=True) for s in sums),
            Cell(percent(float(sums[0] / sums[3])), bold=True),
        )
    )
    return (
        Table(
            "preise",
            f"Bei der geplanten Nutzung decken die Preise {percent(float(sums[0] / sums[3]))} der Vollkosten",
            ("Service", "Preis", "Nutzung", "Erlös", "Personal", "Sachkosten", "Vollkosten", "Deckung"),
            tuple(rows),
            (0.25, 0.11, 0.10, 0.11, 0.11, 0.11, 0.11, 0.10),
            ("left", "right", "right", "right", "right", "right", "right", "right"),
            f"Servicebögen; Euro im Jahr, Personal zu {euro(rate)} je Personentag",
            size="small",
            total_row=True,
        ),
    )


def service_map(case: Case) -> tuple[Block, ...]:
    """Need against cost cover for everything that has a price: today's paid services and the new ones."""
    result = case.finding("PRO2")
    rows = [r for r in result.get("services", []) if r["cover"]]
    if len(rows) < 3 or result["qualitative_only"]:
        return ()
    made = []
    for label, wanted, colour in (("heute", False, "companies"), ("neu", True, "science")):
        mine = [r for r in rows if r["is_new"] is wanted]
        points = tuple((round(100 * r["cover"], 1), round(r["need"], 2), 1.0) for r in mine)
        made.append(Series(label, points=points, labels=tuple(r["name"] for r in mine), colour=colour))  # type: ignore[arg-type]
    carried = sum(r["cover"] >= 1 for r in rows)
    top = max(100 * r["cover"] for r in rows)
    return (
        Chart(
            "karte",
            f"{in_words(carried).capitalize()} von {in_words(len(rows))} bezahlten Leistungen decken ihre Kosten",
            "scatter",
            tuple(s for s in made if s.points),
            "Punktdiagramm Bedarf gegen Kostendeckung: "
            + "; ".join(f"{r['name']} Bedarf {number(r['need'], 1)}, Deckung {percent(r['cover'])}" for r in rows),
            source="Fragebogen und Servicebögen; ab 100 Prozent ist der volle Aufwand gedeckt",
            x_title="Kostendeckung (Prozent)",
            y_title="Bedarf (1 bis 5)",
            x_range=(0, max(150.0, 10 * (top // 10 + 3))),
            y_range=(1.0, 5.0),
            height_cm=8.0,
            legend=True,
        ),
    )


def _financing(case: Case) -> tuple[Block, ...]:
    services = service_part(case)
    return (
        Heading(2, headline(case, "finanzierung", "Was ohne den größten Zuschuss fehlt"), "preis.2"),
        *own(case, "stress.before"),
        *stress(case),
        *closing(case),
        *own(case, "stress.after"),
        Bullets(tuple(services.get("assumptions", ()))),
        *((Paragraph(services["sensitivity"], own="services.sensitivity"),) if services.get("sensitivity") else ()),
        *business_model(case),
    )


def stress(case: Case) -> tuple[Block, ...]:
    """Income of today, without the largest grant, against cost (F10)."""
    money, result = case.answers.get("finances"), case.finding("F10")
    if not money or not result:
        return ()
    lost = result["stress"]
    steps: list[tuple[str, float, float]] = []
    running = 0.0
    for source in money["sources"]:
        amount = float(source["amount_eur"]) / 1000
        steps.append((_short(source, money["sources"]), running, amount))
        running += amount
    away, gap = float(lost["lost_eur"]) / 1000, float(lost["shortfall_eur"]) / 1000
    steps += [("Wegfall", running - away, away), ("Fehlbetrag", running - away, gap)]
    steps.append(("Kosten danach", 0.0, float(lost["cost_eur"]) / 1000))
    payer = f", rechnerisch {euro(lost['extra_fee_eur'])} je zahlendem Mitglied" if lost.get("extra_fee_eur") else ""
    values = tuple(v for _, _, v in steps)
    caption = (
        f"Ohne „{lost['lost_source']}“ fehlen jährlich {euro(lost['shortfall_eur'])}{payer}"
        if gap > 0
        else "Auch ohne den größten Zuschuss decken die Einnahmen die Kosten"
    )
    return (
        Chart(
            "ausfall",
            caption,
            "waterfall",
            (
                Series("Sockel", tuple(b for _, b, _ in steps), colour="hidden"),
                Series("Betrag", values, labels=tuple(_thousands(v) for v in values), colour="companies"),
            ),
            "Wasserfalldiagramm in Tausend Euro: " + ", ".join(f"{n} {_thousands(v)}" for n, _, v in steps),
            tuple(n for n, _, _ in steps),
            f"{money['source']}, Tausend Euro",
            y_title="Tausend Euro",
            height_cm=7.0,
        ),
    )


def _short(source: Mapping[str, Any], sources: list[Mapping[str, Any]]) -> str:
    """The kind of income, or the first words of its name where two sources have the same kind."""
    if sum(s["kind"] == source["kind"] for s in sources) == 1:
        return INCOME_NAMES[source["kind"]]
    return str(source["name"]).split(" ")[0]


def _thousands(value: float) -> str:
    return number(value, 0 if abs(value - round(value)) < 0.05 else 1)


def closing(case: Case) -> tuple[Block, ...]:
    """What new services and stopped activities add, and what stays open."""
    steps = service_part(case).get("closing", [])
    result = case.finding("F10")
    if not steps or not result:
        return ()
    gap = Decimal(str(result["stress"]["shortfall_eur"]))
    rest = gap - sum((Decimal(str(s["amount_eur"])) for s in steps), Decimal(0))
    rows: list[tuple[str | Cell, ...]] = [
        (Cell("Fehlbetrag ohne Zuschuss", bold=True), Cell(number(gap), bold=True, align="right"), "")
    ]
    for step in steps:
        amount = Decimal(str(step["amount_eur"]))
        sign = "−" if amount >= 0 else "+"
        rows.append((step["name"], Cell(f"{sign}{number(abs(amount))}", align="right"), step["how"]))
    rows.append((Cell("bleibt offen", bold=True), Cell(number(rest), bold=True, align="right"), ""))
    caption = (
        f"{in_words(len(steps)).capitalize()} Posten schließen die Lücke"
        if rest <= 0
        else f"{in_words(len(steps)).capitalize()} Posten verkleinern die Lücke; offen bleiben {euro(rest)}"
    )
    return (
        Table(
            "luecke",
            caption,
            ("Posten", "Euro im Jahr", "wie"),
            tuple(rows),
            (0.34, 0.16, 0.50),
            source="Planung des Vorstands; Minus verkleinert die Lücke",
            size="small",
            total_row=True,
        ),
    )


def business_model(case: Case) -> tuple[Block, ...]:
    """The nine blocks, and what each payer brings (F19)."""
    result = case.finding("F19")
    if not result:
        return ()
    rows = tuple(
        (Cell(block["name"], bold=True, shade="light"), "; ".join(block["entries"]) or "–")
        for block in result["blocks"]
    )
    first = result["payers"][0]
    payers = "; ".join(f"{p['name'] or 'ohne Zahler'} {percent(p['share'])}" for p in result["payers"])
    return (
        *own(case, "canvas"),
        Table(
            "modell",
            f"{first['name']} tragen {percent(first['share'])} der Erlöse, öffentliche Zahler {percent(result['public_share'])}",
            ("Baustein", "Inhalt"),
            rows,
            (0.23, 0.77),
            source=f"Geschäftsmodell der Geschäftsstelle nach den Proben; Erlöse {euro(result['revenue_eur'])}: {payers}",
            size="small",
        ),
    )
