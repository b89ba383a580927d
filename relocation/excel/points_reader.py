"""A points ledger in a workbook: the sheet of entries that `points_workbook` writes, or one with the same headings."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from relocation.after_move.points import PointsLedger
from relocation.after_move.points_rows import SHEET, headings_of, ledger_of
from relocation.excel.gate import admit
from relocation.excel.sheet_cells import readable
from relocation.households.roster import Places


def read_points_workbook(path: Path) -> PointsLedger:
    """The ledger of a workbook. Raises ProblemsFound with everything that is wrong."""
    admitted = admit(path)
    with readable(path.name):
        book = load_workbook(io.BytesIO(admitted.data), read_only=True, data_only=True)
        name = next((one for one in book.sheetnames if one in SHEET), book.sheetnames[0])
        sheet: Any = book[name]
        sheet.reset_dimensions()
        last = admitted.sheet(name).filled_to
        rows = list(enumerate(sheet.iter_rows(max_row=last, values_only=True), start=1)) if last else []
    number, positions = headings_of(rows, f"{path.name}, {name}")
    places = Places(path.name, {key: get_column_letter(at + 1) for key, at in positions.items()}, name)
    return ledger_of(rows[number:], positions, places, typed=True)
