"""Chapters of line e2 about need and present offer: what members want and pay for, the portfolio and its gaps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.analysis import answers_behind
from clusterprocess.offerings.professionalisation.chapters_benchmark import part_heading
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import euro, in_words, number, percent
from clusterprocess.offerings.standard.rows import SERVICE_NAMES
from clusterprocess.offerings.standard.texts import headline, own

FIELD_SHADES: dict[str, Shade] = {"tragend": "mid", "zu finanzieren": "light", "nebenher": "none", "fraglich": "warn"}


def service_part(case: Case) -> Mapping[str, Any]:
    """The part of the plan that concerns services."""
    part: Mapping[str, Any] = case.plan.get("services") or {}
    return part


def in_full(case: Case) -> bool:
    """Whether the paper has room for every figure; a volunteer-run initiative gets about eight pages."""
    return case.level != "M0"


def subheading(case: Case, text: str, key: str) -> tuple[Block, ...]:
    """An unnumbered heading in a chapter, where the paper has room."""
    return (Heading(3, text, key, numbered=False),) if in_full(case) else ()


def need(case: Case) -> tuple[Block, ...]:
    """What members need and would pay for; figures only from eight answers on."""
    part = part_heading(case, "Teil II: Neue Dienstleistungen", "services")
    return (
        *part,
        Heading(1, headline(case, "bedarf", "Bedarf der Mitglieder"), "bedarf"),
        *own(case, "need.before"),
        *importance(case),
        *willingness(case),
        *own(case, "need.after"),
    )


def importance(case: Case) -> tuple[Block, ...]:
    """Need against satisfaction per category."""
    result = case.finding("F9")
    rows = [s for s in result.get("services", []) if s["satisfaction"] is not None]
    if not rows or result["qualitative_only"] or not in_full(case):
        return ()
    worst = max(rows, key=lambda s: s["shortfall"])
    names = [SERVICE_NAMES[s["category"]].de for s in rows]
    points = tuple((round(s["satisfaction"], 2), round(s["need"], 2), 1.0) for s in rows)
    return (
        Chart(
            "bedarf",
            f"{SERVICE_NAMES[worst['category']].de}: am weitesten liegen Bedarf und Zufriedenheit auseinander",
            "scatter",
            (Series("Leistungsarten", points=points, labels=tuple(names), colour="companies"),),
            "Punktdiagramm Bedarf gegen Zufriedenheit: "
            + "; ".join(
                f"{n} Bedarf {number(p[1], 1)}, zufrieden {number(p[0], 1)}" for n, p in zip(names, points, strict=True)
            ),
            source=f"{_basis(case)}, Mittelwerte 1 bis 5",
            x_title="Zufriedenheit (1 bis 5)",
            y_title="Bedarf (1 bis 5)",
            x_range=(1.0, 5.0),
            y_range=(1.0, 5.0),
            number_format="0.0",
            height_cm=8.0,
        ),
    )


def _basis(case: Case) -> str:
    n = answers_behind(case)
    return f"Mitgliederbefragung, n = {n}" if case.survey else f"Abfrage der Geschäftsstelle, n = {n}"


def willingness(case: Case) -> tuple[Block, ...]:
    """Need, satisfaction and the share that would rather pay, by category."""
    result = case.finding("F9")
    rows_in = sorted(result.get("services", []), key=lambda s: -s["need"])
    if not rows_in or result["qualitative_only"]:
        return ()
    prices = {row["category"]: row.get("price_eur") for row in case.answers.get("svc_need", [])}
    rows = tuple(
        (
            Cell(SERVICE_NAMES[s["category"]].de, bold=True),
            number(s["need"], 1),
            "–" if s["satisfaction"] is None else number(s["satisfaction"], 1),
            "–" if s["willing_share"] is None else percent(s["willing_share"]),
            "–" if prices.get(s["category"]) is None else euro(prices[s["category"]]),
        )
        for s in rows_in
    )
    payers = [s for s in rows_in if (s["willing_share"] or 0) > 0.5]
    best = max(rows_in, key=lambda s: s["willing_share"] or 0)
    caption = (
        f"Für {in_words(len(payers))} von {in_words(len(rows))} Leistungsarten würde mehr als die Hälfte der Befragten eher zahlen"
        if payers
        else f"Für keine Leistungsart würde mehr als die Hälfte eher zahlen, am ehesten für {SERVICE_NAMES[best['category']].de}"
    )
    return (
        Table(
            "zahlen",
            caption,
            ("Leistungsart", "Bedarf", "zufrieden", "würden eher zahlen", "mittlerer genannter Preis"),
            rows,
            (0.38, 0.11, 0.13, 0.18, 0.20),
            ("left", "right", "right", "right", "right"),
            f"{_basis(case)}; „eher ja“ und „ja“ zusammen",
            size="small",
        ),
    )


def portfolio(case: Case) -> tuple[Block, ...]:
    """All present services with days, use, price and cover; where need and offer lie apart."""
    return (
        Heading(1, headline(case, "portfolio", "Portfolio und Lücken"), "portfolio"),
        *subheading(case, "Was die Geschäftsstelle heute leistet", "portfolio.1"),
        *own(case, "portfolio.before"),
        *present_services(case),
        *own(case, "portfolio.after"),
        *_gaps(case),
    )


def present_services(case: Case) -> tuple[Block, ...]:
    result = case.finding("PRO2")
    if not result:
        return ()
    by_name = {row["name"]: row for row in result["services"] if not row["is_new"]}
    rows: list[tuple[str | Cell, ...]] = [
        _present(row, by_name[row["name"]]) for row in case.answers["svc_list"] if row["name"] in by_name
    ]
    rows.append(
        (
            Cell("Summe", bold=True),
            Cell("{PRO2.days}", bold=True, align="right"),
            "",
            "",
            Cell("{PRO2.income}", bold=True, align="right"),
            Cell("{PRO2.cover}", bold=True, align="right"),
            "",
            "",
        )
    )
    paid = [r for r in by_name.values() if Decimal(str(r["income_eur"] or 0)) > 0]
    carried = sum((r["cover"] or 0) >= 1 for r in paid)
    return (
        Table(
            "leistungen",
            f"{in_words(len(paid)).capitalize()} von {in_words(len(by_name))} Leistungen kosten etwas, {_carried(carried)} den Aufwand",
            ("Leistung", "PT", "Nutzung", "Preis", "Erlös", "Deckung", "zufrieden", "Lage"),
            tuple(rows),
            (0.27, 0.07, 0.10, 0.11, 0.14, 0.10, 0.09, 0.12),
            ("left", "right", "right", "right", "right", "right", "right", "left"),
            f"Fragebogen, {euro(case.answers['day_rate'])} je Personentag; Lage nach Bedarf und Deckung",
            size="tiny",
            total_row=True,
        ),
    )


def _carried(count: int) -> str:
    """``keine deckt``, ``eine deckt``, ``zwei decken``."""
    return f"{in_words(count) if count else 'keine'} {'decken' if count > 1 else 'deckt'}"


def _present(row: Mapping[str, Any], state: Mapping[str, Any]) -> tuple[str | Cell, ...]:
    free = Decimal(str(row["price_eur"])) == 0
    field = state["field"]
    return (
        Cell(row["name"], bold=True),
        number(row["days_year"]),
        number(row["users"]),
        "frei" if free else euro(row["price_eur"]),
        "–" if free else euro(state["income_eur"]),
        "–" if state["cover"] is None else percent(state["cover"]),
        "–" if row.get("satisfaction") is None else number(row["satisfaction"], 1),
        Cell(field or "–", FIELD_SHADES.get(field or "", "none")),
    )


def _gaps(case: Case) -> tuple[Block, ...]:
    result = case.finding("F9")
    if not result:
        return ()
    return (
        Heading(3, headline(case, "luecken", "Wo Bedarf und Angebot auseinanderliegen"), "portfolio.2", numbered=False),
        *own(case, "gaps.before"),
        *gap_bars(case),
        *own(case, "gaps.after"),
    )


def gap_bars(case: Case) -> tuple[Block, ...]:
    """Demand and supply side by side, both as share of the scale."""
    result = case.finding("F9")
    if not result or result["qualitative_only"]:
        return ()
    rows = result["services"]
    wide = [s for s in rows if s["quadrant"] == "ausbauen"]
    names = [SERVICE_NAMES[s["category"]].de for s in rows]
    how = "kaum" if any(s["supply"] for s in wide[:2]) else "nicht"
    caption = (
        f"{' und '.join(SERVICE_NAMES[s['category']].de for s in wide[:2])}: gefragt, aber {how} angeboten"
        if wide
        else f"Die größte Lücke hat {names[0]}; keine Leistungsart ist stark gefragt und kaum angeboten"
    )
    return (
        Chart(
            "luecken",
            caption,
            "bar",
            (
                Series("Bedarf", tuple(round(100 * s["demand"], 1) for s in rows), colour="companies"),
                Series("Angebot", tuple(round(100 * s["supply"], 1) for s in rows), colour="science"),
            ),
            "Balken Bedarf und Angebot in Prozent der Skala: "
            + "; ".join(
                f"{n} {number(100 * s['demand'])} und {number(100 * s['supply'])}"
                for n, s in zip(names, rows, strict=True)
            ),
            tuple(names),
            f"{_basis(case)}; Angebot = Tiefe 0 bis 3 nach Profil, beide in Prozent der Skala, größte Lücke oben",
            "Prozent der Skala",
            x_range=(0, 100),
            height_cm=2.4 + 0.6 * len(rows),
            legend=True,
        ),
    )
