"""The sheet Tornado: the output at the low and the high value of each input, its swing, and the bars drawn from them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.page import Page
from relocation.excel.write.printing import lines_of
from relocation.formula.targets.scalar import DAY_ZERO
from relocation.labels import Label
from relocation.project.fields import Choice

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.book import LineItem

HEADS = (
    Label("Input", "输入项"),
    Label("Unit", "单位"),
    Label("Low value", "低值"),
    Label("High value", "高值"),
    Label("Number at low", "低值时的结果"),
    Label("Number at high", "高值时的结果"),
    Label("Low less base", "低值与现状之差"),
    Label("High less base", "高值与现状之差"),
    Label("Swing", "变动幅度"),
    Label("Note", "说明"),
    Label("Path", "路径"),
)
AS_IT_STANDS = Label("As it stands", "现状")
MOST_DRAWN = 15
BASE = "B3"
CHART_ROW = 5
NOTE_WIDTH, LINE_HEIGHT = 46, 13.5  # in characters and in points
# Of the chart and of a row of the sheet, in centimetres.
WIDTH, FRAME, PER_BAR, ROW_HEIGHT = 37.0, 3.4, 0.75, 0.53
LOW_COLOUR, HIGH_COLOUR = "C2762B", "0F766E"
LINE: Look = {"border": styles.HAIRLINE}


def write_tornado(
    page: Page, frame: pd.DataFrame, line: LineItem, choices: Mapping[str, Sequence[Choice]]
) -> None:
    """Writes the frame of a tornado, ranked as it is, below the bars of its first inputs."""
    rows = [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]
    moved = [one for one in rows if one["swing"] > 0]
    height = FRAME + PER_BAR * min(len(moved), MOST_DRAWN)
    first = CHART_ROW + math.ceil(height / ROW_HEIGHT) + 2 if moved else CHART_ROW + 1
    page.title(
        Label(f"What moves a number: {line.label.en}", f"敏感性排序：{line.label.zh}"),
        Label(
            "Each input alone, low and high. Numbers are values calculated when this file was written, differences are "
            "formulas.",
            "各输入项单独取低值与高值。数字为生成文件时计算的数值，差额为公式。",
        ),
    )
    unit = page.draft.unit_text(line.unit)
    page.text(
        "A3", Label(f"{AS_IT_STANDS.en} ({unit})", f"{AS_IT_STANDS.zh}（{unit}）").text(page.draft.lang)
    )
    if rows:
        _put(page, BASE, rows[0]["base"], line.unit)
    page.heading(first - 1, [head.text(page.draft.lang) for head in HEADS])
    for row, one in enumerate(rows, start=first):
        _write_row(page, row, one, line.unit, choices.get(one["path"], ()))
    if moved:
        _draw(page, line, first, min(len(moved), MOST_DRAWN), height)
    page.widths({"A": 52, "B": 13, **dict.fromkeys("CDEFGHI", 14), "J": NOTE_WIDTH, "K": 34})
    page.print_setup(titles="1:3")
    page.ws.print_area = f"A1:J{first + len(rows)}"


def _write_row(page: Page, row: int, one: dict[str, Any], unit: str, choices: Sequence[Choice]) -> None:
    page.text(f"A{row}", one["label"], **LINE)
    page.text(f"B{row}", one["unit"], border=styles.HAIRLINE, colour=styles.QUIET)
    for column, value in zip("CD", (one["low_value"], one["high_value"]), strict=True):
        _put_input(page, f"{column}{row}", value, choices)
    for column, value in zip("EF", (one["low"], one["high"]), strict=True):
        _put(page, f"{column}{row}", value, unit)
    for column, source, value in (("G", "E", one["low"]), ("H", "F", one["high"])):
        _put_formula(page, f"{column}{row}", f"={source}{row}-$B$3", value - one["base"], unit)
    _put_formula(page, f"I{row}", f"=ABS(F{row}-E{row})", one["swing"], unit)
    page.text(f"J{row}", one["note"], border=styles.HAIRLINE, alignment=styles.SET_IN)
    page.ws.row_dimensions[row].height = LINE_HEIGHT * lines_of(one["note"], NOTE_WIDTH - 4)
    page.text(f"K{row}", one["path"], border=styles.HAIRLINE, colour=styles.QUIET, size=8)


def _put(page: Page, cell: str, value: float, unit: str) -> None:
    if math.isnan(value):
        page.text(cell, "n/a", border=styles.HAIRLINE, alignment=styles.RIGHT)
    else:
        page.number(cell, value, unit, **LINE)


def _put_formula(page: Page, cell: str, text: str, value: float, unit: str) -> None:
    if math.isnan(value):
        page.text(cell, "n/a", border=styles.HAIRLINE, alignment=styles.RIGHT)
        return
    look = styles.difference_format(unit, page.draft.money)
    page.raw_formula(cell, text, value, None, border=styles.HAIRLINE, number_format=look)


def _put_input(page: Page, cell: str, value: Any, choices: Sequence[Choice]) -> None:
    """A value of an input: of a choice its name, of a date its day."""
    if isinstance(value, date):
        page.number(cell, float((value - DAY_ZERO).days), "date", **LINE)
    elif isinstance(value, str):
        named = {one.key: one.label.text(page.draft.lang) for one in choices}
        page.text(cell, named.get(value, value), border=styles.HAIRLINE, alignment=styles.RIGHT)
    elif math.isnan(value):
        page.text(cell, "n/a", border=styles.HAIRLINE, alignment=styles.RIGHT)
    else:
        page.number(cell, float(value), "", border=styles.HAIRLINE, number_format=styles.ANY_NUMBER)


def _draw(page: Page, line: LineItem, first: int, count: int, height: float) -> None:
    """Bars from nothing to the difference, low and high over each other, the strongest input on top."""
    lang, unit = page.draft.lang, page.draft.unit_text(line.unit)
    chart: Any = BarChart()
    chart.type, chart.overlap, chart.gapWidth = "bar", 100, 40
    chart.title = Label(
        f"{line.label.en}: difference to the base ({unit})", f"{line.label.zh}：与现状之差（{unit}）"
    ).text(lang)
    data = Reference(page.ws, min_col=7, max_col=8, min_row=first - 1, max_row=first - 1 + count)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(page.ws, min_col=1, min_row=first, max_row=first - 1 + count))
    for series, colour in zip(chart.series, (LOW_COLOUR, HIGH_COLOUR), strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.invertIfNegative = False
    chart.width, chart.height = WIDTH, height
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"  # beside the chart, not inside its bars
    chart.y_axis.number_format = styles.number_format(line.unit, page.draft.money)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=styles.RULE))
    page.ws.add_chart(chart, f"A{CHART_ROW}")
