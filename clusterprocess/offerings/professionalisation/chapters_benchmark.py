"""Chapters of line e1 that measure: method and peers, the overview, and the five dimensions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clusterprocess.catalogues.quality import POINTS_EACH, quality
from clusterprocess.catalogues.references import Reference, references
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import Indicator
from clusterprocess.offerings.professionalisation.benchmarks import BENCHMARKS, DIMENSIONS, STRIPS, compared
from clusterprocess.offerings.professionalisation.figures import points
from clusterprocess.offerings.professionalisation.questionnaire import lines_of
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.figures import rank_of
from clusterprocess.offerings.standard.texts import headline, own


def pass_points() -> float:
    """Points of an indicator that reach the line of the label; where the bars change their shade."""
    return POINTS_EACH * quality().readiness.yellow_from / 100


def part_heading(case: Case, text: str, key: str) -> tuple[Block, ...]:
    """The heading of a part, only where the paper has two."""
    if len(lines_of(case.answers)) < 2:
        return ()
    return (Heading(1, text, f"teil_{key}", numbered=False, page_break=True), *own(case, f"part.{key}"))


def method(case: Case) -> tuple[Block, ...]:
    """What a point is, what counts as evidence, who the peers are, and the overview."""
    part = part_heading(case, "Teil I: Benchmarking und Label", "label")
    return (
        *part,
        Heading(1, headline(case, "methodik", "Methodik und Vergleichsgruppe"), "methodik", page_break=not part),
        Heading(3, "Was ein Punkt ist und was als Nachweis gilt", "methodik.1", numbered=False),
        *own(case, "method.points"),
        Heading(3, "Mit wem verglichen wird", "methodik.2", numbered=False),
        *own(case, "method.peers"),
        Heading(3, headline(case, "uebersicht", "Die fünf Dimensionen im Überblick"), "methodik.3", numbered=False),
        *own(case, "overview.before"),
        *overview(case),
        *own(case, "overview.peers"),
        *strips(case),
        *own(case, "overview.after"),
    )


def overview(case: Case) -> tuple[Block, ...]:
    """Per dimension a bar from proven to self, the 80 % line and the proven value."""
    state, net = case.finding("F4"), case.finding("F3")
    if not state or not net:
        return ()
    rows = [d for d in state["dimensions"] if d["possible_points"]]
    own_at = tuple(round(d["proven_percent"], 1) for d in rows)
    self_at = tuple(round(max(d["self_percent"], d["proven_percent"]), 1) for d in rows)
    labels = tuple(f"{number(d['proven_percent'])} % (selbst {number(d['self_percent'])} %)" for d in rows)
    below = len(net["below_line"])
    caption = (
        "In jeder Dimension liegt der belegte Stand an oder über der 80-Prozent-Linie"
        if below == 0
        else f"In {in_words(below)} von {in_words(len(rows))} Dimensionen liegt der belegte Stand unter der 80-Prozent-Linie"
    )
    return (
        Chart(
            "dimensionen",
            caption,
            "range_dots",
            (
                Series("belegt", own_at, colour="muted"),
                Series("selbst eingeschätzt", self_at, colour="muted"),
                Series("80-Prozent-Linie", tuple(net["line"] for _ in rows), colour="other"),
                Series("belegt", own_at, labels=labels, colour="accent"),
            ),
            "Fünf Streifen, belegt und selbst in Prozent der möglichen Punkte: "
            + "; ".join(f"{d['name']} {label}" for d, label in zip(rows, labels, strict=True)),
            tuple(d["name"] for d in rows),
            "Punkt = belegt, grauer Balken bis selbst eingeschätzt, Strich = 80 % der möglichen Punkte; Punkte nach Arbeitsfassung",
            x_title="Prozent der möglichen Punkte",
            x_range=(0, 106),
            height_cm=5.8,
        ),
    )


def strips(case: Case) -> tuple[Block, ...]:
    """Own value, median and range of the peers; ranks below 20 peers, percentiles from 20 on, nothing below 8."""
    group, shown = case.finding("F1"), compared(case, STRIPS)
    if not group or not group["sufficient"] or not shown:
        return ()
    places = [_place(indicator, result) for indicator, result in shown]
    labels = tuple(
        f"{number(r['value'], i.decimals)} {_unit(i)}(Median {number(r['median'], i.decimals)})" for i, r in shown
    )
    n = len(shown)
    return (
        Chart(
            "vergleich",
            _extremes(group, shown),
            "range_dots",
            (
                Series("schwächster Wert", (0.0,) * n, colour="muted"),
                Series("bester Wert", (100.0,) * n, colour="muted"),
                Series("Median der Vergleichsgruppe", tuple(median for _, median in places), colour="other"),
                Series("eigener Wert", tuple(value for value, _ in places), labels=labels, colour="accent"),
            ),
            f"{in_words(n).capitalize()} Streifen mit eigenem Wert und Median: "
            + "; ".join(f"{i.name} {label}" for (i, _), label in zip(shown, labels, strict=True)),
            tuple(i.name for i, _ in shown),
            f"{group['n']} Initiativen ähnlicher Größe und Reife, {group['n_same_field']} aus demselben Feld, "
            f"Erweiterungsstufe {group['widening_step']}, Stichtag {day(case.profile_as_of)}; links schwächster, rechts bester Wert",
            x_title="Lage zwischen schwächstem und bestem Wert (0 bis 100)",
            x_range=(0, 100),
            height_cm=8.2,
            legend=True,
        ),
    )


def _unit(indicator: Indicator) -> str:
    return "" if indicator.unit == "Anzahl" else f"{indicator.unit} "


def _place(indicator: Indicator, result: Mapping[str, Any]) -> tuple[float, float]:
    """Own value and median between the weakest (0) and the best (100) of own and peers."""
    low, high = min(result["minimum"], result["value"]), max(result["maximum"], result["value"])
    span = (high - low) or 1.0

    def at(value: float) -> float:
        share = 100 * float(value - low) / float(span)
        return round(share if indicator.higher_is_better else 100 - share, 1)

    return at(result["value"]), at(result["median"])


def _extremes(group: Mapping[str, Any], shown: list[tuple[Indicator, Mapping[str, Any]]]) -> str:
    if all(rank_of(result) is not None for _, result in shown):
        ordered = sorted(shown, key=lambda pair: rank_of(pair[1]) or 0)
        best, worst = (f"{i.name}: Rang {rank_of(r)}" for i, r in (ordered[0], ordered[-1]))
        return f"{best}; {worst} von {group['n'] + 1}"
    ordered = sorted(shown, key=lambda pair: -(pair[1]["percentile"] or 0))
    best, worst = (f"{i.name}: Perzentil {number(r['percentile'] or 0)}" for i, r in (ordered[0], ordered[-1]))
    return f"{best}; {worst} ({group['n']} Vergleichswerte)"


def dimension(number_: int) -> Callable[[Case], tuple[Block, ...]]:
    """The chapter of one dimension."""

    def build(case: Case) -> tuple[Block, ...]:
        name = next(d.de for d in quality().dimension if d.number == number_)
        return (
            Heading(1, headline(case, f"d{number_}", name), f"d{number_}"),
            *own(case, f"d{number_}.before"),
            *dimension_bars(case, number_, name),
            *four_columns(case, number_, name),
            *own(case, f"d{number_}.after"),
        )

    return build


def dimension_bars(case: Case, number_: int, name: str) -> tuple[Block, ...]:
    """Bars per indicator: proven from 4 points on, proven below, and what is only self-assessed."""
    rows = [i for i in case.finding("F4").get("indicators", []) if i["dimension"] == number_]
    if not rows:
        return ()
    proven, line = [float(i["proven_points"]) for i in rows], pass_points()
    only_self = [round(max(0.0, i["self_points"] - i["proven_points"]), 1) for i in rows]
    series = [
        Series(
            f"belegt, ab {points(line)} Punkten", tuple(p if p >= line else 0.0 for p in proven), colour="companies"
        ),
        Series(
            f"belegt, unter {points(line)} Punkten", tuple(p if p < line else 0.0 for p in proven), colour="science"
        ),
        Series("nur selbst eingeschätzt", tuple(only_self), colour="other"),
    ]
    weak = sum(p < line for p in proven)
    total = f"{points(round(sum(proven), 1))} von {POINTS_EACH * len(rows)} Punkten belegt"
    caption = (
        f"{total}; {in_words(weak)} von {in_words(len(rows))} Indikatoren unter {points(line)} Punkten"
        if weak
        else f"{total}, jeder Indikator ab {points(line)} Punkten"
    )
    return (
        Chart(
            f"balken_{number_}",
            caption,
            "stacked_bar",
            tuple(s for s in series if any(s.values)),
            f"Gestapelte Balken {name}: "
            + "; ".join(
                f"{i['name']} belegt {points(i['proven_points'])}, selbst {points(i['self_points'])}" for i in rows
            ),
            tuple(f"{i['code']} {i['name']}" for i in rows),
            "Punkte je Indikator, höchstens 5; belegt nach Sichtung der Nachweise, Mindestkriterien in Anhang C",
            "Punkte",
            x_range=(0, POINTS_EACH),
            number_format="0.#",
            height_cm=2.5 + 0.52 * len(rows),
            legend=True,
        ),
    )


def four_columns(case: Case, number_: int, name: str) -> tuple[Block, ...]:
    """Own value, median of the peers and the four house columns; empty cells stay empty."""
    shown = compared(case, DIMENSIONS[number_])
    if not shown:
        return ()
    known = references(case.today)
    rows = tuple(_columns(indicator, result, known) for indicator, result in shown)
    quoted = {i.reference for i, _ in shown if i.reference}
    used = sorted({f"{r.source} (veröffentlicht {day(r.published_on)})" for r in known if r.measure in quoted})
    source = "; ".join(used) or "Für die vier Spalten lag uns am Berichtstag kein Wert vor"
    places = [rank for _, r in shown if (rank := rank_of(r)) is not None]
    group = case.finding("F1").get("n", 0) + 1
    best = f": bester Rang {min(places)} von {group}" if places else ""
    return (
        Table(
            f"spalten_{number_}",
            f"{name} im Vergleich{best}",
            ("Kennzahl", "eigener Wert", "Median Gruppe", "Rang", "BW", "Deutsch\u00adland", "Europa", "Exzellenz"),
            rows,
            (0.31, 0.12, 0.12, 0.08, 0.08, 0.10, 0.09, 0.10),
            ("left", "right", "right", "right", "right", "right", "right", "right"),
            source,
            size="small",
        ),
    )


def _columns(indicator: Indicator, result: Mapping[str, Any], known: tuple[Reference, ...]) -> tuple[str | Cell, ...]:
    measure = indicator.reference
    by_scope = {r.scope: number(r.value, indicator.decimals) for r in known if measure and r.measure == measure}
    unit = "" if indicator.unit in ("Mitglieder", "Anzahl", "Stellen") else f" ({indicator.unit})"
    rank = rank_of(result)
    return (
        indicator.name + unit,
        Cell(number(result["value"], indicator.decimals), bold=True),
        number(result["median"], indicator.decimals),
        "–" if rank is None else str(rank),
        *(by_scope.get(scope, "–") for scope in ("bw", "de", "eu", "exzellenz")),
    )


def benchmark_count(case: Case) -> int:
    """How many measures are compared."""
    return len(compared(case, tuple(i.key for i in BENCHMARKS)))
