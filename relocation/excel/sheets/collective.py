"""The sheet Collective: the village collective year by year, live, and from when on it carries the running costs."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.sheets.livelihood_comparison import write_comparison
from relocation.excel.write import styles
from relocation.excel.write.livelihood_layout import FIRST_ROW, YEAR_ROW, year_column
from relocation.excel.write.livelihood_page import LivelihoodPage
from relocation.excel.write.styles import Look
from relocation.labels import Label
from relocation.livelihood.account import LivelihoodAccount
from relocation.printed import FigureResult

STRONG = {"collective.income.total", "collective.costs.total", "collective.after_costs"}
SMALL: Look = {"size": 8, "colour": styles.QUIET}
TURNING = (
    (
        "collective.after_costs",
        Label(
            "First year from which the collective's part carries the running costs to the end (0: never)",
            "自第几年起集体股所得可持续承担运行费用（0为始终不能）",
        ),
    ),
    (
        "collective.income_after_costs",
        Label(
            "The same of all its income, before it is shared out", "以全部集体收入（分红前）承担：自第几年起"
        ),
    ),
)


def write_collective(
    sheet: LivelihoodPage, account: LivelihoodAccount, printed: Sequence[FigureResult]
) -> None:
    """Every line of the collective by year, the turning years, and what the source prints of it."""
    page = sheet.page
    page.title(
        Label("The village collective, year by year", "村集体经济逐年收支"),
        Label(
            "Yuan. Collective's part = share x income; the rest is paid to members. Growth and costs stand on Inputs.",
            "单位：元。集体股所得＝集体股占比×收入，其余归成员。增长率与费用见“输入”表。",
        ),
    )
    _years(sheet)
    for key, row in sheet.layout.years.items():
        _line(sheet, key, row)
    row = FIRST_ROW + len(sheet.layout.years) + 1
    stated = account.running_costs.answer != "no_costs"
    for at, (key, label) in enumerate(TURNING if stated else ()):
        _turning(sheet, row + at, key, label, account)
    write_comparison(sheet, row + len(TURNING) + 1, printed)
    page.widths(
        {"A": 46, "B": 14, **{year_column(year): 14 for year in range(1, page.draft.book.periods + 1)}}
    )
    page.ws.freeze_panes = f"C{FIRST_ROW}"
    page.print_setup(titles=f"1:{YEAR_ROW}", columns="A:B", pages_wide=-(-page.draft.book.periods // 10))


def _years(sheet: LivelihoodPage) -> None:
    page = sheet.page
    page.heading(
        YEAR_ROW, [Label("Yuan", "元").text(page.draft.lang), Label("Unit", "单位").text(page.draft.lang)]
    )
    look: Look = {
        "bold": True,
        "colour": "FFFFFF",
        "fill": styles.HEADING_FILL,
        "alignment": styles.CENTRE,
        "number_format": "0",
    }
    page.number(f"{year_column(1)}{YEAR_ROW}", 1, "", **look)
    for year in range(2, page.draft.book.periods + 1):
        before = f"{year_column(year - 1)}{YEAR_ROW}"
        page.raw_formula(f"{year_column(year)}{YEAR_ROW}", f"={before}+1", float(year), None, **look)


def _line(sheet: LivelihoodPage, key: str, row: int) -> None:
    book = sheet.page.draft.book
    look: Look = {"bold": True, "fill": styles.TOTAL_FILL} if key in STRONG else {}
    sheet.text(f"A{row}", book.lines[key].label, **look)
    sheet.text(f"B{row}", sheet.unit(book.lines[key].unit), **SMALL)
    for year in range(1, book.periods + 1):
        sheet.line(f"{year_column(year)}{row}", key, year, **look)


def _turning(sheet: LivelihoodPage, row: int, key: str, label: Label, account: LivelihoodAccount) -> None:
    """The year after the last one that is short; the horizon is as long as the sheet is wide."""
    line = sheet.layout.years[f"{key}.short_in"]
    last = year_column(account.book.periods)
    short = f"MAX(${year_column(1)}${line}:${last}${line})"
    found = account.running_costs if key == "collective.after_costs" else account.running_costs_of_all_income
    year = found.year if found.answer in {"always", "from_year"} else 0
    text = f"=IF({short}=${last}${YEAR_ROW},0,{short}+1)"
    sheet.text(f"A{row}", label)
    sheet.page.ws.row_dimensions[row].height = 30
    look: Look = {"border": styles.HAIRLINE, "number_format": "0", "bold": True}
    sheet.page.raw_formula(f"{year_column(1)}{row}", text, float(year), f"{key}.turning_year", **look)
