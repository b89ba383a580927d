"""The sheet Spider: the output at each factor of each input, and the lines drawn from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils import get_column_letter

from relocation.excel.sheets.charts import faint_lines
from relocation.excel.write import styles
from relocation.excel.write.page import Page
from relocation.excel.write.styles import LINE, QUIET_LINE, Look, varied
from relocation.labels import Label, Language
from relocation.tables.numbers import sheet_format

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.line_items import LineItem

MOST_DRAWN, MOST_NAMED = 8, 2
COLOURS = ("0F766E", "C2762B", "1D4ED8", "B91C1C", "7C3AED", "65A30D", "DB2777", "6B7280")
CHART_ROW, HEAD_ROW, FIRST_ROW = 4, 30, 31
FIRST = 2  # number of the column of the first factor
WIDTH, HEIGHT = 31.0, 13.0


class _Line(NamedTuple):
    """A line of the chart: the row that it is drawn from, and the inputs that all give this line."""

    row: int
    names: list[str]

    def name(self, lang: Language) -> str:
        more = Label("; ...", "等").text(lang) if len(self.names) > MOST_NAMED else ""
        return Label("; ", "、").text(lang).join(self.names[:MOST_NAMED]) + more


def write_spider(page: Page, frame: pd.DataFrame, line: LineItem) -> None:
    """Writes the frame of a spider with inputs as rows and factors as columns, below the lines of its first inputs."""
    factors = list(dict.fromkeys(frame["factor"].tolist()))
    page.title(
        Label(f"Spider: {line.label.en}", f"蛛网图：{line.label.zh}"),
        Label(
            "Each input alone times the factor. Numbers are values calculated when this file was written; a blank is "
            "what the project refuses.",
            "各输入项单独乘以系数。数字为生成文件时计算的数值；空白为项目不接受的取值。",
        ),
    )
    columns = [get_column_letter(FIRST + place) for place in range(len(factors) + 1)]
    *of_factors, of_paths = columns
    page.heading(HEAD_ROW, [Label("Input", "输入项")])
    head: Look = {"number_format": "0.0##%", "bold": True, "colour": "FFFFFF", "fill": styles.HEADING_FILL}
    for column, factor in zip(of_factors, factors, strict=True):
        page.number(f"{column}{HEAD_ROW}", factor, "", **head)
    lines: dict[tuple[float, ...], _Line] = {}
    for row, (path, rows) in enumerate(frame.groupby("path", sort=False), start=FIRST_ROW):
        name, values = rows["label"].iloc[0], rows["output"].to_numpy()
        page.text(f"A{row}", name, **LINE)
        _write_values(page, row, of_factors, values, line.unit)
        page.text(f"{of_paths}{row}", str(path), **varied(QUIET_LINE, size=8))
        if np.isfinite(values).sum() > 1:
            same = tuple(float(f"{value:.9g}") for value in np.nan_to_num(values, nan=math.inf))
            lines.setdefault(same, _Line(row, [])).names.append(name)
    _draw(page, line, list(lines.values())[:MOST_DRAWN], factors)
    page.widths({"A": 46, **dict.fromkeys(of_factors, 16), of_paths: 34})
    page.print_setup(titles="1:2")


def _write_values(page: Page, row: int, columns: Sequence[str], values: Any, unit: str) -> None:
    for column, value in zip(columns, values.tolist(), strict=True):
        if math.isnan(value):
            page.text(f"{column}{row}", "", **LINE)
        else:
            page.number(f"{column}{row}", value, unit, **LINE)


def _draw(page: Page, line: LineItem, drawn: list[_Line], factors: list[float]) -> None:
    """The lines of inputs that do not all give the same, each under the names of all that give it."""
    unit = page.draft.unit_text(line.unit)
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    chart.title = page.said(Label(f"{line.label.en} ({unit})", f"{line.label.zh}（{unit}）"))
    last = FIRST + len(factors) - 1
    places = Reference(page.ws, min_col=FIRST, max_col=last, min_row=HEAD_ROW)
    for told, colour in zip(drawn, COLOURS, strict=False):
        values = Reference(page.ws, min_col=FIRST, max_col=last, min_row=told.row)
        series = Series(values, places, title=told.name(page.draft.lang))
        series.marker.symbol = "circle"
        series.marker.size = 5
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.marker.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 22000
        series.smooth = False
        chart.series.append(series)
    chart.width, chart.height = WIDTH, HEIGHT
    chart.legend.position = "r"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format = "0%"
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = min(factors), max(factors)
    chart.x_axis.tickLblPos = "low"  # below the chart, not through it where the number is negative
    chart.y_axis.tickLblPos = "low"
    chart.x_axis.majorGridlines = None
    chart.y_axis.number_format = sheet_format(line.unit, page.draft.money)
    chart.y_axis.majorGridlines.spPr = faint_lines()
    page.ws.add_chart(chart, f"A{CHART_ROW}")
