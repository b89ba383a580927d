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
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look, varied
from relocation.formula.language.expression import Expression, LineReference, total
from relocation.labels import Label

TITLE = Label("Quantities by unit", "按计量单位汇总的数量")
UNIT, QUANTITY = "B", "C"


def write_quantities(page: Page, items: Mapping[int, str], row: int, width: int) -> None:
    """Writes the block from row `at` on. `items` are the paths of the items that stand in the rows above."""
    page.section(row, TITLE, width)
    for group in GROUPS:
        places = [place for place, path in items.items() if path.startswith(f"{group}.")]
        above: list[int] = []
        for place in places:
            row += 1
            _write_sum(page, row, group, place, places, above)
            above.append(row)


def _unit(page: Page, row: int) -> str:
    """The unit of a row as its cell caches it; spreadsheets compare texts without regard to capitals."""
    return str(page.draft.cached[page.ws.title, f"{UNIT}{row}"]).casefold()


def _is_new(page: Page, row: int, before: list[int]) -> bool:
    unit = _unit(page, row)
    return bool(unit) and all(unit != _unit(page, earlier) for earlier in before)


def _write_sum(
    page: Page, position: int, group: str, place: int, places: list[int], above: list[int]
) -> None:
    look: Look = {"border": styles.HAIRLINE, "number_format": "General"}
    named: Look = {**look, "alignment": styles.SET_IN}
    known = ",".join(f"{UNIT}{place}={text}" for text in ('""', *(f"{UNIT}{row}" for row in above)))
    told = _is_new(page, place, [one for one in places if one < place])
    label = GROUPS[group].text(page.draft.lang)
    unit, amount = page.draft.cached[page.ws.title, f"{UNIT}{place}"], _sum(page, place, places)
    page.raw_formula(
        f"A{position}",
        f'=IF({UNIT}{position}="","","{label}")',
        label if told else "",
        None,
        **named,
    )
    page.raw_formula(
        f"{UNIT}{position}", f'=IF(OR({known}),"",{UNIT}{place})', unit if told else "", None, **look
    )
    same = "+".join(f"IF({UNIT}{place}={UNIT}{position},{QUANTITY}{place},0)" for place in places)
    shown: Look = {**look, "number_format": "#,##0.##"}
    page.raw_formula(
        f"{QUANTITY}{position}", f'=IF({UNIT}{position}="","",{same})', amount if told else "", None, **shown
    )


def _sum(page: Page, place: int, places: list[int]) -> float:
    amounts = (
        page.draft.cached[page.ws.title, f"{QUANTITY}{one}"]
        for one in places
        if _unit(page, one) == _unit(page, place)
    )
    return sum(one for one in amounts if isinstance(one, float))


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
    page.heading(HEAD_ROW, HEADS)
    page.ws.row_dimensions[HEAD_ROW].height = 30
    head = varied(styles.HEADING, number_format="0")
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, HEAD_ROW, "annual.year", year, head)


def _write_row(page: Page, row: AnnualRow, position: int) -> None:
    look = row_look(page, row, position, _column(page.draft.book.groups))
    write_name(page, row, position, look, NAME_WIDTH)
    blank: Look = {**look, "item": ""}
    for column in "BCDEFGHI":
        page.text(f"{column}{position}", "", **blank)
    group = row.item.partition(".")[0]
    if group in COUNTED:
        _write_quantity(page, position, row.item, COUNTED[group], look)
    _write_amounts(page, position, row, look)
    _write_source(page, row, position, {**look, "bold": False, "alignment": styles.SET_IN})
    for year in range(1, page.draft.book.groups + 1):
        _write_year(page, position, row.key, year, look)


def _write_quantity(page: Page, row: int, path: str, counted: str, look: Look) -> None:
    """Unit, quantity and rate as they stand on the Inputs sheet."""
    draft, places = page.draft, page.draft.places.on("budget", "D")
    _write_typed(page, f"B{row}", f"{path}.{counted}", {**look, "alignment": styles.CENTRE})
    plain: Look = {**look, "number_format": "#,##0.##"}
    for column, part in (("C", "quantity"), ("D", "rate")):
        key = f"{path}.{part}"
        page.raw_formula(f"{column}{row}", f"={places.input(key)}", draft.input_value(key), key, **plain)


def _write_typed(page: Page, cell: str, key: str, look: Look) -> None:
    """A text as it stands on the Inputs sheet."""
    source = page.draft.places.on("budget", cell[0]).input(key)
    shown: Look = {**look, "number_format": "General"}
    page.link(cell, f'IF({source}="","",{source})', page.draft.input_value(key), None, **shown)


def _write_amounts(page: Page, position: int, row: AnnualRow, look: Look) -> None:
    """The amount over all years; of works also their contingencies and both together.

    Contingencies have rows of their own as well. In the last column they stand with the works that they belong to, so
    that each column adds up from the items to the budget.
    """
    page.formula(f"E{position}", total(LineReference(row.key)), row.key, **look)
    if row.entry.style == "check" or _key(row) in ADDED_LATER:
        return
    is_works, whole = row.item.startswith("construction."), row.key
    if is_works or _key(row) == "works":
        parts = {column: f"{row.item}.{part}" for column, part in CONTINGENCIES.items()}
        for column, key in (parts if is_works else ALL_CONTINGENCIES).items():
            page.formula(f"{column}{position}", _whole(page, key), key, **look)
        whole = f"{row.item}.spending" if is_works else "cash.works"
    page.formula(f"H{position}", total(LineReference(whole)), whole, **look)


def _whole(page: Page, key: str) -> Expression:
    line: Expression = LineReference(key)
    return total(LineReference(key)) if key in page.draft.book.plan.series else line


def _write_source(page: Page, row: AnnualRow, position: int, look: Look) -> None:
    """Who pays, as the planner states it for loans and subsidies; what else is spent comes from one pool."""
    group, key = row.item.partition(".")[0], _key(row)
    if group in PAYERS:
        _write_typed(page, f"I{position}", f"{row.item}.{PAYERS[group]}", look)
        return
    is_cost = group == "other" and page.draft.book.lines[f"{row.item}.total"].kind == "cost"
    if (
        group in {"construction", "compensation"}
        or is_cost
        or (key in PAID_FROM_POOL and not row.entry.parts)
    ):
        page.text(f"I{position}", POOLED, **look)
    elif key == "purchases":
        page.text(f"I{position}", HOUSEHOLDS, **look)


def _write_year(page: Page, row: int, key: str, year: int, look: Look) -> None:
    """A link to the same row of the Annual sheet, whose years stand in other columns."""
    places = page.draft.places.on("budget", period_column(year))
    page.raw_formula(
        f"{_column(year)}{row}", f"={places.line(key)}", page.draft.value(key, year), key, year, **look
    )
