"""The Charts sheet: sources and uses, and the cash over time with the loan that carries it."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties

from relocation.excel import styles
from relocation.excel.layout import period_column
from relocation.excel.page import Draft, Page
from relocation.labels import Label

SOURCES = ("sources.revenue", "sources.subsidies", "sources.income", "sources.financing", "sources.gap")
USES = ("uses.expenditure", "uses.costs", "uses.interest", "uses.principal", "uses.financing", "uses.closing")
CASH = ("cash.closing", "cash.cumulative_before_financing", "loans.outstanding")
COLOURS = ("0F766E", "B45309", "1D4ED8")


def write_charts(draft: Draft) -> None:
    """Writes the figures beside the charts and the charts themselves."""
    page = draft.page("charts")
    page.title(Label("Charts", "图表"), Label("Drawn from the live figures below.", "根据下方实时数字绘制。"))
    first = 42
    row = _write_table(page, first, (*SOURCES, *USES))
    cash_row = _write_cash(page, row + 2)
    _draw_sources_and_uses(page, first)
    _draw_cash(page, cash_row)
    page.widths({"A": 40, "B": 18, "C": 4, "D": 4, "E": 4})
    page.print_setup(titles="1:2", columns=None)


def _write_table(page: Page, row: int, keys: tuple[str, ...]) -> int:
    page.heading(
        row, [Label("Sources and uses", "资金来源与运用").text(page.draft.lang), page.draft.unit_text("yuan")]
    )
    for key in keys:
        row += 1
        page.text(f"A{row}", page.draft.book.lines[key].label.text(page.draft.lang))
        page.line(f"B{row}", key)
    return row


def _write_cash(page: Page, row: int) -> int:
    """Cash and loan by period, in the columns that periods have on every sheet."""
    page.time_axis(row)
    for offset, key in enumerate(CASH, start=2):
        page.text(f"A{row + offset}", page.draft.book.lines[key].label.text(page.draft.lang))
        for period, column in page.draft.places.calculation.columns:
            page.line(f"{column}{row + offset}", key, period)
    for _, column in page.draft.places.calculation.columns:
        page.ws.column_dimensions[column].width = 13.5
    return row


def _draw_sources_and_uses(page: Page, row: int) -> None:
    count = len(SOURCES) + len(USES)
    chart = _dressed(page, BarChart(), Label("Sources and uses", "资金来源与运用"))
    chart.type = "bar"
    chart.legend = None
    chart.gapWidth = 40
    chart.add_data(
        Reference(page.ws, min_col=2, min_row=row + 1, max_row=row + count), titles_from_data=False
    )
    chart.set_categories(Reference(page.ws, min_col=1, min_row=row + 1, max_row=row + count))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=COLOURS[0])
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.y_axis.delete = True
    page.ws.add_chart(chart, "A4")


def _draw_cash(page: Page, row: int) -> None:
    chart = _dressed(page, LineChart(), Label("Cash and loan over time", "现金与贷款余额走势"))
    periods = page.draft.book.periods
    for offset, colour in enumerate(COLOURS, start=2):
        data = Reference(page.ws, min_col=1, max_col=5 + periods, min_row=row + offset)
        chart.add_data(data, from_rows=True, titles_from_data=True)
        series = chart.series[-1]
        first, last = period_column(1), period_column(periods)
        series.val.numRef.f = f"'{page.ws.title}'!${first}${row + offset}:${last}${row + offset}"
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 28000
        series.smooth = False
    chart.set_categories(Reference(page.ws, min_col=6, max_col=5 + periods, min_row=row + 1))
    chart.legend.position = "b"
    chart.x_axis.number_format = page.date_format()
    page.ws.add_chart(chart, "A22")


def _dressed(page: Page, chart: Any, title: Label) -> Any:
    """Size, title and axes; openpyxl leaves the axes out unless told otherwise."""
    chart.title = title.text(page.draft.lang)
    chart.width, chart.height = 26, 8.6
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.number_format = styles.number_format("yuan", page.draft.money)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=None)
    return chart
