"""The Budget sheet: the resettlement budget item by item, with quantity, rate, contingencies, source, and years.

Its rows are those of the budget by year on the Annual sheet; quantities and rates are links to the Inputs sheet.
"""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from relocation.annual import TABLES, AnnualRow, rows_of
from relocation.annual.quantities import COUNTED
from relocation.excel import styles
from relocation.excel.annual_sheet import row_look, write_name
from relocation.excel.cell_styles import Look
from relocation.excel.draft import Draft
from relocation.excel.layout import period_column
from relocation.excel.page import Page
from relocation.excel.quantities_block import write_quantities
from relocation.formula.expression import Expression, LineReference, total
from relocation.labels import Label

NAME_WIDTH = 52
TABLE = "budget"
HEADS = (
    Label("Item", "项目"),
    Label("Unit", "单位"),
    Label("Quantity", "数量"),
    Label("Rate, yuan", "单价（元）"),
    Label("Amount", "金额"),
    Label("Physical contingency", "基本预备费"),
    Label("Price contingency", "涨价预备费"),
    Label("With contingencies", "含预备费合计"),
    Label("Source of funds", "资金来源"),
)
HEAD_ROW = 4
FIRST_YEAR_COLUMN = len(HEADS) + 1
POOLED = Label("pooled (see sources)", "统筹（见资金来源）")
HOUSEHOLDS = Label("households", "农户")
PAID_FROM_POOL = {"other_costs", "physical", "price"}
PAYERS = {"loans": "lender", "subsidies": "funder"}
# Contingencies by kind, of one item of works and of all together; the row of contingencies adds up what is in them.
CONTINGENCIES = {"F": "contingency", "G": "price_rise"}
ALL_CONTINGENCIES = {"F": "cash.works_physical", "G": "cash.works_price"}
ADDED_LATER = {"contingencies", "physical", "price"}


def write_budget(draft: Draft) -> None:
    """Writes the budget with one row per item."""
    page = Page.of(draft, "budget")
    table = TABLES[TABLE]
    page.title(table.title, table.note)
    beyond = Label(
        "the years stand to the right; on paper they are on the sheet Annual",
        "分年数字在右侧；打印时见“年度报表”",
    )
    unit = Label("Unit of amounts: ", "金额单位：").text(draft.lang) + draft.unit_text("yuan")
    page.text(
        "A3", Label(f"{unit}; {beyond.en}", f"{unit}；{beyond.zh}").text(draft.lang), colour=styles.QUIET
    )
    _write_head(page)
    rows = dict(enumerate(rows_of(draft.book, TABLE), start=HEAD_ROW + 1))
    for at, row in rows.items():
        _write_row(page, row, at)
    write_quantities(page, {at: row.item for at, row in rows.items()}, max(rows) + 2, len(HEADS))
    page.widths({"A": NAME_WIDTH, "B": 11, "C": 13, "D": 13, "E": 16, "F": 16, "G": 16, "H": 16, "I": 36})
    for year in range(1, draft.book.groups + 1):
        page.ws.column_dimensions[_column(year)].width = 12.2
    page.ws.freeze_panes = f"B{HEAD_ROW + 1}"
    page.print_to_scale((HEAD_ROW, HEAD_ROW), columns="A:A", last=get_column_letter(len(HEADS)))


def _column(year: int) -> str:
    return get_column_letter(FIRST_YEAR_COLUMN - 1 + year)


def _key(row: AnnualRow) -> str:
    return row.key.split(".", 2)[2]


def _write_head(page: Page) -> None:
    page.heading(HEAD_ROW, [text.text(page.draft.lang) for text in HEADS])
    page.ws.row_dimensions[HEAD_ROW].height = 30
    head: Look = {
        "bold": True,
        "colour": "FFFFFF",
        "fill": styles.HEADING_FILL,
        "alignment": styles.CENTRE,
        "number_format": "0",
    }
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, HEAD_ROW, "annual.year", year, head)


