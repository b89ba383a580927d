"""The Calculation sheet: one row per line item, one formula per row, the same in every period."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from relocation.excel.layout.calculation import (
    FIRST_PERIOD_COLUMN,
    OPENING_COLUMN,
    PERIOD_ROW,
    SINGLE_COLUMN,
    period_column,
)
from relocation.excel.layout.item_names import NAME_COLUMN, name_formula
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look, varied
from relocation.formula.language.expression import LineReference, total
from relocation.labels import Label

SINGLE, OPENING = get_column_letter(SINGLE_COLUMN), get_column_letter(OPENING_COLUMN)
HEADS = (
    Label("Path", "路径"),
    Label("Line item", "项目"),
    Label("Unit", "单位"),
    Label("Value or total", "数值或合计"),
)
PRINTED_PERIODS = 6  # on a page, beside paths and labels


def write_calculation(draft: Draft) -> None:
    """Writes every line of the book with its live formula."""
    page = Page.of(draft, "calculation")
    page.title(
        Label("Calculation", "计算"),
        Label(
            "One row is one line item with one formula. Nothing is typed here: change numbers on the Inputs sheet.",
            "一行一个项目、一个公式。此处不输入任何数字；请在“输入”表中修改。",
        ),
    )
    _write_time_header(page)
    last = draft.book.periods + OPENING_COLUMN
    for block in draft.places.calculation.blocks:
        page.section(block.row, block.heading, last)
        for key, row in block.lines:
            _write_line(page, key, row)
    _write_names(page, last)
    page.widths({"A": 34, "B": 58, "C": 12, SINGLE: 14, OPENING: 12})
    for _, column in draft.places.calculation.columns:
        page.ws.column_dimensions[column].width = 13.5
    page.ws.freeze_panes = f"{period_column(1)}{PERIOD_ROW + 2}"
    page.print_to_scale((PERIOD_ROW, PERIOD_ROW + 1), columns="A:E")
    printing.break_columns(page.ws, FIRST_PERIOD_COLUMN, draft.book.periods, PRINTED_PERIODS)


def _write_names(page: Page, last: int) -> None:
    """What the items are called, from which every label with a name is joined."""
    draft, places = page.draft, page.draft.places.on("calculation", NAME_COLUMN)
    if not draft.names.rows:
        return
    page.section(min(draft.names.rows.values()) - 1, Label("Names of items", "项目名称"), last)
    look: Look = {"alignment": styles.MIDDLE, "number_format": "General"}
    for path, row in draft.names.rows.items():
        item = draft.names.items[path]
        cells = {key: places.input(key) for key in (*item.names, *item.amounts)}
        page.text(f"A{row}", path, colour=styles.QUIET)
        page.raw_formula(f"{NAME_COLUMN}{row}", name_formula(item, cells), item.shown, None, **look)
        page.text(f"C{row}", draft.unit_text("text"), colour=styles.QUIET)


def _write_time_header(page: Page) -> None:
    page.heading(PERIOD_ROW, HEADS)
    page.text(f"{SINGLE}{PERIOD_ROW + 1}", Label("Period begins", "期初日期"), colour=styles.QUIET)
    page.text(f"{OPENING}{PERIOD_ROW + 1}", Label("Opening", "期初"), colour=styles.QUIET)
    counted = varied(styles.HEADING, number_format="0")
    dated = varied(styles.BELOW_HEADING, number_format=page.date_format())
    day = page.draft.book.lines["timeline.date"].formula
    for period, column in page.draft.places.calculation.columns:
        text = f"={period_column(period - 1)}{PERIOD_ROW}+1"
        page.raw_formula(f"{column}{PERIOD_ROW}", text, float(period), "timeline.number", period, **counted)
        page.formula(f"{column}{PERIOD_ROW + 1}", day, "timeline.date", period, **dated)


def _write_line(page: Page, key: str, row: int) -> None:
    draft, line = page.draft, page.draft.book.lines[key]
    page.text(f"A{row}", key, colour=styles.QUIET)
    page.text(f"B{row}", line.label)
    page.text(f"C{row}", draft.unit_text(line.unit), colour=styles.QUIET)
    if key not in draft.book.plan.series:
        page.formula(f"{SINGLE}{row}", line.formula, key, bold=True)
        return
    if line.summed:
        page.formula(f"{SINGLE}{row}", total(LineReference(key)), key, bold=True, fill=styles.TOTAL_FILL)
    if line.opening is not None:
        page.formula(f"{OPENING}{row}", line.opening, key, 0)
    page.series(row, line.formula, key, draft.places.calculation.columns)
