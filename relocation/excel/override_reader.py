"""The overrides that stand in a roster workbook, on a sheet of their own."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from relocation.excel.gate import admit
from relocation.excel.sheet_cells import readable
from relocation.households.override_rows import SHEET, override_headings, overrides_of, without_headings
from relocation.households.overrides import Override
from relocation.households.roster import Places, Roster
from relocation.households.rules import RuleSet
from relocation.problems import ProblemsFound


def read_overrides_workbook(path: Path, roster: Roster, rules: RuleSet) -> tuple[Override, ...]:
    """The overrides of a workbook, none without such a sheet. Raises ProblemsFound with everything that is wrong."""
    admitted = admit(path)
    with readable(path.name):
        book = load_workbook(io.BytesIO(admitted.data), read_only=True, data_only=True)
        name = next((one for one in book.sheetnames if one in SHEET), None)
        if name is None:
            return ()
        sheet: Any = book[name]
        sheet.reset_dimensions()
        last = admitted.sheet(name).filled_to
        rows = list(enumerate(sheet.iter_rows(max_row=last, values_only=True), start=1)) if last else []
    heading = override_headings(rows)
    if heading is None:
        raise ProblemsFound([without_headings(f"{path.name}, {name}")])
    number, positions = heading
    places = Places(path.name, {key: get_column_letter(at + 1) for key, at in positions.items()}, name)
    return overrides_of(rows[number:], positions, places, roster, rules, typed=True)
