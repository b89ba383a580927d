"""The rows and cells of a sheet, so that every reader reads them alike.

Readers differ on a cell that stands twice, on a string index below zero, on an unknown cell type: the one takes
the last, the other the first. So such a sheet is refused here, with its cell, instead of being read somehow.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from relocation.excel.gate.parts import MOST_DEPTH, Refused, Scan, SheetFacts, WorkbookParts, damaged
from relocation.labels import Label
from relocation.reading.rows import Area

LONGEST_ROW = 1 << 20  # bytes kept back to see where a row ends
ATTRIBUTES = (
    rb'(?: (?:spans|s|customFormat|ht|customHeight|outlineLevel|collapsed|thickTop|thickBot|ph|x14ac:dyDescent)="[^"<>&]*+"'
    rb'| hidden="(?:0|false)")*+'
)
LETTERS = rb"(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X(?:[A-E][A-Z]|F[A-D]))"  # A to XFD
EMPTY_CELL = rb'<c r="' + LETTERS + rb'\1"(?: s="\d{1,5}")?(?: ?/>|></c>)'
EMPTY_ROW = rb'<row r="([1-9]\d{0,6})"' + ATTRIBUTES + rb"(?: ?/>|>(?:" + EMPTY_CELL + rb")*+</row>)"
RUN = re.compile(rb"(?:" + EMPTY_ROW + rb"){3,}+")
ROW_NUMBER = re.compile(rb'<row r="(\d+)"')


def without_empty_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a sheet, of each run of empty rows only the first and the last."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        end = rest.rfind(b"<row ")
        if end > 0:
            yield RUN.sub(_ends, rest[:end])
            rest = rest[end:]
        if len(rest) > LONGEST_ROW:
            yield rest
            rest = b""
    yield RUN.sub(_ends, rest)


def _ends(run: re.Match[bytes]) -> bytes:
    """The first and the last row of a run whose numbers ascend, else all of it."""
    numbers = [int(number) for number in ROW_NUMBER.findall(run[0])]
    if any(number >= following for number, following in pairwise(numbers)):
        return run[0]
    return b'<row r="%d"/><row r="%d"/>' % (numbers[0], numbers[-1])


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_DIGITS = 400  # of a number; the largest double has 309
MOST_MERGED = 100_000  # cells of one merged area
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})").fullmatch
AREA = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?").fullmatch
NUMBER_TEXT = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*", re.ASCII).fullmatch
INSIDE_CELLS = {"f", "is", "t"}
CELL_TYPES = {"n", "s", "str", "inlineStr", "b", "e", "d"}
TRUE = {"1", "true"}


class SheetScan(Scan):
    """Rows and cells: each once, in order, at an address that exists, of a known type."""

    def __init__(self, name: str, parts: WorkbookParts) -> None:
        super().__init__(name, parts)
        self.title = parts.sheets[name]
        self.row = self.column = 0
        self.number, self.digits = "0", 1
        self.kind, self.has_value, self.has_formula = "n", False, False
        self.text: list[str] = []
        self.without_result: list[str] = []
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.folded_rows: set[int] = set()
        self.columns: dict[str, int] = {}
        self.filled_to = self.formulas = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        # The hot path of the gate: tens of thousands of calls for an ordinary workbook.
        if self.parser.CharacterDataHandler is not None:
            self.value()
        self.open.append(tag)
        if tag == "c":
            self.cell(attributes)
        elif tag == "v":
            self.new_value()
        elif tag not in INSIDE_CELLS or len(self.open) > MOST_DEPTH:
            self.open.pop()
            super().start(tag, attributes)
        else:
            self.inside(tag)

    def inside(self, tag: str) -> None:
        """A formula or a text in the cell itself: the row is filled."""
        self.filled_to = self.row
        if tag == "f":
            self.formulas += 1
            self.has_formula = True

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.new_row(attributes)
        elif tag == "mergeCell":
            self.merged.append(self.area(attributes.get("ref", "")))
        elif tag == "c":  # with a prefix
            self.cell(attributes)
        elif tag == "v":
            self.new_value()
        elif tag in INSIDE_CELLS:
            self.inside(tag)

    def new_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        row = self.row + 1 if said is None else int(said) if said.isdecimal() and len(said) < 9 else 0
        if not self.row < row <= LAST_ROW:
            raise damaged(
                Label(f"row {said} after row {self.row}", f"第{self.row}行之后的第{said}行"), self.title
            )
        self.row, self.column = row, 0
        self.number = str(row)
        self.digits = len(self.number)
        if attributes.get("hidden") in TRUE:
            self.hidden_rows.add(row)
            if attributes.get("outlineLevel", "0") != "0":
                self.folded_rows.add(row)

    def cell(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        if said is None:
            column = self.column + 1
        else:
            # Letters that were looked at before, and the number of this row: what nearly every cell says.
            known = self.columns.get(said[: -self.digits]) if said.endswith(self.number) else None
            column = self.placed(said) if known is None else known
        if column <= self.column or column > LAST_COLUMN:
            twice = (
                Label(f"{said}, twice", f"{said}，重复")
                if column == self.column
                else Label(f"{said} out of place", f"{said} 位置错乱")
            )
            raise damaged(twice, f"{self.title}!{said or f'row {self.row}'}")
        self.column, self.kind = column, attributes.get("t", "n")
        self.has_value = self.has_formula = False
        if self.kind not in CELL_TYPES:
            raise damaged(
                Label(f"a cell of type {self.kind}", f"类型为 {self.kind} 的单元格"), f"{self.title}!{said}"
            )

    def placed(self, address: str) -> int:
        match = ADDRESS(address)
        if match is None or int(match[2]) != self.row:
            raise damaged(
                Label(f"cell {address} in row {self.row}", f"第{self.row}行中的单元格 {address}"),
                f"{self.title}!{address}",
            )
        letters = match[1]
        if letters not in self.columns:
            self.columns[letters] = column_number(letters)
        return self.columns[letters]

    def new_value(self) -> None:
        if self.has_value:
            raise damaged(Label("two values in one cell", "一个单元格有两个值"), self.here())
        self.has_value, self.filled_to = True, self.row
        if self.kind == "n" or self.kind == "s":
            self.text.clear()
            self.parser.CharacterDataHandler = self.text.append

    def value(self) -> None:
        self.parser.CharacterDataHandler = None
        text = "".join(self.text).strip()
        if self.kind == "n":
            if (text and NUMBER_TEXT(text) is None) or len(text) > MOST_DIGITS:
                self.no_number(text)
        elif not text.isdecimal() or int(text[:12]) >= self.parts.string_count:
            raise damaged(Label(f"text number {text}", f"文本编号 {text}"), self.here())

    def no_number(self, text: str) -> None:
        """What some writers store for a formula whose result is a text is as good as nothing; elsewhere it is refused."""
        if self.has_formula:
            self.without_result.append(self.here())
            return
        long = Label(f"a number of {len(text)} digits", f"{len(text)}位的数字")
        found = long if len(text) > MOST_DIGITS else text
        raise Refused(found, Label("a number", "数字"), Label("write the number", "请填写数字"), self.here())

    def here(self) -> str:
        letters = next((key for key, column in self.columns.items() if column == self.column), "")
        return f"{self.title}!{letters}{self.row}"

    def area(self, said: str) -> Area:
        match = AREA(said)
        if match is None:
            raise damaged(_merged(said), self.title)
        left, top = column_number(match[1]), int(match[2])
        right, bottom = column_number(match[3] or match[1]), int(match[4] or match[2])
        if (right - left + 1) * (bottom - top + 1) > MOST_MERGED:
            small = Label("no merged area of this size", "没有如此大的合并区域")
            raise Refused(_merged(said), small, Label("unmerge them", "请取消合并"), f"{self.title}!{said}")
        return Area(left, top, right, bottom)

    def finish(self) -> None:
        if self.parser.CharacterDataHandler is not None:
            self.value()
        facts = next(sheet for sheet in self.parts.titles.values() if sheet.title == self.title)
        self.parts.facts.append(
            replace(
                facts,
                merged=tuple(self.merged),
                hidden_rows=frozenset(self.hidden_rows),
                folded_rows=frozenset(self.folded_rows),
                filled_to=self.filled_to,
                formulas=self.formulas,
                without_result=tuple(self.without_result),
            )
        )


def _merged(said: str) -> Label:
    return Label(f"merged cells {said}", f"合并单元格 {said}")


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


CELL = re.compile(
    rb"(<(?:\w+:)?c\b(?P<attributes>[^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)"
    rb"<(?:\w+:)?v>(?P<value>[^<]*)</(?:\w+:)?v>"
)
RECALCULATE = Label(
    "open the file in Excel, WPS or LibreOffice, let it calculate and save it; our own calculation is used",
    "请用 Excel、WPS 或 LibreOffice 打开、重新计算并保存；已采用程序自行计算的结果",
)


def without_odd_results(data: bytes, archive: zipfile.ZipFile, parts: WorkbookParts) -> bytes:
    """The file without the results that are no numbers; the same bytes where there are none. Each sheet is warned about."""
    odd = {facts.title: facts for facts in parts.facts if facts.without_result}
    if not odd:
        return data
    parts.warnings += [_warning(facts) for facts in odd.values()]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for entry in archive.infolist():
            content = archive.read(entry)
            if parts.sheets.get(entry.filename) in odd:
                content = CELL.sub(_checked, content)
            target.writestr(entry.filename, content)
    return buffer.getvalue()


def _checked(cell: re.Match[bytes]) -> bytes:
    value = cell["value"].decode("utf-8", "replace")
    typed = re.search(rb"""\st=["'](?!n["'])""", cell["attributes"])
    return cell[0] if typed or (NUMBER_TEXT(value) and len(value) <= MOST_DIGITS) else cell[1]


def _warning(facts: SheetFacts) -> Refused:
    count = len(facts.without_result)
    found = Label(f"{count} formulas whose stored result is no number", f"{count}个公式所存的结果不是数字")
    return Refused(found, Label("calculated results", "已计算的结果"), RECALCULATE, facts.without_result[0])
