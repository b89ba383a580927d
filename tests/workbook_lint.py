"""The rules of good spreadsheet modelling that a program can check, each a function, all findings told at once.

A rule yields `sheet!cell: what is wrong`. What a rule lets pass on purpose is said in its docstring.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.dimensions import DimensionHolder
from openpyxl.worksheet.worksheet import Worksheet

from relocation.excel.layout.calculation import FIRST_PERIOD_COLUMN
from relocation.excel.layout.inputs import VALUE_COLUMN
from relocation.excel.layout.kinds import COMPARISON, SHEETS
from tests.spreadsheet_programs import Address, CellValue, values_in

FUNCTIONS = frozenset(
    {
        "SUM",
        "MIN",
        "MAX",
        "ABS",
        "SIGN",
        "ROUND",
        "INT",
        "IF",
        "AND",
        "OR",
        "NOT",
        "IFERROR",
        "COUNT",
        "AVERAGE",
    }
    | {"SUMPRODUCT", "SUMIF", "EDATE", "PMT", "IRR", "INDEX", "MATCH", "ISNUMBER"}
)
VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "CELL", "INFO"})
# 0 to 3 belong to the arithmetic (a half, the S-curve, rounding), 12 months to a year, 0.01 is the smallest coin; 100
# and 10,000 count in per cent and in 万. From 500 million on, 3 decimals count instead of 6 (formula.ties).
UNIVERSAL = frozenset({0, 0.01, 1, 2, 3, 6, 12, 100, 10_000, 500_000_000})
LONGEST = 300  # a sum over six kinds of works, of which each asks for its heading, is the longest
FONTS = frozenset({"宋体", "Arial"})
PLAIN_REFERENCE = re.compile(r"(?:[^\[\]]+!)?\$?[A-Z]{1,3}\$?[0-9]+").fullmatch
MARKS = "A"  # beside the inputs: whether each holds a value of its kind
INPUT_SHEET, CALCULATION, TIMED = "inputs", "calculation", ("calculation", "statements", "annual")


@dataclass(frozen=True)
class Book:
    """A workbook to be looked at: its formulas, its cached values, its parts."""

    data: bytes

    @cached_property
    def formulas(self) -> Workbook:
        return load_workbook(io.BytesIO(self.data))

    @cached_property
    def values(self) -> dict[Address, CellValue]:
        return values_in(self.data)

    @cached_property
    def parts(self) -> list[str]:
        with ZipFile(io.BytesIO(self.data)) as archive:
            return archive.namelist()

    def sheet(self, key: str) -> Worksheet:
        """A sheet by its key, whatever the language."""
        return next(self.formulas[title] for title in SHEETS[key] if title in self.formulas.sheetnames)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell with something in it."""
        found = (cell for sheet in self.formulas for row in sheet.iter_rows() for cell in row)
        return tuple(cell for cell in found if cell.value is not None)

    @cached_property
    def formula_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.data_type == "f")

    @cached_property
    def tokens(self) -> tuple[tuple[Cell, Token], ...]:
        """Every word of every formula that is one text."""
        texts = (cell for cell in self.formula_cells if isinstance(cell.value, str))
        return tuple((cell, token) for cell in texts for token in Tokenizer(cell.value).items)

    @cached_property
    def input_cells(self) -> tuple[Cell, ...]:
        """The cells that the names in_... point to."""
        sheet = self.sheet(INPUT_SHEET)
        names = (name for title, name in self.formulas.defined_names.items() if title.startswith("in_"))
        return tuple(sheet[name.attr_text.split("!")[1].replace("$", "")] for name in names)


Rule = Callable[[Book], Iterator[str]]


def findings(data: bytes, only: str = "") -> list[str]:
    """Everything that any rule finds, or the one that is named."""
    book = Book(data)
    asked = [rule for rule in RULES if only in ("", rule.__name__)]
    return [f"{rule.__name__}: {text}" for rule in asked for text in rule(book)]


def at(cell: Cell) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"


def sheets_stand_in_order(book: Book) -> Iterator[str]:
    """About, Inputs, Calculation, then the results and the map, in one language; a comparison after the scenarios."""
    titles = book.formulas.sheetnames
    for compared, scenarios in zip(COMPARISON, SHEETS["scenarios"], strict=True):
        if compared in titles and titles[titles.index(compared) - 1] == scenarios:
            titles.remove(compared)
    if titles not in ([label.en for label in SHEETS.values()], [label.zh for label in SHEETS.values()]):
        yield f"sheets {titles}"


def nothing_is_hidden(book: Book) -> Iterator[str]:
    """Options and spare rows of Inputs are folded: the row above each group shows, and carries the sign that opens it."""
    folded = book.sheet(INPUT_SHEET).row_dimensions
    for sheet in book.formulas:
        if sheet.sheet_state != "visible":
            yield f"{sheet.title}: hidden sheet"
        rows = sheet.row_dimensions
        yield from (
            f"{sheet.title}!{row}: hidden row"
            for row, it in rows.items()
            if it.hidden and not (rows is folded and it.outlineLevel and opens(rows, row))
        )
        yield from (
            f"{sheet.title}!{column}: hidden column"
            for column, it in sheet.column_dimensions.items()
            if it.hidden
        )


