"""The cells of a workbook, read once for their formulas and once for their values, sheet by sheet as they are asked for."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from relocation.excel.gate.gate import Admitted
from relocation.excel.gate.parts import SAVE_AGAIN
from relocation.excel.layout.inputs import path_named
from relocation.excel.read.stored_cells import open_book, stored_rows
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.paths import InputPath
from relocation.reading.values import without_invisible

ITSELF = Label("write the number itself", "请直接填写数字")
PICTURE = Label("remove the picture and write the number", "请删除单元格图片并填写数字")
CALCULATE = Label(
    "write the number itself, or open the file, let it calculate and save it",
    "请直接填写数字，或打开文件重新计算后保存",
)
MEND = Label("mend the formula or write the number", "请修正公式或直接填写数字")
LONGEST = 60  # characters of a formula that a message repeats


def calculated(
    where: str, formula: str, cached: Any, wanted: Label, name: Label | None = None
) -> tuple[Any, Problem]:
    """The result of a formula, None if it cannot be used; and what there is to say of it."""
    shown = formula[:LONGEST]

    def refused(found: str | Label, remedy: Label) -> tuple[None, Problem]:
        return None, Problem(where, found, wanted, remedy, name)

    if "DISPIMG" in formula.upper():
        return refused(shown, PICTURE)
    if "[" in formula:
        return refused(Label(f"{shown}, from another workbook", f"引用其他工作簿的公式 {shown}"), ITSELF)
    if cached is None:
        return refused(Label(f"{shown}, without a value", f"没有计算结果的公式 {shown}"), CALCULATE)
    if isinstance(cached, str) and cached.startswith("#"):
        return refused(Label(f"{cached} from {shown}", f"{shown} 得出的 {cached}"), MEND)
    said = Label(
        f"its value {cached} was read; better write the number", f"已读取其结果 {cached}，建议直接填写数字"
    )
    return cached, Problem(where, shown, wanted, said, name, "warning")


def mended(problems: Iterable[Problem], formula: str | None) -> list[Problem]:
    """Problems of a value; those of the result of a formula are mended in the formula."""
    if formula is None:
        return list(problems)
    return [
        problem if problem.severity == "warning" else replace(problem, remedy=MEND) for problem in problems
    ]


NAME = re.compile(r"in_[a-z0-9_]+").fullmatch
TARGET = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})"
).fullmatch
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_ROW = 20_000
UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    SyntaxError,
    EOFError,
    RecursionError,
    InvalidFileException,
    zipfile.BadZipFile,
)

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
    """The named input cells of a workbook, the names that point to no cell, and what stands in every sheet."""

    file: str
    titles: tuple[str, ...]
    names: dict[InputPath, FoundCell]
    lost: dict[InputPath, str]  # path -> what its name says instead of a cell
    admitted: Admitted
    _book: Workbook
    _grids: dict[str, dict[bool, Grid]] = field(default_factory=dict)  # by whether they show values

    def grid(self, sheet: str, *, values: bool) -> Grid:
        """Everything in a sheet: values, those of formulas as they were last calculated, or the formulas."""
        if sheet not in self._grids:
            with readable(self.file):
                self._grids[sheet] = (
                    _grids(self._book, sheet) if sheet in self.titles else {False: {}, True: {}}
                )
        return self._grids[sheet][values]

    def value(self, cell: FoundCell) -> Any:
        """The value of a cell; of a formula its cached result, None if it was never calculated."""
        value = self.neighbour(cell, 0)
        if self.admitted.recalculates and self.formula(cell) is not None:
            return usable_result(value, self.admitted)
        return value

    def formula(self, cell: FoundCell) -> str | None:
        """The formula of a cell, None if it holds a plain value."""
        content = self.grid(cell.sheet, values=False).get(cell.key)
        return formula_text(content, self.neighbour(cell, 0))

    def neighbour(self, cell: FoundCell, offset: int) -> Any:
        """The value `offset` columns to the right."""
        row, column = cell.key
        return self.grid(cell.sheet, values=True).get((row, column + offset))

    def text(self, cell: FoundCell, offset: int) -> str:
        """The neighbour as text."""
        value = self.neighbour(cell, offset)
        return "" if value is None else without_invisible(str(value)).strip()

    def column(self, sheet: str, letter: str) -> Iterator[tuple[FoundCell, Any]]:
        """The filled cells of one column."""
        wanted = column_index_from_string(letter)
        for (row, column), value in self.grid(sheet, values=True).items():
            if column == wanted:
                yield FoundCell(sheet, letter, row), value

    def right_of(self, cell: FoundCell, offset: int) -> str:
        """The letter of the column `offset` to the right."""
        return get_column_letter(cell.key[1] + offset)


def usable_result(cached: Any, admitted: Admitted) -> Any:
    """The stored result of a formula; None where its writer leaves the calculating to whoever opens the file.

    Such writers store 0, or an empty text. A file that a spreadsheet program has saved does not ask for it.
    """
    return None if admitted.recalculates and cached in (0, "") else cached


def plain_text(cell: Any) -> Any:
    """The value of a cell; in a text the escapes of the file format, such as _x000D_, stand for their signs."""
    if not isinstance(cell, str) or "_x" not in cell:
        return cell
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)


def formula_text(content: Any, value: Any) -> str | None:
    """The formula that a library's cell content stands for; a text that only begins with = is its own value."""
    if content is None or isinstance(content, (bool, int, float)):
        return None
    text = getattr(content, "text", content)  # an array formula carries its text
    if isinstance(text, str):
        return text if text.startswith("=") and text != value else None
    return "=TABLE()" if hasattr(content, "ref") else None


