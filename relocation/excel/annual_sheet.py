"""The Annual sheet: every table by year, one printed page each, all on the same columns of years."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from relocation.excel import styles
from relocation.excel.layout import OPENING_COLUMN, PERIOD_ROW, SINGLE_COLUMN, Block, period_column
from relocation.excel.page import Draft, Look, Page
from relocation.formula.expression import LineReference, total
from relocation.labels import Label

SINGLE = get_column_letter(SINGLE_COLUMN)
YEARS_ON_A_PAGE = 12


def write_annual(draft: Draft) -> None:
    """Writes every line that stands by years with its live formula."""
    page = draft.page("annual")
    page.title(
        Label("Annual statements", "年度报表"),
        Label(
            "By project year, twelve months each from the first day; every figure is a live formula.",
            "按项目年度（自起始日起每12个月）汇总，各数字均为实时公式。",
        ),
    )
    _write_head(page)
    for block in draft.places.annual.blocks:
        _write_table(page, block)
    page.widths({"A": 52, "B": 13, "C": 1, SINGLE: 16, get_column_letter(OPENING_COLUMN): 12})
    for _, column in draft.places.annual.columns:
        page.ws.column_dimensions[column].width = 13.5
    page.ws.freeze_panes = f"{period_column(1)}{PERIOD_ROW + 2}"
    page.print_setup(titles="1:5", columns="A:E", pages_wide=-(-draft.book.groups // YEARS_ON_A_PAGE))


def _write_head(page: Page) -> None:
    head: Look = {"bold": True, "colour": "FFFFFF", "fill": styles.HEADING_FILL, "alignment": styles.CENTRE}
    page.text(f"{SINGLE}{PERIOD_ROW}", Label("Total", "合计").text(page.draft.lang), **head)
    counted: Look = {**head, "number_format": "0"}
    lines = page.draft.book.lines
    for year, column in page.draft.places.annual.columns:
        # The head counts from the column before, as the axis of periods does.
        page.raw_formula(
            f"{column}{PERIOD_ROW}",
            f"={period_column(year - 1)}{PERIOD_ROW}+1",
            float(year),
            "annual.year",
            year,
            **counted,
        )
        page.formula(
            f"{column}{PERIOD_ROW + 1}",
            lines["annual.date"].formula,
            "annual.date",
            year,
            colour=styles.QUIET,
            alignment=styles.CENTRE,
            number_format="yyyy-mm",
            fill=styles.TOTAL_FILL,
        )


def _write_table(page: Page, block: Block) -> None:
    page.section(block.row, block.heading, page.draft.book.groups + OPENING_COLUMN)
    if block is not page.draft.places.annual.blocks[0]:
        page.ws.row_breaks.append(Break(id=block.row - 1))
    for key, row in block.lines:
        _write_line(page, key, row)


def _write_line(page: Page, key: str, row: int) -> None:
    draft, line = page.draft, page.draft.book.lines[key]
    look: Look = {"border": styles.HAIRLINE}
    named: Look = {**look, "alignment": Alignment(vertical="center", indent=1)}
    quiet: Look = {**look, "colour": styles.QUIET, "size": 8}
    strong: Look = {**look, "bold": True}
    page.text(f"A{row}", line.label.text(draft.lang), **named)
    page.text(f"B{row}", draft.unit_text(line.unit), **quiet)
    if key not in draft.book.plan.series:
        page.formula(f"{SINGLE}{row}", line.formula, key, **look)
        return
    if line.summed:
        page.formula(f"{SINGLE}{row}", total(LineReference(key)), key, **strong)
    if line.opening is not None:
        page.formula(f"{get_column_letter(OPENING_COLUMN)}{row}", line.opening, key, 0, **look)
    for year, column in draft.places.annual.columns:
        page.formula(f"{column}{row}", line.formula, key, year, **look)
