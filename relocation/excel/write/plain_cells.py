"""Cells of the household sheets: plain values only, and a text stays a text even if it begins like a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import StyleParts, set_style
from relocation.excel.write.saving import file_bytes
from relocation.labels import Label, Language


def whole_fen(amount: str, decimals: int = 2) -> str:
    """The formula of an amount rounded to decimals, whole fen unless said otherwise.

    Rounded to eight first, as many as a rate of six decimals leaves: 3 * 0.335 is half a fen then in every program, which
    floats and programs see each in a way of their own (see formula.ties).
    """
    return f"=ROUND(ROUND({amount},8),{decimals})"


def put_number(cell: Cell, value: float) -> None:
    """A number with all its digits: openpyxl itself writes sixteen, which some numbers need one more than."""
    if isinstance(value, float):
        cell.value, cell.data_type = repr(value).removesuffix(".0"), "n"
    else:
        cell.value = value


TEXT_FORMAT = "@"
YUAN_FORMAT = "#,##0.00;-#,##0.00"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def put(sheet: Worksheet, row: int, column: int, value: Any, lang: Language, **look: Any) -> Cell:
    """Writes a value. A text gets the format of texts, so that no program makes a formula or number of it."""
    cell: Any = sheet.cell(row, column)
    parts: StyleParts = {"alignment": look.pop("alignment", styles.MIDDLE)}
    if isinstance(value, str):
        cell.value = NOT_IN_XML.sub(" ", value)
        if value:
            cell.data_type = "s"
            parts["number_format"] = TEXT_FORMAT
    else:
        cell.value = value
    for name in ("number_format", "fill", "border"):
        if name in look:
            parts[name] = look.pop(name)
    parts["font"] = styles.font(lang, look.pop("size", 10), **look)
    set_style(cell, **parts)
    written: Cell = cell
    return written


def yuan(sheet: Worksheet, row: int, column: int, fen: int, lang: Language, **look: Any) -> Cell:
    """An amount in yuan; a double holds every fen up to ninety trillion yuan."""
    return put(sheet, row, column, fen / 100, lang, number_format=YUAN_FORMAT, alignment=styles.RIGHT, **look)


def headings(sheet: Worksheet, row: int, texts: Sequence[str], lang: Language) -> None:
    """A row of column titles."""
    for column, text in enumerate(texts, start=1):
        look = {"bold": True, "colour": "FFFFFF", "fill": styles.HEADING_FILL, "alignment": styles.CENTRE}
        put(sheet, row, column, text, lang, **look)


def title(sheet: Worksheet, text: Label, note: str, lang: Language) -> None:
    """The heading of a sheet in its first two rows."""
    put(sheet, 1, 1, text.text(lang), lang, size=16, bold=True, colour=styles.ACCENT)
    put(sheet, 2, 1, note, lang, colour=styles.QUIET)
    sheet.row_dimensions[1].height = 26


def widths(sheet: Worksheet, wanted: Mapping[int, float]) -> None:
    """Column widths in characters."""
    for column, width in wanted.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def page(sheet: Worksheet, lang: Language, *, landscape: bool, titles: str = "") -> None:
    """A4, fitted to the width, page numbers in the footer."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if titles:
        sheet.print_title_rows = titles
    sheet.sheet_view.showGridLines = False
    assert sheet.oddFooter is not None
    sheet.oddFooter.right.text = Label("Page &P of &N", "第 &P 页，共 &N 页").text(lang)


def new_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def book_bytes(book: Workbook) -> bytes:
    """The file, byte for byte the same for the same content."""
    return file_bytes(book, {})
