"""Where line items stand on the sheets Calculation and Annual, and how a formula anywhere names them and the inputs.

Nothing here writes a file. The layout follows from the project's fields and the book's lines alone, so that the
writer and the reader agree without either asking the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from relocation.annual import TABLES, AnnualRow, Table, rows_of
from relocation.excel.layout.kinds import SHEETS
from relocation.formula.language.book import Book
from relocation.labels import Label, Language

PERIOD_ROW, DATE_ROW = 4, 5
SINGLE_COLUMN, OPENING_COLUMN, FIRST_PERIOD_COLUMN = 4, 5, 6  # of every sheet with a time axis

SECTIONS: tuple[tuple[tuple[str, ...], Label], ...] = (
    (("timeline",), Label("Timeline", "时间轴")),
    (("land_quota",), Label("Land quota", "土地指标")),
    (("subsidies",), Label("Subsidies", "财政补助")),
    (("construction",), Label("Construction and reclamation", "工程与复垦")),
    (("compensation", "purchases", "household"), Label("Compensation and households", "补偿与农户")),
    (("income", "costs"), Label("After the move", "搬迁后收支")),
    (("other",), Label("Other lines", "其他项目")),
    (("loans",), Label("Loans", "贷款")),
    (("fund_balance",), Label("Fund balance", "资金平衡")),
    (("cash",), Label("Cash plan", "资金计划")),
    (("sources", "uses"), Label("Sources and uses", "资金来源与运用")),
    (("gap",), Label("Who bears the gap", "缺口由谁承担")),
    (
        (
            *("npv", "irr", "capital", "payback", "payback_dynamic"),
            *(
                "cover",
                "dscr",
                "dscr_min",
                "dscr_min_year",
                "dscr_avg",
                "icr",
                "icr_min",
                "llcr",
                "coverage_multiple",
            ),
            *("liabilities_to_assets_max", "break_even", "critical", "elasticity"),
        ),
        Label("Indicators", "指标"),
    ),
    (("rules",), Label("Rules between inputs", "输入项之间的规则")),
    (("complete",), Label("What a finished plan states", "方案是否填写完整")),
    (("checks",), Label("Checks", "检查")),
    (("balance_sheet",), Label("Balance sheet", "资产负债")),
    (("verdict", "flags"), Label("Verdict", "结论")),
    (("published",), Label("Published figures", "已公布数字")),
)


# In the formula of a whole row they stand for the column of the cell and for the one before.
THIS, BEFORE = "\ue000", "\ue001"


def in_column(formula: str, column: str) -> str:
    """The formula of a whole row as one of its cells has it."""
    if BEFORE in formula:
        formula = formula.replace(BEFORE, _before(column))
    return formula.replace(THIS, column)


def row_and_column(address: str) -> tuple[int, int]:
    """The numbers of the row and the column of a cell such as E14."""
    column = address.rstrip("0123456789")
    return int(address[len(column) :]), column_index_from_string(column)


def _before(column: str) -> str:
    return get_column_letter(column_index_from_string(column) - 1)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading on the Calculation sheet and the lines below it, with their rows."""

    heading: Label
    row: int
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CalculationLayout:
    """The rows of the Calculation sheet."""

    blocks: tuple[Block, ...]
    rows: dict[str, int]
    periods: int

    @property
    def columns(self) -> Iterator[tuple[int, str]]:
        """Period numbers with their column letters."""
        for period in range(1, self.periods + 1):
            yield period, period_column(period)

    def below(self, keys: Sequence[str]) -> dict[str, int]:
        """Rows for what stands below all blocks, after a gap and a heading."""
        first = max(self.rows.values()) + 3
        return {key: row for row, key in enumerate(keys, start=first)}


def period_column(period: int) -> str:
    """The column of a period, the same on every sheet with a time axis; period 0 is the opening column."""
    return get_column_letter(FIRST_PERIOD_COLUMN - 1 + period)


@dataclass(frozen=True, slots=True)
class AnnualBlock:
    """A table of the Annual sheet: its title and its lines."""

    table: Table
    row: int
    lines: tuple[tuple[AnnualRow, int], ...]


@dataclass(frozen=True, slots=True)
class AnnualLayout:
    """The rows of the Annual sheet: tables with their titles, one line of the axis of years per row."""

    blocks: tuple[AnnualBlock, ...]
    rows: dict[str, int]
    years: int

    @property
    def columns(self) -> Iterator[tuple[int, str]]:
        """Numbers of years with their column letters, the same columns as the periods of other sheets."""
        for year in range(1, self.years + 1):
            yield year, period_column(year)


