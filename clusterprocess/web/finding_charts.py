"""Which drawing belongs to which method's result; results of methods without one are told in words and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clusterprocess.methods.actor_kinds import ACTOR_KINDS
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.web.finding_plots import heat_figure, portfolio_figure, radar_figure, range_figure, stacked_figure
from clusterprocess.web.finding_words import spoken
from clusterprocess.web.plots import Figure, Series, bar_figure, line_figure

Result = Mapping[str, Any]
MOST_BARS = 16
SCENARIO_NAMES = {"basis": "erwartet", "stress": "ungünstig", "optimistisch": "günstig"}


def chart_of(method: str, title: str, result: Result) -> Figure | None:
    """The drawing of a result, or None where its method has none or the result holds too little."""
    draw = _CHARTS.get(method)
    return draw(title, result) if draw else None


def _comparison(title: str, result: Result) -> Figure | None:
    low, middle, high = (result.get(key) for key in ("minimum", "median", "maximum"))
    if low is None or middle is None or high is None:
        return None
    return range_figure(title, low, middle, high, float(result["value"]))


def _members(title: str, result: Result) -> Figure | None:
    shares = result.get("shares") or {}
    kinds = [k for k in ACTOR_KINDS if k in shares]
    return _bars(title, [KIND_NAMES[k] for k in kinds], [100 * shares[k] for k in kinds], "%", "Anteil")


def _money(title: str, result: Result) -> Figure | None:
    shares = dict(result.get("shares") or {})
    return _bars(title, list(shares), [100 * v for v in shares.values()], "%", "Anteil am Budget")


def _services(title: str, result: Result) -> Figure | None:
    rows = [s for s in result.get("services", ()) if s.get("satisfaction") is not None]
    points = [(spoken(s["category"]), round(s["need"], 2), round(s["satisfaction"], 2)) for s in rows]
    return _portfolio(title, points, "Wichtigkeit", "Zufriedenheit", (1, 5), (1, 5))


def _stakeholders(title: str, result: Result) -> Figure | None:
    points = [(s["name"], s["interest"], s["power"]) for s in result.get("stakeholders", ())]
    return _portfolio(title, points, "Interesse", "Einfluss", (1, 5), (1, 5))


def _swot(title: str, result: Result) -> Figure | None:
    points = [("Lage der Initiative", round(result["x"], 2), round(result["y"], 2))]
    return _portfolio(title, points, "innere Lage", "äußere Lage", (-1, 1), (-1, 1))


def _pestel(title: str, result: Result) -> Figure | None:
    rows = [f for f in result.get("factors", ()) if f.get("impact") is not None]
    points = [(f["text"], f["probability"], f["impact"]) for f in rows]
    return _portfolio(title, points, "Wahrscheinlichkeit", "Wirkung", (1, 5), (1, 5))


def _communication_type(title: str, result: Result) -> Figure | None:
    points = [(str(result["kind"]), result["dynamics"], result["professionalism"])]
    return _portfolio(title, points, "Dynamik", "Professionalität", (0, 1), (0, 1))


def _radar(title: str, result: Result) -> Figure | None:
    axes = [a for a in result.get("axes", ()) if a.get("percent", a.get("axis")) is not None]
    if len(axes) < 3:
        return None
    names = [str(a.get("name") or spoken(a["dimension"])) for a in axes]
    return radar_figure(title, names, [float(a.get("percent", a.get("axis"))) for a in axes], line=result.get("line"))


def _votes(title: str, result: Result) -> Figure | None:
    options = [str(o["option"]) for o in result.get("options", ())]
    groups = [g for g in result.get("groups", ()) if g.get("reportable")]
    if not options or not groups:
        return None
    series = []
    for group in groups:
        dots = {str(o["option"]): o["dots"] for o in group["options"]}
        series.append(Series(str(group["group"]), tuple(dots.get(o, 0) for o in options)))
    return stacked_figure(f"{title}: Punkte je Option", options, series, head="Option")


def _scores(title: str, result: Result) -> Figure | None:
    rows = [o for o in result.get("options", ()) if not o.get("knocked_out")]
    return _bars(title, [o["name"] for o in rows], [o["points"] for o in rows], "Punkte", "Bewertung", highest=100)


def _chain(title: str, result: Result) -> Figure | None:
    rows = result.get("stages", ())
    return _bars(title, [s["stage"] for s in rows], [s["firms"] for s in rows], "Unternehmen", "Unternehmen")


def _readiness(title: str, result: Result) -> Figure | None:
    rows = result.get("components", ())
    names = [c["name"] for c in rows]
    return _bars(title, names, [100 * c["points"] / c["maximum"] for c in rows], "%", "erreicht", highest=100)


def _label(title: str, result: Result) -> Figure | None:
    rows = result.get("dimensions", ())
    if not rows:
        return None
    proven = Series("belegt", tuple(r["proven_percent"] for r in rows))
    own = [r["self_percent"] for r in rows]
    names = [r["name"] for r in rows]
    return bar_figure(title, names, own, unit="%", name="nach eigener Angabe", comparison=proven, highest=100)


def _funnel(title: str, result: Result) -> Figure | None:
    rows = [s for s in result.get("steps", ()) if s.get("count") is not None]
    return _bars(title, [s["name"] for s in rows], [s["count"] for s in rows], "", "Zahl")


def _density(title: str, result: Result) -> Figure | None:
    rows = result.get("countries", ())
    return _bars(
        title, [spoken(c["country"]) for c in rows], [100 * c["density"] for c in rows], "%", "belegt", highest=100
    )


def _liquidity(title: str, result: Result) -> Figure | None:
    scenarios = result.get("scenarios", ())
    if not scenarios:
        return None
    labels = [q["label"] for q in scenarios[0]["quarters"]]
    series = [
        Series(SCENARIO_NAMES.get(s["name"], spoken(s["name"])), tuple(float(q["balance_eur"]) for q in s["quarters"]))
        for s in scenarios
    ]
    return line_figure(title, labels, series, unit="Euro", head="Quartal")


def _coverage(title: str, result: Result) -> Figure | None:
    rows = result.get("coverage", ())
    if not rows:
        return None
    columns = list(rows[0]["by_channel"])
    values = [[r["by_channel"].get(c) for c in columns] for r in rows]
    return heat_figure(
        f"{title}: 2 = Hauptweg, 1 = auch", [spoken(r["audience"]) for r in rows], columns, values, head="Zielgruppe"
    )


def _gaps(title: str, result: Result) -> Figure | None:
    rows = result.get("audiences", ())
    return _bars(title, [spoken(a["audience"]) for a in rows], [max(a["gap"], 0) for a in rows], "", "Lücke")


def _bars(
    title: str, names: Sequence[str], values: Sequence[float], unit: str, name: str, highest: float | None = None
) -> Figure | None:
    if not names or any(v < 0 for v in values):
        return None
    cut = slice(0, MOST_BARS)
    told = [round(v, 1) for v in values]
    return bar_figure(title, list(names)[cut], told[cut], unit=unit, name=name, highest=highest)


def _portfolio(
    title: str,
    points: Sequence[tuple[str, float, float]],
    x_name: str,
    y_name: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
) -> Figure | None:
    if not points:
        return None
    return portfolio_figure(title, points, x_name=x_name, y_name=y_name, x_range=x_range, y_range=y_range)


_CHARTS: dict[str, Callable[[str, Result], Figure | None]] = {
    "F2": _comparison,
    "F3": _radar,
    "F4": _label,
    "F5": _swot,
    "F6": _stakeholders,
    "F7": _scores,
    "F9": _services,
    "F10": _money,
    "F11": _members,
    "F12": _votes,
    "F15": _pestel,
    "F16": _radar,
    "F17": _chain,
    "BER2": _liquidity,
    "INT1": _readiness,
    "INT6": _density,
    "KOM1": _gaps,
    "KOM2": _coverage,
    "KOM3": _communication_type,
    "TT4": _funnel,
}