def open_cells(admitted: Admitted, file: str) -> Cells:
    """Opens an admitted workbook. Raises ProblemsFound if the library cannot read it all the same."""
    with readable(file):
        book = open_book(admitted)
        examined = {sheet.title for sheet in admitted.sheets}
        titles = tuple(title for title in book.sheetnames if title in examined)
        names, lost = _named(book.defined_names, titles)
    return Cells(file, titles, names, lost, admitted, book)


@contextmanager
def readable(file: str) -> Iterator[None]:
    """Whatever a library raises on a damaged file is told as one problem."""
    try:
        # Office programs leave out styles or keep extensions that openpyxl only warns about.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ProblemsFound:
        raise
    except UNREADABLE as error:
        expected = Label("an undamaged .xlsx workbook", "完好的 .xlsx 工作簿")
        name = type(error).__name__
        found = Label(f"something that cannot be read ({name})", f"无法读取的内容（{name}）")
        raise ProblemsFound([Problem(file, found, expected, SAVE_AGAIN)]) from None


def _named(defined: Any, titles: tuple[str, ...]) -> tuple[dict[InputPath, FoundCell], dict[InputPath, str]]:
    placed: dict[InputPath, FoundCell] = {}
    lost: dict[InputPath, str] = {}
    for name in defined:
        if NAME(name) is None:
            continue
        path, said = path_named(name), str(defined[name].attr_text)
        match = TARGET(said)
        sheet = (match["plain"] or match["quoted"].replace("''", "'")) if match else ""
        if match and sheet in titles and int(match["row"]) <= LAST_ROW:
            placed[path] = FoundCell(sheet, match["column"], int(match["row"]))
        else:
            lost[path] = said
    return dict(sorted(placed.items(), key=lambda pair: pair[1].row)), lost


def _grids(book: Workbook, sheet: str) -> dict[bool, Grid]:
    values: Grid = {}
    contents: Grid = {}
    for row, cells in stored_rows(book, sheet, LAST_ROW):
        for cell in cells:
            if cell.value is not None:
                values[row, cell.column] = plain_text(cell.value)
            contents[row, cell.column] = plain_text(cell.content)
    return {False: contents, True: values}


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by path as tables in tables; what has no value is left out, but not the table it would stand in."""
    tables: dict[str, Any] = {}
    for path, value in values.items():
        *groups, name = InputPath.of(path).parts
        table = tables
        for group in groups:
            table = table.setdefault(group, {})
        if value is not None:
            table[name] = value
    return tables
