"""The Budget sheet: the resettlement budget item by item, with quantity, rate, contingencies, source, and years.

Its rows are those of the budget by year on the Annual sheet; quantities and rates are links to the Inputs sheet.
"""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from relocation.annual import TABLES, AnnualRow, rows_of
from relocation.annual.budget import COUNTED, GROUPS
from relocation.excel.layout.calculation import period_column
from relocation.excel.sheets.annual import row_look, write_name
from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue, Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import LINE, Look, varied
from relocation.formula.language.expression import Expression, LineReference, total
from relocation.labels import Label
from relocation.project.paths import InputPath

TITLE = Label("Quantities by unit", "按计量单位汇总的数量")
UNIT, QUANTITY = "B", "C"


def write_quantities(page: Page, items: Mapping[int, InputPath], row: int, width: int) -> None:
    """Writes the block from `row` on. `items` are the paths of the items that stand in the rows above."""
    page.section(row, TITLE, width)
    for group in GROUPS:
        rows = [place for place, item in items.items() if item.group == group]
        above: list[int] = []
        for place in rows:
            row += 1
            _write_sum(page, row, GROUPS[group], place, rows, above)
            above.append(row)


def _unit(page: Page, row: int) -> str:
    """The unit of a row as its cell caches it; spreadsheets compare texts without regard to capitals."""
    return str(page.draft.cached[page.ws.title, f"{UNIT}{row}"]).casefold()


def _is_new(page: Page, row: int, before: list[int]) -> bool:
    unit = _unit(page, row)
    return bool(unit) and all(unit != _unit(page, other) for other in before)


def _write_sum(page: Page, row: int, group: Label, place: int, rows: list[int], above: list[int]) -> None:
    """The sum of the quantities in the unit of the row `place`, unless a row above has that unit."""
    look = varied(LINE, number_format="General")
    known = ",".join(f"{UNIT}{place}={text}" for text in ('""', *(f"{UNIT}{other}" for other in above)))
    told, label = _is_new(page, place, [other for other in rows if other < place]), page.said(group)
    unit, amount = page.draft.cached[page.ws.title, f"{UNIT}{place}"], _sum(page, place, rows)

    def write(column: str, text: str, value: CachedValue, shape: Look) -> None:
        page.raw_formula(f"{column}{row}", text, value if told else "", None, **shape)

    write("A", f'=IF({UNIT}{row}="","","{label}")', label, varied(look, alignment=styles.SET_IN))
    write(UNIT, f'=IF(OR({known}),"",{UNIT}{place})', unit, look)
    same = "+".join(f"IF({UNIT}{other}={UNIT}{row},{QUANTITY}{other},0)" for other in rows)
    write(QUANTITY, f'=IF({UNIT}{row}="","",{same})', amount, varied(look, number_format="#,##0.##"))


def _sum(page: Page, place: int, rows: list[int]) -> float:
    same = (row for row in rows if _unit(page, row) == _unit(page, place))
    amounts = (page.draft.cached[page.ws.title, f"{QUANTITY}{row}"] for row in same)
    return sum(amount for amount in amounts if isinstance(amount, float))


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
# Contingencies by kind, of one item and of all of a category; the row of contingencies adds up what is in them.
CONTINGENCIES = {"F": "contingency", "G": "price_rise"}
ALL_CONTINGENCIES = {"F": "physical", "G": "price"}
WITH_CONTINGENCIES = {"construction": "spending", "compensation": "paid"}
CATEGORIES = {"works": "cash.works", "compensation": "compensation.paid"}
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
    for row, shown in rows.items():
        _write_row(page, shown, row)
    write_quantities(page, {row: shown.item for row, shown in rows.items()}, max(rows) + 2, len(HEADS))
    page.widths({"A": NAME_WIDTH, "B": 11, "C": 13, "D": 13, "E": 16, "F": 16, "G": 16, "H": 16, "I": 36})
    for year in range(1, draft.book.groups + 1):
        page.ws.column_dimensions[_column(year)].width = 12.2
    page.ws.freeze_panes = f"B{HEAD_ROW + 1}"
    page.print_to_scale((HEAD_ROW, HEAD_ROW), columns="A:A", last=get_column_letter(len(HEADS)))


def _column(year: int) -> str:
    return get_column_letter(FIRST_YEAR_COLUMN - 1 + year)