def opens(rows: DimensionHolder, row: int) -> bool:
    """Whether the group of a folded row can be opened by the row above it."""
    above = row - 1
    while (
        above in rows
        and rows[above].hidden
        and (rows[above].outlineLevel or 0) >= (rows[row].outlineLevel or 0)
    ):
        above -= 1
    return above in rows and bool(rows[above].collapsed)


def every_row_has_one_formula(book: Book) -> Iterator[str]:
    """Over the periods, on the sheets that have a time axis."""
    for sheet in map(book.sheet, TIMED):
        for row in sheet.iter_rows(min_col=FIRST_PERIOD_COLUMN):
            formulas = [cell for cell in row if cell.data_type == "f" and isinstance(cell.value, str)]
            is_series = len(formulas) > 3 and formulas[-1].column - formulas[0].column == len(formulas) - 1
            for cell in formulas[1:] if is_series else []:
                first = formulas[0]
                wanted = Translator(first.value, origin=first.coordinate).translate_formula(cell.coordinate)
                if cell.value != wanted:
                    yield f"{at(cell)}: {cell.value} is not {wanted}"


def numbers_stand_on_inputs_only(book: Book) -> Iterator[str]:
    """And on Scenarios, which are inputs. Stress and comparison are repeated appraisals, whose figures say that they are values."""
    allowed = {*SHEETS[INPUT_SHEET], *SHEETS["scenarios"], *SHEETS["stress"], *COMPARISON}
    for cell in book.cells:
        if cell.data_type in {"n", "d"} and cell.parent.title not in allowed:
            yield f"{at(cell)}: the number {cell.value} outside Inputs"


def inputs_are_no_formulas(book: Book) -> Iterator[str]:
    """Formulas on Inputs are the live result, above the inputs, and the marks beside them."""
    for cell in book.formula_cells:
        if (
            not is_mark(cell)
            and cell.parent.title in SHEETS[INPUT_SHEET]
            and cell.row >= min(one.row for one in book.input_cells)
        ):
            yield f"{at(cell)}: {cell.value} among the inputs"


def formulas_have_no_numbers_of_their_own(book: Book) -> Iterator[str]:
    """But 0, 1, 12 and the like. Exempt are a planner's own formula, and the mark beside an input, which holds its range."""
    owned = {cell for cell in book.formula_cells if is_own_line(cell) or is_mark(cell)}
    for cell, token in book.tokens:
        is_number = token.type == Token.OPERAND and token.subtype == Token.NUMBER
        if is_number and float(token.value) not in UNIVERSAL and cell not in owned:
            yield f"{at(cell)}: the constant {token.value} in {cell.value}"


def is_mark(cell: Cell) -> bool:
    return cell.parent.title in SHEETS[INPUT_SHEET] and cell.column_letter == MARKS


def is_own_line(cell: Cell) -> bool:
    path = str(cell.parent.cell(cell.row, 1).value)
    return cell.parent.title in SHEETS[CALCULATION] and path.startswith(("other.", "published."))


def functions_are_shared_by_all_programs(book: Book) -> Iterator[str]:
    """No NPV (its first period is discounted, which few expect), nothing volatile, nothing new."""
    for cell, token in book.tokens:
        name = token.value.rstrip("(").upper()
        if token.type == Token.FUNC and token.subtype == Token.OPEN and name not in FUNCTIONS:
            yield f"{at(cell)}: {'volatile ' if name in VOLATILE else ''}function {name}"


def formulas_are_plain(book: Book) -> Iterator[str]:
    """No array formulas, structured references, other files, or names."""
    for cell in book.formula_cells:
        if not isinstance(cell.value, str):
            yield f"{at(cell)}: array formula"
    for cell, token in book.tokens:
        if (
            token.type == Token.OPERAND
            and token.subtype == Token.RANGE
            and ("[" in token.value or "in_" in token.value)
        ):
            yield f"{at(cell)}: {token.value} is not a plain reference"
        if token.type == Token.ARRAY:
            yield f"{at(cell)}: array {token.value}"
    for part in book.parts:
        if "externalLink" in part or "vbaProject" in part or "calcChain" in part:
            yield f"part {part}"


def formulas_are_short(book: Book) -> Iterator[str]:
    for cell in book.formula_cells:
        text = str(cell.value)
        if len(text) > LONGEST or "\n" in text:
            yield f"{at(cell)}: {len(text)} characters"


def formulas_refer_to_filled_cells(book: Book) -> Iterator[str]:
    """A reference to one empty cell is a slip; an empty input and the opening column count as zero on purpose.

    So may the heads of scenarios be empty: they are unlocked, to be filled.
    """
    scenarios = book.sheet("scenarios").title
    empty_on_purpose = {at(cell) for cell in book.input_cells}
    for cell, token in book.tokens:
        if token.subtype == Token.RANGE and PLAIN_REFERENCE(token.value):
            title, _, place = token.value.replace("$", "").rpartition("!")
            sheet = book.formulas[title.strip("'")] if title else cell.parent
            found = sheet[place]
            is_opening = found.column == FIRST_PERIOD_COLUMN - 1
            is_head = found.parent.title == scenarios and not found.protection.locked
            if found.value is None and at(found) not in empty_on_purpose and not is_opening and not is_head:
                yield f"{at(cell)}: refers to the empty {at(found)}"


