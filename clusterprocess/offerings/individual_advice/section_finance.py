"""Findings on financing: what ends, how long the money lasts in three assumptions, what members would have to pay."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.figures import SCENARIO_NAMES, month_name
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Chart, Colour, Series, Table
from clusterprocess.offerings.sections.numbers import euro, in_words, number, percent
from clusterprocess.offerings.standard.texts import own

SHORT_NAMES = {
    "zuschuss": "Zuschuss",
    "beitraege": "Beiträge",
    "leistungen": "Leistungen",
    "sponsoring": "Sponsoring",
    "traeger": "Träger",
    "kommunal": "Kommunen",
}
COLOURS: dict[str, Colour] = {"basis": "companies", "stress": "science", "wachstum": "other"}
RIGHT: Align = "right"


def section(case: Case) -> tuple[Block, ...]:
    """The part of chapter 3 on financing."""
    return (
        *own(case, "finanzierung.first"),
        *waterfall(case),
        *own(case, "finanzierung.second"),
        *balances(case),
        *scenario_table(case),
        *fee_table(case),
        *own(case, "finanzierung.after"),
    )


def waterfall(case: Case) -> tuple[Block, ...]:
    """Income of the last closed year, the loss of the grant, and the gap against the cost that remains."""
    result = case.finding("F10")
    if not result:
        return ()
    year, stress = case.answers["fin_years"][-1], result["stress"]
    steps: list[tuple[str, float, float]] = []
    running = 0.0
    for name, amount in _bars(year["income"]):
        steps.append((name, running, amount))
        running += amount
    lost, gap = float(stress["lost_eur"]) / 1000, float(stress["shortfall_eur"]) / 1000
    cost = float(stress["cost_eur"]) / 1000
    steps += [
        (LOSS, running - lost, lost),
        (GAP, running - lost, gap),
        ("Kosten danach", 0.0, cost),
    ]
    names, visible = tuple(s[0] for s in steps), tuple(s[2] for s in steps)
    labels = tuple(f"{SIGNS.get(n, '')}{number(v, 1)}" for n, v in zip(names, visible, strict=True))
    return (
        Chart(
            "waterfall",
            f"Mit den Einnahmen von {year['year']}, aber ohne den größten Zuschuss fehlen jährlich {euro(stress['shortfall_eur'])}",
            "waterfall",
            (
                Series("Sockel", tuple(s[1] for s in steps), colour="hidden"),
                _part("Betrag", steps, labels, "companies"),
                _part(LOSS, steps, labels, "science"),
                _part(GAP, steps, labels, "other"),
            ),
            "Wasserfalldiagramm in Tausend Euro: " + ", ".join(f"{n} {v}" for n, v in zip(names, labels, strict=True)),
            names,
            f"{year['source']}, Tausend Euro",
            y_title="Tausend Euro",
            height_cm=5.6,
        ),
    )


LOSS, GAP = "Wegfall Zuschuss", "Fehlbetrag"
SIGNS = {LOSS: "−"}
APART: dict[str, Colour] = {LOSS: "science", GAP: "other"}
"""Bars that are neither income nor cost have a colour of their own."""


def _part(name: str, steps: list[tuple[str, float, float]], labels: tuple[str, ...], colour: Colour) -> Series:
    """The bars of one colour."""
    mine = [APART.get(s[0], "companies") == colour for s in steps]
    return Series(
        name,
        tuple(s[2] if m else None for s, m in zip(steps, mine, strict=True)),
        labels=tuple(label if m else "" for label, m in zip(labels, mine, strict=True)),
        colour=colour,
    )


READABLE_SHARE = 0.08
"""A thinner bar cannot hold its number; two and more of them stand together."""


def _bars(income: list[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """Income by kind in thousand euros, in the order given; several sources too thin for a number as one bar."""
    sums: dict[str, float] = {}
    for source in income:
        name = SHORT_NAMES[source["kind"]]
        sums[name] = sums.get(name, 0.0) + float(source["amount_eur"]) / 1000
    total = sum(sums.values())
    thin = [name for name, amount in sums.items() if amount < READABLE_SHARE * total]
    if len(thin) < 2:
        return list(sums.items())
    rest = sum(sums[name] for name in thin)
    return [*((n, a) for n, a in sums.items() if n not in thin), ("Übrige", rest)]


def balances(case: Case) -> tuple[Block, ...]:
    """Money in hand at the end of every quarter, basis and stress side by side."""
    result = case.finding("BER2")
    if not result:
        return ()
    shown = [s for s in result["scenarios"] if s["name"] in ("basis", "stress")]
    labels = tuple(_quarter(q["label"]) for q in shown[0]["quarters"])
    series = tuple(
        Series(
            SCENARIO_NAMES[s["name"]],
            tuple(round(float(q["balance_eur"]) / 1000, 1) for q in s["quarters"]),
            colour=COLOURS[s["name"]],
        )
        for s in shown
    )
    words = "; ".join(
        f"{s.name}: {number(s.values[0] or 0)} bis {number(s.values[-1] or 0)}".replace("-", "−") for s in series
    )
    return (
        Chart(
            "balances",
            _balance_caption(shown),
            "column",
            series,
            f"Säulendiagramm des Geldbestands je Quartal in Tausend Euro: {words}",
            labels,
            f"{case.answers['fin_plan']['source']}; Geldbestand am Ende des Quartals, nur zugesagte Einnahmen",
            y_title="Tausend Euro",
            height_cm=6.2,
            legend=True,
        ),
    )


def _quarter(label: str) -> str:
    """``3/2015`` as ``Q3/15``: narrow columns that nobody reads as March."""
    quarter, year = label.split("/")
    return f"Q{quarter}/{year[2:]}"


def _balance_caption(scenarios: list[Mapping[str, Any]]) -> str:
    basis, stress = scenarios
    if basis["first_negative_month"] is None:
        if stress["first_negative_month"] is None:
            return "Das zugesagte Geld reicht über alle 36 Monate, auch unter Stress"
        return f"Das zugesagte Geld reicht; nur unter Stress fehlt es ab {month_name(stress['first_negative_month'])}"
    end = f"Mit zugesagtem Geld ist das Konto {_empty(basis)} leer"
    if stress["first_negative_month"] is None:
        return end
    return f"{end}, unter Stress {_empty(stress)}"


def _empty(scenario: Mapping[str, Any]) -> str:
    """From when the money is gone; a month below zero that its quarter makes good again is named as passing."""
    first = str(scenario["first_negative_month"])
    year, month = first.split("-")
    negative = [str(q["label"]) for q in scenario["quarters"] if Decimal(str(q["balance_eur"])) < 0]
    if f"{(int(month) + 2) // 3}/{year}" in negative:
        return f"ab {month_name(first)}"
    if not negative:
        return f"zeitweise im {month_name(first)}"
    quarter, later = negative[0].split("/")
    return f"zeitweise im {month_name(first)} und am Quartalsende ab {month_name(f'{later}-{3 * int(quarter):02}')}"


def scenario_table(case: Case) -> tuple[Block, ...]:
    """The three scenarios in figures; every number is a figure of the annex."""
    result = case.finding("BER2")
    if not result:
        return ()
    rows = tuple(_scenario_row(s) for s in result["scenarios"])
    return (
        Table(
            "scenarios",
            _scenario_caption(result["scenarios"]),
            ("Annahme", "Einnahmen", "Kosten", "Bestand am Ende", "erster Monat unter null", "Lücke im dritten Jahr", "Zusatz­beitrag im Mittel"),
            rows,
            (0.13, 0.15, 0.15, 0.15, 0.15, 0.14, 0.13),
            ("left", RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT),
            rules_in_words(),
            size="small",
        ),
    )  # fmt: skip


def rules_in_words() -> str:
    """What the three scenarios assume, from the catalogue."""
    rules = advice().scenarios
    return (
        f"Basis: nur Zugesagtes. Stress: der größte Zuschuss entfällt nach {in_words(rules.stress_grant_after_months)} Monaten, "
        f"nicht voll Zugesagtes zählt nur zu {percent(rules.stress_uncertain_factor)}, Beiträge −{percent(1 - rules.stress_fees_factor)}. "
        f"Wachstum: Beiträge +{percent(rules.growth_fees_yearly)}, Leistungen +{percent(rules.growth_services_yearly)}, "
        f"Kosten +{percent(rules.growth_cost_yearly)} im Jahr. Annahmen der Beratung, keine amtlichen Werte"
    )


def _scenario_row(scenario: Mapping[str, Any]) -> tuple[str | Cell, ...]:
    name = scenario["name"]
    fee = f"{{BER2.{name}.extra_fee}}" if scenario.get("extra_fee_eur") is not None else "–"
    short = Decimal(str(scenario["lowest_eur"])) < 0
    return (
        Cell(SCENARIO_NAMES[name], bold=True),
        f"{{BER2.{name}.income}}",
        f"{{BER2.{name}.cost}}",
        Cell(f"{{BER2.{name}.closing}}", shade="warn" if short else "none"),
        f"{{BER2.{name}.first}}",
        f"{{BER2.{name}.gap}}",
        fee,
    )


def _scenario_caption(scenarios: list[Mapping[str, Any]]) -> str:
    short = [SCENARIO_NAMES[s["name"]] for s in scenarios if Decimal(str(s["yearly_gap_eur"])) > 0]
    if not short:
        return "In keiner Annahme bleibt im dritten Jahr eine Lücke"
    if len(short) == len(scenarios):
        return "In allen drei Annahmen bleibt im dritten Jahr eine Lücke"
    return f"Im dritten Jahr bleibt eine Lücke: {' und '.join(short)}"


def fee_table(case: Case) -> tuple[Block, ...]:
    """What each fee class would pay if fees alone closed the gap of the third year (ruling 7)."""
    result = case.finding("BER2")
    basis = next((s for s in result.get("scenarios", ()) if s["name"] == "basis"), None)
    if basis is None or not basis["fee_classes"] or Decimal(str(basis["yearly_gap_eur"])) == 0:
        return ()
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(c["name"], bold=True),
            str(c["members"]),
            number(Decimal(str(c["fee_eur"]))),
            f"{{BER2.basis.fee{place}}}",
            number(Decimal(str(c["extra_eur"])) * c["members"]),
        )
        for place, c in enumerate(basis["fee_classes"], 1)
    ]
    total = sum((Decimal(str(c["extra_eur"])) * c["members"] for c in basis["fee_classes"]), Decimal(0))
    rows.append(("", "", "", Cell("Summe", bold=True), Cell(number(total), bold=True, align="right")))
    factor = 1 + total / sum((Decimal(str(c["fee_eur"])) * c["members"] for c in basis["fee_classes"]), Decimal(0))
    return (
        Table(
            "fees",
            f"Allein über Beiträge müsste jede Klasse das {number(factor, 1)}-Fache zahlen",
            ("Beitragsklasse", "Mitglieder", "Beitrag heute, Euro", "nötiger Beitrag", "mehr im Jahr, Euro"),
            tuple(rows),
            (0.34, 0.13, 0.17, 0.19, 0.17),
            ("left", RIGHT, RIGHT, RIGHT, RIGHT),
            "Annahme Basis, Lücke des dritten Jahres im Verhältnis der heutigen Beiträge verteilt; Rundung auf ganze Euro",
            size="small",
            total_row=True,
        ),
    )