def annual_layout(book: Book) -> AnnualLayout:
    """Places every line that stands by years, table by table."""
    rows = {"annual.year": PERIOD_ROW, "annual.date": DATE_ROW}
    blocks: list[AnnualBlock] = []
    row = DATE_ROW + 1
    for key, table in TABLES.items():
        placed = tuple((line, row + 1 + offset) for offset, line in enumerate(rows_of(book, key)))
        blocks.append(AnnualBlock(table, row, placed))
        rows.update((line.key, line_row) for line, line_row in placed)
        row += len(placed) + 1
    return AnnualLayout(tuple(blocks), rows, book.groups)


def calculation_layout(book: Book) -> CalculationLayout:
    """Places every line of a book, grouped by concept in the order of the appraisal."""
    rows = {"timeline.date": DATE_ROW}
    blocks: list[Block] = []
    row = DATE_ROW + 2
    for groups, heading in SECTIONS:
        keys = [key for key, line in book.lines.items() if line.group in groups and key not in rows]
        if not keys:
            continue
        placed = tuple((key, row + 1 + offset) for offset, key in enumerate(keys))
        blocks.append(Block(heading, row, placed))
        rows.update(placed)
        row += len(keys) + 2
    unplaced = [key for key, line in book.lines.items() if key not in rows and line.group != "annual"]
    if unplaced:
        raise LookupError(f"lines that belong to no section of the Calculation sheet: {sorted(unplaced)}")
    return CalculationLayout(tuple(blocks), rows, book.periods)


@dataclass(frozen=True, slots=True)
class Places:
    """Where inputs and lines stand, seen from column `column` of sheet `sheet` (the Placement of excel_target).

    As seen from the column THIS, a formula is that of a whole row.
    """

    book: Book
    inputs: dict[str, str]  # path -> cell of the Inputs sheet, such as E14
    choices: dict[tuple[str, str], str]
    calculation: CalculationLayout
    annual: AnnualLayout
    lang: Language
    sheet: str
    column: str

    def on(self, sheet: str, column: str) -> Places:
        """The same places seen from another cell."""
        return Places(
            self.book, self.inputs, self.choices, self.calculation, self.annual, self.lang, sheet, column
        )

    def _at(self, sheet: str) -> str:
        return "" if sheet == self.sheet else f"{SHEETS[sheet].text(self.lang)}!"

    def input(self, key: str) -> str:
        """The address of an input, or what stands for it: whether its cell is filled, what it counts as when empty."""
        item = self.book.inputs.get(key)  # a text is an input of the sheet, but not of the book
        cell = self.inputs[item.stated if item and item.stated else key]
        address = f"{self._at('inputs')}${cell[:1]}${cell[1:]}"
        if item is None:
            return address
        if item.stated:
            return f"COUNT({address})"
        return f"MAX({item.empty:g},{address})" if item.empty else address

    def choice(self, key: str, choice: str) -> str:
        return self.choices[key, choice]

    def line(self, key: str) -> str:
        sheet, row = self._row(key)
        column = self.column if key in self.book.plan.series else f"${get_column_letter(SINGLE_COLUMN)}$"
        return f"{self._at(sheet)}{column}{row}"

    def previous(self, key: str) -> str:
        sheet, row = self._row(key)
        before = BEFORE if self.column == THIS else _before(self.column)
        return f"{self._at(sheet)}{before}{row}"

    def whole(self, key: str) -> str:
        sheet, row = self._row(key)
        return f"{self._at(sheet)}${period_column(1)}{row}:${period_column(self._length(key))}{row}"

    def last(self, key: str) -> str:
        sheet, row = self._row(key)
        return f"{self._at(sheet)}${period_column(self._length(key))}{row}"

    def period(self) -> str:
        axis = "annual" if self.sheet == "annual" else "calculation"
        return f"{self._at(axis)}{self.column}${PERIOD_ROW}"

    def _row(self, key: str) -> tuple[str, int]:
        if key in self.annual.rows:
            return "annual", self.annual.rows[key]
        return "calculation", self.calculation.rows[key]

    def _length(self, key: str) -> int:
        return self.book.groups if key in self.book.plan.grouped else self.book.periods
