"""The charts of the first sheet: sources and uses, and the cash over time with the loan that carries it.

They draw the cells of the Calculation sheet and tell money on the scale that readers of the language know.
"""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import absolute_coordinate, quote_sheetname

from relocation.excel.layout.calculation import DATE_ROW, period_column
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.labels import LARGE_SCALE, Label
from relocation.statements import sources_and_uses_rows
from relocation.tables.numbers import SCALES, sheet_format

CASH = ("cash.closing", "cash.cumulative_before_financing", "loans.outstanding")
SOURCE_COLOUR, USE_COLOUR = "0F766E", "C2762B"
CASH_COLOURS = ("0F766E", "C2762B", "1D4ED8")
LABELS, SINGLE = "B", "D"  # columns of the Calculation sheet
HEIGHT = 8.4  # centimetres


def draw_charts(page: Page, left: str, right: str, width: float) -> None:
    """Draws both charts, each so many centimetres wide, at two cells of a sheet."""
    page.ws.add_chart(_sources_and_uses(page.draft, width), left)
    page.ws.add_chart(_cash(page.draft, width), right)


def _scale(draft: Draft) -> styles.MoneyUnit:
    """The scale of the workbook; where that is yuan, whose figures are too long for a chart, the usual larger one."""
    return LARGE_SCALE[draft.lang] if draft.money == "yuan" else draft.money


def _cells(draft: Draft, first: str, last: str = "") -> str:
    """A cell or a range of the Calculation sheet."""
    title = quote_sheetname(SHEETS["calculation"].text(draft.lang))
    return f"{title}!{absolute_coordinate(f'{first}:{last}' if last else first)}"


def _sources_and_uses(draft: Draft, width: float) -> BarChart:
    chart: BarChart = _dressed(draft, BarChart(), Label("Sources and uses", "资金来源与运用"), width)
    terms = [row.key for row in sources_and_uses_rows(draft.book) if not row.is_total]
    rows = [draft.places.calculation.rows[key] for key in terms]
    first, last = rows[0], rows[-1]
    assert rows == list(range(first, last + 1)), "sources and uses stand one below the other"
    bars = Series(val=NumDataSource(numRef=NumRef(f=_cells(draft, f"{SINGLE}{first}", f"{SINGLE}{last}"))))
    bars.cat = AxDataSource(strRef=StrRef(f=_cells(draft, f"{LABELS}{first}", f"{LABELS}{last}")))
    bars.graphicalProperties = GraphicalProperties(solidFill=SOURCE_COLOUR)
    bars.dPt = [
        DataPoint(idx=index, spPr=GraphicalProperties(solidFill=USE_COLOUR))
        for index, key in enumerate(terms)
        if draft.book.lines[key].group == "uses"
    ]
    chart.type = "bar"
    chart.legend = None
    chart.gapWidth = 35
    chart.series.append(bars)
    chart.x_axis.scaling.orientation = "maxMin"
    bars.dLbls = _labels(sheet_format("yuan", _scale(draft)))
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    return chart


def _cash(draft: Draft, width: float) -> LineChart:
    chart: LineChart = _dressed(
        draft, LineChart(), Label("Cash and loan over time", "现金与贷款余额走势"), width
    )
    first, last = period_column(1), period_column(draft.book.periods)
    for key, colour in zip(CASH, CASH_COLOURS, strict=True):
        row = draft.places.calculation.rows[key]
        line = Series(val=NumDataSource(numRef=NumRef(f=_cells(draft, f"{first}{row}", f"{last}{row}"))))
        line.cat = AxDataSource(numRef=NumRef(f=_cells(draft, f"{first}{DATE_ROW}", f"{last}{DATE_ROW}")))
        line.tx = SeriesLabel(strRef=StrRef(f=_cells(draft, f"{LABELS}{row}")))
        line.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=28000))
        line.marker = Marker(symbol="none")
        line.smooth = False
        chart.series.append(line)
    chart.legend = Legend(legendPos="b")
    months = draft.value("timeline.months", None)
    chart.x_axis.number_format = "yyyy" if months == 12 else "yyyy-mm"
    chart.x_axis.tickLblPos = "low"  # below the chart, not through it where cash is negative
    return chart


def _dressed(draft: Draft, chart: Any, title: Label, width: float) -> Any:
    """Size, title and axes; openpyxl leaves the axes out unless told otherwise."""
    unit = SCALES[_scale(draft)].name.text(draft.lang)
    chart.title = _heading(f"{title.text(draft.lang)} ({unit})")
    chart.width, chart.height = width, HEIGHT
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.number_format = sheet_format("yuan", _scale(draft))
    chart.y_axis.majorGridlines.spPr = faint_lines()
    return chart


def faint_lines() -> GraphicalProperties:
    """How the lines behind a chart are drawn."""
    return GraphicalProperties(ln=LineProperties(solidFill=styles.RULE))


def _heading(text: str) -> Title:
    """A title in letters as large as those of a section."""
    look = CharacterProperties(sz=1100, b=True)
    said = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])
    return Title(tx=Text(rich=RichText(p=[said])), overlay=False)


def _labels(number_format: str) -> DataLabelList:
    """The values at the ends of bars, in a format of their own; openpyxl cannot say that it is not that of the cells."""
    hidden = dict.fromkeys(("SerName", "CatName", "LegendKey", "Percent", "BubbleSize"), False)
    labels = DataLabelList(
        numFmt=number_format, showVal=True, **{f"show{name}": shown for name, shown in hidden.items()}
    )
    written = labels.to_tree

    def to_tree(*args: Any, **named: Any) -> Any:
        tree = written(*args, **named)
        for node in tree.iter():
            if node.tag.endswith("numFmt"):
                node.set("sourceLinked", "0")
        return tree

    labels.to_tree = to_tree  # type: ignore[method-assign]
    return labels