def _write_row(page: Page, row: AnnualRow, at: int) -> None:
    look = row_look(page, row, at, _column(page.draft.book.groups))
    write_name(page, row, at, look, NAME_WIDTH)
    blank: Look = {**look, "item": ""}
    for column in "BCDEFGHI":
        page.text(f"{column}{at}", "", **blank)
    group = row.item.partition(".")[0]
    if group in COUNTED:
        _write_quantity(page, at, row.item, COUNTED[group], look)
    _write_amounts(page, at, row, look)
    _write_source(page, row, at, {**look, "bold": False, "alignment": styles.SET_IN})
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, at, row.key, year, look)


def _write_quantity(page: Page, at: int, path: str, counted: str, look: Look) -> None:
    """Unit, quantity and rate as they stand on the Inputs sheet."""
    draft, places = page.draft, page.draft.places.on("budget", "D")
    _write_typed(page, f"B{at}", f"{path}.{counted}", {**look, "alignment": styles.CENTRE})
    plain: Look = {**look, "number_format": "#,##0.##"}
    for column, part in (("C", "quantity"), ("D", "rate")):
        key = f"{path}.{part}"
        page.raw_formula(f"{column}{at}", f"={places.input(key)}", draft.input_value(key), key, **plain)


def _write_typed(page: Page, cell: str, key: str, look: Look) -> None:
    """A text as it stands on the Inputs sheet."""
    source = page.draft.places.on("budget", cell[0]).input(key)
    shown: Look = {**look, "number_format": "General"}
    page.link(cell, f'IF({source}="","",{source})', page.draft.input_value(key), None, **shown)


def _write_amounts(page: Page, at: int, row: AnnualRow, look: Look) -> None:
    """The amount over all years; of works also their contingencies and both together.

    Contingencies have rows of their own as well. In the last column they stand with the works that they belong to, so
    that each column adds up from the items to the budget.
    """
    page.formula(f"E{at}", total(LineReference(row.key)), row.key, **look)
    if row.entry.style == "check" or _key(row) in ADDED_LATER:
        return
    is_works, whole = row.item.startswith("construction."), row.key
    if is_works or _key(row) == "works":
        parts = {column: f"{row.item}.{part}" for column, part in CONTINGENCIES.items()}
        for column, key in (parts if is_works else ALL_CONTINGENCIES).items():
            page.formula(f"{column}{at}", _whole(page, key), key, **look)
        whole = f"{row.item}.spending" if is_works else "cash.works"
    page.formula(f"H{at}", total(LineReference(whole)), whole, **look)


def _whole(page: Page, key: str) -> Expression:
    line: Expression = LineReference(key)
    return total(LineReference(key)) if key in page.draft.book.plan.series else line


def _write_source(page: Page, row: AnnualRow, at: int, look: Look) -> None:
    """Who pays, as the planner states it for loans and subsidies; what else is spent comes from one pool."""
    group, key = row.item.partition(".")[0], _key(row)
    if group in PAYERS:
        _write_typed(page, f"I{at}", f"{row.item}.{PAYERS[group]}", look)
        return
    is_cost = group == "other" and page.draft.book.lines[f"{row.item}.total"].kind == "cost"
    if (
        group in {"construction", "compensation"}
        or is_cost
        or (key in PAID_FROM_POOL and not row.entry.parts)
    ):
        page.text(f"I{at}", POOLED.text(page.draft.lang), **look)
    elif key == "purchases":
        page.text(f"I{at}", HOUSEHOLDS.text(page.draft.lang), **look)


def _write_year(page: Page, at: int, key: str, year: int, look: Look) -> None:
    """A link to the same row of the Annual sheet, whose years stand in other columns."""
    places = page.draft.places.on("budget", period_column(year))
    page.raw_formula(
        f"{_column(year)}{at}", f"={places.line(key)}", page.draft.value(key, year), key, year, **look
    )
