"""The Inputs sheet: label, unit, value, range, provenance, source and note of every input, and the live result above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Border, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import Outline

from relocation.checks import ALL_PASSED
from relocation.excel.layout.inputs import (
    DELIVERED_COLUMN,
    HEADING_ROW,
    NOTE_COLUMN,
    PATH_COLUMN,
    PROVENANCE_COLUMN,
    SOURCE_COLUMN,
    UNIT_COLUMN,
    VALUE_COLUMN,
    InputBlock,
    InputRow,
    cell_value,
    input_name,
    input_rows,
    note_text,
)
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page, put_number
from relocation.excel.write.styles import Look, set_style, varied
from relocation.excel.write.validation import list_validation, range_text, validation, write_marks
from relocation.labels import Label, Language
from relocation.project.fields import PROVENANCE, SET_BY_PROGRAM, FieldRecord
from relocation.project.sourced_inputs import InputValue
from relocation.tables.numbers import stated_format
from relocation.tables.units import UNITS

HEADINGS = (
    Label("Item", "项目"),
    Label("Input", "输入项"),
    Label("Unit", "单位"),
    Label("Value", "数值"),
    Label("Allowed", "允许范围"),
    Label("Provenance", "数据性质"),
    Label("Source", "来源"),
    Label("Note", "说明"),
    Label("As delivered", "交付时的值"),
    Label("Path", "路径"),
)
WIDTHS = {
    "A": 2.5,
    "B": 13.5,
    "C": 24.5,
    "D": 13.5,
    "E": 16,
    "F": 9,
    "G": 11,
    "H": 12.5,
    "I": 39,
    "J": 13,
    "K": 36,
}
LAST_COLUMN = 11
LAST_PRINTED = "I"
RESULTS = {
    "B": "fund_balance.revenue",
    "C": "fund_balance.expenditure",
    "D": "fund_balance.balance",
    "E": "cash.minimum",
    "F": "cash.minimum_period",
    "G": "loans.interest_total",
    "H": "household.net_cash",
    "I": ALL_PASSED,
}
NOTHING = Label("", "")
SHORT_NAMES = {
    "loans.interest_total": Label("Interest, all loans", "贷款利息"),
    "household.net_cash": Label("Net cash a household, yuan", "户均净得现金（元）"),
}
RESULT_ROW = 3  # labels, and their values in the row below


def write_inputs(
    draft: Draft, blocks: tuple[InputBlock, ...], every: Sequence[InputRow], latest: date
) -> None:
    """Writes the inputs of `blocks` as unlocked, validated, named cells, below a live result that stays in view.

    `every` are the rows of all inputs, which are marked where they hold no value of their kind; a plan of this length may
    begin on the day `latest`.
    """
    page = Page.of(draft, "inputs")
    page.title(
        Label("Inputs", "输入"),
        Label(
            "Fill the yellow cells: the result below moves while you type. The signs + at the left open options and spare rows.",
            "请填写黄色单元格，下方结果随填随变。点击左侧 + 号可展开选项和备用行。",
        ),
    )
    _write_results(page)
    page.heading(HEADING_ROW, HEADINGS, first_column=2)
    page.ws.row_dimensions[HEADING_ROW].height = 16
    validations = InputValidations(page)
    for block in blocks:
        _write_heading(page, block)
        for row in block.rows:
            write_input(page, row, validations)
    validations.attach()
    _fold(page, input_rows(blocks))
    write_marks(page, every, latest)
    last = blocks[-1].row + len(blocks[-1].rows)
    _mark_changed(page, last)
    page.widths(WIDTHS)
    page.ws.freeze_panes = f"A{HEADING_ROW + 1}"
    page.print_to_scale((HEADING_ROW, HEADING_ROW), landscape=False, last=LAST_PRINTED)
    # A program that protects a sheet keeps its outline shut; what each row says guards the inputs instead.
    page.ws.protection.sheet = False


def _fold(page: Page, rows: list[InputRow]) -> None:
    """Options and spare rows as groups of the outline, opened by the row above them."""
    page.ws.sheet_properties.outlinePr = Outline(summaryBelow=False)
    page.ws.sheet_format.outlineLevelRow = max((row.level for row in rows), default=0)
    for row in rows:
        dimension = page.ws.row_dimensions[row.row]
        dimension.outlineLevel, dimension.hidden = row.level, row.folded
        above = page.ws.row_dimensions[row.row - 1]
        if row.folded and (above.outlineLevel or 0) < row.level:
            above.collapsed = True


def _write_results(page: Page) -> None:
    """The live result, which a window keeps in view because the rows above the inputs are frozen."""
    draft = page.draft
    quiet: Look = {"fill": styles.TOTAL_FILL, "alignment": styles.CENTRE, "colour": styles.QUIET}
    strong: Look = {"size": 12, "bold": True, "fill": styles.TOTAL_FILL, "alignment": styles.FITTED}
    for column, key in RESULTS.items():
        line = draft.book.lines[key]
        unit = f" ({draft.unit_text(line.unit)})" if line.unit == "yuan" else ""
        said = SHORT_NAMES.get(key, line.label).text(draft.lang)
        page.text(f"{column}{RESULT_ROW}", said + unit, **quiet)
        page.line(f"{column}{RESULT_ROW + 1}", key, **strong)
    page.ws.row_dimensions[RESULT_ROW].height = 3 * printing.ROW_HEIGHT + 2
    page.ws.row_dimensions[RESULT_ROW + 1].height = 20
    page.colour_passes(f"I{RESULT_ROW + 1}")
    for column in ("D", "E"):
        cell = f"{column}{RESULT_ROW + 1}"
        page.colour_if(cell, f"ROUND({cell},2)<0", styles.FAIL_FILL)


def _write_heading(page: Page, block: InputBlock) -> None:
    if block.is_spare:
        page.text(f"B{block.row}", block.heading, italic=True, colour=styles.QUIET)
    else:
        page.section(block.row, block.heading, LAST_COLUMN)


def write_input(page: Page, row: InputRow, validations: InputValidations) -> None:
    """One input in its row: unlocked, validated and named, with its provenance, source and path."""
    stated, record, number = row.stated, row.record, row.row
    border = styles.HAIRLINE if row.lead is None else styles.ITEM_LINE
    small: Look = {"border": border, "alignment": styles.LEFT}
    quiet = varied(small, colour=styles.QUIET)
    page.text(f"B{number}", row.lead or "", **varied(small, bold=True, colour=styles.ACCENT))
    page.text(f"C{number}", record.label, **small)
    page.text(f"{UNIT_COLUMN}{number}", UNITS[record.unit], **quiet)
    _write_value(page, row, border)
    set_in = varied(quiet, alignment=styles.SET_IN)  # away from the number that ends beside it
    # A text may run over the cells beside it, a number may not.
    page.text(f"F{number}", "" if record.is_text else range_text(record), **set_in)
    _write_source(page, row, varied(small, protection=styles.UNLOCKED))
    is_assumption = stated.source.provenance == "assumption"
    if not is_assumption or record.structural or provenance_text(stated) == SET_BY_PROGRAM:
        delivered = page.ws[f"{DELIVERED_COLUMN}{number}"]
        _write_plain(page, delivered, cell_value(record, stated.value, page.draft.lang), record)
    page.text(f"{PATH_COLUMN}{number}", row.path, size=7, colour=styles.QUIET, alignment=styles.LEFT)
    page.ws.row_dimensions[number].height = row_height(row, page.draft.lang)
    validations.add(row)
    name, target = input_name(row.path), f"'{page.ws.title}'!${VALUE_COLUMN}${number}"
    page.draft.workbook.defined_names[name] = DefinedName(name, attr_text=target)


def _write_source(page: Page, row: InputRow, look: Look) -> None:
    """Where the value comes from, in cells a planner can change as well."""
    source = row.stated.source
    page.text(f"{PROVENANCE_COLUMN}{row.row}", provenance_text(row.stated), **look)
    page.text(f"{SOURCE_COLUMN}{row.row}", source.source, **look)
    page.text(f"{NOTE_COLUMN}{row.row}", note_text(source.derivation, source.note), **look)


def is_empty(stated: InputValue) -> bool:
    """Whether the cell of an input stays empty: nobody stated a value, and a planner is asked for one."""
    return not stated.stated and stated.record.asked and stated.value == stated.record.empty_value


def provenance_text(stated: InputValue) -> Label:
    """What the row says of the provenance; nothing beside an empty cell, and where it goes without saying.

    It goes without saying for texts and in spare slots, as long as the value is not the one that the program would set.
    """
    record, in_slot = stated.record, bool(stated.path.slots)
    if not stated.stated and stated.source.is_silent:
        return NOTHING if is_empty(stated) or in_slot or stated.value == "" else SET_BY_PROGRAM
    by_itself = record.is_text or in_slot
    if by_itself and stated.source.is_silent and (record.asked or stated.value != record.default):
        return NOTHING
    return PROVENANCE[stated.source.provenance]


def row_height(row: InputRow, lang: Language) -> float:
    """High enough for the longest wrapped text, since not every program fits rows by itself."""
    source = row.stated.source
    texts = {
        "B": row.lead.text(lang) if row.lead is not None else "",
        "C": row.record.label.text(lang),
        NOTE_COLUMN: note_text(source.derivation, source.note),
        SOURCE_COLUMN: source.source,
        VALUE_COLUMN: row.stated.value if _is_long(row.stated) else "",
    }
    lines = max(printing.lines_of(text, WIDTHS[column] - 0.7) for column, text in texts.items())
    return printing.ROW_HEIGHT * lines


def _write_value(page: Page, row: InputRow, border: Border) -> None:
    stated, record, cell, lang = row.stated, row.record, page.ws[row.cell], page.draft.lang
    _write_plain(page, cell, None if is_empty(stated) else cell_value(record, stated.value, lang), record)
    ink = styles.INK if record.structural else styles.INPUT_INK
    is_word = bool(record.choices) or record.is_text
    font = styles.font(lang, colour=ink, bold=record.key_figure, figures=not is_word)
    set_style(cell, fill=_fill(record), font=font, border=border)
    if _is_long(stated):
        set_style(cell, alignment=styles.LEFT)
    if not record.structural:
        set_style(cell, protection=styles.UNLOCKED)


def _is_long(stated: InputValue) -> bool:
    """Whether a text does not fit in its cell and the empty one beside it."""
    room = WIDTHS["E"] + WIDTHS["F"] - 0.7
    return stated.record.is_text and printing.lines_of(str(stated.value), room) > 1


def _fill(record: FieldRecord) -> PatternFill:
    if record.structural:
        return styles.FIXED_FILL
    return styles.KEY_FILL if record.key_figure else styles.INPUT_FILL


def _write_plain(page: Page, cell: Cell, value: Any, record: FieldRecord) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, float):
        put_number(cell, value)
    font = styles.font(page.draft.lang, 8, colour=styles.QUIET)
    set_style(cell, font=font, alignment=styles.TO_THE_LEFT if record.is_text else styles.RIGHT)
    if not record.is_text and record.kind != "choice":
        # Inputs are typed in yuan whatever scale the results are shown in.
        set_style(cell, number_format=stated_format(record.unit))


class InputValidations:
    """One validation per kind of input and prompt, shared by all cells that need the same."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.made: dict[Any, tuple[DataValidation, list[str]]] = {}
        names = [label.text(page.draft.lang) for label in (*PROVENANCE.values(), SET_BY_PROGRAM)]
        self.provenance: tuple[DataValidation, list[str]] = list_validation(names), []

    def add(self, row: InputRow) -> None:
        record = row.record
        alike = (
            record.label,
            record.kind,
            record.low,
            record.high,
            record.choices,
            record.unit,
            record.structural,
        )
        if alike not in self.made:
            self.made[alike] = validation(record, self.page.draft.lang), []
        self.made[alike][1].append(row.cell)
        self.provenance[1].append(f"{PROVENANCE_COLUMN}{row.row}")

    def attach(self) -> None:
        for rule, cells in (*self.made.values(), self.provenance):
            # Its own way to add a cell looks at all others first.
            rule.sqref = MultiCellRange(" ".join(cells))
            self.page.ws.add_data_validation(rule)


def _mark_changed(page: Page, last: int) -> None:
    """A value that no longer is the delivered one changes colour, since its provenance no longer holds.

    What the program set is there to be changed, so a change of it is no news.
    """
    first = HEADING_ROW + 1
    by_program = SET_BY_PROGRAM.text(page.draft.lang)
    value, delivered = f"$E{first}", f"${DELIVERED_COLUMN}{first}"
    formula = f'AND({delivered}<>"",{value}<>{delivered},$G{first}<>"{by_program}")'
    page.colour_if(f"E{first}:E{last}", formula, styles.CHANGED_FILL)
