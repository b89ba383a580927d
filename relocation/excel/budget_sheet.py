"""The Budget sheet: the resettlement budget item by item, with quantity, rate, contingencies, source, and years.

Its rows are those of the budget by year on the Annual sheet; quantities and rates are links to the Inputs sheet.
"""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from relocation.annual import TABLES, AnnualRow, rows_of
from relocation.annual.budget import item_row
from relocation.excel import styles
from relocation.excel.annual_sheet import YEARS_ON_A_PAGE, row_look, write_name
from relocation.excel.layout import period_column
from relocation.excel.page import Draft, Look, Page
from relocation.formula.expression import Expression, LineReference, total
from relocation.labels import Label
from relocation.project.project import Project

TABLE = "budget"
HEADS = (
    Label("Item", "项目"),
    Label("Unit", "单位"),
    Label("Quantity", "数量"),
    Label("Rate, yuan", "单价（元）"),
    Label("Amount", "金额"),
    Label("Physical contingency", "基本预备费"),
    Label("Price contingency", "涨价预备费"),
    Label("Total", "合计"),
    Label("Source of funds", "资金来源"),
)
HEAD_ROW = 4
FIRST_YEAR_COLUMN = len(HEADS) + 1
POOLED = Label("pooled (see sources)", "统筹（见资金来源）")
HOUSEHOLDS = Label("households", "农户")
PAID_FROM_POOL = {"other_costs", "physical", "price", "compensation_rest", "works_rest"}
# What of an item stands in which column: amount before contingencies, physical and price contingency, all of it.
PARTS = {
    "construction": {"E": "cost", "F": "contingency", "G": "price_rise", "H": "spending"},
    "compensation": {"E": "total", "H": "paid"},
    "subsidies": {"E": "total", "H": "received"},
}


def write_budget(draft: Draft, project: Project) -> None:
    """Writes the budget with one row per item."""
    page = draft.page("budget")
    table = TABLES[TABLE]
    page.title(table.title, table.note)
    unit = Label("Unit of amounts: ", "金额单位：").text(draft.lang) + draft.unit_text("yuan")
    page.text("A3", unit, colour=styles.QUIET)
    _write_head(page)
    items = {item_row(path): path for path in _item_paths(project)}
    for at, row in enumerate(rows_of(draft.book, TABLE), start=HEAD_ROW + 1):
        _write_row(page, row, at, items.get(_key(row)), project)
    page.widths({"A": 46, "B": 10, "C": 12, "D": 12, "E": 15, "F": 14, "G": 14, "H": 15, "I": 24})
    for year in range(1, draft.book.groups + 1):
        page.ws.column_dimensions[_column(year)].width = 13
    page.ws.freeze_panes = f"B{HEAD_ROW + 1}"
    # The items on the first page, the years on the next ones.
    page.ws.col_breaks.append(Break(id=len(HEADS)))
    wide = 1 + -(-draft.book.groups // YEARS_ON_A_PAGE)
    page.print_setup(titles=f"1:{HEAD_ROW}", columns="A:A", pages_wide=wide)


def _column(year: int) -> str:
    return get_column_letter(FIRST_YEAR_COLUMN - 1 + year)


def _key(row: AnnualRow) -> str:
    return row.key.split(".", 2)[2]


def _item_paths(project: Project) -> list[str]:
    return [f"{group}.{identity}" for group in PARTS for identity in getattr(project, group)]


def _write_head(page: Page) -> None:
    page.heading(HEAD_ROW, [text.text(page.draft.lang) for text in HEADS])
    page.ws.row_dimensions[HEAD_ROW].height = 30
    for year in range(1, page.draft.book.groups + 1):
        _write_year(
            page,
            HEAD_ROW,
            "annual.year",
            year,
            {
                "bold": True,
                "colour": "FFFFFF",
                "fill": styles.HEADING_FILL,
                "alignment": styles.CENTRE,
                "number_format": "0",
            },
        )


def _write_row(page: Page, row: AnnualRow, at: int, path: str | None, project: Project) -> None:
    look = row_look(row)
    write_name(page, row, at)
    for column in "BCDEFGHI":
        page.text(f"{column}{at}", "", **look)
    if path is None:
        page.formula(f"H{at}", total(LineReference(row.key)), row.key, **look)
    else:
        _write_item(page, at, path, project, look)
    paid_by: Look = {**look, "size": 8, "bold": False, "alignment": styles.SET_IN}
    page.text(f"I{at}", _source(row, path, project).text(page.draft.lang), **paid_by)
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, at, row.key, year, look)


def _write_item(page: Page, at: int, path: str, project: Project, look: Look) -> None:
    """Quantity and rate as the planner states them, the amounts as the Calculation sheet works them out."""
    group, identity = path.split(".")
    item = getattr(project, group)[identity]
    small: Look = {**look, "size": 8}
    page.text(f"B{at}", getattr(item, "unit", ""), **small)
    places = page.draft.places.on("budget", "D")
    for column, part in (("C", "quantity"), ("D", "rate")):
        key = f"{path}.{part}"
        plain: Look = {**look, "number_format": "#,##0.##"}
        page.raw_formula(f"{column}{at}", f"={places.input(key)}", page.draft.inputs[key], key, **plain)
    for column, part in PARTS[group].items():
        key = f"{path}.{part}"
        line: Expression = LineReference(key)
        whole = total(LineReference(key)) if key in page.draft.book.plan.series else line
        page.formula(f"{column}{at}", whole, key, **look)


def _source(row: AnnualRow, path: str | None, project: Project) -> Label:
    """Who pays, as far as the model knows it."""
    key = _key(row)
    if key.startswith("loan_"):
        lender = project.loans[key.removeprefix("loan_")].lender
        return Label(lender, lender)
    if path is not None and path.startswith("subsidies."):
        funder = project.subsidies[path.split(".")[1]].funder
        return Label(funder, funder)
    if key == "purchases":
        return HOUSEHOLDS
    return POOLED if path is not None or key in PAID_FROM_POOL else Label("", "")


def _write_year(page: Page, at: int, key: str, year: int, look: Look) -> None:
    """A link to the same row of the Annual sheet, whose years stand in other columns."""
    places = page.draft.places.on("budget", period_column(year))
    page.raw_formula(
        f"{_column(year)}{at}", f"={places.line(key)}", page.draft.value(key, year), key, year, **look
    )
