"""Every kind of workbook, after somebody typed other numbers into it, comes to Python's numbers in three other programs.

The values cached in these files are those before the change, so a program that believed them would be found out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from math import isclose
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.spreadsheet_programs import (
    Address,
    CellValue,
    gnumeric,
    in_process,
    libreoffice,
    values_in,
    with_formulas,
)
from tests.workbook_kinds import MADE, Kind, kind_of, plain_workbooks

Program = Callable[[Mapping[str, bytes], Path], dict[str, bytes]]
PROGRAMS: tuple[Program, ...] = (libreoffice, gnumeric)


def agree(ours: CellValue, theirs: CellValue) -> bool:
    """To a millionth of a fen or a billionth of the number; an empty text may be no text at all."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-6)
    return ours == theirs or {ours, theirs} == {"", None}


def wrong(ours: Mapping[Address, CellValue], theirs: Mapping[Address, CellValue]) -> list[str]:
    """What another program shows otherwise; that Gnumeric shows nothing for an empty cell counts as 0, as it does to others."""
    return [
        f"{at}: ours {ours[at]!r}, theirs {theirs.get(at)!r}"
        for at in ours
        if not agree(ours[at], 0.0 if ours[at] == 0 and theirs.get(at) is None else theirs.get(at))
    ]


def frozen(kind: Kind) -> tuple[Address, bytes]:
    """A formula that should move, replaced by the number it showed before, below the cached value of that formula."""
    before, after = kind.before.cached, kind.expected
    cell = next(
        at
        for at, value in before.items()
        if isinstance(value, float) and isinstance(after[at], float) and not agree(value, after[at])
    )
    return cell, with_formulas(kind.typed, {cell: repr(before[cell])})


@pytest.mark.parametrize("name", MADE)
def test_both_workbooks_of_a_kind_have_the_same_formulas(name: str) -> None:
    kind = kind_of(name)
    assert kind.before.cached.keys() == kind.expected.keys()
    assert wrong(kind.expected, kind.before.cached) != []


@pytest.mark.parametrize("name", [name for name in MADE if not name.startswith("points")])
def test_what_is_typed_moves_every_workbook_as_it_moves_python(name: str) -> None:
    kind = kind_of(name)
    assert wrong(kind.before.cached, in_process(kind.data, kind.before.cached)) == []
    assert wrong(kind.expected, in_process(kind.typed, kind.expected)) == []
    cell, sabotaged = frozen(kind)
    assert any(
        text.startswith(f"{cell}: ") for text in wrong(kind.expected, in_process(sabotaged, kind.expected))
    )


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_other_programs_come_to_our_numbers_in_every_workbook(program: Program, tmp_path: Path) -> None:
    kinds = {name: kind_of(name) for name in MADE}
    cells = {name: frozen(kind) for name, kind in kinds.items() if len(kind.expected) < 3000}
    files = {name: kind.typed for name, kind in kinds.items()}
    files |= {f"{name}_frozen": data for name, (_, data) in cells.items()}
    saved = program(files, tmp_path)
    found = {name: wrong(kind.expected, values_in(saved[name])) for name, kind in kinds.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}
    for name, (cell, _) in cells.items():
        told = wrong(kinds[name].expected, values_in(saved[f"{name}_frozen"]))
        assert any(text.startswith(f"{cell}: ") for text in told), name
    assert len(cells) > 4


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_what_has_no_formulas_stays_as_it_is(program: Program, tmp_path: Path) -> None:
    files = plain_workbooks()
    saved = program(files, tmp_path)
    for name, data in files.items():
        ours = values_in(data)
        assert len(ours) > 20
        assert b"<f>" not in data
        assert wrong(ours, values_in(saved[name])) == [], name


@pytest.mark.parametrize("name", MADE)
def test_no_cell_to_be_filled_in_counts_in_per_cent(name: str) -> None:
    """A program that adds the sign while somebody types makes 0.05 % of 0.05: what a remedy says to write must mean the same there."""
    book = load_workbook(io.BytesIO(kind_of(name).typed))
    open_cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    ]
    assert bool(open_cells) == (name not in {"sensitivity", "county"})
    assert [cell.coordinate for cell in open_cells if "%" in cell.number_format] == []
