"""What an admitted workbook holds, read in one pass: of each cell its value and, beside it, its formula.

The library reads either the values of formulas or the formulas, so that both would cost two passes. What an XML parser must
be guarded against, the gate has refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, INLINE_STRING, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from relocation.excel.gate.gate import Admitted
from relocation.excel.layout.calculation import row_and_column

TEXT_TAG = f"{{{SHEET_MAIN_NS}}}t"


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A cell that is not empty. `value` is that of a formula as it was last calculated.

    `content` is the formula as the library gives it, or the value again where there is none.
    """

    column: int
    value: Any
    content: Any


def open_book(admitted: Admitted) -> Workbook:
    """An admitted workbook in the library."""
    reader = _Reader(io.BytesIO(admitted.data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    book: Workbook = reader.wb
    return book


def stored_rows(book: Workbook, sheet: str, last_row: int) -> Iterator[tuple[int, list[StoredCell]]]:
    """The number and the cells of each row that holds any, down to a row. Rows that do not follow the one before are left out."""
    source: Any = book[sheet]
    before = 0
    with source._get_source() as part:
        for number, cells in _Parser(part, source).numbered_rows():
            if number > last_row:
                return
            if number > before:
                before = number
                yield (
                    number,
                    [
                        StoredCell(cell["column"], cell["value"], cell.get("content", cell["value"]))
                        for cell in cells
                        if cell["value"] is not None or "content" in cell
                    ],
                )


class _Reader(ExcelReader):
    """The library's reader, but that it looks at nothing in a sheet before its cells are asked for.

    Chart sheets, of which nothing is read, are left empty: the library fails on some.
    """

    def read_worksheets(self) -> None:
        book: Any = self.wb
        for sheet, rel in self.parser.find_sheets():
            if rel.target not in self.valid_files:
                continue
            if "chartsheet" in rel.Type:
                chart: Any = Chartsheet(parent=book)
                chart.title = sheet.name
                book._add_sheet(chart)
            else:
                book._sheets.append(_Sheet(book, sheet.name, rel.target, self.shared_strings))


class _Sheet(ReadOnlyWorksheet):
    """A sheet whose rows are not counted in advance."""

    def _get_size(self) -> None:
        pass


class _Parser(WorkSheetParser):
    """The library's parser, but that it looks at nothing behind the cells, and keeps formula and value of each."""

    def __init__(self, part: Any, sheet: Any) -> None:
        book = sheet.parent
        super().__init__(
            part,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def numbered_rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        element: Any  # the library's stubs want another kind of tree
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_cell(self, element: Any) -> dict[str, Any]:
        plain, address = _plain_text(element), element.get("r")
        if plain is not None and address:
            self.col_counter = row_and_column(address)[1]
            return {"column": self.col_counter, "value": plain}
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            cell["content"] = self.parse_formula(element)  # type: ignore[no-untyped-call]
        return cell


def _plain_text(element: Any) -> str | None:
    """The text of a cell that holds one in itself and nothing but it, for which the library builds a tree of objects."""
    if len(element) != 1 or element[0].tag != INLINE_STRING or len(element[0]) != 1:
        return None
    text = element[0][0]
    return (text.text or "") if text.tag == TEXT_TAG and element.get("t") == "inlineStr" else None
