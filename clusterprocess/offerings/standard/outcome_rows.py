"""Rows of the table that says how success is measured: one indicator a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clusterprocess.offerings.sections.blocks import Cell

COLUMNS = ("definition", "source", "cutoff", "baseline", "path", "responsible")


def outcome_rows(indicators: Iterable[Mapping[str, Any]]) -> tuple[tuple[str | Cell, ...], ...]:
    """Indicator, definition, source, cut-off, baseline, path and who measures, from rows of ``OutcomeIndicator``."""
    return tuple((Cell(i["indicator"], bold=True), *(str(i[column]) for column in COLUMNS)) for i in indicators)
