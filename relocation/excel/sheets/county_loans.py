"""The sheet Shared loans of a county: what each village carries, beside the loan calculated as one."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from openpyxl.utils import get_column_letter

from relocation.county.consolidation import County
from relocation.county.shared_loan import PARTS, SharedLoan
from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.county_cells import (
    FIRST,
    FIRST_ROW,
    LINE,
    NAME_ROW,
    QUIET,
    SUM,
    TOTAL,
    day_number,
    summed,
)
from relocation.excel.write.page import Page
from relocation.labels import Label


def write_loans(page: Page, county: County) -> None:
    """Every shared loan: parts of the villages as values, their live sum, the loan as one, the difference."""
    lang = page.draft.lang
    page.title(
        Label("Loans shared by several villages", "多村共担的统贷"),
        Label(
            "Village rows and the loan as one are values, worked out apart; sums and differences are live.",
            "村庄行与贷款整体为分别计算的数值；合计与差额为实时公式。",
        ),
    )
    columns = [get_column_letter(FIRST + at) for at in range(len(county.days))]
    page.heading(
        NAME_ROW,
        [
            text.text(lang)
            for text in (Label("Part", "项目"), Label("Village", "村庄"), Label("Share", "份额"))
        ],
    )
    for column, day in zip(columns, county.days, strict=True):
        page.number(
            f"{column}{NAME_ROW}",
            day_number(day),
            "date",
            bold=True,
            fill=styles.TOTAL_FILL,
            number_format="yyyy-mm",
        )
    row = FIRST_ROW
    for loan in county.loans:
        if isinstance(loan, SharedLoan):
            row = _write_loan(page, county, loan, columns, row)
    page.widths({"A": 34, "B": 22, SUM: 10, **dict.fromkeys(columns, 14)})
    page.ws.freeze_panes = f"{get_column_letter(FIRST)}{NAME_ROW + 1}"
    page.print_setup(titles=f"1:{NAME_ROW}", columns="A:C", pages_wide=-(-max(len(columns), 1) // 12))


def _write_loan(page: Page, county: County, loan: SharedLoan, columns: Sequence[str], row: int) -> int:
    """One loan, part by part; returns the row after it."""
    page.section(row, loan.label, FIRST - 1 + len(columns))
    row += 1
    for part, label in PARTS.items():
        carried, first = loan.parts(county, part), row
        for file, values in carried.items():
            page.text(f"A{row}", label.text(page.draft.lang), **LINE)
            page.text(f"B{row}", file, **QUIET)
            page.number(f"{SUM}{row}", loan.shares[file], "share", **LINE)
            for column, value in zip(columns, values, strict=True):
                page.number(f"{column}{row}", value, "yuan", **LINE)
            row += 1
        _write_totals(page, row, label)
        for at, column in enumerate(columns):
            found = fsum(values[at] for values in carried.values())
            cells = f"{column}{first}:{column}{row - 1}" if carried else "0"
            _write_difference(page, column, row, cells, found, loan.as_one(county, part)[at], part)
        row += 4
    return row + 1


def _write_totals(page: Page, row: int, label: Label) -> None:
    """The names of the three rows below a part: the sum, the loan as one, the difference."""
    names = (
        Label("sum of the villages", "各村之和"),
        Label("the loan as one", "贷款整体"),
        Label("difference", "差额"),
    )
    for at, name in enumerate(names):
        said = Label(f"{label.en}: {name.en}", f"{label.zh}：{name.zh}")
        page.text(f"A{row + at}", said.text(page.draft.lang), **(LINE if at else TOTAL))


def _write_difference(
    page: Page, column: str, row: int, cells: str, found: float, whole: float, part: str
) -> None:
    look: Look = {**TOTAL, "number_format": styles.number_format("yuan", page.draft.money)}
    page.raw_formula(f"{column}{row}", summed(cells), found, f"county.{part}", **look)
    page.number(f"{column}{row + 1}", whole, "yuan", **LINE)
    text = f"=ROUND({column}{row}-{column}{row + 1},2)"
    page.raw_formula(f"{column}{row + 2}", text, round(found - whole, 2) + 0.0, f"county.{part}", **look)
