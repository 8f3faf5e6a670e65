"""Findings on membership: who is in, who left and why, how peers stand, where the chain is thin and whom to win."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import Indicator
from clusterprocess.offerings.individual_advice.analysis import COMPARED
from clusterprocess.offerings.individual_advice.answers import LEAVING_REASONS
from clusterprocess.offerings.profile import members_total
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Chart, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.standard.figures import rank_of
from clusterprocess.offerings.standard.texts import own

KIND_NAMES = {
    "members_sme": "KMU",
    "members_large": "Großunternehmen",
    "members_uni": "Hochschulen",
    "members_rto": "Forschungseinrichtungen",
    "members_public": "öffentliche Hand/Kammern",
    "members_other": "Sonstige",
}


def section(case: Case) -> tuple[Block, ...]:
    """The part of chapter 3 on membership."""
    return (
        *own(case, "mitgliederstruktur.first"),
        *members_chart(case),
        *leavers_table(case),
        *comparison_table(case),
        *own(case, "mitgliederstruktur.second"),
        *chain_table(case),
        *own(case, "mitgliederstruktur.after"),
    )


def columns(count: int) -> tuple[Align, ...]:
    """The first column to the left, all others to the right."""
    right: list[Align] = ["right"] * (count - 1)
    return ("left", *right)


def members_chart(case: Case) -> tuple[Block, ...]:
    total = members_total(case.profile)
    if not total or not case.finding("F11"):
        return ()
    values = [int(case.profile[key]) for key in KIND_NAMES]
    firms = values[0] + values[1]
    alt = ", ".join(f"{v} {n}" for v, n in zip(values, KIND_NAMES.values(), strict=True))
    return (
        Chart(
            "members",
            f"{firms} von {total} Mitgliedern sind Unternehmen ({percent(firms / total)})",
            "bar",
            (Series("Mitglieder", tuple(float(v) for v in values), colour="companies"),),
            f"Balkendiagramm: {alt}",
            tuple(KIND_NAMES.values()),
            f"Mitgliederliste, n = {total}, Stand {day(case.profile_as_of)}",
            "Mitglieder",
            height_cm=4.8,
        ),
    )


def leavers_table(case: Case) -> tuple[Block, ...]:
    """Leavers by reason, most frequent first; kinds only in the sum."""
    rows = case.answers.get("mem_leavers", [])
    if not rows:
        return ()
    years = sorted({r["year"] for r in rows})
    counted = sorted(
        ((sum(r["reason"] == key for r in rows), name, key) for key, name in LEAVING_REASONS.items()),
        key=lambda t: -t[0],
    )
    body: list[tuple[str | Cell, ...]] = [
        (name, *(_count(rows, key, y) for y in years), Cell(str(n), bold=True, align="right"))
        for n, name, key in counted
        if n
    ]
    sums = [str(sum(r["year"] == y for r in rows)) for y in years]
    body.append((Cell("Summe", bold=True), *(Cell(s, bold=True) for s in sums), Cell(str(len(rows)), bold=True)))
    width = 0.5 / (len(years) + 1)
    return (
        Table(
            "leavers",
            f"{counted[0][0]} von {len(rows)} Austritten: {counted[0][1]}",
            ("Grund", *(str(y) for y in years), "zusammen"),
            tuple(body),
            (0.5, *([width] * (len(years) + 1))),
            columns(len(years) + 2),
            "Austrittsliste der Geschäftsstelle, Grund nach deren Auskunft",
            size="small",
            total_row=True,
        ),
    )


def _count(rows: list[dict[str, Any]], reason: str, year: int) -> str:
    n = sum(r["reason"] == reason and r["year"] == year for r in rows)
    return str(n) if n else "–"


def compared(case: Case) -> Iterator[tuple[Indicator, dict[str, Any]]]:
    """Indicators that may be shown beside the peer group (rulings 7 and 10)."""
    if case.finding("F1").get("sufficient"):
        for indicator in COMPARED:
            result = case.finding(f"F2.{indicator.key}")
            if result and result["kind"] != "keine":
                yield indicator, dict(result)


def comparison_table(case: Case) -> tuple[Block, ...]:
    """Own value, median and place for each membership figure."""
    rows = list(compared(case))
    if not rows:
        return ()
    group = case.finding("F1")
    ranked = [(r, i.name) for i, result in rows if (r := rank_of(result)) is not None]
    best = min(ranked, default=None)
    worst = max(ranked, default=None)
    caption = f"Im Vergleich mit {group['n']} Initiativen"
    if best and worst and best != worst:
        caption += (
            f": „{best[1]}“ auf Rang {best[0]}, „{worst[1].split(':')[0]}“ auf Rang {worst[0]} von {group['n'] + 1}"
        )
    return (
        Table(
            "comparison",
            caption,
            ("Kennzahl", "eigener Wert", "Median der Vergleichsgruppe", "Platz"),
            tuple(
                (
                    Cell(i.name, bold=True),
                    f"{{F2.{i.key}.value}}" if i.unit == "%" else f"{{F2.{i.key}.value}} {i.unit}",
                    f"{number(r['median'], i.decimals)} {i.unit}",
                    _place(i, r, group["n"] + 1),
                )
                for i, r in rows
            ),
            (0.42, 0.18, 0.24, 0.16),
            ("left", "right", "right", "right"),
            f"Register, Stichtag {day(case.profile_as_of)}; Merkmale der Vergleichsgruppe in Anhang A",
            size="small",
        ),
    )


def _place(indicator: Indicator, result: dict[str, Any], group: int) -> str:
    if rank_of(result) is not None:
        return f"Rang {{F2.{indicator.key}.rank}} von {group}"
    return f"{{F2.{indicator.key}.percentile}}. Perzentil"


def chain_table(case: Case) -> tuple[Block, ...]:
    """The heat strip with the win list: firms per stage, and the kinds of firms to win where it is thin."""
    result = case.finding("F17")
    if not result:
        return ()
    thin = len(result["thin"])
    caption = (
        f"In {in_words(thin)} von {in_words(len(result['stages']))} Stufen arbeitet höchstens ein Mitglied"
        if thin
        else "Jede Stufe ist mit mindestens zwei Mitgliedern besetzt"
    )
    rows = tuple(
        (
            Cell(s["stage"], bold=True),
            Cell(str(s["firms"]), shade=_heat(s["firms"], result), align="center"),
            ", ".join(s["wanted"]) or "–",
        )
        for s in result["stages"]
    )
    return (
        Table(
            "chain",
            caption,
            ("Stufe", "Betriebe", "zu gewinnen"),
            rows,
            (0.36, 0.12, 0.52),
            source="Zuordnung der Geschäftsstelle, Mehrfachnennung möglich; Arten von Betrieben, keine Namen",
            size="small",
        ),
    )


def _heat(firms: int, result: dict[str, Any] | Any) -> Shade:
    if firms <= 1:
        return "warn"
    most = max(s["firms"] for s in result["stages"])
    return "strong" if firms >= 0.66 * most else "mid" if firms >= 0.33 * most else "light"
