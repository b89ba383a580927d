"""The Scenarios sheet: one row per named future, one column per input that differs in some of them.

A column belongs to the input whose path its head says. Above the head stand, by formula, what the input is called,
its unit, and its present value on the sheet Inputs, so that a path can be chosen and its column is explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension

from relocation.calendar import day_number
from relocation.excel.layout.inputs import PATH_COLUMN, UNIT_COLUMN, VALUE_COLUMN, InputRow, cell_value
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.sheets import map as map_sheet
from relocation.excel.sheets.map import map_rows
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import CachedValue, Draft
from relocation.excel.write.page import Page, put_number
from relocation.excel.write.styles import Look, varied
from relocation.labels import Label
from relocation.scenarios.tables.headings import HEADS, TypedRow, TypedTable
from relocation.tables.numbers import ANY_NUMBER
from relocation.tables.units import UNITS

LABEL_ROW, UNIT_ROW, VALUE_ROW, HEAD_ROW = 4, 5, 6, 7
FIRST_ROW, ROWS, COLUMNS = (
    HEAD_ROW + 1,
    20,
    12,
)  # as many rows and columns stand ready, or more if they are filled
NAME, PARENT, NOTE, FIRST_COLUMN = "A", "B", "C", 4
WIDTHS = {NAME: 26.0, PARENT: 16.0, NOTE: 26.0}
COLUMN_WIDTH, COLUMNS_ON_A_PAGE = 17, 7
LAST_COLUMN_OF_ALL, LAST_HEAD = 16_384, "ZZ"
NO_PATH, UNKNOWN = "-", "?"
ABOVE = {
    LABEL_ROW: Label("The input of the column", "该列的输入项"),
    UNIT_ROW: Label("Unit", "单位"),
    VALUE_ROW: Label("Its value on the sheet Inputs (live)", "“输入”表中的现值（实时）"),
}
HOW = (
    Label(
        "One row is one scenario. Write only what differs from the sheet Inputs: the new value, or *0.8 for 0.8 times "
        "the old one. An empty cell changes nothing.",
        "一行为一个方案，只填与“输入”表不同之处：新数值，或 *0.8（表示原值乘以0.8）；空白表示不变。",
    ),
    Label(
        "The head of a column is the path of an input; choose it from the list. A scenario may be based on another one. "
        "To compare: relocation compare FILE -o NEW.xlsx",
        "列标题为输入项的路径，可从列表中选择；方案可基于另一方案。对比请用：relocation compare 文件 -o 新文件.xlsx",
    ),
)


NAME_OF_HEAD, NAME_OF_VALUE = Label("Path of an input", "输入项路径"), Label("Other value", "变动后的数值")
PROMPT_OF_HEAD = Label(
    "Choose the input that this column changes, or write its path as on the sheet Inputs, column K.",
    "选择该列要改变的输入项，或填写其路径（见“输入”表K列）。",
)
PROMPT_OF_PARENT = Label(
    "Empty: based on the sheet Inputs. Or the name of another scenario whose changes this one takes over.",
    "空白：以“输入”表为基础；也可填另一方案的名称，本方案沿用其全部变动。",
)
PROMPT_OF_VALUE = Label(
    "A number, a choice, or *0.8 for 0.8 times the old value. Empty: no change.",
    "填数值、选项，或 *0.8（原值乘以0.8）。空白：不变。",
)


def write_scenarios(
    draft: Draft, inputs: list[InputRow], names: Mapping[str, Label], table: TypedTable
) -> None:
    """Writes the table as it was typed, with room for more of it; `names` are what the inputs are called, by path."""
    page = Page.of(draft, "scenarios")
    page.title(Label("Scenarios: what if", "方案：如果……会怎样"), HOW[0])
    page.text("A3", HOW[1], colour=styles.QUIET)
    columns = max(COLUMNS, len(table.paths) + 2)
    rows = max(ROWS, len(table.rows) + 5)
    paths = [*table.paths, *[""] * (columns - len(table.paths))]
    _write_heads(page, paths)
    _write_explanations(page, paths, inputs, names)
    empty = TypedRow("", "", "", (None,) * columns)
    for place in range(rows):
        _write_row(page, FIRST_ROW + place, table.rows[place] if place < len(table.rows) else empty, columns)
    _add_lists(page, len(inputs), columns, rows)
    _open_columns(page, columns)
    page.ws.freeze_panes = f"{get_column_letter(FIRST_COLUMN)}{FIRST_ROW}"
    page.print_to_scale((LABEL_ROW, HEAD_ROW), columns="A:A")
    printing.break_columns(page.ws, FIRST_COLUMN, columns, COLUMNS_ON_A_PAGE)
    _allow_changes(page)


def _write_heads(page: Page, paths: list[str]) -> None:
    page.heading(HEAD_ROW, HEADS)
    look: Look = {
        "bold": True,
        "colour": styles.INPUT_INK,
        "fill": styles.KEY_FILL,
        "alignment": styles.CENTRE,
        "border": styles.GRID,
        "protection": styles.UNLOCKED,
    }
    for column, path in enumerate(paths, start=FIRST_COLUMN):
        _write_typed(page, f"{get_column_letter(column)}{HEAD_ROW}", path, look)
    page.ws.row_dimensions[HEAD_ROW].height = 36


def _write_explanations(
    page: Page, paths: list[str], inputs: list[InputRow], names: Mapping[str, Label]
) -> None:
    """Three rows of formulas that look up what the path of each column stands for."""
    draft = page.draft
    known: dict[str, InputRow] = {row.path: row for row in inputs}
    quiet = styles.BELOW_HEADING
    heading = varied(quiet, alignment=styles.MIDDLE)
    of_value = varied(quiet, number_format=ANY_NUMBER)
    for row, text in ABOVE.items():
        for column in (NAME, PARENT, NOTE):
            page.text(f"{column}{row}", text if column == NAME else "", **heading)
    sources = _sources(draft, inputs)
    for number, path in enumerate(paths, start=FIRST_COLUMN):
        column = get_column_letter(number)
        head, shown = f"{column}${HEAD_ROW}", _shown(draft, path, known.get(path), names)
        for row, (paths_in, wanted) in sources.items():
            looked_up = f"INDEX({wanted},MATCH({head},{paths_in},0))"
            formula = f'=IF({head}="","{NO_PATH}",IFERROR({looked_up},"{UNKNOWN}"))'
            on_map = path if row == VALUE_ROW and path in draft.inputs else None
            look = of_value if row == VALUE_ROW else quiet
            page.raw_formula(f"{column}{row}", formula, shown[row], on_map, **look)
    page.ws.row_dimensions[LABEL_ROW].height = 48


def _sources(draft: Draft, rows: list[InputRow]) -> dict[int, tuple[str, str]]:
    """Row -> the range in which a path is looked up, and the range that has what is shown."""
    inputs, chart = SHEETS["inputs"].text(draft.lang), SHEETS["map"].text(draft.lang)
    first, last = rows[0].row, rows[-1].row

    def on_inputs(column: str) -> str:
        return f"{inputs}!${column}${first}:${column}${last}"

    top, bottom = map_rows(len(rows))

    def on_map(column: str) -> str:
        return f"{chart}!${column}${top}:${column}${bottom}"

    return {
        LABEL_ROW: (on_map(map_sheet.PATH_COLUMN), on_map(map_sheet.LABEL_COLUMN)),
        UNIT_ROW: (on_inputs(PATH_COLUMN), on_inputs(UNIT_COLUMN)),
        VALUE_ROW: (on_inputs(PATH_COLUMN), on_inputs(VALUE_COLUMN)),
    }


def _shown(
    draft: Draft, path: str, row: InputRow | None, names: Mapping[str, Label]
) -> Mapping[int, CachedValue]:
    """What the three formulas above a head come to."""
    if row is None:
        said = UNKNOWN if path else NO_PATH
        return {LABEL_ROW: said, UNIT_ROW: said, VALUE_ROW: said}
    return {
        LABEL_ROW: draft.names.text(names[path].text(draft.lang), always=True),
        UNIT_ROW: UNITS[row.record.unit].text(draft.lang),
        VALUE_ROW: _plain(cell_value(row.record, row.stated.value, draft.lang)),
    }


def _plain(value: Any) -> CachedValue:
    """A cell's content as a formula shows it: an empty cell is zero, a date its day number."""
    if isinstance(value, date):
        return day_number(value)
    return value if isinstance(value, str) else float(value or 0)


