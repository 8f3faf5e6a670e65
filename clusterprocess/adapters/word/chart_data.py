"""Chart data in python-pptx's classes, and the embedded workbook with a fixed creation date and texts that stay texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart import data as pptx_data
from pptx.chart import xmlwriter as pptx_xml
from pptx.chart.xlsx import BubbleWorkbookWriter, CategoryWorkbookWriter, XyWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE
from xlsxwriter import Workbook

from clusterprocess.adapters.word.ooxml import Element, clean
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Chart

# python-pptx has no types
_DATA: Any = pptx_data
_XML: Any = pptx_xml

_TYPES = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
    "stacked_column": XL_CHART_TYPE.COLUMN_STACKED,
    "waterfall": XL_CHART_TYPE.COLUMN_STACKED,
    "bubble": XL_CHART_TYPE.BUBBLE,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
    "slope": XL_CHART_TYPE.LINE_MARKERS,
}
_CREATED = datetime(2000, 1, 1)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def fixed_workbook(target: io.BytesIO) -> Iterator[tuple[Any, Any]]:
    """A workbook with one sheet whose bytes depend on its content only."""
    workbook = Workbook(target, _OPTIONS)
    workbook.set_properties({"created": _CREATED})
    yield workbook, workbook.add_worksheet()
    workbook.close()


class _FixedCategories(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        with fixed_workbook(xlsx_file) as opened:
            yield opened


class _FixedPoints(XyWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        with fixed_workbook(xlsx_file) as opened:
            yield opened


class _FixedBubbles(BubbleWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        with fixed_workbook(xlsx_file) as opened:
            yield opened


_WRITERS: dict[str, Any] = {"categories": _FixedCategories, "points": _FixedPoints, "bubbles": _FixedBubbles}


def chart_source(block: Chart) -> tuple[Element, bytes]:
    """The chart's XML as python-pptx writes it, and the embedded workbook.

    Raises:
        InputError: a series does not fit the categories.
    """
    if block.kind in ("bubble", "scatter"):
        data, writer = _points(block)
    else:
        data, writer = _categories(block)
    xml = _XML.ChartXmlWriter(_TYPES[block.kind], data).xml
    return etree.fromstring(xml.encode()), writer.xlsx_blob


def _categories(block: Chart) -> tuple[Any, Any]:
    data = _DATA.CategoryChartData(number_format=block.number_format)
    data.categories = [clean(category) for category in block.categories]
    for series in block.series:
        if len(series.values) != len(block.categories):
            raise InputError(
                f"Diagramm „{block.key}“: Die Reihe „{series.name}“ hat {len(series.values)} Werte für {len(block.categories)} "
                "Kategorien; bitte ergänzen (leer ist erlaubt).",
                field="series",
            )
        data.add_series(clean(series.name), series.values)
    return data, _WRITERS["categories"](data)


def _points(block: Chart) -> tuple[Any, Any]:
    bubble = block.kind == "bubble"
    data = (
        _DATA.BubbleChartData(number_format=block.number_format)
        if bubble
        else _DATA.XyChartData(number_format=block.number_format)
    )
    for series in block.series:
        added = data.add_series(clean(series.name))
        for x, y, size in series.points:
            if bubble:
                added.add_data_point(x, y, size)
            else:
                added.add_data_point(x, y)
    return data, _WRITERS["bubbles" if bubble else "points"](data)
