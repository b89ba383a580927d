"""Charts speak the scale of their workbook; where that is yuan, the large one that readers of the language know."""

import io

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.excel.write.styles import MoneyUnit
from relocation.labels import LANGUAGES, Language
from relocation.tables.numbers import sheet_format


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
    assert all(chart.y_axis.numFmt.formatCode == sheet_format("yuan", scale) for chart in sheet._charts)


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


def drawn(book: Workbook, reference: str) -> list[object]:
    """The values of the cells that a chart refers to, from left to right or from top to bottom."""
    sheet, _, cells = reference.rpartition("!")
    found = book[sheet.strip("'").replace("''", "'")][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


PERIODS = {"as it is": {}, "longer": {"timeline.periods": 20}}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("changes", PERIODS.values(), ids=PERIODS)
def test_each_bar_is_the_term_that_its_label_says(lang: Language, changes: dict[str, object]) -> None:
    appraisal = relocation.load("lujia").replace(changes).appraise()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(appraisal, lang=lang)), data_only=True)
    [bars] = [chart for chart in book[SHEETS["about"].text(lang)]._charts if isinstance(chart, BarChart)]
    [series] = bars.series
    labels, values = drawn(book, series.cat.strRef.f), drawn(book, series.val.numRef.f)
    terms = [key for key in appraisal.book.lines if key.startswith(("sources.", "uses."))]
    wanted = [key for key in terms if not key.endswith(".total")]
    assert labels == [appraisal.book.lines[key].label.text(lang) for key in wanted]
    assert values == pytest.approx([appraisal.number(key) for key in wanted])
    coloured = {point.idx for point in series.dPt}
    assert coloured == {at for at, key in enumerate(wanted) if key.startswith("uses.")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("changes", PERIODS.values(), ids=PERIODS)
def test_each_line_runs_from_the_first_period_to_the_last(lang: Language, changes: dict[str, object]) -> None:
    appraisal = relocation.load("lujia").replace(changes).appraise()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(appraisal, lang=lang)), data_only=True)
    [lines] = [chart for chart in book[SHEETS["about"].text(lang)]._charts if isinstance(chart, LineChart)]
    keys = ("cash.closing", "cash.cumulative_before_financing", "loans.outstanding")
    assert len(lines.series) == len(keys)
    years = [2016 + at for at in range(appraisal.project.timeline.periods)]
    for key, series in zip(keys, lines.series, strict=True):
        assert drawn(book, series.tx.strRef.f) == [appraisal.book.lines[key].label.text(lang)]
        assert drawn(book, series.val.numRef.f) == pytest.approx(appraisal.series(key))
        assert [day.year for day in drawn(book, series.cat.numRef.f)] == years
