"""The rows below the headings of a table: merged cells filled down or refused, totals told, every cell typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from relocation.labels import Label
from relocation.problems import Problem
from relocation.reading.cells import Taken, take
from relocation.reading.headings import Head, Headings, TableColumn
from relocation.reading.rows import (
    DELETE,
    Area,
    FormulaCell,
    Places,
    Rows,
    is_blank,
    letters,
    names_a_total,
    place,
    sums_a_column,
    total_row,
)

CELLS_ONLY = Label("cells parted by one sign", "以同一符号分隔的单元格")
QUOTE = Label("put a text that holds the separator into quotation marks", "含分隔符的文本请加引号")
MERGED = Label("merged cells", "合并单元格")
ALONE = Label("every value in a cell of its own", "每个数值单独占用一个单元格")
HEADINGS_AGAIN = Label("the headings again", "重复的标题行")
ONCE = Label("one row of headings above the table", "表格上方仅一行标题")
UNMERGE = Label("unmerge the cells and fill each of them", "请取消合并并逐格填写")


class DataRow(NamedTuple):
    """A row below the headings, or why it cannot be read."""

    number: int
    cells: Sequence[Any]
    problem: Problem | None = None


class TypedRow(NamedTuple):
    """The values of a row by the keys of the columns; `sound` says that nothing in it is wrong."""

    number: int
    where: str
    values: dict[str, Any]
    sound: bool


@dataclass
class OpenTable:
    """A table whose headings are known."""

    columns: Sequence[TableColumn]
    rows: Rows
    head: Head
    headings: Headings
    warnings: tuple[Problem, ...]
    calculated: dict[int, int] = field(default_factory=dict)  # position -> cells with formulas
    filled: dict[int, int] = field(default_factory=dict)  # position -> cells that took the value above
    stated: dict[int, int] = field(
        default_factory=dict
    )  # position -> cells with a value where values may spread
    counted: int = 0

    @cached_property
    def places(self) -> Places:
        """Where rows and cells are, for messages."""
        positions, texts, sheet = self.headings.positions, self.headings.texts, self.rows.sheet
        titles = {key: letters(position) for key, position in positions.items()} if sheet else texts
        return Places(self.rows.file, titles, sheet)

    def data_rows(self) -> Iterator[DataRow]:
        """The rows below the headings that hold anything; what `notes` says is known when all are read."""
        merged = _by_row(self.rows.merged, self.head.last)
        above: Sequence[Any] = []
        for number, cells, torn in self.rows:
            if number <= self.head.last or (torn is None and self._is_blank(cells)):
                continue
            problem = self._unusable(number, cells, torn)
            if problem is None and number in merged:
                cells, problem = self._unmerged(number, cells, merged[number], above)
            above = cells
            if problem is None:
                self._count(cells)
            yield DataRow(number, cells, problem)

    def typed_rows(self, problems: list[Problem]) -> Iterator[TypedRow]:
        """The rows with their values. Blank cells that need not be filled are None."""
        for number, cells, problem in self.data_rows():
            if problem is not None:
                problems.append(problem)
                continue
            told = [self._taken(number, cells, column) for column in self.columns]
            wrong = [problem for taken in told for problem in taken.problems]
            problems += wrong
            values = {column.key: taken.value for column, taken in zip(self.columns, told, strict=True)}
            sound = all(fault.severity == "warning" for fault in wrong)
            yield TypedRow(number, self.places.row(number), values, sound)
        problems += self.notes()

    def notes(self) -> list[Problem]:
        """Warnings about what was read all the same: hidden rows, formulas, values that cells above have given."""
        first = self.head.last + 1
        noted = [*self.warnings, *_unseen(self.rows, first)]
        blank = {
            position: self.counted - stated
            for position, stated in self.stated.items()
            if 0 < stated < self.counted
        }
        for counted, note in (
            (self.filled, _filled_down),
            (blank, _left_blank),
            (self.calculated, _calculated),
        ):
            noted += [note(self._column(position), count) for position, count in sorted(counted.items())]
        return noted

    def _taken(self, number: int, cells: Sequence[Any], column: TableColumn) -> Taken:
        position = self.headings.positions.get(column.key, len(cells))
        cell = cells[position] if position < len(cells) else None
        if is_blank(cell) and not column.record.required:
            return Taken("" if column.record.kind == "text" else None)
        return take(self.places.cell(number, column.key), cell, column, typed=self.rows.typed)

    def _is_blank(self, cells: Sequence[Any]) -> bool:
        """Whether nothing stands in the columns that are known; notes beside the table make no row."""
        width = len(cells)
        return all(position >= width or is_blank(cells[position]) for position in self._known)

    @cached_property
    def _known(self) -> list[int]:
        return list(self.headings.positions.values())

    def _unusable(self, number: int, cells: Sequence[Any], torn: Label | None) -> Problem | None:
        """Why a whole row cannot be read."""
        if torn is not None:
            return Problem(self.places.row(number), torn, CELLS_ONLY, QUOTE)
        if self._repeats_headings(cells):
            return Problem(self.places.row(number), HEADINGS_AGAIN, ONCE, DELETE)
        if self._is_total(cells) or (self.rows.typed and self._is_sum(number, cells)):
            return total_row(self.places.row(number))
        if self.rows.typed or len(cells) == len(self.head.texts):
            return None
        return self._torn(self.places.row(number), cells)

    def _is_total(self, cells: Sequence[Any]) -> bool:
        width = len(cells)
        return any(
            position < width and names_a_total(cells[position], label=label)
            for position, label in self._named
        )

    def _repeats_headings(self, cells: Sequence[Any]) -> bool:
        """Whether the row says in every known column what its heading says, as at the top of a printed page."""
        width, below = len(cells), self.head.below
        return all(position < width and cells[position] == below[position] for position in self._known)

    def _is_sum(self, number: int, cells: Sequence[Any]) -> bool:
        width = len(cells)
        return any(
            position < width
            and isinstance(cell := cells[position], FormulaCell)
            and sums_a_column(cell.formula, letters(position), number)
            for position in self._known
        )

    @cached_property
    def _named(self) -> list[tuple[int, bool]]:
        """The columns in which a word says that a row is a total: those that name rows, and those that nobody knows."""
        columns = {
            self.headings.positions[column.key]: column
            for column in self.columns
            if column.key in self.headings.positions
        }
        named = [(column, columns[column].names_row) for column in columns if columns[column].names_row]
        return named + [
            (position, False) for position in range(len(self.head.texts)) if position not in columns
        ]

    def _torn(self, where: str, cells: Sequence[Any]) -> Problem | None:
        """A text row that has not one cell for each heading. Programs leave out blank cells at the end."""
        width = len(self.head.texts)
        positions = self.headings.positions
        lacking = [
            column
            for column in self.columns
            if positions.get(column.key, -1) >= len(cells)
            and (column.record.required or column.record.kind != "text")
        ]
        if not lacking and all(is_blank(cell) for cell in cells[width:]):
            return None
        wanted = Label(f"{width} cells as in the headings", f"与标题行一致的{width}个单元格")
        return Problem(where, Label(f"{len(cells)} cells", f"{len(cells)}个单元格"), wanted, QUOTE)

    def _unmerged(
        self, row: int, given: Sequence[Any], areas: Sequence[Area], above: Sequence[Any]
    ) -> tuple[Sequence[Any], Problem | None]:
        """The cells of a row with the values of merged cells in each; a problem where they may not be meant for each."""
        columns = {
            position: column
            for column in self.columns
            if (position := self.headings.positions.get(column.key)) is not None
        }
        cells = list(given)
        for area in areas:
            covered = [column for column in columns if area.left <= column + 1 <= area.right]
            if len(covered) > 1 or any(not columns[position].spreads for position in covered):
                where = place(self.rows, row, min(covered))
                return cells, Problem(where, MERGED, ALONE, UNMERGE, columns[min(covered)].record.label)
            for position in covered:
                if row > area.top and position < len(above):
                    cells += [None] * (position + 1 - len(cells))
                    cells[position] = above[position]
                    self.filled[position] = self.filled.get(position, 0) + 1
        return cells, None

    def _count(self, cells: Sequence[Any]) -> None:
        self.counted += 1
        width = len(cells)
        for position in self._spreading:
            if position < width and not is_blank(cells[position]):
                self.stated[position] = self.stated.get(position, 0) + 1
        for position in self._known if self.rows.typed else ():
            if (
                position < width
                and isinstance(cells[position], FormulaCell)
                and cells[position].value is not None
            ):
                self.calculated[position] = self.calculated.get(position, 0) + 1

    @cached_property
    def _spreading(self) -> list[int]:
        positions = self.headings.positions
        return [
            positions[column.key]
            for column in self.columns
            if column.spreads and column.names_row and column.key in positions
        ]

    def _column(self, wanted: int) -> str:
        key = next(key for key, position in self.headings.positions.items() if position == wanted)
        return (
            f"{self.rows.sheet}!{letters(wanted)}"
            if self.rows.sheet
            else f"{self.rows.file} {self.headings.texts[key]}"
        )


def _by_row(areas: Sequence[Area], last_heading: int) -> Mapping[int, list[Area]]:
    by_row: dict[int, list[Area]] = {}
    for area in areas:
        for row in range(max(area.top, last_heading + 1), area.bottom + 1):
            by_row.setdefault(row, []).append(area)
    return by_row


def _unseen(rows: Rows, first: int) -> Iterator[Problem]:
    """A hidden sheet and hidden rows, which are read like all others."""
    show = Label("it is read like all others; unhide it", "与其他内容一样读取；请取消隐藏")
    seen = Label("a table that everybody sees", "所有人都能看到的表格")
    if rows.hidden:
        yield Problem(rows.sheet, Label("a hidden sheet", "隐藏的工作表"), seen, show, severity="warning")
    if hidden := sum(row >= first for row in rows.hidden_rows):
        found = Label(f"{hidden} hidden rows", f"{hidden}行被隐藏")
        yield Problem(rows.sheet, found, seen, show, severity="warning")


def _calculated(where: str, count: int) -> Problem:
    found = Label(f"formulas in {count} cells", f"{count}个单元格为公式")
    said = Label("read with the values last calculated", "按其最近一次计算结果读取")
    return Problem(where, found, Label("plain values", "直接填写的数值"), said, severity="warning")


def _filled_down(where: str, count: int) -> Problem:
    found = Label(f"merged cells over {count} further rows", f"合并单元格，涉及其后{count}行")
    said = Label("each row was read with the value of its merged cell", "各行均按其合并单元格的值读取")
    return Problem(where, found, ALONE, said, severity="warning")


def _left_blank(where: str, count: int) -> Problem:
    found = Label(f"{count} blank cells below others that are filled", f"有值的列中有{count}个空白单元格")
    said = Label(
        "they stay blank; where cells were merged, fill in each row",
        "按空白读取；如原为合并单元格，请逐行填写",
    )
    return Problem(
        where,
        found,
        Label("a value in every row, or in none", "每行均填写，或均不填写"),
        said,
        severity="warning",
    )
