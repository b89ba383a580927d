"""What a workbook of ours holds after another program has calculated and saved it."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Collection
from typing import Any
from zipfile import ZipFile

from relocation.excel.gate.gate import Admitted
from relocation.excel.layout.calculation import row_and_column
from relocation.excel.read.differences import plain_value
from relocation.excel.read.stored_cells import open_book, stored_rows
from relocation.excel.write.draft import Address

LAST_ROW = 1_048_576
APPLICATION = re.compile(r"<Application>([^<]*)</Application>")


def values_in(data: bytes, wanted: Collection[Address]) -> dict[Address, Any]:
    """The values of some cells; those that are empty are left out, and a day is its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about looks, which nobody sees
        book = open_book(Admitted(data, (), ()))
    places = {(sheet, row_and_column(cell)): (sheet, cell) for sheet, cell in wanted}
    return {
        places[key]: plain_value(stored.value)
        for sheet in {sheet for sheet, _ in wanted} & set(book.sheetnames)
        for row, cells in stored_rows(book, sheet, LAST_ROW)
        for stored in cells
        if (key := (sheet, (row, stored.column))) in places and stored.value is not None
    }


def saved_by(data: bytes) -> str:
    """The program that saved a workbook, as the file says."""
    with ZipFile(io.BytesIO(data)) as archive:
        if "docProps/app.xml" not in archive.namelist():
            return ""
        said = APPLICATION.search(archive.read("docProps/app.xml").decode("utf-8", "replace"))
    return said[1] if said else ""
