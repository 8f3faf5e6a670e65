"""The chapter of prices and financing: prices against full cost, the stress test, what closes the gap, the business model."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.chapters_services import in_full, service_part, subheading
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Heading,
    Paragraph,
    Series,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import euro, in_words, number, percent
from clusterprocess.offerings.standard.texts import headline, own

GROUP_OF_INCOME = {
    "zuschuss": "übrige öffentliche",
    "kommunal": "übrige öffentliche",
    "beitraege": "Beiträge",
    "leistungen": "Leistungen",
    "sponsoring": "Sponsoren, Träger",
    "traeger": "Sponsoren, Träger",
}


def prices(case: Case) -> tuple[Block, ...]:
    """Prices times use against full cost; the stress test; the business model."""
    return (
        Heading(1, headline(case, "preis", "Preis- und Finanzierungsmodell"), "preis"),
        *subheading(case, "Was die neuen Services kosten und bringen", "preis.1"),
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
            f"Bei voller Nutzung decken die Preise {percent(float(sums[0] / sums[3]))} der Vollkosten",
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
    """Need against cost cover as four shaded fields: today's services and, in bold, the new ones."""
    result = case.finding("PRO2")
    rows = [r for r in result.get("services", []) if r["field"]]
    if not rows or result["qualitative_only"] or not in_full(case):
        return ()

    def field(name: str, shade: Shade) -> Cell:
        mine = [f"**{r['name']}**" if r["is_new"] else r["name"] for r in rows if r["field"] == name]
        return Cell(f"_{name}_\n" + ("; ".join(mine) or "–"), shade)

    carried = sum(r["field"] == "tragend" for r in rows)
    verb = "ist gefragt und trägt" if carried == 1 else "sind gefragt und tragen"
    return (
        Table(
            "karte",
            f"{in_words(carried).capitalize()} von {in_words(len(rows))} Leistungen {verb} sich, die neuen eingerechnet",
            ("", "Preis deckt den Aufwand nicht", "Preis deckt den Aufwand"),
            (
                (Cell("stark gefragt", bold=True), field("zu finanzieren", "light"), field("tragend", "mid")),
                (Cell("wenig gefragt", bold=True), field("fraglich", "warn"), field("nebenher", "none")),
            ),
            (0.16, 0.48, 0.36),
            source="Fragebogen und Servicebögen; stark gefragt ab Bedarf 3, neue Services fett",
            size="small",
        ),
    )


def _financing(case: Case) -> tuple[Block, ...]:
    services = service_part(case)
    return (
        Heading(3, headline(case, "finanzierung", "Was ohne den größten Zuschuss fehlt"), "preis.2", numbered=False),
        *own(case, "stress.before"),
        *(stress(case) if in_full(case) else ()),
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
    for name, amount in _grouped(money["sources"], lost["lost_source"]):
        steps.append((name, running, amount))
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


def _grouped(sources: list[Mapping[str, Any]], lost: str | None) -> list[tuple[str, float]]:
    """Income in thousand euro by five groups, the grant that is taken out first; empty groups stay out."""
    sums = dict.fromkeys(
        (*(("Zuschuss",) if lost else ()), "übrige öffentliche", "Beiträge", "Leistungen", "Sponsoren, Träger"), 0.0
    )
    for source in sources:
        name = "Zuschuss" if source["name"] == lost else GROUP_OF_INCOME[source["kind"]]
        sums[name] += float(source["amount_eur"]) / 1000
    return [(name, amount) for name, amount in sums.items() if amount]


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
    against = sum(Decimal(str(s["amount_eur"])) < 0 for s in steps)
    counted = f"{in_words(len(steps) - against).capitalize()} Posten"
    net = f" nach {in_words(against)} Gegenposten" if against else ""
    caption = (
        f"{counted} schließen{net} die Lücke"
        if rest <= 0
        else f"{counted} verkleinern{net} die Lücke; offen bleiben {euro(rest)}"
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
            source=f"Geschäftsmodell der Geschäftsstelle nach den Proben; Erlöse {euro(result['revenue_eur'])}: {payers}; Anteile einzeln gerundet",
            size="small",
        ),
    )