def nothing_is_merged(book: Book) -> Iterator[str]:
    for sheet in book.formulas:
        yield from (f"{sheet.title}!{merged}: merged" for merged in sheet.merged_cells.ranges)


def every_formula_has_a_value(book: Book) -> Iterator[str]:
    """Cached in the file, and no error. A text that is empty by its formula is read as nothing."""
    for cell in book.formula_cells:
        value = book.values.get((cell.parent.title, cell.coordinate))
        may_be_empty = '""' in str(cell.value)
        if (value is None and not may_be_empty) or str(value).startswith("#"):
            yield f"{at(cell)}: cached value {value}"


def formulas_are_locked(book: Book) -> Iterator[str]:
    yield from (f"{at(cell)}: unlocked formula" for cell in book.formula_cells if not cell.protection.locked)


def sheets_are_protected_without_password(book: Book) -> Iterator[str]:
    """All but Inputs, whose outline could not be opened; there every row says its path, and the reader sees changes."""
    for sheet in book.formulas:
        if sheet.protection.sheet is (sheet.title in SHEETS[INPUT_SHEET]):
            yield f"{sheet.title}: protected or not"
        if sheet.protection.password or sheet.protection.hashValue:
            yield f"{sheet.title}: protected by a password"


def inputs_say_what_they_want(book: Book) -> Iterator[str]:
    """Unit, coloured cell, a validation with a prompt; unlocked unless the value is fixed by the structure."""
    ruled: dict[str, str] = {}
    for rule in book.sheet(INPUT_SHEET).data_validations.dataValidation:
        for area in rule.sqref.ranges:
            ruled |= {
                cell: rule.prompt or ""
                for cell in (f"{VALUE_COLUMN}{row}" for row in range(area.min_row, area.max_row + 1))
                if area.min_col == 5
            }
    for cell in book.input_cells:
        label, unit = (cell.parent.cell(cell.row, column).value for column in (3, 4))
        path = str(cell.parent.cell(cell.row, 11).value)
        fixed = (
            path in {"timeline.period", "timeline.periods"}
            or path.endswith(".formula")
            or (path.startswith("other.") and path.endswith(".kind"))
        )
        if not label or not unit:
            yield f"{at(cell)}: no label or no unit"
        if not ruled.get(cell.coordinate):
            yield f"{at(cell)}: no validation with a prompt"
        if cell.fill.fill_type is None:
            yield f"{at(cell)}: not coloured"
        if bool(cell.protection.locked) != fixed:
            yield f"{at(cell)}: {'locked' if cell.protection.locked else 'unlocked'}"


def names_point_to_inputs(book: Book) -> Iterator[str]:
    """Every name is in_ and a path, and points to one cell whose row says that path."""
    sheet = book.sheet(INPUT_SHEET)
    for name, target in book.formulas.defined_names.items():
        title, _, place = target.attr_text.rpartition("!")
        if not name.startswith("in_") or not name.isascii() or title.strip("'") != sheet.title:
            yield f"name {name} -> {target.attr_text}"
        elif "in_" + str(sheet[f"K{place.split('$')[-1]}"].value).replace(".", "__") != name:
            yield f"name {name} -> {target.attr_text}, whose row says otherwise"


def lines_have_label_and_unit(book: Book) -> Iterator[str]:
    """On the Calculation sheet every path stands once, with a label and a unit."""
    sheet, seen = book.sheet(CALCULATION), set()
    for row in range(7, sheet.max_row + 1):
        path, label, unit = (sheet.cell(row, column).value for column in (1, 2, 3))
        if sheet.cell(row, 4).value is None and sheet.cell(row, FIRST_PERIOD_COLUMN).value is None:
            continue
        if not label or not unit or path in seen:
            yield f"{sheet.title}!A{row}: {path} lacks a label or a unit, or stands twice"
        seen.add(path)


def fonts_are_named(book: Book) -> Iterator[str]:
    yield from (f"{at(cell)}: font {cell.font.name}" for cell in book.cells if cell.font.name not in FONTS)


def calculation_needs_no_iteration(book: Book) -> Iterator[str]:
    if book.formulas.calculation.iterate:
        yield "iterative calculation is on"


RULES: tuple[Rule, ...] = (
    sheets_stand_in_order,
    nothing_is_hidden,
    every_row_has_one_formula,
    numbers_stand_on_inputs_only,
    inputs_are_no_formulas,
    formulas_have_no_numbers_of_their_own,
    functions_are_shared_by_all_programs,
    formulas_are_plain,
    formulas_are_short,
    formulas_refer_to_filled_cells,
    nothing_is_merged,
    every_formula_has_a_value,
    formulas_are_locked,
    sheets_are_protected_without_password,
    inputs_say_what_they_want,
    names_point_to_inputs,
    lines_have_label_and_unit,
    fonts_are_named,
    calculation_needs_no_iteration,
)
