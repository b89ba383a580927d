"""Charts speak the scale of their workbook; where that is yuan, the large one that readers of the language know."""

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart

import relocation
from relocation.excel.write.layout import SHEETS
from relocation.excel.write.styles import MONEY_FORMATS, MoneyUnit
from relocation.excel.write.workbook import workbook_bytes
from relocation.labels import Language


@pytest.mark.parametrize(
    ("lang", "money", "scale", "shown"),
    [
        ("en", "yuan", "million", "million yuan"),
        ("zh", "yuan", "wan", "万元"),
        ("en", "wan", "wan", "10,000 yuan"),
        ("zh", "million", "million", "百万元"),
    ],
)
def test_charts_show_a_scale_that_fits_them(
    lang: Language, money: MoneyUnit, scale: MoneyUnit, shown: str
) -> None:
    appraisal = relocation.load("lujia").appraise()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(appraisal, lang=lang, money=money)))
    sheet = book[SHEETS["about"].text(lang)]
    titles = [chart.title.tx.rich.p[0].r[0].t for chart in sheet._charts]
    assert len(titles) == 2
    assert all(title.endswith(f"({shown})") for title in titles)
    assert all(chart.y_axis.numFmt.formatCode == MONEY_FORMATS[scale] for chart in sheet._charts)


def test_the_bars_are_all_sources_and_all_uses() -> None:
    """What the chart draws adds up to both totals of the statement."""
    appraisal = relocation.load("lujia").appraise()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(appraisal)), data_only=True)
    bars = next(chart for chart in book["About"]._charts if isinstance(chart, BarChart))
    sheet, _, cells = bars.series[0].val.numRef.f.rpartition("!")
    values = [cell.value for (cell,) in book[sheet.strip("'")][cells.replace("$", "")]]
    totals = appraisal.number("sources.total"), appraisal.number("uses.total")
    assert sum(values) == pytest.approx(sum(totals))
    terms = [key for key in appraisal.book.lines if key.startswith(("sources.", "uses."))]
    assert len(values) == len(terms) - len(totals)
