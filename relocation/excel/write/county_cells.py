"""What the sheets of a county workbook share: their names, their frame, and small pieces of formulas."""

from __future__ import annotations

from datetime import date

from openpyxl.utils import get_column_letter

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.formula.targets.scalar import DAY_ZERO
from relocation.labels import Label, Language

SHEETS = {
    "county": Label("County", "县级汇总"),
    "periods": Label("By period", "分期汇总"),
    "loans": Label("Shared loans", "统贷"),
}
NAME_ROW, FILE_ROW, FIRST_ROW = 4, 5, 6
SUM = "C"  # the column of the county, or of the total over all periods
FIRST = 4  # number of the column of the first village or period
QUIET: Look = {"colour": styles.QUIET, "size": 8, "border": styles.HAIRLINE}
LINE: Look = {"border": styles.HAIRLINE}
TOTAL: Look = {"border": styles.TOTAL_LINE, "fill": styles.TOTAL_FILL, "bold": True}


def summed(cells: str) -> str:
    return f"=SUM({cells})"


def span(first: int, count: int, row: int) -> str:
    return f"{get_column_letter(first)}{row}:{get_column_letter(first + max(count, 1) - 1)}{row}"


def day_number(day: date) -> float:
    return float((day - DAY_ZERO).days)


def sheet_reference(key: str, lang: Language) -> str:
    """A sheet as a formula of another one names it."""
    title = SHEETS[key].text(lang)
    return f"'{title}'!" if " " in title else f"{title}!"
