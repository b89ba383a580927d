"""Charts speak the scale of their workbook; where that is yuan, the large one that readers of the language know."""

import io

import openpyxl
import pytest

import relocation
from relocation.excel.styles import MONEY_FORMATS, MoneyUnit
from relocation.excel.workbook import workbook_bytes
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
    sheet = book["Charts" if lang == "en" else "图表"]
    [table] = [cell for cell in sheet["B"] if cell.value == shown]
    assert sheet.cell(table.row + 1, 2).number_format == MONEY_FORMATS[scale]
    titles = [chart.title.tx.rich.p[0].r[0].t for chart in sheet._charts]
    assert len(titles) == 2
    assert all(title.endswith(f"({shown})") for title in titles)
    assert all(chart.y_axis.numFmt.formatCode == MONEY_FORMATS[scale] for chart in sheet._charts)


@pytest.mark.parametrize(("periods", "area"), [(12, ""), (13, "'Charts'!$A$1:$Q$57")])
def test_long_rows_of_figures_do_not_shrink_the_printed_charts(periods: int, area: str) -> None:
    """Column Q is the twelfth period, row 57 the last of the table; the rows by period are printed on Statements."""
    appraisal = relocation.load("lujia").replace({"timeline.periods": periods}).appraise()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(appraisal)))
    assert (book["Charts"].print_area or "") == area