def _write_head(page: Page) -> None:
    page.heading(HEAD_ROW, HEADS)
    page.ws.row_dimensions[HEAD_ROW].height = 30
    head = varied(styles.HEADING, number_format="0")
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, HEAD_ROW, "annual.year", year, head)


def _write_row(page: Page, shown: AnnualRow, row: int) -> None:
    look = row_look(page, shown, row, _column(page.draft.book.groups))
    write_name(page, shown, row, look, NAME_WIDTH)
    blank = varied(look, item="")
    for column in "BCDEFGHI":
        page.text(f"{column}{row}", "", **blank)
    if shown.item.group in COUNTED:
        _write_quantity(page, row, shown.item, look)
    _write_amounts(page, shown, row, look)
    _write_source(page, shown, row, varied(look, bold=False, alignment=styles.SET_IN))
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, row, shown.key, year, look)


def _write_quantity(page: Page, row: int, item: InputPath, look: Look) -> None:
    """Unit, quantity and rate as they stand on the Inputs sheet."""
    draft, places = page.draft, page.draft.places.on("budget", "D")
    _write_typed(page, f"B{row}", item / COUNTED[item.group], varied(look, alignment=styles.CENTRE))
    plain = varied(look, number_format="#,##0.##")
    for column, part in (("C", "quantity"), ("D", "rate")):
        key = item / part
        page.raw_formula(f"{column}{row}", f"={places.input(key)}", draft.input_value(key), key, **plain)


def _write_typed(page: Page, cell: str, key: str, look: Look) -> None:
    """A text as it stands on the Inputs sheet."""
    source = page.draft.places.on("budget", cell[0]).input(key)
    text, general = f'IF({source}="","",{source})', varied(look, number_format="General")
    page.link(cell, text, page.draft.input_value(key), None, **general)


def _write_amounts(page: Page, shown: AnnualRow, row: int, look: Look) -> None:
    """The amount over all years; of works and compensation also their contingencies and both together.

    Contingencies have rows of their own as well. In the last column they stand with what they belong to, so that each
    column adds up from the items to the budget.
    """
    key, whole = shown.entry.key, shown.key
    page.formula(f"E{row}", total(LineReference(shown.key)), shown.key, **look)
    if shown.entry.style == "check" or key in ADDED_LATER:
        return
    if group := WITH_CONTINGENCIES.get(shown.item.group):
        whole = shown.item / group
        _write_contingencies(
            page, row, {column: shown.item / part for column, part in CONTINGENCIES.items()}, look
        )
    elif key in CATEGORIES:
        whole = CATEGORIES[key]
        _write_contingencies(
            page, row, {column: f"cash.{key}_{part}" for column, part in ALL_CONTINGENCIES.items()}, look
        )
    page.formula(f"H{row}", total(LineReference(whole)), whole, **look)


def _write_contingencies(page: Page, row: int, lines: Mapping[str, str], look: Look) -> None:
    for column, line in lines.items():
        page.formula(f"{column}{row}", _whole(page, line), line, **look)


def _whole(page: Page, key: str) -> Expression:
    line: Expression = LineReference(key)
    return total(LineReference(key)) if key in page.draft.book.plan.series else line


def _write_source(page: Page, shown: AnnualRow, row: int, look: Look) -> None:
    """Who pays, as the planner states it for loans and subsidies; what else is spent comes from one pool."""
    group, key = shown.item.group, shown.entry.key
    if group in PAYERS:
        _write_typed(page, f"I{row}", shown.item / PAYERS[group], look)
        return
    is_cost = group == "other" and page.draft.book.lines[shown.item / "total"].kind == "cost"
    is_pooled = key in PAID_FROM_POOL and not shown.entry.parts
    if group in {"construction", "compensation"} or is_cost or is_pooled:
        page.text(f"I{row}", POOLED, **look)
    elif key == "purchases":
        page.text(f"I{row}", HOUSEHOLDS, **look)


def _write_year(page: Page, row: int, key: str, year: int, look: Look) -> None:
    """A link to the same row of the Annual sheet, whose years stand in other columns."""
    places = page.draft.places.on("budget", period_column(year))
    text, value = f"={places.line(key)}", page.draft.value(key, year)
    page.raw_formula(f"{_column(year)}{row}", text, value, key, year, **look)
