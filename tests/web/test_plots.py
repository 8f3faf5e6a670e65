"""Plots: what is drawn, what is told, and what never goes wrong with odd figures."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from clusterprocess.web.plots import (
    COLOURS,
    WIDTH,
    Series,
    bar_figure,
    bar_plot,
    german,
    line_figure,
    line_plot,
    scale_ticks,
)

YEARS = ("31.12.2012", "31.12.2013", "31.12.2014")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_line_plot_is_well_formed_and_tells_every_figure_to_those_who_cannot_see_it() -> None:
    drawn = line_plot("Mitglieder", YEARS, [Series("Mitglieder", (45, None, 1250))])
    assert isinstance(drawn, Markup)
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-label") == (
        "Mitglieder. Mitglieder: 31.12.2012 45, 31.12.2013 keine Angabe, 31.12.2014 1.250."
    )
    assert "style=" not in drawn


def test_a_missing_value_breaks_the_line_and_has_no_marker() -> None:
    root = ElementTree.fromstring(line_plot("x", ("a", "b", "c", "d"), [Series("s", (1, 2, None, 4))]))
    assert len(root.findall("circle")) == 3
    [path] = [p for p in root.findall("path") if p.get("fill") == "none"]
    assert path.get("d", "").count("M") == 2


def test_a_value_of_zero_lies_on_the_axis_and_the_largest_mark_on_top() -> None:
    root = ElementTree.fromstring(line_plot("x", ("a", "b"), [Series("s", (0, 100))]))
    low, high = (float(c.get("cy", "")) for c in root.findall("circle"))
    assert low - high == pytest.approx(170)


def test_series_differ_by_marker_and_dash_and_not_by_colour_alone() -> None:
    root = ElementTree.fromstring(line_plot("x", ("a", "b"), [Series("eins", (1, 2)), Series("zwei", (2, 3))]))
    lines = [p for p in root.findall("path") if p.get("fill") == "none"]
    assert {p.get("stroke-dasharray") for p in lines} == {None, "7 4"}
    assert root.findall("circle") and root.findall("rect")
    assert {"eins", "zwei"} <= {t.text for t in root.findall("text")}


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_stands_out_from_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_names_are_escaped() -> None:
    drawn = bar_plot("<b>", ["<script>"], [1], comparison=Series("&", (2,)))
    assert "<script>" not in drawn and "<b>" not in drawn
    ElementTree.fromstring(drawn)


def test_bars_are_as_long_as_their_values_and_a_comparison_stands_on_the_same_scale() -> None:
    root = ElementTree.fromstring(
        bar_plot("Anteile", ["a", "b", "c"], [50, 100, None], unit="%", highest=100, comparison=Series("Median", (25, None, 10)))
    )  # fmt: skip
    bars = [float(r.get("width", "")) for r in root.findall("rect") if r.get("height") == "16" and r.get("fill") == COLOURS[0]]  # fmt: skip
    assert len(bars) == 2
    assert bars[0] * 2 == pytest.approx(bars[1], abs=0.2)
    assert len([p for p in root.findall("path") if p.get("fill") == COLOURS[1]]) == 3  # two values and the legend
    texts = [t.text for t in root.findall("text")]
    assert "50 %" in texts and "keine Angabe" in texts


def test_long_labels_are_wrapped_within_the_drawing() -> None:
    label = "Produktionstechnik, Maschinen- und Werkzeugbau sowie Informationstechnik und Unternehmenssoftware"
    texts = [t.text or "" for t in ElementTree.fromstring(bar_plot("x", [label], [3])).findall("text")]
    assert max(len(t) for t in texts) * 7 <= WIDTH
    assert " ".join(texts[:2]) == label


def test_uneven_days_lie_where_they_belong() -> None:
    root = ElementTree.fromstring(line_plot("x", ("a", "b", "c"), [Series("s", (1, 1, 1))], positions=(0, 10, 100)))
    first, second, last = (float(c.get("cx", "")) for c in root.findall("circle"))
    assert (second - first) / (last - first) == pytest.approx(0.1, abs=0.001)


def test_one_point_equal_values_zeros_and_nothing_known_are_drawn() -> None:
    for values in ((5,), (0,), (None,)):
        ElementTree.fromstring(line_plot("x", ("a",), [Series("s", values)]))
        ElementTree.fromstring(bar_plot("x", ("a",), values))
    ElementTree.fromstring(bar_plot("x", (), ()))


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="one value per label"):
        line_plot("x", ("a",), [Series("s", (1, 2))])
    with pytest.raises(ValueError, match="1 to 6"):
        line_plot("x", ("a",), [])
    with pytest.raises(ValueError, match="negative"):
        bar_plot("x", ("a",), [-1])


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, (0, 50, 100)),
        (0, 87, (0, 50, 100)),
        (0, 4, (0, 1, 2, 3, 4)),
        (0, 0, (0, 0.5)),
        (0, 350_000, (0, 100_000, 200_000, 300_000, 400_000)),
    ],
)
def test_marks_of_an_axis_are_round_and_enclose_the_values(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert scale_ticks(low, high) == ticks


def test_figures_are_written_the_german_way() -> None:
    assert [german(v) for v in (1250, 12.5, 0, 3.333, 1_000_000, None)] == ["1.250", "12,5", "0", "3,33", "1.000.000", "–"]  # fmt: skip


def test_a_figure_carries_the_same_values_as_a_table() -> None:
    lines = line_figure("Personal", YEARS, [Series("Vollzeitäquivalente", (1.5, None, 2))])
    assert lines.header == ("Stichtag", "Vollzeitäquivalente")
    assert lines.rows == (("31.12.2012", "1,5"), ("31.12.2013", "–"), ("31.12.2014", "2"))
    bars = bar_figure("Anteile", ["Land"], [40], unit="%", name="Anteil", comparison=Series("Median", (25,)), head="Quelle")  # fmt: skip
    assert bars.header == ("Quelle", "Anteil (%)", "Median (%)")
    assert bars.rows == (("Land", "40", "25"),)
    assert re.search(r"<svg[^>]*role=\"img\"", str(bars.drawing))
