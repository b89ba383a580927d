"""What moves a number most, as a workbook: the sheet Tornado, with its bars drawn from the cells, and the sheet Spider.

The figures come from the plan appraised again with other inputs, so they are values; what is derived from them on the
sheets themselves, differences and swings, is a live formula. The heads say so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties

from relocation.excel.layout.kinds import SENSITIVITY_SHEETS
from relocation.excel.sheets.charts import faint_lines
from relocation.excel.sheets.spider import write_spider
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.page import Page
from relocation.excel.write.printing import lines_of
from relocation.excel.write.saving import bytes_of
from relocation.excel.write.styles import LINE, QUIET_LINE, MoneyUnit, varied
from relocation.labels import Label, Language
from relocation.project.fields import Choice
from relocation.project.project import Project
from relocation.scenarios.sensitivity.tornado import SHARE, STEP
from relocation.tables.numbers import ANY_NUMBER, difference_format, sheet_format

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.line_items import LineItem

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
STEPS = Label("Counted in periods or months, and moved by whole ones", "以期或月计，按整期（月）变动")
MOST_DRAWN = 15
BASE = "B3"
CHART_ROW = 5
NOTE_WIDTH, LINE_HEIGHT = 46, 13.5  # in characters and in points
# Of the chart and of a row of the sheet, in centimetres.
WIDTH, FRAME, PER_BAR, ROW_HEIGHT = 37.0, 3.4, 0.75, 0.53
LOW_COLOUR, HIGH_COLOUR = "C2762B", "0F766E"


def sensitivity_bytes(
    project: Project,
    tornado: pd.DataFrame,
    spider: pd.DataFrame,
    line: LineItem,
    *,
    lang: Language = "en",
    money: MoneyUnit = "yuan",
) -> bytes:
    """The workbook of a tornado and a spider of one output, `line`: the same bytes for the same frames."""
    return bytes_of(sensitivity_draft(project, tornado, spider, line, lang=lang, money=money), front=0)


def sensitivity_draft(
    project: Project,
    tornado: pd.DataFrame,
    spider: pd.DataFrame,
    line: LineItem,
    *,
    lang: Language = "en",
    money: MoneyUnit = "yuan",
) -> Draft:
    """Both sheets with their formulas, and beside them the value of every formula cell."""
    name = Label(project.village.name_en, project.village.name_zh).text(lang)
    draft = draft_without_places(lang, money, name=name)
    choices = {path: stated.record.choices for path, stated in project.by_path().items()}
    write_tornado(Page.of(draft, "tornado", SENSITIVITY_SHEETS), tornado, line, choices)
    if len(spider):
        write_spider(Page.of(draft, "spider", SENSITIVITY_SHEETS), spider, line)
    return draft


def write_tornado(
    page: Page, frame: pd.DataFrame, line: LineItem, choices: Mapping[str, Sequence[Choice]]
) -> None:
    """Writes the frame of a tornado, ranked as it is, below the bars of its first inputs."""
    moves = [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]
    shares = [move for move in moves if move["moved"] == SHARE]
    steps = [move for move in moves if move["moved"] == STEP]
    drawn = min(sum(move["swing"] > 0 for move in shares), MOST_DRAWN)
    height = FRAME + PER_BAR * drawn
    first = CHART_ROW + math.ceil(height / ROW_HEIGHT) + 2 if drawn else CHART_ROW + 1
    page.title(
        Label(f"What moves a number: {line.label.en}", f"敏感性排序：{line.label.zh}"),
        Label(
            "Each input alone, low and high. Numbers are values calculated when this file was written, differences are "
            "formulas.",
            "各输入项单独取低值与高值。数字为生成文件时计算的数值，差额为公式。",
        ),
    )
    unit = page.draft.unit_text(line.unit)
    page.text("A3", Label(f"{AS_IT_STANDS.en} ({unit})", f"{AS_IT_STANDS.zh}（{unit}）"))
    if moves:
        page.number(BASE, moves[0]["base"], line.unit, **LINE)
    page.heading(first - 1, HEADS)
    for row, move in enumerate(shares, start=first):
        _write_move(page, row, move, line.unit, choices.get(move["path"], ()))
    last = first + len(shares) - 1
    if steps:
        page.section(last + 1, STEPS, len(HEADS))
        for row, move in enumerate(steps, start=last + 2):
            _write_move(page, row, move, line.unit, choices.get(move["path"], ()))
        last += 1 + len(steps)
    if drawn:
        _draw(page, line, first, drawn, height)
    page.widths({"A": 52, "B": 13, **dict.fromkeys("CDEFGHI", 14), "J": NOTE_WIDTH, "K": 34})
    page.print_setup()
    page.ws.print_area = f"A1:J{last + 1}"


def _write_move(page: Page, row: int, move: Mapping[str, Any], unit: str, choices: Sequence[Choice]) -> None:
    page.text(f"A{row}", move["label"], **LINE)
    page.text(f"B{row}", move["unit"], **QUIET_LINE)
    _write_input(page, f"C{row}", move["low_value"], choices)
    _write_input(page, f"D{row}", move["high_value"], choices)
    page.number(f"E{row}", move["low"], unit, **LINE)
    page.number(f"F{row}", move["high"], unit, **LINE)
    _write_difference(page, f"G{row}", f"=E{row}-$B$3", move["low"] - move["base"], unit)
    _write_difference(page, f"H{row}", f"=F{row}-$B$3", move["high"] - move["base"], unit)
    _write_difference(page, f"I{row}", f"=ABS(F{row}-E{row})", move["swing"], unit)
    page.text(f"J{row}", move["note"], **varied(LINE, alignment=styles.SET_IN))
    page.ws.row_dimensions[row].height = LINE_HEIGHT * lines_of(move["note"], NOTE_WIDTH - 4)
    page.text(f"K{row}", move["path"], **varied(QUIET_LINE, size=8))


def _write_difference(page: Page, cell: str, text: str, value: float, unit: str) -> None:
    if math.isnan(value):
        page.number(cell, value, unit, **LINE)
        return
    shape = difference_format(unit, page.draft.money)
    page.raw_formula(cell, text, value, None, **varied(LINE, number_format=shape))


def _write_input(page: Page, cell: str, value: Any, choices: Sequence[Choice]) -> None:
    """A value of an input: of a choice its name, of a date its day."""
    if isinstance(value, str):
        named = {choice.key: choice.label.text(page.draft.lang) for choice in choices}
        page.text(cell, named.get(value, value), **varied(LINE, alignment=styles.RIGHT))
    elif isinstance(value, date):
        page.number(cell, value, "date", **LINE)
    else:
        page.number(cell, float(value), "", **varied(LINE, number_format=ANY_NUMBER))


def _draw(page: Page, line: LineItem, first: int, count: int, height: float) -> None:
    """Bars from nothing to the difference, low and high over each other, the strongest input on top."""
    unit = page.draft.unit_text(line.unit)
    chart: Any = BarChart()
    chart.type, chart.overlap, chart.gapWidth = "bar", 100, 40
    said = Label(
        f"{line.label.en}: difference to the base ({unit})", f"{line.label.zh}：与现状之差（{unit}）"
    )
    chart.title = page.said(said)
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
    chart.y_axis.number_format = sheet_format(line.unit, page.draft.money)
    chart.y_axis.majorGridlines.spPr = faint_lines()
    page.ws.add_chart(chart, f"A{CHART_ROW}")
