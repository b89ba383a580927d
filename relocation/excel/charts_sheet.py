"""The Charts sheet: sources and uses, and the cash over time with the loan that carries it."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from relocation.excel import styles
from relocation.excel.layout import FIRST_PERIOD_COLUMN, period_column
from relocation.excel.page import Draft, Page
from relocation.labels import LARGE_SCALE, Label

SOURCES = ("sources.revenue", "sources.subsidies", "sources.income", "sources.financing", "sources.gap")
USES = ("uses.expenditure", "uses.costs", "uses.interest", "uses.principal", "uses.financing", "uses.closing")
CASH = ("cash.closing", "cash.cumulative_before_financing", "loans.outstanding")
SOURCE_COLOUR, USE_COLOUR = "0F766E", "C2762B"
CASH_COLOURS = ("0F766E", "C2762B", "1D4ED8")
FIRST_ROW = 46  # of the figures, below both charts
OPENING = FIRST_PERIOD_COLUMN - 1
PRINTED_PERIODS = 12  # columns as wide as the widest chart
WIDEST, NARROWEST, PER_PERIOD = 44.0, 30.0, 2.6  # of a chart, in centimetres


def write_charts(draft: Draft) -> None:
    """Writes the charts and, below them, the live figures they draw."""
    page = draft.page("charts")
    page.title(Label("Charts", "图表"), Label("Drawn from the live figures below.", "根据下方实时数字绘制。"))
    row = _write_table(page, FIRST_ROW, (*SOURCES, *USES))
    cash_row = _write_cash(page, row + 2)
    _draw_sources_and_uses(page, FIRST_ROW)
    _draw_cash(page, cash_row)
    page.widths({"A": 44, "B": 18, "C": 1, "D": 1, "E": 1})
    page.print_setup(titles="1:2", columns=None)
    if draft.book.periods > PRINTED_PERIODS:  # the long rows would shrink the charts; Statements prints them
        page.ws.print_area = f"A1:{period_column(PRINTED_PERIODS)}{row}"


def _scale(draft: Draft) -> styles.MoneyUnit:
    """The scale of the workbook; where that is yuan, whose figures are too long for a chart, the usual larger one."""
    return LARGE_SCALE[draft.lang] if draft.money == "yuan" else draft.money


def _format(draft: Draft) -> str:
    """The scale by format alone: the cells hold yuan."""
    return styles.MONEY_FORMATS[_scale(draft)]


def _scale_name(draft: Draft) -> str:
    return Label(*styles.MONEY_NAMES[_scale(draft)]).text(draft.lang)


def _write_table(page: Page, row: int, keys: tuple[str, ...]) -> int:
    title = Label("Sources and uses", "资金来源与运用")
    page.heading(row, [title.text(page.draft.lang), _scale_name(page.draft)])
    for key in keys:
        row += 1
        page.text(f"A{row}", page.draft.book.lines[key].label.text(page.draft.lang), border=styles.HAIRLINE)
        page.line(f"B{row}", key, border=styles.HAIRLINE, number_format=_format(page.draft))
    return row


def _write_cash(page: Page, row: int) -> int:
    """Cash and loan by period, in the columns that periods have on every sheet."""
    page.time_axis(row)
    for offset, key in enumerate(CASH, start=2):
        label = page.draft.book.lines[key].label.text(page.draft.lang)
        page.text(f"A{row + offset}", label, border=styles.HAIRLINE)
        for period, column in page.draft.places.calculation.columns:
            cell = f"{column}{row + offset}"
            page.line(cell, key, period, border=styles.HAIRLINE, number_format=_format(page.draft))
    for _, column in page.draft.places.calculation.columns:
        page.ws.column_dimensions[column].width = 13.5
    return row


def _draw_sources_and_uses(page: Page, row: int) -> None:
    count = len(SOURCES) + len(USES)
    chart = _dressed(page, BarChart(), Label("Sources and uses", "资金来源与运用"))
    chart.type = "bar"
    chart.legend = None
    chart.gapWidth = 35
    chart.add_data(
        Reference(page.ws, min_col=2, min_row=row + 1, max_row=row + count), titles_from_data=False
    )
    chart.set_categories(Reference(page.ws, min_col=1, min_row=row + 1, max_row=row + count))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=SOURCE_COLOUR)
    chart.series[0].dPt = [
        DataPoint(idx=index, spPr=GraphicalProperties(solidFill=USE_COLOUR))
        for index in range(len(SOURCES), count)
    ]
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    page.ws.add_chart(chart, "A4")


def _draw_cash(page: Page, row: int) -> None:
    chart = _dressed(page, LineChart(), Label("Cash and loan over time", "现金与贷款余额走势"))
    periods = page.draft.book.periods
    for offset, colour in enumerate(CASH_COLOURS, start=2):
        data = Reference(page.ws, min_col=1, max_col=OPENING + periods, min_row=row + offset)
        chart.add_data(data, from_rows=True, titles_from_data=True)
        series = chart.series[-1]
        first, last = period_column(1), period_column(periods)
        series.val.numRef.f = f"'{page.ws.title}'!${first}${row + offset}:${last}${row + offset}"
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 28000
        series.smooth = False
    dates = Reference(page.ws, min_col=FIRST_PERIOD_COLUMN, max_col=OPENING + periods, min_row=row + 1)
    chart.set_categories(dates)
    chart.legend.position = "b"
    chart.x_axis.number_format = page.date_format()
    chart.x_axis.tickLblPos = "low"  # below the chart, not through it where cash is negative
    page.ws.add_chart(chart, "A25")


def _dressed(page: Page, chart: Any, title: Label) -> Any:
    """Size, title and axes; openpyxl leaves the axes out unless told otherwise."""
    chart.title = f"{title.text(page.draft.lang)} ({_scale_name(page.draft)})"
    chart.width = min(WIDEST, max(NARROWEST, 13 + PER_PERIOD * page.draft.book.periods))
    chart.height = 9.6
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.number_format = _format(page.draft)
    faint = GraphicalProperties(ln=LineProperties(solidFill=styles.RULE))
    chart.y_axis.majorGridlines.spPr = faint
    return chart
