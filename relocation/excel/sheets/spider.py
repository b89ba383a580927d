"""The sheet Spider: the output at each factor of each input, and the lines drawn from them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.page import Page
from relocation.labels import Label, Language

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.book import LineItem

MOST_DRAWN, MOST_NAMED = 8, 2
COLOURS = ("0F766E", "C2762B", "1D4ED8", "B91C1C", "7C3AED", "65A30D", "DB2777", "6B7280")
CHART_ROW, HEAD_ROW, FIRST_ROW = 4, 30, 31
FIRST = 2  # number of the column of the first factor
WIDTH, HEIGHT = 31.0, 13.0
LINE: Look = {"border": styles.HAIRLINE}


class _Line(NamedTuple):
    """A line of the chart: the row that it is drawn from, and the inputs that all give this line."""

    row: int
    names: list[str]

    def name(self, lang: Language) -> str:
        more = Label("; ...", "等").text(lang) if len(self.names) > MOST_NAMED else ""
        return Label("; ", "、").text(lang).join(self.names[:MOST_NAMED]) + more


def write_spider(page: Page, frame: pd.DataFrame, line: LineItem) -> None:
    """Writes the frame of a spider with inputs as rows and factors as columns, below the lines of its first inputs."""
    lang = page.draft.lang
    factors = list(dict.fromkeys(frame["factor"].tolist()))
    page.title(
        Label(f"Spider: {line.label.en}", f"蛛网图：{line.label.zh}"),
        Label(
            "Each input alone times the factor. Numbers are values calculated when this file was written; a blank is "
            "what the project refuses.",
            "各输入项单独乘以系数。数字为生成文件时计算的数值；空白为项目不接受的取值。",
        ),
    )
    page.heading(HEAD_ROW, [Label("Input", "输入项").text(lang)])
    for at, factor in enumerate(factors):
        cell = f"{get_column_letter(FIRST + at)}{HEAD_ROW}"
        page.number(
            cell, factor, "", number_format="0.0##%", bold=True, colour="FFFFFF", fill=styles.HEADING_FILL
        )
    lines: dict[tuple[float, ...], _Line] = {}
    for row, (path, rows) in enumerate(frame.groupby("path", sort=False), start=FIRST_ROW):
        _write_row(page, row, str(path), rows, line.unit, len(factors))
        values = rows["output"].to_numpy()
        if np.isfinite(values).sum() > 1:
            same = tuple(float(f"{value:.9g}") for value in np.nan_to_num(values, nan=math.inf))
            lines.setdefault(same, _Line(row, [])).names.append(rows["label"].iloc[0])
    _draw(page, line, list(lines.values())[:MOST_DRAWN], factors)
    path_column = get_column_letter(FIRST + len(factors))
    columns = [get_column_letter(FIRST + at) for at in range(len(factors))]
    page.widths({"A": 46, **dict.fromkeys(columns, 16), path_column: 34})
    page.print_setup(titles="1:2")


def _write_row(page: Page, row: int, path: str, rows: pd.DataFrame, unit: str, count: int) -> None:
    page.text(f"A{row}", rows["label"].iloc[0], **LINE)
    for at, value in enumerate(rows["output"].tolist()):
        cell = f"{get_column_letter(FIRST + at)}{row}"
        if math.isnan(value):
            page.text(cell, "", **LINE)
        else:
            page.number(cell, value, unit, **LINE)
    page.text(
        f"{get_column_letter(FIRST + count)}{row}",
        path,
        border=styles.HAIRLINE,
        colour=styles.QUIET,
        size=8,
    )


def _draw(page: Page, line: LineItem, drawn: list[_Line], factors: list[float]) -> None:
    """The lines of inputs that do not all give the same, each under the names of all that give it."""
    lang, unit = page.draft.lang, page.draft.unit_text(line.unit)
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    chart.title = Label(f"{line.label.en} ({unit})", f"{line.label.zh}（{unit}）").text(lang)
    last = FIRST + len(factors) - 1
    places = Reference(page.ws, min_col=FIRST, max_col=last, min_row=HEAD_ROW)
    for one, colour in zip(drawn, COLOURS, strict=False):
        values = Reference(page.ws, min_col=FIRST, max_col=last, min_row=one.row)
        series = Series(values, places, title=one.name(lang))
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
    chart.y_axis.number_format = styles.number_format(line.unit, page.draft.money)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=styles.RULE))
    page.ws.add_chart(chart, f"A{CHART_ROW}")
