"""A workbook as a file: every formula cell with the value that Python calculated, and the same bytes every time.

The library writes formulas without values, and a viewer that does not calculate (a mail preview, a phone, protected view)
would show empty cells. So the rows of a sheet are written here, cells with their values; all else is the library's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.writer.excel import ExcelWriter

from relocation.excel.write.draft import Address, CachedValue, Draft

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
FIXED_STAMP = b"2000-01-01T00:00:00Z"
QUOTE = {'"': "&quot;"}
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
ROWS = b"<sheetData></sheetData>"  # as the library writes a sheet without cells
STORED = re.compile(rb"(?<=</f>)<v>[^<]*</v>")  # the value of a formula
# A drawing in a namespace without prefix stops other libraries.
DRAWN = b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
BARE_TAG = re.compile(rb"<(/?)(\w+)(?=[\s/>])")


class MissingValues(LookupError):
    """A formula cell has no value, or a value has no formula cell."""


def file_bytes(workbook: Workbook, values: Mapping[Address, CachedValue]) -> bytes:
    """The file of a workbook with `values` as the cached values of its formula cells, keyed by sheet title and cell.

    Raises MissingValues, naming the cells, unless every formula has a value and every value a formula. The bytes
    are the same for the same workbook and values.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        writer = _Writer(workbook, archive, values)
        writer.save()
    if writer.missing or writer.left:
        named = [f"{sheet}!{cell}" for sheet, cell in (writer.missing or list(writer.left))[:5]]
        raise MissingValues(
            f"{len(writer.missing)} formulas without value, {len(writer.left)} values without formula: {', '.join(named)}"
        )
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    drawings = [name for name in parts if name.startswith("xl/drawings/drawing")]
    return pack({**parts, **{name: _with_prefix(parts[name]) for name in drawings}})


def bytes_of(draft: Draft, *, front: int = 1) -> bytes:
    """The file of a draft that is complete; it opens with the sheet at the place `front`, usually the inputs."""
    draft.workbook.calculation.fullCalcOnLoad = True
    draft.workbook.active = front
    for place, sheet in enumerate(draft.workbook.worksheets):
        sheet.sheet_view.tabSelected = place == front
    return file_bytes(draft.workbook, draft.cached)


def without_values(data: bytes) -> bytes:
    """The file without the values of its formulas: who shows one has calculated it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    return pack({**parts, **{name: STORED.sub(b"", parts[name]) for name in sheets}})


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts with fixed times, so that equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            if name == "docProps/core.xml":
                content = STAMP.sub(rb"\g<1>" + FIXED_STAMP, content)
            archive.writestr(entry, content)
    return buffer.getvalue()


def _with_prefix(drawing: bytes) -> bytes:
    """A drawing whose own tags have a prefix."""
    bare = b'xmlns="%s"' % DRAWN
    return BARE_TAG.sub(rb"<\1xdr:\2", drawing.replace(bare, bare.replace(b"xmlns=", b"xmlns:xdr=")))


class _Writer(ExcelWriter):
    """The library's writer, but for the rows of sheets. `left` are the values that no formula has taken yet."""

    def __init__(
        self, workbook: Workbook, archive: zipfile.ZipFile, values: Mapping[Address, CachedValue]
    ) -> None:
        super().__init__(workbook, archive)
        self.parts: Any = archive
        self.left = dict(values)
        self.missing: list[Address] = []

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        sheet: Any = _SheetWriter(ws, self)
        sheet.write()
        ws._rels = sheet._rels
        self.parts.writestr(ws.path[1:], sheet.read().replace(ROWS, sheet.written, 1))
        self.manifest.append(ws)

    def take(self, address: Address) -> CachedValue:
        """The value of a formula cell, if only of one that has none."""
        if address not in self.left:
            self.missing.append(address)
            return ""
        return self.left.pop(address)


class _SheetWriter(WorksheetWriter):
    """The library's writer of a sheet, which leaves a place for the rows that are `written`."""

    def __init__(self, ws: Any, book: _Writer) -> None:
        super().__init__(ws, io.BytesIO())
        self.book = book
        self.letters: dict[int, str] = {}
        self.written = ROWS

    def write_rows(self) -> None:
        xf: Any = self.xf.send(True)
        with xf.element("sheetData"):
            pass
        self.xf.send(None)
        rows = "".join(self._row(number, cells) for number, cells in self.rows())
        self.written = f"<sheetData>{rows}</sheetData>".encode()

    def _row(self, number: int, cells: Sequence[Any]) -> str:
        sheet: Any = self.ws
        looks = sheet.row_dimensions.get(number, ())
        attributes = "".join(f' {name}="{escape(value, QUOTE)}"' for name, value in looks)
        written = (
            self._cell(f"{self._letter(cell.column)}{number}", cell)
            for cell in cells
            if cell._value is not None or cell.has_style
        )
        return f'<row r="{number}"{attributes}>{"".join(written)}</row>'

    def _letter(self, column: int) -> str:
        if column not in self.letters:
            self.letters[column] = get_column_letter(column)
        return self.letters[column]

    def _cell(self, address: str, cell: Any) -> str:
        value, kind = cell._value, cell.data_type
        begin = f'<c r="{address}" s="{cell.style_id}"' if cell.has_style else f'<c r="{address}"'
        if cell.hyperlink:
            cell.parent._hyperlinks.append(cell.hyperlink)
        if kind == "f":
            return f"{begin}{self._formula(address, value)}</c>"
        if value is None or value == "":
            return f"{begin}/>" if kind == "s" else f'{begin} t="{kind}" />'
        if kind == "s":
            kept = ' xml:space="preserve"' if value.strip() and value != value.strip() else ""
            return f'{begin} t="inlineStr"><is><t{kept}>{_text(value)}</t></is></c>'
        if kind == "d":
            kind, value = "n", to_excel(value, cell.parent.parent.epoch)  # type: ignore[no-untyped-call]
        return f'{begin} t="{kind}"><v>{escape(safe_string(value))}</v></c>'

    def _formula(self, address: str, formula: Any) -> str:
        """What stands in a formula cell behind its style: the type of its value, the formula and the value."""
        looks = ""
        if isinstance(formula, ArrayFormula):
            looks, formula = "".join(f' {name}="{value}"' for name, value in formula), formula.text
        kind, value = _cached(self.book.take((self.ws.title, address)))
        return f"{kind}><f{looks}>{escape(formula[1:])}</f><v>{value}</v>"


def _cached(value: CachedValue) -> tuple[str, str]:
    if isinstance(value, bool):
        return ' t="b"', "1" if value else "0"
    if isinstance(value, str):
        return ' t="str"', _text(value)
    return "", repr(float(value)).removesuffix(".0")


def _text(text: str) -> str:
    """A text; what looks like an escape of the file format, such as _x000D_, is escaped itself, so that it stays text."""
    return ESCAPE.sub("_x005F_", escape(text)) if "_x" in text else escape(text)