def _write_row(page: Page, row: int, typed: TypedRow, columns: int) -> None:
    words: Look = {
        "colour": styles.INPUT_INK,
        "fill": styles.INPUT_FILL,
        "border": styles.GRID,
        "alignment": styles.LEFT,
        "protection": styles.UNLOCKED,
    }
    _write_typed(page, f"{NAME}{row}", typed.name, varied(words, bold=True))
    _write_typed(page, f"{PARENT}{row}", typed.parent, words)
    _write_typed(page, f"{NOTE}{row}", typed.note, words)
    numbers = varied(words, alignment=styles.RIGHT, number_format=ANY_NUMBER)
    values = [*typed.values, *[None] * (columns - len(typed.values))]
    for number, value in enumerate(values[:columns], start=FIRST_COLUMN):
        _write_typed(page, f"{get_column_letter(number)}{row}", value, numbers)


def _write_typed(page: Page, address: str, value: Any, look: Look) -> None:
    """A value as it was typed: a text stays a text, a number keeps all its digits, nothing stays an empty cell."""
    cell = page.text(address, value if isinstance(value, str) else "", **look)
    if isinstance(value, float):
        put_number(cell, value)
    elif not isinstance(value, str) or not value:
        cell.value = None if value == "" else value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _add_lists(page: Page, inputs: int, columns: int, rows: int) -> None:
    """What may be chosen, and what a cell is for. Nothing is refused here: the program tells what is wrong, and why."""
    lang, first, last = page.draft.lang, get_column_letter(FIRST_COLUMN), FIRST_ROW + rows - 1
    top, bottom = map_rows(inputs)
    chart = SHEETS["map"].text(lang)
    paths = f"{chart}!${map_sheet.PATH_COLUMN}${top}:${map_sheet.PATH_COLUMN}${bottom}"
    rules = (
        (f"{first}{HEAD_ROW}:{LAST_HEAD}{HEAD_ROW}", NAME_OF_HEAD, PROMPT_OF_HEAD, paths),
        (f"{PARENT}{FIRST_ROW}:{PARENT}{last}", HEADS[1], PROMPT_OF_PARENT, f"${NAME}${FIRST_ROW}:${NAME}${last}"),
        (f"{first}{FIRST_ROW}:{get_column_letter(FIRST_COLUMN + columns - 1)}{last}", NAME_OF_VALUE, PROMPT_OF_VALUE, ""),
    )  # fmt: skip
    for cells, title, prompt, choices in rules:
        rule = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=False, sqref=cells)
        if choices:
            rule.type, rule.formula1 = "list", choices
        rule.promptTitle, rule.prompt = title.text(lang), prompt.text(lang)
        page.ws.add_data_validation(rule)


def _open_columns(page: Page, columns: int) -> None:
    """Widths, and every cell open that holds nothing yet, so that rows and columns can be added at the end."""
    widths = [*WIDTHS.values(), *[COLUMN_WIDTH] * columns]
    page.widths({get_column_letter(number): width for number, width in enumerate(widths, start=1)})
    beyond = get_column_letter(len(widths) + 1)
    page.ws.column_dimensions[beyond] = ColumnDimension(
        page.ws, index=beyond, min=len(widths) + 1, max=LAST_COLUMN_OF_ALL, width=COLUMN_WIDTH
    )
    for dimension in page.ws.column_dimensions.values():
        dimension.protection = styles.UNLOCKED


def _allow_changes(page: Page) -> None:
    """Rows and columns may be put in, taken out and sorted, since the reader goes by what heads and rows say."""
    protection = page.ws.protection
    protection.insertRows = protection.insertColumns = False
    protection.deleteRows = protection.deleteColumns = protection.sort = False
