"""Chapter 5 of the Strategiepapier: the comparison with similar initiatives, and the four house columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.references import Reference, references
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import FURTHER, INDICATORS, Indicator
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.figures import rank_of
from clusterprocess.offerings.standard.texts import headline, own


def benchmarking(case: Case, strips_cm: float = 9.5) -> tuple[Block, ...]:
    """Own value, median and range of the peers; ranks below 20 peers, nothing below 8 (ruling 7)."""
    group = case.finding("F1")
    if not group or not group["sufficient"]:
        return ()
    return (
        Heading(1, headline(case, "5", "Benchmarking"), "5"),
        Heading(2, "Der Vergleich mit ähnlichen Initiativen", "5.1"),
        *own(case, "benchmark.before"),
        strips(case, group, compared_indicators(case), strips_cm),
        *own(case, "benchmark.after"),
        Heading(2, headline(case, "5.2", "Vergleich in vier Spalten"), "5.2"),
        *own(case, "four_columns"),
        four_columns(case),
    )


def compared_indicators(case: Case) -> list[tuple[Indicator, Mapping[str, Any]]]:
    """The indicators of the figure that may be shown, with their result."""
    return [(i, r) for i in INDICATORS if (r := case.finding(f"F2.{i.key}")) and r["kind"] != "keine"]


def strips(
    case: Case, group: Mapping[str, Any], shown: list[tuple[Any, Mapping[str, Any]]], height_cm: float = 9.5
) -> Chart:
    """One strip per indicator, from the worst (0) to the best (100) value of own and peers."""
    own_at, median_at = [], []
    for indicator, result in shown:
        low, high = min(result["minimum"], result["value"]), max(result["maximum"], result["value"])
        span = (high - low) or 1.0

        def scaled(value: float, low: float = low, span: float = span, up: bool = indicator.higher_is_better) -> float:
            at = 100 * (value - low) / span
            return round(at if up else 100 - at, 1)

        own_at.append(scaled(result["value"]))
        median_at.append(scaled(result["median"]))
    n = len(shown)
    labels = tuple(
        f"{number(r['value'], i.decimals)} {i.unit} (Median {number(r['median'], i.decimals)})" for i, r in shown
    )
    caption = _extremes(group, shown)
    return Chart(
        "benchmark",
        caption,
        "range_dots",
        (
            Series("kleinster Wert", tuple([0.0] * n), colour="muted"),
            Series("größter Wert", tuple([100.0] * n), colour="muted"),
            Series("Median der Vergleichsgruppe", tuple(median_at), colour="other"),
            Series("eigener Wert", tuple(own_at), labels=labels, colour="accent"),
        ),
        f"{in_words(len(shown)).capitalize()} Streifen mit eigenem Wert und Median: "
        + "; ".join(f"{i.name} {label}" for (i, _), label in zip(shown, labels, strict=True)),
        tuple(i.name for i, _ in shown),
        f"{group['n']} Initiativen ähnlicher Größe und Reife, {group['n_same_field']} aus demselben Feld, Erweiterungsstufe {group['widening_step']}, "
        f"Stichtag {day(case.profile_as_of)}; links schwächster, rechts bester Wert",
        x_title="Lage zwischen schwächstem und bestem Wert (0 bis 100)",
        x_range=(0, 106 if max(own_at) > 96 else 100),  # room between the best dot and its text
        height_cm=height_cm,
        legend=True,
    )


def _extremes(group: Mapping[str, Any], shown: list[tuple[Any, Mapping[str, Any]]]) -> str:
    """The best and the weakest indicator: by rank below twenty peers, by percentile from twenty on."""
    if all(rank_of(result) is not None for _, result in shown):
        ordered = sorted(shown, key=lambda pair: rank_of(pair[1]) or 0)
        best, worst = (f"{i.name}: Rang {rank_of(r)}" for i, r in (ordered[0], ordered[-1]))
        return f"{best}; {worst} von {group['n'] + 1}"
    ordered = sorted(shown, key=lambda pair: -(pair[1]["percentile"] or 0))
    best, worst = (f"{i.name}: Perzentil {number(r['percentile'] or 0)}" for i, r in (ordered[0], ordered[-1]))
    return f"{best}; {worst} ({group['n']} Vergleichswerte)"


def four_columns(case: Case) -> Table:
    """Own value, median of the peers and the four house columns; empty cells stay empty."""
    known = references(case.today)
    rows: list[tuple[str | Cell, ...]] = []
    for indicator in (*FURTHER, *INDICATORS):
        result = case.finding(f"F2.{indicator.key}")
        if result and result["kind"] != "keine":
            unit = "" if indicator.unit in ("Mitglieder", "Anzahl") else f" ({indicator.unit})"
            own_value, median = (number(result[k], indicator.decimals) for k in ("value", "median"))
            rows.append(
                _columns(indicator.name + unit, own_value, median, known, indicator.reference, indicator.decimals)
            )
    used = sorted({f"{r.source} (veröffentlicht {day(r.published_on)})" for r in known if r.measure in _QUOTED})
    source = (
        "; ".join(used)
        or "Für BW, Deutschland, Europa und das Exzellenz-Portfolio war am Berichtstag kein Vergleichswert veröffentlicht"
    )
    return Table(
        "columns",
        "Eigene Werte neben Vergleichsgruppe und Land",
        ("Kennzahl", "eigener Wert", "Median Gruppe", "BW", "Deutschland", "Europa", "Exzellenz"),
        tuple(rows[:10]),
        (0.34, 0.12, 0.13, 0.09, 0.13, 0.09, 0.10),
        ("left", "right", "right", "right", "right", "right", "right"),
        source,
        size="small",
    )


_QUOTED = frozenset(i.reference for i in (*FURTHER, *INDICATORS) if i.reference)


def _columns(
    label: str, value: str, median: str, known: tuple[Reference, ...], measure: str, decimals: int
) -> tuple[str | Cell, ...]:
    by_scope = {r.scope: number(r.value, decimals) for r in known if measure and r.measure == measure}
    return (
        label,
        Cell(value, bold=True),
        median,
        *(by_scope.get(scope, "–") for scope in ("bw", "de", "eu", "exzellenz")),
    )
