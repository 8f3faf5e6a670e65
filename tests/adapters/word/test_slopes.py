"""The slope chart: two dates, one line per series from a zero baseline, both ends labelled, no axis of numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clusterprocess.adapters.word.chart_data import chart_source
from clusterprocess.adapters.word.chart_slopes import dress_slopes
from clusterprocess.adapters.word.ooxml import Element, name
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Chart, Series

CHART = Chart(
    "anteile", "Gemeinsame Projekte 23 → 30 %", "slope",
    (
        Series("Projekte", (23.0, 30.0), labels=("23 %", "30 % Projekte"), colour="companies"),
        Series("Formate", (20.0, 24.0), labels=("20 %", "24 % Formate"), colour="science"),
        Series("Erlöse", (44.0, 51.0), labels=("44 %", "51 % Erlöse"), colour="public"),
    ),
    "zwei Zeitpunkte", ("31.12.2014", "20.07.2016"),
)  # fmt: skip


def _dressed(block: Chart) -> Element:
    root, _ = chart_source(block)
    dress_slopes(root, block)
    return root


def _positions(root: Element) -> list[list[str]]:
    return [
        [p.get("val") for p in s.iterfind(f".//{name('c:dLbl')}/{name('c:dLblPos')}")] for s in root.iter(name("c:ser"))
    ]


def test_both_ends_carry_their_label_and_close_ones_step_aside() -> None:
    # range 0 to 57: 23 and 20 are nearer than 9 percent of it (5.1), 30 and 24 are not
    assert _positions(_dressed(CHART)) == [["t", "r"], ["b", "r"], ["l", "r"]]


def test_the_axis_of_numbers_is_hidden_and_begins_at_zero() -> None:
    axis = _dressed(CHART).find(f".//{name('c:valAx')}")
    assert axis is not None
    assert axis.find(name("c:delete")).get("val") == "1"  # type: ignore[union-attr]
    assert axis.find(f"{name('c:scaling')}/{name('c:min')}").get("val") == "0"  # type: ignore[union-attr]


def test_a_series_with_a_value_too_many_is_refused() -> None:
    wrong = replace(CHART, series=(Series("Projekte", (1.0, 2.0, 3.0)),))
    with pytest.raises(InputError, match="3 Werte für 2 Kategorien"):
        _dressed(wrong)
