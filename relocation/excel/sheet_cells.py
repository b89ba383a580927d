"""The declared cells of a workbook, read once for their formulas and once for their values."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

NAME = re.compile(r"^in_[a-z0-9_]+$")
TARGET = re.compile(r"^'?(?P<sheet>[^'!]+)'?!\$(?P<column>[A-Z]{1,3})\$(?P<row>\d{1,6})$")
LAST_ROW, LAST_COLUMN = 3000, 16
MOST_NAMES = 3000

Grid = dict[tuple[int, int], Any]


@dataclass(frozen=True, slots=True)
class FoundCell:
    """Where a name points."""

    sheet: str
    column: str
    row: int

    @property
    def address(self) -> str:
        """The cell as messages write it: Inputs!E14."""
        return f"{self.sheet}!{self.column}{self.row}"

    @property
    def key(self) -> tuple[int, int]:
        """Row and column number."""
        return self.row, column_index_from_string(self.column)


@dataclass(frozen=True, slots=True)
class Cells:
    """The named input cells of a workbook and what stands around them."""

    titles: tuple[str, ...]
    names: dict[str, FoundCell]
    formulas: dict[str, Grid]
    values: dict[str, Grid]

    def value(self, cell: FoundCell) -> Any:
        """The value of a cell; of a formula its cached result."""
        return self.values.get(cell.sheet, {}).get(cell.key)

    def formula(self, cell: FoundCell) -> str | None:
        """The formula of a cell, None if it holds a plain value."""
        found = self.formulas.get(cell.sheet, {}).get(cell.key)
        text = getattr(found, "text", found)  # an array formula carries its text
        return text if isinstance(text, str) and text.startswith("=") and text != self.value(cell) else None

    def neighbour(self, cell: FoundCell, offset: int) -> Any:
        """The value `offset` columns to the right."""
        row, column = cell.key
        return self.values.get(cell.sheet, {}).get((row, column + offset))

    def text(self, cell: FoundCell, offset: int) -> str:
        """The neighbour as text."""
        value = self.neighbour(cell, offset)
        return "" if value is None else str(value).strip()


def open_cells(path: Path) -> Cells:
    """Reads the named cells. Raises ProblemsFound if the file cannot be opened as a workbook."""
    try:
        # Office programs leave out styles or keep extensions that openpyxl only warns about.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _open(path)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        EOFError,
        InvalidFileException,
    ) as error:
        expected = Label("an undamaged .xlsx workbook", "完好的 .xlsx 工作簿")
        remedy = Label(
            "open it in Excel, WPS or LibreOffice and save it again",
            "请用 Excel、WPS 或 LibreOffice 打开并重新保存",
        )
        raise ProblemsFound([Problem(path.name, type(error).__name__, expected, remedy)]) from None


def _open(path: Path) -> Cells:
    book = load_workbook(path, read_only=True)
    titles = tuple(book.sheetnames)
    names = _named(book.defined_names, titles)
    sheets = {cell.sheet for cell in names.values()}
    formulas = {sheet: _grid(book[sheet]) for sheet in sheets}
    book.close()
    cached = load_workbook(path, read_only=True, data_only=True)
    values = {sheet: _grid(cached[sheet]) for sheet in sheets}
    cached.close()
    return Cells(titles, names, formulas, values)


def _named(defined: Any, titles: tuple[str, ...]) -> dict[str, FoundCell]:
    found = {}
    for name in list(defined)[:MOST_NAMES]:
        match = TARGET.match(str(defined[name].attr_text)) if NAME.match(name) else None
        if match and match["sheet"] in titles:
            path = name.removeprefix("in_").replace("__", ".")
            found[path] = FoundCell(match["sheet"], match["column"], int(match["row"]))
    return dict(sorted(found.items(), key=lambda pair: pair[1].row))


def _grid(sheet: Any) -> Grid:
    # The stored dimension may lie, and a formatted cell at the far corner must cost nothing.
    sheet.reset_dimensions()
    grid: Grid = {}
    for row in sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN):
        for cell in row:
            if cell.value is not None:
                grid[cell.row, cell.column] = cell.value
    return grid
